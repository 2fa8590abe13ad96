"""Absences and swaps, a line each: what falls open is shown and told, and what cannot be meant is refused."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from plugins.model import Occurrence, expand
from plugins.rules import Reading, read
from tests.conftest import change_site

ROSTER = "data/rosters/library-desk.yaml"
HEAD = """name: 图书室值班表
summary: 每周值班。
organization: helpers
location: library
from: 2026-11-01
until: 2027-01-31
pattern:
  - {weekday: Mo, starts: 09:00, ends: 12:00, duty: 借还登记, needs: 2, people: [helper-1, helper-2]}
  - {weekday: We, starts: 14:00, ends: 17:00, duty: 整理书架, people: [helper-3]}
  - {weekday: Fr, starts: 10:00, ends: 11:00, duty: 早班, people: [helper-4]}
  - {weekday: Fr, starts: 15:00, ends: 16:00, duty: 晚班, people: [helper-4]}
shifts:
  - {starts: 2026-12-06 09:00, ends: 2026-12-06 11:00, duty: 搬书, people: [helper-1]}
"""
TODAY = date(2026, 11, 23)


def read_with(folder: Path, leave: str) -> Reading:
    return read(change_site(folder, {ROSTER: HEAD + leave}))


def shifts(reading: Reading) -> dict[tuple[date, str], Occurrence]:
    assert reading.sources, [str(p) for p in reading.errors]
    (roster,) = reading.sources.rosters
    return {(s.day, s.duty): s for s in expand(roster, reading.sources.holidays)}


def told(reading: Reading) -> list[str]:
    return [
        f"{p.line}:{p.field}: {p.message}"
        for p in reading.problems_on(TODAY)
        if p.field.startswith(("absences", "swaps"))
    ]


def test_an_absence_leaves_every_shift_of_its_days_open(tmp_path: Path) -> None:
    reading = read_with(tmp_path, "absences: [{person: helper-1, from: 2026-11-30, until: 2026-12-07}]\n")
    found = shifts(reading)
    for day, duty, people, missing in (
        (date(2026, 11, 23), "借还登记", ("helper-1", "helper-2"), 0),
        (date(2026, 11, 30), "借还登记", ("helper-2",), 1),
        (date(2026, 12, 6), "搬书", (), 1),
        (date(2026, 12, 7), "借还登记", ("helper-2",), 1),
        (date(2026, 12, 14), "借还登记", ("helper-1", "helper-2"), 0),
    ):
        assert (found[day, duty].people, found[day, duty].missing) == (people, missing)
    assert told(reading) == [
        "14:absences[0].person: “helper-1”请假，有 3 班空出来，缺 3 人次，最早是 2026-11-30 9:00—12:00"
    ]


def test_an_absence_that_is_over_or_covered_is_not_told(tmp_path: Path) -> None:
    leave = "absences: [{person: helper-1, from: 2026-11-09}, {person: helper-3, from: 2026-12-02}]\n"
    leave += "swaps: [{person: helper-3, date: 2026-12-02, with: helper-4}]\n"
    reading = read_with(tmp_path, leave)
    assert shifts(reading)[date(2026, 12, 2), "整理书架"].people == ("helper-4",)
    assert told(reading) == []


def test_two_people_swap_a_shift_each(tmp_path: Path) -> None:
    leave = "swaps: [{person: helper-3, date: 2026-12-02, with: helper-4, with_date: 2026-12-04, with_starts: 15:00}]\n"
    found = shifts(read_with(tmp_path, leave))
    assert found[date(2026, 12, 2), "整理书架"].people == ("helper-4",)
    assert found[date(2026, 12, 4), "早班"].people == ("helper-4",)
    assert found[date(2026, 12, 4), "晚班"].people == ("helper-3",)
    assert found[date(2026, 12, 9), "整理书架"].people == ("helper-3",)
    swapped = found[date(2026, 12, 2), "整理书架"]
    assert swapped.people_at == (("swaps", 0, "with"),)
    assert swapped.starts == datetime.fromisoformat("2026-12-02T14:00:00+08:00")


def test_what_a_swap_brings_together_is_told_at_the_swap(tmp_path: Path) -> None:
    leave = "swaps: [{person: helper-3, date: 2026-12-02, with: helper-1}]\n"
    other = "name: 另一张\nsummary: 另一张。\norganization: helpers\nlocation: service-centre\nfrom: 2026-12-01\nuntil: 2026-12-31\n"
    other += "pattern:\n  - {weekday: We, starts: 16:00, ends: 18:00, duty: 看门, people: [helper-1]}\n"
    content = change_site(tmp_path, {ROSTER: HEAD + leave, "data/rosters/other.yaml": other})
    errors = [str(p) for p in read(content).errors]
    assert any("swaps[0].with" in e and "“helper-1”同时有两班" in e for e in errors), errors


@pytest.mark.parametrize(
    ("leave", "message"),
    [
        ("absences: [{person: nobody-1, from: 2026-12-01}]", "没有“nobody-1”这个人"),
        ("absences: [{person: helper-1, from: 2026-12-01, until: 2026-12-02}]", "“helper-1”这几天在这张值班表里没有班"),
        ("absences: [{person: helper-1, from: 2026-12-07, until: 2026-12-01}]", "结束日期早于开始日期"),
        ("absences: [{person: helper-1, from: 2026-12-01, until: 2028-12-01}]", "从 2026-12-01 到 2028-12-01 太长，最多 366 天"),
        ("absences: [{person: helper-1, from: 2026-12-01, until: 2026-12-08}, {person: helper-1, from: 2026-12-07}]",
         "“helper-1”和 2026-12-01 起的那次请假日期重叠"),
        ("absences: [{person: helper-1, from: 2026-12-07}]\nchanges: [{date: 2026-12-07, starts: 09:00, remove: [helper-1, helper-2], add: [helper-1]}]",
         "“helper-1”这一天请假"),
        ("swaps: [{person: helper-3, date: 2026-12-02, with: nobody-1}]", "没有“nobody-1”这个人"),
        ("swaps: [{person: helper-3, date: 2026-12-02, with: helper-3}]", "自己和自己换"),
        ("swaps: [{person: helper-3, date: 2026-12-03, with: helper-1}]", "“helper-3”2026-12-03 在这张值班表里没有班"),
        ("swaps: [{person: helper-4, date: 2026-12-04, with: helper-1}]", "“helper-4”2026-12-04 有 2 班，分不清是哪一班"),
        ("swaps: [{person: helper-4, date: 2026-12-04, starts: 09:00, with: helper-1}]", "“helper-4”2026-12-04 没有 09:00 开始的班"),
        ("swaps: [{person: helper-1, date: 2026-12-07, with: helper-2}]", "“helper-2”本来就在 2026-12-07 这一班里"),
        ("swaps: [{person: helper-3, date: 2026-12-02, with: helper-1, with_date: 2026-12-08}]", "“helper-1”2026-12-08 在这张值班表里没有班"),
        ("swaps: [{person: helper-3, date: 2026-12-02, with: helper-1, with_starts: 09:00}]", "写了换来哪一班，没有写换来哪天"),
        ("swaps: [{person: helper-3, date: 2026-12-02, with: helper-1}, {person: helper-3, date: 2026-12-02, with: helper-4}]",
         "“helper-3”2026-12-02 的这一班已经换过一次"),
        ("absences: [{person: helper-1, from: 2026-12-02, until: 2026-12-07}]\nswaps: [{person: helper-3, date: 2026-12-02, with: helper-1}]",
         "“helper-1”2026-12-02 请假，替不了"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(leave: str, message: str, tmp_path: Path) -> None:
    errors = [str(p) for p in read_with(tmp_path, leave + "\n").errors]
    assert any(message in error and ROSTER in error for error in errors), errors
