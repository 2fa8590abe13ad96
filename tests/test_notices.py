"""A notice reaches the pages of whoever it concerns and no other, for as long as it holds; an alert closes what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from plugins.calendars.calendars import make_calendars
from plugins.commands import main
from plugins.commands.writing import list_ids, quote, read_span
from plugins.model.sources import Sources
from plugins.pages.feeds import make_feeds
from plugins.problems import Problem
from plugins.rules.reader import read
from plugins.site.activities import activity_states, notable_states, show_occurrence
from plugins.site.duty import duties
from plugins.site.hours_data import hours_spec
from plugins.site.notices import make_board, write_wechat
from plugins.site.opening import open_on, opening_words
from plugins.site.site import Site, make_site
from tests.conftest import NOW, Change, at, change_site, edit, plan
from tests.periods import holds

Changed = Callable[[Change], Sources]
STORY = "news/2026/pipes.md"
NOTICE = """---
title: 检修水管
summary: 三栋楼停水一天。
date: 2026-11-23
column: notices
what: 停水
affects: [spruce/b1, spruce/b2, maple/b1]
from: 2026-11-30 09:00
until: 2026-11-30 17:00
do: 提前存水，关紧水龙头。
call: "12345"
---
停水一天。
"""
OURS = {"/places/spruce/b1/", "/places/spruce/b2/", "/places/maple/b1/", "/places/spruce/", "/places/maple/"}
OURS |= {"/grids/grid-1/", "/grids/grid-2/"}


@pytest.fixture
def noticed(changed: Changed) -> Site:
    return make_site(changed({STORY: NOTICE}), at(NOW))


def differing(one: Site, other: Site) -> set[str]:
    """The addresses of the pages whose views differ, or that only one site has."""
    before, after = plan(one), plan(other)
    return {
        a for a in before.keys() | after.keys() if a not in before or a not in after or before[a].view != after[a].view
    }


LISTS = {"/", "/news/", "/news/2026/", "/columns/notices/", "/404.html", "/data/", "/data/fields/"}


def test_a_notice_for_three_buildings_changes_their_pages_and_no_other(site: Site, noticed: Site) -> None:
    own = {"/news/2026/pipes/", "/news/2026/pipes/print/"}
    neighbours = {a for a in differing(site, noticed) if a.startswith("/news/2026/") and a not in own} - LISTS
    assert differing(site, noticed) - LISTS - neighbours == OURS | own
    assert neighbours <= {"/news/2026/winter-water/", "/news/2026/new-year/", "/news/2026/lantern/"}


def test_an_edit_of_its_end_changes_what_shows_it(changed: Changed, tmp_path: Path, noticed: Site) -> None:
    later = tmp_path / "later"
    other = read(change_site(later, {STORY: NOTICE.replace("17:00", "19:00")})).sources
    assert other
    found = differing(noticed, make_site(other, at(NOW)))
    assert found - LISTS == OURS | {"/news/2026/pipes/", "/news/2026/pipes/print/"}


def test_its_calendars_and_feeds_are_those_of_whoever_it_concerns(site: Site, noticed: Site) -> None:
    def files(one: Site) -> dict[str, bytes]:
        return {a.file: a.data for a in (*make_calendars(one), *make_feeds(one))}

    before, after = files(site), files(noticed)
    assert {file for file in after if before.get(file) != after[file]} == {
        "calendars/places/spruce.ics",
        "calendars/places/maple.ics",
        "calendars/places/spruce/b1.ics",
        "calendars/places/spruce/b2.ics",
        "calendars/places/maple/b1.ics",
        "feeds/places/spruce.atom",
        "feeds/places/maple.atom",
        "feeds/all.atom",
        "feeds/notices.atom",
    }
    calendar: Any = Calendar.from_ical(after["calendars/places/maple/b1.ics"])
    (event,) = [e for e in calendar.walk("VEVENT") if "检修水管" in e["summary"]]
    assert (event["dtstart"].dt, event["dtend"].dt) == (at("2026-11-30 09:00"), at("2026-11-30 17:00"))
    assert "12345" in event["description"] and event["url"].endswith("/news/2026/pipes/")


CLOCKS = [at("2026-11-26 12:00") + timedelta(hours=5 * n) for n in range(24)]
EDGES = [at(m) for m in ("2026-11-27 08:59", "2026-11-27 09:00", "2026-11-30 08:59", "2026-11-30 09:00", "2026-11-30 16:59", "2026-11-30 17:00")]  # fmt: skip


@pytest.mark.parametrize("clock", [*CLOCKS, *EDGES], ids=str)
def test_it_stands_there_from_three_days_before_until_it_ends(noticed: Site, clock: datetime) -> None:
    (shown,) = [n for n in make_board(noticed).on("/places/maple/b1/") if n.url == "/news/2026/pipes/"]
    moment = f"{clock:%Y-%m-%d %H:%M}"
    assert holds(shown.period, moment) == (at("2026-11-27 09:00") <= clock < at("2026-11-30 17:00"))
    assert holds(shown.going, moment) == (at("2026-11-30 09:00") <= clock < at("2026-11-30 17:00"))
    fresh = make_site(noticed.sources, clock)
    still = [n for n in make_board(fresh).on("/places/maple/b1/") if n.url == "/news/2026/pipes/"]
    assert bool(still) == (clock < at("2026-11-30 17:00"))
    assert all(n.period.hidden != holds(n.period, moment) for n in still)


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("[spruce/b3]", {"/places/spruce/b3/", "/places/spruce/", "/grids/grid-2/"}),
        ("[云杉花园3栋]", {"/places/spruce/b3/", "/places/spruce/", "/grids/grid-2/"}),
        ("[maple]", {"/places/maple/b1/", "/places/maple/", "/grids/grid-2/"}),
        ("[第一网格]", {"/places/spruce/b1/", "/places/spruce/b2/", "/places/spruce/", "/grids/grid-1/"}),
        ("[全社区]", {*OURS, "/places/spruce/b3/"}),
    ],
)
def test_whom_it_concerns_may_be_named(changed: Changed, words: str, pages: set[str]) -> None:
    text = NOTICE.replace("[spruce/b1, spruce/b2, maple/b1]", words)
    board = make_board(make_site(changed({STORY: text}), at(NOW)))
    assert {page for page, found in board.by_page.items() if any(n.url == "/news/2026/pipes/" for n in found)} == pages


def test_home_shows_all_of_them(noticed: Site) -> None:
    shown: Any = plan(noticed)["/"].view
    assert [notice.url for notice in shown.strips] == ["/news/2026/pipes/", "/news/2026/winter-water/"]


def test_a_change_stands_behind_the_title_where_it_is_short(changed: Changed) -> None:
    text = NOTICE.replace("---\n停水", "updates:\n  - {date: 2026-11-23, note: 推迟到12月3日}\n---\n停水")
    site = make_site(changed({STORY: text}), at(NOW))
    assert make_board(site).on("/places/maple/")[0].title == "检修水管（推迟到12月3日）"
    assert "检修水管（推迟到12月3日）" in {a.file: a.data for a in make_feeds(site)}["feeds/places/maple.atom"].decode()


@given(
    st.text("水电停修路1234567890，。", min_size=1, max_size=290), st.integers(0, 120), st.sampled_from(["", "/kangle"])
)
def test_a_message_to_a_group_is_short_and_has_facts_and_address(site: Site, do: str, length: int, root: str) -> None:
    story = next(n for n in site.sources.news if n.is_notice)
    long = story.model_copy(update={"do": do, "title": "长" * max(1, length)})
    said = write_wechat(long, replace(site, url=f"https://community.example.org{root}"))
    assert len(said) <= 200
    assert said.startswith("【停水】12月3日 周四 9:00")
    assert "云杉花园1栋、2栋" in said and "12345" in said
    assert said.endswith(f"https://community.example.org{root}/news/2026/winter-water/")


# Alerts

ALERT = """- level: 橙
  words: 台风橙色预警
  from: 2026-11-24 10:00
  until: 2026-11-25 15:00
  closes: [library, service-centre]
