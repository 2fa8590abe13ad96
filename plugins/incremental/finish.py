"""What is taken of finished pages, and the files that are made of it; hides how it is kept from build to build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import orjson

from plugins.site import Artifact, Bundle, Finisher, Page


def take_all(finishers: Sequence[Finisher], page: Page, html: str) -> str:
    """What every finisher takes of one page, in one text; empty where there is none."""
    if not finishers:
        return ""
    return orjson.dumps({finisher.name: finisher.take(page, html) for finisher in finishers}).decode()


def make_all(finishers: Sequence[Finisher], given: Mapping[str, str]) -> Iterator[Artifact | Bundle]:
    """The files of all finishers, of what each page gave by its file."""
    if not finishers:
        return
    read = {file: orjson.loads(given[file]) for file in sorted(given)}
    for finisher in finishers:
        yield from finisher.make({file: taken[finisher.name] for file, taken in read.items()})
