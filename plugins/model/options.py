"""What a field may hold of a fixed choice, with the Chinese word of each code; hides that the words stand in descriptions."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel

_LABELS = re.compile(r"([A-Za-z-]+) ([^；，、。]+)")
_WEEKDAYS = dict(zip(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), (f"星期{d}" for d in "一二三四五六日"), strict=True))


def hints_of(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Every field an editor may write, by its key, with its type as declared."""
    hints = typing.get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        if info.title:
            yield info.alias or name, hints[name]


def options_of(inner: Any, description: str) -> Mapping[str, str]:
    """The codes of a fixed choice with their words; a code without a word is its own."""
    if typing.get_origin(inner) is not Literal:
        return {}
    codes = [str(code) for code in typing.get_args(inner)]
    words = {code: label.strip().removesuffix("等") for code, label in _LABELS.findall(description)}
    words |= _WEEKDAYS if set(codes) <= _WEEKDAYS.keys() else {}
    return {code: words[code] for code in codes} if words.keys() >= set(codes) else {code: code for code in codes}


def unwrap(hint: Any) -> tuple[Any, bool]:
    """A type without `| None` and without `tuple[…, ...]`, and whether it was a list."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return unwrap(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        return arguments[0], True
    return hint, False


def is_part(inner: Any) -> bool:
    """Whether a type is a model with fields of its own."""
    return isinstance(inner, type) and issubclass(inner, BaseModel)
