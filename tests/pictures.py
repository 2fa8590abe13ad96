"""Small pictures byte by byte, with and without what a picture may not carry."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from struct import pack

from PIL import Image

Tags = Mapping[int, bytes | int | Mapping[int, bytes | int]]
GPS = {0x8825: {0: b"\2\3\0\0", 1: b"N\0", 2: b"22.5", 3: b"E\0", 4: b"114"}}
SERIAL = {0x8769: {0xA431: b"0012345\0"}}
OWNER = {0x8769: {0xA430: b"Li\0"}}
ARTIST = {0x013B: b"Li\0"}
MAKER = {0x8769: {0x927C: b"\0\1\2\3"}}
HARMLESS = {0x0110: b"Phone 12\0", 0x0132: b"2026:11:23 09:30:00\0", 0x8769: {0x829A: b"\1\0\0\0\x64\0\0\0"}}


def exif(tags: Tags, order: str = "<") -> bytes:
    """A TIFF block; what fits into four bytes stands in its entry (TIFF 6.0, 2)."""
    head = (b"II" if order == "<" else b"MM") + pack(order + "HI", 42, 8)
    return head + _directory(tags, order, 8)


def _directory(tags: Tags, order: str, at: int) -> bytes:
    rows, behind = b"", b""
    end = at + 2 + 12 * len(tags) + 4
    for tag, value in sorted(tags.items()):
        if isinstance(value, int):
            rows += pack(order + "HHIHH", tag, 3, 1, value, 0)
        elif isinstance(value, bytes) and len(value) <= 4:
            rows += pack(order + "HHI", tag, 2, len(value)) + value.ljust(4, b"\0")
        elif isinstance(value, bytes):
            rows += pack(order + "HHII", tag, 2, len(value), end + len(behind))
            behind += value
        else:
            rows += pack(order + "HHII", tag, 4, 1, end + len(behind))
            behind += _directory(value, order, end + len(behind))
    return pack(order + "H", len(tags)) + rows + bytes(4) + behind


def segment(marker: int, data: bytes) -> bytes:
    return pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(
    width: int = 8, height: int = 5, *segments: bytes, tags: Tags | None = None, order: str = "<", after: bytes = b""
) -> bytes:
    """A JPEG's frame without a picture in it; the scan holds stuffed and restart bytes."""
    own = segment(0xE1, b"Exif\0\0" + exif(tags, order)) if tags else b""
    frame = segment(0xC2, pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    return start + own + b"".join(segments) + b"\xff" + frame + scan + segment(0xC4, b"\0") + scan + b"\xff\xd9" + after


def photo(width: int = 40, height: int = 30) -> bytes:
    """A JPEG that can be unpacked."""
    sent = BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(sent, "JPEG")
    return sent.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def png(width: int = 8, height: int = 5, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = b"" if width * height > 1_000_000 else chunk(b"IDAT", zlib.compress((b"\0" + bytes(width)) * height))
    return b"\x89PNG\r\n\x1a\n" + head + rows + b"".join(chunks) + chunk(b"IEND", b"")


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(k + pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for k, d in chunks)
    return b"RIFF" + pack("<I", len(body)) + body


def lossless(width: int, height: int) -> tuple[bytes, bytes]:
    return b"VP8L", b"\x2f" + pack("<I", width - 1 | (height - 1) << 14) + b"\0"


def lossy(width: int, height: int) -> tuple[bytes, bytes]:
    return b"VP8 ", b"\0\0\0\x9d\x01\x2a" + pack("<HH", width, height) + b"\0"


def extended(width: int, height: int) -> tuple[bytes, bytes]:
    return b"VP8X", b"\x0c\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def gif(width: int = 8, height: int = 5, after: bytes = b"") -> bytes:
    return b"GIF89a" + pack("<HHBBB", width, height, 0, 0, 0) + after + b";"


def xmp(words: str) -> bytes:
    return f"<x:xmpmeta><rdf:Description {words}/></x:xmpmeta>".encode()


APP1_XMP = b"http://ns.adobe.com/xap/1.0/\0"
