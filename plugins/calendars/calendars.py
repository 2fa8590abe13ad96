"""Calendars to subscribe to (RFC 5545, RFC 7986): of each roster, each team and all activities; hides icalendar.

A calendar is remade with the site and replaces the one before it. DTSTAMP and SEQUENCE are the build's day: a later
file is never taken for an older one (RFC 5546, 2.1.5), also where an editor has taken a change back, and the same
sources on the same day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from plugins.files import digest
from plugins.model import (
    MEETING_CALENDAR,
    SHANGHAI,
    Activity,
    Meeting,
    News,
    Organization,
    Roster,
    address_of,
    building_address,
    calendar_address,
    followed_addresses,
    has_calendar,
    missing_words,
    place_calendar_address,
    series_of,
    upcoming,
)
from plugins.site import FREE, Artifact, Duty, Site, duties, pages_of, show_notice, signup_dates, stop_of

if TYPE_CHECKING:
    from icalendar import Calendar, Event

WEEKS_BEFORE, WEEKS_AFTER = 1, 8
"""A roster's calendar holds last week and the coming eight: a year of a dense one would weigh some 200 kB a fetch."""
_END = b"END:VCALENDAR\r\n"
KEPT = timedelta(days=30)
"""So long a notice that is over stays in a calendar: who looks back finds it."""
MOST_STOPPED = 60
REFRESH = timedelta(hours=12)
_FIRST_DAY = date(2026, 1, 1)
"""SEQUENCE counts days from here, before the first calendar was ever published."""


def make_calendars(site: Site) -> Iterator[Artifact]:
    """A calendar of all activities, one of each roster, and one of each team with more than that; at old addresses too."""
    former = tuple(followed_addresses(site.sources))
    for calendar in _make_all(site):
        yield calendar
        yield from (Artifact(moved.old[1:], calendar.data) for moved in former if moved.new == f"/{calendar.file}")


def _make_all(site: Site) -> Iterator[Artifact]:
    sources = site.sources
    name = sources.community.name
    shifts = {roster.id: b"".join(_shift_events(roster, site)) for roster in sources.rosters}
    activities = {address_of(activity): _activity_event(activity, site) for activity in sources.activities}
    meetings = {address_of(meeting): _meeting_event(meeting, site) for meeting in sources.of(Meeting)}
    if "activities" in sources.sections:
        yield _make_calendar(calendar_address(), f"{name} · 活动", "/activities/", activities.values(), site)
    if "meetings" in sources.sections:
        yield _make_calendar(MEETING_CALENDAR, f"{name} · 会议", "/meetings/", meetings.values(), site)
    for roster in sources.rosters:
        yield _make_calendar(calendar_address(roster), roster.name, address_of(roster), (shifts[roster.id],), site)
    yield from _make_place_calendars(activities, meetings, site)
    for organization in sources.organizations:
        if has_calendar(organization, sources):
            own = [shifts[r.id] for r in sources.rosters if r.organization == organization.id]
            own += [activities[address_of(a)] for a in sources.activities if a.organization == organization.id]
            own += [meetings[address_of(m)] for m in sources.of(Meeting) if m.organization == organization.id]
            yield _make_team_calendar(organization, own, site)


def _group_notices(site: Site) -> Mapping[str, list[bytes]]:
    """The events of the notices that hold or have just ended, by the page of whom they concern."""
    found: dict[str, list[bytes]] = {}
    recent = [n for n in site.sources.news if n.is_notice and n.ends and site.now - KEPT < n.ends]
    for notice in sorted(recent, key=lambda n: (n.begins or n.date, n.slug)):
        event = _notice_event(notice, site)
        for page in pages_of(notice, site.sources):
            found.setdefault(page, []).append(event)
    return found


def _make_place_calendars(
    activities: Mapping[str, bytes], meetings: Mapping[str, bytes], site: Site
) -> Iterator[Artifact]:
    """Of each place and each of its buildings: the notices about it and what takes place there."""
    sources = site.sources
    notices = _group_notices(site)
    there: dict[str, list[bytes]] = {}
    entries: tuple[Activity | Meeting, ...] = (*sources.activities, *sources.of(Meeting))
    for entry in entries:
        room = sources.location.get(entry.location or "")
        event = (activities if isinstance(entry, Activity) else meetings)[address_of(entry)]
        for id in sorted({*entry.places, *([room.place] if room and room.place else ())}):
            there.setdefault(id, []).append(event)
    for place in sources.places:
        name, own = f"{place.name} · 通知和活动", there.get(place.id, [])
        page = address_of(place)
        yield _make_calendar(place_calendar_address(place.id), name, page, (*notices.get(page, ()), *own), site)
        for building in place.buildings:
            name, page = f"{place.name}{building.name} · 通知和活动", building_address(place.id, building.id)
            address = place_calendar_address(place.id, building.id)
            yield _make_calendar(address, name, page, (*notices.get(page, ()), *own), site)


