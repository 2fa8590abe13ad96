"""Rosters: who is on duty in the coming weeks, and where help is still wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby

from plugins.directory.locations import GroupsView
from plugins.site.cards import HOME, brief, card, link_to, show_date
from plugins.site.duty import Duty, duties
from plugins.site.site import Site
from plugins.site.views import DateView, GroupView, HeadView, Link, LocationBrief, Page, StateView
from plugins.site.words import clock_words, day_words, short_day_words
from plugins.source.addresses import address_of
from plugins.source.models import Roster

ROSTERS = Link("值班表", "/rosters/")
WEEKS = 4


@dataclass(frozen=True, slots=True)
class ShiftView:
    time: str
    duty: str
    people: str
    state: StateView
    note: str


@dataclass(frozen=True, slots=True)
class DutyDay:
    date: DateView
    today: bool
    shifts: tuple[ShiftView, ...]


@dataclass(frozen=True, slots=True)
class DutyWeek:
    title: str
    days: tuple[DutyDay, ...]


@dataclass(frozen=True, slots=True)
class RosterView:
    head: HeadView
    name: str
    summary: str
    organization: Link
    location: LocationBrief
    period: str
    today: DutyDay | None
    weeks: tuple[DutyWeek, ...]
    wanted: str
    join: Link


def plan_rosters(site: Site) -> Iterator[Page]:
    """Every roster, and the list of all."""
    rosters = site.sources.rosters
    for roster in rosters:
        yield Page(address_of(roster), "roster.html", partial(_view_roster, roster, site), roster.path)
    yield Page("/rosters/", "directory.html", partial(_view_list, site))


def _view_list(site: Site) -> GroupsView:
    intro = "谁在值班、几点到几点，哪些班还缺人。"
    head = HeadView("值班表", intro, "/rosters/", "rosters", (HOME, Link("值班表", "")))
    group = GroupView("全部值班表", tuple(card(r, site) for r in site.sources.rosters))
    return GroupsView(head, "值班表", intro, (group,))


def _view_roster(roster: Roster, site: Site) -> RosterView:
    monday = site.today - timedelta(days=site.today.weekday())
    found = duties(roster, site.sources, monday, monday + timedelta(days=7 * WEEKS - 1), site.today)
    days = [_view_day(tuple(group), site) for _, group in groupby(found, key=lambda d: d.starts.date())]
    wanted = sum(d.missing for d in found if d.ends > site.now)
    organization = site.sources.organization[roster.organization]
    crumbs = (HOME, ROSTERS, Link(roster.name, ""))
    return RosterView(
        head=HeadView(roster.name, roster.summary, address_of(roster), "rosters", crumbs, roster.sample),
        name=roster.name,
        summary=roster.summary,
        organization=link_to(organization),
        location=brief(site.sources.location[roster.location], site),
        period=f"{day_words(roster.from_)} 至 {day_words(roster.until)}",
        today=next((d for d in days if d.today), None),
        weeks=tuple(_weeks(days, site)),
        wanted=f"最近四周还缺 {wanted} 人次，愿意来的请打电话。" if wanted else "",
        join=link_to(organization),
    )


def _weeks(days: list[DutyDay], site: Site) -> Iterator[DutyWeek]:
    monday = site.today - timedelta(days=site.today.weekday())
    for week in range(WEEKS):
        first = monday + timedelta(days=7 * week)
        last = first + timedelta(days=6)
        span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
        title = f"{('本周', '下周')[week]}（{span}）" if week < 2 else span
        of_week = tuple(d for d in days if first.isoformat() <= d.date.iso <= last.isoformat())
        if of_week:
            yield DutyWeek(title, of_week)


def _view_day(found: tuple[Duty, ...], site: Site) -> DutyDay:
    date = found[0].starts.date()
    view = show_date(date)
    words = DateView(short_day_words(date), view.iso, view.short)
    return DutyDay(words, date == site.today, tuple(_view_shift(d) for d in found))


def _view_shift(duty: Duty) -> ShiftView:
    time = f"{clock_words(duty.starts)}—{clock_words(duty.ends)}"
    if duty.cancelled:
        state = StateView("停班", "stop")
    elif duty.missing:
        state = StateView(f"还缺 {duty.missing} 人", "wait")
    else:
        state = StateView("已排满", "good")
    return ShiftView(time, duty.duty, "、".join(duty.people), state, duty.note)
