"""What needs the pixels of a picture; hides that Pillow is there only when it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plugins.media.cards import CardWords
from plugins.media.drawings import Size
from plugins.media.versions import Version

# Pillow takes longer to load than most runs take, and most runs open no picture: so the imports stand inside.


def look_through(data: bytes) -> None:
    """Read a picture to its last pixel; raises DamagedError."""
    from plugins.media.develop import look_through

    look_through(data)


def make_versions(data: bytes, versions: Sequence[Version]) -> Iterator[tuple[Version, bytes]]:
    """The bytes of every version, the widest first; raises DamagedError."""
    from plugins.media.develop import make_versions

    return make_versions(data, versions)


def draw_card(words: CardWords, size: Size, colours: Mapping[str, str], font: bytes) -> bytes:
    """The picture of a shared link, as PNG."""
    from plugins.media.paint import draw_card

    return draw_card(words, size, colours, font)
