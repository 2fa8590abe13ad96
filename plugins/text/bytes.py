"""Files as text; hides encodings, and finds characters nobody can see and numbers nobody may publish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from plugins.media import ATTACHMENTS, FILMS, PICTURES
from plugins.private import Exemption, Private, find_exemptions, find_private, hide_geometry, seal
from plugins.problems import MOST, Problem, tell_some

_LIMITS = {"": 2_000_000, **dict.fromkeys(PICTURES, 10_000_000), **dict.fromkeys(ATTACHMENTS | FILMS, 20_000_000)}
"""Bytes of a file by its ending; what has no line here is text."""
_DRAWN = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_EMOJI = f"0-9#*\xa9\xae\u203c\u2049\u20e3\u2122\u2139\u24c2\u25a0-\u25ff\u2900-\u297f\u3030\u303d\u3297\u3299{_DRAWN}"
_CURSIVE = "\u0600-\u06ff\u0750-\u077f\u0900-\u0fff\u1800-\u18af"
_TAGS = "\U000e0020-\U000e007f"
HARMLESS = re.compile(
    "[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0100-\U000e01ef]"
    f"|(?<![{_CURSIVE}])\u200c|(?<![{_CURSIVE}{_DRAWN}\ufe0f])\u200d|(?<![{_CURSIVE}])\u200d(?![{_DRAWN}])"
    f"|(?<![{_EMOJI}])[\ufe00-\ufe0f]|(?<![\U0001f3f4{_TAGS}])[{_TAGS}]+"
)
"""What no page shows and nothing is read by: web pages, WeChat and PDFs leave it. The parts of emoji and of Uyghur or Tibetan words are none of it."""
UNSEEN = re.compile("[\x00\x0b\x0c\x1b\x80-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffc\ufffe\uffff]")
"""What nobody can see and changes what is read: it turns words round, breaks a line or stands for what was not pasted."""
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)
"""Every character of both and some of emoji: one quick look settles almost every file."""


def read_bytes(file: Path, path: str) -> tuple[bytes, list[Problem]]:
    """The bytes of a source, or why there are none; `path` is how problems name it."""
    try:
        suffix = file.suffix.lower()
        limit = _LIMITS.get(suffix, _LIMITS[""])
        if file.stat().st_size > limit:
            fix = "缩小到 2400 像素宽再放进来" if suffix in PICTURES else "拆成几个文件，图片放进 images/"
            fix = "压缩成小一些的 .mp4，或放到视频网站，写 link" if suffix in FILMS else fix
            return b"", [Problem(path, 1, 1, "", "", f"文件超过 {limit // 1_000_000} MB，过大", fix)]
        return file.read_bytes(), []
    except OSError as error:
        return b"", [Problem(path, 1, 1, "", "", f"读不了这个文件（{error.strerror}）", "检查文件是否存在、能否打开")]


MOST_SIGHTINGS = 1_000
"""Of one file; there is more to do then than to read on."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What looks like one person's in a text: its place, what it is, by what it is known; and why it may stand there until when."""

    line: int
    column: int
    kind: str
    message: str
    fix: str
    seals: tuple[str, ...]
    reason: str = ""
    until: str = ""


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Decode UTF-8 strictly, and find the characters no source may hold.

    What changes the reading becomes a space in the text, so that each is reported once and every column stays true;
    what is harmless goes, and columns count what can be seen.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Problem(path, 1, 1, "", "", "文件编码是 UTF-16", "另存为 UTF-8 编码")]
    try:
        text = as_typed(data)
    except UnicodeDecodeError as error:
        return None, [_name_encoding(data, error, path)]
    problems = [*_find_damage(text, path)]
    if has_conflicts(text):
        problems += _find_conflicts(text, path)
        text = _CONFLICT.sub("", text)  # the line stays, so that what is told of the rest has its place
    if _ODD.search(text):
        problems += _find_odd(text, path)
        text = _RADICAL.sub(lambda m: unify(m[0]), text)
    if _SUSPECT.search(text):
        problems += [*_find_unseen(text, path), *_find_harmless(text, path)]
        text = HARMLESS.sub("", UNSEEN.sub(" ", text))
    return text, problems


def as_typed(data: bytes) -> str:
    """The text of bytes in UTF-8, each line ended in one way; nothing else is changed."""
    text = data.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_CONFLICT = re.compile(r"^(?:(?:<{7}|>{7}|\|{7})(?:[ \t].*)?|={7})[ \t]*$", re.M)


def has_conflicts(text: str) -> bool:
    """Whether git left marks of two versions in it."""
    return any(mark in text for mark in _MARKS) and bool(_CONFLICT.search(text))


