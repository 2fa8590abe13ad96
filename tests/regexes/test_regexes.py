"""The expressions of the code are found, and taken apart; how long they take is measured by `make regexes`."""

from __future__ import annotations

import re

from tests.regexes.gather import EXPRESSIONS, MADE
from tests.regexes.pump import make_pumps


def test_every_expression_of_the_code_is_found() -> None:
    """What is made while the program runs is made of words that are escaped, and there are few of those."""
    assert len(EXPRESSIONS) > 400
    assert len(MADE) < 25, MADE
    ways = {e.place.partition(":")[0]: e.ways for e in EXPRESSIONS if "fullmatch" in e.ways}
    assert "plugins/model/scalars.py" in ways


def test_an_expression_is_pumped_by_its_own_parts() -> None:
    pumps = make_pumps(re.compile(r"<a([^>]*)>"))
    assert any(start == "<a" and unit for start, unit, _ in pumps)
    assert any(unit == "<a" for _, unit, _ in pumps)
    assert make_pumps(re.compile(r"\d{1,4}")) == set()
