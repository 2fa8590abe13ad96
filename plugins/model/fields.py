"""The scalar types of the content model; hides how an editor's words become dates, numbers and ids.

Every scalar arrives as the text that was typed; a type refuses what it cannot read with one
Chinese sentence and the fix.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated
from urllib.parse import unquote

from dateutil.rrule import rrulestr
from pydantic import BeforeValidator, StringConstraints

from plugins.model.hours import Hours
from plugins.model.hours_text import HoursError, parse_hours
from plugins.model.lunar import parse_lunar
from plugins.model.moments import (
    LONGEST_HOURS,
    SHANGHAI,
    YEARS,
    parse_clock,
    parse_day,
    parse_moment,
    parse_start,
    parse_story_date,
    refuse,
    take_text,
    take_typed,
)
from plugins.model.recurrence import RecurrenceError, parse_recurrence
from plugins.model.spelling import DIGITS, FILLED, Names, Spelling
from plugins.text import explain_address

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOCAL = re.compile(r"0(?:10|2\d|[3-9]\d{2})-?([1-9][\d-]{3,12})", re.ASCII)
_PHONE = re.compile(r"(?:0\d{2,3}-?)?\d{3,4}-?\d{4}|1\d{4}|9[56]\d{3}|[1-9]\d{2}|400-?\d{3}-?\d{4}", re.ASCII)
_EXTENSION = re.compile(
    r"(0\d{2,3}-?\d{3,4}-?\d{3,5}|400-?\d{3}-?\d{4})\s*(?:[-,，;；#xX*]|转分机|转|分机|ext\.?)\s*(?:号\s*)?(\d{1,6})",
    re.ASCII,
)
_RULE_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d?",
    "COUNT": r"[1-9]\d{0,2}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "WKST": r"[A-Z]{2}",
    "BYDAY": r"[+-]?[1-5]?[A-Z]{2}(?:,[+-]?[1-5]?[A-Z]{2})*",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2})*",
    "BYMONTHDAY": r"-?\d{1,2}(?:,-?\d{1,2})*",
    "BYSETPOS": r"-?\d{1,2}",
}
"""The recurrences (RFC 5545) an activity can have; hourly ones and endless loops such as INTERVAL=0 are none."""
_UNTIL = re.compile(r"UNTIL=(\d{8})(T\d{6})?(Z)?")
_ALIAS = re.compile(r"""/(?:[^\s/?#%<>"'\\{}$;|*:\x00-\x1f]{1,80}/)*(?:[^\s/?#%<>"'\\{}$;|*:\x00-\x1f]{1,80}/?)""")
"""Whatever a file can be called on every disk and every host of ours can be told of; Chinese and capitals too."""
_RESERVED_SLUGS = frozenset(
    {"404", "assets", "calendars", "data", "feeds", "index", "pinyin", "search", "tags", "zh-hant"}
)


def _words(value: object) -> str:
    text = take_typed(value)
    if text not in ("", "~") and not any(char.isalnum() for char in text):  # ~ is told where YAML is read
        refuse(f"只有符号，没有字：“{text[:40]}”", "写上内容；没有就不写这一项")
    return text


def is_slug(text: str) -> bool:
    """Whether a text has the form of an id: small letters, digits and hyphens."""
    return _SLUG.fullmatch(text) is not None


def _slug(value: object) -> str:
    text = take_text(value)
    if not is_slug(text):
        likely = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
        refuse(
            f"编号只能用小写字母、数字和连字符，写的是“{text[:40]}”",
            f"例如 {likely if text.isascii() and likely else 'bus-pass'}",
        )
    if len(text) > 80:
        refuse(f"编号最长 80 个字符，现在 {len(text)} 个", "缩短编号")
    if text in _RESERVED_SLUGS:
        refuse(f"“{text}”是网站保留的地址", "换一个编号")
    return text


def _count(value: object) -> int:
    text = take_text(value)
    if not re.fullmatch(r"[0-9]+", text):
        refuse(f"应为整数，写的是“{text[:40]}”", f"写成 {_guess_count(text)}")
    if len(text) > 6:
        refuse(f"数字太大：“{text[:40]}”", "最多六位数")
    return int(text)


def _guess_count(text: str) -> str:
    """The number somebody meant by 2份 or 两份; an example where that is not certain."""
    plain = unicodedata.normalize("NFKC", text)
    numbers = re.findall(r"[0-9]+", plain)
    words = [_CHINESE_DIGITS[c] for c in plain if c in _CHINESE_DIGITS]
    sure = [n for n in (*numbers, *map(str, words)) if len(n) <= 6]
    return sure[0] if len(numbers) + len(words) == 1 and sure else "数字，例如 2"


_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10}


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = take_text(value)
    if text in ("true", "是"):
        return True
    if text in ("false", "否"):
        return False
    meant = {
        "yes": "true",
        "true": "true",
        "有": "true",
        "要": "true",
        "no": "false",
        "false": "false",
        "没有": "false",
    }
    return refuse(f"只能写 true 或 false，写的是“{text[:40]}”", f"写成 {meant.get(text.lower(), 'true 或 false')}")


def _degrees(value: object) -> float:
    text = take_text(value)
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text):
        refuse(f"应为经纬度数字，写的是“{text[:40]}”", "例如 22.6125")
    return float(text)


