"""No expression takes more than its share of time: four times the text, four times the time (`make regexes`; no part of every run)."""

from __future__ import annotations

import re

import pytest

from tests.regexes.gather import EXPRESSIONS, Expression
from tests.regexes.pump import find_slow

SHORT = {"plugins/model/": 600, "plugins/sheets/cells.py": 600}
"""Rooms whose texts have a limit of their own (LONGEST_HOURS): there no expression is asked of more."""
DEVELOPERS = frozenset({"plugins/incremental/origins.py"})
"""What reads the theme's own templates, when a fault is explained, and nothing that an editor wrote."""


def limit_of(expression: Expression) -> int:
    return next((most for room, most in SHORT.items() if expression.place.startswith(room)), 0)


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda e: e.place)
def test_an_expression_is_linear(expression: Expression) -> None:
    if expression.place.partition(":")[0] in DEVELOPERS:
        return
    most = limit_of(expression)
    slow = {way: told for way in sorted(expression.ways) if (told := find_slow(expression.pattern, way, most))}
    assert not slow, f"{expression.place}: {expression.pattern.pattern[:200]}: {slow}"


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"(a+)+b", "search"),
        (r"\s*[至到]\s*", "search"),
        (r"\s+$", "search"),
        (r"<a[^>]*>x", "search"),
        (r"(?:[a-z]+-?)+@", "fullmatch"),
        (r"\[[^\]]*\]\([^)]*\)", "search"),
    ],
)
def test_a_slow_expression_is_found(pattern: str, way: str) -> None:
    assert find_slow(re.compile(pattern), way)


@pytest.mark.parametrize(
    ("pattern", "way"),
    [(r"[a-z]+", "search"), (r"\d{1,4}-\d{1,4}", "search"), (r"<a[^<>]*>", "search"), (r"a*b", "match")],
)
def test_a_linear_one_is_not_accused(pattern: str, way: str) -> None:
    assert not find_slow(re.compile(pattern), way)
