"""The month's calendar, the clubs' week and the lists of activities: day by day what the rules of the sources say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from plugins.model import Activity, upcoming
from plugins.model.sources import Sources
from plugins.pages.activities import MOST_LINES
from plugins.pages.activity_calendar import MOST_A_DAY
from plugins.pages.agenda import BUSY
from plugins.site import Link, Site, make_site, notable_states, show_when
from plugins.site.cards import card_activity
from tests.conftest import NOW, TOWN, at, plan
from tests.periods import without_script
from tests.test_occurrences import activity

CLUB = {"starts": "2026-11-03 19:30", "ends": "2026-11-03 21:00", "every": "周二"}


@pytest.fixture(scope="module")
def town() -> Site:
    from plugins.rules import read

    sources = read(TOWN).sources
    assert sources
    return make_site(sources, at(NOW))


@pytest.fixture(scope="module")
def town_pages(town: Site) -> dict[str, Any]:
    return {address: page.view for address, page in plan(town).items() if address.startswith("/activities/")}


def test_what_is_put_off_is_no_alarm_and_what_comes_again_has_no_single_day() -> None:
    put_off = activity(state="postponed")
    assert [(state.word, state.tone) for state in notable_states(put_off, put_off.begins)] == [("已延期", "wait")]
    assert show_when(activity(**CLUB)).short == "每周二"


def test_a_line_of_another_year_names_it(town: Site) -> None:
    old = next(a for a in town.sources.activities if a.begins.year < town.today.year)
    shown = card_activity(old, town).date
    assert shown and shown.short.startswith(f"{old.begins.year}年")


def views(sources: Sources, *activities: Activity, moment: str = NOW) -> dict[str, Any]:
    site = make_site(replace(sources, activities=activities), at(moment))
    return {address: page.view for address, page in plan(site).items() if address.startswith("/activities/")}


def told(view: Any) -> set[tuple[str, str]]:
    """Every day and title of a month's table."""
    return {(day.date.iso, item.title) for week in view.weeks for day in week for item in day.items}


