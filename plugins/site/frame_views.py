"""The view types of the frame around a page: its head, the site, the warnings on top; hides nothing, templates are written against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from plugins.site.views import GroupView, ImageView, Link, PeriodView, PhoneView


@dataclass(frozen=True, slots=True)
class ShareView:
    """The pictures of a shared link, where the page has no photo of its own."""

    url: str
    """The wide one."""
    width: int
    """Of the wide one, in pixels."""
    height: int
    """Of the wide one, in pixels."""
    square: str
    """The square one."""


@dataclass(frozen=True, slots=True)
class AlertView:
    """A warning on top of every page."""

    level: str
    """橙色预警; empty for what is no warning of a colour."""
    tone: str
    """plain, blue, yellow, orange or red."""
    words: str
    """What it says."""
    when: str
    """From when until when, without a year."""
    where: str
    """Whom it concerns; empty for everybody."""
    do: str
    """What to do; may be empty."""
    closed: str
    """What is closed and does not take place; may be empty."""
    link: str
    """Where more is told; may be empty."""
    inside: bool
    """Whether that is a page of the site."""
    sample: bool
    """Whether it is an exercise."""
    period: PeriodView
    """How long it stands there."""


@dataclass(frozen=True, slots=True)
class AlternateView:
    """The same words as a page in another form, for programs."""

    title: str
    """What the other form is called."""
    url: str
    """Where it lies."""
    type: str
    """Its media type."""


@dataclass(frozen=True, slots=True)
class HeadView:
    """What the frame of a page needs."""

    title: str
    """Of the page, before the name of the site."""
    description: str
    """One sentence for search engines and shared links."""
    url: str
    """The page's own address."""
    section: str
    """The id of its entry in the menu."""
    crumbs: tuple[Link, ...] = ()
    """The way to the page from the home page, the page last."""
    sample: bool = False
    """Whether the page holds data that is made up for show."""
    image: ImageView | None = None
    """The picture of shared links."""
    published: str = ""
    """The day, of what has one, as a government's site names it."""
    column: str = ""
    """The column or section, as a government's site names it."""
    source: str = ""
    """Whom the words come from, as a government's site names it."""
    lang: str = "zh-Hans-CN"
    """The language of the page."""
    robots: str = "index"
    """index, or noindex for what search engines leave out."""
    feeds: tuple[Link, ...] = ()
    """What can be subscribed to."""
    alternates: tuple[AlternateView, ...] = ()
    """The same in other forms."""
    policy: str = ""
    """The content security policy of a page that asks another host; empty where it is that of all pages."""
    json_ld: Markup | str = ""
    """The text of the page's one data block (schema.org as JSON-LD)."""

    @property
    def photo(self) -> ImageView | None:
        """Its picture, where a chat can show it: a drawing is one that no chat shows."""
        return self.image if self.image and self.image.plain else None

    @property
    def current(self) -> str:
        """What its entry in the menu says of the page (aria-current): `page` where it is that entry's own."""
        return "page" if self.url in ("/", f"/{self.section}/") else "true"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    id: str
    """What `section` of a head names."""
    title: str
    """What it says."""
    url: str
    """Where it leads."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page shows of the site."""

    name: str
    """The short name, in the masthead."""
    full_name: str
    """The name in full, in the footer and the home page's title."""
    motto: str
    """A few words below the name."""
    root: str
    """The path below which the site stands; before every site path."""
    url: str
    """The full address of the root, for canonical links."""
    menu: tuple[MenuItem, ...]
    """The entries of the menu in their order."""
    footer: tuple[GroupView, ...]
    """The groups of links in the footer."""
    address: str
    """Where the station is, in words."""
    phone: PhoneView
    """The station's number."""
    complaints: PhoneView
    """The number for complaints."""
    email: str
    """The station's mail address; empty where there is none."""
    hotlines: tuple[PhoneView, ...]
    """Numbers for an emergency and the like."""
    hours: str
    """The station's usual hours in one sentence."""
    css: str
    """The style sheet of every page."""
    js: str
    """The script before the first paint."""
    scripts: Mapping[str, str]
    """The scripts that only some pages run, by the name of their file or folder in static/js."""
    sheets: Mapping[str, str]
    """The style sheets that only some pages need, by the name of their folder in static/css."""
    source_note: str
    """Where the facts of the site come from."""
    policy: str = ""
    """The content security policy."""
    theme_colour: str = ""
    """The colour a phone's browser gives its own bars: that of the page's top."""
    logo: ImageView | None = None
    """The community's mark, beside its name."""
    icon: AlternateView | None = None
    """The picture in the browser's tab."""
    skyline: ImageView | None = None
    """The wide picture on top of home."""
    referrer: str = ""
    """What a browser tells other sites of the page one comes from."""
    concerns: MenuItem | None = None
    """Whom to turn to about what; None where nobody wrote that."""
    search: str = ""
    """The search page."""
    letters: str = ""
    """The list from A to Z, where the search leads without script."""
    subscribe: str = ""
    """The page on feeds and calendars; empty where there are none."""
    write: str = ""
    """The page on which a letter to the station is written; empty where there is none."""
    alerts: tuple[AlertView, ...] = ()
    """The warnings on top of every page."""
    hant: str = ""
    """The root of the edition in traditional characters; empty while there is none."""
    shares: Mapping[str, ShareView] = field(default_factory=dict)
    """The pictures of shared links by section, and those of `home` for every page of none."""
