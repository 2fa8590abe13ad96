"""What editors of other sites reported as told wrongly about dates, hours, numbers and addresses: each case tried on the example.

A row is what an editor does; what `check` says to it, and what the pages and files then say at some moment. A row without
words for `check` must pass it without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import pytest
from lxml import html

from plugins.calendars import make_calendars
from plugins.composition import plan_site
from plugins.incremental import Templates
from plugins.incremental.render import make_environment, render_sheet
from plugins.model import Sources
from plugins.pages import make_feeds
from plugins.rules import Library, Reading
from plugins.site import make_maps, make_site
from tests.conftest import EXAMPLE, ROOT, at

MOMENT = "2026-11-24 10:00"
ACTIVITY, STORY = "activities/2026/trial.md", "news/2026/trial.md"
PAGE, STORY_PAGE, PLACE_PAGE = "/activities/2026/trial/", "/news/2026/trial/", "/locations/trial/"


def activity(fields: str, date: str = "2026-11-20") -> dict[str, str]:
    head = f"title: 试办一场\nsummary: 只为试一试。\ndate: {date}\n"
    return {ACTIVITY: f"---\n{head}{fields}\n---\n\n欢迎来。\n"}


def story(fields: str, body: str = "正文。") -> dict[str, str]:
    return {STORY: f"---\ntitle: 试一试\nsummary: 只为试一试。\ncolumn: notices\n{fields}\n---\n\n{body}\n"}


def place(fields: str) -> dict[str, str]:
    row = f"- id: trial\n  name: 试用的窗口\n  kind: window\n  description: 只为试一试。\n  address: 云杉路（示例）\n  {fields}\n"
    return {"data/locations.yaml": (EXAMPLE / "data/locations.yaml").read_text("utf-8") + row}


def instead(file: str, old: str, new: str) -> dict[str, str]:
    text = (EXAMPLE / file).read_text("utf-8")
    assert old in text
    return {file: text.replace(old, new, 1)}


HALL = "data/locations.yaml"
ROSTER = "data/rosters/library-desk.yaml"
WEEKLY = "starts: 2026-12-05 09:00\nends: 2026-12-05 11:00\nrepeat: FREQ=WEEKLY;BYDAY=SA;COUNT=4"


@dataclass(frozen=True)
class Case:
    """What is written, what `check` says, and what is then said where and when."""

    change: Mapping[str, str]
    told: tuple[str, ...] = ()
    """A part of each problem, in order."""
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By address what its words match; a `!` before an expression: what they do not."""
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    now: str = MOMENT


