"""我能不能办, as questions that are answered by yes or no; hides what makes such a tree whole."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from plugins.model.fields import Line, Slug, Text
from plugins.model.parts import Part
from plugins.text import Loc

MOST_ENDS = 40
"""Ends of a tree as a page shows it, where a question that two answers lead to stands twice."""


class Ask(Part):
    """A question that a resident answers with yes or no."""

    id: Slug | None = Field(None, title="编号", description="别的问题接着问它时写；第一问可以不写")
    ask: Line = Field(title="问什么", description="一句能答“是”或“不是”的话，例如 满60周岁了吗")
    yes: Text = Field(
        title="答是", description="下一问的编号、services.yaml 里的 id（能办这一项），或一句话（为什么不能办、该找谁）"
    )
    no: Text = Field(title="答不是", description="写法和 yes 一样")


def next_of(answer: str, asks: Mapping[str, int]) -> int | None:
    """The number of the question that an answer leads to; None where it is an end."""
    return asks.get(answer)


def number_asks(asks: Sequence[Ask]) -> Mapping[str, int]:
    """The number of each question by its id, the first of two."""
    found: dict[str, int] = {}
    for number, ask in enumerate(asks):
        if ask.id:
            found.setdefault(ask.id, number)
    return found


_LIKE_AN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def find_tree_faults(asks: Sequence[Ask], services: frozenset[str] | None) -> Iterator[tuple[Loc, str, str]]:
    """Every dead end, circle and question that nobody comes to; `services` are the ids there are, None where nobody knows."""
    numbers, lost = number_asks(asks), list[str]()
    for i, ask in enumerate(asks):
        if ask.id and numbers[ask.id] != i:
            yield (i, "id"), f"编号“{ask.id}”第 {numbers[ask.id] + 1} 问已经用了", "换一个编号"
        elif ask.id and ask.id in (services or ()):
            yield (i, "id"), f"编号“{ask.id}”也是一项服务，分不清要去哪里", "换一个编号"
        for field in ("yes", "no"):
            answer = getattr(ask, field)
            if _LIKE_AN_ID.fullmatch(answer) and services is not None and answer not in {*numbers, *services}:
                lost.append(answer.lower().replace("_", "-"))
                fix = "写下一问的编号、services.yaml 里的 id，或用一句话说清为什么、该找谁"
                yield (i, field), f"走到这里没有路了：没有“{answer}”这一问，也没有这项服务", fix
    circle = _find_circle(asks, numbers)
    if circle:
        i, field, goal = circle
        yield (i, field), f"绕回了第 {goal + 1} 问，永远答不完", "改成后面的一问、一项服务或一句话"
        return
    meant = [numbers[id] for answer in lost for id in difflib.get_close_matches(answer, numbers, 1, 0.8)]
    reached = set(_reach(asks, numbers, meant))
    beyond = {
        next_of(answer, numbers) for i, ask in enumerate(asks) if i not in reached for answer in (ask.yes, ask.no)
    }
    for i in range(len(asks)):
        if i not in reached and i not in beyond:
            yield (i,), f"没有一个回答走到第 {i + 1} 问", "在前面某一问的 yes 或 no 里写它的编号，或删掉它"
    if asks and _count_ends(0, asks, numbers) > MOST_ENDS:
        yield (), f"问下去的路太多，最多 {MOST_ENDS} 条", "少问几样，或拆成几份指南"


def _find_circle(asks: Sequence[Ask], numbers: Mapping[str, int]) -> tuple[int, str, int] | None:
    """The first answer that leads back to a question on the way to it."""
    done: set[int] = set()
    for start in range(len(asks)):
        way: list[tuple[int, int]] = [(start, 0)] if start not in done else []
        while way:
            i, answered = way.pop()
            if answered == 2:
                done.add(i)
                continue
            way.append((i, answered + 1))
            field = ("yes", "no")[answered]
            goal = next_of(getattr(asks[i], field), numbers)
            if goal is not None and any(goal == on for on, _ in way):
                return i, field, goal
            if goal is not None and goal not in done:
                way.append((goal, 0))
    return None


def _reach(asks: Sequence[Ask], numbers: Mapping[str, int], meant: Sequence[int]) -> Iterator[int]:
    """The questions that somebody comes to, from the first one and from those that an answer nearly names."""
    waiting, seen = [0, *meant] if asks else [], set[int]()
    while waiting:
        i = waiting.pop()
        if i not in seen:
            seen.add(i)
            yield i
            goals = (next_of(answer, numbers) for answer in (asks[i].yes, asks[i].no))
            waiting += [goal for goal in goals if goal is not None]


def _count_ends(start: int, asks: Sequence[Ask], numbers: Mapping[str, int]) -> int:
    """How many ends a tree without circles has when every way is written out."""
    counts: dict[int, int] = {}
    waiting = [start]
    while waiting:
        i = waiting[-1]
        goals = [next_of(answer, numbers) for answer in (asks[i].yes, asks[i].no)]
        missing = [goal for goal in goals if goal is not None and goal not in counts]
        if missing:
            waiting += missing
            continue
        counts[i] = sum(1 if goal is None else counts[goal] for goal in goals)
        waiting.pop()
    return counts[start]