def _notice_event(notice: News, site: Site) -> bytes:
    """A notice as one event; whole days where nobody wrote a clock."""
    shown = show_notice(notice, site)
    begins, ends = notice.begins or notice.date, notice.ends or notice.date
    event = _make_event(f"notice-{notice.date.year}-{notice.slug}", f"{shown.subject}：{shown.title}", shown.url, site)
    whole = begins.time() == ends.time() == time()
    event.add("dtstart", begins.date() if whole else begins)
    event.add("dtend", ends.date() if whole else ends)
    call = f"{shown.call.description} {shown.call.number}".strip() if shown.call else ""
    event.add("description", "\n".join(filter(None, (shown.where, shown.change, notice.do, call))))
    event.add("location", shown.where)
    event.add("transp", "TRANSPARENT")
    data: bytes = event.to_ical(sorted=False)
    return data


def _make_team_calendar(organization: Organization, events: Iterable[bytes], site: Site) -> Artifact:
    title = f"{organization.name}的值班和活动"
    return _make_calendar(calendar_address(organization), title, address_of(organization), events, site)


def _make_calendar(address: str, title: str, page: str, events: Iterable[bytes], site: Site) -> Artifact:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Kangle//Kangle//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("url", _event_url(page, site))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    _add_zone(calendar)
    frame = calendar.to_ical(sorted=False).removesuffix(_END)
    return Artifact(address.lstrip("/"), b"".join((frame, *events, _END)))


def _add_zone(calendar: Calendar) -> None:
    """Asia/Shanghai as it has been since its last summer time ended in 1991 (IANA tz database)."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1991, 9, 15, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", "Asia/Shanghai")
    zone.add_component(standard)
    calendar.add_component(zone)


def _shift_events(roster: Roster, site: Site) -> Iterator[bytes]:
    """Every shift of the calendar's weeks; a name stands there only if its consent holds to the end of that week."""
    monday = site.today - timedelta(days=site.today.weekday())
    for week in range(-WEEKS_BEFORE, WEEKS_AFTER):
        first = monday + timedelta(weeks=week)
        last = first + timedelta(days=6)
        for duty in duties(roster, site.sources, first, last, max(last, site.today), "calendar"):
            yield _shift_event(roster, duty, site)


def _mark_event(words: str) -> str:
    return digest(words.encode(), size=4)


def _shift_event(roster: Roster, duty: Duty, site: Site) -> bytes:
    """A shift as an event, property by property.

    A whole Event takes icalendar a fifth of a millisecond, and there are tens of thousands. Its own lines are the
    same bytes, and most of them stand in many events: those are written once.
    """
    from icalendar import vDatetime, vInt, vText, vUri

    state = "（停班）" if duty.cancelled else f"（还{missing_words(duty.missing)}）" if duty.missing else ""
    uid = f"{roster.id}-{duty.starts:%Y%m%dT%H%M}-{_mark_event(duty.duty)}"  # no two shifts of a roster share these
    who = f"值班：{'、'.join(duty.people)}" if duty.people and not duty.cancelled else ""
    said = "\n".join(filter(None, (roster.name, who, duty.note)))
    return b"".join((
        _write_line("BEGIN", vText, "VEVENT"),
        _write_line("UID", vText, _full_uid(uid, site)),
        _write_line("DTSTAMP", vDatetime, _stamp(site)),
        _write_line("SEQUENCE", vInt, _sequence(site)),
        _write_line("SUMMARY", vText, duty.duty + state),
        _write_line("URL", vUri, _event_url(address_of(roster), site)),
        _write_line("DTSTART", vDatetime, duty.starts),
        _write_line("DTEND", vDatetime, duty.ends),
        _write_line("DESCRIPTION", vText, said),
        _write_line("LOCATION", vText, _place_line(roster.location, site)),
        _write_line("STATUS", vText, "CANCELLED" if duty.cancelled else "CONFIRMED"),
        _write_line("END", vText, "VEVENT"),
    ))  # fmt: skip


@lru_cache(maxsize=4096)
def _write_line(name: str, kind: Callable[[Any], Any], value: Any) -> bytes:
    """One property as icalendar writes it: typed, escaped, folded."""
    from icalendar.parser import Contentline, Parameters

    said = kind(value)
    line = Contentline.from_parts(name, Parameters(said.params), said)
    data: bytes = line.to_ical()
    return data + b"\r\n"


