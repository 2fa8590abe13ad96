"""/write/: a letter to the station, written on the reader's own device and sent by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.model import Letterbox
from plugins.site import HOME, BlankView, HeadView, Link, LocationBrief, Page, Site, brief, show_blank


@dataclass(frozen=True, slots=True)
class WriteView:
    """The form, and the other ways to say it."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """What can be written, and when an answer comes."""
    blank: BlankView
    """The form."""
    window: LocationBrief
    """Where the paper is handed in."""
    then: str
    """What becomes of it; may be empty."""


def plan_write(site: Site) -> Iterator[Page]:
    """The page, where the community has such a form."""
    if "write" in site.sources.sections:
        (letterbox,) = site.sources.of(Letterbox)
        yield Page(Letterbox.kind.index, "write.html", partial(_view_write, letterbox, site), letterbox.path)


def _view_write(letterbox: Letterbox, site: Site) -> WriteView:
    community = site.sources.community
    place = site.sources.location[letterbox.window or community.station]
    crumbs = (HOME, Link(letterbox.name, ""))
    head = HeadView(letterbox.name, letterbox.description, Letterbox.kind.index, "write", crumbs, letterbox.sample)
    numbers = "".join(f"，电话 {phone.number}" for phone in place.phones[:1])
    foot = f"交到{place.name}（{place.address}）{numbers}。编号（窗口填）："
    return WriteView(
        head=head,
        title=letterbox.name,
        intro=letterbox.description,
        blank=show_blank(letterbox.name, letterbox.fields, foot, community.email or ""),
        window=brief(place, site),
        then=letterbox.then or "",
    )
