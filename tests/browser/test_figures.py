"""Plots and bars hold without colour: axe finds nothing, and what lies side by side differs in grey."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_browser import check_layout, set_mode, visit

pytestmark = pytest.mark.browser

PLOTS = ("/figures/", "/figures/bus-pass/")
BARS = ("/awards/five-star-2010/", "/awards/committee-2026/", "/surveys/wants-2026/")
LEAST = 3.0
"""WCAG 2.2, 1.4.11: what has to be told apart, by its luminance alone."""
LOOKS = ("light", "dark", "elder", "print")

PAINT = """(wanted) => [...document.querySelectorAll(wanted)].map((one) => {
    const style = getComputedStyle(one);
    let behind = one;
    while (behind && /rgba\\(0, 0, 0, 0\\)|transparent/.test(getComputedStyle(behind).backgroundColor)) { behind = behind.parentElement; }
    return [style.fill, style.stroke, behind ? getComputedStyle(behind).backgroundColor : "rgb(255, 255, 255)"];
})"""
"""Of each element what it is filled and drawn with, and the page behind it."""


def grey(colour: str) -> float:
    """The luminance of a colour: what is left of it in black and white."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((grey(one), grey(other)))
    return (high + 0.05) / (low + 0.05)


def look(page: Page, mode: str) -> None:
    if mode == "print":
        page.emulate_media(media="print", reduced_motion="reduce")
    else:
        set_mode(page, mode)


@pytest.mark.parametrize("address", [*PLOTS, *BARS])
def test_axe_finds_nothing_in_plots(chromium: Browser, host: str, address: str) -> None:
    check_layout(chromium, host, address)


@pytest.mark.parametrize("mode", LOOKS)
@pytest.mark.parametrize("address", BARS)
def test_a_bar_differs_from_what_is_left_of_it_in_grey(chromium: Browser, host: str, address: str, mode: str) -> None:
    with visit(chromium, host, address) as found:
        look(found.page, mode)
        whole = found.page.evaluate(PAINT, ".bar rect:first-child")
        full = found.page.evaluate(PAINT, ".bar rect + rect")
        assert whole and len(whole) == len(full)
        for (rest, edge, paper), (bar, _, _) in zip(whole, full, strict=True):
            assert contrast(bar, rest) >= LEAST, (bar, rest)
            assert contrast(edge, paper) >= LEAST or contrast(rest, paper) >= LEAST, (edge, rest, paper)


@pytest.mark.parametrize("mode", LOOKS)
def test_a_plot_differs_from_the_page_in_grey(chromium: Browser, host: str, mode: str) -> None:
    with visit(chromium, host, "/figures/") as found:
        page = found.page
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<svg class=\"plot\">"
            '<rect class="plot__bar"/><path class="plot__line"/><path class="plot__untold"/><path class="plot__axis"/></svg>\')'
        )
        look(page, mode)
        for name, stroked in (("bar", False), ("line", True), ("untold", True), ("axis", True)):
            painted = page.evaluate(PAINT, f".plot__{name}")
            assert painted
            assert [one for one in painted if contrast(one[stroked], one[2]) < LEAST] == []


def test_every_bar_has_its_words_beside_it(chromium: Browser, host: str) -> None:
    for address in BARS:
        with visit(chromium, host, address) as found:
            rows = found.page.locator("tr:has(.bar)").all()
            assert all(re.search(r"\d", row.inner_text()) for row in rows), address
            assert all(one.get_attribute("aria-hidden") == "true" for one in found.page.locator(".bar").all())


def test_colours_of_one_grey_would_be_seen() -> None:
    assert contrast("rgb(184, 50, 42)", "rgb(31, 92, 74)") < LEAST < contrast("rgb(184, 50, 42)", "rgb(250, 245, 234)")
