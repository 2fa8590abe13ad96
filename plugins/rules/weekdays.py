"""Dates in texts that are on no such weekday, or on no day at all; hides which year a date without one means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain

from plugins.model import Document, dotted, label_at
from plugins.problems import Problem
from plugins.rules.written import Written, texts_in
from plugins.text import Data, Tree

_DATED = re.compile(
    r"(?:(?<!\d)(\d{4})年\s?)?(?<!\d)(\d{1,2})月\s?(\d{1,2})[日号]"
    r"(?:\s?[（(]?\s?(?:周|星期|礼拜)([一二三四五六日天])(?![一二三四五六日天至到和或、，,—~～-]))?"
)
"""A date, with its weekday where that is one: 周六至周日 and 周六、周日 are of more days than the one before them."""
_WEEKDAYS = "一二三四五六日"
_LEAP = 2028
_BEFORE, _AFTER = timedelta(days=120), timedelta(days=365)
"""So far around the day on which it was written a date without a year lies."""
_FRONT = re.compile(r"\A---\n(?:.*\n)*?---\n")
_TYPED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_WRITTEN_ON = ("date", "reviewed", "received", "from")


def check_weekdays(written: Written, trees: Mapping[str, Tree], read: Callable[[str], str]) -> Iterator[Problem]:
    """A warning for each date that no calendar has; `read` gives a file's text, to find the line of a body."""
    for document in chain(written.sources.documents(), written.sources.drafts):
        if isinstance(document, Document) and "月" in document.body.html:
            yield from _check_body(document, read(document.path))
    for row in written.rows:
        anchor = _written_on(row.data)
        for loc, text in texts_in(row.data, ()):
            for _, message, fix in _judge(text, anchor) if "月" in text else ():
                place = trees[row.path].place((*row.at, *loc)) if row.path in trees else (1, 1)
                yield Problem(row.path, *place, dotted(loc), label_at(row.model, loc), message, fix, "warning")


def _check_body(document: Document, text: str) -> Iterator[Problem]:
    front = _FRONT.match(text)
    start = front.end() if front else 0
    said = next((day for key in _WRITTEN_ON if (day := getattr(document, key, None))), None)
    anchor = said.date() if isinstance(said, datetime) else said
    for at, message, fix in _judge(text[start:], anchor):
        before = text[: start + at]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        yield Problem(document.path, line, column, "body", "正文", message, fix, "warning")


def _written_on(data: Mapping[str, Data]) -> date | None:
    """The day on which an entry says that it was written; None where it says none that can be read."""
    for key in _WRITTEN_ON:
        said = data.get(key)
        match = _TYPED.match(said) if isinstance(said, str) else None
        if match:
            year, month, day = map(int, match[0].split("-"))
            return _day(year, month, day)
    return None


def _judge(text: str, anchor: date | None) -> Iterator[tuple[int, str, str]]:
    """Where a date stands that cannot be, what is wrong, and how to mend it."""
    for match in _DATED.finditer(text):
        year, month, day = match[1], int(match[2]), int(match[3])
        if not _day(int(year) if year else _LEAP, month, day):
            yield match.start(), f"没有这一天：“{match[0]}”", "核对月份和日子"
            continue
        found = [_day(int(year), month, day)] if year else _near(month, day, anchor)
        days = [one for one in found if one]
        if match[4] and days and all(_WEEKDAYS[one.weekday()] != match[4].replace("天", "日") for one in days):
            own = _WEEKDAYS[days[0].weekday()]
            yield match.start(), f"{days[0]} 是星期{own}，写的是“{match[0]}”", "核对日期和星期"


def _near(month: int, day: int, anchor: date | None) -> list[date | None]:
    """The days that a date without a year can mean for who writes on a day."""
    if anchor is None:
        return []
    found = [_day(year, month, day) for year in (anchor.year - 1, anchor.year, anchor.year + 1)]
    return [one for one in found if one and -_BEFORE <= one - anchor <= _AFTER]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
