"""The scalar types of the content model; hides how an editor's words become dates, numbers and ids.

Every scalar arrives as the text that was typed; a type refuses what it cannot read with one
Chinese sentence and the fix.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated, Literal, NoReturn
from urllib.parse import unquote

from dateutil.rrule import rrulestr
from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from plugins.model.hours import Hours
from plugins.model.hours_text import HoursError, parse_hours
from plugins.model.recurrence import RecurrenceError, parse_recurrence
from plugins.model.spelling import DIGITS, FILLED, Names, Spelling
from plugins.text import explain_address

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone and no summer time since 1991, so a fixed offset is exact for this site."""

YEARS = range(1900, 2200)
"""The years a community writes about; what is outside is a slip of the finger."""

Precision = Literal["day", "month", "year"]
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PART_OF_YEAR = re.compile(r"(\d{4})(?:\s*年(?:\s*(\d{1,2})\s*月)?|\s*[-/.]\s*(\d{1,2})\s*月?)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2}(?:\.\d{1,9})?)?")
_SPOKEN = re.compile(r"(上午|下午|早上|中午|晚上|凌晨)?\s*(\d{1,2})\s*[:：点时]\s*(?:(\d{1,2})\s*分?|(半))?")
_WEEKDAY = re.compile(r"\s*(?:[(（,，]\s*)?(?:周|星期|礼拜)([一二三四五六日天])\s*(?:[)）]\s*)?")
_RANGE = re.compile(r"\d\s*(?:[点时]\s*)?[-~～—–至到]+\s*\d")
_WHOLE_DAY = re.compile(r"(?<!\s)\s*[(（]?(?:全天|整天|一整天)[)）]?$")
_TO_MIDNIGHT = re.compile(r"(?<!\s)\s*(?:24[:：]00(?:[:：]00)?|24点|夜里12点|半夜12点)$")
_CLOCK_ALONE = re.compile(r"(?:上午|下午|早上|中午|晚上|凌晨)?\d{1,2}(?:[:：]\d{2}|[点时](?:\d{1,2}分?|半)?)")
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
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


def refuse(message: str, fix: str, at: int = 0) -> NoReturn:
    """Refuse a value with a Chinese message and what to write instead; `at` counts the characters before the fault."""
    raise PydanticCustomError("kangle", "{message}", {"message": message, "fix": fix, "at": at})


LONGEST_CODE, LONGEST_HOURS = 300, 600
"""Characters of a value that is read by rules: no id, date, address or week of opening hours is longer."""


def _typed(value: object) -> str:
    if not isinstance(value, str):
        refuse("应为一段文字，写成了列表或下级字段", _as_text(value))
    return value.strip()


def _text(value: object, longest: int = LONGEST_CODE) -> str:
    text = _typed(value)
    if len(text) > longest:
        refuse(f"太长，最多 {longest} 个字符，现在 {len(text)} 个", "写短一些")
    return text


def _words(value: object) -> str:
    text = _typed(value)
    if text not in ("", "~") and not any(char.isalnum() for char in text):  # ~ is told where YAML is read
        refuse(f"只有符号，没有字：“{text[:40]}”", "写上内容；没有就不写这一项")
    return text


def _as_text(value: object) -> str:
    """How a text is to be typed that YAML has taken for a list or for fields."""
    if isinstance(value, dict) and len(value) == 1:
        ((key, words),) = value.items()
        if words == "":
            return f'给整个值加引号："{{{key}}}"'[:160]
        if isinstance(words, str):
            return f'冒号加空格会拆成字段；给整句加引号："{key}: {words}"'[:160]
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return f'只要一项就去掉方括号；方括号是内容，就给整个值加引号："[{", ".join(value)}]"'[:160]
    return "改成一行文字"


def is_slug(text: str) -> bool:
    """Whether a text has the form of an id: small letters, digits and hyphens."""
    return _SLUG.fullmatch(text) is not None


