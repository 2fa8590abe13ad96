"""An answer of one word where a sentence belongs: `fee: 否`, `how: 是` say nothing to whoever reads the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from plugins.model import Shape, shape_of
from plugins.rules.written import Breach, Written
from plugins.text import Data, Loc

_BARE = frozenset({"是", "否", "对", "不是", "true", "false", "yes", "no"})
_OF_FEES = _BARE | {"有", "没有", "不", "要", "不要", "收", "不收", "需要", "free"}
_FEES = frozenset({"fee", "fees"})
_ASKED = frozenset({"answer", "yes", "no", "options"})
"""What answers a question that stands beside it, or is there to be chosen."""


def find_bare_answers(written: Written) -> Iterator[Breach]:
    """Every text that is a yes or a no and nothing else."""
    for row in written.rows:
        for loc, word in _find(row.model, row.data, row.at):
            if loc[-1] in _FEES:
                fix = "不收钱写 免费，收钱写数目，例如 10元"
                yield row.path, loc, f"只写了“{word}”，看不出收多少", fix
            else:
                yield row.path, loc, f"只写了“{word}”，读的人不知道说的是什么", "写成一句话，或删掉这一行"


def _find(model: type[BaseModel], data: Mapping[str, Data], at: Loc) -> Iterator[tuple[Loc, str]]:
    for field in _texts(model):
        value = data.get(field.key)
        for loc, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
            here: Loc = (*at, field.key) if loc is None else (*at, field.key, loc)
            if field.part and isinstance(item, dict):
                yield from _find(field.part, item, here)
            elif field.spelling and isinstance(item, str):
                word = item.strip()
                if word.lower() in (_OF_FEES if field.key in _FEES else _BARE):
                    yield here, word


@cache
def _texts(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields that are words, and the parts that have some."""
    return tuple(
        field
        for field in shape_of(model)
        if field.key not in _ASKED
        and (field.part is not None or (field.spelling is not None and field.spelling.cell == "text"))
    )
