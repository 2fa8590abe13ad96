"""Dates in a text, gone through sign by sign, in figures and told in Chinese; and which of them is somebody's birth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.publish.second_look.names import find_persons
from plugins.publish.second_look.thing import list_words

_TELLS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_MARKS = ("年", ".", "-", "/", "_", "–", "—", "·")
_BEFORE = (
    "出生日期",
    "出生年月日",
    "出生年月",
    "出生时间",
    "出生",
    "生于",
    "生日",
    "生辰",
    "诞生于",
    "dob",
    "birthday",
    "born on",
    "born",
    "birth",
    "birth date",
    "date of birth",
)
"""What stands before somebody's date of birth."""
_NOT_BEFORE = ("发生于", "产生于", "诞生于", "生日快乐", "生日会", "生日宴", "生日歌", "生日蛋糕")
_NO_BIRTH = frozenset("产效活成态育物命意鲜根长")
_RULES = list_words(
    "以前 以后 之前 之后 之间 期间 凡 年满 周岁 适龄 截至 早于 晚于 (含) 及以 应在 不早 不晚 前出生 后出生 "
    "起出生 成立 建成 开业 生产 至"
)
_WHOEVER = ("儿童", "人口", "居民", "孩子", "老人", "公民", "学生", "人员", "人可")
_GENDER = ("男", "女")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or a month, in a text: its place, and its figures parted by |."""

    start: int
    end: int
    key: str

    @property
    def whole(self) -> bool:
        return self.key.count("|") == 2


def find_births(text: str) -> Iterator[str]:
    """The figures of each date of birth in a line."""
    low = text.casefold()
    for day in _find_days(text):
        ahead, behind = low[max(0, day.start - 24) : day.start], low[day.end : day.end + 12]
        if _is_rule(ahead, behind):
            continue
        marked = _is_marked(ahead)
        born = _is_born(behind)
        if (day.whole and (marked or born or _is_in_list(ahead))) or (
            not day.whole and ("出生年月" in ahead[-10:] or ((born or marked) and any(find_persons(text[: day.start]))))
        ):
            yield day.key


def _is_rule(ahead: str, behind: str) -> bool:
    """Who is entitled by the year of birth is nobody in particular."""
    ruled = any(word in ahead[-12:] + "|" + behind for word in _RULES)
    return ruled or behind.lstrip("日").startswith(tuple(f"出生的{who}" for who in _WHOEVER))


def _is_marked(ahead: str) -> bool:
    place, word = max((ahead.rfind(word), word) for word in _BEFORE)
    between = ahead[place + len(word) :]
    clear = len(between) < 7 and not any(sign.isdigit() or sign in "。;；!！" for sign in between)
    return place >= 0 and clear and not any(word in ahead for word in _NOT_BEFORE)


def _is_born(behind: str) -> bool:
    for skipped in range(4):
        rest = behind[skipped:]
        if rest.startswith(("出生", "生人", "的生日", "生日")):
            return True
        if rest[:1] == "生" and rest[1:2] not in _NO_BIRTH:
            return True
        if rest[:1] in "。,，;；\n" or rest[:1].isdigit():
            return False
    return False


def _is_in_list(ahead: str) -> bool:
    """Whether a date follows 男 or 女, as the columns of a list do."""
    words = ahead.rstrip(" ,，、|\x01\t").removesuffix("汉族").rstrip(" ,，、|\x01\t")
    parted = len(words) < len(ahead)
    return parted and words[-1:] in _GENDER and not ("一" <= words[-2:-1] <= "鿿")


def _find_days(text: str) -> Iterator[Day]:
    at = 0
    while at < len(text):
        sign = text[at]
        if not (sign in "0123456789" or sign in _TELLS):
            at += 1
            continue
        day = _day_at(text, at)
        if day:
            yield day
            at = day.end
        else:
            while at < len(text) and (text[at] in "0123456789" or text[at] in _TELLS):
                at += 1


def _day_at(text: str, at: int) -> Day | None:
    year, end = _number_at(text, at, 8)
    if len(year) == 8 and _is_date(year[:4], year[4:6], year[6:]):
        return Day(at, end, "|".join((year[:4], str(int(year[4:6])), str(int(year[6:])))))
    short = len(year) == 2 and text[end : end + 1] == "年" and year[0] in "3456789"
    if not (short or (len(year) == 4 and year[:2] in ("19", "20"))):
        return None
    place = _skip_mark(text, end)
    month, end = _number_at(text, place, 2) if place else ("", end)
    if not month or not 1 <= int(month) <= 12:
        return None
    alone = Day(at, end + (text[end : end + 1] == "月"), f"{year}|{int(month)}")
    place = _skip_mark(text, end, month=True)
    day, end = _number_at(text, place, 2) if place else ("", end)
    if not day or not 1 <= int(day) <= 31:
        return None if short else alone
    return Day(at, end + (text[end : end + 1] in ("日", "号") and 1), "|".join((year, str(int(month)), str(int(day)))))


def _skip_mark(text: str, at: int, month: bool = False) -> int:
    """Where the next number of a date begins; 0 where none does."""
    while text[at : at + 1] == " ":
        at += 1
    if text[at : at + 1] not in (("月", *_MARKS[1:]) if month else _MARKS):
        return 0
    at += 1
    while text[at : at + 1] == " ":
        at += 1
    return at


def _number_at(text: str, at: int, most: int) -> tuple[str, int]:
    """A number of a date in figures, or told: 一九五〇, 十二, 二十一; and where it ends."""
    end = at
    while end < len(text) and text[end] in "0123456789":
        end += 1
    if end > at:
        return (text[at:end], end) if end - at <= most else ("", end)
    while end < len(text) and (text[end] in _TELLS or text[end] == "十"):
        end += 1
    return (_tell(text[at:end]), end) if 0 < end - at <= max(most, 4) else ("", end)


def _tell(word: str) -> str:
    if "十" not in word:
        return "".join(_TELLS[sign] for sign in word)
    tens, _, ones = word.partition("十")
    return f"{_TELLS.get(tens, '1')}{_TELLS.get(ones, '0')}"


def _is_date(year: str, month: str, day: str) -> bool:
    return year[:2] in ("19", "20") and "01" <= month <= "12" and "01" <= day <= "31"
