"""The page of the search as a resident meets it: by keys, by ear, without script, and from any page's head."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, expect

from plugins.incremental.render import Templates, make_environment
from tests.browser.conftest import serve_folder
from tests.browser.test_browser import check_layout, violations, visit
from tests.conftest import EXAMPLE, ROOT, at
from tests.pages.conftest import AS_OF, BuiltSite

pytestmark = pytest.mark.browser
BOX = ".finder__word"
BOX_BYTES = 2048


def test_what_is_typed_is_found_told_and_stands_in_the_address(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/search/", alone=True) as seen:
        page = seen.page
        page.clock.set_fixed_time(at(AS_OF))
        page.keyboard.press("Tab")
        page.focus(BOX)
        page.keyboard.type("低保")
        page.keyboard.press("Enter")
        hits = page.locator(".finds__hit")
        expect(hits.first).to_contain_text("低保申请协助")
        expect(page.get_by_role("status")).to_have_text(re.compile(r"找到 \d+ 条"))
        assert unquote(page.url).endswith("/search/?q=低保")
        assert page.title().startswith("低保 - ")
        assert hits.first.locator("mark").first.inner_text() == "低保"
        assert hits.first.locator("[data-kind]").inner_text() == "办事指南"
        assert hits.first.locator(".phone").get_attribute("href") == "tel:075555500116"
        expect(hits.first.locator("[data-now]")).to_contain_text("现在开着")
        page.select_option("[name=kind]", "services")
        expect(hits.first.locator("[data-kind]")).to_have_text("服务")
        assert page.url.endswith("&kind=services")
        page.go_back()
        expect(hits.first.locator("[data-kind]")).to_have_text("办事指南")
        page.reload()
        expect(hits.first).to_contain_text("低保申请协助")
        assert page.input_value(BOX) == "低保"
        assert violations(page) == []
        assert seen.faults == []


def test_more_hits_come_by_a_key_and_the_first_of_them_has_the_focus(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/search/?q=社区") as seen:
        page = seen.page
        expect(page.locator(".finds__hit")).to_have_count(10)
        page.locator("[data-more]").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".finds__hit")).to_have_count(20)
        focused = page.evaluate(
            "[...document.querySelectorAll('.finds__hit a.card__link')].indexOf(document.activeElement)"
        )
        assert focused == 10


def test_a_slip_leads_on(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/search/?q=图书是") as seen:
        page = seen.page
        expect(page.get_by_role("status")).to_contain_text("没有找到“图书是”")
        page.get_by_role("button", name="图书室").first.click()
        expect(page.get_by_role("status")).to_contain_text("找到")
        assert unquote(page.url).endswith("?q=图书室")


def test_where_nothing_is_found_there_are_ways_on_and_a_phone(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/search/?q=魑魅魍魉") as seen:
        page = seen.page
        expect(page.get_by_role("status")).to_have_text("没有找到“魑魅魍魉”")
        assert page.locator(".finds__call .call").is_visible()
        assert page.locator(".finds__ways .chips__link").count() > 5
        assert violations(page) == []


def test_what_is_over_stands_below_what_holds(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", alone=True) as seen:
        seen.page.clock.set_fixed_time(at("2027-06-01 10:00"))
        seen.page.goto(f"{host}/search/?q=停水")
        over = seen.page.locator(".finds__hit", has_text="已过期")
        expect(over.first).to_be_visible()
        assert "已过期" not in seen.page.locator(".finds__hit").first.inner_text()


def test_an_alert_comes_first_while_it_holds_and_last_when_it_is_over(
    chromium: Browser, builds: Callable[[Path], BuiltSite]
) -> None:
    with serve_folder(builds(EXAMPLE)) as host, visit(chromium, host, "/search/", alone=True) as seen:
        for moment, word in (("2027-03-01 09:00", "橙色预警"), ("2027-03-01 13:00", "已结束")):
            for asked in ("台风", "橙色预警"):
                seen.page.clock.set_fixed_time(at(moment))
                seen.page.goto(f"{host}/search/?q={asked}")
                first = seen.page.locator(".finds__hit").first
                expect(first).to_contain_text("台风演练，请留在室内")
                expect(first).to_contain_text(word)
        assert seen.faults == []


def test_the_box_of_any_page_leads_to_the_search(chromium: Browser, host: str) -> None:
    for address in ("/guides/bus-pass/", "/404.html"):
        with visit(chromium, host, address) as seen:
            page = seen.page
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))  # type: ignore[misc]
            page.reload()
            assert [url for url in asked if "search" in url] == [], "nothing is loaded before it is used"
            page.fill(".masthead .find input", "tushushi")
            page.press(".masthead .find input", "Enter")
            page.wait_for_url("**/search/?q=tushushi")
            expect(page.locator(".finds__hit").first).to_contain_text("爱心图书室")
            assert page.evaluate("document.activeElement.className") == "finder__word"


def test_without_script_the_box_leads_to_the_list_from_a_to_z(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", java_script_enabled=False) as seen:
        page = seen.page
        page.fill(".masthead .find input", "图书室")
        page.press(".masthead .find input", "Enter")
        assert "/pinyin/?q=" in page.url
        assert page.locator("#c .letter__link", has_text="出租屋登记").count() == 1
        assert page.locator("#t .letter__link", has_text="太极队").count() == 1


def test_the_box_is_light() -> None:
    """Its HTML on every page, not packed."""
    site = {"root": "", "search": "/search/", "letters": "/pinyin/"}
    macro = getattr(make_environment(Templates(ROOT / "theme")).get_template("components/find.html").module, "find_box")  # noqa: B009
    style = (ROOT / "theme/static/css/components/find.css").read_text("utf-8")
    assert 200 < len(str(macro(site)).encode()) + len(style.encode()) <= BOX_BYTES


def test_a_browser_is_told_of_the_search(town: BuiltSite) -> None:
    (link,) = town.pages["/search/"].tree.xpath('//link[@rel="search"]')
    assert link.get("href") == "/opensearch.xml"
    assert "/search/?q={searchTerms}" in (town.folder / "opensearch.xml").read_text("utf-8")


@pytest.mark.parametrize("address", ["/search/", "/search/?q=低保", "/pinyin/"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium: Browser, host: str, address: str) -> None:
    check_layout(chromium, host, address)
