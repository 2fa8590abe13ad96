"""What a workbook changes in the entries of one kind; hides how rows find the entries they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from plugins.model import field_keys
from plugins.private import mask
from plugins.rules import Choices
from plugins.sheets.columns import SHEETS, SheetColumn, Table, tables_of
from plugins.sheets.pairing import equals, pair, unchanged
from plugins.sheets.sheet import CellPlace, Report, SheetRow, SheetRows, repeated
from plugins.sheets.targets import Item
from plugins.sheets.values import HELD, CellError, get_at, is_held, show
from plugins.text import Data, Loc

_SHOWN = 60
"""How much of a long text a change quotes."""


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One entry as it shall be; `origin` is its place among those that are there, None where it is new."""

    id: str
    origin: int | None
    value: dict[str, Any]
    places: Mapping[Loc, CellPlace] = field(default_factory=dict)
    """The cells that say its values, by their place inside it."""


@dataclass(slots=True)
class Comparison:
    """The entries of one kind as they shall be, and every change in words."""

    entries: list[PlannedEntry] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


def compare(
    kind: str,
    old: Sequence[tuple[str, dict[str, Data]]],
    sheets: Mapping[str, SheetRows],
    choices: Choices,
    report: Report,
    exported: frozenset[str] = frozenset(),
) -> Comparison:
    """Compare the entries of a kind, by their ids, with what its sheets say."""
    main, *parts = tables_of(kind)
    comparison = Comparison()
    if main.name in sheets:
        _SheetComparison(main, sheets[main.name], choices, report, comparison, exported).compare_entries(old)
        scope = {record.key for record in sheets[main.name].rows}
    else:
        comparison.entries += [PlannedEntry(entry_id, i, dict(data)) for i, (entry_id, data) in enumerate(old)]
        scope = set()
    for table in parts:
        if table.name in sheets:
            sheet = _SheetComparison(table, sheets[table.name], choices, report, comparison, exported)
            sheet.refuse_strangers({entry_id for entry_id, _ in old})
            sheet.compare_parts(scope)
    return comparison


