"""Days that come again, as people say them: 周二、周四, 隔周周五, 每月第三个周三, 每月15日; hides how RFC 5545 has it."""

from __future__ import annotations

import re
import unicodedata

_CODES = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))
_ORDER = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_WEEK = re.compile(r"(?:周|星期|礼拜)").pattern
_WORKDAYS = re.compile("每?(?:个)?工作日")
_WEEKENDS = re.compile("每?(?:个)?(?:周末|双休日)")
_DAILY = re.compile(r"天天|(?:每?(?P<off>隔)|每)?(?P<step>[1-9一二两三四五六七八九])?[天日]")
_WEEKLY = re.compile(
    rf"(?:(?:每|逢)?(?P<skip>隔一?|每隔一|(?P<step>[1-9一二两三四五六七八九]))个?{_WEEK}的?|(?:每|逢)?个?)"
    rf"(?P<days>{_WEEK}[一二三四五六日天](?:(?:[、,和及]|至|到|-|~)?{_WEEK}?[一二三四五六日天]){{0,6}})"
)
_NTH = re.compile(
    rf"(?:第(?P<nth>[1-5一二三四五](?:[、,和]第?[1-5一二三四五]){{0,4}})个?|(?P<last>最后一?个?)){_WEEK}(?P<day>[一二三四五六日天])"
)
_MONTHLY = re.compile(
    r"每?(?P<step>[1-9一二两三四五六七八九])?个?月的?(?P<days>(?:(?:第[、,和第1-5一二三四五]{1,20}个?|最后一?个?)"
    rf"{_WEEK}[一二三四五六日天][、,和]?){{1,5}})(?<![、,和])"
)
_MONTH_DAY = re.compile(
    r"每?个?月的?(?:(?P<days>[0-9]{1,2}[日号]?(?:[、,和][0-9]{1,2}[日号]?){0,9})(?<=[日号])|最后一[天日])"
)
_YEARLY = re.compile(r"每年的?(?:(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号])?")
_CLOCK = re.compile(r"[0-9]{1,2}[:点时]")
_NAMES = "一二三四五六日"
_CODED = re.compile(r"(?i:mo|tu|we|th|fr|sa|su)(?:[、,](?i:mo|tu|we|th|fr|sa|su)){0,6}")
_ELSEWHERE = {
    "每月最后一个工作日": "写 repeat: FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "每季度": "写 repeat: FREQ=MONTHLY;INTERVAL=3，从 starts 那个月算起",
    "节假日": "哪几天放假一天一天写在 also 里；放假停办的，写 holidays: off",
    "寒暑假": "哪几天一天一天写在 also 里，或写 every: 每天，再用 until 写到哪天",
}
_PART_OF_DAY = re.compile("[上中下]午|[早晚]上|傍晚|夜里|凌晨|晚$|早$")
_RUN = re.compile(rf"{_WEEK}?([一二三四五六日天])(?:至|到|-|~){_WEEK}?([一二三四五六日天])")
_MONTHS, _DAYS = 12, 31


