"""The view types that many pages share; hides nothing, templates are written against them.

Every `url` is a site path such as /guides/bus-pass/; a template puts `site.root` before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go."""

    title: str
    """What the link says."""
    url: str
    """Where it leads; empty for the page itself at the end of the breadcrumbs."""
    note: str = ""
    """A few words beside it, such as how many are behind it."""


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A telephone number."""

    number: str
    """As it is printed."""
    tel: str
    """The address to dial it, `tel:` and all."""
    description: str = ""
    """Whose number it is or what for; may be empty."""
    sends: str = ""
    """What it is where it is not for talking: 传真, 收短信."""
    when: str = ""
    """What to call it for, of a hotline; may be empty."""


@dataclass(frozen=True, slots=True)
class ImageFileView:
    """One of the files that show a picture, each with more pixels than the one before."""

    url: str
    """Where the file lies."""
    width: int
    """Of the file, in pixels."""


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture with the size of its largest file, so that nothing moves when it arrives."""

    url: str
    """Where the largest file lies, a JPEG, a PNG or a drawing."""
    alt: str
    """What it shows, for who cannot see it."""
    width: int
    """Of that file, in pixels."""
    height: int
    """Of that file, in pixels."""
    webp: tuple[ImageFileView, ...] = ()
    """The same as WebP, for narrower places; none of a drawing."""
    plain: tuple[ImageFileView, ...] = ()
    """The same for browsers that do not read WebP; none of a drawing."""
    webp_media: str = ""
    """The screens that get WebP, as a media query; empty for all."""


@dataclass(frozen=True, slots=True)
class PeriodView:
    """From when until when something is shown; the script goes by the reader's clock."""

    since: str = ""
    """The first minute in Shanghai, 2026-11-23T09:00; empty where it was always so."""
    until: str = ""
    """The minute from which on it is not shown any more; empty where no end is known."""
    hidden: bool = False
    """Whether a page without script leaves it out."""
    live: bool = False
    """Whether time will prove it wrong: paper does not say it."""


ALWAYS = PeriodView()


@dataclass(frozen=True, slots=True)
class DateView:
    """A day or a moment."""

    words: str
    """For people: 2026年11月23日 星期一, or from when to when."""
    iso: str
    """For `<time datetime>`."""
    short: str = ""
    """For narrow lists; empty where none is asked for."""
    period: PeriodView = ALWAYS
    """When it stands in its list."""


@dataclass(frozen=True, slots=True)
class MadeView:
    """The day a page was made, for when it knows no more."""

    date: DateView
    """The day."""
    known: str
    """From when until when the page knows all that it tells of, as from/until."""


@dataclass(frozen=True, slots=True)
class StateView:
    """A state as a word with its tone."""

    word: str
    """Such as 已取消 or 现行有效."""
    tone: str
    """good, wait, stop or quiet; the colour follows it."""
    period: PeriodView = ALWAYS
    """When it holds."""


@dataclass(frozen=True, slots=True)
class CardView:
    """An entry as it stands in a list."""

    title: str
    """What the entry is called."""
    url: str
    """Its own page."""
    summary: str = ""
    """One sentence about it."""
    label: str = ""
    """What kind of entry, or its column."""
    date: DateView | None = None
    """When it was published, or when it next takes place."""
    image: ImageView | None = None
    """The picture beside it."""
    states: tuple[StateView, ...] = ()
    """Such as 已过期, each while it holds; none where all is as usual."""
    facts: tuple[str, ...] = ()
    """Short facts of one line: fee, place, opening hours."""
    phone: PhoneView | None = None
    """The number to call at once."""
    hours: str = ""
    """Its hours in one sentence, next to the number."""
    spec: str = ""
    """What its data-hours says; empty where nobody knows the hours."""
    period: PeriodView = ALWAYS
    """When it stands in its list."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """A titled part of a list."""

    title: str
    """The heading of the part."""
    items: tuple[CardView, ...]
    """The entries in their order."""
    id: str = ""
    """Its anchor on the page."""
    url: str = ""
    """The page of the whole group; empty where there is none."""
    summary: str = ""
    """A few words below the heading."""
    more: Link | None = None
    """Leads to what the part leaves out."""
    period: PeriodView = ALWAYS
    """When there is something in it."""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One line of a week table."""

    day: str
    """Which day or days: 周一至周五, 法定节假日."""
    hours: str
    """From when to when, or that it is closed."""
    closed: bool
    """Whether nothing is open then."""
    days: str = ""
    """Its weekdays for the script (0 is Monday), or h for public holidays."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """Days with other hours than usual, and why."""

    when: str
    """The day, or from when to when."""
    hours: str
    """What holds then."""
    note: str
    """Why."""
    period: PeriodView
    """Until when the exception holds that they are a part of."""


@dataclass(frozen=True, slots=True)
class LocationBrief:
    """A location as other pages show it."""

    name: str
    """What the location is called."""
    url: str
    """Its own page."""
    address: str
    """Where it is, in words."""
    place: Link | None
    """The place it belongs to, if it is inside one."""
    phones: tuple[PhoneView, ...]
    """Its numbers, each with what it is for."""
    hours: str
    """Its usual hours in one sentence; empty where nobody knows them."""
    week: tuple[WeekRow, ...]
    """Its usual hours by weekday."""
    spec: str
    """What its data-hours says; empty where nobody knows the hours."""
    closed: str
    """The notice of a closure that holds or is near; empty else."""
    special: tuple[SpecialDay, ...]
    """The days to come on which other hours hold."""
    note: str
    """What to mind before coming, said of its hours."""
    sample: bool
    """Whether it is made up for show."""
    unknown: str = ""
    """Why nobody can tell yet whether it is open; may be empty."""
    special_period: PeriodView = ALWAYS
    """How long one of those days is still to come."""
    closed_period: PeriodView = ALWAYS
    """How long that notice stands."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What happens to some buildings, as facts: what, when, where, what to do, whom to call."""

    title: str
    """What the notice is called, a short change behind it."""
    url: str
    """Its own page."""
    subject: str
    """停水, 停电, 电梯 …"""
    when: DateView
    """From when until when, without a year; the day on which it begins."""
    where: str
    """Whom it concerns, as it was written: a place, some buildings, a grid, 全社区."""
    do: Markup
    """What to do; may be empty."""
    call: PhoneView | None
    """Whom to call, with whose number it is."""
    change: str
    """The newest change that is too long for the title; may be empty."""
    sample: bool
    """Whether it is made up for show."""
    period: PeriodView
    """How long it stands on top of its pages: from a few days before until it ends."""
    going: PeriodView
    """From when until when it happens."""


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A heading of a body, for the table of contents."""

    id: str
    """Its anchor."""
    text: str
    """Its words."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The reading part that Markdown pages share."""

    title: str
    """The page's heading."""
    summary: str
    """One sentence below it."""
    body: Markup
    """The body as HTML, safe to print."""
    headings: tuple[HeadingView, ...]
    """The body's headings, for the table of contents."""
    image: ImageView | None
    """The picture above the body."""
    tags: tuple[Link, ...]
    """The topics it is about."""
    places: tuple[Link, ...]
    """The places it is about."""
    related: tuple[CardView, ...]
    """Entries that may be of use next."""
    series: Link | None = None
    """The campaign it belongs to."""
