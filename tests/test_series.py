"""Campaigns: what belongs to one stands in its years, and the years without anything are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugins.composition import all_files
from plugins.model.sources import Sources
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import NOW, Change, at, plan

ADDRESS = "/series/lantern-month/"


def years_of(pages: dict[str, Page], address: str = ADDRESS) -> list[tuple[str, list[str], str]]:
    view: Any = pages[address].view
    return [(year.title, [card.url for card in year.items], year.gap) for year in view.years]


def test_what_belongs_to_a_campaign_stands_in_its_year_newest_first(pages: dict[str, Page]) -> None:
    assert years_of(pages) == [
        ("2026年", ["/films/lights/", "/activities/2026/mid-autumn/", "/news/2026/lantern/"], ""),
        ("2025年", ["/cases/2025-001/"], ""),
    ], "of 2024 a milestone tells"


def test_years_of_which_nothing_is_known_are_told_as_one_gap(
    changed: Callable[[Change], Sources], pages: dict[str, Page]
) -> None:
    sources = changed({"series/lantern-month.md": ("since: 2024", "since: 2019"), "data/cases/2025.yaml": "[]\n"})
    later = plan(make_site(sources, at("2029-05-01 08:00")))
    assert [(title, gap) for title, _, gap in years_of(later)] == [
        ("2027—2029年", "这 3 年没有记下来。"),
        ("2026年", ""),
        ("2025年", "没有记下来。"),
        ("2019—2023年", "这 5 年没有记下来。"),
    ]
    assert years_of(pages, "/series/tree-years/") == [("2025年", [], "没有记下来。")], "figures tell of the others"


def test_what_belongs_to_a_campaign_leads_to_it(pages: dict[str, Page]) -> None:
    story: Any = pages["/news/2026/lantern/"].view
    case: Any = pages["/cases/2025-001/"].view
    figure: Any = pages["/figures/trees/"].view
    assert (story.article.series.url, case.series.url) == (ADDRESS, ADDRESS)
    assert figure.figures[0].series.url == "/series/tree-years/"
    tree_years: Any = pages["/series/tree-years/"].view
    assert [(link.url, link.note) for link in tree_years.figures] == [("/figures/trees/", "120多棵，2026年")]


def test_a_campaign_has_a_feed_of_its_stories(site: Site) -> None:
    feeds = {a.file: a.data.decode() for a in all_files(site) if a.file.startswith("feeds/series/")}
    assert feeds.keys() == {"feeds/series/lantern-month.atom", "feeds/series/tree-years.atom"}
    assert "灯笼挂上了云杉路" in feeds["feeds/series/lantern-month.atom"]
    assert "<entry>" not in feeds["feeds/series/tree-years.atom"]


def test_a_site_without_campaigns_has_none_of_it(changed: Callable[[Change], Sources]) -> None:
    without: Change = {
        "series/lantern-month.md": None,
        "series/tree-years.md": None,
        "films/lights.md": ("series: lantern-month\n", ""),
        "news/2026/lantern.md": ("series: lantern-month\n", ""),
        "activities/2026/mid-autumn.md": ("series: lantern-month\n", ""),
        "data/cases/2025.yaml": ("  series: lantern-month\n", ""),
        "data/figures.yaml": ("  series: tree-years\n", ""),
    }
    found = make_site(changed(without), at(NOW))
    assert not [address for address in plan(found) if address.startswith("/series/")]
    assert not [a.file for a in all_files(found) if "series" in a.file]
