"""An activity on a day of the Chinese calendar in each year: the same dates on pages, in calendars and in what `check` says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.model import Activity, Sources, series_of, upcoming
from plugins.problems import Problem
from plugins.site import show_when
from tests.conftest import Change, at

LANTERNS = """---
title: 元宵灯会
summary: 猜灯谜，吃汤圆。
date: 2026-01-10
starts: 2026-03-03 19:00
ends: 2026-03-03 21:00
lunar: 每年正月十五
{more}sample: true
---

带上孩子一起来。
"""
FIRST = ("2026-03-03", "2027-02-20", "2028-02-09", "2029-02-27")
"""元宵节 as the Hong Kong Observatory's tables have it."""


def lanterns(changed: Callable[[Change], Sources], more: str = "") -> Activity:
    sources = changed({"activities/2026/lanterns.md": LANTERNS.format(more=more)})
    return next(a for a in sources.activities if a.slug == "lanterns")


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ("", FIRST),
        ("until: 2028-12-31\n", FIRST[:3]),
        ("count: 2\n", FIRST[:2]),
        ("except: [2027-02-20]\n", (FIRST[0], *FIRST[2:])),
    ],
)
def test_it_is_on_that_day_of_each_year(changed: Callable[[Change], Sources], more: str, days: tuple[str, ...]) -> None:
    activity = lanterns(changed, more)
    found = [starts.date().isoformat() for starts, _ in upcoming(activity, at("2026-01-01 00:00"), len(days))]
    assert tuple(found) == days
    series = series_of(activity)
    assert series is not None and not series.rule
    dates = [series.first, *series.dates]
    assert [moment.strftime("%Y-%m-%d %H:%M") for moment in dates][: len(days)] == [f"{day} 19:00" for day in days]


def test_readers_are_told_the_rule(changed: Callable[[Change], Sources]) -> None:
    assert show_when(lanterns(changed)).words == "每年农历正月十五 19:00—21:00"


def test_a_day_off_that_is_none_of_its_days_is_told(problems_of: Callable[[Change], tuple[Problem, ...]]) -> None:
    (problem,) = problems_of({"activities/2026/lanterns.md": LANTERNS.format(more="except: [2027-03-03]\n")})
    assert "这一天本来就没有" in str(problem) and "2027-02-20" in str(problem)
