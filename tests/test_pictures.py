"""Pictures: their sizes, and what must not be in them."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from plugins.commands import main
from plugins.media.drawings import examine_svg
from plugins.media.pictures import examine_picture, parts_of_jpeg, parts_of_png, parts_of_webp, read_picture
from plugins.media.strip import strip_picture
from plugins.rules.reader import read
from plugins.site.bodies import show_body, show_image
from plugins.site.site import make_site
from plugins.site.views import ImageFileView, ImageView
from tests.conftest import EXAMPLE, NOW, TOWN, at, change_site
from tests.pictures import (
    APP1_XMP,
    ARTIST,
    GPS,
    HARMLESS,
    MAKER,
    OWNER,
    SERIAL,
    chunk,
    exif,
    extended,
    gif,
    jpeg,
    lossless,
    lossy,
    png,
    riff,
    segment,
    xmp,
)

SIDES = st.integers(1, 6000)


@given(width=SIDES, height=SIDES)
def test_every_format_tells_its_size(width: int, height: int) -> None:
    files = {
        "a.jpg": jpeg(width, height, tags=HARMLESS),
        "a.jpeg": jpeg(width, height),
        "a.png": png(width, height),
        "a.gif": gif(width, height),
        "a.webp": riff(lossy(width, height)),
        "b.webp": riff(lossless(width, height)),
        "c.webp": riff(extended(width, height), lossy(1, 1), (b"EXIF", exif(HARMLESS))),
    }
    for name, data in files.items():
        assert examine_picture(data, name) == ((width, height), []), name


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_turned_photo_is_as_wide_as_it_is_shown(turn: int, order: str) -> None:
    size, problems = examine_picture(jpeg(30, 20, tags={0x0112: turn}, order=order), "a.jpg")
    assert size == ((20, 30) if turn > 4 else (30, 20))
    assert problems == []


PLACE, DEVICE, PERSON, MAKERS, MORE = "拍摄地点", "设备序列号", "拍摄者或物主", "相机厂家的记录", "附带的视频或照片"
VIDEO = b"\0\0\0\x18ftypmp42" + bytes(40)
PRIVATE: list[tuple[str, bytes, str]] = [
    *(("a.jpg", jpeg(tags=t, order=o), word) for o in "<>" for t, word in (
        (GPS, PLACE), (SERIAL, DEVICE), (OWNER, PERSON), (ARTIST, PERSON), (MAKER, MAKERS),
        ({0x8298: b"(c) Li\0"}, PERSON), ({0x013C: b"Li's phone\0"}, DEVICE), ({0x8769: {0xA435: b"99887766\0"}}, DEVICE),
        ({**HARMLESS, **GPS}, PLACE),
    )),
    ("a.jpg", jpeg(8, 5, segment(0xE1, b"Exif\0\0II*\0\xff\xff\0\0")), MAKERS),
    ("a.jpg", jpeg(8, 5, segment(0xE1, APP1_XMP + xmp('exif:GPSLatitude="22,32N"'))), PLACE),
    ("a.jpg", jpeg(8, 5, segment(0xE1, APP1_XMP + xmp('aux:SerialNumber="1"'))), DEVICE),
    ("a.jpg", jpeg(8, 5, segment(0xE1, APP1_XMP + xmp('aux:OwnerName="Li"'))), PERSON),
    ("a.jpg", jpeg(8, 5, segment(0xED, b"Photoshop 3.0\0" b"8BIM\4\4\0\0\0\0\0\7\x1c\x02\x50\0\2Li")), PERSON),
    ("a.jpg", jpeg(after=VIDEO), MORE),
    ("a.jpg", jpeg(after=jpeg(tags=GPS)), MORE),
    ("a.png", png(8, 5, chunk(b"eXIf", exif(GPS, ">"))), PLACE),
    ("a.png", png(8, 5, chunk(b"tEXt", b"Author\0Li")), PERSON),
    ("a.png", png(8, 5, chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"exif"))), MAKERS),
    ("a.png", png(8, 5, chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp('exif:GPSLongitude="1"'))), PLACE),
    ("a.png", png(8, 5, chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(xmp('exif:GPSLongitude="1"')))), PLACE),
    ("a.webp", riff(extended(8, 5), lossy(8, 5), (b"EXIF", exif(GPS))), PLACE),
    ("a.webp", riff(extended(8, 5), lossy(8, 5), (b"EXIF", b"Exif\0\0" + exif(SERIAL))), DEVICE),
    ("a.webp", riff(extended(8, 5), lossy(8, 5), (b"XMP ", xmp('dc:creator="Li"'))), PERSON),
    ("a.gif", gif(after=b"!\xff\x0bXMP DataXMP" + xmp('exif:GPSLatitude="22"')), PLACE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "word"), PRIVATE)
def test_what_tells_on_somebody_is_refused(name: str, data: bytes, word: str) -> None:
    _, problems = examine_picture(data, name)
    assert len(problems) == 1
    assert f"图片里藏着{word}，" in problems[0].message
    assert "Li" not in str(problems[0])
    assert "22" not in str(problems[0])


HARMLESS_FILES = [
    ("a.jpg", jpeg(tags=HARMLESS)),
    ("a.jpg", jpeg(tags={0x8825: {0: b"\2\3\0\0"}})),
    ("a.jpg", jpeg(8, 5, segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(300)), segment(0xFE, b"made by a program"))),
    ("a.jpg", jpeg(8, 5, segment(0xE1, APP1_XMP + xmp('xmp:CreatorTool="Editor"')))),
    ("a.jpg", jpeg(after=bytes(12))),
    ("a.png", png(8, 5, chunk(b"tEXt", b"Software\0Editor"), chunk(b"pHYs", bytes(9)))),
    ("a.gif", gif(after=b"!\xfe\x04note\0")),
]


@pytest.mark.parametrize(("name", "data"), HARMLESS_FILES)
def test_what_tells_on_nobody_is_let_through(name: str, data: bytes) -> None:
    assert examine_picture(data, name) == ((8, 5), [])


@pytest.mark.parametrize(
    ("name", "data"), [*HARMLESS_FILES, *((n, d) for n, d, _ in PRIVATE), ("a.webp", riff(lossless(8, 5)))]
)
def test_a_damaged_picture_is_a_problem_and_never_a_traceback(name: str, data: bytes) -> None:
    chance = random.Random(1)
    for cut in range(0, len(data), 3):
        size, problems = examine_picture(data[:cut], name)
        assert size or problems
    for _ in range(200):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(len(data))] = chance.randrange(256)
        size, problems = examine_picture(bytes(broken), name)
        assert size or problems


@given(
    data=st.binary(max_size=60),
    start=st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b""]),
)
def test_no_bytes_raise(data: bytes, start: bytes) -> None:
    for suffix in ("jpg", "png", "webp", "gif"):
        size, problems = examine_picture(start + data, f"a.{suffix}")
        assert size or problems


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.png", png(8000, 5001), "8000×5001"),
        ("a.jpg", jpeg(8000, 5001), "8000×5001"),
        ("a.png", png(2**31 - 1, 2**31 - 1), "最多 4000 万像素"),
        ("a.jpg", png(), "名称是 .jpg，内容却是 PNG"),
        ("a.jpeg", b"\0\0\0\x18ftypheic" + bytes(40), "内容却是 HEIC"),
        ("a.png", b"<svg/>", "不是 .png 图片"),
        ("a.png", b"", "不是 .png 图片"),
        ("a.png", png(0, 5), "不完整或已损坏"),
        ("a.jpg", jpeg()[:-2], "不完整或已损坏"),
        ("a.webp", riff((b"ALPH", b"x")), "不完整或已损坏"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused(name: str, data: bytes, words: str) -> None:
    assert [words in p.message for p in examine_picture(data, name)[1]] == [True]


def svg(inside: str = "", attributes: str = 'viewBox="0 0 8 5"') -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {attributes}>\n{inside}\n</svg>"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 1200 750"', (1200, 750)),
        ('width="30" height="20.4px" viewBox="0 0 1 1"', (30, 20)),
        ('width="100%" height="100%" viewBox="0,0,40 , 30"', (40, 30)),
        ('width="30" viewBox="0 0 40 30"', (40, 30)),
    ],
)
def test_a_drawing_tells_its_size(attributes: str, size: tuple[int, int]) -> None:
    assert examine_svg(svg("", attributes), "a.svg") == (size, [])


@pytest.mark.parametrize(
    "attributes", ["", 'viewBox="0 0 0 0"', 'viewBox="0 0 nan 5"', 'width="1e999" height="x"', 'viewBox="0 0 9"']
)
def test_a_drawing_without_a_size_is_refused(attributes: str) -> None:
    size, problems = examine_svg(svg("", attributes), "a.svg")
    assert size is None
    assert [p.message for p in problems] == ["看不出这张图的宽和高"]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="x.js"/>',
        "<g onclick='alert(1)'/>",
        "<g OnLoad='alert(1)'/>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>",
        "<a href='#x'><path d='M0 0'/></a>",
        "<use href='https://example.org/a.svg#x'/>",
        "<use xlink:href='//example.org/a.svg#x'/>",
        "<use href='other.svg#x'/>",
        "<use href='javascript:alert(1)'/>",
        "<use href=' &#106;avascript:alert(1)'/>",
        "<image href='data:image/png;base64,AA=='/>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='href' to='x'/>",
        "<rect fill='url(https://example.org/a.svg#x)'/>",
        "<rect fill=\"url( 'a.svg#x')\"/>",
        "<rect style='fill:u\\72l(a)'/>",
        "<style>@import 'a.css';</style>",
        "<style>@font-face{src:url(//example.org/a.woff)}</style>",
        "<style>rect{background:ur\\6c(a)}</style>",
        "<style><![CDATA[@import 'a.css';]]></style>",
        "<metadata>x</metadata>",
        "<g xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:export-filename='x'/>",
        "<iframe src='x'/>",
        "<handler>x</handler>",
        "<?xml-stylesheet href='a.css'?>",
    ],
)
def test_a_drawing_that_is_more_than_a_picture_is_refused_at_its_line(inside: str) -> None:
    _, problems = examine_svg(svg(f"<g>\n<path d='M0 0'/>{inside}</g>"), "a.svg")
    assert problems
    assert {p.line for p in problems} == {3}


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE svg [<!ENTITY a 'x'>]>" + svg("&a;"),
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'other.xml'>]>" + svg("&a;"),
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg(),
        "<!DOCTYPE x [" + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 20)) + "]>" + svg("&a19;"),
    ],
)
def test_a_doctype_is_refused_before_it_is_read(text: str) -> None:
    _, problems = examine_svg(text, "a.svg")
    assert ["DOCTYPE" in p.message for p in problems] == [True]


@pytest.mark.parametrize(
    "text",
    ["", "<", "<svg", "x", "<svg xmlns='http://www.w3.org/2000/svg'>", svg("&nbsp;"), svg("<g a='1' a='2'/>"), "\0"],
)
def test_a_broken_drawing_is_one_problem(text: str) -> None:
    _, problems = examine_svg(text, "a.svg")
    assert ["不是完整的 SVG" in p.message for p in problems] == [True]


@pytest.mark.parametrize(
    "text",
    ["<svg/>", "<html/>", "<svg xmlns='http://www.w3.org/1999/xhtml'/>", "<path xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_what_is_no_svg_is_refused(text: str) -> None:
    assert examine_svg(text, "a.svg")[1]


@pytest.mark.parametrize("file", sorted((TOWN / "images").glob("*.svg")), ids=lambda f: f.name)
def test_our_own_drawings_are_only_pictures(file: Path) -> None:
    size, problems = examine_svg(file.read_text("utf-8"), file.name)
    assert problems == []
    if file.stem in ("icon", "logo", "skyline"):  # the community's marks, each of its own shape
        assert size is not None
    else:
        assert size == (1200, 750)


@given(text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_drawing_raises(text: str) -> None:
    for whole in (text, svg(text), svg("", text)):
        size, problems = examine_svg(whole, "a.svg")
        assert size or problems


def test_pages_reserve_the_room_a_picture_needs(tmp_path: Path) -> None:
    """The lead picture and one in the body, each with its own size."""
    story = "news/2026/lantern.md"
    words = (EXAMPLE / story).read_text("utf-8").replace("image: images/tree.svg", "image: images/photo.jpg")
    content = change_site(tmp_path, {story: words, "images/photo.jpg": jpeg(300, 200, tags={0x0112: 6})})
    sources = read(content).sources
    assert sources
    site = make_site(sources, at(NOW))
    document = next(n for n in sources.news if n.slug == "lantern")
    only = (ImageFileView("/images/photo.jpg.200.webp", 200),), (ImageFileView("/images/photo.jpg", 200),)
    assert show_image(document.image, document.image_alt, site) == ImageView(
        "/images/photo.jpg", "插画：一棵云杉", 200, 300, *only
    )
    assert '<img width="40" height="40" loading="lazy" src="/images/tree.svg" alt="一棵云杉">' in show_body(
        document.body, site
    )


@pytest.mark.parametrize(("name", "data", "word"), [case for case in PRIVATE if case[0] != "a.gif"])
def test_a_stripped_picture_tells_on_nobody_and_looks_the_same(name: str, data: bytes, word: str) -> None:
    stripped = strip_picture(data)
    assert examine_picture(stripped, name) == (examine_picture(data, name)[0], [])
    assert strip_picture(stripped) == stripped
    plain = {"a.jpg": jpeg(), "a.png": png(), "a.webp": riff(extended(8, 5), lossy(8, 5))}[name]
    assert shown_parts(plain, name) == shown_parts(stripped, name)


def shown_parts(data: bytes, name: str) -> list[bytes]:
    """What a decoder makes pixels of."""
    if name == "a.jpg":
        return [data[a:b] for m, a, b in parts_of_jpeg(data) if m not in range(0xE0, 0xF0)]
    if name == "a.png":
        return [data[a:b] for k, a, b in parts_of_png(data) if k[:1].isupper()]
    return [data[a:b] for k, a, b in parts_of_webp(data) if k in (b"VP8 ", b"VP8L")]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_stripped_picture_stays_turned(turn: int, order: str) -> None:
    tags = {**GPS, 0x0112: turn}
    photo = {
        "a.jpg": jpeg(30, 20, tags=tags, order=order),
        "a.png": png(30, 20, chunk(b"eXIf", exif(tags, order))),
        "a.webp": riff(extended(30, 20), lossy(30, 20), (b"EXIF", exif(tags, order))),
    }
    for name, data in photo.items():
        assert read_picture(strip_picture(data)).orientation == turn, name
        assert examine_picture(strip_picture(data), name) == ((20, 30) if turn > 4 else (30, 20), [])


def test_a_colour_profile_stays() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(300))
    assert profile in strip_picture(jpeg(8, 5, profile, tags=GPS))
    assert b"MPF" not in strip_picture(jpeg(8, 5, segment(0xE2, b"MPF\0" + bytes(30)), tags=GPS))


def test_strip_writes_what_it_took_out_of_and_leaves_the_rest(tmp_path: Path) -> None:
    photo, clean, broken = (tmp_path / name for name in ("photo.jpg", "clean.png", "broken.jpg"))
    photo.write_bytes(jpeg(tags=GPS, after=VIDEO))
    clean.write_bytes(png())
    broken.write_bytes(jpeg()[:-2])
    done = CliRunner().invoke(main, ["strip", str(photo), str(clean), str(broken)])
    assert done.exit_code == 1
    assert "broken.jpg: 不是完整的" in done.output
    assert "clean.png: 里面没有藏着什么" in done.output
    assert photo.read_bytes() == jpeg(tags=None).replace(b"\xff\xff\xc2", b"\xff\xc2")
    assert (clean.read_bytes(), broken.read_bytes()) == (png(), jpeg()[:-2])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.jpg", "clean.png", "photo.jpg"]
