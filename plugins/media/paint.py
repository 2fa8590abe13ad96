"""The picture of a shared link; hides Pillow: shapes, a font, and how words are made to fit.

The same words, colours and font make the same picture on every machine, as long as this code and Pillow are the same;
Python's own version may pack it into other bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from plugins.media.cards import CardWords
from plugins.media.drawings import Size

Point = tuple[float, float]
_FINE = 2
"""Shapes are drawn so many times larger and made small again: Pillow's polygons have stairs."""
_COLOURS = 96
"""More than flat colours with soft edges need, and a third of the bytes of true colour."""
_SMALLEST = 8
_SEAL = 4
"""So many characters of a name stand on its seal."""


def draw_card(words: CardWords, size: Size, colours: Mapping[str, str], font: bytes) -> bytes:
    """A PNG; a line of which the font lacks a character is left out, for half a name is another's."""
    image = _make_ground(size, colours)
    brush = _Brush(ImageDraw.Draw(image), font)
    width, height = size
    left, top, side = width // 12, height // 10, height // 6
    brush.seal(words.seal, (left, top), side, colours)
    beside = left + side + side // 4
    room = width - left - beside
    upper, lower = words.lines
    brush.line(upper, (beside, top + side * 0.46), side * 0.4, room, colours["ink"])
    brush.line(lower, (beside, top + side * 0.96), side * 0.24, room, colours["second"])
    brush.line(words.title, (left, height * 0.56), height * 0.2, width - 2 * left, colours["accent"])
    file = BytesIO()
    # The best palette and the tightest packing take six times as long for a tenth of the bytes, of thirty pictures a site.
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG", compress_level=6)
    return file.getvalue()


class _Brush:
    """Words on a picture, in one font."""

    def __init__(self, draw: ImageDraw.ImageDraw, font: bytes) -> None:
        self._draw, self._font = draw, font

    def line(self, words: str, at: Point, height: float, room: float, colour: str) -> None:
        """One line on its base line, as high as asked for or as its width allows."""
        font = self._load(height)
        while (wide := font.getlength(words)) > room and height > _SMALLEST:
            height *= min(room / wide, 0.98)  # the font rounds each character's width
            font = self._load(height)
        if self._has(words):
            self._draw.text(at, words, colour, font, anchor="ls")

    def seal(self, name: str, at: Point, side: float, colours: Mapping[str, str]) -> None:
        """The first characters of the name on a red ground, read from the right as on a seal."""
        letters = [letter for letter in name if letter.strip()][:_SEAL]
        if not letters or not self._has("".join(letters)):
            return
        left, top = at
        self._draw.rounded_rectangle((left, top, left + side, top + side), side / 10, colours["action"])
        for letter, (x, y, height) in zip(letters, _places(len(letters), side), strict=True):
            self._draw.text((left + x, top + y), letter, colours["white"], self._load(height), anchor="mm")

    def _load(self, height: float) -> ImageFont.FreeTypeFont:
        # Of the two layout engines Pillow's own is in every build of it, and one line of Chinese asks for no other.
        return ImageFont.truetype(BytesIO(self._font), max(height, _SMALLEST), layout_engine=ImageFont.Layout.BASIC)

    def _has(self, words: str) -> bool:
        """Whether the font knows every character; of one it does not, it draws the shape of none."""
        font = self._load(20)
        none = bytes(font.getmask("\uffff"))
        return all(letter.isspace() or bytes(font.getmask(letter)) != none for letter in words)


def _places(letters: int, side: float) -> Sequence[tuple[float, float, float]]:
    """The middle of each character of a seal and its height: one fills it, more share it, from right to left."""
    if letters == 1:
        return [(side / 2, side / 2, side * 0.76)]
    near, far = side * 0.29, side * 0.71
    if letters == 2:
        return [(side / 2, near, side * 0.42), (side / 2, far, side * 0.42)]
    return [(x, y, side * 0.4) for x in (far, near) for y in (near, far)][:letters]


