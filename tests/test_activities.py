"""Whole days, exhibitions, midnight, dates moved: what was written is what every page, calendar and program says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from plugins.calendars.calendars import make_calendars
from plugins.directory.screen import MOST_ACTIVITIES
from plugins.model import Activity
from plugins.model.occurrences import is_over, upcoming
from plugins.model.sources import Sources
from plugins.pages.activities import SHOWN_DAYS
from plugins.site.activities import repeat_sentence, show_occurrence, show_when
from plugins.site.site import Site, make_site
from tests.conftest import Change, at, plan
from tests.periods import holds, without_script, words_at
from tests.test_json_ld import graph
from tests.test_occurrences import activity

Changed = Callable[[Change], Sources]
ADDRESS = "/activities/2026/a/"
EXHIBITION = {"starts": "2026-11-23", "ends": "2026-12-20"}
DAILY = {"starts": "2026-11-20 09:00", "ends": "2026-12-20 17:00"}


def site_with(sources: Sources, one: Activity, moment: str) -> Site:
    return make_site(replace(sources, activities=(one,)), at(moment))


def days_in_calendar(sources: Sources, one: Activity, moment: str) -> dict[str, str]:
    """The days of a page's calendar with the hours they say, as it was made and as one made before has it by now."""
    view: Any = plan(site_with(sources, one, moment))["/activities/"].view
    shown = {day.date.iso: item.time for day in without_script(view.days) for item in without_script(day.items)}
    before = at(moment) - timedelta(days=5)
    older: Any = plan(site_with(sources, one, f"{before:%Y-%m-%d %H:%M}"))["/activities/"].view
    days = [day for day in older.days if holds(day.period, moment)][: older.most]
    assert shown == {day.date.iso: item.time for day in days for item in day.items if holds(item.period, moment)}
    return shown


def event(sources: Sources, one: Activity) -> Any:
    made = {a.file: a.data for a in make_calendars(site_with(sources, one, "2026-11-23 10:00"))}
    (found,) = Calendar.from_ical(made["calendars/activities.ics"]).walk("VEVENT")
    return found


def node(sources: Sources, one: Activity, moment: str = "2026-11-23 10:00") -> dict[str, Any]:
    return graph(plan(site_with(sources, one, moment))[ADDRESS])[0]


@pytest.mark.parametrize("ends", [None, "2026-12-05", "2026年12月5日（周六）", "2026-12-05 全天"])
def test_a_day_alone_is_the_whole_day(sources: Sources, ends: str | None) -> None:
    one = activity(starts="2026-12-05", ends=ends)
    assert show_when(one).words == "2026年12月5日 周六 全天"
    assert not is_over(one, at("2026-12-05 23:59"))
    assert is_over(one, at("2026-12-06"))
    assert days_in_calendar(sources, one, "2026-11-23 10:00") == {"2026-12-05": "全天"}
    assert event(sources, one).to_ical().count(b";VALUE=DATE:") == 2
    assert (str(event(sources, one)["DTSTART"].dt), str(event(sources, one)["DTEND"].dt)) == (
        "2026-12-05",
        "2026-12-06",
    )
    assert (node(sources, one)["startDate"], node(sources, one)["endDate"]) == ("2026-12-05", "2026-12-05")


def test_an_exhibition_stands_on_each_of_its_days_to_the_end_of_the_last(sources: Sources) -> None:
    one = activity(**EXHIBITION)
    assert show_when(one).words == "2026年11月23日 周一至12月20日 周日，全天"
    shown = days_in_calendar(sources, one, "2026-12-08 10:00")
    assert list(shown) == [f"2026-12-{n:02d}" for n in range(8, 8 + SHOWN_DAYS)]
    assert set(shown.values()) == {"全天"}
    assert list(days_in_calendar(sources, one, "2026-12-17 10:00")) == [f"2026-12-{n}" for n in range(17, 21)]
    assert list(days_in_calendar(sources, one, "2026-12-20 23:59")) == ["2026-12-20"]
    assert is_over(one, at("2026-12-21"))
    assert (str(event(sources, one)["DTSTART"].dt), str(event(sources, one)["DTEND"].dt)) == (
        "2026-11-23",
        "2026-12-21",
    )
    assert (node(sources, one)["startDate"], node(sources, one)["endDate"]) == ("2026-11-23", "2026-12-20")