@dataclass(frozen=True, slots=True)
class _SheetComparison:
    """One sheet held against the entries it is about; what it changes goes into the comparison."""

    table: Table
    records: SheetRows
    choices: Choices
    report: Report
    comparison: Comparison
    exported: frozenset[str]
    """The entries that the workbook held when it was made."""

    def compare_entries(self, old: Sequence[tuple[str, dict[str, Data]]]) -> None:
        """The entries themselves: those that stay, go and are new."""
        self._refuse_repeated()
        # Of two rows with one key the first counts, and the other is refused above.
        said = {record.key: record for record in reversed(self.records.rows)}
        for i, (entry_id, data) in enumerate(old):
            if entry_id in said:
                self._merge_entry(said[entry_id], PlannedEntry(entry_id, i, data))
            elif SHEETS[self.table.kind].kind.source.named:
                # A roster is a file of its own with much that no sheet shows: a missing row never deletes it.
                self.comparison.entries.append(PlannedEntry(entry_id, i, dict(data)))
                if entry_id in self.exported:
                    self.report.note(
                        self.records.sheet, f"没有“{entry_id}”这一行；{self.table.name}不会因此删掉，要删就删它的文件"
                    )
            else:
                self.comparison.changes.append(f"删除 {_title(self.table, entry_id, data)}")
        self._insert_new({entry_id for entry_id, _ in old})
        self._tell_order([entry_id for entry_id, _ in old])

    def _refuse_repeated(self) -> None:
        for record, first in repeated(self.records):
            message = f"编号“{record.key}”在第 {first.row} 行已经有了"
            self._refuse(record, message, "换一个编号，或删掉其中一行")

    def _refuse(self, record: SheetRow, message: str, fix: str) -> None:
        self.report.refuse(self.records.place(record, self.table.key), CellError(message, fix))

    def _merge_entry(self, record: SheetRow, old: PlannedEntry) -> None:
        value, words = self._merge(record, old.value)
        if words:
            self.comparison.changes.append(f"修改 {_title(self.table, old.id, old.value)}：{'；'.join(words)}")
        self.comparison.entries.append(
            PlannedEntry(old.id, old.origin, value, dict(_cell_places(self.records, record, ())))
        )

    def _insert_new(self, known: set[str]) -> None:
        """New entries go behind the one that stands above them in the sheet."""
        entries = self.comparison.entries
        seen: set[str] = set()
        above = ""
        for record in self.records.rows:
            if record.key not in known and record.key not in seen:
                value, words = self._merge(record, {})
                at = next((i for i, e in enumerate(entries) if e.id == above), len(entries) - 1) + 1
                entries.insert(at, PlannedEntry(record.key, None, value, dict(_cell_places(self.records, record, ()))))
                self.comparison.changes.append(f"新增 {_title(self.table, record.key, value)}：{'；'.join(words)}")
            seen.add(record.key)
            above = record.key

    def _tell_order(self, known: list[str]) -> None:
        said = list(dict.fromkeys(r.key for r in self.records.rows if r.key in set(known)))
        if said != [entry_id for entry_id in dict.fromkeys(known) if entry_id in set(said)]:
            self.report.note(self.records.sheet, "各行的先后和文件里不一样；导入只改内容，不改先后")

    def refuse_strangers(self, old: set[str]) -> None:
        """Rows of an entry that is not there, or will not be."""
        known = {entry.id for entry in self.comparison.entries}
        main = tables_of(self.table.kind)[0].name
        for record in self.records.rows:
            if record.key in known:
                continue
            if record.key in old:
                self._refuse(record, f"“{record.key}”在工作表“{main}”里删掉了", "这一行也删掉，或把那一行加回来")
            else:
                self._refuse(record, f"没有“{record.key}”这一项", f"核对编号，或先在工作表“{main}”里加上它")

    def compare_parts(self, scope: set[str]) -> None:
        """The lists inside the entries: of those that the sheet speaks of, and of those in `scope`, which it leaves empty."""
        by_owner: dict[str, list[SheetRow]] = {}
        for record in self.records.rows:
            by_owner.setdefault(record.key, []).append(record)
        for i, entry in enumerate(self.comparison.entries):
            if entry.id in by_owner or entry.id in scope:
                self.comparison.entries[i] = self._with_part(entry, by_owner.get(entry.id, []))
            elif entry.id in self.exported and entry.value.get(self.table.part):
                main = tables_of(self.table.kind)[0].name
                words = f"“{entry.id}”在这里一行也没有；没有工作表“{main}”（或那里没有它），就不知道是不是要删，没有改"
                self.report.note(self.records.sheet, words)

    def _with_part(self, entry: PlannedEntry, rows: list[SheetRow]) -> PlannedEntry:
        """An entry with one of its lists as the sheet has it."""
        listed = _parts_of(entry.value.get(self.table.part))
        if listed is None:
            self.report.note(self.records.sheet, f"“{entry.id}”在文件里写得不对，先改好文件，这里没有看")
            return entry
        self._refuse_doubles(rows, listed)
        items, places = self._merge_items(entry, listed, rows)
        if not items and not listed:
            return entry
        value = {key: one for key, one in entry.value.items() if key != self.table.part or items}
        if items:
            value[self.table.part] = items
        value = _in_order(value, entry.value, SHEETS[self.table.kind])
        return PlannedEntry(entry.id, entry.origin, value, {**entry.places, **places})

    def _merge_items(
        self, entry: PlannedEntry, listed: list[dict[str, Data]], rows: list[SheetRow]
    ) -> tuple[list[Item], dict[Loc, CellPlace]]:
        """The items of a list as the rows have them, with the cells that say so; every change is told."""
        where = f"{_title(tables_of(self.table.kind)[0], entry.id, entry.value)}的{self.table.noun}"
        items: list[Item] = []
        places: dict[Loc, CellPlace] = {}
        paired = pair(self.table, listed, rows)
        if any(first[1].row > then[1].row for first, then in pairwise(paired)):
            self.report.note(self.records.sheet, f"“{entry.id}”各行的先后和文件里不一样；导入只改内容，不改先后")
        for index, (origin, record) in enumerate(paired):
            before = {} if origin is None else listed[origin]
            value, words = self._merge(record, before)
            if not value and record.whole:
                self._refuse(record, "这一行只写了编号，别的都空着", "填上内容；不要了就整行删掉")
            items.append(Item(origin, value))
            places |= dict(_cell_places(self.records, record, (self.table.part, index)))
            if words:
                verb = "新增" if origin is None else "修改"
                named = _row_words(self.table, before or value, self.choices)
                self.comparison.changes.append(f"{verb} {where}“{named}”：{'；'.join(words)}")
        kept = {item.origin for item in items}
        for i, one in enumerate(listed):
            if i not in kept:
                self.comparison.changes.append(f"删除 {where}“{_row_words(self.table, one, self.choices)}”")
        return items, places

    def _refuse_doubles(self, rows: list[SheetRow], listed: list[dict[str, Data]]) -> None:
        """A row that stands twice, unless the file has it twice too."""
        seen: list[SheetRow] = []
        for record in rows:
            twin = next((one for one in seen if one.values == record.values), None)
            if twin and sum(equals(self.table, one, record) for one in listed) < 2:
                self._refuse(record, f"和第 {twin.row} 行完全一样", "删掉其中一行")
            seen.append(record)

    def _merge(self, record: SheetRow, old: Mapping[str, Data]) -> tuple[dict[str, Any], list[str]]:
        """The values of one row over those that were there, and what changes in words."""
        value: dict[str, Any] = dict(old)
        words: list[str] = []
        for column in self.table.written:
            if column.key not in record.values:
                continue
            before, after = get_at(old, column.path), record.values[column.key]
            if after == HELD and not is_held(column, before):
                message = f"写着“{HELD}”，这一行却没有原来的内容可留"
                self.report.refuse(self.records.place(record, column), CellError(message, "写上内容，没有就清空"))
            if after == HELD or unchanged(column, _with_ids(column, before, self.choices), after):
                continue
            _put(value, column.path, [] if after is None and column.many else after)
            now = show(column, after, self.choices)
            if old:
                words.append(f"{column.title} {_from_to(show(column, before, self.choices), now)}")
            elif column != self.table.key:
                words.append(f"{column.title}{_quoted(now)}")
        return _in_order(value, old, self.table.model), words


