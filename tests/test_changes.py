"""Corrections reach feed, map and page; pictures and files wait for the entry that names them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.hosting.files import make_host_files
from plugins.model.sources import Sources
from plugins.pages.feeds import make_feeds
from plugins.rules.reader import read
from plugins.site.maps import make_maps
from plugins.site.site import make_site
from tests.conftest import EXAMPLE, NOW, Change, at, change_site, plan

Changed = Callable[[Change], Sources]
STORY = "news/2026/bus-card-desk.md"
ADDRESS = "/news/2026/bus-card-desk/"
CORRECTED = "updates:\n  - {date: 2026-11-22, note: 时间改到下午}\n  - {date: 2026-12-24, note: 年底再改一次}\ncolumn:"
HIDDEN = "title: 海报\nsummary: 一张。\ncolumn: notices\nimage: images/tree.svg\nimage_alt: 一棵树\n---\n看[表](/files/form.txt)。\n"


def entry_of(feed: bytes, address: str) -> str:
    (found,) = [part for part in feed.decode().split("<entry>") if f"{address}</id>" in part]
    return found


@pytest.mark.parametrize(("moment", "day"), [("2026-11-23 10:00", "2026-11-22"), ("2026-12-24 00:00", "2026-12-24")])
def test_a_correction_moves_feed_map_and_page_from_its_day_on(changed: Changed, moment: str, day: str) -> None:
    site = make_site(changed({STORY: ("column:", CORRECTED)}), at(moment))
    pages = plan(site)
    feed = next(a.data for a in make_feeds(site) if a.file == "feeds/all.atom")
    assert f"<updated>{day}T00:00:00+08:00</updated>" in entry_of(feed, ADDRESS)
    assert f"<updated>{day}T00:00:00+08:00</updated>" in feed.decode().split("<entry>")[0]
    sitemap = next(a.data.decode() for a in make_maps(site, pages.values()) if a.file == "sitemap.xml")
    assert f"{ADDRESS}</loc><lastmod>{day}</lastmod>" in sitemap
    view: Any = pages[ADDRESS].view
    assert view.updated.iso == day
    assert len(view.updates) == (2 if day == "2026-12-24" else 1)


def test_a_correction_on_the_day_of_publishing_moves_nothing(changed: Changed) -> None:
    early = "updates:\n  - {date: 2026-11-20, note: 当天改的}\ncolumn:"
    view: Any = plan(make_site(changed({STORY: ("column:", early)}), at("2026-11-23 10:00")))[ADDRESS].view
    assert view.updated is None


def files_at(sources: Sources, moment: str) -> set[str]:
    return {*make_site(sources, at(moment)).sources.files} & {"images/own.svg", "files/own.txt", "images/tree.svg"}


@pytest.mark.parametrize("status", ["draft", "published"])
@pytest.mark.parametrize("named", [False, True])
def test_pictures_and_files_wait_for_what_names_them(changed: Changed, status: str, named: bool) -> None:
    own = HIDDEN.replace("images/tree.svg", "images/own.svg").replace("/files/form.txt", "/files/own.txt")
    changes: dict[str, Any] = {
        "news/2026/poster.md": f"---\nstatus: {status}\ndate: 2026-12-20\n{own}\n![树](/images/tree.svg)\n",
        "images/own.svg": (EXAMPLE / "images" / "tree.svg").read_bytes(),
        "files/own.txt": "空表",
    }
    if named:
        changes[STORY] = ("\n---\n", "\n---\n下载[空表](/files/own.txt)。\n\n")
    sources = changed(changes)
    always = {"images/tree.svg"} | ({"files/own.txt"} if named else set())
    later = {"images/own.svg", "files/own.txt"} if status == "published" else set[str]()
    assert files_at(sources, "2026-12-19 23:59") == always
    assert files_at(sources, "2026-12-20 00:00") == always | later


def test_a_picture_that_nobody_names_is_told_and_not_published(changed: Changed, tmp_path: Path) -> None:
    """Left from a story that is gone, or waiting for one that is not written; a draft's is nobody's business."""
    drawing = (EXAMPLE / "images" / "tree.svg").read_bytes()
    own = HIDDEN.replace("images/tree.svg", "images/own.svg").replace("/files/form.txt", "/files/own.txt")
    changes: dict[str, Any] = {
        "images/nobody.svg": drawing,
        "files/nobody.txt": "空表",
        "images/own.svg": drawing,
        "files/own.txt": "空表",
        "news/2026/poster.md": f"---\nstatus: draft\ndate: 2026-12-20\n{own}",
    }
    reading = read(change_site(tmp_path / "unused", changes))
    told = [p for p in reading.problems_on(at(NOW).date()) if p.path.startswith(("images/", "files/"))]
    assert [(p.path, p.level) for p in told] == [("files/nobody.txt", "warning"), ("images/nobody.svg", "warning")]
    assert reading.sources
    public = make_site(reading.sources, at(NOW)).sources.files
    shown = {"files/form.txt", "files/lights.mp4", "files/lights.vtt", "images/lawn.jpg", "images/tree.svg"}
    assert set(public) == shown


def test_a_badge_says_on_which_day_the_site_was_made(changed: Changed) -> None:
    sources = changed({})
    badges = [
        next(a.data.decode() for a in make_host_files(make_site(sources, at(moment))) if a.file == "updated.svg")
        for moment in ("2026-11-23 10:00", "2027-02-01 10:00")
    ]
    assert [badge.count(day) for badge, day in zip(badges, ("2026-11-23", "2027-02-01"), strict=True)] == [2, 2]
