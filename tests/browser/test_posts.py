"""Short posts in a real browser: read with any device, passed on with one tap."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.test_browser import check_layout, visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["/notes/", "/notes/drill-done/", "/notes/window-queue/"])
def test_axe_finds_nothing_in_notes(chromium: Browser, host: str, address: str) -> None:
    check_layout(chromium, host, address)


@pytest.mark.parametrize(("address", "number"), [("/notes/drill-done/", 0), ("/notes/", 3)])
def test_a_note_is_copied_with_where_more_is_told(chromium: Browser, host: str, address: str, number: int) -> None:
    with visit(chromium, host, address, permissions=["clipboard-read", "clipboard-write"]) as found:
        box = found.page.locator("details.subscribe").nth(number)
        box.locator("summary").click()
        box.get_by_role("button", name="复制这段话").click()
        found.page.wait_for_function(
            "(n) => document.querySelectorAll('[data-copied]')[n].textContent.includes('已复制')", arg=number
        )
        copied = found.page.evaluate("() => navigator.clipboard.readText()")
        assert copied == box.locator("pre").text_content()
        assert "详细：https://" in copied and "——" in copied


def test_a_note_is_whole_without_script(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/notes/", java_script_enabled=False) as found:
        texts = found.page.locator(".note__text").all_inner_texts()
        assert len(texts) == 8 and any("\n" in text for text in texts)
        assert found.page.locator("[data-copy]").first.is_hidden()
