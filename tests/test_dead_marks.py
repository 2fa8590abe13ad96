"""A link in a text that is shown with its marks leads somewhere, whatever kind the text stands in; a remark has its page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.problems import Problem
from tests.conftest import Change

DEAD = "见[这里](/nowhere/)"
QUOTED = f"'{DEAD}'"
PLACES = [
    ("data/cases/2026.yaml", "请人来看过，要挖开重新铺。", QUOTED, "steps[0].note"),
    ("data/cases/2026.yaml", "answer: 能，九点到十二点。", f"answer: {DEAD}", "answer"),
    ("meetings/2026/lamps.md", "把电话贴到楼门口", QUOTED, "decisions[1].what"),
    ("data/awards/warm-2026.yaml", "note: 当场唱票。", f"note: {DEAD}", "rounds[1].note"),
    ("data/awards/warm-2026.yaml", "每天早上扫楼道", DEAD, "deeds[0]"),
    ("data/surveys/lamps-2026.yaml", "路灯坏的地方要先修。", DEAD, "questions[0].finding"),
    ("data/discussion/2026.yaml", "page: /news/2026/lantern/", "page: /news/2026/lanterns/", "page"),
    ("data/discussion/2026.yaml", "page: /news/2026/lantern/", "page: /news/2020/old-lantern/", "page"),
    ("data/discussion/2026.yaml", "page: /news/2026/lantern/", "page: /guides/bus-card/", "page"),
]


@pytest.mark.parametrize(("path", "old", "new", "field"), PLACES)
def test_what_leads_nowhere_is_told_at_its_line(
    problems_of: Callable[[Change], tuple[Problem, ...]], path: str, old: str, new: str, field: str
) -> None:
    (found,) = problems_of({path: (old, new)})
    assert (found.path, found.field) == (path, field)
    assert found.line > 0 and found.fix


def test_a_remark_whose_page_moved_is_told_where_to(problems_of: Callable[[Change], tuple[Problem, ...]]) -> None:
    (found,) = problems_of({"data/discussion/2026.yaml": ("/news/2026/lantern/", "/news/2020/old-lantern/")})
    assert found.fix == "改成 /news/2026/lantern/"


def test_milestones_and_questions_are_looked_at(problems_of: Callable[[Change], tuple[Problem, ...]]) -> None:
    text = "---\ntitle: 系列\nsummary: 一句话。\nsince: 2020\nmilestones:\n  - {when: 2020, what: '见[无](/nowhere/)'}\n---\n字。\n"
    (found,) = problems_of({"series/other.md": text})
    assert (found.line, found.field) == (6, "milestones[0].what")
