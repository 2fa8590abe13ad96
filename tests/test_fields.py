"""The scalar types: what an editor may write, what it means, and what is refused with which fix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from plugins.model import fields
from plugins.model.hours import Hours
from plugins.model.moments import SHANGHAI


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: object) -> tuple[str, str]:
    """The message and fix a value is refused with."""
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    context = caught.value.errors()[0]["ctx"]
    return context["message"], context["fix"]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "2026年11月23日",
        "2026年11月23",
        "2026 年 11 月 23 日",
        " 2026-11-23 ",
        "2026-11-23（周一）",
        "2026-11-23 星期一",
        "２０２６-11-23",
    ],
)
def test_a_day_in_every_form_is_the_same_day(typed: str) -> None:
    assert read(fields.Day, typed) == date(2026, 11, 23)


def test_a_day_may_leave_out_noughts() -> None:
    assert read(fields.Day, "2026-3-5") == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("03/04/24", "日期不明确：“03/04/24”"),
        ("5", "日期不明确：“5”"),
        ("明天", "日期不明确：“明天”"),
        ("2026-11-23 10:00", "日期不明确：“2026-11-23 10:00”"),
        ("20261123", "日期不明确：“20261123”"),
        ("2026-13-45", "没有这一天：“2026-13-45”"),
        ("2026-02-30", "没有这一天：“2026-02-30”"),
        ("2025-02-29", "没有这一天：“2025-02-29”"),
        ("0000-01-01", "没有这一天：“0000-01-01”"),
        ("0226-11-23", "年份不对：“0226-11-23”"),
        ("2226-11-23", "年份不对：“2226-11-23”"),
        (["2026-11-23"], "应为一段文字，写成了列表或下级字段"),
    ],
)
def test_what_is_no_day_is_refused_with_what_was_typed(typed: object, message: str) -> None:
    assert refusal(fields.Day, typed)[0] == message


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-23", datetime(2026, 11, 23)),
        ("2026-11-23 09:30", datetime(2026, 11, 23, 9, 30)),
        ("2026-11-23 9:30", datetime(2026, 11, 23, 9, 30)),
        ("2026-11-23T09:30:59", datetime(2026, 11, 23, 9, 30)),
        ("2026年11月23日 09：30", datetime(2026, 11, 23, 9, 30)),
        ("2026/11/23 18:00 +08:00", datetime(2026, 11, 23, 18)),
        ("2026-11-23T01:30Z", datetime(2026, 11, 23, 9, 30)),
        ("2026-11-23T01:30:00.000Z", datetime(2026, 11, 23, 9, 30)),
        ("2026-11-23（周一） 9:30", datetime(2026, 11, 23, 9, 30)),
        ("2026年11月23日上午9点", datetime(2026, 11, 23, 9)),
        ("2026-11-23 20:00Z", datetime(2026, 11, 24, 4)),
        ("2026-11-23 09:30+0900", datetime(2026, 11, 23, 8, 30)),
        ("2026-11-23T00:00-12:00", datetime(2026, 11, 23, 20)),
    ],
)
def test_a_moment_is_in_shanghai(typed: str, moment: datetime) -> None:
    assert read(fields.Moment, typed) == moment.replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2026-11-23 10:00 CST", "时区写法不明确：“10:00 CST”"),
        ("2026-11-23 10:00 Asia/Shanghai", "时区写法不明确：“10:00 Asia/Shanghai”"),
        ("2026-11-23 25:00", "时间写法不对：“25:00”"),
        ("2026-11-23 10:60", "时间写法不对：“10:60”"),
        ("2026-11-23 10点钟", "时间写法不对：“10点钟”"),
        ("2026-11-23 24:00", "24:00 就是第二天的 0:00：“2026-11-23 24:00”"),
        ("2026-11-23 9:00-11:00", "这里只能写一个时间：“9:00-11:00”"),
        ("2026-11-23 周二 9:00", "2026-11-23 是星期一，写的是星期二"),
        ("2026-11-23 10:00+99:00", "没有这个时区：“+99:00”"),
        ("明天 10:00", "日期不明确：“明天 10:00”"),
        ("2026-02-30 10:00", "没有这一天：“2026-02-30”"),
    ],
)
def test_what_is_no_moment_is_refused_with_what_was_typed(typed: str, message: str) -> None:
    assert refusal(fields.Moment, typed)[0] == message


@given(st.datetimes(datetime(1901, 1, 1), datetime(2198, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_a_moment_with_a_zone_is_the_same_instant(moment: datetime, minutes: int) -> None:
    there = moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert read(fields.Moment, there.isoformat()) == there


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_moment(typed: str) -> None:
    adapter = TypeAdapter(fields.Moment)
    try:
        assert isinstance(adapter.validate_python(typed), datetime)
    except ValidationError as error:
        assert error.errors()[0]["type"] == "kangle"


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9:00", time(9)),
        ("09:00", time(9)),
        ("23:59", time(23, 59)),
        ("9：05", time(9, 5)),
        ("上午9点", time(9)),
        ("下午2点半", time(14, 30)),
        ("晚上7:30", time(19, 30)),
        ("9时15分", time(9, 15)),
        ("中午12点", time(12)),
        ("9:30:00.000", time(9, 30)),
    ],
)
def test_a_clock_is_a_time_of_day(typed: str, clock: time) -> None:
    assert read(fields.Clock, typed) == clock


@pytest.mark.parametrize(("typed", "meant"), [("9", "9:00"), ("9.30", "9:30"), ("14．05", "14:05")])
def test_a_time_without_its_colon_is_refused_with_what_was_meant(typed: str, meant: str) -> None:
    assert refusal(fields.Clock, typed)[1] == f"写成 {meant}"


@pytest.mark.parametrize("typed", ["25:00", "9:60", "上午", "九点一刻", "9:00-12:00", ""])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    assert refusal(fields.Clock, typed) == (f"时间写法不对：“{typed}”", "按 24 小时制写，例如 14:30")


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (fields.Day, "20261123", ("日期不明确：“20261123”", "写成 2026-11-23")),
        (fields.Day, "11月23日", ("日期不明确：“11月23日”", "补上年份，例如 2026-11-23")),
        (fields.Day, "2026-11", ("日期不明确：“2026-11”", "补上日子，例如 2026-11-23")),
        (fields.Day, "2026-11-23 9:00", ("日期不明确：“2026-11-23 9:00”", "这里只写日期，例如 2026-11-23")),
        (fields.Day, "2026-11-28（周五）", ("2026-11-28 是星期六，写的是星期五", "核对日期和星期，星期可以不写")),
        (fields.Clock, "24:00", ("24:00 就是第二天的 0:00", "写成 0:00；结束写 0:00，就是到半夜")),
        (fields.Flag, "yes", ("只能写 true 或 false，写的是“yes”", "写成 true")),
        (fields.Flag, "No", ("只能写 true 或 false，写的是“No”", "写成 false")),
        (
            fields.Line,
            {"第一步": "到窗口"},
            ("应为一段文字，写成了列表或下级字段", '冒号加空格会拆成字段；给整句加引号："第一步: 到窗口"'),
        ),
        (
            fields.Line,
            ["通知"],
            ("应为一段文字，写成了列表或下级字段", '只要一项就去掉方括号；方括号是内容，就给整个值加引号："[通知]"'),
        ),
        (
            fields.File,
            "images/微信图片 1.jpg",
            ("文件名里有空格：“images/微信图片 1.jpg”", "把文件改名，这里写 images/微信图片-1.jpg"),
        ),
        (
            fields.File,
            "https://a.example/b.jpg",
            (
                "图片和文件不能从别的网站取：“https://a.example/b.jpg”",
                "下载下来，放进 images/ 或 files/，例如 images/photo.jpg",
            ),
        ),
        (fields.File, "images\\a.jpg", ("路径里用了反斜杠：“images\\a.jpg”", "写成 images/a.jpg")),
        (
            fields.File,
            "content/images/a.jpg",
            ("路径从 images/ 或 files/ 写起：“content/images/a.jpg”", "写成 images/a.jpg"),
        ),
        (
            fields.File,
            "images/a#1.jpg",
            ("文件名里不能有 #：“images/a#1.jpg”", "把文件改名，再改这里，例如 images/photo.jpg"),
        ),
        (
            fields.Repeat,
            "FREQ=WEEKLY;BYDAY=SA;UNTIL=2026-12-31",
            ("重复规则看不懂：“FREQ=WEEKLY;BYDAY=SA;UNTIL=2026-12-31”", "写成 FREQ=WEEKLY;BYDAY=SA;UNTIL=20261231"),
        ),
        (fields.Clock, "2:30 PM", ("时间写法不对：“2:30 PM”", "写成 14:30")),
        (fields.Clock, "12:05am", ("时间写法不对：“12:05am”", "写成 0:05")),
        (fields.Day, "10月1日", ("日期不明确：“10月1日”", "补上年份，例如 2026-10-01")),
        (fields.Day, "Fri, 20 November 2026", ("日期不明确：“Fri, 20 November 2026”", "写成 2026-11-20")),
        (fields.Day, "Sept. 3rd, 2026", ("日期不明确：“Sept. 3rd, 2026”", "写成 2026-09-03")),
        (fields.Count, "-3", ("这个数不能是负的：“-3”", "核对这个数")),
        (fields.Count, "人数不限", ("应为整数，写的是“人数不限”", "没有限制、说不准，就不写这一行")),
        (fields.Url, "www.example.org", ("网址写法不对：“www.example.org”", "写成 https://www.example.org")),
        (fields.Url, "http：//example.org/a", ("网址写法不对：“http：//example.org/a”", "写成 http://example.org/a")),
        (fields.Url, "公众号", ("网址写法不对：“公众号”", "写完整网址，以 https:// 开头；没有网址就不写这一行")),
        (fields.Email, "a＠example.org", ("邮箱写法不对：“a＠example.org”", "写成 a@example.org")),
        (
            fields.File,
            "报名 表.docx",
            ("文件要放在 images/ 或 files/ 里，写的是“报名 表.docx”", "放进 files/，写成 files/报名-表.docx"),
        ),
        (fields.Repeat, "每周二、周四", ("重复规则看不懂：“每周二、周四”", "删掉 repeat，写 every: 每周二、周四")),
        (fields.Repeat, "每天", ("重复规则看不懂：“每天”", "删掉 repeat，写 every: 每天")),
        (
            fields.Repeat,
            "每月第一个周六",
            ("重复规则看不懂：“每月第一个周六”", "删掉 repeat，写 every: 每月第一个周六"),
        ),
    ],
)
def test_what_was_meant_is_told_word_by_word(kind: Any, typed: object, said: tuple[str, str]) -> None:
    assert refusal(kind, typed) == said


@pytest.mark.parametrize(("typed", "count"), [("0", 0), ("2", 2), ("007", 7), ("999999", 999999)])
def test_a_count_is_a_whole_number(typed: str, count: int) -> None:
    assert read(fields.Count, typed) == count


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("两份", "写成 2"),
        ("十", "写成 10"),
        ("2份", "写成 2"),
        ("２", "写成 2"),
        ("30 人", "写成 30"),
        ("十二", "写成 12"),
        ("一百零五人", "写成 105"),
        ("二三十", "写成 数字，例如 2"),
        ("2-3", "写成 3"),
        ("若干", "写成 数字，例如 2"),
        ("", "写成 数字，例如 2"),
        ("13800000000份", "写成 数字，例如 2"),
    ],
)
def test_what_is_no_count_is_refused_with_the_number_that_was_meant(typed: str, fix: str) -> None:
    assert refusal(fields.Count, typed) == (f"应为整数，写的是“{typed}”", fix)


def test_a_count_of_seven_digits_is_too_big() -> None:
    assert refusal(fields.Count, "1234567") == ("数字太大：“1234567”", "最多六位数")


@pytest.mark.parametrize(
    "typed",
    [
        "0755-5550-0101",
        "0755-55500101",
        "05715550101",
        "5550-0101",
        "12345",
        "96345",
        "110",
        "119",
        "400-555-0101",
    ],
)
def test_a_phone_is_kept_as_typed(typed: str) -> None:
    assert read(fields.PhoneNumber, typed) == typed


@pytest.mark.parametrize("mark", ["-", "转", " 转 ", "转分机", "分机", ",", "#"])
def test_an_extension_has_a_field_of_its_own(mark: str) -> None:
    message, fix = refusal(fields.PhoneNumber, f"020-5550101{mark}12")
    assert (message, fix) == ("分机不写在号码里", 'number: 020-5550101，另写 extension: "12"')
    assert read(fields.Extension, "0012") == "0012"
    assert refusal(fields.Extension, "转12")


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "+86 755 5550 0101",
        "电话",
        "0755",
        "０７５５-５５５０-０１０１",
        "12",
        "-",
    ],
)
def test_what_is_no_office_phone_is_refused_without_saying_it_again(typed: str) -> None:
    message, fix = refusal(fields.PhoneNumber, typed)
    assert message == "电话号码写法不对"
    assert "0755-5550-0101" in fix


@pytest.mark.parametrize(("typed", "flag"), [("true", True), ("是", True), ("false", False), ("否", False)])
def test_a_flag_is_true_or_false(typed: str, flag: bool) -> None:
    assert read(fields.Flag, typed) is flag


@pytest.mark.parametrize("typed", ["2", "", "draft"])
def test_what_is_no_flag_is_refused(typed: str) -> None:
    assert refusal(fields.Flag, typed) == (f"只能写 true 或 false，写的是“{typed}”", "写成 true 或 false")


@pytest.mark.parametrize("typed", ["a", "bus-pass", "2026-news", "a" * 80, "tag", "index-2"])
def test_a_slug_is_kept(typed: str) -> None:
    assert read(fields.Slug, typed) == typed


@pytest.mark.parametrize(
    "typed", ["Bus", "a_b", "公示", "a b", "-a", "a-", "a--b", ".", "..", "/abs", "../../evil", "a%20b", ""]
)
def test_what_is_no_slug_is_refused(typed: str) -> None:
    assert refusal(fields.Slug, typed)[0] == f"编号只能用小写字母、数字和连字符，写的是“{typed}”"


def test_a_slug_of_81_characters_is_refused() -> None:
    assert refusal(fields.Slug, "a" * 81) == ("编号最长 80 个字符，现在 81 个", "缩短编号")


@pytest.mark.parametrize(
    "typed", ["index", "tags", "404", "feeds", "pinyin", "search", "zh-hant", "data", "calendars", "assets"]
)
def test_a_reserved_slug_is_refused(typed: str) -> None:
    assert refusal(fields.Slug, typed)[0] == f"“{typed}”是网站保留的地址"


@pytest.mark.parametrize("typed", ["https://example.org", "http://example.org/a?b=c#d", "https://例子.example/"])
def test_a_web_address_is_kept(typed: str) -> None:
    assert read(fields.Url, typed) == typed


@pytest.mark.parametrize(
    "typed", ["example.org", "javascript:alert(1)", "//example.org", "https://", "https://a b", 'https://a"b']
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    assert refusal(fields.Url, typed)[0] == f"网址写法不对：“{typed}”"


@pytest.mark.parametrize("typed", ["a@", "@b.org", "a@b", "a b@c.org", "王@example.org", "a@b.org>"])
def test_what_is_no_email_is_refused(typed: str) -> None:
    assert refusal(fields.Email, typed)[0] == f"邮箱写法不对：“{typed}”"


@pytest.mark.parametrize("typed", ["51800", "5180000", "五一八〇〇〇", "５１８０００", "518 000", "A18000"])
def test_a_postal_code_is_six_digits(typed: str) -> None:
    assert refusal(fields.PostalCode, typed) == (f"邮政编码应为六位数字，写的是“{typed}”", "例如 518000")


@pytest.mark.parametrize(("typed", "kept"), [("images/a.svg", "images/a.svg"), ("/files/表.pdf", "files/表.pdf")])
def test_a_file_is_named_below_content(typed: str, kept: str) -> None:
    assert read(fields.File, typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["a.svg", "../images/a.svg", "images/../../a", "images/", "data/a.yaml"],
)
def test_what_is_no_file_of_content_is_refused(typed: str) -> None:
    assert refusal(fields.File, typed)[0] == f"文件要放在 images/ 或 files/ 里，写的是“{typed}”"


@pytest.mark.parametrize("typed", ["/old/", "/news/2020/old-name/", "/News/Old.html", "/旧闻/停水.html"])
def test_an_alias_is_kept(typed: str) -> None:
    assert read(fields.Alias, typed) == typed


@pytest.mark.parametrize("typed", ["old", "old/", "/", "/../", "/old name/", "https://a/", "/a//b/", "/index.html"])
def test_what_is_no_alias_is_refused(typed: str) -> None:
    assert refusal(fields.Alias, typed)[0] == f"旧地址写法不对：“{typed}”"


@pytest.mark.parametrize(("typed", "degrees"), [("22.6125", 22.6125), ("-7", -7.0)])
def test_degrees_are_a_number(typed: str, degrees: float) -> None:
    assert read(fields.Degrees, typed) == degrees


@pytest.mark.parametrize("typed", ["北纬22度", "22,6", "nan", "inf", "1e2", "2222"])
def test_what_is_no_degree_is_refused(typed: str) -> None:
    assert refusal(fields.Degrees, typed)[0] == f"应为经纬度数字，写的是“{typed}”"


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("RRULE:FREQ=DAILY", "FREQ=DAILY"),
        ("freq=weekly;byday=tu", "FREQ=WEEKLY;BYDAY=TU"),
        ("BYDAY=TU;FREQ=WEEKLY;INTERVAL=2", "BYDAY=TU;FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYDAY=-1SU"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("FREQ=DAILY;COUNT=10", "FREQ=DAILY;COUNT=10"),
    ],
)
def test_a_repetition_is_an_rrule(typed: str, rule: str) -> None:
    assert read(fields.Repeat, typed) == rule


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("20261231", "20261231T235959"),
        ("20261231T120000", "20261231T120000"),
        ("20261231T160000Z", "20270101T000000"),
    ],
)
def test_a_repetition_ends_in_shanghai_and_a_last_day_counts_whole(typed: str, until: str) -> None:
    assert read(fields.Repeat, f"FREQ=DAILY;UNTIL={typed}") == f"FREQ=DAILY;UNTIL={until}"


@pytest.mark.parametrize(
    "typed",
    [
        "每周二",
        "WEEKLY",
        "FREQ=",
        "FREQ=SECONDLY",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;COUNT=3;UNTIL=20261231",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;UNTIL=20261399",
        "FREQ=DAILY;UNTIL=明年",
        "INTERVAL=2",
        "FREQ=DAILY\nDTSTART:20200101",
        "",
    ],
)
def test_what_is_no_repetition_or_never_ends_or_never_happens_is_refused(typed: str) -> None:
    assert refusal(fields.Repeat, typed)[0] == f"重复规则看不懂：“{typed}”"


WEEKDAYS = ((540, 720), (840, 1080))


@pytest.mark.parametrize(
    ("typed", "monday", "sunday", "holiday"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:00", WEEKDAYS, (), None),
        ("Mo-Fr 09:00-12:00, 14:00-18:00; PH off", WEEKDAYS, (), ()),
        ("09:00-12:00", ((540, 720),), ((540, 720),), None),
        ("24/7", ((0, 1440),), ((0, 1440),), None),
        ("24/7; PH closed", ((0, 1440),), ((0, 1440),), ()),
        ("Mo-Su 22:00-02:00", ((1320, 1560),), ((1320, 1560),), None),
        ("Sa-Mo 08:00-09:00", ((480, 540),), ((480, 540),), None),
        ("Mo,We,PH 8:00-9:00", ((480, 540),), (), ((480, 540),)),
        ("Mo-Su 08:00-09:00; Su off", ((480, 540),), (), None),
        ("Mo 00:00-24:00", ((0, 1440),), (), None),
    ],
)
def test_hours_have_spans_for_each_weekday_and_for_holidays(
    typed: str, monday: object, sunday: object, holiday: object
) -> None:
    hours = read(fields.OpeningHours, typed)
    assert isinstance(hours, Hours)
    assert (hours.week()[0], hours.week()[6], hours.on_holidays()) == (monday, sunday, holiday)


def test_hours_that_cannot_be_read_say_where_and_what_to_write() -> None:
    with pytest.raises(ValidationError) as caught:
        read(fields.OpeningHours, "Mo-Fr 9点-12点")
    context = caught.value.errors()[0]["ctx"]
    assert context["message"] == "开放时间不对：“Mo-Fr ‸9点-12点”，‸ 后面看不懂"
    assert (context["fix"], context["at"]) == ("写成 Mo-Fr 09:00-12:00", 6)


@pytest.mark.parametrize("typed", ["qingqiao/b1", "a/b"])
def test_a_building_names_its_place(typed: str) -> None:
    assert read(fields.BuildingRef, typed) == typed


@pytest.mark.parametrize("typed", ["qingqiao", "qingqiao/1栋", "/b1", "a/b/c", ""])
def test_what_names_no_building_is_refused(typed: str) -> None:
    assert refusal(fields.BuildingRef, typed)[0] == f"楼栋写法不对：“{typed}”"


@pytest.mark.parametrize("typed", ["低保", "WIFI 密码", "水/电", "A.B", "老人证（优待证）"])
def test_a_keyword_is_one_word(typed: str) -> None:
    assert read(fields.Keyword, typed) == typed


@pytest.mark.parametrize("typed", ["招工，补助", "招工、补助", "招工;补助", "招工,补助", "招工。", "招工\n补助"])
def test_several_words_in_one_keyword_are_told_apart(typed: str) -> None:
    assert refusal(fields.Keyword, typed)[0].startswith("几个词写成了一个")


EVERY_KIND: dict[str, Callable[[object], object]] = {
    name: TypeAdapter(kind).validate_python
    for name, kind in vars(fields).items()
    if hasattr(kind, "__metadata__") and name[0].isupper()
}


@pytest.mark.parametrize("name", sorted(EVERY_KIND))
@pytest.mark.parametrize("value", [[], {}, ["a"], {"a": "b"}])
def test_a_list_or_fields_where_a_text_belongs_is_said_so(name: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        EVERY_KIND[name](value)
    assert caught.value.errors()[0]["ctx"]["message"] == "应为一段文字，写成了列表或下级字段"


def test_every_scalar_kind_of_the_model_is_tried() -> None:
    assert len(EVERY_KIND) == 50
