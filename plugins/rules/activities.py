"""Activities whose times nobody can mean, or hardly: each is told with what to write; hides how slips are guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from plugins.model import (
    SHANGHAI,
    Activity,
    Sources,
    clock_words,
    dates_of,
    dotted,
    extra_moments,
    is_lunar,
    label_at,
    last_of,
    lunar_of,
    lunar_words,
    rule_moments,
    rule_of,
    upcoming,
)
from plugins.problems import Level, Problem
from plugins.rules.signups import Doubt, doubt_signup, find_signup_faults
from plugins.text import Loc, Tree

_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
_SOON = timedelta(days=200)
"""So long ahead an activity is announced at most: what a shift of years brings within that is a slip of the year."""
_LONG = timedelta(days=300)
"""What lasts longer than this, or comes so long after everything else, has a year that is worth a look."""
_YEARS_OF_A_RULE = timedelta(days=2 * 366)
_WEEKDAYS = "一二三四五六日"


def check_activities(sources: Sources, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every fault of an activity's times, and a warning for each that looks like a slip."""
    drafts = (entry for entry in sources.drafts if isinstance(entry, Activity))
    for activity in (*sources.activities, *drafts):
        told = False
        for rule in _FAULTS:
            faults = list(rule(activity))
            yield from _tell(activity, trees, faults, "error")
            told = told or bool(faults)
            if told and rule in (_find_backward, _find_two_rules, _find_no_day):
                break
        if not told:
            for doubt in _DOUBTS:
                yield from _tell(activity, trees, doubt(activity), "warning")


def is_settled(activity: Activity) -> bool:
    """Whether its dates are what they are meant to be: those of a faulty one accuse nobody else."""
    rules = (_find_backward, _find_two_rules, _find_no_day, _find_long)
    return not any(True for rule in rules for _ in rule(activity))


def _tell(activity: Activity, trees: Mapping[str, Tree], found: Iterable[Doubt], level: Level) -> Iterator[Problem]:
    for loc, message, fix in found:
        line, column = trees[activity.path].place(activity.at + loc)
        label = label_at(Activity, loc)
        yield Problem(activity.path, line, column, dotted(loc), label, message, fix, level)


def _find_backward(activity: Activity) -> Iterator[Doubt]:
    """The end is there, is of the same sort as the start, and after it."""
    starts, ends = activity.starts, activity.ends
    if ends is None:
        if isinstance(starts, datetime):
            example = f"{starts + timedelta(hours=2):%Y-%m-%d %H:%M}"
            yield ("ends",), "没有写结束时间", f"加上 ends: {example}；全天的活动，starts 只写日期"
    elif isinstance(starts, datetime) and not isinstance(ends, datetime):
        yield ("ends",), "开始有钟点，结束没有", f"写上几点结束，例如 {ends} 17:00；全天的活动，starts 也只写日期"
    elif isinstance(ends, datetime) and not isinstance(starts, datetime):
        yield ("starts",), "结束有钟点，开始没有", f"写上几点开始，例如 {starts} 09:00；全天的活动，ends 也只写日期"
    elif activity.finishes <= activity.begins:
        fix = f"核对开始和结束时间{_same_day_later(activity)}"
        yield ("ends",), "结束时间不在开始之后", fix


def _same_day_later(activity: Activity) -> str:
    """Of what ends in the small hours or on a clock of twelve hours, the end as it was meant."""
    begins, finishes = activity.begins, activity.finishes
    later = finishes + timedelta(hours=12)
    if begins.date() == finishes.date() == later.date() and begins < later and not activity.is_whole_days:
        night = f"；过了半夜才结束，写 {finishes + _DAY:%Y-%m-%d %H:%M}" if finishes.hour < 6 else ""
        return f"；下午的钟点按 24 小时制写：{later:%Y-%m-%d %H:%M}{night}"
    if begins.date() == finishes.date() and finishes.hour < 6 < begins.hour and not activity.is_whole_days:
        return f"；过了半夜才结束，写 {finishes + _DAY:%Y-%m-%d %H:%M}"
    return ""


