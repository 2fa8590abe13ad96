"""What a picture's bytes say: how large it is, and who took it where; hides JPEG, PNG, WebP, GIF and Exif."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from struct import unpack_from

from plugins.media.drawings import Size
from plugins.private import find_private
from plugins.problems import Problem

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
MAX_PIXELS = 40_000_000
_MOST_SCANS = 100
"""Of a JPEG: encoders write up to a dozen, and a few bytes of each of many thousands would be minutes of work."""
_MOST_WORDS = 1_000_000
"""Bytes beside a picture."""
_PLACE, _DEVICE, _PERSON, _MAKER, _MORE = "拍摄地点", "设备序列号", "拍摄者或物主", "相机厂家的记录", "附带的视频或照片"
_TAGS = {
    0x013B: _PERSON,  # Artist
    0x013C: _DEVICE,  # HostComputer
    0x8298: _PERSON,  # Copyright
    0x9C9D: _PERSON,  # XPAuthor
    0x927C: _MAKER,  # MakerNote, which holds serial numbers in forms of its own
    0xA430: _PERSON,  # CameraOwnerName
    0xA431: _DEVICE,  # BodySerialNumber
    0xA435: _DEVICE,  # LensSerialNumber
}
"""Exif 3.0, 4.6.4 to 4.6.6, and Microsoft's XPAuthor."""
_EXIF_IFD, _GPS_IFD, _ORIENTATION = 0x8769, 0x8825, 0x0112
_GPS_VERSION = 0
_WORDS = {
    _PLACE: re.compile(rb"GPSL|photoshop:City|Iptc4xmp\w{1,30}:(?:Location|CountryCode)"),
    _DEVICE: re.compile(rb"SerialNumber"),
    _PERSON: re.compile(rb"OwnerName|dc:creator|PersonInImage|CreatorContactInfo|photoshop:Credit|tiff:Artist"),
}
"""Names of XMP properties."""
_IPTC = {0x50: _PERSON, 0x55: _PERSON, 0x5A: _PLACE, 0x5C: _PLACE, 0x5F: _PLACE, 0x65: _PLACE, 0x6E: _PERSON}
"""Datasets of IPTC-IIM record 2: by-line and its title, city, sublocation, state, country, credit."""
_PNG_WORDS = {b"Author": _PERSON, b"Copyright": _PERSON}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SCAN, _END = 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TELLING = _FRAMES | {*range(0xE1, 0xF0), 0xFE}
"""Segments of a JPEG that say something; the rest is the picture itself."""
_TELLING_CHUNKS = frozenset({b"IHDR", b"acTL", b"eXIf", b"tEXt", b"zTXt", b"iTXt"})
"""The same of a PNG."""
_SILENT_CHUNKS = frozenset(
    b"PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT tIME cICP mDCV cLLI fcTL fdAT".split()
)
"""Those that draw; what else stands in one is a program's own, and may be words."""
_SILENT_IN_WEBP = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(slots=True)
class Picture:
    """What was found on the way through a file."""

    size: Size = (0, 0)
    orientation: int = 1
    private: set[str] = field(default_factory=set)
    frames: int = 1
    """More than one where it moves."""
    scans: int = 0
    """How often a decoder would have to pass over a JPEG."""
    spoken: list[bytes] = field(default_factory=list)
    """What stands beside the picture, as bytes."""

    @property
    def said(self) -> str:
        """The words beside the picture."""
        return "\n\n".join(map(read_loose, self.spoken))


def read_loose(data: bytes) -> str:
    """The words of bytes whose form is nobody's standard, read one and two bytes at a time."""
    found = (data.decode("utf-8", "ignore"), data.decode("utf-16-le", "ignore"), data[1:].decode("utf-16-le", "ignore"))
    # A zero ends a word here, and is filler in the eyes of those who look for numbers.
    return "\n\n".join(found).replace("\0", "\1")


class DamagedError(Exception):
    """Raised where a file's bytes are no whole picture."""


