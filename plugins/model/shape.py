"""A model as the fields an editor writes, each with how its value is typed; hides Annotated, unions and tuples."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from plugins.model.parts import NAMED_BY_FILE, Part
from plugins.model.spelling import Names, Spelling

MOST_ITEMS = 500
"""Of a list whose field says nothing else."""
_LABELS = re.compile(r"(?<![A-Za-z-])([A-Za-z-]+) ([^；，、。]+)")
_WEEKDAYS = dict(zip(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), (f"星期{d}" for d in "一二三四五六日"), strict=True))


@dataclass(frozen=True, slots=True)
class Shape:
    """One field: its key, and what one value of it is; exactly one of `part`, `spelling` and `options` is there."""

    key: str
    title: str
    description: str
    required: bool
    many: bool
    """Whether it is a list of such values."""
    part: type[Part] | None
    spelling: Spelling | None
    options: Mapping[str, str]
    """The codes of a fixed choice with their words; a code without a word is its own."""
    names: Names | None
    parse: Callable[[object], Any] | None
    """How the model reads one value."""
    info: FieldInfo

    @property
    def most(self) -> int:
        """How many items the list may have."""
        said = (mark.max_length for mark in self.info.metadata if hasattr(mark, "max_length"))
        return next(said, MOST_ITEMS) if self.many else MOST_ITEMS


@cache
def field_keys(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The keys an editor may write, by the name they write; what the reader fills in is left out."""
    fields = {(f.alias or name): f for name, f in model.model_fields.items()}
    return {name: f for name, f in fields.items() if f.title}


@cache
def hidden_keys(model: type[BaseModel]) -> frozenset[str]:
    """The names in a model that an editor may not write: they are the reader's, or stand under another key."""
    return frozenset(model.model_fields) - field_keys(model).keys()


@cache
def shape_of(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields of a model that an editor may write, in its order."""
    hints = typing.get_type_hints(model, include_extras=True)
    keys = field_keys(model)
    return tuple(
        _shape(info.alias or name, info, hints[name])
        for name, info in model.model_fields.items()
        if (info.alias or name) in keys
    )


@cache
def naming_fields(model: type[BaseModel]) -> Mapping[str, Names | type[Part]]:
    """The fields of a model that name other entries, or hold parts that do, by their keys."""
    found: dict[str, Names | type[Part]] = {}
    for field in shape_of(model):
        if field.names:
            found[field.key] = field.names
        elif field.part and naming_fields(field.part):
            found[field.key] = field.part
    return found


def named_kinds(model: type[BaseModel]) -> frozenset[str]:
    """The kinds and lists whose entries a model's fields name, those of its parts too."""
    found = naming_fields(model).values()
    parts = (named_kinds(part) for part in found if not isinstance(part, Names))
    return frozenset(name.kind for name in found if isinstance(name, Names)).union(*parts)


def _shape(key: str, info: FieldInfo, hint: Any) -> Shape:
    inner, many = _unwrap(hint)
    marks = getattr(inner, "__metadata__", ())
    return Shape(
        key=key,
        title=info.title or key,
        description=info.description or "",
        required=info.is_required() and info.json_schema_extra != NAMED_BY_FILE,
        many=many,
        part=inner if isinstance(inner, type) and issubclass(inner, Part) else None,
        spelling=next((mark for mark in marks if isinstance(mark, Spelling)), None),
        options=_options(inner, info.description or ""),
        names=next((mark for mark in marks if isinstance(mark, Names)), None),
        parse=next((mark.func for mark in marks if hasattr(mark, "func")), None),
        info=info,
    )


def _options(inner: Any, description: str) -> Mapping[str, str]:
    """The codes of a fixed choice with their Chinese words, which stand in the field's description."""
    if typing.get_origin(inner) is not Literal:
        return {}
    codes = [str(code) for code in typing.get_args(inner)]
    words = {code: label.strip().removesuffix("等") for code, label in _LABELS.findall(description)}
    words |= _WEEKDAYS if set(codes) <= _WEEKDAYS.keys() else {}
    return {code: words[code] for code in codes} if words.keys() >= set(codes) else {code: code for code in codes}


def _unwrap(hint: Any) -> tuple[Any, bool]:
    """A type without `| None` and without `tuple[…, ...]`, and whether it was a list."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _unwrap(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        return _unwrap(arguments[0])[0], True
    return hint, False


def example_of(field: Shape) -> str:
    """What the value of a field may look like, as it is typed in YAML."""
    if field.part:
        shapes = shape_of(field.part)
        needed = [one for one in shapes if one.info.is_required()] or shapes
        value = f"{{{', '.join(f'{one.key}: {example_of(one)}' for one in needed)}}}"
    else:
        value = next(iter(field.options), "") or (field.spelling.example if field.spelling else "") or "…"
    return f"[{value}]" if field.many else value
