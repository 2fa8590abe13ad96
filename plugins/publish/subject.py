"""What the gates look at and how they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plugins.publish.tree import OutputTree
from plugins.rules import Reading
from plugins.site import Site


@dataclass(frozen=True)
class Subject:
    """A built site and the sources it was made of."""

    tree: OutputTree
    content: Path
    site: Site
    check: Callable[[Path], Reading]
    """What `kangle check` finds in a content folder."""
    made: frozenset[str]
    """The files the build wrote."""
    read: Mapping[str, str]
    """The digest of each source that the build read."""
    promised: frozenset[str] = frozenset()
    """Files beside the pages that the sources promise, and those of every site."""
    allowed: frozenset[str] = frozenset()
    """The seals of what may be public, with a reason and a date, though it looks like one person's."""
    trace: Callable[[str, str, str], str] = lambda *_: ""
    """Where it was typed what stands in a file of the site: the file, the tag, the address in it."""

    def fault(self, file: str, line: int, tag: str, what: str, address: str = "") -> str:
        """A fault by the file and line where it is to be mended, and by where it shows."""
        origin = self.trace(file, tag, address)
        place = f"{file}:{line}"
        return f"{origin}: {what}（{place}） → 改这一行" if origin else f"{place}: {what} → 修改模板或内容"


@dataclass(frozen=True)
class Finding:
    """How many things a gate looked at, and what is wrong with them."""

    examined: int
    faults: tuple[str, ...]


class Gate(Protocol):
    """A module of `plugins/publish/gates`."""

    def examine(self, subject: Subject) -> Finding:
        """Look at everything; a fault names the file it stands in."""

    def plant(self, subject: Subject) -> Iterator[tuple[str, Subject]]:
        """Subjects with a fault each, and a word of the fault by which it is known."""
