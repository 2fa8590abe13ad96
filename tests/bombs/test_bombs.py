"""No file may stop the house: whatever is in it, it is refused or built, soon and in little memory (`make bombs`)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.bombs.blast import Cost, build
from tests.bombs.shapes import PLAIN, SHAPES

FULL = bool(os.environ.get("FULL"))
SEED = os.environ.get("SEED", "kangle")
SAMPLE = 3
SECONDS, MEGABYTES = 2.0, 300.0
"""The bars of `make bombs`, beyond what the example alone takes."""
Baseline = Callable[[str], Cost]


def chosen() -> list[str]:
    return list(SHAPES) if FULL else random.Random(SEED).sample(sorted(SHAPES), SAMPLE)


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Baseline:
    """What a build takes without a bomb: of the example, or of the example with as many pages."""

    @cache
    def measure(*, many: bool) -> Cost:
        costs = [build(tmp_path_factory.mktemp("plain") / "site", PLAIN if many else None) for _ in range(2)]
        assert [cost.code for cost in costs] == [0, 0], costs[0].said
        return max(costs, key=lambda cost: cost.seconds)

    return lambda name: measure(many="activities" in name)


@pytest.mark.parametrize("name", chosen())
def test_a_bomb_is_refused_or_built(name: str, baseline: Baseline, tmp_path: Path) -> None:
    cost = build(tmp_path / "site", SHAPES[name])
    assert cost.code in (0, 1), f"{cost.code}: {cost.said[-500:]}"
    assert "Traceback" not in cost.said
    assert max(map(len, cost.said.splitlines())) < 2_000
    assert len(cost.said.splitlines()) < 1_000
    if FULL:
        plain = baseline(name)
        seconds, megabytes = cost.seconds - plain.seconds, cost.megabytes - plain.megabytes
        print(f"{name}: {seconds:+.1f} s, {megabytes:+.0f} MB, status {cost.code}")
        assert (seconds <= SECONDS, megabytes <= MEGABYTES) == (True, True), f"{seconds:.1f} s, {megabytes:.0f} MB"


def test_there_are_sixty() -> None:
    assert len(SHAPES) >= 60
