"""The questions of every guide lead somewhere: no dead end, no circle, none that nobody comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from plugins.model import Guide, Service, dotted, find_tree_faults, label_at
from plugins.problems import Problem
from plugins.rules.written import Written
from plugins.text import Tree


def check_eligibility(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every fault of a tree at the answer that has it."""
    known = written.ids(Service)
    services = None if known is None else frozenset(known)
    drafts = (draft for draft in written.sources.drafts if isinstance(draft, Guide))
    for guide in chain(written.sources.guides, drafts):
        for inside, message, fix in find_tree_faults(guide.eligible, services):
            loc = ("eligible", *inside)
            place = trees[guide.path].place((*guide.at, *loc))
            yield Problem(guide.path, *place, dotted(loc), label_at(Guide, loc), message, fix)
        for i, ask in enumerate(guide.eligible):
            if ask.yes == ask.no:
                loc = ("eligible", i, "no")
                place = trees[guide.path].place((*guide.at, *loc))
                message, fix = "答是、答不是走到同一处，这一问不用问", "改一个回答，或删掉这一问"
                yield Problem(guide.path, *place, dotted(loc), label_at(Guide, loc), message, fix, "warning")
