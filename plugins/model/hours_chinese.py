"""Opening hours as people say them, put into the form they are to be typed in; hides the words that are known."""

from __future__ import annotations

import re
from collections.abc import Callable

from plugins.model.hours import DAYS, MONTHS

_WIDE = str.maketrans("０１２３４５６７８９：；，、－–—～〜~“”（）　", '0123456789:;,,------""() ')
_HOLIDAY = "法定节假日|法定假日|公众假期|节假日|节日|假日"
_NUMBERS = str.maketrans("一二三四五六日天", "01234566")
_COUNTS = {word: n for n, word in enumerate("一二三四五", 1)}
_D = "[一二三四五六日天]"
_DAY = rf"(?:周|星期|礼拜){_D}"
_REST = r"(?:其余|其他|其它)?(?:时间|日子|的日子|几天)?(?:每天|天天)?(?:开放|都开|都|开)?\s*"
_NAMED = re.compile(rf"(?:周|星期|礼拜)({_D}(?:[,、]?{_D}(?![至到点时\-]))*)(?!期)")
_RUN = re.compile(rf"(?:周|星期|礼拜)({_D})[至到-]({_D})")
_NTH = re.compile(
    rf"(?:每(?:个)?月(?:的)?)?(?:(最后一)|第([1-5一二三四五](?:[,、]第?[1-5一二三四五])*))个?(?:周的?(?=周|星期|礼拜))?(?:周|星期|礼拜)({_D})"
)
_TIMES = re.compile(
    r"(?:(次日凌晨|次日|第二天|翌日|凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|晚|早)\s*)?"
    r"(\d{1,2})(?::(\d\d)|[点时](?:(半)|(\d\d?)分?)?)"
)
_LATIN = re.compile(
    r"\b(\d{1,2})(?:[.:]?([0-5]\d))?\s*([ap])\.?m\b\.?|\b([01]\d|2[0-4])[.]?([0-5]0)(?=\s*-\s*\d\d[.]?\d0\b|(?<=-\d\d\.\d\d)|(?<=-\d{4}))(?![\d:.])",
    re.I,
)
"""Times with am and pm, with a dot, and without a colon."""
_DOTTED = re.compile(r"(?<![\d.:])([01]?\d|2[0-4])\.(00|15|30|45)(?![\d.])")
_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(?:mon(?:day)?|m)\s*-\s*f(?:ri(?:day)?)?\b"), "Mo-Fr"),
    (re.compile(r"(?i)(?<=[\w)])\s*\b(?:to|until|till|through|thru)\b\s*(?=[\w(])"), "-"),
    (re.compile(r"(?i)\s*(?:\band\b|&)\s*"), ","),
    (re.compile(r"(?i)\b(?:every ?day|daily|all week|7 days(?: a week)?)\b"), "每天"),
    (re.compile(r"(?i)\b(?:weekdays?|workdays?|working days?|business days?)\b"), "工作日"),
    (re.compile(r"(?i)\bweekends?\b"), "周末"),
    (re.compile(r"(?i)\b(?:except |closed )?(?:on )?(?:public |bank )?holidays?(?: closed)?\b"), "节假日休息"),
    (re.compile(r"(?i)\bclosed (?:on )?([A-Za-z]+(?:\s*[-,]\s*[A-Za-z]+)*)$"), r"\1 off"),
    (re.compile(r"(?i)\b(?:24 ?h(?:ou)?rs?|24 ?h|all day|round the clock)\b"), "24小时"),
    (re.compile(r"(?i)\b(?:12 ?)?noon\b"), "12:00"),
    (re.compile(r"(?i)\b(?:12 ?)?midnight\b"), "24:00"),
)
"""What people write who learned it in English; applied first."""
_SPOKEN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^\s*7\s*(?:天)?\s*[xX×*]\s*24\s*(?:小时)?\s*$"), "24小时"),
    (re.compile(r"(周|星期|礼拜)([1-7])(?![\d:点时])"), lambda m: m[1] + "一二三四五六日"[int(m[2]) - 1]),
    (re.compile(r"^(?:办公|开放|服务|营业|接待|上班|受理|活动)时间[:是为]\s*"), ""),
    (re.compile(r"(?<=[上下中]午|[早晚]上):\s*(?=[\d一二两三四五六七八九十])"), ""),
    (re.compile(r"\(((?:[上下中]午|[早晚]上)?[\d:点半时][^()]*[\d点半时])\)"), r" \1"),
    (re.compile(r"每晚(?=[\d一二两三四五六七八九十])"), "每天晚上"),
    (re.compile(r"(?:国家|法定|国家法定)(?=工作日)"), ""),
    (re.compile(r"(?:全年)?365天"), "每天"),
    (re.compile(r"(?:每逢)?(?:单数|奇数|单)周(?:的)?(?=周|星期|礼拜)"), "单周"),
    (re.compile(r"(?:每逢)?(?:双数|偶数|双)周(?:的)?(?=周|星期|礼拜)"), "双周"),
    (re.compile(r"朝(?=[一二两三四五六七八九十\d]+点?[至到]?晚)"), "早"),
    (re.compile(rf"^(?:每天|天天) *([^;]*?)[,;] *(?:{_HOLIDAY})照常(?:开放|营业)?$"), r"每天和节假日 \1"),
    (re.compile(rf"^(?:{_HOLIDAY})照常(?:开放|营业)?[,;] *(?:每天|天天)"), "每天和节假日 "),
    (re.compile(rf"逢({_D}+)(?![月日号])"), r"周\1"),
    (re.compile(r"逢(?=周|星期|礼拜)"), ""),
    (
        re.compile(rf"^除了?({_DAY}(?:[至到、,和-]{_DAY})*)(?:以|之)?外[,;]?{_REST}([^;]*[\d点半时])$"),
        r"每天 \2; \1休息",
    ),
    (
        re.compile(rf"^({_DAY}(?:[至到、,和-]{_DAY})*)(?:休息|闭馆|不开|关门)[,;]{_REST}([^;]*[\d点半时])$"),
        r"每天 \2; \1休息",
    ),
    (re.compile(rf"^({_D}(?:[、,]{_D})+)(?=\s*[\d上下早晚])"), r"周\1 "),
    (re.compile(r"(?<![第周期拜每月])([一二两三四五六七八九十]{1,3})(?=[点时])"), lambda m: str(_read_number(m[1]))),
    (
        re.compile(
            r"早(?:上)?([\d一二三四五六七八九十]{1,3})点?[至到]?晚(?:上)?([\d一二三四五六七八九十]{1,3})点?(?![\d:])"
        ),
        r"早\1点-晚\2点",
    ),
    (
        re.compile(r"(?<=早)([一二三四五六七八九十]{1,3})(?=点)|(?<=晚)([一二三四五六七八九十]{1,3})(?=点)"),
        lambda m: str(_read_number(m[0])),
    ),
    (re.compile(r"(?<=\d)\s*/\s*(?=\d{1,2}[:点时])"), ","),
)
"""Numbers and days as they are said; applied next."""
_BARE_RUN = re.compile(r"(\d{1,2})(?=\s*[至到-]\s*\d{1,2}[点时])")
_NEXT_DAY = ("次日", "第二天", "翌日")
_OFFICE = re.compile(r"(?<![\d:])(0[5-9]|1[01]):(\d\d)-(0[1-6]):(\d\d)")
"""Nine to five: nobody has the whole day and the night."""
_LATE = ("下午", "傍晚", "晚上", "夜里", "晚")
_MONTH_RUN = re.compile(r"(?:每年)?(\d{1,2})月?\s*[至到-]\s*(\d{1,2})月(?:份)?(?!\d)")
_DATE_RUN = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日?\s*[至到-]\s*(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日")
_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"(?:每年)?(\d{1,2})月(?:份)?(?!\d)")
_WORDS = (
    (re.compile(rf"^\(?(?:除|除了)?(?:{_HOLIDAY})(?:除外|不算|以外|休息)\)?[ ,;]*(?=\S)(.+)$"), r"\1; PH off"),
    (re.compile(rf"(?:[,;]\s*|(?<![\s,;])\s*)\(?(?:除|除了)?(?:{_HOLIDAY})(?:除外|不算)\)?"), "; PH off"),
    (re.compile(rf"(?:[,;]\s*|(?<![\s,;])\s*)\(?除了?(?:{_HOLIDAY})(?:以?外)?\)?"), "; PH off"),
    (re.compile(r"寒暑假|寒假|暑假|学校放假"), "SH "),
    (re.compile(_HOLIDAY), "PH"),
    (re.compile(r"^\s*(?:(?:每天|全年|全天)\s*)?(?:24小时|二十四小时)(?:开放|营业|服务|有人)?\s*$"), "24/7"),
    (re.compile(r"^\s*(?:全天|全日|整天)(?:开放|营业|服务)?\s*$"), "24/7"),
    (re.compile(r"(?:全天|全日|整天)(?=不开放|休息|不开|关门|闭馆|停)"), ""),
    (re.compile(r"全天|全日|整天|24小时|二十四小时"), " 00:00-24:00"),
    (
        re.compile(
            r"(?:全[年周]无休|全年开放|年中无休|从不休息)(?=.*\d)|(?<=\d\d)[,;\s]*(?:全[年周]无休|年中无休|从不休息)"
        ),
        "Mo-Su,PH ",
    ),
    (re.compile(r"^(.*\d:\d\d)\s*Mo-Su,PH\s*$"), r"Mo-Su,PH \1"),
    (re.compile(r"双休日|周末"), "Sa-Su"),
    (re.compile(r"(?:工作日|上班时间)(?=.*PH)"), "Mo-Fr "),
    (re.compile(r"^(.*)(?:工作日|上班时间)(.*)$"), r"\1Mo-Fr \2; PH off"),
    (re.compile(r"单周(?:的)?"), "week 1-53/2 "),
    (re.compile(r"双周(?:的)?"), "week 2-52/2 "),
    (re.compile(r"每天|每日|天天|每晚"), "Mo-Su "),
    (re.compile(r"每(?:周|星期|逢)?(?=[A-Z])|每逢?(?=[A-Z])"), ""),
    (re.compile(r"不开放|休息|不开|关门|闭馆|停"), "off"),
    (re.compile(r"开放|营业|开门|服务|都|的"), ""),
    (re.compile(r"(?<!\s)\s*[至到]\s*"), "-"),
    (re.compile(r"(?<!\s)\s*-\s*(?=\d)"), "-"),
    (re.compile(r"和|及|与"), ","),
    (re.compile(r"(?<![\d:/-])(?<!week )(\d{1,2})-(\d{1,2})(?![\d:/])(?=\s*(?:[,;]|$))"), r"\1:00-\2:00"),
    (re.compile(r"(?i)\b(mo|tu|we|th|fr|sa|su)(?:n|on|e|es|d|r|u|t|i)?(?:day|nesday|sday|rsday|urday)?s?\b"), r"<\1>"),
    (re.compile(r"(?<=[A-Za-z>\]])(?=\d)"), " "),
    (re.compile(r"(?<=[>a-zH])(?<!\s)\s*:\s*(?=\d)"), " "),
    (re.compile(r"(?<=\d\d:\d\d-\d\d:\d\d)\s*;\s*(?=\d\d:\d\d-\d\d:\d\d)"), ","),
    (re.compile(r"(?<=\d\d:\d\d)[ ]+(?=\d{1,2}:\d\d-)"), ","),
    (re.compile(r"(?<=[\d>\]H])\s*(?=week)"), " "),
    (re.compile(r"(?<=\d)\s*[,。]\s*(?=[A-Z<w])"), "; "),
    (re.compile(r"(?<=off)\s*[,。]?\s*(?=[A-Z<w])"), "; "),
    (re.compile(r"(?<!^)(?<![\s;,-])(?=off)"), " "),
    (re.compile(r"\b(\d):(?=\d\d)"), r"0\1:"),
    (re.compile(r"(?<! ) *; *"), "; "),
    (re.compile(r"(?<!\s)\s*\(([A-Z<][^()\d]*off)\)"), r"; \1"),
    (re.compile(r"(?<=\d\d:\d\d) +(?=[A-Z<][A-Za-z<>,-]{1,40} off)"), "; "),
    (re.compile(r"(?<=\d\d:\d\d) +(?=[A-Z<][A-Za-z<>,\[\]0-9-]{1,40} +\d\d:\d\d)"), "; "),
    (re.compile(r"^([\d:,-]+) +([A-Z<][A-Za-z<>,\[\]0-9-]*) *$"), r"\2 \1"),
    (re.compile(r"(?<=[a-z>\]H]) *, *(?=\d\d?:\d\d)"), " "),
    (re.compile(r"^(.*); PH off ?(\d\d:[\d:,-]+)$"), r"\1 \2; PH off"),
    (re.compile(r"(?<!\s)\s+,"), ","),
    (re.compile(r"  +"), " "),
    (re.compile(r"(?<![\s,;。])[\s,;。]+$|^[\s,;]+"), ""),
)
"""What people write instead, by a pattern; applied in this order."""


