"""Whether what a body links to is there; hides how a link is read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from plugins.model import Document, address_of
from plugins.problems import Problem
from plugins.text import Prose

_MEDIA = ("/images/", "/files/")


def find_dead_links(
    documents: Iterable[Document],
    addresses: Collection[str],
    drafts: Collection[str] = (),
    later: Mapping[str, str] = MappingProxyType({}),
    url: str = "",
    nowhere: Mapping[str, Prose] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Every site link of every body that leads to none of `addresses`, or to no part of its page, at its line.

    `later` says of an address from which moment on it is public; `url` is the site's own, which a link may begin with.
    `nowhere` are the bodies, by path, of documents that have no address yet: their front matter has a fault of its own.
    """
    own = without_own(url) if url else None
    listed = list(documents)
    doubtful = [d for d in listed if any(_is_doubtful(r.target, addresses, own) for r in d.body.references)]
    anchors = {address_of(d): frozenset(d.body.ids) for d in listed} if doubtful or nowhere else {}
    known = Targets(addresses, drafts, later, anchors | {path: frozenset(body.ids) for path, body in nowhere.items()})
    bodies = [(d.path, address_of(d), d.body) for d in doubtful]
    for path, address, body in (*bodies, *((path, path, body) for path, body in nowhere.items())):
        for reference in body.references:
            target = own.sub("", reference.target) or "/" if own else reference.target
            if target.startswith(("/", "#")) and not target.startswith("//"):
                fault = _judge_link(address, reference.image, target, known)
                if fault:
                    yield Problem(path, reference.line, reference.column, "body", "正文", *fault)


def without_own(url: str) -> re.Pattern[str]:
    """What a link to the site itself may begin with: its whole address."""
    return re.compile(rf"{re.escape(url)}(?=[/#?]|\Z)" if url else r"(?!)", re.I)


def _is_doubtful(target: str, addresses: Collection[str], own: re.Pattern[str] | None) -> bool:
    """Whether a link into the site is more than the plain address of a page: most are not, and are settled here."""
    if target.startswith(("/", "#")):
        return "%" in target or target not in addresses
    return own is not None and own.match(target) is not None


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be linked to: addresses of pages, of drafts, from when on those that come later are public, and parts of pages."""

    addresses: Collection[str]
    drafts: Collection[str] = ()
    later: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _judge_link(own: str, image: bool, target: str, known: Targets) -> tuple[str, str] | None:
    """What is wrong with a link into the site, and what to do."""
    parts = urlsplit(target)
    address, fragment = unquote(parts.path) or own, unquote(parts.fragment)
    what = "图片" if image else "链接"
    # A draft, or a page in a preview, has no address among the others and may still point to its own parts.
    if address in known.addresses or address == own:
        if fragment.startswith("fnref-"):  # the way back from a footnote nobody uses, which is told at the footnote
            return None
        if fragment and address in known.anchors and fragment not in known.anchors[address]:
            fix = _nearest_address(fragment, known.anchors[address], "改成页面里有的标题，或删掉 # 和后面的字")
            return f"{address if address.startswith('/') else '这一页'} 里没有 #{fragment} 这一段", fix
        return None
    if address in known.drafts:
        return f"{what}去不了：{address} 还是草稿", "先公开那一篇，或删掉这个链接"
    return explain_early(target, known.later, image=image) or _explain_missing(what, address, known)


def _explain_missing(what: str, address: str, known: Targets) -> tuple[str, str]:
    return f"{what}去不了：没有 {address}", _nearest_address(address, known.addresses, "改成存在的页面，或删掉这个链接")


def explain_early(target: str, later: Mapping[str, str], *, image: bool = False) -> tuple[str, str] | None:
    """What is wrong with a link into the site before its page is public, and what to do; None where it is, or is none of `later`."""
    address = unquote(urlsplit(target).path) if later and target.startswith("/") else ""
    if address not in later:
        return None
    what = "图片" if image else "链接"
    fix = "把这一篇也改到那以后发布，或先删掉这个链接"
    return f"{what}现在还去不了：{address} 要到 {later[address]} 才公开", fix


def explain_dead(own: str, target: str, known: Targets) -> tuple[str, str] | None:
    """What is wrong with a link into the site that a field holds, and what to do; `own` is the address of its page."""
    return _judge_link(own, False, target, known)


def nearest_file(word: str, files: Iterable[str], otherwise: str = "放进这个文件夹，或改成有的文件") -> str:
    """A file that is called nearly the same: folder and ending are alike everywhere and say nothing."""
    by_stem: dict[str, str] = {}
    folder = word.lstrip("/").partition("/")[0]
    for file in sorted(files, key=lambda one: (one.lstrip("/").partition("/")[0] != folder, one)):
        if _stem(file) == _stem(word) or file.lstrip("/").startswith(f"{folder}/"):
            by_stem.setdefault(_stem(file), file)
    close = difflib.get_close_matches(_stem(word), list(by_stem), n=1, cutoff=0.6)
    return f"是否想写 {by_stem[close[0]]}？" if close else otherwise


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0].casefold()


def _nearest_address(word: str, known: Collection[str], otherwise: str) -> str:
    if word.startswith(_MEDIA):
        otherwise = f"把文件放进 {word[: word.index('/', 1) + 1]}，或改成有的文件"
        return nearest_file(word, (one for one in known if one.startswith(_MEDIA)), otherwise)
    close = difflib.get_close_matches(word, _likely(word, known), n=1, cutoff=0.6)
    return f"是否想写 {close[0]}？" if close else otherwise


_COMPARED = 300
"""With so many addresses difflib compares one; thousands for each dead link would take as long as the whole check."""


def _likely(word: str, known: Collection[str]) -> list[str]:
    """The addresses that one may stand for: all, or of very many those that begin or end alike, the likest."""
    if len(known) <= _COMPARED:
        return sorted(known)
    near = [one for one in known if abs(len(one) - len(word)) < 4 and (one[:3] == word[:3] or one[-6:] == word[-6:])]
    return sorted(near, key=lambda one: (-_begin_alike(one, word), one))[:_COMPARED]


def _begin_alike(one: str, other: str) -> int:
    """How many signs two words begin with in common."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
