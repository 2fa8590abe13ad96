"""Finding: the index of every page's words, the page that asks it, and the list from A to Z for who has no script."""

from __future__ import annotations

from plugins.search.finish import make_finishers
from plugins.search.plan import SEARCH_FILES, make_files, plan_search
from plugins.site import Room

__all__ = ["ROOM", "register"]

ROOM = Room("plugins.search", plan_search, make_files, always=SEARCH_FILES, finish=make_finishers)


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.initialized.connect(ROOM.join)
