"""A sheet as records of a table; hides where its header stands and what people did to its rows and columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from plugins.rules import Choices
from plugins.sheets.cells import folded, read_cell
from plugins.sheets.columns import MARK, SheetColumn, Table, all_tables
from plugins.sheets.grid import CellGrid
from plugins.sheets.problems import CellProblem
from plugins.sheets.values import CellError
from plugins.sheets.workbook import LISTS, RECORD
from plugins.text import Data

_LISTED = 10
"""How many cells are named by their addresses."""
_HEADER_WITHIN = 10
"""The header stands in one of these first rows."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell by its address, with the column it belongs to."""

    sheet: str
    row: int
    number: int
    column: SheetColumn


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: whom it is about, and what its cells say; a cell that was refused is not among them."""

    row: int
    key: str
    values: Mapping[str, Data | None]
    """By column key; None where the cell is blank."""
    whole: bool = True
    """Whether none of its cells was refused."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet, read."""

    table: Table
    sheet: str
    numbers: Mapping[str, int]
    """Where each column stands, by its key."""
    rows: Sequence[SheetRow]

    def place(self, record: SheetRow, column: SheetColumn) -> CellPlace:
        number = self.numbers.get(column.key, self.numbers[self.table.key.key])
        return CellPlace(self.sheet, record.row, number, column)


@dataclass(slots=True)
class Report:
    """What there is to say about one workbook: problems stop an import, notes do not."""

    file: str
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, place: CellPlace, error: CellError) -> None:
        column = place.column
        key = column.key or column.names
        self.problems.append(
            CellProblem(self.file, place.sheet, place.row, place.number, key, column.title, error.message, error.fix)
        )

    def refuse_sheet(self, sheet: str, message: str, fix: str, row: int = 0, number: int = 1, label: str = "") -> None:
        self.problems.append(CellProblem(self.file, sheet, row, number, "", label, message, fix))

    def note(self, sheet: str, words: str) -> None:
        self.notes.append(f"工作表“{sheet}”：{words}")


def read_sheets(grids: Sequence[CellGrid], choices: Choices, epoch: Any, report: Report) -> dict[str, SheetRows]:
    """Every sheet that is a table of ours, by its name."""
    found: dict[str, SheetRows] = {}
    for grid in grids:
        name = grid.name.strip()
        table = all_tables().get(name)
        if table is None:
            if name not in (LISTS, RECORD) and grid.cells:
                report.note(grid.name, f"不是能导入的表，没有看{_nearest_table(name)}")
            continue
        if name in found:
            report.refuse_sheet(grid.name, "这张表有两份", "留下要导入的一份，另一份删掉或改个名字", 1)
            continue
        records = _read_sheet(grid, table, choices, epoch, report)
        if records:
            found[name] = records
    if not found and not report.problems:
        names = "、".join(all_tables())
        report.refuse_sheet("", "没有能导入的工作表", f"工作表的名字要和导出的一样：{names}")
    return found


def _nearest_table(name: str) -> str:
    close = difflib.get_close_matches(name, all_tables(), n=1, cutoff=0.5)
    return f"（要导入的话，把名字改回“{close[0]}”）" if close else ""


def _read_sheet(grid: CellGrid, table: Table, choices: Choices, epoch: Any, report: Report) -> SheetRows | None:
    header = _find_header(grid, table)
    if header is None:
        report.refuse_sheet(grid.name, f"找不到表头“{table.key.title}”", "第一行写上各栏的名称，和导出的一样", 1)
        return None
    columns = _read_header(grid, table, header, report)
    _refuse_merged(grid, header, report)
    _tell_hidden(grid, header, columns, report)
    _tell_unread(grid, header, report)
    records = SheetRows(table, grid.name, {c.key: n for n, c in columns.items()}, [])
    rows = [row for row in grid.rows() if row > header and any((row, n) in grid.cells for n in columns)]
    read = [_read_row(grid, records, row, columns, choices, epoch, report) for row in rows]
    return SheetRows(table, grid.name, records.numbers, [record for record in read if record])