def _slug(value: object) -> str:
    text = _text(value)
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


_AROUND = "“”‘’「」 ;；,，、。"
_NARROW = str.maketrans("０１２３４５６７８９－—–−", "0123456789----")


def _plain_day(text: str) -> str:
    """The text itself; refused where a date stands in quotation marks, before a stop or with full-width hyphens."""
    bare = text.strip(_AROUND)
    plain = bare.translate(_NARROW)
    if (bare != text or not _DAY.match(text)) and plain != text and _DAY.match(plain):
        refuse(f"日期里有全角字符或多余的标点：“{text[:40]}”", f"写成 {plain[:40]}")
    return text


def parse_day(value: object) -> date:
    """Read a day as editors write it: 2026-11-23, 2026/11/23, 2026.11.23 or 2026年11月23日, its weekday behind it or not."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = _plain_day(_text(value))
    match = _DAY.match(text)
    weekday = _WEEKDAY.fullmatch(text, match.end()) if match else None
    if not match or (match.end() < len(text) and not weekday):
        refuse(f"日期不明确：“{text[:40]}”", _guess_day(text))
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        refuse(f"没有这一天：“{match.group()}”", "核对月份和日子，例如 2026-11-23")
    if day.year not in YEARS:
        refuse(f"年份不对：“{text}”", f"写 {YEARS[0]} 到 {YEARS[-1]} 之间的年份")
    if weekday:
        _agree(day, weekday[1])
    return day


def _agree(day: date, weekday: str) -> None:
    """A weekday behind a day is its own, or one of the two is wrong."""
    own = "一二三四五六日"[day.weekday()]
    if weekday.replace("天", "日") != own:
        refuse(f"{day} 是星期{own}，写的是星期{weekday}", "核对日期和星期，星期可以不写")


def _guess_day(text: str) -> str:
    """What to type for a day that was written in another way."""
    plain = unicodedata.normalize("NFKC", text)
    if match := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", plain):
        return f"写成 {match[1]}-{match[2]}-{match[3]}"
    if re.fullmatch(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?", plain):
        return "补上年份，例如 2026-11-23"
    if re.fullmatch(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?", plain):
        return "补上日子，例如 2026-11-23"
    if match := re.match(r"(\d{4}-\d{1,2}-\d{1,2})[ T]+\d", plain):
        return f"这里只写日期，例如 {match[1]}"
    return "按 年-月-日 写，例如 2026-11-23"


def parse_clock(value: object) -> time:
    """Read a time of day such as 9:00, 18:30, 上午9点 or 下午2点半."""
    if isinstance(value, time):
        return value
    text = _text(value)
    match = _TIME.fullmatch(text)
    hour, minute = (int(match[1]), int(match[2])) if match else _spoken(text)
    if (hour, minute) == (24, 0):
        refuse("24:00 就是第二天的 0:00", "写成 0:00；结束写 0:00，就是到半夜")
    if hour > 23 or minute > 59:
        refuse(f"时间写法不对：“{text[:40]}”", "按 24 小时制写，例如 14:30")
    return time(hour, minute)


def _spoken(text: str) -> tuple[int, int]:
    """The hour and minute of a time as it is said; an hour that does not exist for what is none."""
    match = _SPOKEN.fullmatch(unicodedata.normalize("NFKC", text))
    if not match or (not match[1] and not match[3] and "点" not in text and "时" not in text):
        return 99, 0
    half, hour, minute, thirty = match.groups()
    hours = int(hour)
    if half in ("下午", "晚上") and hours < 12:
        hours += 12
    if half in ("上午", "早上", "凌晨") and hours == 12:
        hours = 0
    if half == "中午" and hours < 11:
        hours += 12
    return hours, int(minute or (30 if thirty else 0))


def parse_moment(value: object) -> datetime:
    """Read a day with or without a time into Asia/Shanghai; a day alone is its midnight."""
    if isinstance(value, datetime):
        return value
    typed = _plain_day(_text(value))
    text = re.sub(r"(?<=\d)T(?=\d)", " ", typed)
    match = _DAY.match(text)
    if match and "T" not in typed and _RANGE.search(text, match.end()):  # 9:00-11:00 is no hour of a zone eleven behind
        fix = "开始写在 starts，结束写在 ends，例如 2026-11-23 09:30"
        refuse(f"这里只能写一个时间：“{text[match.end() :].strip()[:40]}”", fix)
    if not match:
        refuse(f"日期不明确：“{text[:40]}”", "按 年-月-日 时:分 写，例如 2026-11-23 09:30")
    weekday = _WEEKDAY.match(text, match.end())
    rest = text[weekday.end() if weekday else match.end() :].strip()
    day = parse_day(match.group())
    if weekday:
        _agree(day, weekday[1])
    if not rest:
        return datetime.combine(day, time(), SHANGHAI)
    zone = _ZONE.search(rest)
    written = rest[: zone.start()].strip() if zone else rest
    if re.fullmatch(r"24[:：]00(?:[:：]00)?", written):
        refuse(f"24:00 就是第二天的 0:00：“{text[:40]}”", f"写成 {day + timedelta(days=1)} 00:00")
    clock = parse_clock(written) if zone else _clock_or_refuse(rest)
    moment = datetime.combine(day, clock, SHANGHAI)
    if not zone:
        return moment
    try:
        return datetime.fromisoformat(f"{day}T{clock}{zone.group()}").astimezone(SHANGHAI)
    except ValueError:
        refuse(f"没有这个时区：“{zone.group()}”", "去掉时区（默认北京时间），或写 +08:00")


def parse_start(value: object) -> date:
    """Read a day as a whole day, and a day with a time as a moment; 24:00 is the next day's midnight."""
    if isinstance(value, date):
        return value
    text = _text(value)
    day = _WHOLE_DAY.sub("", text)
    if match := _DAY.match(day):
        rest = day[match.end() :].strip()
        if not rest or _WEEKDAY.fullmatch(day, match.end()):
            return parse_day(day)
    if match := _TO_MIDNIGHT.search(text):
        midnight = parse_moment(f"{text[: match.start()]} 00:00")
        return midnight + timedelta(days=1)
    if _CLOCK_ALONE.fullmatch(text):
        refuse(f"没有写是哪一天：“{text[:40]}”", f"日期也写上，例如 2026-11-23 {text[:20]}")
    return parse_moment(text)


