"""Every field of a view means something, and a page or a program reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

import pytest

from plugins.assets import ShareCards, gather_assets
from plugins.commands.view_docs import meanings_of, types_inside, views_of_templates
from plugins.incremental.render import Templates, make_environment, render
from plugins.model.sources import Sources
from plugins.site import HeadView, SiteView, make_frame, make_site
from plugins.site.page import Page
from tests.conftest import EXAMPLE, LOADED, NOW, ROOT, Change, at, plan

OTHER: Change = {
    "data/grids.yaml": "[]\n",
    "data/community.yaml": (
        "frequent_guides:\n",
        "discussion: {url: https://talk.spruce.example.org}\nhome: [policies, services]\nfrequent_guides:\n",
    ),
    "pages/about.md": ("\n---\n", "\n---\n\n## 一\n\n字。\n\n## 二\n\n字。\n\n## 三\n\n字。\n\n"),
}
"""What turns the example into a site with a table of contents without grids, with a discussion, with policies and services on home."""


@dataclass(frozen=True, slots=True)
class _Planted:
    """A view with one field that nobody explains and nothing reads."""

    head: HeadView
    idle: str = ""


def all_views() -> list[type[Any]]:
    return types_inside([view for _, view in views_of_templates(EXAMPLE)])


def find_unexplained(views: Iterable[type[Any]]) -> set[str]:
    return {f"{view.__name__}.{name}" for view in views for name, words in meanings_of(view).items() if not words}


def find_unread(views: list[type[Any]], frame: SiteView, pages: Iterable[Page]) -> set[str]:
    """The fields that no page asks for while it is rendered, or described to programs."""
    unread = {f"{view.__name__}.{field.name}" for view in views for field in fields(view)}
    environment = make_environment(Templates(ROOT / "theme"))

    def note(self: object, name: str) -> Any:
        unread.discard(f"{type(self).__name__}.{name}")
        return object.__getattribute__(self, name)

    for page in pages:
        # Made before anybody looks: a planner that copies a view would read all of its fields.
        view = page.make()
        with pytest.MonkeyPatch.context() as patch:
            for kind in views:
                patch.setattr(kind, "__getattribute__", note, raising=False)
            if page.describe:
                page.describe(view.head)
            render(environment, page.template, view, frame)
    return unread


def find_unread_in(sources: Sources) -> set[str]:
    site = make_site(sources, at(NOW))
    assets = gather_assets(ROOT / "theme")
    shares = ShareCards(ROOT / "theme", site).views()
    frame = make_frame(site, assets.css, assets.js, assets.scripts, assets.sheets, shares)
    return find_unread(all_views(), frame, plan(site).values())


def test_every_view_and_each_of_its_fields_has_a_meaning() -> None:
    views = all_views()
    assert len(views) > 50
    assert find_unexplained(views) == set()
    assert [view.__name__ for view in views if (view.__doc__ or "").startswith(f"{view.__name__}(")] == []


def test_every_field_of_a_view_is_read(sources: Sources, changed: Callable[[Change], Sources]) -> None:
    assert find_unread_in(sources) & find_unread_in(changed(OTHER)) == set()


def test_a_field_without_a_meaning_is_found() -> None:
    assert find_unexplained([_Planted]) == {"_Planted.idle"}


def test_a_field_that_nothing_reads_is_found(sources: Sources, pages: dict[str, Page]) -> None:
    head = pages["/404.html"].view.head
    frame = make_frame(make_site(sources, at(NOW)), *LOADED)
    page = Page("/planted/", "base.html", lambda: _Planted(head))
    assert find_unread([_Planted], frame, [page]) == {"_Planted.idle"}
