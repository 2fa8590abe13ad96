"""Whether what a body links to is there; hides how a link is read."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from plugins.model import Document, address_of
from plugins.problems import Problem
from plugins.text import Reference


def find_dead_links(
    documents: Iterable[Document], addresses: Collection[str], drafts: Collection[str] = ()
) -> Iterator[Problem]:
    """Every site link of every body that leads to none of `addresses`, or to no part of its page, at its line."""
    listed = list(documents)
    doubtful = [d for d in listed if any(_is_doubtful(r.target, addresses) for r in d.body.references)]
    anchors = {address_of(d): frozenset(d.body.ids) for d in listed} if doubtful else {}
    for document in doubtful:
        yield from _check(document, addresses, drafts, anchors)


def _is_doubtful(target: str, addresses: Collection[str]) -> bool:
    """Whether a link into the site is more than the plain address of a page: most are not, and are settled here."""
    return target.startswith(("/", "#")) and ("%" in target or target not in addresses)


def _check(
    document: Document, addresses: Collection[str], drafts: Collection[str], anchors: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    own = address_of(document)
    for reference in document.body.references:
        if not reference.target.startswith(("/", "#")) or reference.target.startswith("//"):
            continue
        target = urlsplit(reference.target)
        address = unquote(target.path) or own
        # A draft, or a page in a preview, has no address among the others and may still point to its own parts.
        if address not in addresses and address != own:
            what = "图片" if reference.image else "链接"
            if address in drafts:
                yield _problem(document, reference, f"{what}去不了：{address} 还是草稿", "先公开那一篇，或删掉这个链接")
            else:
                fix = _nearest(address, addresses, "改成存在的页面，或删掉这个链接")
                yield _problem(document, reference, f"{what}去不了：没有 {address}", fix)
        elif target.fragment and address in anchors and unquote(target.fragment) not in anchors[address]:
            fix = _nearest(unquote(target.fragment), anchors[address], "改成页面里有的标题，或删掉 # 和后面的字")
            yield _problem(document, reference, f"{address} 里没有 #{unquote(target.fragment)} 这一段", fix)


def _problem(document: Document, reference: Reference, message: str, fix: str) -> Problem:
    return Problem(document.path, reference.line, reference.column, "body", "正文", message, fix)


def _nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"是否想写 {close[0]}？" if close else otherwise