def examine_picture(data: bytes, path: str) -> tuple[Size | None, list[Problem]]:
    """The size a picture is shown in, and what is wrong with it; no pixel is unpacked."""
    place = (path, 1, 1, "", "")
    suffix = path.rpartition(".")[2].lower().replace("jpeg", "jpg")
    kind = kind_of(data)
    if kind != suffix:
        message = f"名称是 .{suffix}，内容却是 {kind.upper()}" if kind else f"不是 .{suffix} 图片"
        return None, [Problem(*place, message, "用看图程序打开，另存为 .jpg 或 .png")]
    try:
        picture = read_picture(data)
    except DamagedError:
        return None, [tell_damage(path)]
    return _judge_picture(picture, place)


def tell_damage(path: str) -> Problem:
    """The problem of a picture whose bytes are no whole picture."""
    return Problem(path, 1, 1, "", "", "图片不完整或已损坏", "找到原图，重新放进来")


def read_picture(data: bytes) -> Picture:
    """What the headers of a picture say; raises DamagedError."""
    picture = Picture()
    try:
        _READERS[kind_of(data)](data, picture)
    except (struct.error, IndexError, KeyError, zlib.error) as error:
        raise DamagedError from error
    if not all(picture.size):
        raise DamagedError
    return picture


def kind_of(data: bytes) -> str:
    """The ending a picture's bytes deserve; empty for what is none."""
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "avif" if data[8:12] == b"avif" else "heic"
    return next((kind for kind, mark in _MARKS.items() if mark.match(data)), "")


def _judge_picture(picture: Picture, place: tuple[str, int, int, str, str]) -> tuple[Size | None, list[Problem]]:
    width, height = picture.size
    problems = []
    if width * height > MAX_PIXELS:
        message = f"图片太大，有 {width}×{height} 像素，最多 {MAX_PIXELS // 10_000} 万像素"
        problems.append(Problem(*place, message, "缩小到 2400 像素宽再放进来"))
    if picture.frames > 1:
        message = "会动的图片，看的人没有办法让它停下来"
        problems.append(Problem(*place, message, "截一张不动的，另存为 .jpg 或 .png"))
    if picture.scans > _MOST_SCANS:
        problems.append(Problem(*place, "图片的存法不寻常，有的手机打不开", "用看图程序打开，另存为 .jpg"))
    if picture.private:
        message = f"图片里藏着{'、'.join(sorted(picture.private))}，放到网上谁都读得到"
        fix = "先去掉再放进来：运行 kangle strip 这个文件，或在 Windows 里右键 → 属性 → 详细信息 → 删除属性和个人信息"
        problems.append(Problem(*place, message, fix))
    told = dict.fromkeys(private.message for private in find_private(picture.said))
    problems += [
        Problem(*place[:4], "图片里的说明", what, "去掉它：运行 kangle strip 这个文件，或用看图程序另存一份")
        for what in told
    ]
    # From 5 on a browser turns the picture by a quarter: the sides change places.
    return ((height, width) if picture.orientation > 4 else (width, height)), problems


def _read_jpeg(data: bytes, picture: Picture) -> None:
    end = 0
    for marker, start, end in parts_of_jpeg(data):
        picture.scans += marker == _SCAN
        if marker in _TELLING:  # the scan is most of the file, and a slice is a copy
            _read_segment(marker, data[start + 4 : end], picture)
    _read_behind(data[end:], picture)


def _read_behind(rest: bytes, picture: Picture) -> None:
    """Phones put the film of a "live photo", or a second picture, behind the end of the first; others put words there."""
    if re.search(rb"ftyp|Exif\0\0", rest) or len(rest) > _MOST_WORDS:
        picture.private.add(_MORE)
    elif rest:
        picture.spoken.append(rest)


