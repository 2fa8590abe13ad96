"""A page that was made long ago says of time what one made now says, whenever somebody looks at it.

Every statement that hangs on the clock stands in an element with attributes for the script. They are read out of an old
page in a browser whose clock is set, and out of a page that was made at that very moment: the old one may know less, and
says so then, but nothing it says may be missing in the other.
"""

from __future__ import annotations

import os
import random
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import STILL, serve_folder
from tests.browser.moments import Made, Town, look, made_at, reader, stand, town, without_data_block
from tests.conftest import EXAMPLE, SITES, at
from tests.pages.conftest import AS_OF, BuiltSite

NOW_WORDS = re.compile("今天|明天|昨天|现在|本周|下周|报名中|正在进行|进行中")
FULL = bool(os.environ.get("FULL"))
MADE = at(AS_OF)
SEED = 20261123
WEDNESDAY, SATURDAY = at("2026-11-25 15:00"), at("2026-11-28 12:00")
DECEMBER, JANUARY = at("2026-12-07 10:00"), at("2027-01-22 10:00")
Statement = tuple[str, str, str]
"""What it is about, what is said, and of which longer list that is a day: a list that ends, a sheet of paper, or dates by themselves."""

READ = """() => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });  // what a tap shows is said too
  const TIMED = ":is([data-from],[data-until]):not(.overdue, .chips > li),[data-day],[data-now],[data-spans],[data-today],.state";  // a chip goes with the part that it leads to
  const text = node => {
    if (node.nodeType === 3) return node.data;
    if (node.nodeType !== 1 || !node.checkVisibility()) return "";
    if (node.matches(".lines__date")) return node.getAttribute("datetime").slice(0, 10);  // a year is left out in its year
    return [...node.childNodes].map(one => one.nodeType === 1 && one.matches(TIMED) ? "" : text(one)).join("");
  };
  const about = one => {
    const section = one.closest(".section, .duty-week, .plate, .location");
    const title = section && section.querySelector("h2, h3");
    const entry = one.closest("li, .banner, .wanted, tr");
    const link = [...(entry || one).querySelectorAll("a[href]")].find(link => link.checkVisibility());
    const day = one.closest("[data-date]");
    return [title ? title.textContent.replace(/\\s|本周|下周/g, "") : "", day ? day.dataset.date : "",
            link && !one.matches(".section") ? link.getAttribute("href") : ""].join(" ").trim();
  };
  const wanted = one => {
    const box = one.matches(".wanted__day, .section") ? one : one.closest(".shift, .wanted") || one;
    const days = [box, ...box.querySelectorAll("*")].filter(day => day.matches(".wanted__day") && day.checkVisibility());
    return days.map(day => day.getAttribute("datetime")).sort()[0];
  };
  const said = [...document.querySelectorAll(TIMED)].filter(one => one.checkVisibility()).map(one =>
    [about(one), text(one).replace(/\\s+/g, " ").replace(/截至.*?人次/, "").replace("上面", "下面").trim(),
     one.closest(".sheet") ? "sheet" : wanted(one) ? "from " + wanted(one) : one.closest(".duty, .wanted, .duty-week, a[href*=wanted], .notice:has(a[href*=wanted])") ? "list"
     : one.closest("[data-most]") ? "list" : one.closest(".lines__item") ? "each"
     : one.closest(".dates") ? one.querySelector("time").getAttribute("datetime") : ""]);
  document.querySelectorAll("[aria-current=date]").forEach(one => one.checkVisibility() &&
    said.push(["current " + (one.dataset.date || text(one)), "", ""]));
  return {said: said.filter(one => one[1] || one[0].startsWith("current")),
          until: [...document.querySelectorAll("[data-made]")].map(one => one.dataset.made.slice(17, 27)).sort()[0] || "",
          old: [...document.querySelectorAll(".made, .overdue")].some(one => one.checkVisibility())};
}"""


@dataclass(frozen=True)
class Told:
    """What a page says by the clock, and whether it says how old it is."""

    said: frozenset[Statement]
    old: bool
    until: str = ""
    """The first day of which it knows nothing."""


def told(found: Mapping[str, Any]) -> Told:
    return Told(frozenset(map(tuple, found["said"])), found["old"], found["until"])


