"""What looks like one person's and may stand for a time; hides how an exemption ends.

The day is an argument: an exemption that holds when it is written ends by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from plugins.problems import Problem
from plugins.text import Sighting

LONGEST = timedelta(days=366)
"""For so long at most: then somebody thinks again."""


def check_exemptions(exempted: Mapping[str, Sequence[Sighting]], day: date) -> Iterator[Problem]:
    """Each is told, with its reason and its end; one that has ended, or ends too late, is an error."""
    for path, sightings in exempted.items():
        for sighting in sightings:
            yield _judge_exemption(path, sighting, day)


def _judge_exemption(path: str, sighting: Sighting, day: date) -> Problem:
    place = (path, sighting.line, sighting.column, "", "例外")
    try:
        until = date.fromisoformat(sighting.until)
    except ValueError:
        return Problem(*place, f"没有这一天：{sighting.until}", "写对日期，例如 2027-06-30")
    if until < day:
        fix = "删掉它；还要公开的，改写原因和新的日期"
        return Problem(*place, f"{sighting.message}；例外 {until} 已经到期（{sighting.reason}）", fix)
    if until > day + LONGEST:
        return Problem(*place, f"例外写到 {until}，太久了", "最多写一年，到期再想一想")
    fix = "不用改；不再需要时连同例外一起删掉"
    return Problem(*place, f"{sighting.message}；按例外公开到 {until}（{sighting.reason}）", fix, "warning")
