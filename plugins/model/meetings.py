"""What was talked over and decided together: an agenda, who was there by role, and what each decision led to."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from pydantic import Field, ValidationInfo, field_validator, model_validator

from plugins.model.deadlines import meeting_deadlines
from plugins.model.entries import Document
from plugins.model.fields import CaseId, Count, Day, Line, LocationId, Moment, OrganizationId, Text
from plugins.model.kind import Kind, documents
from plugins.model.moments import refuse
from plugins.model.parts import Part

NO_NAMES = "这里只写岗位和人数，不写姓名，仓库是公开的"
_Date = date
"""A field of a kind may be called `date` too."""


class Attendance(Part):
    """How many of one role were there."""

    private_hint: ClassVar = NO_NAMES

    role: Line = Field(title="岗位", description="例如 居民代表、物业公司")
    count: Count = Field(1, title="几个人", ge=1)


class Decision(Part):
    """What was decided, and who sees to it."""

    private_hint: ClassVar = NO_NAMES

    what: Text = Field(title="定了什么")
    by: Line | None = Field(None, title="谁去办", description="岗位或单位")
    due: Day | None = Field(None, title="哪天办好")
    case: CaseId | None = Field(None, title="哪一件事", description="居民反映的事的编号")
    done: Day | None = Field(None, title="哪天办好了")

    @model_validator(mode="after")
    def _is_in_somebodys_hands(self) -> Decision:
        if not self.case and not (self.by and self.due):
            refuse("没有写谁去办、哪天办好", "写上 by 和 due，或写 case：居民反映的事的编号")
        return self


class Meeting(Document):
    kind: ClassVar = Kind(
        "meetings", "会议", documents("meetings"), "/meetings/{date.year}/{slug}/", "/meetings/", "slug", "title", "summary",
        order=lambda meeting: (-meeting.date.timestamp(), meeting.slug), deadlines=meeting_deadlines,
    )  # fmt: skip

    date: Moment = Field(title="什么时候开", description="日期和时间")
    organization: OrganizationId | None = Field(None, title="哪个组织开的", description="organizations.yaml 里的 id")
    location: LocationId | None = Field(None, title="在哪里开", description="locations.yaml 里的 id")
    agenda: tuple[Line, ...] = Field(min_length=1, title="议题", description="一条一行")
    present: tuple[Attendance, ...] = Field((), title="谁到会", description="岗位和人数，不写姓名")
    decisions: tuple[Decision, ...] = Field((), title="定了什么", description="一件一项，写谁去办、哪天办好")
    minutes_days: Count = Field(14, title="纪要几天内写好", ge=1, le=90)

    @field_validator("date")
    @classmethod
    def _says_at_what_time(cls, moment: datetime) -> datetime:
        if not (moment.hour or moment.minute):
            refuse("没有写几点开，网页会写 0:00", "写上钟点，例如 2026-11-18 19:00")
        return moment

    @field_validator("decisions")
    @classmethod
    def _is_done_after_it_was_decided(
        cls, decisions: tuple[Decision, ...], others: ValidationInfo
    ) -> tuple[Decision, ...]:
        moment = others.data.get("date")
        held: _Date | None = moment.date() if moment else None
        for number, decision in enumerate(decisions, 1):
            for word, day in (("办好", decision.due), ("办好了", decision.done)):
                if held and day and day < held:
                    refuse(f"第 {number} 件 {day} {word}，会是 {held} 开的", "核对年份")
        return decisions

    @property
    def is_written(self) -> bool:
        """Whether it says who was there: a meeting to come does not yet."""
        return bool(self.present)
