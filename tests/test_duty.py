"""Who is on duty when, and under which name a person may be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.model import Person
from plugins.model.parts import Consent, Purpose
from plugins.model.sources import Sources
from plugins.site.duty import Duty, duties, label_of
from tests.conftest import EXAMPLE, Change, at

ROSTER = "data/rosters/library-desk.yaml"
Changed = Callable[[Change], Sources]


def on(sources: Sources, day: str, today: str = "2026-11-23") -> tuple[Duty, ...]:
    """The shifts of one day, as they may be shown today."""
    found = date.fromisoformat(day)
    return duties(sources.rosters[0], sources, found, found, date.fromisoformat(today))


def test_a_person_with_a_consent_in_force_is_shown_by_display_and_others_by_role(sources: Sources) -> None:
    (monday,) = on(sources, "2026-11-23")
    assert monday.people == ("王阿姨", "2号岗义工")


def test_a_display_without_a_consent_is_never_shown(sources: Sources) -> None:
    (wednesday,) = on(sources, "2026-11-25")
    assert wednesday.people == ("3号岗义工",)


def test_of_several_roles_the_first_is_shown(sources: Sources) -> None:
    (friday,) = on(sources, "2026-11-27")
    assert friday.people == ("值班社工",)


@pytest.mark.parametrize(("today", "shown"), [("2027-03-31", "王阿姨"), ("2027-04-01", "1号岗义工")])
def test_a_consent_ends_after_its_last_day(sources: Sources, today: str, shown: str) -> None:
    assert label_of(sources.person["helper-1"], "roster", date.fromisoformat(today)) == shown


@pytest.mark.parametrize("purpose", ["screen", "calendar", "data"])
def test_a_consent_to_another_use_shows_nothing(sources: Sources, purpose: Purpose) -> None:
    assert label_of(sources.person["helper-1"], purpose, date(2026, 11, 23)) == "1号岗义工"


def test_a_consent_without_a_display_shows_the_role() -> None:
    consent = Consent.model_validate({"field": "display", "purpose": "roster", "until": "2027-01-01", "record": "示例"})
    person = Person(path="", id="a", roles=("岗位",), consents=(consent,))
    assert label_of(person, "roster", date(2026, 11, 23)) == "岗位"


def test_withdrawing_a_consent_takes_the_name_out_of_every_shift(changed: Changed) -> None:
    found = changed(
        {
            "data/people.yaml": (
                "  consents:\n    - {field: display, purpose: roster, until: 2027-03-31, record: 示例-001}\n",
                "",
            )
        }
    )
    roster = found.rosters[0]
    shifts = duties(roster, found, roster.from_, roster.until, date(2026, 11, 23))
    assert "王阿姨" not in str(shifts)


def test_a_swap_takes_one_away_and_brings_another(sources: Sources) -> None:
    (monday,) = on(sources, "2026-11-30")
    assert (monday.people, monday.note, monday.missing) == (("王阿姨", "3号岗义工"), "和周三对调", 0)


def test_a_cancelled_shift_is_shown_and_wants_nobody(sources: Sources) -> None:
    (friday,) = on(sources, "2026-12-04")
    assert (friday.cancelled, friday.note, friday.missing) == (True, "停电", 0)


def test_a_change_of_one_day_leaves_the_other_days_alone(sources: Sources) -> None:
    assert [on(sources, day)[0].note for day in ("2026-11-23", "2026-12-07")] == ["", ""]


def test_a_shift_past_midnight_ends_on_the_next_day(sources: Sources) -> None:
    (friday,) = on(sources, "2026-11-27")
    assert (friday.starts, friday.ends) == (at("2026-11-27 22:00"), at("2026-11-28 02:00"))


def test_a_shift_of_one_day_stands_beside_the_weekly_ones(sources: Sources) -> None:
    (sunday,) = on(sources, "2026-12-06")
    assert (sunday.duty, sunday.starts, sunday.missing) == ("搬书", at("2026-12-06 09:00"), 2)


def test_nobody_is_on_duty_before_or_after_the_roster(sources: Sources) -> None:
    roster = sources.rosters[0]
    found = duties(roster, sources, date(2026, 1, 1), date(2028, 1, 1), date(2026, 11, 23))
    assert (found[0].starts, found[-1].starts) == (at("2026-11-02 09:00"), at("2027-01-29 22:00"))


def test_from_after_until_is_no_shift(sources: Sources) -> None:
    assert duties(sources.rosters[0], sources, date(2026, 12, 2), date(2026, 12, 1), date(2026, 11, 23)) == ()


@given(st.dates(date(2026, 10, 1), date(2027, 3, 1)), st.integers(0, 60))
def test_shifts_of_a_time_are_those_of_its_days_in_order(sources: Sources, since: date, length: int) -> None:
    roster = sources.rosters[0]
    today = date(2026, 11, 23)
    days = [since + timedelta(days=n) for n in range(length + 1)]
    one_by_one = [duty for day in days for duty in duties(roster, sources, day, day, today)]
    whole = duties(roster, sources, since, days[-1], today)
    assert list(whole) == one_by_one == sorted(one_by_one, key=lambda d: (d.starts, d.ends, d.duty, d.people))
    assert all(isinstance(duty.starts, datetime) and duty.starts < duty.ends for duty in whole)


OCTOBER = "from: 2026-10-01, until: 2026-10-07}\n  workdays: [2026-10-10]"
HOLIDAY = {"data/workdays.yaml": (OCTOBER, "from: 2026-11-30, until: 2026-12-02}\n  workdays: [2026-12-05]")}
WEDNESDAY = "duty: 整理书架, needs: 2, people: [helper-3]"


def test_a_shift_keeps_running_on_a_public_holiday_unless_it_says_otherwise(changed: Changed) -> None:
    assert [d.cancelled for d in on(changed(HOLIDAY), "2026-12-02")] == [False]


def test_a_shift_that_rests_on_public_holidays_is_cancelled_with_the_holidays_name(changed: Changed) -> None:
    found = changed(HOLIDAY | {ROSTER: (WEDNESDAY, WEDNESDAY + ", holidays: off")})
    (wednesday,) = on(found, "2026-12-02")
    assert (wednesday.cancelled, wednesday.note, wednesday.missing) == (True, "国庆节放假", 0)
    assert [d.cancelled for d in (*on(found, "2026-11-30"), *on(found, "2026-12-09"))] == [False, False]


def test_a_roster_that_rests_on_public_holidays_may_have_a_shift_that_does_not(changed: Changed) -> None:
    text = (EXAMPLE / ROSTER).read_text("utf-8").replace("until: 2027-01-31", "until: 2027-01-31\nholidays: off")
    text = text.replace("date: 2026-11-30", "date: 2026-12-07").replace(WEDNESDAY, WEDNESDAY + ", holidays: on")
    found = changed(HOLIDAY | {ROSTER: text})
    assert [d.cancelled for d in (*on(found, "2026-11-30"), *on(found, "2026-12-02"))] == [True, False]


def test_a_change_names_one_of_two_shifts_that_begin_together_by_its_duty(changed: Changed) -> None:
    text = (EXAMPLE / ROSTER).read_text("utf-8")
    text = text.replace(
        "changes:\n", "  - {weekday: Mo, starts: 09:00, ends: 10:00, duty: 开门, people: [helper-4]}\nchanges:\n"
    )
    found = changed({ROSTER: text.replace("starts: 09:00, remove", "starts: 09:00, duty: 借还登记, remove")})
    assert [d.people for d in on(found, "2026-11-30")] == [("值班社工",), ("王阿姨", "3号岗义工")]
