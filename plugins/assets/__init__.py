"""Pelican's door to the theme's style, script and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plugins.assets.bundle import gather_assets
from plugins.failure import leave_on_failure

__all__ = ["gather_assets", "register"]


class AssetsGenerator:
    """A Pelican generator: reads the theme's static files; the incremental plugin writes them."""

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], **_: object) -> None:
        self.context = context
        self.settings = settings

    def generate_context(self) -> None:
        with leave_on_failure(self.settings):
            self.context["kangle_assets"] = gather_assets(Path(self.settings["THEME"]))


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.get_generators.connect(_get_generator)


def _get_generator(_: object) -> type[AssetsGenerator]:
    return AssetsGenerator
