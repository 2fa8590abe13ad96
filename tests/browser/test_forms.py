"""A form is filled in on the device and printed on one sheet: all words are on it, and nothing is kept or sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from plugins.model.blanks import Blank
from plugins.rules.reader import read
from tests.browser.conftest import serve_folder
from tests.browser.test_browser import check_layout, visit
from tests.conftest import EXAMPLE, TOWN, Change, change_site
from tests.pages.conftest import build

pytestmark = pytest.mark.browser

FORMS = ("/forms/home-service/", "/forms/activity-room/")
FULL = "".join(f"  - {{name: 第{n}栏写的是什么, kind: phone, most: 30}}\n" for n in range(17))
FULL_FORM = (
    "name: 印满一张纸的表\ndescription: 一行也不剩。\nfields:\n"
    f"{FULL}  - {{name: 经过, kind: text, most: 160}}\nby_hand: [本人签名]\nthen: 好。\n"
)
"""198.6 of 200 millimetres."""
FULL_LETTER = (
    "description: 一行也不剩。\nfields:\n  - {name: 什么事, kind: choice, options: [求助, 建议], subject: true}\n"
    "  - {name: 经过, kind: text, most: 768}\n  - {name: 在哪里, kind: phone}\n  - {name: 怎样找您, kind: phone}\n"
)


@pytest.fixture(scope="module")
def full_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The example with a form and a letter that fill their sheet to the last line."""
    folder = tmp_path_factory.mktemp("full")
    changes: Change = {"data/forms/full.yaml": FULL_FORM, "data/write.yaml": FULL_LETTER}
    with serve_folder(build(change_site(folder, changes), folder / "output")) as url:
        yield url


def fill_all(page: Page) -> list[str]:
    """Every line filled as far as it goes; what was written."""
    written: list[str] = []
    for field in page.locator("[data-field]").all():
        boxes = field.locator("input[type=radio], input[type=checkbox]")
        if boxes.count():
            boxes.last.check()
            written.append(boxes.last.get_attribute("value") or "")
            continue
        box = field.locator("input, textarea")
        if box.get_attribute("type") == "date":
            box.fill("2026-12-08")
            written.append("2026年12月8日")
            continue
        name = field.get_attribute("data-field") or ""
        most = int(box.get_attribute("maxlength") or 60)
        words = (name + "写满这一栏的字" * most)[:most]
        box.fill(words)
        written.append(words)
    return written


def print_page(page: Page) -> tuple[int, str]:
    """How many sheets, and all words on them without blanks."""
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    return len(reader.pages), re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in reader.pages))


@pytest.mark.parametrize("address", [*FORMS, "/write/"])
def test_a_form_filled_to_the_last_word_is_one_sheet(chromium: Browser, host: str, address: str) -> None:
    with visit(chromium, host, address) as found:
        blank = print_page(found.page)
        written = fill_all(found.page)
        sheets, words = print_page(found.page)
        assert (blank[0], sheets) == (1, 1)
        assert [one for one in written if one not in words] == []
        assert [one for one in written if len(one) > 12 and one in blank[1]] == []
        assert found.faults == []


@pytest.mark.parametrize("address", ["/forms/full/", "/write/"])
def test_what_the_check_lets_pass_goes_on_one_sheet(chromium: Browser, full_host: str, address: str) -> None:
    with visit(chromium, full_host, address) as found:
        written = fill_all(found.page)
        sheets, words = print_page(found.page)
        assert sheets == 1
        assert [one for one in written if one not in words] == []


@pytest.mark.parametrize("address", ["/forms/home-service/", "/write/"])
def test_many_short_lines_stay_on_the_sheet(chromium: Browser, host: str, address: str) -> None:
    with visit(chromium, host, address) as found:
        fill_all(found.page)
        box = found.page.locator("textarea").last
        box.fill("\n".join(f"{n}行" for n in range(30)))
        sheets, words = print_page(found.page)
        assert sheets == 1
        assert all(f"{n}行" in words for n in range(30))


@pytest.mark.parametrize("address", [*FORMS, "/write/"])
def test_without_script_a_form_is_lines_for_a_pen(chromium: Browser, host: str, address: str) -> None:
    with visit(chromium, host, address, java_script_enabled=False) as found:
        page = found.page
        assert page.is_visible("noscript p") and page.is_hidden("[data-out]")
        sheets, words = print_page(page)
        names = [field.get_attribute("data-field") or "" for field in page.locator("[data-field]").all()]
        assert sheets == 1
        assert [name for name in names if name not in words] == []
        page.emulate_media(media="print")
        assert page.locator(".blank__rule").count() >= 2 * page.locator("textarea").count()
        assert all(rule.is_visible() for rule in page.locator(".blank__rule").all())
        options = page.locator(".blank__option").all()
        assert options and all(option.is_visible() for option in options)


@pytest.mark.parametrize("address", FORMS)
def test_a_form_sends_and_keeps_nothing(chromium: Browser, host: str, address: str) -> None:
    with visit(chromium, host, address, alone=True) as found:
        page = found.page
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        fill_all(page)
        page.evaluate("() => { window.print = () => dispatchEvent(new Event('beforeprint')); }")
        page.click("[data-print]")
        kept = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, document.cookie,"
            " (await indexedDB.databases()).length, (await caches.keys()).length, location.href]"
        )
        assert (asked, kept) == ([], [0, 0, "", 0, 0, host + address])
        assert page.locator("form [data-field], [data-mail], [data-paste], [data-code]").count() == 0
        page.reload()
        assert page.input_value("#blank-1") == ""


@pytest.mark.parametrize("address", [*FORMS, "/forms/", "/write/"])
def test_axe_finds_nothing_in_a_form(chromium: Browser, host: str, address: str) -> None:
    check_layout(chromium, host, address)


def test_a_guide_leads_to_its_form_and_back(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/guides/home-service/") as found:
        found.page.click(".guide a:has-text('预约上门服务登记表')")
        assert found.page.url.endswith("/forms/home-service/")
        found.page.click("aside a:has-text('预约上门服务')")
        assert found.page.url.endswith("/guides/home-service/")


def test_every_form_of_the_sites_is_named_by_a_guide() -> None:
    for folder in (EXAMPLE, TOWN):
        sources = read(folder).sources
        assert sources
        named = {id for guide in sources.guides for id in guide.blanks}
        assert {blank.id for blank in sources.of(Blank)} == named
