"""Nothing is missing and nothing is too much: what the sources promise is there, and only what the build wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.model import address_of, list_addresses
from plugins.publish.subject import Finding, Subject


def examine(subject: Subject) -> Finding:
    """Every entry has its page, every list its own, every picture and attachment its place."""
    there = frozenset(subject.tree.files)
    faults = [f"{file}: 来源里有，网站里没有 → 重新生成" for file in sorted(_promised(subject) - there)]
    faults += [f"{file}: 生成时写了，现在没有 → 重新生成" for file in sorted(subject.made - there)]
    faults += [f"{file}: 不是生成时写的 → 删掉它，或重新生成" for file in sorted(there - subject.made)]
    return Finding(len(subject.tree.files), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """A page that is gone, a file that was made and is gone, and one nobody made."""
    page = min(_promised(subject))
    rest = subject.tree.only(file for file in subject.tree.files if file != page)
    yield f"{page}: 来源里有", replace(subject, tree=rest, made=subject.made - {page})
    yield f"{page}: 生成时写了", replace(subject, tree=rest)
    yield "planted.html: 不是", replace(subject, tree=subject.tree.plant({"planted.html": b""}))


def _promised(subject: Subject) -> frozenset[str]:
    """The files the sources promise, by the addresses alone, and those of every site: no planner is asked."""
    sources = subject.site.sources
    addresses = {*list_addresses(sources), *map(address_of, sources.entries())}
    pages = (f"{address}index.html" if address.endswith("/") else address for address in addresses)
    return frozenset(page.lstrip("/") for page in pages) | frozenset(sources.files) | subject.promised
