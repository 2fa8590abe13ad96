"""Figures named in texts: {{ figure:bus-pass }} becomes 600多张; hides where a mark may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from pydantic import ValidationError

from plugins.model import APPROXIMATIONS, Figure, FigureValue, say_amount
from plugins.problems import Problem
from plugins.rules.names import Row
from plugins.rules.suggestions import nearest
from plugins.text import CARRIED, FIGURE, Data, Loc, Prose, names_figures

_CODES = {word: code for code, word in APPROXIMATIONS.items()}
_SPAN = re.compile(r"(\d{4})[—/-](\d{4})")


def gather_figures(rows: Iterable[Row]) -> Mapping[str, str]:
    """What each figure says, by its id, and by id@period; nothing where one of its values cannot be read."""
    found: dict[str, str] = {}
    unread = set[str]()
    for row in rows:
        listed = row.data.get("values") if row.model is Figure else None
        for value in listed if isinstance(listed, list) else ():
            if isinstance(value, dict) and row.id:
                typed = {key: _CODES.get(item, item) if isinstance(item, str) else item for key, item in value.items()}
                try:
                    read = FigureValue.model_validate(typed)
                except ValidationError:
                    unread.add(row.id)  # told where it was typed
                    continue
                words = say_amount(read.value, str(row.data.get("unit", "")), read.approx)
                found[row.id] = found[f"{row.id}@{read.period}"] = words
    return found | dict.fromkeys(unread, "")


@dataclass(slots=True)
class Figured:
    """An entry's values with numbers for the figures they name, and what could not be found."""

    data: dict[str, Data]
    used: bool = False
    problems: list[tuple[Loc, str, str]] = field(default_factory=list)


def fill_figures(data: dict[str, Data], figures: Mapping[str, str]) -> Figured:
    """The values of one entry, each mark replaced by the number it stands for."""
    figured = Figured(data)
    figured.data = {key: _fill(value, figures, (key,), figured) for key, value in data.items()}
    return figured


def _fill(value: Data, figures: Mapping[str, str], at: Loc, figured: Figured) -> Data:
    if isinstance(value, str):
        return _fill_text(value, figures, at, figured) if names_figures(value) else value
    if isinstance(value, list):
        return [_fill(item, figures, (*at, i), figured) for i, item in enumerate(value)]
    return {key: _fill(item, figures, (*at, key), figured) for key, item in value.items()}


def _fill_text(text: str, figures: Mapping[str, str], at: Loc, figured: Figured) -> str:
    def fill(match: re.Match[str]) -> str:
        figured.used = True
        words = _find(match[1], figures)
        if words is None:
            figured.problems.append((at, *_tell_lost(match[1], figures)))
        return match[0] if words is None else words

    filled = FIGURE.sub(fill, text)
    if not figured.problems and (left := _UNREAD.search(filled)):
        figured.problems.append(
            (at, f"“{left[0][:40]}”页面会原样显示", "写成 {{ figure:编号 }}，编号是 figures.yaml 里的 id")
        )
    return filled


_UNREAD = re.compile(r"\{\{[^{}\n]*\}\}")


def state_figures(prose: Prose, path: str, figures: Mapping[str, str]) -> tuple[Prose, list[Problem]]:
    """A body with numbers for the figures it names."""
    problems = [
        Problem(path, where.line, where.column, "body", "正文", *_tell_lost(where.target, figures))
        for where in prose.figures
        if _find(where.target, figures) is None
    ]

    problems += _find_doubled(prose, path, figures)

    def say(match: re.Match[str]) -> str:
        return _find(match[1], figures) or match[0]

    html = CARRIED.sub(lambda match: escape(say(match), quote=False), prose.html)
    headings = tuple(replace(heading, text=CARRIED.sub(say, heading.text)) for heading in prose.headings)
    return replace(prose, html=html, headings=headings), problems


_UNIT = re.compile(r"[0-9]万?多?([\u4e00-\u9fff%]+)\Z")


def _find_doubled(prose: Prose, path: str, figures: Mapping[str, str]) -> Iterator[Problem]:
    """A unit behind a figure that has it already: 7900户户."""
    places = list(CARRIED.finditer(prose.html))
    if [place[1] for place in places] != [where.target for where in prose.figures]:
        return  # one stands in an address or in what is said of a picture
    for place, where in zip(places, prose.figures, strict=True):
        unit = _UNIT.search(_find(where.target, figures) or "")
        word = unit[1] if unit else ""
        if word and re.match(rf"{re.escape(word)}(?![\u4e00-\u9fff])", prose.html[place.end() :]):
            message, fix = f"这个数已经带着单位“{word}”，后面又写了一遍", f"删掉后面的“{word}”"
            yield Problem(path, where.line, where.column, "body", "正文", message, fix)


def _find(ref: str, figures: Mapping[str, str]) -> str | None:
    id, at, period = ref.partition("@")
    return "" if figures.get(id) == "" else figures.get(id + at + _SPAN.sub(r"\1/\2", period))


def _tell_lost(ref: str, figures: Mapping[str, str]) -> tuple[str, str]:
    id, _, period = ref.partition("@")
    if id in figures and period:
        periods = "、".join(known.partition("@")[2] for known in figures if known.startswith(f"{id}@"))
        return f"“{id}”没有 {period} 这一期的数", f"从这些里选：{periods or '没有分期，删掉 @ 和后面的'}"
    return f"没有“{id[:40]}”这个数字", nearest(id, {known: None for known in figures if "@" not in known})
