"""Links to what is not public yet: until its day they lead nowhere. An entry with a fault of its own is looked at as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from plugins.model import Document, Entry, Note, dotted, first_moment, label_at, parse_story_date
from plugins.problems import Problem
from plugins.rules.links import explain_early, without_own
from plugins.rules.marks import linked_texts
from plugins.rules.names import Row
from plugins.text import Loc, Prose, Tree


def check_early_links(
    entries: Iterable[Entry],
    faulty: Iterable[Row],
    later: Mapping[str, str],
    now: datetime,
    trees: Mapping[str, Tree],
    url: str = "",
) -> Iterator[Problem]:
    """Every link of what is public at `now` to one of `later`, at its line; `url` is the site's own, which a link may begin with."""
    if not later:
        return
    read = ((type(entry), entry.path, entry.at, vars(entry)) for entry in entries)
    typed = ((row.model, row.path, row.at, row.data) for row in faulty if _is_out(row, now))
    own = without_own(url)
    for model, path, at, values in (*read, *typed):
        if issubclass(model, Document) and isinstance(body := values.get("body"), Prose):
            yield from _find_in_body(path, body, later, own)
        tree = trees.get(path)
        for loc, target in _linked(model, values) if tree else ():
            if tree and (wrong := explain_early(own.sub("", target), later)):
                yield Problem(path, *tree.place(at + loc), dotted(loc), label_at(model, loc), *wrong)


def _find_in_body(path: str, body: Prose, later: Mapping[str, str], own: re.Pattern[str]) -> Iterator[Problem]:
    for reference in body.references:
        if wrong := explain_early(own.sub("", reference.target), later):
            yield Problem(path, reference.line, reference.column, "body", "正文", *wrong)


def _linked(model: type, values: Mapping[str, object]) -> Iterator[tuple[Loc, str]]:
    if issubclass(model, Entry):
        yield from linked_texts(model, values)
    link = values.get("link")
    if issubclass(model, Note) and isinstance(link, str):
        yield ("link",), link


def _is_out(row: Row, now: datetime) -> bool:
    """Whether what was typed would be public at a moment, were its fault mended; one whose date cannot be read counts."""
    if row.data.get("status") == "draft":
        return False
    try:
        return first_moment(parse_story_date(row.data.get("date", ""))) <= now
    except ValueError:
        return True
