"""The pages that the data files make, and Pelican's door to them."""

from __future__ import annotations

from plugins.directory.plan import make_files, plan_directory
from plugins.site import Room

__all__ = ["ROOM", "make_files", "plan_directory", "register"]

ROOM = Room("plugins.directory", plan_directory, make_files)


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.initialized.connect(ROOM.join)
