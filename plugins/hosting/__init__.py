"""What hosts are told of the site, and Pelican's door to it."""

from __future__ import annotations

from plugins.hosting.files import HOST_FILES, make_host_files
from plugins.hosting.nginx import write_nginx
from plugins.hosting.packing import pack
from plugins.site import Room

__all__ = ["HOST_FILES", "ROOM", "make_host_files", "pack", "register", "write_nginx"]

ROOM = Room("plugins.hosting", make=make_host_files, always=HOST_FILES)


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.initialized.connect(ROOM.join)
