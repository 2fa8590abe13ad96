"""Everything that stands in a PDF: pages, properties, comments, forms, files within, pictures, and what an earlier save left behind."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from plugins.media.office import MOST_BYTES, MOST_DEPTH, PARTED, TAKE_OUT, Inside, UnreadError, read_office
from plugins.media.pictures import DamagedError, kind_of, read_loose, read_picture

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES, MOST_OBJECTS, MOST_SAVES = 300, 50_000, 8
_EXPORT = "用 Word 或 WPS 打开原稿，重新导出 PDF"
_AS_PICTURES = f"{_EXPORT}；只有扫描件的，把每页存成 .jpg 放进 images/，请人逐页看过"
_SAVED = re.compile(rb"%%EOF")
_WRITERS = ("/Author", "/LastModifiedBy")


def read_pdf(data: bytes, depth: int = 0) -> Iterator[Inside]:
    """All that can be read of a PDF, of each of its saves; raises UnreadError for what hides something."""
    if depth > MOST_DEPTH:
        raise UnreadError("文件里套着文件，套得太深", TAKE_OUT)
    ends = [match.end() for match in _SAVED.finditer(data)]
    if len(ends) > MOST_SAVES:
        raise UnreadError("改过很多次，每次的旧内容都还在里面", _EXPORT)
    yield from _read(data, depth)
    for end in ends[:-1]:
        try:
            yield from _read(data[:end], depth)
        except UnreadError:
            # A file made for the web has its end in two places, and the first half alone is none.
            continue


def _read(data: bytes, depth: int) -> Iterator[Inside]:
    # A build without a new PDF does not pay for the reader.
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadError("PDF 加了密码，看不到里面", f"去掉密码，或{_EXPORT}")
        yield from list(_read_pages(reader))
        yield from list(_read_objects(reader, depth))
    except UnreadError:
        raise
    except Exception as error:  # whatever stands in a file that somebody else made, and a reader raises as it likes
        raise UnreadError("PDF 加了密码、损坏，或写法少见，看不到里面", _EXPORT) from error


def _read_pages(reader: PdfReader) -> Iterator[Inside]:
    if len(reader.pages) > MOST_PAGES:
        raise UnreadError(f"PDF 超过 {MOST_PAGES} 页", "拆成几份")
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        drawn = len(page.get("/Resources", {}).get_object().get("/XObject", {}) or ())
        if not text.strip() and drawn:
            raise UnreadError(f"PDF 第 {number} 页是扫描的图片，看不到上面的字", _AS_PICTURES)
        if _is_garbled(text):
            raise UnreadError(f"PDF 第 {number} 页的字没有编码，看不出是什么字", _AS_PICTURES)
        yield Inside(f"第 {number} 页", text)


def _is_garbled(text: str) -> bool:
    """Whether most signs stand for nothing: a font without a table of what its glyphs mean."""
    odd = sum((not c.isprintable() and not c.isspace()) or "\ue000" <= c <= "\uf8ff" or c == "\ufffd" for c in text)
    return odd * 4 > max(8, len(text.strip()))


def _read_objects(reader: PdfReader, depth: int) -> Iterator[Inside]:
    """The strings and streams of every object: properties, comments, fields, bookmarks, files, photos."""
    if len(reader.xref_objStm) + sum(map(len, reader.xref.values())) > MOST_OBJECTS:
        raise UnreadError("PDF 里的东西太多", _EXPORT)
    info: dict[str, Any] = dict(reader.metadata or {})
    yield Inside("文件属性", "", names=tuple(str(info[key]) for key in _WRITERS if info.get(key)))
    words: list[str] = []
    numbers = {
        (number, generation) for generation, found in reader.xref.items() for number in found if generation < 65535
    }
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        found = _get(reader, number, generation)
        words += _strings_of(found)
        if hasattr(found, "get_data"):
            yield from _read_stream(found, depth)
    yield Inside("批注、表单或属性", PARTED.join(words))


def _get(reader: PdfReader, number: int, generation: int) -> Any:
    from pypdf.generic import IndirectObject

    return reader.get_object(IndirectObject(number, generation, reader))


def _strings_of(found: Any) -> Iterator[str]:
    """Every string of an object and of what it holds, not of what it points to."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, bytes):
            yield read_loose(one)
        elif isinstance(one, str) and not one.startswith("/"):
            yield str(one)


def _read_stream(stream: Any, depth: int) -> Iterator[Inside]:
    kind, subtype = stream.get("/Type"), stream.get("/Subtype")
    if subtype == "/Image":
        packed = stream.get("/Filter")
        raw = stream._data if "/DCTDecode" in (packed if isinstance(packed, list) else [packed]) else b""
        if kind_of(raw) == "jpg":
            yield _read_photo(raw)
    elif kind == "/Metadata":
        yield Inside("文件属性", read_loose(stream.get_data()))
    elif kind == "/EmbeddedFile" or "/EmbeddedFile" in str(stream.get("/Params", "")):
        yield from _read_embedded(stream.get_data(), depth)


def _read_photo(raw: bytes) -> Inside:
    try:
        picture = read_picture(raw)
    except DamagedError:
        return Inside("里面的图片", read_loose(raw[:65536]))
    return Inside("里面的图片", picture.said, tuple(sorted(picture.private)))


def _read_embedded(data: bytes, depth: int) -> Iterator[Inside]:
    if len(data) > MOST_BYTES:
        raise UnreadError("展开以后太大", _EXPORT)
    if data.startswith(b"PK"):
        yield from read_office(data, depth + 1)
    elif b"%PDF-" in data[:1024]:
        yield from read_pdf(data, depth + 1)
    elif kind_of(data):
        yield _read_photo(data)
    elif b"\0" not in data:
        yield Inside("附在里面的文件", read_loose(data))
    else:
        raise UnreadError("PDF 里附着程序看不懂的文件", f"去掉它，或{_EXPORT}")
