"""Activities and their calendar of what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from markupsafe import Markup

from plugins.model import COMING_ACTIVITIES, Activity, Moments, address_of, days_left_out, parse_moment, upcoming
from plugins.pages.activity_calendar import plan_activity_calendar
from plugins.pages.activity_lists import ACTIVITIES, WaysView, first_ways, list_ways, plan_activity_lists
from plugins.pages.agenda import RESERVE, AgendaDay, ComingGroup, agenda, coming_groups, coming_made
from plugins.pages.article import make_article, make_head
from plugins.pages.related import Related
from plugins.pages.talk import TalkView, open_head, show_talk
from plugins.site import (
    ALWAYS,
    FREE,
    FULL,
    HOME,
    ArticleView,
    CardView,
    DateView,
    GroupView,
    HeadView,
    Link,
    LocationBrief,
    MadeView,
    Page,
    PeriodView,
    PhoneView,
    Site,
    Stage,
    StateView,
    activity_states,
    audience_names,
    brief,
    card,
    card_to_come,
    keep_first,
    last_end,
    link_to,
    made,
    midnight,
    period,
    short_day_words,
    show_contact,
    show_occurrence,
    show_when,
    show_words,
    signup_dates,
    signup_end,
    signup_stages,
    span_of,
    tell_stages,
    told_by_day,
)

NEXT_DATES = 5
KNOWN_DATES = 40
"""So many dates of what repeats stand on its page, all but the next few waiting."""
_KNOWN_FOR = timedelta(days=3_660)
"""No page looks further ahead: the forty next 29 February are a century and a half."""
AGENDA_DAYS = 28
SHOWN_DAYS = 5
"""So many days that have something stand open; the list of all that comes has the others."""
MOST_LINES = 20
"""So many of what comes later, again and again, or not at all."""


@dataclass(frozen=True, slots=True)
class SignupView:
    """Whether and how to sign up."""

    word: str
    """What holds at any time: 不用报名 or 已满; empty else."""
    states: tuple[StateView, ...]
    """11月30日起报名, 报名中, 报名截止, each while it holds."""
    dates: str
    """From when until when, in words; may be empty."""
    how: Markup
    """What to do; may be empty."""
    url: str
    """Where to do it on the web; may be empty."""
    open: PeriodView
    """How long one can."""


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity with its dates, where it is and how to join."""

    head: HeadView
    article: ArticleView
    talk: TalkView | None
    """What readers say of it; None where they cannot."""
    states: tuple[StateView, ...]
    """报名中, 已取消 …, each while it holds."""
    when: DateView
    """Its rule where it comes again, else its date."""
    dates: tuple[DateView, ...]
    """The next dates of what comes again, and more for who looks later."""
    most: int
    """So many of them are shown at once."""
    except_dates: tuple[DateView, ...]
    """The days to come on which it is left out."""
    except_period: PeriodView
    """How long there is one of them."""
    made: MadeView | None
    """The page's day, for when its dates are all over; None where it knows of all."""
    location: LocationBrief | None
    """Where it takes place; None for what has no one location."""
    organization: Link | None
    """Who holds it."""
    audience: tuple[str, ...]
    """Whom it is meant for."""
    inviting: PeriodView
    """Until it is over: whom to ask and how to come by a seat is of no use after that."""
    fee: str
    """What it costs."""
    capacity: str
    """How many can come."""
    signup: SignupView | None
    """How to sign up; None where the source does not say, and for what invites nobody."""
    contact: str
    """Whom to ask, by a name that may be shown."""
    phone: PhoneView | None
    """The number to ask at."""
    previous: Link | None
    """The activity before this one."""
    next: Link | None
    """The activity after this one."""


@dataclass(frozen=True, slots=True)
class ActivitiesView:
    """The calendar of activities."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    coming: tuple[ComingGroup, ...]
    """今天, 今晚, 明天 and 本周末 by the reader's clock, the meetings of teams among them."""
    coming_made: MadeView
    """The page's day, for when those have passed."""
    days: tuple[AgendaDay, ...]
    """The days of the next four weeks that have something, and of four more for who looks later."""
    most: int
    """So many of them stand there at once."""
    all: Link
    """The list of all that comes."""
    none: str
    """That nothing is planned, and until when; empty where something is."""
    made: MadeView
    """The page's day, for when those weeks are over."""
    later: tuple[GroupView, ...]
    """What comes after those weeks, by month, however far ahead."""
    repeating: tuple[CardView, ...]
    """What comes every day or every week."""
    changed: tuple[CardView, ...]
    """What was cancelled or put off and is not over yet."""
    first: tuple[Link, ...]
    """The calendar of the month, the clubs' week, what is free and what is over."""
    ways: tuple[WaysView, ...]
    """The lists by place and by audience."""


