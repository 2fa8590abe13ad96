"""Activities by place, by audience and by fee, and what is over by year: plain links where a form would need a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from plugins.model import (
    CLUB_WEEK,
    COMING_ACTIVITIES,
    FREE_ACTIVITIES,
    PAST_ACTIVITIES,
    Activity,
    activities_at_address,
    activities_for_address,
    activity_month_address,
    upcoming,
)
from plugins.site import (
    HOME,
    CardView,
    GroupView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    Site,
    card,
    card_to_come,
    last_end,
    period,
    plan_list,
    span_of,
)

ACTIVITIES = Link("活动", "/activities/")


@dataclass(frozen=True, slots=True)
class WaysView:
    """Links of one sort to lists of activities."""

    title: str
    """What they have in common."""
    links: tuple[Link, ...]
    """One for each list."""


@dataclass(frozen=True, slots=True)
class ActivityListView:
    """Activities that have a place, an audience or their fee in common, or that they are over."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    groups: tuple[GroupView, ...]
    """What comes, and what is over."""
    pages: tuple[Link, ...]
    """Pages of the same list around this one; none where it has only one."""
    parts: tuple[Link, ...]
    """Where each part of a list of several pages begins."""
    ways: tuple[WaysView, ...]
    """The lists beside this one."""


def plan_activity_lists(site: Site) -> Iterator[Page]:
    """What is over, what is free, and what takes place at each location and for each audience."""
    activities, ways = site.sources.activities, list_ways(site)
    coming = Link("要办的活动", COMING_ACTIVITIES)
    yield from _plan_list(coming, "还没有办完的活动，近的在前。", _list_coming(activities, site), ways)
    past = Link("往年活动", PAST_ACTIVITIES)
    yield from _plan_list(past, "办过的活动，新的在前。", _list_past(activities, site), ways)
    by_list: dict[str, list[Activity]] = {}
    for activity in activities:
        for address in _lists_of(activity):
            by_list.setdefault(address, []).append(activity)
    for address, title, what in _name_lists(site):
        if found := by_list.get(address):
            yield from _plan_list(Link(title, address), f"{what}：要办的和办过的。", _list_all(found, site), ways)


def _name_lists(site: Site) -> Iterator[tuple[str, str, str]]:
    """The address, the title and the matter of every list there can be."""
    yield FREE_ACTIVITIES, "免费活动", "不花钱就能参加的活动"
    for location in site.sources.locations:
        yield activities_at_address(location.id), f"在{location.name}的活动", f"在{location.name}的活动"
    for audience in site.sources.community.audiences:
        yield activities_for_address(audience.id), f"适合{audience.name}的活动", f"适合{audience.name}的活动"


def first_ways(site: Site) -> tuple[Link, ...]:
    """The calendar of this month, the clubs' week, what is free, all that comes and what is over."""
    free = any(activity.is_free for activity in site.sources.activities)
    return (
        Link("月历", activity_month_address(site.today.replace(day=1))),
        Link("一周安排", CLUB_WEEK),
        *((Link("免费的", FREE_ACTIVITIES),) if free else ()),
        Link("全部要办的", COMING_ACTIVITIES),
        Link("往年活动", PAST_ACTIVITIES),
    )


def list_ways(site: Site) -> tuple[WaysView, ...]:
    """Every list of activities: by when and fee, by place and by audience; none that would be empty."""
    sources = site.sources
    used = {address for activity in sources.activities for address in _lists_of(activity)}
    places = (Link(one.name, activities_at_address(one.id)) for one in sources.locations)
    audiences = (Link(one.name, activities_for_address(one.id)) for one in sources.community.audiences)
    found = (
        ("按地点找", tuple(link for link in places if link.url in used)),
        ("按人找", tuple(link for link in audiences if link.url in used)),
    )
    return (WaysView("按时间和花费找", first_ways(site)), *(WaysView(title, links) for title, links in found if links))


def _lists_of(activity: Activity) -> frozenset[str]:
    """The addresses of the lists that an activity stands in."""
    found = [activities_for_address(audience) for audience in activity.audience]
    found += [activities_at_address(activity.location)] if activity.location else []
    found += [FREE_ACTIVITIES] if activity.is_free else []
    return frozenset(found)


def _plan_list(
    first: Link, intro: str, parts: Sequence[ListPart[Activity]], ways: tuple[WaysView, ...]
) -> Iterator[Page]:
    def view(leaf: Leaf) -> ActivityListView:
        head = HeadView(first.title, intro, first.url, "activities", (HOME, ACTIVITIES, Link(first.title, "")))
        named = leaf.name(head)
        return ActivityListView(named, named.title, intro, leaf.groups, leaf.pages, leaf.parts, ways)

    yield from plan_list(first.url, "activity_list.html", parts, view)


def _list_all(activities: Sequence[Activity], site: Site) -> tuple[ListPart[Activity], ...]:
    """What comes, the soonest first, then what is over."""
    return (*_list_coming(activities, site), *_list_past(activities, site))


def _list_coming(activities: Sequence[Activity], site: Site) -> tuple[ListPart[Activity], ...]:
    """What comes as one part, as long as one of its entries stands there; none where nothing comes."""
    coming = sorted((found[0][0], a.slug, a) for a in activities if (found := upcoming(a, site.now, 1)))
    entries = [activity for _, _, activity in coming]
    show = partial(card_to_come, site=site)
    part = ListPart("要办的", entries, show, "coming", period=span_of((show(a).period for a in entries), site.now))
    return (part,) if entries else ()


def _list_past(activities: Sequence[Activity], site: Site) -> tuple[ListPart[Activity], ...]:
    """What is over, by year; what is not yet joins it when it is."""

    def show(activity: Activity) -> CardView:
        return replace(card(activity, site), period=period(site.now, last_end(activity)))

    by_year: dict[int, list[Activity]] = {}
    for activity in reversed(activities):
        if last_end(activity):
            by_year.setdefault(activity.begins.year, []).append(activity)
    return tuple(
        ListPart(f"{year}年", found, show, f"y{year}", period=span_of((show(a).period for a in found), site.now))
        for year, found in sorted(by_year.items(), reverse=True)
    )
