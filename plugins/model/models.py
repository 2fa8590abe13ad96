"""The content model: every kind of thing an editor writes, as a frozen type; hides nothing, it is the contract.

Names follow Open Referral HSDS 3, iCalendar (RFC 5545) and schema.org; a field's `title` is its
Chinese label in messages and in docs/data.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import chain
from typing import ClassVar, Literal, get_args

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from plugins.model.deadlines import (
    activity_deadlines,
    closure_deadlines,
    expiry_deadline,
    person_deadlines,
    review_deadline,
    roster_deadline,
    term_deadline,
)
from plugins.model.fields import (
    Address,
    AffectedId,
    Alias,
    AudienceId,
    BuildingRef,
    CategoryId,
    ColumnId,
    Count,
    Day,
    DayOrMoment,
    Email,
    Every,
    Extension,
    File,
    Flag,
    GroupWay,
    GuideSlug,
    Line,
    LocationId,
    LunarDate,
    OpeningHours,
    OrganizationId,
    PhoneNumber,
    PlaceId,
    PolicySlug,
    Repeat,
    ServiceId,
    Slug,
    StoppedId,
    StoryDate,
    Summary,
    TagName,
    Target,
    Text,
    Url,
)
from plugins.model.kind import Kind, Record, documents, one_entry, one_list
from plugins.model.moments import YEARS, Precision, end_moment, first_moment, parse_start, precision_of, refuse
from plugins.model.parts import (
    NAMED_BY_FILE,
    Absence,
    AlertClosure,
    Building,
    CaseTerms,
    Change,
    Closure,
    Colours,
    Column,
    Consent,
    Contact,
    Door,
    Form,
    Geo,
    Holiday,
    Hotline,
    HoursException,
    Levels,
    Locality,
    Material,
    OnHolidays,
    Pattern,
    Phone,
    Question,
    Shift,
    Signup,
    Swap,
    Term,
    Update,
    hold_term,
)
from plugins.model.sections import MENU, HomePart, MenuEntry, OptionalSection, describe
from plugins.text import Prose

_DAY = timedelta(days=1)
_Date = date
"""A field of a kind may be called `date` too."""


OLD = Field((), title="旧地址", description="改过名、并过来的页面原来的地址，一条也不丢：老地址会带到这一页")


class Entry(Record):
    """A piece with a page of its own."""

    sample: Flag = Field(
        False, title="示例数据", description="页面含有示例的条件、电话、地址或日期时写 true，页面会注明"
    )


class Document(Entry):
    """What all Markdown kinds share."""

    slug: Slug = Field(title="地址名", description="网址的最后一段；不写就用文件名", json_schema_extra=NAMED_BY_FILE)
    title: Line = Field(title="标题")
    summary: Summary = Field(title="摘要", description="一两句话，列表和搜索里显示")
    status: Literal["draft", "published"] = Field(
        "published", title="状态", description="draft 草稿，不公开；published 公开"
    )
    places: tuple[PlaceId, ...] = Field((), title="相关地点", description="places.yaml 里的 id")
    tags: tuple[TagName, ...] = Field((), title="标签", description="community.yaml 的 tags 里的 name")
    image: File | None = Field(None, title="图片", description="images/ 里的文件")
    image_alt: Line | None = Field(None, title="图片说明", description="给看不见图片的人读的话；有图片就必须写")
    aliases: tuple[Alias, ...] = OLD
    body: Prose = Field(repr=False)


NOTICE_AHEAD = timedelta(days=3)
NoticeSubject = Literal["停水", "停电", "电梯", "道路", "消防", "窗口", "其他"]


def _last_day(until: object) -> _Date | None:
    """The last day of an end as it was typed; None for what is no day, which is told where it is read."""
    try:
        return (end_moment(parse_start(until)) - timedelta.resolution).date()
    except (PydanticCustomError, OverflowError):
        return None


class News(Document):
    kind: ClassVar = Kind(
        "news", "新闻", documents("news"), "/news/{date.year}/{slug}/", "/news/", "slug", "title", "summary",
        order=lambda n: (-n.date.timestamp(), n.precision == "year", n.slug), deadlines=expiry_deadline,
    )  # fmt: skip

    date: StoryDate = Field(title="日期", description="旧事不知道哪一天的，只写年月（2010-12）或年份（2010）")
    precision: Precision = Field("day", repr=False)
    """How much of its date is known; `date` holds the first moment of it."""
    column: ColumnId = Field(title="栏目", description="community.yaml 的 columns 里的 id")
    author: Line | None = Field(None, title="作者", description="写岗位或部门")
    source: Line | None = Field(None, title="来源")
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


class Activity(Document):
    kind: ClassVar = Kind(
        "activities", "活动", documents("activities"), "/activities/{starts.year}/{slug}/", "/activities/",
        "slug", "title", "summary", order=lambda a: (a.begins, a.slug), deadlines=activity_deadlines,
    )  # fmt: skip

    date: Day = Field(title="发布日期", description="到这一天才公开")
    starts: DayOrMoment = Field(title="开始时间", description="只写日期，就是全天")
    ends: DayOrMoment | None = Field(
        None,
        title="结束时间",
        description="有钟点的活动必须写；全天的只写日期，只有一天就不写；写到另一天的展览，每天都在",
    )
    lunar: LunarDate | None = Field(
        None, title="农历", description="例如 正月十五、除夕；写在日期旁边，和开始那天对不上会查出来"
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
    audience: tuple[AudienceId, ...] = Field((), title="适合谁", description="community.yaml 的 audiences 里的 id")
    fee: Line | None = Field(None, title="费用", description="免费也要写；不写，页面就不说收不收费")
    capacity: Count | None = Field(None, title="人数上限", description="不写，页面就不说限不限")
    signup: Signup | None = Field(
        None,
        title="报名",
        description="不用报名也要写；不写，页面就不说；没有日期要写时，一句话也行，例如 不用报名，直接来",
    )
    signup_url: Url | None = Field(None, title="报名网址")
    contact: Contact | None = Field(None, title="联系方式")
    public_holidays: frozenset[_Date] = Field(frozenset(), repr=False)
    """The published public holidays, where it rests on them; the reader fills them in."""
    stops: tuple[AlertClosure, ...] = Field((), repr=False)
    """When an alert stops it; the reader fills them in."""

    @property
    def is_whole_days(self) -> bool:
        """Whether it has no clock: it begins at midnight and ends at midnight."""
        return not isinstance(self.starts, datetime)

    @property
    def is_series(self) -> bool:
        """Whether it takes place more than once."""
        return bool(self.every or self.repeat or self.also or self.is_run)

    @property
    def is_run(self) -> bool:
        """Whether it stands on each of several days, as an exhibition does: whole days, or from one clock to the other."""
        if self.every or self.repeat or self.last_day == self.begins.date():
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
    def last_day(self) -> _Date:
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
    def off(self) -> frozenset[_Date]:
        """The days on which its rule does not hold."""
        return self.public_holidays.union(self.except_)


class Policy(Document):
    kind: ClassVar = Kind(
        "policies", "政策", documents("policies"), "/policies/{slug}/", "/policies/", "slug", "title", "summary",
        order=lambda p: (-p.date.toordinal(), p.slug), deadlines=expiry_deadline,
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
    materials: tuple[Material, ...] = Field((), title="申请材料")
    no_materials: Flag = Field(False, title="不用带材料")
    steps: tuple[Text, ...] = Field(min_length=1, title="办理流程", description="一步一条，页面自动编号")
    time_limit: Line = Field(title="办理时限", description="当场办结，或 5 个工作日")
    fee: Line = Field(title="收费标准", description="不收费，或金额和依据")
    legal_basis: tuple[Line, ...] = Field(min_length=1, title="设定依据")
    locations: tuple[LocationId, ...] = Field(min_length=1, title="办理地点", description="locations.yaml 里的 id")
    online_url: Url | None = Field(None, title="网上办理")
    forms: tuple[Form, ...] = Field((), title="表格下载")
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


class Place(Entry):
    kind: ClassVar = Kind("places", "地点", one_list("data/places.yaml"), "/places/{id}/", "/places/", sheet=True)

    id: Slug = Field(title="编号")
    name: Line = Field(title="名称")
    aliases: tuple[Alias, ...] = OLD
    place_kind: Literal["garden", "park"] = Field(alias="kind", title="类型", description="garden 小区；park 园区")
    description: Text = Field(title="介绍")
    buildings: tuple[Building, ...] = Field(min_length=1, title="楼栋")
    property_phone: PhoneNumber | None = Field(None, title="物业电话")
    property_extension: Extension | None = Field(None, title="物业分机")
    geo: Geo | None = Field(None, title="经纬度", description="写了就能按远近列出附近的场所")
    image: File | None = Field(None, title="图片")
    image_alt: Line | None = Field(None, title="图片说明")


class Grid(Entry):
    kind: ClassVar = Kind(
        "grids", "网格", one_list("data/grids.yaml"), "/grids/{id}/", "/grids/", summary="officer", sheet=True
    )

    id: Slug = Field(title="编号")
    name: Line = Field(title="名称")
    aliases: tuple[Alias, ...] = OLD
    buildings: tuple[BuildingRef, ...] = Field(min_length=1, title="楼栋")
    officer: Line = Field(title="网格员", description="只写岗位，不写姓名")
    phone: PhoneNumber = Field(title="电话")
    extension: Extension | None = Field(None, title="分机")
    location: LocationId = Field(title="办公地点")


class Location(Entry):
    """HSDS location."""

    kind: ClassVar = Kind(
        "locations", "场所", one_list("data/locations.yaml"), "/locations/{id}/", "/locations/", sheet=True,
        deadlines=closure_deadlines,
    )  # fmt: skip

    id: Slug = Field(title="编号")
    name: Line = Field(title="名称")
    aliases: tuple[Alias, ...] = OLD
    location_kind: Literal[
        "window", "room", "office", "outdoor", "clinic", "school", "library", "shop", "parking", "station", "toilet"
    ] = Field(
        alias="kind",
        title="类型",
        description="window 窗口；room 活动室；office 办公室；outdoor 室外场地；clinic 医院和诊所；school 学校和幼儿园；"
        "library 图书馆；shop 商店、菜场和邮局；parking 停车和充电；station 车站；toilet 公共厕所",
    )
    description: Text = Field(title="介绍")
    place: PlaceId | None = Field(None, title="所在小区", description="places.yaml 里的 id")
    address: Address = Field(title="地址")
    transport: Text | None = Field(None, title="怎样去", description="坐哪路车、在哪一站下、从哪个门进")
    phones: tuple[Phone, ...] = Field((), title="电话")
    website: Url | None = Field(None, title="网站")
    languages: tuple[Line, ...] = Field((), title="能说的话", description="例如 普通话、粤语、客家话、手语、英语")
    hours: OpeningHours | None = Field(None, title="开放时间", description="OpenStreetMap opening_hours 写法")
    hours_note: Line | None = Field(None, title="开放时间说明")
    exceptions: tuple[HoursException, ...] = Field((), title="特别安排", description="某几天的开放时间和平时不一样")
    closed: Closure | None = Field(None, title="暂停开放")
    accessibility: tuple[Line, ...] = Field((), title="无障碍设施")
    capacity: Count | None = Field(None, title="容纳人数", ge=1)
    shared: Flag = Field(False, title="可以合用", description="几支队伍能同时在这里，例如大厅、广场，写 true")
    geo: Geo | None = Field(None, title="经纬度")


class Service(Entry):
    """HSDS service; what the source does not say of it, no page says."""

    kind: ClassVar = Kind(
        "services", "服务", one_list("data/services.yaml"), "/services/{id}/", "/services/", sheet=True,
        deadlines=closure_deadlines,
    )  # fmt: skip

    id: Slug = Field(title="编号")
    name: Line = Field(title="名称")
    aliases: tuple[Alias, ...] = OLD
    category: CategoryId = Field(title="类别", description="community.yaml 的 categories 里的 id")
    audience: tuple[AudienceId, ...] = Field((), title="服务对象", description="community.yaml 的 audiences 里的 id")
    locations: tuple[LocationId, ...] = Field((), title="办理场所", description="locations.yaml 里的 id")
    description: Text = Field(title="服务内容")
    eligibility: Text | None = Field(None, title="申请条件")
    application: Text | None = Field(None, title="怎样申请", description="打电话、到窗口还是在网上，先做哪一步")
    hours: OpeningHours | None = Field(
        None, title="服务时间", description="这项服务自己的钟点，写法和场所的开放时间一样；没有就不写，页面就不说"
    )
    open_with: LocationId | None = Field(
        None, title="跟哪个场所一起开", description="locations.yaml 里的 id，它开着就能办；有自己的钟点就写 hours"
    )
    hours_note: Line | None = Field(
        None, title="服务时间说明", description="说不成钟点的，例如 每年3月一次，日子提前公告"
    )
    appointment: Flag = Field(False, title="要预约", description="先约好才能来、才上门的写 true")
    paused: Closure | None = Field(None, title="暂停办理")
    waiting_time: Line | None = Field(None, title="要等多久", description="例如 月底要排队半个钟头")
    provider: OrganizationId | None = Field(
        None, title="谁提供", description="organizations.yaml 里的 id；社区自己提供的不写"
    )
    area: tuple[PlaceId, ...] = Field((), title="服务范围", description="只服务几个小区的，写 places.yaml 里的 id")
    keywords: tuple[Line, ...] = Field((), title="别的叫法", description="居民会用来找它的词，例如 乘车卡、老人卡")
    phones: tuple[Phone, ...] = Field((), title="电话")
    online_url: Url | None = Field(None, title="网上办理")
    fees: Line | None = Field(None, title="费用", description="免费也要写；不写，页面就不说收不收费")
    guides: tuple[GuideSlug, ...] = Field((), title="办事指南", description="guides/ 里的地址名")


class Organization(Entry):
    """HSDS organization."""

    kind: ClassVar = Kind(
        "organizations",
        "组织",
        one_list("data/organizations.yaml"),
        "/organizations/{id}/",
        "/organizations/",
        summary="purpose",
        sheet=True,
        deadlines=term_deadline,
    )

    id: Slug = Field(title="编号")
    name: Line = Field(title="名称")
    aliases: tuple[Alias, ...] = OLD
    organization_kind: Literal["volunteer", "club", "association", "committee", "party", "station"] = Field(
        alias="kind",
        title="类型",
        description="volunteer 志愿队伍；club 文体团队；association 协会；committee 居委会等；party 党组织；station 工作站",
    )
    purpose: Text = Field(title="做什么")
    meets: OpeningHours | None = Field(
        None, title="活动时间", description="工作站、居委会写办公时间，写法和场所的开放时间一样"
    )
    hours_note: Line | None = Field(None, title="时间说明", description="说不成钟点的，例如 隔周活动，来前先打电话")
    location: LocationId | None = Field(None, title="活动地点", description="locations.yaml 里的 id")
    places: tuple[PlaceId, ...] = Field((), title="服务的小区", description="places.yaml 里的 id")
    contact: Contact | None = Field(None, title="联系方式")
    website: Url | None = Field(None, title="网站")
    group: GroupWay | None = Field(None, title="群", description="怎样进群，例如 加值班微信 helpers，备注 太极队")
    join: Text | None = Field(None, title="怎样加入")
    term_from: Day | None = Field(None, title="本届从哪天起", description="居委会、协会这一届的任期")
    term_until: Day | None = Field(
        None, title="本届到哪天止", description="快到的时候 make check 和 make due 会提醒换届；不换届的不写"
    )
    image: File | None = Field(None, title="图片")
    image_alt: Line | None = Field(None, title="图片说明")

    _ends_after_it_began = field_validator("term_until")(hold_term)


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


class Community(Entry):
    kind: ClassVar = Kind("community", "社区资料", one_entry("data/community.yaml"), key="")

    name: Line = Field(title="社区名称")
    full_name: Line = Field(title="社区全称")
    motto: Line = Field(title="社区口号")
    description: Summary = Field(title="网站说明")
    url: Url = Field(title="网址", description="网站的正式网址，不带末尾斜杠")
    address: Address = Field(title="地址")
    locality: Locality | None = Field(
        None, title="省市", description="开放数据和搜索引擎用的省、市、区和邮政编码；不写就没有"
    )
    phone: PhoneNumber = Field(title="总机")
    extension: Extension | None = Field(None, title="总机分机")
    email: Email | None = Field(None, title="邮箱")
    complaints_phone: PhoneNumber = Field(title="监督投诉电话")
    complaints_extension: Extension | None = Field(None, title="监督投诉分机")
    station: LocationId = Field(title="服务中心", description="首页显示开放时间的场所，locations.yaml 里的 id")
    hotlines: tuple[Hotline, ...] = Field((), title="常用电话")
    colours: Colours | None = Field(
        None, title="颜色", description="不写就用现成的；写了的要和底色、字色分得清，检查会算"
    )
    logo: File | None = Field(None, title="标志", description="images/ 里的方形图片，在每一页的左上角；不写就没有")
    icon: File | None = Field(None, title="小图标", description="浏览器标签上的图片；不写就用标志")
    skyline: File | None = Field(None, title="首页横幅", description="images/ 里很宽的图片，在首页顶上；不写就没有")
    without: tuple[OptionalSection, ...] = Field(
        (),
        title="不设的部分",
        description=f"整个不要的：{describe(OptionalSection)}。没有列表，不进菜单和首页，已经写的也不显示",
    )
    menu: tuple[MenuEntry, ...] = Field(
        MENU,
        title="主菜单",
        description=f"依次写出要的：{describe(MenuEntry)}。还没有内容的自动不显示；不写这个字段，就是常用的七项",
    )
    home: tuple[HomePart, ...] | None = Field(
        None,
        title="首页各段",
        description="依次写出要的：notices 公告；tasks 常办的事；activities 今天和接下来的活动；places 我家；hotlines 常用电话；doors 几扇门；"
        "news 新闻；policies 政策；services 按类别找服务。还没有内容的自动不显示；不写这个字段就按这个顺序，"
        "没有服务这一段，政策只在没有新闻时列出",
    )
    hot_words: tuple[Line, ...] = Field(
        (), title="大家常找", description="首页的搜索词，居民嘴里的说法，最多六个", max_length=6
    )
    doors: tuple[Door, ...] = Field(
        (), title="首页的几扇门", description="按社区的分工把全站分成几块，例如 宣传、教育、管理、服务"
    )
    columns: tuple[Column, ...] = Field((), title="新闻栏目")
    notice_column: ColumnId | None = Field(
        None, title="公告栏目", description="columns 里的 id；这一栏在首页单独列在前面，不写就和别的新闻排在一起"
    )
    grid_note: Text | None = Field(
        None, title="网格员管什么", description="接在“网格员”后面的一句话，例如 什么事都能接，一个电话就行。"
    )
    categories: tuple[Term, ...] = Field((), title="服务类别")
    audiences: tuple[Term, ...] = Field((), title="人群")
    tags: tuple[Term, ...] = Field((), title="标签")
    frequent_guides: tuple[GuideSlug, ...] = Field((), title="首页常办的事", description="guides/ 里的地址名")
    levels: Levels = Field(
        default_factory=Levels, title="值班规则", description="error 错误，不能发布；warning 提醒；off 不查"
    )
    rest_hours: Count = Field(11, title="两班之间至少休息（小时）", description="隔天的两班", le=24)
    day_hours: Count = Field(8, title="一天最多值班（小时）", description="分几班值的加在一起", le=24)
    case_terms: CaseTerms = Field(
        CaseTerms.model_validate({}),
        title="答复期限",
        description="居民反映的事，几天内答复、几天内办结；页面和 make due 都按它算",
    )
    source_note: Text | None = Field(None, title="资料来源说明")


AlertLevel = Literal["一般", "蓝", "黄", "橙", "红"]
ALERT_LEVELS: tuple[AlertLevel, ...] = get_args(AlertLevel)
"""The gravest last."""


class Alert(Record):
    """A warning that stands on top of every page while it holds."""

    kind: ClassVar = Kind(
        "alerts", "紧急通知", one_list("data/alerts.yaml"), key="", title="words", summary="",
        order=lambda a: (-ALERT_LEVELS.index(a.level), -a.begins.timestamp(), a.at),
    )  # fmt: skip

    level: AlertLevel = Field(title="级别", description="预警的颜色；不是预警的写 一般")
    words: Line = Field(title="通知的话", description="一句话，例如 台风橙色预警，请留在室内")
    from_: DayOrMoment = Field(alias="from", title="从什么时候起")
    until: DayOrMoment | None = Field(
        None, title="到什么时候止", description="到时候自己消失；还不知道就不写，结束时用 kangle alert --end"
    )
    do: Summary | None = Field(None, title="居民要做什么", description="一两句话")
    link: Target | None = Field(None, title="详细情况", description="站内地址或网址")
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


class Synonym(Record):
    """Other words for one thing: whoever types one of them finds what is written with any other."""

    kind: ClassVar = Kind("synonyms", "同义词", one_list("data/synonyms.yaml"), key="", summary="")

    name: Line = Field(title="网站上的说法", description="页面上用的词，例如 老年人免费乘车证")
    also: tuple[Line, ...] = Field(
        min_length=1, title="居民的说法", description="居民会打的词，例如 老年证、敬老卡；拼音和繁体字不用写"
    )


class WorkdayYear(Record):
    """One year of the State Council's holiday notice; a year without it is 未公布."""

    kind: ClassVar = Kind(
        "workdays", "放假和调休", one_list("data/workdays.yaml"), key="", title="", summary="", sheet=True
    )

    year: Count = Field(title="年份", ge=YEARS[0], le=YEARS[-1])
    notice: Line = Field(title="依据", description="国务院办公厅通知的名称；页面上不显示，给核对的人看")
    holidays: tuple[Holiday, ...] = Field(min_length=1, title="放假")
    workdays: tuple[Day, ...] = Field((), title="调休上班")
    school: tuple[Holiday, ...] = Field(
        (), title="寒暑假", description="开放时间里写了 SH 的，要有学校放假的日子；跨年的寒假在两年里各写一半"
    )
