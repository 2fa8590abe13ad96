"""Long numbers that belong to one person, however they are spelt; hides how digits and groups are read.

A text is folded character by character, so that every place found in it is the place in the text. Digits parted by
blanks, hyphens and their like are a run of groups; a number begins and ends with a group, so that a part of a longer
number is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from plugins.private.folding import FILLER, fold

_TAG_OF_NUMBERS = re.compile(r"<[^<>0-9]*[0-9][^<>]{10,}>")
_HARD = r"\-‐‑‒–—―−－﹣.．·•・/／\\+～'’…⋯＊^＾‧〜"
_SOFT = ",，、|｜:：=;；"
"""What parts the members of a list or a row as well as the digits of one number."""
_AROUND = r"()（）\[\]【】〔〕「」{}<>*_~`"
_RUN = re.compile(rf"[0-9][0-9\s{_HARD}{_SOFT}{_AROUND}{FILLER}]{{9,}}[0-9]")
_GROUP = re.compile(r"[0-9]+")
_JOINS = re.compile(
    rf"\s{{0,4}}[{_AROUND}]{{0,4}}\s{{0,3}}(?:\\?([{_HARD}{_SOFT}])\1{{0,5}})?\s{{0,4}}[{_AROUND}]{{0,4}}\s{{0,3}}"
)
"""What may stand between two groups of one number: blanks, brackets, and one sign or the same sign again."""
_LAST_X = re.compile(rf"[\s{_HARD}{_AROUND}{FILLER}]{{0,3}}[XxＸｘХх×✕✗]")

_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_SHAPES = frozenset(
    {(11,), (3, 4, 4), (3, 3, 5), (5, 6), (4, 4, 3), (3, 8), (7, 4), (6, 5), (4, 7), (3, 5, 3), (4, 3, 4), (3, 2, 2, 2, 2), (3, 4, 2, 2), (1,) * 11}
)  # fmt: skip
_DOTTED = frozenset({(3, 4, 4), (3, 3, 5), (4, 4, 3), (1,) * 11})
"""Shapes with dots: 1.7.12.14.12.10.2 is a version, and 192.168 is where a machine stands."""
_PI = "14159265"
_HALVES = frozenset({(3, 8), (7, 4), (5, 6), (6, 5), (4, 7)})
"""Shapes that a code of more parts has as well: SZ-2026-1380013-8000."""
_TWO_LINES = frozenset({(3, 8), (7, 4), (3, 4, 4)})
"""Shapes in which a number may go on in the next line; other figures below each other are a column of a table."""
_COUNTRY = ("0086", "086", "86", "0")
"""What is dialled before a mobile; the last by the old, from another town."""
_CALLED = re.compile(r"手机|电话|联系|致电|拨打|来电|短信|号码|tel|phone|mobile|微信", re.I)
_CARD_WORDS = re.compile(
    r"卡号|账号|帐号|账户|帐户|开户|借记卡|信用卡|储蓄卡|存折|一卡通|收款|社保卡|市民卡|户名|打款|转账|汇款|退款|捐款|工资|汇[到至入]|打到|(?<![A-Za-z])[Cc]ard(?![A-Za-z])"
)
_BANKS = re.compile(r"银行|农商|信用社|工行|农行|中行|建行|招行|交行|邮储|卡[：:]?\s?$")
_BANK_BEHIND = re.compile(r"[\s（(，,、]{0,2}(?:[一-鿿]{0,4}银行|农商|信用社|工行|农行|中行|建行|招行|交行|邮储)")
_CARD_START = re.compile(r"62|4|5[1-5]|3[0478]|35|60|65|9[4-9]")
_CARD_ALONE = re.compile(r"62\d{14,17}|4\d{15}|5[1-5]\d{14}|3[47]\d{13}|35\d{14}")
"""What stands for a card where no word says so."""
_ID_WORDS = re.compile(
    r"身份证|证件号|公民身份|身份号|(?<![A-Za-z_?&-])ID(?![A-Za-z]|=[\"'])|户口|残疾证|低保证|优待证|社保号|社会保障号|医保号|学籍号|证号",
    re.I,
)
_ID_SHAPES = frozenset({(18,), (6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (14, 4), (6, 12), (17,), (6, 8, 3), (14, 3)})
_HARMLESS = re.compile(
    r"(?:订单|单号|运单|快递单|流水|交易号|交易编号|发票|抽奖|中奖|摇号|坐标|得分|比分|序号|书号|ISBN|ISSN|条码|条形码|表号|表底|读数|户号|批号|备案|案号|文号|编号|编码|信用代码|统一代码|货号|型号|序列号|许可证|合同|工单|受理号|件号|版本|缴费|电表|水表|燃气表|机身)"
    r"(?P<rest>[^\d。；\n员人师姐哥叔姨生士]{0,6})$",
    re.I,
)
_ORDER = re.compile(r"(?:订单|单号|运单|快递单|流水|交易号|交易编号|发票)[^\d。；\n员人师姐哥叔姨生士]{0,6}$")
"""What counts purchases and parcels: by chance one in some thousands has the form of an identity number, check digit and all."""
_UUID = re.compile(r"(?<![0-9a-zA-Z])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-zA-Z])")
_GLUED = re.compile(r"[A-Za-z_]$")
"""Before a number without a check digit: the name of a thing in a program, par_id281…"""
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
    goes_on: bool = False
    """Whether what stands before or behind is parted from it as its own groups are: it may be a piece of a longer code."""


def find_numbers(text: str) -> Iterator[Number]:
    """Every mobile, identity and card number, in the order of their places."""
    inside = [m for m in _TAG_OF_NUMBERS.finditer(text) if sum(map(str.isdigit, m[0])) > 10] if "<" in text else ()
    for tag in inside:
        # What a tag says of itself is hidden below, and may be a number all the same.
        for number in find_numbers(tag[0].strip("<>")):
            yield Number(number.start + tag.start() + 1, number.end + tag.start() + 1, number.kind)
    folded = fold(text)
    for run in _RUN.finditer(folded):
        for groups in _part(folded, [m.span() for m in _GROUP.finditer(folded, run.start(), run.end())]):
            yield from _read_groups(folded, groups, run.start())


def _part(text: str, groups: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The groups of a run, anew where what stands between two is more than one number has."""
    if sum(end - start for start, end in groups) < 11:
        return
    start = 0
    for i, (left, right) in enumerate(pairwise(groups), 1):
        if right[0] - left[1] == 1:
            continue
        gap = text[left[1] : right[0]].replace(FILLER, "")
        if len(gap) > 1 and (gap.count("\n") > 1 or not _JOINS.fullmatch(gap)):
            yield groups[start:i]
            start = i
    yield groups[start:]


