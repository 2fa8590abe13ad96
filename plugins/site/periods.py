"""From when until when something on a page is true; hides how the browser is told.

theme/static/js/clock.js reads it: a page is right by the reader's clock, however long ago it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from plugins.model import SHANGHAI
from plugins.site.views import DateView, MadeView, PeriodView, StateView
from plugins.site.words import day_words, short_day_words


def midnight(day: date, later: int = 0) -> datetime:
    """The moment at which a day begins, or another so many days `later`."""
    return datetime.combine(day + timedelta(later), time(), SHANGHAI)


def period(now: datetime, since: datetime | None = None, until: datetime | None = None) -> PeriodView:
    """What stands on the page while it holds; without a script, as it was when the page was made."""
    holds = (since is None or since <= now) and (until is None or now < until)
    return PeriodView(_write(since), _write(until), hidden=not holds)


def live_period(now: datetime, since: datetime | None = None, until: datetime | None = None) -> PeriodView:
    """Words that time will prove wrong: only the script says them, and no paper does.

    What stays true for ever once it has come is said without a script as well.
    """
    live = until is not None or (since is not None and since > now)
    return PeriodView(_write(since), _write(until), hidden=live, live=live)


class Stage(NamedTuple):
    """A state and from when on it holds; None where nobody needs to know."""

    since: datetime | None
    word: str
    tone: str


def tell_stages(now: datetime, stages: Iterable[Stage]) -> tuple[StateView, ...]:
    """States that follow one another, each until the next begins; one that ends before it begins is not told."""
    rows = list(stages)
    ends = [stage.since for stage in rows[1:]] + [None]
    return tuple(
        StateView(stage.word, stage.tone, live_period(now, stage.since, until))
        for stage, until in zip(rows, ends, strict=True)
        if stage.since is None or until is None or stage.since < until
    )


def span_of(periods: Iterable[PeriodView], now: datetime) -> PeriodView:
    """The period of what holds several others: from the first to the last of them."""
    found = list(periods)
    since = "" if any(not p.since for p in found) else min((p.since for p in found), default="")
    until = "" if any(not p.until for p in found) else max((p.until for p in found), default="")
    moment = _write(now)
    return PeriodView(since, until, hidden=not (since <= moment and (not until or moment < until)))


def keep_first(most: int, periods: Iterable[PeriodView]) -> tuple[PeriodView, ...]:
    """Of a list with `data-most`, the first that are shown when the page is made; the rest wait until there is room."""
    found: list[PeriodView] = []
    for one in periods:
        shown = sum(not p.hidden for p in found)
        found.append(replace(one, hidden=True) if shown >= most else one)
    return tuple(found)


def made(now: datetime, until: datetime | None = None) -> MadeView:
    """The day the page was made, which is said when the page knows no more: before that day, and from `until` on."""
    day = now.astimezone(SHANGHAI).date()
    words = DateView(day_words(day), day.isoformat(), short_day_words(day))
    return MadeView(words, f"{_write(midnight(day))}/{_write(until)}")


def _write(moment: datetime | None) -> str:
    """A minute in Shanghai; the order of such texts is that of time."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" if moment else ""
