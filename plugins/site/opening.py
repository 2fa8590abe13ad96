"""When a place, a service or a team is open: any day, the week table, and the text the browser tells it from.

Hides the order of what decides a day (closure, exception, 调休, public holiday, week) and how far ahead it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from plugins.model import (
    CLOSED,
    SHANGHAI,
    AlertClosure,
    Closure,
    DayKind,
    Hours,
    HoursException,
    Location,
    Organization,
    Schedule,
    Service,
    Spans,
    WorkdayYear,
)
from plugins.site.periods import midnight, period
from plugins.site.site import Site
from plugins.site.views import SpecialDay, WeekRow
from plugins.site.words import (
    FEW_DAYS,
    WEEKDAYS,
    dates_between,
    day_words,
    days_words,
    hours_sentence,
    rule_groups,
    schedule_words,
    short_day_words,
    span_between,
    special_rules,
)

DATES, HOLIDAY, WORKDAY, EXCEPTION, CLOSURE = "d", "h", "w", "x", "c"
"""What makes a day other than its weekday, as the browser reads it; `d` is a rule with dates."""
OFFICES = ("station", "committee", "party")
"""The organizations whose hours are those of an office, not of a club."""
_DAY, _FOR_EVER = timedelta(days=1), 10**6
MANY = 8
"""So many runs of days are told one by one; what has more is told by its weekdays."""


class ReckonedDay(NamedTuple):
    """One day of a place: its schedule, what it follows from, and why it is closed or other than usual."""

    schedule: Schedule
    cause: str
    reason: str


class Cut(NamedTuple):
    """Minutes of one day, counted from its midnight, in which an alert closes what would be open."""

    day: date
    start: int
    end: int
    reason: str

    def leave(self, spans: Spans) -> Spans:
        """What is left of a day's spans."""
        parts = [(a, min(b, self.start)) for a, b in spans] + [(max(a, self.end), b) for a, b in spans]
        return tuple(sorted({(a, b) for a, b in parts if a < b}))


class Opening(NamedTuple):
    """What the sources say of the hours of something."""

    hours: Hours | None
    exceptions: tuple[HoursException, ...] = ()
    closures: tuple[Closure, ...] = ()
    cuts: tuple[Cut, ...] = ()


def _with_alerts(opening: Opening, alerts: Iterable[AlertClosure]) -> Opening:
    """The hours with what alerts close: whole days are closures, of the others the rest is left."""
    whole: list[Closure] = []
    cuts: list[Cut] = []
    for alert in alerts:
        since, to = alert.since, alert.to
        first = since.date() if since.time() == time() else since.date() + _DAY
        last = to.date() - _DAY if to else None
        if last is None or first <= last:
            # Read already: the fields of one part stand for those of the other.
            whole.append(Closure.model_construct(from_=first, until=last, notice=alert.notice))
        # A night belongs to the day it begins on, so the day before is cut too.
        days = {since.date() - _DAY, since.date()} | ({to.date()} if to else set())
        for day in sorted(days):
            if not (first <= day and (last is None or day <= last)):
                cuts.append(
                    Cut(day, _minutes_from(day, since), _minutes_from(day, to) if to else _FOR_EVER, alert.notice)
                )
    return opening._replace(closures=(*whole, *opening.closures), cuts=(*opening.cuts, *cuts))


