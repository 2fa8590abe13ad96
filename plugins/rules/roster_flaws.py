"""What is wrong with one roster by itself; hides how a change finds its shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from plugins.model import WEEKDAYS, Change, Occurrence, Pattern, Roster, label_at, rests_on_holidays
from plugins.rules.leave import check_leave
from plugins.rules.suggestions import nearest
from plugins.text import Loc

RosterFlaw = tuple[Loc, str, str]
"""Place in the roster, message, fix."""
_FEW = 2
"""So many wrong dates are slips of their own; more of them have one cause."""


def find_roster_flaws(
    roster: Roster, shifts: Iterable[Occurrence], holidays: Mapping[date, str]
) -> Iterator[RosterFlaw]:
    yield from _find_impossible_shifts(roster)
    yield from _find_repeated_people(roster)
    yield from _find_idle_changes(roster, holidays)
    yield from _find_repeated_shifts(shifts)
    yield from check_leave(roster, holidays)


def _find_impossible_shifts(roster: Roster) -> Iterator[RosterFlaw]:
    """An end is after its start, and a shift within the roster's dates."""
    backwards = roster.until < roster.from_
    if backwards:
        yield ("until",), "结束日期早于开始日期", "核对两个日期"
    for i, pattern in enumerate(roster.pattern):
        if pattern.ends == pattern.starts:
            yield ("pattern", i, "ends"), "开始和结束是同一个时间", "核对这一班的时间"
    for i, shift in enumerate(roster.shifts):
        if shift.ends <= shift.starts:
            yield ("shifts", i, "ends"), "结束时间不在开始之后", "核对这一班的时间"
    if not backwards:
        yield from _find_outside(roster)


def _find_outside(roster: Roster) -> Iterator[RosterFlaw]:
    """What lies outside the roster's dates; where more than two do, the dates are at fault, and told once."""
    days: list[tuple[Loc, date]] = [(("shifts", i, "starts"), s.starts.date()) for i, s in enumerate(roster.shifts)]
    days += [(("changes", i, "date"), change.date) for i, change in enumerate(roster.changes)]
    outside = [(loc, day) for loc, day in days if not roster.from_ <= day <= roster.until]
    if len(outside) <= _FEW:
        for loc, day in outside:
            yield loc, f"{day} 不在这张值班表的起止日期里", "核对日期，或改 from 和 until"
        return
    first, last = min(day for _, day in outside), max(day for _, day in outside)
    field = "until" if last > roster.until else "from"
    message = f"有 {len(outside)} 条变动和单独的班不在起止日期里，从 {first} 到 {last}"
    yield (field,), message, "改 from 和 until；这张表已经用完，就删掉过了的变动"


def _find_repeated_people(roster: Roster) -> Iterator[RosterFlaw]:
    """A person stands once in a shift."""
    lists: list[tuple[Loc, tuple[str, ...]]] = []
    lists += [(("pattern", i, "people"), p.people) for i, p in enumerate(roster.pattern)]
    lists += [(("shifts", i, "people"), s.people) for i, s in enumerate(roster.shifts)]
    lists += [(("changes", i, "add"), c.add) for i, c in enumerate(roster.changes)]
    for loc, people in lists:
        for i, person in enumerate(people):
            if person in people[:i]:
                yield (*loc, i), f"“{person}”在这一班里写了两次", "删掉一个"


def _find_idle_changes(roster: Roster, holidays: Mapping[date, str]) -> Iterator[RosterFlaw]:
    """A change names one shift of the weekly pattern, once; it takes away who is there and brings who is not."""
    seen: defaultdict[tuple[date, time], list[str | None]] = defaultdict(list)
    for i, change in enumerate(roster.changes if roster.pattern or roster.shifts else ()):  # else that is told
        for loc, message, fix in _check_change(roster, change, holidays):
            yield ("changes", i, *loc), message, fix
        named = seen[change.date, change.starts]
        if any(duty == change.duty or None in (duty, change.duty) for duty in named):
            message = f"{change.date} {change.starts:%H:%M} 开始的班已经有一条变动"
            yield ("changes", i, "date"), message, "合并成一条"
        named.append(change.duty)


def _check_change(roster: Roster, change: Change, holidays: Mapping[date, str]) -> Iterator[RosterFlaw]:
    weekday, begins = WEEKDAYS[change.date.weekday()], f"{change.date} {change.starts:%H:%M}"
    at_once = [p for p in roster.pattern if p.weekday == weekday and p.starts == change.starts]
    shifts = [p for p in at_once if change.duty in (None, p.duty)]
    if len(shifts) != 1:
        yield _tell_dated(roster, change, begins) or _tell_unclear(change, begins, at_once, shifts)
        return
    holiday = holidays.get(change.date)
    if holiday and rests_on_holidays(roster, shifts[0]) and not change.cancelled:
        yield ("date",), f"这一天{holiday}放假，这一班停", "删掉这条变动；那天要开班，另写在 shifts 里"
    yield from _check_people(shifts[0].people, change)


def _tell_dated(roster: Roster, change: Change, begins: str) -> RosterFlaw | None:
    """What to do about a change that means a shift of its own day: that is written anew where it stands."""
    for i, shift in enumerate(roster.shifts):
        same = (shift.starts.date(), shift.starts.time()) == (change.date, change.starts)
        if same and change.duty in (None, shift.duty):
            message = f"{begins} 的班是单独的一班，写在 shifts 第 {i + 1} 项，不用写变动"
            return ("starts",), message, f"删掉这条变动，直接改 shifts 第 {i + 1} 项"
    return None


def _tell_unclear(change: Change, begins: str, at_once: list[Pattern], shifts: list[Pattern]) -> RosterFlaw:
    """Why nobody can say which shift a change means."""
    if not at_once:
        return ("starts",), f"没有 {begins} 开始的班", "核对日期和那一班的开始时间"
    if not shifts:
        duties = dict.fromkeys(p.duty for p in at_once)
        return ("duty",), f"{begins} 开始的班里没有“{change.duty}”", nearest(change.duty or "", duties)
    message = f"{begins} 开始的班有 {len(shifts)} 个，分不清是哪一个"
    return ("starts",), message, f"加上 duty: {shifts[0].duty}，写明是哪一班"


def _check_people(people: tuple[str, ...], change: Change) -> Iterator[RosterFlaw]:
    for i, person in enumerate(change.remove):
        if person not in people:
            yield ("remove", i), f"“{person}”不在这一班里", nearest(person, dict.fromkeys(people))
    for i, person in enumerate(change.add):
        if person in people and person not in change.remove:
            yield ("add", i), f"“{person}”本来就在这一班里", "从 add 里删掉"


def _find_repeated_shifts(shifts: Iterable[Occurrence]) -> Iterator[RosterFlaw]:
    """No two shifts of a roster begin together with the same duty: nothing could tell them apart."""
    first: dict[tuple[datetime, str], Occurrence] = {}
    told: set[Loc] = set()
    for shift in shifts:
        if shift.cancelled:
            continue
        twin = first.setdefault((shift.starts, shift.duty), shift)
        if twin.at != shift.at and shift.at not in told:
            told.add(shift.at)
            listed = f"{label_at(Roster, twin.at)}第 {int(twin.at[1]) + 1} 项"
            message = f"和{listed}是同一班，都在 {shift.starts:%Y-%m-%d %H:%M} 开始，任务都是“{shift.duty}”"
            yield (*shift.at, "starts"), message, "合并成一班，把 needs 加起来；是两件事，就把 duty 写得不同"
