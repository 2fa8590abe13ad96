"""Rules on rosters, one by one and across all of them; hides how shifts are laid side by side in time.

A clash of every week is one problem with the number of times, at the line that was written last for it: a change or
dated shift before a weekly one. How strict a rule is stands in community.yaml (`levels`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import chain, groupby
from typing import Literal

from plugins.model import (
    WEEKDAYS,
    Change,
    Location,
    Occurrence,
    Pattern,
    Person,
    Roster,
    Sources,
    Strictness,
    dotted,
    expand,
    hours_words,
    label_at,
    missing_words,
    rests_on_holidays,
)
from plugins.problems import Level, Problem
from plugins.rules.leave import check_leave
from plugins.rules.suggestions import nearest
from plugins.text import Loc, Tree

RosterRule = Literal["clash", "room", "double", "rest"]


@dataclass(frozen=True, slots=True)
class Stand:
    """One person's place in a shift, or the shift's own place in a room; `at` is where it is written."""

    roster: Roster
    shift: Occurrence
    at: Loc

    @property
    def rank(self) -> tuple[bool, bool, str, Loc]:
        """What was written last is last: a weekly shift, then a dated one, then a change."""
        return self.at[0] != "pattern", self.at[0] in ("changes", "swaps"), self.roster.path, self.at


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two shifts that one person or one room cannot have, on each of `days`; `mine` is where it is told.

    `lasts` is the rest between the two, or the time on duty on a day that is too long.
    """

    rule: RosterRule
    who: str
    mine: Stand
    other: Stand
    lasts: timedelta
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The shifts of every roster, and of those that take place who stands where: by person and by room, in time."""

    shifts: tuple[tuple[Roster, tuple[Occurrence, ...]], ...]
    by_person: Mapping[str, list[Stand]]
    by_room: Mapping[str, list[Stand]]


@dataclass(frozen=True, slots=True)
class Gap:
    """The shifts of a roster that have fewer people than they need."""

    roster: Roster
    shifts: tuple[Occurrence, ...]

    @property
    def missing(self) -> int:
        return sum(shift.missing for shift in self.shifts)


Meeting = tuple[Stand, Stand, timedelta]
Groups = Mapping[str, list[Stand]]
_LONGEST_NIGHT = timedelta(hours=16)
"""A watch from four in the afternoon to eight; what is longer was to end before it begins."""
_FEW = 2
"""So many wrong dates are slips of their own; more of them have one cause."""
RosterFlaw = tuple[Loc, str, str]
"""Place in the roster, message, fix."""


def check_rosters(
    sources: Sources, trees: Mapping[str, Tree], unsure: Callable[[str], bool] = lambda _: False
) -> Iterator[Problem]:
    """Every broken rule on rosters, with the line and label of its field.

    Of a place that is `unsure` nobody knows whether teams may share it: it has a problem of its own.
    """
    layout, levels = lay_out(sources), sources.community.levels
    for roster, shifts in layout.shifts:
        for loc, message, fix in _check_roster(roster, shifts, sources.holidays):
            yield _roster_problem(trees[roster.path], loc, message, fix)
    wording = _Wording(sources, trees)
    for conflict in find_conflicts(layout, sources):
        if conflict.rule == "room" and unsure(conflict.who):
            continue
        tree, level = trees[conflict.mine.roster.path], getattr(levels, conflict.rule)
        yield _roster_problem(tree, conflict.mine.at, *wording.tell(conflict), level)
    for gap in find_gaps(layout) if levels.uncovered != "off" else ():
        loc, fix = (*gap.shifts[0].at, "needs"), "补上人，或把 needs 改小"
        yield _roster_problem(trees[gap.roster.path], loc, wording.tell_gap(gap), fix, levels.uncovered)
    for stand, person, index in _find_ending_consents(layout, sources.person) if levels.consent != "off" else ():
        told = wording.tell_consent(stand, person, index)
        yield _roster_problem(trees[stand.roster.path], stand.at, *told, levels.consent)


def _roster_problem(tree: Tree, loc: Loc, message: str, fix: str, level: Strictness = "error") -> Problem:
    told: Level = "warning" if level == "warning" else "error"
    return Problem(tree.path, *tree.place(loc), dotted(loc), label_at(Roster, loc), message, fix, told)


# One roster


def _check_roster(roster: Roster, shifts: Iterable[Occurrence], holidays: Mapping[date, str]) -> Iterator[RosterFlaw]:
    yield from _find_impossible_shifts(roster)
    yield from _find_repeated_people(roster)
    yield from _find_idle_changes(roster, holidays)
    yield from _find_repeated_shifts(shifts)
    yield from check_leave(roster, holidays)


def _find_impossible_shifts(roster: Roster) -> Iterator[RosterFlaw]:
    """An end is after its start, and a shift within the roster's dates."""
    backwards = roster.until < roster.from_
    if backwards:
        yield ("until",), "结束日期早于开始日期", "核对两个日期"
    for i, pattern in enumerate(roster.pattern):
        if pattern.ends == pattern.starts:
            yield ("pattern", i, "ends"), "开始和结束是同一个时间", "核对这一班的时间"
    for i, shift in enumerate(roster.shifts):
        if shift.ends <= shift.starts:
            yield ("shifts", i, "ends"), "结束时间不在开始之后", "核对这一班的时间"
    if not backwards:
        yield from _find_outside(roster)


