"""What the community leaves out, and what its menu and home name; hides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from plugins.model import SECTIONS, Community, HomePart, SectionId, dotted, label_at
from plugins.problems import Level, Problem
from plugins.rules.written import Written
from plugins.text import Loc, Tree

_HOME: Mapping[HomePart, SectionId] = {
    "tasks": "guides",
    "news": "news",
    "policies": "policies",
    "activities": "activities",
    "places": "places",
    "services": "services",
}
"""The section that a part of home shows."""


Flaw = tuple[Loc, str, str, Level]
"""Where in community.yaml, what is wrong, how to mend it, and how bad it is."""


def check_sections(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Nothing is left out and named at once, nothing is named twice, and what is not shown is told."""
    community = written.sources.community
    tree = trees.get(community.path)
    if tree is None:
        return
    found = chain(_find_nothing(written), _find_twice(community), _find_hidden(written), _find_named(community))
    for loc, message, fix, level in found:
        line, column = tree.place(loc)
        yield Problem(community.path, line, column, dotted(loc), label_at(Community, loc), message, fix, level)


def _find_nothing(written: Written) -> Iterator[Flaw]:
    if written.is_empty():
        yield (), "没有任何内容，网站会是空的", "至少公开一篇，或者写一项服务、一处场所", "error"


def _find_twice(community: Community) -> Iterator[Flaw]:
    for field in ("without", "menu", "home"):
        names = getattr(community, field) or ()
        for i, name in enumerate(names):
            if name in names[:i]:
                yield (field, i), f"“{name}”写了两次", "删掉一个", "error"


def _find_hidden(written: Written) -> Iterator[Flaw]:
    """What is written for a section that is left out."""
    for i, name in enumerate(written.sources.community.without):
        files = sorted({row.path for row in written.rows if row.model.kind.name == name})
        if files:
            listed = f"{files[0]} 等 {len(files)} 个文件" if len(files) > 1 else files[0]
            message = f"不设{SECTIONS[name].title}，{listed} 里写的都不会显示"
            yield ("without", i), message, f"不要了就删掉那些文件；要显示就去掉 {name}", "warning"


def _find_named(community: Community) -> Iterator[Flaw]:
    """What menu and home name of the sections that are left out; the usual menu and home leave them out themselves."""
    home = [_HOME.get(part, part) for part in community.home or ()]
    for field, names in (("menu", community.menu), ("home", home)):
        if field not in community.model_fields_set:
            continue
        for i, name in enumerate(names):
            if name in community.without:
                yield (field, i), f"without 里写了不设 {name}，这里不会显示", "去掉其中一处", "warning"