def _find_two_rules(activity: Activity) -> Iterator[Doubt]:
    """A rule is said once, and ends in one way; what ends a rule has one."""
    rule = activity.repeat or activity.every or (activity.lunar if activity.is_each_lunar_year else "")
    if activity.every and activity.repeat:
        yield ("repeat",), "写了 every 又写 repeat", "留下一个，every 够用就删掉 repeat"
    ended = next((part for part in ("UNTIL", "COUNT") if rule and f"{part}=" in rule), "")
    for field in ("until", "count"):
        if getattr(activity, field) is None:
            continue
        if not rule:
            day = _WEEKDAYS[activity.begins.weekday()]
            yield (field,), "没有写哪几天重复", f"加上 every: 周{day}；一连几天的展览，最后一天写在 ends"
        elif ended:
            yield (field,), f"重复规则里已经有 {ended}", f"删掉这一行，或删掉规则里的 {ended}"
    if activity.until and activity.count:
        yield ("count",), "写了 until 又写 count", "留下一个"
    if activity.holidays == "off" and not rule and not activity.is_run:
        fix = "删掉这一行；放假那天不办，就写 state: cancelled"
        yield ("holidays",), "活动只办一次，没有哪天要停", fix


def _find_no_day(activity: Activity) -> Iterator[Doubt]:
    """A rule has a day, its first is the start, and not all of them are left out."""
    field = "repeat" if activity.repeat else "every"
    if not activity.repeat and not activity.every:
        if activity.is_series and not upcoming(activity, activity.begins - _DAY, 1):
            yield ("except",), "每一天都停办了", "整个取消写 state: cancelled"
        return
    first = next(rule_moments(activity), None)
    if first is None and activity.until:
        yield ("until",), "从开始时间算起，到这一天一次也没有", "核对 starts 和 until 的日期"
    elif first is None:
        yield (field,), "从开始时间算起，这条重复规则里没有一天", "核对开始时间和 UNTIL"
    elif first != activity.begins:
        fix = f"starts 写成 {_typed(first, activity)}（周{_WEEKDAYS[first.weekday()]}），ends 跟着改；或改 {field}"
        day = _WEEKDAYS[activity.begins.weekday()]
        yield ("starts",), f"开始那天（周{day}）不在自己的重复规则里", fix
    elif not upcoming(activity, activity.begins - _DAY, 1):
        yield ("except",), "每一次都停办了", "整个取消写 state: cancelled"


def _find_long(activity: Activity) -> Iterator[Doubt]:
    """An occurrence of what repeats is over before the next, and within a day where it has a clock."""
    if not activity.repeat and not activity.every:
        return
    dates = rule_moments(activity)
    first, second = next(dates, None), next(dates, None)
    overlaps = first is not None and second is not None and first + activity.length > second
    if overlaps or (activity.length > _DAY and not activity.is_whole_days):
        until = "" if _has_end(activity) else f"；到哪天为止写 until: {activity.last_day}"
        end = datetime.combine(activity.begins.date(), activity.finishes.timetz())
        example = "" if activity.is_whole_days or end <= activity.begins else f"，例如 {end:%Y-%m-%d %H:%M}"
        fix = f"ends 只写第一场的结束时间{example}{until}"
        yield ("ends",), f"有重复，一场却长达 {_days_words(activity.length)}", fix


def _has_end(activity: Activity) -> bool:
    rule = rule_of(activity)
    return "UNTIL=" in rule or "COUNT=" in rule


def _days_words(length: timedelta) -> str:
    return f"{max(2, -(-length // _DAY))} 天"


def _find_idle_days_off(activity: Activity) -> Iterator[Doubt]:
    """A day off is a day of the rule, and stands there once."""
    for i, day in enumerate(activity.except_):
        if not activity.is_series:
            fix = "整个取消写 state: cancelled；改期就改 starts 和 ends"
            yield ("except", i), "活动只办一次，停办的日子不起作用", fix
        elif day in activity.except_[:i]:
            yield ("except", i), "写了两次", "删掉一个"
        elif not _has_date_on(activity, day):
            yield ("except", i), "这一天本来就没有", _near(activity, day)


def _has_date_on(activity: Activity, day: date) -> bool:
    since = datetime.combine(day, time(), SHANGHAI)
    found = next(rule_moments(activity, since), None)
    return found is not None and found.date() == day


