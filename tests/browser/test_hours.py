"""What is open now: the browser's answer, far from Shanghai, against hours worked out by hand for every hour of 2026."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, partial

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from plugins.model import Spans, WorkdayYear
from plugins.rules.reader import read
from plugins.site.hours_data import hours_spec
from plugins.site.opening import Opening, decide, opening_of
from plugins.site.site import make_site
from tests.browser.test_browser import FULL
from tests.conftest import ROOT, TOWN, at
from tests.hours_oracle import CASES, MINUTES, Case, edges, moment
from tests.hours_readers import minutes_of, random_cases

SCRIPT = "".join((ROOT / "theme" / "static" / "js" / name).read_text("utf-8") for name in ("clock.js", "hours.js"))
FAR = "America/New_York"
"""Twelve or thirteen hours behind, with a summer time that Shanghai has not."""
ASK = """cases => cases.map(one => one.minutes.map(m => {
    const state = kangleHours.state(one.spec, new Date(m));
    return state === null ? "n" : state.open ? "1" : "0";
}).join(""))"""
ASK_OFTEN = """one => { let said = "";
    for (let i = 0; i < one.count; i += 1) {
        const state = kangleHours.state(one.spec, new Date(one.first + i * one.step * 60000));
        said += state === null ? "n" : state.open ? "1" : "0";
    }
    return said; }"""
HALF_HOUR = 30
ASK_NEXT = """cases => cases.map(one => one.minutes.map(m => {
    const state = kangleHours.state(one.spec, new Date(m));
    const next = state.open ? state.closes : state.opens;
    return next && next.getTime();
}))"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def specs() -> list[str]:
    sources = read(TOWN).sources
    assert sources
    site = make_site(sources, at("2026-11-23 10:00"))
    return [hours_spec(case.location(), site) for case in CASES]


@pytest.fixture(scope="module")
def truth() -> list[bytearray]:
    return [case.minutes() for case in CASES]


@cache
def far_away(chromium: Browser, zone: str) -> BrowserContext:
    """A reader in another time zone."""
    return chromium.new_context(timezone_id=zone)


@contextmanager
def load(chromium: Browser, script: str, zone: str = FAR) -> Iterator[Page]:
    """A blank page in another time zone with the shipped script."""
    page = far_away(chromium, zone).new_page()
    page.add_script_tag(content=script)
    yield page
    page.close()


def asked(minutes: bytearray, step: int) -> list[int]:
    """Every hour of the year, or one of `step`, and the minutes on both sides of a fifth of all openings and closings."""
    turns = list(edges(minutes))
    sampled = [turn for i in range(0, len(turns), 10 * step) for turn in turns[i : i + 2]]
    return sorted({*range(0, MINUTES, 60 * step), *sampled})


def differences(page: Page, specs: list[str], truth: list[bytearray], step: int = 1) -> tuple[int, list[str]]:
    """How many answers were compared, and those that differ."""
    questions = [asked(minutes, step) for minutes in truth]
    cases = [{"spec": s, "minutes": [moment(m) for m in q]} for s, q in zip(specs, questions, strict=True)]
    answers = page.evaluate(ASK, cases)
    wrong = [
        f"{case.text} {case.exceptions} {minute // 1440}+{minute % 1440 / 60}: {answer}"
        for case, minutes, question, said in zip(CASES[: len(specs)], truth, questions, answers, strict=True)
        for minute, answer in zip(question, said, strict=True)
        if answer != str(minutes[minute])
    ]
    return sum(map(len, questions)), wrong


def test_every_hour_of_2026_is_open_or_closed_as_worked_out_by_hand(
    chromium: Browser, specs: list[str], truth: list[bytearray]
) -> None:
    """FULL=1 (`make hours`): every hour; else every fifth, and what opens or closes."""
    assert len(CASES) >= 40
    step = 1 if FULL else 5
    with load(chromium, SCRIPT) as page:
        count, wrong = differences(page, specs, truth, step)
    print(f"{len(CASES)} patterns, {count} answers, {len(wrong)} differ")
    assert count >= 40 * 8760 / step
    assert wrong == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("480 * MINUTE", "-300 * MINUTE"),
        ("(day + 3) % 7", "(day + 4) % 7"),
        ("[day - 1, day]", "[day]"),
        ("one.first <= day && day <= one.last", "one.first <= day && day < one.last"),
        ("from * 1440 + span.start <= end", "from * 1440 + span.start < end"),
        ("parts.slice(3)", "parts.slice(4)"),
    ],
    ids=["another zone", "another weekday", "no nights", "last day lost", "a minute late", "no closures"],
)
def test_the_comparison_sees_a_planted_fault(
    chromium: Browser, specs: list[str], truth: list[bytearray], old: str, new: str
) -> None:
    assert SCRIPT.count(old) == 1
    with load(chromium, SCRIPT.replace(old, new)) as page:
        assert differences(page, specs, truth, 11)[1]


