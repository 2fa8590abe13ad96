"""Marks in fields: shown where they help, refused where they cannot be, and their links lead somewhere."""

from __future__ import annotations

import pytest

from plugins.text.words import is_marked, link_targets, mark_words
from tests.conftest import Change
from tests.dialect.test_safety import ADDRESSES, ELEMENTS, _Live


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("见[通知](/news/a/)", '见<a href="/news/a/">通知</a>'),
        ("带[表]（/files/表 1.txt）", '带<a href="/files/%E8%A1%A8%201.txt">表</a>'),
        ("**先**取号", "<strong>先</strong>取号"),
        ("打0755-5550-0100问", '打<a class="phone" href="tel:075555500100">0755-5550-0100</a>问'),
        ("1. 取号\n- 等叫号", "1. 取号\n- 等叫号"),
        ("# 3号楼 <b>x</b> & 4", "# 3号楼 &lt;b&gt;x&lt;/b&gt; &amp; 4"),
        ("张*明、李*华 9:00~11:00", "张*明、李*华 9:00~11:00"),
        ("第一行\n\n第二行", "第一行\n\n第二行"),
    ],
)
def test_a_field_shows_its_marks_and_nothing_else(typed: str, shown: str) -> None:
    assert mark_words(typed).replace("%E8%A1%A8", "表") == shown.replace("%E8%A1%A8", "表")


def test_nothing_live_comes_out_of_a_field() -> None:
    for typed in [*(f"[字]({a})" for a in ADDRESSES), *(f"【字】（{a}）" for a in ADDRESSES), *ADDRESSES, *ELEMENTS]:
        live = _Live()
        live.feed(mark_words(typed))
        assert [found for found in live.found if not found.startswith("//")] == [], typed


@pytest.mark.parametrize("typed", ["试**重点**", "看[通知](/a/)", "看[通知]（/a/）", "![图](/a.svg)", "~~旧~~", "`码`"])
def test_a_mark_is_seen_where_none_can_be_shown(typed: str) -> None:
    assert is_marked(typed)


@pytest.mark.parametrize(
    "typed", ["张*明", "王**、李**", "[示例]活动", "9:00~11:00", "【通知】停水", "3*4*5", "https://example.org/"]
)
def test_what_only_looks_like_a_mark_is_words(typed: str) -> None:
    assert not is_marked(typed)


def test_links_of_a_field_are_listed() -> None:
    assert link_targets("[甲](/a/)和[乙](javascript:x)") == ("/a/", "javascript:x")


def test_a_dead_link_in_a_note_and_a_mark_in_a_title_are_told(problems_of) -> None:  # type: ignore[no-untyped-def]
    story = "---\ntitle: 试**重点**\nsummary: 试一试。\ndate: 2026-11-20\ncolumn: {column}\nupdates:\n  - {{date: 2026-11-21, note: '见[新通知](/news/2026/nowhere/)'}}\n---\n\n正文。\n"
    change: Change = {"news/2026/zz-marks.md": story.format(column="notices")}
    told = [(p.line, p.field, p.message) for p in problems_of(change) if p.path == "news/2026/zz-marks.md"]
    assert (2, "title", "这里不能用加粗、链接这些记号") in told
    assert (7, "updates[0].note", "链接去不了：没有 /news/2026/nowhere/") in told
