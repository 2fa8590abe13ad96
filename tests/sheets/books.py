"""Workbooks as station staff would hand them in: exported, opened, changed and saved again."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from plugins.rules.reader import Library
from plugins.sheets import Transfer, export_lists, plan_import
from plugins.sheets.columns import SHEETS, all_tables
from tests.conftest import EXAMPLE

ALL = tuple(SHEETS)
Edit = Callable[[Workbook], object]


def on(sheet: str, edit: Edit) -> Edit:
    """An edit that knows its sheet, so that nothing else need be exported for it."""
    edit.sheet = sheet
    return edit


def lists_of(edit: Edit) -> tuple[str, ...]:
    """The list whose sheet an edit is about; every list where it does not say."""
    sheet = getattr(edit, "sheet", "")
    return (all_tables()[sheet].kind,) if sheet else ALL


def library_of(content: Path = EXAMPLE) -> Library:
    library = Library(content)
    library.load()
    return library


def edited(data: bytes, edit: Edit) -> bytes:
    """The workbook as it is after somebody changed it."""
    book = load_workbook(io.BytesIO(data), rich_text=True)
    edit(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def column_of(page: Any, title: str) -> int:
    """The number of the column with a title."""
    return next(cell.column for cell in page[1] if cell.value == title)


def row_of(page: Any, key: str) -> int:
    """The number of the first row about an entry."""
    return next(row for row in range(3, page.max_row + 1) if str(page.cell(row, 1).value).split(" ")[0] == key)


def put(sheet: str, key: str | int, title: str, value: object, number_format: str | None = None) -> Edit:
    """Type a value into a cell, found by its row's key (or number) and its column's title."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        cell = page.cell(key if isinstance(key, int) else row_of(page, key), column_of(page, title))
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return on(sheet, edit)


def add_row(sheet: str, values: Mapping[str, object], at: int | None = None) -> Edit:
    """Type a new row below the last one, or at a place."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        row = at or page.max_row + 1
        if at:
            page.insert_rows(at)
        for title, value in values.items():
            page.cell(row, column_of(page, title)).value = value

    return on(sheet, edit)


def drop_row(sheet: str, row: int) -> Edit:
    return on(sheet, lambda book: book[sheet].delete_rows(row))


def every(*edits: Edit) -> Edit:
    return lambda book: [edit(book) for edit in edits]


@cache
def exported(lists: tuple[str, ...] = ALL) -> bytes:
    """The example's workbook: the same bytes every time (test_round_trip.py), so it is made once."""
    return export_lists(library_of(), lists)


def plan(edit: Edit, content: Path = EXAMPLE, lists: tuple[str, ...] = ()) -> Transfer:
    """What importing an edited export would do."""
    library, lists = library_of(content), lists or lists_of(edit)
    data = exported(lists) if content == EXAMPLE else export_lists(library, lists)
    return plan_import(library, edited(data, edit), "社区.xlsx")


def text_of(transfer: Transfer, path: str, content: Path = EXAMPLE) -> str:
    """A file as it would be."""
    return (transfer.files.get(path) or (content / path).read_bytes()).decode()
