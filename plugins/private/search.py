"""Everything of one person in a text, in the order of its places, with what to do; the words of the findings."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from plugins.private.folding import fold
from plugins.private.numbers import find_numbers
from plugins.private.tellings import find_tellings

_SAID = {
    "mobile": ("像是个人手机号码", "删掉；对外只写办公电话"),
    "id": ("像是身份证号码", "删掉；任何来源文件都不能写"),
    "card": ("像是银行卡号", "删掉；任何来源文件都不能写"),
    "plate": ("像是车牌号码", "删掉；需要提到时写“一辆小车”"),
    "passport": ("像是护照或通行证号码", "删掉；任何来源文件都不能写"),
    "wechat": ("像是个人微信号", "删掉；对外只写公众号或办公电话"),
    "qq": ("像是个人 QQ 号", "删掉；对外只写办公电话"),
    "mail": ("像是个人邮箱", "换成单位的邮箱，或只写办公电话"),
    "door": ("像是写到了门牌号的住址", "只写到楼栋，例如 6号楼"),
    "birth": ("像是一个人的出生日期", "删掉；需要时写“七十多岁”"),
    "minor": ("像是写了一个未成年人的名字和学校、年龄或病情", "不写名字，例如 一位小学生"),
    "illness": ("像是写了一个人的名字和病情或残疾", "不写名字，例如 一位居民"),
}
_LONG_NUMBER = re.compile(r"\d{9,}[Xx]?")
_LANDLINE = re.compile(r"0[1-9]\d{1,2}[2-8]\d{6,7}|[48]00\d{7}")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

_GEOMETRY = re.compile(
    r"\b(?:d|points|transform|viewBox|values|keyTimes|style|x|y|[rc][xy]|[xy][12]|width|height)=(?:\"[^\"]*\"|'[^']*')"
)


@dataclass(frozen=True, slots=True, order=True)
class Private:
    """One thing of a person in a text: where, what it looks like and what to do; never the thing itself."""

    start: int
    end: int
    kind: str
    message: str
    fix: str


def find_private(text: str, most: int = sys.maxsize) -> Iterator[Private]:
    """Everything that looks like one person's, in the order of its places; past so many of numbers or of words no more is read."""
    found = [(n.start, n.end, n.kind) for n in islice(find_numbers(text), most)]
    found += [(t.start, t.end, t.kind) for t in islice(find_tellings(text), most)]
    told: dict[str, int] = {}
    for start, end, kind in sorted(set(found)):
        # Two patterns may see one door; it is told once.
        if start >= told.get(kind, 0):
            told[kind] = end
            yield Private(start, end, kind, *_SAID[kind])


def find_private_name(name: str) -> tuple[str, str] | None:
    """What of a person stands in a file's name, and what to do."""
    for private in find_private(name):
        return private.message, "改文件名；已经提交过的，历史里还留着，请告诉维护网站的人"
    return None


def mask(text: str) -> str:
    """The text with all that may be a person's, and numbers that may be a part of such, as stars; a landline stays."""
    if len(text) < 5:
        return text
    spans = [(private.start, private.end) for private in find_private(text)]
    if any(map(str.isdigit, text)):
        folded = fold(text).translate(_WIDE_DIGITS)
        spans += [m.span() for m in _LONG_NUMBER.finditer(folded) if not _LANDLINE.fullmatch(m[0])]
    for start, end in spans:
        text = text[:start] + "*" * (end - start) + text[end:]
    return text


def hide_geometry(drawing: str) -> str:
    """An SVG without the figures of its lines, which nobody reads as a number; as long as before."""
    return _GEOMETRY.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), drawing)
