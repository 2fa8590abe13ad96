"""How words are compared and in which order they stand; hides characters, their readings and their other forms."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from plugins.search.tables import SYLLABLES, TRADITIONAL, WORDS

NO_LETTER = "#"
"""The heading of what begins with neither a letter nor a character with a reading."""


class Fold(dict[int, str]):
    """A table for str.translate: full-width becomes half-width, capitals small, Traditional Simplified.

    A character stays one character, so a place in the folded text is the same place in the text that is shown.
    """

    def __missing__(self, number: int) -> str:
        char = chr(number)
        folded = unicodedata.normalize("NFKC", char).lower()
        folded = _simplified().get(folded, folded)
        self[number] = folded if len(folded) == 1 else char
        return self[number]


def fold(text: str) -> str:
    """A text as it is compared."""
    return text.translate(Fold())


def spell(text: str) -> tuple[str, ...]:
    """A text as it is read, a syllable for each character; what is no Chinese character stands for itself."""
    words, usual = _words(), _usual()
    said = []
    for i, char in enumerate(text := fold(text)):
        word = words.get((char, text[i : i + 2])) or words.get((char, text[i - 1 : i + 1] if i else ""))
        said.append(word or usual.get(char, char))
    return tuple(said)


def initial(text: str) -> str:
    """The capital letter under which a text stands in a list from A to Z."""
    said = (part for part in spell(text) if part.isalnum())
    first = next(said, "")[:1].upper()
    return first if "A" <= first <= "Z" else NO_LETTER


@cache
def _usual() -> Mapping[str, str]:
    """The usual reading of each character."""
    lines = (line.partition(" ") for line in SYLLABLES.splitlines())
    return {char: syllable for syllable, _, chars in lines for char in chars.partition("|")[0]}


@cache
def _words() -> Mapping[tuple[str, str], str]:
    """What a character is read as in a word where it is not read as usual."""
    lines = (line.split(" ") for line in WORDS.splitlines())
    return {(char, word): reading for char, reading, *words in lines for word in words}


@cache
def _simplified() -> Mapping[str, str]:
    """The Simplified form of each Traditional character."""
    return {other: line[0] for line in TRADITIONAL.splitlines() for other in line[1:]}
