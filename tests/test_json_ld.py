"""What pages tell search engines: whole, true to the page, and harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.composition import all_files
from plugins.incremental.render import Templates, make_environment, render
from plugins.model.addresses import address_of
from plugins.model.hours import DAYS
from plugins.model.hours_text import parse_hours
from plugins.model.sources import Sources
from plugins.rules.reader import read
from plugins.site.frame import make_frame
from plugins.site.frame_views import HeadView
from plugins.site.json_ld import SAMPLE, write_nodes
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from plugins.site.weekly import weekly_rules
from tests.conftest import EXAMPLE, LOADED, NOW, ROOT, TOWN, Change, at, plan

Changed = Callable[[Change], Sources]
Found = dict[str, list[dict[str, Any]]]

REQUIRED = {
    "AboutPage": {"name", "url"},
    "AdministrativeArea": {"name"},
    "ApartmentComplex": {"name", "url"},
    "Audience": {"audienceType"},
    "BreadcrumbList": {"itemListElement"},
    "CivicStructure": {"name", "address", "url"},
    "Clip": {"name", "startOffset"},
    "ContactPage": {"name", "url"},
    "ContactPoint": {"telephone"},
    "CreativeWorkSeries": {"name", "url"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "Dataset": {"name", "description", "license", "distribution", "creator"},
    "Event": {"name", "startDate", "endDate", "location", "eventStatus", "eventAttendanceMode", "organizer"},
    "GeoCoordinates": {"latitude", "longitude"},
    "GovernmentOffice": {"name", "address", "url"},
    "GovernmentOrganization": {"name", "url"},
    "GovernmentService": {"name", "url"},
    "Legislation": {"name", "datePublished", "legislationLegalForce", "url"},
    "ListItem": {"position", "name"},
    "LocationFeatureSpecification": {"name", "value"},
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher", "url"},
    "OpeningHoursSpecification": {"opens", "closes"},
    "Organization": {"name"},
    "Place": {"name"},
    "PostalAddress": {"streetAddress", "addressCountry"},
    "ServiceChannel": set(),
    "SocialMediaPosting": {"headline", "articleBody", "datePublished", "author", "publisher", "url"},
    "VideoObject": {"name", "uploadDate", "description"},
    "WebPage": {"name", "url"},
    "WebSite": {"name", "url"},
}
"""What schema.org, or Google's pages on its rich results, ask of each type that is used."""

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FORMS = {
    "startDate": MOMENT, "endDate": MOMENT, "dateModified": MOMENT, "lastReviewed": DAY,
    "opens": re.compile(r"\d\d:\d\d"), "closes": re.compile(r"\d\d:\d\d"), "telephone": re.compile(r"(\+86-[\d-]+|\d+)( ext\. \d+)?"),
    "temporalCoverage": re.compile(r"\d{4}-\d\d-\d\d/(\d{4}-\d\d-\d\d|\.\.)"),
}  # fmt: skip
LINKS = {"url", "item", "image", "logo", "contentUrl"}


def graph(page: Page) -> list[dict[str, Any]]:
    """The nodes of a page, none where it has no data block."""
    text = page.view.head.json_ld
    found = json.loads(text) if text else {"@context": "https://schema.org", "@graph": []}
    assert found.keys() == {"@context", "@graph"} and found["@context"] == "https://schema.org"
    return list(found["@graph"])


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node that stands in a value, however deep."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def find_faults(found: Found, there: set[str], url: str) -> list[str]:
    """What is wrong with the data blocks of a site, by address."""
    faults = []
    for address, of_page in found.items():
        for node in nodes(of_page):
            kind = node["@type"]
            if kind not in REQUIRED:
                faults.append(f"{address}: unknown {kind}")
                continue
            faults += [f"{address}: {kind} without {name}" for name in sorted(REQUIRED[kind] - node.keys())]
            faults += [f"{address}: empty {k} of {kind}" for k, v in node.items() if v in ("", None, [], {})]
            for name, form in FORMS.items():
                if name in node and not form.fullmatch(str(node[name])):
                    faults.append(f"{address}: {name} is {node[name]}")
            for name in LINKS & node.keys():
                if not str(node[name]).startswith(url + "/"):
                    faults.append(f"{address}: {name} leads away: {node[name]}")
                elif str(node[name]).removeprefix(url) not in there:
                    faults.append(f"{address}: {name} leads nowhere: {node[name]}")
            if kind == "NewsArticle" and not MOMENT.fullmatch(node["datePublished"]):
                faults.append(f"{address}: datePublished is {node['datePublished']}")
    return faults


def addresses(site: Site, pages: dict[str, Page]) -> set[str]:
    files = {f"/{a.file}" for a in all_files(site)} | {f"/{f}" for f in site.sources.files}
    return pages.keys() | files


