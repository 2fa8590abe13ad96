"""A page where another one stood before: it leads on at once, whatever the host can do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from plugins.site.frame_views import HeadView
from plugins.site.page import Page
from plugins.site.views import Link


@dataclass(frozen=True, slots=True)
class RedirectView:
    """The page at an address that moved."""

    head: HeadView
    target: Link
    """Where it went."""


def redirect_page(old: str, target: Link, source: str = "") -> Page:
    """The page at an old address; `source` is the file that says so."""
    return Page(old, "redirect.html", partial(_view_redirect, target), source, indexed=False)


def _view_redirect(target: Link) -> RedirectView:
    head = HeadView(target.title, f"这一页搬家了，新地址是{target.title}。", target.url, "none", robots="noindex")
    return RedirectView(head, target)
