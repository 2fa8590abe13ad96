"""Rules across sources: one edit of the example site, and the whole list of what the reader then says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.problems import Problem
from tests.conftest import Change

Problems = Callable[[Change], tuple[Problem, ...]]

STORY = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n正文。\n"
ROSTER = "data/rosters/library-desk.yaml"
COMMUNITY = "data/community.yaml"
NEWS = "news/2026/lantern.md"
PATTERN = "people: [helper-1, helper-2]"


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (NEWS, "places: [spruce]", "places: [sprcue]", "没有“sprcue” → 是否想写 spruce？"),
        (NEWS, "places: [spruce]", "places: [xyz]", "没有“xyz” → 从这些里选：maple 枫"),
        (NEWS, "tags: [节日, 老年人]", "tags: [过节]", "没有“过节” → 是否想写 节日？"),
        (NEWS, "column: updates", "column: 动态新闻", "没有“动态新闻” → 是否想写 updates？（动态）"),
        (NEWS, "column: updates", "column: notice", "没有“notice” → 是否想写 notices？"),
        ("activities/2026/clinic.md", "location: service-centre", "location: libary", "没有“libary” → 是否想写 library？"),
        ("activities/2026/clinic.md", "organization: helpers", "organization: help", "没有“help” → 是否想写 helpers？"),
        ("activities/2026/clinic.md", "audience: [elders]", "audience: [elder]", "没有“elder” → 是否想写 elders？"),
        ("policies/pets-2026.md", "supersedes: [pets-2024]", "supersedes: [pets]", "没有“pets” → 是否想写 pets-2026？"),
        ("guides/bus-card.md", "services: [bus-card]", "services: [bus]", "没有“bus” → 是否想写 bus-card？"),
        ("guides/bus-card.md", "locations: [service-centre]", "locations: [centre]", "没有“centre” → 是否想写 service-centre？"),
        ("data/services.yaml", "guides: [bus-card]", "guides: [unfinished]", "没有“unfinished”，它还是草稿 → 从这些里选："),
        ("data/services.yaml", "category: employment", "category: employ", "没有“employ” → 是否想写 employment？"),
        ("data/locations.yaml", "place: spruce\n  address: 云杉路（示例）2层", "place: spruc\n  address: 示例", "没有“spruc” → 是否想写 spruce？"),
        ("data/organizations.yaml", "location: square", "location: squares", "没有“squares” → 是否想写 square？"),
        ("data/grids.yaml", "[spruce/b3, maple/b1]", "[spruce/b3, maple/b1, maple/b2]", "没有“maple/b2”这栋楼 → 是否想写 "),
        ("data/grids.yaml", "[spruce/b3, maple/b1]", "[spruce/b1, spruce/b3, maple/b1]", "“spruce/b1”已经在第一网格里 → 每栋楼只能归一个网格"),
        (COMMUNITY, "station: service-centre", "station: service", "没有“service” → 是否想写 service-centre？"),
        (COMMUNITY, "  - bus-card\n", "  - bus\n", "没有“bus” → 是否想写 bus-card？"),
        (COMMUNITY, "to: /about/", "to: /abuot/", "链接去不了：没有 /abuot/ → 是否想写 /about/？"),
        (COMMUNITY, "to: /about/", "to: /news/2026/lantern/", "/news/2026/lantern/ 会过时 → 写一直在的地方"),
        (COMMUNITY, "{id: water, name: 停水}", "{id: elders, name: 停水}", "“elders”写了两次 → 删掉一个或改名"),
        (COMMUNITY, "id: employment\n    name: 就业", "id: employment\n    name: 养老", "“养老”写了两次 → 删掉一个或改名"),
        ("data/people.yaml", "- id: helper-4", "- {id: helper-4, roles: [岗位]}\n- id: helper-4", "编号“helper-4”已用在第 4 项 → 换一个编号"),
        ("data/people.yaml", "- id: helper-4", "- id: helper-5", "没有“helper-4”这个人 → 从这些里选："),
        (ROSTER, PATTERN, "people: [helper-1, helper-2, helper-9]", "没有“helper-9”这个人 → 从这些里选：helper-1 1号岗义工"),
        (ROSTER, "add: [helper-3]", "add: [helper-9]", "没有“helper-9”这个人 → 从这些里选：helper-1 1号岗义工"),
        (ROSTER, "remove: [helper-2]", "remove: [helper-4]", "“helper-4”不在这一班里 → 从这些里选：helper-"),
        (ROSTER, "date: 2026-11-30", "date: 2026-12-01", "没有 2026-12-01 09:00 开始的班 → 核对日期和那一班的开始时间"),
        (ROSTER, "date: 2026-11-30", "date: 2027-02-01", "2027-02-01 不在这张值班表的起止日期里 → 核对日期，或改 from 和 until"),
        (ROSTER, "changes:\n", "  - {weekday: Mo, starts: 09:00, ends: 10:00}\nchanges:\n", "2026-11-30 09:00 开始的班有 2 个，分不清是哪一个 → 加上 duty: 借还登记，写明是哪一班"),
        (ROSTER, "until: 2027-01-31", "until: 2026-10-31", "结束日期早于开始日期 → 核对两个日期"),
        (ROSTER, "ends: 2026-12-06 11:00", "ends: 2026-12-06 09:00", "结束时间不在开始之后 → 核对这一班的时间"),
        (ROSTER, "organization: helpers", "organization: helper", "没有“helper” → 是否想写 helpers？"),
        (NEWS, "image: images/tree.svg", "image: images/Tree.svg", "没有这个文件：images/Tree.svg → 是否想写 images/tree.svg？"),
        (NEWS, "image_alt: 插画：一棵云杉\n", "", "图片没有说明文字 → 加上 image_alt: 图片里有什么"),
        ("data/places.yaml", "  image_alt: 插画：一棵云杉\n", "", "图片没有说明文字 → 加上 image_alt: 图片里有什么"),
        ("guides/bus-card.md", "file: files/form.txt", "file: files/form.pdf", "没有这个文件：files/form.pdf → 是否想写 files/form.txt？"),
        ("guides/job-register.md", "no_materials: true", "no_materials: false", "没有写申请材料 → 列出材料；确实不用带，写 no_materials: true"),
        ("news/2025/water-2025.md", "expires: 2025-12-10", "expires: 2025-11-30", "失效日期早于发布日期 → 核对两个日期"),
        ("policies/pets-2026.md", "expires: 2028-12-31", "expires: 2026-11-30", "失效日期早于生效日期 → 核对两个日期"),
        ("activities/2026/clinic.md", "ends: 2026-11-28 11:30", "ends: 2026-11-28 09:00", "结束时间不在开始之后 → 核对开始和结束时间"),
        ("activities/2026/tai-chi.md", "BYDAY=TU", "BYDAY=TU;UNTIL=20261001", "从开始时间算起，这条重复规则里没有一天 → 核对开始时间和 UNTIL"),
        ("data/workdays.yaml", "until: 2026-10-07", "until: 2026-09-07", "结束日期早于开始日期 → 核对两个日期"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_one_problem_with_its_fix(
    problems_of: Problems, path: str, old: str, new: str, said: str
) -> None:
    found = problems_of({path: (old, new)})
    lines = {f"{p.message} → {p.fix}" for p in found}
    assert len(lines) == 1
    assert lines.pop().startswith(said)


def test_a_building_without_a_grid_is_named_where_it_is_listed(problems_of: Problems) -> None:
    (found,) = problems_of({"data/grids.yaml": ("[spruce/b1, spruce/b2]", "[spruce/b1]")})
    assert str(found) == (
        "data/places.yaml:7:7: buildings[1] (楼栋): “spruce/b2”不归任何网格 → 在 grids.yaml 里把它分给一个网格"
    )


def test_a_site_without_grids_may_leave_its_buildings_alone(problems_of: Problems) -> None:
    assert problems_of({"data/grids.yaml": None}) == ()


def test_an_id_named_before_it_is_known_has_the_fields_label_line_and_column(problems_of: Problems) -> None:
    (found,) = problems_of({ROSTER: ("people: [helper-3]", "people: [helper-9]")})
    assert str(found) == (
        "data/rosters/library-desk.yaml:9:78: pattern[1].people[0] (人员): 没有“helper-9”这个人 → 从这些里选：helper-1 1号岗义工、"
        "helper-2 2号岗义工、helper-3 3号岗义工、helper-4 值班社工"
    )


def test_two_documents_of_one_address_name_both_files(problems_of: Problems) -> None:
    (found,) = problems_of({"news/2026/other/lantern.md": STORY})
    assert str(found) == (
        "news/2026/other/lantern.md:2:1: slug (地址名): 地址 /news/2026/lantern/ 与 news/2026/lantern.md 重复"
        " → 换一个不同的编号或文件名"
    )


def test_two_rows_of_one_id_name_both_rows(problems_of: Problems) -> None:
    (found,) = problems_of({"data/locations.yaml": ("- id: square", "- id: library")} | {"data/organizations.yaml": ("location: square", "location: library"), "activities/2026/mid-autumn.md": ("location: square", "location: library"), "activities/2026/tai-chi.md": ("location: square", "location: library"), "guides/job-register.md": ("[square]", "[library]")})  # fmt: skip
    assert str(found) == (
        "data/locations.yaml:30:7: id (编号): 地址 /locations/library/ 与 data/locations.yaml 第 2 项重复"
        " → 换一个不同的编号或文件名"
    )


def test_one_slug_in_two_years_is_two_addresses(problems_of: Problems) -> None:
    assert problems_of({"news/2025/lantern.md": STORY.replace("2026-11-01", "2025-11-01")}) == ()


@pytest.mark.parametrize("slug", ["news", "guides", "services", "activities", "policies", "grids", "places", "rosters"])
def test_a_page_cannot_take_the_address_of_a_list(problems_of: Problems, slug: str) -> None:
    (found,) = problems_of({f"pages/{slug}.md": "---\ntitle: 一页\nsummary: 摘要。\n---\n正文。\n"})
    assert found.message == f"地址 /{slug}/ 与网站自己的页面重复"


@pytest.mark.parametrize(
    ("alias", "owner"),
    [
        ("/news/2026/lantern/", " news/2026/lantern.md "),
        ("/news/2020/old-lantern/", " news/2026/lantern.md "),
        ("/news/2026/", "网站自己的页面"),
        ("/columns/notices/", "网站自己的页面"),
        ("/services/category/employment/", "网站自己的页面"),
        ("/places/spruce/", " data/places.yaml 第 1 项"),
    ],
)
def test_an_old_address_cannot_be_one_that_is_in_use(problems_of: Problems, alias: str, owner: str) -> None:
    (found,) = problems_of({"news/2026/z.md": STORY.replace("---\n正", f"aliases: [{alias}]\n---\n正")})
    assert str(found) == f"news/2026/z.md:6:11: aliases[0] (旧地址): 旧地址 {alias} 已是{owner}的地址 → 删掉这条旧地址"


def test_ten_stories_with_one_broken_link_are_ten_problems(problems_of: Problems) -> None:
    stories = {f"news/2026/s{i}.md": STORY.replace("正文。", "[坏](/guides/bus/)") for i in range(10)}
    found = problems_of(stories)
    assert [p.path for p in found] == sorted(stories)
    assert {p.line for p in found} == {7}


@pytest.mark.parametrize(
    "target",
    [
        "/", "/about/", "/about/#怎么走", "/news/2026/lantern/", "/news/2020/old-lantern/", "/news/2025/", "/columns/diary/",
        "/tags/water/", "/services/category/elder-care/", "/services/audience/elders/", "/feeds/all.atom",
        "/feeds/notices.atom", "/images/tree.svg", "/files/form.txt", "/rosters/library-desk/", "/grids/grid-1/",
        "/404.html", "https://example.org/x", "mailto:a@example.org", "tel:075555500166",
    ],
)  # fmt: skip
def test_a_link_to_what_is_there_is_no_problem(problems_of: Problems, target: str) -> None:
    assert problems_of({"news/2026/a.md": STORY.replace("正文。", f"[好]({target})")}) == ()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("/about", "链接去不了：没有 /about"),
        ("/About/", "链接去不了：没有 /About/"),
        ("/about/#在哪里", "/about/ 里没有 #在哪里 这一段"),
        ("#没有", "/news/2026/a/ 里没有 #没有 这一段"),
        ("/tags/unused/", "链接去不了：没有 /tags/unused/"),
        ("/news/2020/", "链接去不了：没有 /news/2020/"),
        ("/images/Tree.svg", "链接去不了：没有 /images/Tree.svg"),
        ("/news/2026/unfinished/", "链接去不了：/news/2026/unfinished/ 还是草稿"),
        ("/../outside", "链接去不了：没有 /../outside"),
    ],
)
def test_a_link_to_what_is_not_there_is_a_problem_at_its_line(problems_of: Problems, target: str, message: str) -> None:
    (found,) = problems_of({"news/2026/a.md": STORY.replace("正文。", f"正文。\n\n[坏]({target})")})
    assert (found.line, found.column, found.message) == (9, 5, message)


def test_a_drafts_links_are_checked_too(problems_of: Problems) -> None:
    (found,) = problems_of({"news/2026/unfinished.md": ("草稿里的话。", "[坏](/nowhere/)")})
    assert found.path == "news/2026/unfinished.md"


FAULTY = STORY.replace("date: 2026-11-01", "date: 明天以后").replace("正文。", "看[这里](/nowhere/)。")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FAULTY, {(4, "date"), (7, "body")}),
        (FAULTY.replace("title: 一篇", "title: [一篇"), {(2, ""), (7, "body")}),
        (FAULTY.replace("/nowhere/", "#没有"), {(4, "date"), (7, "body")}),
        (FAULTY.replace("/nowhere/", "#有") + "\n## 有\n\n字。\n", {(4, "date")}),
        (FAULTY.replace("/nowhere/", "/guides/bus-card/"), {(4, "date")}),
        (FAULTY.replace("column", "updates: [{date: 2026-11-02, note: '[看](/nowhere/)'}]\ncolumn"), {(4, "date"), (5, "updates[0].note"), (8, "body")}),
        (FAULTY.replace("摘要。", "'**摘要**。'"), {(3, "summary"), (4, "date"), (7, "body")}),
        (STORY + "\n看[另一篇](/news/2026/b/)。\n", set()),
    ],
)  # fmt: skip
def test_what_a_document_with_a_fault_links_to_is_told_in_the_same_run(
    problems_of: Problems, text: str, told: set[tuple[int, str]]
) -> None:
    """Whoever links to it is not told that it is missing."""
    found = problems_of({"news/2026/a.md": text.encode(), "news/2026/b.md": FAULTY.encode()})
    assert {(p.line, p.field) for p in found if p.path == "news/2026/a.md"} == told