def _near(activity: Activity, day: date) -> str:
    """The dates around a day on which there is something."""
    if day in (moment.date() for moment in extra_moments(activity)):
        return "那天是加场，从 also 里删掉"
    noon = datetime.combine(day, time(12), SHANGHAI)
    since = rule_moments(activity, noon - timedelta(days=40))
    before = [m.date() for m in takewhile(lambda moment: moment < noon, since)]
    after = next(rule_moments(activity, noon), None)
    near = [*before[-1:], *([after.date()] if after else [])]
    words = "、".join(f"{d}（周{_WEEKDAYS[d.weekday()]}）" for d in near)
    return f"核对日期，前后的场次是 {words}" if words else "核对日期和年份"


def _find_idle_extras(activity: Activity) -> Iterator[Doubt]:
    """An extra date has what the others have, is none of theirs, and comes after the first."""
    seen: set[datetime] = set()
    for i, said in enumerate(activity.also):
        loc: Loc = ("also", i)
        if activity.is_whole_days and isinstance(said, datetime):
            yield loc, "活动是全天的，加场却有钟点", f"写成 {said:%Y-%m-%d}；有钟点的活动，starts 和 ends 也写钟点"
            continue
        clock = activity.begins.timetz()
        moment = said if isinstance(said, datetime) else datetime.combine(said, clock)
        yield from ((loc, *fault) for fault in _judge_extra(activity, moment, seen))
        seen.add(moment)


def _judge_extra(activity: Activity, moment: datetime, seen: set[datetime]) -> Iterator[tuple[str, str]]:
    if moment in seen:
        yield "写了两次", "删掉一个"
    elif moment < activity.begins:
        yield "加场比第一场还早", "核对日期和年份；它才是第一场，就写进 starts"
    else:
        clash = _clash(activity, moment)
        if clash == moment and moment.date() in activity.except_:
            yield "同一场又停又加", "删掉 except 里的这一天，或把这里的钟点改成新的"
        elif clash == moment:
            yield "这一场本来就有", "删掉这一项"
        elif clash and moment.date() not in activity.except_:
            fix = f"改时间，就把 {clash.date()} 也写进 except"
            yield f"和 {clock_words(clash)} 开始的那一场重叠", fix


def _clash(activity: Activity, moment: datetime) -> datetime | None:
    """The date of the rule that goes on at the same time."""
    near = rule_moments(activity, moment - activity.length)
    for other in takewhile(lambda other: other < moment + activity.length, near):
        if other == moment or other > moment - activity.length:
            return other
    return None


def _find_lunar(activity: Activity) -> Iterator[Doubt]:
    """The day of the Chinese calendar is that of the start; what comes again has another each time."""
    if not activity.lunar:
        return
    day = activity.begins.date()
    said = activity.lunar_day
    if activity.repeat or activity.every:
        field = "repeat" if activity.repeat else "every"
        yield ("lunar",), "每次的农历日子不同", f"删掉这一行；每年农历那天办的，写 lunar: 每年{said}，删掉 {field}"
    elif not is_lunar(day, said):
        found = lunar_of(day)
        meant = [d for year in (day.year, day.year + 1) for d in dates_of(said, year)]
        fix = f"{said}是 {'、'.join(map(str, meant))}，改 starts；日期没有错就改这一行"
        if not meant:
            eve = "；一年的最后一天写 除夕" if said == "腊月三十" else ""
            fix = f"{day.year} 年和 {day.year + 1} 年都没有{said}，改这一行{eve}"
        yield ("lunar",), f"{day} 是农历{lunar_words(found) if found else ''}", fix


def _doubt_past(activity: Activity) -> Iterator[Doubt]:
    """What was over before it was announced has another year, if some year makes sense of it."""
    last = last_of(activity)
    announced = datetime.combine(activity.date, time(), SHANGHAI)
    if last is None or last[1] > announced:
        return
    years = activity.date.year - activity.begins.year
    meant = next((m for n in (years, years + 1) if n > 0 and (m := _in_years(activity.begins, n)) >= announced), None)
    if meant and meant - announced <= _SOON:
        fix = f"核对年份，是不是 {_typed(meant, activity)}"
        yield ("starts",), f"活动在发布日期 {activity.date} 以前就结束了", fix


def _doubt_far(activity: Activity) -> Iterator[Doubt]:
    """Nobody announces what is more than a year ahead."""
    ahead = activity.begins.date() - activity.date
    if ahead > _YEAR:
        meant = _in_years(activity.begins, activity.date.year - activity.begins.year)
        while meant.date() < activity.date:
            meant = _in_years(meant, 1)
        fix = f"核对年份，是不是 {_typed(meant, activity)}；发布日期写错了就改 date"
        yield ("starts",), f"比发布日期晚 {ahead.days} 天", fix


