"""Where the sources lead out of the site; hides that bodies and fields spell an address differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from plugins.model import Document, dotted, label_at, model_of
from plugins.rules.reader import Reading
from plugins.text import Loc, Tree

_ADDRESS = "%/:?#[]@!$&'()*+,;=-._~"
"""What an address may spell as it is (RFC 3986); anything else is asked for in percent signs."""
_OUTWARD = re.compile("https?://", re.I)
_WHOLE = re.compile(r"https?://[^\s<>\"'\\，。；：、！？（）【】《》「」“”‘’…]+", re.I)
_INSIDE = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.I)
"""An address in a sentence: what is not ASCII has nothing to do with it."""


@dataclass(frozen=True, slots=True, order=True)
class Outward:
    """One place of an address of another site; line and column count from 1."""

    path: str
    line: int
    column: int
    field: str
    label: str
    address: str


def find_external(reading: Reading) -> tuple[Outward, ...]:
    """Every http(s) address of bodies and fields, drafts' too, that does not belong to the site; in order of place."""
    if reading.sources is None:
        return ()
    sources = reading.sources
    own = re.compile(re.escape(sources.community.url.rstrip("/")) + r"(?:[/?#]|$)", re.I)
    found = [
        link
        for entry in (*sources.documents(), *sources.drafts)
        if isinstance(entry, Document)
        for link in _in_body(entry)
    ]
    found += [link for tree in reading.trees.values() for link in _in_fields(tree)]
    return tuple(sorted({link for link in found if not own.match(link.address)}))


def _in_body(document: Document) -> Iterator[Outward]:
    for link in document.body.references:
        if _OUTWARD.match(link.address):
            address = quote(link.address, safe=_ADDRESS)
            yield Outward(document.path, link.line, link.column, "body", "正文", address)


def _in_fields(tree: Tree) -> Iterator[Outward]:
    lines = tree.text.split("\n")
    for (line, column), (last, end), loc in tree.spans():
        for number in range(line, last + 1):
            text = lines[number - tree.first_line] if number - tree.first_line < len(lines) else ""
            start = column - 1 if number == line else 0
            for at, address in _outward_addresses(text[start : end - 1 if number == last else None]):
                yield Outward(tree.path, number, start + at + 1, *_name_place(tree.path, loc), address)


def _outward_addresses(text: str) -> Iterator[tuple[int, str]]:
    """The addresses in a piece of text, and how far in each begins."""
    bare = text.strip(" '\"")
    if _WHOLE.fullmatch(bare):
        yield text.index(bare), bare
        return
    for match in _INSIDE.finditer(text):
        yield match.start(), _trim(match[0])


def _trim(address: str) -> str:
    """An address without the sentence's own full stop or bracket."""
    while address[-1] in ".,;:!?'" or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _name_place(path: str, loc: Loc) -> tuple[str, str]:
    """What a field is called, in YAML and in Chinese."""
    inside = loc[1:] if loc and isinstance(loc[0], int) else loc
    model = model_of(path)
    return dotted(inside), label_at(model, inside) if model and inside else ""
