"""Opening hours: the text, the rule that wins on a day, and what the browser is told."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from opening_hours import OpeningHours

from plugins.model.hours import DAYS, MONTHS, Hours
from plugins.model.hours_text import CARET, HoursError, parse_hours
from plugins.model.sources import Sources
from plugins.rules.reader import read
from plugins.site.hours_data import hours_spec
from plugins.site.opening import closure_words, open_on, special_days, unknown_words, week_rows
from plugins.site.site import Site, make_site
from tests.conftest import TOWN, at
from tests.hours_oracle import CASES, LIBRARY_TEXT, OFFICE_TEXT, Case, is_holiday, is_workday, our_calendar
from tests.hours_oracle import DAYS as YEAR


@pytest.fixture(scope="module")
def real() -> Sources:
    found = read(TOWN).sources
    assert found
    return found


@pytest.fixture(scope="module")
def city(real: Sources) -> Site:
    """The real site in its published year."""
    return make_site(real, at("2026-11-23 10:00"))


def test_2026_is_the_year_the_state_council_published(real: Sources) -> None:
    off, work = our_calendar(real.workdays)
    assert off == {day for day in YEAR if is_holiday(day) and day.weekday() < 5}
    assert work == {day for day in YEAR if is_workday(day)}
    assert date(2026, 2, 14) in work
    assert date(2026, 10, 10) in work


def kind_of(day: date) -> str:
    return "workday" if is_workday(day) else "holiday" if is_holiday(day) else "ordinary"


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.text and not c.exceptions and not c.closed], ids=lambda c: c.text
)
def test_the_spans_of_every_day_of_2026_are_those_worked_out_by_hand(case: Case) -> None:
    hours = parse_hours(case.text)
    assert [(d, hours.spans_on(d, kind_of(d))) for d in YEAR] == [(d, case.spans(d)) for d in YEAR]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", [c for c in CASES if c.text and not c.ends_spill], ids=lambda c: c.text)
def test_another_program_reads_the_same_hours_on_ordinary_days(case: Case) -> None:
    """opening-hours-py, every hour and half past, on days that neither are nor follow a holiday or working weekend."""
    hours, other = parse_hours(case.text), OpeningHours(case.text)
    plain = [d for d in YEAR if {kind_of(d), kind_of(d - timedelta(1))} == {"ordinary"}]
    for day in plain:
        for half in range(48):
            moment = datetime.combine(day, time(half // 2, half % 2 * 30))
            assert is_open(hours, moment) == other.is_open(moment), moment


def is_open(hours: Hours, moment: datetime) -> bool:
    minute = moment.hour * 60 + moment.minute
    today, before = hours.spans_on(moment.date()), hours.spans_on(moment.date() - timedelta(1))
    return any(a <= minute < b for a, b in today) or any(a <= minute + 1440 < b for a, b in before)


def test_the_comparison_would_see_a_wrong_rule() -> None:
    wrong = Case("Mo-Fr 09:00-12:30", CASES[0].on)
    with pytest.raises(AssertionError):
        test_the_spans_of_every_day_of_2026_are_those_worked_out_by_hand(wrong)


times = st.builds(lambda a, b: f"{a:02d}:00-{b:02d}:30", st.integers(0, 11), st.integers(12, 26))
days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(",".join) | st.sampled_from(
    ("Mo-Fr", "Sa-Tu", "Su[1]", "Sa[2,4]", "Fr[-1]", "We[-2]")
)
seasons = st.sampled_from(
    ("", "Jul-Aug ", "Nov-Feb ", "Mar 10-Apr 05 ", "Dec 24 ", "2026 May ", *(f"{m} " for m in MONTHS))
)
rules = st.builds(lambda season, day, when: f"{season}{day} {when}", seasons, days, times | st.just("off"))


@given(st.lists(rules, min_size=1, max_size=4).map("; ".join), st.integers(0, 364))
def test_any_hours_are_read_as_another_program_reads_them(text: str, start: int) -> None:
    """Only what ends by midnight: opening-hours-py ends a night where the next day has a rule of its own."""
    text = re.sub(r"-2[4-6]:30", "-23:30", text)
    try:
        hours, other = parse_hours(text), OpeningHours(text)
    except HoursError:
        reject()
    for offset in range(40):
        moment = datetime.combine(YEAR[(start + offset) % 365], time()) + timedelta(minutes=offset * 37)
        assert is_open(hours, moment) == other.is_open(moment), moment


@given(st.text(alphabet='MoTuWeSa[]-0123456789:;, "JulDecPHoff周至点，：', max_size=24))
def test_no_text_breaks_the_parser_and_every_refusal_points_into_it(text: str) -> None:
    try:
        parse_hours(text)
    except HoursError as error:
        assert 0 <= error.at <= len(text)
        assert error.shown.count(CARET) == 1 + text.count(CARET)
        assert error.fix


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("周一至周五 9:00-12:00、14:00-18:00", "写成 Mo-Fr 09:00-12:00,14:00-18:00"),
        ("星期一到星期五 9点-12点半", "写成 Mo-Fr 09:00-12:30"),
        ("每天9：00—17：00", "写成 Mo-Su 09:00-17:00"),
        ("周一至周五 9:00-12:00，周六 9:00-11:00，法定节假日休息", "写成 Mo-Fr 09:00-12:00; Sa 09:00-11:00; PH off"),
        ("Mon-Fri 9-12", "写成 Mo-Fr 09:00-12:00"),
        ("Mon-Fri 09:00-12:00", "写成 Mo-Fr 09:00-12:00"),
        ("mo-fr 9:00-12:00 14:00-18:00", "写成 Mo-Fr 09:00-12:00,14:00-18:00"),
        ("Mo-Fr 09.00-12.00", "写成 Mo-Fr 09:00-12:00"),
        ("Mo-Fr 0900-1730", "写成 Mo-Fr 09:00-17:30"),
        ("Mo-Fr: 9am-5:30pm", "写成 Mo-Fr 09:00-17:30"),
        ("法定节假日除外，9:00-17:00", "写成 09:00-17:00; PH off"),
        ("每天早9点到晚6点", "写成 Mo-Su 09:00-18:00"),
        ("Mo to Fr 9-5", "写成 Mo-Fr 09:00-17:00"),
        ("Mo-Fr 9:00 to 17:00", "写成 Mo-Fr 09:00-17:00"),
        ("Monday to Friday 09:00-12:00 and 14:00-18:00", "写成 Mo-Fr 09:00-12:00,14:00-18:00"),
        ("weekdays 9-5", "写成 Mo-Fr 09:00-17:00; PH off"),
        ("Mo-Sa 9-5, closed Sunday", "写成 Mo-Sa 09:00-17:00; Su off"),
        ("Daily 8am until midnight", "写成 Mo-Su 08:00-24:00"),
        ("Tuesdays 9.30-11.30", "写成 Tu 09:30-11:30"),
        ("7x24小时", "写成 24/7"),
        ("周1至周5 9:00-17:00", "写成 Mo-Fr 09:00-17:00"),
        ("周一至周五：上午9:00-12:00；下午2:00-6:00", "写成 Mo-Fr 09:00-12:00,14:00-18:00"),
        ("上午九点到十二点，下午两点半到五点", "写成 09:00-12:00,14:30-17:00"),
        ("早九晚六", "写成 09:00-18:00"),
        ("周一至周四 9-12点", "写成 Mo-Th 09:00-12:00"),
        ("20:00-次日2:00", "写成 20:00-26:00"),
        ("9:00-21:00 全年无休", "写成 Mo-Su,PH 09:00-21:00"),
        ("10:00-22:00（周一休息）", "写成 10:00-22:00; Mo off"),
        ("周二-周日 9:00-17:00 周一闭馆", "写成 Tu-Su 09:00-17:00; Mo off"),
        ("周一至周日（法定节假日除外）9:00-17:00", "写成 Mo-Su 09:00-17:00; PH off"),
        ("每月第一、三周周六 9:00-11:00", "写成 Sa[1,3] 09:00-11:00"),
        ("夏季 8:00-12:00", "季节写成月份，写在后面，例如 Mo-Fr 09:00-18:00; Jun-Sep Mo-Fr 08:30-12:00"),
        ("每月1日、15日 9:00-11:00", "每月几日，这里写不出：写进 hours_note；每月第一个周六写 Sa[1] 09:00-11:00"),
        ("逢周二、周四下午", "写几点到几点，例如 Tu,Th 14:00-18:00；说不准就写进 hours_note"),
        ("逢一三五9:00-12:00", "写成 Mo,We,Fr 09:00-12:00"),
        ("周三 14:30-16:30 周六 9:00-11:00", "写成 We 14:30-16:30; Sa 09:00-11:00"),
        ("9:00-12:00 周一至周五", "写成 Mo-Fr 09:00-12:00"),
        ("周一休息，其余9:00-21:00", "写成 Mo-Su 09:00-21:00; Mo off"),
        ("除了周一、周二之外9点到17点", "写成 Mo-Su 09:00-17:00; Mo,Tu off"),
        ("全周无休9:00-21:00", "写成 Mo-Su,PH 09:00-21:00"),
        ("办公时间：周一至周五，8:30—12:00", "写成 Mo-Fr 08:30-12:00"),
        ("周一至周五（上午8:30—12:00，下午2:00—5:30）", "写成 Mo-Fr 08:30-12:00,14:00-17:30"),
        ("周一至周五 上午：8:30-12:00 下午：14:00-17:30", "写成 Mo-Fr 08:30-12:00,14:00-17:30"),
        ("节假日照常开放，每天9:00-17:00", "写成 Mo-Su,PH 09:00-17:00"),
        ("每晚7:30-9:00", "写成 Mo-Su 19:30-21:00"),
        ("第1、3个周六 9:00-11:00", "写成 Sa[1,3] 09:00-11:00"),
        ("单数周周六9-11点", "写成 week 1-53/2 Sa 09:00-11:00"),
        ("每逢双周星期六9:00-11:00", "写成 week 2-52/2 Sa 09:00-11:00"),
        ("国家法定工作日 9:00-17:00", "写成 Mo-Fr 09:00-17:00; PH off"),
        ("全年365天 9:00-17:00", "写成 Mo-Su 09:00-17:00"),
        ("周一至周五朝九晚五", "写成 Mo-Fr 09:00-17:00"),
        ("日出到日落", "天亮天黑天天不同，写几点到几点，例如 06:00-18:00；说不准就写进 hours_note"),
        ("晚上7点开始", "写几点到几点，例如 09:00-12:00"),
        ("春节期间休息，其余9:00-18:00", "放假的日子不开，写 PH off，放在最后；别的日子写在 exceptions"),
        ("Mo-Fr off; PH off", "写上开的钟点；没有固定的钟点就不写这一项，关一阵子写 closed"),
        ("Mo-Fr 09:00-12:00,19:00-9:00", "下午的钟点按 24 小时制写：19:00-21:00；真的开到第二天就写 19:00-33:00"),
        ("Mo-Fr 下午", "写几点到几点，例如 Tu,Th 14:00-18:00；说不准就写进 hours_note"),
    ],
)
def test_what_people_write_instead_is_put_right(typed: str, fix: str) -> None:
    with pytest.raises(HoursError) as caught:
        parse_hours(typed)
    assert caught.value.fix == fix


def test_a_mistake_is_pointed_to_by_its_column_in_quotes_too(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "data").mkdir(parents=True)
    row = "- id: {}\n  name: 厅\n  kind: room\n  description: 一\n  address: 一\n  hours: {}\n"
    plain, quoted = row.format("a", "Mo-Fr 9-12"), row.format("b", '"Mo-Fr 9-12"')
    (content / "data" / "locations.yaml").write_text(plain + quoted, "utf-8")
    found = [p for p in read(content).problems if p.field == "hours"]
    assert [(p.line, p.column) for p in found] == [(6, 16), (12, 17)]


def test_the_spec_is_the_same_on_every_day_of_a_year(real: Sources) -> None:
    moments = ("01-01 00:00", "03-14 09:00", "08-10 23:59", "10-03 12:00", "12-31 23:59")
    sites = [make_site(real, at(f"2026-{moment}")) for moment in moments]
    for case in CASES:
        assert len({hours_spec(case.location(), site) for site in sites}) == 1, case.text


def test_the_spec_names_the_year_and_only_what_differs_from_the_week(city: Site) -> None:
    spec = hours_spec(Case(OFFICE_TEXT, CASES[0].on).location(), city)
    known, shapes, week, *special = spec.split("|")
    assert (known, shapes, week) == ("20260101-20261231", "/0900-1200,1400-1800", "1.1.1.1.1.0.0")
    assert "20261001-20261007=0h国庆节放假" in special
    assert "20261010=1w今天调休上班" in special
    assert len(special) == 13


def test_hours_that_no_calendar_changes_are_known_for_ever(city: Site) -> None:
    assert hours_spec(city.sources.location["notice-board"], city).startswith("*|")
    assert hours_spec(city.sources.location["morning-ground"], city).startswith("*|")


def test_nothing_is_told_of_a_year_that_is_not_published(real: Sources) -> None:
    later = make_site(real, at("2027-01-02 10:00"))
    assert hours_spec(real.location["service-centre"], later).startswith("-|")
    assert unknown_words(real.location["service-centre"], later) == "2027年放假安排还没有公布，平日照上面的时间"
    assert unknown_words(real.location["notice-board"], later) == ""
    assert open_on(real.location["service-centre"], later, later.today) is None
    assert hours_spec(real.location["notice-board"], later) != ""


def test_a_place_without_hours_has_no_spec_but_a_closed_one_has(city: Site) -> None:
    location = city.sources.location["service-centre"]
    assert hours_spec(location.model_copy(update={"hours": None}), city) == ""
    assert "即将启用" in hours_spec(city.sources.location["community-centre"], city)


def test_words_in_the_spec_cannot_break_it(city: Site) -> None:
    place = Case(
        LIBRARY_TEXT, CASES[1].on, ({"from": "2026-12-01", "closed": "true", "note": '竖|线/和"引号"'},)
    ).location()
    special = [part for part in hours_spec(place, city).split("|") if part.startswith("20261201")]
    assert special == ["20261201=0x竖 线、和引号"]


def test_today_on_the_home_page_follows_closure_exception_and_holiday(city: Site) -> None:
    def said(case: Case, day: date) -> str:
        row = open_on(case.location(), city, day)
        assert row
        return row.hours

    by_text = {(c.text, len(c.exceptions), c.closed is None): c for c in CASES}
    assert said(by_text[OFFICE_TEXT, 0, True], date(2026, 10, 2)) == "休息"
    assert said(by_text[OFFICE_TEXT, 0, True], date(2026, 10, 10)) == "9:00—12:00、14:00—18:00"
    assert said(by_text[OFFICE_TEXT, 3, True], date(2026, 10, 1)) == "9:30—11:00"
    assert said(by_text[OFFICE_TEXT, 1, False], date(2026, 11, 10)) == "休息"


def test_a_closure_is_announced_told_and_then_forgotten(sources: Sources) -> None:
    square = sources.location["square"]
    words = [closure_words(square, make_site(sources, at(f"2026-{day} 09:00"))) for day in ("11-23", "12-01", "12-06")]
    assert words == [
        "12月1日 周二至12月5日 周六暂停开放：地面翻新，请到图书室前的空地活动",
        "12月1日 周二至12月5日 周六暂停开放：地面翻新，请到图书室前的空地活动",
        "",
    ]


def test_exceptions_are_listed_until_they_are_over(sources: Sources) -> None:
    library = sources.location["library"]
    said = [special_days(library, make_site(sources, at(f"{day} 09:00"))) for day in ("2026-11-23", "2027-01-01")]
    assert [(d.when, d.hours, d.note) for d in said[0]] == [
        ("2026年12月30日 周三至12月31日 周四", "9:00—12:00", "年底盘点，下午不开"),
        ("2027年1月1日 周五", "休息", "元旦闭馆"),
    ]
    assert [d.when for d in said[1]] == ["2027年1月1日 周五"]


def test_the_week_table_has_days_alike_in_one_row(sources: Sources) -> None:
    site = make_site(sources, at("2026-11-23 09:00"))
    rows = week_rows(sources.location["service-centre"], site)
    assert [(r.day, r.closed, r.days) for r in rows] == [
        ("周一至周五", False, "01234"),
        ("周末", True, "56"),
        ("法定节假日", True, "h"),
        ("调休上班", False, "w"),
    ]
    rows = week_rows(sources.location["library"], site)
    assert [(r.day, r.hours, r.days) for r in rows] == [
        ("周二至周日", "9:00—17:30", "123456"),
        ("周一", "休息", "0"),
        ("7月至8月周二至周日", "8:30—12:00", ""),
        ("每月最后一个周五", "14:00—17:30（只还不借）", ""),
    ]
