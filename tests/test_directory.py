"""The service directory: what stands where, how lists are cut into pages, what the filter is told, who is asked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.directory.services import PER_GROUP, make_service_index
from plugins.model import Location, Service
from plugins.model.addresses import address_of
from plugins.model.leaves import SERVICES_PER_PAGE, leaf_address
from plugins.model.lists import list_addresses
from plugins.model.parts import Phone
from plugins.model.sources import Sources
from plugins.rules.reader import read
from plugins.site.hours_data import hours_spec
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import ROOT, TOWN, at, plan

CENTRE, LIBRARY, SQUARE = "service-centre", "library", "square"


def view(pages: dict[str, Page], address: str) -> Any:
    return pages[address].view


def make_service(like: Service, number: int, **fields: object) -> Service:
    return like.model_copy(update={"id": f"service-{number}", "name": f"服务{number}", **fields})


def with_services(sources: Sources, services: tuple[Service, ...]) -> Site:
    return make_site(replace(sources, services=services), at("2026-11-23 09:30"))


@pytest.mark.parametrize(
    ("locations", "places"),
    [
        ((), ("",)),
        ((CENTRE,), ("", "spruce")),
        ((LIBRARY,), ("spruce",)),
        ((SQUARE,), ("",)),
        ((LIBRARY, SQUARE), ("", "spruce")),
        ((LIBRARY, CENTRE), ("", "spruce")),
    ],
)
def test_a_service_serves_everybody_unless_all_its_rooms_are_in_places(
    sources: Sources, locations: tuple[str, ...], places: tuple[str, ...]
) -> None:
    service = sources.services[0].model_copy(update={"locations": locations})
    assert sources.places_of(service) == places


def test_an_office_in_a_place_serves_everybody_too(sources: Sources) -> None:
    office = sources.location[LIBRARY].model_copy(update={"location_kind": "office"})
    rooms = tuple(office if x.id == LIBRARY else x for x in sources.locations)
    changed = replace(sources, locations=rooms)
    assert changed.places_of(sources.services[0].model_copy(update={"locations": (LIBRARY,)})) == ("", "spruce")


def test_a_location_that_is_missing_does_not_stop_the_check(sources: Sources) -> None:
    """Dead references are a problem with a line of its own; addresses are listed all the same."""
    broken = replace(sources, services=(sources.services[0].model_copy(update={"locations": ("nowhere",)}),))
    assert "/services/everywhere/" in set(list_addresses(broken))


def test_look_ups_hold_what_a_search_through_everything_finds() -> None:
    """Every index of the real sources against the plain question it answers."""
    sources = read(TOWN).sources
    assert sources
    for category in sources.community.categories:
        plain = tuple(s for s in sources.services if s.category == category.id)
        assert sources.services_by_category.get(category.id, ()) == plain
    for audience in sources.community.audiences:
        plain = tuple(s for s in sources.services if audience.id in s.audience)
        assert sources.services_by_audience.get(audience.id, ()) == plain
    for place in ("", *sources.place):
        plain = tuple(s for s in sources.services if place in sources.places_of(s))
        assert sources.services_by_place.get(place, ()) == plain
    for service in sources.services:
        guides = tuple(g for g in sources.guides if g.slug in service.guides or service.id in g.services)
        assert sources.guides_by_service.get(service.id, ()) == guides
    for key in sources.location:
        for index, entries in (
            (sources.services_by_location, [s for s in sources.services if key in s.locations]),
            (sources.guides_by_location, [g for g in sources.guides if key in g.locations]),
            (sources.activities_by_location, [a for a in sources.activities if a.location == key]),
            (sources.organizations_by_location, [o for o in sources.organizations if o.location == key]),
            (sources.rosters_by_location, [r for r in sources.rosters if r.location == key]),
        ):
            assert list(index.get(key, ())) == entries
    for key, organization in sources.organization.items():
        activities = tuple(a for a in sources.activities if a.organization == key)
        assert sources.activities_by_organization.get(key, ()) == activities
        assert sources.rosters_by_organization.get(key, ()) == tuple(
            r for r in sources.rosters if r.organization == key
        )
        assert organization in sources.organizations_by_kind[organization.organization_kind]


def listed(pages: dict[str, Page], first: str) -> list[str]:
    """The services of the first group of every page of a list, page after page."""
    found = []
    for number in range(1, 100):
        address = leaf_address(first, number)
        if address not in pages:
            break
        found += [card.url for card in view(pages, address).groups[0].items]
    return found


@given(number=st.integers(0, 3 * SERVICES_PER_PAGE + 1))
def test_the_pages_of_a_list_hold_every_service_once_and_in_order(number: int) -> None:
    sources = EXAMPLE_SOURCES
    like = sources.services[0].model_copy(update={"guides": ()})
    services = tuple(make_service(like, i) for i in range(number))
    site = with_services(replace(sources, guides=()), services)
    pages = plan(site)
    wanted = [address_of(s) for s in services]
    for first in ("/services/category/elder-care/", "/services/audience/elders/", "/services/everywhere/"):
        assert listed(pages, first) == wanted
        leaves = [a for a in pages if a == first or a.startswith(f"{first}page/")]
        assert all(len(view(pages, a).groups[0].items) <= SERVICES_PER_PAGE for a in leaves)
    firsts = {a for a in pages if re.fullmatch(r"/services/category/[a-z-]+/", a)}
    assert firsts == {a for a in list_addresses(site.sources) if a.startswith("/services/category/")}


EXAMPLE_SOURCES = read(ROOT / "tests" / "site").sources or pytest.fail("the example site has problems")


def test_a_long_list_links_all_its_pages_and_says_which_one_it_is(sources: Sources) -> None:
    services = tuple(make_service(sources.services[0], i) for i in range(SERVICES_PER_PAGE + 1))
    pages = plan(with_services(replace(sources, guides=()), services))
    second = view(pages, "/services/category/elder-care/page/2/")
    assert second.title == "养老服务（第 2 页）"
    assert [(p.title, p.url) for p in second.pages] == [
        ("第 1 页", "/services/category/elder-care/"),
        ("第 2 页", "/services/category/elder-care/page/2/"),
    ]
    assert [c.url for c in second.head.crumbs] == ["/", "/services/", "/services/category/elder-care/", ""]
    assert [card.title for card in second.groups[0].items] == [f"服务{SERVICES_PER_PAGE}"]
    assert view(pages, "/services/category/employment/").pages == ()


def test_the_directory_says_how_many_a_category_has_shows_some_and_leads_to_all(sources: Sources) -> None:
    services = tuple(make_service(sources.services[0], i) for i in range(PER_GROUP + 1))
    directory = view(plan(with_services(replace(sources, guides=()), services)), "/services/")
    group = directory.groups[0]
    assert directory.folded
    assert (len(group.items), group.summary.split("：")[0]) == (PER_GROUP, "25 项")
    assert (group.more.title, group.more.url) == ("养老的全部服务，带电话和时间", "/services/category/elder-care/")


def test_a_place_shows_some_of_what_serves_everybody_and_the_way_to_all(sources: Sources) -> None:
    services = tuple(make_service(sources.services[0], i) for i in range(PER_GROUP + 1))
    page = view(plan(with_services(replace(sources, guides=()), services)), "/services/place/maple/")
    assert page.everywhere.url == "/services/everywhere/"
    [folded] = page.also
    assert (len(folded.items), folded.more.url) == (PER_GROUP, "/services/category/elder-care/")


def test_a_place_lists_its_own_services_then_those_of_everybody(sources: Sources) -> None:
    like = sources.services[0].model_copy(update={"guides": ()})
    services = (
        make_service(like, 0, locations=(SQUARE,)),
        make_service(like, 1, locations=(LIBRARY,)),
        make_service(like, 2, locations=(CENTRE,)),
    )
    pages = plan(with_services(replace(sources, guides=()), services))
    spruce, maple = view(pages, "/services/place/spruce/"), view(pages, "/services/place/maple/")

    def shown(groups: Any) -> list[tuple[str, list[str]]]:
        return [(g.title, [c.title for c in g.items]) for g in groups]

    assert (shown(spruce.groups), shown(spruce.also)) == ([("在云杉花园", ["服务1", "服务2"])], [("养老", ["服务0"])])
    assert (shown(maple.groups), shown(maple.also)) == ([], [("养老", ["服务0", "服务2"])])
    assert "没有单独的服务" in maple.intro
    assert [(p.title, p.note) for p in spruce.places] == [("云杉花园", "3"), ("枫叶园区", "2"), ("全社区", "2")]


def cards_by_category(pages: dict[str, Page]) -> list[Any]:
    """The cards of every category's page; the directory itself has lines that lead there."""
    ways = [link.url for link in view(pages, "/services/").categories]
    return [card for way in ways for group in view(pages, way).groups for card in group.items]


