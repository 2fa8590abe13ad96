"""Markdown bodies as safe HTML; hides what the sanitiser lets through and how its findings get a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import nh3

from plugins.problems import Problem
from plugins.text.articles import anchor_articles
from plugins.text.figures import FIGURE
from plugins.text.markdown import to_html
from plugins.text.targets import SCHEMES, explain_target

_TOO_DEEP = re.compile(r"^[ \t]*(?:(?:> ?){20}|(?:(?:[-*+]|\d+\.) ++){20})(?![-*+ ]*$)", re.M)
MAX_LENGTH = 50_000
MAX_MARKS = 1_500
_SLOW_MARKS = {"[": "[", "<": "<", "\n:": "行首的冒号"}
"""More of these than any editor writes; the converter is linear in them, what reads its result need not be."""
_TAGS = {
    "a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "figure", "figcaption",
    "h2", "h3", "h4", "hr", "img", "input", "label", "li", "mark", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "ul", "section",
}  # fmt: skip
_ATTRIBUTES = {
    **{tag: {"id", "class"} for tag in _TAGS},
    "a": {"href", "title", "id", "class", "aria-label"},
    "img": {"src", "alt", "title"},
    "abbr": {"title"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "id", "class"},
    "th": {"scope", "id", "class"},
}
_CLASSES = frozenset({
    "admonition", "admonition-title", "align-center", "align-left", "align-right", "footnote", "footnote-backref",
    "footnote-ref", "important", "note", "phone", "small", "task", "tip", "warning",
})  # fmt: skip
"""What a class of a body may say; besides them a block of code names its language."""


_PLAIN_NAMES = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
]
_PLAIN = frozenset(f"<{slash}{name}>" for slash in ("", "/") for name in _PLAIN_NAMES if slash or name != "a")
_TAG = re.compile(r"<[^<>]*>")
_PLAIN_TAG = re.compile(
    r"""<h[2-4]\ id="[\w-]+">
    | <a\ href="(?:/(?!/)|\#|https?://|mailto:|tel:)[^"<>]*">
    | <a\ class="phone"\ href="tel:[0-9+,]+">
    | <t[hd]\ class="align-(?:left|right|center)">
    | <img\ src="/(?!/)[^"<>]+"\ alt="\s*[^"<>\s][^"<>]*">""",
    re.X,
)
_INPUT = re.compile(r"<input\b[^<>]*>")
_BOX = re.compile(r'<(?=[^<>]* type="checkbox")(?=[^<>]* disabled\b)')
"""The one input a body may have is a box that nobody can tick."""
_GLUED = re.compile(r"[A-Za-z0-9/._%-]")
"""What makes an address part of a longer one."""
_TARGET = re.compile(r'<a (?:class="phone" )?href="([^"]*)">|<img src="([^"]*)"')
_PHONE_LINK = re.compile(r'<a class="phone"[^<>]*>[^<>]*</a>')
_DIALLED = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?\d(?:[- ]?\d){6,12}(?![\d.])")
"""What may be a phone: seven digits and more, parted or not."""
_SEVEN = re.compile(r"\d(?:[- ]?\d){6}")
"""What every one of them holds: it begins with a digit, so the engine looks for one instead of trying each place."""
_NUMBER = re.compile(r"\{电话\s*[:：]([^{}<>\n]{1,80})\}")
_HEADING = re.compile(r'<h([2-4]) id="([^"]*)">((?:(?!<h[2-4]).)*?)</h[2-4]>', re.S)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or an image in a body, where it was written (line from 1 in the file)."""

    target: str
    image: bool
    line: int
    column: int
    address: str = ""
    """The target as it stands on the page: there %2F is no slash."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body, for its table of contents."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A body as safe HTML; site links keep the form /path/ and get the site's root when shown."""

    html: str
    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()
    ids: tuple[str, ...] = ()
    numbers: tuple[Reference, ...] = ()
    """Where it names a phone that is written elsewhere; the name stands in the HTML until it is known."""
    figures: tuple[Reference, ...] = ()
    """Where it names a figure, in the same way."""


