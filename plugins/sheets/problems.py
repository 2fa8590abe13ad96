"""What is wrong with a cell and how to mend it; hides how its address is worded."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from plugins.private import mask


@dataclass(frozen=True, order=True, slots=True)
class CellProblem:
    """One fault in a workbook; without a sheet it is the whole file's, without a row the whole sheet's."""

    file: str
    sheet: str
    row: int
    column: int
    field: str
    label: str
    message: str
    fix: str

    def __str__(self) -> str:
        sheet = f" 工作表“{self.sheet}”" if self.sheet else ""
        cell = f" {get_column_letter(self.column)}{self.row}" if self.row else ""
        named = f" {self.field} ({self.label}):" if self.field else f" {self.label}:" if self.label else ""
        return mask(f"{self.file}{sheet}{cell}:{named} {self.message} → {self.fix}")
