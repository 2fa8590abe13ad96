"""The texts of a file, each as a reader takes it; a format is read as it is defined."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from plugins.publish.second_look.pixels import drop_pixels

_FLOWING = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "tspan",
        "r",
        "t",
    ]
)
"""Elements within which a word goes on."""
CELL = "\x01"
"""Parts the cells of a row: no number goes on from one to the next, but what they tell is told of one person."""
_CELLS = frozenset({"td", "th", "dd"})
_LINES = frozenset({"d", "points", "transform", "viewbox", "values", "keytimes", "width", "height", "x", "y", "r", "cx", "cy", "rx", "ry", "x1", "x2", "y1", "y2", "style", "sizes", "srcset", "integrity", "content-length"})  # fmt: skip
"""Attributes that draw and say nothing."""
_CODE = (".js", ".css", ".mjs")
_MARKUP = (".html", ".xml", ".svg", ".xhtml", ".atom", ".rss", ".webmanifest")
_PACKED = (".docx", ".epub", ".ods", ".odt", ".pptx", ".xlsx", ".zip")
_MOST = 200_000_000


def read_segments(file: str, data: bytes, depth: int) -> Iterator[str]:
    """Each text of a file that a reader takes as one."""
    low = file.lower()
    if depth > 3:
        raise ValueError("packed too deep")
    if low.endswith(".br"):
        # The standard library cannot unpack it, and what cannot be read cannot be vouched for.
        raise ValueError("brotli")
    if low.endswith(".gz"):
        with gzip.open(io.BytesIO(data)) as packed:
            yield from read_segments(file[:-3], _read_all(packed), depth + 1)
    elif low.endswith(_PACKED) or data.startswith(b"PK\3\4"):
        yield from _unpack(data, depth)
    elif low.endswith(".pdf"):
        yield from _read_pdf(data)
    else:
        yield from _read_text(low, data)


def _read_all(packed: Any) -> bytes:
    data: bytes = packed.read(_MOST + 1)
    if len(data) > _MOST:
        raise ValueError("too much")
    return data


def _unpack(data: bytes, depth: int) -> Iterator[str]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise ValueError("no archive")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name
            with archive.open(name) as packed:
                part = _read_all(packed)
            if name.endswith((".xml", ".rels")):
                yield from _read_office(part.decode("utf-8", "replace"))
            else:
                yield from read_segments(name, part, depth + 1)


def _read_office(xml: str) -> Iterator[str]:
    """Each text of a part; what was struck out and what came for it are two texts, and both are in the file."""
    yield from _read_runs(xml)
    if "<w:del" in xml and "<w:ins" in xml:
        yield from _read_runs(_without(xml, "w:del"))
        yield from _read_runs(_without(xml, "w:ins"))


def _read_runs(xml: str) -> Iterator[str]:
    """Tags of runs are passed over, those of paragraphs and cells end a segment; attributes come one by one."""
    words: list[str] = []
    for piece in xml.split("<"):
        tag, _, text = piece.partition(">")
        name = tag.strip("/").partition(" ")[0].rpartition(":")[2]
        if name == "v" and "E" in text:
            text = _write_out(text)
        if name in ("c", "tc", "table-cell"):
            words.append(CELL)
        if name in ("p", "row", "tr", "si", "table-row", "h"):
            yield unescape("".join(words))
            words = []
        yield from (unescape(value) for value in tag.split('"')[1::2] if len(value) > 6)
        words.append(text)
    yield unescape("".join(words))


def _without(xml: str, name: str) -> str:
    """A document without one kind of its revisions."""
    first, *rest = xml.split(f"<{name}")
    kept = [first]
    for piece in rest:
        if piece[:1] in (" ", ">"):
            kept.append(piece.partition(f"</{name}>")[2])
        else:
            kept.append(f"<{name}{piece}")
    return "".join(kept)


def _write_out(text: str) -> str:
    """1.38E10 of a sheet as the digits that its cell shows."""
    try:
        return str(int(float(text)))
    except (ValueError, OverflowError):
        return text


def _read_pdf(data: bytes) -> Iterator[str]:
    # Only a site with PDFs pays for the reader.
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        yield from (str(value) for value in (reader.metadata or {}).values())
        for page in reader.pages:
            yield from page.extract_text().split("\n")
        for number in sorted({n for table in reader.xref.values() for n in table} | set(reader.xref_objStm)):
            yield from _read_object(reader.get_object(number))
    except Exception as error:  # a reader of what others made raises as it likes
        raise ValueError("PDF") from error


def _read_object(held: Any) -> Iterator[str]:
    """The words of a comment, a field, a bookmark, a link; the description of the file; a file within."""
    if isinstance(held, list):
        for one in held:
            yield from _read_object(one)
    if isinstance(held, dict):
        if str(held.get("/Type", "")) in ("/Metadata", "/EmbeddedFile"):
            yield from read_segments("", held.get_data(), 2)  # type: ignore[attr-defined]
        yield from (
            str(held[key])
            for key in ("/Contents", "/V", "/Title", "/TU", "/Alt", "/T", "/NM", "/URI", "/JS", "/F", "/UF")
            if isinstance(held.get(key), str)
        )
        # What stands elsewhere in the file comes by its own number.
        for value in dict.values(held):
            yield from _read_object(value)


def _read_text(low: str, data: bytes) -> Iterator[str]:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not wide and b"\0" in data[:4096]:
        yield from _read_binary(data)
        return
    text = data.decode("utf-16" if wide else "utf-8", "replace")
    if low.endswith(_MARKUP) or text[:100].lstrip()[:1] == "<":
        yield from _read_markup(text)
    elif low.endswith((".json", ".geojson")):
        yield from _read_json(text)
    elif low.endswith(".csv"):
        yield from (CELL.join(row) for row in csv.reader(io.StringIO(text)))
    elif low.endswith(".ics"):
        unfolded = text.replace("\r\n ", "").replace("\r\n\t", "").replace("\n ", "")
        yield from unfolded.splitlines()
    elif low.endswith(_CODE):
        yield _unescape_code(text)
    else:
        yield text
        if "%" in text:
            yield unquote(text)
        if "&" in text:
            yield unescape(text)
        if "\\" in text:
            yield _unescape_code(text)


def _read_binary(data: bytes) -> Iterator[str]:
    """Words amid bytes, of one and of two bytes each."""
    yield from _read_comments(data)
    data = drop_pixels(data)
    yield data.decode("latin-1").replace("\0", "\x01")
    yield data.decode("utf-8", "replace").replace("\0", "\x01")
    yield data.decode("utf-16-le", "replace")
    yield data[1:].decode("utf-16-le", "replace")


def _read_comments(data: bytes) -> Iterator[str]:
    """What a PNG says in packed pieces, and a GIF in pieces of 255 bytes."""
    at = 8
    while data.startswith(b"\x89PNG") and at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind in (b"zTXt", b"iTXt"):
            packed = body.find(b"\x78")
            while 0 <= packed < 200:
                with suppress(zlib.error):
                    yield zlib.decompressobj().decompress(body[packed:], _MOST).decode("utf-8", "replace")
                packed = body.find(b"\x78", packed + 1)
        at += 12 + size
    at = data.find(b"\x21\xfe") if data.startswith(b"GIF8") else -1
    while at >= 0:
        end, said = at + 2, b""
        while end < len(data) and data[end]:
            said += data[end + 1 : end + 1 + data[end]]
            end += 1 + data[end]
        yield said.decode("utf-8", "replace")
        at = data.find(b"\x21\xfe", end)


def _read_json(text: str) -> Iterator[str]:
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        yield text
        return
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            yield one
            if "<" in one:
                yield from _read_markup(one)
        elif isinstance(one, int):
            yield str(one)


def _unescape_code(text: str) -> str:
    """Escapes of JavaScript, JSON and CSS as what they stand for."""
    if "\\" not in text:
        return text
    first, *rest = text.split("\\")
    out = [first]
    for piece in rest:
        wide = piece[:1] in ("u", "x")
        body = piece[1:].lstrip("{") if wide else piece
        most = (4 if piece[0] == "u" else 2) if wide else 6
        size = next((i for i, c in enumerate(body[:most]) if c not in "0123456789abcdefABCDEF"), len(body[:most]))
        if size > 1:
            out.append(chr(min(int(body[:size], 16), 0x10FFFF)))
            out.append(body[size:].removeprefix("}").removeprefix(" "))
        else:
            out.append(piece)
    return "".join(out)


class _PageText(HTMLParser):
    """Gathers what stands between two elements that part, and what tags say, as segments of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self._open: list[str] = []
        self._script = ""

    def part(self) -> None:
        if self._open:
            self.done.append("".join(self._open))
            self._open = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._open.append("\n")
        elif tag in _CELLS:
            self._open.append(CELL)
        elif tag not in _FLOWING:
            self.part()
        if tag in ("script", "style"):
            self._script = tag
        if "@" in tag:
            # <somebody@example.org> is no element.
            self._open.append(tag)
        for name, value in attrs:
            if value and len(value) > 6 and name not in _LINES:
                self.done.append(value)
                if "%" in value:
                    self.done.append(unquote(value))

    def handle_endtag(self, tag: str) -> None:
        self._script = ""
        if tag not in _FLOWING and tag not in _CELLS:
            self.part()

    def handle_data(self, data: str) -> None:
        if self._script:
            self.done += _read_json(data) if data.lstrip()[:1] in ("{", "[") else [_unescape_code(data)]
        else:
            self._open.append(data)

    def handle_comment(self, data: str) -> None:
        self.done.append(data)

    def unknown_decl(self, data: str) -> None:
        self.done.append(data)


def _read_markup(text: str) -> list[str]:
    markup = _PageText()
    markup.feed(text)
    markup.close()
    markup.part()
    return markup.done
