"""Where to go and whom to ask: places, grids, locations, services, organizations (Open Referral HSDS 3); hides nothing."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from plugins.model.deadlines import closure_deadlines, term_deadline
from plugins.model.entries import OLD, Entry
from plugins.model.fields import (
    Address,
    Alias,
    AudienceId,
    BuildingRef,
    CategoryId,
    Count,
    Day,
    Extension,
    File,
    Flag,
    GroupWay,
    GuideSlug,
    Keyword,
    Line,
    LocationId,
    OpeningHours,
    OrganizationId,
    PhoneNumber,
    PlaceId,
    Slug,
    Text,
    Url,
)
from plugins.model.kind import Kind, one_list
from plugins.model.parts import Building, Closure, Contact, Geo, HoursException, Phone, hold_term


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
    keywords: tuple[Keyword, ...] = Field((), title="别的叫法", description="居民会用来找它的词，例如 乘车卡、老人卡")
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
