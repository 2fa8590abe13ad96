"""A notice and an alert in a real browser: shown by its clock, printed on one A4 that says who to call, read by a phone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.conftest import serve_folder
from tests.browser.test_browser import violations
from tests.conftest import at, change_site
from tests.pages.conftest import BuiltSite, build
from tests.test_notices import NOTICE, STORY

ALERT = "- {level: 橙, words: 台风橙色预警, from: 2026-11-23 09:00, until: 2026-11-23 12:00, do: 关紧门窗。, closes: [library]}\n"
LONG = NOTICE.replace("do: 提前存水，关紧水龙头。", f"do: {'提前存水，关紧水龙头。' * 25}").replace("title: 检修水管", f"title: {'检修水管' * 20}")  # fmt: skip
PAGE = "/places/maple/b1/"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BuiltSite, str]]:
    place = tmp_path_factory.mktemp("told")
    long = LONG.replace("[spruce/b1, spruce/b2, maple/b1]", "[all]")
    content = change_site(place, {STORY: NOTICE, "news/2026/long.md": long, "data/alerts.yaml": ALERT})
    built = build(content, place / "output")
    with serve_folder(built) as url:
        yield built, url


def visit_at(chromium: Browser, url: str, moment: str, **options: object) -> Page:
    """A page read at a moment of Shanghai."""
    page = chromium.new_page(viewport={"width": 360, "height": 640}, **options)  # type: ignore[arg-type]
    page.clock.set_fixed_time(at(moment))
    page.goto(url)
    return page


HOURS = [
    f"2026-11-{day} {hour}" for day in (26, 27, 28, 29, 30) for hour in ("08:59", "09:00", "16:59", "17:00", "23:00")
]


def test_a_strip_is_seen_from_three_days_before_until_its_end(chromium: Browser, told: tuple[BuiltSite, str]) -> None:
    page = chromium.new_page()
    for moment in HOURS:
        page.clock.set_fixed_time(at(moment))
        page.goto(told[1] + PAGE)
        strip = page.locator(".strip", has_text="检修水管").first
        assert strip.is_visible() == ("2026-11-27 09:00" <= moment < "2026-11-30 17:00"), moment
        going = strip.locator(".strip__going").is_visible()
        assert going == ("2026-11-30 09:00" <= moment < "2026-11-30 17:00"), moment
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_alert_is_above_everything_until_it_ends_and_moves_nothing(
    chromium: Browser, told: tuple[BuiltSite, str], scheme: str
) -> None:
    for moment, shown in (("2026-11-23 08:59", False), ("2026-11-23 11:59", True), ("2026-11-23 12:00", False)):
        page = visit_at(chromium, told[1] + "/guides/", moment, color_scheme=scheme)
        assert page.locator(".alert").is_visible() == shown
        if shown:
            assert page.locator(".alert").bounding_box()["y"] == 0  # type: ignore[index]
            assert "日" in page.locator(".alert .whole").first.inner_text()
            assert violations(page) == []
        shift = "new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((a, e) => a + e.value, 0))).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"  # fmt: skip
        assert page.evaluate(shift) == 0
        page.close()


def test_an_alert_and_a_strip_need_no_script(chromium: Browser, told: tuple[BuiltSite, str]) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(told[1] + PAGE)
    assert page.locator(".alert").is_visible()
    assert "台风橙色预警" in page.locator(".alert").inner_text()
    page.goto(told[1] + "/screen/")
    assert page.locator(".alert").is_visible()
    page.close()


@pytest.mark.parametrize("slug", ["pipes", "long"])
def test_the_sheet_for_the_lift_is_one_a4_that_a_phone_reads(
    chromium: Browser, told: tuple[BuiltSite, str], slug: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{told[1]}/news/2026/{slug}/print/")
    data = page.pdf(format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot(full_page=True))))
    page.close()
    assert found.text == f"https://spruce.example.org/news/2026/{slug}/"
    reader = PdfReader(BytesIO(data))
    assert len(reader.pages) == 1
    assert (round(float(reader.pages[0].mediabox.width)), round(float(reader.pages[0].mediabox.height))) == (595, 842)
    words = reader.pages[0].extract_text()
    assert "9:00" in words and "17:00" in words and "12345" in words
