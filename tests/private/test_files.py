"""What of a person stands in a file that is published as it is, wherever in it; and what cannot be read is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from plugins.media import examine_attachment, examine_picture
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
