"""Every internal link, anchor, picture, attachment, feed and alternate leads to something, case and all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote, urlsplit

from plugins.publish.subject import Finding, Subject
from plugins.publish.tree import OutputTree
from plugins.text import Markup, Reader, Tag

_TEXTS = (".atom", ".css", ".csv", ".ics", ".js", ".json", ".txt", ".webmanifest", ".xml")
_CSS = re.compile(r"""url\(\s*["']?([^"')]+)""")
_FETCHED = re.compile(r"""\b(?:fetch|import|Worker|URL)\(\s*["'`]([^"'`$]+)["'`]""")
_FOLD = re.compile(r"\r?\n[ \t]")
_LEADING = frozenset({"og:url", "og:image", "og:image:url", "og:image:secure_url", "og:audio", "og:video"})
"""Of Open Graph what leads somewhere; a title may be an address too."""
_LOC = re.compile(r"<loc>([^<]*)</loc>")
_ADDRESSES = ("href", "src", "poster", "action", "formaction", "data", "cite")
_REFRESH = re.compile(r"\d+\s*;\s*url=(.*)", re.I)

HeldAddress = tuple[str, str]
"""The attribute and the address it holds."""


def examine(subject: Subject) -> Finding:
    """Every page by its tags; in feeds, maps, data, style and script every address that is the site's."""
    tree = subject.tree
    reader = Reader()
    site = _Destinations(tree, subject.site.url, subject.site.root)
    waiting: list[tuple[str, int, Tag, HeldAddress]] = []
    unlisted: list[str] = []
    texts = [file for file in tree.files if file.endswith(_TEXTS)]
    faults: list[str] = []
    known: dict[str, tuple[HeldAddress, ...]] = {}
    for page in tree.pages():
        found = reader.read(tree.read(page).decode("utf-8", "replace"))
        site.ids[page] = frozenset(found.ids)
        unlisted += [page] if _is_hidden(found) else []
        for element in found.elements:
            links = known.get(element.tag.text)
            if links is None:
                links = known[element.tag.text] = tuple(_read_links(element.tag))
            for link in links:
                if site.may_miss(page, link[1]):
                    waiting.append((page, found.line(element.start), element.tag, link))
        for line, address in _read_block(found, subject.site.url):
            if site.may_miss(page, address):
                waiting.append((page, line, Tag("", "", {}, False), ("JSON-LD", address)))
    # Only now are the anchors of all pages known.
    for page, line, tag, (name, address) in waiting:
        missing = site.miss(page, address)
        if missing:
            faults.append(subject.fault(page, line, tag.text, f"{name} 去不了：{missing}", address))
    for file in texts:
        text = tree.read(file).decode("utf-8", "replace")
        faults += _follow_text(subject, file, text, site)
    faults += _check_map(subject, site, frozenset(unlisted))
    return Finding(len(site.ids) + len(texts), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """Pages, a feed, a map, style and script, in which one address at a time leads nowhere."""
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
        ("planted.html", f'<meta property="og:image" content="{url}/gone.jpg">', "gone.jpg"),
        ("planted.html", f'<meta itemprop="image" content="{url}/gone.png">', "gone.png"),
        ("planted.html", f'<meta http-equiv="refresh" content="0; url={root}/gone/">', "gone"),
        ("planted.html", f'<form data-list="{root}/gone.json">', "gone.json"),
        ("planted.html", f'<script type="application/ld+json">{{"url":"{url}/gone/"}}</script>', "gone"),
        ("planted.html", f'<a href="{root}/a">', "/a"),
        ("planted.html", '<a href="">', "空"),
        ("planted.html", f'<a href="{root}/a//">', "/a//"),
        ("planted.atom", f'<link href="{url}/gone/"/>', "gone"),
        ("planted.atom", f'<content>&lt;a href="{url}/a/#gone"&gt;</content>', "gone"),
        ("planted.ics", f"URL:{url}/a/\r\nURL:{url}/go\r\n ne/\r\n", "gone"),
        ("planted.xml", f"<loc>{url}/gone/</loc>", "gone"),
        ("sitemap.xml", f"<loc>{url}/planted.html</loc>", "planted.html"),
        ("planted.css", "p{background:url(gone.svg)}", "gone.svg"),
        ("planted.js", f'fetch("{root}/gone.json")', "gone.json"),
    ):
        more = {"planted.html": b'<meta name="robots" content="noindex">'} if file == "sitemap.xml" else {}
        tree = OutputTree(subject.tree.folder, ()).plant({**sound, **more, file: data.encode()})
        yield mark, replace(subject, tree=tree)


class _Destinations:
    """What can be led to; answers that do not depend on the page are kept."""

    def __init__(self, tree: OutputTree, url: str, root: str) -> None:
        self.files = frozenset(tree.files)
        self.ids: dict[str, frozenset[str]] = {}
        self.url, self.root = url, root
        self._lower = {file.lower(): file for file in tree.files}
        self._fine: dict[str, bool] = {}

    def may_miss(self, page: str, address: str) -> bool:
        """Whether an address needs a look once all pages are read: nearly all lead to files, whatever the page."""
        fine = self._fine.get(address)
        if fine is None:
            parts = urlsplit(address)
            settled = bool(parts.scheme or parts.netloc) or address.startswith("/")
            fine = self._fine[address] = settled and not parts.fragment and not self.miss(page, address)
        return not fine

    def file_of(self, page: str, address: str) -> tuple[str, str] | None:
        """The file an address on a page leads to, and the anchor in it; None where it leads off the site."""
        if address == self.url or address.startswith((self.url + "/", self.url + "#")):
            address = address[len(self.url) - len(self.root) :] or "/"
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):
            below = f"{path}/" if path == self.root else path
            path = below[len(self.root) + 1 :] if below.startswith(f"{self.root}/") else f"/{path}"
        elif path:
            ending = "/" if path.endswith("/") else ""
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) + ending
        else:
            return page, unquote(parts.fragment)
        return f"{path}index.html" if path.endswith("/") or not path else path, unquote(parts.fragment)

    def miss(self, page: str, address: str) -> str:
        """What an address on a page should lead to and does not; empty where it does, or leads off the site."""
        if not address.strip():
            return "地址是空的"
        found = self.file_of(page, address)
        if found is None:
            return ""
        file, anchor = found
        if file not in self.files:
            if file.startswith("/"):
                return f"{address} 不在本站的 {self.root}/ 下面"
            near = self._lower.get(file.lower())
            return f"没有 {address}" + (f"，大小写不同的有 {near}" if near else "")
        if anchor and anchor not in self.ids.get(file, {anchor}):
            return f"{address} 里没有 #{anchor}"
        return ""