def _titles(grid: CellGrid, row: int) -> dict[int, str]:
    return {c: str(cell.value).strip() for (r, c), cell in sorted(grid.cells.items()) if r == row}


def _find_header(grid: CellGrid, table: Table) -> int | None:
    """The first row that names the key column and more columns than any other."""
    known = {name for column in table.columns for name in (column.title, column.key)}
    scores = {row: len(known & set(_titles(grid, row).values())) for row in grid.rows()[:_HEADER_WITHIN]}
    best = max(scores, key=lambda row: (scores[row], -row), default=0)
    keyed = best and {table.key.title, table.key.key} & (set(_titles(grid, best).values()) - {""})
    return best if keyed else None


def _read_header(grid: CellGrid, table: Table, header: int, report: Report) -> dict[int, SheetColumn]:
    """The columns by their number; what is missing, doubled or unknown is told."""
    columns: dict[int, SheetColumn] = {}
    unknown: dict[int, str] = {}
    for number, title in _titles(grid, header).items():
        column = next((c for c in table.columns if title in (c.title, c.key) and title), None)
        if column is None:
            unknown[number] = title
        elif column in columns.values():
            report.refuse_sheet(grid.name, f"“{title}”这一栏有两列", "留下一列，另一列删掉", header, number, title)
        else:
            columns[number] = column
    missing = [c.title for c in table.columns if c not in columns.values()]
    for number, title in unknown.items():
        _tell_unknown(grid, header, number, _guess_title(title, missing, alone=len(unknown) == 1), report)
    # One unknown title beside a missing one is taken for that one misspelt, and told so above.
    if missing and len(unknown) != 1:
        report.note(grid.name, f"没有“{'”“'.join(missing)}”，这些栏不改")
    return columns


def _guess_title(title: str, missing: list[str], *, alone: bool) -> str:
    """The missing column that an unknown title is likely to be; empty where nobody knows."""
    close = difflib.get_close_matches(title, missing, n=1, cutoff=0.3)
    return next(iter(close or (missing if alone else ())), "")


def _tell_unknown(grid: CellGrid, header: int, number: int, meant: str, report: Report) -> None:
    title = _titles(grid, header)[number]
    if meant:
        fix = f"是否想写“{meant}”？不是的话，把“{meant}”那一列补回来，或删掉这一列"
        report.refuse_sheet(grid.name, f"不认识“{title}”这一栏", fix, header, number, title)
    else:
        report.note(grid.name, f"“{title}”不是表里的栏目（{get_column_letter(number)} 列），没有看")


def _refuse_merged(grid: CellGrid, header: int, report: Report) -> None:
    for name, row, column, last, _ in grid.merged:
        if last >= header:
            report.refuse_sheet(grid.name, f"合并了单元格 {name}", "取消合并，每一格都写上内容", row, column)


def _tell_hidden(grid: CellGrid, header: int, columns: Mapping[int, SheetColumn], report: Report) -> None:
    if grid.hidden:
        report.note(grid.name, "是隐藏的，也照样导入")
    rows = [row for row in grid.rows() if row in grid.hidden_rows and row > header]
    if rows:
        more = f" 等 {len(rows)}" if len(rows) > _LISTED else ""
        report.note(grid.name, f"第 {'、'.join(map(str, rows[:_LISTED]))}{more} 行是隐藏的（或被筛选掉），也照样导入")
    hidden = [column.title for number, column in sorted(columns.items()) if number in grid.hidden_columns]
    if hidden:
        report.note(grid.name, f"“{'”“'.join(hidden)}”这些列是隐藏的，也照样导入")


