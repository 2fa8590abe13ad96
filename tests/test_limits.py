"""Every length, count and span has a limit, told in one line; the problems of one kind too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from pydantic import BaseModel, Field, ValidationError

from plugins.model import MOST_ITEMS, Part, explain
from plugins.model.occurrences import _come_closer
from plugins.problems import LONGEST, MOST, Problem, tell_some, thin_out
from plugins.rules import nearest, read
from plugins.text import MAX_FRONT, MAX_MARKS, Tree, parse
from tests.bombs.shapes import SHAPES
from tests.conftest import change_site

LOCATIONS = "data/locations.yaml"
ROSTER = "data/rosters/library-desk.yaml"


@pytest.mark.parametrize(
    ("bomb", "told"),
    [
        ("hours of 100,000 rules", "hours (开放时间): 太长，最多 600 个字符，现在 1499999 个 → 写短一些"),
        ("5,000 shifts of one person at one time", "shifts (单独的班次): 有 5000 项，最多 2000 项 → 删掉多余的"),
        ("5,000 people in one shift", "people (人员): 有 5000 项，最多 500 项 → 删掉多余的"),
        ("300 patterns over 50 years", "until (到哪天止): 一张值班表最多 5 年，写的是 2000-01-01 到 2050-12-31"),
        ("500 patterns of one person", "pattern (每周安排): 排出来有 26500 班，一张值班表最多 10000 班"),
        ("200 activities of 9,999 times", "repeat (重复规则): 重复规则看不懂"),
        ("3,000 figures of one name", "有 3003 项，最多 500 项 → 删掉多余的"),
        ("2 MB of keys", "一个文件里的值太多，最多 10 万个（按行、逗号和括号数） → 删掉多余的，或拆成几个文件"),
        ("30,000 errors", "前面已经有 101 项有问题，后面 29899 项没有再看 → 先改好前面的，再检查一次"),
        ("front matter of 5,000 keys", "有 5004 个字段，太多了 → 对照 docs/data.md，只写列出的字段"),
        ("front matter of 2 MB of keys", "文件头太长，最多 5 万个字"),
        ("an exception of 300 years", "从 1900-01-01 到 2199-12-31 太长，最多 400 天"),
        ("a holiday of 300 years", "从 1900-01-01 到 2199-12-31 太长，最多 120 天"),
        ("180,000 signs of Word", "这样的问题还有 399900 处没有列出，这是其中一处：有 Word 的符号"),
    ],
    ids=lambda words: words if words in SHAPES else "",
)  # fmt: skip
def test_what_is_beyond_a_limit_is_told_with_it(bomb: str, told: str, tmp_path: Path) -> None:
    content = change_site(tmp_path, {})
    SHAPES[bomb](content)
    errors = [str(p) for p in read(content).errors]
    assert any(told in error for error in errors), errors[:5]
    assert len(errors) <= 3 * MOST
    assert max(map(len, errors)) < 2 * LONGEST + 200


def test_what_is_at_a_limit_is_read() -> None:
    text = "- a\n" * (MAX_MARKS - 1)
    tree, problems = parse(text, "a.yaml")
    assert tree
    assert len(tree.data) == MAX_MARKS - 1
    assert problems == []
    assert parse(text + "- a\n- a\n", "a.yaml")[0] is None
    assert MAX_FRONT < MAX_MARKS


def problem(number: int, message: str = "没有“{}”这个人") -> Problem:
    return Problem("a.yaml", number, 1, "people", "人员", message.format(f"helper-{number}"), "改掉")


def test_a_hundred_of_a_kind_are_shown_and_the_others_counted() -> None:
    found = [problem(n) for n in range(1, 251)] + [problem(n, "只写了一个钟点") for n in range(300, 320)]
    shown = list(thin_out(found))
    assert shown[:MOST] == found[:MOST]
    assert shown[MOST : MOST + 20] == found[250:]
    (rest,) = shown[MOST + 20 :]
    assert rest.message == "这样的问题还有 150 处没有列出，这是其中一处：没有“helper-101”这个人"
    assert rest.line == 101
    assert list(thin_out(found[:MOST])) == found[:MOST]
    told = list(tell_some(range(1, 251), problem))
    assert told == [*found[:MOST], rest]
    assert list(tell_some(range(1, MOST + 1), problem)) == found[:MOST]


def test_a_message_shows_the_beginning_of_what_it_quotes() -> None:
    told = Problem("a.yaml", 1, 1, "k" * 5_000, "", "写" * 5_000, "改" * 5_000)
    assert (len(told.field), len(told.message), len(told.fix)) == (LONGEST + 2,) * 3


class _Crowd(Part):
    numbers: tuple[int, ...] = Field((), title="数", max_length=3)
    words: tuple[int, ...] = Field((), title="词")


def explained(model: type[BaseModel], data: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [str(p) for p in explain(caught.value, model, Tree({}, "", "a.yaml", 1), ())]


def test_one_entry_tells_a_hundred_faults_and_how_many_there_are() -> None:
    told = explained(_Crowd, {"words": ["x"] * 200})
    assert len(told) == MOST + 1
    assert "这一项里有 200 处问题，只列出前 100 处 → 对照 docs/data.md 改好，再检查一次" in told[0]
    assert "项目太多，最多 3 项 → 删掉多余的" in explained(_Crowd, {"numbers": [1, 2, 3, 4]})[0]
    assert MOST_ITEMS == 500


def test_of_very_many_words_the_likely_ones_are_compared() -> None:
    known = {f"helper-{n}": "" for n in range(20_000)}
    assert nearest("helpre-12", known) == "是否想写 helper-12？"
    assert nearest("unheard", known).startswith("从这些里选：")


RULES: dict[str, Callable[[], datetime]] = {
    "FREQ=DAILY": lambda: datetime(1900, 1, 1, 9),
    "FREQ=DAILY;INTERVAL=13": lambda: datetime(1990, 1, 1, 9),
    "FREQ=DAILY;BYMONTH=2,7": lambda: datetime(1990, 1, 31, 9),
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU": lambda: datetime(1990, 1, 3, 9),
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=SU": lambda: datetime(1990, 1, 7, 9),
    "FREQ=MONTHLY": lambda: datetime(1990, 1, 31, 9),
    "FREQ=MONTHLY;INTERVAL=5": lambda: datetime(1990, 1, 30, 9),
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR": lambda: datetime(1990, 1, 31, 9),
    "FREQ=MONTHLY;BYMONTHDAY=-1": lambda: datetime(1990, 2, 28, 9),
    "FREQ=YEARLY": lambda: datetime(1904, 2, 29, 9),
    "FREQ=YEARLY;INTERVAL=3": lambda: datetime(1904, 2, 29, 9),
    "FREQ=YEARLY;INTERVAL=7;BYMONTH=5;BYDAY=2SU": lambda: datetime(1990, 1, 31, 9),
    "FREQ=WEEKLY;COUNT=999": lambda: datetime(2010, 1, 1, 9),
    "FREQ=WEEKLY;UNTIL=20270101T235959": lambda: datetime(1990, 1, 1, 9),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_counted_from_nearby_has_the_same_dates(rule: str) -> None:
    first, start = RULES[rule](), datetime(2026, 11, 23, 10)
    near = _come_closer(rule, first, start)
    for since in (start, start + timedelta(days=31)):
        found = [list(islice(rrulestr(rule, dtstart=at).xafter(since, inc=True), 30)) for at in (first, near)]
        assert found[0] == found[1]
    assert (near > first) == ("COUNT" not in rule)