def _minutes_from(day: date, moment: datetime) -> int:
    return int((moment - datetime.combine(day, time(), SHANGHAI)).total_seconds() // 60)


def opening_of(entry: Location | Organization | Service, site: Site) -> Opening:
    """The hours of an entry; a service has its own or those of the place it says, and stands still where that is closed."""
    alerts = site.sources.alert_closures
    if isinstance(entry, Location):
        opening = Opening(entry.hours, entry.exceptions, (entry.closed,) if entry.closed else ())
        return _with_alerts(opening, alerts.get(entry.id, ()))
    if isinstance(entry, Organization):
        return _with_alerts(Opening(entry.meets), alerts.get(entry.location or "", ()))
    paused = (entry.paused,) if entry.paused else ()
    if entry.open_with:
        place = opening_of(site.sources.location[entry.open_with], site)
        return place._replace(closures=paused + place.closures)
    if entry.hours and len(entry.locations) == 1:
        place = opening_of(site.sources.location[entry.locations[0]], site)
        return Opening(entry.hours, (), paused + place.closures, place.cuts)
    return Opening(entry.hours, (), paused)


def open_on(location: Location, site: Site, day: date) -> WeekRow | None:
    """The hours of one day, or None where the location states none or the year's holidays are not published yet."""
    opening = opening_of(location, site)
    known = known_until(opening, site.sources.workdays, site.today.year)
    if (opening.hours is None and not opening.closures) or known is None or day > known:
        return None
    found = decide(opening, site.sources.workdays, day)
    words = schedule_words(found.schedule)
    return WeekRow("今天" if day == site.today else "", words, not found.schedule.spans)


def unknown_words(entry: Location | Organization | Service, site: Site) -> str:
    """Why nobody can say yet whether it is open today; empty where that is known, or nothing is said of its hours."""
    opening = opening_of(entry, site)
    known = known_until(opening, site.sources.workdays, site.today.year)
    return "" if known or not opening.hours else f"{site.today.year}年放假安排还没有公布，平日照上面的时间"


def opening_words(entry: Location | Organization | Service, site: Site, *, brief: bool = False) -> str:
    """The hours in a sentence: a closure in force before all else, then how a service is open, empty where none is said."""
    closed = next((c for c in opening_of(entry, site).closures if holds(c, site.today)), None)
    if closed:
        until = f"（到{short_day_words(closed.until)}）" if closed.until else ""
        return f"{'暂停办理' if isinstance(entry, Service) and closed is entry.paused else '暂停开放'}{until}"
    if isinstance(entry, Service):
        return _service_words(entry, site, brief=brief)
    return _hours_or_nothing(entry.hours if isinstance(entry, Location) else entry.meets)


def _hours_or_nothing(hours: Hours | None) -> str:
    return hours_sentence(hours) if hours else ""


def _service_words(service: Service, site: Site, *, brief: bool) -> str:
    said = _hours_or_nothing(service.hours)
    if service.open_with:
        place = site.sources.location[service.open_with]
        hours = _hours_or_nothing(place.hours)
        said = place.name if brief and hours else f"{place.name}开着就能办"
        said += f"：{hours}" if hours else ""
    booked = "要先预约" if service.appointment else ""
    return "，".join(part for part in (said, booked) if part) or service.hours_note or ""


def meetings_on(team: Organization, site: Site, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when a team meets on a day; an office meets nobody, and of a year without a calendar nothing is said."""
    if is_office(team) or team.meets is None:
        return ()
    opening, years = opening_of(team, site), site.sources.workdays
    known = known_until(opening, years, site.today.year)
    spans = decide(opening, years, day).schedule.spans if known and day <= known else ()
    first = midnight(day)
    return tuple((first + timedelta(minutes=start), first + timedelta(minutes=end)) for start, end in spans)


def hours_label(organization: Organization) -> str:
    """办公时间 of an office, 活动时间 of a team."""
    return "办公时间" if is_office(organization) else "活动时间"


def is_office(organization: Organization) -> bool:
    """Whether an organization receives people, where a team meets."""
    return organization.organization_kind in OFFICES


def week_rows(entry: Location | Organization | Service, site: Site) -> tuple[WeekRow, ...]:
    """The week table of what has hours: days alike in one row, then what the year changes, the later line counting."""
    hours = opening_of(entry, site).hours
    if hours is None:
        return ()
    rows = [
        WeekRow(
            _row_label(label, schedule, days), schedule_words(schedule), not schedule.spans, "".join(map(str, days))
        )
        for label, schedule, days in rule_groups(hours)
    ]
    rows += [
        WeekRow(rule.label, rule.words, not rule.schedule.spans, HOLIDAY if rule.holidays else "")
        for rule in special_rules(hours)
    ]
    if hours.changes_on_workdays:
        rows.append(WeekRow("调休上班", WORKDAY_WORDS[hours.is_alike_on_weekdays], False, WORKDAY))
    return tuple(rows)


WORKDAY_WORDS = {True: "和周一至周五一样", False: "周一至周五都一样的时候，照周一至周五"}


def _row_label(label: str, schedule: Schedule, days: list[int]) -> str:
    """Many closed days need no names: the open ones stand above them."""
    return label if schedule.spans or not FEW_DAYS < len(days) < len(WEEKDAYS) else "其他日子"


def special_days(location: Location, site: Site) -> tuple[SpecialDay, ...]:
    """The exceptions that are not over, day by day as they are reckoned."""
    opening = opening_of(location, site)
    return tuple(
        row
        for exception in sorted(location.exceptions, key=lambda e: e.from_)
        if exception.last >= site.today
        for row in _exception_rows(exception, opening, site.sources.workdays, site.now)
    )


def _exception_rows(
    exception: HoursException, opening: Opening, years: tuple[WorkdayYear, ...], now: datetime
) -> Iterator[SpecialDay]:
    days = list(days_between(exception.from_, exception.last))
    until = period(now, until=midnight(exception.last, 1))
    found = [(day, decide(opening, years, day).schedule) for day in days]
    runs = [[day for day, _ in run] for _, run in groupby(found, key=lambda one: one[1])]
    by_day = dict(found)
    if len(runs) <= MANY:
        for run in runs:
            yield SpecialDay(dates_between(run[0], run[-1]), schedule_words(by_day[run[0]]), exception.note, until)
        return
    by_schedule: dict[Schedule, list[date]] = {}
    for day, schedule in found:
        by_schedule.setdefault(schedule, []).append(day)
    whole = dates_between(days[0], days[-1])
    weekdays = {s: sorted({day.weekday() for day in held}) for s, held in by_schedule.items()}
    if sum(map(len, weekdays.values())) == len({day.weekday() for day in days}):
        for schedule, names in weekdays.items():
            yield SpecialDay(f"{whole}，{days_words(names)}", schedule_words(schedule), exception.note, until)
    else:
        for run in runs:
            yield SpecialDay(dates_between(run[0], run[-1]), schedule_words(by_day[run[0]]), exception.note, until)


def closure_words(entry: Location | Service, site: Site) -> str:
    """A closure in force or to come, as a notice that is true before it and in it; empty where there is none."""
    closed = entry.closed if isinstance(entry, Location) else entry.paused
    what = "暂停开放" if isinstance(entry, Location) else "暂停办理"
    if closed is None or (closed.until and closed.until < site.today):
        alert = alert_on(entry, site)
        return f"{span_between(alert.since, alert.to)}{what}：{alert.notice}" if alert else ""
    if closed.until is None:
        since = "" if closed.from_ <= site.today else f"{day_words(closed.from_)}起"
        return f"{since}{what}：{closed.notice}"
    if closed.until == closed.from_:
        return f"{short_day_words(closed.from_)} {what}：{closed.notice}"
    words = short_day_words if closed.from_.year == closed.until.year else day_words
    return f"{words(closed.from_)}至{words(closed.until)}{what}：{closed.notice}"


def alert_on(entry: Location | Service, site: Site) -> AlertClosure | None:
    """What an alert closes of a location and is not over."""
    found = site.sources.alert_closures.get(entry.id, ()) if isinstance(entry, Location) else ()
    return next((alert for alert in found if alert.to is None or site.now < alert.to), None)


def holds(closed: Closure, day: date) -> bool:
    """Whether a closure is in force on a day."""
    return closed.from_ <= day and (closed.until is None or day <= closed.until)


def decide(opening: Opening, years: tuple[WorkdayYear, ...], day: date) -> ReckonedDay:
    """Closure before exception before 调休 before public holiday before week; an alert takes away from what is left."""
    closed = next((c for c in opening.closures if holds(c, day)), None)
    if closed:
        return ReckonedDay(CLOSED, CLOSURE, closed.notice)
    found = _decide_open(opening, years, day)
    for cut in opening.cuts:
        if cut.day == day and (left := cut.leave(found.schedule.spans)) != found.schedule.spans:
            schedule = Schedule(left, found.schedule.comment) if left else CLOSED
            found = ReckonedDay(schedule, EXCEPTION if left else CLOSURE, cut.reason)
    return found


def _decide_open(opening: Opening, years: tuple[WorkdayYear, ...], day: date) -> ReckonedDay:
    exception = next((e for e in opening.exceptions if e.from_ <= day <= e.last), None)
    hours = exception.hours if exception else opening.hours
    if hours is None:
        return ReckonedDay(CLOSED, EXCEPTION if exception else DATES, exception.note if exception else "")
    standing = _look_up(years, day)
    found = hours.schedule_on(day, standing.kind, standing.school)
    if exception:
        return ReckonedDay(found, EXCEPTION, exception.note)
    cause, reason = _explain_day(hours, day, standing, found)
    return ReckonedDay(found, cause, reason) if found.spans else ReckonedDay(CLOSED, cause, found.comment or reason)


class _DayStanding(NamedTuple):
    """What the published calendars say of a day."""

    work: bool
    holiday: str
    school: bool

    @property
    def kind(self) -> DayKind:
        """What the hours go by: 调休 makes a working day even of a day inside a holiday's dates."""
        if self.work:
            return "workday"
        return "holiday" if self.holiday else "ordinary"


def _look_up(years: tuple[WorkdayYear, ...], day: date) -> _DayStanding:
    holidays = (h.name for year in years for h in year.holidays if h.from_ <= day <= h.until)
    return _DayStanding(
        work=any(day in year.workdays for year in years),
        holiday=next(holidays, ""),
        school=any(h.from_ <= day <= h.until for year in years for h in year.school),
    )


def _explain_day(hours: Hours, day: date, standing: _DayStanding, found: Schedule) -> tuple[str, str]:
    """What makes a day other than its weekday, and in which words it is worth saying."""
    changed = found.spans != hours.spans_on(day, "ordinary", standing.school)
    if standing.work:
        return WORKDAY, "今天调休上班" if changed else ""
    if not standing.holiday:
        return DATES, ""
    # Where the hours name public holidays, people look for the word even if nothing is other than usual.
    if not changed and hours.on_holidays() is None:
        return HOLIDAY, ""
    return HOLIDAY, standing.holiday if found.spans else f"{standing.holiday}放假"


def known_until(opening: Opening, years: tuple[WorkdayYear, ...], year: int) -> date | None:
    """The last day whose hours are certain: what no calendar changes is known for ever; None where nothing is."""
    hours = opening.hours
    if hours is None or hours.is_same_every_week():
        return date.max
    published = {entry.year for entry in years if entry.school or not hours.needs_school}
    if not hours.needs_calendar:
        return date(year + 2, 12, 31)  # a page that nobody makes anew goes on being right for two years
    if year not in published:
        return None
    last = next(y for y in range(year, max(published) + 2) if y + 1 not in published)
    return date(last, 12, 31)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + timedelta(i) for i in range((last - first).days + 1))


def exception_days(opening: Opening) -> Iterator[date]:
    for exception in sorted(opening.exceptions, key=lambda e: e.from_):
        yield from days_between(exception.from_, exception.last)
