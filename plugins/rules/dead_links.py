"""Every link of a body or of a field leads somewhere; what has a fault of its own is not called missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from plugins.model import Document, Entry, Note, Remark, address_of, all_addresses, moved_addresses
from plugins.problems import Problem
from plugins.rules.links import Targets, explain_dead, find_dead_links
from plugins.rules.marks import find_dead_marks
from plugins.rules.suggestions import nearest
from plugins.rules.written import Breach, Written

_DATED_PAGE = re.compile(r"/(?:news|activities|policies)/[^/]+/")
"""What is public from a day on, and old some day."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Where nobody knows which pages there would have been: a file or an entry could not be read."""

    below: tuple[str, ...]
    """What addresses begin with, of kinds and lists that were not read whole."""
    suspects: set[str]
    """The ids of entries that have a fault of their own."""

    def covers(self, target: str) -> bool:
        """Whether a page may be there once the faults are mended."""
        named = target.partition("#")[0].rstrip("/").split("/")[-2:]
        return target.startswith(self.below) or not self.suspects.isdisjoint(named)


def check_links(written: Written, tell: Callable[[Breach], Problem]) -> Iterator[Problem]:
    """Every link that leads nowhere, with its line; `tell` finds the line of a field."""
    doubt = find_doubtful(written)
    bodies = [d for d in chain(written.sources.documents(), written.sources.drafts) if isinstance(d, Document)]
    nowhere = dict(written.nowhere())
    targets = Targets(
        _gather_addresses(written, doubt, bodies),
        {address_of(draft) for draft in written.sources.drafts},
        anchors={address_of(d): frozenset(d.body.ids) for d in bodies if d.body.ids},
    )
    url = getattr(written.sources.community, "url", "")  # a community.yaml with errors has only what is right of it
    yield from find_dead_links(bodies, targets.addresses, targets.drafts, url=url, nowhere=nowhere)
    for find in (_find_dead_fields, _find_dead_notes, _find_dead_doors):
        yield from map(tell, find(written, targets, doubt))
    for breach in _find_lost_remarks(written, targets, doubt):
        # What is taken over from a server stops no build: the story may be gone for good.
        yield replace(tell(breach), level="warning")


def find_doubtful(written: Written) -> Doubtful:
    """What of the sources could not be read."""
    unsure = tuple(f"/{model.kind.name}/" for model in written.unread if issubclass(model, Entry))
    if not written.sources.community.columns:
        unsure += ("/columns/", "/services/", "/tags/", "/feeds/")
    return Doubtful(unsure, {row.id for row in written.faulty} - {""})


def _gather_addresses(written: Written, doubt: Doubtful, bodies: list[Document]) -> set[str]:
    """Those there are, and those that bodies name and that may be there."""
    addresses = set(all_addresses(written.sources))
    if doubt.below or doubt.suspects:
        prose = chain((document.body for document in bodies), dict(written.nowhere()).values())
        targets = (reference.target for body in prose for reference in body.references)
        addresses.update(target.partition("#")[0] for target in targets if doubt.covers(target))
    return addresses


def _find_dead_fields(written: Written, targets: Targets, _: Doubtful) -> Iterator[Breach]:
    """Links written in the words of a field, of an entry with a fault too."""
    for entry in chain(written.sources.entries(), written.sources.drafts):
        for loc, message, fix in find_dead_marks(type(entry), vars(entry), address_of(entry), targets):
            yield entry.path, entry.at + loc, message, fix
    for row in written.faulty:
        if issubclass(row.model, Entry):
            for loc, message, fix in find_dead_marks(row.model, row.data, row.path, targets):
                yield row.path, row.at + loc, message, fix


def _find_dead_notes(written: Written, targets: Targets, doubt: Doubtful) -> Iterator[Breach]:
    for note in written.sources.of(Note):
        to = note.link or ""
        inside = to.startswith("/") and not doubt.covers(to)
        if inside and (wrong := explain_dead(address_of(note), to, targets)):
            yield note.path, (*note.at, "link"), *wrong


def _find_lost_remarks(written: Written, targets: Targets, doubt: Doubtful) -> Iterator[Breach]:
    """What was said below a page stands there: one that is no story and no activity shows none of it."""
    sources = written.sources
    shown = {address_of(entry) for entry in (*sources.news, *sources.activities)} | {*targets.drafts}
    moved = {moved.old: moved.new for moved in moved_addresses(sources)}
    for remark in sources.of(Remark):
        if remark.page in shown or doubt.covers(remark.page):
            continue
        if remark.page in moved:
            message, fix = f"{remark.page} 搬家了，这条留言不显示", f"改成 {moved[remark.page]}"
        else:
            message = f"{remark.page} 不是一篇新闻或一个活动，这条留言不显示"
            fix = nearest(remark.page, dict.fromkeys(sorted(shown)))
        yield remark.path, (*remark.at, "page"), message, fix


def _find_dead_doors(written: Written, targets: Targets, doubt: Doubtful) -> Iterator[Breach]:
    """The doors of home lead to what stays."""
    community = written.sources.community
    for i, door in enumerate(community.doors):
        for n, link in enumerate(door.links):
            wrong = None if doubt.covers(link.to) else explain_dead("/", link.to, targets)
            if wrong is None and _DATED_PAGE.match(link.to):
                wrong = f"{link.to} 会过时", "写一直在的地方：栏目、办事指南、服务、场所、队伍"
            if wrong:
                yield community.path, ("doors", i, "links", n, "to"), *wrong
