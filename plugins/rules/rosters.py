"""Rules on rosters, one by one and across all of them; hides how shifts are laid side by side in time.

A clash of every week is one problem with the number of times, at the line that was written last for it: a change or
dated shift before a weekly one. How strict a rule is stands in community.yaml (`levels`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import chain, groupby
from typing import Literal

from plugins.model import (
    Location,
    Occurrence,
    Person,
    Roster,
    Sources,
    Strictness,
    dotted,
    expand,
    hours_words,
    label_at,
    missing_words,
)
from plugins.problems import Level, Problem
from plugins.rules.roster_flaws import find_roster_flaws
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


def check_rosters(
    sources: Sources, trees: Mapping[str, Tree], unsure: Callable[[str], bool] = lambda _: False
) -> Iterator[Problem]:
    """Every broken rule on rosters, with the line and label of its field.

    Of a place that is `unsure` nobody knows whether teams may share it: it has a problem of its own.
    """
    layout, levels = lay_out(sources), sources.community.levels
    for roster, shifts in layout.shifts:
        for loc, message, fix in find_roster_flaws(roster, shifts, sources.holidays):
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
