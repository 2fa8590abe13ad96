"""Office files, PDFs and pictures with a word put where people put theirs without knowing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_O = "urn:oasis:names:tc:opendocument:xmlns"
_DC = "http://purl.org/dc/elements/1.1/"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, part in parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def runs(*words: str) -> str:
    """Words as Word writes them: one paragraph, a run for each."""
    return "<w:p>" + "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{word}</w:t></w:r>" for word in words) + "</w:p>"


def document(body: str) -> str:
    return f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'


def docx(body: str = "", **parts: str | bytes) -> bytes:
    """A Word file; further parts by their names with __ for / and _dot_ for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    return pack({"word/document.xml": document(body or runs("欢迎")), **named})


def core(**said: str) -> str:
    fields = "".join(f"<dc:{name}>{words}</dc:{name}>" for name, words in said.items())
    return f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="{_DC}">{fields}</cp:coreProperties>'


def xlsx(rows: str, strings: str = "", **parts: str | bytes) -> bytes:
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    sheet = f'<worksheet xmlns="{_S}"><sheetData>{rows}</sheetData></worksheet>'
    shared = f'<sst xmlns="{_S}">{strings}</sst>'
    return pack({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": shared, **named})  # fmt: skip


def pptx(*words: str, part: str = "ppt/slides/slide1.xml") -> bytes:
    said = "".join(f"<a:r><a:t>{word}</a:t></a:r>" for word in words)
    return pack({"ppt/presentation.xml": "<p/>", part: f'<p xmlns:a="{_A}"><a:p>{said}</a:p></p>'})


def odt(body: str, part: str = "content.xml") -> bytes:
    spaces = f'xmlns:text="{_O}:text:1.0" xmlns:office="{_O}:office:1.0" xmlns:table="{_O}:table:1.0"'
    return pack({part: f"<office:document {spaces}>{body}</office:document>"})


def pdf(*pages: str, info: str = "", more: bytes = b"", catalog: str = "") -> bytes:
    """Pages of Latin words in Helvetica, with an information dictionary and further objects from number 20 on."""
    numbers = range(30, 30 + 2 * len(pages), 2)
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
        19: f"<< {info} >>".encode(),
    }
    for number, words in zip(numbers, pages, strict=True):
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects[number] = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources {font} /Contents {number + 1} 0 R >>".encode()  # fmt: skip
        drawn = f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode()
        objects[number + 1] = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn)
    if more:
        objects[20] = more
    out, places = b"%PDF-1.4\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
    end = b"trailer\n<< /Size 1000 /Root 1 0 R /Info 19 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 1\n0000000000 65535 f \n" + table + end
