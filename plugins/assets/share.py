"""The pictures of shared links: one for each section of the site and one for the rest; hides which there are and what they say.

A chat shows a link with a picture, wide or square, and no drawing: a page that has a photo of its own is shared with that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from plugins import media
from plugins.files import digest
from plugins.media import CardWords, draw_card
from plugins.model import SECTIONS, Community, palette
from plugins.site import Artifact, Bundle, ShareView, Site
from plugins.text import hash_code

FONT = Path("fonts") / "NotoSerifSC-Bold-GB2312.otf"
"""Of the theme, below its folder: a font of the machine would make other bytes on another one."""
WIDE, SQUARE = (1200, 630), (600, 600)
_ELSEWHERE = ("screen",)
"""A section whose page belongs to another one."""
HOME = "home"
"""Whose picture every page has that is in no section."""


class ShareCards:
    """Every picture of one site: where it will lie, and how it is made."""

    def __init__(self, theme: Path, site: Site) -> None:
        community = site.sources.community
        self._font = (theme / FONT).read_bytes()
        self._colours = palette(community.colours, "light")
        self._said = dict(_list_words(community, site))
        code = hash_code(Path(media.__path__[0]), ("pillow",))
        self._made_of = digest(code.encode(), self._font, repr(sorted(self._colours.items())).encode())

    def views(self) -> Mapping[str, ShareView]:
        """The pictures of each section's pages, by its id."""
        return {
            section: ShareView(f"/{self._name(section, WIDE)}", *WIDE, f"/{self._name(section, SQUARE)}")
            for section in self._said
        }

    def bundles(self) -> Iterator[Bundle]:
        """Each picture, made once for what it says."""
        for section in self._said:
            for size in (WIDE, SQUARE):
                name = self._name(section, size)
                yield Bundle(name, partial(self._draw, section, size, name))

    def _draw(self, section: str, size: tuple[int, int], name: str) -> Iterator[Artifact]:
        yield Artifact(name, draw_card(self._said[section], size, self._colours, self._font))

    def _name(self, section: str, size: tuple[int, int]) -> str:
        shape = "square" if size == SQUARE else "wide"
        mark = digest(self._made_of.encode(), repr((self._said[section], size)).encode(), size=6)
        return f"theme/share-{section}-{shape}.{mark}.png"


def _list_words(community: Community, site: Site) -> Iterator[tuple[str, CardWords]]:
    yield HOME, CardWords(community.name, community.name, (community.full_name, community.motto))
    for id, section in SECTIONS.items():
        if id in site.sources.sections and id not in _ELSEWHERE:
            yield id, CardWords(section.title, community.name, (community.name, community.motto))
