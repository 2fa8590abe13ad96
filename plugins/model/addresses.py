"""Where everything stands on the site; the one place that spells an address."""

from __future__ import annotations

from datetime import date

from plugins.model.authors import Author
from plugins.model.campaigns import Campaign
from plugins.model.directory import Organization, Place
from plugins.model.documents import News
from plugins.model.kind import Record
from plugins.model.people import Roster

SEARCH = "/search/"
A_TO_Z = "/pinyin/"
LISTS = ("/", "/404.html", SEARCH, A_TO_Z)
"""The pages every site has, whatever its content."""
SUBSCRIBE = "/subscribe/"
SERVICE_INDEX = "/services/index.json"
BRING = "/bring/"
BRING_INDEX = "/bring/papers.json"
WANTED = "/rosters/wanted/"
MEETING_CALENDAR = "/calendars/meetings.ics"
DATA_FIELDS = "/data/fields/"
PAST_ACTIVITIES = "/activities/past/"
COMING_ACTIVITIES = "/activities/coming/"
FREE_ACTIVITIES = "/activities/free/"
CLUB_WEEK = "/activities/week/"


def address_of(entry: Record) -> str:
    """The site path of an entry's page, with slashes at both ends."""
    if not entry.kind.address:
        raise TypeError(f"no address for {type(entry).__name__}")
    return entry.kind.address_of(entry)


OPEN_CASES = "/cases/open/"


def cases_of_year_address(year: int) -> str:
    return f"/cases/year/{year}/"


def cases_of_kind_address(kind: str) -> str:
    return f"/cases/kind/{kind}/"


def cases_of_place_address(place: str) -> str:
    return f"/cases/place/{place}/"


def column_address(column: str) -> str:
    return f"/columns/{column}/"


def tag_address(tag: str) -> str:
    return f"/tags/{tag}/"


def category_address(category: str) -> str:
    return f"/services/category/{category}/"


def audience_address(audience: str) -> str:
    return f"/services/audience/{audience}/"


def building_address(place: str, building: str) -> str:
    return f"/places/{place}/{building}/"


def activities_at_address(location: str) -> str:
    return f"/activities/place/{location}/"


def activities_for_address(audience: str) -> str:
    return f"/activities/audience/{audience}/"


def activity_month_address(month: date) -> str:
    """The calendar of one month; it goes when its month is over, so no body may link to it."""
    return f"/activities/month/{month:%Y-%m}/"


def figure_sheet_address(figure: Record) -> str:
    """The values of one figure as a file for spreadsheets."""
    return f"{address_of(figure)}{figure.id_or_slug}.csv"


def place_services_address(place: str) -> str:
    """The services of one place; of the whole community where `place` is empty."""
    return f"/services/place/{place}/" if place else "/services/everywhere/"


def letter_address(letter: str) -> str:
    """The page of one letter of the list from A to Z, where it is long."""
    return f"{A_TO_Z}{letter.lower() if letter.isalpha() else 'other'}/"


def year_address(year: int) -> str:
    return f"/news/{year}/"


def feed_address(name: str) -> str:
    return f"/feeds/{name}.atom"


def month_address(roster: Roster, month: date) -> str:
    """The page of one month of a roster; it goes when its month is over, so no body may link to it."""
    return f"{address_of(roster)}{month:%Y-%m}/"


def sheet_address(roster: Roster) -> str:
    return f"{address_of(roster)}print/"


def notice_sheet_address(notice: News) -> str:
    """A notice on one sheet, for the lift."""
    return f"{address_of(notice)}print/"


def author_feed(author: Author) -> str:
    """The name of the feed of what one author wrote."""
    return f"authors/{author.id}"


def series_feed(campaign: Campaign) -> str:
    """The name of the feed of a campaign's stories."""
    return f"series/{campaign.slug}"


def place_feed(place: Place) -> str:
    """The name of the feed of what happens in a place."""
    return f"places/{place.id}"


def place_calendar_address(place: str, building: str = "") -> str:
    """The calendar of a place, or of one building of it."""
    return f"/calendars/places/{place}/{building}.ics" if building else f"/calendars/places/{place}.ics"


def calendar_address(entry: Roster | Organization | None = None) -> str:
    """The calendar of a roster, of a team, or of all activities."""
    return f"/calendars/{entry.kind.name}/{entry.id}.ics" if entry else "/calendars/activities.ics"


def data_address(file: str) -> str:
    return f"/data/{file}"


def notes_of_month_address(month: date) -> str:
    return f"/notes/month/{month:%Y-%m}/"
