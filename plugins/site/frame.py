"""The frame around every page: menu, footer, phones; hides which sections the site has."""

from __future__ import annotations

from plugins.model import column_address
from plugins.site.cards import brief, show_phone
from plugins.site.security import REFERRER, page_policy
from plugins.site.site import Site
from plugins.site.views import CardView, GroupView, MenuItem, SiteView

MENU = (
    MenuItem("home", "首页", "/"),
    MenuItem("guides", "办事指南", "/guides/"),
    MenuItem("services", "服务", "/services/"),
    MenuItem("news", "新闻", "/news/"),
    MenuItem("activities", "活动", "/activities/"),
    MenuItem("policies", "政策", "/policies/"),
    MenuItem("grids", "我家归谁管", "/grids/"),
)


def make_frame(site: Site, css: str, js: str, app: str, duty_css: str) -> SiteView:
    """What every page shows of the site; the same for all pages of a build."""
    community = site.sources.community
    station = brief(site.sources.location[community.station], site)
    return SiteView(
        name=community.name,
        full_name=community.full_name,
        motto=community.motto,
        root=site.root,
        url=site.url,
        menu=MENU,
        footer=_footer(site),
        address=community.address,
        phone=show_phone(community.phone),
        complaints=show_phone(community.complaints_phone, "监督投诉电话"),
        email=community.email or "",
        hotlines=tuple(show_phone(h.number, h.name) for h in community.hotlines),
        hours=station.hours,
        css=css,
        js=js,
        app=app,
        duty_css=duty_css,
        source_note=community.source_note or "",
        policy=page_policy(),
        referrer=REFERRER,
    )


def _footer(site: Site) -> tuple[GroupView, ...]:
    community = site.sources.community
    columns = tuple(CardView(c.name, column_address(c.id)) for c in community.columns)
    directory = (
        CardView("场所和窗口", "/locations/"),
        CardView("队伍和组织", "/organizations/"),
        CardView("小区", "/places/"),
        CardView("值班表", "/rosters/"),
        CardView("标签", "/tags/"),
    )
    pages = tuple(CardView(p.title, f"/{p.slug}/") for p in site.sources.pages)
    pages = (*pages, CardView("开放数据", "/data/"))
    groups = (GroupView("新闻栏目", columns), GroupView("找人找地方", directory), GroupView("关于本站", pages))
    return tuple(group for group in groups if group.items)
