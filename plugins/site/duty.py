"""Who is on duty when, as it may be shown; hides consents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import NewType

from plugins.model import Occurrence, Person, Purpose, Roster, Sources, expand

Duty = NewType("Duty", Occurrence)
"""A shift as it may be shown: its people are labels, where an Occurrence has ids. Only `duties` makes one."""


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

    found = [
        Duty(replace(shift, people=tuple(labels[person] for person in shift.people)))
        for shift in expand(roster, sources.holidays, since, until, sources.standstills(roster.location))
    ]
    # At one moment by what a page says, so that no order of lines in the YAML shows.
    return tuple(sorted(found, key=attrgetter("starts", "ends", "duty", "needs", "people", "cancelled", "note")))
