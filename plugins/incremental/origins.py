"""Where it was typed what stands on a finished page: in a body, a template, a style sheet or the program; hides how it is found.

A body knows its own links. A template's tag is turned into a pattern of what it can become, and of all tags that fit
the one that says most by itself is taken. Nothing is looked for unless something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from plugins.site import Page, Site
from plugins.text import Reference

_TAG = re.compile(r'<[a-zA-Z][\w-]*(?:\{\{.*?\}\}|\{%.*?%\}|"(?:\{\{.*?\}\}|\{%.*?%\}|[^"{]|\{)*"|[^>"{])*>', re.S)
_JINJA = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}", re.S)
_WORD = re.compile(r"""(?<=["'(])([^\s"'()]*[/.][^\s"'()]*)(?=["')])""")
_STEPS = {"if": "(?:", "elif": "|", "else": "|", "endif": ")?", "for": "(?:", "endfor": ")*"}


@dataclass(frozen=True, slots=True)
class _TagShape:
    """A tag of a template: what it can become, how many characters of it are certain, and where it stands."""

    pattern: re.Pattern[str]
    certain: int
    text: str
    place: str


@dataclass(frozen=True)
class Origins:
    """Finds places; `texts` are the files of theme and program by their path, as people know it."""

    site: Site
    pages: tuple[Page, ...]
    content: str
    """What the content folder is called."""
    texts: Mapping[str, str]

    def find(self, file: str, tag: str, address: str) -> str:
        """The path and line of what makes `tag` on the page `file`, or of the address in it; empty where nobody knows."""
        page = self._by_file.get(file)
        source = page.source if page else ""
        typed = self._find_in_bodies(source, address) if address else ""
        shape = self._find_shape(tag, page.template if page else "")
        if typed:
            return typed
        if shape is None:
            return self._words.get(address) or (f"{self.content}/{source}:1" if source else "")
        said = _JINJA.sub("", shape.text)
        if address and not any(part in said for part in _endings(address)):
            literal = self._words.get(self._inside(address))
            return f"{literal}（经 {shape.place}）" if literal else shape.place
        return shape.place

    @cached_property
    def _by_file(self) -> Mapping[str, Page]:
        return {page.file: page for page in self.pages}

    @cached_property
    def _references(self) -> Mapping[str, tuple[tuple[str, Reference], ...]]:
        """Every link of every body by where it leads."""
        found: dict[str, list[tuple[str, Reference]]] = {}
        for document in self.site.sources.documents():
            for reference in document.body.references:
                found.setdefault(unquote(reference.target), []).append((document.path, reference))
        return {target: tuple(places) for target, places in found.items()}

    def _inside(self, address: str) -> str:
        """An address as a source spells it: from the root of the site."""
        return address.removeprefix(self.site.url).removeprefix(self.site.root) or "/"

    def _find_in_bodies(self, source: str, address: str) -> str:
        plain = unquote(unescape(address))
        places = self._references.get(plain) or self._references.get(self._inside(plain)) or ()
        own = [place for place in places if place[0] == source] or list(places)
        return f"{self.content}/{own[0][0]}:{own[0][1].line}:{own[0][1].column}" if own else ""

    @cached_property
    def _shapes(self) -> tuple[_TagShape, ...]:
        found = [
            shape
            for path, text in sorted(self.texts.items())
            if path.endswith(".html")
            for shape in _read_tags(path, text)
        ]
        return tuple(sorted(found, key=lambda s: -s.certain))

    @cached_property
    def _fitting(self) -> dict[str, tuple[_TagShape, ...]]:
        """What was found out of tags before: one in the frame stands on every page."""
        return {}

    def _find_shape(self, tag: str, template: str) -> _TagShape | None:
        """The template's tag that says most of `tag`; of two alike the one of the page's own template."""
        best = self._fitting.get(tag)
        if best is None:
            fits = [shape for shape in self._shapes if tag and shape.pattern.fullmatch(tag)]
            best = self._fitting[tag] = tuple(shape for shape in fits if shape.certain == fits[0].certain)
        own = [shape for shape in best if template and f"/{template}:" in shape.place]
        return next(iter(own or best), None)

    @cached_property
    def _words(self) -> Mapping[str, str]:
        """Every address that a text of theme or program spells out between quotes or brackets, where it first does."""
        found: dict[str, str] = {}
        for path, text in sorted(self.texts.items()):
            for match in _WORD.finditer(text):
                if match[1] not in found:
                    found[match[1]] = f"{path}:{text.count(chr(10), 0, match.start(1)) + 1}"
        return found


def _read_tags(path: str, text: str) -> Iterator[_TagShape]:
    for match in _TAG.finditer(text):
        pattern, certain, end = "", 0, 0
        for step in (*_JINJA.finditer(match[0]), None):
            literal = match[0][end : step.start() if step else None]
            pattern += re.escape(literal)
            certain += len(literal)
            if step:
                pattern += ".*?" if step[0].startswith("{{") else _STEPS.get(step[0][2:-2].strip("- ").split()[0], "")
                end = step.end()
        try:
            compiled = re.compile(pattern, re.S)
        except re.error:  # a condition that opens in one tag and closes in another
            continue
        yield _TagShape(compiled, certain, match[0], f"{path}:{text.count(chr(10), 0, match.start()) + 1}")


def _endings(address: str) -> Iterable[str]:
    """What of an address a template can spell out itself: all of it, or its end from some slash or hash on."""
    plain = unescape(address)
    yield plain
    for match in re.finditer(r"[/#?][^/#?]+", plain):
        yield plain[match.start() :]
