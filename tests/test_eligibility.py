"""Questions that end somewhere: every circle, dead end and lost question of a tree is told, and a page opens every way."""

from __future__ import annotations

import random
import re

import pytest

from plugins.model import Ask, find_tree_faults
from plugins.site import Page

SERVICES = frozenset({"bus-card", "library"})


def make_tree(chance: random.Random) -> list[Ask]:
    """A whole tree: each question leads to later ones, a service or a reason, and each is come to."""
    count = chance.randrange(1, 6)
    ends = ("bus-card", "library", "不能办，打电话问一问。")
    asks = []
    for i in range(count):
        onward = f"q{i + 1}" if i + 1 < count else chance.choice(ends)
        ways = [onward, chance.choice(ends)]
        chance.shuffle(ways)
        asks.append(Ask(id=f"q{i}", ask=f"第{i}问", yes=ways[0], no=ways[1]))
    return asks


@pytest.mark.parametrize("seed", range(60))
def test_a_whole_tree_has_no_fault_and_a_planted_one_is_named(seed: int) -> None:
    chance = random.Random(seed)
    asks = make_tree(chance)
    assert list(find_tree_faults(asks, SERVICES)) == []
    spoilt = chance.randrange(len(asks))
    field = chance.choice(("yes", "no"))
    onward = next((f for f in ("yes", "no") if getattr(asks[spoilt], f).startswith("q")), None)
    if onward == field:
        field = "no" if field == "yes" else "yes"
    back = [
        *asks[:spoilt],
        asks[spoilt].model_copy(update={field: f"q{chance.randrange(spoilt + 1)}"}),
        *asks[spoilt + 1 :],
    ]
    assert any(loc[-1] in ("yes", "no") and "绕回了" in message for loc, message, _ in find_tree_faults(back, SERVICES))
    dead = [*asks[:spoilt], asks[spoilt].model_copy(update={field: "nowhere"}), *asks[spoilt + 1 :]]
    assert [(loc, "没有路" in message) for loc, message, _ in find_tree_faults(dead, SERVICES)] == [
        ((spoilt, field), True)
    ]
    lost = [*asks, Ask(id="lost", ask="没人走到", yes="能办。", no="不能办。")]
    assert [loc for loc, _, _ in find_tree_faults(lost, SERVICES)] == [(len(asks),)]


def test_a_circle_ends_the_search_however_many_ways_there_are() -> None:
    wide = [Ask(id=f"q{i}", ask="问", yes=f"q{i + 1}", no=f"q{i + 1}") for i in range(400)]
    asks = [*wide, Ask(id="q400", ask="问", yes="能办。", no="不能办。")]
    assert [loc for loc, message, _ in find_tree_faults(asks, SERVICES) if "太多" in message] == [()]
    round_about = [*wide, Ask(id="q400", ask="问", yes="能办。", no="q7")]
    assert [loc for loc, message, _ in find_tree_faults(round_about, SERVICES) if "绕回了第 8 问" in message] == [
        (400, "no")
    ]


def test_a_page_holds_every_way_and_its_end(pages: dict[str, Page]) -> None:
    html = str(pages["/guides/bus-card/"].view.eligible)
    assert html.count("<details") == html.count("</details>") == 4
    assert re.findall(r'<p class="asks__ask">([^<]*)</p>', html) == ["满六十五岁了吗", "户口在本市吗"]
    assert '可以办：<a class="link link--line" href="/services/bus-card/">' in html
    assert "<strong>不用急</strong>" in html
    assert pages["/guides/job-register/"].view.eligible == ""


def test_a_guide_says_whether_it_can_be_done_online(pages: dict[str, Page]) -> None:
    assert [state.word for state in pages["/guides/bus-card/"].view.states] == ["能网办"]
    assert pages["/guides/job-register/"].view.states == ()
