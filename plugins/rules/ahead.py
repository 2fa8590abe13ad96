"""What is told as done on a day that has not come; hides which dates of which kinds say that something was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plugins.model import Award, Case, Entry, Figure, Ledger, Meeting, Sources, Survey
from plugins.text import Loc

_YEAR = "核对年份；还没有的先不写"
_SLACK = timedelta(days=14)
"""What is typed beforehand for the days to come is no slip of a year."""


def find_ahead(sources: Sources, day: date) -> Iterator[tuple[Entry, Loc, str, str]]:
    """Every such date, as seen from `day`."""
    for entry, loc, when, what in _list_done(sources):
        if when > day + _SLACK:
            yield entry, loc, f"{when} 还没有到，{what}已经写了", _YEAR


def _list_done(sources: Sources) -> Iterator[tuple[Entry, Loc, date, str]]:
    for award in sources.of(Award):
        for i, one in enumerate(award.rounds):
            if one.date:
                yield award, ("rounds", i, "date"), one.date, "这一轮的结果"
    for ledger in sources.of(Ledger):
        for i, line in enumerate(ledger.lines):
            yield ledger, ("lines", i, "date"), line.date, "这一笔"
    for survey in sources.of(Survey):
        yield survey, ("until",), survey.until, "回答"
    for case in sources.of(Case):
        for i, step in enumerate(case.steps):
            yield case, ("steps", i, "date"), step.date, "这一步"
    for meeting in sources.of(Meeting):
        if meeting.decisions:
            yield meeting, ("date",), meeting.date.date(), "会上定的事"
        for i, decision in enumerate(meeting.decisions):
            if decision.done:
                yield meeting, ("decisions", i, "done"), decision.done, "办好"
    for figure in sources.of(Figure):
        for i, value in enumerate(figure.values):
            yield figure, ("values", i, "period"), _begin(value.period), "这一期的数"


def _begin(period: str) -> date:
    """The first day of 2012, 2012-03 or 2008/2012."""
    month = int(period[5:7]) if period[4:5] == "-" else 1
    return date(int(period[:4]), month, 1)
