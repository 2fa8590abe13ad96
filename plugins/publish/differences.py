"""What a new site changes: pages added, changed and removed, in words for whoever approves it; hides how sites are compared.

Most of a site changes when its frame does. A page whose own part (`main`) reads as before is only counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from pathlib import Path

from plugins.failure import OutputError
from plugins.publish.release import ReleaseError, read_release
from plugins.publish.tree import open_tree

SHOWN = 50
"""So many pages of a kind are named; a summary that nobody reads to its end helps nobody."""
_MAIN = re.compile(rb"<main\b(?:(?!<main\b).)*</main>", re.S)
_TITLE = re.compile(rb"<h1\b[^<>]*>((?:(?!<h1\b).)*?)</h1>", re.S)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Side:
    """One of the two sites: the digest of every file, of what each page says by itself, and its title."""

    files: Mapping[str, str]
    said: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def open_side(place: Path) -> Side:
    """A folder of a built site, or the manifest of one (then titles and frames are not known)."""
    if place.is_dir():
        return _open_folder(place)
    try:
        release = read_release(place.read_bytes())
    except FileNotFoundError:
        raise OutputError(f"{place}: 没有这个文件夹或清单 → 检查路径") from None
    except ReleaseError as error:
        raise OutputError(f"{place}: {error} → 检查路径") from None
    return Side({path: file.sha256 for path, file in release.files.items()})


def _open_folder(folder: Path) -> Side:
    tree = open_tree(folder)
    files, said, titles = {}, {}, {}
    for path in tree.files:
        data = tree.read(path)
        files[path] = sha256(data).hexdigest()
        if path.endswith(".html"):
            own, title = _MAIN.search(data), _TITLE.search(data)
            said[path] = sha256(own[0] if own else data).hexdigest()
            titles[path] = _plain_words(title[1]) if title else ""
    return Side(files, said, titles)


def _plain_words(html: bytes) -> str:
    return " ".join(unescape(_TAG.sub("", html.decode("utf-8", "replace"))).split())


def compare(old: Side, new: Side) -> str:
    """The difference in Chinese, as Markdown that reads well as plain text."""
    both = old.files.keys() & new.files.keys()
    differ = sorted(path for path in both if old.files[path] != new.files[path])
    # A menu or style sheet that changes touches every page; what a page says by itself is what people want to know.
    framed = [path for path in differ if path in old.said and old.said[path] == new.said.get(path)]
    own = sorted(set(differ) - set(framed))
    kinds = (
        ("新增", sorted(new.files.keys() - old.files.keys()), new),
        ("改动", own, new),
        ("去掉", sorted(old.files.keys() - new.files.keys()), old),
    )
    lines = [f"### 网站会有哪些变化\n\n{_sum_up_changes(kinds, len(framed))}"]
    lines += [part for word, paths, side in kinds for part in _list_paths(word, paths, side)]
    return "\n".join(lines) + "\n"


def _sum_up_changes(kinds: tuple[tuple[str, list[str], Side], ...], framed: int) -> str:
    counted = [f"{word} {len(pages)} 页" for word, paths, _ in kinds if (pages := list(filter(_is_page, paths)))]
    others = sum(not _is_page(path) for _, paths, _ in kinds for path in paths)
    counted += [f"另有 {framed} 页只有页眉、页脚或样式不同"] if framed else []
    counted += [f"其他文件 {others} 个"] if others else []
    return "，".join(counted) + "。" if counted else "没有变化，每个文件都一样。"


def _list_paths(word: str, paths: list[str], side: Side) -> Iterator[str]:
    pages = [path for path in paths if _is_page(path)]
    others = [path for path in paths if not _is_page(path)]
    yield from _name_paths(f"{word}的页面", pages, lambda path: _describe_page(path, side))
    yield from _name_paths(f"{word}的其他文件", others, lambda path: f"`/{path}`")


def _name_paths(title: str, paths: list[str], describe: Callable[[str], str]) -> Iterator[str]:
    if paths:
        yield f"\n#### {title}（{len(paths)}）\n"
        yield from (f"- {describe(path)}" for path in paths[:SHOWN])
        if len(paths) > SHOWN:
            yield f"- ……还有 {len(paths) - SHOWN} 个"


def _describe_page(path: str, side: Side) -> str:
    # The list is read as Markdown, and a title may hold what that takes for a sign.
    title = re.sub(r"([\\`*_\[\]<>#|@])", r"\\\1", side.titles.get(path, ""))
    return f"{title} `/{path.removesuffix('index.html')}`".lstrip()


def _is_page(path: str) -> bool:
    return path.endswith(".html")
