"""Entries of all kinds as Sources: drafts apart, activities that know when they rest or are stopped; hides how they find each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from plugins.media import Reel, Size
from plugins.model import Activity, Alert, AlertClosure, Community, Document, Entry, Record, Sources, WorkdayYear

COMMUNITY = Community.kind.source.pattern


def stand_in() -> Community:
    """An empty community, so that everything else is checked where community.yaml cannot be read."""
    lists: dict[str, Any] = dict.fromkeys(("columns", "categories", "audiences", "tags"), ())
    return Community.model_construct(path=COMMUNITY, at=(), **lists)


def gather_sources(
    community: Community,
    found: Mapping[type[Record], list[Any]],
    media: list[str],
    sizes: Mapping[str, Size],
    reels: Mapping[str, Reel],
    with_drafts: bool,
) -> Sources:
    public: dict[str, tuple[Any, ...]] = {}
    drafts: list[Entry] = []
    for model, read in found.items():
        entries = [] if model.kind.name in community.without else read
        finished = with_drafts and issubclass(model, Document)
        shown = [entry for entry in entries if finished or not entry.is_draft]
        public[model.kind.name] = tuple(sorted(shown, key=model.kind.order) if model.kind.order else shown)
        drafts += [entry for entry in entries if entry.is_draft and not finished]
    resting = _rest(public[Activity.kind.name], found[WorkdayYear])
    public[Activity.kind.name] = tuple(_stop(resting, found[Alert]))
    own = {f.name for f in fields(Sources)}
    known = {name: public.pop(name) for name in sorted(own & public.keys() - {Community.kind.name})}
    public.pop(Community.kind.name)
    return Sources(community, **known, more=public, drafts=tuple(drafts), files=tuple(media), sizes=sizes, reels=reels)


def _stop(activities: Iterable[Activity], alerts: Iterable[Alert]) -> Iterator[Activity]:
    """Activities that know which alert stops them, or closes the place they are at."""
    closures: dict[str, dict[AlertClosure, None]] = {}
    for alert in alerts:
        for id in alert.closes:
            closures.setdefault(id, {})[alert.closure] = None
    for activity in activities:
        stops = {**closures.get(activity.slug, {}), **closures.get(activity.location or "", {})}
        yield activity.model_copy(update={"stops": tuple(stops)}) if stops else activity


def _rest(activities: Iterable[Activity], years: Iterable[WorkdayYear]) -> Iterator[Activity]:
    """Activities that know the public holidays they rest on."""
    days = frozenset(day for year in years for holiday in year.holidays for day in holiday.days)
    for activity in activities:
        rests = activity.holidays == "off"
        yield activity.model_copy(update={"public_holidays": days}) if rests else activity