"""


@pytest.fixture
def warned(changed: Changed) -> Site:
    return make_site(changed({"data/alerts.yaml": ALERT}), at(NOW))


def test_hours_say_what_an_alert_leaves_of_a_day(warned: Site) -> None:
    library, centre = warned.sources.location["library"], warned.sources.location["service-centre"]

    def hours(day: str) -> tuple[str, str]:
        rows = [open_on(place, warned, at(day).date()) for place in (library, centre)]
        assert rows[0] and rows[1]
        return rows[0].hours, rows[1].hours

    assert hours("2026-11-24") == ("9:00—10:00", "9:00—10:00")
    assert hours("2026-11-25") == ("15:00—17:30", "15:00—18:00")
    assert hours("2026-11-26") == ("9:00—17:30", "9:00—12:00、14:00—18:00")
    assert "20261124=" in hours_spec(library, warned) and "台风橙色预警" in hours_spec(library, warned)


def test_a_day_inside_an_alert_is_closed_for_its_reason(changed: Changed) -> None:
    text = ALERT.replace("until: 2026-11-25 15:00", "until: 2026-11-27 08:00")
    site = make_site(changed({"data/alerts.yaml": text}), at("2026-11-25 09:00"))
    library = site.sources.location["library"]
    assert opening_words(library, site) == "暂停开放（到11月26日 周四）"
    assert "20261125-20261126=0c台风橙色预警" in hours_spec(library, site)


def test_an_alert_without_an_end_closes_for_good_until_somebody_ends_it(changed: Changed) -> None:
    text = ALERT.replace("  until: 2026-11-25 15:00\n", "")
    site = make_site(changed({"data/alerts.yaml": text}), at("2026-11-30 09:00"))
    assert opening_words(site.sources.location["library"], site) == "暂停开放"


def test_duty_stands_still_where_an_alert_closes_and_only_then(warned: Site, site: Site) -> None:
    def shut(one: Site) -> set[datetime]:
        first = at("2026-11-22").date()
        found = (duties(r, one.sources, first, first + timedelta(days=9), first) for r in one.sources.rosters)
        return {duty.starts for of_roster in found for duty in of_roster if duty.shut}

    assert shut(site) == set()
    assert shut(warned)
    assert all(at("2026-11-24") <= starts < at("2026-11-25 15:00") for starts in shut(warned))


def test_an_activity_that_an_alert_stops_says_so_and_why(changed: Changed) -> None:
    text = "- {level: 红, words: 暴雨红色预警, from: 2026-11-23 00:00, until: 2026-11-26 00:00, closes: [tai-chi, clinic]}\n"
    site = make_site(changed({"data/alerts.yaml": text}), at(NOW))
    stopped = [a for a in site.sources.activities if a.stops]
    assert {a.slug for a in stopped} == {"tai-chi", "clinic"}
    series = next(a for a in stopped if a.is_series)
    first = next(iter(_dates(series, at("2026-11-23"))))
    assert [state.word for state in notable_states(series, first[0])] == ["停办"]
    assert show_occurrence(series, *first).words.endswith("（停办：暴雨红色预警）")
    data = next(a.data for a in make_calendars(site) if a.file == "calendars/activities.ics")
    calendar: Any = Calendar.from_ical(data)
    events = [e for e in calendar.walk("VEVENT") if "recurrence-id" in e and e["status"] == "CANCELLED"]
    assert events and all("暴雨红色预警" in e["description"] for e in events)


def _dates(activity: Any, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    from plugins.model.occurrences import upcoming

    yield from upcoming(activity, since, 3)


def test_what_takes_place_once_is_off_in_page_and_calendar(changed: Changed, sources: Sources) -> None:
    once = next(a for a in sources.activities if not a.is_series and a.state == "scheduled" and a.begins > at(NOW))
    span = f"from: {once.begins:%Y-%m-%d} 00:00, until: {once.begins + timedelta(days=1):%Y-%m-%d} 00:00"
    site = make_site(
        changed({"data/alerts.yaml": f"- {{level: 红, words: 暴雨, {span}, closes: [{once.slug}]}}\n"}), at(NOW)
    )
    found = next(a for a in site.sources.activities if a.slug == once.slug)
    assert [state.word for state in activity_states(found, site.now)] == ["停办", "已结束"]
    data = next(a.data for a in make_calendars(site) if a.file == "calendars/activities.ics").decode()
    assert re.search(r"SUMMARY:[^\n]*（停办）", data)


# Commands


def run(*words: str, given: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*words, "--as-of", NOW], input=given)
    return done.exit_code, done.output


def problems(content: Path) -> tuple[Problem, ...]:
    return read(content).problems


def test_a_notice_is_made_of_five_answers(tmp_path: Path) -> None:
    content = change_site(tmp_path, {})
    answers = "停电\n云杉花园1栋、2栋\n2026-11-30 9:00 到 12:00\n电梯停，别被困\n12345\n"
    code, said = run("new", "notice", "--content", str(content), given=answers)
    assert (code, problems(content)) == (0, ()), said
    sources = read(content).sources
    assert sources
    story = next(n for n in sources.news if n.what == "停电")
    assert story.affects == ("spruce/b1", "spruce/b2") and story.places == ("spruce",)
    assert (story.begins, story.ends) == (at("2026-11-30 09:00"), at("2026-11-30 12:00"))
    assert story.path == "news/2026/1130-power-off.md"


def test_a_notice_with_a_mistake_is_not_written(tmp_path: Path) -> None:
    content = change_site(tmp_path, {})
    options = ("--what", "停电", "--affects", "火星小区", "--when", "2026-11-30 9:00到8:00", "--do", "", "--call", "")
    code, said = run("new", "notice", *options, "--content", str(content))
    assert code == 1 and "火星小区" in said and "什么都没有写" in said
    assert not list((content / "news" / "2026").glob("1130*"))


def test_an_alert_is_written_and_ended(tmp_path: Path) -> None:
    content = change_site(tmp_path, {"data/alerts.yaml": "# 说明\n[]\n"})
    code, said = run("alert", "台风：请留在室内", "--level", "橙", "--closes", "图书室", "--content", str(content))
    assert (code, problems(content)) == (0, ()), said
    text = (content / "data" / "alerts.yaml").read_text("utf-8")
    assert text.startswith("# 说明\n- level: 橙\n") and "closes: [library]" in text and "[]" not in text
    later = CliRunner().invoke(main, ["alert", "--end", "--content", str(content), "--as-of", "2026-11-23 11:00"])
    assert later.exit_code == 0, later.output
    reading = read(content)
    assert reading.problems == () and reading.sources
    assert [alert.ends for alert in reading.sources.alerts] == [at("2026-11-23 11:00")]


def test_an_alert_with_a_mistake_is_not_written(tmp_path: Path) -> None:
    content = change_site(tmp_path, {})
    before = (content / "data" / "alerts.yaml").read_bytes()
    code, said = run("alert", "停电", "--until", "2026-11-20", "--content", str(content))
    assert code == 1 and "结束早于开始" in said
    assert (content / "data" / "alerts.yaml").read_bytes() == before
    edit(content, {"data/alerts.yaml": None})
    assert run("alert", "停电", "--content", str(content))[0] == 0
    assert run("alert", "--content", str(content))[0] == 2


@given(st.text(max_size=60))
def test_whatever_is_typed_comes_back_from_yaml(text: str) -> None:
    from plugins.text import parse_source

    words = " ".join("".join(c for c in text if c.isprintable()).split())
    if words:
        tree = parse_source(f"- words: {quote(words)}\n".encode(), "data/alerts.yaml", None).tree
        assert tree and tree.data == [{"words": words}]


def test_names_and_spans_are_read_as_people_type_them(sources: Sources) -> None:
    assert list_ids("云杉花园1栋、2栋，枫叶园区 第一网格", sources) == ["spruce/b1", "spruce/b2", "maple", "grid-1"]
    today = at(NOW).date()
    assert read_span("9:00 到 17:00", today) == ("2026-11-23 9:00", "2026-11-23 17:00")
    assert read_span("2026-12-01 09:00—2026-12-02 08:00", today) == ("2026-12-01 09:00", "2026-12-02 08:00")
    assert read_span("2026-12-01", today) == ("2026-12-01", "")
