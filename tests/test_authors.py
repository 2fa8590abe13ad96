"""Authors are groups or roles; each has its stories, a feed, and a link from each story."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugins.composition import all_files
from plugins.model.sources import Sources
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import NOW, Change, at, plan


def test_an_author_has_its_stories_by_year(pages: dict[str, Page]) -> None:
    station: Any = pages["/authors/station/"].view
    assert [(g.title, [c.url for c in g.items]) for g in station.groups] == [("2025年", ["/news/2025/water-2025/"])]
    assert station.head.feeds[0].url == "/feeds/authors/station.atom"


def test_a_story_leads_to_its_author_by_name_or_id(pages: dict[str, Page]) -> None:
    water: Any = pages["/news/2025/water-2025/"].view
    lantern: Any = pages["/news/2026/lantern/"].view
    plain: Any = pages["/news/2026/bus-card-desk/"].view
    assert (water.author, water.writer.url) == ("社区工作站", "/authors/station/")
    assert (lantern.author, lantern.writer.url) == ("互助队小编", "/authors/helpers/")
    assert (plain.author, plain.writer) == ("云杉社区", None)


def test_each_author_has_a_feed(site: Site) -> None:
    feeds = {a.file: a.data.decode() for a in all_files(site) if a.file.startswith("feeds/authors/")}
    assert feeds.keys() == {"feeds/authors/station.atom", "feeds/authors/helpers.atom"}
    assert "灯笼挂上了云杉路" in feeds["feeds/authors/helpers.atom"]


def test_a_site_without_authors_keeps_its_stories(changed: Callable[[Change], Sources]) -> None:
    found = make_site(changed({"data/authors.yaml": None, "news/2026/lantern.md": ("author: helpers\n", "")}), at(NOW))
    pages = plan(found)
    water: Any = pages["/news/2025/water-2025/"].view
    assert (water.author, water.writer) == ("社区工作站", None)
    assert not [address for address in pages if address.startswith("/authors/")]
