"""Lists of activities beside their calendar: what is over, by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.model import PAST_ACTIVITIES, Activity
from plugins.pages.news import ListView, list_leaf
from plugins.site import (
    HOME,
    CardView,
    HeadView,
    Leaf,
    Link,
    Page,
    Part,
    Site,
    card,
    last_end,
    period,
    plan_list,
    span_of,
)

_ACTIVITIES = Link("活动", "/activities/")


def plan_activity_lists(site: Site) -> Iterator[Page]:
    """What is over, the newest first."""
    yield from plan_list(PAST_ACTIVITIES, "list.html", _list_past(site), _view_past)


def _list_past(site: Site) -> tuple[Part[Activity], ...]:
    """What is over, by year; what is not yet joins it when it is."""

    def show(activity: Activity) -> CardView:
        return replace(card(activity, site), period=period(site.now, last_end(activity)))

    by_year: dict[int, list[Activity]] = {}
    for activity in reversed(site.sources.activities):
        if last_end(activity):
            by_year.setdefault(activity.begins.year, []).append(activity)
    return tuple(
        Part(
            f"{year}年",
            by_year[year],
            show,
            f"y{year}",
            period=span_of((show(a).period for a in by_year[year]), site.now),
        )
        for year in sorted(by_year, reverse=True)
    )


def _view_past(leaf: Leaf) -> ListView:
    intro = "办过的活动，新的在前。"
    head = HeadView("往年活动", intro, PAST_ACTIVITIES, "activities", (HOME, _ACTIVITIES, Link("往年活动", "")))
    return list_leaf(leaf, head, intro, layout="lines")