def _phone(value: object) -> str:
    text = take_text(value)
    extension = _EXTENSION.fullmatch(text)
    if extension and _PHONE.fullmatch(extension[1]):
        refuse("分机不写在号码里", f'number: {extension[1]}，另写 extension: "{extension[2]}"')
    if not _PHONE.fullmatch(text) and _LOCAL.fullmatch(text):
        refuse(
            f"电话号码的位数不对：“{text[:40]}”",
            "区号后面是 7 位或 8 位，例如 0755-5550-0101；看看少打了还是多打了",
        )
    if not _PHONE.fullmatch(text):
        fix = "写区号和号码，例如 0755-5550-0101；短号直接写，例如 12345；别处写过的，写那个场所或队伍的编号"
        refuse("电话号码写法不对", fix)
    return text


def _extension(value: object) -> str:
    text = take_text(value)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        refuse(f"分机应为一到六位数字，写的是“{text[:40]}”", "只写数字，例如 8002")
    return text


def _url(value: object) -> str:
    text = take_text(value)
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+", text):
        refuse(f"网址写法不对：“{text[:60]}”", "写完整网址，以 https:// 开头")
    if wrong := explain_address(text):
        refuse(*wrong)
    return text


def _colour(value: object) -> str:
    text = take_text(value).lower().removeprefix("#")
    if not re.fullmatch(r"[0-9a-f]{6}", text):
        refuse(f"颜色写法不对：“{text[:40]}”", '写六位色号，带引号，例如 "#1f5c4a"')
    return f"#{text}"


def _postal_code(value: object) -> str:
    text = take_text(value)
    if not re.fullmatch(r"[0-9]{6}", text):
        refuse(f"邮政编码应为六位数字，写的是“{text[:40]}”", "例如 518000")
    return text


def _email(value: object) -> str:
    text = take_text(value)
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        refuse(f"邮箱写法不对：“{text[:60]}”", "例如 service@example.org")
    return text


def _file(value: object) -> str:
    text = take_text(value).lstrip("/")
    if re.fullmatch(r"(images|files)/[^\s?#%<>\"\\]+", text) and ".." not in text:
        return text
    if re.match(r"https?:", text, re.I):
        refuse(f"图片和文件不能从别的网站取：“{text[:60]}”", "下载下来，放进 images/ 或 files/，例如 images/photo.jpg")
    if "\\" in text:
        refuse(
            f"路径里用了反斜杠：“{text[:60]}”",
            f"写成 {text.rpartition(chr(92))[2] and 'images/' + text.rpartition(chr(92))[2]}",
        )
    if text.startswith("content/"):
        refuse(f"路径从 images/ 或 files/ 写起：“{text[:60]}”", f"写成 {text.removeprefix('content/')[:60]}")
    if re.match(r"(images|files)/", text) and re.search(r"\s", text):
        name = re.sub(r"\s+", "-", text)
        refuse(f"文件名里有空格：“{text[:60]}”", f"把文件改名，这里写 {name[:60]}")
    if re.match(r"(images|files)/", text) and (bad := re.search(r"[?#%<>\"]", text)):
        refuse(f"文件名里不能有 {bad.group()}：“{text[:60]}”", "把文件改名，再改这里，例如 images/photo.jpg")
    return refuse(f"文件要放在 images/ 或 files/ 里，写的是“{text[:60]}”", "例如 images/photo.jpg")


def _hours(value: object) -> Hours:
    if isinstance(value, Hours):
        return value
    text = take_text(value, LONGEST_HOURS)
    try:
        return parse_hours(text)
    except HoursError as error:
        refuse(f"开放时间不对：“{error.shown}”，{error}", error.fix, error.at)


def _repeat(value: object) -> str:
    text = take_text(value).upper().removeprefix("RRULE:")
    if not _is_rule(text):
        refuse(f"重复规则看不懂：“{text[:80]}”", _guess_rule(text))
    return _UNTIL.sub(_end_of, text)


def _every(value: object) -> str:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        refuse("应为一段文字，写成了列表或下级字段", f"写成 every: {'、'.join(value)}"[:160])
    text = take_text(value)
    if _is_rule(text):  # as a model holds it
        return text
    try:
        return parse_recurrence(text)
    except RecurrenceError as error:
        refuse(error.message, error.fix)


