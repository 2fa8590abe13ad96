"""Times and rules that contradict themselves within one entry; hides which fields belong together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from plugins.model import Closure, Entry, Hours, HoursException, Location, Service, Sources, WorkdayYear
from plugins.rules.written import Breach, Written


def find_impossible(written: Written) -> Iterator[Breach]:
    """An end is after its start."""
    for story in written.sources.news:
        if story.expires and story.expires < story.date.date():
            if story.until:
                yield story.path, ("until",), f"到发布日期 {story.date.date()} 已经结束了", "核对日期和年份"
            else:
                yield story.path, ("expires",), "失效日期早于发布日期", "核对两个日期"
    for policy in written.sources.policies:
        if policy.expires and policy.expires < policy.effective:
            yield policy.path, ("expires",), "失效日期早于生效日期", "核对两个日期"


def find_impossible_times(written: Written) -> Iterator[Breach]:
    """Hours, closures and holidays that no day can have."""
    for location in written.sources.locations:
        yield from _find_impossible_hours(location)
    for service in written.sources.services:
        yield from _find_impossible_service(service)
    for year in written.sources.workdays:
        yield from _find_impossible_holidays(year)
    if not any(year.school for year in written.sources.workdays):
        yield from find_unknown_school_holidays(written.sources)


def _find_impossible_holidays(year: WorkdayYear) -> Iterator[Breach]:
    for field, found in (("holidays", year.holidays), ("school", year.school)):
        for i, holiday in enumerate(found):
            if holiday.until < holiday.from_:
                yield year.path, (*year.at, field, i, "until"), "结束日期早于开始日期", "核对两个日期"


def _find_impossible_service(service: Service) -> Iterator[Breach]:
    """A service has one kind of hours, and a pause ends after it begins."""
    path, at, paused = service.path, service.at, service.paused
    if paused and paused.until and paused.until < paused.from_:
        yield path, (*at, "paused", "until"), "结束日期早于开始日期", "核对两个日期"
    if service.hours and service.open_with:
        fix = "有自己的钟点只写 hours，跟场所一样只写 open_with"
        yield path, (*at, "open_with"), "写了自己的服务时间，又写跟场所一起开", fix


def find_unknown_school_holidays(sources: Sources) -> Iterator[Breach]:
    """Hours that speak of school holidays can be reckoned only where somebody wrote when those are."""
    hours: list[tuple[Entry, str, Hours | None]] = [(x, "hours", x.hours) for x in sources.locations]
    hours += [(s, "hours", s.hours) for s in sources.services]
    hours += [(o, "meets", o.meets) for o in sources.organizations]
    for entry, field, said in hours:
        if said and said.needs_school:
            fix = "在 workdays.yaml 那一年下面写 school: 寒假、暑假从哪天到哪天"
            yield entry.path, (*entry.at, field), "写了 SH，可是没有写寒暑假是哪几天", fix


def _find_impossible_hours(location: Location) -> Iterator[Breach]:
    """Each exception says one thing about its days, no day has two of them, and a closure ends after it begins."""
    path, at = location.path, location.at
    closed = location.closed
    if closed and closed.until and closed.until < closed.from_:
        yield path, (*at, "closed", "until"), "结束日期早于开始日期", "核对两个日期"
    for i, exception in enumerate(location.exceptions):
        loc = (*at, "exceptions", i)
        if exception.last < exception.from_:
            yield path, (*loc, "until"), "结束日期早于开始日期", "核对两个日期"
        if exception.closed == (exception.hours is not None):
            fix = "开就写 hours，不开就写 closed: true，两个里写一个"
            yield path, (*loc, "hours"), "没有说清这几天开不开", fix
        over = (o for o in location.exceptions[:i] if exception.from_ <= o.last and o.from_ <= exception.last)
        for other in islice(over, 1):
            yield path, (*loc, "from"), f"和 {other.from_} 起的那一条日期重叠", "一天只能有一条，改日期或合并"
        if exception.hours and exception.from_ <= exception.last:
            yield from ((path, (*loc, "hours"), *words) for words in _judge_hours(exception, exception.hours, closed))


def _judge_hours(exception: HoursException, hours: Hours, closed: Closure | None) -> Iterator[tuple[str, str]]:
    """Hours of some days are those of one of them, and no closure stands above them."""
    days = [exception.from_ + timedelta(n) for n in range((exception.last - exception.from_).days + 1)]
    if not any(hours.spans_on(day, kind) for day in days for kind in ("ordinary", "holiday")):
        yield "这几天照这样写，一天也不开", "只写钟点，例如 09:00-12:00；真的不开，删掉 hours，写 closed: true"
    elif closed and any(map(closed.covers, days)):
        yield "closed 里说这几天不开，这里的钟点用不上", "照常开的日子，从 closed 里去掉；不开就删掉这一条"
