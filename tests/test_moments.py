"""Days and times as editors type them: what is read, and what is told to be written instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from pydantic_core import PydanticCustomError

from plugins.model.moments import parse_clock, parse_day, parse_moment, parse_start


@pytest.mark.parametrize(
    ("typed", "read"),
    {
        "2026年12月5号 上午9点": "2026-12-05T09:00:00+08:00",
        "2026年12月5号（周六）下午2点半": "2026-12-05T14:30:00+08:00",
        "2026-12-05 晚上12点": "2026-12-06T00:00:00+08:00",
        "2026-12-05 夜里十二点整": "2026-12-06T00:00:00+08:00",
        "2026-12-05 中午12点": "2026-12-05T12:00:00+08:00",
        "2026-12-05 早晨6点": "2026-12-05T06:00:00+08:00",
        "2026-12-05 傍晚6点": "2026-12-05T18:00:00+08:00",
        "2026年12月5号": "2026-12-05",
    }.items(),
)
def test_what_is_said_is_read(typed: str, read: str) -> None:
    assert parse_start(typed).isoformat() == read


@pytest.mark.parametrize(
    ("parse", "typed", "fix"),
    [
        (parse_start, "12月5日 9:00", "补上年份，例如 2026-12-05 9:00"),
        (parse_start, "12月5号（周六）下午2点", "补上年份，例如 2026-12-05 下午2点"),
        (parse_start, "12.5 9:00", "补上年份，例如 2026-12-05 9:00"),
        (parse_moment, "2026-12-05 晚上12点", "写成 2026-12-06 00:00"),
        (parse_moment, "2026-12-05 9:00-11:00", "开始和结束分开写"),
        (parse_day, "2027-01-01—2027-01-03", "一行只写一天：这里写 2027-01-01，最后一天 2027-01-03 写在 until 或 ends"),
        (parse_day, "长期有效", "没有这个日子，就不写这一行"),
        (parse_clock, "1430", "写成 14:30"),
        (parse_clock, "0900", "写成 9:00"),
        (parse_clock, "晚上12点", "写成 0:00"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_type(
    parse: Callable[[object], object], typed: str, fix: str
) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(typed)
    assert (caught.value.context or {})["fix"].startswith(fix)


def test_twelve_at_night_is_not_noon() -> None:
    assert parse_clock("晚上11点") == time(23)
    assert parse_clock("中午12点") == time(12)