def _read_links(tag: Tag) -> Iterator[HeldAddress]:
    """Every address a tag holds."""
    for name, value in tag.attributes.items():
        if name in _ADDRESSES or (name.startswith("data-") and value.startswith("/")):
            yield name, value
        elif name in ("srcset", "imagesrcset"):
            yield from ((name, part.split()[0]) for part in value.split(",") if part.strip())
        elif name == "content" and "://" in value and _leads(tag.attributes):
            yield tag.attributes.get("property") or tag.attributes["itemprop"], value
        elif name == "content" and tag.attributes.get("http-equiv", "").lower() == "refresh":
            refresh = _REFRESH.fullmatch(value)
            yield name, refresh[1] if refresh else ""


def _leads(attributes: Mapping[str, str]) -> bool:
    return attributes.get("property", "") in _LEADING or attributes.get("itemprop", "") == "image"


def _read_block(found: Markup, url: str) -> Iterator[tuple[int, str]]:
    """The site's addresses in the data block of a page, with their lines."""
    for number, element in enumerate(found.elements):
        if element.tag.attributes.get("type") == "application/ld+json":
            for match in re.finditer(rf'"({re.escape(url)}(?:[/#][^"]*)?)"', found.inside(number)):
                # An @id such as /#organization is a name for something, and leads nowhere.
                if "/#" not in match[1]:
                    yield found.line(element.inner + match.start()), match[1].replace("\\u0026", "&")


def _follow_text(subject: Subject, file: str, text: str, site: _Destinations) -> Iterator[str]:
    read = _FOLD.sub("", text) if file.endswith(".ics") else text
    kind = posixpath.splitext(file)[1]
    addresses = [(m.start(), m[0]) for m in re.finditer(re.escape(site.url) + r"(?:[/#][^\s\"'<>]*)?", read)]
    pattern = {".css": _CSS, ".js": _FETCHED}.get(kind)
    addresses += [(m.start(), m[1]) for m in pattern.finditer(read)] if pattern else []
    for start, address in addresses:
        spelt = list(_spell(address, kind))
        missing = [site.miss(file, one) for one in spelt]
        if all(missing):
            yield subject.fault(file, read.count("\n", 0, start) + 1, "", f"去不了：{missing[-1]}", spelt[-1])


def _spell(address: str, kind: str) -> Iterator[str]:
    """What an address in a file may mean: escaped once, or twice in a feed; ended by a comma where commas part."""
    if kind in (".ics", ".json", ".webmanifest"):
        address = address.replace("\\,", ",").replace("\\;", ";").replace("\\u0026", "&").replace("\\/", "/")
    address = address.partition("\\")[0]
    twice = unescape(unescape(address))
    yield from dict.fromkeys((twice, unescape(address)))
    if kind not in (".atom", ".xml"):
        yield from (twice[: m.start()] for m in reversed(list(re.finditer("[,;]", twice))))


def _check_map(subject: Subject, site: _Destinations, hidden: frozenset[str]) -> Iterator[str]:
    """The sitemap lists every page that may be found, once, and no other."""
    if "sitemap.xml" not in site.files:
        return
    text = subject.tree.read("sitemap.xml").decode("utf-8", "replace")
    listed = [found[0] for m in _LOC.finditer(text) if (found := site.file_of("sitemap.xml", unescape(m[1])))]
    wanted = site.ids.keys() - hidden
    yield from (f"sitemap.xml:1: {page} 不该列出，或列了两次 → 修改 plugins/site/maps.py"
                for page in sorted(set(listed) - wanted | {p for p in listed if listed.count(p) > 1}))  # fmt: skip
    yield from (f"sitemap.xml:1: 没有列出 {page} → 修改 plugins/site/maps.py" for page in sorted(wanted - set(listed)))


def _is_hidden(found: Markup) -> bool:
    return any(
        e.tag.attributes.get("name") == "robots" and "noindex" in e.tag.attributes.get("content", "")
        for e in found.elements
    )
