"""Texts that make an expression work hard, made from its own parts, and how its time grows with them."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LETTERS = " aZ9_-./\n\t\"'<>[](){}|，。一周、:;#*&=@\\`~!至到号的\u3000\x00"
ENDS = ("", "\x00", "!", "\n", "一x")
SIZES = (50, 200, 800, 3_200, 12_800)
NOTICED, PATIENCE = 0.01, 1.0
"""Seconds from which a time is no noise, and after which nobody waits."""
LONG = 0.05
"""What no short text may take."""
WORST = 8.0
"""Four times the text may take four times as long; sixteen times is quadratic."""


def fits(code: Any, char: str, flags: int) -> bool:
    """Whether one item of a parsed pattern takes a character."""
    pattern = parser.parse("x", 0)
    pattern.data = [code]
    try:
        compiled = re._compiler.compile(pattern, flags)  # type: ignore[attr-defined]
    except (ValueError, OverflowError, re.error):
        return False
    return compiled.fullmatch(char) is not None


def sample(items: Any, flags: int, which: int = 0) -> str:
    """A short text that a part of a pattern takes; `which` chooses among its letters and branches."""
    words = []
    for code in items:
        kind, value = code
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            least, _, inner = value
            words.append(sample(inner, flags, which) * max(least, which % 2))
        elif kind is c.SUBPATTERN:
            words.append(sample(value[-1], flags, which))
        elif kind is c.ATOMIC_GROUP:
            words.append(sample(value, flags, which))
        elif kind is c.BRANCH:
            words.append(sample(value[1][which % len(value[1])], flags, which))
        elif kind in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
            known = [chr(value)] if kind is c.LITERAL else [x for x in LETTERS if fits(code, x, flags)]
            if not known and kind is c.IN:
                known = [chr(v if k is c.LITERAL else v[0]) for k, v in value if k in (c.LITERAL, c.RANGE)]
            words.append(known[which % len(known)] if known else "")
    return "".join(words)


def find_repeats(items: Any, before: Any = ()) -> Iterator[tuple[Any, Any]]:
    """Every part that may be repeated without end, with what stands before it."""
    before = list(before)
    for code in items:
        kind, value = code
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            if value[1] > 60:
                yield before, value[2]
            yield from find_repeats(value[2], before)
        elif kind is c.SUBPATTERN:
            yield from find_repeats(value[-1], before)
        elif kind is c.ATOMIC_GROUP:
            yield from find_repeats(value, before)
        elif kind is c.BRANCH:
            for branch in value[1]:
                yield from find_repeats(branch, before)
        elif kind in (c.ASSERT, c.ASSERT_NOT):
            yield from find_repeats(value[1], before)
        before.append(code)


def make_pumps(pattern: re.Pattern[str]) -> set[tuple[str, str, str]]:
    """Beginnings, parts to repeat and ends."""
    flags = pattern.flags & ~re.DEBUG
    tree = parser.parse(pattern.pattern, flags)
    found: set[tuple[str, str, str]] = set()
    for before, inner in find_repeats(tree):
        for which in range(4):
            start, unit = sample(before, flags, which), sample(inner, flags, which)
            for end in ENDS:
                found |= {(start, unit, end), ("", unit, end), ("", start + unit, end), ("", start, end)}
    return {(start, unit, end) for start, unit, end in found if unit}


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    former = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def ask(pattern: re.Pattern[str], way: str) -> Callable[[str], object]:
    if way == "search":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    return getattr(pattern, way)  # type: ignore[no-any-return]


def clock(asking: Callable[[str], object], text: str) -> float:
    """The least of some times of this process alone: what else the machine does is not counted."""
    least = PATIENCE
    for _ in range(3):
        began = time.process_time()
        try:
            with ended_after(PATIENCE):
                asking(text)
        except TimeoutError:
            return PATIENCE
        least = min(least, time.process_time() - began)
        if least < NOTICED:
            break
    return least


def find_slow(pattern: re.Pattern[str], way: str, most: int = 0) -> str:
    """A text that the pattern takes more than its share for; of no more characters than `most`, where that is said."""
    asking = ask(pattern, way)
    for start, unit, end in sorted(make_pumps(pattern)):
        for size in (most,) if most else SIZES:
            text = start + unit * (size // len(unit)) + end
            now = clock(asking, text)
            if now < (LONG if most else NOTICED):
                continue
            longer = clock(asking, start + unit * (4 * size // len(unit)) + end)
            if most or now >= PATIENCE or longer > WORST * min(now, clock(asking, text)):
                return f"{start[:20]!r} + {unit[:20]!r} * n + {end!r}: {size} characters take {now:.3f} s"
            break
    return ""
