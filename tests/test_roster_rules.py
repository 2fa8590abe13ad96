"""The rules across rosters against a tick-by-tick oracle on 1,000 random sites, and in the words an editor reads."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from plugins.model import Community, Location, Roster, WorkdayYear, shifts
from plugins.model.parts import Holiday, Levels
from plugins.model.shifts import Occurrence
from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.rules import rosters
from plugins.rules.rosters import Conflict, find_conflicts, find_gaps, lay_out
from tests.conftest import EXAMPLE, Change

SITES = 1_000
TICK = 30
"""Minutes; every random shift begins and ends on one."""
MONDAY = date(2026, 11, 2)
WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
Raw = dict[str, Any]
Fact = tuple[object, ...]


# Random sites, as an editor would type them


@dataclass(frozen=True)
class Case:
    """The rosters of one random site, and what its community asks for."""

    rosters: list[Raw]
    holiday: tuple[date, date]
    shared: bool
    rest_hours: int
    day_hours: int


def invent(seed: int) -> Case:
    pick = random.Random(seed)
    return Case(
        rosters=[invent_roster(pick, name) for name in "abc"[: pick.randint(1, 3)]],
        holiday=(MONDAY + timedelta(days=(start := pick.randrange(14))), MONDAY + timedelta(days=start + 1)),
        shared=pick.random() < 0.2,
        rest_hours=pick.choice([8, 11, 12]),
        day_hours=pick.choice([5, 8, 12]),
    )


def invent_roster(pick: random.Random, name: str) -> Raw:
    since = MONDAY + timedelta(days=pick.randrange(4))
    until = since + timedelta(days=pick.randint(6, 16))
    patterns = {(p["weekday"], p["starts"], p["duty"]): p for p in (invent_pattern(pick) for _ in range(5))}
    roster: Raw = {
        "name": name,
        "summary": name,
        "organization": pick.choice(["team-1", "team-2"]),
        "location": pick.choice(["room-1", "room-2"]),
        "from": str(since),
        "until": str(until),
        "holidays": pick.choice(["on", "on", "off"]),
        "pattern": list(patterns.values()),
        "shifts": [invent_shift(pick, since, until, i) for i in range(pick.randrange(4))],
    }
    changed = {}
    for _ in range(pick.randrange(5)):
        change = invent_change(pick, roster, since, until)
        if change:
            changed[change["date"], change["starts"]] = change
    return roster | {"changes": list(changed.values())}


def invent_people(pick: random.Random) -> list[str]:
    return pick.sample(["p1", "p2", "p3", "p4"], pick.choice([0, 1, 1, 2]))


def invent_pattern(pick: random.Random) -> Raw:
    grid = pick.choice([TICK, 180])
    starts = pick.randrange(0, 1440, grid)
    ends = (starts + pick.choice([grid, 2 * grid, 180])) % 1440
    pattern = {"weekday": pick.choice(WEEKDAYS), "starts": clock(starts), "ends": clock(ends)}
    pattern |= {"duty": pick.choice(["一", "二"]), "needs": str(pick.randrange(4)), "people": invent_people(pick)}
    return pattern | ({"holidays": pick.choice(["on", "off"])} if pick.random() < 0.4 else {})


def invent_shift(pick: random.Random, since: date, until: date, number: int) -> Raw:
    day = since + timedelta(days=pick.randint(0, (until - since).days))
    starts = datetime(day.year, day.month, day.day) + timedelta(minutes=pick.randrange(0, 1440, TICK))
    ends = starts + timedelta(minutes=pick.choice([1, 2, 6, 12, 30]) * TICK)
    people = invent_people(pick)
    words = {"starts": f"{starts:%Y-%m-%d %H:%M}", "ends": f"{ends:%Y-%m-%d %H:%M}"}
    return words | {"duty": f"另{number}", "needs": str(pick.randrange(4)), "people": people}


def invent_change(pick: random.Random, roster: Raw, since: date, until: date) -> Raw | None:
    pattern = pick.choice(roster["pattern"])
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    days = [day for day in days if WEEKDAYS[day.weekday()] == pattern["weekday"]]
    if not days:
        return None
    change: Raw = {"date": str(pick.choice(days)), "starts": pattern["starts"]}
    together = [p for p in roster["pattern"] if (p["weekday"], p["starts"]) == (pattern["weekday"], pattern["starts"])]
    if len(together) > 1 or pick.random() < 0.3:
        change["duty"] = pattern["duty"]
    if pick.random() < 0.3:
        return change | {"cancelled": "true"}
    gone = [p for p in pattern["people"] if pick.random() < 0.5]
    new = [p for p in invent_people(pick) if p not in pattern["people"]]
    return change | {"remove": gone, "add": new}


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def model(case: Case) -> Sources:
    """The site as the rules get it."""
    community = Community.model_construct(
        path="", levels=Levels(uncovered="warning"), rest_hours=case.rest_hours, day_hours=case.day_hours
    )
    holiday = Holiday.model_validate({"name": "节", "from": str(case.holiday[0]), "until": str(case.holiday[1])})
    return Sources(
        community=community,
        locations=(Location.model_construct(id="room-1", path="", shared=case.shared),),
        workdays=(WorkdayYear.model_construct(path="", year=2026, notice="示例", holidays=(holiday,)),),
        rosters=tuple(
            Roster.model_validate({**raw, "id": raw["name"], "path": f"{raw['name']}.yaml"}) for raw in case.rosters
        ),
    )


# The oracle: every tick of every day, no interval arithmetic, nothing of the code it judges


@dataclass(frozen=True)
class Spell:
    """A shift of one day as the set of its ticks, counted from midnight before MONDAY."""

    name: tuple[str, str, int]
    day: int
    ticks: frozenset[int]
    people: frozenset[str]
    needs: int
    team: str
    room: str


def ticks_between(starts: int, ends: int) -> frozenset[int]:
    return frozenset(minute // TICK for minute in range(starts, ends, TICK))


def spell_out(case: Case) -> Iterator[Spell]:
    """Every shift that takes place."""
    for raw in case.rosters:
        told = {"team": raw["organization"], "room": raw["location"]}
        days = range((date.fromisoformat(raw["until"]) - MONDAY).days + 1)
        for day in [d for d in days if MONDAY + timedelta(days=d) >= date.fromisoformat(raw["from"])]:
            today = MONDAY + timedelta(days=day)
            for i, pattern in enumerate(raw["pattern"]):
                people = set(pattern["people"])
                stays_away = pattern.get("holidays", raw["holidays"]) == "off"
                held = not (stays_away and case.holiday[0] <= today <= case.holiday[1])
                for change in raw["changes"]:
                    if (change["date"], change["starts"]) == (str(today), pattern["starts"]) and change.get(
                        "duty", pattern["duty"]
                    ) == pattern["duty"]:
                        held = held and "cancelled" not in change
                        people = (people - set(change.get("remove", []))) | set(change.get("add", []))
                if held and WEEKDAYS[today.weekday()] == pattern["weekday"]:
                    starts, ends = (int(w[:2]) * 60 + int(w[3:]) for w in (pattern["starts"], pattern["ends"]))
                    minutes = day * 1440 + starts, day * 1440 + (ends if ends > starts else ends + 1440)
                    name = (raw["name"], "pattern", i)
                    needs = int(pattern["needs"])
                    yield Spell(name, day, ticks_between(*minutes), frozenset(people), needs, **told)
        for i, shift in enumerate(raw["shifts"]):
            starts, ends = (
                int((datetime.fromisoformat(shift[key]) - datetime(2026, 11, 2)).total_seconds() / 60)
                for key in ("starts", "ends")
            )
            name = (raw["name"], "shifts", i)
            people = frozenset(shift["people"])
            yield Spell(name, starts // 1440, ticks_between(starts, ends), people, int(shift["needs"]), **told)


def judge(case: Case) -> Counter[Fact]:
    """Every broken rule, each found by trying everything."""
    spells = list(spell_out(case))
    facts: Counter[Fact] = Counter()
    for a in spells:
        if len(a.people) < a.needs:
            facts["uncovered", a.name, a.day, a.needs - len(a.people)] += 1
        for b in spells:
            if str((a.day, a.name)) < str((b.day, b.name)) and a.ticks & b.ticks:
                for person in a.people & b.people:
                    facts["clash", person, frozenset({(a.name, a.day), (b.name, b.day)})] += 1
                if a.room == b.room and a.team != b.team and not (case.shared and a.room == "room-1"):
                    facts["room", a.room, frozenset({(a.name, a.day), (b.name, b.day)})] += 1
    for person in ("p1", "p2", "p3", "p4"):
        mine = [s for s in spells if person in s.people]
        for day in range(-1, 40):
            facts.update(judge_day(person, day, mine, case))
    return facts


def judge_day(person: str, day: int, mine: list[Spell], case: Case) -> Iterator[Fact]:
    today = [s for s in mine if s.day == day]
    if not today:
        return
    busy = frozenset().union(*(s.ticks for s in today))
    if len(today) > 1 and len(busy) * TICK > case.day_hours * 60:
        yield "long", person, day, len(busy) * TICK
    elif any(
        any(t in s.ticks and t - 1 not in s.ticks for s in today)
        and any(t - 1 in s.ticks and t not in s.ticks for s in today)
        and not any(t in s.ticks and t - 1 in s.ticks for s in today)
        for t in busy
    ):
        yield "touching", person, day
    before = frozenset().union(*(s.ticks for s in mine if s.day < day))
    idle, first = 0, min(busy)
    while first - idle - 1 not in before and idle * TICK < case.rest_hours * 60:
        idle += 1
    if first not in before and idle * TICK < case.rest_hours * 60:
        yield "rest", person, day, idle * TICK


# What the code says, told in the same way


def name_of(conflict_side: rosters.Stand, day: date) -> tuple[tuple[str, str, int], int]:
    kind, index = conflict_side.shift.at
    return (conflict_side.roster.id, str(kind), int(index)), (day - MONDAY).days


def tell(case: Case) -> Counter[Fact]:
    sources = model(case)
    layout = lay_out(sources)
    facts: Counter[Fact] = Counter()
    for gap in find_gaps(layout):
        for shift in gap.shifts:
            name = (gap.roster.id, str(shift.at[0]), int(shift.at[1]))
            facts["uncovered", name, (shift.day - MONDAY).days, shift.missing] += 1
    for conflict in find_conflicts(layout, sources):
        facts.update(tell_days(conflict))
    return facts


def tell_days(conflict: Conflict) -> Iterator[Fact]:
    minutes = int(conflict.lasts.total_seconds() / 60)
    apart = conflict.other.shift.day - conflict.mine.shift.day
    for day in conflict.days:
        number = (day - MONDAY).days
        later = (max(day, day + apart) - MONDAY).days
        if conflict.rule in ("clash", "room"):
            sides = {name_of(conflict.mine, day), name_of(conflict.other, day + apart)}
            yield conflict.rule, conflict.who, frozenset(sides)
        elif conflict.rule == "rest":
            yield "rest", conflict.who, later, minutes
        elif minutes:
            yield "long", conflict.who, number, minutes
        else:
            yield "touching", conflict.who, number


def differences(sites: int) -> list[str]:
    """Where the code and the oracle differ, by the seed of the site."""
    found = []
    for seed in range(sites):
        case = invent(seed)
        said, true = tell(case), judge(case)
        if said != true:
            found.append(f"{seed}: too much {said - true}, missing {true - said}")
    return found


def test_the_rules_say_what_the_oracle_says_on_a_thousand_random_sites() -> None:
    assert differences(SITES) == []


def test_the_random_sites_break_every_rule_often_and_have_everything_in_them() -> None:
    facts: Counter[object] = Counter()
    for seed in range(SITES):
        case = invent(seed)
        facts.update(fact[0] for fact in judge(case))
        for raw in case.rosters:
            facts["past midnight"] += sum(p["ends"] < p["starts"] for p in raw["pattern"])
            facts["dated"] += len(raw["shifts"])
            facts["cancelled"] += sum("cancelled" in c for c in raw["changes"])
            facts["changed"] += sum(bool(c.get("add")) for c in raw["changes"])
            facts["by duty"] += sum("duty" in c for c in raw["changes"])
    kinds = {"clash", "room", "long", "touching", "rest", "uncovered"}
    assert facts.keys() == kinds | {"past midnight", "dated", "cancelled", "changed", "by duty"}
    assert min(facts.values()) > 100, facts


def without(field: str, value: object) -> Callable[..., Iterator[Occurrence]]:
    """The expansion of a roster in which one field has been forgotten."""
    return lambda roster, *args: shifts.expand(roster.model_copy(update={field: value}), *args)


def end_today(roster: Roster, *args: Any) -> Iterator[Occurrence]:
    for shift in shifts.expand(roster, *args):
        midnight = datetime.combine(shift.day + timedelta(days=1), datetime.min.time(), shift.starts.tzinfo)
        yield replace(shift, ends=min(shift.ends, midnight))


def never_cancel(roster: Roster, *args: Any) -> Iterator[Occurrence]:
    yield from (replace(shift, cancelled=False) for shift in shifts.expand(roster, *args))


def only_neighbours(stands: list[rosters.Stand], team_of: Any = None) -> Iterator[rosters.Meeting]:
    for early, late in pairwise(stands):
        same = team_of and team_of(early) == team_of(late)
        if not same and late.shift.starts < early.shift.ends:
            yield early, late, timedelta()


def add_up(stands: list[rosters.Stand], limit: timedelta) -> Iterator[rosters.Meeting]:
    """Hours on duty as a plain sum, in which an overlap counts twice."""
    for day in sorted({s.shift.day for s in stands}):
        today = [s for s in stands if s.shift.day == day]
        total = sum((s.shift.ends - s.shift.starts for s in today), timedelta())
        if len(today) > 1 and total > limit:
            yield today[0], today[-1], total


def rest_after_any(stands: list[rosters.Stand], limit: timedelta) -> Iterator[rosters.Meeting]:
    for last, first in pairwise(stands):
        if timedelta() <= (rest := first.shift.starts - last.shift.ends) < limit:
            yield last, first, rest


FAULTS: Mapping[str, tuple[str, Any]] = {
    "changes forgotten": ("expand", without("changes", ())),
    "dated shifts forgotten": ("expand", without("shifts", ())),
    "holidays of the roster forgotten": ("expand", without("holidays", "on")),
    "cut off at midnight": ("expand", end_today),
    "cancelled shifts take place": ("expand", never_cancel),
    "only neighbours overlap": ("_find_overlaps", only_neighbours),
    "hours added up": ("_find_double_days", add_up),
    "rest between shifts of one day": ("_find_short_rests", rest_after_any),
    "every room is shared": ("_is_shared", lambda location: True),
    "no room is shared": ("_is_shared", lambda location: False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_oracle_finds_a_planted_fault(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(rosters, *FAULTS[fault])
    assert differences(60) != []


# In the words an editor reads

ROSTER = "data/rosters/library-desk.yaml"
COMMUNITY = "data/community.yaml"
Problems = Callable[[Change], tuple[Problem, ...]]
SECOND = """name: 广场值班表
summary: 两支队伍。
organization: patrol
location: {location}
from: 2026-11-01
until: 2026-12-31
pattern:
  - {{weekday: {weekday}, starts: {starts}, ends: {ends}, people: [{people}]}}