class RecurrenceError(Exception):
    """Days that cannot be read: what is wrong and what to type instead, in Chinese."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


def parse_recurrence(text: str) -> str:
    """The RRULE that days in words mean; raises RecurrenceError where nobody could tell."""
    plain = re.sub(r"[\s。]+", "", unicodedata.normalize("NFKC", text))
    plain = re.sub("每逢", "每", re.sub("每个月", "每月", plain)).replace("~", "至").replace("/", "、")
    plain = re.sub("(?<=[周月年天一二三四五六日])(?:举?[办行])?一次$", "", plain)
    if _WORKDAYS.fullmatch(plain):
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if _WEEKENDS.fullmatch(plain):
        return "FREQ=WEEKLY;BYDAY=SA,SU"
    for form, read in _FORMS:
        match = form.fullmatch(plain)
        rule = read(match) if match else ""
        if rule:
            return rule
    raise RecurrenceError(*_explain(text, plain))


def _daily(match: re.Match[str]) -> str:
    step = _number(match["step"] or "1")
    return "FREQ=DAILY" + _interval(step + bool(match["off"]))


def _weekly(match: re.Match[str]) -> str:
    step = _number(match["step"]) if match["step"] else 2 if match["skip"] else 1
    days = _days(match["days"])
    return f"FREQ=WEEKLY{_interval(step)};BYDAY={','.join(days)}" if days and step else ""


def _plain_week(match: re.Match[str]) -> str:
    return f"FREQ=WEEKLY{_interval(2 if '隔' in match[0] else _number(match['step'] or '1'))}"


def _monthly(match: re.Match[str]) -> str:
    found: list[str] = []
    for part in _NTH.finditer(match["days"]):
        numbers = [-1] if part["last"] else [_number(n) for n in re.findall(r"[1-5一二三四五]", part["nth"])]
        found += (f"{n}{_CODES[part['day']]}" for n in numbers)
    step = _interval(_number(match["step"] or "1"))
    return f"FREQ=MONTHLY{step};BYDAY={','.join(dict.fromkeys(found))}" if found else ""


def _month_day(match: re.Match[str]) -> str:
    if not match["days"]:
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    days = [int(n) for n in re.findall(r"[0-9]+", match["days"])]
    return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}" if all(1 <= n <= _DAYS for n in days) else ""


def _yearly(match: re.Match[str]) -> str:
    if not match["month"]:
        return "FREQ=YEARLY"
    month, day = int(match["month"]), int(match["day"])
    fits = 1 <= month <= _MONTHS and 1 <= day <= _DAYS
    return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}" if fits else ""


_FORMS = (
    (_DAILY, _daily),
    (re.compile(rf"每(?P<step>[1-9一二两三四五六七八九])?个?{_WEEK}|每?隔一?个?{_WEEK}"), _plain_week),
    (_WEEKLY, _weekly),
    (_MONTHLY, _monthly),
    (_MONTH_DAY, _month_day),
    (_YEARLY, _yearly),
)


def _days(words: str) -> list[str]:
    """The codes of 周一、三、周五 or 周一至周五, in the order of the week; none where a run goes backwards."""
    found: set[str] = set()
    for run in _RUN.finditer(words):
        first, last = (_ORDER.index(_CODES[c]) for c in run.groups())
        if first >= last:
            return []
        found.update(_ORDER[first : last + 1])
    single = _RUN.sub("", words)
    found.update(_CODES[c] for c in re.findall(r"(?<!礼)[一二三四五六日天]", single))
    return [code for code in _ORDER if code in found]


def _number(word: str) -> int:
    return int(word) if word.isascii() else _NUMBERS[word]


def _interval(step: int) -> str:
    return f";INTERVAL={step}" if step > 1 else ""


def _explain(text: str, plain: str) -> tuple[str, str]:
    """Why days are not understood, and what to type."""
    message = f"哪几天看不懂：“{text[:40]}”"
    if "FREQ=" in plain.upper():
        return message, f"这里写 周二、周四；RFC 5545 的写法写在 repeat: {text.strip()[:60]}"
    if _CLOCK.search(plain):
        return message, "这里只写哪几天，例如 周二、周四；几点写在 starts 和 ends"
    if re.fullmatch(r"每?隔[一二三四五六日天]", plain.replace("周", "", 1)) or re.search("[单双]周", plain):
        day = next((c for c in plain if c in _CODES), "五")
        return message, f"写 隔周周{day}，从 starts 那一周算起"
    if plain in _ELSEWHERE:
        return message, _ELSEWHERE[plain]
    if codes := _CODED.fullmatch(plain):
        days = [_ORDER.index(code.upper()) for code in re.split("[、,]", codes[0])]
        return message, f"写 {'、'.join(f'周{_NAMES[day]}' for day in days)}"
    if turned := _RUN.fullmatch(plain.removeprefix("每")):
        first, last = (_NAMES.index(day.replace("天", "日")) for day in turned.groups())
        days = [day % 7 for day in range(first, last + 8)] if first > last else []
        return message, f"一天一天写：{'、'.join(f'周{_NAMES[day]}' for day in days)}"
    if re.search("除外|除了|以外|不含", plain):
        return message, "把办的日子都写上，例如 周一至周五、周日；只停一次的写在 except"
    if _PART_OF_DAY.search(plain):
        try:
            parse_recurrence(bare := _PART_OF_DAY.sub("", plain))
        except RecurrenceError:
            return message, "这里只写哪几天，例如 周二、周四；几点写在 starts 和 ends"
        return message, f"这里只写哪几天：写 {bare}；几点写在 starts 和 ends"
    if re.search("初|农历", plain):
        return message, "农历的日子每年不同，在 also 里一天一天写"
    if re.fullmatch(r"每?个?月", plain):
        return message, "写明每月哪一天，例如 每月第三个周三，或 每月15日"
    return message, "例如 周二、周四；每天；工作日；隔周周五；每月第三个周三；每月15日"
