"""Who is on duty when; hides weekly patterns, their dated changes, and who may be named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugins.source.fields import SHANGHAI
from plugins.source.models import Person, Roster
from plugins.source.sources import Sources

_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One shift on one day, with its people as they may be shown."""

    starts: datetime
    ends: datetime
    duty: str
    needs: int
    people: tuple[str, ...]
    cancelled: bool
    note: str

    @property
    def missing(self) -> int:
        """How many people the shift still needs."""
        return 0 if self.cancelled else max(0, self.needs - len(self.people))


def label_of(person: Person, purpose: str, on: date) -> str:
    """A person's display form where a consent for it is in force `on` that day, else the role."""
    consented = any(c.field == "display" and c.purpose == purpose and on <= c.until for c in person.consents)
    return person.display if consented and person.display else person.roles[0]


def duties(roster: Roster, sources: Sources, since: date, until: date, today: date) -> tuple[Duty, ...]:
    """Every shift of a roster from `since` to `until`, both days included, as it may be shown `today`."""
    return tuple(sorted(_expand(roster, sources, max(since, roster.from_), min(until, roster.until), today)))


def _expand(roster: Roster, sources: Sources, since: date, until: date, today: date) -> Iterator[Duty]:
    changes = {(change.date, change.starts): change for change in roster.changes}

    def shown(people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(label_of(sources.person[p], "roster", today) for p in people)

    for offset in range((until - since).days + 1):
        day = since + timedelta(days=offset)
        for pattern in roster.pattern:
            if pattern.weekday != _WEEKDAYS[day.weekday()]:
                continue
            starts = datetime.combine(day, pattern.starts, SHANGHAI)
            ends = datetime.combine(day, pattern.ends, SHANGHAI)
            if ends <= starts:
                ends += timedelta(days=1)
            change = changes.get((day, pattern.starts))
            people = pattern.people
            if change:
                people = tuple(p for p in people if p not in change.remove) + change.add
            note = change.note or "" if change else ""
            cancelled = bool(change and change.cancelled)
            yield Duty(starts, ends, pattern.duty, pattern.needs, shown(people), cancelled, note)
    for shift in roster.shifts:
        if since <= shift.starts.date() <= until:
            yield Duty(shift.starts, shift.ends, shift.duty, shift.needs, shown(shift.people), False, "")
