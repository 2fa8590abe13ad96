"""Figures that the community states: a name, a unit, how it is counted, and its values by period; hides how they are read."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from plugins.model.entries import OLD, SERIES, Entry
from plugins.model.fields import Alias, Line, SeriesSlug, Slug, Summary, Text
from plugins.model.figure_words import FEW, PEOPLE, RECKONED, Approximation, say_amount, say_period
from plugins.model.kind import Kind, one_list
from plugins.model.moments import YEARS, refuse, take_text
from plugins.model.parts import Part
from plugins.model.spelling import DIGITS, Names, Spelling

_PERIOD = re.compile(
    r"((?:19|20|21)\d\d)(?:\s*[-./年]\s*(0?[1-9]|1[0-2])\s*月?|\s*年)?"
    r"(?:\s*(?:--?|—+|–|至|到|~|～)\s*((?:19|20|21)\d\d)\s*年?)?"
)
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,2})?", re.ASCII)
_UNTOLD = re.compile(r"[<＜]\s*3|少于\s*3")


def _period(value: object) -> str:
    """2012, 2012-03 or 2008/2012."""
    text = take_text(value)
    match = _PERIOD.fullmatch(text)
    if not match or (match[2] and match[3]):
        return refuse(f"时期写法不对：“{text[:40]}”", "写年份 2012、年月 2012-03，或起止年份 2008—2012")
    first, month, last = match.groups()
    if last and last <= first:
        refuse(f"起止年份颠倒了：“{text[:40]}”", f"写成 {last}—{first}，或只写一年")
    return f"{first}-{int(month):02}" if month else f"{first}/{last}" if last else first


def _amount(value: object) -> Decimal | None:
    """A number of at most two figures behind the point; None for one that is not told because it is so small."""
    text = take_text(value)
    if _UNTOLD.fullmatch(text):
        return None
    if not _AMOUNT.fullmatch(text):
        plain = re.sub(r"[,，\s]", "", text)
        fix = f"写成 {plain}" if _AMOUNT.fullmatch(plain) else "只写数字，例如 600；大约、多少写 approx，单位写 unit"
        refuse(f"应为数字，写的是“{text[:40]}”", fix)
    return Decimal(text)


Period = Annotated[
    str,
    BeforeValidator(_period),
    Spelling(
        "时期，如 2012、2012-03 或 2008—2012",
        pattern=r"(?:19|20|21)[0-9]{2}.*",
        types=("string", DIGITS),
        between=(YEARS[0], YEARS[-1]),
        example="2012",
    ),
]
Amount = Annotated[
    Decimal | None,
    BeforeValidator(_amount),
    Spelling(
        '数字，如 600；不到 3 的写 "<3"',
        pattern=r"[0-9]{1,12}(?:\.[0-9]{1,2})?|[<＜]\s*3|少于\s*3",
        types=("string", "number"),
        between=(0, 10**12 - 1),
        example="600",
    ),
]
FigureId = Annotated[Slug, Names("figures")]


class FigureValue(Part):
    """What a figure was in one period."""

    period: Period = Field(title="时期", description="哪一年、哪个月，或从哪年到哪年")
    value: Amount = Field(title="数")
    approx: Approximation | None = Field(
        None, title="约数", description="about 约；over 多；nearly 近；材料里写“600多”的，value 写 600，这里写 over"
    )

    @property
    def place(self) -> Fraction:
        """Where on a line of time it stands: the year, or the middle of several."""
        years = [int(year) for year in re.findall(r"\d{4}", self.period)]
        month = int(self.period[5:7]) if len(self.period) == len("2012-03") else 1
        return Fraction(sum(years), len(years)) + Fraction(month - 1, 12)

    @property
    def years(self) -> frozenset[int]:
        return frozenset(int(year) for year in re.findall(r"\d{4}", self.period))


class Figure(Entry):
    kind: ClassVar = Kind(
        "figures", "数字", one_list("data/figures.yaml"), "/figures/{id}/", "/figures/", summary="definition",
        sheet=True, most=500,
    )  # fmt: skip

    id: Slug = Field(title="编号", description="正文里写 {{ figure:编号 }}，页面显示最近一期的数和单位")
    name: Line = Field(title="名称", description="例如 老人免费乘车证")
    unit: Line = Field(title="单位", description="例如 张、人次、户、元；人次和次、户和户次要分清")
    definition: Summary = Field(title="怎样算的", description="数的是什么，从哪里到哪里")
    source: Text = Field(title="出处", description="哪一份材料、哪一本台账")
    values: tuple[FigureValue, ...] = Field(min_length=1, title="各期的数", description="一期一行，从早到晚")
    plot: Literal["bars", "line", "table"] = Field(
        "bars", title="画成", description="bars 横条；line 折线；table 不画，只列表"
    )
    also: tuple[Line, ...] = Field(
        (),
        title="文章里怎样提到它",
        description="一项写一组词，用空格隔开，一句话里都有就算提到，| 表示几个词有一个就行，例如 老人 乘车证|公交卡；"
        "提到它又写了别的数，检查会指出来",
    )
    series: SeriesSlug | None = SERIES
    aliases: tuple[Alias, ...] = OLD

    @field_validator("id")
    @classmethod
    def _is_typed(cls, id: str) -> str:
        if id in RECKONED:
            refuse(f"“{id}”是网站自己算的数", "换一个编号")
        return id

    @field_validator("values")
    @classmethod
    def _go_on(cls, values: tuple[FigureValue, ...], others: ValidationInfo) -> tuple[FigureValue, ...]:
        for number, (before, value) in enumerate(pairwise(values), 2):
            if value.period == before.period:
                refuse(f"第 {number} 行又写了 {say_period(value.period)}", "一期只写一行")
            if value.place < before.place:
                refuse(f"第 {number} 行 {say_period(value.period)} 在前一行之前", "从早到晚写")
        unit = others.data.get("unit", "")
        for number, value in enumerate(values, 1):
            if value.value is not None and 0 < value.value < FEW and unit in PEOPLE:
                refuse(f"第 {number} 行只有 {value.value} {unit}，会认出是谁", '写成 "<3"，仓库是公开的')
            if value.value is not None and value.value % 1 and unit in PEOPLE:
                refuse(
                    f"第 {number} 行是 {value.value} {unit}，没有半{unit}", "写整数；平均数在 unit 里写明，例如 人次/天"
                )
            if value.value is None and value.approx:
                refuse(f"第 {number} 行不到 3，不用再写约数", "删掉 approx")
        return values

    @property
    def latest(self) -> FigureValue:
        return self.values[-1]

    def say(self, value: FigureValue) -> str:
        """600多张, 约7900户, 500多万元, 少于3人."""
        return say_amount(value.value, self.unit, value.approx)
