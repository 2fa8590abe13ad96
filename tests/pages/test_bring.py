"""Which names stand for one paper, and what the browser is told of every matter."""

from __future__ import annotations

import orjson
import pytest

from plugins.composition import all_files
from plugins.model import Paper, Sources, paper_key
from plugins.pages.bring import BringView
from plugins.rules.reader import read
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import NOW, SMALL, at, plan

PAPERS = (
    Paper(name="身份证", also=("居民身份证", "二代身份证")),
    Paper(name="近期一寸照片", also=("一寸照片",)),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("身份证", "居民身份证"),
        ("身份证", "本人身份证"),
        ("本人的居民身份证", "二代身份证"),
        ("老人身份证", "老人居民身份证"),
        ("近６个月的收入证明", "近 6 个月的收入证明"),
        ("一寸照片", "近期一寸照片"),
        ("IC卡", "ic卡"),
    ],
)
def test_one_paper_by_two_names(one: str, other: str) -> None:
    assert paper_key(one, PAPERS) == paper_key(other, PAPERS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("本人身份证", "代办人身份证"),
        ("户口簿", "户口簿或居住证"),
        ("身份证", "身份证复印件"),
        ("残疾人证", "残疾人证、病历"),
        ("本人", "身份证"),
    ],
)
def test_two_papers_stay_two(one: str, other: str) -> None:
    assert paper_key(one, PAPERS) != paper_key(other, PAPERS)


def test_the_browser_is_told_of_every_matter(site: Site) -> None:
    (file,) = [f for f in all_files(site) if f.file == "bring/papers.json"]
    bus, job = orjson.loads(file.data)
    assert bus[:3] == ["bus-card", "老人乘车证怎么办", "/guides/bus-card/"]
    assert bus[3] == [[0, "身份证", True, 1, "", ""], [1, "照片", False, 2, "", "一寸"]]
    assert job[3] == []


def test_the_page_has_every_matter_with_its_own_list(pages: dict[str, Page], sources: Sources) -> None:
    view = pages["/bring/"].view
    assert isinstance(view, BringView)
    matters = {matter.id: [m.name for m in matter.materials] for group in view.groups for matter in group.matters}
    assert matters == {guide.slug: [m.name for m in guide.materials] for guide in sources.guides}


def test_one_matter_needs_no_list_of_several() -> None:
    small = read(SMALL).sources
    assert small
    site = make_site(small, at(NOW))
    assert "/bring/" not in plan(site)
    assert not [f for f in all_files(site) if f.file.startswith("bring/")]
