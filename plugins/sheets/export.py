"""Lists of the sources as a workbook; hides which entries are asked for and where they stand."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from plugins.files import digest
from plugins.rules import Choices, Library, Row, gather_choices
from plugins.sheets.columns import SHEETS, Table, tables_of
from plugins.sheets.values import get_at, id_of, show
from plugins.sheets.workbook import FilledSheet, make_workbook
from plugins.text import Data, parse_source


class UnknownListError(ValueError):
    """What was asked for is no list and no roster, or cannot be read; the message says in Chinese what to do."""


def export_lists(library: Library, wanted: Sequence[str]) -> bytes:
    """The workbook of some lists: `services`, `rosters`, or one roster as `rosters/library-desk`."""
    rows = library.rows()
    chosen = _choose(rows, wanted)
    for kind, entries in chosen.items():
        pattern = SHEETS[kind].kind.source.pattern
        if not entries and "*" not in pattern:
            _refuse_unread(library, pattern)
    choices = gather_choices(rows)
    tables = [(table, chosen[kind]) for kind in SHEETS if kind in chosen for table in tables_of(kind)]
    sheets = [FilledSheet(table, list(_list_rows(table, entries, choices))) for table, entries in tables]
    paths = sorted({row.path for entries in chosen.values() for row in entries})
    return make_workbook(sheets, choices, [(path, digest(library.stored(path))) for path in paths])


def _choose(rows: Sequence[Row], wanted: Sequence[str]) -> Mapping[str, list[Row]]:
    chosen: dict[str, list[Row]] = {}
    for name in wanted:
        kind, _, entry = name.partition("/")
        known = [row for row in rows if row.model is SHEETS.get(kind)]
        found = [row for row in known if not entry or id_of(kind, row) == entry]
        if kind not in SHEETS or (entry and not (found and SHEETS[kind].kind.source.named)):
            raise UnknownListError(_explain_choice(name, rows))
        chosen[kind] = [row for row in known if row in found or row in chosen.get(kind, [])]
    return chosen


def _refuse_unread(library: Library, path: str) -> None:
    """A list that is empty or not there yet is a sheet to begin with; one that cannot be read is no empty list."""
    stored = library.stored(path)
    if stored and parse_source(stored, path).tree is None:
        raise UnknownListError(f"content/{path} 没有或读不了 → 先运行 kangle check，把它改好")


def _explain_choice(name: str, rows: Sequence[Row]) -> str:
    named = [f"{row.model.kind.name}/{row.id}" for row in rows if _has_a_sheet_of_its_own(row)]
    names = [*SHEETS, *named]
    close = difflib.get_close_matches(name, names, n=1)
    return f"没有“{name}”这张表 → " + (f"是否想写 {close[0]}？" if close else f"从这些里选：{'、'.join(names)}")


def _has_a_sheet_of_its_own(row: Row) -> bool:
    """Whether one entry can be asked for: it is a file."""
    return row.model.kind.sheet and row.model.kind.source.named


def _list_rows(table: Table, entries: Sequence[Row], choices: Choices) -> Iterator[list[str]]:
    for row in entries:
        if not table.part:
            yield [show(column, get_at(row.data, column.path), choices) for column in table.columns]
            continue
        for part in _parts(row.data.get(table.part)):
            owner = show(table.key, id_of(table.kind, row), choices)
            yield [owner, *(show(column, get_at(part, column.path), choices) for column in table.written)]


def _parts(listed: Data | None) -> Iterator[Mapping[str, Data]]:
    """The parts of a list; none where one of them has not the form of a part, for then nothing can be told of them."""
    if isinstance(listed, list) and all(isinstance(one, dict) for one in listed):
        yield from (one for one in listed if isinstance(one, dict))
