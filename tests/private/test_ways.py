"""Sixty ways in which something of a person gets into a source, and into a file of the site: none passes either look."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from plugins.private import find_private, find_private_name
from plugins.publish.second_look import look, seal, thing
from plugins.publish.second_look.people import SAID
from plugins.text import parse_source
from plugins.text.bytes import find_sightings
from tests.pictures import chunk, jpeg, png, segment
from tests.private.corpus import NUMBERS, part, spell
from tests.private.files import core, docx, pdf, runs, xlsx
from tests.private.test_corpus import NEGATIVES, NUMERIC, POSITIVES

M, ID, CARD = NUMBERS["mobile"], NUMBERS["id"], NUMBERS["card"]
HAN, WIDE, CIRCLED, BOLD = "零一二三四五六七八九", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"
SPELT = {
    "plain": M, "behind a hyphen": f"王阿姨-{M}", "hyphens": part(M, "-", 3, 4, 4), "blanks": part(M, " ", 3, 4, 4), "dots": part(M, ".", 3, 4, 4),
    "middle dots": part(M, "·", 3, 4, 4), "wide blanks": part(M, "\u3000", 3, 4, 4), "hard blanks": part(M, "\u00a0", 3, 4, 4), "dashes": part(M, "—", 3, 4, 4),
    "nothing visible": part(M, "\u200b", 3, 4, 4), "soft hyphens": part(M, "\u00ad", 3, 4, 4), "3-3-5": part(M, " ", 3, 3, 5), "5-6": part(M, " ", 5, 6),
    "one by one": " ".join(M), "slashes": part(M, "/", 3, 4, 4), "brackets": f"({M[:3]}){M[3:]}", "+86": f"+86{M}", "0086": f"0086-{M}", "86": f"86 {M}",
    "zero": f"0{M}", "wide": spell(M, WIDE), "circled": spell(M, CIRCLED), "bold": spell(M, BOLD), "told": spell(M, HAN),
    "formal": spell(M, "零壹贰叁肆伍陆柒捌玖"), "half told": M[:3] + spell(M[3:7], HAN) + M[7:], "told in parts": part(spell(M, HAN), " ", 3, 4, 4),
    "letters": M.replace("0", "O"), "keycaps": "\ufe0f\u20e3".join(M) + "\ufe0f\u20e3", "two lines": part(M, "\n", 3, 8), "two of them": f"{M}/{M}", "underscores": part(M, "_", 3, 4, 4),
    "id": ID, "id in parts": part(ID, " ", 6, 8, 4), "id with hyphens": part(ID, "-", 6, 8, 4), "wide id": spell(ID, WIDE), "id named": f"身份证{ID[:17]}X", "old id": NUMBERS["old_id"],
    "card": f"卡号{CARD}", "card in fours": part(CARD, " ", 4, 4, 4, 4, 3), "card with hyphens": part(CARD, "-", 4, 4, 4, 4, 3), "mailbox": "shili2026@qq.com",
    "wide at": "shili2026＠163.com", "plate": "粤B·1" + "2345", "long plate": "粤BD1" + "2345", "wechat": "微信：shili_2026", "vx": "VX shili2026", "qq": "QQ：" + "123456" + "789",
    "passport": "护照 E1234" + "5678",
}  # fmt: skip
"""Ways of writing; each stands in a Markdown body and in a page."""
MARKED = {
    "bold": f"{M[:3]}<b>{M[3:]}</b>", "spans": f"<span>{M[:3]}</span><span>{M[3:]}</span>", "entities": "".join(f"&#{ord(c)};" for c in M), "hex": "".join(f"&#x{ord(c):x};" for c in M),
    "hard blanks": f"{M[:3]}&nbsp;{M[3:7]}&nbsp;{M[7:]}", "comment": f"<!-- {M} -->", "a comment amid": f"{M[:3]}<!-- -->{M[3:]}", "tel": f'<a href="tel:{M}">打</a>', "percent": f'<a href="tel:{quote(M[:3])}%31{M[4:]}">打</a>'.replace("%31", "%30"),
    "alt": f'<img src="/a.png" alt="{M}">', "title": f'<abbr title="{M}">甲</abbr>', "line end": f"{M[:3]}<br>{M[3:]}", "link amid": f'{M[:3]}<a href="/x/">{M[3:7]}</a>{M[7:]}', "long tag": f'{M[:3]}<span class="{"x" * 300}">{M[3:]}</span>',
}  # fmt: skip
"""Ways of marking up; the same in a Markdown body."""
SOURCES: dict[str, tuple[str, bytes]] = {
    "yaml value": ("data/services.yaml", f"- note: 打 {M}\n".encode()),
    "yaml comment": ("data/services.yaml", f"# 备用 {M}\n- id: a\n".encode()),
    "yaml key": ("data/services.yaml", f"- {M}: a\n".encode()),
    "yaml block": ("data/services.yaml", f"- note: |\n    {M}\n".encode()),
    "front matter": ("news/2026/a.md", f"---\ntitle: {M}\n---\n正文\n".encode()),
    "text": ("files/a.txt", M.encode()),
    "drawing": ("images/a.svg", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>{M}</text></svg>'.encode()),
    "word": ("files/a.docx", docx(runs(M[:3], M[3:]))),
    "word title": ("files/a.DOCX", docx(docProps__core_dot_xml=core(title=M))),
    "sheet": ("files/a.xlsx", xlsx(f"<row><c><v>{M}</v></c></row>")),
    "pdf": ("files/a.pdf", pdf(f"call {M}")),
    "pdf title": ("files/a.PDF", pdf("page", info=f"/Title ({M})")),
    "photo": ("images/a.jpg", jpeg(8, 5, segment(0xFE, M.encode()))),
    "picture": ("images/a.png", png(8, 5, chunk(b"tEXt", b"Comment\0" + M.encode()))),
}  # fmt: skip
OUTPUT: dict[str, tuple[str, bytes]] = {
    "data": ("data/a.json", json.dumps({"a": [{"b": M}]}).encode()),
    "number in data": ("data/a.json", json.dumps({"a": int(M)}).encode()),
    "key in data": ("data/a.json", json.dumps({M: 1}).encode()),
    "escapes in data": ("data/a.json", json.dumps({"a": spell(M, WIDE)}).encode()),
    "table": ("data/a.csv", f"a,{M}\n".encode("utf-8-sig")),
    "table in two bytes": ("data/a.csv", f"a,{M}\n".encode("utf-16")),
    "calendar": ("a.ics", f"DESCRIPTION:{M[:5]}\r\n {M[5:]}\r\n".encode()),
    "feed": ("a.atom", f"<feed><content type='html'>&lt;p&gt;{M}&lt;/p&gt;</content></feed>".encode()),
    "map": ("sitemap.xml", f"<url><loc>https://a.test/{M}/</loc></url>".encode()),
    "drawing": SOURCES["drawing"],
    "script": ("a.js", f'say("\\x3{M[0]}{M[1:]}")'.encode()),
    "style": ("a.css", f'a::after{{content:"\\3{M[0]} {M[1:]}"}}'.encode()),
    "structured data": ("a.html", f'<script type="application/ld+json">{{"telephone":"{M}"}}</script>'.encode()),
    "word": SOURCES["word"],
    "word title": SOURCES["word title"],
    "sheet": SOURCES["sheet"],
    "pdf": SOURCES["pdf"],
    "pdf title": SOURCES["pdf title"],
    "photo": SOURCES["photo"],
    "picture": SOURCES["picture"],
    "packed": ("a.json.gz", gzip.compress(json.dumps([M]).encode(), mtime=0)),
    "name": (f"files/{M}.txt", b""),
    "address": ("_redirects", f"/a /b/{M}/ 301".encode()),
    "meta": ("a.html", f'<meta name="description" content="打 {M}">'.encode()),
}  # fmt: skip


def _page(body: str) -> bytes:
    return f"<!doctype html>\n<p>{body}</p>\n".encode()


def test_there_are_sixty_ways_into_each() -> None:
    assert len(SPELT) + len(MARKED) + len(SOURCES) >= 60
    assert len(SPELT) + len(MARKED) + len(OUTPUT) >= 60


def test_no_way_leads_into_a_source() -> None:
    passed = [name for name, text in {**SPELT, **MARKED}.items() if not any(find_private(text))]
    bodies = {name: ("news/2026/a.md", f"---\ntitle: 甲\n---\n联系 {text}\n".encode()) for name, text in SPELT.items()}
    for name, (path, data) in {**SOURCES, **bodies}.items():
        parsed = parse_source(data, path)
        if not any("像是" in found.message for found in (*parsed.problems, *parsed.sightings)):
            passed.append(name)
    assert passed == []


def test_no_way_leads_into_a_file_of_the_site() -> None:
    files = {**OUTPUT, **{name: ("a.html", _page(text)) for name, text in {**SPELT, **MARKED}.items()}}
    assert [name for name, (file, data) in files.items() if not look(file, data)] == []


def test_what_belongs_to_nobody_goes_up() -> None:
    assert len(NEGATIVES) >= 600
    refused = [text for text in NEGATIVES if look("a.html", _page(text)) or look("a.txt", text.encode())]
    assert refused == []


SECOND = SAID | {
    "mobile": thing.MOBILE, "id": thing.CITIZEN, "card": thing.CARD, "plate": thing.PLATE, "passport": thing.PASSPORT, "mail": thing.MAIL,
    "wechat": thing.ACCOUNT, "qq": thing.ACCOUNT,
}  # fmt: skip
"""How the second look calls each kind."""
TELLING = {
    "door": ("家住6号楼1203房", "福民新村26栋201房的住户", "3栋502漏水", "十二栋三零二房", "独居老人住在9栋2单元404室"),
    "birth": ("陈女士，生于1950年3月7日", "出生日期：1947-05-06", "王阿姨1952年8月15日生"),
    "minor": ("康宁小学三年级的陈小雨同学走失", "刘小明（9岁）患白血病", "小朋友名单：李梓萱小朋友，康宁幼儿园大班"),
    "illness": ("陈阿姨患尿毒症，每周透析三次", "王伟确诊肺癌", "刘女士，肢体残疾二级", "何叔叔查出糖尿病"),
}
"""What tells of somebody in words; none of it is about anybody."""


@pytest.mark.parametrize("kind", TELLING)
def test_the_second_look_sees_people_too(kind: str) -> None:
    passed = [text for text in TELLING[kind] if not look("a.html", _page(text)) or not look("a.csv", text.encode())]
    assert passed == []
    assert [text for text in TELLING[kind] if not look("a.html", _page(text), frozenset({kind}))] == []


@pytest.mark.parametrize("kind", sorted({p.kind for p in POSITIVES}))
def test_the_second_look_finds_as_much_as_the_first(kind: str) -> None:
    """In a page or in a text: marks amid a number are read where they are marks."""
    passages = [p.text for p in POSITIVES if p.kind == kind]
    told = SECOND[kind]
    missed = [t for t in passages if told not in look("a.txt", t.encode()) | look("a.html", _page(t))]
    assert len(missed) <= (0 if kind in NUMERIC else len(passages) * 3 // 100), missed


def _exempt(text: str) -> frozenset[str]:
    """The seals of a text whose line says that it may be public."""
    sightings, _ = find_sightings(f"<!-- 可以公开：一个原因，到 2027-06-30 -->\n{text}\n", "a.md")
    return frozenset(mark for sighting in sightings for mark in sighting.seals)


@pytest.mark.parametrize("kind", ["door", "birth", "minor", "illness"])
def test_an_exemption_lets_its_own_words_stand_and_no_others(kind: str) -> None:
    passages = [p.text.replace("\n", " ") for p in POSITIVES if p.kind == kind]
    assert [text for text in passages if look("a.html", _page(text), _exempt(text))] == []
    for exempted, others in ((TELLING[kind][0], TELLING[kind][1:]), (TELLING[kind][1], TELLING[kind][2:])):
        assert [other for other in others if not look("a.html", _page(other), _exempt(exempted))] == []


def _harmless_files() -> Iterator[tuple[str, bytes]]:
    yield "sitemap.xml", b"<url><loc>https://a.test/story-138</loc><lastmod>2026-11-28</lastmod></url>"
    yield "a.html", b"<tr><td>138</td><td>0013</td><td>8000</td></tr>"
    yield "a.json", json.dumps([138, 2026, 1128, 13.80013800, {"id": "1380013a-8000-4e1c-9d2a-13800138000a"}]).encode()
    yield "a.csv", b"138,0013,8000\n"
    yield "a.svg", b'<svg viewBox="0 0 138 138"><path d="M138 0013 8000 138.0013 8000"/></svg>'
    yield "a.ics", b"DTSTAMP:20261128T143000Z\r\nUID:20261128-1380@a.test\r\n"
    yield "a.js", b"var a=[13800138,0x1380013800];"
    yield "a.jpg", bytes(range(256)) * 50
    yield (
        "search/0/pairs-15.json",
        json.dumps(["vXnhQ_TsuU2", "hrJl6 VxvQnsAlYl5YhrL", "QQ1380013a", "wx3f138001"]).encode(),
    )
    yield f"assets/app-{'1380013' * 5}ab.css", b"a{width:138px}"


def test_files_of_figures_go_up() -> None:
    assert {file: look(file, data) for file, data in _harmless_files() if look(file, data)} == {}


@pytest.mark.parametrize(
    ("file", "data"),
    [("a.br", b""), ("a.gz", b"\x1f\x8b"), ("a.docx", b"PK\3\4"), ("a.pdf", b"%PDF-1.4"), ("a.gz.gz.gz.gz.gz", b"")],
)
def test_what_cannot_be_read_does_not_go_up(file: str, data: bytes) -> None:
    with pytest.raises((ValueError, OSError, EOFError, Exception)):
        look(file, data)


def test_the_two_looks_share_no_code() -> None:
    source = Path(look.__code__.co_filename).read_text("utf-8")
    assert "plugins.private" not in source.partition('"""')[2].partition('"""')[2]


def test_what_may_be_public_goes_up_and_its_seal_tells_nothing() -> None:
    page = _page(f"值班手机 {part(M, '-', 3, 4, 4)}")
    assert look("a.html", page) == {"手机号码"}
    assert look("a.html", page, frozenset({seal(M)})) == set()
    assert M not in seal(M)


@pytest.mark.parametrize("name", [f"{M}.txt", f"王-{M}.txt", f"a/{ID}.txt"])
def test_no_name_of_a_file_tells(name: str) -> None:
    assert find_private_name(name)
    assert look(name, b"")


def test_the_second_look_is_linear() -> None:
    """Counted in signs looked at, not in seconds: what it does for twice the text is at most a little over twice."""
    from sys import getprofile, setprofile

    def count(text: str) -> int:
        calls = 0

        def profile(*_: object) -> None:
            nonlocal calls
            calls += 1

        before = getprofile()
        setprofile(profile)
        try:
            look("a.txt", text.encode())
        finally:
            setprofile(before)
        return calls

    for unit in ("1 3 8 ", "138-", "(at)qq.", "微信号", "粤B1", "1\n", "@", "\\u0031"):
        assert count(unit * 2_000) <= 2.4 * count(unit * 1_000) + 500, unit
