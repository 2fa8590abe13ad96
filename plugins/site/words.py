"""Dates, times and hours in plain Chinese; hides every format string of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from plugins.model import MONTH_DAYS, Dates, Hours, Schedule, Spans, Weeks, clock_words, hours_words, span_of_day

_DAY = timedelta(days=1)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


DIGITS = "零一二三四五六七八九"


def list_words(words: Iterable[str]) -> str:
    """新闻、活动和政策"""
    *first, last = list(words) or [""]
    return f"{'、'.join(first)}和{last}" if first else last


def choose_words(words: Iterable[str]) -> str:
    """按类别、按人群或按小区"""
    *first, last = list(words) or [""]
    return f"{'、'.join(first)}或{last}" if first else last


def count_words(number: int) -> str:
    """How many of something: 两, 十二, 二十三; from a hundred on in digits."""
    if number == 2:
        return "两"
    tens, ones = divmod(number, 10)
    if not tens or tens > 9:
        return str(number) if tens else DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def date_words(day: date) -> str:
    """2026年11月23日"""
    return f"{day.year}年{day.month}月{day.day}日"


def day_words(day: date) -> str:
    """2026年11月23日 周一"""
    return f"{date_words(day)} {WEEKDAYS[day.weekday()]}"


def term_words(first: date, last: date) -> str:
    """2026年10月12日至10月30日"""
    if first == last:
        return day_words(first)
    end = f"{last.month}月{last.day}日" if first.year == last.year else date_words(last)
    return f"{date_words(first)}至{end}"


def weeks_between(first: date, last: date) -> Iterator[tuple[date, ...]]:
    """The weeks from `first` to `last`, each of seven days from Monday on."""
    monday = first - timedelta(first.weekday())
    while monday <= last:
        yield tuple(monday + timedelta(n) for n in range(7))
        monday += timedelta(7)


def short_day_words(day: date) -> str:
    """11月23日 周一"""
    return f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"


def moment_words(moment: datetime) -> str:
    """2026年11月23日 周一 9:00"""
    return f"{day_words(moment)} {clock_words(moment)}"


def span_words(starts: datetime, ends: datetime) -> str:
    """2026年11月28日 周六 9:00—11:30, the second day only where it lasts longer than a day."""
    if ends - starts <= _DAY:
        return f"{day_words(starts)} {hours_words(starts, ends)}"
    if ends.time() == time():
        # Midnight ends the day before it; named with the next day it would read as all of that day.
        return f"{moment_words(starts)} 至 {day_words(ends - _DAY)} 24:00"
    return f"{moment_words(starts)} 至 {moment_words(ends)}"


def span_between(since: datetime, until: datetime | None) -> str:
    """12月1日 周二 9:00—17:00, 12月1日 周二至12月3日 周四, 12月1日 周二 9:00 至 12月2日 周三 8:00; without an end 12月1日 周二 9:00起.

    No year: it is said of what comes in the next weeks.
    """
    whole = since.time() == time()
    begin = short_day_words(since) if whole else f"{short_day_words(since)} {clock_words(since)}"
    if until is None:
        return f"{begin}起"
    last = (until - _DAY).date() if until.time() == time() else until.date()
    if whole and until.time() == time():
        return begin if last == since.date() else f"{begin}至{short_day_words(last)}"
    if last == since.date():
        return f"{short_day_words(since)} {hours_words(since, until)}"
    end = "24:00" if until.time() == time() else clock_words(until)
    return f"{begin} 至 {short_day_words(last)} {end}"


def minutes_words(spans: Spans) -> str:
    """9:00—12:00、14:00—18:00; 休息 where there is no span."""
    return "、".join(span_of_day(start, end) for start, end in spans) or "休息"


def schedule_words(schedule: Schedule) -> str:
    """9:00—12:00、14:00—18:00（预约）"""
    return minutes_words(schedule.spans) + (f"（{schedule.comment}）" if schedule.comment else "")


def hours_sentence(hours: Hours) -> str:
    """周一至周五 9:00—12:00、14:00—18:00，周末休息，法定节假日休息"""
    groups = rule_groups(hours)
    specials = special_rules(hours)
    every_day = [schedule.spans for _, schedule, _ in groups]
    holidays = hours.on_holidays()
    plain = [rule for rule in specials if rule.holidays and holidays is not None]
    parts = ["全天开放"] if every_day == [ALL_DAY] else _week_clauses(groups)
    if every_day == [ALL_DAY] == [holidays]:
        specials = [rule for rule in specials if rule not in plain]
    for rule in specials:
        same = rule in plain and [rule.schedule.spans] == every_day
        parts.append("法定节假日照常" if same else _clause(rule.label, rule.words, rule.schedule))
    return "，".join(parts)


def _week_clauses(groups: list[tuple[str, Schedule, list[int]]]) -> list[str]:
    """The week in words; many closed days are left out, the open ones say enough."""
    return [
        _clause(label, schedule_words(schedule), schedule)
        for label, schedule, days in groups
        if schedule.spans or len(days) <= FEW_DAYS or len(days) == len(WEEKDAYS)
    ]


def _clause(label: str, words: str, schedule: Schedule) -> str:
    gap = " " if schedule.spans else ""
    return f"{label}{gap}{words}"


ALL_DAY = ((0, 1440),)
FEW_DAYS = 3
"""So many closed days of a week are worth saying; where more are closed, the open ones say enough."""


def rule_groups(hours: Hours) -> list[tuple[str, Schedule, list[int]]]:
    """The weekdays that share a schedule in every week, closed ones last: their label, the schedule, the days."""
    if not any(rule.weekly for rule in hours.rules):
        return []
    groups: dict[Schedule, list[int]] = {}
    for day, schedule in enumerate(hours.plain_week()):
        groups.setdefault(schedule, []).append(day)
    ordered = sorted(groups.items(), key=lambda group: not group[0].spans)
    return [(days_words(days), schedule, days) for schedule, days in ordered]


class SpecialRule(NamedTuple):
    """What holds on some days of the year, before what is said above it; `adds` is where it adds to that."""

    label: str
    schedule: Schedule
    holidays: bool
    adds: bool

    @property
    def words(self) -> str:
        return ("另加 " if self.adds else "") + schedule_words(self.schedule)


def special_rules(hours: Hours) -> list[SpecialRule]:
    """What holds on nth weekdays, in a season and on public holidays, in the order in which it counts.

    每月第一个周日, 7月至8月周一至周五, 双周周五, 寒暑假, 法定节假日
    """
    found = []
    for rule in hours.rules:
        schedule = Schedule(rule.spans, rule.comment)
        season = "、".join(map(_dates, rule.dates)) + "、".join(map(_weeks_words, rule.weeks)) + "寒暑假" * rule.school
        names = []
        if rule.days and season and len(rule.days) < len(WEEKDAYS):
            names.append(days_words(sorted(rule.days)))
        if rule.nth:
            names.append(("" if season else "每月") + "、".join(_nth(n, day) for day, n in rule.nth))
        whole = season and len(rule.days) == len(WEEKDAYS)
        if rule.holidays and season and not whole:
            names.append("法定节假日")
        label = season + "、".join(names)
        if label:
            found.append(SpecialRule(label, schedule, holidays=False, adds=rule.adds_spans))
        if rule.holidays and not season:
            found.append(SpecialRule("法定节假日", schedule, holidays=True, adds=rule.adds_spans))
    return found


_ODD, _EVEN = "单周", "双周"


def _weeks_words(weeks: Weeks) -> str:
    """单周, 双周, 第10周, 第10周至第20周每隔一周; weeks are numbered as in ISO 8601."""
    if (weeks.first, weeks.step) in ((1, 2), (2, 2)) and weeks.last >= LAST_WEEKS:
        return _ODD if weeks.first == 1 else _EVEN
    run = f"第{weeks.first}周" + (f"至第{weeks.last}周" if weeks.last != weeks.first else "")
    return run + ("" if weeks.step == 1 else "每隔一周的" if weeks.step == EVERY_SECOND else f"每{weeks.step}周的")


LAST_WEEKS = 52
EVERY_SECOND = 2


def _dates(dates: Dates) -> str:
    """7月, 7月至8月, 12月24日, 7月1日至8月31日, 2026年12月31日"""
    first, last = dates.first, dates.last
    year, until = (f"{y}年" for y in dates.years) if dates.years else ("", "")
    whole = first[1] == 1 and last[1] == MONTH_DAYS[last[0] - 1]
    start = f"{year}{first[0]}月" + ("" if whole else f"{first[1]}日")
    end = ("" if until == year else until) + f"{last[0]}月" + ("" if whole else f"{last[1]}日")
    return start if (first == last and until == year) or (whole and first[0] == last[0]) else f"{start}至{end}"


def dates_between(first: date, last: date) -> str:
    """2027年1月1日 周五, 2027年2月5日 周五至2月6日 周六"""
    if first == last:
        return day_words(first)
    return f"{day_words(first)}至{short_day_words(last) if first.year == last.year else day_words(last)}"


def days_words(days: list[int]) -> str:
    """周一至周五, 周末, 每天, 周一、周三"""
    if days == [5, 6]:
        return "周末"
    if len(days) == 7:
        return "每天"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{WEEKDAYS[days[0]]}至{WEEKDAYS[days[-1]]}"
    return "、".join(WEEKDAYS[day] for day in days)


_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNITS = {"DAILY": "天", "WEEKLY": "周", "MONTHLY": "月", "YEARLY": "年"}
_SAID = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_SAID_BY: Mapping[str, tuple[AbstractSet[str], ...]] = {
    "天": (set(),),
    "周": (set(), {"BYDAY"}),
    "月": (set(), {"BYDAY"}, {"BYMONTHDAY"}),
    "年": (set(), {"BYMONTH", "BYMONTHDAY"}),
}
"""The parts of a rule the words below can say; COUNT, UNTIL and WKST change no day that is shown."""


def repeat_words(rule: str, first: date | None = None) -> str:
    """每周二、周四, 每周一至周五, 隔周周六, 每月第一个周日, 每月15日; 定期举行 for what is rarer (RFC 5545 RRULE).

    What the rule leaves to its first day is said by `first`.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    unit = _UNITS[parts["FREQ"]]
    by = parts.keys() - _SAID
    if by not in _SAID_BY[unit]:
        return "定期举行"
    step = int(parts.get("INTERVAL", "1"))
    every = (
        f"每{unit}"
        if step == 1
        else "隔天"
        if (step, unit) == (EVERY_SECOND, "天")
        else f"每{step}{'个' if unit == '月' else ''}{unit}"
    )
    if unit == "年":
        return every + _year_day(parts, by, first)
    days = [_split_day(code) for code in _codes_of(parts, "BYDAY")]
    if unit == "周":
        days = days or ([(0, first.weekday())] if first else [])
        return _week_words(every, step, [day for _, day in days]) if days else every
    if days:
        return every + "、".join(_nth(n, day) for n, day in days)
    if unit == "月" and not by and first:
        return f"{every}{first.day}日"
    return every + "、".join(_month_day(int(code)) for code in _codes_of(parts, "BYMONTHDAY"))


