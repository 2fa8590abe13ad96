"""What one day makes of the sources: dates that lie too far off to be meant, and what has been over for long.

The day is an argument: nothing here is wrong for ever, and no build hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain

from pydantic import BaseModel

from plugins.model import (
    SHANGHAI,
    Activity,
    Closure,
    HoursException,
    Location,
    Meeting,
    Organization,
    Record,
    Roster,
    Sources,
    dotted,
    expand,
    hours_words,
    label_at,
    span_of_day,
    upcoming,
)
from plugins.problems import Problem
from plugins.rules.activities import is_settled
from plugins.rules.ahead import find_ahead
from plugins.rules.dated_hours import find_dated_hours
from plugins.text import Loc, Tree

DatedSlip = tuple[Record, Loc, str, str]
"""Whose it is, place in the entry, message, fix."""

_FAR = timedelta(days=15 * 366)
"""No date of a community lies so far ahead; 2062 is 2026 with two figures changed."""
_PUBLISHED_FAR = timedelta(days=90)
_LONG_ROSTER = timedelta(days=3 * 366)
_LONG_OVER = timedelta(days=30)
"""What is over is left in the file for a while; a date typed with last year's number is told at once."""
_FRESH = timedelta(days=14)
_HALF_A_YEAR = timedelta(days=183)
_OFFICES = ("committee", "party", "station")
"""Kinds of organizations whose times are office hours."""
_FIVE_WEEKS = 35
"""So many days hold every weekday of a month, the fifth among them."""
_MOST = 200
"""So many dates of an activity are looked at: one of every day for half a year."""


def check_dates(sources: Sources, trees: Mapping[str, Tree], day: date) -> Iterator[Problem]:
    """A warning for each date that cannot be meant as seen from `day`, with its line and label."""
    for rule in RULES:
        for entry, loc, message, fix in rule(sources, day):
            line, column = trees[entry.path].place(entry.at + loc)
            label = label_at(type(entry), loc)
            yield Problem(entry.path, line, column, dotted(loc), label, message, fix, "warning")


def _all_records(sources: Sources) -> Iterator[Record]:
    yield from chain(sources.entries(), sources.drafts, sources.people, sources.workdays)


def _find_far_dates(sources: Sources, day: date) -> Iterator[DatedSlip]:
    for entry in _all_records(sources):
        for loc, found in _dates_in(entry, ()):
            told = isinstance(entry, Activity) and loc != ("date",)  # the rules on activities say it better
            if found - day > _FAR and not told:
                message = f"{found} 还有 {(found - day).days // 365} 年，像是年份写错了"
                yield entry, loc, message, "核对年份"


