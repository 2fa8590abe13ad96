"""YAML text with some values changed and every other byte as it was."""

from __future__ import annotations

import yaml

from plugins.sheets.edits import Edits
from plugins.sheets.source_text import RewriteError, SourceText
from plugins.sheets.targets import WantedValue, settle
from plugins.sheets.yaml_writer import YamlWriter
from plugins.text import parse


def rewrite(text: str, target: WantedValue, plain: frozenset[str]) -> str:
    """The text with its values as in `target`; `plain` names the keys whose values are dates, times and numbers.

    A text of nothing becomes one that holds the target.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        return YamlWriter(plain).block(settle(target), 0)
    work = text if text.endswith("\n") else text + end
    root = yaml.compose(work, Loader=yaml.CBaseLoader)
    if root is None:
        return text.rstrip("\n") + end + YamlWriter(plain).block(settle(target), 0).replace("\n", end)
    if isinstance(root, yaml.SequenceNode) and not root.value and target:
        # An empty list is written [], and has no line in whose form an item could be added.
        words = YamlWriter(plain).block(settle(target), 0).rstrip("\n").replace("\n", end)
        return work[: root.start_mark.index] + words + work[root.end_mark.index :]
    if isinstance(root, yaml.SequenceNode) and root.value and not root.flow_style and not target:
        # A list of which nothing stays keeps its comments, and is written as an empty one is.
        source = SourceText(work)
        end_of_list = source.line_end(source.end_of(root))
        result = work[: source.line_start(root.start_mark.index)] + "[]" + end + work[end_of_list:]
    else:
        edits = Edits(work, end, plain)
        edits.value(root, target, "")
        result = edits.apply()
    # Cutting and pasting text can go wrong in ways nobody thought of: what comes out is read again, always.
    found, problems = parse(result.replace("\r\n", "\n"), "")
    if found is None or problems or found.data != settle(target):
        raise RewriteError("the rewritten text does not hold what it should")
    return result
