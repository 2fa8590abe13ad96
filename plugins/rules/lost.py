"""Addresses that the site had and will not have: renamed, merged, moved to another year; hides what git remembers.

What was published last is told by manifest.json of the published branch; where there is none, the last commits are asked.
A folder outside of git has no past, and nothing is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic_core import PydanticCustomError

from plugins.failure import OutputError
from plugins.git import GitError, run_git
from plugins.model import (
    Community,
    Entry,
    Record,
    Sources,
    address_of,
    all_addresses,
    audience_address,
    category_address,
    column_address,
    model_of,
    parse_moment,
)
from plugins.problems import Problem
from plugins.rules.entries import rows_of
from plugins.rules.names import Row
from plugins.text import Loc, Tree, parse_source

_PUBLISHED = ("refs/kangle/gh-pages", "refs/remotes/origin/gh-pages", "refs/heads/gh-pages")
_RECENT = 30
"""So many commits back, where nobody knows what was published."""
_FIELD = re.compile(r"{([a-z_]+)(\.year)?}")
_TERMS = {"columns": column_address, "categories": category_address, "audiences": audience_address}
"""The lists of community.yaml whose terms had a page, used or not; a tag has one only where something bears it."""


@dataclass(frozen=True, slots=True)
class _Former:
    """A page that was: its address, what it was called, and where it was written."""

    address: str
    name: str
    model: type[Record]
    path: str
    term: str = ""
    """The list of community.yaml whose term it shows."""


def find_lost(
    content: Path, sources: Sources, trees: Mapping[str, Tree], now: datetime, *, whole: bool = True
) -> Iterator[Problem]:
    """A warning for each address that leads nowhere any more, at the entry that should say so.

    Where the sources are not whole, an entry that is missed may only have an error: what was renamed alone is told.
    """
    try:
        former = dict(_list_former(content, now))
    except (GitError, OutputError, OSError, ValueError):
        return
    known = set(all_addresses(sources)) | {address_of(draft) for draft in sources.drafts}
    for address in sorted(former.keys() - known):
        old = former[address]
        if whole or (not old.term and _find_heir(old, sources)):
            yield _tell(old, sources, trees)


def _tell(old: _Former, sources: Sources, trees: Mapping[str, Tree]) -> Problem:
    if old.term:
        return _tell_term(old, sources, trees)
    heir = _find_heir(old, sources)
    if heir:
        line, column = trees[heir.path].place(heir.at)
        message = f"“{heir.called}”原来的地址是 {old.address}，现在打不开了"
        return Problem(
            heir.path, line, column, "aliases", "旧地址", message, f"加上 aliases: [{old.address}]", "warning"
        )
    message = f"“{old.name}”没有了，它的地址 {old.address} 打不开了"
    fix = f"并到了别的{old.model.kind.label}，就在那一项加上 aliases: [{old.address}]；真的不要了，不用改"
    return Problem(old.path, 1, 1, "aliases", "旧地址", message, fix, "warning")


def _tell_term(old: _Former, sources: Sources, trees: Mapping[str, Tree]) -> Problem:
    community = sources.community
    terms = getattr(community, old.term)
    index = next((i for i, term in enumerate(terms) if term.name == old.name), None)
    at: Loc = (old.term,) if index is None else (old.term, index)
    line, column = trees[community.path].place(at)
    message = f"“{old.name}”原来的地址是 {old.address}，现在打不开了"
    where = "并到的那一项" if index is None else "这一项"
    return Problem(
        community.path, line, column, old.term, "", message, f"{where}加上 aliases: [{old.address}]", "warning"
    )


def _find_heir(old: _Former, sources: Sources) -> Entry | None:
    """What the page has become: the same file, else the one that is called the same."""
    entries = [entry for entry in sources.of(old.model) if isinstance(entry, Entry)]
    if old.model.kind.source.holds != "list":
        same = next((entry for entry in entries if entry.path == old.path), None)
        if same:
            return same
    alike = [entry for entry in entries if entry.called == old.name]
    return alike[0] if len(alike) == 1 else None


def _list_former(content: Path, now: datetime) -> Iterator[tuple[str, _Former]]:
    top = Path(run_git(content, "rev-parse", "--show-toplevel").decode().strip())
    below = content.resolve().relative_to(top.resolve()).as_posix()
    for base in _bases(content):
        changed = run_git(top, "diff", "--name-only", "-z", "--no-renames", "--diff-filter=MD", base, "--", below)
        for name in filter(None, changed.decode(errors="replace").split("\0")):
            path = name.removeprefix(f"{below}/")
            model = model_of(path)
            if model is None:
                continue
            parsed = parse_source(run_git(top, "show", f"{base}:{name}"), path)
            for row in rows_of(parsed, model):
                yield from ((one.address, one) for one in _pages_of(row, now))


def _bases(content: Path) -> tuple[str, ...]:
    """The commits to compare with: the one that is published, else the last and one some time ago."""
    for ref in _PUBLISHED:
        with suppress(GitError, ValueError, KeyError, TypeError):
            commit = str(json.loads(run_git(content, "show", f"{ref}:manifest.json"))["source"]["commit"])
            run_git(content, "cat-file", "-e", f"{commit}^{{commit}}")
            return (commit,)
    commits = run_git(content, "log", f"-{_RECENT}", "--format=%H", "--", ".").decode().split()
    return tuple(dict.fromkeys(("HEAD", *commits[-1:])))


def _pages_of(row: Row, now: datetime) -> Iterator[_Former]:
    """The pages of an entry as it was typed; a draft, and what was still to come, had none."""
    if row.data.get("status") in ("draft", "草稿"):
        return
    since = row.data.get(row.model.kind.public_from)
    with suppress(PydanticCustomError):
        if isinstance(since, str) and parse_moment(since) > now:
            return
    if row.model is Community:
        for field, address_of_term in _TERMS.items():
            listed = row.data.get(field)
            for term in listed if isinstance(listed, list) else ():
                if isinstance(term, dict):
                    former = address_of_term(str(term.get("id")))
                    yield _Former(former, str(term.get("name")), row.model, row.path, field)
        return
    address = _address(row)
    if address:
        yield _Former(address, str(row.data.get(row.model.kind.title, "")), row.model, row.path)


def _address(row: Row) -> str:
    """The address of an entry as it was typed; empty where it cannot have had one."""
    address = row.model.kind.address
    for key, year in _FIELD.findall(address):
        value = row.data.get(key)
        if not isinstance(value, str) or not value.strip():
            return ""
        try:
            word = str(parse_moment(value).year) if year else value.strip()
        except PydanticCustomError:
            return ""
        address = address.replace(f"{{{key}{year}}}", word)
    return address
