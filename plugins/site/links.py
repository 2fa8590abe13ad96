"""Whether what a body links to is there; hides which addresses the site has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from plugins.site.site import Site
from plugins.site.views import Artifact, Page
from plugins.source import Problem
from plugins.source.addresses import address_of
from plugins.source.models import Document
from plugins.source.prose import Reference


def check_links(site: Site, pages: Iterable[Page], artifacts: Iterable[Artifact]) -> tuple[Problem, ...]:
    """Every site link of every body that leads nowhere, at its line."""
    sources = site.sources
    addresses = {p.address for p in pages} | {f"/{a.file}" for a in artifacts} | {f"/{f}" for f in sources.files}
    documents = [e for e in sources.entries() if isinstance(e, Document)]
    anchors = {address_of(d): frozenset(d.body.ids) for d in documents}
    found = (p for d in documents for p in _check(d, addresses, anchors))
    return tuple(sorted(found))


def _check(document: Document, addresses: set[str], anchors: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    own = address_of(document)
    for reference in document.body.references:
        target = urlsplit(reference.target)
        if target.scheme or target.netloc:
            continue
        address = unquote(target.path) or own
        if address not in addresses:
            what = "图片" if reference.image else "链接"
            yield _problem(document, reference, f"{what}去不了：没有 {address}", _nearest(address, addresses))
        elif target.fragment and address in anchors and unquote(target.fragment) not in anchors[address]:
            fix = _nearest(unquote(target.fragment), anchors[address])
            yield _problem(document, reference, f"{address} 里没有 #{unquote(target.fragment)} 这一段", fix)


def _problem(document: Document, reference: Reference, message: str, fix: str) -> Problem:
    return Problem(document.path, reference.line, reference.column, "body", "正文", message, fix)


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"是否想写 {close[0]}？" if close else "改成存在的页面，或删掉这个链接"
