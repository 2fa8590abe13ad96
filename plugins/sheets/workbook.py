"""Sheets as the bytes of an .xlsx; hides openpyxl's writing, and gives the same bytes for the same rows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from plugins.rules import Choices
from plugins.sheets.columns import MARK, SheetColumn, Table

LISTS, RECORD = "选项", "导出记录"
"""Sheets of our own: what the drop-downs offer, and what the files were when they were exported."""
FIRST_ROW = 3
"""Under the header and the notes."""
_SPARE_ROWS = 500
"""How far below the last row drop-downs and text format go."""
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^<>]*>)[^<]*")
_INK, _PAPER, _QUIET, _NOTE = "FFFFFF", "9E2B25", "6B6B6B", "F6F1EC"
_LINE = Side(style="thin", color="DDD5CC")


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """One sheet to write: a table and the words of its cells."""

    table: Table
    rows: Sequence[Sequence[str]]


def make_workbook(sheets: Sequence[FilledSheet], choices: Choices, record: Sequence[tuple[str, str]]) -> bytes:
    """The bytes of an .xlsx; `record` says of each file what it was."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = ""
    offers = _Offers(choices)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.table.name), sheet, offers)
    offers.write(book.create_sheet(LISTS))
    page = book.create_sheet(RECORD)
    page.sheet_state = "veryHidden"
    for path, mark in record:
        page.append([path, mark])
    file = io.BytesIO()
    book.save(file)
    return _still(file.getvalue())


def _still(data: bytes) -> bytes:
    """The same archive without the moment it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(info, content)
    return result.getvalue()


class _Offers:
    """The lists behind the drop-downs, one column of the hidden sheet each."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._columns: dict[tuple[str, ...], int] = {}

    def of(self, column: SheetColumn) -> str:
        """The cells that hold what a column offers; empty where it offers nothing."""
        words = self._words(column)
        if not words:
            return ""
        letter = get_column_letter(self._columns.setdefault(words, len(self._columns) + 1))
        return f"'{LISTS}'!${letter}$1:${letter}${len(words)}"

    def _words(self, column: SheetColumn) -> tuple[str, ...]:
        if column.form == "flag":
            return ("是", "否")
        codes = column.options or self._choices.of.get(column.names, {})
        return tuple(self._choices.show(column, code) for code in codes)

    def write(self, page: Worksheet) -> None:
        page.sheet_state = "hidden"
        for words, number in self._columns.items():
            for row, word in enumerate(words, 1):
                _put_cell(page, row, number, word)


def _put_cell(page: Worksheet, row: int, column: int, word: str) -> None:
    """A cell of text, whatever it looks like: `=` begins no formula."""
    cell = page.cell(row, column, word or None)
    if word:
        cell.data_type = "s"
    cell.number_format = "@"


def _write_sheet(page: Worksheet, sheet: FilledSheet, offers: _Offers) -> None:
    last = FIRST_ROW + len(sheet.rows) + _SPARE_ROWS
    for number, column in enumerate(sheet.table.columns, 1):
        _put_cell(page, 1, number, column.title)
        _put_cell(page, 2, number, (MARK if number == 1 else "") + column.note)
        letter = get_column_letter(number)
        words = [row[number - 1] for row in sheet.rows]
        page.column_dimensions[letter].width = _column_width(column, words)
        page.column_dimensions[letter].number_format = "@"
        offered = offers.of(column)
        if offered:
            page.add_data_validation(_drop_down(column, offered, f"{letter}{FIRST_ROW}:{letter}{last}"))
    for number, row in enumerate(sheet.rows, FIRST_ROW):
        for index, word in enumerate(row, 1):
            _put_cell(page, number, index, word)
    _dress(page)


def _drop_down(column: SheetColumn, offered: str, cells: str) -> DataValidation:
    """Ids may be new, and a list may hold several: only a fixed choice is insisted on."""
    rule = DataValidation(type="list", formula1=offered, allow_blank=True, sqref=cells)
    rule.showErrorMessage = not column.names and not column.many
    rule.errorTitle, rule.error = column.title, "请从下拉表里选"
    return rule


def _column_width(column: SheetColumn, words: Sequence[str]) -> float:
    longest = max((_measure(line) for word in (column.title, *words) for line in word.split("\n")), default=0)
    return float(min(max(longest + 3, 10), 48))


def _measure(line: str) -> int:
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in line)


def _dress(page: Worksheet) -> None:
    page.freeze_panes = f"B{FIRST_ROW}"
    page.sheet_view.zoomScale = 110
    page.row_dimensions[1].height, page.row_dimensions[2].height = 24, 48
    for row in page.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(bottom=_LINE)
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True, color=_INK), PatternFill("solid", fgColor=_PAPER)
        cell.alignment = Alignment(vertical="center")
    for cell in page[2]:
        cell.font, cell.fill = Font(italic=True, color=_QUIET, size=9), PatternFill("solid", fgColor=_NOTE)
