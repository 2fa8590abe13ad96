"""Who is on duty when; hides weekly patterns, their dated changes, and who may be named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugins.source.fields import SHANGHAI
from plugins.source.models import Person, Roster
from plugins.source.parts import Purpose
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


def label_of(person: Person, purpose: Purpose, on: date) -> str:
    """A person's display form where a consent for it is in force `on` that day, else the role."""
    consented = any(c.field == "display" and c.purpose == purpose and on <= c.until for c in person.consents)
    return person.display if consented and person.display else person.roles[0]


def label_team(people: Sequence[Person], purpose: Purpose, on: date) -> Mapping[str, str]:
    """What to call each person of a team: who would be called the same is told apart by role, then by number."""
    labels = {p.id: label_of(p, purpose, on) for p in people}
    labels = _tell_apart(labels, {p.id: p.roles[0] for p in people})
    ranks = {id: str(i) for same in _alike(labels) for i, id in enumerate(same, 1)}
    return _tell_apart(labels, ranks)


def _alike(labels: Mapping[str, str]) -> Iterable[list[str]]:
    """The ids that share a label, for each label."""
    found: dict[str, list[str]] = {}
    for id, label in labels.items():
        found.setdefault(label, []).append(id)
    return found.values()


def _tell_apart(labels: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """The labels, each that several share with a word of its owner behind it."""
    shared = {id for same in _alike(labels) if len(same) > 1 for id in same}
    return {
        id: f"{label}（{words[id]}）" if id in shared and words[id] != label else label for id, label in labels.items()
    }


def duties(
    roster: Roster, sources: Sources, since: date, until: date, today: date, purpose: Purpose = "roster"
) -> tuple[Duty, ...]:
    """Every shift of a roster from `since` to `until`, both days included, as it may be shown `today`."""
    labels = label_team(sources.team[roster.organization], purpose, today)
    return tuple(sorted(_expand(roster, labels, max(since, roster.from_), min(until, roster.until))))


def _expand(roster: Roster, labels: Mapping[str, str], since: date, until: date) -> Iterator[Duty]:
    changes = {(change.date, change.starts): change for change in roster.changes}

    def shown(people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(labels[p] for p in people)

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
