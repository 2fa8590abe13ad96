"""Where everything stands on the site; the one place that spells an address."""

from __future__ import annotations

from plugins.source.models import Activity, Document, Entry, Guide, News, Page, Policy


def address_of(entry: Entry) -> str:
    """The site path of an entry's page, with slashes at both ends."""
    if isinstance(entry, News):
        return f"/news/{entry.date.year}/{entry.slug}/"
    if isinstance(entry, Activity):
        return f"/activities/{entry.starts.year}/{entry.slug}/"
    if isinstance(entry, Policy | Guide):
        return f"/{entry.kind}/{entry.slug}/"
    if isinstance(entry, Page):
        return f"/{entry.slug}/"
    if isinstance(entry, Document):
        raise TypeError(f"no address for {type(entry).__name__}")
    return f"/{entry.kind}/{id_of(entry)}/"


def id_of(entry: Entry) -> str:
    """The id other sources name an entry by: a document's slug, a row's id."""
    return str(getattr(entry, "slug", "") or getattr(entry, "id", ""))


def column_address(column: str) -> str:
    return f"/columns/{column}/"


def tag_address(tag: str) -> str:
    return f"/tags/{tag}/"


def category_address(category: str) -> str:
    return f"/services/category/{category}/"


def audience_address(audience: str) -> str:
    return f"/services/audience/{audience}/"


def year_address(year: int) -> str:
    return f"/news/{year}/"
