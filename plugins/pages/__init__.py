"""Pelican's door to the pages that Markdown makes."""

from __future__ import annotations

from typing import Any

from plugins.failure import leave_on_failure
from plugins.pages.feeds import make_feeds
from plugins.pages.plan import plan_pages
from plugins.site import open_site

__all__ = ["make_feeds", "plan_pages", "register"]


class PagesGenerator:
    """A Pelican generator: plans the pages; the incremental plugin writes them."""

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], **_: object) -> None:
        self.context = context
        self.settings = settings

    def generate_context(self) -> None:
        """Plan from sources alone; a problem ends the run before anything is written."""
        with leave_on_failure(self.settings):
            site = open_site(self.context, self.settings)
            self.context.setdefault("kangle_pages", []).extend(plan_pages(site))
            self.context.setdefault("kangle_artifacts", []).extend(make_feeds(site))


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.get_generators.connect(_get_generator)


def _get_generator(_: object) -> type[PagesGenerator]:
    return PagesGenerator
