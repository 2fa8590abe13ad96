"""What is wrong with a source and how to mend it; hides how a problem is worded and ordered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, TypeVar

T = TypeVar("T")
Level = Literal["error", "warning"]
LONGEST = 600
"""Characters of a message or a mend: what is quoted may be a whole file."""
MOST = 100
"""So many problems of a kind are shown: who has mended those knows how to mend the rest."""
_PARTICULAR = re.compile(r"“[^“”]*”|[0-9A-Za-z/._-]+")
"""What differs between two problems of one kind: what is quoted, ids, addresses and numbers."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault at one place; line and column count from 1, and the message never holds private data."""

    path: str
    line: int
    column: int
    field: str
    label: str
    message: str
    fix: str
    level: Level = "error"

    def __post_init__(self) -> None:
        """A message often quotes what was typed: a personal number in it becomes stars, and a whole file its beginning."""
        # Here, because its patterns take a tenth of a second, and a build that finds nothing changed has no problem to tell.
        from plugins.private import mask

        for name in ("field", "message", "fix"):
            object.__setattr__(self, name, mask(_cut(getattr(self, name))))

    def __str__(self) -> str:
        field = f"{self.field} ({self.label})" if self.field and self.label else self.field or self.label
        named = f"{field}: " if field else ""
        return f"{self.path}:{self.line}:{self.column}: {named}{self.message} → {self.fix}"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}……"


_NOT_THERE = re.compile(r"没有“")
"""What is named and is not there: of many places that name it one thing is the cause."""
_EACH, _SHOWN = 3, 12


def gather_alike(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, but one for all places that name the same thing which is not there, with the other places in it."""
    alike: defaultdict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if _NOT_THERE.match(problem.message):
            alike[problem.level, problem.message, problem.fix].append(problem)
        else:
            yield problem
    for same in alike.values():
        if len(same) <= _EACH:
            yield from same
            continue
        first, *others = sorted(same)
        places = "、".join(f"{one.path}:{one.line}" for one in others[:_SHOWN])
        more = " …" if len(others) > _SHOWN else ""
        fix = f"{first.fix}；一共 {len(same)} 处，别处在 {places}{more}；要是刚删了它或改了它的编号，改回来就行"
        yield replace(first, fix=fix)


def thin_out(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first hundred problems of each kind, in order, and of the others how many there are."""
    counted: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    last: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        kind = (problem.level, problem.label, _PARTICULAR.sub("", problem.message))
        counted[kind] += 1
        if counted[kind] <= MOST:
            yield problem
        elif kind not in last:
            last[kind] = problem
    yield from (_sum_up(problem, counted[kind] - MOST) for kind, problem in last.items())


def tell_some(found: Iterable[T], tell: Callable[[T], Problem]) -> Iterator[Problem]:
    """A problem for each of the first hundred things found, and one for all the others."""
    rest = iter(found)
    yield from map(tell, islice(rest, MOST))
    for first in rest:
        yield _sum_up(tell(first), 1 + sum(1 for _ in rest))


def _sum_up(problem: Problem, others: int) -> Problem:
    message = f"这样的问题还有 {others} 处没有列出，这是其中一处：{problem.message}"
    return replace(problem, message=message, fix=f"先改好前面 {MOST} 处，再检查一次；{problem.fix}")


class SourceError(Exception):
    """Raised when sources cannot become a site; holds every problem of the run, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