def _read_groups(text: str, groups: list[tuple[int, int]], begin: int) -> Iterator[Number]:
    """The numbers of some groups; `begin` is where their run begins: no word stands within one."""
    done = at = 0
    digits = "".join(text[start:end] for start, end in groups)
    for first, (start, end) in enumerate(groups):
        if len(digits) - at < 11:
            return
        if start >= done:
            lengths = _lengths(digits[at : at + 18], _size_of(text, groups[first]))
            near = text[max(0, start - 16) : start] if start - begin < 16 else ""
            if near and any(words.search(near) for words in (_ID_WORDS, _CARD_WORDS, _BANKS)):
                lengths = _ANY_LENGTH
            # Eleven or twelve digits are a mobile or nothing.
            if lengths and (len(digits) - at > 12 or digits[at] in "018"):
                found = _read_from(text, groups, first, lengths)
                if found:
                    done = found.end
                    yield found
        at += end - start


def _size_of(text: str, group: tuple[int, int]) -> int:
    """How long a group is; nought where markup stands behind it, and it may go on."""
    return 0 if text[group[1] : group[1] + 1] == FILLER else group[1] - group[0]


_ANY_LENGTH = frozenset(range(11, 23))
_MAY_BE_MOBILE = re.compile("(0086|086|86|0)?1[3-9]")
_MAY_BE_BIRTH = re.compile("(?:19|20)[0-9]{2}[01][0-9][0-3]")
_MAY_BE_OLD_BIRTH = re.compile("[0-9]{2}[01][0-9][0-3]")
_CARD_LENGTHS = ((re.compile("62"), range(16, 20)), (re.compile("4|5[1-5]|35"), (16,)), (re.compile("3[47]"), (15,)))
_FIRST_OF_CARD, _FIRST_OF_OLD_ID = frozenset({0, 4, 6, *range(13, 23)}), frozenset({0, 6, 15})
"""How long the first group of such a number is, where no word says what it is."""


def _lengths(ahead: str, size: int) -> frozenset[int]:
    """How many digits a number of a person may have that begins with some digits: most groups are settled by them."""
    lengths: list[int] = []
    if mobile := _MAY_BE_MOBILE.match(ahead):
        lengths.append(11 + len(mobile[1] or ""))
    if size in _FIRST_OF_CARD:
        lengths += (length for start, known in _CARD_LENGTHS if start.match(ahead) for length in known)
    if ahead[6:8] in ("19", "20") and _AREA.match(ahead) and _MAY_BE_BIRTH.match(ahead, 6):
        lengths += (17, 18)
    if size in _FIRST_OF_OLD_ID and _AREA.match(ahead) and _MAY_BE_OLD_BIRTH.match(ahead, 6):
        lengths.append(15)
    return frozenset(lengths)