@pytest.fixture(scope="module")
def real() -> Site:
    sources = read(TOWN).sources
    assert sources
    return make_site(sources, at(NOW))


@pytest.fixture(scope="module")
def real_pages(real: Site) -> dict[str, Page]:
    return plan(real)


@pytest.fixture(scope="module")
def found(real_pages: dict[str, Page]) -> Found:
    return {address: graph(page) for address, page in real_pages.items()}


def test_every_data_block_of_the_real_site_is_whole(real: Site, real_pages: dict[str, Page], found: Found) -> None:
    assert find_faults(found, addresses(real, real_pages), real.url) == []


def test_every_data_block_of_the_example_is_whole(site: Site, pages: dict[str, Page]) -> None:
    found = {address: graph(page) for address, page in pages.items()}
    assert find_faults(found, addresses(site, pages), site.url) == []


def test_the_types_named_here_are_those_that_are_used(found: Found, pages: dict[str, Page]) -> None:
    used = {n["@type"] for n in nodes([*found.values(), *map(graph, pages.values())])}
    assert used == REQUIRED.keys()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"location": None}, "empty location of Event"),
        ({"@type": "Party"}, "unknown Party"),
        ({"startDate": "2026-11-23T09:00:00"}, "startDate is"),
        ({"url": "https://elsewhere.example.org/"}, "url leads away"),
        ({"url": "{site}/activities/2026/none/"}, "url leads nowhere"),
        ({"organizer": {"@type": "Organization"}}, "Organization without name"),
    ],
)
def test_a_planted_fault_is_seen(
    real: Site, real_pages: dict[str, Page], found: Found, change: dict[str, Any], fault: str
) -> None:
    address, event = next((a, g[0]) for a, g in found.items() if g and g[0]["@type"] == "Event")
    planted = event | {k: v.replace("{site}", real.url) if isinstance(v, str) else v for k, v in change.items()}
    assert any(fault in line for line in find_faults({address: [planted]}, addresses(real, real_pages), real.url))


def test_every_page_with_a_trail_says_it_in_order(pages: dict[str, Page], site: Site) -> None:
    for address, page in pages.items():
        head = page.view.head
        trails = [n for n in graph(page) if n["@type"] == "BreadcrumbList"]
        assert len(trails) == (len(head.crumbs) > 1 and head.robots == "index"), address
        for trail in trails:
            items = trail["itemListElement"]
            assert [(i["position"], i["name"]) for i in items] == list(enumerate([c.title for c in head.crumbs], 1))
            assert [i.get("item") for i in items[:-1]] == [site.url + c.url for c in head.crumbs[:-1] if c.url]


def test_an_entry_is_described_with_the_words_of_its_page(pages: dict[str, Page], site: Site) -> None:
    silent = {"grids", "rosters", "cases", "concerns", "meetings", "awards", "ledgers", "surveys", "forms"}
    for entry in site.sources.entries():
        head = pages[address_of(entry)].view.head
        things = [n for n in graph(pages[address_of(entry)]) if n["@type"] != "BreadcrumbList"]
        assert len(things) == (entry.kind.name not in silent), head.url
        for thing in things:
            assert (thing.get("name") or thing["headline"]) == head.title
            assert (thing["description"], thing["url"]) == (head.description, site.url + head.url)
            assert thing.get("disambiguatingDescription") == (SAMPLE if entry.sample else None)


def test_pages_that_are_not_indexed_say_nothing(pages: dict[str, Page]) -> None:
    hidden = [p for p in pages.values() if p.view.head.robots != "index"]
    assert hidden and [p.address for p in hidden if p.view.head.json_ld] == []


def thing(pages: dict[str, Page], address: str) -> dict[str, Any]:
    return graph(pages[address])[0]


@pytest.mark.parametrize(
    ("state", "status"),
    [("cancelled", "EventCancelled"), ("postponed", "EventPostponed"), ("scheduled", "EventScheduled")],
)
def test_an_event_has_the_state_of_its_activity(changed: Changed, state: str, status: str) -> None:
    signup = "signup: {needed: true, opens: 2026-11-12, how: 打电话报名}\n"
    sources = changed({"activities/2026/clinic.md": (signup, f"state: {state}\n")})
    event = thing(plan(make_site(sources, at(NOW))), "/activities/2026/clinic/")
    assert event["eventStatus"] == f"https://schema.org/{status}"


def test_a_repeating_activity_is_announced_with_its_next_date(sources: Sources) -> None:
    found = [
        thing(plan(make_site(sources, at(moment))), "/activities/2026/tai-chi/")["startDate"]
        for moment in ("2026-11-23 06:00", "2026-11-24 12:00")
    ]
    assert found[0] < found[1]


