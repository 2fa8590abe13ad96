"""The pieces that entries are made of; hides nothing, they are part of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict

from plugins.model.fields import (
    Alias,
    Clock,
    ColourCode,
    Count,
    Day,
    Degrees,
    Email,
    Extension,
    File,
    Flag,
    Line,
    Moment,
    OpeningHours,
    PageAddress,
    PersonId,
    PhoneNumber,
    PostalCode,
    ServerUrl,
    Slug,
    Summary,
    Text,
)
from plugins.model.moments import refuse

Weekday = Literal["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
Purpose = Literal["roster", "screen", "calendar", "data"]
"""What a person's display form may be shown for."""
OnHolidays = Literal["on", "off"]
Strictness = Literal["error", "warning", "off"]
_STRICTNESS = "error 错误；warning 提醒；off 不查"


NAMED_BY_FILE: JsonDict = {"x-default": "file name"}
"""Marks a field that the file's name fills in where the editor does not."""


class Part(BaseModel):
    """A frozen piece of a source; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    private_hint: ClassVar[str] = ""
    """What to do instead of noting whose it is, where editors look for such a field."""
    bare: ClassVar[str] = ""
    """The field that words without a field stand for; empty where fields must be written."""


def _hold_span(until: date | None, others: ValidationInfo, days: int, fix: str) -> date | None:
    """An end that is not further from its start than anybody means: every day between is reckoned by itself."""
    since = others.data.get("from_")
    if since and until and (until - since).days > days:
        refuse(f"从 {since} 到 {until} 太长，最多 {days} 天", fix)
    return until


def hold_term(until: date | None, others: ValidationInfo) -> date | None:
    """A term of office that ends after it began, and is nobody's for life."""
    since = others.data.get("term_from")
    if since and until and until <= since:
        refuse(f"任期 {since} 才开始，{until} 却已经结束", "核对两个日期")
    if since and until and (until - since).days > 11 * 366:
        refuse(f"任期从 {since} 到 {until} 太长，最多 11 年", "核对年份")
    return until


class Update(Part):
    date: Day = Field(title="日期")
    note: Line = Field(title="更新内容")


class Phone(Part):
    """HSDS phone."""

    number: PhoneNumber = Field(title="号码", description="不带分机")
    extension: Extension | None = Field(None, title="分机", description="拨通以后再按的数字，例如 8002")
    description: Line | None = Field(None, title="用途", description="例如 咨询电话")
    phone_type: Literal["voice", "fax", "text"] = Field(
        "voice", alias="type", title="类型", description="voice 打电话；fax 传真；text 收短信"
    )


class Contact(Part):
    name: Line | None = Field(None, title="联系人", description="只写岗位，例如 值班社工")
    phone: PhoneNumber | None = Field(None, title="电话")
    extension: Extension | None = Field(None, title="分机")
    email: Email | None = Field(None, title="邮箱")


class Material(Part):
    name: Line = Field(title="材料名称")
    original: Flag = Field(title="要原件", description="true 要原件，false 只要复印件")
    copies: Count = Field(title="份数", description="复印件份数，不要复印件写 0")
    when: Line | None = Field(
        None, title="什么时候才要", description="不是人人都要的，例如 家人代办时、有才带；跟着名称显示在“带什么”里"
    )
    note: Line | None = Field(None, title="说明")

    @field_validator("copies")
    @classmethod
    def _is_something_to_bring(cls, copies: int, others: ValidationInfo) -> int:
        if copies == 0 and others.data.get("original") is False:
            refuse("不要原件，也不要复印件", "要原件写 original: true，要复印件写份数；都不要就删掉这一样")
        return copies


class Form(Part):
    name: Line = Field(title="表格名称")
    file: File = Field(title="文件")


class Question(Part):
    question: Line = Field(title="问")
    answer: Text = Field(title="答")


class HoursException(Part):
    """Dated hours that stand in for those of the week."""

    from_: Day = Field(alias="from", title="从哪天起")
    until: Day | None = Field(None, title="到哪天止", description="只有一天就不写")
    hours: OpeningHours | None = Field(None, title="开放时间", description="这几天的钟点，例如 09:00-12:00")
    closed: Flag = Field(False, title="不开", description="这几天不开写 true；和 hours 二选一")
    note: Line = Field(title="说明", description="为什么，例如 元旦只开上午")

    @field_validator("until")
    @classmethod
    def _is_not_too_far(cls, until: date | None, others: ValidationInfo) -> date | None:
        return _hold_span(until, others, 400, "核对年份；一直不开的，写 closed")

    @property
    def last(self) -> date:
        return self.until or self.from_


