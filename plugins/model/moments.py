"""Days, times and moments as editors write them; hides every form that is read as one, and how a value is refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal, NoReturn

from pydantic_core import PydanticCustomError

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone and no summer time since 1991, so a fixed offset is exact for this site."""

YEARS = range(1900, 2200)
"""The years a community writes about; what is outside is a slip of the finger."""

Precision = Literal["day", "month", "year"]
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_PART_OF_YEAR = re.compile(r"(\d{4})(?:\s*年(?:\s*(\d{1,2})\s*月)?|\s*[-/.]\s*(\d{1,2})\s*月?)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2}(?:\.\d{1,9})?)?")
_SPOKEN = re.compile(
    r"(上午|下午|早上|早晨|清晨|早|中午|傍晚|晚上|晚|夜里|凌晨)?\s*(\d{1,2})\s*[:：点时]\s*(?:(\d{1,2})\s*分?|(半))?"
)
_WEEKDAY = re.compile(r"\s*(?:[(（,，]\s*)?(?:周|星期|礼拜)([一二三四五六日天])\s*(?:[)）]\s*)?")
_RANGE = re.compile(r"\d\s*(?:[点时]\s*)?[-~～—–至到]+\s*\d")
_WHOLE_DAY = re.compile(r"(?<!\s)\s*[(（]?(?:全天|整天|一整天)[)）]?$")
_TO_MIDNIGHT = re.compile(
    r"(?<!\s)\s*(?:24[:：]00(?:[:：]00)?|24点|(?:当天)?(?:夜里|半夜|深夜|午夜|晚上|夜晚|晚)(?:12|十二)点整?)$"
)
_CLOCK_ALONE = re.compile(r"(?:上午|下午|早上|中午|晚上|凌晨)?\d{1,2}(?:[:：]\d{2}|[点时](?:\d{1,2}分?|半)?)")
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")


def refuse(message: str, fix: str, at: int = 0) -> NoReturn:
    """Refuse a value with a Chinese message and what to write instead; `at` counts the characters before the fault."""
    raise PydanticCustomError("kangle", "{message}", {"message": message, "fix": fix, "at": at})


LONGEST_CODE, LONGEST_HOURS = 300, 600
"""Characters of a value that is read by rules: no id, date, address or week of opening hours is longer."""


def take_typed(value: object) -> str:
    if not isinstance(value, str):
        refuse("应为一段文字，写成了列表或下级字段", _as_text(value))
    return value.strip()


_IN_CHINESE_QUOTES = re.compile(r"[“‘「『＂]([^“”‘’「」『』＂]+)[”’」』＂]")
_LINK = re.compile(r"!?\[[^\[\]]*\]\(([^()\s]+)\)")


def take_text(value: object, longest: int = LONGEST_CODE) -> str:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        refuse("应为一段文字，写成了列表或下级字段", f"去掉方括号：{value[0][:60]}")
    text = take_typed(value)
    if quoted := _IN_CHINESE_QUOTES.fullmatch(text):
        refuse(f"“{quoted[1][:40]}”的引号是中文的，这里不要引号", f"写成 {quoted[1][:60]}")
    if linked := _LINK.fullmatch(text):
        refuse("写成了正文里的链接或图片，这里只写网址或路径", f"写成 {linked[1][:60]}")
    if len(text) > longest:
        refuse(f"太长，最多 {longest} 个字符，现在 {len(text)} 个", "写短一些")
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
    text = _plain_day(take_text(value))
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


_MORE_DAYS = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\s*([-~/—–至到、,和及])\s*(\d{1,2})\s*[日号]?"
)
_AS_LIST = "这里只能写一个；在列表里，用半角逗号隔开：["


def _several(text: str) -> list[str]:
    """The values of a list that is typed with the commas of Chinese; none where there is one value."""
    parts = [part.strip() for part in re.split(r"[、，；;]", text) if part.strip()]
    return parts if len(parts) > 1 else []


_NO_DAY = re.compile("(?:长期|永久|永远|一直|始终)(?:有效|开放)?|无|没有|待定|未定|不限|不定|常年")


