"""Files in which something of a person stands, and files that nobody can read."""

from __future__ import annotations

import io
import zlib
from struct import pack as pack_bytes

from pypdf import PdfWriter

from tests.pictures import GPS, chunk, jpeg, png, segment
from tests.private.corpus import NUMBERS
from tests.private.files import core, document, docx, pack, pdf, runs, xlsx

M = NUMBERS["mobile"]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FOUND = {
    "runs.docx": docx(runs("联系电话：", M[:3], M[3:])),
    "id.docx": docx(runs(NUMBERS["id"][:6], NUMBERS["id"][6:14], NUMBERS["id"][14:])),
    "UPPER.DOCX": docx(runs(M)),
    "table.docx": docx(f"<w:tbl><w:tr><w:tc>{runs('王示例')}</w:tc><w:tc>{runs(M)}</w:tc></w:tr></w:tbl>"),
    "comment.docx": docx(word__comments_dot_xml=f"<w:comments {W}><w:comment>{runs(M)}</w:comment></w:comments>"),
    "header.docx": docx(word__header1_dot_xml=f"<w:hdr {W}>{runs(M)}</w:hdr>"),
    "footnote.docx": docx(word__footnotes_dot_xml=f"<w:footnotes {W}>{runs(M)}</w:footnotes>"),
    "struck.docx": docx(f"<w:p><w:r><w:t>{M[:3]}</w:t></w:r><w:del><w:r><w:delText>{M[3:]}</w:delText></w:r></w:del><w:ins><w:r><w:t>0000</w:t></w:r></w:ins></w:p>"),
    "moved.docx": docx(f"<w:p><w:moveFrom><w:r><w:t>{M}</w:t></w:r></w:moveFrom></w:p>"),
    "link.docx": docx(word___rels__document_dot_xml_dot_rels=f'<Relationships><Relationship Target="tel:{M}"/></Relationships>'),
    "alt.docx": docx(f'<w:p><w:drawing descr="{M}"/></w:p>'),
    "title.docx": docx(docProps__core_dot_xml=core(title=f"名单 {M}")),
    "author.docx": docx(docProps__core_dot_xml=core(creator="张示例")),
    "manager.docx": docx(docProps__app_dot_xml="<Properties><Manager>张示例</Manager></Properties>"),
    "custom.docx": docx(customXml__item1_dot_xml=f"<a><b>{M}</b></a>"),
    "photo.docx": docx(word__media__image1_dot_jpg=jpeg(tags=GPS)),
    "photo-odd-name.docx": docx(word__media__image1_dot_bin=jpeg(tags=GPS)),
    "note-in-photo.docx": docx(word__media__image1_dot_jpg=jpeg(8, 5, segment(0xFE, M.encode()))),
    "metafile.docx": docx(word__media__image1_dot_emf=M.encode("utf-16-le")),
    "sheet-within.docx": docx(word__embeddings__a_dot_xlsx=xlsx(f"<row><c><v>{M}</v></c></row>")),
    "words.docx": docx(runs("王示例，9岁，青山小学三年级学生，患有白血病，家住6号楼1203房。")),
    "number.xlsx": xlsx(f"<row><c><v>{M}</v></c></row>"),
    "float.xlsx": xlsx(f"<row><c><v>{M[0]}.{M[1:]}E10</v></c></row>"),
    "shared.xlsx": xlsx('<row><c t="s"><v>0</v></c></row>', f"<si><r><t>{M[:3]}</t></r><r><t>{M[3:]}</t></r></si>"),
    "inline.xlsx": xlsx(f'<row><c t="inlineStr"><is><t>{M}</t></is></c></row>'),
    "hidden.xlsx": xlsx("", xl__worksheets__sheet2_dot_xml=f"<worksheet><sheetData><row><c><v>{M}</v></c></row></sheetData></worksheet>"),
    "row.xlsx": xlsx('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>', "<si><t>王示例</t></si><si><t>男，9岁，青山小学三年级</t></si>"),
    "comment.xlsx": xlsx("", xl__comments1_dot_xml=f"<comments><commentList><comment><text><t>{M}</t></text></comment></commentList></comments>"),
    "cache.xlsx": xlsx("", xl__pivotCache__pivotCacheRecords1_dot_xml=f'<r><n v="{M}"/></r>'),
    "writer.xlsx": xlsx("", xl__persons__person_dot_xml='<personList><person displayName="张示例"/></personList>'),
    "link.xlsx": xlsx("", xl__worksheets___rels__sheet1_dot_xml_dot_rels=f'<Relationships><Relationship Target="tel:{M}"/></Relationships>'),
    "page.pdf": pdf("page", f"call {M}"),
    "info.pdf": pdf("page", info=f"/Title (list {M})"),
    "author.pdf": pdf("page", info="/Author <FEFF" + "张示例".encode("utf-16-be").hex() + ">"),
    "comment.pdf": pdf("page", more=f"<< /Type /Annot /Contents ({M}) >>".encode()),
    "field.pdf": pdf("page", more=f"<< /FT /Tx /V ({M}) >>".encode()),
    "bookmark.pdf": pdf("page", more=f"<< /Title ({M}) >>".encode()),
    "xmp.pdf": pdf("page", more=b"<< /Type /Metadata /Length 11 >>\nstream\n%b\nendstream" % M.encode()),
    "photo.pdf": pdf("page", more=b"<< /Subtype /Image /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream" % (len(jpeg(tags=GPS)), jpeg(tags=GPS))),
    "within.pdf": pdf("page", more=b"<< /Type /EmbeddedFile /Length 11 >>\nstream\n%b\nendstream" % M.encode()),
    "earlier.pdf": pdf(f"call {M}") + b"\n" + pdf("clean")[9:],
}  # fmt: skip
"""Each holds one thing of a person."""