def untruths(old: Told, new: Told, public: Container[str], *, early: bool) -> set[str]:
    """What an old page says that one made now does not.

    An entry that is not public at its moment is none of its matter, nor a section of such alone,
    nor is a day of a sheet that the new one does not show,
    nor a shift that is wanted behind its last day, for the page says how far it looks,
    nor, for a clock that goes behind the page, a day of a list that the new one does not reach.
    """
    listed = {day for about, _, _ in new.said for day in _DAYS.findall(about)}
    abouts = {about for about, _, _ in new.said}
    dates = max((kind for _, _, kind in new.said if kind[:1].isdigit()), default="9999")
    wrong = set()
    ahead = {(link, day[:7]) for about in abouts for link in _LINKS.findall(about) for day in _DAYS.findall(about)}
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for about, _, _ in old.said:
        inside[about.split(" ")[0]] |= set(_LINKS.findall(about))
    for about, words, kind in old.said - new.said:
        hidden = any(link not in public for link in _LINKS.findall(about))
        hidden |= bool(inside[about]) and not any(link in public for link in inside[about])
        beyond = (kind == "sheet" or (early and kind == "list")) and not set(_DAYS.findall(about)) & listed
        beyond |= kind.startswith("from ") and kind[5:] >= new.until > ""
        # the new one asks for somebody earlier, or looks less far
        beyond |= early and kind.startswith("from ") and about in abouts
        # it lists an earlier date of the same
        beyond |= early and kind == "each" and about in abouts
        beyond |= early and kind > dates and kind[:1].isdigit()
        # far ahead in the list of a month, where the new one has it day by day
        month = _MONTH.match(about)
        beyond |= bool(month and (month["link"], f"{month['year']}-{month['month']:0>2}") in ahead)
        # and the title over such alone
        titled = _TITLE.fullmatch(about)
        days = {(link, f"{titled['year']}-{titled['month']:0>2}") for link in inside[about]} if titled else set()
        beyond |= bool(days) and days <= ahead
        if not hidden and not beyond:
            wrong.add(f"{about}: {words}")
    return wrong


_DAYS = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_MONTH = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月 +(?P<link>/\S+/)$")
_TITLE = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月")
_LINKS = re.compile(r"/\S+/(?=$|\s)")


def choose_moments(count: int) -> list[datetime]:
    """Moments from three months before the page was made to fourteen after, the edges of days and shifts among them."""
    dice = random.Random(SEED)
    first, last = MADE - timedelta(days=90), MADE + timedelta(days=425)
    edges = [
        MADE + timedelta(days=1, hours=-10, minutes=-1),
        MADE + timedelta(days=3, hours=4),
        MADE + timedelta(days=5, hours=1, minutes=31),
    ]
    spread = [first + (last - first) * n / (count - len(edges) - 1) for n in range(count - len(edges))]
    return sorted(edges + [m + timedelta(minutes=dice.randrange(-700, 700)) for m in spread])


@pytest.fixture(scope="module")
def old_site(builds: Callable[[Path], BuiltSite]) -> BuiltSite:
    return builds(EXAMPLE)