_HINTS = (
    (
        re.compile("隔周|隔一周|每两周|每2周|每二周"),
        "单数周写 week 1-53/2，双数周写 week 2-52/2，例如 week 2-52/2 Fr 14:30-16:30",
    ),
    (
        re.compile("[春夏秋冬]季|[冬夏]令|[旺淡]季"),
        "季节写成月份，写在后面，例如 Mo-Fr 09:00-18:00; Jun-Sep Mo-Fr 08:30-12:00",
    ),
    (
        re.compile(r"每月(?:的)?[\d一二三四五六七八九十、,和 ]{1,12}[日号]"),
        "每月几日，这里写不出：写进 hours_note；每月第一个周六写 Sa[1] 09:00-11:00",
    ),
    (
        re.compile("日[出落]|天[亮黑]"),
        "天亮天黑天天不同，写几点到几点，例如 06:00-18:00；说不准就写进 hours_note",
    ),
    (
        re.compile(r"^[^-至到—–~～]*[\d点时半](?:以后|之后|起|以前|之前|开始)[^-至到—–~～]*$"),
        "写几点到几点，例如 09:00-12:00",
    ),
    (
        re.compile("(?:春节|国庆|五一|元旦|清明|端午|中秋|过年)[^休停关]{0,6}(?:休息|不开|停|关门|闭馆)"),
        "放假的日子不开，写 PH off，放在最后；别的日子写在 exceptions",
    ),
    (
        re.compile("^[^0-9点时]*(?:上午|下午|晚上|早上|中午)[^0-9点时]*$"),
        "写几点到几点，例如 Tu,Th 14:00-18:00；说不准就写进 hours_note",
    ),
)
"""What cannot be said as it was, and what to write instead."""