def _read_from(text: str, groups: list[tuple[int, int]], first: int, lengths: frozenset[int]) -> Number | None:
    """What begins with a group of a run, the longest kind first."""
    start = groups[first][0]
    windows = list(_windows(text, groups, first, lengths))
    if not windows or _is_digest(text, start):
        return None
    before = text[max(0, start - 24) : start]
    for window in reversed(windows):
        kind = _name_number(window, before, text)
        if kind == "id":
            tail = _LAST_X.match(text, window.end) if len(window.digits) == 17 else None
            return Number(window.start, tail.end() if tail else window.end, "id")
        if kind:
            return Number(window.start, window.end, kind)
    return None


def _windows(text: str, groups: list[tuple[int, int]], first: int, lengths: frozenset[int]) -> Iterator[_Window]:
    """Groups from one on that have one of some numbers of digits in all, the fewest first."""
    left, count = max(lengths), 0
    for last in range(first, min(len(groups), first + left)):
        begin, end = groups[last]
        count += end - begin
        if count > left:
            return
        if count in lengths:
            yield _window(text, groups, first, last)


def _window(text: str, groups: list[tuple[int, int]], first: int, last: int) -> _Window:
    gaps: list[str] = []
    sizes: list[int] = []
    for at in range(first, last + 1):
        begin, end = groups[at]
        # Filler between two groups parts nothing: a reader sees one group.
        gap = text[groups[at - 1][1] : begin].replace(FILLER, "") if at > first else ""
        if gap:
            gaps.append(gap)
        if gap or at == first:
            sizes.append(end - begin)
        else:
            sizes[-1] += end - begin
    digits = "".join(text[begin:end] for begin, end in groups[first : last + 1])
    whole = first == 0 and last == len(groups) - 1
    around = {text[left[1] : right[0]] for left, right in pairwise(groups[max(0, first - 1) : first + 1])}
    around |= {text[left[1] : right[0]] for left, right in pairwise(groups[last : last + 2])}
    goes_on = not around.isdisjoint(gaps)
    return _Window(digits, tuple(sizes), tuple(gaps), groups[first][0], groups[last][1], whole, goes_on)


def _name_number(window: _Window, before: str, text: str) -> str:
    digits = window.digits
    if _is_id(window, before, text):
        return "id"
    if 13 <= len(digits) <= 19 and _is_card(window, before, text[window.end : window.end + 8]):
        return "card"
    return "mobile" if 11 <= len(digits) <= 15 and _is_mobile(window, before) else ""


def _is_mobile(window: _Window, before: str) -> bool:
    digits, sizes = _without_country(window)
    if not _MOBILE.fullmatch(digits) or _is_harmless(before) or _goes_on_a_landline(window, before):
        return False
    if _is_called(before):
        return True
    if _is_amount(window) or _ends_in_date(window) or _FRACTION.search(before) or digits.startswith(_PI):
        return False
    return _is_parted_as_a_mobile(window, sizes, before)


def _is_called(before: str) -> bool:
    """Whether a word calls this a phone, and not a number that stands between the word and this one."""
    *_, called = (None, *_CALLED.finditer(before[-12:]))
    return called is not None and not any(map(str.isdigit, before[-12:][called.end() :]))


def _without_country(window: _Window) -> tuple[str, tuple[int, ...]]:
    """The digits and the sizes of their groups behind 86, 086, 0086 or 0."""
    digits, sizes = window.digits, window.sizes
    code = next((c for c in _COUNTRY if len(digits) == 11 + len(c) and digits.startswith(c)), "")
    if not code:
        return digits, sizes
    rest = sizes[1:] if sizes[0] == len(code) else (sizes[0] - len(code), *sizes[1:])
    return digits[len(code) :], rest


def _has_soft_gap(window: _Window) -> bool:
    return any(sign in gap for gap in window.gaps for sign in _SOFT)


def _goes_on_a_landline(window: _Window, before: str) -> bool:
    return _has_soft_gap(window) and _AFTER_AREA.search(before) is not None


def _is_parted_as_a_mobile(window: _Window, sizes: tuple[int, ...], before: str) -> bool:
    """Whether the gaps are where people leave them: 3-4-4 and its like, anywhere if they are all the same and it stands alone."""
    alike = len(set(window.gaps)) == 1
    if window.goes_on and (window.digits[0] == "0" or (set(window.gaps) == {"-"} and sizes in _HALVES)):
        return False
    if set(window.gaps) == {"."} and sizes not in _DOTTED:
        return False
    if any("\n" in gap for gap in window.gaps):
        return sizes in _TWO_LINES and sum("\n" in gap for gap in window.gaps) == 1
    if _has_soft_gap(window):
        return window.whole and alike and _SPOKEN.search(before) is not None
    return sizes in _MOBILE_SHAPES or (window.whole and alike and not _counts_up(window))


