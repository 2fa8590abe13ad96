"""An entry as it was typed, with ids where names stand; hides in which fields, and what is said of what means nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pydantic import BaseModel

from plugins.model import NO_VALUE, WEEKDAYS, is_slug, shape_of
from plugins.rules.names import ID, SPLIT, Choices, UnclearNameError, fold
from plugins.rules.suggestions import name_choice, nearest
from plugins.text import Data, Loc


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that holds choices or ids, or a part that does."""

    key: str
    options: Mapping[str, str]
    names: str
    part: type[BaseModel] | None
    many: bool = False


@cache
def _fields_of(model: type[BaseModel]) -> tuple[_Field, ...]:
    found = []
    for shape in shape_of(model):
        names = shape.names.kind if shape.names else ""
        if shape.options or names or (shape.part and _fields_of(shape.part)):
            found.append(_Field(shape.key, shape.options, names, shape.part, shape.many))
    return tuple(found)


@dataclass(slots=True)
class Settled:
    """An entry's values with ids for names; what could not be read, and where nothing more need be said."""

    data: dict[str, Data]
    problems: list[tuple[Loc, str, str]] = field(default_factory=list)
    silent: set[Loc] = field(default_factory=set)
    named: bool = False
    """Whether a name, and no id, stands where an id belongs."""


def settle(data: dict[str, Data], model: type[BaseModel], choices: Choices) -> Settled:
    """The values of one entry of `model`, names read as ids; `data` itself is left as it is."""
    settled = Settled(data)
    settled.data = _settle_part(data, model, choices, (), settled)
    return settled


def _settle_part(
    data: dict[str, Data], model: type[BaseModel], choices: Choices, at: Loc, settled: Settled
) -> dict[str, Data]:
    changed: dict[str, Data] = {}
    for one in _fields_of(model):
        value = data.get(one.key)
        if not value:
            continue
        new = _settle_value(value, one, choices, (*at, one.key), settled)
        if new is not value:
            changed[one.key] = new
    return {**data, **changed} if changed else data


def _settle_value(value: Data, one: _Field, choices: Choices, at: Loc, settled: Settled) -> Data:
    if isinstance(value, list):
        items = [_settle_value(item, one, choices, (*at, i), settled) for i, item in enumerate(value)]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, dict):
        return _settle_part(value, one.part, choices, at, settled) if one.part else value
    return value if one.part else _settle_word(value, one, choices, at, settled)


def _settle_word(word: str, one: _Field, choices: Choices, at: Loc, settled: Settled) -> str:
    known = one.options or choices.of.get(one.names, {})
    text = word.strip()
    if text in known or not text:
        return word
    if one.many and isinstance(at[-1], str):
        return word  # one text where a list belongs, which is told as that
    settled.named = settled.named or not one.options
    if one.names in choices.unread:
        settled.silent.add(at)
        return word
    try:
        # An item that YAML took into the one above it is told in words of its own.
        code = choices.read(one, text.partition(" - ")[0].rstrip())
    except UnclearNameError as error:
        settled.problems.append((at, error.message, _offer_near(text, known) if one.options else error.fix))
        settled.silent.add(at)
        return word
    if code in known:
        return code
    if SPLIT.search(text) and isinstance(at[-1], str):
        items = [item.strip() for item in SPLIT.split(text) if item.strip()]
        message = f"这里只能写一项，写了 {len(items)} 项" if len(items) > 1 else f"“{text[:40]}”后面多了标点"
        settled.problems.append((at, message, f"只留一项：{'、'.join(items)[:80]}"))
    elif SPLIT.search(text):
        settled.problems.append((at, *_parted(text, one, choices)))
    elif one.names and (several := _in_between(text, one, choices)):
        settled.problems.append((at, "从几到几，写成了一项", f"一项一项写：[{', '.join(several)}]"))
    elif _is_no_id(text, one):
        fix = f"{'没有就不写这一行；要写的，' if NO_VALUE.fullmatch(text) else ''}{nearest(text, known)}"
        settled.problems.append((at, f"没有“{text[:40]}”", fix))
    else:
        # It may be an id that the rules across sources know, or miss in words of their own.
        return word
    settled.silent.add(at)
    return word


