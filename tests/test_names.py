"""Names where ids belong: what is there once is read, what is not is told with what may be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.model import Activity, Location, News, Pattern
from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.rules.names import Choices
from plugins.rules.reader import Library
from plugins.rules.settling import settle
from tests.conftest import EXAMPLE, Change, change_site

Problems = Callable[[Change], tuple[Problem, ...]]
Changed = Callable[[Change], Sources]
NEWS = "news/2026/lantern.md"
CLINIC = "activities/2026/clinic.md"
ROSTER = "data/rosters/library-desk.yaml"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (NEWS, "column: updates", "column: 动态"),
        (NEWS, "column: updates", "column: “动态”"),
        (NEWS, "places: [spruce]", "places: [云杉花园]"),
        (CLINIC, "location: service-centre", "location: 服务中心"),
        (CLINIC, "audience: [elders]", "audience: [老年人]"),
        ("data/rosters/library-desk.yaml", "people: [helper-3]", "people: [3号岗义工]"),
        ("data/rosters/library-desk.yaml", "add: [helper-3]", "add: [3 号岗义工]"),
        ("data/grids.yaml", "[spruce/b1, spruce/b2]", "[云杉花园1栋, 云杉花园 2栋]"),
        ("data/places.yaml", "kind: garden\n", "kind: 小区\n"),
        ("data/community.yaml", "station: service-centre", "station: 服务中心"),
    ],
)
def test_a_name_that_is_there_once_is_its_id(changed: Changed, sources: Sources, path: str, old: str, new: str) -> None:
    text = (EXAMPLE / path).read_text("utf-8")
    assert old in text
    assert changed({path: (old, new)}) == sources


@pytest.mark.parametrize(
    ("word", "code"),
    [("周一", "Mo"), ("星期天", "Su"), ("礼拜三", "We"), ("周日", "Su"), ("mo", "Mo"), ("Fr", "Fr"), (" 周六 ", "Sa")],
)
def test_a_weekday_is_read_as_people_write_it(word: str, code: str) -> None:
    assert settle({"weekday": word}, Pattern, Choices()).data["weekday"] == code


def test_a_choice_is_read_by_its_word_and_told_by_both() -> None:
    assert settle({"kind": "办公室"}, Location, Choices()).data["kind"] == "office"
    assert settle({"status": "草稿"}, News, Choices()).data["status"] == "draft"
    assert settle({"state": "取消"}, Activity, Choices()).data["state"] == "cancelled"
    ((loc, message, fix),) = settle({"weekday": "周八"}, Pattern, Choices()).problems
    assert (loc, message) == (("weekday",), "没有“周八”这个选项")
    assert fix == "从这些里选：Mo 星期一、Tu 星期二、We 星期三、Th 星期四、Fr 星期五、Sa 星期六、Su 星期日"


def test_a_second_role_is_a_name_too(changed: Changed) -> None:
    found = changed({ROSTER: ("people: [helper-4]", "people: [4号岗义工]")})
    assert ("helper-4",) in [p.people for p in found.rosters[0].pattern]


def test_a_name_that_two_have_is_not_guessed(problems_of: Problems) -> None:
    (found,) = problems_of(
        {
            "data/people.yaml": ("roles: [3号岗义工]", "roles: [2号岗义工]"),
            ROSTER: ("people: [helper-3]", "people: [2号岗义工]"),
        }
    )
    assert (found.message, found.fix) == (
        "“2号岗义工”有 2 个，分不清是哪一个",
        "写编号：helper-2、helper-3",
    )


def test_an_id_beside_anothers_name_is_not_guessed(problems_of: Problems) -> None:
    (found,) = problems_of({ROSTER: ("people: [helper-3]", "people: [helper-1 3号岗义工]")})
    assert found.message == "编号“helper-1”和名称“3号岗义工”不是同一个"


def test_a_form_of_address_is_no_name(problems_of: Problems) -> None:
    """A display name belongs to the consent; a roster that is public already must not hold it."""
    (found,) = problems_of({ROSTER: ("people: [helper-3]", "people: [王阿姨]")})
    assert found.message == "没有“王阿姨”"
    assert "helper-1 1号岗义工" in found.fix


@pytest.mark.parametrize("broken", ["- id: [", "一句话"])
def test_a_list_that_cannot_be_read_is_not_blamed_on_those_that_name_it(problems_of: Problems, broken: str) -> None:
    found = problems_of(
        {"data/locations.yaml": broken.encode(), CLINIC: ("location: service-centre", "location: 大厅")}
    )
    assert {p.path for p in found} == {"data/locations.yaml"}


NAMED = [
    ("data/locations.yaml", "- id: service-centre\n  ", "- "),
    ("data/locations.yaml", "- id: library\n", "- id:\n"),
    ("data/locations.yaml", "- id: square\n", "- ID: square\n"),
    ("data/locations.yaml", "- id: library\n", "- id: 图书室\n"),
    ("data/locations.yaml", "- id: library\n", "- id: Reading Room\n"),
    ("data/organizations.yaml", "- id: helpers\n  ", "- "),
    ("data/people.yaml", "- id: helper-3\n  ", "- "),
    ("data/places.yaml", "- id: spruce\n  ", "- "),
    ("data/services.yaml", "- id: bus-card\n  ", "- "),
    ("data/cases/2026.yaml", "- id: 2026-001\n  ", "- "),
    ("data/community.yaml", "- id: notices\n    ", "- "),
    ("data/community.yaml", "- id: elders\n    ", "- "),
]
"""An entry that others name, left without an id, or with one that is none."""


@pytest.mark.parametrize(("path", "old", "new"), NAMED)
def test_an_entry_without_an_id_accuses_nobody_who_names_it(
    problems_of: Problems, path: str, old: str, new: str
) -> None:
    (found,) = problems_of({path: (old, new)})
    assert found.path == path
    assert found.field.endswith(("id", "ID"))


def test_a_choice_that_is_wrong_in_a_place_accuses_no_roster_of_it(problems_of: Problems) -> None:
    found = problems_of({"data/locations.yaml": ("kind: room", "kind: 会所")})
    assert {p.path for p in found} == {"data/locations.yaml"}


def test_a_name_is_followed_when_it_changes_in_the_preview(tmp_path: Path) -> None:
    folder = change_site(tmp_path, {NEWS: ("column: updates", "column: 动态")})
    library = Library(folder)
    library.load()
    assert library.reading().errors == ()
    file = folder / "data" / "community.yaml"
    file.write_text(file.read_text("utf-8").replace("name: 动态", "name: 新鲜事"), "utf-8")
    library.refresh(["data/community.yaml"])
    assert [p.message for p in library.reading().errors] == ["没有“动态”"]


@pytest.mark.parametrize(
    "name", ["Spring-Cleaning", "spring_cleaning", "2026-11-20-Spring Cleaning", "spring-cleaning"]
)
def test_a_file_name_in_capitals_or_with_other_gaps_is_an_address(changed: Changed, name: str) -> None:
    story = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n正文。\n"
    assert "spring-cleaning" in {n.slug for n in changed({f"news/2026/{name}.md": story}).news}
