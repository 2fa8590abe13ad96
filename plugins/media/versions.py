"""Which files a site sends of a picture, so that each screen loads no more than it can show."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.media.drawings import Size
from plugins.media.pictures import PICTURES

LARGEST = 1600
"""Pixels of the longer side of the largest version."""
PHONE = 720
"""The widest version that a phone of 360 pixels with two dots to a pixel asks for."""
_WIDTHS = (360, PHONE, 1080)
_PHONE_WIDTHS = frozenset({360, PHONE})
"""Of a photo's WebP, and of what is PNG for the few that read no WebP: to code the widest twice costs more than all others."""


@dataclass(frozen=True, slots=True)
class Version:
    """One file that is made of a picture."""

    file: str
    width: int
    height: int
    format: str
    """jpg, png, webp or gif."""


@dataclass(frozen=True, slots=True)
class Versions:
    """All files that are made of a picture, each row from the narrowest."""

    main: Version
    """Has the picture's own name and format."""
    webp: tuple[Version, ...]
    plain: tuple[Version, ...]
    """JPEG, or PNG where the picture is one or a GIF: for what does not read WebP, and for links that are shared."""

    @property
    def are_webp_for_phones(self) -> bool:
        """Whether a wide screen finds no WebP with as many pixels as it can show."""
        return bool(self.webp) and self.webp[-1].width < min(_WIDTHS[-1], self.main.width)

    def all(self) -> tuple[Version, ...]:
        """Each once, the widest first."""
        return tuple(sorted({self.main, *self.webp, *self.plain}, key=lambda v: (-v.width, v.file)))


def list_versions(path: str, size: Size) -> Versions | None:
    """What is made of a picture, by its name and the size it is shown in; None for a drawing, which fits every screen."""
    suffix = path.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if f".{suffix}" not in PICTURES:
        return None
    top = fit(size)
    # A picture that is hardly wider than a step would be sent twice for nothing, but a phone must get no more than its own.
    widths = [w for w in _WIDTHS if w * 1.15 < top[0] or w == PHONE < top[0]]
    widths += [top[0]] if top[0] <= _WIDTHS[-1] * 1.15 else []

    def version(width: int, format: str) -> Version:
        return Version(f"{path}.{width}.{format}", width, max(1, round(top[1] * width / top[0])), format)

    main = Version(path, *top, suffix)
    plain = "png" if suffix in ("png", "gif") else "jpg"
    many = {"webp": widths, "plain": widths}
    many["webp" if plain == "jpg" else "plain"] = [w for w in widths if w in _PHONE_WIDTHS or w == top[0] <= PHONE]
    narrow = tuple(version(w, plain) for w in many["plain"] if w != top[0])
    widest = main if plain == suffix else version(top[0], plain)
    return Versions(main, tuple(version(w, "webp") for w in many["webp"]), (*narrow, widest))


def fit(size: Size, most: int = LARGEST) -> Size:
    """A size whose longer side is no longer than that, in its own proportions."""
    scale = min(1, most / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