CASES = {
    "days without hours, on the last day": Case(
        activity("starts: 2026-11-23\nends: 2026-11-24"),
        pages={PAGE: ("11月23日.*11月24日", "办到11月24日", "!已结束"), "/activities/": ("试办一场",)},
        files={"calendars/activities.ics": (r"DTSTART;VALUE=DATE:20261123", r"DTEND;VALUE=DATE:20261125")},
    ),
    "days without hours, the day after": Case(
        activity("starts: 2026-11-23\nends: 2026-11-24"), pages={PAGE: ("已结束",)}, now="2026-11-25 00:00"
    ),
    "one day without hours": Case(
        activity("starts: 2026-11-24\nends: 2026-11-24"), pages={PAGE: ("11月24日", "全天", "!0:00")}
    ),
    "a date moved to another hour": Case(
        activity(f"{WEEKLY}\nalso: [2026-12-12 14:00]\nexcept: [2026-12-12]"),
        pages={PAGE: ("12月12日[^月]*14:00—16:00",)},
        files={"calendars/activities.ics": (r"20261212T140000",)},
    ),
    "the end of the series written as the end of a meeting": Case(
        activity(WEEKLY.replace("ends: 2026-12-05", "ends: 2026-12-26")), told=("ends 只写第一场的结束时间",)
    ),
    "the same in plain words": Case(
        activity("starts: 2026-12-05 09:00\nends: 2026-12-26 11:00\nevery: 周六"),
        told=("到哪天为止写 until: 2026-12-26",),
    ),
    "a day left out of what is once": Case(
        activity("starts: 2026-12-05 09:00\nends: 2026-12-05 11:00\nexcept: [2026-12-05]"),
        told=("整个取消写 state: cancelled",),
    ),
    "until midnight": Case(
        activity("starts: 2026-12-31 20:00\nends: 2027-01-01 00:00"), pages={PAGE: ("20:00—24:00", "!2027年1月1日")}
    ),
    "until midnight as 24:00": Case(
        activity("starts: 2026-12-31 20:00\nends: 2026-12-31 24:00"), pages={PAGE: ("20:00—24:00",)}
    ),
    "from midnight": Case(
        activity("starts: 2026-12-24 00:00\nends: 2026-12-24 00:30"), pages={PAGE: (r"12月24日[^月]*0:00—0:30",)}
    ),
    "an activity whose day of publication lies ahead": Case(
        activity("starts: 2026-12-30 09:00\nends: 2026-12-30 11:00", "2026-12-01"),
        pages={"/activities/": ("!试办一场",)},
        files={"calendars/activities.ics": ("!试办一场",)},
    ),
    "the same, on its day": Case(
        activity("starts: 2026-12-30 09:00\nends: 2026-12-30 11:00", "2026-12-01"),
        pages={"/activities/": ("试办一场",)},
        now="2026-12-01 00:00",
    ),
    "an activity to be public in the spring": Case(
        activity("starts: 2027-03-10 09:00\nends: 2027-03-10 11:00", "2027-03-01"),
        told=("要到 2027-03-01 才公开", "文件在 2026 文件夹里"),
        pages={"/activities/": ("!试办一场",)},
    ),
    "an exhibition with a day more, two days before it": Case(
        activity("starts: 2026-12-05\nends: 2026-12-20\nalso: [2026-12-27]"),
        pages={PAGE: ("即将开始.*12月20日 周日，全天，另加 2026年12月27日 周日 全天", "!办到")},
        files={"calendars/activities.ics": ("20261227",)},
        now="2026-12-25 10:00",
    ),
    "an exhibition with a day more, on its agenda": Case(
        activity("starts: 2026-12-05\nends: 2026-12-20\nalso: [2026-12-27]"),
        pages={"/activities/": ("12月27日 周日 全天 试办一场",), "/activities/coming/": ("!到12月20日 试办一场",)},
        now="2026-12-25 10:00",
    ),
    "every second week, as people say it": Case(
        activity("starts: 2026-12-04 09:00\nends: 2026-12-04 11:00\nevery: 隔周周五\ncount: 5"),
        pages={PAGE: ("隔周周五 9:00—11:00", "!每2周")},
    ),
    "an end that nobody can mean accuses nobody else of the room": Case(
        activity("starts: 2026-12-05 09:00\nends: 2026-12-26 11:00\nevery: 周六\nlocation: library")
        | {
            "activities/2026/another.md": "---\ntitle: 另一场\nsummary: 只为试。\ndate: 2026-11-20\n"
            "starts: 2026-12-09 14:00\nends: 2026-12-09 16:00\nlocation: library\n---\n\n欢迎来。\n"
        },
        told=("一场却长达 22 天",),
    ),
    "a rule that has one day": Case(
        activity("starts: 2026-12-05 09:00\nends: 2026-12-05 11:00\nevery: 周六\nuntil: 2026-12-10"),
        told=("一共只有 2026-12-05 09:00 一次",),
    ),
    "free to come in, and a price": Case(
        activity("starts: 2026-12-05 09:00\nends: 2026-12-05 11:00\nfee: 免费，材料费20元"),
        pages={PAGE: ("免费，材料费20元",)},
        files={"data/activity": ("!isAccessibleForFree",)},
    ),
    "a cancelled series": Case(
        activity(f"{WEEKLY}\nstate: cancelled\nsignup: 打电话登记"),
        told=("活动取消了，“打电话登记”不会出现在页面上",),
        pages={PAGE: ("已取消", "!接下来几次", "!登记", "!名额")},
        files={"calendars/activities.ics": ("STATUS:CANCELLED",)},
    ),
    "an exhibition of a month": Case(
        activity("starts: 2026-11-20 09:00\nends: 2026-12-20 17:00"),
        pages={PAGE: ("每天 9:00—17:00",), "/activities/": ("(试办一场.*){4}",)},
    ),
    "a year typed wrongly": Case(
        story("date: 2062-11-20"),
        told=("2062-11-20 还有 36 年，像是年份写错了", "文件在 2026 文件夹里"),
        pages={"/news/": ("!试一试",)},
    ),
    "a year of three figures": Case(story("date: 0226-11-20"), told=("写 1900 到 2199 之间的年份",)),
    "an exception over a week that begins on a Saturday": Case(
        place(
            "hours: Mo-Fr 09:00-12:00,14:00-18:00\n  exceptions:\n"
            "    - {from: 2026-11-28, until: 2026-12-06, hours: 'Mo-Fr 10:00-11:00', note: 盘点}"
        ),
        pages={PLACE_PAGE: (r"11月30日.*12月4日.*10:00—11:00", "!11月28日 周六 至 12月6日 周日 休息")},
    ),
    "days off before the weekdays": Case(
        place("hours: 2026 Nov 24-2026 Nov 30 off; Mo-Fr 09:00-18:00"),
        told=("说得更细的写在后面：Mo-Fr 09:00-18:00; 2026 Nov 24-30 off",),
    ),
    "days off in the hours, for machines": Case(
        place("hours: 'Mo-Fr 09:00-18:00; 2026 Nov 24-30 off \"装修\"'"),
        files={"data/hours": (r'"validFrom":"2026-11-24"',)},
    ),
    "an update under the title": Case(
        story("date: 2026-11-20\nupdates:\n  - {date: 2026-11-23, note: 时间改到下午}"),
        pages={STORY_PAGE: ("11月23日.*时间改到下午",)},
        files={
            "feeds/all.atom": (
                r"2026/trial/\" rel=\"alternate\"/><published>2026-11-20[^<]*</published><updated>2026-11-23",
            ),
            "sitemap.xml": (r"/news/2026/trial/</loc>\s*<lastmod>2026-11-23",),
        },
    ),
    "old addresses of another site": Case(
        story("date: 2026-11-20\naliases: [/2019/05/tongzhi.html, /News/Show/, /通知/]"),
        pages={"/2019/05/tongzhi.html": ("试一试",), "/News/Show/": ("试一试",), "/通知/": ("试一试",)},
    ),
    "an old address no file can have": Case(
        story("date: 2026-11-20\naliases: ['/show.asp?id=12']"), told=("旧地址里不能有 ? 和 #",)
    ),
    "two versions in a body": Case(
        story("date: 2026-11-20", "一。\n\n<<<<<<< HEAD\n- 周六九点\n\n=======\n- 周日九点\n\n>>>>>>> 3f2c1ab"),
        told=("合并标记“<<<<<<< HEAD”", "合并标记“=======”", "合并标记“>>>>>>> 3f2c1ab”"),
    ),
    "two versions in front matter": Case(
        story("date: 2026-11-20\n<<<<<<< HEAD\nexpires: 2026-12-01\n=======\nexpires: 2026-12-02\n>>>>>>> 3f2c1ab"),
        told=("合并标记“<<<<<<< HEAD”", "合并标记“=======”", "合并标记“>>>>>>> 3f2c1ab”"),
    ),
    "two versions in a list": Case(
        instead(
            HALL,
            "    - number: 0755-5550-0101\n",
            "<<<<<<< HEAD\n    - number: 0755-5550-0101\n=======\n    - number: 0755-5550-0109\n>>>>>>> 换电话\n",
        ),
        told=("合并标记“<<<<<<< HEAD”", "合并标记“=======”", "合并标记“>>>>>>> 换电话”"),
    ),
    "one bad value accuses nobody else": Case(
        instead(HALL, "hours: Mo-Fr 09:00-12:00,14:00-18:00; PH off", "hours: 周一至周五 9:00-12:00"),
        told=("写成 Mo-Fr 09:00-12:00",),
    ),
    "null as a name": Case(
        instead("data/people.yaml", "display: 王阿姨", "display: null"), told=("“null”是程序里“没有”的意思",)
    ),
    "a tilde for nothing": Case(instead(HALL, "description: 办事的大厅。", "description: ~"), told=("没有",)),
    "a value on two lines": Case(
        instead(HALL, "description: 办事的大厅。", "description: 办事的、\n    问事的大厅。"),
        pages={"/locations/service-centre/": ("办事的、问事的大厅。",)},
    ),
    "a folded value": Case(
        instead(HALL, "description: 办事的大厅。", "description: >\n    办事的\n    大厅。"),
        pages={"/locations/service-centre/": ("办事的大厅。",)},
    ),
    "an extension behind the number": Case(
        instead(HALL, "number: 0755-5550-0101", "number: 0755-55500101-8002"),
        told=('number: 0755-55500101，另写 extension: "8002"',),
    ),
    "an extension in words": Case(
        instead(HALL, "number: 0755-5550-0101", "number: 0755-5550-0101转8002"), told=('另写 extension: "8002"',)
    ),
    "a shift until 24:00": Case(instead(ROSTER, "ends: 12:00", "ends: 24:00"), told=("写成 0:00",)),
    "a shift of nearly a day": Case(instead(ROSTER, "ends: 12:00", "ends: 08:00"), told=("一班 23 小时",)),
    "an address to sign up at": Case(
        activity("starts: 2026-12-01 09:00\nends: 2026-12-01 10:00\nsignup: https://example.org/form?id=1"),
        pages={PAGE: (r"example\.org/form",)},
    ),
    "yes and no to choose from": Case(
        instead("data/forms/visit.yaml", "options: [上午, 下午]", "options: [是, 否]"),
        pages={"/forms/visit/": ("上午下午.*是.*否",)},
    ),
    "nobody wrote a fee, a place or how to sign up": Case(
        activity("starts: 2026-12-01 09:00\nends: 2026-12-01 10:00"),
        pages={PAGE: ("!免费(?!量血压)", "!不限", "!不用报名", "!报名中")},
    ),
    "a service without a fee, in paragraphs": Case(
        {
            "data/services.yaml": (EXAMPLE / "data/services.yaml").read_text("utf-8")
            + "\n- id: trial\n  name: 试用的服务\n  category: elder-care\n"
            "  description: |\n    第一段。\n\n    第二段。\n    1、先取号\n    2、再排队\n"
        },
        pages={"/services/trial/": ("!免费", "!谁能用", "!条件", "第一段。第二段。1、先取号2、再排队")},
    ),
    "two dated files of one name": Case(
        {
            f"news/2026/2026-11-{day}-trial.md": f"---\ntitle: 试一试{day}\nsummary: 只为试。\ndate: 2026-11-20\ncolumn: notices\n---\n\n一。\n"
            for day in (14, 21)
        },
        told=("/news/2026/trial/",),
    ),
}