def reckon(one: Activity, first: date, last: date) -> set[str]:
    """The days of an activity, looked for day by day."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    begun = {starts.date() for starts, _ in upcoming(one, at("2000-01-01"), 5_000, last)}
    return {day.isoformat() for day in days if day in begun}


def test_a_month_has_each_day_of_each_activity_and_no_other(town: Site, town_pages: dict[str, Any]) -> None:
    months = [
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 31)),
    ]
    for first, last in months:
        view = town_pages[f"/activities/month/{first:%Y-%m}/"]
        daily = {link.title for link in view.daily}
        for one in town.sources.activities:
            if one.title not in daily and not one.is_run and (one.state == "scheduled" or not one.every):
                assert {day for day, title in told(view) if title == one.title} == reckon(one, first, last), one.title
    assert f"/activities/month/{date(2027, 2, 1):%Y-%m}/" not in town_pages


def test_a_table_has_whole_weeks_and_says_nothing_of_other_months(town_pages: dict[str, Any]) -> None:
    weeks = town_pages["/activities/month/2026-12/"].weeks
    days = [day.date.iso for week in weeks for day in week]
    assert (days[0], days[-1], len(days) % 7) == ("2026-11-30", "2027-01-03", 0)
    assert [day.covered for week in weeks for day in week].count(True) == 31
    assert not [day for week in weeks for day in week if day.items and not day.covered]


def test_what_is_off_or_moved_stands_in_the_table_with_its_word(sources: Sources) -> None:
    cancelled = activity(starts="2026-12-12 14:00", ends="2026-12-12 17:00", state="cancelled", title="棋赛")
    moved = activity(**CLUB, title="排练", **{"except": ["2026-12-08"], "also": ["2026-12-08 20:30"]})
    month = views(sources, cancelled, moved)["/activities/month/2026-12/"]
    found = {
        (day.date.iso, i.title): ([s.word for s in i.states], i.struck)
        for w in month.weeks
        for day in w
        for i in day.items
    }
    assert found["2026-12-12", "棋赛"] == (["已取消"], True)
    assert found["2026-12-08", "排练"] == (["改了时间"], False)
    assert found["2026-12-15", "排练"] == ([], False)


def test_what_is_on_every_day_stands_once_below_the_table(sources: Sources) -> None:
    daily = activity(starts="2026-11-01 06:30", ends="2026-11-01 07:30", every="每天", title="晨练")
    month = views(sources, daily)["/activities/month/2026-12/"]
    assert [link.title for link in month.daily] == ["晨练"]
    assert "晨练" not in {title for _, title in told(month)}


def test_the_week_of_clubs_has_their_meetings_and_rules_and_leaves_out_the_holiday(town_pages: dict[str, Any]) -> None:
    view = town_pages["/activities/week/"]
    assert [week.title for week in view.weeks] == ["11月23日至11月29日", "11月30日至12月6日"]
    rows = {row.title: row for row in view.weeks[0].rows}
    choir = [[item.time for item in day] for day in rows["合唱团排练"].days]
    assert choir == [[], [], [], ["19:30—21:00"], [], [], []]
    chess = [[item.time for item in day] for day in rows["棋友会"].days]
    assert sum(map(len, chess)) >= 1
    assert all(any(row.days) for row in view.weeks[0].rows)
    assert (rows["太极队晨练"].daily, rows["合唱团排练"].daily) == ("每天 6:30—7:30", "")


def test_a_meeting_that_an_activity_tells_stands_once(town_pages: dict[str, Any]) -> None:
    titles = [row.title for row in town_pages["/activities/week/"].weeks[0].rows]
    assert "合唱团排练" in titles
    assert "合唱团" not in titles


@pytest.mark.parametrize(
    ("fee", "free"),
    [
        ("免费", True), ("免费，扇子自备", True), ("不收费", True), ("不要钱", True), ("无", True), ("0 元", True),
        ("免费，换零件只收零件钱", True), ("免费试听，之后每月30元", False), ("每人 20 元", False), ("五元", False),
        ("无线电材料费自理", False), (None, False),
    ],
)  # fmt: skip
def test_what_its_fee_says_decides_what_is_free(fee: str | None, free: bool) -> None:
    assert activity(fee=fee).is_free == free


def test_each_activity_stands_in_the_lists_of_its_place_audience_and_fee(
    town: Site, town_pages: dict[str, Any]
) -> None:
    lists = {a: v for a, v in town_pages.items() if a.split("/")[2] in ("place", "audience", "free", "past")}
    stands = {
        (address.partition("page/")[0], item.url)
        for address, view in lists.items()
        for group in view.groups
        for item in group.items
    }
    for one in town.sources.activities:
        wanted = {f"/activities/audience/{audience}/" for audience in one.audience}
        wanted |= {f"/activities/place/{one.location}/"} if one.location else set()
        wanted |= {"/activities/free/"} if one.is_free else set()
        url = f"/activities/{one.begins.year}/{one.slug}/"
        assert {address for address, item in stands if item == url} - {"/activities/past/"} == wanted, one.title


def test_what_is_over_leaves_what_comes_by_the_readers_clock(sources: Sources) -> None:
    one = activity(starts="2026-11-28 09:00", ends="2026-11-28 11:00", fee="免费", title="量血压")
    for moment, there in (("2026-11-27 08:00", ["要办的"]), ("2026-11-28 12:00", ["2026年"])):
        groups = views(sources, one, moment=moment)["/activities/free/"].groups
        assert [group.title for group in without_script(groups) if without_script(group.items)] == there


def test_a_busy_day_says_how_much_is_left_and_where(sources: Sources) -> None:
    day = {"starts": "2026-12-05 14:00", "ends": "2026-12-05 17:00"}
    many = [activity(**day, title=f"棋赛{n}").model_copy(update={"slug": f"chess-{n}"}) for n in range(130)]
    found = views(sources, *many)
    page = found["/activities/"]
    (shown,) = page.days
    assert (len(shown.items), shown.more.title, shown.more.url) == (
        BUSY,
        f"这一天还有 {130 - BUSY} 项，看月历",
        "/activities/month/2026-12/",
    )
    cells = [one for week in found["/activities/month/2026-12/"].weeks for one in week if one.items]
    assert (len(cells[0].items), cells[0].more) == (
        MOST_A_DAY,
        Link(f"还有 {130 - MOST_A_DAY} 项", "/activities/coming/"),
    )
    leaves = ["/activities/coming/", "/activities/coming/page/2/", "/activities/coming/page/3/"]
    listed = [card.title for leaf in leaves for group in found[leaf].groups for card in group.items]
    assert sorted(listed) == sorted(one.title for one in many)
    assert page.all.url == leaves[0]


def test_what_comes_much_later_stands_there_up_to_a_number(sources: Sources) -> None:
    many = [
        activity(starts=f"2027-{3 + n % 4:02}-05 14:00", ends=None, title=f"棋赛{n}").model_copy(
            update={"slug": f"chess-{n}"}
        )
        for n in range(40)
    ]
    later = views(sources, *many)["/activities/"].later
    assert sum(len(group.items) for group in later) == MOST_LINES
    assert [group.more.url for group in later if group.more] == [later[-1].more.url] == ["/activities/coming/"]