def _find_outside(roster: Roster) -> Iterator[RosterFlaw]:
    """What lies outside the roster's dates; where more than two do, the dates are at fault, and told once."""
    days: list[tuple[Loc, date]] = [(("shifts", i, "starts"), s.starts.date()) for i, s in enumerate(roster.shifts)]
    days += [(("changes", i, "date"), change.date) for i, change in enumerate(roster.changes)]
    outside = [(loc, day) for loc, day in days if not roster.from_ <= day <= roster.until]
    if len(outside) <= _FEW:
        for loc, day in outside:
            yield loc, f"{day} 不在这张值班表的起止日期里", "核对日期，或改 from 和 until"
        return
    first, last = min(day for _, day in outside), max(day for _, day in outside)
    field = "until" if last > roster.until else "from"
    message = f"有 {len(outside)} 条变动和单独的班不在起止日期里，从 {first} 到 {last}"
    yield (field,), message, "改 from 和 until；这张表已经用完，就删掉过了的变动"


def _find_repeated_people(roster: Roster) -> Iterator[RosterFlaw]:
    """A person stands once in a shift."""
    lists: list[tuple[Loc, tuple[str, ...]]] = []
    lists += [(("pattern", i, "people"), p.people) for i, p in enumerate(roster.pattern)]
    lists += [(("shifts", i, "people"), s.people) for i, s in enumerate(roster.shifts)]
    lists += [(("changes", i, "add"), c.add) for i, c in enumerate(roster.changes)]
    for loc, people in lists:
        for i, person in enumerate(people):
            if person in people[:i]:
                yield (*loc, i), f"“{person}”在这一班里写了两次", "删掉一个"


def _find_idle_changes(roster: Roster, holidays: Mapping[date, str]) -> Iterator[RosterFlaw]:
    """A change names one shift of the weekly pattern, once; it takes away who is there and brings who is not."""
    seen: defaultdict[tuple[date, time], list[str | None]] = defaultdict(list)
    for i, change in enumerate(roster.changes):
        for loc, message, fix in _check_change(roster, change, holidays):
            yield ("changes", i, *loc), message, fix
        named = seen[change.date, change.starts]
        if any(duty == change.duty or None in (duty, change.duty) for duty in named):
            message = f"{change.date} {change.starts:%H:%M} 开始的班已经有一条变动"
            yield ("changes", i, "date"), message, "合并成一条"
        named.append(change.duty)


def _check_change(roster: Roster, change: Change, holidays: Mapping[date, str]) -> Iterator[RosterFlaw]:
    weekday, begins = WEEKDAYS[change.date.weekday()], f"{change.date} {change.starts:%H:%M}"
    at_once = [p for p in roster.pattern if p.weekday == weekday and p.starts == change.starts]
    shifts = [p for p in at_once if change.duty in (None, p.duty)]
    if len(shifts) != 1:
        yield _tell_dated(roster, change, begins) or _tell_unclear(change, begins, at_once, shifts)
        return
    holiday = holidays.get(change.date)
    if holiday and rests_on_holidays(roster, shifts[0]) and not change.cancelled:
        yield ("date",), f"这一天{holiday}放假，这一班停", "删掉这条变动；那天要开班，另写在 shifts 里"
    yield from _check_people(shifts[0].people, change)


