"""A value of a source and the words of its cell; hides what an id, a choice and a list look like in a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from pydantic_core import PydanticCustomError

from plugins.model import Community, Guide
from plugins.rules import Row
from plugins.sheets.columns import KINDS, Column, key_of
from plugins.text import Data

HELD = "（请在文件里改）"
"""What a cell says whose value no cell can hold; an import leaves that value as it is."""
LONGEST = 32_000
"""Excel cuts what is longer than 32,767 characters."""
_SPLIT = re.compile(r"[、，,;；\n]+")
_ID = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What an .xlsx cannot hold, or turns into something else."""


class CellError(Exception):
    """A cell that cannot be read: what is wrong and what to type instead, in Chinese."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


@dataclass(frozen=True)
class Choices:
    """What stands behind ids and names: for each list, the words beside each id."""

    of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def show(self, column: Column, code: str) -> str:
        """An id with its words, a choice as its word alone."""
        if column.options:
            return column.options.get(code, code)
        words = self.of.get(column.names, {}).get(code, "")
        return f"{code} {words}" if words else code

    def read(self, column: Column, text: str) -> str:
        """The id or code that somebody meant by a text."""
        known = column.options or self.of.get(column.names, {})
        if text in known:
            return text
        first, _, rest = text.partition(" ")
        if first in known or (rest and _ID.fullmatch(first)):
            return _agreed(first, rest.strip(), known)
        meant = [code for code, words in known.items() if words == text]
        if len(meant) > 1:
            raise CellError(f"“{text[:40]}”有 {len(meant)} 个，分不清是哪一个", f"写编号：{'、'.join(meant[:8])}")
        if column.options and not meant:
            raise CellError(f"没有“{text[:40]}”这个选项", f"从这些里选：{'、'.join(column.options.values())}")
        return meant[0] if meant else text


def _agreed(code: str, words: str, known: Mapping[str, str]) -> str:
    """The id in front, unless the words behind it are another's: then nobody can know which is meant."""
    other = next((c for c, w in known.items() if w == words and w != known.get(code)), "")
    if other:
        raise CellError(f"编号“{code}”和名称“{words}”不是同一个", f"只写编号；“{words}”的编号是 {other}")
    return code


def gather_choices(rows: tuple[Row, ...]) -> Choices:
    """The ids of every list and the words beside them, from the entries as they were typed."""
    of: dict[str, dict[str, str]] = {}
    for row in rows:
        kind = next((k for k, model in KINDS.items() if model is row.model), "")
        if kind and id_of(kind, row):
            of.setdefault(kind, {})[id_of(kind, row)] = _name_of(row.data)
        if row.model is Guide and row.data.get("status") != "draft":
            of.setdefault("guides", {})[row.id] = _name_of(row.data)
        if kind == "places":
            of.setdefault("buildings", {}).update(_buildings(row))
        if row.model is Community:
            of |= {listed: _terms(row.data.get(listed)) for listed in ("columns", "categories", "audiences")}
    return Choices(of)


def id_of(kind: str, row: Row) -> str:
    """What names an entry in its sheet."""
    return row.id or str(row.data.get(key_of(KINDS[kind]), ""))


def _name_of(data: Mapping[str, Data]) -> str:
    """The words beside an id; of a person the role, for the sheet may travel further than the consent."""
    roles = data.get("roles")
    first = roles[0] if isinstance(roles, list) and roles else data.get("name", data.get("title", ""))
    return _plain(first)


def _plain(words: Data) -> str:
    return _SPLIT.sub("·", _CONTROL.sub("", words)).strip() if isinstance(words, str) else ""


def _buildings(row: Row) -> Iterator[tuple[str, str]]:
    buildings = row.data.get("buildings")
    for building in buildings if isinstance(buildings, list) else []:
        if isinstance(building, dict):
            yield f"{row.id}/{building.get('id')}", _name_of(row.data) + _name_of(building)


def _terms(listed: Data | None) -> dict[str, str]:
    rows = [term for term in listed if isinstance(term, dict)] if isinstance(listed, list) else []
    return {str(term.get("id")): _name_of(term) for term in rows}


def get_at(data: Mapping[str, Data], path: tuple[str, ...]) -> Data | None:
    """The value at a path of keys, None where the way ends."""
    here: Data | None = dict(data)
    for key in path:
        here = here.get(key) if isinstance(here, dict) else None
    return here


def is_held(column: Column, value: Data | None) -> bool:
    """Whether no cell can hold a value."""
    items = value if column.many and isinstance(value, list) else [] if value is None else [value]
    for item in items:
        if not isinstance(item, str) or _CONTROL.search(item) or len(item) > LONGEST or item.strip() == HELD:
            return True
        if (column.many or column.single_line) and "\n" in item.strip():
            return True
        if column.many and not item.strip():
            return True
        if column.many and column.form != "text" and _SPLIT.search(item):
            return True
    if column.many and isinstance(value, str) and value:
        return True
    return sum(len(str(item)) for item in items) > LONGEST


def show(column: Column, value: Data | None, choices: Choices) -> str:
    """The words of a cell."""
    if is_held(column, value):
        return HELD
    if isinstance(value, list):
        words = [_show_one(column, str(item), choices) for item in value]
        return ("\n" if column.form == "text" else "、").join(words)
    return _show_one(column, value, choices) if isinstance(value, str) and value else ""


def _show_one(column: Column, text: str, choices: Choices) -> str:
    text = text.strip()
    if column.options or column.names:
        return choices.show(column, text)
    if column.form == "flag":
        return {True: "是", False: "否"}.get(meaning(column, text), text)
    return write(column, text)


def split(column: Column, text: str) -> list[str]:
    """The items of a cell that holds several."""
    parts = text.split("\n") if column.form == "text" else _SPLIT.split(text)
    items = [part.strip() for part in parts if part.strip()]
    if column.form != "code":
        return items
    return [one for item in items for one in (item.split() if all(map(_ID.fullmatch, item.split())) else [item])]


def meaning(column: Column, text: str) -> Any:
    """What a text means to the model, or the text itself where it means nothing."""
    text = text.strip()
    if column.parse is None or column.form == "text":
        return text
    try:
        return column.parse(text)
    except PydanticCustomError:
        return text


def same(column: Column, old: Data | None, new: Data | None) -> bool:
    """Whether two values mean the same; nothing, an empty text, an empty list and a plain no do."""
    return bool(_meant(column, old) == _meant(column, new))


def _meant(column: Column, value: Data | None) -> Any:
    if isinstance(value, list):
        return tuple(meaning(column, item) if isinstance(item, str) else str(item) for item in value)
    if not value:
        return ()
    only = meaning(column, value) if isinstance(value, str) else str(value)
    return () if only is False and not column.required else (only,)


def write(column: Column, text: str) -> str:
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
