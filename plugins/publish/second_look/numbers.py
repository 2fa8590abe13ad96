"""Numbers of persons in a text, gone through sign by sign."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from plugins.publish.second_look.thing import CARD, CITIZEN, MOBILE, Thing

_HAN = dict(zip("〇零一二三四五六七八九幺两洞拐壹贰叁肆伍陆柒捌玖", "001234567891207123456789", strict=True))
_LIKE = dict(zip("oOQlIB", "000118", strict=True))
_SAYS_PHONE = ("电话", "手机", "联系", "致电", "拨打", "短信", "tel", "phone", "mobile", "call")
_SAYS_CITIZEN = ("身份证", "证件", "公民身份", "户口", "残疾证", "证号")
_SAYS_CARD = (
    "卡号",
    "账号",
    "帐号",
    "账户",
    "开户",
    "存折",
    "收款",
    "社保卡",
    "市民卡",
    "一卡通",
    "户名",
    "信用卡",
    "借记卡",
    "储蓄卡",
    "打款",
    "打到",
    "转账",
    "汇款",
    "退款",
    "捐款",
    "工资",
    "card",
)
_SAYS_BANK = ("银行", "农商", "信用社", "工行", "农行", "中行", "建行", "招行", "交行", "邮储")
_SAYS_NOTHING = ("单号", "交易号", "交易编号", "流水", "发票", "书号", "isbn", "issn", "条码", "条形码", "表号", "读数", "户号", "批号", "备案", "案号", "文号", "编号", "编码", "代码", "货号", "型号", "序列号", "许可证", "合同", "工单", "受理号", "件号", "版本", "订单", "缴费", "电表", "水表", "燃气", "运单", "机身", "表底")  # fmt: skip
_SAYS_ORDER = ("订单", "单号", "运单", "快递单", "流水", "交易号", "交易编号", "发票")
"""Of what nothing says, what is counted without end: its last digit may be right by chance."""
_SHAPES = frozenset({"344", "335", "56", "443", "38", "74", "65", "47", "353", "434", "32222", "3422", "1" * 11})
_MOST_GROUPS = 19
"""A card's digits, each by itself."""
_CITIZEN_SHAPES = (
    [18],
    [15],
    [17],
    [6, 8, 4],
    [6, 8, 3],
    [6, 4, 4, 4],
    [6, 4, 2, 2, 4],
    [4, 4, 4, 4, 2],
    [6, 6, 6],
    [3] * 6,
    [6, 6, 3],
    [6, 12],
    [14, 4],
)
_LISTING = frozenset(",，、|:=;；")
_HEXADECIMAL = frozenset("0123456789abcdef")
_MEASURES = frozenset("×÷±%‰°$¥€")


@dataclass(slots=True)
class _Phrase:
    """Digits that follow each other with no more than a few signs between them."""

    start: int
    groups: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    told: int = 0
    """How many of the digits are told in Chinese."""

    def add(self, at: int, gap: str, digit: str, told: bool) -> None:
        """Take one more digit, which begins a group where something stands before it."""
        if not self.groups:
            self.start = at
            self.groups.append("")
        elif gap:
            self.gaps.append(gap)
            self.groups.append("")
        self.groups[-1] += digit
        self.told += told


def _phrases(text: str, words: bool) -> Iterator[_Phrase]:
    """Goes through a text sign by sign; with `words` a Chinese numeral counts as a digit."""
    phrase, gap = _Phrase(0), ""
    for at, sign in enumerate(text):
        digit = sign if sign in "0123456789" else str(unicodedata.digit(sign, "")) if sign > "\x7f" else ""
        told = words and not digit and sign in _HAN
        if digit or told:
            phrase.add(at, gap, digit or _HAN[sign], told)
            gap = ""
        elif sign > "\x7f" and unicodedata.category(sign) in ("Cf", "Mn", "Me"):
            continue
        elif phrase.groups:
            gap += sign
            if _parts(sign, gap):
                yield phrase
                phrase, gap = _Phrase(at), ""
    if phrase.groups:
        yield phrase


def _parts(sign: str, gap: str) -> bool:
    """Whether what stands behind a digit ends its phrase."""
    return sign.isalpha() or sign < "\t" or sign in _MEASURES or len(gap) > 5 or gap.count("\n") > 1


def look_at_numbers(text: str) -> Iterator[Thing]:
    for phrase in _phrases(text, words=False):
        if sum(map(len, phrase.groups)) > 10:
            yield from _judge(phrase, text)
    if sum(map(text.count, _HAN)) > 3:
        yield from _look_at_numerals(text)
    if any(map(text.count, _LIKE)):
        yield from _look_at_letters(text)


def _look_at_numerals(text: str) -> Iterator[Thing]:
    """Numbers of which some digits are told in Chinese."""
    for phrase in _phrases(text, words=True):
        if phrase.told > 2 and sum(map(len, phrase.groups)) - phrase.told < 11:
            for told in sorted({*phrase.groups, "".join(phrase.groups)}):
                if _is_mobile(told):
                    yield Thing(MOBILE, told)
                if _has_birthday(told):
                    yield Thing(CITIZEN, told)


