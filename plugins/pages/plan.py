"""Every page that Markdown makes, in one list."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.pages.activities import plan_activities
from plugins.pages.authors import plan_authors
from plugins.pages.books import plan_books
from plugins.pages.bring import plan_bring
from plugins.pages.cases import plan_cases
from plugins.pages.films import plan_films
from plugins.pages.forms import plan_forms
from plugins.pages.guides import plan_guides
from plugins.pages.home import plan_home
from plugins.pages.lists import plan_lists
from plugins.pages.meetings import plan_meetings
from plugins.pages.news import plan_news
from plugins.pages.notes import plan_notes
from plugins.pages.policies import plan_policies
from plugins.pages.related import index_related
from plugins.pages.series import plan_series
from plugins.pages.subscribe import plan_subscribe
from plugins.pages.write import plan_write
from plugins.site import Page, Site, add_json_ld


def plan_pages(site: Site) -> Iterator[Page]:
    """Home, lists, tags and a page for every story, activity, policy, guide and text page."""
    yield from add_json_ld(_plan(site), site)


def _plan(site: Site) -> Iterator[Page]:
    related = index_related(site)
    yield from plan_home(site)
    yield from plan_lists(site, related)
    yield from plan_subscribe(site)
    yield from plan_write(site)
    yield from plan_news(site, related)
    yield from plan_activities(site, related)
    yield from plan_policies(site, related)
    yield from plan_guides(site, related)
    yield from plan_bring(site)
    yield from plan_forms(site)
    yield from plan_cases(site)
    yield from plan_meetings(site, related)
    yield from plan_books(site)
    yield from plan_series(site, related)
    yield from plan_films(site, related)
    yield from plan_notes(site)
    yield from plan_authors(site)