def _offer_near(text: str, known: Mapping[str, str]) -> str:
    """The choice that was nearly typed: Mon, 已取消, 1 of days of the week; else all of them, and that one line takes one of several."""
    if len(text) > _LONGEST:
        return _offer(known)
    if whole := _nearly(text, known):
        return f"是否想写 {name_choice(whole, known[whole])}？"
    parts = [part for part in re.split(r"[、，,;；~～—至到/ \[\]-]+", text) if part]
    meant = [code for part in parts if (code := _nearly(part, known))]
    if len(parts) > 1 and len(meant) == len(parts):
        if re.fullmatch(r"[^至到~～—-]+[至到~～—-]+[^至到~～—-]+", text.strip()) and len(meant) == 2:
            codes = list(known)
            meant = codes[codes.index(meant[0]) : codes.index(meant[1]) + 1] or meant
        return f"一条只写一项，分成几条写：{'、'.join(dict.fromkeys(meant))}"
    return f"是否想写 {name_choice(meant[0], known[meant[0]])}？" if len(parts) == 1 and meant else _offer(known)


_LONGEST = 100
"""Signs; in more nobody meant to choose, and each of their parts would be held against each choice."""


def _nearly(text: str, known: Mapping[str, str]) -> str:
    """The one choice whose word begins with, ends in or holds what was typed, or the other way round."""
    plain = fold(text)
    if known.keys() == set(WEEKDAYS) and plain in _DAYS:
        return WEEKDAYS[_DAYS[plain]]
    near = [
        code
        for code, words in known.items()
        if plain and (plain in fold(words) or fold(words) in plain or plain.startswith(fold(code)))
    ]
    return near[0] if len(near) == 1 else ""


_DAYS = {c: n for n, c in enumerate("一二三四五六日")} | {str(n): n - 1 for n in range(1, 8)} | {"天": 6}


def _offer(known: Mapping[str, str]) -> str:
    return f"从这些里选：{'、'.join(name_choice(code, words) for code, words in known.items())}"


def _is_no_id(text: str, one: _Field) -> bool:
    """Whether a text cannot even be the spelling of an id."""
    if one.names == "tags" or is_slug(text):
        return False
    return one.names not in ("buildings", "affected") or not ID.fullmatch(text)


_NUMBERED = re.compile(r"(\D{2,}?)\d+\D*")
_SPAN = re.compile(r"(\D*?)(\d{1,3})\D{0,2}?[-~～—–至到]+(\d{1,3})(\D*)")
_LONGEST_SPAN = 40


def _whole_items(text: str, one: _Field, choices: Choices) -> list[str]:
    """The items of one text; 2栋 behind 河畔苑1栋 is 河畔苑2栋, where there is such a one."""
    items: list[str] = []
    for item in filter(None, (part.strip() for part in SPLIT.split(text))):
        before = _NUMBERED.fullmatch(items[-1]) if items else None
        whole = f"{before[1]}{item}" if before and item[0].isdigit() else item
        items.append(whole if choices.meaning(one, whole) != whole else item)
    return items


def _in_between(text: str, one: _Field, choices: Choices) -> list[str]:
    """All that is meant by 河畔苑1-5栋; nothing where one of them is not there."""
    span = _SPAN.fullmatch(text)
    if not span or not 0 < int(span[3]) - int(span[2]) < _LONGEST_SPAN:
        return []
    words = [f"{span[1]}{n}{span[4]}" for n in range(int(span[2]), int(span[3]) + 1)]
    codes = [str(choices.meaning(one, word)) for word in words]
    return codes if all(code != word for code, word in zip(codes, words, strict=True)) else []


def _parted(text: str, one: _Field, choices: Choices) -> tuple[str, str]:
    """Several items typed as one: which mark parts them, and how they are to be written."""
    mark = next(c for c in text if SPLIT.match(c))
    items = [str(choices.meaning(one, item)) for item in _whole_items(text, one, choices)]
    kind = {"，": "全角逗号", "、": "顿号", "；": "全角分号", ";": "分号", ",": "引号里的逗号"}.get(mark, "换行")
    return f"几项连成了一项，用的是{kind}“{mark}”", f"用半角逗号隔开：[{', '.join(items)}]"
