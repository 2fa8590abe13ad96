"""What will be overdue when, and whose task it is: every sort of deadline is found, told ahead, and on no page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from plugins.commands.check import check
from plugins.commands.due import due
from plugins.rules import Deadline, list_deadlines, read
from plugins.site.site import make_site
from tests.conftest import NOW, ROOT, Change, at, change_site, plan

TODAY = date(2026, 11, 23)
ACTIVITY = """---
title: 搓汤圆
summary: 一起来。
date: 2026-11-20
starts: 2026-12-21 14:00
ends: 2026-12-21 16:00
location: library
organization: helpers
signup: {needed: true, closes: 2026-12-16, how: 打电话。}
---
欢迎。
"""
NOTICE = "---\ntitle: 停水\nsummary: 停一天。\ndate: 2026-11-20\ncolumn: notices\nexpires: 2026-12-01\nauthor: 物业前台\n---\n正文。\n"
CHANGES: Change = {
    "activities/2026/dumplings.md": ACTIVITY,
    "news/2026/water.md": NOTICE,
    "data/services.yaml": (
        "- id: bus-card\n",
        "- id: bus-card\n  paused: {from: 2026-11-01, until: 2026-12-31, notice: 换系统}\n",
    ),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return change_site(tmp_path, CHANGES)


def listed(content: Path, until: str = "2029-12-31", today: date = TODAY) -> tuple[Deadline, ...]:
    reading = read(content)
    assert reading.sources, [str(p) for p in reading.errors]
    return list_deadlines(reading.sources, today, date.fromisoformat(until))


def test_every_sort_of_deadline_is_listed_in_order_with_whose_it_is(content: Path) -> None:
    found = listed(content)
    assert [d.day for d in found] == sorted(d.day for d in found)
    assert {d.task for d in found} >= {
        "办事指南该核对了", "同意书到期", "值班表用完了", "放假安排还没有写", "活动报名截止", "新闻到期",
        "服务恢复办理", "场所恢复开放", "栏目 14 天没有新的了", "任期届满",
    }  # fmt: skip
    by_task = {(d.task, d.title): d for d in found}
    assert by_task["活动报名截止", "搓汤圆"].day == date(2026, 12, 17)
    assert by_task["任期届满", "邻里互助队"].day == date(2029, 5, 10)
    assert by_task["任期届满", "邻里互助队"].role == "值班社工"
    assert by_task["新闻到期", "停水"].role == "物业前台"
    assert by_task["放假安排还没有写", "2027 年"].day == date(2027, 1, 1)
    assert all(d.role for d in found)


def test_a_person_is_named_by_id_alone(content: Path) -> None:
    text = CliRunner().invoke(due, [str(content), "--as-of", NOW, "--until", "2029-12-31"]).output
    assert "helper-1" in text
    assert "王阿姨" not in text


def test_what_is_past_stays_only_while_it_is_still_to_be_done(content: Path) -> None:
    later = {d.task for d in listed(content, today=date(2027, 12, 1))}
    assert "值班表用完了" in later
    assert "放假安排还没有写" in later
    assert not later & {"活动报名截止", "新闻到期", "服务恢复办理"}


def test_a_roster_that_another_goes_on_from_is_nobodys_task(content: Path) -> None:
    old = content / "data/rosters/library-desk.yaml"
    new = old.read_text("utf-8").replace("2026-11-01", "2027-02-01").replace("2027-01-31", "2027-06-30")
    (content / "data/rosters/library-desk-2.yaml").write_text(new.split("changes:")[0], "utf-8")
    assert [d.path for d in listed(content) if d.task == "值班表用完了"] == ["data/rosters/library-desk-2.yaml"]


def test_the_check_tells_fourteen_days_ahead_and_not_earlier(content: Path) -> None:
    def warned(day: str) -> list[str]:
        out = CliRunner().invoke(check, [str(content), "--as-of", day]).output
        return [line for line in out.splitlines() if "停水，" in line and "到期" in line]

    assert warned("2026-11-17") == []
    assert len(warned("2026-11-18")) == 1
    assert "news/2026/water.md:6:10: expires (失效日期)" in warned("2026-11-18")[0]
    assert warned("2026-12-02") == []


def test_a_guide_nobody_has_looked_at_for_years_is_told_by_the_check(content: Path) -> None:
    out = CliRunner().invoke(check, [str(content), "--as-of", "2029-11-23"]).output
    assert out.count("办事指南该核对了") == 2
    assert "起就过期了" in out


def test_the_end_of_a_term_is_told_of_teams_and_of_people(content: Path) -> None:
    people = content / "data/people.yaml"
    text = people.read_text("utf-8").replace(
        "  roles: [1号岗义工]\n", "  roles: [1号岗义工]\n  term_until: 2026-11-30\n"
    )
    people.write_text(text, "utf-8")
    out = CliRunner().invoke(check, [str(content), "--as-of", NOW]).output
    assert "term_until (任期到哪天止): 任期届满：helper-1，2026-12-01，还有 8 天" in out
    out = CliRunner().invoke(check, [str(content), "--as-of", "2029-05-01"]).output
    assert "term_until (本届到哪天止): 任期届满：邻里互助队，2029-05-10，还有 9 天（值班社工）" in out


def test_json_and_calendar_say_the_same(content: Path) -> None:
    arguments = [str(content), "--as-of", NOW, "--until", "2027-12-31"]
    rows = json.loads(CliRunner().invoke(due, [*arguments, "--json"]).output)
    calendar = Calendar.from_ical(CliRunner().invoke(due, [*arguments, "--ics"]).output)
    events = calendar.walk("VEVENT")
    assert len(rows) == len(events) > 8
    assert [max(row["date"], "2026-11-23") for row in rows] == [e.decoded("dtstart").isoformat() for e in events]
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert all(str(e["summary"]).startswith(r["task"]) for e, r in zip(events, rows, strict=True))


def test_the_same_sources_give_the_same_bytes(content: Path) -> None:
    run = [CliRunner().invoke(due, [str(content), "--as-of", NOW, "--ics"]).output for _ in range(2)]
    assert run[0] == run[1]


def test_until_limits_the_list_and_a_bad_one_is_wrong_usage(content: Path) -> None:
    assert {d.day <= date(2026, 12, 1) for d in listed(content, "2026-12-01")} == {True}
    assert CliRunner().invoke(due, [str(content), "--until", "soon"]).exit_code == 2


def test_nothing_of_it_is_on_any_page(content: Path) -> None:
    reading = read(content)
    assert reading.sources
    views = "".join(repr(page.view) for page in plan(make_site(reading.sources, at(NOW))).values())
    tasks = {d.task for d in listed(content)}
    assert not [task for task in tasks if task in views]
    rooms = ("site", "pages", "directory", "hosting", "incremental", "composition")
    code = [f for room in rooms for f in (ROOT / "plugins" / room).rglob("*.py")]
    assert not [f.name for f in code if "deadline" in f.read_text("utf-8").lower()]
