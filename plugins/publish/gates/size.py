"""No page is heavier than a slow phone can bear, and no file or site larger than the hosts take."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from plugins.media import PHONE
from plugins.publish.subject import Finding, Subject
from plugins.publish.tree import OutputTree

STYLE, SCRIPT, PAGE = 8_000, 10_000, 60_000
"""Bytes as sent (gzip): the style that a page waits for, all script, one page."""
PICTURE = 60_000
"""Bytes of a picture that a phone loads, 360 pixels wide and two dots to each of them."""
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)"')
_PICTURE = re.compile(r"<picture>(?:[^\n<]|<(?!/?picture>))*+</picture>|<img [^<>]*>")
SHARES = "theme/share-"
"""What a chat loads of a link is a picture too, on the same phones."""
SEARCH = 14_000
"""The script of the search, which a page loads only once somebody looks for something."""
FILE, SITE = 25 << 20, 1 << 30
"""Cloudflare Pages takes files of up to 25 MiB, GitHub Pages sites of up to 1 GB (both as documented in 2026)."""


def examine(subject: Subject) -> Finding:
    """Weigh every file."""
    tree = subject.tree
    total = script = search = 0
    faults: list[str] = []
    shown: dict[str, str] = {}
    dressed: dict[tuple[str, ...], str] = {}
    for file in tree.files:
        data = tree.read(file)
        total += len(data)
        if len(data) > FILE:
            faults.append(f"{file}: {len(data)} 字节，太大，最多 {FILE} → 压缩图片或附件")
        if file.endswith(".html"):
            if not data.strip():
                faults.append(f"{file}: 是空的 → 重新生成")
            elif (sent := _weigh(data)) > PAGE:
                faults.append(f"{file}: 压缩后 {sent} 字节，太重，最多 {PAGE} → 分成几页")
            shown.update((picture, file) for picture in _find_pictures(data, subject))
            dressed.setdefault(tuple(_find_sheets(data, subject)), file)
        if file.startswith(SHARES):
            shown.setdefault(file, file)
        script += _weigh(data) if file.endswith(".js") and not _is_search(file) else 0
        search += _weigh(data) if file.endswith(".js") and _is_search(file) else 0
    for picture, page in sorted(shown.items()):
        data = tree.read(picture) if picture in tree.files else b""
        sent = _weigh(data) if picture.endswith(".svg") else len(data)
        if sent > PICTURE:
            faults.append(f"{page}: 手机要下载图片 {picture}，{sent} 字节，太重，最多 {PICTURE} → 换一张小些的")
    for sheets, page in sorted(dressed.items()):
        style = sum(_weigh(tree.read(sheet)) for sheet in sheets if sheet in tree.files)
        if style > STYLE:
            faults.append(f"{page}: 样式表压缩后共 {style} 字节，最多 {STYLE} → 精简样式")
    faults += [f"脚本: 压缩后共 {script} 字节，最多 {SCRIPT} → 精简脚本"] if script > SCRIPT else []
    faults += [f"搜索的脚本: 压缩后共 {search} 字节，最多 {SEARCH} → 精简脚本"] if search > SEARCH else []
    faults += [f"整个网站: {total} 字节，最多 {SITE} → 减少图片和附件"] if total > SITE else []
    return Finding(len(tree.files), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """Too large a file, an empty page, too heavy a page, too heavy a picture, too much style and script, the search's among them."""
    noise = b"".join(number.to_bytes(4, "big") for number in range(0, 1 << 31, 60_013))
    for file, data, mark in (
        ("planted.jpg", bytes(FILE + 1), "planted.jpg: "),
        ("planted.html", b" \n", "planted.html: 是空的"),
        ("planted.html", noise, "planted.html: 压缩后"),
        (f"{SHARES}planted-wide.png", noise, f"{SHARES}planted-wide.png: "),
        ("planted.js", noise, "脚本"),
        ("theme/search.planted.js", noise, "搜索的脚本"),
    ):
        yield mark, replace(subject, tree=OutputTree(subject.tree.folder, ()).plant({file: data}))
    files = {"planted.html": b'<link rel="stylesheet" href="/planted.css">', "planted.css": noise}
    yield "planted.html: 样式表", replace(subject, tree=OutputTree(subject.tree.folder, ()).plant(files))
    files = {"planted.html": b'<img src="planted.jpg" srcset="/planted.jpg 720w">', "planted.jpg": noise}
    tree = OutputTree(subject.tree.folder, ()).plant(files)
    yield "planted.html: 手机要下载图片 planted.jpg", replace(subject, tree=tree)


def _find_sheets(data: bytes, subject: Subject) -> Iterator[str]:
    """The files of the style sheets that a page waits for."""
    for url in _SHEET.findall(data.decode("utf-8", "replace")):
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