def test_an_exhibition_takes_one_line_of_home(sources: Sources) -> None:
    home: Any = plan(site_with(sources, activity(**EXHIBITION), "2026-12-08 10:00"))["/"].view
    lines = [one for one in home.coming.items if one.item.url == ADDRESS]
    for moment in ("2026-12-08 10:00", "2026-12-09 00:00", "2026-12-10 23:59"):
        shown = [(one.date.iso, one.item.time) for one in lines if holds(one.period, moment)]
        assert shown == [(moment[:10], "全天")]


def test_hours_over_several_days_hold_on_each(sources: Sources) -> None:
    one = activity(**DAILY)
    assert show_when(one).words == "2026年11月20日 周五至12月20日 周日，每天 9:00—17:00"
    shown = days_in_calendar(sources, one, "2026-12-18 18:00")
    assert shown == {"2026-12-19": "9:00—17:00", "2026-12-20": "9:00—17:00"}
    assert node(sources, one)["endDate"] == "2026-12-20T17:00:00+08:00"


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        ("2026-11-20 08:59", "即将开始"),
        ("2026-11-20 09:00", "办到12月20日"),
        ("2026-11-24 18:00", "办到12月20日"),
        ("2026-12-20 16:59", "办到12月20日"),
        ("2026-12-20 17:00", "已结束"),
    ],
)
def test_an_exhibition_says_until_when_it_is_from_its_first_day_on(sources: Sources, moment: str, word: str) -> None:
    for made in (moment, "2026-11-01 10:00", "2027-01-01 10:00"):
        view: Any = plan(site_with(sources, activity(**DAILY), made))[ADDRESS].view
        assert words_at(view.states, moment) == [word]


def test_a_day_off_of_an_exhibition_is_left_out_everywhere(sources: Sources) -> None:
    one = activity(**EXHIBITION, **{"except": ["2026-12-10"]})
    shown = days_in_calendar(sources, one, "2026-12-08 10:00")
    assert list(shown)[:3] == ["2026-12-08", "2026-12-09", "2026-12-11"]
    view: Any = plan(site_with(sources, one, "2026-12-08 10:00"))[ADDRESS].view
    assert [(day.words, day.period.until) for day in view.except_dates] == [("12月10日 周四", "2026-12-11T00:00")]
    assert "20261210" in event(sources, one).to_ical().decode()


def test_what_goes_on_through_the_nights_stands_on_each_day_as_it_is(sources: Sources) -> None:
    one = activity(starts="2026-12-04 20:00", ends="2026-12-06 18:00")
    assert show_when(one).words == "2026年12月4日 周五 20:00 至 2026年12月6日 周日 18:00"
    assert days_in_calendar(sources, one, "2026-12-01 10:00") == {
        "2026-12-04": "20:00开始",
        "2026-12-05": "全天",
        "2026-12-06": "到18:00",
    }


@pytest.mark.parametrize("ends", ["2027-01-01 00:00", "2026-12-31 24:00"])
def test_midnight_ends_the_day_before_it(ends: str) -> None:
    one = activity(starts="2026-12-31 20:00", ends=ends)
    assert show_when(one).words == "2026年12月31日 周四 20:00—24:00"
    longer = activity(starts="2026-12-29 20:00", ends=ends)
    assert show_when(longer).words == "2026年12月29日 周二 20:00 至 2026年12月31日 周四 24:00"


def test_midnight_begins_its_own_day() -> None:
    whole = activity(starts="2026-12-05 00:00", ends="2026-12-06 00:00")
    assert show_when(whole).words == "2026年12月5日 周六 0:00—24:00"
    one = activity(starts="2027-01-01 00:00", ends="2027-01-01 00:30")
    assert show_when(one).words == "2027年1月1日 周五 0:00—0:30"


def test_a_moved_date_takes_place_at_its_new_time_and_says_so(sources: Sources) -> None:
    moved = {"also": ["2026-12-12 14:00"], "except": ["2026-12-12"]}
    one = activity(starts="2026-12-05 09:00", ends="2026-12-05 11:00", every="周六", count="4", **moved)
    found = [show_occurrence(one, *o).words for o in upcoming(one, at("2026-11-24"), 9)]
    assert found == [
        "2026年12月5日 周六 9:00—11:00",
        "2026年12月12日 周六 14:00—16:00（改了时间，原来 9:00）",
        "2026年12月19日 周六 9:00—11:00",
        "2026年12月26日 周六 9:00—11:00",
    ]
    view: Any = plan(site_with(sources, one, "2026-11-24 10:00"))["/activities/"].view
    assert not view_of(sources, one, "2026-11-24").except_dates, "a date that was moved is not called off"
    states = {day.date.iso: item.states for day in view.days for item in day.items}
    for moment, word in (("2026-12-12 13:59", "改了时间"), ("2026-12-12 14:00", "正在进行")):
        assert words_at(states["2026-12-12"], moment) == [word]
    assert words_at(states["2026-12-05"], "2026-11-24") == ["定期举行"]


