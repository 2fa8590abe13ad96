"""What will be overdue when, and whose task it is; hides where each kind's deadlines come from.

A kind says its own deadlines on its record (`Kind.deadlines`); what hangs on several entries is a function in ACROSS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from plugins.model import KINDS, Column, EntryDeadline, Record, Roster, Sources, all_cases, dotted, label_at
from plugins.problems import Problem
from plugins.text import Loc, Tree

AHEAD = timedelta(days=14)
"""So long before it `check` tells of a deadline."""
EDITOR = "网站编辑"
"""Whose task it is where no entry says."""
_TOLD_ELSEWHERE = "consents"
"""What `check` tells by a rule of its own, longer ahead."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing to be done, and where; the order is that of the list."""

    day: date
    role: str
    task: str
    title: str
    """What it is about, by its name; of a person the id, for the list may travel."""
    fix: str
    path: str
    loc: Loc
    """Its place in the file."""
    kind: str
    lasts: bool

    @property
    def rank(self) -> tuple[date, str, str, str, str]:
        return self.day, self.role, self.task, self.path, str(self.loc)


def list_deadlines(sources: Sources, today: date, until: date = date.max) -> tuple[Deadline, ...]:
    """Every deadline up to `until` in order, with those that are past and still to be met."""
    found = chain(_of_kinds(sources), *(across(sources) for across in ACROSS))
    kept = (d for d in found if d.day <= until and (d.day > today or d.lasts))
    return tuple(sorted(kept, key=lambda deadline: deadline.rank))


def check_deadlines(sources: Sources, trees: Mapping[str, Tree], today: date) -> Iterator[Problem]:
    """A warning for each deadline that is near or past, with its line and label."""
    models = {model.kind.name: model for model in KINDS}
    for due in list_deadlines(sources, today, today + AHEAD):
        if _TOLD_ELSEWHERE in due.loc:
            continue
        inside = due.loc[1:] if due.loc and isinstance(due.loc[0], int) else due.loc
        line, column = trees[due.path].place(due.loc)
        label = label_at(models[due.kind], inside)
        message = f"{due.task}：{due.title}，{tell_when(due.day, today)}（{due.role}）"
        yield Problem(due.path, line, column, dotted(inside), label, message, due.fix, "warning")


def tell_when(day: date, today: date) -> str:
    left = (day - today).days
    return f"{day}，还有 {left} 天" if left > 0 else f"{day} 起就过期了" if left else f"{day}，就是今天"


def _of_kinds(sources: Sources) -> Iterator[Deadline]:
    """What the entries of every kind say on their own."""
    for model in KINDS:
        if model.kind.deadlines:
            for entry in sources.of(model):
                if isinstance(entry, Roster) and _has_heir(entry, sources):
                    continue
                for own in model.kind.deadlines(entry):
                    yield _place(own, entry, sources)


def _has_heir(roster: Roster, sources: Sources) -> bool:
    """Whether another roster of the team goes on in the same place."""
    others = sources.rosters_by_organization.get(roster.organization, ())
    return any(other.location == roster.location and other.until > roster.until for other in others)


def _place(own: EntryDeadline, entry: Record, sources: Sources) -> Deadline:
    title = entry.called or entry.id_or_slug
    role = own.role or _role_of(entry, sources)
    return Deadline(own.day, role, own.task, title, own.fix, entry.path, entry.at + own.loc, entry.kind.name, own.lasts)


def _role_of(entry: Record, sources: Sources) -> str:
    """Who keeps an entry: the contact it names, else its team's, else the one who wrote it, else the editors."""
    team = sources.organization.get(getattr(entry, "organization", None) or "")
    for contact in (getattr(entry, "contact", None), team.contact if team else None):
        if contact and contact.name:
            return str(contact.name)
    return team.name if team else str(getattr(entry, "author", None) or EDITOR)


def _find_stale_columns(sources: Sources) -> Iterator[Deadline]:
    """A column is fresh for so many days after its last story."""
    last: dict[str, date] = {}
    for story in sources.news:
        last[story.column] = max(last.get(story.column, date.min), story.date.date())
    for i, column in enumerate(sources.community.columns):
        if column.id in last:
            yield _stale(column, i, last[column.id], sources)


def _stale(column: Column, index: int, last: date, sources: Sources) -> Deadline:
    day = last + timedelta(days=column.fresh_days + 1)
    task, fix = f"栏目 {column.fresh_days} 天没有新的了", "写一篇新的；这一栏不常写，就把 fresh_days 改大"
    at: Loc = ("columns", index, "fresh_days")
    return Deadline(day, EDITOR, task, column.name, fix, sources.community.path, at, "community", lasts=True)


def _find_unknown_years(sources: Sources) -> Iterator[Deadline]:
    """After the last announced year nobody knows its holidays: hours and rosters go on as on any day."""
    last = max(sources.workdays, key=lambda year: year.year, default=None)
    if last:
        year = last.year + 1
        task, fix = "放假安排还没有写", f"国务院公布以后（多在 11 月），在 workdays.yaml 里加上 {year} 年"
        yield Deadline(date(year, 1, 1), EDITOR, task, f"{year} 年", fix, last.path, last.at, "workdays", lasts=True)


def _find_late_cases(sources: Sources) -> Iterator[Deadline]:
    """The terms for an answer and for the end of what residents raised, of cases that are not shown too."""
    terms = sources.community.case_terms
    for case in all_cases(sources):
        if not case.is_open or not case.has_terms:
            continue
        days, task = (
            (terms.solve_days, "居民反映的事该办结了")
            if case.answered_on
            else (terms.answer_days, "居民反映的事该答复了")
        )
        day = case.received + timedelta(days=days + 1)
        fix = "办了就在 steps 里加一步；办不了的写 declined 和原因"
        yield Deadline(
            day, case.holder or EDITOR, task, case.id, fix, case.path, (*case.at, "steps"), "cases", lasts=True
        )


ACROSS: tuple[Callable[[Sources], Iterator[Deadline]], ...] = (
    _find_stale_columns,
    _find_unknown_years,
    _find_late_cases,
)
