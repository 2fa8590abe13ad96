"""Figures stand where a text names them, contradictions are told, and the drawing, the table and the file say the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from plugins.composition import all_files
from plugins.model import Figure, Sources, say_amount
from plugins.problems import Problem
from plugins.rules import Library
from plugins.rules.number_words import read_number
from plugins.site import Page, Site
from tests.conftest import EXAMPLE, Change

STORY = "news/2026/figures.md"
HEAD = "---\ntitle: {title}\ndate: 2026-11-01\ncolumn: updates\nsummary: 一句话。\nauthor: 社区工作站\n---\n"


def story(body: str, title: str = "种树") -> Change:
    return {STORY: HEAD.format(title=title) + body + "\n"}


def column() -> str:
    text = (EXAMPLE / "data/community.yaml").read_text("utf-8")
    return re.findall(r"columns:\n\s*- \{?id: ([a-z-]+)", text)[0]


HEAD = HEAD.replace("updates", column())


@pytest.mark.parametrize(
    ("value", "unit", "approx", "words"),
    [
        (600, "张", "over", "600多张"),
        (7900, "户", "about", "约7900户"),
        (30000, "人", "over", "3万多人"),
        (5000000, "元", "over", "500多万元"),
        (52, "次", None, "52次"),
        (36.5, "%", "nearly", "近36.5%"),
        (21750, "人次", None, "21750人次"),
        (None, "户", None, "少于3户"),
    ],
)
def test_a_figure_is_said_as_people_say_it(value: float | None, unit: str, approx: Any, words: str) -> None:
    assert say_amount(None if value is None else Decimal(str(value)), unit, approx) == words


def test_a_mark_becomes_the_number_wherever_it_stands(changed: Callable[[Change], Sources]) -> None:
    body = "## 种了 {{ figure:trees }}\n\n- 前年 **{{ figure:trees@2024 }}**\n- {{数字：bridge@2020—2022}} {{ figure:rides@2024 }}"
    sources = changed(story(body, "今年种了{{ figure:trees }}"))
    entry = next(n for n in sources.news if n.path == STORY)
    assert entry.title == "今年种了120多棵"
    assert "种了 120多棵</h2>" in entry.body.html
    assert entry.body.headings[0].text == "种了 120多棵"
    assert "<strong>约65棵</strong>" in entry.body.html
    assert "500多万元 少于3人次" in entry.body.html


def test_an_edit_of_a_figure_reaches_the_texts_that_name_it() -> None:
    library = Library(EXAMPLE)
    library.load()
    text = str(story("种了{{ figure:trees }}。难题 {{ figure:issues-solved-share }}。")[STORY])
    library.replace(STORY, text.encode())
    library.replace(
        "data/figures.yaml", (EXAMPLE / "data/figures.yaml").read_bytes().replace(b"value: 120", b"value: 130")
    )
    cases = (EXAMPLE / "data/cases/2026.yaml").read_text("utf-8")
    assert "130多棵。难题 0%" in _html(library)
    solved = cases + "    - {date: 2026-11-20, state: solved, note: 好了。}\n"
    library.replace("data/cases/2026.yaml", solved.replace("  sample: true\n    -", "    -").encode())
    assert "130多棵。难题 100%" in _html(library)


def _html(library: Library) -> str:
    reading = library.reading()
    assert reading.sources, reading.errors
    return next(n.body.html for n in reading.sources.news if n.path == STORY)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("今年在河边种了121棵树。", "121棵"),
        ("今年在河边种了一百三十多棵树。", "一百三十多棵"),
        ("2024年在河边种了120棵树。", "120棵"),
        ("第一句。\n\n- 接送老人48次，帮了大忙。", "48次"),
        ("接送老人49人次。", "49人次"),
        ("修桥的钱，一共600多万元。", "600多万元"),
        ("难题解决了九成。", "九成"),
        ("难题中有90%已经解决。", "90%"),
        ("热点难点问题，百分之八十有了结果。", "百分之八十"),
        ("难题还有三成没有解决。", "三成"),
    ],
)
def test_a_number_that_contradicts_a_figure_is_told(
    body: str, told: str, problems_of: Callable[[Change], tuple[Problem, ...]]
) -> None:
    (found,) = problems_of(story(f"开头。\n\n{body}"))
    assert f"“{told}”" in found.message
    assert found.path == STORY
    line = HEAD.count("\n") + f"开头。\n\n{body}"[: f"开头。\n\n{body}".index(told)].count("\n") + 1
    assert found.line == line


@pytest.mark.parametrize(
    "body",
    [
        "今年在河边种了120棵树，明年再种30棵。",
        "今年在河边种了一百二十多棵树。",
        "2024年在河边种了65棵树。",
        "河边种树的有5个人。",
        "接送老人，走了300公里。",
        "修桥的钱，一共500多万元。",
        "难题一件也没有解决，百分之百还在办。",
        "这一成不变的日子，难题要解决。",
    ],
)
def test_what_agrees_is_not_told(body: str, problems_of: Callable[[Change], tuple[Problem, ...]]) -> None:
    assert problems_of(story(body)) == ()


SHARE = """
- id: hard-issues
  name: 热点难点问题，解决了的
  unit: 成
  definition: 报告说到的难点。
  source: 报告
  values:
    - {period: 2012, value: 9, approx: about}
  also: [难点|难题 解决]
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("难题解决了{{ figure:hard-issues }}。", ()),
        ("难题解决了九成上下，还有一成没有解决。", ()),
        ("难题解决了八成。", ("八成",)),
    ],
)
def test_a_share_that_a_source_states_stands_beside_what_is_reckoned(
    body: str, told: tuple[str, ...], problems_of: Callable[[Change], tuple[Problem, ...]]
) -> None:
    file = "data/figures.yaml"
    change = {**story(body), file: (EXAMPLE / file).read_text("utf-8") + SHARE}
    found = {problem.message.partition("“")[2].partition("”")[0] for problem in problems_of(change)}
    assert found == set(told)


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number under ten thousand as people write it."""
    words, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if zero else "") + DIGITS[digit] + name
        zero = bool(words) and not digit
    return words.removeprefix("一") if words.startswith("一十") else words


def test_chinese_numbers_are_read() -> None:
    for number in range(1, 10_000):
        assert read_number(in_chinese(number)) == number, in_chinese(number)
    assert read_number("六百五") == Fraction(650)
    assert read_number("1,500") == Fraction(1500)


def test_a_hundred_planted_contradictions_are_told(problems_of: Callable[[Change], tuple[Problem, ...]]) -> None:
    chance = random.Random(7)
    lines = []
    for number in range(100):
        wrong = chance.choice([n for n in range(3, 2_000) if n not in (40, 65, 120, 36, 48)])
        said = chance.choice((str(wrong), f"{wrong:,}", in_chinese(wrong)))
        more = chance.choice(("", "多", "余"))
        what = (f"在河边种了{said}{more}棵", f"接送老人{said}{more}人次")[number % 2]
        lines.append(f"第{number + 1:03}天，{what}。")
    found = problems_of(story("\n\n".join(lines)))
    first = HEAD.count("\n") + 1
    assert [p.line for p in found] == [first + 2 * n for n in range(100)]


def test_drawing_table_and_files_say_the_same(site: Site, pages: dict[str, Page]) -> None:
    files = {file.file: file.data.decode("utf-8-sig") for file in all_files(site) if "figures/" in file.file}
    for figure in site.sources.of(Figure):
        (shown,) = pages[f"/figures/{figure.id}/"].view.figures
        words = [value.words for value in shown.values]
        assert words == [figure.say(value) for value in figure.values]
        rows = files[f"figures/{figure.id}/{figure.id}.csv"].splitlines()[1:]
        assert [row.rpartition(",")[2] for row in rows] == words
        assert bool(shown.plot) == (figure.plot != "table")
        assert all(word in shown.plot for word in words if shown.plot)


def test_what_is_too_small_stands_nowhere(site: Site, pages: dict[str, Page]) -> None:
    (shown,) = pages["/figures/rides/"].view.figures
    assert shown.values[0].words == "少于3人次"
    assert str(shown.plot).count("<rect") == 2
