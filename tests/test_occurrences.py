"""When an activity takes place, compared with counting the days one by one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from plugins.model import Activity
from plugins.model.moments import SHANGHAI
from plugins.model.occurrences import is_over, upcoming
from plugins.model.sources import Sources
from tests.conftest import at


def activity(**given_fields: object) -> Activity:
    fields: dict[str, object] = {
        "path": "activities/a.md",
        "body": {"html": ""},
        "slug": "a",
        "title": "一次",
        "summary": "摘要",
        "date": "2026-11-01",
        "starts": "2026-11-24 07:00",
        "ends": "2026-11-24 08:00",
    }
    return Activity.model_validate({**fields, **given_fields})


def starts(found: Activity, now: str, most: int = 5) -> list[str]:
    return [f"{start:%m-%d %H:%M}" for start, _ in upcoming(found, at(now), most)]


def test_a_single_activity_is_coming_until_it_ends() -> None:
    once = activity()
    assert starts(once, "2026-11-01") == ["11-24 07:00"]
    assert starts(once, "2026-11-24 07:59") == ["11-24 07:00"]
    assert starts(once, "2026-11-24 08:00") == []


@pytest.mark.parametrize(("now", "over"), [("2026-11-24 07:59", False), ("2026-11-24 08:00", True)])
def test_an_activity_is_over_when_its_last_occurrence_has_ended(now: str, over: bool) -> None:
    assert is_over(activity(), at(now)) is over


def test_a_repeating_activity_leaves_out_its_days_off_and_keeps_its_extra_ones(sources: Sources) -> None:
    tai_chi = next(a for a in sources.activities if a.slug == "tai-chi")
    assert starts(tai_chi, "2026-11-23 09:30") == [
        "11-24 07:00",
        "11-29 07:00",
        "12-08 07:00",
        "12-15 07:00",
        "12-22 07:00",
    ]


def test_an_occurrence_that_is_going_on_is_still_coming() -> None:
    weekly = activity(repeat="FREQ=WEEKLY;BYDAY=TU")
    assert starts(weekly, "2026-12-01 07:30", 1) == ["12-01 07:00"]
    assert starts(weekly, "2026-12-01 08:00", 1) == ["12-08 07:00"]


def test_an_occurrence_past_midnight_is_coming_on_its_second_day() -> None:
    night = activity(starts="2026-11-24 22:00", ends="2026-11-25 02:00", repeat="FREQ=DAILY")
    assert starts(night, "2026-12-01 01:00", 1) == ["11-30 22:00"]


def test_extra_dates_without_a_repetition_stand_beside_the_first() -> None:
    twice = activity(also=["2026-11-26 19:00"])
    assert starts(twice, "2026-11-01") == ["11-24 07:00", "11-26 19:00"]


def test_an_extra_date_that_is_already_in_the_rule_counts_once() -> None:
    weekly = activity(repeat="FREQ=WEEKLY;BYDAY=TU", also=["2026-12-01 07:00"])
    assert starts(weekly, "2026-11-25", 2) == ["12-01 07:00", "12-08 07:00"]


def test_the_last_day_of_a_repetition_is_held() -> None:
    daily = activity(repeat="FREQ=DAILY;UNTIL=20261126")
    assert starts(daily, "2026-11-25 09:00") == ["11-26 07:00"]


def test_every_occurrence_is_as_long_as_the_first_and_in_shanghai() -> None:
    for start, end in upcoming(activity(repeat="FREQ=DAILY"), at("2026-12-01"), 3):
        assert end - start == timedelta(hours=1)
        assert start.tzinfo is SHANGHAI


DAYS = st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 4), DAYS),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from((1, 2, -1)), DAYS),
    st.builds("FREQ=DAILY;COUNT={}".format, st.integers(1, 40)),
)
MINUTES = st.integers(0, 400 * 24 * 60)


@given(RULES, MINUTES, st.integers(1, 3000), st.sets(st.integers(0, 200), max_size=5))
def test_what_is_coming_is_what_counting_every_occurrence_finds(
    rule: str, later: int, length: int, days_off: set[int]
) -> None:
    first = datetime(2026, 11, 24, 7)
    now = datetime(2026, 11, 1) + timedelta(minutes=later)
    off = {(first + timedelta(days=n)).date() for n in days_off}
    repeating = activity(
        starts="2026-11-24 07:00",
        ends=at("2026-11-24 07:00") + timedelta(minutes=length),
        repeat=rule,
        **{"except": list(off)},
    )
    end = now + timedelta(days=400)
    counted = [
        (start.replace(tzinfo=SHANGHAI), (start + timedelta(minutes=length)).replace(tzinfo=SHANGHAI))
        for start in rrulestr(rule, dtstart=first).between(first, end, inc=True)
        if start.date() not in off and start + timedelta(minutes=length) > now
    ]
    assert list(upcoming(repeating, now.replace(tzinfo=SHANGHAI), 3)) == counted[:3]
