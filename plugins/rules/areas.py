"""Numbers a digit short or long for their area; hides how one learns how many digits an area dials.

A number of seven digits is right in one town and reaches nobody in the next. Beijing and the areas 02x have eight; of
every other area the numbers that stand in the site's own lists say it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_FULL = re.compile(r"(010|02\d|0[3-9]\d\d)([1-9]\d{6,7})", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
_ALWAYS = re.compile(r"010|02\d")


class Areas:
    """How many digits each area dials, by the numbers that are known."""

    def __init__(self, known: Iterable[str]) -> None:
        self._counts: dict[str, Counter[int]] = {}
        for digits in known:
            if match := _FULL.fullmatch(digits):
                self._counts.setdefault(match[1], Counter())[len(match[2])] += 1
        most = max(self._counts, key=lambda area: (self._counts[area].total(), area), default="")
        self._home = most

    def judge(self, digits: str) -> tuple[str, str] | None:
        """What is wrong with a number as it is dialled in the country, and the fix; None where nothing is known to be."""
        match = _FULL.fullmatch(digits)
        area = match[1] if match else self._home if _LOCAL.fullmatch(digits) else ""
        right, typed = self._length(area) if area else 0, len(match[2] if match else digits)
        if not right or right == typed:
            return None
        shown = f"{match[1]}-{match[2]}" if match else digits
        slip, fix = ("少了一位", "看看漏了哪一位") if typed < right else ("多了一位", "看看多打了哪一位")
        return f"电话“{shown}”{slip}：{area} 的号码是 {right} 位，这里 {typed} 位", f"核对号码，{fix}"

    def _length(self, area: str) -> int:
        counts = self._counts.get(area, Counter())
        if _ALWAYS.fullmatch(area) or (counts[8] and counts[8] >= counts[7]):
            return 8
        return 7 if counts[7] else 0
