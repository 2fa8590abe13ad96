"""A roster as shifts on days; hides weekly patterns, their dated changes, public holidays and closed places.

It knows no clock and no consent: people are ids here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from plugins.model.moments import SHANGHAI
from plugins.model.parts import Change, Closure, Pattern, Shift
from plugins.model.people import Roster
from plugins.text import Loc

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One shift on one day: the one shape of it; `at` is where it is written, `people_at` where each of its people is."""

    starts: datetime
    ends: datetime
    duty: str
    needs: int
    people: tuple[str, ...]
    cancelled: bool
    note: str
    at: Loc
    people_at: tuple[Loc, ...]
    shut: bool = False
    """Whether it stands still only because its place is closed that day."""

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def missing(self) -> int:
        """How many people the shift still needs."""
        return 0 if self.cancelled else max(0, self.needs - len(self.people))


def expand(
    roster: Roster,
    holidays: Mapping[date, str],
    since: date = date.min,
    until: date = date.max,
    closures: Iterable[Closure] = (),
) -> Iterator[Occurrence]:
    """Every shift of a roster that begins from `since` to `until`, both days included; cancelled ones too.

    Where its place is closed, by one of `closures`, nobody need come. Who swapped stands for the other; who is absent
    leaves a place open.
    """
    stands = tuple(closures)
    shifts = shifts_as_written(roster, holidays, since, until)
    leave = roster.absences or roster.swaps
    for shift in _with_leave(roster, shifts, since, until) if leave else shifts:
        closure = next((c for c in stands if c.stops(shift.starts, shift.ends)), None)
        yield _shut(shift, closure) if closure else shift


def _shut(shift: Occurrence, closure: Closure) -> Occurrence:
    return replace(shift, cancelled=True, note=shift.note or closure.notice, shut=not shift.cancelled)


def _with_leave(roster: Roster, shifts: Iterable[Occurrence], since: date, until: date) -> Iterator[Occurrence]:
    """Swaps first: who has given a shift away need not be missed in it, and who takes one may be absent then."""
    given: dict[date, list[tuple[time | None, str, str, Loc]]] = {}
    for i, swap in enumerate(roster.swaps):
        given.setdefault(swap.date, []).append((swap.starts, swap.person, swap.with_, ("swaps", i, "with")))
        if swap.with_date:
            back = (swap.with_starts, swap.with_, swap.person, ("swaps", i, "person"))
            given.setdefault(swap.with_date, []).append(back)
    away: dict[date, set[str]] = {}
    for absence in roster.absences:
        first, last = max(absence.from_, since, roster.from_), min(absence.last, until, roster.until)
        for n in range((last - first).days + 1):
            away.setdefault(first + timedelta(days=n), set()).add(absence.person)
    for shift in shifts:
        people = dict(zip(shift.people, shift.people_at, strict=True))
        for starts, who, other, at in given.get(shift.day, ()):
            if who in people and other not in people and starts in (None, shift.starts.time()):
                people = {other if p == who else p: at if p == who else place for p, place in people.items()}
        here = {person: at for person, at in people.items() if person not in away.get(shift.day, ())}
        yield replace(shift, people=tuple(here), people_at=tuple(here.values()))


def shifts_as_written(
    roster: Roster, holidays: Mapping[date, str], since: date = date.min, until: date = date.max
) -> Iterator[Occurrence]:
    """The shifts as the pattern, its changes and the dated shifts have them: before leave, swaps and closures."""
    since, until = max(since, roster.from_), min(until, roster.until)
    changes = {(c.date, c.starts, c.duty): (i, c) for i, c in enumerate(roster.changes)}
    # Reversed, so that of several weekly shifts at one time the first one stays in the dict.
    first = {(p.weekday, p.starts): i for i, p in reversed([*enumerate(roster.pattern)])}
    for i, pattern in enumerate(roster.pattern):
        # A change that names no duty means the first of those shifts.
        duties = (pattern.duty, None) if first[pattern.weekday, pattern.starts] == i else (pattern.duty,)
        for day in _days_of(pattern, since, until):
            found = (changes.get((day, pattern.starts, duty)) for duty in duties)
            change = next(filter(None, found), None)
            off = holidays.get(day, "") if rests_on_holidays(roster, pattern) else ""
            yield _on_day(("pattern", i), pattern, day, change, off)
    for i, shift in enumerate(roster.shifts):
        if since <= shift.starts.date() <= until:
            yield _once(("shifts", i), shift)


def rests_on_holidays(roster: Roster, pattern: Pattern) -> bool:
    """Whether a weekly shift stands still on public holidays: its own word counts before the roster's."""
    return (pattern.holidays or roster.holidays) == "off"


def _days_of(pattern: Pattern, since: date, until: date) -> Iterator[date]:
    # Python's % is never negative: days until the next such weekday, none where it is today.
    ahead = (WEEKDAYS.index(pattern.weekday) - since.weekday()) % 7
    for offset in range(ahead, (until - since).days + 1, 7):
        yield since + timedelta(days=offset)


def _on_day(at: Loc, pattern: Pattern, day: date, change: tuple[int, Change] | None, off: str) -> Occurrence:
    starts = datetime.combine(day, pattern.starts, SHANGHAI)
    ends = datetime.combine(day, pattern.ends, SHANGHAI)
    people = _written_places(pattern.people, (*at, "people"))
    if change:
        index, changed = change
        people = {p: place for p, place in people.items() if p not in changed.remove}
        added = _written_places(changed.add, ("changes", index, "add"))
        people |= {p: place for p, place in added.items() if p not in people}
    return Occurrence(
        starts=starts,
        ends=ends if ends > starts else ends + timedelta(days=1),
        duty=pattern.duty,
        needs=pattern.needs,
        people=tuple(people),
        cancelled=bool(off or (change and change[1].cancelled)),
        note=(change and change[1].note) or (off and f"{off}放假"),
        at=at,
        people_at=tuple(people.values()),
    )


def _once(at: Loc, shift: Shift) -> Occurrence:
    people = _written_places(shift.people, (*at, "people"))
    return Occurrence(
        starts=shift.starts,
        ends=shift.ends,
        duty=shift.duty,
        needs=shift.needs,
        people=tuple(people),
        cancelled=False,
        note="",
        at=at,
        people_at=tuple(people.values()),
    )


def _written_places(people: tuple[str, ...], at: Loc) -> dict[str, Loc]:
    """Everyone once, in the order as typed, with where they are written."""
    found: dict[str, Loc] = {}
    for i, person in enumerate(people):
        found.setdefault(person, (*at, i))
    return found
