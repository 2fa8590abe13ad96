"""The whole site as the rooms plan it: the one list that the verbs and Pelican's doors agree on."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.calendars.calendars import make_calendars
from plugins.directory.plan import make_files, plan_directory
from plugins.hosting.files import make_host_files
from plugins.pages.feeds import make_feeds
from plugins.pages.plan import plan_pages
from plugins.site.site import Site
from plugins.site.views import Artifact, Page


def plan_site(site: Site) -> tuple[Page, ...]:
    """Every page."""
    return (*plan_pages(site), *plan_directory(site))


def make_artifacts(site: Site) -> Iterator[Artifact]:
    """Every file that is made beside the pages, but those that are made of all pages or of the theme."""
    yield from make_feeds(site)
    yield from make_files(site)
    yield from make_calendars(site)
    yield from make_host_files(site)
