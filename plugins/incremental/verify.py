"""Whether a finished page may go up; hides how HTML is looked at.

The pages come from our own templates, so a scan of their tags is enough here; the tests parse them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from urllib.parse import unquote

_LINK = re.compile(r'<[^<>]* (?:href|src)="([^"]*)"[^<>]*>')
_OUTSIDE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")


def find_faults(html: str) -> list[str]:
    """What is wrong with one page's HTML, in Chinese; empty where it may go up."""
    faults = []
    if not html.rstrip().endswith("</html>"):
        faults.append("页面不完整")
    if html.count("<h1") != 1:
        faults.append(f"一级标题有 {html.count('<h1')} 个，应为 1 个")
    if "<title></title>" in html or "<title>" not in html:
        faults.append("没有页面标题")
    anchors = {unquote(unescape(link[1:])) for link in _values(html, "href") if link.startswith("#")}
    missing = anchors.difference(_values(html, "id"), [""])
    return faults + [f"页内没有 #{anchor}" for anchor in sorted(missing)]


def _values(html: str, attribute: str) -> set[str]:
    """The values of an attribute; our templates and comrak always quote them with ""."""
    return {part[: part.index('"')] for part in html.split(f' {attribute}="')[1:]}


def find_targets(html: str, root: str, frame: frozenset[str]) -> str:
    """The files of the site that a page leads to and the frame does not, one a line, sorted."""
    links = _values(html, "href") | _values(html, "src")
    found = {_file_of(link, root) for link in links if not link.startswith("#") and not _OUTSIDE.match(link)}
    return "\n".join(sorted(found - frame))


def find_tags(html: str, root: str, target: str) -> list[tuple[str, str]]:
    """The tags of a page that lead to a file, each with the address in it."""
    found = []
    for match in _LINK.finditer(html):
        address = match[1]
        if not address.startswith("#") and not _OUTSIDE.match(address) and _file_of(address, root) == target:
            found.append((match[0], address))
    return found


def _file_of(link: str, root: str) -> str:
    path = link.partition("#")[0].removeprefix(root).lstrip("/")
    if "%" in path or "&" in path:
        path = unquote(unescape(path))
    return path + "index.html" if path.endswith("/") or not path else path


def frame_targets(urls: Iterable[str]) -> frozenset[str]:
    """The files that the frame of every page leads to."""
    return frozenset(_file_of(url, "") for url in urls)


def find_dead_links(targets: Mapping[str, str], files: frozenset[str]) -> list[tuple[str, str]]:
    """(page, target) for each link of `targets` (page -> one target a line) to a file that is not there."""
    everything: set[str] = set()
    for lines in targets.values():
        everything.update(lines.split("\n"))
    dead = everything - files - {""}
    if not dead:
        return []
    return sorted((page, t) for page, lines in targets.items() for t in lines.split("\n") if t in dead)