def _look_at_letters(text: str) -> Iterator[Thing]:
    """Mobiles of which some digits are letters that look like them."""
    for word in "".join(c if c.isascii() and c.isalnum() else " " for c in text).split():
        plain = "".join(_LIKE.get(c, c) for c in word)
        if len(plain) == 11 and sum(map(str.isdigit, word)) > 5 and plain != word and _is_mobile(plain):
            yield Thing(MOBILE, plain)


def _judge(phrase: _Phrase, text: str) -> Iterator[Thing]:
    """The longest thing from each group on."""
    before = text[max(0, phrase.start - 16) : phrase.start].casefold()
    after = _end_of(phrase, text)
    if _is_code(text, phrase.start):
        return
    # 0.138… is a fraction, whatever its digits.
    first = 2 if phrase.groups[0] == "0" and phrase.gaps[:1] == ["."] else 0
    whole = "".join(phrase.groups)
    ends = [0, *accumulate(map(len, phrase.groups))]
    while first < len(phrase.groups):
        begin = ends[first]
        most = (
            min(len(phrase.groups), first + _MOST_GROUPS) if not first or _may_begin(whole[begin : begin + 18]) else 0
        )
        for last in range(most, first, -1):
            if not 11 <= ends[last] - begin <= 19:
                continue
            groups, gaps = phrase.groups[first:last], phrase.gaps[first : last - 1]
            around = (*phrase.gaps[max(0, first - 1) : first], *phrase.gaps[last - 1 : last])
            kind = _kind_of(groups, gaps, before if first == 0 else "", after if last == len(phrase.groups) else "")
            if (
                kind == MOBILE
                and not (first == 0 and _says(_SAYS_PHONE, before[-12:]))
                and _is_piece(groups, gaps, around)
            ):
                kind = ""
            if kind:
                digits = "".join(groups)
                yield Thing(kind, digits[-11:] if kind == MOBILE else digits)
                first = last - 1
                break
        first += 1


def _is_piece(groups: list[str], gaps: list[str], around: tuple[str, ...]) -> bool:
    """Whether what looks like a mobile is amid a longer code, parted as its own groups are: SZ-2026-1380013-8000."""
    halves = len(groups) == 2 and set(gaps) == {"-"}
    return (halves or groups[0][0] == "0") and not set(gaps).isdisjoint(around)


def _may_begin(ahead: str) -> bool:
    """Whether a thing that no word announces can begin with some digits: most groups are settled by them."""
    if ahead[:2] == "62" or ahead[:1] in ("4", "5"):
        return True
    if any(ahead.startswith(f"{p}1") and ahead[len(p) + 1 : len(p) + 2] > "2" for p in ("", "0", "86", "0086")):
        return True
    # Both forms of identity numbers: a year or the rest of one, then a month.
    return "11" <= ahead[:2] <= "65" and (ahead[6:8] in ("19", "20") or "01" <= ahead[8:10] <= "12")


def _end_of(phrase: _Phrase, text: str) -> str:
    """What stands behind a phrase, as far as the end of an identity number can reach."""
    left, at = sum(map(len, phrase.groups)), phrase.start
    while left and at < len(text):
        left -= unicodedata.digit(text[at], None) is not None
        at += 1
    return text[at : at + 4]


def _is_code(text: str, at: int) -> bool:
    """Whether a number stands in a word of twenty and more letters and digits, or in one of five parts: a digest, a key, a UUID."""
    word = _word_around(text, at)
    parts = word.split("-")
    longest = max(parts, key=len)
    uuid = [len(part) for part in parts] == [8, 4, 4, 4, 12]
    letters = sum(c.isalpha() for c in longest)
    # Sixteen hexadecimal digits, letters at both ends: what git and its like say of a version.
    version = (
        len(longest) > 15
        and letters > 3
        and set(longest) <= _HEXADECIMAL
        and longest[0].isalpha() + longest[-1].isalpha() > 0
    )
    return any(c.isalpha() for c in word) and (uuid or version or (len(longest) > 19 and letters > 0))


def _word_around(text: str, at: int) -> str:
    """The letters, digits and hyphens on both sides of a place, no more than ninety of each."""
    start = end = at
    while start and at - start < 90 and _is_of_word(text[start - 1]):
        start -= 1
    while end < len(text) and end - at < 90 and _is_of_word(text[end]):
        end += 1
    return text[start:end]


def _is_of_word(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == "-")