def test_an_extra_day_has_the_usual_clock() -> None:
    one = activity(also=["2026-12-10"])
    assert [str(o[0])[:16] for o in upcoming(one, at("2026-11-01"), 9)] == ["2026-11-24 07:00", "2026-12-10 07:00"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"every": "周二、周四"}, "每周二、周四 7:00—8:00"),
        ({"every": "工作日"}, "每周一至周五 7:00—8:00"),
        ({"every": "每周"}, "每周二 7:00—8:00"),
        ({"every": "周二", "starts": "2026-11-24", "ends": None}, "每周二 全天"),
        ({"every": "周六", "starts": "2026-12-05", "ends": "2026-12-06"}, "每周六起 2 天"),
        ({}, ""),
    ],
)
def test_a_rule_is_said_with_its_hours(fields: dict[str, Any], words: str) -> None:
    assert repeat_sentence(activity(**fields)) == words


@pytest.mark.parametrize(("said", "there"), [("holidays: off", False), ("holidays: on", True)])
def test_public_holidays_are_left_out_where_it_rests_on_them(changed: Changed, said: str, there: bool) -> None:
    sources = changed({
        "activities/2026/tai-chi.md": ("repeat: FREQ=WEEKLY;BYDAY=TU\n", f"every: 周二\n{said}\n"),
        "data/workdays.yaml": ("  workdays:", "    - {name: 社区日, from: 2026-12-08, until: 2026-12-08}\n  workdays:"),
    })  # fmt: skip
    tai_chi = next(a for a in sources.activities if a.slug == "tai-chi")
    assert ("2026-12-08" in [str(o[0].date()) for o in upcoming(tai_chi, at("2026-11-24"), 9)]) == there


def test_days_left_out_are_told_with_the_holidays_it_rests_on(sources: Sources) -> None:
    rests = frozenset({date(2026, 12, 8), date(2026, 12, 9)})
    one = activity(every="周二", holidays="off", public_holidays=rests, **{"except": ["2026-12-15"]})
    assert [day.words for day in view_of(sources, one, "2026-11-24").except_dates] == ["12月8日 周二", "12月15日 周二"]


def test_what_is_far_ahead_is_on_the_list_of_activities(sources: Sources) -> None:
    gala = activity(starts="2027-09-30 19:30", ends="2027-09-30 21:30")
    view: Any = plan(site_with(sources, gala, "2026-11-23 10:00"))["/activities/"].view
    assert [(group.title, [card.title for card in group.items]) for group in view.later] == [("2027年9月", ["一次"])]
    for made in ("2026-11-23 10:00", "2027-08-20 10:00"):
        (group,) = plan(site_with(sources, gala, made))["/activities/"].view.later  # type: ignore[attr-defined]
        assert (holds(group.period, "2027-09-01"), holds(group.period, "2027-09-30 21:30")) == (True, False)
    soon: Any = plan(site_with(sources, gala, "2027-09-20 10:00"))["/activities/"].view
    assert (soon.later, [day.date.iso for day in soon.days]) == ((), ["2027-09-30"])


@pytest.mark.parametrize(
    ("address", "day", "listed"),
    [
        ("/activities/2026/clinic/", "2026-11-10", "/activities/"),
        ("/policies/pets-2026/", "2026-11-01", "/policies/"),
    ],
)
def test_nothing_is_public_before_its_day(sources: Sources, address: str, day: str, listed: str) -> None:
    eve, morning = make_site(sources, at(day) - timedelta(minutes=1)), make_site(sources, at(day))
    before, after = plan(eve), plan(morning)
    assert address not in before
    assert address in after
    assert address not in repr([page.view for page in before.values()])
    assert address in repr(after[listed].view)
    made = [{a.file: a.data for a in make_calendars(site)}["calendars/activities.ics"] for site in (eve, morning)]
    assert [address.encode() in data for data in made] == [False, listed == "/activities/"]


def test_a_policy_that_is_not_public_yet_replaces_none(sources: Sources) -> None:
    old: Any = plan(make_site(sources, at("2026-10-31")))["/policies/pets-2024/"].view
    assert old.superseded_by == ()
    new: Any = plan(make_site(sources, at("2026-11-01")))["/policies/pets-2024/"].view
    assert [link.url for link in new.superseded_by] == ["/policies/pets-2026/"]


SIGNUP = {"starts": "2026-12-20 14:30", "ends": "2026-12-20 17:00"}


