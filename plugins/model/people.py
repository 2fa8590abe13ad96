"""Who serves, and when: people and rosters; hides how much one roster may hold."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import ClassVar

from pydantic import Field, ValidationInfo, field_validator

from plugins.model.deadlines import person_deadlines, roster_deadline
from plugins.model.entries import OLD, Entry
from plugins.model.fields import Alias, Day, Line, LocationId, OrganizationId, Slug, Summary
from plugins.model.kind import Kind, Record, one_entry, one_list
from plugins.model.moments import refuse
from plugins.model.parts import NAMED_BY_FILE, Absence, Change, Consent, OnHolidays, Pattern, Shift, Swap, hold_term


class Person(Record):
    """One who serves; without a consent in force only the role is shown."""

    kind: ClassVar = Kind(
        "people", "人员", one_list("data/people.yaml"), title="", summary="", sheet=True, deadlines=person_deadlines
    )

    private_hint: ClassVar = (
        "这里不记姓名、电话和住址，仓库是公开的：只写 id 和 roles；要显示称呼，写 display，并附同意书"
    )

    id: Slug = Field(title="编号")
    display: Line | None = Field(None, title="称呼", description="例如 王阿姨；没有同意书就不会显示")
    roles: tuple[Line, ...] = Field(min_length=1, title="岗位", description="例如 3号岗义工")
    term_from: Day | None = Field(None, title="任期从哪天起", description="聘期、任期；页面上不显示")
    term_until: Day | None = Field(
        None, title="任期到哪天止", description="快到的时候 make check 和 make due 会提醒续聘或换人"
    )
    consents: tuple[Consent, ...] = Field((), title="同意书")

    _ends_after_it_began = field_validator("term_until")(hold_term)


MOST_YEARS, MOST_SHIFTS = 5, 10_000
"""Of one roster: every shift of it is laid beside all others, and stands on a page of its month."""


class Roster(Entry):
    kind: ClassVar = Kind(
        "rosters",
        "值班表",
        one_entry("data/rosters/*.yaml"),
        "/rosters/{id}/",
        "/rosters/",
        summary="summary",
        sheet=True,
        deadlines=roster_deadline,
    )

    id: Slug = Field(title="编号", description="就是文件名", json_schema_extra=NAMED_BY_FILE)
    name: Line = Field(title="名称")
    aliases: tuple[Alias, ...] = OLD
    summary: Summary = Field(title="说明")
    organization: OrganizationId = Field(title="队伍", description="organizations.yaml 里的 id")
    location: LocationId = Field(title="地点", description="locations.yaml 里的 id")
    from_: Day = Field(alias="from", title="从哪天起")
    until: Day = Field(title="到哪天止", description=f"一张表最多 {MOST_YEARS} 年")
    holidays: OnHolidays = Field(
        "on", title="法定节假日", description="on 照常，off 停班；放假的日子写在 workdays.yaml，没公布的年份照常"
    )
    pattern: tuple[Pattern, ...] = Field((), title="每周安排", description=f"一张表排出来最多 {MOST_SHIFTS} 班")
    changes: tuple[Change, ...] = Field((), title="变动", max_length=2000)
    shifts: tuple[Shift, ...] = Field((), title="单独的班次", max_length=2000)
    absences: tuple[Absence, ...] = Field((), title="请假", description="这几天这个人的班都空出来，页面上显示缺人")
    swaps: tuple[Swap, ...] = Field((), title="换班", description="两个人换一班，或一个人替另一个人一班")

    @field_validator("until")
    @classmethod
    def _is_not_too_far(cls, until: date, others: ValidationInfo) -> date:
        since = others.data.get("from_")
        if since and (until - since).days > 366 * MOST_YEARS:
            refuse(f"一张值班表最多 {MOST_YEARS} 年，写的是 {since} 到 {until}", "核对年份，或分成几张表")
        return until

    @field_validator("pattern")
    @classmethod
    def _is_not_too_much(cls, pattern: tuple[Pattern, ...], others: ValidationInfo) -> tuple[Pattern, ...]:
        since, until = others.data.get("from_"), others.data.get("until")
        shifts = len(pattern) * ((until - since).days // 7 + 1) if since and until else 0
        if shifts > MOST_SHIFTS:
            refuse(f"排出来有 {shifts} 班，一张值班表最多 {MOST_SHIFTS} 班", "缩短起止日期，或分成几张表")
        return pattern

    def people(self) -> frozenset[str]:
        """The id of everyone it names."""
        lists = [*(p.people for p in self.pattern), *(s.people for s in self.shifts)]
        lists += [people for change in self.changes for people in (change.add, change.remove)]
        lists += [*((a.person,) for a in self.absences), *((s.person, s.with_) for s in self.swaps)]
        return frozenset(chain.from_iterable(lists))