def advise(text: str) -> str:
    """What to write for words that have no hours in them; empty for others."""
    return next((words for sign, words in _HINTS if sign.search(text)), "")


def translate(text: str) -> str:
    """The text with every word that is known in the form it should have; the rest stays."""
    tried = text.translate(_WIDE)
    for pattern, words in (*_ENGLISH, *_SPOKEN):
        tried = pattern.sub(words, tried)
    tried = _BARE_RUN.sub(r"\1点", _DOTTED.sub(r"\1:\2", _LATIN.sub(_write_latin, tried)))
    tried = re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", tried)
    tried = _NTH.sub(_write_nth, tried)
    tried = _RUN.sub(lambda m: f"{_say_day(m[1])}-{_say_day(m[2])} ", tried)
    tried = _NAMED.sub(lambda m: ",".join(_say_day(c) for c in m[1] if c not in ",、") + " ", tried)
    tried = re.sub(r"(?<=[a-z]) +(?=[,至到-])", "", tried)
    tried = _DATE_RUN.sub(_say_dates, tried)
    tried = _DATE.sub(lambda m: f"{_year(m[1])}{_month(m[2])} {int(m[3]):02d} ", tried)
    tried = _MONTH_RUN.sub(lambda m: f"{_month(m[1])}-{_month(m[2])} ", tried)
    tried = _MONTH.sub(lambda m: f"{_month(m[1])} ", tried)
    tried = _put_times(tried)
    for pattern, words in _WORDS:
        tried = pattern.sub(words, tried)
    tried = _OFFICE.sub(lambda m: f"{m[1]}:{m[2]}-{int(m[3]) + 12}:{m[4]}", tried)
    return re.sub("<(..)>", lambda m: m[1].capitalize(), tried).strip()


