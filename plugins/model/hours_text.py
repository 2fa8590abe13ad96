"""Opening hours as text, in OpenStreetMap's opening_hours syntax; hides its grammar.

The part a community uses: weekdays and their ranges, nth weekdays (`Sa[2,4]`, `Fr[-1]`), months, dates and their ranges
with or without a year, weeks (`week 1-53/2`), spans (past midnight too), `off`, `PH`, `SH`, `24/7` and comments.
Specification: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NoReturn

from plugins.model.hours import (
    DAY,
    DAYS,
    MONTH_DAYS,
    MONTHS,
    Dates,
    Hours,
    Rule,
    Spans,
    Weeks,
    join_spans,
    month_length,
)
from plugins.model.hours_chinese import advise, translate
from plugins.model.hours_order import find_fault

CARET = "‸"
EXAMPLE = "例如 Mo-Fr 09:00-12:00,14:00-18:00; PH off"


class HoursError(ValueError):
    """The text is not opening hours; `shown` is the text with a caret before the fault, `at` counts from 0."""

    def __init__(self, message: str, fix: str, text: str, at: int) -> None:
        super().__init__(message)
        self.fix, self.at = fix, at
        before, after = text[:at], text[at:]
        self.shown = f"{'…' * (len(before) > 40)}{before[-40:]}{CARET}{after[:40]}{'…' * (len(after) > 40)}"


@lru_cache(maxsize=1024)
def parse_hours(text: str) -> Hours:
    """Parse opening hours; HoursError points to the character that cannot be read."""
    try:
        return _parse(text)
    except HoursError as error:
        if _UNREAD.search(_COMMENT.sub("", text)):
            error.fix = _suggest_hours(text) or error.fix
        raise


def _parse(text: str) -> Hours:
    scan = _Scan(text)
    rules: list[Rule] = []
    starts: list[int] = []
    adds = False
    while not scan.done():
        starts.append(scan.place())
        rules.append(_read_rule(scan, adds))
        if scan.done():
            break
        mark = scan.take(_MARK)
        if not mark:
            scan.fail_here()
        adds = mark[0] == ","
        if adds and scan.done():
            scan.fail("逗号后面没有内容", "删掉最后的逗号")
    if not rules:
        scan.fail("是空的", EXAMPLE)
    if fault := find_fault(rules):
        scan.fail(fault.message, fault.fix, starts[fault.at])
    return Hours(text, tuple(rules))


_MARK = re.compile(r"[;,]")
_ALWAYS = re.compile(r"24/7")
_OFF = re.compile(r"(?:off|closed)\b")
_OPEN = re.compile(r"open\b")
_COMMENT = re.compile(r'"([^"]*)"')
_WEEKDAY = re.compile("(" + "|".join(DAYS) + r")(?![A-Za-z])")
_HOLIDAY = re.compile(r"PH(?![A-Za-z])")
_MONTH = re.compile("(" + "|".join(MONTHS) + r")(?![A-Za-z])")
_YEAR = re.compile(r"(\d{4})(?![\d:])")
_NUMBER = re.compile(r"(\d{1,2})(?![\d:])")
_COUNT = re.compile(r"-?\d{1,2}")
_LAST_COUNT = re.compile(r"-(\d)")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?!\d)")
_DASH = re.compile(r"-")
_COMMA = re.compile(r",")
_OPENED = re.compile(r"\[")
_ENDED = re.compile(r"\]")
_SCHOOL = re.compile(r"SH(?![A-Za-z])")
_WEEK = re.compile(r"week\b")
_STEP = re.compile(r"/(\d{1,2})")
_BEYOND = re.compile(r"easter\b|(?:sunrise|sunset|dawn|dusk)\b|\|\||\+")


class _Scan:
    """A text and how far it has been read; what fails says where."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def place(self) -> int:
        """Where the next word begins."""
        self._skip()
        return self.at

    def done(self) -> bool:
        return self.place() == len(self.text)

    def sees(self, *patterns: re.Pattern[str]) -> bool:
        self._skip()
        return any(pattern.match(self.text, self.at) for pattern in patterns)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._skip()
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def take_comma_before(self, *patterns: re.Pattern[str]) -> bool:
        """Take a comma where one of the patterns follows it."""
        here = self.at
        if self.take(_COMMA) and self.sees(*patterns):
            return True
        self.at = here
        return False

    def fail(self, message: str, fix: str, at: int | None = None) -> NoReturn:
        raise HoursError(message, fix, self.text, self.at if at is None else at)

    def fail_here(self) -> NoReturn:
        """Say what is wrong with a place where nothing known stands."""
        self._skip()
        beyond = _BEYOND.match(self.text, self.at)
        if beyond:
            self.fail(f"不支持“{beyond[0]}”", "改用星期、日期、PH 和钟点")
        if self.at == len(self.text) or self.sees(_MARK):
            self.fail("没有写几点到几点", "加上钟点，例如 09:00-12:00；不开写 off")
        self.fail(f"{CARET} 后面看不懂", _suggest_hours(self.text) or EXAMPLE)

    def _skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t\n":
            self.at += 1


