"""Whether a picture tells where it was taken: its Exif has a folder of GPS with a latitude (CIPA DC-008); also within office files."""

from __future__ import annotations

import io
import zipfile

_ORDERS = {b"II*\0": "little", b"MM\0*": "big"}
_GPS, _LATITUDE = 0x8825, 2
_MOST = 200_000_000


def tells_place(data: bytes, depth: int = 0) -> bool:
    """Whether a picture, or one packed in a file, tells its place."""
    if data.startswith(b"PK\3\4") and depth < 3:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(_tells(archive, part, depth) for part in archive.infolist())
    if data[:4] == b"%PDF":
        return any(_reads_place(data, at) for at in _find_all(data, b"Exif\0\0"))
    pictures = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*")
    return data.startswith(pictures) and any(_reads_place(data, at) for mark in _ORDERS for at in _find_all(data, mark))


def _tells(archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> bool:
    # What is larger is refused where its words are read.
    return part.file_size < _MOST and tells_place(archive.read(part), depth + 1)


def _find_all(data: bytes, mark: bytes) -> list[int]:
    """The first places of a mark: what describes a picture stands before it."""
    found: list[int] = []
    at = data.find(mark)
    while at >= 0 and len(found) < 50:
        found.append(at)
        at = data.find(mark, at + 1)
    return found


def _reads_place(data: bytes, at: int) -> bool:
    """Whether a TIFF header stands at a place, and its first folder leads to one with a latitude."""
    start = at + 6 if data[at : at + 6] == b"Exif\0\0" else at
    order = _ORDERS.get(data[start : start + 4])
    if order is None:
        return False

    def number(place: int, size: int) -> int:
        return int.from_bytes(data[start + place : start + place + size], "little" if order == "little" else "big")

    def tags(folder: int) -> dict[int, int]:
        count = number(folder, 2)
        entries = range(folder + 2, folder + 2 + 12 * min(count, 200), 12)
        return {number(entry, 2): number(entry + 8, 4) for entry in entries}

    folder = tags(number(4, 4)).get(_GPS)
    return folder is not None and _LATITUDE in tags(folder)