@contextmanager
def far_away(chromium: Browser, moment: datetime) -> Iterator[Page]:
    """A tab of somebody who lives by another clock, at a moment."""
    context = chromium.new_context(timezone_id="America/New_York", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.clock.set_fixed_time(moment)
    yield page
    context.close()


pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Comparison:
    """The lies of old pages, what they leave out although they claim to know, and how much was compared."""

    lies: list[str]
    gaps: list[str]
    compared: int


def compare(
    chromium: Browser, site: Town, addresses: Sequence[str], moments: Sequence[datetime], spoil: str = ""
) -> Comparison:
    """Old pages at some moments with those made then; `spoil` is a script that makes the old page lie.

    A page that would be made the same has nothing to be held against, and one that is the same at many moments is opened once.
    """
    lies: list[str] = []
    gaps: list[str] = []
    compared = 0
    old = made_at(site.content, MADE)
    sites = {moment: site.at(moment) for moment in moments}
    with stand(site.files) as standing, reader(chromium, standing) as page, reader(chromium, standing) as other:
        for address in addresses:
            before = without_data_block(old.pages[address])
            fresh: dict[str, list[datetime]] = {}
            for moment in moments:
                then = sites[moment].pages.get(address)
                if then is not None and (spoil or without_data_block(then) != before):
                    fresh.setdefault(without_data_block(then), []).append(moment)
            if not fresh:
                continue
            turns = sorted(moment for turn in fresh.values() for moment in turn)
            found = look(page, standing, address, before, [MADE, *turns], READ, spoil)[1:]
            said = dict(zip(turns, map(told, found), strict=True))
            for html, turn in fresh.items():
                truth = map(told, look(other, standing, address, html, turn, READ))
                for moment, true in zip(turn, truth, strict=True):
                    compared += len(said[moment].said)
                    new_lies, new_gaps = hold_against(said[moment], true, old, sites[moment], address)
                    lies += new_lies
                    gaps += new_gaps
    return Comparison(lies, gaps, compared)


def hold_against(said: Told, true: Told, old: Made, new: Made, address: str) -> tuple[list[str], list[str]]:
    """What one page says that is not so, and what it does not say although it claims to know."""
    mark = f"{new.moment:%Y-%m-%d %H:%M} {address}"
    lies = untruths(said, true, new.pages, early=new.moment < MADE)
    left_out = untruths(true, said, old.pages, early=False) if new.moment >= MADE and not said.old else ()
    return [f"{mark} {line}" for line in sorted(lies)], [f"{mark} {line}" for line in sorted(left_out)]


MOMENTS = choose_moments(40)
EVERYDAY = {"example": [MOMENTS[5], WEDNESDAY, SATURDAY, DECEMBER, JANUARY], "small": [MOMENTS[9], WEDNESDAY, JANUARY]}
"""Of each site the moments at which `make test` looks; the larger town is no other kind of page."""
PIECES = [(name, n, MOMENTS[n::4]) for name in SITES for n in range(4)]
TURNS = PIECES if FULL else [(name, 0, moments) for name, moments in EVERYDAY.items()]


def choose_pages(name: str, turn: int) -> list[str]:
    """FULL=1 (`make clock`): every page at 40 moments, of the large town one of each kind, and all others at ten of them."""
    old = made_at(SITES[name], MADE)
    if not FULL:
        return old.kinds(1)
    return old.kinds(None) if name != "town" else sorted({*old.kinds(1), *old.kinds(None)[turn::4]})


@pytest.mark.parametrize(("name", "turn", "moments"), TURNS, ids=[f"{name}-{turn}" for name, turn, _ in TURNS])
def test_an_old_page_says_nothing_that_is_not_true(
    chromium: Browser, name: str, turn: int, moments: list[datetime]
) -> None:
    """Everyday one page of each kind at a few moments."""
    site, addresses = town(SITES[name]), choose_pages(name, turn)
    found = compare(chromium, site, addresses, moments)
    print(f"{found.compared} statements on {len(addresses)} pages")
    assert found.lies == [], "\n".join(found.lies)
    assert found.gaps == [], "\n".join(found.gaps)
    assert found.compared > len(addresses)


def test_the_old_pages_are_those_of_a_build(old_site: BuiltSite) -> None:
    """What is rendered here by itself is what a build writes."""
    made = made_at(EXAMPLE, MADE).pages
    built = {address: page.text for address, page in old_site.pages.items()}
    assert {address: html for address, html in made.items() if built[address] != html} == {}
    assert len(made) > 80


CHANGE = "document.querySelectorAll({names!r}).forEach(one => {act})"
LIES = {
    "a notice that holds is called expired": (
        SATURDAY,
        "/news/2026/winter-water/",
        ".state[data-from]",
        "one.dataset.from = '2026-11-27T00:00'",
    ),
    "an activity goes on after its end": (
        SATURDAY,
        "/activities/2026/clinic/",
        ".banner .state[data-from]",
        "one.removeAttribute('data-until')",
    ),
    "what is over stays in the calendar": (
        SATURDAY,
        "/activities/",
        ".day, .event",
        "one.removeAttribute('data-until')",
    ),
    "another day is called today": (SATURDAY, "/activities/", ".agenda [data-day]", "one.dataset.day = '2026-11-28'"),
    "the next week is called this one": (
        SATURDAY,
        "/rosters/library-desk/",
        ".duty-week h2 span",
        "one.dataset.from = '2026-11-23T00:00'",
    ),
    "somebody is asked for while the shift goes on": (
        WEDNESDAY,
        "/rosters/library-desk/",
        ".state--wait",
        "one.removeAttribute('data-until')",
    ),
    "a policy holds beside the one that replaced it": (
        DECEMBER,
        "/policies/pets-2024/",
        ".state",
        "one.removeAttribute('data-until')",
    ),
    "a policy stays in its list": (DECEMBER, "/policies/", ".card", "one.removeAttribute('data-until')"),
    "what was on yesterday is still to come": (
        WEDNESDAY,
        "/",
        ".coming [data-until]",
        "one.removeAttribute('data-until')",
    ),
    "a closure goes on after its last day": (
        DECEMBER,
        "/locations/square/",
        ".notice[data-until]",
        "one.dataset.until = '2027-12-06T00:00'",
    ),
    "an expired notice stays on home": (
        DECEMBER,
        "/",
        ".lines__item[data-until]",
        "one.dataset.until = '2027-12-06T00:00'",
    ),
    "somebody is wanted for a day that has passed": (
        DECEMBER,
        "/rosters/wanted/",
        ".wanted__day",
        "one.removeAttribute('data-until')",
    ),
    "an old page claims to know all": (JANUARY, "/", "[data-made]", "one.dataset.made = '/'"),
    "the hours of a place are those of another year": (
        DECEMBER,
        "/locations/service-centre/",
        "[data-hours]",
        "one.dataset.hours = '*||0.0.0.0.0.0.0'",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_planted_lie_is_found(chromium: Browser, lie: str) -> None:
    moment, address, names, act = LIES[lie]
    found = compare(chromium, town(EXAMPLE), [address], [moment], CHANGE.format(names=names, act=act))
    assert found.lies or found.gaps, lie


PAPER = ("/", "/activities/", "/activities/2026/tai-chi/", "/rosters/library-desk/", "/rosters/wanted/", "/policies/")
SAID = "[...document.querySelectorAll('main')].map(one => one.innerText).join(' ')"


def test_paper_and_a_page_without_script_know_no_now(chromium: Browser, old_site: BuiltSite) -> None:
    with serve_folder(old_site) as host:
        for script in (True, False):
            context = chromium.new_context(java_script_enabled=script)
            page = context.new_page()
            if script:
                page.clock.set_fixed_time(SATURDAY)
                page.emulate_media(media="print")
            for address in PAPER:
                page.goto(host + address)
                text = page.locator("main").inner_text()
                assert NOW_WORDS.findall(text) == [], (address, script)
                if page.locator("[data-made]").count():
                    assert "这一页是 2026年11月23日 周一 生成的" in text, (address, script)
            context.close()


def test_nothing_moves_and_nothing_false_is_painted(chromium: Browser, old_site: BuiltSite) -> None:
    """Of an old page on a slow line no element that is not true is ever laid out, and nothing shifts."""
    watch = """window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { moved += e.value; }))
        .observe({type: "layout-shift", buffered: true});"""
    with serve_folder(old_site) as host:
        for address in ("/", "/rosters/library-desk/", "/activities/"):
            context = chromium.new_context(viewport={"width": 360, "height": 800})
            page = context.new_page()
            page.add_init_script(watch)
            page.clock.set_fixed_time(SATURDAY)
            page.goto(host + address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("moved") < STILL, address
            context.close()


def test_a_site_that_nobody_makes_anew_says_so(chromium: Browser, old_site: BuiltSite) -> None:
    """The schedule behind it has stopped: the page on the data tells from which day on nothing is to be relied on."""
    words = "过了 2026年11月24日 周二 还没有更新，自动更新可能停了"
    with serve_folder(old_site) as host:
        for moment, late in (("2026-11-24 23:59", False), ("2026-11-25 00:00", True)):
            with far_away(chromium, at(moment)) as page:
                page.goto(f"{host}/data/")
                text = page.locator("main").inner_text()
            assert "最迟 2026年11月24日 周二 会再更新" in text
            assert (words in text) == late, moment


def test_paper_says_on_which_day_it_was_printed(chromium: Browser, old_site: BuiltSite) -> None:
    with serve_folder(old_site) as host, far_away(chromium, at("2027-01-05 00:30")) as page:
        for address in ("/", "/guides/bus-card/", "/rosters/library-desk/"):
            page.goto(host + address)
            assert "打印于" not in page.locator("body").inner_text()
            page.emulate_media(media="print")
            assert "打印于 2027年1月5日" in page.locator("body").inner_text(), address
            page.emulate_media(media="screen")
