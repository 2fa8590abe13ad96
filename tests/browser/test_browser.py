"""What a resident meets: every kind of page in a real browser, at three widths, in three modes, with and without script."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from plugins.model.addresses import address_of
from plugins.rules.reader import read
from tests.conftest import TOWN

KINDS = {
    "home": "/",
    "list": "/news/",
    "story": "/news/2010/five-star-households/",
    "guide": "/guides/bus-pass/",
    "service": "/services/bus-pass/",
    "roster": "/rosters/library-desk/",
    "activities": "/activities/",
    "place": "/places/qingqiao/",
    "building": "/places/hepan/b4/",
    "lookup": "/grids/",
    "location": "/locations/service-centre/",
    "organization": "/organizations/tai-chi/",
    "policy": "/policies/grid-duty/",
    "services": "/services/",
    "missing": "/404.html",
}
MODES = ("light", "dark", "elder")
WIDTHS = (320, 360, 768, 1280)
FULL = bool(os.environ.get("FULL"))

pytestmark = pytest.mark.browser


@dataclass
class Visit:
    """One open page and what it did that it should not."""

    page: Page
    faults: list[str] = field(default_factory=list)


@cache
def shared_context(chromium: Browser, script: bool) -> BrowserContext:
    """A profile for many pages: a process of its own for each test is what costs most of its time."""
    return chromium.new_context(java_script_enabled=script)


@contextmanager
def visit(
    chromium: Browser,
    host: str,
    address: str,
    width: int = 1280,
    mode: str = "light",
    java_script_enabled: bool = True,
    alone: bool = False,
    **more: object,
) -> Iterator[Visit]:
    """A page that remembers nothing of others; `alone` in a profile of its own, for whoever sets its clock."""
    own = alone or bool(more)
    script = java_script_enabled
    context = chromium.new_context(java_script_enabled=script, **more) if own else shared_context(chromium, script)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    found = Visit(page)
    page.on("console", lambda m: found.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: found.faults.append(f"error: {e}"))
    page.on(
        "request",
        lambda r: (
            found.faults.append(f"request: {r.url}")
            if urlsplit(r.url).netloc not in urlsplit(host).netloc and not r.url.startswith("data:")
            else None
        ),
    )
    page.on("response", lambda r: found.faults.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    if mode == "dark":
        set_mode(page, mode)
    page.goto(host + address)
    if mode == "elder":
        set_mode(page, mode)
    try:
        yield found
    finally:
        if own:
            context.close()
        else:
            if script:
                assert not page.evaluate("'__pwClock' in window"), (
                    "whoever sets the clock visits alone: it would stay set"
                )
                page.evaluate("localStorage.clear()")
            page.close()


def set_mode(page: Page, mode: str) -> None:
    """Colours as the device asks for them, large letters as the button gives them."""
    page.emulate_media(color_scheme="dark" if mode == "dark" else "light", reduced_motion="reduce")
    elder = "'elder' in document.documentElement.dataset"
    if mode == "elder":
        page.get_by_role("button", name="长辈版").click()
        assert page.evaluate(elder)


# Axe asks which colour stands at a point, and gets the menu's for what `content-visibility` has not laid out yet.
LAY_OUT = "document.querySelectorAll('body *').forEach(e => { e.style.contentVisibility = 'visible'; })"


def violations(page: Page, rules: Sequence[str] = ()) -> list[tuple[str, list[list[str]]]]:
    """What axe finds, by rule, of all rules or some; what passes is not listed, for that takes axe longer than finding it."""
    page.evaluate(LAY_OUT)
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    result = Axe().run(page, options=options)
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in result.response["violations"]]


SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(e => {
    const box = (e.closest('label') || e).getBoundingClientRect();
    const inline = getComputedStyle(e).display === 'inline';
    return box.width && box.height && !inline && (box.height < 43.5 || box.width < 43.5) && !e.closest('.skip');
}).map(e => e.outerHTML.slice(0, 80))"""


def small_targets(page: Page) -> list[str]:
    """What is tapped and is under 44 px in a direction, a box with its label; links inside running text are exempt (WCAG 2.5.5)."""
    return page.evaluate(SMALL_TARGETS)  # type: ignore[no-any-return]


COLOURS = ("color-contrast", "link-in-text-block")
"""What of axe the dark can change: its page is the light one's, element by element."""
AXE_AT = (360, 1280)


def check_layout(chromium: Browser, host: str, address: str, *modes: str) -> None:
    """A page at each width, in every mode or some: it has its title, nothing scrolls sideways, axe finds nothing, fingers hit what they tap, nothing fails.

    Axe looks at each mode in one of two widths, by turns over pages and modes; FULL=1 (`make browser`): in both, with all its rules.
    """
    with visit(chromium, host, address, WIDTHS[0]) as found:
        check_modes(found.page, modes or MODES, len(address))
        assert found.faults == []


