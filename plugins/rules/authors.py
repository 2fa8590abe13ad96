"""Who is said to have written a story or a note is one of the authors, where the community lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from plugins.model import Author, News, Note, Sources, label_at
from plugins.private import names_somebody
from plugins.problems import Problem
from plugins.rules.suggestions import nearest
from plugins.text import Tree


def check_authors(sources: Sources, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """A warning: a story whose author has no page is whole, and gathered nowhere."""
    known = sources.author_called
    if not known:
        return
    names = {author.name: author.id for author in sources.of(Author)}
    drafts = (draft for draft in sources.drafts if isinstance(draft, News))
    written: Iterable[News | Note] = chain(sources.news, sources.of(Note), drafts)
    for story in written:
        if story.author and story.author not in known and not names_somebody(story.author):
            fix = f"{nearest(story.author, names)}；或在 data/authors.yaml 里加上它"
            message = f"没有“{story.author}”这个作者"
            place = trees[story.path].place((*story.at, "author"))
            yield Problem(story.path, *place, "author", label_at(type(story), ("author",)), message, fix, "warning")