def _bomb(size: int) -> bytes:
    return pack({"word/document.xml": document("a" * size)})


def _liar() -> bytes:
    """A zip whose directory says its part is smaller than it is."""
    data = bytearray(pack({"word/document.xml": document(runs("a" * 5000))}))
    at = data.rfind(b"PK\1\2")
    data[at + 24 : at + 28] = pack_bytes("<I", 10)
    return bytes(data)


def _locked() -> bytes:
    data = bytearray(docx())
    for mark, place in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _with_password() -> bytes:
    writer, held = PdfWriter(io.BytesIO(pdf("page"))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(held)
    return held.getvalue()


def _embed(data: bytes) -> bytes:
    return b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%b\nendstream" % (len(data), data)


UNREAD = {
    "password.pdf": _with_password(),
    "glyphs.pdf": pdf("\\001\\002\\003\\004\\005\\006\\016\\017"),
    "program.pdf": pdf("page", more=_embed(b"MZ\0\0")),
    "pages.pdf": pdf(*["page"] * 301),
    "bomb.docx": _bomb(70_000_000),
    "ratio.docx": _bomb(5_000_000),
    "many.docx": pack({"word/document.xml": document(""), **{f"word/{i}.xml": "<a/>" for i in range(3_001)}}),
    "liar.docx": _liar(),
    "locked.docx": _locked(),
    "entities.docx": pack({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "broken.docx": pack({"word/document.xml": "<a><b></a>"}),
    "object.docx": docx(word__embeddings__oleObject1_dot_bin=b"\xd0\xcf\x11\xe0" + bytes(100)),
    "film.docx": docx(word__media__film_dot_mp4=b"\0\0\0\x18ftypmp42"),
    "heic.docx": docx(word__media__image1_dot_heic=b"\0\0\0\x18ftypheic" + bytes(40)),
    "deep.docx": docx(word__a_dot_docx=docx(word__a_dot_docx=docx(word__a_dot_docx=docx()))),
    "scan.pdf": pdf("").replace(b"/Font <<", b"/XObject << /I 20 0 R >> /Font <<"),
    "locked.pdf": pdf("page").replace(b"/Root", b"/Encrypt << /Filter /Standard /V 5 /R 6 /O (a) /U (b) /P 1 >> /Root"),
    "broken.pdf": b"%PDF-1.4\nstartxref\n0\n%%EOF\n",
    "saved.pdf": pdf("page") + b"\n%%EOF" * 9,
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}  # fmt: skip
"""Nobody can say what is in these."""


TOLD = {
    "comment.jpg": jpeg(8, 5, segment(0xFE, M.encode())),
    "exif.jpg": jpeg(tags={0x010E: f"call {M}\0".encode()}),
    "wide-exif.jpg": jpeg(tags={0x9C9C: M.encode("utf-16-le")}),
    "xmp.jpg": jpeg(8, 5, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<a>" + M.encode() + b"</a>")),
    "iptc.jpg": jpeg(8, 5, segment(0xED, b"Photoshop 3.0\0" + M.encode())),
    "own.png": png(8, 5, chunk(b"prVt", M.encode())),
    "other.jpg": jpeg(8, 5, segment(0xEC, M.encode())),
    "behind.jpg": jpeg(after=M.encode()),
    "text.png": png(8, 5, chunk(b"tEXt", b"Comment\0" + M.encode())),
    "packed.png": png(8, 5, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(M.encode()))),
    "wide.png": png(8, 5, chunk(b"iTXt", b"Comment\0\0\0\0\0" + M.encode())),
    "packed-wide.png": png(8, 5, chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(M.encode()))),
    "behind.png": png() + M.encode(),
    "comment.gif": b"GIF89a" + pack_bytes("<HH", 8, 5) + b"\0\0\0" + b"\x21\xfe\x03" + M[:3].encode() + b"\x08" + M[3:].encode() + b"\0\x3b",
}  # fmt: skip