def test_a_story_was_changed_when_it_was_last_updated(pages: dict[str, Page]) -> None:
    story = thing(pages, "/news/2025/water-2025/")
    assert story["datePublished"] < story["dateModified"] == "2025-12-02T00:00:00+08:00"


@pytest.mark.parametrize(
    ("moment", "force"), [("2026-11-30", ["InForce", "NotInForce"]), ("2026-12-01", ["NotInForce", "InForce"])]
)
def test_a_policy_is_in_force_until_another_takes_its_place(sources: Sources, moment: str, force: list[str]) -> None:
    pages = plan(make_site(sources, at(moment)))
    found = [thing(pages, f"/policies/pets-{year}/")["legislationLegalForce"] for year in (2024, 2026)]
    assert found == [f"https://schema.org/{word}" for word in force]


def test_opening_hours_are_those_of_the_location(pages: dict[str, Page]) -> None:
    work = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    found = [
        (h["dayOfWeek"], h["opens"], h["closes"])
        for h in thing(pages, "/locations/service-centre/")["openingHoursSpecification"]
    ]
    assert found == [(work, "09:00", "12:00"), (work, "14:00", "18:00"), ("PublicHolidays", "00:00", "00:00")]


def test_days_that_differ_are_told_apart(changed: Changed) -> None:
    text = (EXAMPLE / "data/locations.yaml").read_text("utf-8")
    lines = """- id: shed
  name: 工具房
  kind: room
  description: 借工具。
  address: 云杉路（示例）
  exceptions:
    - {from: 2027-01-01, hours: "10:00-16:00", note: 元旦}
    - {from: 2027-01-02, until: 2027-01-03, closed: true, note: 盘点}
  closed: {from: 2027-02-01, notice: 搬家}
"""
    shed = thing(plan(make_site(changed({"data/locations.yaml": text + lines}), at(NOW))), "/locations/shed/")
    assert "openingHoursSpecification" not in shed
    found = [
        (h["validFrom"], h.get("validThrough"), h["opens"], h["closes"])
        for h in shed["specialOpeningHoursSpecification"]
    ]
    assert found == [
        ("2027-01-01", "2027-01-01", "10:00", "16:00"),
        ("2027-01-02", "2027-01-03", "00:00", "00:00"),
        ("2027-02-01", None, "00:00", "00:00"),
    ]


@pytest.mark.parametrize(
    ("hours", "rules"),
    [
        ("24/7", [((0, 1, 2, 3, 4, 5, 6), "00:00", "23:59")]),
        ("Mo-Fr 09:00-12:00; Sa 09:00-12:00,14:00-16:00", [((0, 1, 2, 3, 4, 5), "09:00", "12:00"), ((5,), "14:00", "16:00")]),
        ("Fr 22:00-02:00", [((4,), "22:00", "02:00")]),
    ],
)  # fmt: skip
def test_weekly_rules(hours: str, rules: list[Any]) -> None:
    assert [(r.days, r.opens, r.closes) for r in weekly_rules(parse_hours(hours))] == rules


@given(
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.integers(0, 22), st.integers(1, 24)),
        min_size=1,
        max_size=7,
        unique_by=lambda row: row[0],
    )
)
def test_weekly_rules_hold_each_span_of_each_day_once(rows: list[tuple[str, int, int]]) -> None:
    hours = parse_hours("; ".join(f"{day} {a:02d}:00-{a + b:02d}:00" for day, a, b in rows))
    told = sorted((day, rule.opens) for rule in weekly_rules(hours) for day in rule.days)
    meant = sorted((day, f"{a // 60:02d}:00") for day, spans in enumerate(hours.week()) for a, _ in spans)
    assert told == meant


HEAD = HeadView("标题", "说明", "/x/", "none")


@given(st.text())
def test_no_words_end_the_data_block(site: Site, words: str) -> None:
    text = write_nodes([{"@type": "WebPage", "name": words}], HEAD, site)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["@graph"][0]["name"] == words


def test_a_title_with_a_script_stays_harmless(changed: Changed) -> None:
    title = "</script><script>alert(1)</script>"
    sources = changed({"news/2026/lantern.md": ("title: 灯笼挂上了云杉路", f"title: {title}")})
    site = make_site(sources, at(NOW))
    page = plan(site)["/news/2026/lantern/"]
    frame = make_frame(site, *LOADED)
    html = render(make_environment(Templates(ROOT / "theme")), page.template, page.view, frame)
    assert "alert(1)</script>" not in html
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(block)["@graph"][0]["headline"] == title


def test_a_site_below_a_path_names_itself_with_the_path(sources: Sources) -> None:
    site = make_site(sources, at(NOW), "https://example.org/kangle")
    pages = plan(site)
    found = {address: graph(page) for address, page in pages.items()}
    assert find_faults(found, addresses(site, pages), site.url) == []
