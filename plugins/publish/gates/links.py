"""Every internal link, anchor, picture, attachment, feed and alternate leads to something, case and all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import unquote, urlsplit

from plugins.publish.markup import Markup, parse
from plugins.publish.subject import Finding, Subject
from plugins.publish.tree import Tree

_TEXTS = (".atom", ".css", ".csv", ".ics", ".json", ".txt", ".webmanifest", ".xml")
_CSS = re.compile(r"""url\(\s*["']?([^"')]+)""")


@dataclass(frozen=True)
class _Site:
    files: frozenset[str]
    ids: Mapping[str, frozenset[str]]
    url: str
    root: str


def examine(subject: Subject) -> Finding:
    """Every page by its tags; in feeds, maps, data and style every address that begins as the site's does."""
    tree = subject.tree
    pages = {page: parse(tree.read(page).decode("utf-8", "replace")) for page in tree.pages()}
    site = _Site(
        frozenset(tree.files),
        {page: frozenset(found.ids) for page, found in pages.items()},
        subject.site.url,
        subject.site.root,
    )
    texts = [file for file in tree.files if file.endswith(_TEXTS)]
    faults = [fault for page, found in pages.items() for fault in _follow(page, found, site)]
    faults += [
        fault for file in texts for fault in _follow_text(file, tree.read(file).decode("utf-8", "replace"), site)
    ]
    return Finding(len(pages) + len(texts), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """Two pages and a feed, in which one address at a time leads nowhere."""
    root, url = subject.site.root, subject.site.url
    sound = {"a/index.html": b"<p id=there></p>", "a/Photo.jpg": b"", "index.html": b""}
    for file, data, mark in (
        ("planted.html", f'<a href="{root}/gone/">', "gone"),
        ("planted.html", f'\n<a href="{root}/a/#gone">', "planted.html:2"),
        ("planted.html", '<a href="#gone">', "gone"),
        ("planted.html", '<a href="a/gone.pdf">', "gone.pdf"),
        ("planted.html", f'<a href="{root}/A/">', "/A/"),
        ("planted.html", f'<img src="{root}/a/photo.jpg">', "photo"),
        ("planted.html", f'<img srcset="{root}/a/Photo.jpg 1x, {root}/gone.jpg 2x">', "gone.jpg"),
        ("planted.html", f'<link rel="alternate" href="{url}/gone.atom">', "gone.atom"),
        ("planted.html", f'<a href="{root}/a">', "/a"),
        ("planted.atom", f'<link href="{url}/gone/"/>', "gone"),
        ("planted.xml", f"<loc>{url}/gone/</loc>", "gone"),
        ("planted.css", "p{background:url(gone.svg)}", "gone.svg"),
    ):
        tree = Tree(subject.tree.folder, ()).plant({**sound, file: data.encode()})
        yield mark, replace(subject, tree=tree)


def _follow(page: str, found: Markup, site: _Site) -> Iterator[str]:
    for line, name, address in found.links:
        missing = _miss(page, address, site)
        if missing:
            yield f"{page}:{line}: {name} 去不了：{missing} → 修改模板或内容"


def _follow_text(file: str, text: str, site: _Site) -> Iterator[str]:
    addresses = [(m.start(), m[0]) for m in re.finditer(re.escape(site.url) + r"(?:/[^\s\"'<>\\,;]*)?", text)]
    if file.endswith(".css"):
        addresses += [(m.start(), m[1]) for m in _CSS.finditer(text)]
    for start, address in addresses:
        missing = _miss(file, unescape(address), site)
        if missing:
            yield f"{file}:{text.count(chr(10), 0, start) + 1}: 去不了：{missing} → 修改模板或内容"


def _miss(page: str, address: str, site: _Site) -> str:
    """What an address on a page should lead to and does not; empty where it does, or leads off the site."""
    if address == site.url or address.startswith(site.url + "/"):
        address = address[len(site.url) - len(site.root) :] or "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    path = unquote(parts.path)
    if path.startswith("/"):
        if path != site.root and not path.startswith(f"{site.root}/"):
            return f"{path} 不在本站的 {site.root}/ 下面"
        path = path[len(site.root) + 1 :]
    elif path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) + ("/" if path.endswith("/") else "")
    else:
        path = page
    file = f"{path}index.html" if path.endswith("/") or not path else path
    if file not in site.files:
        near = next((f for f in sorted(site.files) if f.lower() == file.lower()), "")
        return f"没有 {address}" + (f"，大小写不同的有 {near}" if near else "")
    anchor = unquote(parts.fragment)
    if anchor and anchor not in site.ids.get(file, {anchor}):
        return f"{address} 里没有 #{anchor}"
    return ""
