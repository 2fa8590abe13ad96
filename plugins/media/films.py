"""Films (MP4) and their captions (WebVTT): how long they are, whether they are whole, what hides in them; hides both formats.

MP4: ISO/IEC 14496-12. WebVTT: https://www.w3.org/TR/webvtt1/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.problems import Problem

FILMS = frozenset({".mp4"})
CAPTIONS = frozenset({".vtt"})
_PLACES = (b"\xa9xyz", b"loci", b"location.ISO6709")
"""Where cameras write down where they stood."""
_AGAIN = "重新导出一份 .mp4（H.264），打开看过再放进来"
_STRIP = "去掉再放进来，例如 ffmpeg -i 原片.mp4 -map_metadata -1 -c copy 新片.mp4"
_CLOCK = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"\s*{_CLOCK}\s+-->\s+{_CLOCK}(?:\s.*)?")
_NEARLY = re.compile(r"\s*[\d:：.,，]{4,16}\s*[-–—−→=~>＞至到]{1,4}\s*[\d:：.,，]{4,16}\s*")
"""Two times with anything between them that is taken for an arrow."""
_MOST_BOXES = 100_000


@dataclass(frozen=True, slots=True)
class Reel:
    """A film or its captions: how many bytes, and how many milliseconds until its end."""

    bytes: int
    lasts: int


def examine_film(data: bytes, path: str) -> tuple[Reel | None, list[Problem]]:
    """How long a film is, and what is wrong with its bytes."""

    def tell(message: str, fix: str) -> tuple[None, list[Problem]]:
        return None, [Problem(path, 1, 1, "", "", message, fix)]

    if data[4:8] != b"ftyp":
        return tell("不是 MP4 影片，多数手机放不了", _AGAIN)
    boxes = dict(_list_boxes(data, 0, len(data)))
    if b"moov" not in boxes or b"mdat" not in boxes:
        return tell("影片只有一段，没有下载完或没有录完", _AGAIN)
    start, end = boxes[b"moov"]
    if any(mark in data[start:end] for mark in _PLACES):
        return tell("影片里藏着拍摄地点，放到网上谁都读得到", _STRIP)
    lasts = _read_length(data, start, end)
    if not lasts:
        return tell("影片里没有写多长，放的时候不能快进", _AGAIN)
    return Reel(len(data), lasts), []


def _list_boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The boxes side by side: their names, and where what is in them begins and ends."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        size, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        last = end if size == 0 else at + size
        if last > end or (size and size < head):
            return
        yield name, (at + head, last)
        at = last


def _read_length(data: bytes, start: int, end: int) -> int:
    """Milliseconds, as the head of the film says; of one in fragments their sum stands in mehd."""
    inside = dict(_list_boxes(data, start, end))
    if b"mvhd" not in inside:
        return 0
    at = inside[b"mvhd"][0]
    wide = data[at] == 1
    scale_at, size = (at + 20, 8) if wide else (at + 12, 4)
    scale = int.from_bytes(data[scale_at : scale_at + 4], "big")
    length = int.from_bytes(data[scale_at + 4 : scale_at + 4 + size], "big")
    if not length and b"mvex" in inside:
        more = dict(_list_boxes(data, *inside[b"mvex"]))
        at = more.get(b"mehd", (0, 0))[0]
        size = 8 if at and data[at] == 1 else 4
        length = int.from_bytes(data[at + 4 : at + 4 + size], "big") if at else 0
    return length * 1000 // scale if scale else 0


def examine_captions(text: str, path: str) -> tuple[Reel | None, list[Problem]]:
    """Until when captions go, and each cue that is out of order, by its line."""
    lines = text.split("\n")
    if not re.fullmatch(r"\ufeff?WEBVTT(?:[ \t].*)?", lines[0].rstrip("\r")):
        return None, [Problem(path, 1, 1, "", "", "字幕文件第一行要写 WEBVTT", "第一行写 WEBVTT，空一行，再写字幕")]
    problems: list[Problem] = []
    before = last = count = 0
    for number, line in enumerate(lines, 1):
        if "-->" not in line and not _NEARLY.fullmatch(line):
            continue
        match = _CUE.fullmatch(line)
        if not match:
            fix = "写成 00:01:05.000 --> 00:01:08.500，小数点前两位、后三位"
            problems.append(Problem(path, number, 1, "", "时间", "字幕的时间看不懂", fix))
            continue
        starts, ends = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        count += 1
        if ends <= starts:
            problems.append(Problem(path, number, 1, "", "时间", "这一句结束在开始以前", "核对两个时间"))
        elif starts < before:
            problems.append(Problem(path, number, 1, "", "时间", "这一句开始在前一句以前", "按先后写"))
        if number == len(lines) or not lines[number].strip():
            problems.append(Problem(path, number, 1, "", "字幕", "这一句没有字", "在时间下面写字幕，或删掉这一句"))
        before, last = max(before, starts), max(last, ends)
    if not count and not problems:
        problems.append(Problem(path, 1, 1, "", "字幕", "字幕文件里一句也没有", "写上字幕，或不写 captions"))
    return Reel(len(text.encode()), last), problems


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
