"""Every calendar, read back by another library, says what the pages say; names only by consent to `calendar`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from icalendar import Calendar

from plugins.calendars import calendars
from plugins.calendars.calendars import make_calendars
from plugins.model import Activity, Meeting
from plugins.model.moments import SHANGHAI
from plugins.model.occurrences import series_of, upcoming
from plugins.model.sources import Sources
from plugins.rules.reader import read
from plugins.site.duty import duties
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import SITES, Change, at
from tests.test_occurrences import activity

Moments = tuple[datetime, datetime]
DAYS = st.dates(date(2026, 10, 1), date(2027, 4, 1))


FULL = {name: folder for name, folder in SITES.items() if name != "small"}
"""The sites with rosters and repeated activities; the small one has neither."""


@pytest.fixture(scope="module", params=SITES.values(), ids=SITES)
def every(request: pytest.FixtureRequest) -> Sources:
    found = read(request.param).sources
    assert found
    return found


@pytest.fixture(scope="module", params=FULL.values(), ids=FULL)
def full(request: pytest.FixtureRequest) -> Sources:
    found = read(request.param).sources
    assert found
    return found


def files(site: Site) -> dict[str, bytes]:
    return {a.file: a.data for a in make_calendars(site)}


def occurrences(data: bytes, since: date, until: date) -> list[tuple[datetime, datetime, str, str]]:
    """(start, end, summary, status) of everything that a calendar program finds from `since` to before `until`."""
    found = recurring_ical_events.of(Calendar.from_ical(data), skip_bad_series=False).between(since, until)
    rows = [(e["DTSTART"].dt, e["DTEND"].dt, str(e["SUMMARY"]), str(e["STATUS"])) for e in found]
    return sorted((local(a), local(b), s, t) for a, b, s, t in rows)


def local(said: date) -> datetime:
    """A moment in Shanghai, and the midnight of a whole day."""
    return said.astimezone(SHANGHAI) if isinstance(said, datetime) else datetime.combine(said, time(), SHANGHAI)


def test_every_planned_calendar_is_made(every: Sources) -> None:
    from plugins.model.lists import calendar_addresses

    made = files(make_site(every, at("2026-11-23 10:00")))
    assert {f"/{file}" for file in made} == set(calendar_addresses(every))
    assert "calendars/activities.ics" in made


def test_a_year_of_rosters_reads_back_without_a_difference(every: Sources) -> None:
    """A file holds nine weeks, so a year is read from six of them."""
    first = date(2026, 9, 28)
    for step in range(0, 54, 9):
        since = first + timedelta(weeks=step)
        site = make_site(every, datetime.combine(since + timedelta(weeks=1), time(9), SHANGHAI))
        made = files(site)
        for roster in every.rosters:
            until = since + timedelta(weeks=9)
            shown = duties(roster, every, since, until - timedelta(days=1), site.today)
            wanted = [(d.starts, d.ends, d.duty, "CANCELLED" if d.cancelled else "CONFIRMED") for d in shown]
            found = occurrences(made[f"calendars/rosters/{roster.id}.ics"], date(2025, 1, 1), date(2029, 1, 1))
            assert [(a, b, s.split("（还缺")[0].removesuffix("（停班）"), t) for a, b, s, t in found] == sorted(wanted)
            assert sum("还缺" in s for *_, s, _ in found) == sum(d.missing > 0 for d in shown)


def coming(one: Activity, since: datetime, until: datetime) -> list[Moments]:
    return [o for o in upcoming(one, since, 2000) if o[0] < until]


def test_a_year_of_activities_reads_back_without_a_difference(full: Sources) -> None:
    site = make_site(full, at("2026-11-23 10:00"))
    data = files(site)["calendars/activities.ics"]
    since, until = at("2026-07-01"), at("2027-07-01")
    wanted = sorted((a, b, one.title) for one in full.activities for a, b in coming(one, since, until))
    found = [
        (a, b, re.sub("（已取消）|（已延期）", "", s)) for a, b, s, _ in occurrences(data, since.date(), until.date())
    ]
    assert len(wanted) > 5
    assert found == wanted


def test_a_team_calendar_holds_its_rosters_and_its_activities(full: Sources) -> None:
    made = files(make_site(full, at("2026-11-23 10:00")))
    teams = [file for file in made if file.startswith("calendars/organizations/")]
    assert teams
    for file in teams:
        team = Path(file).stem
        parts = [made[f"calendars/rosters/{r.id}.ics"] for r in full.rosters if r.organization == team]
        shifts = [str(e["UID"]) for data in parts for e in Calendar.from_ical(data).walk("VEVENT")]
        uids = [str(e["UID"]) for e in Calendar.from_ical(made[file]).walk("VEVENT")]
        own = [a for a in full.activities if a.organization == team]
        assert uids[: len(shifts)] == shifts
        held = [m for m in full.of(Meeting) if m.organization == team]
        assert len(uids) == len(shifts) + len(own) + len(held) > 0


def test_meetings_have_a_calendar_and_stand_in_those_of_their_team_and_place(sources: Sources) -> None:
    made = files(make_site(sources, at("2026-11-23 10:00")))
    events = Calendar.from_ical(made["calendars/meetings.ics"]).walk("VEVENT")
    meetings = sources.of(Meeting)
    assert [(str(e["SUMMARY"]), e["DTSTART"].dt) for e in events] == [(m.title, m.date) for m in meetings]
    assert all(point in str(e["DESCRIPTION"]) for e, m in zip(events, meetings, strict=True) for point in m.agenda)
    lamps = next(m for m in meetings if m.organization)
    assert lamps.title in made[f"calendars/organizations/{lamps.organization}.ics"].decode()
    assert lamps.title in made[f"calendars/places/{sources.location[lamps.location or ''].place}.ics"].decode()


def test_a_meeting_to_come_stands_in_its_month(pages: dict[str, Page], sources: Sources) -> None:
    view: Any = pages["/activities/month/2026-12/"].view
    items = [(day.date.iso, item.title) for week in view.weeks for day in week for item in day.items]
    coming = next(m for m in sources.of(Meeting) if m.date.month == 12)
    assert (coming.date.date().isoformat(), coming.title) in items


def read_back(one: Activity, since: datetime, until: datetime, sources: Sources) -> list[Moments]:
    from dataclasses import replace

    site = make_site(replace(sources, activities=(one,)), at("2026-11-23 10:00"))
    data = files(site)["calendars/activities.ics"]
    found = [(a, b) for a, b, _, _ in occurrences(data, since.date(), until.date())]
    return [day for a, b in found for day in each_day(a, b)] if one.is_run and one.is_whole_days else found


def each_day(starts: datetime, ends: datetime) -> list[Moments]:
    """An exhibition of whole days is one event of a calendar, and stands on each of its days."""
    days = [starts + timedelta(days=n) for n in range((ends - starts).days)]
    return [(day, day + timedelta(days=1)) for day in days]


def any_activity(random: Random) -> Activity:
    """An activity as editors write them: once or again and again, with a clock or of whole days, some dates off or moved."""
    first = date(2026, 11, 24) + timedelta(days=random.randrange(60))
    whole, kind = random.random() < 0.4, random.choice(("once", "run", "every", "repeat", "dates"))
    days = random.choice((0, 1, 6, 29)) if kind == "run" else random.choice((0, 0, 1)) if whole else 0
    clock, minutes = time(random.randrange(24), random.choice((0, 30))), random.randrange(15, 20 * 60)
    starts = datetime.combine(first, clock, SHANGHAI)
    said: dict[str, object] = {"starts": first, "ends": first + timedelta(days=days)}
    if not whole:
        said = {"starts": starts, "ends": starts + timedelta(days=days, minutes=minutes)}
    if kind == "every":
        words = (
            "每天",
            "周二、周四",
            "周一至周五",
            "隔周周六",
            "每月第三个周三",
            "每月最后一个周五",
            "每月1日、15日",
            "隔天",
        )
        end = (
            {"count": str(random.randrange(1, 30))}
            if random.random() < 0.4
            else {"until": first + timedelta(days=random.randrange(5, 200))}
        )
        said |= {"every": random.choice(words), "holidays": random.choice(("on", "off"))} | random.choice((end, {}))
    if kind == "repeat":
        said["repeat"] = random.choice((
            "FREQ=DAILY;UNTIL=20270103", "FREQ=WEEKLY;BYDAY=TU,SA;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=9",
            "FREQ=MONTHLY;BYDAY=2TU,-1FR", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1,31",
        ))  # fmt: skip
    if kind != "once":
        off = [first + timedelta(days=random.randrange(120)) for _ in range(random.randrange(5))]
        also = [first + timedelta(days=random.randrange(120)) for _ in range(random.randrange(kind == "dates", 5))]
        # Not eight hours apart: the library that reads takes one for the other, a clock in UTC for one in Shanghai.
        hour = (clock.hour + random.randrange(1, 8)) % 24
        moved = [starts.replace(hour=hour) + timedelta(days=(day - first).days) for day in off[:2]]
        said |= {"except": off, "also": also if whole else [*also, *moved]}
    holidays = frozenset(date(2027, 1, n) for n in (1, 2, 3)) if said.get("holidays") == "off" else frozenset()
    return activity(**said, public_holidays=holidays)


MANY = 300 if os.environ.get("FULL") else 40


@pytest.mark.parametrize("seed", range(MANY))
def test_any_activity_reads_back_as_upcoming_finds_it(sources: Sources, seed: int) -> None:
    one = any_activity(Random(seed))
    since, until = at("2026-11-01"), at("2027-11-01")
    assert read_back(one, since, until, sources) == coming(one, since, until)


def test_an_activity_whose_start_is_not_on_its_own_rule_begins_with_the_rule(sources: Sources) -> None:
    one = activity(starts="2026-11-23 07:00", ends="2026-11-23 08:00", repeat="FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    since, until = at("2026-11-01"), at("2027-11-01")
    assert read_back(one, since, until, sources) == coming(one, since, until)
    assert len(coming(one, since, until)) == 3


def test_an_activity_of_which_nothing_is_left_is_no_event(sources: Sources) -> None:
    one = activity(repeat="FREQ=DAILY;COUNT=1", **{"except": ["2026-11-24"]})
    assert read_back(one, at("2026-11-01"), at("2027-11-01"), sources) == []


def test_cancelled_and_postponed_activities_say_so(every: Sources) -> None:
    data = files(make_site(every, at("2026-11-23 10:00")))["calendars/activities.ics"]
    states = {str(e["UID"]).split("@")[0]: str(e["STATUS"]) for e in Calendar.from_ical(data).walk("VEVENT")}
    said = {"scheduled": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}
    assert states == {f"activity-{a.starts.year}-{a.slug}": said[a.state] for a in every.activities}


def test_a_name_needs_a_consent_to_the_calendar(changed: Callable[[Change], Sources]) -> None:
    """The example's consent is for the roster page alone."""
    without = make_site(changed({}), at("2026-11-23 10:00"))
    assert "王阿姨" in str(duties(without.sources.rosters[0], without.sources, *[date(2026, 11, 23)] * 3))
    assert all("王阿姨" not in text(data) for data in files(without).values())