def _find_conflicts(text: str, path: str) -> Iterator[Problem]:
    """Lines that git leaves where two people changed the same place."""
    places = _Places(text)

    def tell(match: re.Match[str]) -> Problem:
        message = f"两个人改了同一处，git 留下了合并标记“{match[0].strip()[:20]}”"
        fix = "在 <<<<<<< 和 >>>>>>> 之间留下对的那一份，把三行标记都删掉"
        return Problem(path, *places.find(match.start()), "", "", message, fix)

    yield from tell_some(_CONFLICT.finditer(text), tell)


def _name_encoding(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    start = data.rfind(b"\n", 0, error.start) + 1
    line = data.count(b"\n", 0, start) + 1
    column = len(data[start : error.start].decode("utf-8-sig")) + 1
    message = f"这一行第 {error.start - start + 1} 个字节 0x{data[error.start]:02X} 不是 UTF-8 文字"
    if _looks_like_gbk(data):
        message = f"文件编码像是 GBK，不是 UTF-8（{message}）"
    return Problem(path, line, column, "", "", message, "另存为 UTF-8 编码")


def _looks_like_gbk(data: bytes) -> bool:
    """Chinese in GBK is almost never UTF-8 by chance, and a damaged UTF-8 file is mostly still UTF-8."""
    words = data.decode("utf-8", "replace")
    broken = words.count("\ufffd")
    whole = sum(not c.isascii() for c in words) - broken
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return broken > whole


class _Places:
    """Lines and columns of a text, asked for in order: each look goes on from the one before."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line, self._start = text, 0, 1, 0

    def find(self, index: int) -> tuple[int, int]:
        """The line and column of a character, both from 1."""
        if index < self._at:
            self._at, self._line, self._start = 0, 1, 0
        self._line += self._text.count("\n", self._at, index)
        self._start = max(self._start, self._text.rfind("\n", self._at, index) + 1)
        self._at = index
        return self._line, index - self._start + 1


_BREAKS = frozenset("\x0b\x0c\x85\u2028\u2029")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _find_unseen(text: str, path: str) -> Iterator[Problem]:
    places = _Places(text)

    def tell(match: re.Match[str]) -> Problem:
        place = places.find(match.start())
        if match[0] == "\ufffc":
            return Problem(path, *place, "", "", "有一张图或一个附件没有贴进来（U+FFFC）", _PASTE)
        fix = "删掉它，要换行按回车" if match[0] in _BREAKS else "删掉这个字符"
        turned = "，会把字的先后倒过来" if match[0] in _TURNS else ""
        return Problem(path, *place, "", "", f"有看不见的字符 {_name(match[0])}{turned}", fix)

    yield from tell_some(UNSEEN.finditer(text), tell)


_PASTE = "删掉这个占位的字符；图片放进 images/，写 ![图上有什么](/images/文件名)"
_FRONT_END = re.compile(r"^---[ \t]*\n.*?^---[ \t]*$", re.M | re.S)
_SHOWN_LINES = 6


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X}（{unicodedata.name(sign, '控制字符')}）"


def _find_harmless(text: str, path: str) -> Iterator[Problem]:
    """A note for each kind that was left out, with its lines; an error where the bytes go to a reader as they are, or a joiner stands in a name."""
    found: dict[str, list[int]] = {}
    for match in HARMLESS.finditer(text):
        found.setdefault(match[0][0], []).append(match.start())
    front = _FRONT_END.match(text) if path.endswith(".md") and "\u200d" in found else None
    fields = len(text) if path.endswith(".yaml") else front.end() if front else 0
    for sign, starts in found.items():
        if not path.endswith((".md", ".yaml")) or (sign == "\u200d" and starts[0] < fields):
            places = _Places(text)
            for start in starts[:MOST]:
                yield Problem(path, *places.find(start), "", "", f"有看不见的字符 {_name(sign)}", "删掉这个字符")
            continue
        places = _Places(text)
        spots = [places.find(start) for start in starts]
        lines = list(dict.fromkeys(line for line, _ in spots))
        more = "……" if len(lines) > _SHOWN_LINES else ""
        where = f"{len(spots)} 处（第 {'、'.join(map(str, lines[:_SHOWN_LINES]))}{more} 行）" if len(spots) > 1 else ""
        message = f"{where}有看不见的字符 {_name(sign)}，网页上已经去掉"
        yield Problem(path, *spots[0], "", "", message, "不改也能发布；要改，把前后两个字删掉重新打", "warning")


_RADICALS = dict(
    zip(
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Unicode itself folds only the first and the last of these."""
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f]")
"""Radicals and compatibility characters: they look like the common ones, and no search finds them."""
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_ODD = re.compile(f"{_RADICAL.pattern}|{_PRIVATE_USE.pattern}")


