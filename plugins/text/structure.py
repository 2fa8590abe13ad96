"""What a body's HTML would make of the page it stands on; hides how a heading or a tag is found again in the source.

The gates ask the same of the finished page. Here it is told at the line where it was typed, before anything is built.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator

from plugins.problems import Problem
from plugins.text.markup import Element, Markup, Reader
from plugins.text.nesting import BLOCKS, THROUGH, look_at_place, look_through
from plugins.text.prose import Heading, Prose

FRAME_IDS = frozenset(
    {
        "answer",
        "contact",
        "contents",
        "main",
        "menu",
        "month",
        "pack",
        "plate",
        "talk",
        "talk-note",
        "talk-text",
        "today",
        "updates",
        "ways",
        "words",
    }
)
"""What the templates call parts of a page a body may stand on: tests/test_structure.py holds it."""
_RAW = re.compile(r"<[a-zA-Z/]")
_EMPTY_LINK = re.compile(r"<a [^<>]*></a>")
_FENCE = re.compile(r"\s*(```|~~~)")
_RULED = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*$")
_OUTSIDE = re.compile(r"(?:https?:)?//", re.I)
_MARKUP = re.compile(r"[*_`~\\\[\]!#]|\([^()]*\)|<[^<>]*>")
_HEAVY, _MAX_WEIGHT = 40_000, 52_000
"""Characters from which a body is weighed, and the bytes it may have as sent: a page may have 60,000."""


def check_structure(prose: Prose, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Every fault of a body that a gate would find on its page."""
    finder = _Finder(text, path, first_line)
    if prose.headings:
        yield from _check_headings(prose.headings, finder)
    if len(prose.ids) > len(set(prose.ids)) or not FRAME_IDS.isdisjoint(prose.ids):
        yield from _check_ids(prose, finder)
    for reference in prose.references:
        if reference.image and _OUTSIDE.match(reference.target):
            place = (path, reference.line, reference.column, "body", "正文")
            yield Problem(*place, "图片不能从别的网站取，居民看不到", "下载下来放进 images/，写 /images/文件名")
    if "></a>" in prose.html and _EMPTY_LINK.search(prose.html):
        yield finder.problem(r"\[\s*\]\(|<a\b", "链接没有字，看不见也点不了", "在方括号里写上字：[办事指南](/guides/)")
    if _RAW.search(text):
        yield from _check_nesting(prose.html, finder)
    if len(prose.html) > _HEAVY and len(zlib.compress(prose.html.encode(), 9)) > _MAX_WEIGHT:
        yield finder.problem("", "正文太长，手机打开这一页要等很久", "分成几篇，或把附表做成文件")


class _Finder:
    """Finds the lines of a body."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._lines = text.split("\n")
        self._path, self._first = path, first_line

    def headings(self, wanted: tuple[Heading, ...]) -> Iterator[tuple[int, int]]:
        """The place of each heading, in order."""
        at, fenced = 0, False
        for heading in wanted:
            words = re.sub(r"\s+", "", _MARKUP.sub("", heading.text))
            found = None
            for number in range(at, len(self._lines)):
                line = self._lines[number]
                fenced ^= bool(_FENCE.match(line))
                if not fenced and self._is_heading(number) and words in re.sub(r"\s+", "", _MARKUP.sub("", line)):
                    found = number
                    break
            if found is None:
                fenced = False
                yield self._first, 1
            else:
                at = found + 1
                line = self._lines[found]
                yield self._first + found, len(line) - len(line.lstrip()) + 1

    def _is_heading(self, number: int) -> bool:
        line = self._lines[number]
        below = self._lines[number + 1] if number + 1 < len(self._lines) else ""
        marked = "#" in line or "＃" in line or "<h" in line.lower()
        return marked or bool(line.strip() and _RULED.match(below))

    def problem(self, pattern: str, message: str, fix: str) -> Problem:
        """A problem at the first place of a pattern."""
        for number, line in enumerate(self._lines):
            match = re.search(pattern, line, re.I)
            if match and line.strip():
                return self.at((self._first + number, match.start() + 1), message, fix)
        return self.at((self._first, 1), message, fix)

    def at(self, place: tuple[int, int], message: str, fix: str) -> Problem:
        return Problem(self._path, *place, "body", "正文", message, fix)


def _check_headings(headings: tuple[Heading, ...], finder: _Finder) -> Iterator[Problem]:
    """No level is skipped below the page's title, and a heading says something."""
    level, faults = 1, []
    for number, heading in enumerate(headings):
        if heading.level > level + 1:
            first = "正文的第一个小标题" if level == 1 else f"{'#' * level} 下面的小标题"
            faults.append((number, f"{first}用了 {'#' * heading.level}，跳过了一级", f"改成 {'#' * (level + 1)}"))
        if not heading.text.strip():
            faults.append((number, "小标题没有字", "写上标题，或删掉这一行"))
        level = heading.level
    places = list(finder.headings(headings)) if faults else []
    yield from (finder.at(places[number], message, fix) for number, message, fix in faults)


def _check_ids(prose: Prose, finder: _Finder) -> Iterator[Problem]:
    """Every id is there once, and none is the frame's."""
    twice = {name for name, often in Counter(prose.ids).items() if often > 1}
    places = dict(zip(prose.headings, finder.headings(prose.headings), strict=True))
    told: set[str] = set()
    for heading, place in places.items():
        if heading.id in FRAME_IDS:
            yield finder.at(place, f"标题“{heading.text}”和页面自己的一部分重名（#{heading.id}）", "换一个标题")
        elif heading.id in twice and heading.id in told:
            yield finder.at(place, f"标题“{heading.text}”的地址 #{heading.id} 用了两次", "换一个标题")
        told.add(heading.id)
    named = {heading.id for heading in prose.headings}
    for name in sorted((twice | (FRAME_IDS & set(prose.ids))) - named):
        yield finder.problem(rf"""id\s*=\s*["']?{re.escape(name)}\b""", f"编号 #{name} 已经有了", "换一个编号")


def _check_nesting(html: str, finder: _Finder) -> Iterator[Problem]:
    """What was typed as HTML stands where it may."""
    found = Reader().read(html)
    told: set[str] = set()
    for _, tag in found.tangled:
        name = re.sub(r"[^a-z0-9]", "", tag.lower())
        if name and tag not in told:
            told.add(tag)
            yield finder.problem(rf"</?{name}\b", f"标签没有配好：{tag}", "成对写，里面的先关")
    for number, element in enumerate(found.elements):
        wrong = _look_at_id(element) or _look_at_nesting(found, number)
        if wrong and wrong not in told:
            told.add(wrong)
            place = rf"<{element.tag.name}\b"
            yield finder.problem(place, f"HTML 写错了：{wrong}", "用 Markdown 写，或改对这个标签")


def _look_at_id(element: Element) -> str:
    name = element.tag.attributes.get("id")
    if name is not None and not name.strip():
        return "编号 id 是空的"
    return "编号 id 里有空格" if name and " " in name else ""


def _look_at_nesting(found: Markup, number: int) -> str:
    element = found.elements[number]
    name = element.tag.name
    if name == "a" and any(tag.name == "a" for tag in found.around(element)):
        return "<a> 不能放在 <a> 里"
    # A body stands inside a div of its page.
    parent = found.elements[element.parent].tag.name if element.parent >= 0 else "div"
    wrong = look_at_place(name, parent)
    if not wrong and parent in THROUGH and name in BLOCKS:
        wrong = look_through(found, number, "div")
    return wrong