def text(data: bytes) -> str:
    """A calendar's words, unfolded and unescaped."""
    return data.decode().replace("\r\n ", "").replace("\\,", ",").replace("\\n", "\n")


def test_the_same_sources_on_the_same_day_are_the_same_bytes(every: Sources) -> None:
    early, late = (files(make_site(every, at(f"2026-11-23 {hour}"))) for hour in ("00:00", "23:59"))
    assert early == late


@given(DAYS, st.integers(1, 60))
@limits(max_examples=12)
def test_an_event_keeps_its_uid_and_a_later_file_supersedes_an_earlier(sources: Sources, day: date, later: int) -> None:
    def events(on: date) -> dict[str, tuple[datetime, int, datetime]]:
        made = files(make_site(sources, datetime.combine(on, time(9), SHANGHAI)))
        found = [e for data in made.values() for e in Calendar.from_ical(data).walk("VEVENT")]
        return {str(e["UID"]): (e["DTSTART"].dt, int(e["SEQUENCE"]), e["DTSTAMP"].dt) for e in found}

    one, other = events(day), events(day + timedelta(days=later))
    for uid in one.keys() & other.keys():
        assert one[uid][0] == other[uid][0]
        assert one[uid][1:] < other[uid][1:]


def test_every_file_is_whole_folded_and_has_its_zone(every: Sources) -> None:
    for file, data in files(make_site(every, at("2026-11-23 10:00"))).items():
        assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
        for line in data.split(b"\r\n"):
            assert len(line) <= 75, file
            line.decode()  # folded between characters, never within one
        calendar = Calendar.from_ical(data)
        assert [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
        assert calendar["X-WR-CALNAME"] and calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
        uids = [str(e["UID"]) for e in calendar.walk("VEVENT")]
        assert len(uids) == len(set(uids))
        assert all(re.fullmatch(r"[!-~]+", str(e["URL"])) for e in calendar.walk("VEVENT"))


def test_two_duties_at_once_are_two_events(changed: Callable[[Change], Sources]) -> None:
    line = "  - {starts: 2026-12-06 09:00, ends: 2026-12-06 11:00, duty: 搬书, needs: 3, people: [helper-1]}\n"
    twice = changed(
        {
            "data/rosters/library-desk.yaml": (
                line,
                line + line.replace("搬书", "登记").replace("[helper-1]", "[helper-2]"),
            )
        }
    )
    data = files(make_site(twice, at("2026-11-23 10:00")))["calendars/rosters/library-desk.ics"]
    found = occurrences(data, date(2026, 12, 6), date(2026, 12, 7))
    assert len(found) == 2


def test_an_address_outside_ascii_is_percent_encoded(sources: Sources) -> None:
    site = make_site(sources, at("2026-11-23 10:00"), "https://example.org/青溪")
    assert b"URL:https://example.org/%E9%9D%92%E6%BA%AA/activities/\r\n" in files(site)["calendars/activities.ics"]


@pytest.mark.parametrize("name", ["series_of", "duties"])
def test_the_comparison_would_see_a_lost_occurrence(full: Sources, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from dataclasses import replace

    if name == "series_of":
        monkeypatch.setattr(calendars, name, lambda a: (s := series_of(a)) and replace(s, left_out=(), dates=()))
        with pytest.raises(AssertionError):
            test_a_year_of_activities_reads_back_without_a_difference(full)
    else:
        monkeypatch.setattr(calendars, name, lambda *a: duties(*a)[1:])
        with pytest.raises(AssertionError):
            test_a_year_of_rosters_reads_back_without_a_difference(full)


@limits(max_examples=MANY)
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120))
def test_any_words_of_a_shift_read_back_as_they_were(sources: Sources, text: str) -> None:
    """A shift is written line by line: they are the very bytes icalendar makes of the whole event."""
    roster = sources.rosters[0].model_copy(update={"name": text})
    data = files(make_site(replace(sources, rosters=(roster,)), at("2026-11-23 10:00")))[
        f"calendars/rosters/{roster.id}.ics"
    ]
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert Calendar.from_ical(data).to_ical(sorted=False) == data
    events = Calendar.from_ical(data).walk("VEVENT")
    assert events and {str(e["DESCRIPTION"]).partition("\n")[0] for e in events} == {text}