class _Outline(HTMLParser):
    """Collects what the converted body links to, shows and can be linked at, and what it may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[tuple[str, bool, str]] = []
        self.headings: list[tuple[str, int, list[str]]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.classes: list[str] = []
        self.comments: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        # The one field a body may have is the box of a task list, which nobody can tick.
        ticked = values.get("type") == "checkbox" and "disabled" in values
        if tag not in _TAGS or (tag == "input" and not ticked):
            self.tags.append(tag)
        else:
            self.attributes += [name for name in values if name not in _ATTRIBUTES[tag]]
        self.classes += [name for name in values.get("class", "").split() if not _is_class(tag, name)]
        if "id" in values:
            self.ids.append(values["id"])
        self._note_target(tag, values)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((values.get("id", ""), int(tag[1]), []))
            self._open = True

    def _note_target(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "a" and "href" in values:
            self.targets.append((values["href"], False, ""))
        if tag == "img":
            self.targets.append((values.get("src", ""), True, values.get("alt", "").strip()))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3", "h4"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.headings[-1][2].append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_pi(self, data: str) -> None:
        self.tags.append("?" + data.split()[0] if data.strip() else "?")

    def handle_decl(self, decl: str) -> None:
        self.tags.append("!" + decl.split()[0] if decl.strip() else "!")

    def unknown_decl(self, data: str) -> None:
        self.tags.append("![" + data.partition("[")[0])

    def read(self, html: str) -> None:
        """Take in a body; Python's parser asserts that <![ is well-formed, and editors' is not."""
        try:
            self.feed(html)
        except AssertionError:
            self.tags.append("![")


def _is_class(tag: str, name: str) -> bool:
    return name in _CLASSES or (tag == "code" and name.startswith("language-"))


def _find_too_complex(text: str) -> tuple[int, str, str] | None:
    """Which line of a body would take Markdown too long, what is wrong and the fix."""
    if len(text) > MAX_LENGTH:
        return 0, f"正文太长，有 {len(text)} 个字，最多 {MAX_LENGTH} 个字", "分成几篇"
    for mark, name in _SLOW_MARKS.items():
        if text.count(mark) > MAX_MARKS:
            return 0, f"正文太复杂，{name} 有 {text.count(mark)} 个，最多 {MAX_MARKS} 个", "减少一些，或分成几篇"
    deep = _TOO_DEEP.search(text)
    if deep:
        return text.count("\n", 0, deep.start()), "正文太复杂，列表或引用的层数太多", "减少层数"
    return None


def convert(
    text: str, path: str, first_line: int, markdown: Mapping[str, Any] | None = None
) -> tuple[Prose, list[Problem]]:
    """Convert a body whose first line is `first_line` of the file; what is unsafe becomes a problem.

    `markdown` is Pelican's setting MARKDOWN.
    """
    bad = _find_too_complex(text)
    if bad:
        line, message, fix = bad
        return Prose(""), [Problem(path, first_line + line, 1, "body", "正文", message, fix)]
    converted = to_html(text, markdown)
    raw, finder = converted.html, _BodyFinder(text, path, first_line)
    problems = [Problem(path, first_line + f.line, 1, "body", "正文", f.message, f.fix) for f in converted.findings]
    if _is_plain(raw):
        prose = _with_numbers(_with_articles(_read_plain(raw, finder)), finder)
        return _with_figures(prose, text, finder), [*problems, *_check_addresses(prose.references, path)]
    outline = _Outline()
    outline.read(raw)
    problems += _find_unsafe(outline, finder)
    references = tuple(finder.refer(target, image) for target, image, _ in outline.targets)
    problems += _check_targets(outline, references, path)
    html = nh3.clean(raw, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    html = _INPUT.sub(lambda m: m[0] if _BOX.match(m[0]) else "", html) if "<input" in html else html
    headings = tuple(Heading(i, "".join(words), level) for i, level, words in outline.headings)
    prose = _with_numbers(_with_articles(Prose(html, headings, references, tuple(outline.ids))), finder)
    return _with_figures(prose, text, finder), problems


def _with_figures(prose: Prose, text: str, finder: _BodyFinder) -> Prose:
    if "{{" not in text:
        return prose
    found = tuple(Reference(m[1], False, *finder.at(m.start())) for m in FIGURE.finditer(text))
    return replace(prose, figures=found)


def _with_articles(prose: Prose) -> Prose:
    html, names = anchor_articles(prose.html, prose.ids)
    return replace(prose, html=html, ids=(*prose.ids, *names)) if names else prose


def _with_numbers(prose: Prose, finder: _BodyFinder) -> Prose:
    """The phones of a body that are no links: named, or typed in a way that is not dialled (without the area, spaced)."""
    found = [(m[0], unescape(m[1]).strip()) for m in _NUMBER.finditer(prose.html)] if "{电话" in prose.html else []
    if _SEVEN.search(prose.html):
        plain = _TAG.sub(" ", _PHONE_LINK.sub(" ", prose.html))
        found += [(m[0], f"tel:{re.sub('[^0-9]', '', m[0])}") for m in _DIALLED.finditer(plain)]
    if not found:
        return prose
    return replace(prose, numbers=tuple(Reference(t, False, *finder.place(re.escape(unescape(w)))) for w, t in found))


def _is_plain(html: str) -> bool:
    """Whether a body is made of a few harmless tags and whole links alone.

    Most bodies are; for them the sanitiser and the parser have nothing to find.
    """
    tags = _TAG.findall(html)
    return html.count("<") == len(tags) and all(tag in _PLAIN or _PLAIN_TAG.fullmatch(tag) for tag in tags)


def _read_plain(html: str, finder: _BodyFinder) -> Prose:
    headings = tuple(Heading(h[2], unescape(_TAG.sub("", h[3])), int(h[1])) for h in _HEADING.finditer(html))
    found = ((unescape(m[1] or m[2]), bool(m[2])) for m in _TARGET.finditer(html))
    references = tuple(finder.refer(target, image) for target, image in found)
    return Prose(html, headings, references, tuple(h.id for h in headings))


class _BodyFinder:
    """Finds where in the source a word of the converted body was typed."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._text, self._path, self._first = text, path, first_line
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self._found: dict[str, int] = {}

    def place(self, pattern: str) -> tuple[int, int]:
        """The next place of a pattern, the last one again where there is no next, else the body's first line."""
        last = self._found.get(pattern)
        match = re.compile(pattern, re.I | re.M).search(self._text, 0 if last is None else last + 1)
        index = match.start() if match else last
        if index is None:
            return self._first, 1
        self._found[pattern] = index
        return self.at(index)

    def at(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index) - 1
        return self._first + line, index - self._starts[line] + 1

    def refer(self, address: str, image: bool) -> Reference:
        """A link's address where it was typed, in words or in percent signs."""
        target = unquote(address)
        if not target:
            return Reference(target, image, *self.place(r"\]\(\s*\)|<img"))
        if target.startswith("tel:"):  # typed with hyphens or spaces, or with +86 before it
            digits = re.sub(r"\D", "", target.partition(",")[0])
            spaced = r"[-\s]?".join(digits)
            whole = rf"(?<!\d){spaced}(?![-\s]?\d)"  # with an extension behind it only its beginning is found
            return Reference(target, image, *self.place((whole if self.has(whole) else spaced) or "tel:"), address)
        index = self._seek(target)
        if index < 0 and address != target:
            index = self._seek(address)
        return Reference(target, image, *(self.at(index) if index >= 0 else (self._first, 1)), address)

    def _seek(self, target: str) -> int:
        """The next place where a target stands whole: /guides/ is not found inside /guides/bus-pass/."""
        index = last = self._found.get(target, -1)
        while (index := self._text.find(target, index + 1)) >= 0:
            before, after = self._text[index - 1 : index], self._text[index + len(target) : index + len(target) + 1]
            if not _GLUED.match(before) and not _GLUED.match(after):
                break
        if index < 0:
            index = last
        self._found[target] = index
        return index

    def has(self, pattern: str) -> bool:
        return re.search(pattern, self._text, re.I) is not None

    def problem(self, pattern: str, message: str, fix: str) -> Problem:
        return Problem(self._path, *self.place(pattern), "body", "正文", message, fix)