class Closure(Part):
    """What is closed, or not provided, for a while."""

    from_: Day = Field(alias="from", title="从哪天起")
    until: Day | None = Field(None, title="到哪天止", description="还不知道就不写")
    notice: Line = Field(title="告示", description="为什么不开、这段时间去哪里")

    def covers(self, day: date) -> bool:
        """Whether some of a day is in it."""
        return self.from_ <= day and (self.until is None or day <= self.until)

    def stops(self, starts: datetime, ends: datetime) -> bool:
        """Whether what begins and ends then does not take place."""
        return starts < ends and self.covers(starts.date())


class AlertClosure(Closure):
    """What an alert closes: to the minute, and its words are the reason."""

    since: Moment
    to: Moment | None = None

    def stops(self, starts: datetime, ends: datetime) -> bool:
        return self.since < ends and (self.to is None or starts < self.to)


class Building(Part):
    id: Slug = Field(title="编号")
    name: Line = Field(title="楼名")


class Locality(Part):
    """Where in the country, as HSDS address has it."""

    state_province: Line = Field(title="省份")
    city: Line = Field(title="城市")
    region: Line | None = Field(None, title="区县")
    postal_code: PostalCode = Field(title="邮政编码")


class Colour(Part):
    """One colour, by day and in the dark."""

    light: ColourCode = Field(title="浅色时")
    dark: ColourCode = Field(title="深色时")


class Colours(Part):
    """What a community may paint in its own colours; the paper, the ink and the warnings are the theme's."""

    accent: Colour | None = Field(None, title="强调色", description="标题前的记号、电话、下划线")
    accent_deep: Colour | None = Field(None, title="强调色，深一些", description="链接指着时，长辈版里代替强调色")
    accent_tint: Colour | None = Field(None, title="强调色，作底", description="提醒的底色")
    action: Colour | None = Field(None, title="按钮色", description="白字写在上面")
    action_deep: Colour | None = Field(None, title="按钮色，按下时")
    second: Colour | None = Field(None, title="辅色", description="列表的记号、状态、边线")
    second_tint: Colour | None = Field(None, title="辅色，作底")
    deep: Colour | None = Field(None, title="页眉色", description="浅色的字写在上面；手机浏览器的边框也用它")
    deeper: Colour | None = Field(None, title="菜单和页脚色")
    sign: Colour | None = Field(None, title="菜单上的记号", description="在哪一项，那一项下面的横线")


class Geo(Part):
    latitude: Degrees = Field(title="纬度", ge=-90, le=90)
    longitude: Degrees = Field(title="经度", ge=-180, le=180)


class Consent(Part):
    """A person's separate consent to one use of one field (个人信息保护法 25 条)."""

    field: Literal["display"] = Field(title="同意公开的内容")
    purpose: Purpose = Field(
        title="用途", description="roster 值班表网页；screen 大厅屏幕；calendar 日历订阅；data 开放数据"
    )
    until: Day = Field(title="有效期至")
    record: Line = Field(title="同意书编号", description="纸质同意书上的编号")


class Pattern(Part):
    """A shift of every week."""

    weekday: Weekday = Field(title="星期")
    starts: Clock = Field(title="开始")
    ends: Clock = Field(title="结束")
    duty: Line = Field("值班", title="任务")
    needs: Count = Field(1, title="需要人数")
    people: tuple[PersonId, ...] = Field((), title="人员", description="people.yaml 里的 id")
    holidays: OnHolidays | None = Field(
        None, title="法定节假日", description="on 照常，off 停班；不写就跟这张表的 holidays 一样"
    )


class Change(Part):
    """A dated change to one shift of the weekly pattern."""

    date: Day = Field(title="日期")
    starts: Clock = Field(title="哪一班", description="那一班的开始时间")
    duty: Line | None = Field(None, title="哪项任务", description="同一时间开始的班不止一个时才要写")
    add: tuple[PersonId, ...] = Field((), title="加人")
    remove: tuple[PersonId, ...] = Field((), title="减人")
    cancelled: Flag = Field(False, title="停班")
    note: Line | None = Field(None, title="说明")


