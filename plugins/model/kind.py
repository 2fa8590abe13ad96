"""What the engine knows of a kind of content, in one record on its model; hides nothing, every room reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from pydantic import Field

from plugins.model.deadlines import EntryDeadline
from plugins.model.parts import Part

_FIELD = re.compile(r"{(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the entries of a kind are written: `pattern` is below content/, its * is any name or folders and a name."""

    pattern: str
    holds: Literal["document", "entry", "list"]
    """What one file is: Markdown with front matter, one entry, or a list of them."""

    def covers(self, path: str) -> bool:
        before, star, after = self.pattern.partition("*")
        if not star:
            return path == before
        return path.startswith(before) and path.endswith(after) and len(path) > len(before) + len(after)

    @property
    def named(self) -> bool:
        """Whether a file's name is the id of its entry."""
        return self.holds != "list" and "*" in self.pattern

    def path_of(self, id: str) -> str:
        """The file of one entry, or the file of all."""
        return self.pattern.replace("*", id)


def documents(folder: str) -> Source:
    """Markdown files in a folder of content/ and the folders inside it."""
    return Source(f"{folder}/*.md", "document")


def one_list(file: str) -> Source:
    """A list in a YAML file, or in each of several: data/places.yaml, data/cases/*.yaml."""
    return Source(file, "list")


def one_entry(file: str) -> Source:
    """One entry in a YAML file, or in each of several, whose names are the ids: data/rosters/*.yaml."""
    return Source(file, "entry")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of content. What higher floors add to it (a card, a schema.org node) stands in plugins/site/kinds.py."""

    name: str
    """What it is called in code, addresses and commands: the plural, as `news`, `places`."""
    label: str
    """What an editor calls one of them."""
    source: Source
    address: str = ""
    """Of an entry's page, by its fields: /news/{date.year}/{slug}/; empty where none has a page of its own."""
    index: str = ""
    """The page that lists them all; empty where there is none."""
    key: str = "id"
    """The field other entries name it by."""
    title: str = "name"
    """The field that says what an entry is called."""
    summary: str = "description"
    """The field that says it in a sentence or two."""
    order: Callable[[Any], Any] | None = None
    """How the entries are sorted; as they are written where nothing is said."""
    sheet: bool = False
    """Whether it can be exported to Excel and imported again."""
    deadlines: Callable[[Any], Iterable[EntryDeadline]] | None = None
    """When something of an entry will be overdue; kinds whose entries keep for ever have none."""
    numbered: bool = False
    """Whether its entries are known by their number, so that two may be called the same."""
    public_from: str = ""
    """The field that says from when on an entry is public; empty where it is at once."""
    most: int = 0
    """How many a file may hold of what is a short list by nature, each of whose pages leads to all others; 0 where the file's size is bound enough."""
    schema_type: str = ""
    """Its type in the vocabulary of schema.org, where its page needs to say no more than name and summary."""

    def address_of(self, entry: object) -> str:
        return _template(self.address).format(entry)

    @property
    def by_year(self) -> bool:
        """Whether its files stand in a folder for each year."""
        return ".year}" in self.address


@cache
def _template(address: str) -> str:
    """An address as str.format reads it of an entry."""
    return _FIELD.sub("{0.", address)


class Record(Part):
    """One entry of a kind; `path` and `at` say where it was read, the reader fills them."""

    kind: ClassVar[Kind]

    path: str = Field(repr=False)
    at: tuple[str | int, ...] = Field(default=(), repr=False)

    @property
    def id_or_slug(self) -> str:
        """What other entries name it by."""
        return str(getattr(self, self.kind.key, "")) if self.kind.key else ""

    @property
    def called(self) -> str:
        """What it is called in a list."""
        return str(getattr(self, self.kind.title, ""))

    @property
    def told(self) -> str:
        """What it is, in a sentence or two."""
        return str(getattr(self, self.kind.summary, ""))

    @property
    def is_draft(self) -> bool:
        """Whether it is not for the public yet; a kind without the field `status` has no drafts."""
        return getattr(self, "status", "published") == "draft"

    @property
    def old_addresses(self) -> tuple[str, ...]:
        """Where it stood before; a kind without the field `aliases` has none."""
        return tuple(getattr(self, "aliases", ()))
