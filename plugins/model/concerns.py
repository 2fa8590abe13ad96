"""What a resident has on their mind, and whom to turn to about it: first one, then who is next."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from plugins.model.entries import OLD, Entry
from plugins.model.fields import (
    Alias,
    Extension,
    GuideSlug,
    Keyword,
    Line,
    LocationId,
    OrganizationId,
    PhoneNumber,
    ServiceId,
    Slug,
    Summary,
    Text,
)
from plugins.model.kind import Kind, one_list
from plugins.model.moments import refuse
from plugins.model.parts import Part


class Turn(Part):
    """Somebody to turn to."""

    who: Line = Field(title="找谁", description="例如 小区物业")
    say: Text | None = Field(None, title="怎么说", description="要说清楚什么、带什么")
    phone: PhoneNumber | None = Field(None, title="电话")
    extension: Extension | None = Field(None, title="分机")
    location: LocationId | None = Field(
        None, title="去哪里", description="locations.yaml 里的 id，电话和开放时间跟着来"
    )
    organization: OrganizationId | None = Field(None, title="哪支队伍", description="organizations.yaml 里的 id")
    each: Literal["places", "grids"] | None = Field(
        None, title="各家不同", description="places 自己小区的物业；grids 自己那栋楼的网格员"
    )

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Turn:
        if not (self.phone or self.location or self.organization or self.each):
            refuse("没有写怎样找到", "写上 phone、location、organization 或 each 里的一样")
        return self


class Concern(Entry):
    kind: ClassVar = Kind(
        "concerns", "有事找谁", one_list("data/concerns.yaml"), "/concerns/{id}/", "/concerns/", sheet=True, most=100
    )

    id: Slug = Field(title="编号")
    name: Line = Field(title="什么事", description="居民的说法，例如 楼上漏水")
    description: Summary = Field(title="说明", description="一两句话，归谁管")
    keywords: tuple[Keyword, ...] = Field((), title="也叫", description="居民还会怎样说，搜索找得到")
    urgent: Text | None = Field(None, title="先做什么", description="有危险时，打电话以前要做的")
    turns: tuple[Turn, ...] = Field(min_length=1, title="找谁", description="先找谁，没解决再找谁；至少写两步")
    guide: GuideSlug | None = Field(None, title="办事指南", description="guides/ 里的地址名")
    service: ServiceId | None = Field(None, title="服务", description="services.yaml 里的 id")
    aliases: tuple[Alias, ...] = OLD

    @field_validator("turns")
    @classmethod
    def _goes_on(cls, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
        if len(turns) == 1:
            refuse("只写了一步", "再写一项：没解决找谁")
        return turns
