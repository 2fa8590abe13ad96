"""Gaps that were left in fields; those of bodies are found where bodies are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from plugins.model import Entry
from plugins.problems import Problem
from plugins.rules.written import Breach, Written, texts_in
from plugins.text import find_gaps


def check_gaps(written: Written, tell: Callable[[Breach], Problem]) -> Iterator[Problem]:
    """Each gap in a text of what is finished, with its line; `tell` finds the line of a field."""
    for row in written.rows:
        if not issubclass(row.model, Entry) or row.data.get("status") == "draft" or written.is_left_out(row.model):
            continue
        for loc, text in texts_in({**row.data, "body": ""}, row.at):
            for _, message, fix, level in find_gaps(text):
                yield replace(tell((row.path, loc, message, fix)), level=level)
