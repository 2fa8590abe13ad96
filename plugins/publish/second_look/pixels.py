"""A picture or film without what it is painted with: packed pixels say nothing, and some of any noise looks like a door or a plate."""

from __future__ import annotations

from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PAINT = frozenset({b"IDAT", b"fdAT", b"VP8 ", b"VP8L", b"ALPH", b"ANMF"})
_BOXES = frozenset({b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"})
_PACKED = frozenset({b"mdat", b"stbl", b"trun", b"sidx", b"tfra"})
"""Of a film: packed pictures and sound, and tables of where they lie."""
_SCAN, _END = 0xDA, 0xD9


def drop_pixels(data: bytes) -> bytes:
    """All that stands beside the pixels of a PNG, WebP, JPEG or MP4, and behind its end; what is not formed as one stays whole."""
    if data.startswith(_PNG):
        return _PNG + b"\n".join(_walk(data, 8, big=True))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return data[:12] + b"\n".join(_walk(data, 12, big=False))
    if data[4:8] == b"ftyp":
        return b"\n".join(_walk_boxes(data, 0, len(data)))
    return b"\n".join(_walk_jpeg(data)) if data.startswith(b"\xff\xd8\xff") else data


def _walk(data: bytes, at: int, *, big: bool) -> Iterator[bytes]:
    """The chunks of a PNG (length, name, data, sum) or of a RIFF (name, length, data, padded to an even length)."""
    while at + 8 <= len(data):
        one, other = data[at : at + 4], data[at + 4 : at + 8]
        size = int.from_bytes(one, "big") + 4 if big else int.from_bytes(other, "little")
        name, end = (other, at + 8 + size) if big else (one, at + 8 + size + size % 2)
        if end > len(data):
            break
        if name not in _PAINT:
            yield data[at:end]
        at = end
        if name == b"IEND":
            break
    yield data[at:]


def _walk_boxes(data: bytes, at: int, end: int) -> Iterator[bytes]:
    """The boxes of an MP4 (length, name, data); what holds others is gone into."""
    while at + 8 <= end:
        size, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        last = at + size if size else end
        if last > end or last < at + head:
            break
        if name in _BOXES:
            yield from _walk_boxes(data, at + head, last)
        elif name not in _PACKED:
            yield data[at + head : last]
        at = last
    yield data[at:end]


def _walk_jpeg(data: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _END:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data):
            break
        yield data[at:end]
        at = _skip_scan(data, end) if data[at + 1] == _SCAN else end
    yield data[at:]


def _skip_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: within a scan FF is followed by 00 or by the mark of a restart."""
    while 0 <= (found := data.find(b"\xff", at)) < len(data) - 1:
        if data[found + 1] != 0 and not 0xD0 <= data[found + 1] <= 0xD7:
            return found
        at = found + 2
    return at
