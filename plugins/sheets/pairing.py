"""Which row of a sheet is which item of a list; hides how rows without an id are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.sheets.columns import SheetColumn, Table
from plugins.sheets.sheet import SheetRow
from plugins.sheets.values import HELD, get_at, is_held, same
from plugins.text import Data

_ALIKE = 0.5
"""Rows of which less than half agrees are different rows."""


def unchanged(column: SheetColumn, old: Data | None, new: Data | None) -> bool:
    """Whether a cell says what the source says."""
    return (new == HELD and is_held(column, old)) or same(column, old, new)


def equals(table: Table, old: Mapping[str, Data], record: SheetRow) -> bool:
    """Whether a row says what an item says, in every column it has."""
    columns = (c for c in table.written if c.key in record.values)
    return all(unchanged(c, get_at(old, c.path), record.values[c.key]) for c in columns)


def pair(
    table: Table, listed: Sequence[Mapping[str, Data]], rows: Sequence[SheetRow]
) -> list[tuple[int | None, SheetRow]]:
    """The rows in the order of the list: each with the item it was, a new one behind the row above it."""
    origins = _match(table, listed, rows)
    kept = sorted((origin, number) for number, origin in origins.items())
    order = [number for _, number in kept]
    for number in range(len(rows)):
        if number not in origins:
            order.insert(order.index(number - 1) + 1 if number - 1 in order else len(order), number)
    return [(origins.get(number), rows[number]) for number in order]


def _match(table: Table, listed: Sequence[Mapping[str, Data]], rows: Sequence[SheetRow]) -> dict[int, int]:
    """For each row the item it was: an equal one, else the one most like it."""
    origins: dict[int, int] = {}
    free = list(range(len(listed)))
    for number, record in enumerate(rows):
        match = next((i for i in free if equals(table, listed[i], record)), None)
        if match is not None:
            origins[number] = match
            free.remove(match)
    left = [number for number in range(len(rows)) if number not in origins]
    if len(left) == len(free) == 1:
        return origins | {left[0]: free[0]}
    likeness = {(n, i): _likeness(table, listed[i], rows[n]) for n in left for i in free}
    for number, i in sorted(likeness, key=lambda at: (-likeness[at], abs(at[0] - at[1]), at)):
        if number not in origins and i in free and likeness[number, i] >= _ALIKE:
            origins[number] = i
            free.remove(i)
    return origins


def _likeness(table: Table, old: Mapping[str, Data], record: SheetRow) -> float:
    """How many of the cells that say something in either agree, from 0 to 1."""
    pairs = [(c, get_at(old, c.path), record.values.get(c.key)) for c in table.written]
    said = [(c, before, after) for c, before, after in pairs if before or after]
    return sum(unchanged(c, before, after) for c, before, after in said) / len(said) if said else 1.0
