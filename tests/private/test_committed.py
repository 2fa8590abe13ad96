"""What people really committed and what went up: names with a number behind a hyphen, lists as PDF, numbers that Word cut in pieces."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.media import examine_attachment
from plugins.publish.second_look import look
from plugins.rules.reader import read
from tests.conftest import change_site
from tests.pictures import GPS, jpeg
from tests.private.corpus import NUMBERS, part
from tests.private.files import docx, runs
from tests.private.hidden import FOUND

M, OTHER, ID, OLD, CARD = (NUMBERS[name] for name in ("mobile", "other", "id", "old_id", "card"))
PRINTED = Path(__file__).parent / "printed"
LINES = {
    "a name, a hyphen and a number": (f"- 联系人：王阿姨-{M}", {"手机号码"}),
    "two hyphens": (f"- 电话--{M}", {"手机号码"}),
    "two numbers by a hyphen": (f"- {M}-{OTHER}", {"手机号码"}),
    "an identity number in parts": (f"- 身份证 {part(ID, ' ', 6, 8, 4)}", {"身份证号码"}),
    "an identity number by hyphens": (f"- 身份证 {part(ID, '-', 6, 8, 4)}", {"身份证号码"}),
    "an identity number of old": (f"- 身份证 {OLD}", {"身份证号码"}),
    "a card": (f"- 卡号 {CARD}", {"银行卡号"}),
    "a birth and a door": ("- 生于1950年3月7日，住3栋502房", {"出生日期", "住家门牌"}),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_a_story_is_refused_and_so_is_its_page(name: str, tmp_path: Path) -> None:
    line, kinds = LINES[name]
    path = "news/2026/lantern.md"
    site = change_site(tmp_path, {})
    file = site / path
    file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
    found = [p for p in read(site).problems if p.path == path and "像是" in p.message]
    assert len(found) == (2 if OTHER in line else len(kinds))
    assert {p.level for p in found} == {"error"}
    assert look("a.html", f"<p>{line}</p>".encode()) == kinds


@pytest.mark.parametrize("name", ["chromium.pdf", "writer.pdf"])
def test_a_list_that_was_printed_is_read(name: str) -> None:
    data = (PRINTED / name).read_bytes()
    assert "身份证" in str(examine_attachment(data, f"files/{name}")[-1])
    # LibreOffice prints the mobile of this list as 1.38E+10, which tells nobody anything.
    assert look(name, data) == ({"手机号码", "身份证号码"} if name == "chromium.pdf" else {"身份证号码"})


@pytest.mark.parametrize("pieces", [(M[:3], M[3:]), (ID[:6], ID[6:14], ID[14:]), tuple(M)])
def test_a_number_that_word_cut_in_pieces_is_whole(pieces: tuple[str, ...]) -> None:
    data = docx(runs("联系 ", *pieces))
    assert examine_attachment(data, "files/a.docx")
    assert look("a.docx", data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", jpeg(tags=GPS)),
        ("a.docx", docx(word__media__image1_dot_jpg=jpeg(tags=GPS))),
        ("a.bin", jpeg(tags=GPS)),
    ],
)
def test_where_a_picture_was_taken_does_not_go_up(name: str, data: bytes) -> None:
    assert look(name, data) == {"图片的拍摄地点"}
    assert look("a.jpg", jpeg()) == set()


WRITERS = frozenset({"author.docx", "manager.docx", "author.pdf", "writer.xlsx", "row.xlsx", "earlier.pdf"})
"""Who wrote a file, cells that stand in another part, and what a PDF was before: the first look alone sees that."""


@pytest.mark.parametrize("name", sorted(FOUND.keys() - WRITERS))
def test_the_second_look_reads_files_too(name: str) -> None:
    assert look(name, FOUND[name])