@pytest.mark.parametrize(
    ("said", "moment", "word"),
    [
        (None, "2026-11-28", "即将开始"),
        ("打电话登记", "2026-11-28", "即将开始"),
        ("不用报名，直接来", "2026-11-28", "不用报名"),
        ({"needed": "false"}, "2026-12-20 14:29", "不用报名"),
        ({"needed": "false"}, "2026-12-20 14:30", "正在进行"),
        ({"needed": "true"}, "2026-11-28", "要报名"),
        ("是", "2026-11-28", "要报名"),
        ("需要报名", "2026-11-28", "要报名"),
        ("true", "2026-11-28", "要报名"),
        ("否", "2026-11-28", "不用报名"),
        ("无需", "2026-11-28", "不用报名"),
        ({"opens": "2026-11-30", "closes": "2026-12-16"}, "2026-11-29 23:59", "11月30日起报名"),
        ({"opens": "2026-11-30", "closes": "2026-12-16"}, "2026-11-30", "报名中"),
        ({"opens": "2026-11-30", "closes": "2026-12-16"}, "2026-12-16 23:59", "报名中"),
        ({"opens": "2026-11-30", "closes": "2026-12-16"}, "2026-12-17", "报名截止"),
        ({"opens": "2026-11-30 09:30"}, "2026-11-30 09:00", "11月30日 9:30起报名"),
        ({"opens": "2026-11-30 09:30"}, "2026-12-20 14:00", "报名中"),
        ({"closes": "2026-12-16 12:00"}, "2026-12-16 12:00", "报名截止"),
        ({"opens": "2026-11-30", "full": "true"}, "2026-11-28", "已满"),
        ({"closes": "2026-12-16", "full": "true"}, "2026-12-17", "已满"),
        ({"closes": "2026-12-16", "full": "true"}, "2026-12-20 17:00", "已结束"),
    ],
)
def test_how_signing_up_stands_follows_from_what_is_written(
    sources: Sources, said: object, moment: str, word: str
) -> None:
    site = site_with(sources, activity(**SIGNUP, signup=said), moment)
    view: Any = plan(site)[ADDRESS].view
    assert words_at(view.states, moment) == [word]
    later: Any = plan(site_with(sources, activity(**SIGNUP, signup=said), "2026-11-23"))[ADDRESS].view
    assert words_at(later.states, moment) == [word], "an older page says the same by the clock"


def test_the_same_holds_of_what_comes_again_until_its_last_date(sources: Sources) -> None:
    said = {"opens": "2027-01-05", "closes": "2027-01-20"}
    one = activity(every="周二", until="2027-02-23", signup=said)
    view: Any = plan(site_with(sources, one, "2026-11-23"))[ADDRESS].view
    found = {
        moment: words_at(view.states, moment)
        for moment in ("2026-11-24 07:30", "2027-01-05", "2027-01-21", "2027-02-23 08:00")
    }
    assert list(found.values()) == [["2027年1月5日起报名"], ["报名中"], ["报名截止"], ["已结束"]]


def test_signing_up_is_told_with_its_days_as_long_as_one_can(sources: Sources) -> None:
    said = {"opens": "2026-11-30", "closes": "2026-12-16", "how": "打电话\n或者来前台"}
    one = activity(**SIGNUP, signup=said, signup_url="https://example.org/form")
    signup = view_of(sources, one, "2026-12-01").signup
    assert (signup.dates, signup.how) == ("2026年11月30日 周一起，12月16日 周三截止", "打电话\n或者来前台")
    assert (signup.open.hidden, signup.open.until) == (False, "2026-12-17T00:00")
    assert view_of(sources, one, "2026-12-17").signup.open.hidden
    calendar = event(sources, one)
    assert (
        str(calendar["DESCRIPTION"])
        == "摘要\n2026年11月30日 周一起，12月16日 周三截止\n打电话\n或者来前台\nhttps://example.org/form"
    )


def test_what_is_full_says_so_everywhere_and_sends_nobody_to_sign_up(sources: Sources) -> None:
    one = activity(**SIGNUP, signup={"how": "打电话", "full": "true"}, signup_url="https://example.org/form")
    signup = view_of(sources, one, "2026-12-01").signup
    assert (signup.word, signup.how, signup.url) == ("已满", "", "")
    pages = plan(site_with(sources, one, "2026-12-01"))
    calendar: Any = pages["/activities/"].view
    assert [item.states[0].word for day in calendar.days for item in day.items] == ["已满"]
    assert node(sources, one)["remainingAttendeeCapacity"] == 0
    assert str(event(sources, one)["SUMMARY"]) == "一次（已满）"
    assert str(event(sources, one)["DESCRIPTION"]) == "摘要"


