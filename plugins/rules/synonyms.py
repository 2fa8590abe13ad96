"""Words that mean the same: each stands once, and none leads on to another entry; hides how words are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from plugins.model import Synonym
from plugins.text import Loc

NAME: Loc = ("name",)


def find_circles(synonyms: Sequence[Synonym]) -> Iterator[tuple[str, Loc, str, str]]:
    """Words that stand twice or that are the name of another entry."""
    first: dict[str, tuple[int, Loc]] = {}
    names = {_same(one.name): number for number, one in reversed([*enumerate(synonyms)])}
    for number, one in enumerate(synonyms):
        for loc, word in _words(one):
            flaw = _find_flaw(word, loc, number, first, names, synonyms)
            if flaw:
                yield one.path, (*one.at, *loc), *flaw
            first.setdefault(_same(word), (number, loc))


def _find_flaw(
    word: str,
    loc: Loc,
    number: int,
    first: Mapping[str, tuple[int, Loc]],
    names: Mapping[str, int],
    synonyms: Sequence[Synonym],
) -> tuple[str, str] | None:
    """What is wrong with one word, and what to do; `first` holds the words before it."""
    known = _same(word)
    before, stood = first.get(known, (-1, NAME))
    if before == number:
        return f"“{word}”在这一项里写了两次", "删掉一处"
    if loc == NAME and stood != NAME:
        return None  # told where it stood first
    if loc != NAME and names.get(known, number) != number:
        return _explain(word, number, names, synonyms)
    if before >= 0:
        return f"“{word}”在第 {before + 1} 项已经写过", "合并成一项，或删掉一处"
    return None


def _words(one: Synonym) -> Iterator[tuple[Loc, str]]:
    yield NAME, one.name
    yield from ((("also", i), word) for i, word in enumerate(one.also))


def _explain(word: str, number: int, names: Mapping[str, int], synonyms: Sequence[Synonym]) -> tuple[str, str]:
    """A word that is the name of another entry, which may lead back here."""
    other = names[_same(word)]
    circle = "，绕成了圈" if number in _reached(other, names, synonyms) else ""
    return f"“{word}”又是第 {other + 1} 项的名称{circle}", f"把第 {other + 1} 项和这一项合并成一项"


def _reached(start: int, names: Mapping[str, int], synonyms: Sequence[Synonym]) -> set[int]:
    """Every entry that the words of one lead to, and theirs."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for word in synonyms[waiting.pop()].also:
            following = names.get(_same(word))
            if following is not None and following not in found:
                found.add(following)
                waiting.append(following)
    return found


def _same(word: str) -> str:
    """A word as it is compared: nobody types capitals or full-width on purpose."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())
