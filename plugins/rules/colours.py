"""Whether a community's own colours are told apart from what they stand on; hides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.model import COLOUR_NAMES, Colours, Community, find_pale, label_at
from plugins.problems import Problem
from plugins.text import Loc, Tree

_MODES = {"light": "浅色", "dark": "深色"}


def check_colours(community: Community, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """A problem for each pair with a colour of the community that is too pale, at that colour's line."""
    tree, colours = trees.get(community.path), getattr(community, "colours", None)
    if tree is None or colours is None:
        return
    for pale in find_pale(colours):
        mine = next((n for n in (pale.front, pale.ground) if getattr(colours, n, None)), None)
        if mine is None:
            continue
        loc: Loc = ("colours", mine, pale.mode)
        line, column = tree.place(loc)
        front, ground = (COLOUR_NAMES.get(n) or label_at(Colours, (n,)) for n in (pale.front, pale.ground))
        field, label = f"colours.{mine}.{pale.mode}", label_at(Community, loc)
        message = f"{_MODES[pale.mode]}时{front}在{ground}上看不清{pale.where and f'（{pale.where}）'}"
        message += f"，对比 {pale.ratio:.1f}，至少要 {pale.least:g}"
        fix = "换一个深一些的颜色" if _wants_dark(mine, pale.mode) else "换一个浅一些的颜色"
        yield Problem(community.path, line, column, field, label, message, fix)


def _wants_dark(name: str, mode: str) -> bool:
    """Grounds of white words are dark in both modes, the sign on them is light; the others change sides with the mode."""
    if name in ("action", "action_deep", "deep", "deeper"):
        return True
    return name != "sign" and (mode == "light") != name.endswith("_tint")
