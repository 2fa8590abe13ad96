"""Sheets and their columns, read off the models; hides how a model becomes a table.

A list of entries is a sheet. A list of parts inside each entry is a sheet of its own, whose first column says
which entry a row belongs to. A part inside an entry is columns of its sheet. Lists of parts inside parts have
no place in a table: they are left out and an import does not touch them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import BaseModel

from plugins.model import KINDS, NAMED_BY_FILE, Cell, Part, Record, Shape, field_keys, shape_of

SHEETS: Mapping[str, type[Record]] = {model.kind.name: model for model in KINDS if model.kind.sheet}
"""What can become a sheet, by the name it is asked for with."""
MARK = "说明："
"""What the row of notes begins with."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: where its value stands in an entry, and what a cell of it holds."""

    path: tuple[str, ...]
    title: str
    form: Cell
    many: bool = False
    required: bool = False
    single_line: bool = True
    options: Mapping[str, str] = field(default_factory=dict)
    """The words for each code of a fixed choice."""
    names: str = ""
    """Which list its ids come from: `locations`, `people`, `categories` and so on."""
    note: str = ""
    blank: bool | None = None
    """What an empty cell means, of a flag; None where it means neither."""
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
    columns: tuple[SheetColumn, ...]
    """The first says which entry a row is, or belongs to."""

    @property
    def key(self) -> SheetColumn:
        return self.columns[0]

    @property
    def written(self) -> tuple[SheetColumn, ...]:
        """The columns that stand in the sources: the owner of a part does not, nor does an id that is a file's name."""
        named = self.part or field_keys(self.model)[self.key.path[0]].json_schema_extra == NAMED_BY_FILE
        return self.columns[1:] if named else self.columns


@cache
def tables_of(kind: str) -> tuple[Table, ...]:
    """The sheets of a kind: its entries first, then each list inside them."""
    model = SHEETS[kind]
    key = key_of(model)
    columns = tuple(_columns(model, kind))
    columns = tuple(sorted(columns, key=lambda c: (c.path != (key,), c.path == ("sample",))))
    label = model.kind.label
    tables = [Table(label, kind, "", model, label, columns)]
    owner = SheetColumn((), f"{label}编号", "code", required=True, names=kind, note="这一行属于哪一项")
    for name, part in _lists(model):
        title = field_keys(model)[name].title or name
        sheet = title if model.kind.source.named else f"{label}的{title}"
        tables.append(Table(sheet, kind, name, part, title, (owner, *_columns(part, kind))))
    return tuple(tables)


@cache
def all_tables() -> Mapping[str, Table]:
    """Every sheet there can be, by its name."""
    return {table.name: table for kind in SHEETS for table in tables_of(kind)}


def key_of(model: type[Part]) -> str:
    """The field that names an entry: its id, or its first field."""
    keys = field_keys(model)
    return "id" if "id" in keys else next(iter(keys))


def _lists(model: type[Part]) -> Iterator[tuple[str, type[Part]]]:
    for shape in shape_of(model):
        if shape.part and shape.many:
            yield shape.key, shape.part


def _columns(model: type[Part], kind: str) -> Iterator[SheetColumn]:
    for shape in shape_of(model):
        if not shape.part:
            yield _column(model, kind, shape)
        elif not shape.many:
            for sub in shape_of(shape.part):
                if not sub.part:
                    column = _column(shape.part, kind, sub)
                    yield _within(column, shape.key, f"{shape.title}：{column.title}")


def _within(column: SheetColumn, name: str, title: str) -> SheetColumn:
    """The column of a field of a part, seen from the entry the part stands in, which may have no such part."""
    return replace(column, path=(name, *column.path), title=title, required=False)


def _column(model: type[BaseModel], kind: str, shape: Shape) -> SheetColumn:
    """The column of one field."""
    spelling = shape.spelling
    options = shape.options
    form: Cell = spelling.cell if spelling else "option"
    required = shape.info.is_required() or (model is SHEETS[kind] and shape.key == key_of(SHEETS[kind]))
    names = shape.names.kind if shape.names else ""
    chosen = "从下拉表里选" if options or names else ""
    written = chosen or shape.description.replace("写 true", "写 是")
    example = "" if chosen or not spelling else spelling.in_cell or spelling.words
    notes = (written, example, _many_note(form, shape.many), _blank_note(shape.info, required, options))
    return SheetColumn(
        path=(shape.key,),
        title=shape.title,
        form=form,
        many=shape.many,
        required=required,
        single_line=not (spelling and spelling.lines),
        options=options,
        names=names,
        note="；".join(part for part in notes if part),
        blank=default if isinstance(default := shape.info.default, bool) else None,
        parse=shape.parse,
    )


def _many_note(form: Cell, many: bool) -> str:
    if not many:
        return ""
    return "可以写几条，一条一行（Alt+回车换行）" if form == "text" else "可以写几个，用“、”隔开"


def _blank_note(info: Any, required: bool, options: Mapping[str, str]) -> str:
    if required:
        return "必填"
    default = info.default if isinstance(info.default, str | int) and info.default not in ("", False) else ""
    words = "是" if default is True else options.get(str(default), default)
    return f"不填就是 {words}" if default else ""