def _dates_in(part: BaseModel, at: Loc) -> Iterator[tuple[Loc, date]]:
    """Every date of an entry and of its parts, with its place."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name, None)
        if not value or isinstance(value, str):
            continue
        here = (*at, field.alias or name)
        listed = [((*here, i), item) for i, item in enumerate(value)] if isinstance(value, tuple) else [(here, value)]
        for loc, one in listed:
            if isinstance(one, BaseModel):
                yield from _dates_in(one, loc)
            elif isinstance(one, datetime):
                yield loc, one.date()
            elif isinstance(one, date):
                yield loc, one


def _find_late_stories(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """What comes out in months is on no page until then, and nobody would know why."""
    for entry in sources.documents():
        moment = getattr(entry, "date", None)
        published = moment.date() if isinstance(moment, datetime) else moment
        last = _last_of(entry)
        if published and last and last < published and day < published:
            yield entry, ("date",), f"要到 {published} 才公开，那时已经过去了", "写哪天开始让人看到；没有写错就核对年份"
        elif published and _PUBLISHED_FAR < published - day <= _FAR:
            fix = "日期没错就不用改；写错了就改日期"
            yield entry, ("date",), f"要到 {published} 才公开，还有 {(published - day).days} 天", fix


def _last_of(entry: Record) -> date | None:
    """The last day of what is told of: of an activity that takes place once, and of a notice."""
    if isinstance(entry, Activity):
        found = None if entry.every or entry.repeat or entry.lunar or entry.also else entry.ends or entry.starts
    else:
        found = getattr(entry, "until", None)
    return found.date() if isinstance(found, datetime) else found


def _find_early_reviews(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """Nobody has looked at a guide tomorrow, nor changed a story."""
    for guide in sources.guides:
        if guide.reviewed > day:
            yield guide, ("reviewed",), f"核对日期 {guide.reviewed} 还没有到", "写真正核对的那一天"
    for entry in sources.documents():
        for i, update in enumerate(getattr(entry, "updates", ())):
            if update.date > day:
                fix = "写改动的那一天；到那天才变的事写在正文里"
                yield entry, ("updates", i, "date"), f"更新日期 {update.date} 还没有到", fix


def _find_stillborn(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """A story of these days that has expired already was never seen on home."""
    for story in sources.news:
        published = story.date.date()
        if story.expires and published <= story.expires < day <= published + _FRESH:
            message = f"{published} 才发布，{story.expires} 就过期了，首页已经不显示"
            yield story, ("expires",), message, "核对失效日期；已经办完的就不用改"


def _find_early_notices(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """Nobody announces half a year before that the water will be off."""
    for story in sources.news:
        ahead = story.begins - story.date if story.is_notice and story.begins else timedelta()
        if ahead > _HALF_A_YEAR and (story.ends is None or story.ends.date() >= day):
            yield story, ("from",), f"比发布日期晚 {ahead.days} 天", "核对年份；发布日期写错了就改 date"


def _find_past_times(sources: Sources, day: date) -> Iterator[DatedSlip]:
    for location in sources.locations:
        for i, exception in enumerate(location.exceptions):
            if day - exception.last > _LONG_OVER:
                yield location, ("exceptions", i, "from"), *_tell_over(exception.last)
        yield from _find_past_closure(location, "closed", location.closed, day)
    for service in sources.services:
        yield from _find_past_closure(service, "paused", service.paused, day)


def _find_past_closure(entry: Record, field: str, closure: Closure | None, day: date) -> Iterator[DatedSlip]:
    if closure and closure.until and day - closure.until > _LONG_OVER:
        yield entry, (field, "until"), *_tell_over(closure.until)


def _tell_over(last: date) -> tuple[str, str]:
    return f"{last} 就过去了，页面不再用它", "过了的可以删掉；年份写错了就改"


def _find_odd_rosters(sources: Sources, day: date) -> Iterator[DatedSlip]:
    for roster in sources.rosters:
        if roster.until - roster.from_ > _LONG_ROSTER and roster.until - day <= _FAR:
            message = f"从 {roster.from_} 到 {roster.until}，排了 {(roster.until - roster.from_).days // 365} 年"
            yield roster, ("until",), message, "核对两个日期的年份"
        yield from _find_shut_shifts(roster, sources, day)
        yield from _find_shifts_beyond(roster, sources, day)


def _find_shut_shifts(roster: Roster, sources: Sources, day: date) -> Iterator[DatedSlip]:
    """Shifts in a place that is closed: every page says that they stand still."""
    closures = sources.closures.get(roster.location, ())
    if not closures:
        return
    shut = [s for s in expand(roster, sources.holidays, day, date.max, closures) if s.shut]
    location = _room_of(roster, sources)
    if shut and location:
        span = f"{shut[0].day}" if len(shut) == 1 else f"{min(s.day for s in shut)} 至 {max(s.day for s in shut)}"
        message = f"“{location.name}”这段时间不开，{span} 有 {len(shut)} 班，网页都写停班"
        yield roster, ("location",), message, "停班就不用改；要照常值班，把 location 改成别处"


def _find_shifts_beyond(roster: Roster, sources: Sources, day: date) -> Iterator[DatedSlip]:
    """Shifts outside the hours that their place has on a day of its own."""
    location = _room_of(roster, sources)
    for found in location.exceptions if location else ():
        last = found.last if found.hours else date.min
        shifts = expand(roster, sources.holidays, max(day, found.from_), last) if day <= last else ()
        beyond = [s for s in shifts if not s.cancelled and _is_beyond(found, s.starts, s.ends, sources)]
        if location and beyond:
            message = (
                f"“{location.name}”{found.from_} 起钟点不同（{found.note}），有 {len(beyond)} 班不在开放时间里，最早是 "
            )
            when = f"{beyond[0].day} {hours_words(beyond[0].starts, beyond[0].ends)}"
            yield roster, ("location",), message + when, "停班就在 changes 里写 cancelled: true；照常值班就不用改"


def _is_beyond(found: HoursException, starts: datetime, ends: datetime, sources: Sources) -> bool:
    """Whether something lies on a day with hours of its own, and in none of them."""
    day = starts.date()
    if found.hours is None or not found.from_ <= day <= found.last:
        return False
    first = (starts - datetime.combine(day, time(), SHANGHAI)) // timedelta(minutes=1)
    last = first + (ends - starts) // timedelta(minutes=1)
    spans = found.hours.spans_on(day, "holiday" if sources.holidays.get(day) else "ordinary")
    return not any(begins < last and first < over for begins, over in spans)


def _find_shut_activities(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """An activity or a meeting in a place that is closed on its day."""
    for activity in sources.activities:
        room = _room_of(activity, sources)
        if not room or activity.state != "scheduled" or activity.is_run:
            continue
        closures = sources.closures.get(room.id, ())
        for starts, _ in _coming(activity, day) if closures else ():
            closure = next((c for c in closures if c.covers(starts.date())), None)
            if closure:
                message = f"“{room.name}”{starts.date()} 不开：{closure.notice}"
                yield activity, ("location",), message, "换一处，改到别的日子，或者停办这一次"
                break
        yield from _find_activity_beyond(activity, room, sources, day)
    for meeting, room in _meetings_to_come(sources, day):
        closures = sources.closures.get(room.id, ())
        closure = next((c for c in closures if c.covers(meeting.date.date())), None)
        if closure:
            message = f"“{room.name}”{meeting.date.date()} 不开：{closure.notice}"
            yield meeting, ("location",), message, "换一处，或者改到别的日子"


def _find_activity_beyond(activity: Activity, room: Location, sources: Sources, day: date) -> Iterator[DatedSlip]:
    """An activity outside the hours that its place has on a day of its own; whole days have no clock."""
    dated = () if activity.is_whole_days else tuple(found for found in room.exceptions if found.hours)
    for starts, ends in _coming(activity, day) if dated else ():
        found = next((one for one in dated if _is_beyond(one, starts, ends, sources)), None)
        if found:
            message = (
                f"“{room.name}”{starts.date()} 钟点不同（{found.note}），{hours_words(starts, ends)}不在开放时间里"
            )
            yield activity, ("location",), message, "换一处，改时间；照样进得去就不用改"
            return


def _room_of(entry: Activity | Meeting | Organization | Roster, sources: Sources) -> Location | None:
    """Where it takes place; none where nobody knows of that room, which is told as a fault of its own."""
    return sources.location.get(entry.location or "")


def _meetings_to_come(sources: Sources, day: date) -> Iterator[tuple[Meeting, Location]]:
    for meeting in sources.of(Meeting):
        room = _room_of(meeting, sources)
        if room and meeting.date.date() >= day:
            yield meeting, room


def _find_shared_rooms(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """Two activities in one room at one time, or a meeting that begins in one; an exhibition may stand there beside others."""
    by_room: dict[str, list[_Use]] = {}
    for activity in sources.activities:
        place = _room_of(activity, sources)
        if place and not place.shared and activity.state == "scheduled" and not _stands(activity):
            found = by_room.setdefault(place.id, [])
            found += [(starts, ends, activity) for starts, ends in _coming(activity, day)]
    for meeting, place in _meetings_to_come(sources, day):
        if not place.shared:
            # Nobody writes when a meeting ends: it is looked at as it begins.
            use = (meeting.date, meeting.date + timedelta(minutes=1), meeting)
            by_room.setdefault(place.id, []).append(use)
    for room in sorted(by_room):
        yield from _tell_shared(sources.location[room], by_room[room])


def _find_teams_beside(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """An activity in a room in which another team meets at that time; what holidays change is left to whoever knows."""
    teams = _teams_by_room(sources)
    for activity in sources.activities:
        room = _room_of(activity, sources)
        if not room or activity.state != "scheduled" or _stands(activity):
            continue
        beside = [team for team in teams.get(room.id, ()) if team.id != activity.organization]
        coming = tuple(_coming(activity, day)) if beside else ()
        for team in beside:
            met = [one for one in coming if _meets_during(team, *one, sources)]
            if met:
                starts, ends = met[0]
                times = f"；共 {len(met)} 次" if len(met) > 1 else ""
                when = f"{starts:%Y-%m-%d} {hours_words(starts, ends)}"
                message = f"和“{team.name}”的活动时间（{team.path}）同时用“{room.name}”：{when}{times}"
                fix = "把时间错开或换一处；可以合用的地方，在 locations.yaml 里写 shared: true；就是这支队伍办的，写 organization"
                yield activity, ("location",), message, fix


def _teams_by_room(sources: Sources) -> dict[str, list[Organization]]:
    """The teams that say when they meet, by the room each has to itself; an office is open beside others."""
    found: dict[str, list[Organization]] = {}
    for team in sources.organizations:
        place = _room_of(team, sources)
        if place and team.meets and not place.shared:
            found.setdefault(place.id, []).append(team)
    return found


def _find_teams_together(sources: Sources, day: date) -> Iterator[DatedSlip]:
    """Two teams that meet in one room at one time, told once at the later one; holidays are left to whoever knows."""
    for room, teams in sorted(_teams_by_room(sources).items()):
        told: set[tuple[str, str]] = set()
        clubs = [team for team in teams if team.organization_kind not in _OFFICES]
        for n in range(_FIVE_WEEKS if len(clubs) > 1 else 0):
            on = day + timedelta(n)
            if sources.holidays.get(on):
                continue
            spans = sorted((*span, i) for i, team in enumerate(clubs) if team.meets for span in team.meets.spans_on(on))
            running: list[tuple[int, int, int]] = []
            for starts, ends, i in spans:
                running = [one for one in running if one[1] > starts][:_AT_ONCE]
                for _, over, j in running:
                    first, last = (clubs[k] for k in sorted((i, j)))
                    if first is not last and (first.id, last.id) not in told:
                        told.add((first.id, last.id))
                        when = f"{on} {span_of_day(starts, min(ends, over))}"
                        message = (
                            f"和“{first.name}”的活动时间（{first.path}）同时用“{sources.location[room].name}”：{when}"
                        )
                        fix = "把时间错开或换一处；可以合用的地方，在 locations.yaml 里写 shared: true"
                        yield last, ("meets",), message, fix
                running.append((starts, ends, i))


def _meets_during(team: Organization, starts: datetime, ends: datetime, sources: Sources) -> bool:
    day = starts.date()
    if team.meets is None or sources.holidays.get(day):
        return False
    first = (starts - datetime.combine(day, time(), SHANGHAI)) // timedelta(minutes=1)
    last = first + (ends - starts) // timedelta(minutes=1)
    return any(begins < last and first < over for begins, over in team.meets.spans_on(day))


def _stands(activity: Activity) -> bool:
    return activity.is_run or activity.is_whole_days


def _coming(activity: Activity, day: date) -> Iterator[tuple[datetime, datetime]]:
    if not is_settled(activity):
        return
    since = datetime.combine(day, time(), SHANGHAI)
    horizon = (since + _HALF_A_YEAR).date()
    yield from (one for one in upcoming(activity, since, _MOST, horizon) if one[0] - since < _HALF_A_YEAR)


_AT_ONCE = 5
"""With so many others in its room an activity is told; two hundred in one room would be twenty thousand problems."""


_Use = tuple[datetime, datetime, Activity | Meeting]
"""From when to when a room is used, and by what."""


def _tell_shared(room: Location, found: list[_Use]) -> Iterator[DatedSlip]:
    """One problem for two activities, however often they meet, at the one whose file comes last."""
    meetings: dict[tuple[str, str], list[tuple[datetime, datetime, Activity | Meeting, Activity | Meeting]]] = {}
    running: list[_Use] = []
    for starts, ends, activity in sorted(found, key=lambda one: (one[0], one[1], one[2].path)):
        running = [one for one in running if one[1] > starts]
        for _, _, other in running[:_AT_ONCE]:
            if other is not activity:
                first, last = sorted((other, activity), key=lambda a: a.path)
                meetings.setdefault((first.path, last.path), []).append((starts, ends, first, last))
        running.append((starts, ends, activity))
    for met in meetings.values():
        starts, ends, first, last = met[0]
        times = f"；共 {len(met)} 次" if len(met) > 1 else ""
        held = any(isinstance(one, Meeting) for one in (first, last))
        when = f"{starts:%Y-%m-%d} " + (f"{starts.hour}:{starts:%M} 起" if held else hours_words(starts, ends))
        message = f"和《{first.title}》（{first.path}）同时用“{room.name}”：{when}{times}"
        fix = "把时间错开或换一处；可以合用的地方，在 locations.yaml 里写 shared: true"
        yield last, ("location",), message, fix


RULES: tuple[Callable[[Sources, date], Iterator[DatedSlip]], ...] = (
    _find_far_dates,
    _find_late_stories,
    _find_early_reviews,
    _find_stillborn,
    _find_past_times,
    find_dated_hours,
    _find_early_notices,
    _find_odd_rosters,
    _find_shut_activities,
    _find_shared_rooms,
    _find_teams_beside,
    _find_teams_together,
    find_ahead,
)
