"""Old stories of which nobody knows the day: no page and no file says more than was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.site.nodes import node_news
from plugins.site.site import make_site
from tests.conftest import Change, at, plan

STORY = "news/2010/old.md"
PAGE = "/news/2010/old/"


def story(said: str) -> Change:
    text = f"---\ntitle: 旧事\nsummary: 一句话。\ndate: {said}\ncolumn: notices\n---\n正文。\n"
    return {STORY: text}


@pytest.mark.parametrize(
    ("typed", "words", "said"),
    [
        ("2010-12", "2010年12月", "2010-12"),
        ("2010年12月", "2010年12月", "2010-12"),
        ("2010.10", "2010年10月", "2010-10"),
        ("2010-1", "2010年1月", "2010-01"),
        ("2010", "2010年", "2010"),
        ("2010年", "2010年", "2010"),
    ],
)
def test_a_month_or_a_year_is_shown_as_it_was_written(
    typed: str, words: str, said: str, changed: Callable[[Change], Sources]
) -> None:
    site = make_site(changed(story(typed)), at("2026-11-23 09:30"))
    page = plan(site)[PAGE]
    view = page.view
    assert (view.date.words, view.date.iso, view.date.short) == (words, said, words)  # type: ignore[attr-defined]
    assert (view.head.published, page.modified) == (said, said)
    (entry,) = (n for n in site.sources.news if n.path.endswith("old.md"))
    node = node_news(entry, site)
    assert (node["datePublished"], node["dateModified"]) == (said, said)


@pytest.mark.parametrize(("typed", "heading"), [("2010-12", "12月"), ("2010", "月份没有记下"), ("2010-12-05", "12月")])
def test_the_list_of_a_year_knows_months_only_where_they_are_known(
    typed: str, heading: str, changed: Callable[[Change], Sources]
) -> None:
    view = plan(make_site(changed(story(typed)), at("2026-11-23 09:30")))["/news/2010/"].view
    assert [group.title for group in view.groups] == [heading]  # type: ignore[attr-defined]


def test_stories_of_a_year_alone_stand_together_after_its_first_day(changed: Callable[[Change], Sources]) -> None:
    sources = changed(story("2010"))
    (year,) = (n for n in sources.news if n.path.endswith("old.md"))
    day = year.model_copy(update={"slug": "z-day", "precision": "day"})
    later = year.model_copy(update={"slug": "zz-year"})
    order = sorted((later, day, year), key=year.kind.order)
    assert [n.slug for n in order] == ["z-day", "old", "zz-year"]


@pytest.mark.parametrize("typed", ["2010-13", "2010-0", "12月", "20101", "1810"])
def test_what_is_no_month_and_no_year_is_told(typed: str, problems_of: Callable[[Change], tuple[Problem, ...]]) -> None:
    assert [p.field.split()[0] for p in problems_of(story(typed))] == ["date"]
