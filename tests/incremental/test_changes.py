"""After a change a build renders the pages that show it and no other, and the whole equals a clean build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.incremental.conftest import FULL
from tests.incremental.project import Built, Project, changed_pages, differences, tree_of

pytestmark = pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")

STORY = "content/news/2026/lantern.md"
COMMUNITY = "content/data/community.yaml"
NEW_STORY = """---
title: 新长椅
summary: 路边多了一张长椅。
date: 2026-11-21
column: updates
---
来坐坐。
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A change: the pages it must show on, and the most pages that may be rendered for it."""

    name: str
    make: Callable[[Project], object]
    shows_on: tuple[str, ...]
    most: int
    at: str = NOW


def rename_story(project: Project) -> None:
    (project.folder / STORY).rename((project.folder / STORY).with_name("red-lantern.md"))


def rename_tag(project: Project) -> None:
    project.edit(COMMUNITY, "{id: water, name: 停水}", "{id: water, name: 水管}")
    for file in (project.folder / "content").rglob("*.md"):
        file.write_text(file.read_text("utf-8").replace("[停水]", "[水管]"), "utf-8")


def move_clock(moment: str) -> Callable[[Project], object]:
    def move(project: Project) -> None:
        project.moment = moment

    return move


SERVICES, LOCATIONS, PEOPLE = (f"content/data/{name}.yaml" for name in ("services", "locations", "people"))
STORY_PAGE = "news/2026/lantern/"
SCREENS = 1
"""The page for a screen in a hall: a frame of its own, and no phone."""
CASES = (
    Case("edit the body of a story", lambda p: p.edit(STORY, "灯笼挂好了", "灯笼都挂好了"), (STORY_PAGE,), 1),
    Case(
        "edit the title of a story: itself, its neighbours, its old address, lists and related pages",
        lambda p: p.edit(STORY, "title: 灯笼挂上了云杉路", "title: 灯笼挂满了云杉路"),
        (STORY_PAGE, "", "news/", "columns/updates/", "tags/festival/", "places/spruce/", "news/2020/old-lantern/"),
        20,
    ),
    Case(
        "edit a service row",
        lambda p: p.edit(SERVICES, "每周上门看望独居老人。", "每天上门看望独居老人。"),
        ("services/home-visit/", "services/category/elder-care/", "locations/service-centre/"),
        9,
    ),
    Case(
        "add a story: itself, the one before it, home and lists",
        lambda p: p.write("content/news/2026/new-bench.md", NEW_STORY),
        ("news/2026/new-bench/", "news/2026/bus-card-desk/", "", "news/", "news/2026/", "columns/updates/"),
        7,
    ),
    Case("rename a story", rename_story, ("news/2026/red-lantern/", "news/", "", "news/2020/old-lantern/"), 20),
    Case("delete a story", lambda p: (p.folder / STORY).unlink(), ("", "news/", "tags/", "places/spruce/"), 20),
    Case(
        "make a story a draft",
        lambda p: p.edit(STORY, "title: ", "status: draft\ntitle: "),
        ("", "news/", "tags/", "places/spruce/"),
        20,
    ),
    Case("change the name of a tag", rename_tag, ("tags/water/", "tags/", "news/2026/winter-water/"), 6),
    Case(
        "change one phone",
        lambda p: p.edit(LOCATIONS, "0755-5550-0102", "0755-5550-0112"),
        ("locations/library/", "organizations/helpers/"),
        4,
    ),
    Case(
        "withdraw a consent",
        lambda p: p.edit(PEOPLE, "until: 2027-03-31", "until: 2026-11-01"),
        ("rosters/library-desk/",),
        6,
    ),
    Case(
        "change a template: the pages of its kind",
        lambda p: p.edit("theme/templates/policy.html", "{% block document %}", "{% block document %}<!-- new -->"),
        ("policies/pets-2024/", "policies/pets-2026/"),
        2,
    ),
    Case(
        "change a setting", lambda p: p.edit("pelicanconf.py", 'SITEURL = ""', 'SITEURL = "https://a.b/c"'), ("",), 160
    ),
    Case(
        "change a style sheet",
        lambda p: p.append("theme/static/css/print.css", ".new { color: red; }\n"),
        ("", "about/"),
        160,
    ),
    Case("change a picture", lambda p: p.append("content/images/tree.svg", "<!-- new -->\n"), (), 0),
    Case(
        "add a picture",
        lambda p: p.write("content/images/new.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 5'/>\n"),
        (),
        0,
    ),
    Case("a minute later", move_clock("2026-11-23 09:31"), (), 0),
    Case("the end of a shift", move_clock("2026-11-23 12:00"), (), 2),
    Case("the next day", move_clock("2026-11-24 09:30"), ("", "activities/", "rosters/library-desk/"), 21),
    Case(
        "an activity begins",
        move_clock("2026-11-28 09:00"),
        ("activities/2026/clinic/", "activities/", ""),
        12,
        at="2026-11-28 08:59",
    ),
    Case(
        "an activity ends",
        move_clock("2026-11-28 11:30"),
        ("activities/2026/clinic/", "activities/", "", "locations/service-centre/", "tags/elders/"),
        20,
        at="2026-11-28 11:29",
    ),
    Case(
        "a story comes out",
        move_clock("2026-12-20 00:00"),
        ("news/2026/new-year/", "columns/diary/", "news/", ""),
        24,
        at="2026-12-19 23:59",
    ),
    Case(
        "back before a story came out",
        move_clock("2026-12-19 23:59"),
        ("columns/diary/", "news/", ""),
        23,
        at="2026-12-20 00:00",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_renders_what_shows_it_and_equals_a_clean_build(project: Project, case: Case) -> None:
    """FULL=1 (`make incremental`): each is compared with a clean build; else every other one."""
    if case.at != NOW:
        project.moment = case.at
        project.build()
    before, inodes = tree_of(project.output), project.inodes()
    case.make(project)
    built = build_as_if_clean(project) if FULL or CASES.index(case) % 2 == 0 else project.build()
    rendered = find_rendered(project, inodes)
    assert len(rendered) == built.rendered <= case.most
    assert rendered == changed_pages(before, tree_of(project.output)), "a page was rendered that does not show it"
    assert rendered >= {f"{address}index.html" for address in case.shows_on}


def build_as_if_clean(project: Project, workers: int = 1) -> Built:
    """Build upon what stands; the whole tree is the one of a clean build."""
    built = project.build(workers=workers)
    assert built.status == 0, built.said
    clean, tree = project.clean()
    assert clean.status == 0, clean.said
    assert clean.rendered == clean.pages == built.pages
    assert differences(tree_of(project.output), tree) == []
    return built


def find_rendered(project: Project, before: Mapping[str, int]) -> set[str]:
    """The pages that are new files; one that is carried over is a link to the old."""
    return {page for page, inode in project.inodes().items() if before.get(page) != inode}


def test_a_build_without_a_change_touches_nothing(project: Project) -> None:
    def stand() -> dict[Path, tuple[int, int, int]]:
        found = [project.output, *project.output.rglob("*"), *(project.folder / ".kangle/output").rglob("*.db")]
        return {f: (f.stat().st_ino, f.stat().st_mtime_ns, f.stat().st_mode) for f in found}

    before = stand()
    built = project.build()
    assert (built.status, built.rendered) == (0, 0)
    assert "新生成 0，" in built.said
    assert "没有变化" in built.said
    assert stand() == before


def test_a_component_renders_the_templates_that_use_it(project: Project) -> None:
    inodes = project.inodes()
    project.edit("theme/templates/components/week_table.html", "{% macro week_table", "{# new #}{% macro week_table")
    built = build_as_if_clean(project)
    rendered = find_rendered(project, inodes)
    assert len(rendered) == built.rendered
    assert "locations/library/index.html" in rendered
    assert not rendered & {"about/index.html", "news/index.html", "404.html", STORY_PAGE + "index.html"}


def test_a_component_whose_name_is_known_only_when_rendered(project: Project) -> None:
    project.write("theme/templates/components/late.html", "<p>一</p>")
    late = '{% block document %}{% include "components/" ~ ["la", "te"]|join ~ ".html" %}'
    project.edit("theme/templates/policy.html", "{% block document %}", late)
    assert build_as_if_clean(project).rendered == 2
    project.write("theme/templates/components/late.html", "<p>二</p>")
    assert build_as_if_clean(project).rendered == 2


def test_a_component_that_all_pages_use_renders_all(project: Project) -> None:
    project.append("theme/templates/components/phone.html", "{# new #}")
    built = build_as_if_clean(project)
    assert built.rendered == built.pages - SCREENS


def test_a_picture_is_copied_anew(project: Project) -> None:
    project.append("content/images/tree.svg", "<!-- new -->\n")
    build_as_if_clean(project)
    assert (project.output / "images/tree.svg").read_bytes().endswith(b"<!-- new -->\n")


def test_the_number_of_workers_changes_nothing(project: Project) -> None:
    assert project.build(workers=2).rendered == 0
    assert project.build(workers=5).rendered == 0
    project.edit("theme/templates/base.html", "</main>", "<!-- new --></main>")
    built = build_as_if_clean(project, workers=2)
    assert built.rendered == built.pages - SCREENS


def test_a_change_that_is_taken_back_gives_the_same_site(project: Project) -> None:
    before = tree_of(project.output)
    words = (project.folder / STORY).read_text("utf-8")
    project.append(STORY, "再说一句。\n")
    assert project.build().rendered == 1
    assert differences(before, tree_of(project.output))
    project.write(STORY, words)
    assert project.build().rendered == 1
    assert differences(before, tree_of(project.output)) == []


def test_a_refused_build_leaves_the_output_and_the_next_one_is_right(project: Project) -> None:
    before = tree_of(project.output)
    words = (project.folder / STORY).read_text("utf-8")
    project.append(STORY, "[去不了](/nowhere/)\n")
    refused = project.build()
    assert refused.status == 1
    assert "没有 /nowhere/" in refused.said
    assert differences(before, tree_of(project.output)) == []
    project.write(STORY, words)
    assert build_as_if_clean(project).rendered == 0
