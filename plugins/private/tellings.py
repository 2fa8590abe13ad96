"""Every passage that tells on somebody; hides that each pattern is asked only near a cue which it cannot do without.

One scan for all the cues settles most texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.private.words import LOOKS, PASSPORT, PLATE, is_product, no_plate


@dataclass(frozen=True, slots=True)
class Telling:
    """A passage that tells on somebody: its place, and what it is."""

    start: int
    end: int
    kind: str


def find_tellings(text: str) -> Iterator[Telling]:
    """Every passage, kind by kind."""
    for match in PLATE.finditer(text):
        if not no_plate(text, match):
            yield Telling(match.start("it"), match.end("it"), "plate")
    for match in PASSPORT.finditer(text):
        if not is_product(text, match):
            yield Telling(match.start("it"), match.end("it"), "passport")
    places: dict[int, list[int]] = {}
    for place, cue in _find_cues(text):
        for number in _ASKED[cue]:
            places.setdefault(number, []).append(place)
    for number, at in sorted(places.items()):
        look = LOOKS[number]
        pattern = look.pattern()
        for start, end in _around(sorted(at), len(text)):
            while found := pattern.search(text, start, end):
                spared = look.spare(text, found)
                if not spared:
                    yield Telling(found.start("it"), found.end("it"), look.kind)
                # What is spared may begin with another word than the one that tells.
                start = found.start() + 1 if spared else found.end()


def _find_cues(text: str) -> Iterator[tuple[int, str]]:
    for hit in _SHORT_CUE.finditer(text):
        yield hit.start(), hit[0]
    for hit in _PAIR.finditer(text):
        at = hit.start()
        for cue in _BY_PAIR.get(text[at : at + 2], ()):
            if text.startswith(cue, at):
                yield at, cue


def _around(places: list[int], length: int) -> Iterator[tuple[int, int]]:
    """Where to look: 60 characters before and after each cue, what overlaps taken together."""
    start = end = -1
    for place in places:
        if place - 60 > end:
            if end >= 0:
                yield start, end
            start = max(0, place - 60)
        end = min(place + 66, length)
    yield start, end


_ALL_CUES = sorted({cue for look in LOOKS for cue in look.words}, key=lambda cue: (-len(cue), cue))


def _class_of(signs: Iterable[str]) -> str:
    return f"[{''.join(sorted(map(re.escape, set(signs))))}]"


_LONG_CUES = [cue for cue in _ALL_CUES if len(cue) > 1]
_SHORT_CUE = re.compile(_class_of(cue for cue in _ALL_CUES if len(cue) == 1))
_PAIR = re.compile(_class_of(cue[0] for cue in _LONG_CUES) + f"(?={_class_of(cue[1] for cue in _LONG_CUES)})")
"""Where a longer cue may begin: two signs settle most places, and one pattern of all the words would try each in turn."""
_BY_PAIR = {pair: tuple(cue for cue in _LONG_CUES if cue[:2] == pair) for pair in {cue[:2] for cue in _LONG_CUES}}
_ASKED = {cue: tuple(number for number, look in enumerate(LOOKS) if cue in look.words) for cue in _ALL_CUES}
"""The looks that each cue asks for."""
