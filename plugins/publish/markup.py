"""A finished page as its tags tell it; hides the parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_ADDRESSES = frozenset({"href", "src", "poster", "action", "formaction", "data", "cite"})
_IDS = frozenset({"for", "list", "headers", "aria-controls", "aria-labelledby", "aria-describedby", "aria-owns"})


@dataclass
class Markup:
    """What stands on a page; lines count from 1."""

    doctype: bool = False
    tags: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, attribute, address."""
    needs: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, attribute, the id on this page that it speaks of."""
    tangled: list[tuple[int, str]] = field(default_factory=list)
    """Tags that are not closed where they should be."""
    title: str = ""


def parse(html: str) -> Markup:
    """Read a page as it was written; nothing is mended the way a browser would."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.found.tangled += [(line, tag) for tag, line in reader.open]
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Markup()
        self.open: list[tuple[str, int]] = []

    def handle_decl(self, decl: str) -> None:
        self.found.doctype = decl.lower() == "doctype html" and not self.found.tags

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        self.found.tags.append((line, tag, values))
        if tag not in _VOID:
            self.open.append((tag, line))
        for name, value in values.items():
            self._note(line, name, value, values)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        else:
            self.found.tangled.append((self.getpos()[0], tag))

    def handle_data(self, data: str) -> None:
        if [tag for tag, _ in self.open[-2:]] == ["head", "title"]:
            self.found.title += data.strip()

    def _note(self, line: int, name: str, value: str, values: dict[str, str]) -> None:
        if name == "id":
            self.found.ids.append(value)
        elif name in _ADDRESSES:
            self.found.links.append((line, name, value))
        elif name == "srcset":
            self.found.links += [(line, name, part.split()[0]) for part in value.split(",") if part.strip()]
        elif name == "content" and values.get("property") in ("og:url", "og:image"):
            self.found.links.append((line, values["property"], value))
        elif name in _IDS:
            self.found.needs += [(line, name, part) for part in value.split()]