@cache
def before() -> frozenset[str]:
    library = Library(EXAMPLE)
    library.load()
    return frozenset(map(str, library.reading().problems_on(at(MOMENT).date())))


def read_changed(change: Mapping[str, str]) -> Reading:
    library = Library(EXAMPLE)
    library.load()
    for file, text in change.items():
        library.replace(file, text.encode())
    return library.reading()


def words_of(page: str, now: str) -> str:
    """What somebody reads on it at a moment, in one line."""
    tree = html.document_fromstring(page)
    main = next(iter(tree.xpath("//main")), tree)
    minute = now.replace(" ", "T")
    for one in main.xpath(".//*[@data-from or @data-until]"):
        if one.get("data-from", "") > minute or (one.get("data-until") or "9") <= minute:
            one.drop_tree()
    return " ".join(main.text_content().split())


@cache
def templates() -> Templates:
    return Templates(ROOT / "theme")


def said_by(sources: Sources, case: Case) -> dict[str, str]:
    """The words of the pages and the text of the files a case speaks of."""
    site = make_site(sources, at(case.now))
    plan = plan_site(site, templates())
    pages = {page.address: page for page in plan.pages}
    environment = make_environment(templates())
    said = {
        address: words_of(render_sheet(environment, plan.sheet_named[page.file], page.view, plan.frame), case.now)
        for address in case.pages
        if (page := pages.get(address))
    }
    files = {a.file: a.data.decode() for a in (*make_calendars(site), *make_feeds(site), *make_maps(site, plan.pages))}
    for name, address in (("data/hours", PLACE_PAGE), ("data/activity", PAGE)):
        if name in case.files:
            page = pages[address]
            files[name] = render_sheet(environment, plan.sheet_named[page.file], page.view, plan.frame)
    return said | {file: files[file] for file in case.files}


@pytest.mark.parametrize("name", CASES)
def test_a_case_gets_what_it_needs(name: str) -> None:
    case = CASES[name]
    reading = read_changed(case.change)
    told = [str(p) for p in reading.problems_on(at(MOMENT).date()) if str(p) not in before()]
    assert len(told) == len(case.told), told
    for line, words in zip(told, case.told, strict=True):
        assert words in line
    if not case.pages and not case.files:
        assert case.told
        return
    assert reading.sources
    said = said_by(reading.sources, case)
    for where, wanted in {**case.pages, **case.files}.items():
        for words in wanted:
            found = re.search(words.removeprefix("!"), said[where], re.DOTALL)
            assert bool(found) != words.startswith("!"), (where, words, said[where][:2000])
