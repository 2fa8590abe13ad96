"""All that was read of one site, and how a breach of a rule across its sources is told; hides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from plugins.model import (
    KINDS,
    MODELS,
    Alert,
    Community,
    Location,
    Names,
    Person,
    Record,
    Sources,
    Synonym,
    WorkdayYear,
    field_keys,
)
from plugins.problems import Level
from plugins.rules.names import Row
from plugins.text import Data, Loc, Prose

Breach = tuple[str, Loc, str, str]
"""Path, place in the file's tree, message, fix."""
Slip = tuple[str, Loc, str, str, Level]
"""Path, place in the file's tree, message, fix, level."""


@dataclass(frozen=True)
class Written:
    """The valid entries, every entry as it was typed, and the kinds whose file could not be read at all."""

    sources: Sources
    rows: tuple[Row, ...]
    unread: frozenset[type[Record]]

    def ids(self, model: type[Record]) -> Mapping[str, Row] | None:
        """The ids of a kind that are public or would be; None where nobody can know."""
        if model in self.unread:
            return None
        if self.is_left_out(model):
            return {}
        return {r.id: r for r in self.rows if r.id and r.model is model and r.data.get("status") != "draft"}

    def is_left_out(self, model: type[Record]) -> bool:
        """Whether the community has no such section: what is written of it is not shown."""
        return model.kind.name in self.sources.community.without

    @cached_property
    def drafts(self) -> frozenset[str]:
        """The ids of what is not for the public yet."""
        return frozenset(row.id for row in self.rows if row.data.get("status") == "draft")

    @cached_property
    def faulty(self) -> tuple[Row, ...]:
        """The entries that have a fault of their own, as they were typed."""
        kinds = (model for model in KINDS if model is not Community)
        read = chain([self.sources.community], self.sources.drafts, *map(self.sources.of, kinds))
        valid = {(record.path, record.at) for record in read}
        return tuple(row for row in self.rows if (row.path, row.at) not in valid and not self.is_left_out(row.model))

    def nowhere(self) -> Iterator[tuple[str, Prose]]:
        """The bodies of those, with their paths."""
        for row in self.faulty:
            body: object = row.data.get("body")
            if isinstance(body, Prose):
                yield row.path, body

    def is_empty(self) -> bool:
        """Whether there is nothing to read but the service centre that every community has."""
        station = getattr(self.sources.community, "station", "")
        return not self.unread and all(
            row.model in (Alert, Community, Person, Synonym, WorkdayYear)
            or (row.model is Location and row.id == station)
            or row.data.get("status") == "draft"
            or self.is_left_out(row.model)
            for row in self.rows
        )

    def terms(self, field: str, key: str) -> set[str] | None:
        """What the community's own lists hold, such as the ids of its columns."""
        community = next((r for r in self.rows if r.model is Community), None)
        listed = community.data.get(field, []) if community else None
        if not isinstance(listed, list):
            return None
        terms = [str(term.get(key) or "") if isinstance(term, dict) else "" for term in listed]
        return set(terms) if all(terms) else None

    def named(self, names: Names) -> Mapping[str, object] | None:
        """What a field may name; None where nobody can know, or a rule of its own looks."""
        if names.kind in MODELS:
            return self.ids(MODELS[names.kind])
        terms = self.terms(names.kind, names.key) if names.kind in field_keys(Community) else None
        return None if terms is None else dict.fromkeys(terms)

    def broken(self, model: type[Record], valid: Iterable[Record]) -> bool:
        """Whether an entry of a kind has a fault of its own."""
        return model in self.unread or sum(r.model is model for r in self.rows) > len(tuple(valid))


def texts_in(value: Data | Prose | Mapping[str, Data], at: Loc) -> Iterator[tuple[Loc, str]]:
    """Every text of an entry as it was typed, with its place; a body is none."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_in(inner, (*at, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from texts_in(inner, (*at, i))