class Absence(Part):
    """Days on which somebody comes to no shift of the roster. It says no reason: that is nobody's business."""

    person: PersonId = Field(title="谁请假", description="people.yaml 里的 id")
    from_: Day = Field(alias="from", title="从哪天起")
    until: Day | None = Field(None, title="到哪天止", description="只有一天就不写；最多 366 天")

    @field_validator("until")
    @classmethod
    def _is_not_too_far(cls, until: date | None, others: ValidationInfo) -> date | None:
        return _hold_span(until, others, 366, "核对年份；不再来的，从每一班里去掉")

    @property
    def last(self) -> date:
        return self.until or self.from_

    def covers(self, day: date) -> bool:
        return self.from_ <= day <= self.last


class Swap(Part):
    """Somebody stands in for another in one shift, and the other way round in a second one where there is one."""

    person: PersonId = Field(title="谁的班", description="people.yaml 里的 id")
    date: Day = Field(title="哪天")
    starts: Clock | None = Field(None, title="哪一班", description="那一班的开始时间；那天不止一班才要写")
    with_: PersonId = Field(alias="with", title="和谁换", description="people.yaml 里的 id，替他来的人")
    with_date: Day | None = Field(None, title="换来哪天", description="换班写对方的那一天；只是替一次就不写")
    with_starts: Clock | None = Field(None, title="换来哪一班", description="对方那一班的开始时间；那天不止一班才要写")


class Shift(Part):
    """One dated shift."""

    starts: Moment = Field(title="开始")
    ends: Moment = Field(title="结束")
    duty: Line = Field("值班", title="任务")
    needs: Count = Field(1, title="需要人数")
    people: tuple[PersonId, ...] = Field((), title="人员", description="people.yaml 里的 id")


class Discussion(Part):
    """The server on which readers talk with each other; it is another program, Isso, with its own database."""

    url: ServerUrl = Field(
        title="留言服务器", description="Isso 的网址，例如 https://talk.example.org；装法见 docs/discussion.md"
    )


class Levels(Part):
    """How strict the rules on rosters are: a problem that stops the build, a warning, or nothing said."""

    clash: Strictness = Field(default="error", title="同一个人同时两班", description=_STRICTNESS)
    room: Strictness = Field(default="error", title="两支队伍同时用一处", description=_STRICTNESS)
    double: Strictness = Field(default="warning", title="一天连班或太久", description=_STRICTNESS)
    rest: Strictness = Field(default="warning", title="隔天的两班之间休息不够", description=_STRICTNESS)
    uncovered: Strictness = Field(default="off", title="缺人的班", description=_STRICTNESS)
    consent: Strictness = Field(default="warning", title="同意书在值班期间到期", description=_STRICTNESS)


class CaseTerms(Part):
    """Within how many days a community means to answer what residents raise, and to be done with it."""

    answer_days: Count = Field(15, title="几天内答复", ge=1, le=366)
    solve_days: Count = Field(60, title="几天内办结", ge=1, le=366)


class Column(Part):
    id: Slug = Field(title="编号")
    name: Line = Field(title="栏目名")
    description: Summary = Field(title="栏目说明")
    fresh_days: Count = Field(title="更新期限（天）")
    aliases: tuple[Alias, ...] = Field((), title="旧地址", description="改过编号的栏目，原来那一页的地址")


class Term(Part):
    """A category, audience or tag."""

    id: Slug = Field(title="编号")
    name: Line = Field(title="名称")
    description: Summary | None = Field(None, title="说明")
    aliases: tuple[Alias, ...] = Field((), title="旧地址", description="改过编号的，原来那一页的地址")


class Way(Part):
    title: Line = Field(title="写什么")
    to: PageAddress = Field(title="去哪里", description="站内的地址，例如 /guides/；去不了的会查出来")


class Door(Part):
    name: Line = Field(title="名称")
    description: Summary | None = Field(None, title="说明")
    links: tuple[Way, ...] = Field(min_length=1, title="里面有什么")


class Hotline(Part):
    name: Line = Field(title="名称")
    number: PhoneNumber = Field(title="号码")
    extension: Extension | None = Field(None, title="分机")
    when: Line | None = Field(None, title="什么时候打")


class Holiday(Part):
    name: Line = Field(title="节日")
    from_: Day = Field(alias="from", title="从哪天起")
    until: Day = Field(title="到哪天止")

    @property
    def days(self) -> Iterator[date]:
        return (self.from_ + timedelta(days=n) for n in range((self.until - self.from_).days + 1))

    @field_validator("until")
    @classmethod
    def _is_not_too_far(cls, until: date, others: ValidationInfo) -> date | None:
        return _hold_span(until, others, 120, "核对年份")
