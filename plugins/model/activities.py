"""An activity, once or in a series; hides when it begins, how long it is and which days it leaves out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from plugins.model.deadlines import activity_deadlines
from plugins.model.entries import SERIES, Document, PlainDate
from plugins.model.fields import (
    AudienceId,
    Count,
    Day,
    DayOrMoment,
    Every,
    Line,
    LocationId,
    LunarDate,
    OrganizationId,
    Repeat,
    SeriesSlug,
    Url,
)
from plugins.model.kind import Kind, documents
from plugins.model.lunar import EACH_YEAR
from plugins.model.moments import first_moment
from plugins.model.parts import AlertClosure, Contact, OnHolidays
from plugins.model.phrases import says_free
from plugins.model.signup import Signup

_DAY = timedelta(days=1)


class Activity(Document):
    kind: ClassVar = Kind(
        "activities", "活动", documents("activities"), "/activities/{starts.year}/{slug}/", "/activities/",
        "slug", "title", "summary", order=lambda a: (a.begins, a.slug), deadlines=activity_deadlines,
        public_from="date",
    )  # fmt: skip

    date: Day = Field(title="发布日期", description="到这一天才公开")
    starts: DayOrMoment = Field(title="开始时间", description="只写日期，就是全天")
    ends: DayOrMoment | None = Field(
        None,
        title="结束时间",
        description="有钟点的活动必须写；全天的只写日期，只有一天就不写；写到另一天的展览，每天都在",
    )
    lunar: LunarDate | None = Field(
        None,
        title="农历",
        description="例如 正月十五、除夕；写在日期旁边，和开始那天对不上会查出来。每年农历那天都办，写 每年正月十五",
    )
    every: Every | None = Field(
        None, title="哪几天重复", description="例如 周二、周四；每天；工作日；隔周周五；每月第三个周三；每月15日"
    )
    repeat: Repeat | None = Field(
        None, title="重复规则", description="RFC 5545，例如 FREQ=WEEKLY;BYDAY=TU；和 every 二选一"
    )
    until: Day | None = Field(None, title="重复到哪天为止", description="这一天也算；没有定下来就不写")
    count: Count | None = Field(
        None, title="一共几次", description="停办的也算；和 until 二选一；最多 999", ge=1, le=999
    )
    holidays: OnHolidays = Field(
        "on", title="法定节假日", description="on 照常，off 停办；放假的日子写在 workdays.yaml，没公布的年份照常"
    )
    also: tuple[DayOrMoment, ...] = Field(
        (),
        title="加场时间",
        description="改时间的那一次：原来的日子写进 except，新时间写在这里；只写日期就是原来的钟点",
    )
    except_: tuple[Day, ...] = Field((), alias="except", title="停办日期")
    state: Literal["scheduled", "cancelled", "postponed"] = Field(
        "scheduled", title="活动状态", description="scheduled 照常；cancelled 取消；postponed 延期"
    )
    location: LocationId | None = Field(None, title="地点", description="locations.yaml 里的 id")
    organization: OrganizationId | None = Field(None, title="主办", description="organizations.yaml 里的 id")
    series: SeriesSlug | None = SERIES
    audience: tuple[AudienceId, ...] = Field((), title="适合谁", description="community.yaml 的 audiences 里的 id")
    fee: Line | None = Field(None, title="费用", description="免费也要写；不写，页面就不说收不收费")
    capacity: Count | None = Field(None, title="人数上限", description="不写，页面就不说限不限", ge=1)
    signup: Signup | None = Field(
        None,
        title="报名",
        description="不用报名也要写；不写，页面就不说；没有日期要写时，一句话也行，例如 不用报名，直接来",
    )
    signup_url: Url | None = Field(None, title="报名网址")
    contact: Contact | None = Field(None, title="联系方式")
    public_holidays: frozenset[PlainDate] = Field(frozenset(), repr=False)
    """The published public holidays, where it rests on them; the reader fills them in."""
    stops: tuple[AlertClosure, ...] = Field((), repr=False)
    """When an alert stops it; the reader fills them in."""

    @property
    def is_whole_days(self) -> bool:
        """Whether it has no clock: it begins at midnight and ends at midnight."""
        return not isinstance(self.starts, datetime)

    @property
    def is_free(self) -> bool:
        """Whether its fee says that there is none, and names no price behind that."""
        return says_free(self.fee or "")

    @property
    def is_series(self) -> bool:
        """Whether it takes place more than once."""
        return bool(self.repeats or self.also or self.is_run)

    @property
    def repeats(self) -> bool:
        """Whether it comes again by a rule: one of ours, or a day of the Chinese calendar in each year."""
        return bool(self.every or self.repeat or self.is_each_lunar_year)

    @property
    def is_each_lunar_year(self) -> bool:
        return bool(self.lunar and self.lunar.startswith(EACH_YEAR))

    @property
    def lunar_day(self) -> str:
        """The day of the Chinese calendar that is written; empty where none is."""
        return (self.lunar or "").removeprefix(EACH_YEAR)

    @property
    def is_run(self) -> bool:
        """Whether it stands on each of several days, as an exhibition does: whole days, or from one clock to the other."""
        if self.repeats or self.last_day == self.begins.date():
            return False
        return self.is_whole_days or (self.finishes - self.begins > _DAY and self.finishes.time() > self.begins.time())

    @property
    def begins(self) -> datetime:
        return first_moment(self.starts)

    @property
    def finishes(self) -> datetime:
        """When what `ends` says is over: of a whole day, the midnight after it."""
        said = self.starts if self.ends is None else self.ends
        return said if isinstance(said, datetime) else first_moment(said) + _DAY * self.is_whole_days

    @property
    def last_day(self) -> PlainDate:
        """The last day that what `ends` says is on: midnight ends the day before it."""
        return max(self.begins, self.finishes - timedelta.resolution).date()

    @property
    def length(self) -> timedelta:
        """How long each occurrence is."""
        if not self.is_run:
            return self.finishes - self.begins
        if self.is_whole_days:
            return _DAY
        return datetime.combine(self.begins.date(), self.finishes.timetz()) - self.begins

    @property
    def off(self) -> frozenset[PlainDate]:
        """The days on which its rule does not hold."""
        return self.public_holidays.union(self.except_)
