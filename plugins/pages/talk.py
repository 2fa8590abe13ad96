"""What readers say below a story or an activity, and the form for it where a community has a server for that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugins.model import Document, address_of
from plugins.site import DateView, HeadView, Site, page_policy, show_date


@dataclass(frozen=True, slots=True)
class RemarkView:
    """What somebody said."""

    number: int
    """Its number on the server, so that it does not stand there twice."""
    date: DateView
    """The day."""
    text: str
    """The words, with the line ends that were typed."""


@dataclass(frozen=True, slots=True)
class TalkView:
    """The discussion of a page."""

    server: str
    """The address of the server; empty where there is none any more, and what was said stays."""
    thread: str
    """What the server knows the page by."""
    title: str
    """What the page is called there."""
    remarks: tuple[RemarkView, ...]
    """What was taken over into the sources."""


def show_talk(document: Document, site: Site) -> TalkView | None:
    """What was said of a page, and where more can be said; None where neither is."""
    address = address_of(document)
    discussion = site.sources.community.discussion
    said = site.sources.remarks.get(address, ())
    if not said and not discussion:
        return None
    remarks = tuple(RemarkView(one.number, show_date(one.date), one.text) for one in said)
    return TalkView(discussion.url.rstrip("/") if discussion else "", address, document.title, remarks)


def open_head(head: HeadView, site: Site) -> HeadView:
    """The head of a page with a form for remarks: its script may ask that server."""
    discussion = site.sources.community.discussion
    return replace(head, policy=page_policy(discussion.url)) if discussion else head
