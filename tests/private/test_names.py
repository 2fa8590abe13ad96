"""Names where none belong: among roles, in the names of files, and reasons of health in a note."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.private import names_owner, names_somebody
from plugins.problems import Problem
from tests.conftest import Change

Problems = Callable[[Change], tuple[Problem, ...]]
PEOPLE, ROSTER = "data/people.yaml", "data/rosters/library-desk.yaml"


@pytest.mark.parametrize("words", ["王秀英", "欧阳秀英", "王阿姨", "李师傅", "陈老师", "王秀英阿姨", " 何奶奶 "])
def test_a_name_is_no_role(words: str) -> None:
    assert names_somebody(words)


@pytest.mark.parametrize(
    "words",
    ["1号岗义工", "值班社工", "顾问", "文书", "金牌师傅", "安全员", "信息员", "高级教师", "楼长", "管家", "巡逻队长", "向导", "青溪社工", "助老岗", "水电师傅", "程控室"],
)  # fmt: skip
def test_a_role_is_no_name(words: str) -> None:
    assert not names_somebody(words)


@pytest.mark.parametrize("stem", ["王秀英", "王秀英2", "王秀英的照片", "李伟身份证", "陈小雨_体检", "刘小明（1）"])
def test_a_file_is_called_by_its_owner(stem: str) -> None:
    assert names_owner(stem)


@pytest.mark.parametrize(
    "stem",
    [
        "art-class",
        "低保申请表",
        "社区照片",
        "高龄津贴申请",
        "文体活动报名",
        "青溪社区",
        "安全承诺书",
        "方案",
        "2026年体检",
    ],
)
def test_a_file_is_called_by_what_it_is(stem: str) -> None:
    assert not names_owner(stem)


def test_a_name_among_roles_is_refused(problems_of: Problems) -> None:
    found = problems_of({PEOPLE: ("roles: [3号岗义工]", "roles: [王秀英]")})
    assert [p.level for p in found if "像是一个人的姓名" in p.message] == ["error"]


@pytest.mark.parametrize(
    ("note", "told"), [("她住院了", ["error"]), ("去做手术", ["error"]), ("有事", []), ("和周三对调", [])]
)
def test_a_reason_of_health_is_refused(problems_of: Problems, note: str, told: list[str]) -> None:
    found = problems_of({ROSTER: ("note: 和周三对调", f"note: {note}")})
    assert [p.level for p in found if "身体情况" in p.message] == told


def test_a_file_by_a_name_is_told(problems_of: Problems) -> None:
    found = problems_of({"images/王秀英.jpg": (b"")})
    assert "warning" in [p.level for p in found if "像是一个人的姓名" in p.message]
