"""What a page says of an activity and time: when it is, and how it stands at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from plugins.model import (
    Activity,
    AlertClosure,
    Moments,
    clock_words,
    extra_moments,
    hours_words,
    last_of,
    rule_moments,
    upcoming,
)
from plugins.site.periods import Stage, tell_stages
from plugins.site.signup import FULL, signup_stages, within
from plugins.site.views import DateView, StateView
from plugins.site.words import dates_between, repeat_words, short_day_words, span_words

ALL_DAY = "全天"
MOVED, STOPPED = "改了时间", "停办"
_DAY = timedelta(days=1)


_CHANGED = {"cancelled": (StateView("已取消", "stop"),), "postponed": (StateView("已延期", "wait"),)}


def activity_states(activity: Activity, now: datetime) -> tuple[StateView, ...]:
    """已取消, 已延期, or one after the other 报名中 or 即将开始, 办到12月20日 or 正在进行, 已结束; 定期举行 of what comes again."""
    if activity.state != "scheduled":
        return _CHANGED[activity.state]
    if (off := _stopped_now(activity, now)) is not None:
        return off
    end = last_end(activity)
    over = [Stage(end, "已结束", "quiet")] if end else []
    if activity.repeats:
        return tell_stages(now, [*_before(activity), *over])
    if activity.is_run:
        first = [*within(_before(activity), None, activity.begins), _goes_on(activity, activity.begins)]
        later = ((m, m + activity.length) for m in extra_moments(activity) if m >= activity.finishes)
        return tell_stages(now, [*first, *_by_date(activity, activity.finishes, later), *over])
    dates = upcoming(activity, activity.begins - _DAY, len(activity.also) + 1)
    return tell_stages(now, [*_by_date(activity, None, dates), *over])


def _by_date(activity: Activity, before: datetime | None, dates: Iterable[Moments]) -> Iterator[Stage]:
    """Before each date how it stands with the next one, and that it is on."""
    for starts, ends in dates:
        yield from within(_before(activity), before, starts)
        yield Stage(starts, "正在进行", "good")
        before = ends


def _stopped_now(activity: Activity, now: datetime) -> tuple[StateView, ...] | None:
    """停办 of what takes place once and an alert stops; None for everything else."""
    if activity.is_series or not activity.stops or not stop_of(activity, activity.begins, activity.finishes):
        return None
    return tell_stages(now, [Stage(None, STOPPED, "stop"), Stage(activity.finishes, "已结束", "quiet")])


def occurrence_states(activity: Activity, starts: datetime, now: datetime) -> tuple[StateView, ...]:
    """What is said of one date of an activity until it ends."""
    if activity.state != "scheduled":
        return _CHANGED[activity.state]
    if stop_of(activity, starts):
        return (StateView(STOPPED, "stop"),)
    if is_moved(activity, starts):
        before = [Stage(None, MOVED, "wait")]
    elif activity.is_run and activity.begins < starts:
        # Its line says to which day it goes on: once more on each of thirty days would be noise.
        before = [_goes_on(activity)] if activity.signup and activity.signup.full else []
    else:
        before = within(_before(activity), None, starts)
    return tell_stages(now, [*before, Stage(starts, "正在进行", "good")])


def _goes_on(activity: Activity, since: datetime | None = None) -> Stage:
    """How an exhibition stands that has begun."""
    if activity.signup and activity.signup.full:
        return Stage(since, FULL, "stop")
    return Stage(since, f"办到{_month_day(activity.last_day)}", "good")


def _before(activity: Activity) -> list[Stage]:
    """The states of what has not begun yet: how signing up stands, where somebody wrote it."""
    plain = "定期举行" if activity.repeats else "即将开始"
    return signup_stages(activity) or [Stage(None, plain, "good")]


def stop_of(activity: Activity, starts: datetime, ends: datetime | None = None) -> AlertClosure | None:
    """The alert by which one date does not take place; None where none stops it."""
    over = ends or starts + activity.length
    return next((stop for stop in activity.stops if stop.stops(starts, over)), None)


def is_struck(activity: Activity, starts: datetime) -> bool:
    """Whether one date of what stands in a calendar does not take place after all."""
    return activity.state != "scheduled" or stop_of(activity, starts) is not None


def told_by_day(activities: tuple[Activity, ...]) -> tuple[Activity, ...]:
    """What stands in a calendar: of a series that was cancelled or put off no date is left, of one date all are told."""
    return tuple(a for a in activities if a.state == "scheduled" or not a.repeats)


def notable_states(activity: Activity, starts: datetime) -> tuple[StateView, ...]:
    """What is other than usual with one date: 已取消, 已延期, 停办, 已满, 改了时间; empty where nothing is."""
    if activity.state != "scheduled":
        return _CHANGED[activity.state]
    if stop_of(activity, starts):
        return (StateView(STOPPED, "stop"),)
    if activity.signup and activity.signup.full:
        return (StateView(FULL, "stop"),)
    return (StateView(MOVED, "wait"),) if is_moved(activity, starts) else ()


def last_end(activity: Activity) -> datetime | None:
    """When the last date ends; None where the rule has no end."""
    last = last_of(activity)
    if last:
        return last[1]
    return None if upcoming(activity, activity.begins, 1) else activity.finishes


def show_when(activity: Activity) -> DateView:
    """When an activity takes place, whoever asks: its rule, from when to when an exhibition is, else its first date."""
    shown = _show_plan(activity)
    # What was cancelled or put off invites nobody to that day.
    return shown if activity.state == "scheduled" else replace(shown, words=f"原定 {shown.words}")


def _show_plan(activity: Activity) -> DateView:
    if activity.is_run:
        return _show_run(activity)
    shown = show_occurrence(activity, activity.begins, activity.finishes)
    if activity.repeats:
        return replace(shown, words=repeat_sentence(activity), short=_repeat_days(activity))
    if activity.lunar:
        shown = replace(shown, words=f"{shown.words}（农历{activity.lunar}）")
    return replace(shown, words=f"{shown.words}，共 {len(activity.also) + 1} 次") if activity.also else shown


def show_occurrence(activity: Activity, starts: datetime, ends: datetime) -> DateView:
    """One date: 2026年12月5日 周六 9:00—11:00, 2026年12月5日 周六 全天."""
    short = short_day_words(starts.date())
    stop = stop_of(activity, starts, ends)
    off = f"（{STOPPED}：{stop.notice}）" if stop else ""
    if not activity.is_whole_days:
        return DateView(span_words(starts, ends) + (off or _moved(activity, starts)), starts.isoformat(), short)
    last = _last_day(starts, ends)
    gap = " " if last == starts.date() else "，"
    return DateView(f"{dates_between(starts.date(), last)}{gap}{ALL_DAY}{off}", starts.date().isoformat(), short)


def _show_run(activity: Activity) -> DateView:
    first = activity.begins
    hours = ALL_DAY if activity.is_whole_days else f"每天 {hours_words(first, first + activity.length)}"
    extra = [show_occurrence(activity, m, m + activity.length).words for m in extra_moments(activity)]
    added = f"，另加 {'、'.join(extra)}" if extra else ""
    words = f"{dates_between(first.date(), activity.last_day)}，{hours}{added}"
    iso = first.date().isoformat() if activity.is_whole_days else first.isoformat()
    return DateView(words, iso, short_day_words(first.date()))


def _moved(activity: Activity, starts: datetime) -> str:
    """What to say of a date that stands in for another of the same day."""
    day = starts.date()
    if day not in activity.except_:
        return ""
    before = next((m for m in rule_moments(activity, datetime.combine(day, time(), starts.tzinfo))), None)
    return f"（改了时间，原来 {clock_words(before)}）" if before and before.date() == day else ""


def is_moved(activity: Activity, starts: datetime) -> bool:
    """Whether a date stands in for another of the same day."""
    return bool(_moved(activity, starts))


def days_of(starts: datetime, ends: datetime) -> list[date]:
    """The days an occurrence stands on in a calendar: the first, and what goes on for longer than a day on all."""
    first = starts.date()
    if ends - starts <= _DAY:
        return [first]
    return [first + timedelta(days=n) for n in range((_last_day(starts, ends) - first).days + 1)]


def hours_on(day: date, activity: Activity, starts: datetime, ends: datetime) -> str:
    """What an occurrence has of a day: 9:00—11:00, 全天, 20:00开始, 到18:00."""
    if activity.is_whole_days:
        return ALL_DAY
    if ends - starts <= _DAY:
        return hours_words(starts, ends, day)
    if day == starts.date():
        return f"{clock_words(starts)}开始"
    last = _last_day(starts, ends)
    if day < last or ends.time() == time():
        return ALL_DAY
    return f"到{clock_words(ends)}"


def until_words(activity: Activity, day: date) -> str:
    """到12月20日, of what stands on several days; empty for everything else, and for days added behind them."""
    return f"到{_month_day(activity.last_day)}" if activity.is_run and day <= activity.last_day else ""


def repeat_sentence(activity: Activity) -> str:
    """每周二、周四 9:00—11:00; empty for what does not come again."""
    if not activity.repeats:
        return ""
    words = _repeat_days(activity)
    if activity.is_whole_days:
        days = (activity.finishes - activity.begins).days
        return f"{words} {ALL_DAY}" if days == 1 else f"{words}起 {days} 天"
    return f"{words} {hours_words(activity.begins, activity.finishes)}"


def _repeat_days(activity: Activity) -> str:
    """每周二、周四; 每年农历正月十五."""
    rule = activity.repeat or activity.every
    return repeat_words(rule, activity.begins.date()) if rule else f"每年农历{activity.lunar_day}"


def _last_day(starts: datetime, ends: datetime) -> date:
    return max(starts, ends - timedelta.resolution).date()


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"