_TAG_NAME = re.compile(r"[!?]?[a-z][a-z0-9:-]*|[!?]\S*|")


_INSTEAD = {
    **dict.fromkeys(("iframe", "embed", "object"), "放不了别的网站的东西，写成链接：[看视频](https://…)"),
    **dict.fromkeys(("video", "audio", "source"), "自己的短片放 films/；别的网站的，写成链接：[看视频](https://…)"),
    **dict.fromkeys(("font", "u", "big", "center"), "颜色、字号、居中都由网站定，删掉标签；要突出，写 **文字**"),
    **dict.fromkeys(("b", "strong"), "写 **文字**"),
}
"""What to type where a tag was to do something."""


def _find_unsafe(outline: _Outline, finder: _BodyFinder) -> Iterator[Problem]:
    for tag in outline.tags:
        if tag == "h1":
            yield finder.problem(r"^[ >]*[#＃][ \u3000]|<h1", "正文不能用一级标题", "改成 ##，一级标题留给页面的标题")
        elif tag in ("h5", "h6"):
            marks = "#" * int(tag[1])
            pattern = rf"^[ >*+\d.-]*[#＃]{{{tag[1]}}}(?![#＃])|<{tag}"
            yield finder.problem(pattern, f"标题最多到四级，写的是 {marks}", "改成 ##、### 或 ####")
        elif not _TAG_NAME.fullmatch(tag):
            yield finder.problem(
                rf"<{re.escape(tag)}", f"“<{tag[:20]}”会被当成网页标签", "小于号写成全角“＜”，或写“小于”"
            )
        else:
            yield finder.problem(
                rf"<{re.escape(tag)}(?![a-z0-9-])",
                f"正文不能用 <{tag}>",
                _INSTEAD.get(tag, "删掉这个标签，用 Markdown 写"),
            )
    for name in outline.attributes:
        if finder.has(rf"\b{re.escape(name)}\s*="):
            yield finder.problem(rf"\b{re.escape(name)}\s*=", f"正文不能用 {name} 属性", "删掉这个属性")
    for name in outline.classes:
        pattern = rf"\.{re.escape(name)}\b|class\s*=\s*[\"'][^\"'\n]*{re.escape(name)}"
        yield finder.problem(pattern, f"正文不能用“{name}”这个样式", "删掉它")
    for comment in outline.comments:
        yield finder.problem("<!--", "正文里有隐藏的注释，公开仓库里人人看得到", f"删掉这段注释（{len(comment)} 个字）")


def _check_targets(outline: _Outline, references: tuple[Reference, ...], path: str) -> Iterator[Problem]:
    for (target, image, alt), where in zip(outline.targets, references, strict=True):
        place = (path, where.line, where.column, "body", "正文")
        wrong = explain_target(target)
        if wrong:
            yield Problem(*place, *wrong)
        if image and not alt:
            yield Problem(*place, "图片没有说明文字", "在 ![ ] 的方括号里写图片内容")


def _check_addresses(references: tuple[Reference, ...], path: str) -> Iterator[Problem]:
    """The same of a plain body, where only what leaves the site can be wrong."""
    for where in references:
        wrong = None if where.target.startswith(("/", "#")) else explain_target(where.target)
        if wrong:
            yield Problem(path, where.line, where.column, "body", "正文", *wrong)
