"""Short posts: a stream, a page for each with a text to pass on, a feed; nothing of one before its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugins.composition import all_files
from plugins.model.notes import Note
from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.site.next_change import next_change
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import NOW, Change, at, plan

FILE = "notes/2026-11.yaml"
ROW = "- {{id: n{n}, text: 第 {n} 条。, time: 2026-{m:02}-{d:02} 08:00}}\n"


def many(count: int) -> str:
    return "".join(ROW.format(n=n, m=10 - n % 3, d=1 + n % 28) for n in range(count))


def files_of(site: Site) -> dict[str, str]:
    return {f.file: f.data.decode("utf-8", "replace") for f in all_files(site)}


def test_the_newest_stands_first_whole(pages: dict[str, Page]) -> None:
    view: Any = pages["/notes/"].view
    assert [note.url for note in view.notes] == ["/notes/tree-lit/", "/notes/tea/"]
    lit, tea = view.notes
    assert (lit.author, lit.writer.url, lit.link.url) == ("互助队小编", "/authors/helpers/", "/about/")
    assert (lit.image.alt, tea.author, tea.writer, tea.link.title) == (
        "云杉树下的草坪",
        "云杉社区",
        None,
        "到 tea.example.org 上看",
    )
    assert str(tea.text) == "今天下午三点，图书室有姜茶。\n自带杯子，喝完为止。"
    assert view.head.sample


def test_a_note_has_a_text_to_pass_on_that_stands_for_itself(pages: dict[str, Page]) -> None:
    lit: Any = pages["/notes/tree-lit/"].view
    tea: Any = pages["/notes/tea/"].view
    assert lit.note.wechat == (
        "云杉树上的灯昨晚亮了。\n——互助队小编，2026年11月22日 周日 19:00\n详细：https://spruce.example.org/about/"
    )
    assert tea.note.wechat.endswith("详细：https://tea.example.org/ginger")
    assert (lit.previous.url, lit.next, tea.next.url) == ("/notes/tea/", None, "/notes/tree-lit/")


def test_nothing_of_a_note_is_out_before_its_time(sources: Sources, site: Site) -> None:
    before = repr([page.view for page in plan(site).values()]) + repr(files_of(site))
    assert "升旗" not in before and "/notes/later/" not in before
    assert site.later["/notes/later/"] == "2026-12-31 18:00"
    assert next_change(sources, at("2026-12-31 17:59")) == at("2026-12-31 18:00")
    after = make_site(sources, at("2026-12-31 18:00"))
    assert "/notes/later/" in plan(after)
    assert "升旗" in files_of(after)["feeds/notes.atom"]


def test_the_feed_and_the_open_data_have_each_note(site: Site) -> None:
    files = files_of(site)
    feed = files["feeds/notes.atom"]
    assert feed.count("<entry>") == 2 and "云杉树下的草坪" in feed and "自带杯子" in feed
    assert '"text":"云杉树上的灯昨晚亮了。"' in files["data/notes.json"]
    assert "https://spruce.example.org/about/" in files["data/notes.csv"]


def test_a_link_to_what_is_not_public_yet_waits_for_it(changed: Callable[[Change], Sources]) -> None:
    to_come: Change = {FILE: ("link: /about/", "link: /news/2026/new-year/")}
    found = make_site(changed(to_come), at(NOW))
    shown: Any = plan(found)["/notes/tree-lit/"].view
    assert shown.note.link is None and "/notes/tree-lit/" in shown.note.wechat
    assert "new-year" not in files_of(found)["data/notes.json"]


@pytest.mark.parametrize(("count", "months"), [(20, 0), (21, 3), (400, 3)])
def test_a_long_stream_goes_by_month_and_loses_none(
    changed: Callable[[Change], Sources], count: int, months: int
) -> None:
    pages = plan(make_site(changed({FILE: many(count)}), at(NOW)))
    first: Any = pages["/notes/"].view
    assert (len(first.notes), len(first.months)) == (min(count, 20), months)
    lists: list[Any] = [page.view for address, page in pages.items() if address.startswith("/notes/month/")]
    assert all(len(view.notes) <= 60 for view in lists)
    shown = [note.url for view in lists or [first] for note in view.notes]
    assert sorted(shown) == sorted(f"/notes/n{n}/" for n in range(count))


def test_an_author_has_its_notes_and_a_picture_of_a_note_is_public(site: Site, pages: dict[str, Page]) -> None:
    helpers: Any = pages["/authors/helpers/"].view
    assert [(g.title, len(g.items)) for g in helpers.groups] == [("2026年", 1), ("短讯", 1)]
    assert "images/lawn.jpg" in site.sources.files


def test_a_site_without_notes_has_none_of_it(changed: Callable[[Change], Sources]) -> None:
    found = make_site(changed({FILE: None}), at(NOW))
    assert not [address for address in plan(found) if address.startswith("/notes/")]
    assert not [file for file in files_of(found) if "notes" in file and "theme" not in file]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("今晚放电影。带小板凳！", "今晚放电影"),
        ("灯亮了", "灯亮了"),
        ("广场" * 20, "广场" * 14 + "广…"),
        (
            "明天上午九点到十一点，一号楼停水，请提前接好水，煤气和电不受影响。",
            "明天上午九点到十一点，一号楼停水，请提前接好水",
        ),
    ],
)
def test_a_note_is_called_by_its_first_words(text: str, called: str) -> None:
    note = Note.model_validate({"id": "a", "text": text, "time": "2026-11-01 9:00", "path": "notes/a.yaml"})
    assert note.called == called


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("image: images/none.jpg\n  image_alt: 无", "image"),
        ("image: images/tree.svg", "image"),
        ("image_alt: 一棵树", "image_alt"),
        ("link: /nowhere/", "link"),
        ("link: javascript:x", "link"),
        ("link: /about/#没有", "link"),
        ("author: 没有的队", "author"),
        ("text: 有 <b>粗</b> 字", "text"),
        ("text: 有事打 138{}8000", ""),
    ],
)
def test_what_is_wrong_is_told_at_its_line(
    problems_of: Callable[[Change], tuple[Problem, ...]], line: str, field: str
) -> None:
    lines = ["id: bad", "text: 一句话。", "time: 2026-11-01 9:00"]
    lines = [one for one in lines if one.split(":")[0] != line.split(":")[0]] + [line.format("0013")]
    text = "- " + "\n  ".join(lines) + "\n"
    found = problems_of({"notes/2026-10.yaml": text})
    assert [(p.path, p.line, p.field) for p in found] == [("notes/2026-10.yaml", len(lines), field)]
