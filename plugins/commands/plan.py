"""The whole site as the rooms plan it: the one list that the verbs and Pelican's doors agree on."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.calendars import make_calendars
from plugins.directory import make_files, plan_directory
from plugins.hosting import make_host_files
from plugins.pages import make_feeds, plan_pages
from plugins.site import Artifact, Page, Site


def plan_site(site: Site) -> tuple[Page, ...]:
    """Every page."""
    return (*plan_pages(site), *plan_directory(site))


def make_artifacts(site: Site) -> Iterator[Artifact]:
    """Every file that is made beside the pages, but those that are made of all pages or of the theme."""
    yield from make_feeds(site)
    yield from make_files(site)
    yield from make_calendars(site)
    yield from make_host_files(site)
