"""What is shown as it was typed though it was meant as markup; hides how each slip looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape

from plugins.problems import Problem
from plugins.text.accounting import ANY_TAG, CODE, CONTENTS, DEFINITION, NOTE_USE, fold_label
from plugins.text.foreign import FACE, find_foreign
from plugins.text.unfinished import find_drawn, find_gaps

Finder = Callable[[int, str, str], Problem]
"""The problem at a place of the text, with its message and fix."""


def find_leftovers(
    text: str, path: str, first_line: int, html: str, *, guests: bool = False, finished: bool = True
) -> Iterator[Problem]:
    """What is shown as it was typed though it was meant as markup, or was to be filled in.

    With `guests`, other programs' marks only where the HTML really has them; what is not `finished` may have gaps.
    """
    plain = CODE.sub(_hollow, text) if "`" in text or "~~~" in text else text
    finder = partial(_at, text, path, first_line)
    for signs, look in _LOOKS:
        if any(sign in plain for sign in signs):
            yield from look(plain, finder)
    if _SECOND_NUMBER.search(plain):
        yield from _check_numbers(plain, finder)
    yield from _check_headings(text, plain, html, finder)
    yield from _find_unread(plain, html, finder)
    for needs, pattern, message, fix in _UNSURE:
        if needs in plain:
            yield from _find_unsure(plain, html, pattern, finder, message, fix)
    yield from (finder(*drawn) for drawn in (find_drawn(text) if "```" in text or "~~~" in text else ()))
    for start, message, fix, level in find_gaps(plain) if finished else ():
        yield replace(finder(start, message, fix), level=level)
    shown = unescape(html) if guests else None
    for start, found, message, fix, level in find_foreign(plain):
        if shown is None or found in shown:
            yield replace(finder(start, message, fix), level=level)


def _check_headings(text: str, plain: str, html: str, finder: Finder) -> Iterator[Problem]:
    """Headings without words, and a contents list without headings."""
    for match in _BARE_HEADING.finditer(plain) if "#" in plain or "＃" in plain else ():
        if not text[match.start() : match.end()].strip("#＃ \t\u3000"):  # else its words are code
            yield finder(match.start(), "小标题没有字", "写上标题，或删掉这一行")
    contents = CONTENTS.search(plain) if "]" in plain and "<h" not in html else None
    if contents:
        yield finder(contents.start(), "没有小标题，列不出目录", "删掉这一行，或加上 ## 小标题")


_UNREAD = (
    (
        "]",
        re.compile(r"(?<!\\)\][ ]?\n?\((?=[ ]?(?:/[\w/]|#\w|https?:|mailto:|tel:))[^\n]{0,12}"),
        "链接没有写完整，页面会原样显示",
        "写成 [文字](/路径/)，括号成对，写在一行里",
    ),
    (
        "[",
        re.compile(r"(?<![!\\])\[[^\[\]()\n]{1,60}\((?:/\w|https?://)[^()\s]{0,300}\)(?![^\[\]\n]{0,60}\])"),
        "链接少了一个 ]，页面会原样显示",
        "写成 [文字](/路径/)",
    ),
    (
        "]：",
        re.compile(r"^[ \t]{0,3}\[[^\[\]\n]{1,60}\]：[ ]{0,3}(?=/\w|https?:)", re.M),
        "像是链接，页面会原样显示",
        "写成 [文字](/路径/)",
    ),
    (
        "［^",
        re.compile(r"［\^[^\]］\n]{1,20}[\]］]"),
        "像是脚注，页面会原样显示",
        "方括号写成半角：[^1]",
    ),
    (
        "：//",
        re.compile(r"https?：//[\w./-]{1,60}", re.A),
        "像是网址，点不了",
        "冒号写成半角：https://example.org",
    ),
    (
        "＠",
        re.compile(r"(?<![\w.-])[\w.-]{1,40}＠[\w-]{1,40}\.[\w.-]{1,40}", re.A),
        "像是邮箱，点不了",
        "@ 写成半角：hall@example.org",
    ),
    (
        "》",
        re.compile(r"(?<![^\n]\n)^》[^《》\n]{1,40}", re.M),
        "像是引用，页面会原样显示",
        "行首写成半角“> ”",
    ),
    (
        "＞",
        re.compile(r"^＞[\u4e00-\u9fff][^\n]{1,40}", re.M),
        "像是引用，页面会原样显示",
        "行首写成半角“> ”",
    ),
    (
        "(/",
        re.compile(
            r"(?:[!！]|(?<![\w\]］】\[［【]))[\u4e00-\u9fff]{1,20}[》」』”]?\(/(?:[\w%.-]{1,80}/){0,6}[\w%.-]{0,80}\)"
        ),
        "像是链接，少了方括号，页面会原样显示",
        "写成 [文字](/路径/)，图片写 ![图上有什么](/images/文件名)",
    ),
    (
        "{",
        re.compile(r"(?:(?<=[^\\\n])\{:?|^\{)[ ]{0,3}[.#][A-Za-z][^{}<>\n]{0,60}\}", re.M),
        "是写给程序看的样式，页面会原样显示",
        "删掉它；给小标题起名，写在那一行末尾：## 标题 {#名字}",
    ),
    (
        "<",
        re.compile(
            r"<(?:!--|/?(?:div|span|img|table|tr|td|ul|ol|li|br|font|center|strong|iframe|h[1-6])\b)[^<>\n]{0,20}"
        ),
        "标签没有写完整，页面会原样显示",
        "用 Markdown 写；要留着这个标签，就补上 >",
    ),
)
"""What each kind cannot do without, how it looks in a source, what is wrong and what to type."""
_UNSURE = (
    (
        "**",
        re.compile(r"^[ \t]{0,3}\*\*(?=[\u4e00-\u9fff“《（【]{2})[^*\n]{4,60}$", re.M),
        "粗体没有写完，页面会显示星号",
        "在要加粗的字后面也写 **，写在一行里",
    ),
    (
        "://",
        re.compile(
            r"https?://[\w.-]{1,80}/(?:[!-'*-~]{0,200}[/=_-])?(?=[\u4e00-\u9fff]{1,10}(?:[/.?#]|[ \t\n]|\Z))", re.A
        ),
        "后面接着汉字，页面上的链接到这里为止",
        "网址到此为止就空一格；汉字也是网址，就写成 [文字](网址)",
    ),
)
"""What may be meant: it is told, and passes."""
_CODE_SHOWN = re.compile(r"<(code|pre)\b[^<>]*>[^<]*+(?:<(?!/?\1\b)[^<]*+)*</\1>")


def _find_unread(plain: str, html: str, finder: Finder) -> Iterator[Problem]:
    """Links and styles that did not become any, because a bracket is missing."""
    shown = ""
    for needs, pattern, message, fix in _UNREAD:
        if needs not in plain or needs not in html:
            continue
        shown = shown or unescape(ANY_TAG.sub("", _CODE_SHOWN.sub("", html)))
        for match in pattern.finditer(plain):
            if match[0] in shown:
                line = plain.rfind("\n", 0, match.start()) + 1
                start = max(plain.rfind("[", line, match.start()), line) if needs == "]" else match.start()
                words = plain[start : match.end()].partition("\n")[0]
                yield finder(start, f"“{words[:24]}{'…' if len(words) > 24 else ''}”{message}", fix)


def _find_unsure(
    plain: str, html: str, pattern: re.Pattern[str], finder: Finder, message: str, fix: str
) -> Iterator[Problem]:
    shown = unescape(ANY_TAG.sub("", html))
    for match in pattern.finditer(plain):
        if match[0].strip() in shown:
            yield replace(finder(match.start(), f"“{match[0].strip()[:40]}”{message}", fix), level="warning")


_PHONE = re.compile(
    r"(?<![\w.+/@=-])0(?:10|2\d|[3-9]\d{2})[-－](\d{3,4}[-－]?\d{1,6})(?![\w*＊/@年月日号栋楼-])", re.ASCII
)


def _find_short_phones(plain: str, finder: Finder) -> Iterator[Problem]:
    """Numbers behind an area code that are too short or too long to be dialled: 0755-5550-010."""
    for match in _PHONE.finditer(plain):
        digits = re.sub(r"\D", "", match[1])
        if len(digits) in (6, 9, 10) or (len(digits) == 7 and re.fullmatch(r"\d{4}\D\d{3}", match[1])):
            fix = "区号后面是 7 位或 8 位，例如 0755-5550-0101；看看少打了还是多打了"
            yield finder(match.start(), f"电话“{match[0]}”的位数不对，拨不通", fix)


_GAP = re.compile(r" {3,}|\u3000{2,}")
_MARK_ALONE = re.compile(r"[-*+·•●○■□◆◇▪★※➢✓√]|[（(]?[\w一-十]{1,3}[.．、)）]|[①-⑳]|第.{1,3}[条章节]")


def _find_tabbed(plain: str, finder: Finder) -> Iterator[Problem]:
    """Cells that were pasted from a sheet, or set apart by spaces: on a page each gap is one space, and no column stands under its name."""
    start, head, told = 0, (0, ""), False
    for line in plain.split("\n"):
        spaced = "\t" not in line
        parts = _GAP.split(line.strip()) if spaced else line.strip().split("\t")
        cells = [cell.strip() for cell in parts if cell.strip()]
        many = len(cells) if len(cells) > 1 + spaced and "|" not in line and "：" not in line else 0
        if many == 2 and _MARK_ALONE.fullmatch(cells[0]):  # Word parts an item's number from its words so
            many = 0
        if many and many == len(head[1].split("\t")) and not told:
            told = True
            words = " | ".join(head[1].split("\t"))
            fix = f"写成表格：| {words[:60]} |，表头下面加一行 {'|---' * min(many, 9)}|，下面每行照样"
            problem = finder(head[0], "像是从表格贴来的，几列在页面上对不齐", fix)
            yield replace(problem, level="warning") if spaced else problem
        told, head = told and bool(many), (start, "\t".join(cells) if many else "")
        start += len(line) + 1


_FULL_REFERENCE = re.compile(r"(?<!!)\[(?!\^)([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_BARE_HEADING = re.compile(r"^[#＃]{1,6}[ \t\u3000]*$", re.M)
_SECOND_NUMBER = re.compile(r"^[ \t]*(?:[2-9]|\d{2,})[.)．、][ \t]", re.M)
_NUMBERED = re.compile(r"([ \t]*)(\d{1,9})[.)][ \t]+\S")
_NOTE_NAME = re.compile(r"^[ \t]{0,3}\[\^([^\[\]\n]+)\][:：]", re.M)


def _hollow(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _at(text: str, path: str, first_line: int, start: int, message: str, fix: str) -> Problem:
    line = text.count("\n", 0, start)
    column = start - text.rfind("\n", 0, start)
    return Problem(path, first_line + line, column, "body", "正文", message, fix)


def _check_labels(plain: str, finder: Finder) -> Iterator[Problem]:
    """Links by a label whose address stands nowhere."""
    labels = {fold_label(m[1]) for m in DEFINITION.finditer(plain)}
    for match in _FULL_REFERENCE.finditer(plain):
        label = match[2] or match[1]
        if fold_label(label) not in labels and not FACE.fullmatch(f"[{label}]"):
            message = f"“{match[0][:40]}”没有网址：正文里没有 [{label[:20]}]: 网址 这一行"
            yield replace(finder(match.start(), message, "写成 [文字](/路径/)，或在文末补上那一行"), level="warning")


def _check_notes(text: str, finder: Finder) -> Iterator[Problem]:
    notes = {m[1]: m.start() for m in reversed(list(_NOTE_NAME.finditer(text)))}
    inside = {m.start(): m.end() for m in _NOTE_NAME.finditer(text)}
    uses = [m for m in NOTE_USE.finditer(text) if not any(a <= m.start() < b for a, b in inside.items())]
    for name, start in notes.items():
        if all(use[1] != name for use in uses):
            yield finder(
                start, f"脚注 [^{name}] 没有人用，读到的人不知道说的是哪里", f"在正文里要说明的地方写上 [^{name}]"
            )
    for use in uses:
        if use[1] not in notes:
            yield finder(use.start(), f"脚注 [^{use[1]}] 没有写内容", f"在文末另起一行写 [^{use[1]}]: 说明")


def _check_numbers(text: str, finder: Finder) -> Iterator[Problem]:
    """A list counts on from its first number; where somebody typed another, the page would change it."""
    open_lists: dict[int, tuple[int, int]] = {}
    blank, start = 0, 0
    for line in text.split("\n"):
        match = _NUMBERED.match(line)
        depth = len(line) - len(line.lstrip())
        if match:
            depth, number = len(match[1].expandtabs(4)), int(match[2])
            first, last = open_lists.get(depth, (number, number - 1))
            if number not in (last + 1, first) and depth in open_lists:
                message = f"这一项写的是 {number}，页面会接着上一项数成 {last + 1}"
                yield finder(start, message, "改成连着的号码；要保留这个号，写成 “第" + str(number) + "项”")
            open_lists = {d: n for d, n in open_lists.items() if d < depth}
            open_lists[depth] = (first, last + 1)
        elif line.strip() and (blank or not open_lists):
            open_lists = {d: n for d, n in open_lists.items() if d < depth}
        blank = 0 if line.strip() else blank + 1
        start += len(line) + 1


_LOOKS: tuple[tuple[tuple[str, ...], Callable[[str, Finder], Iterator[Problem]]], ...] = (
    (("[^",), _check_notes),
    (("][",), _check_labels),
    (("0",), _find_short_phones),
    (("\t", "   ", "\u3000\u3000"), _find_tabbed),
)
"""What is asked of a text that holds one of some signs."""
