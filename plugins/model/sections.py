"""The sections of a site, which a community may leave out and puts in its menu; hides which entries fill each."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

SectionId = Literal[
    "guides", "services", "news", "activities", "policies", "grids", "places", "locations", "organizations", "rosters",
    "cases", "figures", "meetings", "awards", "ledgers", "surveys", "series", "films", "notes",
    "forms", "write", "screen", "tags", "data",
]  # fmt: skip
OptionalSection = Literal[
    "guides", "services", "news", "activities", "policies", "grids", "places", "organizations", "rosters", "cases",
    "figures", "meetings", "awards", "ledgers", "surveys", "series", "films", "notes",
    "forms", "write", "screen", "data",
]  # fmt: skip
"""What may be left out: tags go where no entry has one, and locations hold the service centre."""
MenuEntry = Literal[
    "home", "guides", "services", "news", "activities", "policies", "grids", "places", "locations", "organizations",
    "rosters", "cases", "figures", "meetings", "awards", "ledgers", "surveys", "series", "films", "notes",
    "forms", "write", "screen", "tags", "data",
]  # fmt: skip
"""Spelt out, not joined: a message names the options of one Literal."""
HomePart = Literal["tasks", "activities", "notices", "places", "hotlines", "doors", "news", "policies", "services"]
MENU: tuple[MenuEntry, ...] = ("home", "guides", "services", "news", "activities", "policies", "grids")
HOME_PARTS: tuple[HomePart, ...] = get_args(HomePart)[:-1]
"""What home shows where nothing else is said; policies only where there is no news."""


class Section(NamedTuple):
    """A list of the site with all that stands below it."""

    id: SectionId
    title: str

    @property
    def address(self) -> str:
        return f"/{self.id}/"


SECTIONS = {
    section.id: section
    for section in (
        Section("guides", "办事指南"),
        Section("services", "服务"),
        Section("news", "新闻"),
        Section("activities", "活动"),
        Section("policies", "政策"),
        Section("grids", "我家归谁管"),
        Section("places", "小区"),
        Section("locations", "场所和窗口"),
        Section("organizations", "队伍和组织"),
        Section("rosters", "值班表"),
        Section("cases", "您反映，我们办"),
        Section("figures", "社区数字"),
        Section("meetings", "会议和决定"),
        Section("awards", "评选和选举"),
        Section("ledgers", "账目公开"),
        Section("surveys", "调查结果"),
        Section("series", "系列活动"),
        Section("films", "影片"),
        Section("notes", "社区短讯"),
        Section("forms", "表格"),
        Section("write", "写信给我们"),
        Section("screen", "大厅屏幕"),
        Section("tags", "标签"),
        Section("data", "开放数据"),
    )
}


def describe(choice: object) -> str:
    """The sections of a choice with their titles, as a field's description names its options."""
    titles: dict[str, str] = {"home": "首页"}
    titles |= {id: section.title for id, section in SECTIONS.items()}
    return "；".join(f"{id} {titles[id]}" for id in get_args(choice))
