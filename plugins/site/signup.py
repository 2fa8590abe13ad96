"""How signing up for an activity stands, from what is written and nothing else.

One list of states follows the clock: the page says what holds when it is made, and each state carries from when until
when it holds (data-from and data-until, by plugins/site/periods.py), so that the browser says what holds when it is read.
"""

from __future__ import annotations

from datetime import date, datetime

from plugins.model import Activity, Signup, clock_words, last_of
from plugins.site.periods import Stage
from plugins.site.words import day_words, short_day_words

FREE, FULL = "不用报名", "已满"


def signup_stages(activity: Activity) -> list[Stage]:
    """不用报名, 已满, or 11月30日起报名, 报名中 and 报名截止 one after the other; nothing where nobody wrote it."""
    signup = activity.signup
    if signup is None or activity.state != "scheduled":
        return []
    if signup.needed is False:
        return [Stage(None, FREE, "good")]
    if signup.full:
        return [Stage(None, FULL, "stop")]
    return [*_open_stages(signup, activity), *_closed_stages(signup)]


def _open_stages(signup: Signup, activity: Activity) -> list[Stage]:
    opens = signup.opens_at
    if signup.opens and opens:
        return [Stage(None, f"{_short(signup.opens, activity)}起报名", "wait"), Stage(opens, "报名中", "good")]
    if signup.closes:
        return [Stage(None, "报名中", "good")]
    # Without a day nobody knows whether it is open now.
    return [Stage(None, "要报名", "wait")] if signup.needed else []


def _closed_stages(signup: Signup) -> list[Stage]:
    return [Stage(signup.closes_at, "报名截止", "quiet")] if signup.closes_at else []


def signup_end(activity: Activity) -> datetime | None:
    """From when on nobody asks any more: the last date has begun, or what needs no sign-up is over; None where none is last."""
    last = last_of(activity)
    if last is None:
        return None
    drop_in = activity.is_run or (activity.signup is not None and activity.signup.needed is False)
    return last[1] if drop_in else last[0]


def signup_dates(signup: Signup) -> str:
    """2026年11月30日 周一起，12月16日 周三截止; empty where no day is written."""
    opens, closes = signup.opens, signup.closes
    same_year = opens and closes and opens.year == closes.year
    words = [f"{_long(opens)}起"] if opens else []
    if closes:
        words.append(f"{_long(closes, brief=bool(same_year))}截止")
    return "，".join(words)


def _long(said: date, *, brief: bool = False) -> str:
    words = short_day_words(said) if brief else day_words(said)
    return f"{words} {clock_words(said)}" if isinstance(said, datetime) else words


def _short(said: date, activity: Activity) -> str:
    """11月30日, 11月30日 9:00; with its year where that is not the year in which it was announced."""
    year = "" if said.year == activity.date.year else f"{said.year}年"
    clock = f" {clock_words(said)}" if isinstance(said, datetime) else ""
    return f"{year}{said.month}月{said.day}日{clock}"


def within(stages: list[Stage], since: datetime | None, until: datetime | None) -> list[Stage]:
    """Of states that follow one another, those that hold between two moments, the first from the one on."""
    begun = [stage for stage in stages if stage.since is None or (since is not None and stage.since <= since)]
    later = [stage for stage in stages if stage not in begun and stage.since is not None]
    first = [begun[-1]._replace(since=since)] if begun else []
    return [*first, *(stage for stage in later if until is None or (stage.since is not None and stage.since < until))]