def parse_story_date(value: object) -> datetime:
    """Read a moment, or a month or a year of which nobody knows the day: its first."""
    match = _PART_OF_YEAR.fullmatch(str(value).strip())
    if not match:
        return parse_moment(value)
    year, month = int(match[1]), int(match[2] or match[3] or 1)
    if year not in YEARS:
        refuse(f"年份不对：“{match.group()}”", f"写 {YEARS[0]} 到 {YEARS[-1]} 之间的年份")
    if not 1 <= month <= 12:
        refuse(f"没有这个月：“{match.group()}”", "核对月份，例如 2010-12")
    return datetime(year, month, 1, tzinfo=SHANGHAI)


def precision_of(value: object) -> Precision:
    """How much of a story's date somebody wrote."""
    match = _PART_OF_YEAR.fullmatch(str(value).strip())
    if not match:
        return "day"
    return "month" if match[2] or match[3] else "year"


def first_moment(said: date) -> datetime:
    """A moment as it is, and a day's first."""
    return said if isinstance(said, datetime) else datetime.combine(said, time(), SHANGHAI)


def end_moment(said: date) -> datetime:
    """From when on an end is past: a day counts to its own end."""
    return said if isinstance(said, datetime) else first_moment(said) + timedelta(days=1)


def _clock_or_refuse(text: str) -> time:
    if re.search(r"[A-Za-z]", text):
        refuse(f"时区写法不明确：“{text[:40]}”", "去掉时区（默认北京时间），或写 +08:00")
    return parse_clock(text)


