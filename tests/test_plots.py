"""Plots say what their numbers say: measured from the drawing, and their words are all there."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from plugins.site.plots import WIDTH, PlotPoint, draw_bars, draw_line, draw_rounds


def make_points(seed: int, untold: bool = False) -> list[PlotPoint]:
    chance = random.Random(seed)
    count = chance.randrange(1, 9)
    values = [
        Fraction(chance.randrange(0, 10 ** chance.randrange(1, 8)), chance.choice((1, 1, 10))) for _ in range(count)
    ]
    told = [None if untold and chance.random() < 0.3 else value for value in values]
    return [
        PlotPoint(f"{2005 + i}年", value, "少于3人" if value is None else f"{value}人", Fraction(2005 + i * i))
        for i, value in enumerate(told)
    ]


def rects(svg: str) -> list[tuple[float, float]]:
    """Left edge and width of each bar, from top to bottom."""
    found = ET.fromstring(svg).findall("rect")
    assert [float(r.get("y", "")) for r in found] == sorted(float(r.get("y", "")) for r in found)
    return [(float(r.get("x", "")), float(r.get("width", ""))) for r in found]


@pytest.mark.parametrize("seed", range(40))
def test_a_bar_is_as_long_as_its_number(seed: int) -> None:
    points = make_points(seed, untold=seed % 2 == 1)
    told = [p.value for p in points if p.value is not None]
    most = max(told, default=Fraction(0))
    for draw in (draw_bars, draw_rounds):
        bars = rects(draw(points, "例"))
        assert len(bars) == (len(told) if most else 0)
        for (x, width), value in zip(bars, told, strict=False):
            assert width == pytest.approx(float(value / most * WIDTH), abs=0.006)
            assert x == pytest.approx(0 if draw is draw_bars else (WIDTH - width) / 2, abs=0.011)


@pytest.mark.parametrize("seed", range(40))
def test_a_point_is_as_high_as_its_number(seed: int) -> None:
    points = make_points(seed, untold=seed % 2 == 1)
    told = [p for p in points if p.value is not None]
    svg = ET.fromstring(draw_line(points, "例"))
    dots = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in svg.findall("circle")]
    base = float(re.findall(r"M0 ([\d.]+)", svg.findall("path")[0].get("d", ""))[0])
    assert len(dots) == len(told)
    most = max((p.value for p in told if p.value), default=Fraction(0))
    heights = [base - y for _, y in dots]
    for height, point in zip(heights, told, strict=True):
        assert height == pytest.approx(float(point.value / most * 150) if most and point.value else 0, abs=0.011)
    if len(points) > 1 and told:
        span = points[-1].place - points[0].place  # type: ignore[operator]
        for (x, _), point in zip(dots, told, strict=True):
            assert x == pytest.approx(float(12 + (point.place - points[0].place) / span * (WIDTH - 24)), abs=0.006)  # type: ignore[operator]


@pytest.mark.parametrize("draw", [draw_bars, draw_line, draw_rounds])
def test_every_number_is_told_without_the_drawing(draw: object) -> None:
    points = make_points(3, untold=True)
    svg = ET.fromstring(draw(points, "乘车证<&>"))  # type: ignore[operator]
    assert svg.get("role") == "img"
    assert svg.get("aria-label", "").startswith("乘车证<&>：")
    assert all(f"{p.label} {p.words}" in svg.get("aria-label", "") for p in points)


def test_a_number_that_is_not_told_breaks_the_line() -> None:
    values = [Fraction(3), None, Fraction(4), Fraction(5)]
    svg = draw_line([PlotPoint(str(i), v, str(v)) for i, v in enumerate(values)], "例")
    (line,) = [p for p in ET.fromstring(svg).findall("path") if p.get("class") == "plot__line"]
    assert line.get("d", "").count("L") == 1


def test_bars_may_be_shares_of_a_whole() -> None:
    svg = draw_bars([PlotPoint("是", Fraction(25), "25%"), PlotPoint("否", Fraction(50), "50%")], "例", Fraction(100))
    assert [width for _, width in rects(svg)] == [80, 160]
