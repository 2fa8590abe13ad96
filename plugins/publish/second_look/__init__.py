"""A second look for personal data at the finished files, which shares nothing with the first look at the sources.

The first folds a text and asks patterns; this one reads a file as its format has it and goes through it sign by sign. What one
of them overlooks by a mistake the other still sees; where both agree that a thing is nobody's, it goes up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

from plugins.publish.second_look.numbers import look_at_numbers
from plugins.publish.second_look.people import CHILD, ILL, SAID, look_at_people
from plugins.publish.second_look.places import tells_place
from plugins.publish.second_look.segments import read_segments
from plugins.publish.second_look.thing import PLACE, Thing
from plugins.publish.second_look.words import look_at_labels, look_at_mail, look_at_passports, look_at_plates

__all__ = ["look", "seal"]


def look(file: str, data: bytes, allowed: frozenset[str] = frozenset()) -> set[str]:
    """What of a person a file holds, by kind; raises ValueError or OSError for what cannot be read."""
    found: set[str] = set()
    for segment in (file, *read_segments(file, data, 0)):
        found |= {thing.kind for thing in _look_at(segment) if seal(thing.text) not in allowed}
        if not segment.isascii() or any(word in segment for word in ("irth", "orn", "DOB")):
            found |= set(_look_for_people(segment, allowed))
    if tells_place(data):
        found.add(PLACE)
    return found


def _look_for_people(segment: str, allowed: frozenset[str]) -> Iterator[str]:
    """What tells of somebody in words, and may not stand for a time."""
    for kind, word in look_at_people(unicodedata.normalize("NFKC", segment)):
        # A sick child is one thing to one look and the other to the other: the name is the same.
        kinds = (CHILD, ILL) if kind in (CHILD, ILL) else (kind,)
        if not any(seal(f"{told}{word}") in allowed for told in kinds):
            yield SAID[kind]


def seal(text: str) -> str:
    """By what a thing is known that may be public: its letters and digits alone, in no form that tells them."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return blake2b(plain.encode(), digest_size=16).hexdigest()


def _look_at(segment: str) -> Iterator[Thing]:
    chinese = not segment.isascii()
    if chinese:
        segment = unicodedata.normalize("NFKC", segment)
    if sum(map(segment.count, "0123456789")) > 5 or not segment.isascii():
        yield from look_at_numbers(segment)
    if "@" in segment or "at" in segment or "AT" in segment or "艾特" in segment or "#" in segment:
        yield from look_at_mail(segment)
    if len(segment) > 6:
        yield from look_at_labels(segment, chinese=chinese)
    if not segment.isascii():
        yield from look_at_plates(segment)
        yield from look_at_passports(segment)
