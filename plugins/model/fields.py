"""The scalar types of the content model: what each is called, typed as and checked by; hides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from plugins.model.hours import Hours
from plugins.model.moments import YEARS, parse_clock, parse_day, parse_moment, parse_start, parse_story_date
from plugins.model.repetition import parse_every, parse_repeat
from plugins.model.scalars import (
    PHONE,
    SLUG,
    parse_affected,
    parse_alias,
    parse_building,
    parse_colour,
    parse_count,
    parse_degrees,
    parse_email,
    parse_extension,
    parse_file,
    parse_film_time,
    parse_flag,
    parse_keyword,
    parse_lunar_date,
    parse_opening_hours,
    parse_page,
    parse_phone,
    parse_postal_code,
    parse_server,
    parse_slug,
    parse_target,
    parse_url,
    parse_words,
    parse_yuan,
)
from plugins.model.spelling import DIGITS, FILLED, Names, Spelling

_DIGITS = ("string", DIGITS)
_WORDS = ("string", "number", "boolean")
_DAY_PATTERN = (
    r"(?:19|20|21)\d\d\s*[-\/.年]\s*(?:0?[1-9]|1[0-2])\s*[-\/.月]\s*(?:3[01]|[12]\d|0?[1-9])(?:\s*日)?"
    r"(?:(?:\s*[(（,，]\s*|\s*)(?:周|星期|礼拜)[一二三四五六日天](?:\s*[)）])?)?"
)
_CLOCK_PATTERN = (
    r"(?:(?:上午|下午|早上|中午|晚上|凌晨)\s*)?(?:2[0-3]|[01]?\d)\s*"
    r"(?:[:：]\s*[0-5]?\d(?:[:：]\d\d|\s*分)?|[点时](?:\s*(?:[0-5]?\d(?:\s*分)?|半))?)"
)
_RULE_PATTERN = r"(?:[Rr]{2}[Uu][Ll][Ee]:)?[A-Za-z]+=[A-Za-z0-9,+\-]+(?:;[A-Za-z]+=[A-Za-z0-9,+\-]+)*"


def _prose(longest: int, *, lines: bool = False) -> Spelling:
    return Spelling("文字", "text", pattern=FILLED, types=_WORDS, longest=longest, lines=lines)


Text = Annotated[
    str, BeforeValidator(parse_words), StringConstraints(min_length=1, max_length=4000), _prose(4000, lines=True)
]
Line = Annotated[str, BeforeValidator(parse_words), StringConstraints(min_length=1, max_length=120), _prose(120)]

Keyword = Annotated[
    str,
    BeforeValidator(parse_keyword),
    StringConstraints(min_length=1, max_length=120),
    Spelling("一个词", "text", pattern=r"[^、，,；;。\n]+", types=_WORDS, longest=120),
]


@dataclass(frozen=True, slots=True)
class Public:
    """On a field: which kinds of what mostly is one person's belong in it."""

    kinds: frozenset[str]


