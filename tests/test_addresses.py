"""Where everything stands: one spelling of every address, and the same list for links and for pages."""

from __future__ import annotations

import pytest

from plugins.composition import all_files, all_pages
from plugins.directory.rosters import months_of
from plugins.model.addresses import address_of, month_address
from plugins.model.lists import list_addresses
from plugins.model.moved import all_addresses
from plugins.model.sources import Sources
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import at, plan

LATER = "2027-01-15 12:00"
"""When everything of the example site is public."""


def test_every_entry_has_the_address_of_its_kind(sources: Sources) -> None:
    assert [address_of(e) for e in sources.entries()] == [
        "/news/2026/new-year/",
        "/news/2026/winter-water/",
        "/news/2026/bus-card-desk/",
        "/news/2026/lantern/",
        "/news/2025/water-2025/",
        "/activities/2026/mid-autumn/",
        "/activities/2026/tai-chi/",
        "/activities/2026/clinic/",
        "/policies/pets-2026/",
        "/policies/pets-2024/",
        "/guides/bus-card/",
        "/guides/job-register/",
        "/about/",
        "/places/spruce/",
        "/places/maple/",
        "/grids/grid-1/",
        "/grids/grid-2/",
        "/locations/service-centre/",
        "/locations/library/",
        "/locations/square/",
        "/services/bus-card/",
        "/services/home-visit/",
        "/services/job-register/",
        "/organizations/helpers/",
        "/organizations/tai-chi/",
        "/organizations/patrol/",
        "/concerns/leak/",
        "/concerns/lost/",
        "/forms/visit/",
        "/rosters/library-desk/",
        "/cases/2026-002/",
        "/cases/2026-001/",
        "/cases/2025-002/",
        "/cases/2025-001/",
        "/figures/trees/",
        "/figures/rides/",
        "/figures/bridge/",
        "/meetings/2026/next/",
        "/meetings/2026/lamps/",
        "/awards/warm-2026/",
        "/awards/committee-2025/",
        "/ledgers/flood-2026/",
        "/ledgers/tea-2026/",
        "/surveys/lamps-2026/",
        "/series/lantern-month/",
        "/series/tree-years/",
        "/films/lights/",
        "/films/bridge/",
        "/notes/later/",
        "/notes/tree-lit/",
        "/notes/tea/",
        "/authors/station/",
        "/authors/helpers/",
    ]


def test_a_kind_without_pages_has_no_address(sources: Sources) -> None:
    with pytest.raises(TypeError, match="no address for Person"):
        address_of(sources.people[0])


def test_an_entry_is_known_by_its_slug_or_id(sources: Sources) -> None:
    assert (sources.guides[0].id_or_slug, sources.places[0].id_or_slug) == ("bus-card", "spruce")


def test_what_a_body_may_link_to_is_exactly_what_is_planned(sources: Sources) -> None:
    site = make_site(sources, at(LATER))
    planned = {*plan(site), *(f"/{a.file}" for a in all_files(site)), *(f"/{f}" for f in sources.files)}
    months = {month_address(roster, month) for roster in sources.rosters for month in months_of(roster, site.today)}
    assert months
    months |= {page for page in planned if page.startswith("/activities/month/")}
    for_programs = {
        "/_headers",
        "/_redirects",
        "/next-change.json",
        "/updated.svg",
        "/opensearch.xml",
        "/search/letters.json",
    }
    assert set(all_addresses(sources)) == planned - months - for_programs, "a month's page goes with its month"


def test_every_list_address_is_a_planned_page(sources: Sources) -> None:
    assert set(list_addresses(sources)) <= plan(make_site(sources, at(LATER))).keys()


def test_no_two_pages_share_an_address_or_a_file(site: Site) -> None:
    pages = tuple(all_pages(site))
    assert len({p.address for p in pages}) == len({p.file for p in pages}) == len(pages)


@pytest.mark.parametrize(
    ("address", "file"),
    [("/", "index.html"), ("/404.html", "404.html"), ("/news/2026/lantern/", "news/2026/lantern/index.html")],
)
def test_a_page_is_written_below_the_output(pages: dict[str, Page], address: str, file: str) -> None:
    assert pages[address].file == file


def test_every_page_says_its_own_address_or_where_it_leads(pages: dict[str, Page]) -> None:
    moved = {a for a, page in pages.items() if page.view.head.url != a}
    assert moved == {
        "/news/2020/old-lantern/",
        "/letters/2025-002/",
        "/old/warm/",
        "/old/tea/",
        "/old/lamps/",
        "/old/trees/",
        "/old/lanterns/",
        "/old/film/",
        "/old/author/",
        "/old/tea-note/",
        "/old/visit-form/",
    }
    assert pages["/news/2020/old-lantern/"].view.head.url == "/news/2026/lantern/"