def turning(case: Case, minutes: bytearray, minute: int) -> int | None:
    """The next minute at which a place opens or closes, by trying every one; None where the year ends before."""
    found = minutes.find(b"\0" if minutes[minute] else b"\1", minute)
    return moment(found) if found >= 0 else None


def test_the_next_opening_and_closing_are_those_found_by_trying_every_minute(
    chromium: Browser, specs: list[str], truth: list[bytearray]
) -> None:
    known = [i for i, spec in enumerate(specs) if spec.startswith("20260101-20261231|")]
    sample = range(17, MINUTES, 60 * 7 + 11)
    cases = [{"spec": specs[i], "minutes": [moment(m) for m in sample]} for i in known]
    with load(chromium, SCRIPT) as page:
        answers = page.evaluate(ASK_NEXT, cases)
    expected = [[turning(CASES[i], truth[i], m) for m in sample] for i in known]
    wrong = [
        (CASES[i].text, m, said, want)
        for i, row, wanted in zip(known, answers, expected, strict=True)
        for m, said, want in zip(sample, row, wanted, strict=True)
        if said != want
    ]
    print(f"{len(known)} patterns, {len(known) * len(sample)} next moments, {len(wrong)} differ")
    assert len(known) * len(sample) > 20_000
    assert wrong == []


def test_nothing_is_said_outside_the_published_years(chromium: Browser, specs: list[str]) -> None:
    """Hours that no calendar changes are known for ever, or as far as their dates have been written down."""
    three_years = 3 * MINUTES + 24 * 60  # 2028 has a day more
    ends = [three_years if spec.startswith("20260101-20281231|") else MINUTES for spec in specs]
    minutes = [[moment(-1), moment(0), moment(end - 1), moment(end)] for end in ends]
    cases = [{"spec": spec, "minutes": asked} for spec, asked in zip(specs, minutes, strict=True)]
    with load(chromium, SCRIPT) as page:
        answers = page.evaluate(ASK, cases)
    for spec, said in zip(specs, answers, strict=True):
        if "-99991231=" in spec:
            assert said[1:] == "000", "a closure without an end is certain"
            continue
        assert ("n" in said) is not spec.startswith("*"), spec
        if "n" in said:
            assert (said[0], said[3]) == ("n", "n")
            assert "n" not in said[1:3]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Pacific/Kiritimati", "Europe/London"])
def test_the_readers_own_time_zone_changes_nothing(
    chromium: Browser, specs: list[str], truth: list[bytearray], zone: str
) -> None:
    with load(chromium, SCRIPT, zone) as page:
        assert differences(page, specs[:4], truth[:4], 5)[1] == []


def spans_on(opening: Opening, years: tuple[WorkdayYear, ...], day: date) -> Spans:
    """What begins on a day."""
    return decide(opening, years, day).schedule.spans