def _tell_dated(roster: Roster, change: Change, begins: str) -> RosterFlaw | None:
    """What to do about a change that means a shift of its own day: that is written anew where it stands."""
    for i, shift in enumerate(roster.shifts):
        same = (shift.starts.date(), shift.starts.time()) == (change.date, change.starts)
        if same and change.duty in (None, shift.duty):
            message = f"{begins} 的班是单独的一班，写在 shifts 第 {i + 1} 项，不用写变动"
            return ("starts",), message, f"删掉这条变动，直接改 shifts 第 {i + 1} 项"
    return None


def _tell_unclear(change: Change, begins: str, at_once: list[Pattern], shifts: list[Pattern]) -> RosterFlaw:
    """Why nobody can say which shift a change means."""
    if not at_once:
        return ("starts",), f"没有 {begins} 开始的班", "核对日期和那一班的开始时间"
    if not shifts:
        duties = dict.fromkeys(p.duty for p in at_once)
        return ("duty",), f"{begins} 开始的班里没有“{change.duty}”", nearest(change.duty or "", duties)
    message = f"{begins} 开始的班有 {len(shifts)} 个，分不清是哪一个"
    return ("starts",), message, f"加上 duty: {shifts[0].duty}，写明是哪一班"


def _check_people(people: tuple[str, ...], change: Change) -> Iterator[RosterFlaw]:
    for i, person in enumerate(change.remove):
        if person not in people:
            yield ("remove", i), f"“{person}”不在这一班里", nearest(person, dict.fromkeys(people))
    for i, person in enumerate(change.add):
        if person in people and person not in change.remove:
            yield ("add", i), f"“{person}”本来就在这一班里", "从 add 里删掉"


def _find_repeated_shifts(shifts: Iterable[Occurrence]) -> Iterator[RosterFlaw]:
    """No two shifts of a roster begin together with the same duty: nothing could tell them apart."""
    first: dict[tuple[datetime, str], Occurrence] = {}
    told: set[Loc] = set()
    for shift in shifts:
        if shift.cancelled:
            continue
        twin = first.setdefault((shift.starts, shift.duty), shift)
        if twin.at != shift.at and shift.at not in told:
            told.add(shift.at)
            listed = f"{label_at(Roster, twin.at)}第 {int(twin.at[1]) + 1} 项"
            message = f"和{listed}是同一班，都在 {shift.starts:%Y-%m-%d %H:%M} 开始，任务都是“{shift.duty}”"
            yield (*shift.at, "starts"), message, "合并成一班，把 needs 加起来；是两件事，就把 duty 写得不同"


# All rosters


def lay_out(sources: Sources) -> Layout:
    """The shifts of all rosters, side by side."""
    laid = tuple((roster, tuple(_expand(roster, sources))) for roster in sources.rosters)
    by_person: defaultdict[str, list[Stand]] = defaultdict(list)
    by_room: defaultdict[str, list[Stand]] = defaultdict(list)
    for roster, shifts in laid:
        for shift in shifts:
            if shift.cancelled or _is_backwards(shift):
                continue
            by_room[roster.location].append(Stand(roster, shift, (*shift.at, "starts")))
            for person, at in zip(shift.people, shift.people_at, strict=True):
                by_person[person].append(Stand(roster, shift, at))
    for group in chain(by_person.values(), by_room.values()):
        group.sort(key=lambda s: (s.shift.starts, s.shift.ends, s.roster.path, s.at))
    return Layout(laid, by_person, by_room)


def _is_backwards(shift: Occurrence) -> bool:
    """Whether a weekly shift ends on the next day by a slip alone, which is told: what it would meet there is not at fault."""
    return shift.at[0] == "pattern" and shift.ends - shift.starts > _LONGEST_NIGHT


def _expand(roster: Roster, sources: Sources) -> Iterator[Occurrence]:
    return expand(roster, sources.holidays, date.min, date.max, sources.closures.get(roster.location, ()))


