"""{{ figure:id }} in a text, which stands for a number; hides how a body carries it through Markdown.

Braces mean attributes to Markdown, so a body carries the mark in brackets of its own until the number is known.
"""

from __future__ import annotations

import re

_SIGN = "{{"
FIGURE = re.compile(
    r"\{\{\s*+(?:figure|数字)\s*+[:：]\s*+([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:@[0-9]{4}(?:[—/-][0-9]{2,4})?)?)\s*+\}\}"
)
"""A mark as it is typed: the id, and behind @ the period where it is not the latest."""
CARRIED = re.compile(r"⟦figure:([a-z0-9@—/-]{1,100})⟧")
"""A mark as a body carries it."""


def carry_figures(text: str) -> str:
    """A body with its marks as Markdown leaves them alone."""
    return FIGURE.sub(r"⟦figure:\1⟧", text) if _SIGN in text else text


def names_figures(text: str) -> bool:
    """Whether a field may hold a mark."""
    return _SIGN in text