def _guess_rule(text: str) -> str:
    """The rule somebody meant who wrote it in Chinese, or with a day in the wrong form."""
    slim = re.sub(
        r"UNTIL=(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", lambda m: f"UNTIL={m[1]}{int(m[2]):02}{int(m[3]):02}", text
    )
    slim = re.sub(r"\s+", "", slim).replace("；", ";").replace("，", ",").replace("：", ":").replace("＝", "=")
    if slim != text and _is_rule(slim):
        return f"写成 {slim}"
    try:
        parse_recurrence(text)
    except RecurrenceError:
        return "删掉 repeat，写 every: 周二、周四；要用 RFC 5545，例如 FREQ=WEEKLY;BYDAY=TU,TH"
    return f"删掉 repeat，写 every: {text}"


def _is_rule(text: str) -> bool:
    pairs = [part.partition("=") for part in text.split(";")]
    parts = {name: words for name, _, words in pairs}
    known = all(name in _RULE_PARTS and re.fullmatch(_RULE_PARTS[name], words, re.ASCII) for name, _, words in pairs)
    if not known or len(parts) < len(pairs) or parts.keys() >= {"COUNT", "UNTIL"}:
        return False
    if parts.get("FREQ") not in ("MONTHLY", "YEARLY") and parts.keys() & {"BYMONTHDAY", "BYSETPOS"}:
        return False  # RFC 5545 forbids or empties these, and 30 February of a DAILY rule is sought until 9999
    try:
        rule = rrulestr(_UNTIL.sub(_end_of, text), dtstart=datetime(2000, 1, 1))
        return next(iter(rule), None) is not None
    except (ValueError, TypeError):
        return False


def _end_of(match: re.Match[str]) -> str:
    """UNTIL as a local moment: a day counts to its end, and a UTC moment (Z) is eight hours later here."""
    day, clock, utc = match.groups()
    if not clock:
        return f"UNTIL={day}T235959"
    if not utc:
        return match.group()
    moment = datetime.strptime(f"{day}{clock}+0000", "%Y%m%dT%H%M%S%z").astimezone(SHANGHAI)
    return f"UNTIL={moment:%Y%m%dT%H%M%S}"


def _building(value: object) -> str:
    text = take_text(value)
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", text):
        refuse(f"楼栋写法不对：“{text[:60]}”", "写 小区编号/楼栋编号，例如 garden/b1")
    return text


def _alias(value: object) -> str:
    text = take_text(value)
    if "?" in text or "#" in text:
        refuse(f"旧地址里不能有 ? 和 #：“{text[:60]}”", "托管网站只认 ? 前面的路径，例如 /news/2020/old-name/")
    path = unicodedata.normalize("NFC", unquote(re.sub(r"^https?://[^/]+", "", text)))
    path = path.removesuffix("index.html") if path.endswith("/index.html") else path  # a page's other name
    steps = path.strip("/").split("/")
    if not _ALIAS.fullmatch(path) or any(step in (".", "..") or step.startswith(".") for step in steps):
        refuse(f"旧地址写法不对：“{text[:60]}”", "写站内路径，以斜杠开头，例如 /news/2020/old-name/ 或 /2019/05/a.html")
    return path if path.endswith(("/", ".html")) else f"{path}/"


def _lunar(value: object) -> str:
    text = take_text(value)
    day = parse_lunar(text)
    if not day:
        refuse(f"农历的日子看不懂：“{text[:40]}”", "例如 正月十五、腊月廿三、闰六月初一、除夕")
    return day


def _page(value: object) -> str:
    text = take_text(value)
    if not re.fullmatch(r"/(?!/)[^\s?]*", text):
        refuse(f"不是站内的地址：“{text[:60]}”", "写站内路径，以斜杠开头，例如 /guides/")
    return text


def _affected(value: object) -> str:
    text = take_text(value)
    if not re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)?", text):
        refuse(
            f"写法不对：“{text[:60]}”",
            "写小区编号、小区编号/楼栋编号或网格编号，例如 garden 或 garden/b1；全社区写 all",
        )
    return text


def _target(value: object) -> str:
    text = take_text(value)
    if text.startswith("/"):
        if not re.fullmatch(r"/(?!/)[^\s<>\"'\\?]*", text):
            refuse(f"站内地址写法不对：“{text[:60]}”", "以一个斜杠开头，例如 /news/2026/water/")
        return text
    return _url(text)


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
    str, BeforeValidator(_words), StringConstraints(min_length=1, max_length=4000), _prose(4000, lines=True)
]
Line = Annotated[str, BeforeValidator(_words), StringConstraints(min_length=1, max_length=120), _prose(120)]


