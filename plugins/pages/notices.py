"""A notice on one sheet of A4, for the lift and the door of a building."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.media import draw_qr
from plugins.model import News, address_of, notice_sheet_address
from plugins.site import HOME, HeadView, Link, NoticeView, Site, link_to, show_notice


@dataclass(frozen=True, slots=True)
class NoticeSheetView:
    """A notice on paper."""

    head: HeadView
    notice: NoticeView
    """Its facts."""
    size: str
    """large, plain or small: so large that all of it stands on one side of A4."""
    story: Link
    """The notice's own page."""
    address: str
    """The full address of that page, as it is read from paper."""
    code: Markup
    """The same address as a QR code, in SVG."""


_SIZES = (("large", 90), ("plain", 240), ("small", 10**6))
"""How many characters have room in each size."""


def view_sheet(story: News, site: Site) -> NoticeSheetView:
    """The sheet of one notice."""
    notice, address = show_notice(story, site), site.url + address_of(story)
    title = f"{notice.title}（打印）"
    crumbs = (HOME, link_to(story), Link("打印", ""))
    head = HeadView(title, story.summary, notice_sheet_address(story), "news", crumbs, story.sample, robots="noindex")
    length = len(notice.title) + len(notice.where) + len(notice.change) + len(story.do or "")
    size = next(name for name, most in _SIZES if length <= most)
    return NoticeSheetView(head, notice, size, link_to(story), address, Markup(draw_qr(address)))  # noqa: S704