def _read_rule(scan: _Scan, adds: bool) -> Rule:
    always = scan.take(_ALWAYS)
    dates = () if always else tuple(_read_dates(scan))
    weeks = () if always else tuple(_read_weeks(scan))
    school = bool(not always and scan.take(_SCHOOL))
    days, nth, holidays = _read_days(scan) if not always else ((), (), False)
    if not (days or nth or holidays) or always:
        days = tuple(range(7))
    start = scan.place()
    spans = ((0, DAY),) if always else _read_spans(scan)
    comment = _take_comment(scan)
    if scan.take(_OFF):
        if spans and not always:
            scan.fail("off 前面不能写钟点", "整天不开只写 off；部分时间不开，就写开着的那几段", start)
        spans = ()
    elif spans:
        scan.take(_OPEN)
    else:
        scan.fail_here()
    return Rule(days, holidays, spans, nth, dates, comment or _take_comment(scan), adds, weeks, school)


def _take_comment(scan: _Scan) -> str:
    found = scan.take(_COMMENT)
    return found[1].strip() if found else ""


def _read_dates(scan: _Scan) -> Iterator[Dates]:
    if not scan.sees(_MONTH, _YEAR):
        return
    yield _read_date_range(scan)
    while scan.take_comma_before(_MONTH, _YEAR):
        yield _read_date_range(scan)


def _read_date_range(scan: _Scan) -> Dates:
    start = scan.place()
    year, month, day = _read_date(scan)
    until_year, until_month, until_day = None, month, day
    if scan.take(_DASH):
        if number := scan.take(_NUMBER):
            until_day = _check_day(scan, year, month, number)
        else:
            until_year, until_month, until_day = _read_date(scan)
        if (day is None) != (until_day is None):
            scan.fail("一头写了日，一头没有写", "两头都写到日，例如 Jul 01-Aug 31", start)
    first, last = (month, day or 1), (until_month, until_day or MONTH_DAYS[until_month - 1])
    if year is None:
        if until_year is not None:
            scan.fail("开始的日期没有写年份", "两头都写年份，或都不写", start)
        return Dates(first, last)
    years = (year, until_year or year + (last < first))
    if (years[0], *first) > (years[1], *last):
        scan.fail("结束日期早于开始日期", "核对两个日期", start)
    return Dates(first, last, years)


def _read_date(scan: _Scan) -> tuple[int | None, int, int | None]:
    found = scan.take(_YEAR)
    year = int(found[1]) if found else None
    named = scan.take(_MONTH)
    if not named:
        scan.fail("这里应是月份", "月份写 Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
    month = MONTHS.index(named[1]) + 1
    number = scan.take(_NUMBER)
    return year, month, _check_day(scan, year, month, number) if number else None


def _check_day(scan: _Scan, year: int | None, month: int, number: re.Match[str]) -> int:
    day = int(number[1])
    if not 1 <= day <= (month_length(year, month) if year else MONTH_DAYS[month - 1]):
        scan.fail(f"{month}月没有{day}日", "核对月份和日子", number.start())
    return day


def _read_weeks(scan: _Scan) -> Iterator[Weeks]:
    if not scan.take(_WEEK):
        return
    while True:
        start = scan.place()
        first = _read_week(scan)
        last = _read_week(scan) if scan.take(_DASH) else first
        step = scan.take(_STEP)
        if last < first or (step and not 1 <= int(step[1]) <= last - first + 1):
            scan.fail("第几周到第几周写反了，或间隔太大", "单数周写 week 1-53/2，双数周写 week 2-52/2", start)
        yield Weeks(first, last, int(step[1]) if step else 1)
        if not scan.take_comma_before(_NUMBER):
            return


def _read_week(scan: _Scan) -> int:
    start = scan.place()
    found = scan.take(_NUMBER)
    if not found or not 1 <= int(found[1]) <= 53:
        scan.fail("week 后面写一年里的第几周，1 到 53", "单数周写 week 1-53/2，双数周写 week 2-52/2", start)
    return int(found[1])


def _read_days(scan: _Scan) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...], bool]:
    days: list[int] = []
    nth: list[tuple[int, int]] = []
    holidays = False
    more = scan.sees(_WEEKDAY, _HOLIDAY)
    while more:
        if scan.take(_HOLIDAY):
            holidays = True
        elif first := scan.take(_WEEKDAY):
            start = DAYS.index(first[1])
            if scan.take(_OPENED):
                nth += [(start, n) for n in _read_counts(scan)]
            else:
                end = _read_last_day(scan, start)
                days += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
        more = scan.take_comma_before(_WEEKDAY, _HOLIDAY)
    return tuple(dict.fromkeys(days)), tuple(dict.fromkeys(nth)), holidays


def _read_last_day(scan: _Scan, first: int) -> int:
    if not scan.take(_DASH):
        return first
    last = scan.take(_WEEKDAY)
    if not last:
        scan.fail("这里应是星期", "星期写 Mo Tu We Th Fr Sa Su，例如 Mo-Fr")
    return DAYS.index(last[1])


