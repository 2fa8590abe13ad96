"""有事找谁: every step leads to somebody who can be called, and the page says it in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugins.composition import all_pages
from plugins.model import Sources
from plugins.problems import Problem
from plugins.site import Site, make_frame, make_site
from tests.conftest import LOADED, NOW, Change, at

CONCERNS = "data/concerns.yaml"
WHOLE = """- id: leak
  name: 楼上漏水
  description: 两家之间的事，先请物业上门看。
  keywords: [渗水]
  urgent: 水还在流，先关总阀。
  turns:
    - who: 小区物业
      say: 说清楚几栋、哪一面墙。
      each: places
    - who: 网格员
      each: grids
    - who: 大厅
      location: service-centre
      say: 带上照片。
  guide: bus-card
  sample: true
- id: lost
  name: 老人走失
  description: 先报警。
  turns:
    - who: 报警台
      phone: "110"
    - who: 互助队
      organization: helpers
  service: bus-card
"""
"""Every kind of end."""


def view(site: Site, address: str) -> Any:
    return next(page.view for page in all_pages(site) if page.address == address)


@pytest.fixture
def site(changed: Callable[[Change], Sources]) -> Site:
    return make_site(changed({CONCERNS: WHOLE}), at(NOW))


def test_a_concern_says_whom_to_turn_to_in_order(site: Site) -> None:
    leak = view(site, "/concerns/leak/")
    assert [(t.word, t.who) for t in leak.turns] == [
        ("先找", "小区物业"),
        ("没解决，再找", "网格员"),
        ("还没解决，最后找", "大厅"),
    ]
    assert [p.number for p in leak.turns[0].phones] == ["0755-5550-0110"]
    assert leak.turns[2].where.url == "/locations/service-centre/"
    assert leak.turns[2].spec
    assert all(t.phones for t in leak.turns)


def test_the_chooser_has_all_of_them_and_stands_in_the_frame(site: Site) -> None:
    assert [c.url for c in view(site, "/concerns/").concerns] == ["/concerns/leak/", "/concerns/lost/"]
    frame = make_frame(site, *LOADED)
    assert frame.concerns and frame.concerns.url == "/concerns/"


@pytest.mark.parametrize(
    ("changes", "field", "fix"),
    [
        ({"data/places.yaml": ("  property_phone: 0755-5550-0110\n", "")}, "turns[0].each", "property_phone"),
        ({CONCERNS: WHOLE.replace("location: service-centre", "location: square")}, "turns[2].location", "在 locations.yaml 里给"),
        ({CONCERNS: WHOLE.replace("organization: helpers", "organization: tai-chi")}, "turns[1].organization", "在 organizations.yaml 里给"),
        ({"data/grids.yaml": "[]\n"}, "turns[1].each", "网站没有网格，写 each: places，或在这里写 phone"),
    ],
)  # fmt: skip
def test_an_end_without_a_number_is_told(
    problems_of: Callable[[Change], tuple[Problem, ...]], changes: Change, field: str, fix: str
) -> None:
    told = [p for p in problems_of({CONCERNS: WHOLE, **changes}) if p.path == CONCERNS]
    assert [(p.field, p.message) for p in told] == [(field, "问到这里没有电话")]
    assert fix in told[0].fix


def test_without_concerns_there_is_no_chooser(changed: Callable[[Change], Sources]) -> None:
    site = make_site(changed({CONCERNS: "[]\n"}), at(NOW))
    assert make_frame(site, *LOADED).concerns is None
