"""A warning on top of every page; hides what it does to what it closes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Literal, get_args

from pydantic import Field

from plugins.model.fields import AffectedId, DayOrMoment, Flag, Line, LinkTarget, StoppedId, Summary
from plugins.model.kind import Kind, Record, one_list
from plugins.model.moments import end_moment, first_moment
from plugins.model.parts import AlertClosure

AlertLevel = Literal["一般", "蓝", "黄", "橙", "红"]
ALERT_LEVELS: tuple[AlertLevel, ...] = get_args(AlertLevel)
"""The gravest last."""


class Alert(Record):
    """A warning that stands on top of every page while it holds."""

    kind: ClassVar = Kind(
        "alerts", "紧急通知", one_list("data/alerts.yaml"), key="", title="words", summary="",
        order=lambda a: (-ALERT_LEVELS.index(a.level), -a.begins.timestamp(), a.at), sheet=True,
    )  # fmt: skip

    level: AlertLevel = Field(title="级别", description="预警的颜色；不是预警的写 一般")
    words: Line = Field(title="通知的话", description="一句话，例如 台风橙色预警，请留在室内")
    from_: DayOrMoment = Field(alias="from", title="从什么时候起")
    until: DayOrMoment | None = Field(
        None, title="到什么时候止", description="到时候自己消失；还不知道就不写，结束时用 kangle alert --end"
    )
    do: Summary | None = Field(None, title="居民要做什么", description="一两句话")
    link: LinkTarget | None = Field(None, title="详细情况", description="站内地址或网址")
    affects: tuple[AffectedId, ...] = Field(
        ("all",), title="影响哪里", description="小区编号、小区编号/楼栋编号、网格编号；不写就是全社区"
    )
    closes: tuple[StoppedId, ...] = Field(
        (),
        title="关什么、停什么",
        description="locations.yaml 里的 id，或活动的地址名；开放时间、活动、值班和日历都会写明",
    )
    sample: Flag = Field(False, title="示例数据", description="演练用的写 true，页面会注明")

    @property
    def begins(self) -> datetime:
        return first_moment(self.from_)

    @property
    def ends(self) -> datetime | None:
        return end_moment(self.until) if self.until else None

    @property
    def closure(self) -> AlertClosure:
        """What it does to what it closes."""
        last = (self.ends - timedelta.resolution).date() if self.ends else None
        # Read already: the fields of one part stand for those of the other.
        return AlertClosure.model_construct(
            from_=self.begins.date(), until=last, notice=self.words, since=self.begins, to=self.ends
        )