def _guess_day(text: str) -> str:
    """What to type for a day that was written in another way."""
    plain = unicodedata.normalize("NFKC", text)
    if match := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", plain):
        return f"写成 {match[1]}-{match[2]}-{match[3]}"
    if match := re.fullmatch(r"(2\d|3[0-5])[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain):
        return f"年份写四位，例如 20{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    if match := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", plain):
        return _turn_round(match)
    if match := re.fullmatch(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", plain):
        return f"补上年份，例如 2026-{match[1]:0>2}-{match[2]:0>2}"
    if match := _ENGLISH.fullmatch(plain):
        return _write_english(match)
    if re.match(r"[二〇零一]{2}[〇零一二三四五六七八九]{2}年", plain):
        return "用数字写，例如 2026-11-23"
    if re.fullmatch(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?", plain):
        return "补上日子，例如 2026-11-23"
    if _NO_DAY.fullmatch(plain):
        return "没有这个日子，就不写这一行；一定要写的，写成 2026-11-23 这样"
    if (parts := _several(text)) and all(_DAY.match(part) for part in parts):
        return _AS_LIST + ", ".join("-".join(p.zfill(2) for p in _DAY.findall(part)[0]) for part in parts)[:100] + "]"
    if len(days := _DAY.findall(plain)) == 2:
        first, last = ("-".join(part.zfill(2) for part in day) for day in days)
        return f"一行只写一天：这里写 {first}，最后一天 {last} 写在 until 或 ends，列表里一天一项"
    if match := re.match(r"(\d{4}-\d{1,2}-\d{1,2})[ T]+\d", plain):
        return f"这里只写日期，例如 {match[1]}"
    if match := _MORE_DAYS.fullmatch(plain):
        first, last = (f"{match[1]}-{match[2]:0>2}-{match[n]:0>2}" for n in (3, 5))
        if re.fullmatch("[、,和及]", match[4]):
            return f"{_AS_LIST}{first}, {last}]"
        return f"一行只写一天：这里写 {first}，最后一天 {last} 写在 until 或 ends，列表里一天一项"
    if len(days) == 1 and int(days[0][0]) in YEARS and not re.search(r"\d", _DAY.sub("", plain)):
        return f"写成 {'-'.join(part.zfill(2) for part in days[0])}"
    if match := re.fullmatch(r"\D*(\d{1,2})月(\d{1,2})[日号]\D*", plain):
        return f"补上年份，例如 2026-{match[1]:0>2}-{match[2]:0>2}"
    return "按 年-月-日 写，例如 2026-11-23"


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH = re.compile(
    r"(?:[a-z]{3,9},? +)?(?:([a-z]{3})[a-z]{0,6}\.? +(\d{1,2})|(\d{1,2}) +([a-z]{3})[a-z]{0,6}\.?)(?:st|nd|rd|th)?,? +(\d{4})",
    re.I,
)


def _write_english(match: re.Match[str]) -> str:
    name, day = (match[1] or match[4]).lower(), int(match[2] or match[3])
    if name not in _MONTHS:
        return "按 年-月-日 写，例如 2026-11-23"
    return f"写成 {match[5]}-{_MONTHS.index(name) + 1:02}-{day:02}"


def _turn_round(match: re.Match[str]) -> str:
    """The year to the front; which of the others is the month is told only where one of them can be none."""
    first, second, year = map(int, match.groups())
    if first > 12 >= second:
        return f"写成 {year}-{second:02}-{first:02}"
    if second > 12 >= first:
        return f"写成 {year}-{first:02}-{second:02}"
    return "年份写在前面，例如 2026-11-23"


def _guess_moment(text: str) -> str:
    """The same with a time behind it; a day without its year is a day still."""
    timed = re.fullmatch(
        r"(\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?)\s*(?:[(（]?(?:周|星期).[)）]?\s*)?([\u4e00-\u9fff]{0,4}\d{1,2}\s*[:：点时].*)",
        text,
    )
    if timed and (guess := _guess_day(timed[1])).startswith("补上年份"):
        return f"{guess} {timed[2][:20]}"
    guess = _guess_day(text)
    return "按 年-月-日 时:分 写，例如 2026-11-23 09:30" if guess.startswith("按 年") else guess


def parse_clock(value: object) -> time:
    """Read a time of day such as 9:00, 18:30, 上午9点 or 下午2点半."""
    if isinstance(value, time):
        return value
    text = take_text(value)
    match = _TIME.fullmatch(text)
    hour, minute = (int(match[1]), int(match[2])) if match else _spoken(text)
    if (hour, minute) == (24, 0):
        refuse(f"{text} 就是第二天的 0:00", "写成 0:00；结束写 0:00，就是到半夜")
    if hour > 23 or minute > 59:
        meant = _guess_clock(text)
        refuse(f"时间写法不对：“{text[:40]}”", f"写成 {meant}" if meant else "按 24 小时制写，例如 14:30")
    return time(hour, minute)


_HALF_DAY = re.compile(r"(?:([ap])\.?m\.? *)?(1[0-2]|0?\d)(?:[:.]([0-5]\d))?(?: *([ap])\.?m\.?)?", re.I)


def _guess_clock(text: str) -> str:
    """What 9.30, 14 or 2:30 PM is on a clock of 24 hours; empty for what is no time."""
    plain = unicodedata.normalize("NFKC", text)
    if match := re.fullmatch(r"([01]\d|2[0-3])([0-5]\d)", plain):
        return f"{int(match[1])}:{match[2]}"
    if match := re.fullmatch(r"([01]?\d|2[0-3])(?:\.(\d\d))?", plain):
        return f"{match[1]}:{match[2] or '00'}"
    match = _HALF_DAY.fullmatch(plain)
    if match is None and (said := re.fullmatch(r"(\d{1,2}:\d{2})\s*(?:左右|前后|整|前|起|开始|以前|之前)", plain)):
        return said[1]
    half = match and (match[1] or match[4])
    if not match or not half:
        return ""
    return f"{int(match[2]) % 12 + (12 if half in 'pP' else 0)}:{match[3] or '00'}"


_DIGITS = "零一二三四五六七八九"
_HOUR = re.compile(r"(?<![一二两三四五六七八九十])([一二两三四五六七八九]|十[一二]?)(?=[点时])")


def _in_digits(text: str) -> str:
    """下午2点 for 下午两点."""

    def write(match: re.Match[str]) -> str:
        word = match[1].replace("两", "二")
        return str(10 * word.startswith("十") + max(_DIGITS.find(word[-1]), 0))

    return _HOUR.sub(write, text)


def _spoken(text: str) -> tuple[int, int]:
    """The hour and minute of a time as it is said; an hour that does not exist for what is none."""
    match = _SPOKEN.fullmatch(_in_digits(unicodedata.normalize("NFKC", text)))
    if not match or (not match[1] and not match[3] and "点" not in text and "时" not in text):
        return 99, 0
    half, hour, minute, thirty = match.groups()
    hours = int(hour)
    if half in ("下午", "傍晚", "晚上", "晚", "夜里") and hours < 12:
        hours += 12
    elif half in ("晚上", "晚", "夜里") and hours == 12:
        hours = 24
    if half in ("上午", "早上", "早晨", "清晨", "凌晨") and hours == 12:
        hours = 0
    if half == "中午" and hours < 11:
        hours += 12
    return hours, int(minute or (30 if thirty else 0))


def parse_moment(value: object) -> datetime:
    """Read a day with or without a time into Asia/Shanghai; a day alone is its midnight."""
    if isinstance(value, datetime):
        return value
    typed = _plain_day(take_text(value))
    text = re.sub(r"(?<=\d)T(?=\d)", " ", typed)
    match = _DAY.match(text)
    if (parts := _several(text)) and all(_DAY.match(part) for part in parts):
        refuse(f"几个时间写成了一个：“{text[:40]}”", f"{_AS_LIST}{', '.join(parts)[:100]}]")
    if match and "T" not in typed and _RANGE.search(text, match.end()):  # 9:00-11:00 is no hour of a zone eleven behind
        fix = "开始和结束分开写，例如 2026-11-23 09:30：活动写 starts 和 ends，通知写 from 和 until"
        refuse(f"这里只能写一个时间：“{text[match.end() :].strip()[:40]}”", fix)
    if _CLOCK_ALONE.fullmatch(text):
        refuse(f"没有写是哪一天：“{text[:40]}”", f"日期也写上，例如 2026-11-23 {text[:20]}")
    if not match:
        refuse(f"日期不明确：“{text[:40]}”", _guess_moment(text))
    weekday = _WEEKDAY.match(text, match.end())
    rest = _in_digits(text[weekday.end() if weekday else match.end() :].strip().lstrip("-_，,、 "))
    day = parse_day(match.group())
    if weekday:
        _agree(day, weekday[1])
    if not rest:
        return datetime.combine(day, time(), SHANGHAI)
    if not re.search(r"\d", rest) and not _TO_MIDNIGHT.fullmatch(rest):
        refuse(f"日期不明确：“{text[:40]}”", f"写成 {day}，要写几点就接在后面，例如 {day} 09:30")
    zone = _ZONE.search(rest)
    written = rest[: zone.start()].strip() if zone else rest
    if _TO_MIDNIGHT.fullmatch(written):
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
    text = take_text(value)
    day = _WHOLE_DAY.sub("", text)
    if match := _DAY.match(day):
        rest = day[match.end() :].strip()
        if not rest or _WEEKDAY.fullmatch(day, match.end()):
            return parse_day(day)
    if match := _TO_MIDNIGHT.search(text):
        midnight = parse_moment(f"{text[: match.start()]} 00:00")
        return midnight + timedelta(days=1)
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
    if re.search(r"[A-Za-z]", text) and not _guess_clock(text):
        refuse(f"时区写法不明确：“{text[:40]}”", "去掉时区（默认北京时间），或写 +08:00")
    return parse_clock(text)
