"""What stands on a page at a moment, as the reader's clock decides it: for views, and without a browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plugins.site import PeriodView, StateView


def holds(period: PeriodView, moment: str) -> bool:
    """Whether a period holds at a moment such as 2026-11-28 08:59."""
    minute = (moment if " " in moment else f"{moment} 00:00").replace(" ", "T")
    return period.since <= minute and (not period.until or minute < period.until)


def words_at(states: Iterable[StateView], moment: str) -> list[str]:
    """The words of the states that hold at a moment."""
    return [state.word for state in states if holds(state.period, moment)]


def without_script(items: Iterable[Any]) -> list[Any]:
    """Of what has a period, what a page without script shows."""
    return [item for item in items if not item.period.hidden]
