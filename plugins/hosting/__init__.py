"""Pelican's door to what hosts are told of the site."""

from __future__ import annotations

from typing import Any

from plugins.failure import leave_on_failure
from plugins.hosting.files import make_host_files
from plugins.hosting.nginx import write_nginx
from plugins.hosting.packing import pack
from plugins.site import open_site

__all__ = ["make_host_files", "pack", "register", "write_nginx"]


class HostingGenerator:
    """A Pelican generator: makes the files for hosts; the incremental plugin writes them."""

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], **_: object) -> None:
        self.context = context
        self.settings = settings

    def generate_context(self) -> None:
        """Make them from sources alone; a problem ends the run before anything is written."""
        with leave_on_failure(self.settings):
            site = open_site(self.context, self.settings)
            self.context.setdefault("kangle_artifacts", []).extend(make_host_files(site))


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.get_generators.connect(_get_generator)


def _get_generator(_: object) -> type[HostingGenerator]:
    return HostingGenerator
