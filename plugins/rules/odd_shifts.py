"""Shifts and changes of a roster that cannot be meant; hides how long a watch may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from plugins.model import WEEKDAYS, Change, Community, Pattern, Roster
from plugins.problems import Level
from plugins.rules.written import Slip, Written
from plugins.text import Loc

_ABSENCE = re.compile(
    r"请假|不来|来不了|没空|换人|换班|调班|代班|顶班|替班|对调|互换|对换|代一|代替|替一|顶一|来替|来代|多来|少来|补上|取消|停班|停一次|改到|改在"
)
"""What somebody writes beside a change who means it to happen by itself."""


def find_odd_rosters(written: Written) -> Iterator[Slip]:
    for roster in written.sources.rosters:
        yield from _find_long_shifts(roster, written.sources.community)
        yield from _find_small_hours(roster)
        yield from _find_idle_patterns(roster)
        for i, change in enumerate(roster.changes):
            for loc, message, fix, level in _judge_change(change):
                yield roster.path, ("changes", i, *loc), message, fix, level


_SMALL_HOURS, _DAWN, _NIGHTFALL = range(1, 5), 7, 20
_OF_THE_NIGHT = re.compile("夜|巡逻|巡更|值守|凌晨")


def _find_small_hours(roster: Roster) -> Iterator[Slip]:
    """An afternoon typed without its twelve hours; who serves at night does so in other shifts, or says it."""
    served = any(p.starts.hour >= _NIGHTFALL or p.ends < p.starts for p in roster.pattern)
    for i, pattern in enumerate(roster.pattern):
        small = pattern.starts.hour in _SMALL_HOURS and pattern.starts < pattern.ends and pattern.ends.hour <= _DAWN
        if small and not served and not _OF_THE_NIGHT.search(f"{roster.name}{pattern.duty}"):
            later = f"{pattern.starts.hour + 12}:{pattern.starts:%M}"
            fix = f"下午的钟点按 24 小时制写，{pattern.starts:%H:%M} 写成 {later}"
            yield roster.path, ("pattern", i, "starts"), f"凌晨 {pattern.starts:%H:%M} 开始", fix, "warning"


def _find_long_shifts(roster: Roster, community: Community) -> Iterator[Slip]:
    """A shift longer than anybody may serve in a day was typed with a wrong end."""
    if community.levels.double == "off":
        return
    limit = timedelta(hours=community.day_hours)
    level: Level = "error" if community.levels.double == "error" else "warning"
    for i, pattern in enumerate(roster.pattern):
        lasts = _length_of(pattern)
        if lasts > limit:
            over = "次日" if pattern.ends < pattern.starts else ""
            span = f"{pattern.starts:%H:%M} 到{over} {pattern.ends:%H:%M}"
            yield roster.path, ("pattern", i, "ends"), *_tell_long(span, lasts, community.day_hours), level
    for i, shift in enumerate(roster.shifts):
        if shift.ends - shift.starts > limit:
            span = f"{shift.starts:%Y-%m-%d %H:%M} 到 {shift.ends:%Y-%m-%d %H:%M}"
            told = _tell_long(span, shift.ends - shift.starts, community.day_hours)
            yield roster.path, ("shifts", i, "ends"), *told, level


def _length_of(pattern: Pattern) -> timedelta:
    minutes = (pattern.ends.hour - pattern.starts.hour) * 60 + pattern.ends.minute - pattern.starts.minute
    return timedelta(minutes=minutes % (24 * 60))


def _tell_long(span: str, lasts: timedelta, limit: int) -> tuple[str, str]:
    hours = f"{lasts.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")
    fix = "核对开始和结束；真有这么长，就分成几班，或在 community.yaml 里改 day_hours"
    return f"{span}，一班 {hours} 小时，多于一天最多的 {limit} 小时", fix


def _find_idle_patterns(roster: Roster) -> Iterator[Slip]:
    """A weekly shift whose weekday does not come between the roster's dates, and a roster without any shift."""
    if not roster.pattern and not roster.shifts:
        fix = "每周固定的班写在 pattern，单独的班写在 shifts"
        yield roster.path, (), "这张值班表里一班也没有", fix, "warning"
    length = (roster.until - roster.from_).days + 1
    days = {(roster.from_.weekday() + n) % 7 for n in range(max(0, min(7, length)))}
    for i, pattern in enumerate(roster.pattern):
        weekday = WEEKDAYS.index(pattern.weekday)
        if days and weekday not in days:
            message = f"{roster.from_} 到 {roster.until} 里没有星期{'一二三四五六日'[weekday]}，这一班一次也没有"
            yield roster.path, ("pattern", i, "weekday"), message, "核对 from、until 和星期", "error"


def _judge_change(change: Change) -> Iterator[tuple[Loc, str, str, Level]]:
    """A change does one thing: it brings, takes away, or stops a shift."""
    for i, person in enumerate(change.remove):
        if person in change.remove[:i]:
            yield ("remove", i), f"“{person}”写了两次", "删掉一个", "error"
        elif person in change.add:
            message = f"“{person}”又加又减，等于没有变"
            yield ("remove", i), message, "从 add 或 remove 里删掉，换成要换的那一位", "error"
    if change.cancelled and change.add:
        fix = "真停班就删掉 add；有人来就删掉 cancelled"
        yield ("add",), "这一班停了，加的人不会显示", fix, "error"
    if change.cancelled and change.remove:
        yield ("remove",), "这一班停了，不用再减人", "删掉 remove，或删掉 cancelled", "error"
    if change.add or change.remove or change.cancelled:
        return
    if not change.note:
        fix = "加人写 add，减人写 remove，停班写 cancelled: true；没有变就删掉这一条"
        yield (), "这一条没有变动什么", fix, "error"
    elif _ABSENCE.search(change.note):
        fix = "减人写 remove，加人写 add，停班写 cancelled: true"
        yield ("note",), f"说明写了“{change.note[:40]}”，可是没有加人、减人，也没有停班", fix, "warning"