def _tell_unread(grid: CellGrid, header: int, report: Report) -> None:
    """What somebody wrote where no row or column of the table is, and what lies on its cells."""
    titled = _titles(grid, header)
    stray = [
        place for place in sorted(grid.cells) if place[0] < header or (place[0] > header and place[1] not in titled)
    ]
    if stray:
        report.note(grid.name, f"{_addresses(stray)} 在表格外面（上面或旁边），没有看")
    if grid.comments:
        report.note(grid.name, f"{_addresses(grid.comments)} 的批注没有看")
    linked = [place for place, cell in sorted(grid.cells.items()) if cell.link and place[0] > header]
    if linked:
        report.note(grid.name, f"{_addresses(linked)} 是链接，只看了字，没有看它指向哪里")


def _addresses(places: Sequence[tuple[int, int]]) -> str:
    words = "、".join(f"{get_column_letter(column)}{row}" for row, column in places[:_LISTED])
    return words if len(places) <= _LISTED else f"{words} 等 {len(places)} 格"


def _tell_changed_notes(grid: CellGrid, columns: Mapping[int, SheetColumn], row: int, report: Report) -> None:
    """The row of notes is no entry: what was typed over a note is told."""
    kept = {f"{MARK if number == min(columns) else ''}{column.note}" for number, column in columns.items()}
    kept |= {note.removeprefix(MARK) for note in kept} | {MARK + column.note for column in columns.values()}
    typed = [(row, n) for n in columns if (cell := grid.cells.get((row, n))) and str(cell.value).strip() not in kept]
    if typed:
        report.note(grid.name, f"{_addresses(typed)} 在“说明”那一行里，不是内容，没有看")


def _read_row(
    grid: CellGrid,
    records: SheetRows,
    row: int,
    columns: Mapping[int, SheetColumn],
    choices: Choices,
    epoch: Any,
    report: Report,
) -> SheetRow | None:
    """The record of one row; None for the row of notes, and for one that says nobody's name."""
    key_column = records.table.key
    key_cell = grid.cells.get((row, records.numbers[key_column.key]))
    if key_cell and str(key_cell.value).startswith(MARK):
        _tell_changed_notes(grid, columns, row, report)
        return None
    values: dict[str, Data | None] = {}
    for number, column in columns.items():
        cell = grid.cells.get((row, number))
        try:
            values[column.key] = read_cell(cell, column, choices, epoch)
        except CellError as error:
            report.refuse(CellPlace(grid.name, row, number, column), error)
            continue
        if folded(cell, column):
            report.note(grid.name, f"{get_column_letter(number)}{row} 的全角字符按半角读")
    if key_column.key not in values:
        return None
    key = values[key_column.key]
    record = SheetRow(row, key if isinstance(key, str) else "", values, len(values) == len(columns))
    if not record.key:
        fix = "填上编号；这一行不要了就整行删掉"
        report.refuse(records.place(record, key_column), CellError("这一行没有写编号", fix))
        return None
    return record


def read_pairs(grid: CellGrid, table: Table, title: str) -> Iterator[tuple[str, str]]:
    """The key of each row of entries with the words that name it: its name, or a person's first role."""
    header = _find_header(grid, table)
    titles = _titles(grid, header) if header else {}
    names = [c for c in table.columns if c.path in ((title,), ("name",), ("roles",))]
    key = next((n for n, words in titles.items() if words in (table.key.title, table.key.key)), 0)
    name = next((n for n, words in titles.items() for c in names if words in (c.title, c.key)), 0)
    for row in grid.rows():
        first, then = grid.cells.get((row, key)), grid.cells.get((row, name))
        if header and row > header and first and then and not str(first.value).startswith(MARK):
            yield str(first.value).strip(), str(then.value).strip().split("\n")[0].strip()


def repeated(records: SheetRows) -> Iterator[tuple[SheetRow, SheetRow]]:
    """Each record whose key another has had before, with that one."""
    first: dict[str, SheetRow] = {}
    for record in records.rows:
        if record.key in first:
            yield record, first[record.key]
        first.setdefault(record.key, record)
