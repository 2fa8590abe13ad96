"""No page is heavier than a slow phone can bear, and no file or site larger than the hosts take."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from plugins.media import PHONE
from plugins.publish.subject import Finding, Subject
from plugins.publish.tree import OutputTree

STYLE, SCRIPT, PAGE = 8_000, 10_000, 60_000
"""Bytes as sent (gzip): the style that a page waits for, the script it loads, one page."""
PICTURE = 60_000
"""Bytes of a picture that a phone loads, 360 pixels wide and two dots to each of them."""
_LOAD = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]*)"')
_PICTURE = re.compile(r"<picture>[^\n<]*+(?:<(?!/?picture>)[^\n<]*+)*</picture>|<img [^<>]*>")
SHARES = "theme/share-"
"""What a chat loads of a link is a picture too, on the same phones."""
SEARCH = 14_000
"""The script of the search, which a page loads only once somebody looks for something."""
FILE, SITE = 25 << 20, 1 << 30
"""Cloudflare Pages takes files of up to 25 MiB, GitHub Pages sites of up to 1 GB (both as documented in 2026)."""


def examine(subject: Subject) -> Finding:
    """Weigh every file."""
    tree, total = subject.tree, 0
    faults: list[str] = []
    shown: dict[str, str] = {}
    loaded: dict[tuple[str, ...], str] = {}
    for file in tree.files:
        data = tree.read(file)
        total += len(data)
        faults += _judge_file(file, data)
        if file.endswith(".html"):
            shown.update((picture, file) for picture in _find_pictures(data, subject))
            loaded.setdefault(tuple(_find_loads(data, subject)), file)
        if file.startswith(SHARES):
            shown.setdefault(file, file)
    faults += [*_judge_pictures(shown, tree), *_judge_loads(loaded, tree)]
    if total > SITE:
        faults.append(f"整个网站: {total} 字节，最多 {SITE} → 减少图片和附件")
    return Finding(len(tree.files), tuple(faults))


def _judge_file(file: str, data: bytes) -> Iterator[str]:
    """What is too large for a host, too heavy for a phone, or a page of nothing."""
    if len(data) > FILE:
        yield f"{file}: {len(data)} 字节，太大，最多 {FILE} → 压缩图片或附件"
    if not file.endswith(".html"):
        return
    if not data.strip():
        yield f"{file}: 是空的 → 重新生成"
    elif (sent := _weigh(data)) > PAGE:
        yield f"{file}: 压缩后 {sent} 字节，太重，最多 {PAGE} → 分成几页"


def _judge_pictures(shown: Mapping[str, str], tree: OutputTree) -> Iterator[str]:
    """The pictures a phone loads, each with a page that shows it."""
    for picture, page in sorted(shown.items()):
        data = tree.read(picture) if picture in tree.files else b""
        sent = _weigh(data) if picture.endswith(".svg") else len(data)
        if sent > PICTURE:
            yield f"{page}: 手机要下载图片 {picture}，{sent} 字节，太重，最多 {PICTURE} → 换一张小些的"


def _judge_loads(loaded: Mapping[tuple[str, ...], str], tree: OutputTree) -> Iterator[str]:
    """The style and the script that one page loads, each set of files with a page that names it."""
    limits = (("样式表", STYLE, "精简样式"), ("脚本", SCRIPT, "精简脚本"), ("搜索的脚本", SEARCH, "精简脚本"))
    for files, page in sorted(loaded.items()):
        sums = dict.fromkeys((name for name, _, _ in limits), 0)
        for file in set(files).intersection(tree.files):
            name = "样式表" if file.endswith(".css") else "搜索的脚本" if _is_search(file) else "脚本"
            sums[name] += _weigh(tree.read(file))
        for name, most, mend in limits:
            if sums[name] > most:
                yield f"{page}: {name}压缩后共 {sums[name]} 字节，最多 {most} → {mend}"


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """Too large a file, an empty page, too heavy a page, too heavy a picture, too much style and script, the search's among them."""
    noise = b"".join(number.to_bytes(4, "big") for number in range(0, 1 << 31, 60_013))
    for file, data, mark in (
        ("planted.jpg", bytes(FILE + 1), "planted.jpg: "),
        ("planted.html", b" \n", "planted.html: 是空的"),
        ("planted.html", noise, "planted.html: 压缩后"),
        (f"{SHARES}planted-wide.png", noise, f"{SHARES}planted-wide.png: "),
    ):
        yield mark, replace(subject, tree=OutputTree(subject.tree.folder, ()).plant({file: data}))
    for tag, file, mark in (
        (b'<link rel="stylesheet" href="/planted.css">', "planted.css", "planted.html: 样式表"),
        (b'<script src="/planted.js" defer></script>', "planted.js", "planted.html: 脚本"),
        (b'<script src="/theme/search.planted.js"></script>', "theme/search.planted.js", "planted.html: 搜索的脚本"),
    ):
        files = {"planted.html": tag, file: noise}
        yield mark, replace(subject, tree=OutputTree(subject.tree.folder, ()).plant(files))
    files = {"planted.html": b'<img src="planted.jpg" srcset="/planted.jpg 720w">', "planted.jpg": noise}
    tree = OutputTree(subject.tree.folder, ()).plant(files)
    yield "planted.html: 手机要下载图片 planted.jpg", replace(subject, tree=tree)


def _find_loads(data: bytes, subject: Subject) -> Iterator[str]:
    """The files of the style sheets and scripts that a page names."""
    for url in _LOAD.findall(data.decode("utf-8", "replace")):
        yield unquote(unescape(url)).removeprefix(subject.site.root).lstrip("/")


def _find_pictures(data: bytes, subject: Subject) -> Iterator[str]:
    """The files of the pictures of a page that a phone loads: the first source that it understands, as wide as it needs."""
    root = subject.site.root
    for tag in _PICTURE.finditer(data.decode("utf-8", "replace")):
        rows = re.findall(r' srcset="([^"]*)"', tag[0])
        listed = [one.rsplit(" ", 1) for one in rows[0].split(", ")] if rows else []
        wide = sorted((int(width.rstrip("w")), url) for url, width in listed)
        source = re.search(r' src="([^"]*)"', tag[0])
        best = next(
            (url for width, url in wide if width >= PHONE), wide[-1][1] if wide else source[1] if source else ""
        )
        yield unquote(unescape(best)).removeprefix(root).lstrip("/")


def _is_search(file: str) -> bool:
    return file.rpartition("/")[2].startswith("search.")


def _weigh(data: bytes) -> int:
    """Bytes on the way, as gzip sends them."""
    return len(zlib.compress(data, 9)) + 12
