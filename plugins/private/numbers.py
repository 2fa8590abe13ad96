"""Long numbers that belong to one person, however they are spelt; hides how digits and groups are read.

A text is folded character by character, so that every place found in it is the place in the text. Digits parted by
blanks, hyphens and their like are a run of groups; a number begins and ends with a group, so that a part of a longer
number is nobody's.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

FILLER = "\0"
"""Stands for what a reader does not see: markup, the rest of an escape; neither a digit nor a gap."""

_DIGITS = {code: str(unicodedata.digit(chr(code))) for code in range(128, sys.maxunicode) if chr(code).isdigit()}
_ODD = re.compile("[^\x00-\x7f\xb7\u2010-\u2027\u3000-\u9fff\uff01-\uff0f\uff1a-\uff5e]")
"""What is neither ASCII nor common in Chinese: only there can a digit of another script stand, and one scan settles it."""
_HAN = str.maketrans("〇零幺一二两三四五六七八九洞拐壹贰叁肆伍陆柒捌玖", "001122345678907123456789")
_HAN_RUN = re.compile(
    r"[〇零幺一二两三四五六七八九洞拐壹贰叁肆伍陆柒捌玖][〇零幺一二两三四五六七八九洞拐壹贰叁肆伍陆柒捌玖\s\-—·]{9,}"
)
_LETTER_AMID = re.compile(r"[0-9][OoQIlB]")
_LETTER_RUN = re.compile(r"(?<![A-Za-z0-9])[0-9OoQIlB]{11,18}(?![A-Za-z0-9])")
_LETTERS = str.maketrans("OoQIlB", "000118")
_HIDDEN = re.compile(
    r"</?[a-zA-Z][^<>\n]{0,200}>|&#x?[0-9a-fA-F]{1,6};|%(?:3[0-9]|2[0dD])|\\u00[0-9a-fA-F]{2}|\u200b|\u200c|\u200d|\u2060|\ufeff|\xad"
)
_GAP = r"\s\-‐‑‒–—―−－﹣_.．·•・/／\\()（）\[\]*+,，、|｜~～'\"“”" + FILLER
_RUN = re.compile(rf"[0-9][0-9{_GAP}]{{6,}}")
_GROUP = re.compile(r"[0-9]+")
_LAST_X = re.compile(rf"[{_GAP}]{{0,3}}[XxＸｘХх×✕✗]")

_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_SHAPES = frozenset(
    {(11,), (3, 4, 4), (3, 3, 5), (5, 6), (4, 4, 3), (3, 8), (7, 4), (6, 5), (4, 7), (3, 5, 3), (4, 3, 4), (3, 2, 2, 2, 2), (3, 4, 2, 2), (1,) * 11}
)  # fmt: skip
_COUNTRY = frozenset({"86", "0086", "086"})
_CALLED = re.compile(r"手机|电话|联系|致电|拨打|来电|短信|号码|tel|phone|mobile|微信", re.I)
_CARD_WORDS = re.compile(r"银行|卡号|账号|帐号|账户|帐户|开户|借记卡|信用卡|存折|一卡通")
_CARD_START = re.compile(r"62|4|5[1-5]|3[0478]|35|60|65|9[4-9]")
_ID_WORDS = re.compile(
    r"身份证|证件号|公民身份|身份号|(?<![A-Za-z])ID(?![A-Za-z])|户口|残疾证|低保证|优待证|社保号|社会保障号|医保号|学籍号|证号",
    re.I,
)
_HARMLESS = re.compile(
    r"(?:订单|单号|运单|快递|流水|发票|书号|ISBN|条码|条形码|表号|表底|读数|户号|批号|备案|案号|文号|编号|编码|信用代码|统一代码|货号|型号|序列号|许可证|合同|工单|受理号|件号|版本)[^\d。；\n]{0,6}$",
    re.I,
)
_UUID = re.compile(r"(?<![0-9a-zA-Z])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-zA-Z])")
_AREA = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of one person in a text: its place, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Window:
    """Some groups of a run that follow each other."""

    digits: str
    sizes: tuple[int, ...]
    gaps: tuple[str, ...]
    start: int
    end: int
    whole: bool
    """Whether the run holds nothing else."""


def find_numbers(text: str) -> Iterator[Number]:
    """Every mobile, identity and card number, in the order of their places."""
    folded = fold(text)
    done = 0
    for run in _RUN.finditer(folded):
        groups = [m.span() for m in _GROUP.finditer(folded, run.start(), run.end())]
        if sum(end - start for start, end in groups) < 11:
            continue
        for first in range(len(groups)):
            if groups[first][0] < done:
                continue
            found = _read_from(folded, groups, first)
            if found:
                done = found.end
                yield found


def fold(text: str) -> str:
    """The text with every kind of digit as 0 to 9 and what nobody sees as filler; as long as before."""
    if "<" in text or "&" in text or "%" in text or "\\u" in text or not text.isascii():
        text = _HIDDEN.sub(_fill, text)
    if _ODD.search(text):
        text = text.translate(_DIGITS)
    if not text.isascii():
        text = _HAN_RUN.sub(_read_han, text)
    return _LETTER_RUN.sub(_read_letters, text) if _LETTER_AMID.search(text) else text


def _fill(match: re.Match[str]) -> str:
    """An escape of one character as that and filler; markup, and what has no width, as filler alone."""
    word = match[0]
    shown = ""
    if word.startswith("&#"):
        number = word[2:-1]
        code = int(number[1:], 16) if number[0] in "xX" else int(number) if number.isdigit() else 0
        shown = chr(code) if 0 < code < sys.maxunicode else ""
    elif word.startswith(("%", "\\u")):
        shown = chr(int(word.lstrip("%\\u"), 16))
    return (shown or FILLER) + FILLER * (len(word) - 1)


def _read_han(match: re.Match[str]) -> str:
    """A number told in Chinese; one to five words of a list or a year are left as they are."""
    told = match[0]
    return told.translate(_HAN) if sum(not c.isspace() and c not in "-—·" for c in told) >= 11 else told


def _read_letters(match: re.Match[str]) -> str:
    """A number with letters that look like digits; most of it are digits."""
    word = match[0]
    return word.translate(_LETTERS) if sum(c.isdigit() for c in word) * 2 > len(word) else word


def _read_from(text: str, groups: list[tuple[int, int]], first: int) -> Number | None:
    """What begins with a group of a run, the longest kind first."""
    start = groups[first][0]
    if _is_digest(text, start):
        return None
    before = text[max(0, start - 24) : start]
    for window in _windows(text, groups, first):
        kind = _name_number(window, before, text)
        if kind == "id":
            tail = _LAST_X.match(text, window.end) if len(window.digits) == 17 else None
            return Number(window.start, tail.end() if tail else window.end, "id")
        if kind:
            return Number(window.start, window.end, kind)
    return None


def _windows(text: str, groups: list[tuple[int, int]], first: int) -> Iterator[_Window]:
    """Groups from one on, of 11 to 22 digits in all, the most first."""
    found: list[_Window] = []
    digits = ""
    for last in range(first, min(len(groups), first + 22)):
        begin, end = groups[last]
        digits += text[begin:end]
        if len(digits) > 22:
            break
        if len(digits) >= 11:
            parts = groups[first : last + 1]
            # Filler between two groups parts nothing: a reader sees one group.
            gaps = tuple(text[a[1] : b[0]].replace(FILLER, "") for a, b in pairwise(parts))
            sizes = _join_sizes([b - a for a, b in parts], gaps)
            whole = first == 0 and last == len(groups) - 1
            found.append(_Window(digits, sizes, tuple(g for g in gaps if g), parts[0][0], end, whole))
    yield from reversed(found)


def _join_sizes(sizes: list[int], gaps: tuple[str, ...]) -> tuple[int, ...]:
    joined = sizes[:1]
    for size, gap in zip(sizes[1:], gaps, strict=True):
        if gap:
            joined.append(size)
        else:
            joined[-1] += size
    return tuple(joined)


def _name_number(window: _Window, before: str, text: str) -> str:
    digits = window.digits
    if _is_id(window, before, text):
        return "id"
    if 13 <= len(digits) <= 19 and _is_card(window, before):
        return "card"
    return "mobile" if len(digits) in (11, 13, 14, 15) and _is_mobile(window, before) else ""


def _is_mobile(window: _Window, before: str) -> bool:
    digits, sizes = window.digits, window.sizes
    for code in sorted(_COUNTRY):
        if len(digits) == 11 + len(code) and digits.startswith(code):
            digits = digits[len(code) :]
            sizes = sizes[1:] if sizes[0] == len(code) else (sizes[0] - len(code), *sizes[1:])
    if not _MOBILE.fullmatch(digits):
        return False
    if _CALLED.search(before[-12:]):
        return True
    if _HARMLESS.search(before) or _is_amount(window):
        return False
    return sizes in _MOBILE_SHAPES or (window.whole and len(set(window.gaps)) == 1)


def _is_amount(window: _Window) -> bool:
    """13,800,138,000 is a sum and 130.12345678 a degree of longitude."""
    thousands = set(window.gaps) == {","} and window.sizes[0] <= 3 and set(window.sizes[1:]) == {3}
    return thousands or (window.gaps == (".",) and window.sizes[0] <= 3)


def _is_id(window: _Window, before: str, text: str) -> bool:
    """GB 11643-1999: region, birth date, serial, check digit; its forerunner of 15 digits has neither century nor check."""
    digits = window.digits + _check_letter(window, text)
    named = bool(_ID_WORDS.search(before[-16:]))
    if len(digits) == 18 and _AREA.match(digits) and _is_birth(digits[6:14]):
        return named or _check_digit(digits) == digits[17] or not _HARMLESS.search(before)
    if len(digits) == 15 and _AREA.match(digits) and _is_birth("19" + digits[6:12]):
        return named or (window.sizes in {(15,), (6, 6, 3)} and not _HARMLESS.search(before))
    return named and len(digits) in (15, 18) and window.whole


def _check_letter(window: _Window, text: str) -> str:
    """The X that stands for a check digit of ten, where one ends the number."""
    tail = _LAST_X.match(text, window.end) if len(window.digits) == 17 else None
    return "X" if tail and not text[tail.end() : tail.end() + 1].isalnum() else ""


def _check_digit(digits: str) -> str:
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, _ID_WEIGHTS, strict=False)) % 11]


def _is_birth(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not 1900 <= year <= 2099:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_card(window: _Window, before: str) -> bool:
    """ISO/IEC 7812: an issuer's number first, a Luhn digit last."""
    if _CARD_WORDS.search(before[-16:]):
        return True
    spelt = len(window.sizes) == 1 or (set(window.sizes[:-1]) == {4} and window.sizes[-1] <= 4) or window.sizes[0] == 6
    likely = bool(_CARD_START.match(window.digits)) and _has_luhn_digit(window.digits)
    return spelt and likely and len(window.digits) >= 15 and not _HARMLESS.search(before)


def _has_luhn_digit(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def _is_digest(text: str, at: int) -> bool:
    """Whether a place is inside a long word of letters and digits, or a UUID: a digest or a key, nobody's number."""
    start = end = at
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum() and at - start < 80:
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum() and end - at < 80:
        end += 1
    word = text[start:end]
    return (len(word) >= 20 and any(c.isalpha() for c in word)) or _is_uuid(text, at)


def _is_uuid(text: str, at: int) -> bool:
    """Whether a place is inside a UUID; one without a letter may be anything, and is not believed."""
    around = range(max(0, at - 35), at + 1)
    found = (_UUID.match(text, start) for start in around if text[start] in "0123456789abcdefABCDEF")
    return any(at < match.end() and any(c.isalpha() for c in match[0]) for match in found if match)
