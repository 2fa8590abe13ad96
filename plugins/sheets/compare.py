"""What a workbook changes in the entries of one kind; hides how rows find the entries they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from plugins.model import field_keys
from plugins.private import mask
from plugins.rules import Choices
from plugins.sheets.columns import KINDS, Column, Table, tables_of
from plugins.sheets.pairing import equals, pair, unchanged
from plugins.sheets.rewrite import Item
from plugins.sheets.sheet import Place, Record, Records, Report, repeated
from plugins.sheets.values import HELD, CellError, get_at, show
from plugins.text import Data

Loc = tuple[str | int, ...]
_SHOWN = 60
"""How much of a long text a change quotes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it shall be; `origin` is its place among those that are there, None where it is new."""

    id: str
    origin: int | None
    value: dict[str, Any]
    places: Mapping[Loc, Place] = field(default_factory=dict)
    """The cells that say its values, by their place inside it."""


@dataclass(slots=True)
class Comparison:
    """The entries of one kind as they shall be, and every change in words."""

    entries: list[Entry] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


def compare(
    kind: str,
    old: Sequence[tuple[str, dict[str, Data]]],
    sheets: Mapping[str, Records],
    choices: Choices,
    report: Report,
) -> Comparison:
    """Compare the entries of a kind, by their ids, with what its sheets say."""
    main, *parts = tables_of(kind)
    comparison = Comparison()
    _compare_entries(main, old, sheets.get(main.name), choices, report, comparison)
    for table in parts:
        if table.name in sheets:
            scope = {r.key for r in sheets[main.name].rows} if main.name in sheets else None
            _refuse_strangers(table, sheets[table.name], {entry_id for entry_id, _ in old}, report, comparison)
            _compare_parts(table, sheets[table.name], scope, choices, report, comparison)
    return comparison


def _compare_entries(
    table: Table, old: Sequence[tuple[str, dict[str, Data]]], records: Records | None, choices: Choices, report: Report,
    comparison: Comparison,
) -> None:  # fmt: skip
    if records is None:
        comparison.entries += [Entry(entry_id, i, dict(data)) for i, (entry_id, data) in enumerate(old)]
        return
    for record, first in repeated(records):
        fix = "换一个编号，或删掉其中一行"
        report.refuse(
            records.place(record, table.key), CellError(f"编号“{record.key}”在第 {first.row} 行已经有了", fix)
        )
    said = {record.key: record for record in reversed(records.rows)}
    known = {entry_id for entry_id, _ in old}
    for i, (entry_id, data) in enumerate(old):
        if entry_id in said:
            comparison.entries.append(_merged(table, records, said[entry_id], (entry_id, i, data), choices, comparison))
        elif table.kind == "rosters":
            comparison.entries.append(Entry(entry_id, i, dict(data)))
        else:
            comparison.changes.append(f"删除 {_title(table, entry_id, data)}")
    _insert_new(table, records, known, choices, comparison)
    _tell_order(records, [entry_id for entry_id, _ in old], report)


def _merged(
    table: Table, records: Records, record: Record, old: tuple[str, int, dict[str, Data]], choices: Choices,
    comparison: Comparison,
) -> Entry:  # fmt: skip
    entry_id, origin, data = old
    value, words = _merge(table, record, data, choices)
    if words:
        comparison.changes.append(f"修改 {_title(table, entry_id, data)}：{'；'.join(words)}")
    return Entry(entry_id, origin, value, dict(_places(records, record, ())))


def _insert_new(table: Table, records: Records, known: set[str], choices: Choices, comparison: Comparison) -> None:
    """New entries go behind the one that stands above them in the sheet."""
    entries = comparison.entries
    seen: set[str] = set()
    above = ""
    for record in records.rows:
        if record.key not in known and record.key not in seen:
            value, words = _merge(table, record, {}, choices)
            at = next((i for i, e in enumerate(entries) if e.id == above), len(entries) - 1) + 1
            entries.insert(at, Entry(record.key, None, value, dict(_places(records, record, ()))))
            comparison.changes.append(f"新增 {_title(table, record.key, value)}：{'；'.join(words)}")
        seen.add(record.key)
        above = record.key


def _tell_order(records: Records, known: list[str], report: Report) -> None:
    said = list(dict.fromkeys(r.key for r in records.rows if r.key in set(known)))
    if said != [entry_id for entry_id in dict.fromkeys(known) if entry_id in set(said)]:
        report.note(records.sheet, "各行的先后和文件里不一样；导入只改内容，不改先后")


def _refuse_strangers(table: Table, records: Records, old: set[str], report: Report, comparison: Comparison) -> None:
    """Rows of an entry that is not there, or will not be."""
    known = {entry.id for entry in comparison.entries}
    main = tables_of(table.kind)[0].name
    for record in records.rows:
        if record.key in known:
            continue
        error = CellError(f"没有“{record.key}”这一项", f"核对编号，或先在工作表“{main}”里加上它")
        if record.key in old:
            error = CellError(f"“{record.key}”在工作表“{main}”里删掉了", "这一行也删掉，或把那一行加回来")
        report.refuse(records.place(record, table.key), error)


def _compare_parts(
    table: Table, records: Records, scope: set[str] | None, choices: Choices, report: Report, comparison: Comparison
) -> None:
    by_owner: dict[str, list[Record]] = {}
    for record in records.rows:
        by_owner.setdefault(record.key, []).append(record)
    for i, entry in enumerate(comparison.entries):
        if entry.id in by_owner or (scope is not None and entry.id in scope):
            rows = by_owner.get(entry.id, [])
            comparison.entries[i] = _with_part(table, records, rows, entry, choices, report, comparison)


def _with_part(
    table: Table, records: Records, rows: list[Record], entry: Entry, choices: Choices, report: Report,
    comparison: Comparison,
) -> Entry:  # fmt: skip
    """An entry with one of its lists as the sheet has it."""
    old = entry.value.get(table.part)
    listed = [one for one in old if isinstance(one, dict)] if isinstance(old, list) else []
    if old and (not isinstance(old, list) or len(listed) < len(old)):
        report.note(records.sheet, f"“{entry.id}”在文件里写得不对，先改好文件，这里没有看")
        return entry
    _refuse_doubles(table, records, rows, listed, report)
    where = f"{_title(tables_of(table.kind)[0], entry.id, entry.value)}的{table.noun}"
    items: list[Item] = []
    places = dict(entry.places)
    for index, (origin, record) in enumerate(pair(table, listed, rows)):
        before = {} if origin is None else listed[origin]
        value, words = _merge(table, record, before, choices)
        items.append(Item(origin, value))
        places |= dict(_places(records, record, (table.part, index)))
        if words:
            verb = "新增" if origin is None else "修改"
            comparison.changes.append(
                f"{verb} {where}“{_row_words(table, before or value, choices)}”：{'；'.join(words)}"
            )
    kept = {item.origin for item in items}
    gone = [one for i, one in enumerate(listed) if i not in kept]
    comparison.changes += [f"删除 {where}“{_row_words(table, one, choices)}”" for one in gone]
    if not items and not listed:
        return entry
    value = {key: one for key, one in entry.value.items() if key != table.part or items}
    if items:
        value[table.part] = items
    return Entry(entry.id, entry.origin, _in_order(value, entry.value, KINDS[table.kind]), places)


def _refuse_doubles(
    table: Table, records: Records, rows: list[Record], listed: list[dict[str, Data]], report: Report
) -> None:
    """A row that stands twice, unless the file has it twice too."""
    seen: list[Record] = []
    for record in rows:
        twin = next((one for one in seen if one.values == record.values), None)
        if twin and sum(equals(table, one, record) for one in listed) < 2:
            error = CellError(f"和第 {twin.row} 行完全一样", "删掉其中一行")
            report.refuse(records.place(record, table.key), error)
        seen.append(record)


def _merge(table: Table, record: Record, old: Mapping[str, Data], choices: Choices) -> tuple[dict[str, Any], list[str]]:
    """The values of one row over those that were there, and what changes in words."""
    value: dict[str, Any] = dict(old)
    words: list[str] = []
    for column in table.written:
        if column.key not in record.values:
            continue
        before, after = get_at(old, column.path), record.values[column.key]
        if after == HELD or unchanged(column, _with_ids(column, before, choices), after):
            continue
        _put(value, column.path, [] if after is None and column.many else after)
        now = _quoted(show(column, after, choices))
        was = _quoted(show(column, before, choices))
        if old or column != table.key:
            words.append(f"{column.title} 从{was}改为{now}" if old else f"{column.title}{now}")
    return _in_order(value, old, table.model), words


def _with_ids(column: Column, value: Data | None, choices: Choices) -> Data | None:
    """A value with ids for the names a file may hold: who has typed 公告 need not read that it becomes `notices`."""
    if not column.names or not value or isinstance(value, dict):
        return value
    items = [choices.meaning(column, item) for item in (value if isinstance(value, list) else [value])]
    return items if isinstance(value, list) else items[0]


def _put(value: dict[str, Any], path: tuple[str, ...], new: Data | None) -> None:
    """Set or remove one value; a part of which nothing is left goes with it."""
    key, *rest = path
    if rest:
        part = dict(value[key]) if isinstance(value.get(key), dict) else {}
        _put(part, tuple(rest), new)
        new = part or None
    if new is None:
        value.pop(key, None)
    else:
        value[key] = new


def _in_order(value: dict[str, Any], old: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """The old keys as they stood, each new one behind the one that precedes it in the model."""
    order = sorted(field_keys(model), key=lambda key: key == "sample")
    keys = [key for key in old if key in value]
    for key in order:
        if key in value and key not in keys:
            before = [k for k in order[: order.index(key)] if k in keys]
            keys.insert(max((keys.index(k) + 1 for k in before), default=0), key)
    return {key: value[key] for key in [*keys, *(key for key in value if key not in keys)]}


def _places(records: Records, record: Record, at: Loc) -> Iterator[tuple[Loc, Place]]:
    yield at, records.place(record, records.table.key)
    for column in records.table.columns:
        if column.key in records.numbers:
            yield (*at, *column.path), records.place(record, column)


def _title(table: Table, entry_id: str, data: Mapping[str, Any]) -> str:
    """An entry in words; of a person only the id, for a display name is nobody's to print."""
    name = data.get("name")
    return (
        f"{table.name}“{_short(name)}”（{entry_id}）" if isinstance(name, str) and name else f"{table.name}“{entry_id}”"
    )


def _row_words(table: Table, data: Mapping[str, Any], choices: Choices) -> str:
    """A row of a part by its first two values."""
    words = (show(column, get_at(data, column.path), choices) for column in table.written)
    return _short(" ".join([word for word in words if word][:2]))


def _quoted(text: str) -> str:
    return f"“{_short(text)}”" if text else "空白"


def _short(text: str) -> str:
    line = mask(" ".join(text.split()))
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
