"""The planners on the example site: every kind has its pages, and a page gathers what belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from plugins.composition import all_files
from plugins.media import list_versions
from plugins.model.sources import Sources
from plugins.site.frame import make_frame
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import EXAMPLE, LOADED, NOW, Change, at, plan
from tests.periods import holds, without_script, words_at

Changed = Callable[[Change], Sources]


COMMUNITY = "data/community.yaml"


def view(pages: dict[str, Page], address: str) -> Any:
    return pages[address].view


def titles(cards: Any) -> list[str]:
    return [card.title for card in cards]


def pages_at(sources: Sources, moment: str) -> dict[str, Page]:
    return plan(make_site(sources, at(moment)))


def test_every_kind_has_its_pages(pages: dict[str, Page]) -> None:
    assert Counter(page.template for page in pages.values()) == {
        "home.html": 1,
        "figures.html": 4,
        "concern.html": 2,
        "concerns.html": 1,
        "bring.html": 1,
        "data_fields.html": 1,
        "search.html": 1,
        "subscribe.html": 1,
        "write.html": 1,
        "letters.html": 1,
        "page.html": 1,
        "news.html": 4,
        "activity.html": 3,
        "policy.html": 2,
        "guide.html": 2,
        "service.html": 3,
        "location.html": 3,
        "organization.html": 3,
        "place.html": 2,
        "building.html": 4,
        "grid.html": 2,
        "roster.html": 1,
        "rosters.html": 1,
        "roster_month.html": 3,
        "roster_print.html": 1,
        "notice_print.html": 1,
        "screen.html": 1,
        "wanted.html": 1,
        "list.html": 22,
        "activity_list.html": 6,
        "activity_month.html": 3,
        "activity_week.html": 1,
        "services.html": 8,
        "activities.html": 1,
        "directory.html": 3,
        "grids.html": 1,
        "data.html": 1,
        "redirect.html": 11,
        "award.html": 2,
        "ledger.html": 2,
        "survey.html": 1,
        "meeting.html": 2,
        "series.html": 2,
        "film.html": 2,
        "form.html": 1,
        "note.html": 2,
        "notes.html": 1,
        "case.html": 4,
        "cases.html": 10,
        "404.html": 1,
    }


def test_every_page_has_a_title_a_description_and_a_trail_that_ends_with_itself(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        head = page.view.head
        assert head.title, address
        assert head.description, address
        if head.crumbs:
            assert head.crumbs[0].url == "/", address
            assert head.crumbs[-1].url == "", address


def test_every_link_of_every_view_leads_to_a_page(site: Site, pages: dict[str, Page]) -> None:
    pictures = [v for file, size in site.sources.sizes.items() if (v := list_versions(file, size))]
    files = {f"/{f}" for f in site.sources.files} | {f"/{a.file}" for a in all_files(site)}
    files |= {f"/{version.file}" for versions in pictures for version in versions.all()}
    for address, page in pages.items():
        for url in re.findall(r"url='(/[^']*)'", repr(page.view)):
            assert url.partition("#")[0] in pages.keys() | files, f"{address} leads to {url}"


def test_the_frame_leads_to_pages_and_holds_the_communitys_words(site: Site, pages: dict[str, Page]) -> None:
    frame = make_frame(site, *LOADED)
    assert (frame.name, frame.phone.number, frame.url, frame.root) == (
        "云杉社区",
        "0755-5550-0100",
        "https://spruce.example.org",
        "",
    )
    assert [group.title for group in frame.footer] == ["新闻栏目", "找人找地方", "大家的事", "关于本站"]
    for url in re.findall(r"url='(/[^']*)'", repr((frame.menu, frame.footer))):
        assert url in pages, url


def test_a_site_below_a_path_has_that_root_in_its_bodies(sources: Sources) -> None:
    site = make_site(sources, at(NOW), "https://example.org/kangle/")
    assert (site.root, site.url) == ("/kangle", "https://example.org/kangle")
    body = view(plan(site), "/news/2026/lantern/").article.body
    assert 'href="/kangle/about/#' in body
    assert 'src="/kangle/images/tree.svg"' in body


def test_a_draft_is_nowhere(pages: dict[str, Page]) -> None:
    assert "unfinished" not in repr([page.view for page in pages.values()])
    assert "/news/2026/unfinished/" not in pages


@pytest.mark.parametrize(("moment", "there"), [("2026-12-19 23:59", False), ("2026-12-20", True)])
def test_a_story_is_nowhere_before_its_moment(sources: Sources, moment: str, there: bool) -> None:
    found = pages_at(sources, moment)
    assert ("/news/2026/new-year/" in found) is there
    assert ("新年的打算" in repr([page.view for page in found.values()])) is there


@pytest.mark.parametrize(("moment", "expired"), [("2026-12-05 23:59", False), ("2026-12-06", True)])
def test_a_story_is_marked_expired_after_its_last_day_and_leaves_the_home_page(
    sources: Sources, moment: str, expired: bool
) -> None:
    found = pages_at(sources, moment)
    story = view(found, "/news/2026/winter-water/")
    assert (story.expired.hidden, story.expires.words) == (not expired, "2026年12月5日 周六")
    (card,) = [c for c in view(found, "/columns/notices/").groups[0].items if c.title == "12月检修水管"]
    assert words_at(card.states, moment) == words_at(story.states, moment) == ["已过期"] * expired
    assert [state.period.hidden for state in card.states] == [not expired]
    assert ("12月检修水管" in titles(view(found, "/").notices)) is not expired


def test_stories_of_a_column_lead_to_the_one_before_and_the_one_after(pages: dict[str, Page]) -> None:
    newer, older = view(pages, "/news/2026/bus-card-desk/"), view(pages, "/news/2026/lantern/")
    assert (newer.previous.url, newer.next) == ("/news/2026/lantern/", None)
    assert (older.previous, older.next.url) == (None, "/news/2026/bus-card-desk/")


@pytest.mark.parametrize("room", ["activities/2026", "policies", "guides"])
def test_pages_of_a_room_lead_forward_and_back_to_each_other(pages: dict[str, Page], room: str) -> None:
    found = [(a, view(pages, a)) for a in pages if re.fullmatch(rf"/{room}/[a-z0-9-]+/", a)]
    forward = {(address, shown.next.url) for address, shown in found if shown.next}
    back = {(shown.previous.url, address) for address, shown in found if shown.previous}
    assert forward == back
    assert len(forward) == len(found) - 1


def test_news_are_listed_by_year_and_month_newest_first(pages: dict[str, Page]) -> None:
    year = view(pages, "/news/2026/")
    assert [(g.title, titles(g.items)) for g in year.groups] == [
        ("11月", ["12月检修水管", "登记台搬到楼下"]),
        ("9月", ["灯笼挂上了云杉路"]),
    ]
    assert [link.url for link in year.years] == ["/news/2026/", "/news/2025/"]
    assert view(pages, "/news/").total == "共 4 篇"


def test_an_empty_column_is_an_empty_list(pages: dict[str, Page]) -> None:
    assert view(pages, "/columns/diary/").groups[0].items == ()


def test_a_story_shows_its_updates_author_and_source(pages: dict[str, Page]) -> None:
    water, desk = view(pages, "/news/2025/water-2025/"), view(pages, "/news/2026/bus-card-desk/")
    assert [(u.date.words, u.note) for u in water.updates] == [("2025年12月2日 周二", "改到下午")]
    assert (water.author, water.source, desk.author, desk.source) == ("社区工作站", "", "云杉社区", "示例简报")


def test_an_article_lists_its_second_level_headings_tags_and_places(pages: dict[str, Page]) -> None:
    article = view(pages, "/news/2025/water-2025/").article
    assert [(h.id, h.text) for h in article.headings] == [("怎样存水", "怎样存水")]
    assert [(t.title, t.url) for t in article.tags] == [("停水", "/tags/water/")]
    assert [(p.title, p.url) for p in article.places] == [("云杉花园", "/places/spruce/")]


def test_related_entries_share_places_services_or_tags_and_never_the_page_itself(pages: dict[str, Page]) -> None:
    related = [card.url for card in view(pages, "/news/2026/bus-card-desk/").article.related]
    assert related == ["/guides/bus-card/", "/news/2026/lantern/", "/activities/2026/clinic/", "/news/2025/water-2025/"]
    assert view(pages, "/about/").article.related == ()


def test_a_place_gathers_its_grids_locations_teams_activities_and_news(pages: dict[str, Page]) -> None:
    spruce = view(pages, "/places/spruce/")
    assert [(g.name, titles(g.buildings), g.phone.number) for g in spruce.grids] == [
        ("第一网格", ["1栋", "2栋"], "0755-5550-0121"),
        ("第二网格", ["3栋"], "0755-5550-0122"),
    ]
    assert titles(spruce.locations) == ["服务中心", "图书室"]
    assert titles(spruce.organizations) == ["邻里互助队"]
    assert titles(spruce.activities) == ["免费量血压"]
    assert titles(spruce.news) == ["12月检修水管", "登记台搬到楼下", "灯笼挂上了云杉路", "云杉花园清洗水箱"]
    assert spruce.property_phone.number == "0755-5550-0110"


def test_an_activity_belongs_to_the_place_of_its_location(changed: Changed) -> None:
    found = pages_at(changed({"activities/2026/clinic.md": ("places: [spruce]\n", "")}), NOW)
    assert titles(view(found, "/places/spruce/").activities) == ["免费量血压"]
    assert titles(view(found, "/places/maple/").activities) == []


def test_a_grid_gathers_its_buildings_places_and_teams(pages: dict[str, Page]) -> None:
    grid = view(pages, "/grids/grid-2/")
    assert [(p.place.title, titles(p.buildings)) for p in grid.buildings] == [
        ("云杉花园", ["3栋"]),
        ("枫叶园区", ["A座"]),
    ]
    assert titles(grid.organizations) == ["邻里互助队"]
    assert grid.location.name == "服务中心"


def test_the_lookup_leads_from_every_building_to_one_grid(pages: dict[str, Page]) -> None:
    places = view(pages, "/grids/").places
    assert [(p.name, [(titles(g.buildings), g.name) for g in p.grids]) for p in places] == [
        ("云杉花园", [(["1栋", "2栋"], "第一网格"), (["3栋"], "第二网格")]),
        ("枫叶园区", [(["A座"], "第二网格")]),
    ]
    for place in places:
        for grid in place.grids:
            assert {view(pages, b.url).grid.url for b in grid.buildings} == {grid.url}


def test_a_building_leads_to_officer_office_window_facilities_and_teams(pages: dict[str, Page]) -> None:
    building = view(pages, "/places/spruce/b3/")
    assert (building.name, building.place.url, building.grid.title) == ("云杉花园3栋", "/places/spruce/", "第二网格")
    assert (building.officer, building.phone.number) == ("二号网格员", "0755-5550-0122")
    assert (building.office.name, building.window) == ("服务中心", None)
    assert building.property_phone.number == "0755-5550-0110"
    assert [(g.title, titles(g.items)) for g in building.near] == [
        ("云杉花园里的场所", ["图书室"]),
        ("社区里的场所", ["小广场"]),
    ]
    assert titles(building.teams) == ["邻里互助队"]
    assert [c.title for c in building.head.crumbs] == ["首页", "小区", "云杉花园", "3栋"]


def test_a_building_whose_grid_has_its_own_office_names_the_window_too(changed: Changed) -> None:
    found = changed(
        {"data/grids.yaml": ("0755-5550-0122\n  location: service-centre", "0755-5550-0122\n  location: library")}
    )
    building = view(pages_at(found, NOW), "/places/maple/b1/")
    assert (building.office.name, building.window.name) == ("图书室", "服务中心")


def test_a_building_without_a_grid_leads_to_the_window(changed: Changed) -> None:
    found = changed({"data/grids.yaml": "[]\n"})
    building = view(pages_at(found, NOW), "/places/maple/b1/")
    assert (building.grid, building.phone, building.office, building.window.name) == (None, None, None, "服务中心")


def test_the_nearest_facility_comes_first_where_that_can_be_told(changed: Changed) -> None:
    """One thousandth of a degree of latitude is 111 m, of longitude at 22.6° north 103 m."""
    rows = "".join(
        f"- {{id: room-{i}, name: {i}号室, kind: room, description: 房间, address: 示例, "
        f"geo: {{latitude: {22.6 + north}, longitude: {114.1 + east}}}}}\n"
        for i, (north, east) in enumerate([(0.01, 0), (0.002, 0), (0, 0.002), (0.0001, 0), (0.05, 0)])
    )
    text = (EXAMPLE / "data/locations.yaml").read_text("utf-8") + rows
    geo = ("  kind: park", "  kind: park\n  geo: {latitude: 22.6, longitude: 114.1}")
    found = changed({"data/locations.yaml": text, "data/places.yaml": geo})
    (near,) = view(pages_at(found, NOW), "/places/maple/b1/").near
    assert (near.title, [(c.title, c.facts[-1]) for c in near.items]) == (
        "附近的场所",
        [
            ("3号室", "直线约 100 米"),
            ("2号室", "直线约 200 米"),
            ("1号室", "直线约 200 米"),
            ("0号室", "直线约 1100 米"),
        ],
    )


def test_a_location_gathers_what_happens_there(pages: dict[str, Page]) -> None:
    centre, library, square = (view(pages, f"/locations/{i}/") for i in ("service-centre", "library", "square"))
    assert titles(centre.services) == ["上门探望", "就业登记"]  # the guide tells the other
    assert titles(centre.guides) == ["老人乘车证怎么办"]
    assert titles(centre.activities) == ["免费量血压"]
    assert (centre.capacity, centre.map_url) == ("40 人", "geo:22.6125,114.125")
    assert titles(library.organizations) == ["邻里互助队"]
    assert titles(library.rosters) == ["图书室值班表"]
    assert titles(square.activities) == ["周二太极课"]


def test_a_service_gathers_its_guides_windows_and_neighbours(pages: dict[str, Page]) -> None:
    card, job = view(pages, "/services/bus-card/"), view(pages, "/services/job-register/")
    assert titles(card.guides) == ["老人乘车证怎么办"]
    assert [w.name for w in card.locations] == ["服务中心"]
    assert titles(card.related) == ["上门探望"]
    assert (card.category.url, card.audience, card.fees) == ("/services/category/elder-care/", ("老年人",), "")
    assert titles(job.guides) == ["就业登记怎么办"]
    assert titles(view(pages, "/services/audience/elders/").groups[0].items) == ["代办乘车证", "上门探望"]


def test_an_organization_gathers_its_activities_rosters_and_neighbours(pages: dict[str, Page]) -> None:
    helpers = view(pages, "/organizations/helpers/")
    assert titles(helpers.activities) == ["免费量血压", "中秋联欢会"]
    assert titles(helpers.rosters) == ["图书室值班表"]
    assert titles(helpers.alike) == ["平安巡逻队"]
    assert (helpers.contact, helpers.phone.number, helpers.email) == (
        "值班社工",
        "0755-5550-0131",
        "helpers@example.org",
    )
    assert view(pages, "/organizations/tai-chi/").meets == "每天 7:00—8:00"


def test_a_paper_that_not_everybody_needs_says_when(changed: Changed) -> None:
    sources = changed({"guides/bus-card.md": ("    note: 一寸\n", "    when: 家人代办时\n    note: 一寸\n")})
    card = view(pages_at(sources, "2026-11-23 09:30"), "/guides/bus-card/")
    assert [(m.name, m.when, m.note) for m in card.materials] == [("身份证", "", ""), ("照片", "家人代办时", "一寸")]


def test_a_guide_says_what_to_bring_where_to_go_and_how_complete_it_is(pages: dict[str, Page]) -> None:
    card, job = view(pages, "/guides/bus-card/"), view(pages, "/guides/job-register/")
    assert [(m.name, m.form, m.when, m.note) for m in card.materials] == [
        ("身份证", "原件，复印件 1 份", "", ""),
        ("照片", "复印件 2 份", "", "一寸"),
    ]
    assert [w.name for w in card.windows] == ["服务中心"]
    assert (card.visits, job.visits) == ("1 次", "不用到现场")
    assert card.missing == ""
    assert job.missing == "还缺咨询电话、办理时间"
    assert [(f.title, f.url) for f in card.forms] == [("申请表", "/files/form.txt")]
    assert card.complaints.number == "0755-5550-0199"
    assert job.applicants == "个人、法人"


@pytest.mark.parametrize(("moment", "due"), [("2027-06-01", False), ("2027-06-02", True)])
def test_a_guide_says_when_its_review_is_overdue(sources: Sources, moment: str, due: bool) -> None:
    assert bool(view(pages_at(sources, moment), "/guides/bus-card/").review_due) is due


@pytest.mark.parametrize(
    ("moment", "states"),
    [
        ("2026-11-23", ("尚未生效", "现行有效")),
        ("2026-11-30 23:59", ("尚未生效", "现行有效")),
        ("2026-12-01", ("现行有效", "已被替代")),
        ("2028-12-31", ("现行有效", "已被替代")),
        ("2029-01-01", ("已失效", "已被替代")),
    ],
)
def test_a_policy_is_in_force_from_its_day_until_it_expires_or_is_superseded(
    sources: Sources, moment: str, states: tuple[str, str]
) -> None:
    found = pages_at(sources, moment)
    for build in (found, pages_at(sources, "2026-11-23")):
        shown = tuple(words_at(view(build, f"/policies/pets-{year}/").states, moment) for year in (2026, 2024))
        assert shown == tuple([state] for state in states)
        parts = {"尚未生效": "to-come", "现行有效": "in-force", "已失效": "lapsed", "已被替代": "lapsed"}
        for group in view(build, "/policies/").groups:
            standing = [words_at(c.states, moment) for c in group.items if holds(c.period, moment)]
            assert sorted(standing) == sorted([state] for state in states if parts[state] == group.id)
            assert holds(group.period, moment) is bool(standing)


def test_a_policy_leads_to_what_it_replaces_and_back(pages: dict[str, Page]) -> None:
    new, old = view(pages, "/policies/pets-2026/"), view(pages, "/policies/pets-2024/")
    assert [link.url for link in new.supersedes] == ["/policies/pets-2024/"]
    assert [link.url for link in old.superseded_by] == ["/policies/pets-2026/"]


@pytest.mark.parametrize(
    ("moment", "word"),
    [("2026-11-28 08:59", "报名中"), ("2026-11-28 09:00", "正在进行"), ("2026-11-28 11:30", "已结束")],
)
def test_an_activity_is_open_going_on_or_over(sources: Sources, moment: str, word: str) -> None:
    for build in (moment, "2026-11-20 10:00"):
        assert words_at(view(pages_at(sources, build), "/activities/2026/clinic/").states, moment) == [word]


@pytest.mark.parametrize(("state", "word"), [("cancelled", "已取消"), ("postponed", "已延期")])
def test_a_cancelled_or_postponed_activity_says_so_on_its_day(changed: Changed, state: str, word: str) -> None:
    signup = "signup: {needed: true, opens: 2026-11-12, how: 打电话报名}\n"
    found = pages_at(changed({"activities/2026/clinic.md": (signup, f"state: {state}\n")}), NOW)
    calendar = view(found, "/activities/")
    assert words_at(view(found, "/activities/2026/clinic/").states, NOW) == [word]
    assert titles(calendar.changed) == ["免费量血压"]
    items = [item for day in calendar.days for item in day.items if item.title == "免费量血压"]
    items += [one.item for one in view(found, "/").coming.items if one.item.title == "免费量血压"]
    assert [(words_at(item.states, NOW), item.struck) for item in items] == [([word], True)] * 2


def test_a_repeating_activity_shows_its_rule_its_coming_dates_and_its_days_off(pages: dict[str, Page]) -> None:
    tai_chi = view(pages, "/activities/2026/tai-chi/")
    assert tai_chi.when.words == "每周二 7:00—8:00"
    assert [d.iso[:10] for d in without_script(tai_chi.dates)] == [
        "2026-11-24",
        "2026-11-29",
        "2026-12-08",
        "2026-12-15",
        "2026-12-22",
    ]
    assert [(d.words, d.period.until) for d in tai_chi.except_dates] == [("12月1日 周二", "2026-12-02T00:00")]


def test_the_calendar_has_what_comes_in_its_order_and_what_is_past_by_year(pages: dict[str, Page]) -> None:
    calendar = view(pages, "/activities/")
    assert [(d.date.iso, [i.title for i in d.items]) for d in without_script(calendar.days)] == [
        ("2026-11-24", ["周二太极课"]),
        ("2026-11-28", ["免费量血压"]),
        ("2026-11-29", ["周二太极课"]),
        ("2026-12-08", ["周二太极课"]),
        ("2026-12-15", ["周二太极课"]),
    ]
    past = view(pages, "/activities/past/")
    assert [(g.title, titles(without_script(g.items))) for g in without_script(past.groups)] == [
        ("2026年", ["中秋联欢会"])
    ]
    assert titles(calendar.repeating) == ["周二太极课"]


def test_home_gathers_tasks_notices_news_and_dates_and_the_rosters_todays_shifts(pages: dict[str, Page]) -> None:
    home = view(pages, "/")
    assert home.today.words == "2026年11月23日 周一"
    assert titles(home.tasks) == ["老人乘车证怎么办"]
    assert titles(home.notices) == ["12月检修水管"]
    assert titles(home.news) == ["登记台搬到楼下", "灯笼挂上了云杉路"]
    assert home.station.name == "服务中心"
    today = view(pages, "/rosters/").today
    assert [(d.time, d.people, d.missing) for d in without_script(today.lines)] == [
        ("9:00—12:00", "王阿姨、2号岗义工", None)
    ]


def test_without_a_column_of_notices_they_stand_with_the_other_news(changed: Changed) -> None:
    home = view(pages_at(changed({COMMUNITY: ("notice_column: notices\n", "")}), NOW), "/")
    assert (home.notices, home.notice_title) == ((), "")
    assert "12月检修水管" in titles(home.news)


def test_what_the_grid_officers_do_is_the_communitys_to_say(changed: Changed) -> None:
    pages = pages_at(changed({COMMUNITY: ("grid_note: 白天都在，有事打一个电话就行。\n", "")}), NOW)
    assert view(pages, "/grids/").intro == "先找小区，再点楼栋，就知道该打哪个电话。"
    assert view(pages, "/grids/grid-1/").intro == view(pages, "/grids/grid-1/").head.description


@pytest.mark.parametrize(
    ("moment", "times"),
    [
        ("2026-11-23 11:59", ["9:00—12:00"]),
        ("2026-11-23 12:00", []),
        ("2026-11-27 23:00", ["22:00—次日2:00"]),
        ("2026-11-28 01:59", ["前一天22:00—2:00"]),
        ("2026-11-28 02:00", []),
        ("2026-12-04 23:00", []),
    ],
)
def test_the_rosters_page_shows_the_shifts_that_have_not_ended(sources: Sources, moment: str, times: list[str]) -> None:
    days = {moment, "2026-11-23 10:00", "2026-11-26 10:00"} - {"2026-12-04 23:00"}
    for build in sorted(day for day in days if day[:10] <= moment[:10]):
        today = view(pages_at(sources, build), "/rosters/").today
        known = moment.replace(" ", "T") < today.made.known.split("/")[1]
        assert not known or [d.time for d in today.lines if holds(d.period, moment)] == times
        assert not known or len([d for d in today.free if holds(d.period, moment)]) == (not times)


def test_a_roster_shows_four_weeks_from_monday_and_what_is_still_wanted(pages: dict[str, Page]) -> None:
    roster = view(pages, "/rosters/library-desk/")
    assert [week.title for week in roster.weeks] == [
        "11月23日至11月29日",
        "11月30日至12月6日",
        "12月7日至12月13日",
        "12月14日至12月20日",
    ]
    for moment, this, following in (("2026-11-29 23:59", 0, 1), ("2026-11-30", 1, 2), ("2026-12-21", None, None)):
        assert [n for n, week in enumerate(roster.weeks) if holds(week.this, moment)] == [
            n for n in (this,) if n is not None
        ]
        assert [n for n, week in enumerate(roster.weeks) if holds(week.next, moment)] == [
            n for n in (following,) if n is not None
        ]
    assert roster.wanted.until == "2026-12-16T14:00"
    states = {s.state.word for week in roster.weeks for day in week.days for s in day.shifts}
    assert states == {"已排满", "缺 1 人", "缺 2 人", "停班"}


def test_a_redirect_leads_to_where_the_document_is_now(pages: dict[str, Page]) -> None:
    page = pages["/news/2020/old-lantern/"]
    assert (page.view.head.robots, page.indexed) == ("noindex", False)
    assert view(pages, "/news/2020/old-lantern/").target.url == "/news/2026/lantern/"


def test_tags_that_nothing_carries_have_no_page(pages: dict[str, Page]) -> None:
    assert titles(view(pages, "/tags/").groups[0].items) == ["停水", "节日", "老年人"]
    assert "/tags/unused/" not in pages


PHONES = sorted(
    {
        (file.relative_to(EXAMPLE).as_posix(), number)
        for file in EXAMPLE.rglob("*")
        if file.suffix in (".md", ".yaml")
        for number in re.findall(r"0755-5550-01\d\d", file.read_text("utf-8"))
    }
)


def test_every_phone_is_written_once() -> None:
    assert Counter(number for _, number in PHONES).most_common(1)[0][1] == 1


@pytest.mark.parametrize(("path", "number"), PHONES)
def test_one_line_changes_a_phone_everywhere_and_nothing_else(
    changed: Changed, site: Site, pages: dict[str, Page], path: str, number: str
) -> None:
    new = "0755-5550-0177"
    sources = changed({path: (number, new)})
    before, after = show(site, pages), show(make_site(sources, site.now), pages_at(sources, NOW))
    shown = {address for address, text in before.items() if number in text}
    assert shown
    for address, text in before.items():
        swapped = text.replace(number[1:], new[1:]).replace(number.replace("-", ""), new.replace("-", ""))
        assert after[address] == swapped, address


def show(site: Site, pages: dict[str, Page]) -> dict[str, str]:
    """Every view and the frame, as text."""
    texts = {address: repr(page.view) for address, page in pages.items()}
    return texts | {"frame": repr(make_frame(site, *LOADED))}