def _read_number(word: str) -> int:
    """A number up to ninety-nine: 十二, 二十."""
    tens, ten, ones = word.replace("两", "二").rpartition("十")
    return 10 * ("一二三四五六七八九".find(tens or "一") + 1) * bool(ten) + "一二三四五六七八九".find(ones or " ") + 1


def _say_day(word: str) -> str:
    return DAYS[int(word.translate(_NUMBERS))]


def _year(word: str | None) -> str:
    return f"{word} " if word else ""


def _month(word: str) -> str:
    number = int(word)
    return MONTHS[number - 1] if 1 <= number <= 12 else word


def _write_nth(match: re.Match[str]) -> str:
    counts = [c if c.isdigit() else str(_COUNTS[c]) for c in match[2] or "" if c not in "第,、"] or ["-1"]
    return f"{_say_day(match[3])}[{','.join(counts)}] "


def _say_dates(match: re.Match[str]) -> str:
    year, month, day, until_year, until_month, until_day = match.groups()
    until_year = until_year or (year if until_month else None)
    end = f"{_year(until_year)}{_month(until_month)} " if until_month else ""
    return f"{_year(year)}{_month(month)} {int(day):02d}-{end}{int(until_day):02d} "


def _write_latin(match: re.Match[str]) -> str:
    if match[4]:
        return f"{match[4]}:{match[5]}"
    hour = int(match[1]) % 12 + (12 if match[3] in "pP" else 0)
    return f"{hour:02d}:{match[2] or '00'}"


def _put_times(text: str) -> str:
    """Times of day as hours and minutes; what was said of the afternoon holds for the end of the span as well."""
    part = ""
    since = 0

    def put(match: re.Match[str]) -> str:
        nonlocal part, since
        between = text[since : match.start()]
        part = match[1] or (part if re.fullmatch(r"\s*[至到-]\s*", between) else "")
        since = match.end()
        late = part in _LATE and int(match[2]) < 12
        hour = int(match[2]) + (24 if part.startswith(_NEXT_DAY) else 12 if late else 0)
        minute = match[3] or ("30" if match[4] else (match[5] or "00").zfill(2))
        return f"{hour:02d}:{minute}"

    return _TIMES.sub(put, text)
