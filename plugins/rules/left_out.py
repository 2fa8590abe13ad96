"""What the community leaves out, and what its menu and home name; hides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from plugins.model import SECTIONS, Community, HomePart, SectionId, dotted, label_at
from plugins.problems import Level, Problem
from plugins.rules.references import Written
from plugins.text import Loc, Tree

_HOME: Mapping[HomePart, SectionId] = {
    "tasks": "guides",
    "news": "news",
    "policies": "policies",
    "activities": "activities",
    "places": "places",
    "services": "services",
    "rosters": "rosters",
}
"""The section that a part of home shows."""


def check_sections(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Nothing is left out and named at once, nothing is named twice, and what is not shown is told."""
    community = written.sources.community
    tree = trees.get(community.path)
    if tree is None:
        return

    def tell(loc: Loc, message: str, fix: str, level: Level = "error") -> Problem:
        line, column = tree.place(loc)
        return Problem(community.path, line, column, dotted(loc), label_at(Community, loc), message, fix, level)

    if written.is_empty():
        yield tell((), "没有任何内容，网站会是空的", "至少公开一篇，或者写一项服务、一处场所")
    for field in ("without", "menu", "home"):
        names = getattr(community, field) or ()
        for i, name in enumerate(names):
            if name in names[:i]:
                yield tell((field, i), f"“{name}”写了两次", "删掉一个")
    for i, name in enumerate(community.without):
        if files := sorted({row.path for row in written.rows if row.model.kind.name == name}):
            listed = f"{files[0]} 等 {len(files)} 个文件" if len(files) > 1 else files[0]
            message = f"不设{SECTIONS[name].title}，{listed} 里写的都不会显示"
            yield tell(("without", i), message, f"不要了就删掉那些文件；要显示就去掉 {name}", "warning")
    named = chain(
        (("menu", i, name) for i, name in enumerate(community.menu)),
        (("home", i, _HOME.get(part, part)) for i, part in enumerate(community.home or ())),
    )
    for field, i, name in named if {"menu", "home"} & community.model_fields_set else ():
        if field in community.model_fields_set and name in community.without:
            yield tell((field, i), f"without 里写了不设 {name}，这里不会显示", "去掉其中一处", "warning")