def plan_activities(site: Site, related: Related) -> Iterator[Page]:
    """Every activity, and the calendar of all."""
    activities = site.sources.activities
    for i, activity in enumerate(activities):
        previous = link_to(activities[i - 1]) if i else None
        following = link_to(activities[i + 1]) if i + 1 < len(activities) else None
        view = partial(_view_activity, activity, site, related, previous, following)
        yield Page(address_of(activity), "activity.html", view, activity.path, activity.date.isoformat())
    if "activities" in site.sources.sections:
        yield Page("/activities/", "activities.html", partial(_view_calendar, site))
        yield from plan_activity_calendar(site)
        yield from plan_activity_lists(site)


def _view_activity(
    activity: Activity, site: Site, related: Related, previous: Link | None, following: Link | None
) -> ActivityView:
    sources = site.sources
    contact = activity.contact
    dates = _next_dates(activity, site)
    left_out = tuple(
        DateView(short_day_words(day), day.isoformat(), "", period(site.now, until=midnight(day, 1)))
        for day in (days_left_out(activity, midnight(site.today)) if activity.state == "scheduled" else ())
    )
    return ActivityView(
        head=open_head(make_head(activity, site, "activities", ACTIVITIES, published=activity.date.isoformat()), site),
        talk=show_talk(activity, site),
        article=make_article(activity, site, related),
        states=activity_states(activity, site.now),
        when=show_when(activity),
        dates=dates,
        most=NEXT_DATES,
        except_dates=left_out,
        except_period=span_of((day.period for day in left_out), site.now),
        made=_made(activity, dates, site),
        location=brief(sources.location[activity.location], site) if activity.location else None,
        organization=link_to(sources.organization[activity.organization]) if activity.organization else None,
        audience=audience_names(activity.audience, site),
        inviting=period(site.now, until=last_end(activity)),
        fee=activity.fee or "",
        capacity=f"{activity.capacity} 人" if activity.capacity and activity.state == "scheduled" else "",
        signup=_view_signup(activity, site) if activity.state == "scheduled" else None,
        contact=contact.name or "" if contact else "",
        phone=show_contact(contact),
        previous=previous,
        next=following,
    )


def _view_signup(activity: Activity, site: Site) -> SignupView | None:
    """How to sign up, as long as one can: what is full sends nobody to the telephone."""
    signup = activity.signup
    if signup is None:
        return SignupView("", (), "", Markup(), activity.signup_url, ALWAYS) if activity.signup_url else None
    always = FREE if signup.needed is False else FULL if signup.full else ""
    end = signup_end(activity)
    stages = [] if always else signup_stages(activity)
    end_stage = [Stage(end, "", "quiet")] if stages and end else []
    states = tell_stages(site.now, [*stages, *end_stage]) if stages else ()
    ends = [moment for moment in (signup.closes_at, end) if moment]
    return SignupView(
        word=always,
        states=tuple(state for state in states if state.word),
        dates=signup_dates(signup),
        how=Markup() if signup.full else show_words(signup.how or "", site),
        url="" if signup.full else activity.signup_url or "",
        open=period(site.now, until=min(ends)) if ends else ALWAYS,
    )


def _next_dates(activity: Activity, site: Site) -> tuple[DateView, ...]:
    """The next dates of what comes again, and those that take their place as they pass."""
    if activity.is_run or not activity.is_series or activity.state != "scheduled":
        return ()
    coming = _known_dates(activity, site)
    periods = keep_first(NEXT_DATES, (period(site.now, until=ends) for _, ends in coming))
    return tuple(
        replace(show_occurrence(activity, *found), period=shown) for found, shown in zip(coming, periods, strict=True)
    )


def _known_dates(activity: Activity, site: Site) -> tuple[Moments, ...]:
    return upcoming(activity, site.now, KNOWN_DATES, (site.now + _KNOWN_FOR).date())


def _made(activity: Activity, dates: tuple[DateView, ...], site: Site) -> MadeView | None:
    """The day the page was made, where it does not know the last date."""
    if len(dates) < KNOWN_DATES:
        return None
    return made(site.now, _known_dates(activity, site)[-NEXT_DATES][1])