def check_modes(page: Page, modes: Sequence[str], turn: int) -> None:
    """An open page in each mode."""
    for number, mode in enumerate(modes):
        set_mode(page, mode)
        looked = AXE_AT if FULL else (AXE_AT[(turn + number) % 2],)
        dark = mode == "dark" and not FULL
        for width in looked if dark else WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            at = (mode, width)
            assert page.locator("h1").is_visible(), at
            assert page.evaluate("document.documentElement.scrollWidth") <= width, at
            if width == 360:
                assert small_targets(page) == [], at
            if width in looked:
                assert violations(page, COLOURS if dark else ()) == [], at


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium: Browser, host: str, kind: str) -> None:
    check_layout(chromium, host, KINDS[kind])


@pytest.mark.parametrize("address", ["/", "/news/2026/bridge/", "/guides/seeds/", "/services/", "/places/east/g1/"])
def test_another_town_in_its_own_colours_has_no_fault_either(chromium: Browser, small_host: str, address: str) -> None:
    check_layout(chromium, small_host, address)


@pytest.mark.parametrize("mode", MODES)
def test_a_mode_is_the_one_that_is_asked_for(chromium: Browser, host: str, mode: str) -> None:
    """As a page that is opened in it, and as one that is open already."""
    look = """() => { const style = getComputedStyle(document.body); return [style.color, style.backgroundColor, style.fontSize]; }"""
    with visit(chromium, host, "/", mode=mode) as found:
        opened = found.page.evaluate(look)
    with visit(chromium, host, "/") as found:
        light = found.page.evaluate(look)
        set_mode(found.page, mode)
        turned = found.page.evaluate(look)
    assert opened == turned
    assert (turned == light) is (mode == "light")


def test_axe_would_see_a_fault(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/") as found:
        found.page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/images/tree.svg\">')"
        )
        assert [rule for rule, _ in violations(found.page)] == ["image-alt"]


def test_axe_would_see_pale_words_in_the_dark(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", mode="dark") as found:
        found.page.evaluate("document.querySelector('h1').style.color = '#333'")
        assert [rule for rule, _ in violations(found.page)] == ["color-contrast"]


def test_a_small_target_would_be_seen(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", 360) as found:
        found.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button>小</button>')")
        assert small_targets(found.page) == ["<button>小</button>"]


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_whole_without_script(chromium: Browser, host: str, kind: str) -> None:
    with visit(chromium, host, KINDS[kind], 360, java_script_enabled=False) as found:
        page = found.page
        assert page.locator("h1").is_visible()
        assert len(page.locator("main").inner_text()) > 40
        assert page.locator("nav a[href='/guides/']").count() >= 1
        assert found.faults == []


def test_the_menu_leads_to_guides_without_script(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", 360, java_script_enabled=False) as found:
        page = found.page
        link = page.locator("header nav a[href='/guides/'], header a[href='/guides/']").first
        if not link.is_visible():
            page.locator("header summary").first.click()
        link.click()
        assert urlsplit(page.url).path == "/guides/"


def test_elder_mode_is_kept_across_pages_before_first_paint(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", 360, "elder") as found:
        page = found.page
        page.goto(host + "/guides/bus-pass/", wait_until="commit")
        page.wait_for_selector("body")
        assert page.evaluate("'elder' in document.documentElement.dataset")
        assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 22
        page.get_by_role("button", name="长辈版").click()
        page.reload()
        assert not page.evaluate("'elder' in document.documentElement.dataset")


def test_the_keyboard_reaches_the_main_text_first(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/guides/bus-pass/") as found:
        page = found.page
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.getAttribute('href')")
        assert focused == "#main"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"


VISIBLE = """() => [...document.querySelectorAll("main a[href^='/'], header a[href^='/']")]
    .filter(link => link.checkVisibility()).map(link => link.pathname)"""
FOLDED = """() => [...document.querySelectorAll("main details:not([open]) a[href^='/']")]
    .filter(link => link.closest("details").checkVisibility()).map(link => link.pathname)"""
"""What a tap on its heading shows first."""
LISTS = ("/services/category/", "/services/audience/", "/services/place/")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_any_service_is_within_three_taps_of_home(chromium: Browser, host: str, script: bool) -> None:
    """Click depth over links that can be seen: home, then lists, then the service; the table is printed."""
    sources = read(TOWN).sources
    assert sources
    depth = {"/": 0}
    with visit(chromium, host, "/", java_script_enabled=script) as found:
        edge = ["/"]
        for taps in (1, 2, 3):
            following = []
            for address in edge:
                found.page.goto(host + address)
                for link in found.page.evaluate(VISIBLE):
                    if depth.setdefault(link, taps) == taps:
                        following.append(link)
                for link in found.page.evaluate(FOLDED):
                    depth.setdefault(link, taps + 1)
            edge = [a for a in dict.fromkeys(following) if a == "/services/" or a.startswith(LISTS)]
    table = Counter(depth.get(address_of(service), 9) for service in sources.services)
    print("taps from home: services", dict(sorted(table.items())))
    assert sum(table.values()) == len(sources.services) >= 20
    assert max(table) <= 3
