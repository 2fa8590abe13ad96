"""Awkward cells, one by one: each is read as it was meant, or refused with its address and what to type instead."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from plugins.commands.import_ import import_
from tests.conftest import EXAMPLE, NOW
from tests.sheets.books import Edit, add_row, drop_row, edited, every, exported, lists_of, plan, put, text_of

ROSTER = "data/rosters/library-desk.yaml"
SERVICES = "data/services.yaml"
LOCATIONS = "data/locations.yaml"
PEOPLE = "data/people.yaml"
BOLD = CellRichText("代办", TextBlock(InlineFont(b=True), "公交卡"))

READ: dict[str, tuple[Edit, str, str]] = {
    # times
    "a real time": (put("每周安排", 3, "开始", time(8, 30), "h:mm"), ROSTER, "starts: 08:30,"),
    "a fraction of a day": (put("每周安排", 3, "开始", 0.375, "General"), ROSTER, "starts: 09:00,"),
    "a fraction that is not the old time": (put("每周安排", 3, "开始", 0.34375), ROSTER, "starts: 08:15,"),
    "a time a hair before the minute": (put("每周安排", 3, "开始", time(8, 29, 59, 999000), "h:mm"), ROSTER, "starts: 08:30,"),
    "a duration": (put("每周安排", 3, "开始", timedelta(hours=8), "[h]:mm"), ROSTER, "starts: 08:00,"),
    "a character nobody sees and nothing is read by": (put("每周安排", 3, "开始", "8:\u200b05"), ROSTER, "starts: 08:05,"),
    "one digit": (put("每周安排", 3, "开始", "8:05"), ROSTER, "starts: 08:05,"),
    "a wide colon": (put("每周安排", 3, "开始", "8：05"), ROSTER, "starts: 08:05,"),
    "wide digits": (put("每周安排", 3, "开始", "０８：０５"), ROSTER, "starts: 08:05,"),
    "seconds of nothing": (put("每周安排", 3, "开始", "8:05:00"), ROSTER, "starts: 08:05,"),
    "o'clock in Chinese": (put("每周安排", 3, "开始", "8点"), ROSTER, "starts: 08:00,"),
    "half past in Chinese": (put("每周安排", 3, "结束", "下午2点半"), ROSTER, "ends: 14:30,"),
    "minutes in Chinese": (put("每周安排", 3, "结束", "14时05分"), ROSTER, "ends: 14:05,"),
    "PM": (put("每周安排", 3, "结束", "2:30 PM"), ROSTER, "ends: 14:30,"),
    # dates
    "a real date": (put("变动", 3, "日期", date(2026, 12, 7), "yyyy-mm-dd"), ROSTER, "date: 2026-12-07,"),
    "a real date with midnight": (put("变动", 3, "日期", datetime(2026, 12, 7)), ROSTER, "date: 2026-12-07,"),
    "the number behind a date": (put("变动", 3, "日期", 46363, "General"), ROSTER, "date: 2026-12-07,"),
    "eight digits": (put("变动", 3, "日期", 20261207, "General"), ROSTER, "date: 2026-12-07,"),
    "slashes": (put("变动", 3, "日期", "2026/12/7"), ROSTER, "date: 2026-12-07,"),
    "dots": (put("变动", 3, "日期", "2026.12.7"), ROSTER, "date: 2026-12-07,"),
    "a date in Chinese": (put("变动", 3, "日期", "2026年12月7日"), ROSTER, "date: 2026-12-07,"),
    "a date in wide digits": (put("变动", 3, "日期", "２０２６－１２－０７"), ROSTER, "date: 2026-12-07,"),
    "a date with the midnight of a copy": (put("变动", 3, "日期", "2026-12-07 00:00:00"), ROSTER, "date: 2026-12-07,"),
    "a real moment": (put("单独的班次", 3, "开始", datetime(2026, 12, 6, 8, 30)), ROSTER, "starts: 2026-12-06 08:30,"),
    "a moment with slashes": (put("单独的班次", 3, "开始", "2026/12/6 8:30"), ROSTER, "starts: 2026-12-06 08:30,"),
    # numbers
    "a number": (put("每周安排", 3, "需要人数", 3), ROSTER, "duty: 借还登记, needs: 3,"),
    "a number with a point": (put("每周安排", 3, "需要人数", 3.0), ROSTER, "duty: 借还登记, needs: 3,"),
    "a number as text": (put("每周安排", 3, "需要人数", " 3 "), ROSTER, "duty: 借还登记, needs: 3,"),
    "a wide number": (put("每周安排", 3, "需要人数", "３"), ROSTER, "duty: 借还登记, needs: 3,"),
    "leading zeros of a count": (put("每周安排", 3, "需要人数", "03"), ROSTER, "duty: 借还登记, needs: 3,"),
    "leading zeros by format": (put("服务的电话", 3, "号码", 75555500105, "000000000000"), SERVICES, '"075555500105"'),
    "a short number": (put("服务的电话", 3, "号码", 12345), SERVICES, 'number: "12345"'),
    "a wide phone": (put("服务的电话", 3, "号码", "０７５５－５５５０－０１０５"), SERVICES, "number: 0755-5550-0105"),
    "a phone with a long dash": (put("服务的电话", 3, "号码", "0755—5550—0105"), SERVICES, "number: 0755-5550-0105"),
    # choices, ids and truths
    "a choice by its word": (put("每周安排", 3, "星期", "星期日"), ROSTER, "weekday: Su,"),
    "a choice by its code": (put("每周安排", 3, "星期", "Su"), ROSTER, "weekday: Su,"),
    "an id with its name": (put("值班表", 3, "地点", "square 小广场"), ROSTER, "location: square"),
    "an id alone": (put("值班表", 3, "地点", "square"), ROSTER, "location: square"),
    "a name alone": (put("值班表", 3, "地点", "小广场"), ROSTER, "location: square"),
    "ids with commas": (put("每周安排", 3, "人员", "helper-1, helper-4"), ROSTER, "people: [helper-1, helper-4]}"),
    "ids with spaces": (put("每周安排", 3, "人员", "helper-1 helper-4"), ROSTER, "people: [helper-1, helper-4]}"),
    "ids with a word between": (put("每周安排", 3, "人员", "helper-1 1号岗义工和helper-4 值班社工"), ROSTER, "people: [helper-1, helper-4]}"),
    "ids with a slash between": (put("每周安排", 3, "人员", "helper-1/helper-4"), ROSTER, "people: [helper-1, helper-4]}"),
    "roles with a plus between": (put("每周安排", 3, "人员", "1号岗义工+值班社工"), ROSTER, "people: [helper-1, helper-4]}"),
    "ids with their roles and a blank": (put("每周安排", 3, "人员", "helper-1 1号岗义工 helper-4 值班社工"), ROSTER, "people: [helper-1, helper-4]}"),
    "a day as it is said": (put("每周安排", 3, "星期", "星期天"), ROSTER, "weekday: Su,"),
    "a line end of an old Excel": (put("服务", "bus-card", "服务内容", "一_x000D_\n二"), SERVICES, "description: |-\n    一\n    二\n"),
    "ids with their roles": (put("每周安排", 3, "人员", "helper-1 1号岗义工、helper-4 值班社工"), ROSTER, "people: [helper-1, helper-4]}"),
    "ids on lines": (put("每周安排", 3, "人员", "helper-1\nhelper-4"), ROSTER, "people: [helper-1, helper-4]}"),
    "a real truth": (put("变动", 3, "停班", True), ROSTER, "add: [helper-3], cancelled: true"),
    "a tick": (put("变动", 3, "停班", "√"), ROSTER, "add: [helper-3], cancelled: true"),
    "one for yes": (put("变动", 3, "停班", 1), ROSTER, "add: [helper-3], cancelled: true"),
    # texts
    "spaces around": (put("服务", "bus-card", "名称", "\u3000代办公交卡 \xa0"), SERVICES, "name: 代办公交卡\n"),
    "a word with another look": (put("服务", "bus-card", "名称", BOLD), SERVICES, "name: 代办公交卡\n"),
    "a text of several lines": (put("服务", "bus-card", "服务内容", "一\r\n二"), SERVICES, "description: |-\n    一\n    二\n"),
    "a colon and a hash": (put("服务", "bus-card", "名称", "甲: 乙 #1"), SERVICES, 'name: "甲: 乙 #1"\n'),
    "a name of digits": (put("服务", "bus-card", "名称", 2026), SERVICES, 'name: "2026"\n'),
    "a whole day of hours": (put("场所", "library", "开放时间", "24/7"), LOCATIONS, "hours: 24/7\n"),
    "an address with wide slashes": (put("服务", "job-register", "网上办理", "https：//jobs.example.org／new"), SERVICES, "https://jobs.example.org/new"),
}  # fmt: skip
"""What is typed, and what the YAML then holds."""

MAIN = "服务"
REFUSED: dict[str, tuple[Edit, str]] = {
    "somebody whom nobody knows": (put("每周安排", 3, "人员", "helper-1 1号岗义工和王五五"), "“每周安排” G3: people (人员): 编号“helper-1”后面的“1号岗义工和王五五”看不懂 → 只写编号"),
    "two where one belongs": (put("值班表", 3, "地点", "library 图书室、square"), "“值班表” F3: location (地点): 编号“library”后面的“图书室、square”看不懂"),
    "half a number": (put("服务", "bus-card", "名称", 0.5, "0%"), "B3: name (名称): 这一格里是数字 0.5，显示的却是别的样子（格式 0%）"),
    "what is held where nothing was": (put("服务", "bus-card", "名称", "（请在文件里改）"), "B3: name (名称): 写着“（请在文件里改）”，这一行却没有原来的内容可留"),
    "a sign nobody sees": (put("服务", "bus-card", "名称", "代办_x0007_卡"), "B3: name (名称): 这一格里有看不见的控制字符"),
    "a formula": (put("每周安排", 3, "需要人数", "=1+1"), "“每周安排” F3: needs (需要人数): 这一格是公式 → "),
    "a formula that gives a text": (put(MAIN, "bus-card", "名称", '="代办"'), "“服务” B3: name (名称): 这一格是公式"),
    "an error value": (put("每周安排", 3, "人员", "#N/A"), "“每周安排” G3: people (人员): 这一格是错误值 #N/A"),
    "a phone as a number": (put("服务的电话", 3, "号码", 75555500105), "“服务的电话” B3: number (号码): 电话被 Excel 当成了数字"),
    "a phone as a power of ten": (put("服务的电话", 3, "号码", 7.55555e10), "“服务的电话” B3: number (号码): 电话被 Excel"),
    "a phone as a date": (put("服务的电话", 3, "号码", datetime(2026, 5, 1)), "B3: number (号码): Excel 把这一格变成了日期"),
    "hours as a time": (put("场所", "library", "开放时间", time(9, 0)), "开放时间): Excel 把这一格变成了日期或时间"),
    "a phone of too few digits": (put("服务的电话", 3, "号码", "07-55"), "“服务的电话” B3: number (号码): 电话号码写法不对"),
    "half a person": (put("每周安排", 3, "需要人数", 1.5), "F3: needs (需要人数): 应为整数，写的是“1.5”"),
    "people in words": (put("每周安排", 3, "需要人数", "两人"), "F3: needs (需要人数): 应为整数，写的是“两人” → 写成 2"),
    "less than nobody": (put("每周安排", 3, "需要人数", -1), "F3: needs (需要人数): 这个数不能是负的：“-1”"),
    "a truth for a name": (put(MAIN, "bus-card", "名称", True), "“服务” B3: name (名称): 这一格是 TRUE 或 FALSE"),
    "maybe": (put("变动", 3, "停班", "也许"), "cancelled (停班): 只能写 是 或 否，写的是“也许”"),
    "no such time": (put("每周安排", 3, "开始", "25:00"), "C3: starts (开始): 时间写法不对：“25:00”"),
    "a time with a dot": (put("每周安排", 3, "开始", "9.30"), "C3: starts (开始): 时间写法不对"),
    "a time with seconds": (put("每周安排", 3, "开始", time(9, 0, 30)), "C3: starts (开始): 时间里有秒：09:00:30"),
    "a duration over a day": (put("每周安排", 3, "开始", timedelta(hours=30), "[h]:mm"), "C3: starts (开始): "),
    "a number for a time": (put("每周安排", 3, "开始", 9), "C3: starts (开始): “9”不是时间 → 按 24 小时制写"),
    "a date for a time": (put("每周安排", 3, "开始", datetime(2026, 12, 7, 9)), "C3: starts (开始): 这一格有日期，应只写时间"),
    "no such day": (put("变动", 3, "日期", "2026-02-30"), "B3: date (日期): 没有这一天：“2026-02-30”"),
    "day and month in doubt": (put("变动", 3, "日期", "12/7/2026"), "B3: date (日期): 日期不明确：“12/7/2026”"),
    "a day without its year": (put("变动", 3, "日期", "12月7日"), "B3: date (日期): 日期不明确"),
    "a number that is no date": (put("变动", 3, "日期", 7), "B3: date (日期): “7”不是日期 → 按 年-月-日 写"),
    "the number of a date as text": (put("变动", 3, "日期", "46363"), "B3: date (日期): “46363”是 Excel 的日期编号"),
    "a date with a time": (put("变动", 3, "日期", datetime(2026, 12, 7, 9)), "B3: date (日期): 这一格有时间，应只写日期"),
    "a time for a date": (put("变动", 3, "日期", time(9, 0)), "B3: date (日期): 这一格只有时间，没有日期"),
    "no such choice": (put("每周安排", 3, "星期", "礼拜八"), "B3: weekday (星期): 没有“礼拜八”这个选项 → 从这些里选：星期一"),
    "nobody of that id": (put("每周安排", 3, "人员", "helper-9"), "G3: people (人员): 没有“helper-9”这个人"),
    "an id and another's name": (put("每周安排", 3, "人员", "helper-1 3号岗义工"), "G3: people (人员): 编号“helper-1”和名称“3号岗义工”不是同一个"),
    "no such location": (put("值班表", 3, "地点", "nowhere"), "“值班表” F3: location (地点): 没有“nowhere”"),
    "an id in Chinese": (put(MAIN, "bus-card", "编号", "乘车证"), "“服务” A3: id (编号): 编号只能用小写字母、数字和连字符"),
    "a line break in a name": (put(MAIN, "bus-card", "名称", "代办\n乘车证"), "“服务” B3: name (名称): 这一格里有换行"),
    "nothing where something must be": (put(MAIN, "bus-card", "名称", None), "“服务” B3: name (名称): 没有填写 → 填上这一格"),
    "a text too long": (put(MAIN, "bus-card", "名称", "长" * 121), "“服务” B3: name (名称): 太长，最多 120 个字"),
    "a character nobody sees": (put(MAIN, "bus-card", "名称", "代办\u202e证"), "“服务” B3: 有看不见的字符 U+202E"),
    "somebody's mobile": (put("服务的电话", 3, "用途", "找 13800000000"), "“服务的电话” D3: 像是个人手机号码"),
    "hours nobody can read": (put("场所", "library", "开放时间", "每天"), "开放时间): 开放时间不对：“‸每天”"),
    "an address without https": (put(MAIN, "job-register", "网上办理", "www.example.org"), "网址写法不对"),
    "a row without its id": (put(MAIN, "bus-card", "编号", None), "“服务” A3: id (编号): 这一行没有写编号"),
    "the same id twice": (put(MAIN, "home-visit", "编号", "bus-card"), "“服务” A4: id (编号): 编号“bus-card”在第 3 行已经有了"),
    "the same row twice": (add_row("服务的电话", {"服务编号": "bus-card", "号码": "0755-5550-0103", "用途": "预约"}), "“服务的电话” A6: services (服务编号): 和第 3 行完全一样"),
    "a row of nobody": (put("服务的电话", 3, "服务编号", "nothing"), "“服务的电话” A3: services (服务编号): 没有“nothing”这一项"),
    "a part of what is gone": (drop_row(MAIN, 3), "“服务的电话” A3: services (服务编号): “bus-card”在工作表“服务”里删掉了 → 这一行也删掉"),
    "merged cells": (lambda book: book["每周安排"].merge_cells("B3:B5"), "“每周安排” B3: 合并了单元格 B3:B5 → 取消合并"),
    "a renamed header": (lambda book: book[MAIN].__setitem__("B1", "服务名"), "“服务” B1: 服务名: 不认识“服务名”这一栏 → 是否想写“名称”？"),
    "two columns of a name": (lambda book: book[MAIN].__setitem__("C1", "名称"), "“服务” C1: 名称: “名称”这一栏有两列"),
    "no header": (lambda book: book[MAIN].delete_rows(1), "“服务” A1: 找不到表头“编号” → 第一行写上各栏的名称"),
    "a new row that lacks a field": (add_row(MAIN, {"编号": "new-one", "名称": "新的"}), "“服务” D6: category (类别): 没有填写；没有填写的还有 description (服务内容) → 填上这一格"),
}  # fmt: skip
"""What is typed, and what the import says about it."""


SAYS_THE_OLD = {"a fraction of a day"}
"""What changes nothing, because the cell says in another way what stands there."""


@pytest.mark.parametrize("name", READ)
def test_a_cell_is_read_as_it_was_meant(name: str) -> None:
    edit, path, words = READ[name]
    transfer = plan(edit)
    assert [str(problem) for problem in transfer.problems] == []
    assert (words in (EXAMPLE / path).read_text("utf-8")) == (name in SAYS_THE_OLD)
    assert (transfer.files == {}) == (name in SAYS_THE_OLD)
    assert words in text_of(transfer, path)


@pytest.mark.parametrize(("edit", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_cell_is_refused_with_its_address(edit: Edit, words: str, tmp_path: Path) -> None:
    file = tmp_path / "社区.xlsx"
    file.write_bytes(edited(exported(lists_of(edit)), edit))
    before = {path: path.read_bytes() for path in EXAMPLE.rglob("*.yaml")}
    result = CliRunner().invoke(import_, [str(file), "--content", str(EXAMPLE), "--yes", "--as-of", NOW])
    assert result.exit_code == 1, result.output
    lines = result.stderr.splitlines()
    assert [line for line in lines if words in line and line.startswith("社区.xlsx")], result.stderr
    assert all(" → " in line for line in lines[:-1]), result.stderr
    assert "13800000000" not in result.output
    assert {path: path.read_bytes() for path in before} == before


def test_there_are_sixty_cases() -> None:
    assert len(READ) + len(REFUSED) >= 60


def test_every_bad_cell_is_told_in_one_run(tmp_path: Path) -> None:
    edits = (
        put("每周安排", 3, "需要人数", "=1+1"),
        put("每周安排", 4, "开始", "25:00"),
        put("变动", 3, "日期", "2026-02-30"),
        put(MAIN, "bus-card", "名称", None),
        put("场所", "library", "开放时间", "每天"),
    )
    file = tmp_path / "社区.xlsx"
    file.write_bytes(edited(exported(), every(*edits)))
    result = CliRunner().invoke(import_, [str(file), "--content", str(EXAMPLE), "--yes", "--as-of", NOW])
    for address in ("“每周安排” F3", "“每周安排” C4", "“变动” B3", "“服务” B3", "“场所” K4"):
        assert address in result.stderr, result.stderr
    assert "有 5 处要改" in result.stderr


def test_a_planted_fault_goes_red(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that keeps wide digits is seen."""
    monkeypatch.setattr("plugins.sheets.cells.unicodedata.normalize", lambda form, text: text)
    with pytest.raises(AssertionError):
        test_a_cell_is_read_as_it_was_meant("a wide phone")
