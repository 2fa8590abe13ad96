"""The view types that many pages share; hides nothing, templates are written against them.

Every `url` is a site path such as /guides/bus-pass/; a template puts `site.root` before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol, cast

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go; `note` is a few words beside it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A number as printed, and as a tel: link."""

    number: str
    tel: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture with the size of its file in pixels."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DateView:
    """A moment in words, and for <time datetime>."""

    words: str
    iso: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class StateView:
    """A state as a word; `tone` is good, wait, stop or quiet."""

    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class CardView:
    """An entry as it stands in a list; `spec` is what its data-hours says."""

    title: str
    url: str
    summary: str = ""
    label: str = ""
    date: DateView | None = None
    image: ImageView | None = None
    state: StateView | None = None
    facts: tuple[str, ...] = ()
    phone: PhoneView | None = None
    hours: str = ""
    spec: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """A titled part of a list; `id` is its anchor, `more` leads to what it leaves out."""

    title: str
    items: tuple[CardView, ...]
    id: str = ""
    url: str = ""
    summary: str = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One line of a week table; `days` are its weekdays (0 is Monday), or h for public holidays."""

    day: str
    hours: str
    closed: bool
    days: str = ""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """Days with other hours than usual, and why."""

    when: str
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class LocationBrief:
    """A location as other pages show it; `spec` is what its data-hours says, `closed` the notice of a closure."""

    name: str
    url: str
    kind: str
    address: str
    place: Link | None
    phones: tuple[PhoneView, ...]
    hours: str
    week: tuple[WeekRow, ...]
    spec: str
    closed: str
    special: tuple[SpecialDay, ...]
    note: str
    sample: bool


@dataclass(frozen=True, slots=True)
class HeadingView:
    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class AlternateView:
    """The same words as a page in another form, for programs."""

    title: str
    url: str
    type: str


@dataclass(frozen=True, slots=True)
class HeadView:
    """What the frame of a page needs; `section` is the id of its entry in the menu."""

    title: str
    description: str
    url: str
    section: str
    crumbs: tuple[Link, ...] = ()
    sample: bool = False
    image: ImageView | None = None
    published: str = ""
    column: str = ""
    source: str = ""
    lang: str = "zh-Hans-CN"
    robots: str = "index"
    feeds: tuple[Link, ...] = ()
    alternates: tuple[AlternateView, ...] = ()
    json_ld: Markup | str = ""
    """The text of the page's one data block (schema.org as JSON-LD)."""

    @property
    def current(self) -> str:
        """What its entry in the menu says of the page (aria-current): `page` where it is that entry's own."""
        return "page" if self.url in ("/", f"/{self.section}/") else "true"


class PageView(Protocol):
    """A view that a page template can show."""

    @property
    def head(self) -> HeadView: ...


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


@dataclass(frozen=True, slots=True)
class MenuItem:
    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page shows of the site; `search` and `hant` are site paths, empty while there is no such part."""

    name: str
    full_name: str
    motto: str
    description: str
    root: str
    url: str
    menu: tuple[MenuItem, ...]
    footer: tuple[GroupView, ...]
    address: str
    phone: PhoneView
    complaints: PhoneView
    email: str
    hotlines: tuple[PhoneView, ...]
    hours: str
    css: str
    js: str
    app: str
    duty_css: str
    source_note: str
    policy: str = ""
    """The content security policy."""
    referrer: str = ""
    search: str = ""
    hant: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The reading part that Markdown pages share."""

    title: str
    summary: str
    body: Markup
    headings: tuple[HeadingView, ...]
    image: ImageView | None
    tags: tuple[Link, ...]
    places: tuple[Link, ...]
    related: tuple[CardView, ...]
