"""What to bring as a list to tick: kept on the device once something is ticked, and forgotten when asked."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_browser import visit

pytestmark = pytest.mark.browser

GUIDE = "/guides/bus-pass/"


def kept(page: Page) -> dict[str, list[str]] | None:
    text = page.evaluate("localStorage.getItem('kangle-ticks')")
    return json.loads(text) if text else None


def test_ticks_are_kept_on_the_device_and_forgotten_when_asked(chromium: Browser, host: str) -> None:
    with visit(chromium, host, GUIDE) as found:
        page = found.page
        assert page.evaluate("localStorage.length") == 0
        first, second = page.locator("[data-ticks] input").all()[:2]
        expect(page.locator("[data-ticked]")).to_be_hidden()
        first.check()
        second.check()
        second.uncheck()
        stored = kept(page)
        assert stored
        assert [len(papers) for papers in stored.values()] == [1]
        page.reload()
        expect(page.locator("[data-ticks] input").first).to_be_checked()
        expect(page.locator("[data-ticked]")).to_contain_text("只记在这台设备上")
        page.goto(host + "/guides/rental-registration/")
        expect(page.locator("[data-ticks] input:checked")).to_have_count(0)
        page.goto(host + GUIDE)
        page.get_by_role("button", name="清掉这些勾").click()
        expect(page.locator("[data-ticks] input:checked")).to_have_count(0)
        assert page.evaluate("localStorage.length") == 0
        assert found.faults == []


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"/guides/bus-pass/": 7}', "null"])
def test_what_else_stands_there_stops_nothing(chromium: Browser, host: str, text: str) -> None:
    with visit(chromium, host, GUIDE) as found:
        page = found.page
        page.evaluate("text => localStorage.setItem('kangle-ticks', text)", text)
        page.reload()
        page.locator("[data-ticks] input").first.check()
        stored = kept(page)
        assert stored
        assert len(stored[GUIDE]) == 1
        assert found.faults == []


def test_without_script_there_are_boxes_for_a_pen(chromium: Browser, host: str) -> None:
    with visit(chromium, host, GUIDE, java_script_enabled=False) as found:
        box = found.page.locator("[data-ticks] input").first
        expect(box).to_be_visible()
        assert box.evaluate("box => getComputedStyle(box).pointerEvents") == "none"
