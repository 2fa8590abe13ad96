"""Whether rules of opening hours say to a reader what they say to the engine; hides how that is found out.

The engine lets a later rule replace an earlier one. A reader lets the narrower win, wherever it stands: dates that are
named before public holidays, those before the nth weekday of a month, that before a season, that before the week.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations
from typing import NamedTuple

from plugins.model.hours import DAY, DAYS, MONTH_DAYS, MONTHS, Dates, Rule, Weeks, join_spans

WEEK, SEASON, NTH, HOLIDAYS, NAMED_DATES = range(5)
FEW = 7
"""So many days of every year are dates that somebody names; what is longer is a season."""
SAMPLE = range(2026, 2029)
"""Years to try the rules on: one of 53 weeks, one of 52, a leap year."""
TRIED = range(2000, 2028)
"""Twenty-eight years hold every date on every weekday: what is on none of their days is on none at all."""


class RuleFault(NamedTuple):
    """What is wrong with the rule at `at`, and what to write instead."""

    at: int
    message: str
    fix: str


class _RuleMoment(NamedTuple):
    """A day as the rules see it."""

    day: date
    holiday: bool
    school: bool


def find_fault(rules: Sequence[Rule]) -> RuleFault | None:
    """The first rule that can never hold, or that the engine reads otherwise than a reader."""
    if not any(rule.spans for rule in rules):
        return RuleFault(0, "照这样写，哪一天都不开", "写上开的钟点；没有固定的钟点就不写这一项，关一阵子写 closed")
    if len(rules) == 1 and not rules[0].seasonal:
        return None
    moments = tuple(_moments(rules))
    held = [frozenset(m for m in moments if r.hold(*m)) for r in rules]
    found = chain(_find_never(rules, held), _find_covered(rules, held), _find_misread(rules, held))
    return next(found, None)


def _find_never(rules: Sequence[Rule], held: Sequence[frozenset[_RuleMoment]]) -> Iterator[RuleFault]:
    for index, rule in enumerate(rules):
        if not held[index] and not any(rule.hold(day, True, True) for day in _every_day(rule)):
            yield RuleFault(index, "这一段里没有一天", "核对日期和星期")


def _find_covered(rules: Sequence[Rule], held: Sequence[frozenset[_RuleMoment]]) -> Iterator[RuleFault]:
    """Rules of whose days later ones leave none, and say something else."""
    for index, rule in enumerate(rules):
        later = [i for i in range(index + 1, len(rules)) if not rules[i].adds_spans]
        says_other = any(rules[i].spans != rule.spans and held[i] & held[index] for i in later)
        if says_other and held[index] <= frozenset().union(*(held[i] for i in later)):
            yield _explain_never(rules, index)


def _find_misread(rules: Sequence[Rule], held: Sequence[frozenset[_RuleMoment]]) -> Iterator[RuleFault]:
    """Pairs of rules that together say what no reader would think."""
    for i, j in combinations(range(len(rules)), 2):
        whole = join_spans(rules[i].spans + rules[j].spans)
        if rules[j].adds_spans and held[i] & held[j] and any(end - start > DAY for start, end in whole):
            yield RuleFault(j, f"和第 {i + 1} 段加起来，一段超过了 24 小时", "核对钟点；全天开写 24/7")
        if rules[i].spans != rules[j].spans and (fault := _compare_rules(rules, i, j, held[i], held[j])):
            yield fault


def _moments(rules: Sequence[Rule]) -> Iterator[_RuleMoment]:
    holidays = (False, True) if any(r.holidays for r in rules) else (False,)
    school = (False, True) if any(r.school for r in rules) else (False,)
    seasonal = any(r.seasonal or r.nth for r in rules)
    days = _list_days({*SAMPLE, *_years(rules)}) if seasonal else (date(2026, 6, day) for day in range(1, 8))
    return (_RuleMoment(day, h, s) for day in days for h in holidays for s in school)


def _years(rules: Sequence[Rule]) -> Iterator[int]:
    """The first and the last year of each dated rule: a range is tried where it begins and where it ends."""
    for dates in (d for rule in rules for d in rule.dates):
        yield from dates.years or ()


def _list_days(years: set[int]) -> Iterator[date]:
    for year in sorted(years):
        first = date(year, 1, 1)
        yield from (first + timedelta(i) for i in range((date(year, 12, 31) - first).days + 1))


def _every_day(rule: Rule) -> Iterator[date]:
    return _list_days({*TRIED, *_years([rule])})


def _compare_rules(
    rules: Sequence[Rule], i: int, j: int, held_i: frozenset[_RuleMoment], held_j: frozenset[_RuleMoment]
) -> RuleFault | None:
    """The fault of a later rule that replaces, on some day, what a reader takes for the narrower one."""
    for moment in sorted(held_i & held_j):
        before, after = _rank(rules[i], moment), _rank(rules[j], moment)
        if after > before or (after == before and (after == WEEK or held_j < held_i or rules[j].adds_spans)):
            continue
        if before == after and not held_i < held_j:
            words = f"{moment.day.month}月{moment.day.day}日" if rules[i].dates or rules[j].dates else "有的日子"
            return RuleFault(j, f"和第 {i + 1} 段重叠：{words}两段都有", "把两段的日期分开，一天只归一段")
        what = "带 PH 的" if before == HOLIDAYS else "说得更细的"
        message = "PH 写在前面，会被这一段盖掉" if before == HOLIDAYS else f"第 {i + 1} 段写在前面，会被这一段盖掉"
        return RuleFault(j, message, f"{what}写在后面：{write_rules(_order(rules))}")
    return None


def _rank(rule: Rule, moment: _RuleMoment) -> int:
    """How narrow a rule is, for a reader, on a day it is about."""
    if rule.dates and all(map(_is_named, rule.dates)):
        return NAMED_DATES
    if rule.holidays and moment.holiday:
        return HOLIDAYS
    if moment.day.weekday() not in rule.days:
        return NTH
    return SEASON if rule.seasonal else WEEK


def _is_named(dates: Dates) -> bool:
    """Whether a range is of days that somebody names, not a season of every year."""
    if dates.years:
        return True
    first, last = (sum(MONTH_DAYS[: month - 1]) + day for month, day in (dates.first, dates.last))
    return 0 <= last - first < FEW


def _order(rules: Sequence[Rule]) -> list[Rule]:
    """The rules as a reader takes them, the narrower later; a rule for weekdays and holidays is parted."""
    parted: list[tuple[int, int, Rule]] = []
    for rule in rules:
        if rule.holidays and (rule.days or rule.nth) and not rule.dates:
            weekly = replace(rule, holidays=False)
            parted.append((_lowest(weekly), -_length(weekly), weekly))
            rule = replace(rule, days=(), nth=())
        parted.append((_lowest(rule), -_length(rule), rule))
    ordered = sorted(parted, key=lambda one: one[:2])
    return [rule for _, _, rule in ordered]


def _lowest(rule: Rule) -> int:
    if rule.dates and all(map(_is_named, rule.dates)):
        return NAMED_DATES
    if rule.holidays:
        return HOLIDAYS
    return NTH if rule.nth else SEASON if rule.seasonal else WEEK


def _length(rule: Rule) -> int:
    return sum(rule.hold(day, False, True) for day in _list_days({*SAMPLE, *_years([rule])}))


def _explain_never(rules: Sequence[Rule], index: int) -> RuleFault:
    """A rule that later ones replace on all its days: mostly two spans of one day that were parted by a semicolon."""
    rule = rules[index]
    for other in rules[index + 1 :]:
        apart = rule.spans and other.spans and len(join_spans(rule.spans + other.spans)) >= 2
        whole = not other.seasonal and not other.nth and len(other.days) == len(DAYS)
        same = replace(other, spans=rule.spans, comment=rule.comment) == rule
        if apart and not _collide(rule, other) and (same or (whole and not rule.seasonal)):
            joined = replace(rule, spans=join_spans(rule.spans + other.spans))
            rest = [joined if r is rule else r for r in rules if r is not other]
            fix = f"同一天的几段时间用逗号分开：写成 {write_rules(rest)}"
            return RuleFault(index, "后面的一段把它整个盖掉了，哪一天都用不上", fix)
    ordered = _order(rules)
    fix = "删掉用不上的那一段" if write_rules(ordered) == write_rules(rules) else f"写成 {write_rules(ordered)}"
    return RuleFault(index, "后面的一段把它整个盖掉了，哪一天都用不上", fix)


def _collide(one: Rule, other: Rule) -> bool:
    return len(join_spans(one.spans + other.spans)) < len(one.spans) + len(other.spans)


def write_rules(rules: Sequence[Rule]) -> str:
    """Rules as an editor would type them."""
    text = ""
    for i, rule in enumerate(rules):
        mark = "" if not i else ", " if rule.adds else "; "
        text += mark + _write(rule)
    return text


def _write(rule: Rule) -> str:
    days = _write_days(rule.days) + [f"{DAYS[day]}[{n}]" for day, n in rule.nth] + ["PH"] * rule.holidays
    parts = [
        ",".join(map(_write_dates, rule.dates)),
        f"week {','.join(map(_write_weeks, rule.weeks))}" if rule.weeks else "",
        "SH" if rule.school else "",
        "" if len(rule.days) == len(DAYS) and rule.seasonal else ",".join(days),
        ",".join(f"{_write_clock(a)}-{_write_clock(b)}" for a, b in rule.spans) or "off",
        f'"{rule.comment}"' if rule.comment else "",
    ]
    return " ".join(part for part in parts if part)


def _write_days(days: Sequence[int]) -> list[str]:
    """Mo-Fr, or Mo and We each by itself; from Monday on."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs]


def _write_dates(dates: Dates) -> str:
    """Jul, Jul-Aug, Nov 24-30, Jul 01-Aug 15, 2026 Dec 31-2027 Jan 02."""
    (month, day), (until_month, until_day) = dates.first, dates.last
    year, until_year = dates.years or (0, 0)
    months = day == 1 and until_day == MONTH_DAYS[until_month - 1]
    start = f"{f'{year} ' if year else ''}{MONTHS[month - 1]}{'' if months else f' {day:02d}'}"
    if (year, month) == (until_year, until_month):
        return start if months or day == until_day else f"{start}-{until_day:02d}"
    end = f"{f'{until_year} ' if until_year != year else ''}{MONTHS[until_month - 1]}"
    return f"{start}-{end}" + ("" if months else f" {until_day:02d}")


def _write_weeks(weeks: Weeks) -> str:
    last = f"-{weeks.last}" if weeks.last != weeks.first else ""
    return f"{weeks.first}{last}" + (f"/{weeks.step}" if weeks.step > 1 else "")


def _write_clock(minutes: int) -> str:
    hours = minutes if minutes <= DAY * 2 else minutes - DAY
    return f"{hours // 60:02d}:{hours % 60:02d}"
