"""A page to write, its other files, and a file that is written as it is; hides when a view is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol, cast

from markupsafe import Markup

from plugins.site.frame_views import HeadView


class PageView(Protocol):
    """A view that a page template can show."""

    @property
    def head(self) -> HeadView: ...


@dataclass(frozen=True, slots=True)
class Rendition:
    """Another file of a page's view: by a template of its own (a print view), or in an edition of the whole site."""

    file: str
    """Below the output folder; in an edition below the edition's root."""
    template: str = ""
    """Empty: the page's own."""
    edition: str = ""
    """The root of the edition's pages below the site's, such as /hant; files (style, pictures) stay at the site's root."""
    change: Callable[[str], str] | None = None
    """What an edition makes of the finished HTML, such as other characters."""


class Page(NamedTuple):
    """One page to write: its address, its template, how to make its view, and the source it mostly comes from."""

    address: str
    template: str
    make: Callable[[], PageView]
    source: str = ""
    modified: str = ""
    indexed: bool = True
    describe: Callable[[HeadView], Markup] | None = None
    """Makes the page's JSON-LD from its head."""
    renditions: tuple[Rendition, ...] = ()
    """The other files of the page."""

    @property
    def view(self) -> PageView:
        """The page's view, made anew at each call: ten thousand views need not stand in memory at once."""
        view = self.make()
        if self.describe is None:
            return view
        head = replace(view.head, json_ld=self.describe(view.head))
        return cast(PageView, replace(cast(Any, view), head=head))

    @property
    def file(self) -> str:
        """The file of the page below the output folder."""
        return self.address.lstrip("/") + "index.html" if self.address.endswith("/") else self.address.lstrip("/")


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file to write as it is: a feed, a calendar, a map of the site."""

    file: str
    data: bytes