def _read_counts(scan: _Scan) -> Iterator[int]:
    """The numbers in the brackets after a weekday."""
    while True:
        start = scan.place()
        found = scan.take(_COUNT)
        if not found or not 1 <= abs(int(found[0])) <= 5:
            scan.fail("方括号里写第几个，1 到 5，或 -1 到 -5", "例如 Sa[2,4]，最后一个写 Sa[-1]", start)
        last = scan.take(_LAST_COUNT) if int(found[0]) > 0 else None
        yield from range(int(found[0]), int(last[1]) + 1) if last else (int(found[0]),)
        if scan.take(_ENDED):
            return
        if not scan.take(_COMMA):
            scan.fail("方括号没有写完整", "补上 ]，例如 Sa[2,4]")


def _read_spans(scan: _Scan) -> Spans:
    spans: list[tuple[int, int]] = []
    more = scan.sees(_TIME)
    while more:
        start = scan.place()
        spans.append(_read_span(scan, spans[0][0] if spans else DAY))
        if len(spans) > 1 and spans[-1][0] < min(spans[-2][0], _MORNING):
            _refuse_slip(scan, start, spans[-1], f"写在 {_clock(spans[-2][1])} 后面，却早于它")
        if any(b > c for (_, b), (c, _) in pairwise(sorted(spans))):
            scan.fail("和别的一段时间重叠", "合成一段，或核对钟点", start)
        more = scan.take_comma_before(_TIME)
    return join_spans(tuple(spans))


def _read_span(scan: _Scan, first: int) -> tuple[int, int]:
    """One span; what goes on beyond the hour at which its day began is the evening on a clock of twelve hours."""
    start = scan.place()
    opens = _read_time(scan)
    if not scan.take(_DASH):
        scan.fail("只写了一个钟点", "写几点到几点，例如 09:00-12:00")
    if not scan.sees(_TIME):
        scan.fail_here()
    end = scan.place()
    closes = _read_time(scan)
    if opens >= DAY:
        scan.fail("开始的钟点要早于 24:00", "第二天开始的，写在第二天", start)
    if closes == opens:
        scan.fail("开始和结束是同一个钟点", "全天开写 00:00-24:00", end)
    if closes > opens + DAY:
        scan.fail("一段时间超过了 24 小时", "分成两天写；过了半夜的，结束写第二天的钟点，例如 22:00-02:00", end)
    if closes < opens and closes and (opens < _EVENING or first <= closes):
        _refuse_slip(scan, start, (opens, closes), "开到了第二天")
    if _EARLY <= opens < closes <= _DAWN and scan.text[start] != "0":
        _refuse_slip(scan, start, (opens, closes), "在半夜")
    return opens, closes if closes > opens else closes + DAY


_EARLY, _DAWN, _MORNING, _NOON, _EVENING = 60, 7 * 60, 8 * 60, 12 * 60, 18 * 60


def _refuse_slip(scan: _Scan, start: int, span: tuple[int, int], why: str) -> NoReturn:
    """A time of the afternoon typed as on a clock of twelve hours is one of the night, which nobody meant."""
    opens, closes = span
    after = opens + _NOON if opens < min(closes, _NOON) else opens
    end = closes + _NOON if closes < _NOON else closes
    night = f"{_clock(opens)}-{_clock(closes if closes > opens else closes + DAY)}"
    said = "夜里" if closes > opens else "真的开到第二天"
    meant = f"下午的钟点按 24 小时制写：{_clock(after)}-{_clock(end)}" if after < end else "核对钟点"
    fix = f"{meant}；{said}就写 {night}" + ("，放在最前面" if closes > opens else "")
    scan.fail(f"{_clock(opens)}—{_clock(closes)} {why}", fix, start)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _read_time(scan: _Scan) -> int:
    found = scan.take(_TIME)
    if not found:
        scan.fail_here()
    hour, minute = int(found[1]), int(found[2])
    if minute > 59 or hour > 48:
        scan.fail(f"没有“{found[0]}”这个钟点", "按 24 小时制写，例如 09:00", found.start())
    return hour * 60 + minute


NO_TIME = "没有固定的钟点就不写这一项，把话写进 hours_note"
_LONG = 300
"""What is longer is no slip of a few words, and is not searched for a right form."""
_FOREIGN = re.compile(r"[^\x00-\x7f]|~")
_UNREAD = re.compile(rf"{_FOREIGN.pattern}|(?i:\b(?:to|till?|until|and)\b)")
_NO_TIME = re.compile("预约|电话|联系|另行|不定|通知")


def _suggest_hours(text: str) -> str:
    """The same hours in the right form where that can be told; empty where it cannot."""
    if len(text) > _LONG:
        return ""
    if hint := advise(text):
        return hint
    tried = translate(text)
    if tried == text:
        return NO_TIME if _NO_TIME.search(text) else ""
    try:
        _parse(tried)
    except HoursError as error:
        if not _FOREIGN.search(tried):
            return f"写成 {tried}，再改一处：{error}，{error.fix}"
        return NO_TIME if _NO_TIME.search(text) else ""
    return f"写成 {tried}"
