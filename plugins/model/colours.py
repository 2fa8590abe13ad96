"""The colours of a site, and how well they are told apart (WCAG 2.2, contrast); hides how that is reckoned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from plugins.model.parts import Colours

Palette = Mapping[str, str]
THEME: Mapping[str, tuple[str, str]] = {
    "paper": ("#faf5ea", "#141816"),
    "sheet": ("#fffdf8", "#1c2320"),
    "band": ("#f1e8d7", "#202925"),
    "ink": ("#221d18", "#f1eade"),
    "accent": ("#b8322a", "#f59484"),
    "accent_deep": ("#8f241d", "#ffb3a6"),
    "accent_tint": ("#fae6de", "#43221d"),
    "action": ("#b8322a", "#c2453a"),
    "action_deep": ("#8f241d", "#9c2f26"),
    "second": ("#1f5c4a", "#8fceb6"),
    "second_tint": ("#e3ece2", "#1f3a31"),
    "deep": ("#17473a", "#11352b"),
    "deeper": ("#103529", "#0d261f"),
    "sign": ("#ef7a68", "#ef7a68"),
    "on_deep": ("#fbf6ec", "#fbf6ec"),
    "on_deep_soft": ("#cfe0d6", "#cfe0d6"),
    "white": ("#ffffff", "#ffffff"),
}
"""The theme's own, by day and in the dark: those of tokens.css, a test looks."""
MODES = ("light", "dark")
_TEXT, _ELDER, _SIGN = 4.5, 7.0, 3.0
"""The ratios of WCAG 2.2: 1.4.3 for words, 1.4.6 for words in elder mode, 1.4.11 for signs and edges."""
_PAIRS: tuple[tuple[str, str, float, str], ...] = (
    *(
        (front, ground, _TEXT, "")
        for front in ("accent", "accent_deep", "second")
        for ground in ("paper", "sheet", "band")
    ),
    *(("accent_deep", ground, _ELDER, "长辈版里") for ground in ("paper", "sheet", "band")),
    ("accent_deep", "accent_tint", _TEXT, ""),
    ("ink", "accent_tint", _ELDER, ""),
    ("second", "second_tint", _TEXT, ""),
    ("ink", "second_tint", _ELDER, ""),
    ("white", "action", _TEXT, ""),
    ("white", "action_deep", _TEXT, ""),
    *(("on_deep", ground, _ELDER, "") for ground in ("deep", "deeper")),
    *(("on_deep_soft", ground, _TEXT, "") for ground in ("deep", "deeper")),
    ("action", "paper", _SIGN, ""),
    ("sign", "deeper", _SIGN, ""),
)
"""What stands on what, the least ratio, and where it is asked for."""
NAMES = {
    "paper": "纸色",
    "sheet": "白底",
    "band": "色带",
    "ink": "字色",
    "on_deep": "页眉的字",
    "on_deep_soft": "页眉的小字",
    "white": "白字",
}
"""The theme's colours in words; the community's have their labels."""


class Pale(NamedTuple):
    """Two colours that are not told apart well enough."""

    front: str
    ground: str
    mode: str
    ratio: float
    least: float
    where: str


def palette(colours: Colours | None, mode: str) -> Palette:
    """Every colour of the site in one mode: the community's where it has its own."""
    own = {name: getattr(colours, name) for name in Colours.model_fields if colours and getattr(colours, name)}
    return {name: getattr(own[name], mode) if name in own else pair[MODES.index(mode)] for name, pair in THEME.items()}


def find_pale(colours: Colours | None) -> Iterator[Pale]:
    """Every pair that is too alike, in light and dark; elder mode paints with the same ones."""
    for mode in MODES:
        found = palette(colours, mode)
        for front, ground, least, where in _PAIRS:
            ratio = contrast(found[front], found[ground])
            if ratio < least:
                yield Pale(front, ground, mode, ratio, least, where)


def contrast(one: str, other: str) -> float:
    """From 1 for the same colour to 21 for black on white."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """How bright an sRGB colour is to the eye (WCAG 2.2, relative luminance)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
