"""Emphasis as an editor means it; hides what tells **重点** from 张**, 138****1234, 3*4*5 and 9:00~11:00."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

if TYPE_CHECKING:
    from markdown import Markdown

_OPENING = "（(“‘「『《〈【[［"
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石贾韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万覃武钱戴严莫孔向汤"
)
"""The commonest: a star behind one of them, at the beginning of a name, hides the rest of it."""
_RANGE_BEFORE = re.compile(r"[\d点时分日号月年岁楼栋层室周期一二三四五六七八九十天午晚]$")
_RANGE_AFTER = re.compile(r"^[\d零一二三四五六七八九十周星上下早晚今明本次]")
_NO_BEGINNING = "，。、；：！？）,.;:!?)"
"""What no words begin with: the marks around are masks, or blanks to fill in."""
_MASKED = re.compile(
    r"(?:(?![一二三四五六七八九十])[\u4e00-\u9fff]|\d{1,6})[、，,；;和与及]|[\u4e00-\u9fff]{2}[、和与及]"
)
"""The rest of a name or number behind a mask, and what parts it from the next: **芳、**强."""
_ENTRY = re.compile(
    r"(?![一二三四五六七八九十])[\u4e00-\u9fff][，、,（(：:\s](?:.*[，、；;,\s]|.*(?:尾号|[末后][两二三四]位|号码|手机号?|电话|卡号|证号)[为是：:\s]*(?P<digits>))"
)
"""One sign of a name behind its mask, and more of the same list: **伟，尾号**12, **伟 12号，**芳 13号."""
_TAIL = re.compile(r"(?:尾号|[末后][两二三四]位)[为是：:\s]*$")
_PAIR = r"(?<!\*)\*\*(?!\*)({})(?<!\*)\*\*(?!\*)"


def _is_word(char: str) -> bool:
    return char.isalnum()


def _is_mask(before: str, data: str) -> bool:
    """Whether a star stands behind a surname that begins a name."""
    return before in _SURNAMES and (len(data) < 2 or not _is_word(data[-2]) or data[-2] in "和与及同是为有请找给由")


class _Emphasis(InlineProcessor):
    """A pair of equal runs of one mark, the nearest two that belong together."""

    def __init__(self, run: str, width: int, tags: tuple[str, ...], md: Markdown) -> None:
        super().__init__(run, md)
        self.width = width
        self._tags = tags

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if not self.opens(m, data):
            return None, m.start(), m.end()
        for other in self.compiled_re.finditer(data, m.end()):
            if self.closes(other, data) and self.pairs(m, other, data):
                start, end = self.trim(m, other, data)
                return self._build(data[start + self.width : end - self.width]), start, end
            if self.opens(other, data):
                return None, m.start(), m.end()
        return None, m.start(), len(data)  # nothing closes anything from here on

    def _build(self, words: str) -> Element:
        outer = inner = Element(self._tags[0])
        for tag in self._tags[1:]:
            inner = SubElement(inner, tag)
        inner.text = words
        return outer

    def opens(self, m: re.Match[str], data: str) -> bool:
        before, after = data[m.start() - 1 : m.start()], data[m.end() : m.end() + 1]
        if not after or after.isspace():
            return False
        return not before or not _is_word(before) or _is_word(after) or after in _OPENING or after in "*_~`\x02\\!<"

    def closes(self, m: re.Match[str], data: str) -> bool:
        before, after = data[m.start() - 1 : m.start()], data[m.end() : m.end() + 1]
        return bool(before) and not before.isspace() and (before not in _OPENING or not _is_word(after or " "))

    def pairs(self, first: re.Match[str], last: re.Match[str], data: str) -> bool:
        raise NotImplementedError

    def trim(self, first: re.Match[str], last: re.Match[str], data: str) -> tuple[int, int]:
        """Where the pair begins and ends; of three stars one belongs to the emphasis around or inside."""
        inside = data[first.end() : last.start()]
        single = len(re.findall(r"(?<!\*)\*(?!\*)", inside)) % 2
        start = first.start() if single else first.end() - self.width
        return start, (last.end() if single else last.start() + self.width)


class Strong(_Emphasis):
    """**重点** anywhere, but not a power, a mask or two names."""

    def pairs(self, first: re.Match[str], last: re.Match[str], data: str) -> bool:
        inside = data[first.end() : last.start()]
        if not inside:
            return False
        for mark in (first, last):
            before, after = data[mark.start() - 1 : mark.start()], data[mark.end() : mark.end() + 1]
            if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
                return False
        if len(first[0]) == len(last[0]) == 3 or inside[0] in _NO_BEGINNING:
            return False
        if self._is_list_of_masked(data[: first.start()], inside, data[last.end() : last.end() + 1]):
            return False
        names = (data[first.start() - 1 : first.start()], data[: first.start()]), (inside[-1], inside)
        return len(inside) == 1 or not all(_is_mask(*name) for name in names)

    def _is_list_of_masked(self, before: str, inside: str, after: str) -> bool:
        """Whether both marks hide the beginning of a name or a number, and a list goes on between them."""
        if not after or not _is_word(after):
            return False
        entry = _ENTRY.fullmatch(inside)
        if entry:
            return entry["digits"] is None or after.isdigit()
        begun = re.match(r"\d{1,6}[，、,；;（(）)\s]", inside) and _TAIL.search(before[-8:])
        return bool(begun or _MASKED.fullmatch(inside))


class Both(Strong):
    """***两样*** at once."""

    def pairs(self, first: re.Match[str], last: re.Match[str], data: str) -> bool:
        before, after = data[first.start() - 1 : first.start()], data[last.end() : last.end() + 1]
        return first.end() < last.start() and not (_is_word(before) and _is_word(after) and before.isascii())


class Slanted(_Emphasis):
    """*斜体* between boundaries: inside words and numbers a star is a mask or a times sign."""

    def opens(self, m: re.Match[str], data: str) -> bool:
        before = data[m.start() - 1 : m.start()]
        return super().opens(m, data) and (not before or not _is_word(before))

    def closes(self, m: re.Match[str], data: str) -> bool:
        after = data[m.end() : m.end() + 1]
        return super().closes(m, data) and (not after or not _is_word(after))

    def pairs(self, first: re.Match[str], last: re.Match[str], data: str) -> bool:
        inside = data[first.end() : last.start()]
        return (
            bool(inside) and "、" not in inside and inside[0] not in _NO_BEGINNING and not _is_mask(inside[-1], inside)
        )


class Deleted(_Emphasis):
    """~~删除~~, but not 周一~~周五 and 周六~~周日."""

    def pairs(self, first: re.Match[str], last: re.Match[str], data: str) -> bool:
        return data[first.end() : last.start()] != "" and not all(
            _RANGE_BEFORE.search(data[max(0, mark.start() - 1) : mark.start()])
            and _RANGE_AFTER.match(data[mark.end() : mark.end() + 1])
            for mark in (first, last)
        )


class Marked(_Emphasis):
    """==重点==, as a marker pen would."""

    def pairs(self, first: re.Match[str], last: re.Match[str], data: str) -> bool:
        return re.search(r"[^\W\d_]", data[first.end() : last.start()]) is not None


class Loose(InlineProcessor):
    """** 重点 ** with spaces inside; a run with an odd number of others before it closes one of them."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if data.count("**", 0, m.start()) % 2 or not re.search(r"[^\W\d_]", m[1]):
            return None, m.start(), m.start() + 2
        element = Element("strong")
        element.text = m[1].strip(" \u3000")
        return element, m.start(), m.end()


