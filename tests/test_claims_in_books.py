"""What books, cases and meetings say that their own numbers and the calendar deny is told; what is merely near is let be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plugins.rules import read
from tests.conftest import EXAMPLE

DAY = date(2026, 11, 23)
Told = Callable[[str, str, str], list[str]]
LAMPS, TEA, WARM = "data/surveys/lamps-2026.yaml", "data/ledgers/tea-2026.yaml", "data/awards/warm-2026.yaml"
FINDING = "路灯坏的地方要先修。"


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """What is said of the example with one text replaced, and not said without."""

    def tell(file: str, old: str, new: str) -> list[str]:
        folder = tmp_path / "content"
        shutil.copytree(EXAMPLE, folder)
        before = {str(p) for p in read(folder).problems_on(DAY)}
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return sorted({str(p) for p in read(folder).problems_on(DAY)} - before)

    return tell


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (LAMPS, FINDING, "80%的人看得清。", "lamps-2026.yaml:13:14: questions[0].finding"),
        (LAMPS, FINDING, "九成的人看得清。", "lamps-2026.yaml:13:14: questions[0].finding"),
        (LAMPS, FINDING, "有三十五人看得清。", "lamps-2026.yaml:13:14: questions[0].finding"),
        (LAMPS, "问晚上走路", "问了80个人，晚上走路", "lamps-2026.yaml:2:14: description"),
        (LAMPS, "until: 2026-10-08", "until: 2027-10-08", "lamps-2026.yaml:5:8: until"),
        (LAMPS, "有几处看不清", "看得清", "lamps-2026.yaml:11:9: questions[0].answers[1]"),
        (TEA, "服务队管。", "服务队管，共收到五百元。", "tea-2026.yaml:3:14: description"),
        (TEA, "买茶叶", "买茶叶花了96.8元", "tea-2026.yaml:8:30: lines[1].what"),
        (TEA, "date: 2026-09-20", "date: 2027-09-20", "tea-2026.yaml:8:12: lines[1].date"),
        (WARM, "代表投票。", "代表投票，评出三人。", "warm-2026.yaml:3:14: description"),
        (WARM, "date: 2026-09-15", "date: 2027-09-15", "warm-2026.yaml:11:11: rounds[1].date"),
        ("data/cases/2026.yaml", "date: 2026-11-12", "date: 2027-11-12", "2026.yaml:16:14: steps[0].date"),
        ("data/figures.yaml", "{period: 2026,", "{period: 2030,", "figures.yaml:9:16: values[2].period"),
        ("meetings/2026/lamps.md", "done: 2026-11-19", "done: 2027-11-19", "lamps.md:13:54: decisions[1].done"),
        ("meetings/2026/lamps.md", "role: 物业公司", "role: 居民代表", "lamps.md:10:5: present[1]"),
        ("guides/bus-card.md", "name: 照片", "name: 身份证", "bus-card.md:21:5: materials[1]"),
    ],
)
def test_what_its_own_numbers_or_the_calendar_deny_is_told_where_it_stands(
    told: Told, file: str, old: str, new: str, where: str
) -> None:
    assert [line for line in told(file, old, new) if where in line]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LAMPS, FINDING, "六成人看得清，差不多四成看不清；96%的人答得上来。"),
        (LAMPS, FINDING, "有48人看得见一些，比去年多了20%。"),
        (TEA, "服务队管。", "服务队管，共收到约310元，收到三百多元。"),
        (TEA, "买茶叶", "买茶叶花了86.8元"),
        (WARM, "代表投票。", "代表投票，评出两人。"),
    ],
)
def test_what_is_so_or_near_enough_is_let_be(told: Told, file: str, old: str, new: str) -> None:
    assert told(file, old, new) == []
