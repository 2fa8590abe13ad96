"""What editors write in Markdown: news and notices, policies, guides, pages; hides what follows from the fields of a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plugins.model.deadlines import expiry_deadline, review_deadline
from plugins.model.eligibility import Ask
from plugins.model.entries import SERIES, Document, PlainDate
from plugins.model.fields import (
    AffectedId,
    AudienceId,
    BlankId,
    ColumnId,
    Count,
    Day,
    DayOrMoment,
    Extension,
    Flag,
    Line,
    LocationId,
    PhoneNumber,
    PolicySlug,
    SeriesSlug,
    ServiceId,
    StoryDate,
    Summary,
    Text,
    Url,
)
from plugins.model.kind import Kind, documents
from plugins.model.moments import Precision, end_moment, first_moment, parse_start, precision_of
from plugins.model.parts import Form, Material, Question, Update

NOTICE_AHEAD = timedelta(days=3)
NoticeSubject = Literal["停水", "停电", "电梯", "道路", "消防", "窗口", "其他"]


def _last_day(until: object) -> PlainDate | None:
    """The last day of an end as it was typed; None for what is no day, which is told where it is read."""
    try:
        return (end_moment(parse_start(until)) - timedelta.resolution).date()
    except (PydanticCustomError, OverflowError):
        return None


class News(Document):
    kind: ClassVar = Kind(
        "news", "新闻", documents("news"), "/news/{date.year}/{slug}/", "/news/", "slug", "title", "summary",
        order=lambda n: (-n.date.timestamp(), n.precision == "year", n.slug), deadlines=expiry_deadline, public_from="date",
    )  # fmt: skip

    date: StoryDate = Field(title="日期", description="旧事不知道哪一天的，只写年月（2010-12）或年份（2010）")
    precision: Precision = Field("day", repr=False)
    """How much of its date is known; `date` holds the first moment of it."""
    column: ColumnId = Field(title="栏目", description="community.yaml 的 columns 里的 id")
    author: Line | None = Field(None, title="作者", description="写岗位或部门")
    source: Line | None = Field(None, title="来源")
    series: SeriesSlug | None = SERIES
    expires: Day | None = Field(
        None,
        title="失效日期",
        description="过了这一天，首页不再显示，页面注明已过期；写了 until 的不用写",
    )
    updates: tuple[Update, ...] = Field(
        (), title="更新记录", description="通知有变动就加一条；20 字以内的会跟在标题后面"
    )
    what: NoticeSubject | None = Field(None, title="什么事", description="停水、停电这样的通知才写")
    affects: tuple[AffectedId, ...] = Field(
        (),
        title="影响哪里",
        description="小区编号、小区编号/楼栋编号、网格编号，全社区写 all；这些楼的页面会在最上面显示",
    )
    from_: DayOrMoment | None = Field(None, alias="from", title="从什么时候起", description="只写日期，就是那天零点")
    until: DayOrMoment | None = Field(
        None, title="到什么时候止", description="只写日期，那一天还算；还不知道就不写，另写 expires"
    )
    do: Summary | None = Field(None, title="居民要做什么", description="一两句话，例如 提前存水，关紧水龙头")
    call: PhoneNumber | None = Field(None, title="打给谁", description="电话，或场所、队伍、小区、网格的编号")
    call_extension: Extension | None = Field(None, title="打给谁，分机")

    @model_validator(mode="before")
    @classmethod
    def _read_times(cls, value: object) -> object:
        """How much of the date is known; a notice has expired when it is over."""
        if not isinstance(value, Mapping):
            return value
        found = dict(value)
        if "date" in value:
            found["precision"] = precision_of(value["date"])
        if "until" in value and "expires" not in value and (last := _last_day(value["until"])):
            found["expires"] = last
        return found

    @property
    def is_notice(self) -> bool:
        """Whether it tells somebody in particular what happens when."""
        return self.from_ is not None and bool(self.affects)

    @property
    def begins(self) -> datetime | None:
        return first_moment(self.from_) if self.from_ else None

    @property
    def announced(self) -> datetime | None:
        """From when on it is on top of its pages: time to store water, to ask a neighbour."""
        return self.begins - NOTICE_AHEAD if self.begins else None

    @property
    def ends(self) -> datetime | None:
        """When it is over: at its end, or with the last day on which it holds; None where nobody wrote one."""
        said = self.until or self.expires
        return end_moment(said) if said else None

    @property
    def date_said(self) -> str:
        """Its date as far as it is known (ISO 8601)."""
        whole = self.date.isoformat()
        return {"day": whole, "month": whole[:7], "year": whole[:4]}[self.precision]


class Policy(Document):
    kind: ClassVar = Kind(
        "policies", "政策", documents("policies"), "/policies/{slug}/", "/policies/", "slug", "title", "summary",
        order=lambda p: (-p.date.toordinal(), p.slug), deadlines=expiry_deadline, public_from="date",
    )  # fmt: skip

    date: Day = Field(title="发布日期", description="到这一天才公开")
    number: Line | None = Field(None, title="发文字号")
    issuer: Line = Field(title="发文机关")
    effective: Day = Field(title="生效日期")
    expires: Day | None = Field(None, title="失效日期")
    supersedes: tuple[PolicySlug, ...] = Field((), title="替代的文件", description="被替代政策的地址名")
    source_url: Url | None = Field(None, title="原文网址")
    applies_to: Line = Field(title="适用对象")
    updates: tuple[Update, ...] = Field((), title="更新记录")


class Guide(Document):
    """办事指南; required elements follow the service-guide elements of 国务院 service standards."""

    kind: ClassVar = Kind(
        "guides", "办事指南", documents("guides"), "/guides/{slug}/", "/guides/", "slug", "title", "summary",
        order=lambda g: g.slug, deadlines=review_deadline,
    )  # fmt: skip

    services: tuple[ServiceId, ...] = Field(min_length=1, title="相关服务", description="services.yaml 里的 id")
    audience: tuple[AudienceId, ...] = Field((), title="适合谁", description="community.yaml 的 audiences 里的 id")
    applicants: tuple[Literal["个人", "法人"], ...] = Field(min_length=1, title="受理范围")
    conditions: tuple[Text, ...] = Field(min_length=1, title="受理条件", description="没有条件写一条“无”")
    eligible: tuple[Ask, ...] = Field(
        (), title="我能不能办", description="一问一答地问下去，从第一问开始；每一问答是、答不是都要有去处"
    )
    materials: tuple[Material, ...] = Field((), title="申请材料")
    no_materials: Flag = Field(False, title="不用带材料")
    steps: tuple[Text, ...] = Field(min_length=1, title="办理流程", description="一步一条，页面自动编号")
    time_limit: Line = Field(title="办理时限", description="当场办结，或 5 个工作日")
    fee: Line = Field(title="收费标准", description="不收费，或金额和依据")
    legal_basis: tuple[Line, ...] = Field(min_length=1, title="设定依据")
    locations: tuple[LocationId, ...] = Field(min_length=1, title="办理地点", description="locations.yaml 里的 id")
    online_url: Url | None = Field(None, title="网上办理")
    forms: tuple[Form, ...] = Field((), title="表格下载")
    blanks: tuple[BlankId, ...] = Field(
        (), title="要填的表", description="data/forms/ 里的文件名；网页上能填，印在一张纸上"
    )
    visits: Count = Field(title="到现场次数")
    faq: tuple[Question, ...] = Field((), title="常见问题")
    reviewed: Day = Field(title="核对日期", description="最近一次逐项核对的日子")
    review_months: Count = Field(12, title="核对周期（月）", ge=1, le=120)
    owner: Line = Field(title="负责岗位")


class TextPage(Document):
    kind: ClassVar = Kind(
        "pages", "页面", documents("pages"), "/{slug}/", "", "slug", "title", "summary", order=lambda p: p.slug
    )

    about: Literal["about", "contact", "other"] = Field(
        "other", title="写的是什么", description="about 介绍社区；contact 联系方式；other 别的。告诉搜索引擎用的"
    )
