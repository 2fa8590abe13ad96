"""Slips that YAML reads as something else than what was typed; hides how each is known and what was meant."""

from __future__ import annotations

import re

from plugins.text import Data, Loc, Tree

_BEFORE = re.compile(r"([\w-]+):[ \t]*([^{}\[\]:,]+),[ \t]*$")
_CUT = re.compile(r"[^{}\[\]:,]+(?:,[^{}\[\]:,]+(?=[,}]))*")
NO_VALUE = re.compile(r"无|没有|暂无|暂缺|不详|不清楚|不知道|未知|待定|待补|略|同上|[-—–/]{1,2}")
"""What stands in a cell of a form for nothing."""


def value_at(data: Data, loc: Loc) -> Data | None:
    """What was typed at a place; None where there is none."""
    found: Data | None = data
    for step in loc:
        if isinstance(found, dict) and isinstance(step, str):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def explain_cut(tree: Tree, line: int, column: int) -> tuple[str, str] | None:
    """A value in braces that a comma has cut in two, of which the second half looks like a field; None for what is none.

    Of several such halves the first is told; the fix of the others is empty.
    """
    source = tree.text.split("\n")[line - tree.first_line]
    rest = _CUT.match(source, column - 1)
    if not rest or source[rest.end() : rest.end() + 1] not in (",", "}"):
        return None
    message = "逗号把一句话断成了两截"
    if not (before := _BEFORE.search(source[: column - 1])):
        return message, ""
    key, first, second = before[1], before[2].strip(), rest[0].strip()
    if re.fullmatch(r"\d{1,3}", first) and re.fullmatch(r"\d{3}(?:,\d{3})*", second):
        return "逗号把一个数断成了两截", f"写成 {key}: {first}{second.replace(',', '')}"
    return message, f'给整句加引号：{key}: "{first}, {second[:60]}"'


def read_pair(tree: Tree, loc: Loc) -> str:
    """The two halves of a part that was typed as one field, as `- 2026-11-21: 改了时间`; empty for what is none."""
    part = value_at(tree.data, loc)
    if not isinstance(part, dict) or len(part) != 1:
        return ""
    ((key, words),) = part.items()
    named = re.fullmatch(r"[A-Za-z_]+|[\u4e00-\u9fff]{1,6}", key)
    return f"{key} {words}" if isinstance(words, str) and words and not named else ""
