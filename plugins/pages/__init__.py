"""The pages that Markdown makes, and Pelican's door to them."""

from __future__ import annotations

from plugins.pages.bring import make_files
from plugins.pages.feeds import make_feeds
from plugins.pages.plan import plan_pages
from plugins.site import Room

__all__ = ["ROOM", "make_feeds", "plan_pages", "register"]

ROOM = Room("plugins.pages", plan_pages, make_files)


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.initialized.connect(ROOM.join)