def find_conflicts(layout: Layout, sources: Sources) -> Iterator[Conflict]:
    """What two shifts cannot both have, by the rules that are on; one conflict for all days of a weekly one."""
    community = sources.community
    rooms = {room: stands for room, stands in layout.by_room.items() if not _is_shared(sources.location.get(room))}
    day, rest = timedelta(hours=community.day_hours), timedelta(hours=community.rest_hours)
    rules: tuple[tuple[RosterRule, Groups, Callable[[list[Stand]], Iterator[Meeting]]], ...] = (
        ("clash", layout.by_person, _find_overlaps),
        ("double", layout.by_person, partial(_find_double_days, limit=day)),
        ("rest", layout.by_person, partial(_find_short_rests, limit=rest)),
        ("room", rooms, partial(_find_overlaps, team_of=lambda stand: stand.roster.organization)),
    )
    for rule, groups, find in rules:
        if getattr(community.levels, rule) != "off":
            for who in sorted(groups):
                yield from _join_days(rule, who, find(groups[who]))


def _is_shared(location: Location | None) -> bool:
    return location is not None and location.shared


def find_gaps(layout: Layout) -> Iterator[Gap]:
    """The rosters that need more people than they have."""
    for roster, shifts in layout.shifts:
        short = sorted((s for s in shifts if s.missing), key=lambda s: (s.starts, s.at))
        if short:
            yield Gap(roster, tuple(short))


_CLASHES = 5
"""So many shifts that one overlaps are told: where fifty stand at one time, the fifth makes it plain."""


def _find_overlaps(stands: list[Stand], team_of: Callable[[Stand], str] | None = None) -> Iterator[Meeting]:
    """Shifts that overlap; of different teams where there are teams."""
    running: defaultdict[str, list[tuple[datetime, int, Stand]]] = defaultdict(list)
    for number, late in enumerate(stands):
        team = team_of(late) if team_of else ""
        for other, begun in running.items():
            if team_of is None or other != team:
                while begun and begun[0][0] <= late.shift.starts:
                    heappop(begun)
                # The head of a heap is as good as any other five of those that go on.
                yield from ((early, late, timedelta()) for _, _, early in sorted(begun[:_CLASHES], key=_by_number))
        heappush(running[team], (late.shift.ends, number, late))


def _by_number(begun: tuple[datetime, int, Stand]) -> int:
    return begun[1]


def _find_double_days(stands: list[Stand], limit: timedelta) -> Iterator[Meeting]:
    """The days of two or more shifts that leave no break between two of them, or take longer than `limit` together."""
    for _, group in groupby(stands, key=lambda s: s.shift.day):
        first, *more = group
        last, lasts, touching = first, first.shift.ends - first.shift.starts, None
        for stand in more:
            lasts += max(timedelta(), stand.shift.ends - max(stand.shift.starts, last.shift.ends))
            if stand.shift.starts == last.shift.ends:
                touching = touching or (last, stand)
            last = max(last, stand, key=lambda s: s.shift.ends)
        if more and lasts > limit:
            yield first, more[-1], lasts
        elif touching:
            yield *touching, timedelta()


def _find_short_rests(stands: list[Stand], limit: timedelta) -> Iterator[Meeting]:
    """The first shift of a day that begins less than `limit` after the last one begun on an earlier day ends."""
    last: Stand | None = None
    for _, group in groupby(stands, key=lambda s: s.shift.day):
        first, *more = group
        if last and timedelta() <= first.shift.starts - last.shift.ends < limit:
            yield last, first, first.shift.starts - last.shift.ends
        last = max((last, first, *more) if last else (first, *more), key=lambda s: s.shift.ends)


def _join_days(rule: RosterRule, who: str, meetings: Iterable[Meeting]) -> Iterator[Conflict]:
    """One conflict for all the days on which the same two lines meet in the same way."""
    days: dict[tuple[Loc, str, Loc, str, timedelta], list[date]] = {}
    first: dict[tuple[Loc, str, Loc, str, timedelta], tuple[Stand, Stand]] = {}
    for early, late, lasts in meetings:
        other, mine = sorted((early, late), key=lambda stand: stand.rank)
        key = (mine.at, mine.roster.path, other.at, other.roster.path, lasts)
        first.setdefault(key, (mine, other))
        days.setdefault(key, []).append(mine.shift.day)
    for key, (mine, other) in first.items():
        yield Conflict(rule, who, mine, other, key[4], tuple(days[key]))