def test_random_hours_are_open_in_the_browser_when_they_are_reckoned_to_be(chromium: Browser) -> None:
    """FULL=1 (`make hours`): 500 random hours, every hour of the year; else a few."""
    sources = read(TOWN).sources
    assert sources
    site = make_site(sources, at("2026-11-23 10:00"))
    found = [c.location() for c in random_cases(2026, 500 if FULL else 25) if "SH" not in c.text]
    openings = [opening_of(x, site) for x in found]
    minutes = [minutes_of(partial(spans_on, opening, sources.workdays)) for opening in openings]
    step = HALF_HOUR if FULL else 7 * HALF_HOUR
    cases = [{"spec": hours_spec(x, site), "first": moment(0), "step": step, "count": MINUTES // step} for x in found]
    with load(chromium, SCRIPT) as page:
        answers = [page.evaluate(ASK_OFTEN, case) for case in cases]
    wrong = [
        f"{case['spec']} {i * step // 1440}+{i * step % 1440 / 60}: {answer}"
        for case, line, said in zip(cases, minutes, answers, strict=True)
        for i, answer in enumerate(said)
        if answer != str(line[i * step])
    ]
    print(f"browser: {len(cases)} hours, {sum(map(len, answers))} answers, {len(wrong)} differ")
    assert len(answers[0]) == MINUTES // step
    assert wrong == []


@contextmanager
def look(chromium: Browser, host: str, address: str, clock: str, **more: object) -> Iterator[Page]:
    """A page as it stands at a moment of Shanghai."""
    context = chromium.new_context(timezone_id=FAR, **more)  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.install(time=datetime.fromisoformat(f"{clock}:00+08:00"))
    page.goto(host + address)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("address", "clock", "words"),
    [
        ("/", "2026-11-23T10:00", "现在开着，12:00 关门"),
        ("/", "2026-11-23T12:00", "现在没开，14:00 开门"),
        ("/", "2026-11-23T18:30", "现在没开，下次开门：明天（周二）9:00"),
        ("/", "2026-10-03T10:00", "今天不开：国庆节放假。下次开门：10月8日（周四）9:00"),
        ("/", "2026-10-10T10:00", "现在开着，12:00 关门（今天调休上班）"),
        ("/", "2027-03-01T10:00", "2027年放假安排还没有公布，平日照下面的时间"),
        ("/services/security-patrol/", "2026-12-02T20:30", "现在开着，21:30 关门"),
        ("/services/security-patrol/", "2026-12-02T10:00", "现在没开，19:30 开门"),
        ("/locations/library/", "2026-10-01T10:00", "现在开着，17:30 关门（国庆节）"),
        ("/locations/library/", "2027-01-01T10:00", "现在开着，12:00 关门（元旦只开上午）"),
        ("/organizations/workstation/", "2026-11-23T10:00", "现在开着，12:00 关门"),
        ("/", "2026-12-31T19:00", "现在没开"),
        ("/locations/notice-board/", "2026-11-23T10:00", "现在开着"),
        ("/organizations/tai-chi/", "2026-11-23T06:45", "正在活动，7:30 结束"),
        ("/organizations/choir/", "2026-11-23T10:00", "现在没有活动，下次活动：11月26日（周四）19:30"),
    ],
)
def test_the_page_says_in_plain_words_what_is_open(
    chromium: Browser, host: str, address: str, clock: str, words: str
) -> None:
    with look(chromium, host, address, clock) as page:
        assert page.locator("[data-now]").first.text_content() == words


def test_a_card_says_why_a_place_is_closed(chromium: Browser, host: str) -> None:
    with look(chromium, host, "/locations/", "2026-11-23T10:00") as page:
        line = page.locator("li.card", has_text="社区的第二个服务中心").locator("[data-now]")
        assert line.text_content() == "暂停开放：即将启用，开门以前，事情请到社区综合服务中心办"


def test_the_line_follows_the_clock_and_tells_it_politely(chromium: Browser, host: str) -> None:
    with look(chromium, host, "/", "2026-11-23T11:59") as page:
        line = page.locator("[data-now]").first
        assert line.get_attribute("aria-live") == "polite"
        page.clock.run_for(60_000)
        assert line.text_content() == "现在没开，14:00 开门"


def test_the_home_page_shows_the_day_of_the_reader_not_of_the_build(chromium: Browser, host: str) -> None:
    with look(chromium, host, "/", "2026-11-28T00:30") as page:
        assert page.locator(".plate__today").text_content() == "今天 2026年11月28日 周六"
        assert page.locator("[data-spans]").text_content() == "休息"
        assert page.locator("[data-now]").first.text_content() == "现在没开，下次开门：11月30日（周一）9:00"


def test_the_week_table_marks_today_and_the_holiday(chromium: Browser, host: str) -> None:
    marked = {
        "2026-11-23": ["周一至周五"],
        "2026-11-28": ["周末"],
        "2026-10-01": ["法定节假日"],
        "2026-10-10": ["调休上班"],
    }
    for day, rows in marked.items():
        with look(chromium, host, "/locations/library/", f"{day}T10:00") as page:
            found = page.locator("tr[aria-current=date] th").all_text_contents()
            assert found == rows, day


@pytest.mark.parametrize(
    ("address", "more"),
    [("/", {"java_script_enabled": False}), ("/locations/library/", {"java_script_enabled": False})],
)
def test_nothing_is_said_without_script(chromium: Browser, host: str, address: str, more: dict[str, object]) -> None:
    context = chromium.new_context(**more)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(host + address)
    assert page.locator("[data-now]").count() >= 1
    assert not any(line.is_visible() for line in page.locator("[data-now]").all())
    assert page.locator("main").get_by_text("周一至周五").first.is_visible()
    context.close()


def test_past_the_published_years_the_page_keeps_to_the_week(chromium: Browser, host: str) -> None:
    with look(chromium, host, "/locations/library/", "2027-01-02T10:00") as page:
        line = page.locator("[data-now]").first
        assert line.text_content() == "2027年放假安排还没有公布，平日照下面的时间"
        assert page.locator("tr[aria-current=date]").count() == 0
        assert page.locator("table.week").is_visible()
    with look(chromium, host, "/", "2027-01-02T10:00") as page:
        assert page.locator(".plate__today").text_content() == "今天 2027年1月2日 周六"
        assert not page.locator("[data-spans]").is_visible()
        assert page.get_by_text("周一至周五").first.is_visible()
