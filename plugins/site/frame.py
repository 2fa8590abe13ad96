"""The frame around every page: menu, footer, phones; hides which sections the site has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from plugins.model import (
    A_TO_Z,
    SEARCH,
    SECTIONS,
    SUBSCRIBE,
    Concern,
    SectionId,
    column_address,
    columns_of,
    has_subscriptions,
    palette,
)
from plugins.site.bodies import show_image
from plugins.site.cards import HOME, brief, show_complaints, show_phone, show_switchboard
from plugins.site.frame_views import AlternateView, MenuItem, ShareView, SiteView
from plugins.site.notices import show_alerts
from plugins.site.security import REFERRER, page_policy
from plugins.site.site import Site
from plugins.site.views import CardView, GroupView

THEME_ICON = "/theme/img/favicon.svg"
ICON_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}
NEWS_COLUMNS, FINDING, TOGETHER, ABOUT = "新闻栏目", "找人找地方", "大家的事", "关于本站"
_FOUND: tuple[SectionId, ...] = ("locations", "organizations", "places", "rosters")
_TOLD: tuple[SectionId, ...] = ("cases", "figures", "tags")
"""The sections that the foot names, in its order: whom to turn to, and what became of it."""
_BOOKS: tuple[SectionId, ...] = ("meetings", "ledgers", "awards", "surveys")
"""Those of which it names the first: every page is the lighter, and their lists lead to each other."""


def make_frame(
    site: Site,
    css: str,
    js: str,
    scripts: Mapping[str, str],
    sheets: Mapping[str, str],
    shares: Mapping[str, ShareView] = MappingProxyType({}),
) -> SiteView:
    """What every page shows of the site; the same for all pages of a build."""
    community = site.sources.community
    station = brief(site.sources.location[community.station], site)
    return SiteView(
        name=community.name,
        full_name=community.full_name,
        motto=community.motto,
        root=site.root,
        url=site.url,
        menu=tuple(_menu(site)),
        footer=_footer(site),
        address=community.address,
        phone=show_switchboard(community),
        complaints=show_complaints(community),
        email=community.email or "",
        hotlines=tuple(
            replace(show_phone(h.number, h.name, h.extension), when=h.when or "") for h in community.hotlines
        ),
        hours=station.hours,
        css=css,
        js=js,
        scripts=scripts,
        concerns=_concerns(site),
        search=SEARCH,
        subscribe=SUBSCRIBE if has_subscriptions(site.sources) else "",
        write=SECTIONS["write"].address if "write" in site.sources.sections else "",
        letters=A_TO_Z,
        sheets=sheets,
        source_note=community.source_note or "",
        policy=page_policy(),
        referrer=REFERRER,
        theme_colour=palette(community.colours, "light")["deep"],
        logo=show_image(community.logo, community.name, site),
        icon=_icon(site),
        alerts=show_alerts(site),
        skyline=show_image(community.skyline, community.name, site),
        shares=shares,
    )


def _concerns(site: Site) -> MenuItem | None:
    kind = Concern.kind
    return MenuItem(kind.name, kind.label, kind.index) if site.sources.of(Concern) else None


def _icon(site: Site) -> AlternateView:
    """The picture in the browser's tab: the community's own, else its logo, else the theme's."""
    community = site.sources.community
    own = community.icon or community.logo
    address = f"/{own}" if own else THEME_ICON
    return AlternateView(community.name, address, ICON_TYPES[address.rpartition(".")[2].lower()])


def _menu(site: Site) -> Iterator[MenuItem]:
    """The entries the community chose, of the sections that there are."""
    for entry in dict.fromkeys(site.sources.community.menu):
        if entry == "home":
            yield MenuItem(entry, HOME.title, HOME.url)
        elif entry in site.sources.sections:
            yield MenuItem(entry, SECTIONS[entry].title, SECTIONS[entry].address)


def _footer(site: Site) -> tuple[GroupView, ...]:
    there = site.sources.sections
    columns = tuple(CardView(c.name, column_address(c.id)) for c in columns_of(site.sources))
    books = tuple(section for section in _BOOKS if section in there)[:1]
    directory = tuple(_show(section) for section in _FOUND if section in there)
    told = tuple(_show(section) for section in (*_TOLD, *books) if section in there)
    pages = tuple(CardView(p.title, f"/{p.slug}/") for p in site.sources.pages)
    pages = (*pages, _show("data")) if "data" in there else pages
    pages = (*pages, CardView("订阅", SUBSCRIBE)) if has_subscriptions(site.sources) else pages
    pages = (*pages, _show("write")) if "write" in there else pages
    parts = {NEWS_COLUMNS: columns, FINDING: directory, TOGETHER: told, ABOUT: pages}
    groups = (GroupView(title, items) for title, items in parts.items())
    return tuple(group for group in groups if group.items)


def _show(section: SectionId) -> CardView:
    return CardView(SECTIONS[section].title, SECTIONS[section].address)
