"""Which words stand for the same paper, when several matters ask for it; hides how names are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pydantic import Field

from plugins.model.fields import Line
from plugins.model.parts import Part

_OWN = ("本人的", "本人")
"""Whoever comes brings their own papers, whether a guide says so or not; 代办人 and 老人 are somebody else's."""


class Paper(Part):
    """One paper and what else it is called."""

    name: Line = Field(title="材料的叫法", description="例如 身份证")
    also: tuple[Line, ...] = Field(min_length=1, title="还叫什么", description="同一份材料的别的叫法，例如 居民身份证")


def paper_key(name: str, papers: Iterable[Paper] = ()) -> str:
    """What two names have in common where they mean one paper: width, blanks, case, 本人 and other words for it aside."""
    key = _fold(name)
    for own in _OWN:
        if key.startswith(own) and key != own:
            key = key.removeprefix(own)
            break
    said = ((_fold(word), _fold(paper.name)) for paper in papers for word in (*paper.also, paper.name))
    ends = [pair for pair in said if key.endswith(pair[0])]
    word, spelt = max(ends, key=lambda pair: len(pair[0]), default=("", ""))
    return key.removesuffix(word) + spelt


def find_double_name(papers: Iterable[Paper]) -> str:
    """A word that stands for two papers, or twice; empty where there is none."""
    seen: set[str] = set()
    for paper in papers:
        for word in (paper.name, *paper.also):
            if _fold(word) in seen:
                return word
            seen.add(_fold(word))
    return ""


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