def _kind_of(groups: list[str], gaps: list[str], before: str, after: str) -> str:
    digits = "".join(groups)
    number = _with_x(digits, after)
    nothing = _says(_SAYS_NOTHING, before[-14:]) and not _says(_SAYS_PHONE, before[-6:])
    if _is_called_citizen(digits, number, before) or (_is_citizen(number) and not _counts_orders(before)):
        return CITIZEN
    # par_id281… is how a program names a thing; fifteen digits have no check digit that tells.
    glued = len(number) == 15 and before[-1:].isascii() and (before[-1:].isalpha() or before[-1:] == "_")
    if not nothing and not glued and _has_birthday(number) and [len(group) for group in groups] in _CITIZEN_SHAPES:
        return CITIZEN
    if _is_called_card(digits, before):
        return CARD
    if nothing:
        return ""
    if _is_card(digits, groups, gaps):
        return CARD
    return MOBILE if _is_spelt_mobile(groups, gaps, before) else ""


def _says(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def _counts_orders(before: str) -> bool:
    """Whether an order's word stands right before, with nobody and no other number in between."""
    rests = (before.rpartition(word)[2] for word in _SAYS_ORDER if word in before)
    return any(
        len(rest) < 7 and not any(c.isdigit() or c in "。；\n员人师姐哥叔姨生士" for c in rest) for rest in rests
    )


def _is_called_citizen(digits: str, number: str, before: str) -> bool:
    return _says(_SAYS_CITIZEN, before) and (len(digits) in (15, 18) or len(number) == 18)


def _is_called_card(digits: str, before: str) -> bool:
    called = _says(_SAYS_CARD, before) or (
        digits[:2] == "62" and (_says(_SAYS_BANK, before) or before.rstrip(" :：").endswith("卡"))
    )
    return called and 13 <= len(digits) <= 19 and digits[0] != "0"


def _is_card(digits: str, groups: list[str], gaps: list[str]) -> bool:
    """Nobody calls it one: it has an issuer's number, and is written by fours or has the right last digit."""
    if not _is_issued(digits) or len(set(gaps)) > 1:
        return False
    fours = bool(gaps) and all(len(group) == 4 for group in groups[:-1]) and len(groups[-1]) < 5
    return fours or (_has_luhn_digit(digits) and (not gaps or len(groups[0]) == 6))


def _with_x(digits: str, after: str) -> str:
    tail = after.lstrip(" -.()").upper()
    return f"{digits}X" if len(digits) == 17 and tail[:1] in ("X", "×") and not tail[1:2].isalnum() else digits


def _is_mobile(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"


def _is_spelt_mobile(groups: list[str], gaps: list[str], before: str) -> bool:
    digits = "".join(groups)
    prefix = next((p for p in ("0086", "86", "0") if digits.startswith(p) and _is_mobile(digits[len(p) :])), "")
    if not _is_mobile(digits[len(prefix) :]):
        return False
    if _says(_SAYS_PHONE, before[-12:]):
        return True
    if digits.startswith("14159265"):
        # π, behind its 3.
        return False
    sizes = [len(group) for group in groups]
    sizes[0] -= len(prefix)
    if not sizes[0]:
        sizes, gaps = sizes[1:], gaps[1:]
    if _is_list(sizes, gaps) or _is_day(groups[-3:]):
        return False
    return len(sizes) == 1 or "".join(map(str, sizes)) in _SHAPES


def _is_list(sizes: list[int], gaps: list[str]) -> bool:
    """Whether groups are numbers of their own: parted by signs, by lines, or by a decimal point."""
    if any(sign in _LISTING for gap in gaps for sign in gap.strip()):
        return True
    lines = sum("\n" in gap for gap in gaps)
    if lines > 1 or (lines and "".join(map(str, sizes)) not in ("38", "74", "344")):
        return True
    return gaps == ["."]


def _is_day(groups: list[str]) -> bool:
    return (
        [len(g) for g in groups] == [4, 2, 2]
        and groups[0][:2] in ("19", "20")
        and groups[1] < "13"
        and groups[2] < "32"
    )


def _is_citizen(digits: str) -> bool:
    """ISO 7064, MOD 11-2, sign by sign, as GB 11643 asks; with a region and a birthday in it."""
    if len(digits) != 18 or not _has_birthday(digits):
        return False
    rest = 0
    for sign in digits:
        rest = (rest * 2 + (10 if sign == "X" else int(sign))) % 11
    return rest == 1


def _has_birthday(digits: str) -> bool:
    """A region's number and a day, as both forms of identity numbers have them; the old one leaves out the century."""
    if len(digits) not in (15, 18) or not digits[:-1].isdigit() or not "11" <= digits[:2] <= "65":
        return False
    day = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    return "1899" < day[:4] < "2100" and "01" <= day[4:6] <= "12" and "01" <= day[6:] <= "31"


def _is_issued(digits: str) -> bool:
    return (digits[:2] == "62" and 16 <= len(digits) <= 19) or (digits[0] in "45" and len(digits) == 16)


def _has_luhn_digit(digits: str) -> bool:
    """ISO/IEC 7812 by a table of doubled digits."""
    doubled = digits[-2::-2].translate(str.maketrans("0123456789", "0246813579"))
    return (sum(map(int, digits[-1::-2])) + sum(map(int, doubled))) % 10 == 0
