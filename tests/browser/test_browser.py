"""What a resident meets: every kind of page in a real browser, at three widths, in three modes, with and without script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

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

pytestmark = pytest.mark.browser


@dataclass
class Visit:
    """One open page and what it did that it should not."""

    page: Page
    faults: list[str] = field(default_factory=list)


@contextmanager
def visit(
    chromium: Browser, host: str, address: str, width: int = 1280, mode: str = "light", **more: object
) -> Iterator[Visit]:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if mode == "dark" else "light",
        reduced_motion="reduce",
        **more,
    )  # type: ignore[arg-type]
    page = context.new_page()
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
    page.goto(host + address)
    if mode == "elder":
        page.get_by_role("button", name="长辈版").click()
        assert page.evaluate("'elder' in document.documentElement.dataset")
    yield found
    context.close()


# Axe asks which colour stands at a point, and gets the menu's for what `content-visibility` has not laid out yet.
LAY_OUT = "document.querySelectorAll('body *').forEach(e => { e.style.contentVisibility = 'visible'; })"


def violations(page: Page) -> list[tuple[str, list[list[str]]]]:
    """What axe finds, by rule; what passes is not listed, for that takes axe longer than finding it."""
    page.evaluate(LAY_OUT)
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in result.response["violations"]]


SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(e => {
    const box = (e.closest('label') || e).getBoundingClientRect();
    const inline = getComputedStyle(e).display === 'inline';
    return box.width && box.height && !inline && (box.height < 43.5 || box.width < 43.5) && !e.closest('.skip');
}).map(e => e.outerHTML.slice(0, 80))"""


def small_targets(page: Page) -> list[str]:
    """What is tapped and is under 44 px in a direction, a box with its label; links inside running text are exempt (WCAG 2.5.5)."""
    return page.evaluate(SMALL_TARGETS)  # type: ignore[no-any-return]


def check_layout(chromium: Browser, host: str, address: str, mode: str) -> None:
    """A page at each width: it has its title, nothing scrolls sideways, axe finds nothing, fingers hit what they tap, nothing fails."""
    with visit(chromium, host, address, WIDTHS[0], mode) as found:
        for width in WIDTHS:
            found.page.set_viewport_size({"width": width, "height": 900})
            assert found.page.locator("h1").is_visible()
            assert found.page.evaluate("document.documentElement.scrollWidth") <= width
            if width == 360:
                assert small_targets(found.page) == []
            if width in (360, 1280):
                assert violations(found.page) == []
        assert found.faults == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium: Browser, host: str, kind: str, mode: str) -> None:
    check_layout(chromium, host, KINDS[kind], mode)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("address", ["/", "/news/2026/bridge/", "/guides/seeds/", "/services/", "/places/east/g1/"])
def test_another_town_in_its_own_colours_has_no_fault_either(
    chromium: Browser, small_host: str, address: str, mode: str
) -> None:
    check_layout(chromium, small_host, address, mode)


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
            edge = [a for a in dict.fromkeys(following) if a == "/services/" or a.startswith(LISTS)]
    table = Counter(depth.get(address_of(service), 9) for service in sources.services)
    print("taps from home: services", dict(sorted(table.items())))
    assert sum(table.values()) == len(sources.services) >= 20
    assert max(table) <= 3