def _week_words(every: str, step: int, days: Iterable[int]) -> str:
    """每周二、周四; 隔周周六; of all seven 每天."""
    names = days_words(sorted(days))
    if step > 1:
        return f"隔周{names}" if step == EVERY_SECOND else f"{every}的{names}"
    return names if names.startswith("每") else f"每{names}"


def _year_day(parts: Mapping[str, str], by: AbstractSet[str], first: date | None) -> str:
    """3月5日; empty where a rule says less."""
    if by:
        days = "、".join(_month_day(int(code)) for code in _codes_of(parts, "BYMONTHDAY"))
        return "、".join(f"{month}月{days}" for month in _codes_of(parts, "BYMONTH"))
    return f"{first.month}月{first.day}日" if first else ""


def _codes_of(parts: Mapping[str, str], name: str) -> list[str]:
    return [code for code in parts.get(name, "").split(",") if code]


def _split_day(code: str) -> tuple[int, int]:
    """(n, weekday) of 2TU, TU or -1SU; n is 0 where there is none."""
    return int(code[:-2] or 0), _DAY_CODES.index(code[-2:])


def _nth(n: int, day: int) -> str:
    if n == 0:
        return f"每个{WEEKDAYS[day]}"
    if n == -1:
        return f"最后一个{WEEKDAYS[day]}"
    return f"{'倒数' if n < 0 else ''}第{'一二三四五'[abs(n) - 1]}个{WEEKDAYS[day]}"


def _month_day(day: int) -> str:
    if day == -1:
        return "最后一天"
    return f"倒数第{-day}天" if day < 0 else f"{day}日"


def say_time(seconds: int) -> str:
    """3:20, 1:05:00"""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def say_size(size: int) -> str:
    """12 KB, 3.2 MB"""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
