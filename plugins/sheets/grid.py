"""The cells of an .xlsx somebody saved; hides the file format, and refuses what is none or could do harm."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from plugins.sheets.values import CellError

MAX_BYTES, MAX_UNPACKED, MAX_PARTS = 10_000_000, 60_000_000, 500
MAX_CELLS = 200_000
_SAVE_AS = "在 Excel 或 WPS 里打开，另存为“Excel 工作簿（.xlsx）”"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How an .xlsx writes a character that XML cannot hold."""
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in one cell: a text, number, truth, date or time, or a formula or an error as text."""

    value: Any
    format: str = "General"
    formula: bool = False
    error: bool = False
    struck: bool = False
    """Whether a part of it is struck through."""
    link: str = ""
    """Where it leads, when its words do not say so."""


@dataclass(frozen=True, slots=True)
class CellGrid:
    """One sheet: its cells by row and column (from 1), and what is hidden or merged."""

    name: str
    cells: Mapping[tuple[int, int], GridCell]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: Sequence[tuple[str, int, int, int, int]] = field(default_factory=tuple)
    """Each merged range: its name, first row, first column, last row, last column."""
    comments: Sequence[tuple[int, int]] = field(default_factory=tuple)
    """The cells somebody has written a comment on."""

    def rows(self) -> list[int]:
        return sorted({row for row, _ in self.cells})

    def columns(self) -> list[int]:
        return sorted({column for _, column in self.cells})


@dataclass(frozen=True, slots=True)
class Grids:
    """All sheets, and the day that numbers count from."""

    sheets: tuple[CellGrid, ...]
    epoch: Any
    drawn: bool = False
    """Whether words stand in boxes that lie over the cells."""


def open_grids(data: bytes) -> Grids:
    """Every sheet of an .xlsx; CellError says what else the bytes are."""
    _refuse_other_formats(data)
    _refuse_contents(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out (pictures, charts) is nothing to an import
            book = load_workbook(io.BytesIO(data), rich_text=True, keep_links=False)
            struck = frozenset(number for number, font in enumerate(book._fonts) if font.strike)  # type: ignore[attr-defined]
            return Grids(tuple(_grid(page, struck) for page in _sheets(book)), book.epoch, _has_boxes(data))
    except CellError:
        raise
    except Exception as error:  # a damaged file can fail anywhere inside the library
        raise CellError(f"文件坏了，读不出来（{type(error).__name__}）", "换一份没有坏的，或重新导出再改") from error


def _has_boxes(data: bytes) -> bool:
    """Whether a drawing of the workbook holds words, which openpyxl leaves out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawings = [name for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
        return any(b"<a:t>" in archive.read(name) for name in drawings)


def _sheets(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def _refuse_other_formats(data: bytes) -> None:
    if not data:
        raise CellError("文件是空的", "换一份有内容的")
    if len(data) > MAX_BYTES:
        raise CellError("文件超过 10 MB，过大", "删掉图片和用不着的工作表")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise CellError("文件设了打开密码", "去掉密码再保存")
        raise CellError("这是旧的 .xls 或 .et 格式", _SAVE_AS)
    if not data.startswith(b"PK"):
        raise CellError("不是 Excel 工作簿，像是 CSV、网页或别的文件", _SAVE_AS)


def _refuse_contents(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_parts(archive)
    except CellError:
        raise
    except Exception as error:  # a damaged archive can fail anywhere in its unpacking
        raise CellError("文件坏了，打不开", "换一份没有坏的，或重新导出再改") from error


def _refuse_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise CellError("文件解开以后太大", "只留下要导入的工作表，其余删掉")
    names = {part.filename for part in parts}
    if "xl/vbaProject.bin" in names:
        raise CellError("文件里有宏", _SAVE_AS)
    if "xl/workbook.xml" not in names:
        raise CellError("不是 .xlsx 工作簿", _SAVE_AS)
    if any(part.flag_bits & 1 for part in parts):
        raise CellError("文件设了打开密码", "去掉密码再保存")
    for part in parts:
        content = archive.read(part)
        if part.filename.endswith((".xml", ".rels")) and any(mark in content for mark in _DOCTYPES):
            raise CellError("文件里有不该有的定义", "换一份用 Excel 或 WPS 保存的")
        if part.filename == "xl/workbook.xml" and b"purl.oclc.org/ooxml" in content:
            raise CellError("这是“严格 Open XML”格式", _SAVE_AS)


def _grid(page: Worksheet, struck: frozenset[int]) -> CellGrid:
    # Only the cells that are there: rows and columns go on for ever once somebody has coloured them whole.
    stored = page._cells
    if len(stored) > MAX_CELLS:
        raise CellError(f"工作表“{page.title}”的格子太多", "删掉用不着的行和列")
    cells = {place: cell for place, one in stored.items() if (cell := _cell(one, struck)) is not None}
    columns = page.column_dimensions.items()
    hidden_columns = [range(d.min or 1, (d.max or 1) + 1) for _, d in columns if d.hidden]
    return CellGrid(
        page.title,
        cells,
        page.sheet_state != "visible",
        frozenset(number for number, row in page.row_dimensions.items() if row.hidden),
        frozenset(number for _, number in cells if any(number in span for span in hidden_columns)),
        tuple((m.coord, m.min_row, m.min_col, m.max_row, m.max_col) for m in page.merged_cells.ranges),
        tuple(sorted(place for place, one in stored.items() if getattr(one, "comment", None))),
    )


def _cell(one: Any, struck: frozenset[int]) -> GridCell | None:
    value = one.value
    if value is None:
        return None
    crossed = one._style.fontId in struck
    if isinstance(value, CellRichText):
        crossed = crossed or any(isinstance(run, TextBlock) and bool(run.font.strike) for run in value)
        value = str(value)
    if isinstance(value, str):
        value = re.sub(r"\r\n?", "\n", _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value))
    formula = one.data_type == "f" or not hasattr(value, "__eq__") or type(value).__name__.endswith("Formula")
    error = one.data_type == "e" or (isinstance(value, str) and value.strip() in _ERRORS)
    if isinstance(value, str) and not value.strip() and not formula:
        return None
    return GridCell(value, str(one.number_format), formula, error, crossed, _link(one, value))


def _link(one: Any, value: object) -> str:
    """Where a cell leads, unless its words are that address: Excel makes links of those by itself."""
    target = str(getattr(one.hyperlink, "target", "") or "") if one.hyperlink else ""
    plain = target.removeprefix("mailto:").rstrip("/")
    return "" if plain == str(value).strip().rstrip("/") else target
