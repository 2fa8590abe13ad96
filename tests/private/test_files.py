"""What of a person stands in a file that is published as it is, wherever in it; and what cannot be read is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from plugins.media import examine_attachment, examine_picture
from plugins.publish.second_look import look as second_look
from tests.pictures import png
from tests.private.corpus import NUMBERS
from tests.private.files import core, document, docx, odt, pdf, pptx, runs, xlsx
from tests.private.hidden import FOUND, TOLD, UNREAD

M = NUMBERS["mobile"]


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found_wherever_it_stands(name: str) -> None:
    found = examine_attachment(FOUND[name], f"files/{name}")
    assert found, name
    assert all("像是" in p.message or "藏着" in p.message for p in found), [str(p) for p in found]
    assert M not in "".join(map(str, found))


@pytest.mark.parametrize("data", [odt(f"<text:p><text:span>{M[:3]}</text:span>{M[3:]}</text:p>"), odt(f"<m>{M}</m>", "meta.xml"), pptx(M[:3], M[3:]), pptx(M, part="ppt/notesSlides/notesSlide1.xml"), odt(f'<table:table-cell office:value="{M}"/>')])  # fmt: skip
def test_it_is_found_in_formats_that_come_along_within_others(data: bytes) -> None:
    (found,) = examine_attachment(docx(word__embeddings__a_dot_dat=data), "files/a.docx")
    assert "像是个人手机号码" in found.message


def test_what_belongs_to_nobody_is_left_alone() -> None:
    harmless = {
        "form.docx": docx(runs("姓名：______  电话：______"), docProps__core_dot_xml=core(creator="社区工作站", title="报名表")),
        "photo.docx": docx(word__media__image1_dot_png=png()),
        "cells.xlsx": xlsx("<row><c><v>138</v></c><c><v>2026</v></c><c><v>1128</v></c></row>"),
        "sum.xlsx": xlsx("<row><c><v>1380013.5</v></c></row>"),
        "fonts.docx": docx(word__fonts__font1_dot_odttf=bytes(range(256))),
        "page.pdf": pdf("office 0755-55500111", info="/Producer (Writer) /CreationDate (D:20261128181547)"),
    }  # fmt: skip
    found = {name: examine_attachment(data, f"files/{name}") for name, data in harmless.items()}
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_is_refused(name: str) -> None:
    found = examine_attachment(UNREAD[name], f"files/{name}")
    assert len(found) == 1
    assert found[0].level == "error"
    assert found[0].fix


@pytest.mark.parametrize("name", TOLD)
def test_words_beside_a_picture_are_read(name: str) -> None:
    _, found = examine_picture(TOLD[name], f"images/{name}")
    assert [p.message for p in found] == ["像是个人手机号码"]
    assert M not in str(found)


def test_a_pdf_of_too_many_things_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.media.pdf.MOST_OBJECTS", 3)
    (found,) = examine_attachment(pdf("page"), "files/a.pdf")
    assert found.message == "PDF 里的东西太多"


def test_a_zip_holds_what_its_parts_hold() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", document(runs(M)))
        archive.writestr(f"{M}.xml", "<a/>")
    places = {p.label for p in examine_attachment(held.getvalue(), "files/a.docx")}
    assert places == {"正文", "里面的文件名"}


DOOR = "家住6号楼1203".encode("utf-16-le")


def png_chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + bytes(4)


def riff_chunk(name: bytes, data: bytes) -> bytes:
    return name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)


def jpeg_part(mark: int, data: bytes) -> bytes:
    return bytes((0xFF, mark)) + (len(data) + 2).to_bytes(2, "big") + data


PNG, RIFF, JPEG = b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\xff\xd8" + jpeg_part(0xE0, b"JFIF\0")
END = png_chunk(b"IEND", b"")
PAINTED = {
    "a.png": PNG + png_chunk(b"IHDR", bytes(13)) + png_chunk(b"IDAT", DOOR) + END,
    "a.webp": RIFF + riff_chunk(b"VP8 ", DOOR),
    "a.jpg": JPEG + jpeg_part(0xDA, bytes(6)) + DOOR + b"\xff\xd0" + DOOR + b"\xff\xd9",
}
WRITTEN = {
    "a text in a PNG": PNG + png_chunk(b"IDAT", b"") + png_chunk(b"tEXt", DOOR) + END,
    "a Chinese title in a PNG": PNG + png_chunk(b"IDAT", b"") + png_chunk(b"iTXt", b"Title\0\0\0\0\0" + "家住6号楼1203".encode()) + END,
    "behind a PNG": PAINTED["a.png"] + DOOR,
    "a torn PNG": PNG + (99).to_bytes(4, "big") + b"IDAT" + DOOR,
    "Exif of a WebP": RIFF + riff_chunk(b"VP8L", b"x") + riff_chunk(b"EXIF", DOOR),
    "behind a WebP": PAINTED["a.webp"] + DOOR,
    "a comment of a JPEG": JPEG + jpeg_part(0xFE, DOOR) + jpeg_part(0xDA, bytes(6)) + b"\xff\xd9",
    "a comment between two scans": PAINTED["a.jpg"][:-2] + jpeg_part(0xFE, DOOR) + jpeg_part(0xDA, bytes(6)) + b"\xff\xd9",
    "behind a JPEG": PAINTED["a.jpg"] + DOOR,
    "a torn JPEG": b"\xff\xd8\xff\xe1\xff\xff" + DOOR,
}  # fmt: skip


@pytest.mark.parametrize("name", PAINTED)
def test_what_a_picture_is_painted_with_says_nothing(name: str) -> None:
    assert second_look(name, PAINTED[name]) == set()


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_in_a_picture_is_read_a_second_time(name: str) -> None:
    assert second_look("a.bin", WRITTEN[name])


@pytest.mark.parametrize("said", [f"/A << /S /URI /URI (tel:{M}) >>", f"/S /JavaScript /JS (call {M})"])
def test_what_a_pdf_does_is_read_a_second_time(said: str) -> None:
    assert second_look("a.pdf", pdf("page", more=f"<< /Type /Annot {said} >>".encode()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"no archive"])
def test_an_archive_that_cannot_be_opened_is_not_taken_for_looked_at(data: bytes) -> None:
    with pytest.raises(ValueError, match="archive"):
        second_look("files/list.docx", data)