def _view_calendar(site: Site) -> ActivitiesView:
    activities = site.sources.activities
    standing = [a for a in activities if a.state == "scheduled"]
    again = [a for a in standing if a.repeat or a.every]
    once = [a for a in standing if not (a.repeat or a.every)]
    repeating = [a for a in again if upcoming(a, site.now, 1)]
    changed = [a for a in activities if a.state != "scheduled" and upcoming(a, site.now, 1)]
    days = _first_days(agenda(told_by_day(activities), site, AGENDA_DAYS))
    return ActivitiesView(
        head=HeadView(
            "活动", "最近有什么活动、在哪里、怎样报名。", "/activities/", "activities", (HOME, Link("活动", ""))
        ),
        title="活动",
        intro="最近有什么活动、在哪里、怎样报名。",
        coming=coming_groups(site),
        coming_made=coming_made(site),
        days=days,
        most=SHOWN_DAYS,
        all=Link("全部要办的活动", COMING_ACTIVITIES),
        none="" if days else f"到 {short_day_words(site.today + timedelta(AGENDA_DAYS))} 还没有安排活动。",
        made=made(site.now, _known_until(days, site)),
        later=_cut(tuple(_group_by_month(once, days, site))),
        repeating=tuple(_card_again(a, site) for a in repeating[:MOST_LINES]),
        changed=tuple(card_to_come(a, site) for a in changed[:MOST_LINES]),
        first=first_ways(site),
        ways=list_ways(site)[1:],
    )


def _first_days(days: tuple[AgendaDay, ...]) -> tuple[AgendaDay, ...]:
    """The first days that stand there, and as many for who looks later."""
    known = days[: 2 * SHOWN_DAYS]
    shown = keep_first(SHOWN_DAYS, (day.period for day in known))
    return tuple(replace(day, period=period) for day, period in zip(known, shown, strict=True))


def _known_until(days: tuple[AgendaDay, ...], site: Site) -> datetime:
    """Until when the page knows which days stand there first."""
    reserve = midnight(site.today, RESERVE)
    if len(days) < 2 * SHOWN_DAYS:
        return reserve
    return min(reserve, midnight(date.fromisoformat(days[SHOWN_DAYS].date.iso)))


def _cut(groups: Sequence[GroupView]) -> tuple[GroupView, ...]:
    """The first lines of all groups, and in the last of them the way to the others."""
    shown: list[GroupView] = []
    room = MOST_LINES
    for group in groups:
        if room > 0:
            shown.append(replace(group, items=group.items[:room]))
            room -= len(group.items)
    if room < 0 or len(shown) < len(groups):
        shown[-1] = replace(shown[-1], more=Link("以后还有，都在这里", COMING_ACTIVITIES))
    return tuple(shown)


def _card_again(activity: Activity, site: Site) -> CardView:
    """In a line of its own the rule stands where others have their day."""
    found = card_to_come(activity, site)
    return replace(found, date=replace(found.date, short=found.date.words)) if found.date else found


def _group(title: str, cards: list[CardView], anchor: str, site: Site) -> GroupView:
    """A part of the page, as long as one of its cards stands there."""
    return GroupView(title, tuple(cards), anchor, period=span_of((c.period for c in cards), site.now))


def _shown_from(number: int, days: tuple[AgendaDay, ...]) -> str:
    """The minute from which a day stands among the first: it is near, and so many before it have passed."""
    passed = days[number - SHOWN_DAYS].period.until if number >= SHOWN_DAYS else ""
    return max(passed, days[number].period.since)


def _group_by_month(activities: list[Activity], days: tuple[AgendaDay, ...], site: Site) -> Iterator[GroupView]:
    """What does not stand among the first days, the soonest first."""
    told = {item.url: number for number, day in reversed([*enumerate(days)]) for item in day.items}
    found: dict[date, list[tuple[date, CardView]]] = {}
    for activity in activities:
        number = told.get(address_of(activity), len(days))
        if number < len(days) and not days[number].period.hidden:
            continue
        for starts, ends in upcoming(activity, site.now, 1):
            until = parse_moment(_shown_from(number, days).replace("T", " ")) if number < len(days) else ends
            shown = replace(card(activity, site), period=period(site.now, until=until))
            if starts != activity.begins:
                shown = replace(shown, date=show_occurrence(activity, starts, ends))
            day = starts.date()
            found.setdefault(day.replace(day=1), []).append((day, shown))
    for month, cards in sorted(found.items()):
        ordered = sorted(cards, key=lambda pair: (pair[0], pair[1].title))
        yield _group(f"{month.year}年{month.month}月", [c for _, c in ordered], f"m{month:%Y-%m}", site)