def _count(value: object) -> int:
    text = _text(value)
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
    text = _text(value)
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
    refuse(f"只能写 true 或 false，写的是“{text[:40]}”", f"写成 {meant.get(text.lower(), 'true 或 false')}")


def _degrees(value: object) -> float:
    text = _text(value)
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text):
        refuse(f"应为经纬度数字，写的是“{text[:40]}”", "例如 22.6125")
    return float(text)


def _phone(value: object) -> str:
    text = _text(value)
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
    text = _text(value)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        refuse(f"分机应为一到六位数字，写的是“{text[:40]}”", "只写数字，例如 8002")
    return text


def _url(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+", text):
        refuse(f"网址写法不对：“{text[:60]}”", "写完整网址，以 https:// 开头")
    if wrong := explain_address(text):
        refuse(*wrong)
    return text


def _colour(value: object) -> str:
    text = _text(value).lower().removeprefix("#")
    if not re.fullmatch(r"[0-9a-f]{6}", text):
        refuse(f"颜色写法不对：“{text[:40]}”", '写六位色号，带引号，例如 "#1f5c4a"')
    return f"#{text}"


def _postal_code(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"[0-9]{6}", text):
        refuse(f"邮政编码应为六位数字，写的是“{text[:40]}”", "例如 518000")
    return text


def _email(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        refuse(f"邮箱写法不对：“{text[:60]}”", "例如 service@example.org")
    return text


def _file(value: object) -> str:
    text = _text(value).lstrip("/")
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
    refuse(f"文件要放在 images/ 或 files/ 里，写的是“{text[:60]}”", "例如 images/photo.jpg")


def _hours(value: object) -> Hours:
    if isinstance(value, Hours):
        return value
    text = _text(value, LONGEST_HOURS)
    try:
        return parse_hours(text)
    except HoursError as error:
        refuse(f"开放时间不对：“{error.shown}”，{error}", error.fix, error.at)


def _repeat(value: object) -> str:
    text = _text(value).upper().removeprefix("RRULE:")
    if not _is_rule(text):
        refuse(f"重复规则看不懂：“{text[:80]}”", _guess_rule(text))
    return _UNTIL.sub(_end_of, text)


def _every(value: object) -> str:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        refuse("应为一段文字，写成了列表或下级字段", f"写成 every: {'、'.join(value)}"[:160])
    text = _text(value)
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
    text = _text(value)
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", text):
        refuse(f"楼栋写法不对：“{text[:60]}”", "写 小区编号/楼栋编号，例如 garden/b1")
    return text


def _alias(value: object) -> str:
    text = _text(value)
    if "?" in text or "#" in text:
        refuse(f"旧地址里不能有 ? 和 #：“{text[:60]}”", "托管网站只认 ? 前面的路径，例如 /news/2020/old-name/")
    path = unicodedata.normalize("NFC", unquote(re.sub(r"^https?://[^/]+", "", text)))
    path = path.removesuffix("index.html") if path.endswith("/index.html") else path  # a page's other name
    steps = path.strip("/").split("/")
    if not _ALIAS.fullmatch(path) or any(step in (".", "..") or step.startswith(".") for step in steps):
        refuse(f"旧地址写法不对：“{text[:60]}”", "写站内路径，以斜杠开头，例如 /news/2020/old-name/ 或 /2019/05/a.html")
    return path if path.endswith(("/", ".html")) else f"{path}/"


def _page(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"/(?!/)[^\s?]*", text):
        refuse(f"不是站内的地址：“{text[:60]}”", "写站内路径，以斜杠开头，例如 /guides/")
    return text


def _affected(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)?", text):
        refuse(
            f"写法不对：“{text[:60]}”",
            "写小区编号、小区编号/楼栋编号或网格编号，例如 garden 或 garden/b1；全社区写 all",
        )
    return text


def _target(value: object) -> str:
    text = _text(value)
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
