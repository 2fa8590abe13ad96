"""Put first on PYTHONPATH: folders are listed in the order that KANGLE_ORDER says, "reversed" or a seed to shuffle by.

os.walk, pathlib and shutil list folders with these two.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

_ORDER = os.environ["KANGLE_ORDER"]
_listdir, _scandir = os.listdir, os.scandir


def _disorder(names: list[Any]) -> list[Any]:
    if _ORDER == "reversed":
        return names[::-1]
    random.Random(_ORDER).shuffle(names)
    return names


class _Scan:
    """What os.scandir gives: an iterator that can be closed."""

    def __init__(self, *path: Any) -> None:
        with _scandir(*path) as entries:
            self._entries = iter(_disorder(sorted(entries, key=lambda entry: entry.name)))

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self._entries

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def __enter__(self) -> _Scan:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left open."""

    def close(self) -> None:
        """Nothing is left open."""


os.listdir = lambda *path: _disorder(sorted(_listdir(*path)))
os.scandir = _Scan  # type: ignore[assignment,misc]
