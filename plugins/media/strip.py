"""Pictures without what tells on somebody; hides which parts of a file make up the picture."""

from __future__ import annotations

import zlib
from struct import pack

from plugins.media.pictures import DamagedError, kind_of, parts_of_jpeg, parts_of_png, parts_of_webp, read_picture

_JPEG_LEFT_OUT = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xEE}
"""Application segments and comments but JFIF's and Adobe's, which say how colours are coded; a colour profile stays too."""
_PNG_KEPT = frozenset(
    {b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT"}
)
_WEBP_LEFT_OUT = frozenset({b"EXIF", b"XMP "})


def strip_picture(data: bytes) -> bytes:
    """The same picture, turned the same way, with nothing beside it; raises DamagedError for what it cannot read or is no such picture."""
    picture = read_picture(data)
    exif = _turned(picture.orientation) if picture.orientation > 1 else b""
    match kind_of(data):
        case "jpg":
            return _strip_jpeg(data, exif)
        case "png":
            return _strip_png(data, exif)
        case "webp":
            return _strip_webp(data, exif)
    raise DamagedError


def _turned(orientation: int) -> bytes:
    """The shortest Exif that still says which way up a picture is: one directory with one tag."""
    return pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _strip_jpeg(data: bytes, exif: bytes) -> bytes:
    kept: list[bytes] = []
    head = b"\xff\xd8"
    own = b"\xff\xe1" + pack(">H", len(exif) + 8) + b"Exif\0\0" + exif if exif else b""
    for marker, start, end in parts_of_jpeg(data):
        # JFIF wants its segment to be the first of all.
        if marker == 0xE0 and not kept:
            head += data[start:end]
        elif marker not in _JPEG_LEFT_OUT or data[start + 4 : end].startswith(b"ICC_PROFILE\0"):
            kept.append(data[start:end])
    return b"".join((head, own, *kept))


def _strip_png(data: bytes, exif: bytes) -> bytes:
    own = pack(">I", len(exif)) + b"eXIf" + exif + pack(">I", zlib.crc32(b"eXIf" + exif)) if exif else b""
    kept = []
    for kind, start, end in parts_of_png(data):
        # A chunk whose name begins with a capital is one that nothing is shown without.
        if kind[:1].isupper() or kind in _PNG_KEPT:
            kept.append(data[start:end])
        if kind == b"IHDR":
            kept.append(own)
    return data[:8] + b"".join(kept)


def _strip_webp(data: bytes, exif: bytes) -> bytes:
    kept = []
    for kind, start, end in parts_of_webp(data):
        chunk = data[start:end]
        if kind == b"VP8X":
            # Its flags say whether Exif (8) and XMP (4) come later.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C | (0x08 if exif else 0)]) + chunk[9:]
        if kind not in _WEBP_LEFT_OUT:
            kept.append(chunk + b"\0" * (len(chunk) % 2))
    if exif:
        kept.append(b"EXIF" + pack("<I", len(exif)) + exif)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + pack("<I", len(body)) + body
