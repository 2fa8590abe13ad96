"""Duty as people see it: today by the reader's clock, months, one sheet of paper, the screen in the hall."""

from __future__ import annotations

import io
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import _Quiet
from tests.browser.test_browser import FULL, MODES, check_layout, visit
from tests.builds import build_here
from tests.conftest import EXAMPLE
from tests.pages.conftest import AS_OF, BuiltSite

KINDS = {
    "rosters": "/rosters/",
    "month": "/rosters/library-desk/2026-12/",
    "sheet": "/rosters/library-desk/print/",
    "wanted": "/rosters/wanted/",
    "screen": "/screen/",
}

TALLEST = 4000

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium: Browser, host: str, kind: str) -> None:
    check_layout(chromium, host, KINDS[kind], *(("light",) if kind == "screen" else MODES))


@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_duty_are_whole_without_script(chromium: Browser, host: str, kind: str) -> None:
    with visit(chromium, host, KINDS[kind], 360, java_script_enabled=False) as found:
        assert found.page.locator("h1").is_visible()
        assert len(found.page.locator("main").inner_text()) > 40
        assert found.faults == []


def open_at(chromium: Browser, host: str, address: str, moment: str, zone: str = "Asia/Shanghai") -> Page:
    """A page as it is at a moment, for somebody in a time zone."""
    page = chromium.new_context(viewport={"width": 1920, "height": 1080}, timezone_id=zone).new_page()
    page.clock.install(time=moment)
    page.goto(host + address)
    return page


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-11-23T23:59:00+08:00", "Asia/Shanghai", "2026-11-23"),
        ("2026-11-24T00:00:30+08:00", "Asia/Shanghai", "2026-11-24"),
        ("2026-11-24T00:00:30+08:00", "America/Los_Angeles", "2026-11-24"),
        ("2026-12-20T12:00:00+08:00", "Pacific/Auckland", "2026-12-20"),
    ],
)
def test_today_is_the_readers_day_in_shanghai_whenever_the_page_was_made(
    chromium: Browser, host: str, moment: str, zone: str, day: str
) -> None:
    page = open_at(chromium, host, "/rosters/library-desk/", moment, zone)
    marked = page.locator("[aria-current=date][data-date]")
    assert {marked.nth(i).get_attribute("data-date") for i in range(marked.count())} <= {day}
    assert {word.get_attribute("data-day") for word in page.locator("[data-day]:visible", has_text="今天").all()} <= {
        day
    }
    today = page.locator(f"[data-date='{day}']")
    assert today.count() == marked.count() and all(found.is_visible() for found in today.all())
    assert today.count() or page.locator(".duty__none:visible").count() == 1
    page.context.close()


def test_an_old_page_says_its_age_instead_of_naming_somebody(chromium: Browser, host: str) -> None:
    page = open_at(chromium, host, "/rosters/library-desk/", "2027-02-01T09:00:00+08:00")
    assert "这一页是 2026年11月23日 周一 生成的" in page.locator("main").inner_text()
    assert page.locator("[aria-current=date][data-date]").count() == 0
    assert page.locator(".duty:visible").count() == 0
    page.context.close()