def _activity_event(activity: Activity, site: Site) -> bytes:
    """The activity as one event with its recurrence; nothing where every date is left out."""
    series = series_of(activity)
    if series is None:
        return b""
    signup = activity.signup
    full = bool(signup and signup.full)
    stop = None if activity.is_series else stop_of(activity, activity.begins, activity.finishes)
    usual = "（停办）" if stop else "（已满）" if full else ""
    word = {"cancelled": "（已取消）", "postponed": "（已延期）", "scheduled": usual}[activity.state]
    event = _make_event(
        f"activity-{activity.begins.year}-{activity.slug}", f"{activity.title}{word}", address_of(activity), site
    )
    event.add("dtstart", series.first)
    event.add("dtend", series.end)
    if series.rule:
        from icalendar import vRecur

        event.add("rrule", vRecur.from_ical(series.rule))
    if series.dates:
        event.add("rdate", list(series.dates))
    if series.left_out:
        event.add("exdate", list(series.left_out))
    told = (stop.notice,) if stop else ()
    event.add("description", "\n".join((*told, activity.summary, *(() if stop else _invite(activity)))))
    _add_place(event, activity.location, site)
    state = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}.get(activity.state, "CONFIRMED")
    event.add("status", "CANCELLED" if stop and state == "CONFIRMED" else state)
    data: bytes = event.to_ical(sorted=False)
    return b"".join((data, *_stopped_events(activity, site)))


def _meeting_event(meeting: Meeting, site: Site) -> bytes:
    """A meeting from its beginning on: nobody knows when it will be over."""
    event = _make_event(f"meeting-{meeting.date.year}-{meeting.slug}", meeting.title, address_of(meeting), site)
    event.add("dtstart", meeting.date)
    agenda = (f"{number}. {point}" for number, point in enumerate(meeting.agenda, 1))
    event.add("description", "\n".join((meeting.summary, *agenda)))
    _add_place(event, meeting.location, site)
    event.add("status", "CONFIRMED")
    data: bytes = event.to_ical(sorted=False)
    return data


def _stopped_events(activity: Activity, site: Site) -> Iterator[bytes]:
    """The dates of a series that an alert stops, each in the place of the one that the rule has (RFC 5545, 3.8.4.4)."""
    if not activity.is_series or activity.state != "scheduled" or not activity.stops:
        return
    first = min(stop.since for stop in activity.stops)
    for starts, ends in upcoming(activity, first, MOST_STOPPED):
        stop = stop_of(activity, starts, ends)
        if stop is None:
            continue
        event = _make_event(
            f"activity-{activity.begins.year}-{activity.slug}", f"{activity.title}（停办）", address_of(activity), site
        )
        said = [m.date() if activity.is_whole_days else m for m in (starts, ends)]
        event.add("recurrence-id", said[0])
        event.add("dtstart", said[0])
        event.add("dtend", said[1])
        event.add("description", stop.notice)
        _add_place(event, activity.location, site)
        event.add("status", "CANCELLED")
        yield event.to_ical(sorted=False)


def _invite(activity: Activity) -> Iterator[str]:
    """How to sign up, of what is not cancelled, put off or full."""
    signup = activity.signup
    if activity.state != "scheduled" or (signup and signup.full):
        return
    if signup:
        free = FREE if signup.needed is False else ""
        yield from filter(None, (free, signup_dates(signup), signup.how))
    if activity.signup_url:
        yield activity.signup_url


def _make_event(uid: str, summary: str, address: str, site: Site) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _full_uid(uid, site))
    event.add("dtstamp", _stamp(site))
    event.add("sequence", _sequence(site))
    event.add("summary", summary)
    event.add("url", _event_url(address, site))
    return event


def _full_uid(uid: str, site: Site) -> str:
    return f"{uid}@{urlsplit(site.sources.community.url).hostname}"


def _stamp(site: Site) -> datetime:
    return datetime.combine(site.today, time(), SHANGHAI).astimezone(UTC)


def _sequence(site: Site) -> int:
    return max(0, (site.today - _FIRST_DAY).days)


def _add_place(event: Event, location: str | None, site: Site) -> None:
    if location:
        event.add("location", _place_line(location, site))


def _place_line(location: str, site: Site) -> str:
    place = site.sources.location[location]
    return f"{place.name}，{place.address}"


def _event_url(address: str, site: Site) -> str:
    """The full address of a page, percent-encoded (RFC 3986)."""
    return quote(site.url + address, safe=":/?#[]@!$&'()*+,;=%-._~")