@lru_cache(maxsize=4)
def _paint(size: Size, tints: tuple[str, ...]) -> Image.Image:
    paper, *shades = tints
    width, height = (side * _FINE for side in size)
    image = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(image)
    for shape, shade in zip(_shapes(width, height), shades, strict=True):
        for points in shape:
            draw.polygon(points, shade)
    return image.reduce(_FINE)


def _make_ground(size: Size, colours: Mapping[str, str]) -> Image.Image:
    """The paper with hills, houses and trees at its foot, in a copy that may be written on."""
    paper, green, deep = (colours[name] for name in ("paper", "second", "deep"))
    tints = (paper, _mix(paper, green, 0.16), _mix(paper, green, 0.34), _mix(paper, green, 0.62), deep)
    return _paint(size, tints).copy()


def _mix(one: str, other: str, share: float) -> str:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _shapes(width: float, height: float) -> Iterator[list[list[Point]]]:
    """Far hills, near hills, houses, and the ground with its trees; each as polygons, the farthest first."""
    foot = height * 0.8
    unit = height * 0.01
    yield [_ridge(width, height, foot, [9, 16, 11, 20, 13, 17, 8, 12], unit)]
    yield [_ridge(width, height, foot + 4 * unit, [4, 7, 14, 9, 6, 15, 10, 5], unit)]
    yield [_house(x * width, height, foot + 6 * unit, wide * unit, tall * unit) for x, wide, tall in _HOUSES]
    trees = [_crown(x * width, foot + 12 * unit, size * unit) for x, size in _TREES]
    ground: list[Point] = [(0, height), (0, foot + 15 * unit), (width * 0.5, foot + 13 * unit)]
    yield [*trees, [*ground, (width, foot + 15 * unit), (width, height)]]


_HOUSES = ((0.09, 9, 9), (0.17, 6, 15), (0.24, 10, 6), (0.36, 7, 12), (0.43, 11, 7), (0.58, 6, 17), (0.65, 10, 9),
           (0.77, 7, 13), (0.85, 11, 6), (0.93, 6, 11))  # fmt: skip
_TREES = ((0.04, 6), (0.125, 4.5), (0.3, 6.5), (0.335, 4), (0.5, 5.5), (0.535, 7), (0.71, 5), (0.735, 6.5), (0.89, 5.5), (0.975, 6.5))  # fmt: skip
"""Where each stands, as a share of the width; how wide and tall, in hundredths of the height."""


def _ridge(width: float, height: float, foot: float, tops: Sequence[float], unit: float) -> list[Point]:
    step = width / (len(tops) - 1)
    peaks: list[Point] = [(i * step, foot - top * unit) for i, top in enumerate(tops)]
    return [(0, height), *_smooth(peaks), (width, height)]


def _smooth(points: Sequence[Point]) -> Iterator[Point]:
    """The same way without its corners: each stretch is an S of a third power."""
    parts = 12
    for (x, y), (to, end) in pairwise(points):
        for part in range(parts):
            share = part / parts
            yield x + (to - x) * share, y + (end - y) * share * share * (3 - 2 * share)
    yield points[-1]


def _house(x: float, bottom: float, foot: float, wide: float, tall: float) -> list[Point]:
    left, right, eaves, top = x - wide / 2, x + wide / 2, foot - tall, foot - tall - wide * 0.2
    over = wide * 0.09
    return [(left, bottom), (left, eaves), (left - over, eaves), (x, top), (right + over, eaves), (right, eaves), (right, bottom)]  # fmt: skip


def _crown(x: float, y: float, size: float) -> list[Point]:
    """A round tree on its stem; its ring is reckoned without sines, which differ from machine to machine in the last bit."""
    turns = [turn / 6 for turn in range(-6, 6)]
    right = [((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)) for t in turns]
    ring = [*right, *((-a, -b) for a, b in right)]
    stem = [(x + dx * size, y + dy * size) for dx, dy in ((0.14, 0.9), (0.17, 1.7), (-0.17, 1.7), (-0.14, 0.9))]
    at = next(i for i, (a, b) in enumerate(ring) if a < 0.1 and b > 0.9)
    round_ = [(x + a * size, y + b * size) for a, b in ring]
    return [*round_[:at], *stem, *round_[at:]]
