"""Days that come again, in the words of an editor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.model.recurrence import RecurrenceError, parse_recurrence
from plugins.site.words import repeat_words

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("每天", "FREQ=DAILY"),
        ("天天", "FREQ=DAILY"),
        ("隔天", "FREQ=DAILY;INTERVAL=2"),
        ("每隔一天", "FREQ=DAILY;INTERVAL=2"),
        ("每3天", "FREQ=DAILY;INTERVAL=3"),
        ("周二、周四", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("周四，周二", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("每周二四", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("每逢星期天", "FREQ=WEEKLY;BYDAY=SU"),
        ("周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("周一到五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每个周末", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("每周", "FREQ=WEEKLY"),
        ("隔周", "FREQ=WEEKLY;INTERVAL=2"),
        ("隔周周五", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("每两周的周五", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("每月第三个周三", "FREQ=MONTHLY;BYDAY=3WE"),
        ("每个月第一、三个周六", "FREQ=MONTHLY;BYDAY=1SA,3SA"),
        ("每月最后一个礼拜五", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("每月1日、15日", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("每月15号", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每年3月5日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"),
    ],
)
def test_days_in_words_are_a_rule(words: str, rule: str) -> None:
    assert parse_recurrence(words) == rule
    assert parse_recurrence(repeat_words(rule)) == rule, "what a page says can be typed"


@pytest.mark.parametrize(
    "words",
    ["", "周", "周八", "周五至周一", "每月", "每月32日", "每月第六个周六", "每月第〇个周一", "每年13月1日", "初一", "单周周五", "隔周五", "周六 9:00", "FREQ=DAILY", "0天", "不定期"],
)  # fmt: skip
def test_what_nobody_could_tell_is_refused_with_what_to_write(words: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        parse_recurrence(words)
    assert caught.value.fix


def test_the_guide_for_editors_shows_what_can_be_typed() -> None:
    guide = (ROOT / "docs" / "editing.md").read_text("utf-8")
    shown = re.findall(r"\bevery: ([^`\n]+)", guide)
    assert len(shown) > 8
    for words in shown:
        assert parse_recurrence(words)