@dataclass(frozen=True, slots=True)
class Public:
    """On a field: which kinds of what mostly is one person's belong in it."""

    kinds: frozenset[str]


Address = Annotated[Line, Public(frozenset({"door"}))]
GroupWay = Annotated[Line, Public(frozenset({"wechat", "qq"}))]
Summary = Annotated[str, BeforeValidator(_words), StringConstraints(min_length=1, max_length=300), _prose(300)]
Slug = Annotated[
    str,
    BeforeValidator(_slug),
    Spelling("小写字母、数字和连字符", pattern=_SLUG.pattern, types=_DIGITS, longest=80, between=(0, 10**15)),
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
    BeforeValidator(_count),
    Spelling("整数", "count", pattern="[0-9]{1,6}", types=_DIGITS, between=(0, 999_999), example="1"),
]
Flag = Annotated[
    bool,
    BeforeValidator(_flag),
    Spelling(
        "true 或 false",
        "flag",
        "是 或 否",
        types=("boolean", "string"),
        choices=(True, False, "true", "false", "是", "否"),
        example="true",
    ),
]
Degrees = Annotated[
    float,
    BeforeValidator(_degrees),
    Spelling("小数", pattern=r"-?\d{1,3}(?:\.\d+)?", types=("number", "string"), example="22.6125"),
]
PhoneNumber = Annotated[
    str,
    BeforeValidator(_phone),
    Spelling(
        "电话，如 0755-5550-0101；别处写过的，写那个场所或队伍的编号",
        "phone",
        "电话，如 0755-5550-0101",
        pattern=rf"{_PHONE.pattern}|(?:[a-z]+\/)?[a-z0-9\-]*[a-z][a-z0-9\-]*(?:#[1-9]\d?)?",
        types=_DIGITS,
        between=(100, 99_999_999_999),
        example="0755-5550-0101",
    ),
]
Extension = Annotated[
    str,
    BeforeValidator(_extension),
    Spelling("分机，一到六位数字", pattern="[0-9]{1,6}", types=_DIGITS, between=(0, 999_999), example="8002"),
]
Url = Annotated[
    str,
    BeforeValidator(_url),
    Spelling("网址，https:// 开头", pattern=r"https?:\/\/[^\s<>\"'\\]+", example="https://example.org"),
]
ColourCode = Annotated[
    str,
    BeforeValidator(_colour),
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
    BeforeValidator(_postal_code),
    Spelling("邮政编码，六位数字", pattern="[0-9]{6}", types=_DIGITS, between=(0, 999_999)),
]
Email = Annotated[
    str,
    BeforeValidator(_email),
    Spelling("邮箱", pattern=r"[A-Za-z0-9_.+\-]+@[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)+"),
    Public(frozenset({"mail"})),
]
File = Annotated[
    str,
    BeforeValidator(_file),
    Spelling(
        "文件，如 images/photo.jpg", pattern=r"(?!.*\.\.)\/*(?:images|files)\/[^\s?#%<>\"\\]+", example="files/form.pdf"
    ),
]
OpeningHours = Annotated[
    Hours,
    BeforeValidator(_hours),
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
    BeforeValidator(_every),
    Spelling("哪几天，如 周二、周四", pattern=FILLED, example="周二、周四"),
]
Repeat = Annotated[str, BeforeValidator(_repeat), Spelling("重复规则，如 FREQ=WEEKLY;BYDAY=TU", pattern=_RULE_PATTERN)]
Alias = Annotated[
    str,
    BeforeValidator(_alias),
    Spelling(
        "旧网址，如 /news/2020/old-name/ 或 /2019/05/a.html",
        pattern=r"(?:https?:\/\/[^\/]+)?\/[^\s?#]+",
        example="[/old-name/]",
    ),
]
PageAddress = Annotated[
    str,
    BeforeValidator(_page),
    Spelling("站内的地址，如 /guides/", pattern=r"\/(?!\/)[^\s?]*", example="/guides/"),
]
LunarDate = Annotated[
    str,
    BeforeValidator(_lunar),
    Spelling("农历的月和日，如 正月十五", pattern=FILLED, example="正月十五"),
]
BuildingRef = Annotated[
    str,
    BeforeValidator(_building),
    Spelling("小区编号/楼栋编号，如 garden/b1", pattern=r"[a-z0-9\-]+\/[a-z0-9\-]+", example="garden/b1"),
    Names("buildings"),
]
AffectedId = Annotated[
    str,
    BeforeValidator(_affected),
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
Target = Annotated[
    str,
    BeforeValidator(_target),
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
ColumnId = Annotated[Slug, Names("columns")]
CategoryId = Annotated[Slug, Names("categories")]
AudienceId = Annotated[Slug, Names("audiences")]
TagName = Annotated[Line, Names("tags", key="name")]
