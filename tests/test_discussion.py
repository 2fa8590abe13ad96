"""A site without a discussion has nothing of one; with one, only what belongs to it is different."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import pytest

from plugins.site.security import page_policy, security_headers
from tests.conftest import SMALL
from tests.links.built import build

URL = "https://spruce.test"
SERVER = "https://talk.spruce.test"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Everything written for a small town, without a discussion and with one."""
    content = tmp_path_factory.mktemp("talk") / "content"
    shutil.copytree(SMALL, content)
    community = content / "data" / "community.yaml"
    without = read_all(content)
    community.write_text(f"{community.read_text('utf-8')}discussion: {{url: '{SERVER}'}}\n", "utf-8")
    return without, read_all(content)


def read_all(content: Path) -> dict[str, bytes]:
    tree = build(content, url=URL).tree
    return {file: tree.read(file) for file in tree.files}


def test_nothing_is_there_of_a_discussion_nobody_asked_for(files: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    without, _ = files
    marks = (b"data-talk", b"talk__", b"talk.", b"id=talk", b'id="talk', b"isso")
    assert [(file, mark) for file, data in without.items() for mark in marks if mark in data.lower()] == []
    assert [file for file in without if "talk" in file] == []
    lines = [line.strip() for line in without["_headers"].decode().splitlines()]
    assert f"Content-Security-Policy: {security_headers(URL)['Content-Security-Policy']}" in lines
    assert {page_policy() in html.unescape(data.decode()) for file, data in without.items() if is_page(file)} == {True}


def test_only_stories_activities_and_headers_are_different(files: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    without, talking = files
    changed = {file for file in without if without[file] != talking[file]}
    pages = {file for file in changed if is_page(file)}
    said = {file for file in talking if SERVER.encode() in talking[file]}
    assert pages
    assert all(file.split("/")[0] in ("news", "activities") and file.count("/") == 3 for file in pages)
    assert pages == {file for file in said if is_page(file)}
    assert {file.partition(".")[0] for file in talking.keys() - without.keys()} == {"theme/talk"}
    assert without.keys() <= talking.keys()


def is_page(file: str) -> bool:
    return file.endswith(".html")
