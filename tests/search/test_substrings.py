"""Any words inside any text are found, and nothing else: against a search through the sources themselves."""

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response

from tests.bench.generate import Story, make_stories, story_path, write_kangle
from tests.browser.conftest import serve_folder
from tests.builds import build_here
from tests.conftest import TOWN
from tests.pages.conftest import AS_OF, BuiltSite
from tests.search.judge import ask

pytestmark = pytest.mark.browser
STORIES = 1000 if os.environ.get("FULL") else 150
WORDS = 200
FIRST_QUERY, NEXT_QUERY = 250_000, 80_000
"""Bytes on the wire, packed as every host of ours sends them."""


def words_of(story: Story) -> str:
    """The words of a story's source, a line for each paragraph."""
    body = re.sub(r"\*\*|^#+ |^- ", "", story.body, flags=re.M)
    return "\n".join((story.title, story.summary, re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", body)))


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return make_stories(STORIES)


def build_prose(stories: list[Story], folder: Path) -> Path:
    """A site of generated prose; its output folder."""
    content = Path(shutil.copytree(TOWN, folder / "content"))
    shutil.rmtree(content / "news")
    (content / "data/synonyms.yaml").unlink()
    write_kangle(stories, content)
    for body in content.rglob("*.md"):
        text = body.read_text("utf-8")
        body.write_text(re.sub(r"\]\(/news/[^)]*\)", "](/news/)", text), "utf-8")
    for notes in content.glob("notes/*.yaml"):
        text = notes.read_text("utf-8")
        notes.write_text(re.sub(r"/news/[^\s]+", "/news/", text), "utf-8")
    build_here(content, folder / "output", AS_OF)
    return folder / "output"


@pytest.fixture(scope="module")
def prose(stories: list[Story], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_folder(BuiltSite(build_prose(stories, tmp_path_factory.mktemp("prose")))) as url:
        yield url


def choose_words(stories: list[Story]) -> list[str]:
    """Two to eight characters that stand together somewhere, of any kind but blanks."""
    rng = random.Random(11)
    chosen: set[str] = set()
    while len(chosen) < WORDS:
        line = rng.choice(words_of(rng.choice(stories)).split("\n"))
        length = rng.randint(2, 8)
        start = rng.randrange(max(1, len(line) - length))
        part = line[start : start + length]
        if len(part) == length and not re.search(r"\s", part):
            chosen.add(part)
    return sorted(chosen)


def test_every_word_is_found_where_it_stands_and_nowhere_else(
    chromium: Browser, prose: str, stories: list[Story]
) -> None:
    words = choose_words(stories)
    page = chromium.new_page()
    found = ask(page, prose, words)
    texts = {f"/{story_path(story).removesuffix('.md')}/": words_of(story) for story in stories}
    lacking, wrong = {}, {}
    for word in words:
        told = {url for url in found[word]["hits"] if url.startswith("/news/") and "story" in url}
        true = {address for address, text in texts.items() if word.lower() in text.lower()}
        lacking |= {word: true - told} if true - told else {}
        wrong |= {word: told - true} if told - true else {}
    assert (lacking, wrong) == ({}, {})
    page.close()


def test_a_query_fetches_little(chromium: Browser, prose: str, stories: list[Story]) -> None:
    """Whatever is fetched for the first query, and for each after it."""
    context = chromium.new_context()
    page = context.new_page()
    fetched: list[int] = []

    def weigh(response: Response) -> None:
        if "/search" in response.url and not response.url.split("?")[0].endswith("/search/"):
            fetched.append(len(gzip.compress(response.body(), 6)))

    page.goto(f"{prose}/search/")
    page.on("response", weigh)
    sizes = {}
    for word in choose_words(stories)[:12]:
        fetched.clear()
        page.fill(".finder__word", word)
        page.press(".finder__word", "Enter")
        page.wait_for_function("word => document.title.startsWith(word + ' - ')", arg=word)
        page.wait_for_load_state("networkidle")
        sizes[word] = sum(fetched)
    context.close()
    first, *later = sizes.values()
    assert 0 < first <= FIRST_QUERY
    assert max(later) <= NEXT_QUERY, sizes
