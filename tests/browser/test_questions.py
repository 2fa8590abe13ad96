"""What residents come with: each question is walked from the front page on a phone, counting taps and screens.

A tap is a link or a button by the words on it; the answer's words must stand on the screen where the walk ends. Nothing
here knows how a page is made, so home may be furnished anew as long as the way is no longer.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import serve_folder
from tests.conftest import TOWN, Once, at, edit
from tests.pages.conftest import BuiltSite, build

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
    query: str = ""
    """What is typed into the box on top before the first tap."""


QUESTIONS = (
    Question(
        "我80岁，想办免费乘车证，周六能办吗，带什么",
        ("免费乘车证",),
        ("周末休息", "现在没开", "身份证", "照片", "代办"),
        2,
        SATURDAY,
    ),
    Question("楼上漏水找谁", ("^青桥花园", "^1栋"), ("物业", r"0755-5550-\d{4}", "网格"), 2),
    Question("今晚哪里有活动", (), ("合唱团排练", "19:30", "居民活动室"), 2, EVENING),
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
    Question("有没有招工", ("招工",), ("招工", "劳动窗口|宣传栏", r"0755-5550-\d{4}"), 2, query="招工"),
    Question("五星文明户怎么评", ("五星文明户",), ("推荐|提名", "投票"), 3, query="五星文明户"),
    Question("我家要办三件事，一次带齐什么", ("低保", "一次带齐"), ("要办的事不止一件", "带什么", "乘车证"), 2),
    Question("纪录片在哪看", ("影片|影视|放映",), (r"0755-5550-\d{4}|光盘|放映",), 3, query="纪录片"),
    Question("迎新年晚会哪天", ("^(全部活动|活动|活动日历)$", "迎新年"), (r"2027年\d+月\d+日",), 2),
)

QUERIES = {
    "dibao": "低保",
    "db": "低保",
    "老年證": "乘车证",
    "敬老卡": "乘车证",
    "健身": "健身|太极|木兰|运动",
    "打太极": "太极",
    "纪录片": "影片|影视区|放映|光盘|电影",
}
"""What people type who know another word, or no letters but the first, and what the first thing found is about."""
NOTICE = """---
title: 清洗水箱停水
summary: 青桥花园3栋停水一天。
date: 2026-11-22
column: notices
affects: [qingqiao/b3]
what: 停水
from: 2026-11-24 09:00
until: 2026-11-24 17:00
do: 提前存水。
sample: true
---

洗完就来水。
"""
ALERT = """- level: 橙
  words: 台风橙色预警
  from: 2026-11-23 08:00
  until: 2026-11-23 20:00
  do: 关紧门窗，不要出门。
  closes: [service-centre]
  sample: true
"""
ISSUES = """- id: 2026-001
  kind: issue
  subject: 青桥花园消防欠账
  place: qingqiao
  received: 2026-03-10
  channel: visit
  steps:
    - {date: 2026-07-01, state: working, by: 工作站, note: 开工。}
    - {date: 2026-10-31, state: solved, by: 工作站, note: 验收了。}
  answer: 消防设施改造好了。
  sample: true
- id: 2026-002
  kind: help
  subject: 3栋楼道灯不亮
  place: qingqiao
  received: 2026-11-10
  channel: phone
  steps:
    - {date: 2026-11-12, state: working, by: 物业公司, note: 在等灯管。}
  sample: true
"""
BUSY = (
    Question("停水停到几点（我家3栋）", (), ("停水", "3栋", "11月24日 周二 9:00—17:00"), 1),
    Question("台风天中心开不开", (), ("台风橙色预警", "社区综合服务中心", "暂停开放|现在没开|今天不开"), 1),
    Question(
        "社区解决了哪些难题", ("^您反映，我们办$",), ("消防欠账", "已解决", "2026年10月31日|10月31日|办结|解决"), 2
    ),
    Question("我上次反映的怎么样了", (), ("3栋楼道灯不亮", "正在办理|办理中|在办"), 1, query="2026-002"),
)
"""On days on which much is the matter."""


@pytest.fixture(scope="module")
def busy_host(once: Once) -> Iterator[str]:
    """The town with a notice, an alert, and what residents raised."""

    def make(folder: Path) -> None:
        content = Path(shutil.copytree(TOWN, folder / "content"))
        edit(
            content,
            {"news/2026/tank.md": NOTICE, "data/alerts.yaml": ALERT, "data/cases/2026.yaml": ISSUES},
        )
        build(content, folder / "output")

    with serve_folder(BuiltSite(once("busy-town", make) / "output")) as url:
        yield url


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


def ask(page: Page, words: str) -> None:
    """Type into the box on top, and wait for what is found."""
    page.fill(".masthead .find input", words)
    page.press(".masthead .find input", "Enter")
    page.locator(".finds__hit").first.wait_for()


def walk(page: Page, question: Question) -> str:
    """What has been read at the end of the way; empty where there is none."""
    if question.query:
        ask(page, question.query)
    return str(page.evaluate(SEEN, question.screens * HEIGHT)) if all(tap(page, t) for t in question.taps) else ""


def check_walk(chromium: Browser, host: str, question: Question) -> None:
    with phone(chromium, host, question.now) as page:
        read = walk(page, question)
        missing = [words for words in question.answer if not re.search(words, read)]
        assert not missing, f"{page.url}: {missing} not in: {read}"


def test_nobody_has_to_go_far() -> None:
    """Two taps or one query, and three screens, for everything anybody asks."""
    for question in (*QUESTIONS, *BUSY):
        assert len(question.taps) <= (1 if question.query else 2), question.asked
        assert question.screens <= 3, question.asked


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.asked)
def test_a_question_is_answered_within_its_taps_and_screens(chromium: Browser, host: str, question: Question) -> None:
    check_walk(chromium, host, question)


@pytest.mark.parametrize("question", BUSY, ids=lambda q: q.asked)
def test_the_same_when_much_is_the_matter(chromium: Browser, busy_host: str, question: Question) -> None:
    check_walk(chromium, busy_host, question)


@pytest.mark.parametrize(("words", "about"), QUERIES.items(), ids=QUERIES)
def test_other_words_find_the_matter(chromium: Browser, host: str, words: str, about: str) -> None:
    with phone(chromium, host, MONDAY) as page:
        ask(page, words)
        assert re.search(about, page.locator(".finds__hit").first.inner_text())


def test_a_matter_stands_once_among_what_is_found(chromium: Browser, host: str) -> None:
    """The guide and the service beside it: both hold the words, one is shown, and whoever asks for services gets that."""
    with phone(chromium, host, MONDAY) as page:
        ask(page, "乘车证代办")
        links = page.locator(".finds__hit .card__link").evaluate_all(
            "all => all.map(one => new URL(one.href).pathname)"
        )
        assert "/guides/bus-pass/" in links
        assert "/services/bus-pass/" not in links
        page.goto(f"{host}/search/?q=乘车证代办&kind=services")
        page.locator(".finds__hit").first.wait_for()
        links = page.locator(".finds__hit .card__link").evaluate_all(
            "all => all.map(one => new URL(one.href).pathname)"
        )
        assert "/services/bus-pass/" in links
