"""How evenly duty is shared, for the coordinator's eyes only; hides how shifts are counted and the table is laid out.

No page may use it: a person stands here with id and role, and with how much they serve.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from plugins.model import Person, Sources, expand


@dataclass(frozen=True, slots=True)
class ServedTime:
    """How much one person serves in a team over a period."""

    person: str
    role: str
    shifts: int
    hours: float


@dataclass(frozen=True, slots=True)
class TeamService:
    """Everyone on a team's rosters, who serves most first; those who serve not at all count too."""

    name: str
    members: tuple[ServedTime, ...]

    @property
    def least(self) -> float:
        return min(member.hours for member in self.members)

    @property
    def middle(self) -> float:
        return median(member.hours for member in self.members)

    @property
    def most(self) -> float:
        return max(member.hours for member in self.members)

    @property
    def idle(self) -> tuple[ServedTime, ...]:
        return tuple(member for member in self.members if not member.shifts)


@dataclass(frozen=True, slots=True)
class Fairness:
    """The teams that have rosters, and the people who serve in none of them over the period."""

    since: date
    until: date
    teams: tuple[TeamService, ...]
    idle: tuple[ServedTime, ...]


def weigh(sources: Sources, since: date, until: date) -> Fairness:
    """Shifts and hours per person and team; a shift counts whole on the day it begins, a cancelled one not at all."""
    served: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for roster in sources.rosters:
        for shift in expand(roster, sources.holidays, since, until, sources.closures.get(roster.location, ())):
            minutes = int((shift.ends - shift.starts).total_seconds()) // 60
            for person in () if shift.cancelled else shift.people:
                served[roster.organization, person].append(minutes)
    teams = tuple(
        TeamService(sources.organization[team].name, _rank_people(people, served, team))
        for team, people in sources.team.items()
        if people
    )
    serving = {person for _, person in served}
    idle = tuple(ServedTime(p.id, p.roles[0], 0, 0) for p in sources.people if p.id not in serving)
    return Fairness(since, until, teams, idle)


def _rank_people(
    people: Iterable[Person], served: Mapping[tuple[str, str], list[int]], team: str
) -> tuple[ServedTime, ...]:
    minutes = ((person, served.get((team, person.id), [])) for person in people)
    members = (ServedTime(person.id, person.roles[0], len(each), sum(each) / 60) for person, each in minutes)
    return tuple(sorted(members, key=lambda m: (-m.hours, -m.shifts, m.person)))


def as_text(fairness: Fairness) -> str:
    """The table to read: for each team the least, middle and most hours, everyone's own, and who has none."""
    return "\n".join(_lay_out_teams(fairness)) + "\n"


def _lay_out_teams(fairness: Fairness) -> Iterator[str]:
    yield f"值班分布 {fairness.since} 至 {fairness.until}（只供排班参考，请不要公开）"
    for team in fairness.teams:
        spread = f"最少 {team.least:.1f} 小时，居中 {team.middle:.1f} 小时，最多 {team.most:.1f} 小时"
        yield from ("", f"{team.name}：{len(team.members)} 人，{spread}", "    小时  班次  人员")
        yield from (f"  {m.hours:6.1f}  {m.shifts:4}  {_name_person(m)}" for m in team.members)
        if team.idle:
            yield f"  这段时间没有排到：{'、'.join(map(_name_person, team.idle))}"
    yield from ("", f"哪支队伍都没有排到：{'、'.join(map(_name_person, fairness.idle)) or '没有'}")


def _name_person(service: ServedTime) -> str:
    return f"{service.role}（{service.person}）"


def as_csv(fairness: Fairness) -> str:
    """The table for a spreadsheet, with the mark by which Excel knows UTF-8; a person in no team has none."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["队伍", "人员编号", "岗位", "班次", "小时", "从", "到"])
    rows = [(team.name, member) for team in fairness.teams for member in team.members]
    named = {member.person for _, member in rows}
    for team, member in (*rows, *(("", person) for person in fairness.idle if person.person not in named)):
        writer.writerow(
            [team, member.person, member.role, member.shifts, f"{member.hours:.2f}", fairness.since, fairness.until]
        )
    return "\ufeff" + table.getvalue()
