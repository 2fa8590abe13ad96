"""Opening hours in OpenStreetMap's opening_hours syntax; hides its grammar.

The part of the syntax a community office uses: weekday ranges, times, `off`, `PH`, `24/7`.
Specification: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TIMES = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


class HoursError(ValueError):
    """The text is not opening hours; the message says in Chinese which part."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Days (0 is Monday) and public holidays that share spans of minutes since midnight; no span is closed."""

    days: tuple[int, ...]
    holidays: bool
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours as typed, and the rules they mean; a later rule replaces an earlier one for its days."""

    text: str
    rules: tuple[Rule, ...]

    def week(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """The spans of each weekday, Monday first, when it is no public holiday."""
        spans: list[tuple[tuple[int, int], ...]] = [()] * 7
        for rule in self.rules:
            for day in rule.days:
                spans[day] = rule.spans
        return tuple(spans)

    def on_holidays(self) -> tuple[tuple[int, int], ...] | None:
        """The spans of a public holiday, or None where the hours do not say."""
        said = [rule.spans for rule in self.rules if rule.holidays]
        return said[-1] if said else None


def parse_hours(text: str) -> Hours:
    """Parse opening hours; HoursError names the part that cannot be read."""
    rules = tuple(_parse_rule(part.strip()) for part in text.split(";") if part.strip())
    if not rules:
        raise HoursError("是空的")
    return Hours(text, rules)


def _parse_rule(text: str) -> Rule:
    if text == "24/7":
        return Rule(tuple(range(7)), True, ((0, 1440),))
    head, _, tail = text.partition(" ")
    if _TIMES.match(head):
        head, tail = "Mo-Su", text
    days, holidays = _parse_days(head)
    return Rule(days, holidays, _parse_spans(tail.strip()))


def _parse_days(text: str) -> tuple[tuple[int, ...], bool]:
    days: list[int] = []
    holidays = False
    for part in text.split(","):
        if part == "PH":
            holidays = True
            continue
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise HoursError(f"“{part}”不是星期（用 Mo Tu We Th Fr Sa Su 或 PH）")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return tuple(days), holidays


def _parse_spans(text: str) -> tuple[tuple[int, int], ...]:
    if text in ("off", "closed"):
        return ()
    if not text:
        raise HoursError("没有写几点到几点")
    spans = []
    for part in text.split(","):
        match = _TIMES.fullmatch(part.strip())
        if not match:
            raise HoursError(f"“{part.strip()}”不是时间段（例如 09:00-12:00）")
        opens, closes = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if opens >= 1440 or closes > 2880 or int(match[2]) > 59 or int(match[4]) > 59:
            raise HoursError(f"“{part.strip()}”超出一天的范围")
        spans.append((opens, closes if closes > opens else closes + 1440))
    return tuple(spans)
