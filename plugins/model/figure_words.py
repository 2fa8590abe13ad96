"""What figures are called and how they are said: 600多张, 约7900户; and those the site reckons itself, of what residents raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from plugins.model.cases import Case

Approximation = Literal["about", "over", "nearly"]
APPROXIMATIONS: Mapping[Approximation, str] = {"about": "约", "over": "多", "nearly": "近"}
PEOPLE = frozenset({"人", "人次", "户", "户次", "名", "位", "家", "对", "例"})
"""Units that count people: a value under three could be somebody's."""
FEW = 3


def say_period(period: str) -> str:
    """2012年, 2012年3月, 2008—2012年"""
    if "/" in period:
        return f"{period.replace('/', '—')}年"
    year, _, month = period.partition("-")
    return f"{year}年{int(month)}月" if month else f"{year}年"


def say_amount(value: Decimal | None, unit: str, approx: Approximation | None = None) -> str:
    """A number with its unit, ten thousands as 万."""
    if value is None:
        return f"少于{FEW}{unit}"
    number, ten = value, ""
    if value >= TEN_THOUSAND and value % 1000 == 0:
        number, ten = value / TEN_THOUSAND, "万"
    words = f"{number.normalize():f}"
    if approx == "over":
        round_ten = ten and number % 10 == 0
        return f"{words}多{ten}{unit}" if round_ten or not ten else f"{words}{ten}多{unit}"
    return f"{APPROXIMATIONS[approx] if approx else ''}{words}{ten}{unit}"


TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A figure that the site reckons itself."""

    id: str
    name: str
    unit: str
    definition: str
    value: Fraction
    also: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return f"{int(self.value + Fraction(1, 2))}{self.unit}"


RECKONED: Mapping[str, str] = {
    "cases-received": "居民反映的事，一共收到",
    "cases-open": "居民反映的事，正在办",
    "cases-solved": "居民反映的事，已解决",
    "cases-solved-share": "居民反映的事，已解决的占几成",
    "issues-received": "难题，一共收到",
    "issues-open": "难题，正在办",
    "issues-solved": "难题，已解决",
    "issues-solved-share": "难题，已解决的占几成",
}
"""The figures that are reckoned of what residents raised, by id."""
_SOLVED = "解决|办成|办结|办完|办好|有了结果|落实"


def reckon(cases: Iterable[Case]) -> tuple[Reckoned, ...]:
    """The figures of all cases and of hard issues, shown or not; none of none."""
    found = list(cases)
    issues = [case for case in found if case.case_kind == "issue"]
    return (
        *_reckon("cases", found, ("居民反映|反映的事|反映的问题|诉求 " + _SOLVED,)),
        *_reckon("issues", issues, ("难题|难事|难点|热点难点|难处 " + _SOLVED,)),
    )


def _reckon(word: str, cases: list[Case], also: tuple[str, ...]) -> Iterable[Reckoned]:
    if not cases:
        return
    solved = sum(case.state == "solved" for case in cases)
    counts = {"received": len(cases), "open": sum(case.is_open for case in cases), "solved": solved}
    for name, count in counts.items():
        id = f"{word}-{name}"
        yield Reckoned(id, RECKONED[id], "件", "有编号的都算，不公开的也算。", Fraction(count))
    id = f"{word}-solved-share"
    definition = f"已解决的 {solved} 件，除以一共收到的 {len(cases)} 件。"
    yield Reckoned(id, RECKONED[id], "%", definition, Fraction(100 * solved, len(cases)), also)
