"""Where each pair of characters stands in the words of many pages; hides how that becomes small files.

A query asks for the pairs it is made of, two characters at a time, and keeps the places where they stand side by side:
that is exact, for any language, and needs no dictionary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add, sub
from zlib import crc32

import orjson

from plugins.files import digest
from plugins.search.letters import Fold
from plugins.site import Artifact

FOLDER = "search/"
PER_BLOCK = 1536
"""Pages of a block: what one edit makes anew."""
PER_SHARD = 3200
"""Characters for each file of pairs: smaller ones cost a build more than they save a phone."""
PER_PIECE, LONGEST_PIECE = 1000, 3000
"""Characters of a file of words, from which a hit shows a few; longer ones where there are several blocks."""
BEFORE, AFTER = 30, 90
"""Characters of the neighbours that a file of words holds too, so that no hit needs two."""
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Those below 32 end a number; from 32 on another follows. Half as long as decimals with commas."""


@dataclass(frozen=True)
class Block:
    """Some pages, which are indexed together."""

    number: int
    files: tuple[str, ...]
    texts: tuple[str, ...]
    piece: int = PER_PIECE

    @cached_property
    def name(self) -> str:
        """Another name for other words, or for words cut otherwise."""
        return digest("\0".join((str(self.piece), *self.texts)).encode(), size=6)

    @property
    def shards(self) -> int:
        """How many files of pairs there are: a power of two, so that it rarely changes."""
        length = sum(map(len, self.texts))
        return 1 << max(0, (length // PER_SHARD).bit_length())

    def make(self) -> Iterator[Artifact]:
        """The files of pairs and of words."""
        whole = "\n".join((*self.texts, ""))
        folder = f"{FOLDER}{self.number}/"
        for number, pairs in enumerate(_shard(whole, self.shards)):
            yield Artifact(f"{folder}pairs-{number}.json", orjson.dumps({"block": self.name, "pairs": pairs}))
        for number, start in enumerate(range(0, len(whole), self.piece)):
            piece = whole[max(0, start - BEFORE) : start + self.piece + AFTER]
            yield Artifact(f"{folder}words-{number}.json", orjson.dumps({"block": self.name, "words": piece}))


def divide(texts: Mapping[str, str]) -> Sequence[Block]:
    """Pages in blocks by their names, so that a new page changes one block."""
    count = 1
    while len(texts) > count * PER_BLOCK:
        count *= 2
    files: list[list[str]] = [[] for _ in range(count)]
    for file in sorted(texts):
        files[crc32(file.encode()) % count].append(file)
    piece = measure_pieces(count)
    return [Block(n, tuple(found), tuple(texts[file] for file in found), piece) for n, found in enumerate(files)]


def measure_pieces(blocks: int) -> int:
    """Characters of each file of words: of many blocks there are so many files that a build feels each of them."""
    return min(PER_PIECE * blocks, LONGEST_PIECE)


class _Numbers(dict[int, str]):
    """How a number is written, the last five bits last; most are asked for many times."""

    def __missing__(self, number: int) -> str:
        written, rest = DIGITS[number & 31], number >> 5
        while rest:
            written = DIGITS[32 | rest & 31] + written
            rest >>= 5
        self[number] = written
        return written


def _shard(text: str, count: int) -> Iterator[Mapping[str, str]]:
    """Every pair with its places, each told by how far it is from the one before, in `count` parts."""
    write = _Numbers().__getitem__
    text = text.translate(Fold())
    places: dict[str, list[int]] = defaultdict(list)
    for place, pair in enumerate(map(add, text, text[1:])):
        places[pair].append(place)
    parts: list[dict[str, str]] = [{} for _ in range(count)]
    for pair in sorted(places):
        if "\n" not in pair:
            found = places[pair]
            gaps = (found[0], *map(sub, found[1:], found))
            parts[(ord(pair[0]) * 8191 + ord(pair[1])) % count][pair] = "".join(map(write, gaps))
    yield from parts
