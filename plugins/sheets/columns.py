"""Sheets and their columns, read off the models; hides how a model becomes a table.

A list of entries is a sheet. A list of parts inside each entry is a sheet of its own, whose first column says
which entry a row belongs to. A part inside an entry is columns of its sheet. Lists of parts inside parts have
no place in a table: they are left out and an import does not touch them.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Literal

from plugins.model import (
    NAMED_BY_FILE,
    BuildingRef,
    Clock,
    Count,
    Day,
    Degrees,
    Email,
    Extension,
    File,
    Flag,
    Line,
    Moment,
    OpeningHours,
    Part,
    PhoneNumber,
    Roster,
    Slug,
    Summary,
    Text,
    Url,
    field_keys,
    hints_of,
    is_part,
    options_of,
    unwrap,
)
from plugins.rules import TABLES, list_of

Form = Literal["text", "day", "moment", "clock", "count", "flag", "phone", "code", "option"]
"""What a cell holds: `code` is anything written in letters and digits that Excel may mistake for something else."""
KINDS: Mapping[str, type[Part]] = {
    **{kind: model for kind, model in TABLES.items() if issubclass(model, Part)},
    "rosters": Roster,
}
"""What can become a sheet, by the name it is asked for with."""
MARK = "说明："
"""What the row of notes begins with."""

_FORMS: Mapping[Any, Form] = {
    Line: "text",
    Summary: "text",
    Text: "text",
    Day: "day",
    Moment: "moment",
    Clock: "clock",
    Count: "count",
    Flag: "flag",
    PhoneNumber: "phone",
    Slug: "code",
    BuildingRef: "code",
    Degrees: "code",
    Url: "code",
    Email: "code",
    Extension: "code",
    File: "code",
    OpeningHours: "code",
}
_WRITTEN: Mapping[Form, str] = {
    "text": "文字",
    "day": "日期，如 2026-11-23",
    "moment": "日期和时间，如 2026-11-23 09:30",
    "clock": "时间，如 09:30",
    "count": "整数",
    "flag": "是 或 否",
    "phone": "电话，如 0755-5550-0101",
    "code": "",
    "option": "",
}
_EXAMPLES: Mapping[Any, str] = {
    OpeningHours: "如 Mo-Fr 09:00-12:00; PH off",
    Url: "网址，https:// 开头",
    File: "如 images/photo.jpg",
    Slug: "小写字母、数字和连字符",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value stands in an entry, and what a cell of it holds."""

    path: tuple[str, ...]
    title: str
    form: Form
    many: bool = False
    required: bool = False
    single_line: bool = True
    options: Mapping[str, str] = field(default_factory=dict)
    """The words for each code of a fixed choice."""
    names: str = ""
    """Which list its ids come from: `locations`, `people`, `categories` and so on."""
    note: str = ""
    parse: Callable[[object], Any] | None = field(default=None, repr=False)
    """How the model reads one value."""

    @property
    def key(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: the entries of a kind, or (with `part`) the rows of one list inside each of them."""

    name: str
    kind: str
    part: str
    model: type[Part]
    """What a row is."""
    noun: str
    """What a row is called in a sentence."""
    columns: tuple[Column, ...]
    """The first says which entry a row is, or belongs to."""

    @property
    def key(self) -> Column:
        return self.columns[0]

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that stand in the sources: the owner of a part does not, nor does an id that is a file's name."""
        named = self.part or field_keys(self.model)[self.key.path[0]].json_schema_extra == NAMED_BY_FILE
        return self.columns[1:] if named else self.columns


@cache
def tables_of(kind: str) -> tuple[Table, ...]:
    """The sheets of a kind: its entries first, then each list inside them."""
    model = KINDS[kind]
    key = key_of(model)
    columns = tuple(_columns(model, kind))
    columns = tuple(sorted(columns, key=lambda c: (c.path != (key,), c.path == ("sample",))))
    tables = [Table(model.label, kind, "", model, model.label, columns)]
    owner = Column((), f"{model.label}编号", "code", required=True, names=kind, note="这一行属于哪一项")
    for name, part in _lists(model):
        title = field_keys(model)[name].title or name
        sheet = title if model is Roster else f"{model.label}的{title}"
        tables.append(Table(sheet, kind, name, part, title, (owner, *_columns(part, kind))))
    return tuple(tables)


@cache
def all_tables() -> Mapping[str, Table]:
    """Every sheet there can be, by its name."""
    return {table.name: table for kind in KINDS for table in tables_of(kind)}


def key_of(model: type[Part]) -> str:
    """The field that names an entry: its id, or its first field."""
    keys = field_keys(model)
    return "id" if "id" in keys else next(iter(keys))


def _lists(model: type[Part]) -> Iterator[tuple[str, type[Part]]]:
    for name, hint in hints_of(model):
        inner, many = unwrap(hint)
        if many and is_part(inner):
            yield name, inner


def _columns(model: type[Part], kind: str) -> Iterator[Column]:
    for name, hint in hints_of(model):
        inner, many = unwrap(hint)
        if is_part(inner) and not many:
            title = field_keys(model)[name].title
            for sub, sub_hint in hints_of(inner):
                sub_inner, sub_many = unwrap(sub_hint)
                column = _column(inner, kind, sub, sub_inner, many=sub_many)
                if column:
                    yield _within(column, name, f"{title}：{column.title}")
        elif not is_part(inner):
            column = _column(model, kind, name, inner, many=many)
            if column:
                yield column


def _within(column: Column, name: str, title: str) -> Column:
    """The column of a field of a part, seen from the entry the part stands in, which may have no such part."""
    return replace(column, path=(name, *column.path), title=title, required=False)


def _column(model: type[Part], kind: str, name: str, inner: Any, *, many: bool) -> Column | None:
    """The column of one field; None where its type has no cell."""
    info = field_keys(model)[name]
    options = options_of(inner, info.description or "")
    form: Form | None = "option" if options else _FORMS.get(inner)
    if form is None:
        return None
    required = info.is_required() or (model is KINDS[kind] and name == key_of(model))
    names = list_of(model, name)
    chosen = "从下拉表里选" if options or names else ""
    written = chosen or (info.description or "").replace("写 true", "写 是")
    example = "" if chosen else _WRITTEN[form] or _EXAMPLES.get(inner, "")
    notes = (written, example, _many_note(form, many), _blank_note(info, required, options))
    note = "；".join(part for part in notes if part)
    single = inner is not Text
    parse = None if options else _parser(inner)
    return Column((name,), info.title or name, form, many, required, single, options, names, note, parse)


def _many_note(form: Form, many: bool) -> str:
    if not many:
        return ""
    return "可以写几条，一条一行（Alt+回车换行）" if form == "text" else "可以写几个，用“、”隔开"


def _blank_note(info: Any, required: bool, options: Mapping[str, str]) -> str:
    if required:
        return "必填"
    default = info.default if isinstance(info.default, str | int) and info.default not in ("", False) else ""
    return f"不填就是 {options.get(str(default), default)}" if default else ""


def _parser(inner: Any) -> Callable[[object], Any] | None:
    if typing.get_origin(inner) is not Annotated:
        return None
    return next((m.func for m in typing.get_args(inner)[1:] if hasattr(m, "func")), None)
