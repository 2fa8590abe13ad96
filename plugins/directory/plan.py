"""Every page and file that the data files make, in one list."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.directory.concerns import plan_concerns
from plugins.directory.data_page import plan_open_data
from plugins.directory.figures import make_figure_files, plan_figures
from plugins.directory.locations import plan_locations
from plugins.directory.open_data import make_open_data
from plugins.directory.organizations import plan_organizations
from plugins.directory.places import plan_places
from plugins.directory.roster_months import plan_roster_months
from plugins.directory.rosters import plan_rosters
from plugins.directory.screen import plan_screen
from plugins.directory.services import make_service_index, plan_services
from plugins.directory.wanted import plan_wanted
from plugins.site import Artifact, Page, Site, add_json_ld


def plan_directory(site: Site) -> Iterator[Page]:
    """A page for every service, location, organization, place, grid and roster, their lists, and open data."""
    yield from add_json_ld(_plan_rooms(site), site)


def _plan_rooms(site: Site) -> Iterator[Page]:
    yield from plan_services(site)
    yield from plan_locations(site)
    yield from plan_organizations(site)
    yield from plan_places(site)
    yield from plan_rosters(site)
    yield from plan_roster_months(site)
    yield from plan_wanted(site)
    yield from plan_screen(site)
    yield from plan_concerns(site)
    yield from plan_figures(site)
    yield from plan_open_data(site)


def make_files(site: Site) -> Iterator[Artifact]:
    """Every file beside the pages: what the browser searches, and open data."""
    if "services" in site.sources.sections:
        yield make_service_index(site)
    yield from make_open_data(site)
    yield from make_figure_files(site)
