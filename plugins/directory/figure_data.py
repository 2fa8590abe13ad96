"""Figures as rows of open data, one for each period; hides how a value that is not told stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plugins.model import APPROXIMATIONS, Figure, FigureValue, address_of
from plugins.site import Site


@dataclass(frozen=True, slots=True)
class FigureField:
    """One field of a row: its name for programs, its label for people, and what it says."""

    name: str
    label: str
    meaning: str
    read: Callable[[Figure, FigureValue, Site], Any]


FIGURE_FIELDS = (
    FigureField("id", "编号", "同一个数的各期编号相同", lambda f, *_: f.id),
    FigureField("name", "名称", "数的是什么", lambda f, *_: f.name),
    FigureField("period", "时期", "年、年-月，或起年/止年", lambda _, v, __: v.period),
    FigureField(
        "value", "数", "空着就是不到 3", lambda _, v, __: "" if v.value is None else f"{v.value.normalize():f}"
    ),
    FigureField(
        "approx", "约数", "约、多或近；空着就是准数", lambda _, v, __: APPROXIMATIONS[v.approx] if v.approx else ""
    ),
    FigureField("unit", "单位", "人次、户、元等", lambda f, *_: f.unit),
    FigureField("definition", "怎样算的", "从哪里到哪里", lambda f, *_: f.definition),
    FigureField("source", "出处", "哪一份材料", lambda f, *_: f.source),
    FigureField("url", "网页", "本站介绍它的网页", lambda f, _, site: site.url + address_of(f)),
    FigureField("sample", "示例数据", "“是”表示这一行是示例，不能当真", lambda f, *_: f.sample),
)


def list_figure_values(site: Site) -> list[dict[str, Any]]:
    """A row for each period of each figure."""
    return [
        {field.name: field.read(figure, value, site) for field in FIGURE_FIELDS}
        for figure in site.sources.of(Figure)
        for value in figure.values
    ]
