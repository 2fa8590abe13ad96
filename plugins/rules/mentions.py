"""Which pictures and files the sources speak of; hides in which of its fields an entry may name one.

What nobody names is on no page: it is left from a story that is gone, or waits for one that is not written yet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel

from plugins.model import Record, Sources
from plugins.problems import Problem
from plugins.text import Prose

_LINKED = re.compile(r"\]\(([^\s)]+)")
_WHOLE_PATH = re.compile(r"/(?!/)[^?#%\x00-\x20]*")
"""An address that is nothing but a path of this site, as most are."""
_WORDLESS = (type(None), bool, int, date, datetime)


def find_mentions(entries: Iterable[Record], files: Collection[str]) -> frozenset[str]:
    """Those of `files` that one of the entries names."""
    left = set(files)
    for entry in entries if left else ():
        left.difference_update(_mentions(entry))
        if not left:
            break
    return frozenset(files) - left


def check_unused(sources: Sources) -> Iterator[Problem]:
    """A warning for each picture and file that no entry names, drafts included."""
    everything = chain((sources.community,), sources.entries(), sources.drafts)
    for file in sorted(set(sources.files) - find_mentions(everything, sources.files)):
        what = "这张图片" if file.startswith("images/") else "这个文件"
        fix = f"用得上，就在正文里写上 /{file}；用不上就删掉"
        yield Problem(file, 1, 1, "", "", f"没有一处提到{what}，网站上不会有它", fix, "warning")


def _mentions(value: object) -> Iterator[str]:
    """Every word that may be the path of a file: fields, their parts, the links of bodies."""
    left = [value]
    while left:
        part = left.pop()
        # First, because a model's own isinstance is slow, and most fields are empty.
        if type(part) in _WORDLESS:
            continue
        if isinstance(part, str):
            if "/" in part:
                yield part
                if "](" in part:
                    yield from map(_path_of, _LINKED.findall(part))
        elif isinstance(part, Prose):
            yield from (_path_of(reference.target) for reference in part.references)
        elif isinstance(part, (tuple, list)):
            left.extend(part)
        elif isinstance(part, BaseModel):
            left.extend(vars(part).values())


def _path_of(target: str) -> str:
    """Where a link leads on this site; one with a full address may be the site's own."""
    if _WHOLE_PATH.fullmatch(target):
        return target[1:]
    try:
        return unquote(urlsplit(target).path).lstrip("/")
    except ValueError:
        return ""