def _counts_up(window: _Window) -> bool:
    """1 4 7 10 13 16 19 are days, floors or houses."""
    ends = [*accumulate(window.sizes)]
    groups = [int(window.digits[end - size : end]) for end, size in zip(ends, window.sizes, strict=True)]
    return len(groups) > 4 and all(one < other for one, other in pairwise(groups))


_AFTER_AREA = re.compile(r"(?<![0-9])0[0-9]{2,3}[-)） ]{0,2}[0-9]{3,4}-$")
"""What goes on here is the end of a landline and its extension; behind a comma comes something else."""
_FRACTION = re.compile(r"(?<![0-9.])0\.$")
_SPOKEN = re.compile(r"[一-鿿][：:，,、\s]?$")


def _is_harmless(before: str) -> bool:
    """Whether the word right before says what kind of number this is, and it is nobody's."""
    found = _HARMLESS.search(before)
    return found is not None and not _CALLED.search(found["rest"].replace("号码", ""))


def _is_amount(window: _Window) -> bool:
    """13,800,138,000 is a sum and 130.12345678 a degree of longitude."""
    thousands = set(window.gaps) == {","} and window.sizes[0] <= 3 and set(window.sizes[1:]) == {3}
    cents = len(window.sizes) == 2 and window.sizes[1] <= 2
    return thousands or (window.gaps == (".",) and (window.sizes[0] <= 3 or cents))


def _ends_in_date(window: _Window) -> bool:
    """An address that ends in 138 before 2026-11-28."""
    year, month, day = window.digits[-8:-4], window.digits[-4:-2], window.digits[-2:]
    return window.sizes[-3:] == (4, 2, 2) and "1900" <= year <= "2099" and "01" <= month <= "12" and "01" <= day <= "31"


def _is_id(window: _Window, before: str, text: str) -> bool:
    """GB 11643-1999: region, birth date, serial, check digit; its forerunner of 15 digits has neither century nor check."""
    digits = window.digits + _check_letter(window, text)
    named = bool(_ID_WORDS.search(before[-16:]))
    if len(digits) == 18 and _AREA.match(digits) and _is_birth(digits[6:14]):
        even = len(set(window.gaps)) <= 1
        right = even and _check_digit(digits) == digits[17] and not _ORDER.search(before)
        spelt = window.sizes in _ID_SHAPES or (even and window.whole)
        return named or right or (spelt and not _is_harmless(before))
    if len(digits) == 15 and _AREA.match(digits) and _is_birth("19" + digits[6:12]):
        return named or (window.sizes in {(15,), (6, 6, 3)} and not _is_harmless(before) and not _GLUED.search(before))
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


def _is_card(window: _Window, before: str, after: str) -> bool:
    """ISO/IEC 7812: an issuer's number first, a Luhn digit last."""
    issued = bool(_CARD_START.match(window.digits))
    if _CARD_WORDS.search(before[-16:]) or (issued and (_BANKS.search(before[-16:]) or _BANK_BEHIND.match(after))):
        return window.digits[0] != "0"
    if _is_harmless(before) or not _CARD_ALONE.fullmatch(window.digits) or len(set(window.gaps)) > 1:
        return False
    if _GLUED.search(before):
        return False
    fours = set(window.sizes[:-1]) == {4} and window.sizes[-1] <= 4
    return fours or ((len(window.sizes) == 1 or window.sizes[0] == 6) and _has_luhn_digit(window.digits))


def _has_luhn_digit(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


_VERSION = re.compile(r"(?=[0-9]*+(?:[a-f][0-9]*+){4})(?:[a-f][0-9a-f]{15,}|[0-9a-f]{15,}[a-f])")
"""Sixteen hexadecimal digits and more: what git and its like say of a version."""


def _is_digest(text: str, at: int) -> bool:
    """Whether a place is inside a long word of letters and digits, or a UUID: a digest or a key, nobody's number."""
    start = end = at
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum() and at - start < 80:
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum() and end - at < 80:
        end += 1
    word = text[start:end]
    return (len(word) >= 20 and any(c.isalpha() for c in word)) or bool(_VERSION.fullmatch(word)) or _is_uuid(text, at)


def _is_uuid(text: str, at: int) -> bool:
    """Whether a place is inside a UUID; one without a letter may be anything, and is not believed."""
    around = range(max(0, at - 35), at + 1)
    found = (_UUID.match(text, start) for start in around if text[start] in "0123456789abcdefABCDEF")
    return any(at < match.end() and any(c.isalpha() for c in match[0]) for match in found if match)
