"""Absences and swaps of a roster that cannot be meant, and what absences leave open; hides how the shifts are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time

from plugins.model import (
    Occurrence,
    Roster,
    Sources,
    Swap,
    dotted,
    expand,
    hours_words,
    label_at,
    missing_words,
    shifts_as_written,
)
from plugins.problems import Level, Problem
from plugins.text import Loc, Tree

LeaveFlaw = tuple[Loc, str, str]
"""Place in the roster, message, fix."""
_Stands = Mapping[str, Mapping[date, Sequence[Occurrence]]]
"""The shifts of each person on each day, as they are written."""


def check_leave(roster: Roster, holidays: Mapping[date, str]) -> Iterator[LeaveFlaw]:
    """Every absence and swap that hits no shift, or more than it can mean."""
    if not (roster.absences or roster.swaps) or roster.until < roster.from_:
        return
    stands: dict[str, dict[date, list[Occurrence]]] = {}
    for shift in shifts_as_written(roster, holidays):
        for person in () if shift.cancelled else shift.people:
            stands.setdefault(person, {}).setdefault(shift.day, []).append(shift)
    yield from _find_idle_absences(roster, stands)
    yield from _find_added_absent(roster)
    for i, swap in enumerate(roster.swaps):
        for loc, message, fix in _check_swap(roster, swap, stands):
            yield ("swaps", i, *loc), message, fix
    yield from _find_double_swaps(roster)


def _find_idle_absences(roster: Roster, stands: _Stands) -> Iterator[LeaveFlaw]:
    """An absence ends after it begins, takes somebody out of a shift, and says so once."""
    taken = {(s.with_, s.date) for s in roster.swaps} | {(s.person, s.with_date) for s in roster.swaps}
    for i, absence in enumerate(roster.absences):
        if absence.last < absence.from_:
            yield ("absences", i, "until"), "结束日期早于开始日期", "核对两个日期"
            continue
        days = [*stands.get(absence.person, ())]
        days += [day for person, day in taken if day and person == absence.person]
        if not any(map(absence.covers, days)):
            message = f"“{absence.person}”这几天在这张值班表里没有班"
            yield ("absences", i, "person"), message, "核对人和日期；没有班就不用写请假"
        for other in roster.absences[:i]:
            if other.person == absence.person and other.from_ <= absence.last and absence.from_ <= other.last:
                message = f"“{absence.person}”和 {other.from_} 起的那次请假日期重叠"
                yield ("absences", i, "from"), message, "合并成一条"
                break


def _find_added_absent(roster: Roster) -> Iterator[LeaveFlaw]:
    """Nobody is brought into a shift on a day of absence."""
    for i, change in enumerate(roster.changes):
        for j, person in enumerate(change.add):
            if _is_absent(roster, person, change.date):
                yield ("changes", i, "add", j), f"“{person}”这一天请假", "换一个人，或改请假的日期"


def _is_absent(roster: Roster, person: str, day: date) -> bool:
    return any(absence.person == person and absence.covers(day) for absence in roster.absences)


def _check_swap(roster: Roster, swap: Swap, stands: _Stands) -> Iterator[LeaveFlaw]:
    if swap.person == swap.with_:
        yield ("with",), "自己和自己换", "写另一个人"
        return
    sides: list[tuple[str, str, date, time | None, tuple[str, str, str]]] = [
        (swap.person, swap.with_, swap.date, swap.starts, ("date", "starts", "with"))
    ]
    if swap.with_date:
        keys = ("with_date", "with_starts", "person")
        sides.append((swap.with_, swap.person, swap.with_date, swap.with_starts, keys))
    elif swap.with_starts:
        yield ("with_starts",), "写了换来哪一班，没有写换来哪天", "加上 with_date；只是替一次就删掉这一行"
    for who, other, day, starts, (dated, timed, named) in sides:
        at_all = stands.get(who, {}).get(day, ())
        hit = [s for s in at_all if starts in (None, s.starts.time())]
        if not at_all:
            yield (dated,), f"“{who}”{day} 在这张值班表里没有班", "核对人和日期"
        elif not hit:
            yield (timed,), f"“{who}”{day} 没有 {starts:%H:%M} 开始的班", f"那天的班是 {_list_hours(at_all)}"
        elif len(hit) > 1:
            yield (
                (dated,),
                f"“{who}”{day} 有 {len(hit)} 班，分不清是哪一班",
                f"加上 {timed}，那天的班是 {_list_hours(hit)}",
            )
        elif other in hit[0].people:
            yield (named,), f"“{other}”本来就在 {day} 这一班里", "换一个人"
        if _is_absent(roster, other, day):
            yield (named,), f"“{other}”{day} 请假，替不了", "换一个人，或改请假的日期"


def _list_hours(shifts: Iterable[Occurrence]) -> str:
    return "、".join(dict.fromkeys(hours_words(s.starts, s.ends) for s in shifts))


def _find_double_swaps(roster: Roster) -> Iterator[LeaveFlaw]:
    """A shift of one person is given away once."""
    seen: set[tuple[str, date, time | None]] = set()
    for i, swap in enumerate(roster.swaps):
        sides = [(swap.person, swap.date, swap.starts, "date")]
        sides += [(swap.with_, swap.with_date, swap.with_starts, "with_date")] if swap.with_date else []
        for who, day, starts, key in sides:
            if (who, day, starts) in seen:
                yield ("swaps", i, key), f"“{who}”{day} 的这一班已经换过一次", "合并成一条"
            seen.add((who, day, starts))


def check_openings(sources: Sources, trees: Mapping[str, Tree], day: date) -> Iterator[Problem]:
    """What absences leave open from one day on: each at its own line."""
    level: Level = "error" if sources.community.levels.uncovered == "error" else "warning"
    for roster in sources.rosters:
        opened = _find_opened(roster, sources, day) if roster.absences else {}
        for i, absence in enumerate(roster.absences):
            short = [s for s in opened.get(absence.person, ()) if absence.covers(s.day)]
            if short:
                tree, loc = trees[roster.path], ("absences", i, "person")
                told = _tell_open(absence.person, short)
                yield Problem(roster.path, *tree.place(loc), dotted(loc), label_at(Roster, loc), *told, level)


def _find_opened(roster: Roster, sources: Sources, day: date) -> dict[str, list[Occurrence]]:
    """The shifts that miss somebody and would have them but for an absence, by person."""
    closures = sources.closures.get(roster.location, ())
    whole = roster.model_copy(update={"absences": ()})
    found: defaultdict[str, list[Occurrence]] = defaultdict(list)
    pairs = (expand(one, sources.holidays, day, date.max, closures) for one in (roster, whole))
    for shift, before in zip(*pairs, strict=True):
        for person in before.people if shift.missing else ():
            if person not in shift.people:
                found[person].append(shift)
    return found


def _tell_open(person: str, short: Sequence[Occurrence]) -> tuple[str, str]:
    first = min(short, key=lambda s: s.starts)
    missing = missing_words(sum(s.missing for s in short), "人次")
    earliest = f"{first.day} {hours_words(first.starts, first.ends)}"
    message = f"“{person}”请假，有 {len(short)} 班空出来，{missing}，最早是 {earliest}"
    return message, "找人替：在 swaps 里写一条，或在 changes 里加人；没有人替，页面上显示缺人"
