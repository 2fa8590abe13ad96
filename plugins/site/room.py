"""What one room adds to the site, and how it joins a Pelican run; hides nothing, the rooms fill it in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from plugins.site.page import Artifact, Page
from plugins.site.site import Site


class Run(Protocol):
    """A run that asks who is there."""

    def join(self, room: Room) -> None: ...


@dataclass(frozen=True)
class Bundle:
    """Files that are made together, and not again while what they are made of is the same."""

    made_of: str
    """What they are made of, in one word that no other bundle has."""
    make: Callable[[], Iterable[Artifact]]
    """The files; runs on any core."""


@dataclass(frozen=True)
class Finisher:
    """Makes files of finished pages: `take` what each page gives, once as long as the page is the same, and `make` them of all.

    Where `take` is given no page, the files are made of nothing and stay as they are.
    """

    name: str
    take: Callable[[Page, str], str]
    """What a page gives: its plan and its HTML go in, any text comes out; runs beside the rendering, on all cores."""
    make: Callable[[Mapping[str, str]], Iterable[Artifact | Bundle]]
    """The files, of what every page gave, by the page's file in order."""


@dataclass(frozen=True)
class Room:
    """A part of the site, which is also a Pelican plugin of that name."""

    plugin: str
    plan: Callable[[Site], Iterable[Page]] | None = None
    """Its pages."""
    make: Callable[[Site], Iterable[Artifact]] | None = None
    """Its files beside the pages."""
    always: tuple[str, ...] = ()
    """Files of `make` that every site has, and no address of the sources promises."""
    finishers: tuple[Finisher, ...] = ()
    finish: Callable[[Site], Iterable[Finisher]] | None = None
    """Those of its finishers that ask the site."""

    def join(self, run: Run) -> None:
        """Answer a run that begins; one of another class would ask nobody, and end well with nothing made."""
        if not hasattr(run, "join"):
            line = f'{self.plugin}: 设置里没有 PELICAN_CLASS，这样生成不出网站 → 写上 PELICAN_CLASS = "plugins.Kangle"'
            sys.stderr.write(line + "\n")
            raise SystemExit(2)
        run.join(self)
