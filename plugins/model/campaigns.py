"""What comes again or goes on for years: a campaign, a festival, a programme, to which stories, activities, figures and cases belong."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field, ValidationInfo, field_validator

from plugins.model.entries import Document
from plugins.model.fields import Count, File, Line, OrganizationId, Text
from plugins.model.figures import Period
from plugins.model.kind import Kind, documents
from plugins.model.moments import YEARS, refuse
from plugins.model.parts import Part


class Milestone(Part):
    """What was done in one year, month or span of years."""

    when: Period = Field(title="什么时候", description="年份 2009、年月 2009-05，或起止年份 2008—2012")
    what: Text = Field(title="做了什么")


class BeforeAfter(Part):
    """One place on two pictures."""

    what: Line = Field(title="拍的是什么")
    before: File = Field(title="从前的图", description="images/ 里的文件")
    before_alt: Line = Field(title="从前的图的说明", description="给看不见图片的人读的话")
    after: File = Field(title="后来的图", description="images/ 里的文件")
    after_alt: Line = Field(title="后来的图的说明", description="给看不见图片的人读的话")

    @field_validator("after")
    @classmethod
    def _shows_another_day(cls, after: str, others: ValidationInfo) -> str:
        if after == others.data.get("before"):
            refuse("从前和后来写的是同一张图", "换成后来拍的那一张")
        return after


class Campaign(Document):
    kind: ClassVar = Kind(
        "series", "系列", documents("series"), "/series/{slug}/", "/series/", "slug", "title", "summary",
        order=lambda series: series.slug, schema_type="CreativeWorkSeries",
    )  # fmt: skip

    since: Count = Field(title="从哪一年起", description="年份；从这一年数起，没有内容的年份页面会说明")
    until: Count | None = Field(None, title="到哪一年止", description="年份；还在办的不写")
    rhythm: Line | None = Field(None, title="多久一次", description="例如 每年三月")
    organization: OrganizationId | None = Field(None, title="谁办的", description="organizations.yaml 里的 id")
    milestones: tuple[Milestone, ...] = Field((), title="经过", description="一件一项，从早到晚")
    pairs: tuple[BeforeAfter, ...] = Field((), title="前后对比", description="同一个地方，从前和后来各一张图")

    @field_validator("since", "until")
    @classmethod
    def _is_a_year(cls, year: int | None) -> int | None:
        if year is not None and year not in YEARS:
            refuse(f"不像年份：{year}", f"写四位数的年份，从 {YEARS[0]} 到 {YEARS[-1]}")
        return year

    @field_validator("until")
    @classmethod
    def _ends_after_it_began(cls, until: int | None, others: ValidationInfo) -> int | None:
        since = others.data.get("since")
        if since and until and until < since:
            refuse(f"{since} 年才开始，{until} 年却已经结束", "核对两个年份")
        return until

    @field_validator("milestones")
    @classmethod
    def _go_on(cls, milestones: tuple[Milestone, ...], others: ValidationInfo) -> tuple[Milestone, ...]:
        since, until, last = others.data.get("since"), others.data.get("until"), ""
        for number, stone in enumerate(milestones, 1):
            if since and int(stone.when[:4]) < since:
                refuse(f"第 {number} 件在 {since} 年以前", "核对年份，或改 since")
            if until and int(stone.when[:4]) > until:
                refuse(f"第 {number} 件在 {until} 年以后", "核对年份，或改 until")
            if stone.when[:4] < last[:4]:
                refuse(f"第 {number} 件在前一件之前", "从早到晚写")
            last = stone.when
        return milestones

    def last_year(self, today: date) -> int:
        """The year up to which it can have something."""
        return self.until or today.year
