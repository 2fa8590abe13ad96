"""Consents that end, people who would be called the same, and what an editor is told of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.model import Person
from plugins.model.parts import Purpose
from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.rules.consents import _SHOWN_ON
from plugins.rules.reader import read
from plugins.site.duty import duties, label_of, label_team
from plugins.site.site import make_site
from tests.conftest import Change, at, change_site

PEOPLE = "data/people.yaml"
TODAY = date(2026, 11, 23)
Changed = Callable[[Change], Sources]


def person(id: str, display: str | None = None, role: str = "义工", until: str = "2027-01-01") -> Person:
    consent = {"field": "display", "purpose": "roster", "until": until, "record": "示例"}
    row: dict[str, Any] = {"path": "", "id": id, "display": display, "roles": [role]}
    return Person.model_validate(row | ({"consents": [consent]} if display else {}))


def test_two_who_are_called_the_same_are_told_apart_by_role() -> None:
    team = [person("a", "王阿姨", "5号岗"), person("b", "王阿姨", "9号岗"), person("c", "李师傅", "2号岗")]
    assert label_team(team, "roster", TODAY) == {"a": "王阿姨（5号岗）", "b": "王阿姨（9号岗）", "c": "李师傅"}


def test_two_with_the_same_role_too_are_told_apart_by_number() -> None:
    team = [person("a", "王阿姨"), person("b"), person("c", "王阿姨"), person("d")]
    labels = {"a": "王阿姨（义工）（1）", "b": "义工（1）", "c": "王阿姨（义工）（2）", "d": "义工（2）"}
    assert label_team(team, "roster", TODAY) == labels


def test_one_who_is_called_like_another_only_on_paper_stays_a_role() -> None:
    team = [person("a", "王阿姨", "5号岗"), person("b", "王阿姨", "9号岗", until="2026-11-22")]
    assert label_team(team, "roster", TODAY) == {"a": "王阿姨", "b": "9号岗"}


people = st.lists(
    st.builds(
        person,
        st.uuids().map(str),
        st.sampled_from([None, "王阿姨", "李师傅"]),
        st.sampled_from(["义工", "社工", "5号岗"]),
        st.sampled_from(["2026-11-22", "2026-11-23"]),
    ),
    unique_by=lambda p: p.id,
)


@given(people)
def test_no_two_of_a_team_are_called_the_same_and_none_by_more_than_label_and_role(team: list[Person]) -> None:
    labels = label_team(team, "roster", TODAY)
    assert Counter(labels.values()).most_common(1) in ([], [(next(iter(labels.values()), ""), 1)])
    for one in team:
        rest = labels[one.id].removeprefix(label_of(one, "roster", TODAY))
        assert rest.replace(f"（{one.roles[0]}）", "", 1).strip("（）0123456789") == ""


def test_a_team_is_told_apart_over_all_its_rosters(changed: Changed) -> None:
    """The second roster names one 王阿姨, the first the other: both are told apart on both."""
    second = "name: 二号表\nsummary: 周二上午。\norganization: helpers\nlocation: square\nfrom: 2026-11-01\nuntil: 2026-12-31\n"
    second += "pattern:\n  - {weekday: Tu, starts: 09:00, ends: 12:00, people: [helper-5]}\n"
    rows = "- id: helper-5\n  display: 王阿姨\n  roles: [5号岗义工]\n  consents:\n"
    rows += "    - {field: display, purpose: roster, until: 2027-03-31, record: 示例-005}\n"
    found = changed(
        {"data/rosters/second.yaml": second, PEOPLE: ("- id: helper-4", rows + "- id: helper-4")},
    )
    week = (TODAY, date(2026, 11, 29))
    shown = {duties(r, found, *week, TODAY)[0].people for r in found.rosters}
    assert shown == {("王阿姨（1号岗义工）", "2号岗义工"), ("王阿姨（5号岗义工）",)}


@pytest.mark.parametrize("purpose", get_args(Purpose))
def test_a_consent_is_to_one_use(purpose: Purpose) -> None:
    one = person("a", "王阿姨")
    consent = one.consents[0].model_copy(update={"purpose": purpose})
    one = one.model_copy(update={"consents": (consent,)})
    shown = {use for use in get_args(Purpose) if label_of(one, use, TODAY) == "王阿姨"}
    assert shown == {purpose}
    assert _SHOWN_ON[purpose]


def warnings_on(tmp_path: Path, day: str, changes: Change) -> list[Problem]:
    return [p for p in read(change_site(tmp_path, changes)).problems_on(date.fromisoformat(day)) if p.path == PEOPLE]


ROWS = """\
- id: helper-1
  display: 王阿姨
  roles: [1号岗义工]
  consents:
    - {field: display, purpose: roster, until: 2026-12-22, record: 示例-001}
    - {field: display, purpose: roster, until: 2026-01-01, record: 示例-000}
- id: helper-2
  roles: [2号岗义工]
- id: helper-3
  roles: [3号岗义工]
- id: helper-4
  roles: [4号岗义工]
"""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-22", []),
        ("2026-11-23", [(5, 48, "consents[0].until", "就要到期")]),
        ("2026-12-22", [(5, 48, "consents[0].until", "就要到期")]),
        ("2026-12-23", [(5, 48, "consents[0].until", "已到期")]),
    ],
)
def test_an_editor_is_told_a_month_before_a_consent_ends(
    tmp_path: Path, day: str, said: list[tuple[int, int, str, str]]
) -> None:
    """Only the consent that lasts longest is spoken of."""
    found = warnings_on(tmp_path, day, {PEOPLE: ROWS})
    assert [(p.line, p.column, p.field, w) for p, (*_, w) in zip(found, said, strict=True) if w in p.message] == said
    assert {p.level for p in found} <= {"warning"}
    assert "王阿姨" not in str(found)


def test_an_editor_is_told_of_a_display_or_a_consent_that_shows_nothing(tmp_path: Path) -> None:
    rows = ROWS.replace("  display: 王阿姨\n", "").replace("  roles: [2", "  display: 李师傅\n  roles: [2")
    found = warnings_on(tmp_path, "2026-11-22", {PEOPLE: rows})
    assert [(p.line, p.field, p.message.partition("，")[0]) for p in found] == [
        (3, "consents", "有同意书"),
        (7, "display", "写了称呼"),
    ]


def test_the_build_says_it_too(tmp_path: Path) -> None:
    from plugins.site.site import open_site

    content = change_site(tmp_path, {PEOPLE: ROWS})
    assert [p.path for p in open_site(read(content), at("2026-12-23")).warnings if "已到期" in p.message] == [PEOPLE]


def test_a_consent_that_ends_is_gone_at_the_next_midnight(sources: Sources) -> None:
    assert make_site(sources, at("2027-03-31 23:59")).until == at("2027-04-01")
