"""The theme's style, script and pictures, and Pelican's door to them."""

from __future__ import annotations

from plugins.assets.bundle import SHEETS, Assets, gather_assets, list_missing
from plugins.assets.share import ShareCards
from plugins.site import Room

__all__ = ["ROOM", "SHEETS", "Assets", "ShareCards", "gather_assets", "list_missing", "register"]

ROOM = Room("plugins.assets")


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.initialized.connect(ROOM.join)
