"""What people and programs take from what is published of opening hours: readers of their own, and random hours to read.

A reader answers for a day with spans of minutes from what stands on a page, in JSON-LD or in HSDS, and knows nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from plugins.model.hours_text import HoursError, parse_hours
from tests.hours_oracle import DAYS as YEAR
from tests.hours_oracle import Case, Spans

Node = dict[str, Any]
Reader = Callable[[date], Spans]
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
NAMES = "一二三四五六日"
LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# Random hours


def random_cases(seed: int, count: int) -> list[Case]:
    """So many different hours that the parser lets pass, some with exceptions and closures."""
    rng = Random(seed)
    found: dict[str, Case] = {}
    while len(found) < count:
        text = _random_text(rng)
        try:
            parse_hours(text)
        except HoursError:
            continue
        found.setdefault(text, Case(text, lambda *_: (), _random_exceptions(rng), _random_closure(rng)))
    return list(found.values())


def _random_text(rng: Random) -> str:
    parts = [f"{_random_days(rng)} {_random_times(rng)}" for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3)))]
    parts += [_random_season(rng) for _ in range(rng.choice((0, 0, 0, 1, 1, 2)))]
    if rng.random() < 0.3:
        day, n = rng.choice(DAYS), rng.choice(("1", "2,4", "-1", "1-3", "3"))
        parts.append(f"{day}[{n}] {rng.choice((_random_times(rng), 'off'))}")
    if rng.random() < 0.5:
        parts.append(f"PH {rng.choice(('off', 'off', _random_times(rng)))}")
    if rng.random() < 0.25:
        parts.append(f"{_random_dates(rng)} {rng.choice(('off', _random_times(rng)))}")
    text = "; ".join(parts) or "24/7"
    return text.replace("; ", ", ", 1) if rng.random() < 0.15 else text


def _random_season(rng: Random) -> str:
    when = rng.choice(("Jul-Aug", "Nov-Feb", "Mar", "Mar 10-Apr 05", "week 1-53/2", "week 2-52/2", "week 10-20", "SH"))
    days = rng.choice(("", f"{_random_days(rng)} "))
    return f"{when} {days}{rng.choice(('off', _random_times(rng), _random_times(rng)))}"


def _random_dates(rng: Random) -> str:
    return rng.choice(
        ("Dec 24", "May 20-22", "2026 Feb 10-Mar 03", "2026 Nov 24-30", "2026 Oct 01-03", "2026 Dec 31-2027 Jan 02")
    )


def _random_days(rng: Random) -> str:
    listed = ",".join(rng.sample(DAYS, rng.randint(1, 3)))
    return rng.choice(("Mo-Fr", "Mo-Fr", "Mo-Su", "Sa-Su", "Sa-Su,PH", "Tu-Su", "Mo-Su,PH", listed))


def _random_times(rng: Random) -> str:
    comment = rng.choice(("", "", "", ' "预约"'))
    return rng.choice(
        ("09:00-12:00", "09:00-12:00,14:00-18:00", "14:30-17:30", "19:00-26:00", "22:00-02:00", "00:00-24:00", "06:00-22:00", "18:00-24:00")
    ) + comment  # fmt: skip


def _random_exceptions(rng: Random) -> tuple[dict[str, Any], ...]:
    if rng.random() > 0.3:
        return ()
    first = date(2026, rng.randint(3, 9), rng.randint(1, 28))
    last = first + timedelta(rng.choice((0, 1, 6, 9, 40)))
    said = rng.choice(
        (
            {"closed": "true"},
            {"hours": "10:00-11:00"},
            {"hours": "Mo-Fr 10:00-11:00"},
            {"hours": "Sa 08:00-09:00; PH off"},
        )
    )
    return ({"from": str(first), "until": str(last), "note": "试一试"} | said,)


def _random_closure(rng: Random) -> dict[str, Any] | None:
    if rng.random() > 0.15:
        return None
    first = date(2026, rng.randint(1, 12), rng.randint(1, 28))
    until = {"until": str(first + timedelta(rng.randint(0, 50)))} if rng.random() < 0.7 else {}
    return {"from": str(first), "notice": "装修"} | until


# What a page says in Chinese


def read_table(rows: Sequence[Any], days_off: set[date], workdays: set[date], school: set[date]) -> Reader:
    """The rows of a week table, a later one before those above it; 其他日子 is what no row names."""
    return _read_rules([(row.day, row.hours) for row in rows], days_off, workdays, school)


def read_sentence(sentence: str, days_off: set[date], school: set[date]) -> Reader:
    """The sentence of the cards; of weekends on which people work it says nothing."""
    rules = []
    sentence = sentence.replace("全天开放", "每天 0:00—24:00").replace("法定节假日照常", "")
    for clause in sentence.split("，"):
        found = re.fullmatch(r"(.*?) ?((?:另加 )?\d+:\d\d—.*|休息.*)", clause) if clause else None
        if clause:
            assert found, clause
            rules.append((found[1], found[2]))
    return _read_rules(rules, days_off, set(), school)


def _read_rules(
    rules: Sequence[tuple[str, str]], days_off: set[date], workdays: set[date], school: set[date]
) -> Reader:
    plain = [
        (_read_label(label, days_off, school), _read_words(words), "另加" in words)
        for label, words in rules
        if "调休" not in label
    ]
    said = next((words for label, words in rules if "调休" in label), "")

    def on(day: date, weekday: int | None = None) -> Spans:
        spans: Spans = ()
        for holds, found, adds in plain:
            if holds(day, day.weekday() if weekday is None else weekday):
                spans = _join(spans + found) if adds else found
        return spans

    def read(day: date) -> Spans:
        if day not in workdays or not said:
            return on(day)
        week = {_ordinary(rules, day, i) for i in range(5)}
        return next(iter(week)) if len(week) == 1 and () not in week else on(day)

    def _ordinary(_: object, day: date, weekday: int) -> Spans:
        named = [
            (h, s, a)
            for (label, _w), (h, s, a) in zip(((x, y) for x, y in rules if "调休" not in x), plain, strict=True)
            if "个周" not in label or weekday < 0
        ]
        spans: Spans = ()
        for holds, found, adds in named:
            if holds(day, weekday):
                spans = _join(spans + found) if adds else found
        return spans

    return read


def _read_words(words: str) -> Spans:
    """9:00—12:00、19:00—次日2:00（预约）"""
    words = re.sub(r"（[^）]*）$", "", words.removeprefix("另加 "))
    if words == "休息":
        return ()
    spans = []
    for part in words.split("、"):
        first, last = part.split("—")
        spans.append((_minute(first), _minute(last)))
    return tuple(spans)


def _minute(clock: str) -> int:
    late = 1440 if clock.startswith("次日") else 0
    hour, minute = clock.removeprefix("次日").split(":")
    return late + int(hour) * 60 + int(minute)


_DATE = r"(?:(\d{4})年)?(\d+)月(?:(\d+)日)?"
_RANGE = re.compile(rf"{_DATE}(?:至{_DATE})?")
_NTH = re.compile(r"(最后一|倒数第[一二三四五]|第[一二三四五])个周([一二三四五六日])")
_WEEKS = re.compile(r"单周|双周|第(\d+)周(?:至第(\d+)周)?")


def _read_label(label: str, days_off: set[date], school: set[date]) -> Callable[[date, int], bool]:
    """Whether a label is about a day that is, or were, some weekday."""
    rest = label
    tests: list[Callable[[date], bool]] = []
    if rest.startswith("寒暑假"):
        rest = rest.removeprefix("寒暑假")
        tests.append(lambda day: day in school)
    dates = []
    while found := _RANGE.match(rest):
        dates.append(_read_range(found))
        rest = rest[found.end() :].removeprefix("、")
    if dates:
        tests.append(lambda day: any(holds(day) for holds in dates))
    if found := _WEEKS.match(rest):
        rest = rest[found.end() :]
        tests.append(_read_weeks(found))
    rest = rest.removeprefix("每月").removeprefix("、")
    on_holidays = "法定节假日" in rest
    rest = rest.replace("、法定节假日", "").replace("法定节假日", "")
    nth = [(m[1], NAMES.index(m[2])) for m in _NTH.finditer(rest)]
    rest = _NTH.sub("", rest).strip("、")
    weekdays = _read_weekdays(rest)
    if not rest and not nth and not on_holidays:
        weekdays = set(range(7))

    def holds(day: date, weekday: int) -> bool:
        return all(test(day) for test in tests) and (
            weekday in weekdays
            or (on_holidays and day in days_off)
            or (day.weekday() == weekday and any(weekday == d and _is_nth(day, n) for n, d in nth))
        )

    return holds


def _read_weekdays(words: str) -> set[int]:
    if words == "每天":
        return set(range(7))
    if words == "其他日子":
        return set()
    days: set[int] = set()
    for part in words.split("、") if words else ():
        if part == "周末":
            days |= {5, 6}
        elif "至" in part:
            first, last = (NAMES.index(p[1]) for p in part.split("至"))
            days |= set(range(first, last + 1))
        else:
            assert re.fullmatch("周[一二三四五六日]", part), words
            days.add(NAMES.index(part[1]))
    return days


def _read_range(found: re.Match[str]) -> Callable[[date], bool]:
    year, month, day, until_year, until_month, until_day = (int(g) if g else 0 for g in found.groups())
    until_month, until_day = until_month or month, until_day if until_month else day
    first, last = (month, day or 1), (until_month, until_day or 31)
    if not year:
        return lambda d: (
            first <= (d.month, d.day) <= last
            if first <= last
            else (d.month, d.day) >= first or (d.month, d.day) <= last
        )
    span = ((year, *first), (until_year or year, *last))
    return lambda d: span[0] <= (d.year, d.month, d.day) <= span[1]


def _read_weeks(found: re.Match[str]) -> Callable[[date], bool]:
    if found[0] in ("单周", "双周"):
        odd = found[0] == "单周"
        return lambda d: d.isocalendar().week % 2 == odd
    first, last = int(found[1]), int(found[2] or found[1])
    return lambda d: first <= d.isocalendar().week <= last


def _is_nth(day: date, words: str) -> bool:
    if words == "最后一" or words.startswith("倒数"):
        back = 1 if words == "最后一" else "一二三四五".index(words[-1]) + 1
        return (day + timedelta(7 * back)).month != day.month and (day + timedelta(7 * (back - 1))).month == day.month
    return (day.day + 6) // 7 == "一二三四五".index(words[-1]) + 1


def read_special(rows: Iterable[Any], inner: Reader) -> Reader:
    """The days that differ as a page lists them, over what the week says."""
    found = [_read_special(row.when, row.hours) for row in rows]

    def read(day: date) -> Spans:
        for holds, spans in found:
            if holds(day):
                return spans
        return inner(day)

    return read


def _read_special(when: str, hours: str) -> tuple[Callable[[date], bool], Spans]:
    whole, _, weekdays = when.partition("，")
    ends = re.findall(r"(?:(\d{4})年)?(\d+)月(\d+)日", whole)
    (year, month, day), (until_year, until_month, until_day) = ends[0], ends[-1]
    first = date(int(year), int(month), int(day))
    last = date(int(until_year or year), int(until_month), int(until_day))
    days = _read_weekdays(weekdays) if weekdays else set(range(7))
    return (lambda d: first <= d <= last and d.weekday() in days), _read_words(hours)


# What programs read


def read_json_ld(node: Node, days_off: set[date]) -> Reader:
    """schema.org: what has dates before what has none, public holidays before the week."""
    listed = node.get("hoursAvailable", [])
    listed = [*listed, *node.get("openingHoursSpecification", []), *node.get("specialOpeningHoursSpecification", [])]

    def read(day: date) -> Spans:
        dated = [
            n
            for n in listed
            if "validFrom" in n
            and n["validFrom"] <= str(day) <= n.get("validThrough", "9999")
            and LONG[day.weekday()] in n.get("dayOfWeek", LONG)
        ]
        holiday = [n for n in listed if n.get("dayOfWeek") == "PublicHolidays"] if day in days_off else []
        plain = [
            n
            for n in listed
            if "validFrom" not in n and n["dayOfWeek"] != "PublicHolidays" and LONG[day.weekday()] in n["dayOfWeek"]
        ]
        return _clocks((n["opens"], n["closes"]) for n in dated or holiday or plain)

    return read


def read_hsds(rows: Sequence[Node]) -> Reader:
    """Schedules: rows with dates before those without."""

    def read(day: date) -> Spans:
        dated = [
            r
            for r in rows
            if "valid_from" in r
            and r["valid_from"] <= str(day) <= r.get("valid_to", "9999")
            and CODES[day.weekday()] in r.get("byday", ",".join(CODES)).split(",")
        ]
        plain = [
            r for r in rows if "valid_from" not in r and any(_is_byday(day, code) for code in r["byday"].split(","))
        ]
        return _clocks((r["opens_at"][:5], r["closes_at"][:5]) for r in dated or plain if "opens_at" in r)

    return read


def _is_byday(day: date, code: str) -> bool:
    if CODES[day.weekday()] != code[-2:]:
        return False
    n = int(code[:-2] or 0)
    if not n:
        return True
    return (
        (day.day + 6) // 7 == n
        if n > 0
        else (day + timedelta(-7 * n)).month != day.month and (day + timedelta(-7 * (n + 1))).month == day.month
    )


def _clocks(pairs: Iterable[tuple[str, str]]) -> Spans:
    spans = []
    for opens, closes in pairs:
        if (opens, closes) == ("00:00", "00:00"):
            continue
        a, b = _minute(opens), 1440 if closes == "23:59" else _minute(closes)
        spans.append((a, b if b > a else b + 1440))
    return tuple(sorted(spans))


def _join(spans: Spans) -> Spans:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def minutes_of(read: Callable[[date], Spans]) -> bytearray:
    """1 for each minute of 2026 that is open; what begins on the last day of 2025 counts by the same reader."""
    found = bytearray((len(YEAR) + 2) * 1440)
    for index, day in enumerate((YEAR[0] - timedelta(1), *YEAR), -1):
        for start, end in read(day):
            a, b = max(index * 1440 + start, 0), max(index * 1440 + end, 0)
            found[a:b] = b"\1" * (b - a)
    return found[: len(YEAR) * 1440]


def differences(truth: Reader, told: Reader, days: Iterable[date] = YEAR) -> Iterator[tuple[date, Spans, Spans]]:
    """Every day of which a reader believes something else."""
    for day in days:
        if truth(day) != told(day):
            yield day, truth(day), told(day)
