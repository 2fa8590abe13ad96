"""The expressions of the code are found, and taken apart; how long they take is measured by `make regexes`."""

from __future__ import annotations

import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

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


_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)


def _parts_of(item: Any) -> list[Any]:
    """The expressions inside a part of an expression."""
    code, inside = item
    if code is codes.BRANCH:
        return list(inside[1])
    if code in (*_REPEATS, codes.POSSESSIVE_REPEAT):
        return [inside[2]]
    if code is codes.SUBPATTERN:
        return [inside[3]]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [inside[1]]
    return [inside] if code is codes.ATOMIC_GROUP else []


def _gives_back(items: Any) -> bool:
    return any(
        item[0] in (codes.BRANCH, *_REPEATS) or any(map(_gives_back, _parts_of(item)))
        for item in items
        if item[0] not in (codes.ASSERT, codes.ASSERT_NOT)
    )


def _holds_what_gives_back(items: Any) -> bool:
    """Whether a possessive repeat or an atomic group holds something that backtracks."""
    for item in items:
        parts = _parts_of(item)
        if item[0] in (codes.POSSESSIVE_REPEAT, codes.ATOMIC_GROUP) and any(map(_gives_back, parts)):
            return True
        if any(map(_holds_what_gives_back, parts)):
            return True
    return False


def test_every_expression_means_the_same_to_every_python() -> None:
    """Python 3.11.0 to 3.11.4, Debian's among them, match a possessive group that backtracks wrong (CPython issue 106052)."""
    assert _holds_what_gives_back(parser.parse(r"a(?:bb|c)*+d"))
    assert not _holds_what_gives_back(parser.parse(r"a[bc]*+(?:\.[bc]++)*d"))
    found = [e.place for e in EXPRESSIONS if _holds_what_gives_back(parser.parse(e.pattern.pattern, e.pattern.flags))]
    assert found == []
