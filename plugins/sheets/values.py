"""A value of a source and the words of its cell; hides what an id, a choice and a list look like in a sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from pydantic_core import PydanticCustomError

from plugins.rules import SPLIT, Choices, Row, UnclearNameError
from plugins.sheets.columns import SHEETS, SheetColumn, key_of
from plugins.text import Data

HELD = "（请在文件里改）"
"""What a cell says whose value no cell can hold; an import leaves that value as it is."""
LONGEST = 32_000
"""Excel cuts what is longer than 32,767 characters."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What an .xlsx cannot hold, or turns into something else."""


class CellError(Exception):
    """A cell that cannot be read: what is wrong and what to type instead, in Chinese."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


def choose(choices: Choices, column: SheetColumn, text: str) -> str:
    """The id or code that a cell means."""
    try:
        return choices.read(column, text)
    except UnclearNameError as error:
        raise CellError(error.message, error.fix) from None


def choose_all(choices: Choices, column: SheetColumn, text: str) -> list[str]:
    """The ids or codes of a cell's part in which several may stand, parted by whatever people put between names."""
    try:
        one = choices.read(column, text)
    except UnclearNameError as error:
        several = choices.read_several(column, text)
        if not several:
            raise CellError(error.message, error.fix) from None
        return several
    if one != text or one in (column.options or choices.of.get(column.names, {})):
        return [one]
    return choices.read_several(column, text) or [one]


def id_of(kind: str, row: Row) -> str:
    """What names an entry in its sheet."""
    return row.id or (str(row.data.get(key_of(SHEETS[kind]), "")) if kind in SHEETS else "")


def get_at(data: Mapping[str, Data], path: tuple[str, ...]) -> Data | None:
    """The value at a path of keys, None where the way ends."""
    here: Data | None = dict(data)
    for key in path:
        here = here.get(key) if isinstance(here, dict) else None
    return here


def is_held(column: SheetColumn, value: Data | None) -> bool:
    """Whether no cell can hold a value."""
    if column.many and isinstance(value, str) and value:
        return True
    items = value if column.many and isinstance(value, list) else [] if value is None else [value]
    if sum(len(str(item)) for item in items) > LONGEST:
        return True
    return any(_fits_no_cell(column, item) for item in items)


def _fits_no_cell(column: SheetColumn, item: Data) -> bool:
    if not isinstance(item, str) or _CONTROL.search(item):
        return True
    words = item.strip()
    if words == HELD:
        return True
    if not column.many:
        return column.single_line and "\n" in words
    # In a cell a line break parts the items of every list; of a list of sentences nothing else does.
    parts = column.form != "text" and SPLIT.search(item)
    return not words or "\n" in words or bool(parts)


def show(column: SheetColumn, value: Data | None, choices: Choices) -> str:
    """The words of a cell."""
    if is_held(column, value):
        return HELD
    if isinstance(value, list):
        words = [_show_one(column, str(item), choices) for item in value]
        return ("\n" if column.form == "text" else "、").join(words)
    return _show_one(column, value, choices) if isinstance(value, str) and value else ""


def _show_one(column: SheetColumn, text: str, choices: Choices) -> str:
    text = text.strip()
    if column.options or column.names:
        return choices.show(column, text)
    if column.form == "flag":
        return {True: "是", False: "否"}.get(meaning(column, text), text)
    return write(column, text)


def split(column: SheetColumn, text: str) -> list[str]:
    """The items of a cell that holds several."""
    parts = text.split("\n") if column.form == "text" else SPLIT.split(text)
    return [part.strip() for part in parts if part.strip()]


def meaning(column: SheetColumn, text: str) -> Any:
    """What a text means to the model, or the text itself where it means nothing."""
    text = text.strip()
    if column.parse is None or column.form == "text":
        return text
    try:
        return column.parse(text)
    except PydanticCustomError:
        return text


def same(column: SheetColumn, old: Data | None, new: Data | None) -> bool:
    """Whether two values mean the same; nothing, an empty text and an empty list do, and a flag that says what an empty cell means."""
    return bool(_meant(column, old) == _meant(column, new))


def _meant(column: SheetColumn, value: Data | None) -> Any:
    if isinstance(value, list):
        return tuple(meaning(column, item) if isinstance(item, str) else str(item) for item in value)
    if not value:
        return ()
    only = meaning(column, value) if isinstance(value, str) else str(value)
    return () if isinstance(only, bool) and only is column.blank and not column.required else (only,)


def write(column: SheetColumn, text: str) -> str:
    """A text as the house writes it: days, times and numbers in one form each."""
    value = meaning(column, text)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else text