def _find_ending_consents(layout: Layout, people: Mapping[str, Person]) -> Iterator[tuple[Stand, Person, int]]:
    """Where somebody first stands in a roster during which a consent of theirs ends, and which consent."""
    for who in sorted(layout.by_person.keys() & people.keys()):
        person = people[who]
        last: dict[str, int] = {}
        for i, consent in enumerate(person.consents):
            if consent.purpose not in last or consent.until > person.consents[last[consent.purpose]].until:
                last[consent.purpose] = i
        in_order = sorted(layout.by_person[who], key=lambda s: (s.roster.path, s.at))
        for _, stands in groupby(in_order, lambda s: s.roster.path):
            first = next(stands)
            since, until = first.roster.from_, first.roster.until
            ends = [i for i in last.values() if since <= person.consents[i].until < until]
            if ends and person.display:
                yield first, person, min(ends, key=lambda i: (person.consents[i].until, i))


# Words


@dataclass(frozen=True, slots=True)
class _Wording:
    """What is said of a broken rule; the other side is named by its file and line."""

    sources: Sources
    trees: Mapping[str, Tree]

    def tell(self, conflict: Conflict) -> tuple[str, str]:
        who, mine, other = conflict.who, conflict.mine, conflict.other
        often = len(conflict.days) > 1
        times = f"；共 {len(conflict.days)} 次，第一次 {conflict.days[0]}" if often else ""
        when, its, hours = _say_when(mine.shift, often), self._name(other, mine, often), _hours_long(conflict.lasts)
        community, location = self.sources.community, self.sources.location.get(who)
        if conflict.rule == "clash":
            return f"“{who}”同时有两班：{when}，和{its}重叠{times}", "换一个人，或把时间错开"
        if conflict.rule == "room":
            fix = "把时间错开或换一处；几支队伍可以合用的地方，在 locations.yaml 里写 shared: true"
            return f"两支队伍同时用“{location.name if location else who}”：{when}，和{its}重叠{times}", fix
        if conflict.rule == "rest":
            said = f"“{who}”只休息 {hours} 小时，不到 {community.rest_hours} 小时：{when}，和{its}之间{times}"
            return said, "换一个人，或把时间错开"
        if conflict.lasts:
            said = f"“{who}”一天值班 {hours} 小时，多于 {community.day_hours} 小时：{when}，同一天还有{its}{times}"
            return said, "分给两个人，或减一班"
        return f"“{who}”连着值两班，中间没有休息：{when}，和{its}首尾相接{times}", "分给两个人，或隔开时间"

    def tell_gap(self, gap: Gap) -> str:
        first = _say_when(gap.shifts[0], often=False)
        return f"缺人的班有 {len(gap.shifts)} 个，共{missing_words(gap.missing, '人次')}，最早是 {first}"

    def tell_consent(self, stand: Stand, person: Person, index: int) -> tuple[str, str]:
        consent = person.consents[index]
        line = self._line(person.path, (*person.at, "consents", index, "until"))
        said = f"“{person.id}”的同意书 {consent.until} 到期（{person.path}:{line}），早于这张表的最后一天 {stand.roster.until}"
        return said, "续签后改有效期；不续签，过期后页面只显示岗位"

    def _name(self, other: Stand, mine: Stand, often: bool) -> str:
        when, line = _say_when(other.shift, often), self._line(other.roster.path, other.at)
        if other.roster.path == mine.roster.path:
            return f"本表另一班（{when}，第 {line} 行）"
        return f"“{other.roster.name}”的一班（{when}，{other.roster.path}:{line}）"

    def _line(self, path: str, loc: Loc) -> int:
        return self.trees[path].place(loc)[0]


def _say_when(shift: Occurrence, often: bool) -> str:
    day = f"每周{'一二三四五六日'[shift.day.weekday()]}" if often else str(shift.day)
    return f"{day} {hours_words(shift.starts, shift.ends)}"


def _hours_long(lasts: timedelta) -> str:
    return f"{lasts.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")
