"""The articles of a rule can be linked at: 第三条 as much as a heading; hides how they are spelt."""

from __future__ import annotations

import re
from collections.abc import Collection

ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇0-9]{1,8}[章条](?:之[一二三四五六七八九十]{1,3})?")
_PARAGRAPH = re.compile(rf"<p>(?=(?:<strong>)?({ARTICLE.pattern})(?:[\s：:、，<]|&nbsp;))")


def anchor_articles(html: str, taken: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """A body in which the first paragraph of each article has its name as an anchor, and those names; none that is taken."""
    if "<p>第" not in html and "<p><strong>第" not in html:
        return html, ()
    found: dict[str, None] = {}

    def mark(match: re.Match[str]) -> str:
        name = match[1]
        if name in found or name in taken:
            return match[0]
        found[name] = None
        return f'<p id="{name}">'

    return _PARAGRAPH.sub(mark, html), tuple(found)
