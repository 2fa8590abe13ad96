"""Dates, times, hours and repetitions in plain Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.model import clock_words, hours_words, missing_words
from plugins.model.hours import DAYS
from plugins.model.hours_text import parse_hours
from plugins.site.words import (
    count_words,
    day_words,
    hours_sentence,
    list_words,
    minutes_words,
    moment_words,
    repeat_words,
    short_day_words,
    span_words,
)


def test_a_day_says_its_weekday() -> None:
    assert day_words(date(2026, 11, 23)) == "2026年11月23日 周一"
    assert short_day_words(date(2026, 3, 1)) == "3月1日 周日"


def test_a_list_has_one_and_before_its_last() -> None:
    assert [list_words(words) for words in ([], ["新闻"], ["新闻", "政策"], ["甲", "乙", "丙"])] == [
        "",
        "新闻",
        "新闻和政策",
        "甲、乙和丙",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (2, "两"),
        (5, "五"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (34, "三十四"),
        (99, "九十九"),
        (100, "100"),
    ],
)
def test_a_number_of_things(number: int, words: str) -> None:
    assert count_words(number) == words


def test_a_clock_has_no_leading_nought_for_the_hour_and_two_digits_for_the_minute() -> None:
    assert clock_words(time(9, 5)) == "9:05"
    assert clock_words(time(0, 0)) == "0:00"


def test_a_moment_says_its_clock_at_midnight_too() -> None:
    assert moment_words(datetime(2026, 11, 23)) == "2026年11月23日 周一 0:00"
    assert moment_words(datetime(2026, 11, 23, 18)) == "2026年11月23日 周一 18:00"


def test_a_span_says_the_second_day_only_where_it_is_another() -> None:
    morning, noon = datetime(2026, 11, 28, 9), datetime(2026, 11, 28, 11, 30)
    assert span_words(morning, noon) == "2026年11月28日 周六 9:00—11:30"
    assert span_words(morning, datetime(2026, 11, 29, 17)) == "2026年11月28日 周六 9:00 至 2026年11月29日 周日 17:00"
    night = datetime(2026, 11, 28, 22)
    assert span_words(night, datetime(2026, 11, 29)) == "2026年11月28日 周六 22:00—24:00"
    assert span_words(night, datetime(2026, 11, 29, 6)) == "2026年11月28日 周六 22:00—次日6:00"
    assert span_words(datetime(2026, 11, 28), morning) == "2026年11月28日 周六 0:00—9:00"


@pytest.mark.parametrize(
    ("starts", "ends", "on", "words"),
    [
        ("2026-11-28T09:05", "2026-11-28T12:00", None, "9:05—12:00"),
        ("2026-11-28T18:00", "2026-11-29T00:00", None, "18:00—24:00"),
        ("2026-11-28T22:00", "2026-11-29T06:00", None, "22:00—次日6:00"),
        ("2026-11-28T22:00", "2026-11-29T06:00", "2026-11-29", "前一天22:00—6:00"),
        ("2026-11-28T18:00", "2026-11-29T00:00", "2026-11-29", "前一天18:00—前一天24:00"),
        ("2026-11-28T00:00", "2026-11-29T00:00", None, "0:00—24:00"),
        ("2026-11-28T22:00", "2026-11-30T06:00", None, "22:00—11月30日6:00"),
        ("2026-11-20T09:00", "2026-12-01T17:00", "2026-11-28", "11月20日9:00—12月1日17:00"),
        ("2026-12-31T22:00", "2027-01-01T02:00", None, "22:00—次日2:00"),
    ],
)
def test_from_when_to_when_is_said_under_its_day(starts: str, ends: str, on: str | None, words: str) -> None:
    day = date.fromisoformat(on) if on else None
    assert hours_words(datetime.fromisoformat(starts), datetime.fromisoformat(ends), day) == words


def test_who_is_missing_is_said_only_where_somebody_is() -> None:
    assert missing_words(2) == "缺 2 人"
    assert missing_words(5, "人次") == "缺 5 人次"
    assert missing_words(0) == ""


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ((), "休息"),
        (((540, 720), (840, 1080)), "9:00—12:00、14:00—18:00"),
        (((0, 1440),), "0:00—24:00"),
        (((1320, 1560),), "22:00—次日2:00"),
    ],
)
def test_minutes_are_said_as_times(spans: tuple[tuple[int, int], ...], words: str) -> None:
    assert minutes_words(spans) == words


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-18:00; PH off",
            "周一至周五 9:00—12:00、14:00—18:00，周末休息，法定节假日休息",
        ),
        ("Tu-Su 09:00-17:30", "周二至周日 9:00—17:30，周一休息"),
        ("Mo-Su 07:00-08:00", "每天 7:00—8:00"),
        ("24/7", "全天开放"),
        ("Mo,We 09:00-10:00", "周一、周三 9:00—10:00"),
        ("Mo-Tu 09:00-10:00; PH 10:00-11:00", "周一、周二 9:00—10:00，法定节假日 10:00—11:00"),
        ("Mo-Fr 09:00-17:00; Sa 09:00-12:00", "周一至周五 9:00—17:00，周六 9:00—12:00，周日休息"),
        ("Mo,We,Fr 07:00-08:30; Sa 08:00-10:00", "周一、周三、周五 7:00—8:30，周六 8:00—10:00，周二、周四、周日休息"),
        ("Mo-Su,PH 06:00-22:00", "每天 6:00—22:00，法定节假日照常"),
        ("24/7; PH off", "全天开放，法定节假日休息"),
        ("Mo-Su 22:00-26:00", "每天 22:00—次日2:00"),
        ("Su[1] 09:00-12:00", "每月第一个周日 9:00—12:00"),
        ("Sa[2,4] 09:00-12:00; Fr[-1] off", "每月第二个周六、第四个周六 9:00—12:00，每月最后一个周五休息"),
        (
            "Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 08:30-12:00; PH off",
            "周一至周五 9:00—17:00，周末休息，7月至8月周一至周五 8:30—12:00，法定节假日休息",
        ),
        ("Jul 01-Aug 15 08:00-09:00", "7月1日至8月15日 8:00—9:00"),
        ("Mar 09:00-10:00; Dec 24 off", "3月 9:00—10:00，12月24日休息"),
        ("Mar 09:00-10:00; 2026 Dec 30-Jan 02 off", "3月 9:00—10:00，2026年12月30日至2027年1月2日休息"),
        ("2026 Dec 31 09:00-11:00", "2026年12月31日 9:00—11:00"),
        ("Jul-Aug PH,Su[1] 09:00-11:00", "7月至8月第一个周日、法定节假日 9:00—11:00"),
        ('Mo-Fr 09:00-12:00 "预约"', "周一至周五 9:00—12:00（预约），周末休息"),
    ],
)
def test_hours_are_one_sentence(hours: str, sentence: str) -> None:
    assert hours_sentence(parse_hours(hours)) == sentence


@given(
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.integers(0, 22)), min_size=1, max_size=7, unique_by=lambda rule: rule[0]
    )
)
def test_hours_speak_of_every_open_weekday_once_and_of_a_few_closed_ones(rules: list[tuple[str, int]]) -> None:
    text = "; ".join(f"{day} {hour:02d}:00-{hour + 1:02d}:00" for day, hour in rules)
    opened = sorted({DAYS.index(day) for day, _ in rules})
    closed_said = len(opened) >= 4
    assert sorted(spoken_days(hours_sentence(parse_hours(text)))) == (list(range(7)) if closed_said else opened)


def spoken_days(sentence: str) -> Iterator[int]:
    """Each weekday a sentence speaks of, Monday is 0."""
    plain = sentence.replace("周末", "周六至周日").replace("每天", "周一至周日")
    for first, last in re.findall("周(.)(?:至周(.))?", plain):
        yield from range("一二三四五六日".index(first), "一二三四五六日".index(last or first) + 1)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "每天"),
        ("FREQ=DAILY;INTERVAL=2", "隔天"),
        ("FREQ=WEEKLY", "每周"),
        ("FREQ=WEEKLY;BYDAY=TU", "每周二"),
        ("FREQ=WEEKLY;BYDAY=TH,TU", "每周二、周四"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "隔周周六"),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T235959;WKST=MO", "每周二"),
        ("FREQ=MONTHLY", "每月"),
        ("FREQ=MONTHLY;INTERVAL=3", "每3个月"),
        ("FREQ=MONTHLY;BYDAY=1SU", "每月第一个周日"),
        ("FREQ=MONTHLY;BYDAY=+2TU,-1FR", "每月第二个周二、最后一个周五"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "每月倒数第二个周五"),
        ("FREQ=MONTHLY;BYDAY=MO", "每月每个周一"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月1日、15日"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天"),
        ("FREQ=YEARLY", "每年"),
        ("FREQ=DAILY;BYDAY=MO,TU", "定期举行"),
        ("FREQ=DAILY;BYMONTH=3", "定期举行"),
        ("FREQ=WEEKLY;BYDAY=MO;BYMONTH=3", "定期举行"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "定期举行"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "定期举行"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一至周五"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "每周末"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "每天"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "每年3月5日"),
        ("FREQ=YEARLY;BYMONTH=9", "定期举行"),
        ("FREQ=YEARLY;BYMONTHDAY=5", "定期举行"),
    ],
)
def test_a_repetition_is_said_or_only_called_regular(rule: str, words: str) -> None:
    assert repeat_words(rule) == words