def _doubt_long(activity: Activity) -> Iterator[Doubt]:
    """What goes on for most of a year, a rule for years, and a date long after all others."""
    if activity.finishes - activity.begins > _LONG:
        yield ("ends",), f"从头到尾有 {(activity.finishes - activity.begins).days} 天", "核对开始和结束的年份"
    long = activity.until and activity.until - activity.begins.date() > _YEARS_OF_A_RULE
    if activity.until and long and not activity.is_each_lunar_year:
        yield ("until",), f"一直办到 {activity.until.year} 年", "核对年份；没有定下来就不写 until"
    last = _last_of_rule(activity)
    for i, said in enumerate(activity.also):
        day = said.date() if isinstance(said, datetime) else said
        if last and day - last > _LONG:
            yield ("also", i), f"比别的场次晚 {(day - last).days} 天", "核对年份"


_SMALL_HOURS = range(1, 6)
"""Hours at which nothing of a community begins: 2:00 was to be 14:00."""


def _doubt_once(activity: Activity) -> Iterator[Doubt]:
    """What has one date is not what comes again."""
    if not activity.repeats or activity.also or activity.except_:
        return
    dates = rule_moments(activity)
    only, second = next(dates, None), next(dates, None)
    if only and not second:
        field = "until" if activity.until else "count" if activity.count else "repeat"
        rule = "repeat" if activity.repeat else "every" if activity.every else "lunar"
        fix = (
            f"只办一次，就删掉 {rule}" + (f" 和 {field}" if field != rule else "") + "；还要办，核对哪天为止、一共几次"
        )
        yield (field,), f"写了重复，可是一共只有 {_typed(only, activity)} 一次", fix


def _doubt_clock(activity: Activity) -> Iterator[Doubt]:
    """An afternoon typed without its twelve hours, and days on end that close before they open."""
    starts, ends = activity.starts, activity.ends
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        return
    if starts.hour in _SMALL_HOURS:
        fix = f"下午的钟点按 24 小时制写，{starts:%H:%M} 写成 {starts + timedelta(hours=12):%H:%M}"
        yield ("starts",), f"凌晨 {clock_words(starts.time())} 开始", fix
    days = (ends.date() - starts.date()).days
    if days > 1 and ends.time() <= starts.time():
        fix = f"只办一场，ends 写 {starts:%Y-%m-%d} 和几点结束；每天都办，核对两个钟点；真的不停就不用改"
        yield ("ends",), f"一场从 {starts:%Y-%m-%d %H:%M} 不停地办到 {ends:%Y-%m-%d %H:%M}，有 {days} 天", fix


def _last_of_rule(activity: Activity) -> date | None:
    """The day of the rule's last date; None where it goes on."""
    if activity.is_each_lunar_year or ((activity.repeat or activity.every) and not _has_end(activity)):
        return None
    last = None
    for last in rule_moments(activity):  # noqa: B007
        pass
    return last.date() if last else None


def _in_years(moment: datetime, years: int) -> datetime:
    """The same day some years later; 1 March for 29 February."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def _typed(moment: datetime, activity: Activity) -> str:
    return f"{moment:%Y-%m-%d}" if activity.is_whole_days else f"{moment:%Y-%m-%d %H:%M}"


_FAULTS = (
    _find_backward,
    _find_two_rules,
    _find_no_day,
    _find_long,
    _find_idle_days_off,
    _find_idle_extras,
    _find_lunar,
    find_signup_faults,
)
_TOLD_OFF = re.compile(
    r"[【\[（(〔][^】\])）〕]{0,4}(取消|停办)[^】\])）〕]{0,4}[】\])）〕]|^(取消|停办)[：: ]|已(取消|停办)$"
)


def _doubt_state(activity: Activity) -> Iterator[Doubt]:
    """What is called off in its title alone is still announced everywhere else."""
    told = _TOLD_OFF.search(activity.title) if activity.state == "scheduled" else None
    if told:
        word = next(filter(None, told.groups()))
        fix = "写 state: cancelled，页面、日历和大厅屏幕都会说；标题里的字可以删掉"
        yield ("title",), f"标题写了“{word}”，页面照样请人来", fix


_DOUBTS = (_doubt_state, _doubt_past, _doubt_far, _doubt_long, _doubt_once, _doubt_clock, doubt_signup)
