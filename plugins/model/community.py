"""The community as a whole: its own record, its words, the holidays of its years; hides nothing."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, field_validator

from plugins.model.entries import Entry
from plugins.model.fields import (
    Address,
    ColumnId,
    Count,
    Day,
    Email,
    Extension,
    File,
    GuideSlug,
    Keyword,
    Line,
    LocationId,
    PhoneNumber,
    Summary,
    Text,
    Url,
)
from plugins.model.kind import Kind, Record, one_entry, one_list
from plugins.model.moments import YEARS, refuse
from plugins.model.papers import Paper, find_double_name
from plugins.model.parts import CaseTerms, Colours, Column, Discussion, Door, Holiday, Hotline, Levels, Locality, Term
from plugins.model.sections import MENU, HomePart, MenuEntry, OptionalSection, describe


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
        description="依次写出要的：tasks 常办的事；activities 今天和接下来的活动；notices 公告；places 我家；hotlines 常用电话；doors 几扇门；"
        "news 新闻；policies 政策；services 按类别找服务。还没有内容的自动不显示；不写这个字段就按这个顺序，"
        "没有服务这一段，政策只在没有新闻时列出",
    )
    hot_words: tuple[Keyword, ...] = Field(
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
    papers: tuple[Paper, ...] = Field(
        (), title="同一份材料的几种叫法", description="“一次带齐”把几件事的材料合成一张，这里说哪些名字是同一份"
    )
    frequent_guides: tuple[GuideSlug, ...] = Field((), title="首页常办的事", description="guides/ 里的地址名")
    levels: Levels = Field(
        default_factory=Levels, title="值班规则", description="error 错误，不能发布；warning 提醒；off 不查"
    )
    rest_hours: Count = Field(11, title="两班之间至少休息（小时）", description="隔天的两班", le=24)
    day_hours: Count = Field(8, title="一天最多值班（小时）", description="分几班值的加在一起", le=24)
    discussion: Discussion | None = Field(
        None, title="留言", description="新闻和活动下面让居民留言；不写就没有，网页上一个字也不会多"
    )
    case_terms: CaseTerms = Field(
        CaseTerms.model_validate({}),
        title="答复期限",
        description="居民反映的事，几天内答复、几天内办结；页面和 make due 都按它算",
    )
    source_note: Text | None = Field(None, title="资料来源说明")

    @field_validator("papers")
    @classmethod
    def _is_one_paper(cls, papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
        if double := find_double_name(papers):
            refuse(f"“{double}”写了两次", "一个叫法只写一处")
        return papers


class Synonym(Record):
    """Other words for one thing: whoever types one of them finds what is written with any other."""

    kind: ClassVar = Kind("synonyms", "同义词", one_list("data/synonyms.yaml"), key="", summary="")

    name: Line = Field(title="网站上的说法", description="页面上用的词，例如 老年人免费乘车证")
    also: tuple[Keyword, ...] = Field(
        min_length=1, title="居民的说法", description="居民会打的词，例如 老年证、敬老卡；拼音和繁体字不用写"
    )


class WorkdayYear(Record):
    """One year of the State Council's holiday notice; a year without it is 未公布."""

    kind: ClassVar = Kind(
        "workdays", "放假和调休", one_list("data/workdays.yaml"), key="", title="", summary="", sheet=True, most=100
    )

    year: Count = Field(title="年份", ge=YEARS[0], le=YEARS[-1])
    notice: Line = Field(title="依据", description="国务院办公厅通知的名称；页面上不显示，给核对的人看")
    holidays: tuple[Holiday, ...] = Field(min_length=1, title="放假")
    workdays: tuple[Day, ...] = Field((), title="调休上班")
    school: tuple[Holiday, ...] = Field(
        (), title="寒暑假", description="开放时间里写了 SH 的，要有学校放假的日子；跨年的寒假在两年里各写一半"
    )
