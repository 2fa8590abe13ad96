"""Plots drawn at build as SVG: bars, a line, rounds; hides every coordinate.

Each is made for a column of 320 units, so that it fits a phone as it is, and holds without colour: a bar has its words
beside it. Whoever shows one puts a table with the same numbers below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

WIDTH = 320
_BAR, _ROW, _TEXT = 18, 56, 20
"""Height of a bar, of a row with its words above, and where in it the words stand: large letters of elder mode fit."""
_HIGH, _TOP, _SIDE = 150, 34, 12
"""Height of a line's field, the room above it for words, and beside it."""


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """One number of a plot with its words; None for one that is not told."""

    label: str
    """What it is of: a year, an answer, a round."""
    value: Fraction | None
    words: str
    """The number as a reader sees it, with its unit."""
    place: Fraction | None = None
    """Where on a line it stands, as 2012 or 2012 and a half; points without stand evenly."""


def draw_bars(points: Sequence[PlotPoint], title: str, whole: Fraction | None = None) -> Markup:
    """A bar for each number, as long as its share of the largest, or of `whole`."""
    most = whole or max((point.value for point in points if point.value), default=None)
    marks: list[Markup] = []
    for i, point in enumerate(points):
        y = i * _ROW
        marks += _words_above(point, y)
        if point.value is None or not most:
            marks.append(_untold(y + _TEXT + 8))
        else:
            marks.append(_bar(0, y + _TEXT + 8, point.value / most * WIDTH))
    return _draw(marks, len(points) * _ROW - 10, title, points)


def draw_rounds(points: Sequence[PlotPoint], title: str) -> Markup:
    """A bar in the middle for each round: how many are left."""
    most = max((point.value for point in points if point.value), default=None)
    marks: list[Markup] = []
    for i, point in enumerate(points):
        y = i * _ROW
        marks += _words_above(point, y)
        if point.value is None or not most:
            marks.append(_untold(y + _TEXT + 8))
        else:
            width = point.value / most * WIDTH
            marks.append(_bar((WIDTH - width) / 2, y + _TEXT + 8, width))
    return _draw(marks, len(points) * _ROW - 10, title, points)


def draw_line(points: Sequence[PlotPoint], title: str) -> Markup:
    """A line from zero through the numbers, broken where one is not told; words at both ends and at the most and the least."""
    told = [(x, point) for x, point in zip(_places(points), points, strict=True)]
    most = max((point.value for point in points if point.value), default=None)
    base = Fraction(_TOP + _HIGH)
    spots = [
        (x, base - (point.value / most * _HIGH if most else 0), point) if point.value is not None else None
        for x, point in told
    ]
    marks = [Markup('<path class="plot__axis" d="M0 {}H{}"/>').format(_number(base), WIDTH)]
    for run in _runs(spots):
        if len(run) > 1:
            path = "L".join(f"{_number(x)} {_number(y)}" for x, y, _ in run)
            marks.append(Markup('<path class="plot__line" d="M{}"/>').format(path))
        marks += (
            Markup('<circle class="plot__dot" cx="{}" cy="{}" r="5"/>').format(_number(x), _number(y))
            for x, y, _ in run
        )
    marks += _words_of_line([spot for spot in spots if spot])
    marks += (_text(x, base + 24, points[i].label, _side(x)) for i, x in _ends([x for x, _ in told]))
    return _draw(marks, _TOP + _HIGH + 34, title, points)


_Spot = tuple[Fraction, Fraction, PlotPoint]


def _runs(spots: Sequence[_Spot | None]) -> Iterator[list[_Spot]]:
    """The stretches between numbers that are not told."""
    run: list[_Spot] = []
    for spot in (*spots, None):
        if spot:
            run.append(spot)
        elif run:
            yield run
            run = []


def _words_of_line(spots: Sequence[_Spot]) -> Iterator[Markup]:
    """The first and the last number, and the most and the least where they stand clear of what is written."""
    if not spots:
        return
    by_size = sorted(spots, key=lambda spot: spot[1])
    written: list[Fraction] = []
    for x, y, point in dict.fromkeys((spots[0], spots[-1], by_size[0], by_size[-1])):
        if all(abs(x - other) >= _APART for other in written):
            written.append(x)
            yield _text(x, y - 12, point.words, _side(x))


_APART = 110
"""So far from each other words at points do not touch, in large letters either."""


def _ends(places: Sequence[Fraction]) -> Iterator[tuple[int, Fraction]]:
    """The first and the last place, which say from when until when."""
    yield 0, places[0]
    if len(places) > 1:
        yield len(places) - 1, places[-1]


def _places(points: Sequence[PlotPoint]) -> list[Fraction]:
    """Where each point stands from left to right: by its time where all have one."""
    times = [point.place for point in points if point.place is not None]
    if len(times) < len(points) or len(set(times)) < len(times):
        times = [Fraction(i) for i in range(len(points))]
    first, last = times[0], times[-1]
    room = WIDTH - 2 * _SIDE
    return [_SIDE + ((time - first) / (last - first) * room if last > first else Fraction(room, 2)) for time in times]


def _words_above(point: PlotPoint, y: int) -> Iterator[Markup]:
    yield _text(Fraction(0), Fraction(y + _TEXT), point.label, "start")
    yield _text(Fraction(WIDTH), Fraction(y + _TEXT), point.words, "end")


def _side(x: Fraction) -> str:
    """On which side of a point its words stand, so that they stay in the drawing."""
    return "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"


def _text(x: Fraction, y: Fraction, words: str, anchor: str) -> Markup:
    at = WIDTH if anchor == "end" and x > WIDTH - 2 * _SIDE else 0 if anchor == "start" and x < 2 * _SIDE else x
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _number(Fraction(at)), _number(y), anchor, words
    )


def _bar(x: Fraction | int, y: int, width: Fraction) -> Markup:
    return Markup('<rect class="plot__bar" x="{}" y="{}" width="{}" height="{}"/>').format(
        _number(Fraction(x)), y, _number(width), _BAR
    )


def _untold(y: int) -> Markup:
    """Where a bar would stand of a number that is not told: its outline, open to the right."""
    return Markup('<path class="plot__untold" d="M24 {}H0V{}H24"/>').format(y, y + _BAR)


def _number(value: Fraction) -> str:
    """With at most two figures behind the point."""
    hundredths = int(value * 100 + Fraction(1, 2))
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else f"{whole}"


def _draw(marks: Sequence[Markup], height: int, title: str, points: Sequence[PlotPoint]) -> Markup:
    told = "；".join(f"{point.label} {point.words}" for point in points)
    return Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, max(height, 1), escape(f"{title}：{told}"), Markup().join(marks)
    )
