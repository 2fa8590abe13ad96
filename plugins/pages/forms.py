"""表格: what a guide asks to be filled in, filled in on the reader's own device and printed on one sheet; nothing is sent or kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.model import Blank, Guide, address_of
from plugins.pages.books import head_of, plan_book_list
from plugins.site import BlankView, HeadView, Link, LocationBrief, Page, Site, brief, link_to, show_blank


@dataclass(frozen=True, slots=True)
class FormView:
    """One form."""

    head: HeadView
    title: str
    """What it is called."""
    intro: str
    """What it is for."""
    blank: BlankView
    """Its lines."""
    guides: tuple[Link, ...]
    """What it is wanted for."""
    window: LocationBrief
    """Where it is handed in."""
    then: str
    """What becomes of it; may be empty."""


def plan_forms(site: Site) -> Iterator[Page]:
    """Every form, and all of them as a list."""
    if "forms" not in site.sources.sections:
        return
    blanks = site.sources.of(Blank)
    for blank in blanks:
        yield Page(address_of(blank), "form.html", partial(_view_form, blank, site), blank.path)
    yield from plan_book_list("forms", blanks, site)


def link_forms(guide: Guide, site: Site) -> tuple[Link, ...]:
    """The forms that a guide asks for."""
    there = site.sources.of(Blank) if "forms" in site.sources.sections else ()
    found = {blank.id: blank for blank in there}
    return tuple(link_to(found[id]) for id in guide.blanks if id in found)


def _view_form(blank: Blank, site: Site) -> FormView:
    place = site.sources.location[blank.window or site.sources.community.station]
    numbers = "".join(f"，电话 {phone.number}" for phone in place.phones[:1])
    foot = f"交到{place.name}（{place.address}）{numbers}。"
    return FormView(
        head=head_of(blank),
        title=blank.name,
        intro=blank.description,
        blank=show_blank(blank.name, blank.fields, foot, copies=False, code=False, by_hand=blank.by_hand),
        guides=tuple(link_to(guide) for guide in site.sources.guides if blank.id in guide.blanks),
        window=brief(place, site),
        then=blank.then or "",
    )