class EmphasisExtension(Extension):
    """In place of the library's own marks of emphasis."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.deregister("em_strong")
        md.delimiters = None
        patterns = (
            (Both(r"(?<!\*)\*{3}(?!\*)", 3, ("em", "strong"), md), "strong_em", 66),
            (Strong(r"(?<!\*)\*{2,3}(?!\*)|(?<!＊)＊＊(?!＊)", 2, ("strong",), md), "strong", 65),
            (Slanted(r"(?<!_)__(?!_)", 2, ("strong",), md), "strong_line", 64),
            (Slanted(r"(?<!\*)\*(?!\*)", 1, ("em",), md), "em", 63),
            (Slanted(r"(?<!_)_(?!_)", 1, ("em",), md), "em_line", 62),
            (Deleted(r"(?<!~)~~(?!~)", 2, ("del",), md), "deleted", 61),
            (Marked(r"(?<!=)==(?!=)", 2, ("mark",), md), "marked", 59),
            (Loose(_PAIR.format(r"[ \u3000]+[^*\n]{1,60}?[ \u3000]+"), md), "loose", 67),
            (Loose(_PAIR.format(r"[ \u3000]+[^*\n]{1,60}?|[^*\n]{1,60}?[ \u3000]+"), md), "half_loose", 60),
        )
        for pattern, name, priority in patterns:
            md.inlinePatterns.register(pattern, name, priority)
