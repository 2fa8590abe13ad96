"""The shifts of the coming weeks that still need people, for whoever would like to join; nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from plugins.directory.rosters import ROSTERS
from plugins.model import Organization, Roster, address_of, hours_words, missing_words
from plugins.site import (
    HOME,
    WEEKDAYS,
    DateView,
    Duty,
    HeadView,
    Link,
    MadeView,
    Page,
    PeriodView,
    PhoneView,
    Site,
    duties,
    link_to,
    made,
    midnight,
    period,
    short_day_words,
    show_contact,
    show_switchboard,
    span_of,
)

WEEKS = 8
KNOWN_WEEKS = 26
"""For how long a team's page knows of shifts that are short of people, should it not be made anew."""


@dataclass(frozen=True, slots=True)
class WantedShift:
    """A shift on all the dates on which it is short of the same number of people."""

    time: str
    """From when to when."""
    duty: str
    """What is done."""
    missing: str
    """How many are missing, in words."""
    dates: tuple[DateView, ...]
    """On which days, each until the shift begins."""
    period: PeriodView
    """How long there is one of them."""


@dataclass(frozen=True, slots=True)
class HaltView:
    """Days on which nobody need come."""

    words: str
    """On which days the place is closed, and why."""
    period: PeriodView
    """How long that is to be known."""


@dataclass(frozen=True, slots=True)
class WantedRoster:
    """A roster that is short of people."""

    name: str
    """What the roster is called."""
    url: str
    """Its own page."""
    location: Link
    """Where the duty is done."""
    halts: tuple[HaltView, ...]
    """On which of these days its place is closed and nobody need come."""
    shifts: tuple[WantedShift, ...]
    """The shifts that are short of people."""
    period: PeriodView
    """How long there is one of them."""


@dataclass(frozen=True, slots=True)
class WantedTeam:
    """A team that is short of people."""

    id: str
    """Its anchor on the page."""
    name: str
    """What the team is called."""
    url: str
    """Its own page."""
    total: str
    """How many are missing in all, as of which day, in words."""
    join: str
    """How to join; may be empty."""
    contact: str
    """Whom to ask, by a name that may be shown."""
    phone: PhoneView
    """The number to call."""
    rosters: tuple[WantedRoster, ...]
    """Its rosters that are short of people."""
    period: PeriodView
    """How long one of them is."""


@dataclass(frozen=True, slots=True)
class WantedView:
    """Every shift that is short of people."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    period: str
    """From when to when, and as of which day."""
    teams: tuple[WantedTeam, ...]
    """The teams that are short of people."""
    full: str
    """That there is none; empty where there is."""
    made: MadeView
    """The page's day, for when those weeks are over."""


def plan_wanted(site: Site) -> Iterator[Page]:
    """One page over all rosters."""
    if "rosters" in site.sources.sections:
        yield Page("/rosters/wanted/", "wanted.html", partial(_view_wanted, site))


def wanted_of(roster: Roster, site: Site, weeks: int = WEEKS) -> tuple[Duty, ...]:
    """The shifts of a roster in the coming weeks that have not begun and are short of people."""
    last = site.today + timedelta(weeks=weeks)
    found = duties(roster, site.sources, site.today, last, site.today)
    return tuple(duty for duty in found if duty.missing and duty.starts > site.now)


def _view_wanted(site: Site) -> WantedView:
    intro = "这些班还差人手。挑一个您方便的时间，打个电话就能来。没做过也不要紧，第一次有人带。"
    head = HeadView(
        "还缺人的班", intro, "/rosters/wanted/", "rosters", (HOME, ROSTERS, Link("还缺人的班", "")), _sample(site)
    )
    last = site.today + timedelta(weeks=WEEKS)
    weeks = f"{short_day_words(site.today)} 至 {short_day_words(last)}，截至 {site.today.month}月{site.today.day}日"
    teams = tuple(team for o in site.sources.organizations if (team := _view_team(o, site)))
    full = "" if teams else f"到 {short_day_words(last)} 的班都排满了，谢谢大家。"
    return WantedView(head, "还缺人的班", intro, weeks, teams, full, made(site.now, midnight(last)))


def _sample(site: Site) -> bool:
    return any(roster.sample for roster in site.sources.rosters)


def _view_team(organization: Organization, site: Site) -> WantedTeam | None:
    rosters = [r for r in site.sources.rosters if r.organization == organization.id]
    found = [(roster, short) for roster in rosters if (short := wanted_of(roster, site))]
    if not found:
        return None
    rosters_short = tuple(_view_wanted_roster(roster, short, site) for roster, short in found)
    contact = organization.contact
    return WantedTeam(
        id=organization.id,
        name=organization.name,
        url=address_of(organization),
        total=f"截至 {site.today.month}月{site.today.day}日，还{missing_words(_count(found), '人次')}",
        join=organization.join or "",
        contact=contact.name or "" if contact else "",
        phone=show_contact(contact) or show_switchboard(site.sources.community),
        rosters=rosters_short,
        period=span_of((r.period for r in rosters_short), site.now),
    )


def _count(found: Iterable[tuple[Roster, tuple[Duty, ...]]]) -> int:
    return sum(duty.missing for _, short in found for duty in short)


def _view_wanted_roster(roster: Roster, short: tuple[Duty, ...], site: Site) -> WantedRoster:
    alike: dict[tuple[int, str, str, int], list[DateView]] = {}
    for duty in short:
        day = duty.starts.date()
        time = hours_words(duty.starts, duty.ends)
        dates = alike.setdefault((day.weekday(), time, duty.duty, duty.missing), [])
        shown = period(site.now, until=duty.starts)
        dates.append(DateView(f"{day.month}月{day.day}日", day.isoformat(), "", shown))
    shifts = tuple(
        WantedShift(
            time=f"{WEEKDAYS[weekday]} {time}",
            duty=duty,
            missing=missing_words(missing),
            dates=tuple(dates),
            period=span_of((d.period for d in dates), site.now),
        )
        for (weekday, time, duty, missing), dates in alike.items()
    )
    location = link_to(site.sources.location[roster.location])
    return WantedRoster(
        name=roster.name,
        url=address_of(roster),
        location=location,
        halts=tuple(_tell_halts(roster, site)),
        shifts=shifts,
        period=span_of((s.period for s in shifts), site.now),
    )


def _tell_halts(roster: Roster, site: Site) -> Iterator[HaltView]:
    last = site.today + timedelta(weeks=2 * WEEKS)
    for closure in site.sources.standstills(roster.location):
        if closure.from_ <= last and (closure.until is None or closure.until >= site.today):
            since, until = short_day_words(closure.from_), closure.until and short_day_words(closure.until)
            days = (
                f"{since} 至 {until}" if until and closure.until != closure.from_ else since if until else f"{since} 起"
            )
            seen = midnight(closure.from_, -7 * WEEKS)
            over = midnight(closure.until, 1) if closure.until else None
            yield HaltView(f"{days} 停班：{closure.notice}", period(site.now, seen, over))