def test_without_script_the_day_the_page_was_made_is_stated(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/rosters/library-desk/", java_script_enabled=False) as found:
        text = found.page.locator("main").inner_text()
        assert "这一页是 2026年11月23日 周一 生成的" in text
        assert not {"今天", "明天", "本周", "下周"} & set(re.findall("今天|明天|本周|下周", text))


def test_a_roster_is_a_few_screens_of_a_phone_and_opens_the_readers_week(
    chromium: Browser, host: str, town: BuiltSite
) -> None:
    rosters = sorted(
        f"/rosters/{file.parent.parent.name}/" for file in (town.folder / "rosters").glob("*/print/index.html")
    )
    assert len(rosters) > 4
    for address, monday in product(rosters, (23, 30)):
        page = open_at(chromium, host, address, f"2026-11-{monday}T09:00:00+08:00")
        page.set_viewport_size({"width": 360, "height": 640})
        assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST, address
        assert page.locator(".duty-week[open]:visible").count() == 1
        page.context.close()
    page = open_at(chromium, host, rosters[0], "2026-12-09T09:00:00+08:00")
    assert "12月9日" in page.locator(".duty-week[open] [aria-current=date]:visible").inner_text()
    page.context.close()


def test_a_phone_shows_a_week_of_a_month_and_folds_what_is_wanted(
    chromium: Browser, host: str, town: BuiltSite
) -> None:
    height, days = "document.documentElement.scrollHeight", "td[data-date]:visible"
    months = [address for address in sorted(town.pages) if re.fullmatch(r"/rosters/[^/]+/2026-12/", address)]
    assert len(months) > 4
    for address in (*months, KINDS["wanted"]):
        with visit(chromium, host, address, 360) as found:
            assert found.page.evaluate(height) <= TALLEST, address
    with visit(chromium, host, KINDS["month"], 360) as found:
        assert 1 <= found.page.locator(days).count() <= 7
        found.page.get_by_role("link", name="整月").click()
        assert found.page.evaluate(height) > TALLEST
        found.page.locator("a[href='#week-3']").click()
        assert found.page.locator(days).first.get_attribute("data-date") == "2026-12-14"
        assert found.page.evaluate(height) <= TALLEST
    page = open_at(chromium, host, KINDS["month"], "2026-12-23T09:00:00+08:00")
    assert page.locator(days).count() > 20
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.locator(days).last.get_attribute("data-date") == "2026-12-27"
    page.context.close()


def test_a_month_is_a_table_where_there_is_room_and_a_list_where_there_is_not(chromium: Browser, host: str) -> None:
    cell = "getComputedStyle(document.querySelector('.month td[data-date]')).display"
    for width, mode, display in ((1280, "light", "table-cell"), (360, "light", "block"), (1280, "elder", "block")):
        with visit(chromium, host, KINDS["month"], width, mode) as found:
            assert found.page.evaluate(cell) == display
            assert found.page.locator("table.month caption").count() == 1
            assert found.page.locator("table.month th[scope=col]").count() == 7


def print_page(chromium: Browser, host: str, address: str) -> PdfReader:
    page = chromium.new_page()
    page.goto(host + address)
    data = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    return PdfReader(io.BytesIO(data))


def letter_sizes(reader: PdfReader) -> set[float]:
    """The sizes of all letters on a page, in points."""
    sizes: set[float] = set()

    def look(text: str, outer: list[float], inner: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.add(round(size * abs(inner[3]) * abs(outer[3]), 2))

    reader.pages[0].extract_text(visitor_text=look)
    return sizes


def check_sheet(reader: PdfReader) -> None:
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)  # A4 across, in points
    assert min(letter_sizes(reader)) >= 9


def test_every_roster_prints_on_one_side_of_a4(chromium: Browser, host: str, town: BuiltSite) -> None:
    """FULL=1 (`make browser`): every one; else the two with most words."""
    sheets = [
        page for address, page in town.pages.items() if address.startswith("/rosters/") and address.endswith("/print/")
    ]
    assert len(sheets) >= 6
    sheets.sort(key=lambda page: len(page.tree.text_content()))
    for page in sheets if FULL else sheets[-2:]:
        check_sheet(print_page(chromium, host, page.address))


Serve = Callable[[str], str]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Builds the example with another roster and serves it."""
    servers: list[ThreadingHTTPServer] = []

    def build(roster: str) -> str:
        content = tmp_path / "content"
        shutil.copytree(EXAMPLE, content)
        (content / "data" / "rosters" / "library-desk.yaml").write_text(roster, encoding="utf-8")
        community = content / "data" / "community.yaml"
        lines = [line for line in community.read_text("utf-8").splitlines() if not line.startswith("levels")]
        off = "levels: {clash: off, room: off, double: off, rest: off, uncovered: off, consent: off}"
        community.write_text("\n".join((*lines, off, "")), "utf-8")
        build_here(content, tmp_path / "output", AS_OF)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "output")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield build
    for server in servers:
        server.shutdown()
        server.server_close()


HEAD = """name: 图书室值班表
summary: 天天有人。
organization: helpers
location: library
from: 2026-11-01
until: 2027-01-31
pattern:
"""
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def dense(shifts: int, people: str, needs: int = 3) -> str:
    """A roster with so many shifts of one hour a day, each with a duty of its own."""
    row = "  - {{weekday: {}, starts: {:02}:00, ends: {:02}:00, duty: 第{}班看门和登记, needs: {}, people: [{}]}}\n"
    rows = (row.format(day, 8 + n, 9 + n, n + 1, needs, people) for day in DAYS for n in range(shifts))
    return HEAD + "".join(rows)


def test_three_shifts_a_day_for_five_weeks_print_on_one_side(chromium: Browser, serve: Serve) -> None:
    reader = print_page(chromium, serve(dense(3, "helper-1, helper-2, helper-3")), KINDS["sheet"])
    check_sheet(reader)
    text = reader.pages[0].extract_text()
    assert "12月27日" in text and text.count("③") == 5 * 7 + 1


def test_a_roster_that_no_paper_holds_prints_fewer_weeks_on_one_side(chromium: Browser, serve: Serve) -> None:
    reader = print_page(chromium, serve(dense(9, "helper-1, helper-2", 6)), KINDS["sheet"])
    check_sheet(reader)
    assert reader.pages[0].extract_text().count("⑨") in (8, 15)


def shown(page: Page) -> list[str]:
    """What the screen says, line by line."""
    return [line.strip() for line in page.locator("main").inner_text().splitlines() if line.strip()]


def test_the_screens_words_are_at_least_40_px(chromium: Browser, host: str) -> None:
    page = open_at(chromium, host, "/screen/", "2026-11-23T10:00:00+08:00")
    sizes = page.evaluate(
        """[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() &&
           [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert len(sizes) > 20 and min(sizes) >= 40
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    page.context.close()


def test_the_screen_follows_the_day_with_the_network_down(chromium: Browser, host: str) -> None:
    page = open_at(chromium, host, "/screen/", "2026-11-23T21:00:00+08:00")
    assert "10:00" not in page.locator("[data-clock-time]").inner_text()
    assert page.locator("[data-screen-day='2026-11-23'] .screen__shift:visible").count() == 1
    page.context.set_offline(True)
    for hours, day in ((3, "2026-11-24"), (24, "2026-11-25"), (96, "2026-11-29")):
        page.clock.fast_forward((hours * 3600 + 30) * 1000)
        page.clock.run_for(20_000)
        first = page.locator("[data-screen-day]:visible").first
        assert first.get_attribute("data-screen-day") == day
        assert not first.locator(".screen__date").is_visible()
        assert page.locator("[data-screen-late]").is_hidden()
    page.clock.fast_forward(24 * 3_600_000)
    page.clock.run_for(20_000)
    assert shown(page)[-1] == "今天的值班还没有更新，请问一问服务台。"
    assert page.locator(".screen__shift:visible").count() == 0
    assert "数据更新于 11月23日 周一" in page.locator("footer").inner_text()
    page.context.close()


NIGHT = HEAD.replace("pattern", "shifts") + (
    "  - {starts: 2026-11-23 19:00, ends: 2026-11-24 02:00, duty: 夜间看护, needs: 1, people: [helper-4]}\n"
    "  - {starts: 2026-11-24 08:00, ends: 2026-11-24 10:00, duty: 早班, needs: 1, people: [helper-3]}\n"
)


def test_last_nights_shift_is_never_todays_and_goes_when_it_ends(chromium: Browser, serve: Serve) -> None:
    host = serve(NIGHT)
    page = open_at(chromium, host, "/screen/", "2026-11-24T01:30:00+08:00")
    page.clock.run_for(11_000)
    night = page.locator("[data-screen-day='2026-11-23']")
    assert night.is_visible()
    assert "昨晚起" in night.locator(".screen__date").evaluate("e => getComputedStyle(e, '::before').content")
    assert "早班" in page.locator("[data-screen-day='2026-11-24']").inner_text()
    page.clock.fast_forward("00:31:00")
    page.clock.run_for(11_000)
    assert night.is_hidden()
    page.clock.fast_forward("09:00:00")
    page.clock.run_for(11_000)
    assert "今天的班都值完了。" in shown(page)
    page.context.close()


def test_the_screen_takes_up_a_new_site_within_ten_minutes_and_at_midnight(chromium: Browser, serve: Serve) -> None:
    host = serve(NIGHT)
    page = open_at(chromium, host, "/screen/", "2026-11-23T12:00:00+08:00")
    asked: list[str] = []

    def answer(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]
        asked.append(page.locator("[data-clock-time]").inner_text())
        route.fulfill(response=response, body=response.text().replace("夜间看护", f"夜间巡逻{len(asked)}"))  # type: ignore[attr-defined]

    page.route("**/screen/", answer)
    page.clock.run_for(9 * 60_000)
    assert asked == []
    page.clock.run_for(2 * 60_000)
    expect(page.locator("main")).to_contain_text("夜间巡逻1")
    page.clock.run_for(5 * 60_000)
    before = len(asked)
    page.clock.fast_forward("11:44:30")  # a minute past midnight, whenever it was asked last
    page.clock.run_for(20_000)
    expect(page.locator("main")).to_contain_text("夜间巡逻2")
    assert len(asked) > before
    page.context.close()


def test_a_subscription_names_the_file_that_is_there(chromium: Browser, host: str, town: BuiltSite) -> None:
    for address in ("/rosters/library-desk/", "/organizations/neighbours-help/", "/activities/"):
        with visit(chromium, host, address, 360) as found:
            found.page.locator(".subscribe summary").click()
            link = found.page.locator(".subscribe a").get_attribute("href") or ""
            assert (town.folder / link.lstrip("/")).read_bytes().startswith(b"BEGIN:VCALENDAR")
            assert found.page.locator(".subscribe__url").inner_text().endswith(link)


def test_the_month_of_activities_prints_as_a_table_across_the_sheet(chromium: Browser, host: str) -> None:
    first = print_page(chromium, host, "/activities/month/2026-12/").pages[0]
    assert first.mediabox.width > first.mediabox.height
    words = " ".join(first.extract_text().split())
    assert words.index("周一") < words.index("周二") < words.index("周日") < words.index("合唱团排练")
