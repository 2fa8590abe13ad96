"""A roster as a calendar: a page for each of its months, and a sheet that prints on one side of A4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from plugins.directory.rosters import ROSTERS, ShiftView, by_day, month_link, months_of, view_shift
from plugins.model import Roster, address_of, month_address, sheet_address
from plugins.site import (
    HOME,
    WEEKDAYS,
    DateView,
    Duty,
    HeadView,
    Link,
    MadeView,
    Page,
    PhoneView,
    Site,
    day_words,
    duties,
    link_to,
    made,
    midnight,
    short_day_words,
    show_contact,
    show_switchboard,
    weeks_between,
)

SHEET_WEEKS = 5
SHEET_LINES = 40.5
"""Lines of 9 pt that a sheet of A4 across holds between its title and its key."""
SHEET_COLUMN = 11.6
"""How many Chinese characters of 9 pt stand side by side in a seventh of the sheet."""
SHEET_DATE = 1.95
"""A date and its frame, in lines."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day in its week; one that the calendar does not cover is there without a word."""

    date: DateView
    """The whole date."""
    number: str
    """The number of the day, with its month where that is new."""
    covered: bool
    """Whether the calendar says something of the day."""
    shifts: tuple[ShiftView, ...]
    """Its shifts by time."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month of a roster."""

    head: HeadView
    name: str
    """What the roster is called."""
    month: str
    """The month in words."""
    caption: str
    """What the table shows, and as of when."""
    weekdays: tuple[str, ...]
    """The heads of its columns."""
    weeks: tuple[tuple[CalendarDay, ...], ...]
    """Its rows, Monday to Sunday."""
    parts: tuple[Link, ...]
    """Of a phone, which shows a week at a time: the weeks with a shift, by their row, and the whole month."""
    previous: Link | None
    """The month before."""
    next: Link | None
    """The month after."""
    roster: Link
    """The roster's own page."""
    sheet: Link
    """The roster to print."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """A roster on one sheet of paper."""

    head: HeadView
    name: str
    """What the roster is called."""
    caption: str
    """From when to when."""
    weekdays: tuple[str, ...]
    """The heads of its columns."""
    weeks: tuple[tuple[CalendarDay, ...], ...]
    """As many weeks as the paper holds."""
    key: tuple[str, ...]
    """What the signs stand for that are written for duties; none where there is one duty."""
    made: MadeView
    """The day it was made; it knows of the weeks it shows."""
    phone: PhoneView
    """Whom to call about it."""
    location: str
    """Where the duty is done."""
    roster: Link
    """The way back to the roster."""


def plan_roster_months(site: Site) -> Iterator[Page]:
    """Every month and sheet of every roster."""
    for roster in site.sources.rosters:
        months = months_of(roster, site.today)
        for i, month in enumerate(months):
            previous = month_link(roster, months[i - 1]) if i else None
            following = month_link(roster, months[i + 1]) if i + 1 < len(months) else None
            view = partial(_view_month, roster, month, site, previous, following)
            yield Page(month_address(roster, month), "roster_month.html", view, roster.path)
        sheet = partial(_view_sheet, roster, site)
        yield Page(sheet_address(roster), "roster_print.html", sheet, roster.path, indexed=False)


def _view_month(roster: Roster, month: date, site: Site, previous: Link | None, following: Link | None) -> MonthView:
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found = by_day(duties(roster, site.sources, month, last, site.today))
    shifts = {day: tuple(view_shift(duty, site.now) for duty in of_day) for day, of_day in found.items()}
    weeks = tuple(_month_weeks(month, last, shifts))
    words = f"{month.year}年{month.month}月"
    title = f"{roster.name} {words}"
    crumbs = (HOME, ROSTERS, link_to(roster), Link(words, ""))
    description = f"{roster.name}，{words}每一天谁值班、哪一班缺人。"
    return MonthView(
        head=HeadView(title, description, month_address(roster, month), "rosters", crumbs, roster.sample),
        name=roster.name,
        month=words,
        caption=f"{words}值班安排，截至 {site.today.month}月{site.today.day}日",
        weekdays=WEEKDAYS,
        weeks=weeks,
        parts=tuple(_link_weeks(weeks)),
        previous=previous,
        next=following,
        roster=link_to(roster),
        sheet=Link("打印一张 A4", sheet_address(roster)),
    )


def _month_weeks(
    first: date, last: date, shifts: Mapping[date, tuple[ShiftView, ...]]
) -> Iterator[tuple[CalendarDay, ...]]:
    """The weeks from `first` to `last`, each of seven days from Monday on."""
    for week in weeks_between(first, last):
        yield tuple(_view_calendar_day(day, first <= day <= last, day == first, shifts.get(day, ())) for day in week)


def _link_weeks(weeks: Sequence[Sequence[CalendarDay]]) -> Iterator[Link]:
    for number, week in enumerate(weeks, 1):
        days = [int(day.date.iso[-2:]) for day in week if day.covered]
        if any(day.shifts for day in week):
            yield Link(f"{days[0]}日至{days[-1]}日" if days[1:] else f"{days[0]}日", f"#week-{number}")
    yield Link("整月", "#month")


def _view_calendar_day(day: date, covered: bool, starts: bool, shifts: tuple[ShiftView, ...]) -> CalendarDay:
    number = f"{day.month}月{day.day}日" if starts or day.day == 1 else str(day.day)
    view = DateView(short_day_words(day), day.isoformat())
    return CalendarDay(view, number, covered, shifts)


def _view_sheet(roster: Roster, site: Site) -> SheetView:
    monday = max(site.today, roster.from_)
    monday -= timedelta(days=monday.weekday())
    organization = site.sources.organization[roster.organization]
    weeks, key = _fit(roster, monday, site)
    last = monday + timedelta(days=7 * len(weeks) - 1)
    title = f"{roster.name}（打印）"
    crumbs = (HOME, ROSTERS, link_to(roster), Link("打印", ""))
    url = sheet_address(roster)
    return SheetView(
        head=HeadView(title, roster.summary, url, "rosters", crumbs, roster.sample, robots="noindex"),
        name=roster.name,
        caption=f"{day_words(monday)} 至 {day_words(last)}",
        weekdays=WEEKDAYS,
        weeks=weeks,
        key=key,
        made=made(site.now, midnight(last, 1)),
        phone=show_contact(organization.contact) or show_switchboard(site.sources.community),
        location=site.sources.location[roster.location].name,
        roster=Link("回到值班表", address_of(roster)),
    )


def _fit(roster: Roster, monday: date, site: Site) -> tuple[tuple[tuple[CalendarDay, ...], ...], tuple[str, ...]]:
    """As many weeks as one side of paper holds, five at most and one at least, and the key to their signs.

    Paper hangs on a wall: a name stands there only if its consent holds to the last of its days.
    """
    for count in range(SHEET_WEEKS, 0, -1):
        last = monday + timedelta(days=7 * count - 1)
        found = duties(roster, site.sources, monday, last, last)
        signs = _signs(found)
        shifts = {day: tuple(_view_sign(d, signs, site.now) for d in of_day) for day, of_day in by_day(found).items()}
        weeks = tuple(_month_weeks(monday, last, shifts))
        key = tuple(f"{sign} {duty}" for duty, sign in signs.items() if sign)
        if sum(_count_lines(week) for week in weeks) + len("　".join(key)) // 70 <= SHEET_LINES:
            break
    return weeks, key


def _signs(found: Sequence[Duty]) -> Mapping[str, str]:
    """A circled number for each duty, none where all are the same."""
    names = list(dict.fromkeys(duty.duty for duty in sorted(found, key=lambda d: d.starts.time())))
    if len(names) == 1:
        return {names[0]: ""}
    return {name: chr(0x2460 + i) if i < 20 else f"({i + 1})" for i, name in enumerate(names)}


def _view_sign(duty: Duty, signs: Mapping[str, str], now: datetime) -> ShiftView:
    view = view_shift(duty, now)
    return ShiftView(f"{signs[duty.duty]}{view.time}", "", view.people, view.state, "")


def _count_lines(week: Sequence[CalendarDay]) -> float:
    """How many lines the fullest day of a week takes, its date among them."""
    return SHEET_DATE + max(sum(_shift_lines(shift) for shift in day.shifts) for day in week)


def _shift_lines(shift: ShiftView) -> int:
    """How many lines a shift takes; one breaks between its time, its people and its state."""
    state = () if shift.state.tone == "good" else (f" {shift.state.word} ",)
    lines, left = 1, SHEET_COLUMN
    for word in (f"{shift.time} ", *(f"{name}、" for name in shift.people.split("、")), *state):
        width = sum(_text_width(letter) for letter in word)
        if width > left and left < SHEET_COLUMN:
            lines, left = lines + 1, SHEET_COLUMN
        lines += int(width // SHEET_COLUMN)
        left -= width % SHEET_COLUMN
    return lines


def _text_width(letter: str) -> float:
    """The width of a letter in Chinese characters, as wide as the fonts of the theme have it."""
    if letter in ": ":
        return 0.3
    return 1.0 if ord(letter) > 0x2000 else 0.58
