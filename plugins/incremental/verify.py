"""Whether a finished page may go up; hides how HTML is looked at.

The pages come from our own templates, so a scan of their tags is enough here; the tests parse them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

_LINK = re.compile(r'<[^<>]* (?:href|src)="([^"]*)"[^<>]*>')
_OUTSIDE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")


def inspect(html: str, root: str, frame: frozenset[str]) -> tuple[list[str], str]:
    """What is wrong with one page's HTML, in Chinese, and where it leads that the links of the frame do not: files of the site, one a line, sorted."""
    links = _values(html, "href")
    return _find_faults(html, links), find_targets((links | _values(html, "src")) - frame, root)


def _find_faults(html: str, links: set[str]) -> list[str]:
    faults = []
    if not html.rstrip().endswith("</html>"):
        faults.append("页面不完整")
    if html.count("<h1") != 1:
        faults.append(f"一级标题有 {html.count('<h1')} 个，应为 1 个")
    if "<title></title>" in html or "<title>" not in html:
        faults.append("没有页面标题")
    anchors = {unquote(unescape(link[1:])) for link in links if link.startswith("#")}
    missing = anchors.difference(_values(html, "id"), [""])
    return faults + [f"页内没有 #{anchor}" for anchor in sorted(missing)]


def _values(html: str, attribute: str) -> set[str]:
    """The values of an attribute; our templates and the sanitiser always quote them with ""."""
    parts = html.split(f' {attribute}="')
    return {part[: part.index('"')] for before, part in pairwise(parts) if before.rfind("<") >= before.rfind(">")}


def _find_files(links: Iterable[str], root: str) -> set[str]:
    return {_file_of(link, root) for link in links if not link.startswith("#") and not _OUTSIDE.match(link)}


def find_tags(html: str, root: str, target: str) -> list[tuple[str, str]]:
    """The tags of a page that lead to a file, each with the address in it."""
    found = []
    for match in _LINK.finditer(html):
        address = match[1]
        if not address.startswith("#") and not _OUTSIDE.match(address) and _file_of(address, root) == target:
            found.append((match[0], address))
    return found


def _file_of(link: str, root: str) -> str:
    path = link.partition("#")[0].partition("?")[0].removeprefix(root).lstrip("/")
    if "%" in path or "&" in path:
        path = unquote(unescape(path))
    return path + "index.html" if path.endswith("/") or not path else path


def find_targets(links: Iterable[str], root: str) -> str:
    """The files of the site that links lead to, one a line, sorted."""
    return "\n".join(sorted(_find_files(links, root)))


def find_dead_links(targets: Mapping[str, str], files: frozenset[str]) -> list[tuple[str, str]]:
    """(page, target) for each link of `targets` (page -> one target a line) to a file that is not there."""
    everything: set[str] = set()
    for lines in targets.values():
        everything.update(lines.split("\n"))
    dead = everything - files - {""}
    if not dead:
        return []
    return sorted((page, t) for page, lines in targets.items() for t in lines.split("\n") if t in dead)