Address = Annotated[Line, Public(frozenset({"door"}))]
GroupWay = Annotated[Line, Public(frozenset({"wechat", "qq"}))]
Summary = Annotated[str, BeforeValidator(parse_words), StringConstraints(min_length=1, max_length=300), _prose(300)]
ShortText = Annotated[
    str, BeforeValidator(parse_words), StringConstraints(min_length=1, max_length=500), _prose(500, lines=True)
]
"""A sentence or two, on lines of their own where somebody wants that."""
Slug = Annotated[
    str,
    BeforeValidator(parse_slug),
    Spelling("小写字母、数字和连字符", pattern=SLUG.pattern, types=_DIGITS, longest=80, between=(0, 10**15)),
]
Day = Annotated[
    date, BeforeValidator(parse_day), Spelling("日期，如 2026-11-23", "day", pattern=_DAY_PATTERN, example="2026-11-23")
]
Moment = Annotated[
    datetime,
    BeforeValidator(parse_moment),
    Spelling(
        "日期和时间，如 2026-11-23 09:30",
        "moment",
        pattern=rf"{_DAY_PATTERN}(?:[T\s]*{_CLOCK_PATTERN}(?:\s*(?:Z|[+\-]\d\d:?\d\d))?)?",
        example="2026-11-23 09:30",
    ),
]
StoryDate = Annotated[
    datetime,
    BeforeValidator(parse_story_date),
    Spelling(
        "日期，如 2026-11-23 或 2026-11-23 09:30；只知道年月写 2010-12，只知道年份写 2010",
        "moment",
        pattern=rf"{_DAY_PATTERN}(?:[T\s]*{_CLOCK_PATTERN}(?:\s*(?:Z|[+\-]\d\d:?\d\d))?)?"
        r"|(?:19|20|21)\d\d(?:\s*年(?:\s*(?:0?[1-9]|1[0-2])\s*月)?|\s*[-\/.]\s*(?:0?[1-9]|1[0-2])\s*月?)?",
        types=_DIGITS,
        between=(YEARS[0], YEARS[-1]),
        example="2026-11-23",
    ),
]
Clock = Annotated[
    time, BeforeValidator(parse_clock), Spelling("时间，如 09:30", "clock", pattern=_CLOCK_PATTERN, example="9:00")
]
Count = Annotated[
    int,
    BeforeValidator(parse_count),
    Spelling("整数", "count", pattern="[0-9]{1,6}", types=_DIGITS, between=(0, 999_999), example="1"),
]
Flag = Annotated[
    bool,
    BeforeValidator(parse_flag),
    Spelling(
        "true 或 false",
        "flag",
        "是 或 否",
        types=("boolean", "string"),
        choices=(True, False, "true", "false", "是", "否"),
        example="true",
    ),
]
FilmTime = Annotated[
    int,
    BeforeValidator(parse_film_time),
    Spelling(
        "分:秒 或 时:分:秒，如 28:30",
        pattern=r"(?:\d{1,2}[:：])?\d{1,3}[:：][0-5]\d",
        types=_DIGITS,
        between=(0, 10**6),
        example='"28:30"',
    ),
]
"""A place in a film, or its length, in seconds."""
Degrees = Annotated[
    float,
    BeforeValidator(parse_degrees),
    Spelling("小数", pattern=r"-?\d{1,3}(?:\.\d+)?", types=("number", "string"), example="22.6125"),
]
Yuan = Annotated[
    Decimal,
    BeforeValidator(parse_yuan),
    Spelling(
        "金额，如 8060.50",
        pattern=r"[¥￥]?\s*\d[\d,，]{0,12}(?:\.\d{1,2})?\s*元?",
        types=("number", "string"),
        example="8060.50",
    ),
]
PhoneNumber = Annotated[
    str,
    BeforeValidator(parse_phone),
    Spelling(
        "电话，如 0755-5550-0101；别处写过的，写那个场所或队伍的编号",
        "phone",
        "电话，如 0755-5550-0101",
        pattern=rf"{PHONE.pattern}|(?:[a-z]+\/)?[a-z0-9\-]*[a-z][a-z0-9\-]*(?:#[1-9]\d?)?",
        types=_DIGITS,
        between=(100, 99_999_999_999),
        example="0755-5550-0101",
    ),
]
Extension = Annotated[
    str,
    BeforeValidator(parse_extension),
    Spelling("分机，一到六位数字", pattern="[0-9]{1,6}", types=_DIGITS, between=(0, 999_999), example="8002"),
]
Url = Annotated[
    str,
    BeforeValidator(parse_url),
    Spelling("网址，https:// 开头", pattern=r"https?:\/\/[^\s<>\"'\\]+", example="https://example.org"),
]
ServerUrl = Annotated[
    str,
    BeforeValidator(parse_server),
    Spelling(
        "服务器的网址，https:// 和域名",
        pattern=r"https:\/\/[a-z0-9\-.]+(?::\d{1,5})?\/?|http:\/\/127\.0\.0\.1:\d{1,5}\/?",
        example="https://talk.example.org",
    ),
]
ColourCode = Annotated[
    str,
    BeforeValidator(parse_colour),
    Spelling(
        '颜色，如 "#1f5c4a"，要带引号',
        pattern="#?[0-9A-Fa-f]{6}",
        types=_DIGITS,
        between=(0, 999_999),
        example='"#1f5c4a"',
    ),
]
PostalCode = Annotated[
    str,
    BeforeValidator(parse_postal_code),
    Spelling("邮政编码，六位数字", pattern="[0-9]{6}", types=_DIGITS, between=(0, 999_999)),
]
Email = Annotated[
    str,
    BeforeValidator(parse_email),
    Spelling("邮箱", pattern=r"[A-Za-z0-9_.+\-]+@[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)+"),
    Public(frozenset({"mail"})),
]
File = Annotated[
    str,
    BeforeValidator(parse_file),
    Spelling(
        "文件，如 images/photo.jpg", pattern=r"(?!.*\.\.)\/*(?:images|files)\/[^\s?#%<>\"\\]+", example="files/form.pdf"
    ),
]
OpeningHours = Annotated[
    Hours,
    BeforeValidator(parse_opening_hours),
    Spelling("开放时间，如 Mo-Fr 09:00-12:00; PH off", pattern=FILLED, example="Mo-Fr 09:00-12:00"),
]
DayOrMoment = Annotated[
    datetime | date,
    BeforeValidator(parse_start),
    Spelling(
        "日期和时间，如 2026-11-23 09:30；全天只写日期",
        "moment",
        pattern=rf"{_DAY_PATTERN}(?:[T\s]*(?:{_CLOCK_PATTERN}(?:\s*(?:Z|[+\-]\d\d:?\d\d))?|24[:：]00(?:[:：]00)?|24点|夜里12点|半夜12点))?"
        r"\s*[(（]?(?:全天|整天|一整天)?[)）]?",
        example="2026-11-23 09:30",
    ),
]
Every = Annotated[
    str,
    BeforeValidator(parse_every),
    Spelling("哪几天，如 周二、周四", pattern=FILLED, example="周二、周四"),
]
Repeat = Annotated[
    str, BeforeValidator(parse_repeat), Spelling("重复规则，如 FREQ=WEEKLY;BYDAY=TU", pattern=_RULE_PATTERN)
]
Alias = Annotated[
    str,
    BeforeValidator(parse_alias),
    Spelling(
        "旧网址，如 /news/2020/old-name/ 或 /2019/05/a.html",
        pattern=r"(?:https?:\/\/[^\/]+)?\/[^\s?#]+",
        example="[/old-name/]",
    ),
]
PageAddress = Annotated[
    str,
    BeforeValidator(parse_page),
    Spelling("站内的地址，如 /guides/", pattern=r"\/(?!\/)[^\s?]*", example="/guides/"),
]
LunarDate = Annotated[
    str,
    BeforeValidator(parse_lunar_date),
    Spelling("农历的月和日，如 正月十五", pattern=FILLED, example="正月十五"),
]
BuildingRef = Annotated[
    str,
    BeforeValidator(parse_building),
    Spelling("小区编号/楼栋编号，如 garden/b1", pattern=r"[a-z0-9\-]+\/[a-z0-9\-]+", example="garden/b1"),
    Names("buildings"),
]
AffectedId = Annotated[
    str,
    BeforeValidator(parse_affected),
    Spelling(
        "小区编号、小区编号/楼栋编号、网格编号，或 all（全社区）",
        pattern=r"[a-z0-9\-]+(?:\/[a-z0-9\-]+)?",
        example="garden/b1",
    ),
    Names("affected"),
]
"""Whom a notice or an alert concerns."""
StoppedId = Annotated[Slug, Names("stopped")]
"""A location that is closed, or an activity that does not take place."""
LinkTarget = Annotated[
    str,
    BeforeValidator(parse_target),
    Spelling(
        "站内地址或网址，如 /news/2026/water/",
        pattern=r"https?:\/\/[^\s<>\"'\\]+|\/(?!\/)[^\s<>\"'\\?]*",
        example="/news/",
    ),
]
PlaceId = Annotated[Slug, Names("places")]
LocationId = Annotated[Slug, Names("locations")]
ServiceId = Annotated[Slug, Names("services")]
OrganizationId = Annotated[Slug, Names("organizations")]
PersonId = Annotated[Slug, Names("people", noun="这个人")]
GuideSlug = Annotated[Slug, Names("guides")]
PolicySlug = Annotated[Slug, Names("policies")]
SeriesSlug = Annotated[Slug, Names("series", noun="这个系列")]
BlankId = Annotated[Slug, Names("forms", noun="这张表")]
CaseId = Annotated[Slug, Names("cases", noun="这件事")]
ColumnId = Annotated[Slug, Names("columns")]
CategoryId = Annotated[Slug, Names("categories")]
AudienceId = Annotated[Slug, Names("audiences")]
TagName = Annotated[Line, Names("tags", key="name")]
