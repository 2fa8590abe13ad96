"""What residents raise and what becomes of it: a number, dated steps, an answer; nothing of whoever raised it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from plugins.model.entries import OLD, SERIES, Entry
from plugins.model.fields import Alias, Day, Flag, Line, PlaceId, SeriesSlug, Slug, Text
from plugins.model.kind import Kind, one_list
from plugins.model.moments import refuse
from plugins.model.parts import Part

CaseKind = Literal["help", "suggestion", "complaint", "question", "issue"]
CaseState = Literal["received", "referred", "working", "answered", "solved", "declined"]
CASE_KINDS: Mapping[CaseKind, str] = {
    "help": "求助", "suggestion": "建议", "complaint": "投诉", "question": "咨询", "issue": "难题",
}  # fmt: skip
CASE_STATES: Mapping[CaseState, str] = {
    "received": "收到", "referred": "转办", "working": "办理中", "answered": "已答复", "solved": "已解决", "declined": "不能办",
}  # fmt: skip
CHANNELS: Mapping[str, str] = {
    "window": "窗口", "phone": "电话", "visit": "走访", "letter": "来信", "mail": "邮件", "online": "网上", "meeting": "会上",
}  # fmt: skip
_NUMBER = re.compile(r"\d{4}-\d{1,4}")
_ENDS: frozenset[CaseState] = frozenset({"solved", "declined"})
ANSWERS: frozenset[CaseState] = frozenset({"answered", *_ENDS})
"""The states that are an answer to whoever asked."""


def _tell(names: Mapping[Any, str]) -> str:
    return "；".join(f"{key} {word}" for key, word in names.items())


class CaseStep(Part):
    """What was done on one day, and by whom, as a role."""

    private_hint: ClassVar = "by 只写岗位或单位；来反映的人和办事人的姓名、电话都不写"

    date: Day = Field(title="日期")
    state: CaseState = Field(title="办到哪一步", description=_tell(CASE_STATES))
    by: Line | None = Field(None, title="谁在办", description="只写岗位或单位，例如 物业公司、民政窗口")
    note: Text | None = Field(None, title="说明", description="不能办的，写明为什么")


class Case(Entry):
    kind: ClassVar = Kind(
        "cases", "居民反映", one_list("data/cases/*.yaml"), "/cases/{id}/", "/cases/", title="subject", summary="answer",
        order=lambda case: (-case.received.toordinal(), case.id), sheet=True, numbered=True,
    )  # fmt: skip

    private_hint: ClassVar = (
        "来反映的人是谁，这里一个字也不写，仓库是公开的：姓名、电话、住址记在单位自己的本子上，这里只写编号和事情"
    )

    id: Slug = Field(title="编号", description="回执上的编号：年份、短横、序号，例如 2026-014")
    case_kind: CaseKind = Field(alias="kind", title="哪一类", description=_tell(CASE_KINDS))
    subject: Line = Field(title="什么事", description="写事情，不写人：不写姓名、电话、门牌和病情")
    place: PlaceId | None = Field(None, title="哪个小区", description="places.yaml 里的 id")
    where: Line | None = Field(None, title="在哪里", description="公共的地方，例如 3栋楼道、中心广场")
    received: Day = Field(title="收到日期")
    channel: Literal["window", "phone", "visit", "letter", "mail", "online", "meeting"] = Field(
        title="怎样收到的", description=_tell(CHANNELS)
    )
    steps: tuple[CaseStep, ...] = Field((), title="经过", description="一步一行，按日期写")
    answer: Text | None = Field(None, title="答复", description="给居民的话；办完了就写做了什么", validate_default=True)
    public: Flag = Field(True, title="公开", description="false 只计数，不出页面；涉及个人的一律写 false")
    series: SeriesSlug | None = SERIES
    aliases: tuple[Alias, ...] = OLD

    @field_validator("id")
    @classmethod
    def _is_numbered(cls, id: str) -> str:
        if not _NUMBER.fullmatch(id):
            refuse(f"编号要写成年份和序号：“{id}”", "例如 2026-014")
        return id

    @field_validator("received")
    @classmethod
    def _is_of_its_year(cls, received: date, others: ValidationInfo) -> date:
        id = others.data.get("id")
        if id and id[:4] != str(received.year):
            refuse(f"编号是 {id[:4]} 年的，收到日期是 {received}", "核对年份；编号按收到的那一年编")
        return received

    @field_validator("steps")
    @classmethod
    def _go_on(cls, steps: tuple[CaseStep, ...], others: ValidationInfo) -> tuple[CaseStep, ...]:
        day: date | None = others.data.get("received")
        state: CaseState | None = None
        for number, step in enumerate(steps, 1):
            if day and step.date < day:
                refuse(f"第 {number} 步的日期 {step.date} 在 {day} 之前", "核对日期，按先后写")
            if step.state == "received" and number > 1:
                refuse(f"第 {number} 步又写收到", "收到只在第一步；再提起的写 working")
            if state and state in _ENDS and step.state != "working":
                refuse(f"第 {number} 步写在“{CASE_STATES[state]}”后面", "又重新办的，先写一步 working")
            if step.state == "declined" and not step.note:
                refuse(f"第 {number} 步不能办，没有写为什么", "在这一步加上 note，写明原因和还能找谁")
            day, state = step.date, step.state
        return steps

    @field_validator("answer")
    @classmethod
    def _is_answered(cls, answer: str | None, others: ValidationInfo) -> str | None:
        last = (others.data.get("steps") or (None,))[-1]
        if last and last.state in ANSWERS and not answer and not last.note:
            refuse(
                f"已经写到“{CASE_STATES[last.state]}”，没有写答复", "加上 answer，写给居民的话：答应了什么、做了什么"
            )
        return answer

    @property
    def is_draft(self) -> bool:
        """A case that is not public is counted and has no page."""
        return not self.public

    @property
    def state(self) -> CaseState:
        """How far it has come."""
        return self.steps[-1].state if self.steps else "received"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done; a question is over with its answer."""
        return self.state not in (_ENDS | {"answered"} if self.case_kind == "question" else _ENDS)

    @property
    def has_terms(self) -> bool:
        """Whether the community's terms hold for it; a hard issue takes the years it takes."""
        return self.case_kind != "issue"

    @property
    def answered_on(self) -> date | None:
        """The day of the first answer."""
        return next((step.date for step in self.steps if step.state in ANSWERS), None)

    @property
    def ended_on(self) -> date | None:
        """The day on which it was solved or declined for good."""
        return None if self.is_open else self.steps[-1].date

    @property
    def holder(self) -> str:
        """Who has it now: whoever did the last step that names somebody."""
        return next((step.by for step in reversed(self.steps) if step.by), "")
