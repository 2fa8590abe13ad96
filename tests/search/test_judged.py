"""What residents type leads to what they want, judged query by query."""

from __future__ import annotations

import random
from collections.abc import Mapping

import orjson
import pytest
from playwright.sync_api import Page

from plugins.search.letters import Fold
from tests.pages.conftest import BuiltSite
from tests.search.judge import FIRST, Query, ask, rank, read_queries, recall

pytestmark = pytest.mark.browser
QUERIES = read_queries()
SORTS = (
    "titles",
    "words_inside",
    "pinyin",
    "initials",
    "traditional",
    "synonyms",
    "slips",
    "several",
    "places",
    "questions",
)


def judge(queries: tuple[Query, ...], found: Mapping[str, Mapping[str, list[str]]]) -> tuple[float, float]:
    """Recall among the first five, and the mean reciprocal rank."""
    told = [(q.wanted, found[q.words]["hits"]) for q in queries]
    return sum(recall(*one) for one in told) / len(told), sum(rank(*one) for one in told) / len(told)


@pytest.fixture(scope="module")
def answers(tab: Page, host: str) -> Mapping[str, Mapping[str, list[str]]]:
    return ask(tab, host, [q.words for q in QUERIES])


def test_there_are_queries_of_every_sort() -> None:
    assert len(QUERIES) >= 160
    assert {q.sort for q in QUERIES} >= set(SORTS)
    assert all(q.wanted for q in QUERIES)


def test_residents_find_what_they_want(answers: Mapping[str, Mapping[str, list[str]]]) -> None:
    told, ranked = judge(QUERIES, answers)
    missed = [f"{q.words}: {answers[q.words]}" for q in QUERIES if recall(q.wanted, answers[q.words]["hits"]) < 1]
    assert told >= 0.98, missed
    assert ranked >= 0.9


def test_who_asks_for_the_hours_or_the_phone_of_a_place_gets_the_place_first(tab: Page, host: str) -> None:
    asked = {
        "图书室电话": "/locations/library/",
        "图书馆几点关门": "/locations/library/",
        "活动室在哪": "/locations/activity-room/",
        "民政窗口电话": "/locations/window-civil-affairs/",
    }
    answers = ask(tab, host, asked)
    assert {words: answers[words]["hits"][0] for words in asked} == asked


def test_a_judge_that_finds_nothing_says_so(answers: Mapping[str, Mapping[str, list[str]]]) -> None:
    wrong = tuple(Query(q.sort, q.words, ("/nowhere/",)) for q in QUERIES)
    assert judge(wrong, answers) == (0, 0)


def test_every_public_title_finds_its_page(tab: Page, host: str, town: BuiltSite) -> None:
    """By itself, among the first five; of pages with the same title any."""
    rows = orjson.loads((town.folder / "search/index.json").read_bytes())["pages"]
    named: dict[str, set[str]] = {}
    for row in rows:
        named.setdefault(row[0], set()).add(row[1])
    found = ask(tab, host, named)
    assert [t for t, urls in named.items() if not urls & set(found[t]["hits"][:FIRST])] == []
    indexed = {a for a, page in town.pages.items() if not page.tree.xpath('//meta[@name="robots"][@content="noindex"]')}
    numbered = {a for a in indexed if "页）" in page_title(town, a)}
    assert {row[1] for row in rows} == indexed - numbered


def page_title(town: BuiltSite, address: str) -> str:
    return "".join(town.pages[address].texts("//h1")[:1])


def test_any_part_of_a_title_finds_its_page(tab: Page, host: str, town: BuiltSite) -> None:
    rng = random.Random(3)
    rows = orjson.loads((town.folder / "search/index.json").read_bytes())["pages"]
    parts: dict[str, set[str]] = {}
    for title, url, *_ in rng.sample(rows, 80):
        solid = "".join(title.split())
        length = rng.randint(2, min(8, len(solid)))
        start = rng.randint(0, len(solid) - length)
        parts.setdefault(solid[start : start + length], set()).add(url)
    found = ask(tab, host, parts)
    assert [part for part, urls in parts.items() if not urls <= set(found[part]["hits"])] == []


def test_both_sides_compare_characters_alike(tab: Page, host: str) -> None:
    tab.goto(f"{host}/search/")
    planes = (
        (0x20, 0x1000),
        (0x3000, 0x3400),
        (0x4E00, 0xA000),
        (0xF900, 0xFB00),
        (0xFF00, 0xFFF0),
        (0x1F600, 0x1F610),
    )
    chars = [chr(number) for first, last in planes for number in range(first, last)]
    there = tab.evaluate(
        """async (chars) => {
          await kangleSearch.engine.index.whole(() => kangleSearch.engine.index.letters());
          return chars.map(kangleSearch.fold);
        }""",
        chars,
    )
    assert [(char, one) for char, one in zip(chars, there, strict=True) if one != char.translate(Fold())] == []


def test_a_guide_is_not_called_what_its_other_services_are(tab: Page, host: str) -> None:
    """Volunteers keep the library too: who looks for the library wants no volunteers."""
    hits = ask(tab, host, ["图书室"])["图书室"]["hits"]
    assert "/locations/library/" in hits[:3]
    assert "/guides/volunteer-signup/" not in hits[:FIRST]