def test_a_card_of_the_directory_says_whom_to_call_and_when(pages: dict[str, Page]) -> None:
    own, team, window = cards_by_category(pages)
    assert (own.phone.number, own.phone.tel) == ("0755-5550-0103", "tel:075555500103")
    assert window.phone.number == "0755-5550-0101", "without a phone of its own, that of its window"
    assert (team.phone.number, team.phone.tel) == ("0755-5550-0141 转 8002", "tel:075555500141,8002")
    assert own.hours == "服务中心：周一至周五 9:00—12:00、14:00—18:00，周末休息，法定节假日休息"
    assert team.hours == "每月第一个周三、第三个周三 14:00—16:00，法定节假日休息，要先预约"
    assert (window.hours, window.spec) == ("", ""), "what nobody wrote of a service is not its window's"


@pytest.mark.parametrize("number", ["12345", "96345", "0755-5550-0103"])
def test_a_short_number_is_dialled_as_it_is(sources: Sources, number: str) -> None:
    service = sources.services[0].model_copy(update={"phones": (Phone(number=number),)})
    pages = plan(with_services(sources, (service, *sources.services[1:])))
    (phone,) = view(pages, address_of(service)).phones
    assert (phone.number, phone.tel) == (number, f"tel:{number.replace('-', '')}")