def unify(sign: str) -> str:
    """The common character that a radical or a compatibility character stands for."""
    return _RADICALS.get(sign) or unicodedata.normalize("NFKC", sign)


def _find_odd(text: str, path: str) -> Iterator[Problem]:
    """What a PDF or Word leaves in a text: signs that are others' twins, and bullets only one font knows."""
    twins: dict[str, list[int]] = {}
    for match in _RADICAL.finditer(text):
        if unify(match[0]) != match[0]:
            twins.setdefault(match[0], []).append(match.start())
    places = _Places(text)
    for sign, starts in twins.items():
        often = f"{len(starts)} 处" if len(starts) > 1 else ""
        message = f"{often}“{sign}”是 PDF 里的特殊字形（U+{ord(sign):04X}），已当作“{unify(sign)}”"
        fix = f"重新输入“{unify(sign)}”，别人才搜得到"
        yield Problem(path, *places.find(starts[0]), "", "", message, fix, "warning")

    def tell(match: re.Match[str]) -> Problem:
        message = f"有 Word 的符号 U+{ord(match[0]):04X}，手机上是方框"
        return Problem(path, *places.find(match.start()), "", "", message, "删掉；要列表，行首写“- ”")

    yield from tell_some(_PRIVATE_USE.finditer(text), tell)


_LATE_LETTER = "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
_MAYBE_DAMAGED = re.compile("[\ufffdãäåæçèéï\u951f\u70eb\u5c6f\u9286\u951b]")
_DAMAGED = re.compile(
    f"\ufffd|(?:[ãäåæçèéï]{_LATE_LETTER}{{2}})+|\u951f\u65a4\u62f7|\u70eb\u70eb\u70eb|\u5c6f\u5c6f\u5c6f|[\u9286\u951b][\u0080-\u00ff\u20ac\ue000-\uf8ff]"
)
"""What is left of words that a program read in the wrong encoding: UTF-8 as Latin-1 or as GBK, and memory that was never written."""


def _find_damage(text: str, path: str) -> Iterator[Problem]:
    places = _Places(text)

    def tell(match: re.Match[str]) -> Problem:
        message = f"有乱码“{match[0][:8]}”，原来的字已经丢了"
        return Problem(path, *places.find(match.start()), "", "", message, "照原文重新输入")

    yield from tell_some(_DAMAGED.finditer(text) if _MAYBE_DAMAGED.search(text) else (), tell)


_TOLD_IN_WORDS = frozenset({"door", "birth", "minor", "illness"})


def _passage(text: str, private: Private, *, whole: bool) -> str:
    """What a sighting is known by: a number as it stands; what is told in words with what stands around it in an exempted line."""
    start, end = private.start, private.end
    if private.kind not in _TOLD_IN_WORDS:
        return text[start:end]
    if not whole:
        # Only a field for doors lets one stand without a line that says so.
        return text[start:end] if private.kind == "door" else ""
    return text[max(start - 30, text.rfind("\n", 0, start) + 1) : end + 30].partition("\n\n")[0]


def find_sightings(text: str, path: str) -> tuple[list[Sighting], list[Problem]]:
    """What looks like one person's, each with the line that lets it stand; and what is wrong with such lines."""
    shown = hide_geometry(text) if path.lower().endswith(".svg") else text
    exemptions = {exemption.line: exemption for exemption in find_exemptions(text)}
    found, used = [], set()
    places = _Places(text)
    for private in islice(find_private(shown, MOST_SIGHTINGS), MOST_SIGHTINGS):
        line, column = places.find(private.start)
        exempt = line in exemptions
        seals = tuple(sorted(seal(private.kind, _passage(text, private, whole=exempt))))
        words = ("", "")
        if exempt:
            used.add(line)
            words = (exemptions[line].reason, exemptions[line].until)
        found.append(Sighting(line, column, private.kind, private.message, private.fix, seals, *words))
    problems = []
    if len(found) == MOST_SIGHTINGS:
        problems.append(Problem(path, line, column, "", "", "一个文件里的个人信息太多，后面的没有再看", "先删掉前面的"))
    half = (exemption for exemption in exemptions.values() if not exemption.until)
    idle = (exemption for line, exemption in exemptions.items() if exemption.until and line not in used)

    def tell_half(exemption: Exemption) -> Problem:
        fix = "写成 可以公开：原因，到 2027-06-30（放在那一行的上面或末尾）"
        return Problem(path, *places.find(exemption.place), "", "例外", "没有写全原因和日期", fix)

    def tell_idle(exemption: Exemption) -> Problem:
        return Problem(path, *places.find(exemption.place), "", "例外", "这一行没有用到例外", "删掉它", "warning")

    problems += (*tell_some(half, tell_half), *tell_some(idle, tell_idle))
    return found, problems
