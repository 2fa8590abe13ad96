"""A long list in pages that a slow phone can bear; hides where it is cut and how one leafs through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

from plugins.model import PER_PAGE, leaf_address
from plugins.site.frame_views import HeadView
from plugins.site.page import Page, PageView
from plugins.site.views import ALWAYS, CardView, GroupView, Link, PeriodView

T = TypeVar("T")
_AROUND = 2


@dataclass(frozen=True)
class ListPart(Generic[T]):
    """A titled part of a list, before its entries are cards."""

    title: str
    entries: Sequence[T]
    show: Callable[[T], CardView]
    id: str = ""
    summary: str = ""
    period: PeriodView = ALWAYS


@dataclass(frozen=True)
class Leaf:
    """One page of a list: what stands on it, and how one comes to the others."""

    sheet: tuple[tuple[ListPart[Any], int, int], ...]
    """The parts on it, each from one entry to another."""
    number: int
    pages: tuple[Link, ...]
    """The first, the last and those around this one; none where there is only one."""
    parts: tuple[Link, ...]
    """Where each part begins, on whatever page; none where there is only one page."""

    @property
    def groups(self) -> tuple[GroupView, ...]:
        """What stands on it, as cards."""
        return tuple(
            GroupView(
                f"{part.title}（续）" if start else part.title,
                tuple(part.show(entry) for entry in part.entries[start:end]),
                part.id,
                summary="" if start else part.summary,
                period=part.period,
            )
            for part, start, end in self.sheet
        )

    def name(self, head: HeadView) -> HeadView:
        """A page's head, with the number of the page where it is not the first."""
        if self.number == 1:
            return head
        words = f"第 {self.number} 页"
        crumbs = (*head.crumbs[:-1], Link(head.crumbs[-1].title, head.url), Link(words, ""))
        return replace(head, title=f"{head.title}（{words}）", url=leaf_address(head.url, self.number), crumbs=crumbs)


def plan_list(
    first: str, template: str, parts: Sequence[ListPart[T]], view: Callable[[Leaf], PageView], most: int = PER_PAGE
) -> Iterator[Page]:
    """The pages of a list; a part that does not fit goes on on the next."""
    sheets: list[list[tuple[ListPart[T], int, int]]] = [[]]
    begins: list[tuple[ListPart[T], int]] = []
    room = most
    for part in parts:
        at = 0
        while at < len(part.entries) or at == 0:
            if room == 0:
                sheets.append([])
                room = most
            end = min(len(part.entries), at + room)
            begins += [(part, len(sheets))] if at == 0 else []
            sheets[-1].append((part, at, end))
            room -= end - at
            at = end or 1
    links = (
        tuple(Link(p.title, f"{leaf_address(first, n)}#{p.id}") for p, n in begins if p.id) if len(sheets) > 1 else ()
    )
    links = links if len(links) > 1 else ()
    for number, sheet in enumerate(sheets, 1):
        leaf = Leaf(tuple(sheet), number, _list_pages(first, number, len(sheets)), links)
        yield Page(leaf_address(first, number), template, partial(view, leaf))


def _list_pages(first: str, number: int, count: int) -> tuple[Link, ...]:
    if count == 1:
        return ()
    near = {1, count, *range(max(1, number - _AROUND), min(count, number + _AROUND) + 1)}
    return tuple(
        Link(f"第 {n} 页" if n in (number, 1, count) else f"{n}", leaf_address(first, n)) for n in sorted(near)
    )