def test_a_service_page_answers_who_where_when_and_whom_to_call(sources: Sources) -> None:
    bare = sources.services[0].model_copy(
        update={"audience": (), "eligibility": None, "phones": (), "locations": (), "guides": (), "open_with": None}
    )
    shown = view(plan(with_services(sources, (bare, *sources.services[1:]))), address_of(bare))
    assert (shown.audience, shown.eligibility, shown.where, shown.when) == ((), "", (), "")
    assert [p.number for p in shown.phones] == [sources.community.phone]
    both = bare.model_copy(update={"locations": (CENTRE, LIBRARY)})
    shown = view(plan(with_services(sources, (both, *sources.services[1:]))), address_of(both))
    assert [w.title for w in shown.where] == ["服务中心", "图书室"]
    assert (shown.when, shown.spec) == ("", ""), "two windows are open, the service says nothing"
    assert [p.number for p in shown.phones] == ["0755-5550-0101", "0755-5550-0102"]
    one = view(plan(with_services(sources, sources.services)), "/services/bus-card/")
    assert one.when == "服务中心开着就能办：周一至周五 9:00—12:00、14:00—18:00，周末休息，法定节假日休息"
    assert one.spec == hours_spec(sources.location[CENTRE], make_site(sources, at("2026-11-23 10:00")))


def read_index(site: Site) -> dict[str, Any]:
    artifact = make_service_index(site)
    assert artifact.file == "services/index.json"
    found: dict[str, Any] = json.loads(artifact.data)
    return found


def test_the_index_tells_the_filter_what_the_sources_say() -> None:
    sources = read(TOWN).sources
    assert sources
    site = make_site(sources, at("2026-11-23 09:30"))
    index = read_index(site)
    assert [row[0] for row in index["services"]] == [s.id for s in sources.services]
    for row, service in zip(index["services"], sources.services, strict=True):
        _, name, description, category, audience, places, fees, phone, tel, _, hours = row
        assert (name, description, category, fees) == (
            service.name,
            service.description,
            service.category,
            service.fees or "",
        )
        assert (tuple(audience), tuple(places)) == (service.audience, sources.places_of(service))
        locations: list[Location] = [sources.location[i] for i in service.locations]
        assert phone in [p.number for p in (*service.phones, *(p for x in locations for p in x.phones))]
        assert tel.startswith("tel:")
        assert (index["hours"][hours] if hours >= 0 else "") == hours_spec(service, site)
    assert len(set(index["hours"])) == len(index["hours"])


def test_the_index_and_the_cards_say_the_same_hours(site: Site) -> None:
    index = read_index(site)
    cards = {card.url: card for card in cards_by_category(plan(site))}
    for row in index["services"]:
        card = cards[f"/services/{row[0]}/"]
        assert card.hours == row[9]
        assert card.phone is not None and card.phone.number == row[7]


def test_the_filter_opens_where_its_page_stands(pages: dict[str, Page]) -> None:
    def chosen(address: str) -> list[str]:
        shown = view(pages, address).filter
        return [o.value for o in (*shown.categories, *shown.audiences, *shown.places) if o.chosen]

    assert chosen("/services/") == chosen("/services/everywhere/") == []
    assert chosen("/services/category/elder-care/") == ["elder-care"]
    assert chosen("/services/audience/elders/") == ["elders"]
    assert chosen("/services/place/spruce/") == ["spruce"]
