"""A finished page as its tags tell it; hides how HTML is read: strictly, so that nothing is mended the way a browser would.

Our pages are written by our own templates, so what this reader cannot read is a fault. A tag that stands on many pages
is taken apart once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_TOKEN = re.compile(
    r"""<([a-zA-Z][^\s/<>"'=]*+)((?:[^"'<>]++|"[^"]*+"|'[^']*+')*)>|</([a-zA-Z][^\s/<>]*+)\s*+>|<!--(?:(?!<!--).)*?-->|<!doctype html>|(<)""",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(r"""(?<!\s)\s+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_MARKUP = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, as it is written and as it is meant; `garbled` where it says a thing twice or cannot be read."""

    text: str
    name: str
    attributes: Mapping[str, str]
    garbled: bool


class Element(NamedTuple):
    """A tag at its place: where it starts, where what it holds starts, and the number of the element around it."""

    tag: Tag
    start: int
    inner: int
    parent: int


@dataclass
class Markup:
    """What stands on one page."""

    html: str
    elements: list[Element] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    """Where what an element holds ends, by the element's number."""
    tangled: list[tuple[int, str]] = field(default_factory=list)
    """Offset and tag of what is not closed where it should be, or no tag at all."""

    @property
    def ids(self) -> list[str]:
        return [e.tag.attributes["id"] for e in self.elements if "id" in e.tag.attributes]

    def line(self, offset: int) -> int:
        return self.html.count("\n", 0, offset) + 1

    def inside(self, number: int) -> str:
        """The HTML that an element holds."""
        return self.html[self.elements[number].inner : self.ends.get(number, len(self.html))]

    def words(self, number: int) -> str:
        """The text that an element holds."""
        return unescape(_MARKUP.sub("", self.inside(number))).strip()

    def around(self, element: Element) -> list[Tag]:
        """The tags around an element, the nearest first."""
        found = []
        while element.parent >= 0:
            element = self.elements[element.parent]
            found.append(element.tag)
        return found


class Reader:
    """Reads pages, one after the other."""

    def __init__(self) -> None:
        self._known: dict[str, Tag] = {}

    def read(self, html: str) -> Markup:
        found = Markup(html)
        elements, known, opened = found.elements, self._known, [-1]
        for token in _TOKEN.finditer(html):
            kind = token.lastindex
            if kind == 2:
                text = token[0]
                tag = known.get(text) or known.setdefault(text, _read_tag(text, token[1], token[2]))
                elements.append(Element(tag, token.start(), token.end(), opened[-1]))
                if tag.name not in VOID and not (text.endswith("/>") and _is_drawing(elements, opened)):
                    opened.append(len(elements) - 1)
            elif kind == 3:
                if opened[-1] >= 0 and elements[opened[-1]].tag.name == token[3].lower():
                    found.ends[opened.pop()] = token.start()
                else:
                    found.tangled.append((token.start(), token[0]))
            elif kind == 4:
                found.tangled.append((token.start(), "<"))
        found.tangled += [(elements[i].start, f"</{elements[i].tag.name}>") for i in opened[1:]]
        return found


def _is_drawing(elements: list[Element], opened: list[int]) -> bool:
    return any(elements[i].tag.name == "svg" for i in opened[1:])


def _read_tag(text: str, name: str, rest: str) -> Tag:
    attributes: dict[str, str] = {}
    end = 0
    garbled = False
    for match in _ATTRIBUTE.finditer(rest):
        garbled |= match.start() != end or match[1].lower() in attributes
        attributes[match[1].lower()] = unescape(match[2] or match[3] or match[4] or "")
        end = match.end()
    garbled |= rest[end:].strip() not in ("", "/")
    return Tag(text, name.lower(), attributes, garbled)