"""


def second(weekday: str, starts: str, ends: str, people: str = "", location: str = "square") -> Change:
    words = {"weekday": weekday, "starts": starts, "ends": ends, "people": people, "location": location}
    return {"data/rosters/square.yaml": SECOND.format(**words)}


def said(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{p.level} {p}" for p in problems]


def test_a_weekly_clash_is_one_line_that_names_both_sides_and_the_first_day(problems_of: Problems) -> None:
    assert said(problems_of(second("Mo", "11:00", "13:00", "helper-1"))) == [
        "error data/rosters/square.yaml:8:56: pattern[0].people[0] (人员): “helper-1”同时有两班：每周一 11:00—13:00，"
        "和“图书室值班表”的一班（每周一 9:00—12:00，data/rosters/library-desk.yaml:8）重叠；共 9 次，第一次 2026-11-02"
        " → 换一个人，或把时间错开"
    ]


def test_a_clash_by_a_change_is_told_at_the_change(problems_of: Problems) -> None:
    (found,) = problems_of(
        second("Mo", "11:00", "13:00", "helper-3") | {ROSTER: ("add: [helper-3]", "add: [helper-3, helper-4]")}
    )
    assert str(found).startswith(
        f"{ROSTER}:12:65: changes[0].add[0] (加人): “helper-3”同时有两班：2026-11-30 9:00—12:00，"
    )


def test_two_teams_in_one_room_are_a_problem_unless_the_room_is_shared(problems_of: Problems) -> None:
    two = second("We", "16:00", "18:00", location="library")
    assert said(problems_of(two)) == [
        "error data/rosters/square.yaml:8:27: pattern[0].starts (开始): 两支队伍同时用“图书室”：每周三 16:00—18:00，"
        "和“图书室值班表”的一班（每周三 14:00—17:00，data/rosters/library-desk.yaml:9）重叠；共 9 次，第一次 2026-11-04"
        " → 把时间错开或换一处；几支队伍可以合用的地方，在 locations.yaml 里写 shared: true"
    ]


def test_a_shared_room_holds_two_teams(problems_of: Problems) -> None:
    two = second("We", "16:00", "18:00", location="library")
    shared = ("description: 借书和看报的地方。", "description: 借书和看报的地方。\n  shared: true")
    assert problems_of({**two, "data/locations.yaml": shared}) == ()


def test_one_team_may_have_two_shifts_in_its_room(problems_of: Problems) -> None:
    text = SECOND.replace("patrol", "helpers")
    words = {"weekday": "We", "starts": "16:00", "ends": "18:00", "people": "", "location": "library"}
    assert problems_of({"data/rosters/square.yaml": text.format(**words)}) == ()


@pytest.mark.parametrize(
    ("weekday", "starts", "ends", "person", "message"),
    [
        ("Mo", "12:00", "14:00", "helper-1", "“helper-1”连着值两班，中间没有休息：每周一 12:00—14:00，和“图书室值班表”的一班（每周一 9:00—12:00，data/rosters/library-desk.yaml:8）首尾相接；共 9 次，第一次 2026-11-02"),
        ("Mo", "12:30", "18:00", "helper-1", "“helper-1”一天值班 8.5 小时，多于 8 小时：每周一 12:30—18:00，同一天还有“图书室值班表”的一班（每周一 9:00—12:00，data/rosters/library-desk.yaml:8）；共 9 次，第一次 2026-11-02"),
        ("Sa", "10:00", "12:00", "helper-4", "“helper-4”只休息 8 小时，不到 11 小时：每周六 10:00—12:00，和“图书室值班表”的一班（每周五 22:00—次日2:00，data/rosters/library-desk.yaml:10）之间；共 7 次，第一次 2026-11-07"),
    ],
)  # fmt: skip
def test_too_much_for_one_person_is_a_warning(
    problems_of: Problems, weekday: str, starts: str, ends: str, person: str, message: str
) -> None:
    (found,) = problems_of(second(weekday, starts, ends, person))
    assert (found.level, found.message) == ("warning", message)


@pytest.mark.parametrize(("ends", "starts"), [("12:00", "12:30"), ("12:00", "13:00")])
def test_a_break_makes_two_short_shifts_of_a_day_acceptable(problems_of: Problems, ends: str, starts: str) -> None:
    assert problems_of(second("Mo", starts, "14:30", "helper-1")) == ()


def test_rest_of_exactly_the_hours_asked_for_is_enough(problems_of: Problems) -> None:
    assert problems_of(second("Sa", "13:00", "14:00", "helper-4")) == ()


LEVELS = "levels: {clash: error, room: error, double: warning, rest: warning, uncovered: off, consent: warning}"
CONSENT = ("until: 2027-03-31", "until: 2027-01-01")


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("clash", second("Mo", "11:00", "13:00", "helper-1")),
        ("room", second("We", "16:00", "18:00", location="library")),
        ("double", second("Mo", "12:00", "14:00", "helper-1")),
        ("rest", second("Sa", "10:00", "12:00", "helper-4")),
        ("uncovered", {}),
        ("consent", {"data/people.yaml": CONSENT}),
    ],
)
@pytest.mark.parametrize("level", ["error", "warning", "off"])
def test_the_community_says_how_strict_a_rule_is(problems_of: Problems, rule: str, change: Change, level: str) -> None:
    names = ("clash", "room", "double", "rest", "uncovered", "consent")
    levels = "levels: {" + ", ".join(f"{name}: {level if name == rule else 'off'}" for name in names) + "}"
    found = problems_of({**change, COMMUNITY: (LEVELS, levels)})
    assert [p.level for p in found] == [level] * (level != "off")


def test_rest_and_hours_of_a_day_are_the_communitys(problems_of: Problems) -> None:
    hours = ("rest_hours: 11\nday_hours: 8", "rest_hours: 8\nday_hours: 9")
    assert problems_of({**second("Sa", "10:00", "12:00", "helper-4"), COMMUNITY: hours}) == ()


def test_uncovered_shifts_are_one_line_for_a_roster(problems_of: Problems) -> None:
    (found,) = problems_of({COMMUNITY: (LEVELS, LEVELS.replace("uncovered: off", "uncovered: warning"))})
    assert str(found) == (
        f"{ROSTER}:9:66: pattern[1].needs (需要人数): 缺人的班有 15 个，共缺 16 人次，最早是 2026-11-04 14:00—17:00"
        " → 补上人，或把 needs 改小"
    )


def test_a_consent_that_ends_while_the_roster_runs_is_told_where_the_person_stands(problems_of: Problems) -> None:
    (found,) = problems_of({"data/people.yaml": CONSENT})
    assert str(found) == (
        f"{ROSTER}:8:78: pattern[0].people[0] (人员): “helper-1”的同意书 2027-01-01 到期（data/people.yaml:6），"
        "早于这张表的最后一天 2027-01-31 → 续签后改有效期；不续签，过期后页面只显示岗位"
    )


def test_all_problems_of_all_rosters_come_in_one_run_in_order(problems_of: Problems) -> None:
    text = (EXAMPLE / ROSTER).read_text("utf-8")
    found = problems_of(
        second("Mo", "11:00", "13:00", "helper-1", "library")
        | {ROSTER: text.replace("remove: [helper-2]", "remove: [helper-4]"), "data/people.yaml": CONSENT}
    )
    assert [(p.path, p.field) for p in found] == [
        (ROSTER, "pattern[0].people[0]"),
        (ROSTER, "changes[0].remove[0]"),
        ("data/rosters/square.yaml", "pattern[0].starts"),
        ("data/rosters/square.yaml", "pattern[0].people[0]"),
    ]
