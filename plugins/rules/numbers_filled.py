"""{电话:…} in fields and texts, with the number it names; hides how a name is found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape

from pydantic import BaseModel

from plugins.model import is_slug
from plugins.problems import Problem
from plugins.rules.names import NamedPhone, fold
from plugins.rules.phone_fields import EVERY_NUMBER, EXTENSIONS, NAME, TYPED, Unread, is_reference, phone_fields
from plugins.rules.suggestions import nearest
from plugins.text import Data, Loc, Prose

REFERENCE = re.compile(r"\{电话\s*[:：]\s*+([^{}<>\n\s][^{}<>\n]{0,79}?)\s*\}")
_IN_LINK = re.compile(r'href="(?:tel:)?\{电话\s*[:：]\s*+([^{}<>"\n\s][^{}<>"\n]{0,79}?)\s*\}"')
_SIGN = "{电话"


@dataclass(slots=True)
class Filled:
    """An entry's values with numbers for references, and what could not be found."""

    data: dict[str, Data]
    unread: Unread = frozenset()
    used: bool = False
    problems: list[tuple[Loc, str, str]] = field(default_factory=list)
    lost: set[Loc] = field(default_factory=set)
    """Where a number was named: what is wrong with one is told where it was typed."""


def fill_numbers(
    data: dict[str, Data], model: type[BaseModel], numbers: Mapping[str, NamedPhone], unread: Unread = frozenset()
) -> Filled:
    """The values of one entry, each reference replaced by the number it stands for; `data` itself is left as it is.

    `unread` names whose number cannot be read; that one is not said to be missing.
    """
    filled = Filled(data, unread)
    filled.data = _fill_part(data, model, numbers, (), filled)
    return filled


def _fill_part(
    data: Mapping[str, Data], model: type[BaseModel], numbers: Mapping[str, NamedPhone], at: Loc, filled: Filled
) -> dict[str, Data]:
    found = {key: _fill_texts(value, numbers, (*at, key), filled) for key, value in data.items()}
    for key, part in phone_fields(model).items():
        value = found.get(key)
        if part is None:
            if isinstance(value, str) and is_reference(value.strip()):
                _fill_phone(found, key, value.strip(), numbers, (*at, key), filled)
        elif isinstance(value, list):
            found[key] = [
                _fill_part(item, part, numbers, (*at, key, i), filled) if isinstance(item, dict) else item
                for i, item in enumerate(value)
            ]
        elif isinstance(value, dict):
            found[key] = _fill_part(value, part, numbers, (*at, key), filled)
    return found


def _fill_phone(
    data: dict[str, Data], key: str, ref: str, numbers: Mapping[str, NamedPhone], at: Loc, filled: Filled
) -> None:
    filled.used = True
    filled.lost.add(at)
    number = _find(ref, numbers)
    if number is None:
        if not _is_unread(ref, filled.unread):
            filled.problems.append((at, *_tell_lost(ref, numbers)))
        return
    data[key] = number.number
    if number.extension and not data.get(EXTENSIONS[key]):
        data[EXTENSIONS[key]] = number.extension


def _fill_texts(value: Data, numbers: Mapping[str, NamedPhone], at: Loc, filled: Filled) -> Data:
    if isinstance(value, str):
        return _fill_text(value, numbers, at, filled) if _SIGN in value else value
    if isinstance(value, list):
        return [_fill_texts(item, numbers, (*at, i), filled) for i, item in enumerate(value)]
    if len(value) == 1:
        ((key, words),) = value.items()
        if not words and re.match(r"电话\s*[:：]", key):  # unquoted, {电话:library} is a mapping to YAML
            return _fill_text(f"{{{key}}}", numbers, at, filled)
    return {key: _fill_texts(item, numbers, (*at, key), filled) for key, item in value.items()}


def _fill_text(text: str, numbers: Mapping[str, NamedPhone], at: Loc, filled: Filled) -> str:
    filled.used = True

    def fill(match: re.Match[str]) -> str:
        number = _find(match[1], numbers)
        if number is None and not _is_unread(match[1], filled.unread):
            filled.problems.append((at, *_tell_lost(match[1], numbers)))
        return number.words if number else match[0]

    return REFERENCE.sub(fill, text)


def _find(ref: str, numbers: Mapping[str, NamedPhone]) -> NamedPhone | None:
    return numbers.get(ref) or numbers.get(fold(ref))


def _is_unread(ref: str, unread: Unread) -> bool:
    base = ref.partition("#")[0]
    return EVERY_NUMBER in unread or base in unread or fold(base) in unread


def _tell_lost(ref: str, numbers: Mapping[str, NamedPhone]) -> tuple[str, str]:
    named = NAME.fullmatch(ref) is not None
    plain = dict.fromkeys(
        known for known in numbers if (NAME.fullmatch(known) and "#" not in known if named else is_slug(known))
    )
    return f"没有“{ref[:40]}”的电话", nearest(ref, plain)


def fill_prose(
    prose: Prose, path: str, numbers: Mapping[str, NamedPhone], unread: Unread = frozenset()
) -> tuple[Prose, list[Problem]]:
    """A body with numbers for its references, each a link to dial."""
    problems = [
        Problem(path, where.line, where.column, "body", "正文", *_tell_lost(where.target, numbers))
        for where in prose.numbers
        if not where.target.startswith(TYPED)
        and _find(where.target, numbers) is None
        and not _is_unread(where.target, unread)
    ]

    def link(match: re.Match[str]) -> str:
        number = _find(match[1], numbers)
        return f'<a class="phone" href="tel:{number.dialled}">{escape(number.words)}</a>' if number else match[0]

    def say(match: re.Match[str]) -> str:
        number = _find(match[1], numbers)
        return number.words if number else match[0]

    def dial(match: re.Match[str]) -> str:
        number = _find(match[1], numbers)
        return f'href="tel:{number.dialled}"' if number else match[0]

    html = _IN_LINK.sub(dial, prose.html)
    headings = tuple(replace(h, text=REFERENCE.sub(say, h.text)) for h in prose.headings)
    return replace(prose, html=REFERENCE.sub(link, html), headings=headings), problems