@pytest.mark.parametrize(("state", "word"), [("cancelled", "已取消"), ("postponed", "已延期")])
@pytest.mark.parametrize("again", [{}, {"every": "周日"}, {"ends": "2026-12-22 17:00"}])
def test_what_is_cancelled_or_put_off_invites_nobody(
    sources: Sources, state: str, word: str, again: dict[str, str]
) -> None:
    said = {"signup": "打电话登记", "signup_url": "https://example.org/form", "capacity": "40"}
    one = activity(**{**SIGNUP, **again}, **said, state=state)
    view = view_of(sources, one, "2026-12-01")
    assert [s.word for s in view.states] == [word]
    assert (view.dates, view.signup, view.capacity) == ((), None, "")
    assert view.when.words.startswith("原定 ")
    calendar = event(sources, one)
    assert str(calendar["SUMMARY"]) == f"一次（{word}）"
    assert str(calendar["DESCRIPTION"]) == "摘要"
    assert node(sources, one)["eventStatus"].endswith({"已取消": "EventCancelled", "已延期": "EventPostponed"}[word])


def test_nothing_is_asked_of_anybody_when_all_is_over(sources: Sources) -> None:
    one = activity(**SIGNUP, signup="打电话登记", capacity="40")
    before, after = (view_of(sources, one, moment) for moment in ("2026-12-20 16:59", "2026-12-20 17:00"))
    assert (before.inviting.hidden, after.inviting.hidden) == (False, True)


@pytest.mark.parametrize(
    ("typed", "needed", "how"),
    [
        ("打电话登记", None, "打电话登记"),
        ("不用报名", False, None),
        ("不用报名，直接来", False, "直接来"),
        ("不用报名 直接来", False, "直接来"),
        ("无需报名。先到先坐", False, "先到先坐"),
        ("看戏不用报名；演戏要报", None, "看戏不用报名；演戏要报"),
        ("不用报名的是老人", None, "不用报名的是老人"),
    ],
)
def test_words_alone_are_how_to_sign_up(typed: str, needed: bool | None, how: str | None) -> None:
    signup = activity(signup=typed).signup
    assert signup
    assert (signup.needed, signup.how) == (needed, how)


def view_of(sources: Sources, one: Activity, moment: str) -> Any:
    return plan(site_with(sources, one, moment))[ADDRESS].view


def on_screen(sources: Sources, one: Activity, moment: str) -> dict[str, list[str]]:
    view: Any = plan(site_with(sources, one, moment))["/screen/"].view
    return {
        day.date.iso: [" ".join(filter(None, (line.time, line.team, line.missing))) for line in day.activities]
        for day in view.days
        if day.activities
    }


def test_the_screen_shows_what_takes_place_on_each_of_its_days(sources: Sources) -> None:
    one = activity(starts="2026-11-20", ends="2026-11-29")
    assert on_screen(sources, one, "2026-11-27 10:00") == {f"2026-11-{n}": ["全天 一次"] for n in (27, 28, 29)}
    night = activity(starts="2026-11-26 22:00", ends="2026-11-27 02:00")
    assert on_screen(sources, night, "2026-11-27 01:00") == {"2026-11-26": ["22:00—次日2:00 一次"]}


def test_the_screen_shows_no_more_of_a_day_than_a_hall_can_read_and_says_how_many_are_left(sources: Sources) -> None:
    one = activity(starts="2026-11-28 09:00", ends="2026-11-28 11:00")
    many = tuple(one.model_copy(update={"slug": f"one-{n}", "title": f"第{n}场"}) for n in range(MOST_ACTIVITIES + 3))
    site = make_site(replace(sources, activities=many), at("2026-11-28 08:00"))
    days = plan(site)["/screen/"].view.days
    assert [(len(day.activities), day.more) for day in days if day.activities] == [
        (MOST_ACTIVITIES, "这一天还有 3 场活动，请看网站上的“活动”。")
    ]


@pytest.mark.parametrize(
    ("said", "word"), [({"state": "cancelled"}, "已取消"), ({"state": "postponed"}, "已延期"), ({"signup": {"full": "true"}}, "已满")]
)  # fmt: skip
def test_the_screen_says_what_is_cancelled_put_off_or_full(sources: Sources, said: dict[str, Any], word: str) -> None:
    one = activity(starts="2026-11-28 09:00", ends="2026-11-28 11:00", **said)
    assert on_screen(sources, one, "2026-11-27 10:00") == {"2026-11-28": [f"9:00—11:00 一次 {word}"]}
