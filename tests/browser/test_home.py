"""The front page on a phone: a few screens, nothing that moves while it comes, and the building a reader asked to keep."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import STILL, Slow, serve_folder
from tests.browser.test_browser import KINDS, visit
from tests.pages.conftest import BuiltSite

pytestmark = pytest.mark.browser

TALLEST = {"light": 4000, "elder": 6000}
"""Pixels of home at 360."""
HEIGHT = "document.documentElement.scrollHeight"
SHIFT = """() => new Promise((tell) => {
  let moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { moved += one.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => tell(moved), 250);
})"""
MOVED_IN_HEADER = """() => new Promise((tell) => {
  const moved = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => one.sources.forEach((source) => {
    if (source.node && source.node.closest && source.node.closest(".masthead")) { moved.push(source.node.className); }
  }))).observe({type: "layout-shift", buffered: true});
  setTimeout(() => tell(moved), 250);
})"""


def mode_of(page: Page, mode: str) -> None:
    page.evaluate("on => localStorage.setItem('kangle-elder', on ? 'on' : 'off')", mode == "elder")
    page.reload()


@pytest.mark.parametrize("mode", TALLEST)
def test_home_is_a_few_screens_of_a_phone(chromium: Browser, host: str, mode: str) -> None:
    with visit(chromium, host, "/", 360) as seen:
        mode_of(seen.page, mode)
        assert seen.page.evaluate(HEIGHT) <= TALLEST[mode]
        seen.page.evaluate("document.querySelector('main').append(document.querySelector('main').cloneNode(true))")
        assert seen.page.evaluate(HEIGHT) > TALLEST[mode]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_while_a_page_comes(chromium: Browser, host: str, kind: str) -> None:
    with visit(chromium, host, KINDS[kind], 360) as seen:
        assert seen.page.evaluate(SHIFT) < STILL


@pytest.mark.parametrize("kind", ["home", "guide", "missing"])
def test_the_header_stands_still_on_a_slow_line(chromium: Browser, town: BuiltSite, kind: str) -> None:
    with serve_folder(town, Slow) as host, visit(chromium, host, KINDS[kind], 360) as seen:
        assert seen.page.locator(".masthead .find").is_visible()
        assert seen.page.evaluate(MOVED_IN_HEADER) == []


def test_a_header_that_moves_on_a_slow_line_is_seen(chromium: Browser, town: BuiltSite) -> None:
    def unguard(route: Route) -> None:
        answer = route.fetch()
        bare = re.sub(r"\.masthead:not\(:has\(\+ ?main\)\)", ".nothing", answer.text())
        assert bare != answer.text()
        route.fulfill(response=answer, body=bare)

    with serve_folder(town, Slow) as host:
        page = chromium.new_page(viewport={"width": 360, "height": 740})
        page.route("**/site.*.css", unguard)
        page.goto(host + "/404.html")
        moved = page.evaluate(MOVED_IN_HEADER)
        page.close()
    assert moved != []


def test_what_moves_is_seen(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", 360) as seen:
        seen.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => {"
            "const late = document.createElement('p'); late.style.height = '200px';"
            "document.querySelector('main').prepend(late); requestAnimationFrame(() => setTimeout(done, 100)); }, 100)))"
        )
        assert seen.page.evaluate(SHIFT) > STILL


def test_a_building_is_remembered_only_where_somebody_asks(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", 360) as seen:
        page = seen.page
        assert page.locator("[data-mine]").is_hidden()
        page.goto(host + KINDS["building"])
        assert page.evaluate("localStorage.getItem('kangle-home')") is None
        page.locator("[data-keep]").click()
        name = page.locator("h1").inner_text()
        page.goto(f"{host}/")
        line = page.locator("[data-mine]")
        assert line.locator("a").inner_text() == name
        assert page.evaluate(SHIFT) == 0
        line.locator("a").click()
        assert page.url == host + KINDS["building"]
        assert page.locator("[data-keep]").get_attribute("aria-pressed") == "true"
        page.goto(f"{host}/")
        page.locator("[data-mine] button").click()
        assert line.is_hidden()
        assert page.evaluate("localStorage.getItem('kangle-home')") is None


@pytest.mark.parametrize("kept", ["{", '["//else.test/","x"]', '["javascript:alert(1)","x"]', "[1,2]", "null"])
def test_what_nobody_here_wrote_into_the_memory_leads_nowhere(chromium: Browser, host: str, kept: str) -> None:
    with visit(chromium, host, "/", 360) as seen:
        seen.page.evaluate("kept => localStorage.setItem('kangle-home', kept)", kept)
        seen.page.reload()
        assert seen.page.locator("[data-mine]").is_hidden()


def test_without_script_home_has_plain_links(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", 360, java_script_enabled=False) as seen:
        for name in (".places a", ".words a", ".door a", ".coming a", ".tasks a"):
            assert seen.page.locator(name).first.is_visible(), name
        assert seen.page.locator("[data-mine]").is_hidden()
