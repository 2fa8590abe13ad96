"""Who is said to have written a story is one of the authors, where the community lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from plugins.model import Author, News, Sources, label_at
from plugins.problems import Problem
from plugins.rules.names import nearest
from plugins.text import Tree


def check_authors(sources: Sources, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """A warning: a story whose author has no page is whole, and gathered nowhere."""
    known = sources.author_called
    if not known:
        return
    names = {author.name: author.id for author in sources.of(Author)}
    for story in chain(sources.news, (d for d in sources.drafts if isinstance(d, News))):
        if story.author and story.author not in known:
            fix = f"{nearest(story.author, names)}；或在 data/authors.yaml 里加上它"
            message = f"没有“{story.author}”这个作者"
            place = trees[story.path].place(("author",))
            yield Problem(story.path, *place, "author", label_at(News, ("author",)), message, fix, "warning")
