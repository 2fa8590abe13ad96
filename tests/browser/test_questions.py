"""What residents come with: each question is walked from the front page on a phone, counting taps and screens.

A tap is a link or a button by the words on it; the answer's words must stand on the screen where the walk ends. Nothing
here knows how a page is made, so home may be furnished anew as long as the way is no longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import at

WIDTH, HEIGHT = 360, 640
MONDAY, SATURDAY, EVENING = "2026-11-23 10:00", "2026-11-28 10:00", "2026-11-26 18:00"
NIGHT = "2026-11-27 20:30"
TAPS = "a[href]:not([href*='/search/']), button, summary"
"""What one taps on who does not search."""
SEEN = """limit => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const shown = node.parentElement.checkVisibility({visibilityProperty: true, opacityProperty: true});
    if (shown && box.height && box.top >= 0 && box.bottom <= limit) said.push(node.data);
  }
  return said.join(" ").replace(/\\s+/g, " ");
}"""

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Question:
    """What somebody wants to know, the way there, and what they have read at its end."""

    asked: str
    taps: tuple[str, ...]
    """Of each tap the words on it, as a regular expression."""
    answer: tuple[str, ...]
    """What stands on the last screens, as regular expressions."""
    screens: float
    now: str = MONDAY
    without: str = ""
    """What would be a wrong answer."""


QUESTIONS = (
    Question(
        "我80岁，想办免费乘车证，周六能办吗，带什么",
        ("免费乘车证",),
        ("周末休息", "现在没开", "身份证", "照片", "代办"),
        2,
        SATURDAY,
    ),
    Question("楼上漏水找谁", ("^青桥花园", "^1栋"), ("物业", r"0755-5550-\d{4}", "网格"), 2),
    Question("今晚哪里有活动", (), ("合唱团排练", "19:30", "居民活动室"), 2.5, EVENING),
    Question(
        "孩子想学书法",
        ("^(全部活动|活动|活动日历)$", "儿童免费书画课"),
        ("周六", "9:30", "社区文化艺术培训中心", r"0755-5550-\d{4}"),
        2,
    ),
    Question("我想报名当义工", ("^(全部)?办事指南$", "当义工"), ("志愿队伍", "报名", r"0755-5550-\d{4}"), 2),
    Question("低保要什么条件，多少钱", ("低保",), ("户籍|户口|收入|困难", "身份证", "最低生活保障|标准"), 3),
    Question("我这栋的网格员电话", ("^青桥花园", "^3栋"), ("网格员", r"0755-5550-\d{4}"), 2),
    Question("图书室今天几点开", ("^(爱心)?图书室$",), ("现在开着", r"\d+:\d\d 关门"), 2),
    Question("行动不便，能上门吗", ("上门",), ("上门", r"0755-5550-\d{4}"), 2),
    Question("活动室怎么借", ("^(全部)?办事指南$", "活动室"), ("登记|预约|借", r"0755-5550-\d{4}"), 2),
    Question("夜里有可疑的人找谁", ("^(全部)?值班表$", "治安巡逻"), ("今天 19:30—21:30", r"0755-5550-\d{4}"), 2, NIGHT),
    Question("论坛在哪，我要反映问题", ("^联系我们$",), (r"0755-5550-\d{4}", "12345", "不满意|反映|投诉"), 3),
    Question("有没有招工", ("^(全部)?办事指南$", "就业登记"), ("招工", r"0755-5550-\d{4}"), 6),
    Question("五星文明户怎么评", ("^(全部)?政策(法规)?$|五星文明户", "五星文明户"), ("推荐|提名", "投票"), 4),
    Question("迎新年晚会哪天", ("^(全部活动|活动|活动日历)$", "迎新年"), (r"2027年\d+月\d+日",), 2),
)


@contextmanager
def phone(chromium: Browser, host: str, now: str) -> Iterator[Page]:
    """The front page on a small phone at a moment."""
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.clock.set_fixed_time(at(now))
    page.goto(host)
    yield page
    context.close()


def tap(page: Page, words: str) -> bool:
    """Tap the first thing on the page that bears these words."""
    for one in page.locator(TAPS).all():
        if one.is_visible() and re.search(words, " ".join(one.inner_text().split())):
            one.click()
            page.wait_for_load_state()
            return True
    return False


def walk(page: Page, question: Question) -> str:
    """What has been read at the end of the way; empty where there is none."""
    return str(page.evaluate(SEEN, question.screens * HEIGHT)) if all(tap(page, t) for t in question.taps) else ""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.asked)
def test_a_question_is_answered_within_its_taps_and_screens(chromium: Browser, host: str, question: Question) -> None:
    with phone(chromium, host, question.now) as page:
        read = walk(page, question)
        missing = [words for words in question.answer if not re.search(words, read)]
        assert not missing, f"{page.url}: {missing} not in: {read}"
