"""A letter is written on the device: what becomes of it is whole, and nothing is sent or kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import ROOT

HARD = "路灯 3 天不亮\n第二行：100% & “引号” ?a=b#c +1 <b>粗</b> ' \\ \t 🏮 é ﷺ"
SCRIPT = (ROOT / "theme" / "static" / "js" / "blank" / "code.js").read_text("utf-8")
ALPHABET = "云杉社区路灯不亮，请来看一看。ABCxyz 0189-%&?=\n🏮é"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, host: str) -> Page:
    page = context.new_page()
    page.goto(f"{host}/write/")
    return page


def fill(page: Page, story: str = HARD) -> None:
    page.check("input[value=投诉]")
    page.fill("#blank-2", "青桥花园 2 栋 & 楼下")
    page.fill("#blank-3", "2026-11-05")
    page.fill("#blank-4", story)


def mail_of(page: Page) -> tuple[str, dict[str, str]]:
    """The address and the fields of the mail that the button opens, read as RFC 6068 says."""
    link = page.get_attribute("[data-mail]", "href") or ""
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    return parts.path, dict(parse_qsl(parts.query.replace("+", "%2B"), strict_parsing=True))


def test_the_mail_says_what_was_written(page: Page) -> None:
    fill(page)
    to, mail = mail_of(page)
    assert to == "service@example.org"
    assert mail["subject"] == "【投诉】青桥花园 2 栋 & 楼下"
    assert "哪一天：2026年11月5日" in mail["body"]
    assert HARD.replace("\n", "\r\n") in mail["body"]
    assert "\n" not in mail["body"].replace("\r\n", "")


def test_half_a_character_stops_nothing(page: Page) -> None:
    fill(page)
    page.evaluate(
        "() => { const box = document.querySelector('#blank-4'); box.value = '前\\ud83c后';"
        " box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    assert "前\ufffd后" in mail_of(page)[1]["body"]


def test_what_is_too_long_for_a_mail_is_copied(page: Page) -> None:
    page.evaluate("() => document.querySelector('[data-mail]').addEventListener('click', (e) => e.preventDefault())")
    fill(page, "很长的经过。" * 50)
    assert len(page.get_attribute("[data-mail]", "href") or "") < 1900
    assert "粘贴" in mail_of(page)[1]["body"]
    page.click("[data-mail]")
    page.wait_for_function("() => document.querySelector('[data-told]').textContent.includes('已经复制')")
    assert "很长的经过。" * 50 in page.evaluate("() => navigator.clipboard.readText()")


def test_the_text_is_copied(page: Page) -> None:
    fill(page)
    page.click("[data-paste]")
    page.wait_for_function("() => document.querySelector('[data-told]').textContent.includes('已复制')")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.text_content("[data-text]")
    assert copied.startswith("【写信给我们】\n什么事：投诉\n在哪里：青桥花园")


def test_what_must_be_filled_in_is_asked_for(page: Page) -> None:
    page.fill("#blank-2", "青桥花园")
    page.click("[data-paste]")
    assert page.text_content("[data-told]") == "还没有填：什么事、说说经过。"
    assert page.evaluate("() => document.activeElement.value") == "求助"
    assert page.locator("[aria-invalid]").count() == 5


def test_nothing_is_sent_and_nothing_kept(page: Page, context: BrowserContext, host: str) -> None:
    asked: list[str] = []
    page.wait_for_load_state("networkidle")
    context.on("request", lambda request: asked.append(request.url))
    fill(page)
    page.click("[data-paste]")
    page.evaluate("() => { window.print = () => dispatchEvent(new Event('beforeprint')); }")
    page.click("[data-print]")
    page.keyboard.press("Enter")
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length,"
        " (await caches.keys()).length, location.href]"
    )
    assert (asked, kept) == ([], [0, 0, "", 0, 0, f"{host}/write/"])
    assert page.locator("form [id^=blank], form [data-blank]").count() == 0
    page.reload()
    assert page.input_value("#blank-2") == page.input_value("#blank-4") == ""
    fill(page)
    page.goto(f"{host}/")
    page.go_back()
    assert page.input_value("#blank-2") == page.input_value("#blank-4") == ""
    assert not page.is_checked("input[value=投诉]")


def test_clearing_leaves_nothing(page: Page) -> None:
    fill(page)
    page.click("[data-clear]")
    assert page.text_content("[data-text]") == "还没有写。"
    assert page.locator("[data-code] svg").count() == 0
    assert page.locator("[data-filled]").count() == 0


def test_without_script_the_page_says_how_and_prints_blank(chromium: Browser, host: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host}/write/")
    assert page.is_visible("noscript p")
    assert page.is_visible("aside a[href='mailto:service@example.org']")
    assert page.is_hidden("[data-out]")
    page.emulate_media(media="print")
    assert page.is_visible("#blank-2")
    assert page.locator(".blank__rule").first.is_visible()
    assert page.is_hidden("aside")
    context.close()


def test_the_sheet_holds_what_was_written(page: Page) -> None:
    fill(page, "路灯不亮。" * 90)
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.inner_text("[data-field=说说经过] .blank__said") == ("路灯不亮。" * 90)[:300]
    assert page.is_visible("[data-code] svg")
    assert page.is_hidden("[data-out]")


def test_the_window_scans_the_letter(page: Page) -> None:
    fill(page)
    drawn = Image.open(BytesIO(page.locator("[data-code] svg").screenshot()))
    assert read_code(drawn) == page.text_content("[data-text]")


def test_a_letter_too_long_for_the_code_says_so_in_it(page: Page) -> None:
    page.evaluate("() => document.querySelector('#blank-4').removeAttribute('maxlength')")
    fill(page, "很长的经过🏮。" * 200)
    page.set_viewport_size({"width": 1280, "height": 800})
    drawn = Image.open(BytesIO(page.locator("[data-code] svg").screenshot()))
    assert read_code(drawn).endswith("……（全文在纸上）")


FULL_CODES = (17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858, 929, 1003)
"""The most bytes of each version at level L, ISO/IEC 18004, table 7."""


def test_a_code_of_any_length_reads(chromium: Browser) -> None:
    page = chromium.new_page()
    page.evaluate(SCRIPT)
    chance = random.Random(15)
    for length in (*range(1, 18), *(chance.randint(18, 1003) for _ in range(20))):
        text = "".join(chance.choices(ALPHABET, k=length)).encode()[:length].decode(errors="ignore") or "x"
        rows = page.evaluate("(bytes) => window.kangleCode(bytes)", list(text.encode()))
        assert read_code(draw(rows)) == text
    assert page.evaluate("() => window.kangleCode(Array(1004).fill(65))") is None
    page.close()


def test_a_full_code_is_dot_for_dot_anothers(chromium: Browser) -> None:
    """In one of the eight masks. Only full ones: segno puts a byte of zeros before the padding, which the standard does not ask for."""
    page = chromium.new_page()
    page.evaluate(SCRIPT)
    for version, length in enumerate(FULL_CODES, 1):
        data = bytes(random.Random(version).choices(range(256), k=length))
        rows = page.evaluate("(bytes) => window.kangleCode(bytes)", list(data))
        others = [segno.make(data, "l", version, "byte", mask, boost_error=False) for mask in range(8)]
        assert [[int(on) for on in row] for row in rows] in [[[*row] for row in one.matrix] for one in others], version
    page.close()


def draw(rows: list[list[bool]]) -> Image.Image:
    size = len(rows) + 8
    image = Image.new("L", (size, size), 255)
    for r, row in enumerate(rows):
        for c, on in enumerate(row):
            image.putpixel((c + 4, r + 4), 0 if on else 255)
    return image.resize((size * 4, size * 4), Image.Resampling.NEAREST)


def read_code(image: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(image)
    return bytes(found.bytes).decode()
