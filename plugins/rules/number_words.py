"""Numbers as Chinese prose has them: 1,500, 一千五百, 3万, 九成, 百分之九十; hides how each is spelt."""

from __future__ import annotations

import re
from fractions import Fraction

_HAN = dict(zip("〇零一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_POWERS = {"十": 10, "百": 100, "千": 1000}
NUMBER = r"(?:[0-9][0-9,，]{0,14}(?:\.[0-9]{1,2})?|[〇零一二三四五六七八九两十百千]{1,12})"
COUNT = re.compile(
    rf"(?P<number>{NUMBER})\s?(?:多|余|来|几)?\s?(?P<ten>万)?(?:多|余)?\s?(?:个|份)?(?P<unit>[\u4e00-\u9fff%％]{{1,3}})"
)
SHARE = re.compile(
    r"(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s?[%％]|百分之(?P<han>[〇零一二三四五六七八九十百]{1,5})|"
    r"(?P<tenths>[一二三四五六七八九])成(?!不变|为|立|功|员|本|长|就|年|人|片|套|千)(?P<half>半|[一二三四五六七八九](?!成))?|十分之(?P<parts>[一二三四五六七八九])"
)
ROUGH = re.compile(r"(?:约|大约|将近|近|大概|差不多|左右|上下)[^，,]{0,3}$")
LEFT = re.compile(r"没有|没能|尚未|未|还剩|剩下|还没")
YEAR = re.compile(r"((?:19|20|21)\d\d)\s*年")
FAMILIES = (("次", "人次", "户次"), ("户", "家"), ("元", "块"), ("人", "名", "位"))
"""Units that are taken for one another."""
STRICT = frozenset(FAMILIES[0])
"""Of those the ones that are not the same: 52次 and 52人次."""


def read_share(match: re.Match[str]) -> tuple[Fraction | None, Fraction]:
    """A share in hundredths, and how far its last figure reaches."""
    if match["percent"]:
        places = len(match["percent"].partition(".")[2])
        return Fraction(match["percent"]), Fraction(1, 2 * 10**places)
    if match["han"]:
        return read_number(match["han"]), Fraction(1, 2)
    tenths = _HAN[match["tenths"] or match["parts"]] * 10
    half = match["half"]
    return Fraction(tenths + (5 if half == "半" else _HAN[half] if half else 0)), Fraction(1, 2) if half else Fraction(
        5
    )


def read_number(text: str) -> Fraction | None:
    """1,500, 1500.5, 一千五百, 六百, 两千; None for what is none."""
    plain = re.sub(r"[,，]", "", text)
    if plain[0].isascii():
        return Fraction(plain)
    total, digit, power = 0, 0, 10
    for char in plain:
        if char in _POWERS:
            total += (digit or (1 if char == "十" and not total else 0)) * _POWERS[char]
            power, digit = _POWERS[char], 0
        else:
            digit = _HAN[char] if not digit else digit * 10 + _HAN[char]
    spoken = digit and total and power > 10 and "零" not in plain and digit < 10  # 六百五 is 650
    return Fraction(total + (digit * power // 10 if spoken else digit))