def _parts_of(value: Any) -> list[dict[str, Data]] | None:
    """The parts of a list; None where something else stands there."""
    if not value:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    return list(value)


def _with_ids(column: SheetColumn, value: Data | None, choices: Choices) -> Data | None:
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


def _cell_places(records: SheetRows, record: SheetRow, at: Loc) -> Iterator[tuple[Loc, CellPlace]]:
    yield at, records.place(record, records.table.key)
    for column in records.table.columns:
        if column.key in records.numbers:
            yield (*at, *column.path), records.place(record, column)


def _title(table: Table, entry_id: str, data: Mapping[str, Any]) -> str:
    """An entry in words; of a person only the id, for a display name is nobody's to print."""
    name = data.get("name")
    return (
        f"{table.name}“{_shorten(name)}”（{entry_id}）"
        if isinstance(name, str) and name
        else f"{table.name}“{entry_id}”"
    )


def _row_words(table: Table, data: Mapping[str, Any], choices: Choices) -> str:
    """A row of a part by its first two values."""
    words = (show(column, get_at(data, column.path), choices) for column in table.written)
    return _shorten(" ".join([word for word in words if word][:2]))


def _from_to(before: str, now: str) -> str:
    """What a cell said and says; of long words the part that differs."""
    old, new = _quoted(before), _quoted(now)
    if old == new:
        at = max(
            next((i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now)))
            - 10,
            0,
        )
        old, new = (f"“…{_shorten(text[at:])}”" for text in (before, now))
    return f"从{old}改为{new}" if old != new else f"只改了空格或换行：{old}"


def _quoted(text: str) -> str:
    return f"“{_shorten(text)}”" if text else "空白"


def _shorten(text: str) -> str:
    line = mask(" ".join(text.split()))
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
