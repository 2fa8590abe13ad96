"""Pictures of every shape that phones and programs write, by the pixels of what a site sends of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from plugins.commands.check import inspect
from plugins.media import DamagedError, Version, examine_picture, list_versions, look_through, make_versions
from plugins.text import parse_source
from tests.conftest import NOW, at
from tests.incremental.project import make_project
from tests.pictures import HARMLESS, chunk, exif, segment

RED, GREEN, BLUE, WHITE = (220, 30, 40), (30, 180, 60), (40, 60, 200), (255, 255, 255)
CORNERS = (RED, GREEN, BLUE, WHITE)
"""Top left, top right, bottom left, bottom right."""


def draw(mode: str = "RGB", size: tuple[int, int] = (2000, 1000)) -> Image.Image:
    """A picture with a colour in each corner."""
    image = Image.new("RGB", (2, 2))
    image.putdata(CORNERS)
    return image.resize(size, Image.Resampling.NEAREST).convert(mode)


def save(image: Image.Image, format: str, **options: object) -> bytes:
    sent = BytesIO()
    image.save(sent, format, **options)
    return sent.getvalue()


def develop(data: bytes, name: str) -> dict[str, tuple[Version, Image.Image]]:
    """Every file of a picture, as a reader sees it."""
    size, problems = examine_picture(data, name)
    assert problems == []
    assert size is not None
    versions = list_versions(name, size)
    assert versions is not None
    found = {}
    for version, sent in make_versions(data, versions.all()):
        image = Image.open(BytesIO(sent))
        image.load()
        assert image.size == (version.width, version.height), version
        assert image.format == {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}[version.format]
        assert not image.getexif(), version
        assert not {"icc_profile", "exif", "xmp", "comment", "photoshop"} & image.info.keys(), version
        found[version.file] = (version, image)
    assert set(found) == {v.file for v in versions.all()}
    return found


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    seen, (width, height) = image.convert("RGBA"), image.size
    points = [(x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [seen.getpixel(point) for point in points]  # type: ignore[misc]


def near(seen: tuple[int, ...], meant: tuple[int, ...], most: int = 14) -> bool:
    return all(abs(a - b) <= most for a, b in zip(seen, meant, strict=False))


def assert_corners(data: bytes, name: str, meant: tuple[tuple[int, ...], ...] = CORNERS, most: int = 14) -> None:
    for file, (_, image) in develop(data, name).items():
        for seen, colour in zip(corners(image), meant, strict=True):
            assert near(seen, colour, most), f"{file}: {seen}, not {colour}"


TURNED = {  # Exif 3.0, 4.6.5: which corner stands where, before the picture is turned
    1: (0, 1, 2, 3), 2: (1, 0, 3, 2), 3: (3, 2, 1, 0), 4: (2, 3, 0, 1),
    5: (0, 2, 1, 3), 6: (2, 0, 3, 1), 7: (3, 1, 2, 0), 8: (1, 3, 0, 2),
}  # fmt: skip


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_stands_upright(turn: int) -> None:
    data = save(draw(), "JPEG", exif=b"Exif\0\0" + exif({0x0112: turn}))
    assert_corners(data, "a.jpg", tuple(CORNERS[i] for i in TURNED[turn]))


def swapped_profile() -> bytes:
    """A profile of a screen on which red is blue and blue is red, under a name of its own."""
    whole = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return whole.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


@pytest.mark.parametrize(("name", "format"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_colours_are_what_the_profile_says(name: str, format: str) -> None:
    data = save(draw(), format, icc_profile=swapped_profile())
    swapped = tuple(colour[::-1] for colour in CORNERS)
    assert_corners(data, name, swapped, most=24)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert_corners(save(draw(), format, icc_profile=srgb), name)
    # One that cannot be read says nothing.
    assert_corners(save(draw(), format, icc_profile=b"noise" * 40), name)


def cmyk() -> bytes:
    return save(draw("CMYK"), "JPEG", quality=95)


def see_through(mode: str = "RGBA") -> Image.Image:
    image = draw(mode)
    image.paste((0, 0, 0, 0) if mode == "RGBA" else (0, 0), (1000, 500, 2000, 1000))
    return image


def deep() -> bytes:
    """A grey picture of 16 bits: 20 %, 40 %, 60 %, 100 %."""
    image = Image.new("I;16", (200, 100))
    for x in range(200):
        for y in range(100):
            image.putpixel((x, y), (13107, 26214, 39321, 65535)[x // 100 + y // 50 * 2])
    return save(image, "PNG")


SHAPES: dict[str, tuple[str, Callable[[], bytes], tuple[tuple[int, ...], ...]]] = {
    "CMYK, as a printer's": ("a.jpg", cmyk, CORNERS),
    "progressive": ("a.jpg", lambda: save(draw(), "JPEG", progressive=True), CORNERS),
    "grey JPEG": ("a.jpg", lambda: save(draw("L"), "JPEG"), tuple((g, g, g) for g in (88, 121, 70, 255))),
    "16 bits": ("a.png", deep, tuple((g, g, g) for g in (51, 102, 153, 255))),
    "palette": ("a.png", lambda: save(draw("P"), "PNG"), CORNERS),
    "black and white": ("a.png", lambda: save(draw("L").point(lambda v: 255 * (v > 100)).convert("1"), "PNG"), ((0, 0, 0), WHITE, (0, 0, 0), WHITE)),
    "with alpha": ("a.png", lambda: save(see_through(), "PNG"), (RED, GREEN, BLUE)),
    "grey with alpha": ("a.png", lambda: save(see_through("LA"), "PNG"), tuple((g, g, g) for g in (88, 121, 70))),
    "palette with alpha": ("a.png", lambda: save(see_through().quantize(16), "PNG"), (RED, GREEN, BLUE)),
    "one colour for nothing": ("a.png", lambda: save(draw(), "PNG", transparency=WHITE), (RED, GREEN, BLUE)),
    "WebP with alpha": ("a.webp", lambda: save(see_through(), "WEBP", quality=90), (RED, GREEN, BLUE)),
    "WebP without loss": ("a.webp", lambda: save(draw(), "WEBP", lossless=True), CORNERS),
    "GIF with alpha": ("a.gif", lambda: save(see_through(), "GIF"), (RED, GREEN, BLUE)),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_file_looks_as_it_did(shape: str) -> None:
    name, make, meant = SHAPES[shape]
    for file, (version, image) in develop(make(), name).items():
        seen = corners(image)
        for one, colour in zip(seen, meant, strict=False):
            assert near(one, colour, 30 if shape in ("CMYK, as a printer's", "palette") else 14), (
                f"{file}: {one}, not {colour}"
            )
            assert one[3] == 255, file
        if len(meant) < 4 and version.format != "jpg":
            assert seen[3][3] == 0, file
        elif len(meant) < 4:
            assert near(seen[3], WHITE), file


def test_a_phone_loads_little_of_a_large_photo() -> None:
    chosen = random.Random(7)
    grain = Image.frombytes("RGB", (1300, 975), chosen.randbytes(1300 * 975 * 3)).resize((4032, 3024))
    data = save(Image.blend(draw("RGB", (4032, 3024)), grain, 0.6), "JPEG", quality=96)
    assert len(data) > 5_000_000
    versions = list_versions("a.jpg", (4032, 3024))
    assert versions is not None
    weights = {v.file: len(sent) for v, sent in make_versions(data, versions.all())}
    assert weights["a.jpg.720.webp"] < 60_000
    assert weights["a.jpg.360.webp"] < 30_000
    assert weights["a.jpg"] < 600_000
    assert [v.width for v in versions.webp] == [360, 720]
    assert [v.width for v in versions.plain] == [360, 720, 1080, 1600]
    assert versions.are_webp_for_phones


def test_a_wide_screen_gets_webp_only_where_it_has_pixels_enough() -> None:
    offered = {}
    for name, width in (("a.jpg", 4032), ("a.jpg", 700), ("a.png", 4032), ("a.png", 900), ("a.webp", 900)):
        versions = list_versions(name, (width, width // 2))
        assert versions is not None
        offered[name, width] = [v.width for v in versions.webp], versions.are_webp_for_phones
    assert offered == {
        ("a.jpg", 4032): ([360, 720], True),
        ("a.jpg", 700): ([360, 700], False),
        ("a.png", 4032): ([360, 720, 1080], False),
        ("a.png", 900): ([360, 720, 900], False),
        ("a.webp", 900): ([360, 720], True),
    }


def test_the_same_bytes_make_the_same_versions() -> None:
    data = save(draw(), "JPEG", exif=b"Exif\0\0" + exif({0x0112: 6}))
    versions = list_versions("a.jpg", (1000, 2000))
    assert versions is not None
    assert [*make_versions(data, versions.all())] == [*make_versions(data, versions.all())]


def test_a_small_picture_is_not_made_larger() -> None:
    found = develop(save(draw("RGB", (300, 200)), "PNG"), "a.png")
    assert sorted(found) == ["a.png", "a.png.300.webp"]
    # Few colours, and none in between: what is to be scanned or read stays sharp.
    assert len(found["a.png.300.webp"][1].convert("RGB").getcolors() or ()) == 4
    assert list_versions("a.svg", (300, 200)) is None


def moving(format: str) -> bytes:
    frames = [draw("RGB", (40, 30)), draw("RGB", (40, 30)).rotate(180)]
    return save(frames[0], format, save_all=True, append_images=frames[1:])


@pytest.mark.parametrize(("name", "format"), [("a.gif", "GIF"), ("a.webp", "WEBP"), ("a.png", "PNG")])
def test_what_moves_is_refused(name: str, format: str) -> None:
    _, problems = examine_picture(moving(format), name)
    assert [p.message for p in problems] == ["会动的图片，看的人没有办法让它停下来"]
    assert examine_picture(save(draw("RGB", (40, 30)), format), name)[1] == []


def damaged() -> Iterator[tuple[str, bytes]]:
    photo, drawing = save(draw(), "JPEG"), save(draw("RGB", (300, 200)), "PNG")
    yield "a.jpg", photo[: len(photo) // 2]
    at = drawing.index(b"IDAT") + 30
    yield "a.png", drawing[:at] + bytes(20) + drawing[at + 20 :]
    webp = save(draw("RGB", (300, 200)), "WEBP")
    yield "a.webp", webp[: len(webp) // 2]
    gif = save(draw("RGB", (300, 200)), "GIF")
    yield "a.gif", gif[: len(gif) // 2]
    # Two headers that do not agree: which is true, a decoder alone knows.
    yield "a.png", drawing[:33] + chunk(b"IHDR", drawing[20:24] + drawing[16:20] + drawing[24:29]) + drawing[33:]


@pytest.mark.parametrize(("name", "data"), [*damaged()])
def test_a_picture_that_breaks_off_is_told_of_by_name(name: str, data: bytes) -> None:
    with pytest.raises(DamagedError):
        look_through(data)
    problems = parse_source(data, f"images/{name}", pixels=True).problems
    assert [str(p) for p in problems] == [f"images/{name}:1:1: 图片不完整或已损坏 → 找到原图，重新放进来"]


def test_what_would_take_hours_is_refused_before_it_is_unpacked() -> None:
    photo = save(draw("RGB", (40, 30)), "JPEG", progressive=True)
    at = photo.index(b"\xff\xda")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12"
    _, problems = examine_picture(photo[:at] + scan * 200 + photo[at:], "a.jpg")
    assert [p.message for p in problems] == ["图片的存法不寻常，有的手机打不开"]
    wide = save(Image.new("1", (8000, 6000)), "PNG")
    _, problems = examine_picture(wide, "a.png")
    assert [p.message.partition("，")[0] for p in problems] == ["图片太大"]
    with pytest.raises(DamagedError):
        look_through(wide)


def test_apple_photos_are_refused_by_name(tmp_path: Path) -> None:
    heic = b"\0\0\0\x18ftypheic" + bytes(40)
    assert "内容却是 HEIC" in examine_picture(heic, "a.jpg")[1][0].message


def test_a_build_sends_what_fits_and_never_the_original(tmp_path: Path) -> None:
    """A photo in a head and in a body: made once, carried over, made anew when it is another, told of when it is damaged."""
    project = make_project(tmp_path)
    story, photo = "content/news/2026/lantern.md", project.folder / "content/images/photo.jpg"
    original = save(draw(), "JPEG", exif=b"Exif\0\0" + exif({**HARMLESS, 0x0112: 6}), comment=b"made at home")
    photo.write_bytes(original)
    project.edit(story, "image: images/tree.svg", "image: images/photo.jpg")
    project.append(story, "\n![看灯](/images/photo.jpg)\n")
    built = project.build()
    assert built.status == 0, built.said
    first = {file.name: file.stat().st_ino for file in sorted((project.output / "images").glob("photo*"))}
    assert list(first) == [f"photo.jpg{e}" for e in ("", ".360.jpg", ".360.webp", ".720.jpg", ".720.webp")]
    for name in first:
        data = (project.output / "images" / name).read_bytes()
        assert data != original
        assert b"Phone 12" not in data, name
        assert b"made at home" not in data, name
    page = (project.output / "news/2026/lantern/index.html").read_text("utf-8")
    assert page.count("/images/photo.jpg.360.webp 360w, ") == page.count("<picture>") == 2
    assert page.count('width="800" height="1600"') == 2
    project.append("content/pages/about.md", "\n又一行。\n")
    assert project.build().status == 0
    assert {file.name: file.stat().st_ino for file in sorted((project.output / "images").glob("photo*"))} == first
    photo.write_bytes(save(draw().transpose(Image.Transpose.ROTATE_90), "JPEG"))
    assert project.build().status == 0
    assert all((project.output / "images" / name).stat().st_ino != inode for name, inode in first.items())
    cut = next(data for name, data in damaged() if name == "a.png")
    (project.folder / "content/images/cut.png").write_bytes(cut)
    project.append(story, "\n![剪坏的](/images/cut.png)\n")
    refused = project.build()
    line = "content/images/cut.png:1:1: 图片不完整或已损坏 → 找到原图，重新放进来"
    assert (refused.status, refused.said.splitlines()[0]) == (1, line)
    assert [f"content/{p}" for p in inspect(project.folder / "content", at(NOW)).errors] == [line]
