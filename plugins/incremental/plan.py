"""A whole site as it is planned, before any of it is made: what the writer, the preview and the gates start from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from plugins.incremental.render import Sheet, Templates
from plugins.site import Artifact, Bundle, Finisher, Page, Rendition, Site, SiteView


@dataclass(frozen=True)
class Plan:
    """The pages and files of one site, in order, and what they are rendered with."""

    site: Site
    frame: SiteView
    templates: Templates
    pages: tuple[Page, ...]
    make_artifacts: Callable[[], Iterable[Artifact]]
    finishers: tuple[Finisher, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    """Files that no page gives anything to."""

    @cached_property
    def artifacts(self) -> tuple[Artifact, ...]:
        """Feeds, calendars, maps, style and script; made when the first is asked for."""
        return tuple(sorted(self.make_artifacts(), key=lambda a: a.file))

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every file of every page: its own, then its renditions."""
        return tuple(Sheet(page, one) for page in self.pages for one in (Rendition(page.file), *page.renditions))

    @cached_property
    def sheet_named(self) -> Mapping[str, Sheet]:
        """Every file of a page by its name."""
        return {sheet.file: sheet for sheet in self.sheets}

    @cached_property
    def artifact_named(self) -> Mapping[str, Artifact]:
        """Every file beside the pages by its name."""
        return {artifact.file: artifact for artifact in self.artifacts}