def parts_of_jpeg(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each segment's marker, start and end, a scan with its data, up to the end of the image."""
    at, marker = 2, 0
    while marker != _END:
        if data[at] != 0xFF:
            raise IndexError
        start, marker = at, data[at + 1]
        if marker == 0xFF:
            # Any number of fill bytes may stand before a marker.
            at += 1
            continue
        at += 2
        if marker != _END and marker not in _ALONE:
            at += unpack_from(">H", data, at)[0]
            if marker == _SCAN:
                # A scan does not say how long it is: it goes on to the next marker that is neither stuffed nor a restart.
                found = _NEXT_MARKER.search(data, at)
                at = found.start() if found else len(data)
        yield marker, start, at


def _read_segment(marker: int, segment: bytes, picture: Picture) -> None:
    if marker in _FRAMES:
        height, width = unpack_from(">HH", segment, 1)
        picture.size = (width, height)
        return
    if not segment.startswith((b"ICC_PROFILE", b"Adobe")):
        picture.spoken.append(segment)
    if marker == 0xE1 and segment.startswith(b"Exif\0\0"):
        _read_exif(segment[6:], picture)
    elif marker == 0xE1:
        _search(segment, picture)
    elif marker == 0xED:
        picture.private |= {_IPTC[m[1][0]] for m in re.finditer(rb"\x1c\x02(.)", segment, re.S) if m[1][0] in _IPTC}


def _read_exif(tiff: bytes, picture: Picture) -> None:
    """TIFF 6.0: directories of 12-byte entries; what cannot be read may say anything."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return
    try:
        (first,) = unpack_from(order + "I", tiff, 4)
        tags = _read_directory(tiff, order, first)
        for pointer in (_EXIF_IFD, _GPS_IFD):
            if pointer in tags:
                inner = _read_directory(tiff, order, tags[pointer])
                # Many cameras write the version of their GPS tags and nothing more.
                if pointer == _GPS_IFD and inner.keys() - {_GPS_VERSION}:
                    picture.private.add(_PLACE)
                tags = {**tags, **inner} if pointer == _EXIF_IFD else tags
    except struct.error:
        # A directory that leads outside its block is how some cameras write notes of their own.
        picture.private.add(_MAKER)
        return
    picture.private |= {_TAGS[tag] for tag in tags if tag in _TAGS}
    value = tags.get(_ORIENTATION, 1)
    # A value of two bytes stands at the front of a field of four.
    value = value >> 16 if order == ">" else value & 0xFFFF
    picture.orientation = value if value in range(1, 9) else 1


def _read_directory(tiff: bytes, order: str, offset: int) -> dict[int, int]:
    """The tags of one directory with their four bytes of value or offset; a count of none is no tag."""
    (count,) = unpack_from(order + "H", tiff, offset)
    entries = (unpack_from(order + "HHII", tiff, offset + 2 + 12 * n) for n in range(count))
    return {tag: value for tag, _, number, value in entries if number}


def _search(xmp: bytes, picture: Picture) -> None:
    picture.private |= {name for name, words in _WORDS.items() if words.search(xmp)}


def _read_png(data: bytes, picture: Picture) -> None:
    end = 0
    for kind, start, end in parts_of_png(data):
        if kind in _SILENT_CHUNKS:
            continue
        chunk = data[start + 8 : end - 4]
        if kind not in _TELLING_CHUNKS:
            picture.spoken.append(chunk[:_MOST_WORDS])
            continue
        if kind == b"IHDR":
            picture.size = unpack_from(">II", chunk)
        elif kind == b"acTL":
            picture.frames = unpack_from(">I", chunk)[0]
        elif kind == b"eXIf":
            picture.spoken.append(chunk)
            _read_exif(chunk, picture)
        else:
            _read_png_text(kind, chunk, picture)
    _read_behind(data[end:], picture)


def parts_of_png(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each chunk's name, start and end, up to the end of the image."""
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = unpack_from(">I4s", data, at)
        yield kind, at, at + 12 + length
        at += 12 + length


def _read_png_text(kind: bytes, chunk: bytes, picture: Picture) -> None:
    keyword, _, rest = chunk.partition(b"\0")
    packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    words = rest[2:].split(b"\0", 2)[-1] if kind == b"iTXt" else rest[1:] if kind == b"zTXt" else rest
    if packed:
        # No more than a million bytes: a few packed ones can unfold into gigabytes.
        unfolding = zlib.decompressobj()
        words = unfolding.decompress(words, _MOST_WORDS)
        if unfolding.unconsumed_tail:
            picture.private.add(_MAKER)
    # Latin-1 in tEXt, UTF-8 in iTXt; digits are the same in both.
    picture.spoken += [keyword, words]
    if keyword in _PNG_WORDS:
        picture.private.add(_PNG_WORDS[keyword])
    elif keyword.startswith(b"Raw profile type"):
        # ImageMagick keeps Exif, XMP and IPTC here as hexadecimal.
        picture.private.add(_MAKER)
    elif keyword == b"XML:com.adobe.xmp":
        _search(words, picture)


def _read_webp(data: bytes, picture: Picture) -> None:
    for kind, start, end in parts_of_webp(data):
        whole = kind not in _SILENT_IN_WEBP
        picture.frames += kind == b"ANMF"
        if whole:
            picture.spoken.append(data[start + 8 : min(end, start + 8 + _MOST_WORDS)])
        _read_webp_chunk(kind, data[start + 8 : end if whole else min(end, start + 18)], picture)


def _read_webp_chunk(kind: bytes, chunk: bytes, picture: Picture) -> None:
    if kind == b"VP8X":
        if len(chunk) < 10:
            raise IndexError
        # The extended header stores one less than each side, in three bytes.
        picture.size = (int.from_bytes(chunk[4:7], "little") + 1, int.from_bytes(chunk[7:10], "little") + 1)
    elif kind == b"VP8 " and picture.size == (0, 0):
        wide, tall = unpack_from("<HH", chunk, 6)
        picture.size = (wide & 0x3FFF, tall & 0x3FFF)
    elif kind == b"VP8L" and picture.size == (0, 0):
        (bits,) = unpack_from("<I", chunk, 1)
        picture.size = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    elif kind == b"EXIF":
        # The format has none, but some programs write JPEG's prefix all the same.
        _read_exif(chunk.removeprefix(b"Exif\0\0"), picture)
    elif kind == b"XMP ":
        _search(chunk, picture)


def parts_of_webp(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each chunk's name, start and end; one byte more where its length is odd."""
    whole = min(len(data), 8 + unpack_from("<I", data, 4)[0])
    at = 12
    while at + 8 <= whole:
        kind, length = unpack_from("<4sI", data, at)
        yield kind, at, at + 8 + length
        at += 8 + length + length % 2


def _read_gif(data: bytes, picture: Picture) -> None:
    picture.size = unpack_from("<HH", data, 6)
    picture.frames = _count_frames(data)
    start = data.find(b"XMP DataXMP")
    if start >= 0:
        _search(data[start:], picture)
        picture.spoken.append(data[start:])
    for comment in re.finditer(rb"\x21\xfe(?=[\x01-\xff])", data):
        picture.spoken.append(_read_blocks(data, comment.end()))
    _read_behind(data[data.rfind(b"\x3b") + 1 :], picture)


def _count_frames(data: bytes) -> int:
    """GIF89a, 19 to 23: extensions and images follow each other up to a semicolon; what is cut off ends there."""
    at, frames = 13 + _palette_size(data[10]), 0
    with suppress(IndexError):
        while data[at] in b"!,":
            if data[at] == 0x2C:
                frames += 1
                at += 11 + _palette_size(data[at + 9])
            else:
                at += 2
            while data[at]:
                at += 1 + data[at]
            at += 1
    return frames


def _palette_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _read_blocks(data: bytes, at: int) -> bytes:
    """GIF parts words into blocks of 255 bytes, each with its length in front; an empty one ends them."""
    blocks = []
    while at < len(data) and data[at]:
        blocks.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(blocks)


_MARKS = {
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "webp": re.compile(rb"RIFF....WEBP", re.S),
    "gif": re.compile(rb"GIF8[79]a"),
}
_READERS: dict[str, Callable[[bytes, Picture], None]] = {
    "jpg": _read_jpeg,
    "png": _read_png,
    "webp": _read_webp,
    "gif": _read_gif,
}
