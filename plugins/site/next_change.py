"""When the site will next differ by the clock alone; hides what on it depends on the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from plugins.model import SHANGHAI, Note, Organization, Sources, upcoming
from plugins.site.duty import duties


def next_change(sources: Sources, now: datetime) -> datetime:
    """The first moment after `now` at which a page may read otherwise; midnight in Shanghai at the latest."""
    return min(moment for moment in _list_moments(sources, now) if moment > now)


def _list_moments(sources: Sources, now: datetime) -> Iterator[datetime]:
    today = now.astimezone(SHANGHAI).date()
    yield datetime.combine(today + timedelta(days=1), time(), SHANGHAI)
    for story in sources.news:
        yield story.date
        yield from filter(None, (story.announced, story.begins, story.ends))
    yield from (note.time for note in sources.of(Note))
    for alert in sources.alerts:
        yield from filter(None, (alert.begins, alert.ends))
    for activity in sources.activities:
        for starts, ends in upcoming(activity, now, 1):
            yield from (starts, ends)
        if activity.signup:
            yield from filter(None, (activity.signup.opens_at, activity.signup.closes_at))
    for team in sources.organizations:
        yield from _meetings(team, today - timedelta(days=1))  # one of yesterday may last past midnight
        yield from _meetings(team, today)
    for roster in sources.rosters:
        for duty in duties(roster, sources, today - timedelta(days=1), today, today):
            yield from (duty.starts, duty.ends)


def _meetings(team: Organization, day: date) -> Iterator[datetime]:
    """Whenever a team may begin or end to meet, on whichever day: a page that is looked at once more is no harm."""
    first = datetime.combine(day, time(), SHANGHAI)
    for rule in team.meets.rules if team.meets else ():
        for start, end in rule.spans:
            yield from (first + timedelta(minutes=start), first + timedelta(minutes=end))
