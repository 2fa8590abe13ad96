"""Whether every word of a body stands on its page, in order; hides what of the source is markup.

The markup that shows nothing (addresses, labels, tags, numbers of items) is taken out of the source; what is left of
letters, digits and Chinese signs must be the page's own. Most bodies are settled by comparing the two once. Where they
differ, a walk finds the first words that are missing and names their line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape, unescape
from urllib.parse import unquote

from plugins.problems import Problem

_KEPT = re.compile(r"[^\s_!-#&-/:-?\[-`{-\xb1＃＊＞｜【】［］（）～！：·•▪◦‣－﹡]+")
"""What counts: all but spaces and the signs that may be markup, half-width or full-width."""
CODE = re.compile(
    r"^([ \t]*)(`{3,}|~{3,})[ \t]*+[a-zA-Z0-9+#.-]*+[ \t]*+\n(.*?)(?:^[ \t]*\2[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`)([^\n]+?(?:\n(?![ \t]*\n)[^\n]+?)?)(?<!`)\4(?!`)",
    re.M | re.S,
)
_TARGET = re.compile(r"([\]］】][ \u3000]?)[(（][ \t]*+(?:<[^<>\n]*>|[^()（）\n]*(?:\([^()\n]*\)[^()（）\n]*)*)[)）]")
_TAG = re.compile(
    r"""<(?:/[a-zA-Z][a-zA-Z0-9]*\s*|[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?)*\s*/?)>"""
)
"""A tag as it is to be typed: words of a sentence are no names of attributes."""
_NUMBER = re.compile(r"^[ \t\u3000>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){0,4}\d{1,9}[.)．、）][ \t\u3000]*", re.M)
_TASK = re.compile(r"^[ \t>]*(?:[-*+][ \t]*|\d+[.)][ \t]+)\[[xX √✓\u3000]?\]", re.M)
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}\n]*\}")
DEFINITION = re.compile(
    r"^[ \t]{0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*<?(\S+?)>?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$", re.M
)
_ABBREVIATION = re.compile(r"^[ \t]{0,3}\*\[([^\[\]\n]+)\][：:][ \t]*+(.*)$", re.M)
_BRACKETED = re.compile(r"\[([^\[\]\n]+)\]")
_LABEL = re.compile(r"(?<=[\]］])\[[^\[\]\n]*\]")
_NOTE = re.compile(r"^[ \t]{0,3}\[\^[^\[\]\n]+\][:：]", re.M)
_ENTITY = re.compile(r"&(?:[a-zA-Z]\w{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_LEADS = re.compile(r'\b(?:href|src)="([^"]*)"')
_MARKS = re.compile(r"[`~<{\[\]］】&!！0-9]")
"""A body without any of these is words alone, and signs that do not count."""
NOTE_USE = re.compile(r"\[\^([^\[\]\n]+)\](?!:)")
_BOX = re.compile(
    r"^[ \t>]*(?:!!!|！！！)[ \t]*(?:注意|警告|小心|危险|重要|提示|小贴士|窍门|说明|warning|caution|danger|attention|important|tip|hint|note|info)(?![^\s\"“])",
    re.M | re.I,
)
_BOX_TITLE = re.compile(r"^([ \t>]*(?:!!!|！！！)[ \t]*+(?:[^\s\"“]++[ \t]*+)?)“([^”\n]*)”", re.M)
_DIVIDER = re.compile(r"^[ \t>]*[|｜][|｜:：\-－— \t]+$", re.M)
_NOTE_BLOCK = re.compile(r"^[ \t]{0,3}\[\^[^\[\]\n]+\][:：].*(?:\n(?![ \t]*\n).*|\n(?:[ \t]*\n)+(?: {4}|\t).*)*", re.M)
"""A footnote's text, which the page has at its end."""
CONTENTS = re.compile(r"^[ \t]*\[(?:TOC|目录)\][ \t]*$", re.M | re.I)

_MADE = re.compile(
    r'<sup id="fnref[^<>]*>(?:(?!<sup).)*?</sup>|<a class="footnote-backref"(?:(?!<a ).)*?</a>'
    r'|<ul>\n(?:<li><a href="#[^"<>]*">(?:(?!<a ).)*?</a></li>\n)+</ul>',
    re.S,
)
"""What the page says and nobody typed: numbers of footnotes, ways back, the list of contents."""
_ALT = re.compile(r'<img\b[^<>]*?\balt="([^"<>]*)"[^<>]*>')
ANY_TAG = re.compile(r"<[^<>]*>")
_NEAR = (24, 12, 6, 3, 2, 1)
_FAR = 4_000
_MOST = 5
"""More lines than that are not told: the first few say what is wrong."""


def account(text: str, html: str, path: str, first_line: int) -> Iterator[Problem]:
    """A problem for each run of words of a body that its page does not have."""
    said = _said(html, CONTENTS.search(text) is not None)
    typed = _typed(text, html)
    spans = _order(text) if "]:" in text or "]：" in text else ((0, len(text)),)
    if said == "".join("".join(_KEPT.findall(typed, *span)) for span in spans):
        return
    for number, (start, end) in enumerate(_missing(typed, said, spans)):
        if number == _MOST:
            return
        yield _tell(text, start, end, path, first_line)


def _order(text: str) -> tuple[tuple[int, int], ...]:
    """The parts of a source as its page has them: footnotes come last."""
    notes = [match.span() for match in _NOTE_BLOCK.finditer(text)] if "[^" in text else []
    edges = [0, *(edge for note in notes for edge in note), len(text)]
    return (*zip(edges[::2], edges[1::2], strict=True), *notes)


def _said(html: str, contents: bool) -> str:
    """The words of a page, its pictures' among them."""
    if contents or "footnote" in html:
        html = _MADE.sub("", html)
    if "<img" in html:
        html = _ALT.sub(lambda m: f" {m[1]} ", html)
    words = ANY_TAG.sub("", html)
    return "".join(_KEPT.findall(unescape(words) if "&" in words else words))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _typed(text: str, html: str) -> str:
    """The source with spaces for its markup, so that every word keeps its place."""
    if not _MARKS.search(text):
        return text
    parts, end = [], 0
    for match in CODE.finditer(text) if "`" in text or "~~~" in text else ():
        parts.append(_without_markup(text[end : match.start()], html))
        inner = 3 if match[2] else 5
        parts.append(" " * (match.start(inner) - match.start()) + match[inner] + " " * (match.end() - match.end(inner)))
        end = match.end()
    parts.append(_without_markup(text[end:], html))
    return "".join(parts)


def _without_markup(text: str, html: str) -> str:
    if "]" in text or "］" in text or "】" in text:
        text = _without_brackets(text, html)
    if "<" in text:
        text = _TAG.sub(_blank, text)
    if "{" in text:
        text = _ATTRIBUTES.sub(lambda m: m[0] if m[0] in html else _blank(m), text)
    if "!!!" in text or "！！！" in text:
        text = _BOX.sub(_blank, _BOX_TITLE.sub(r"\1 \2 ", text))
    if "</table>" in html and "—" in text:
        text = _DIVIDER.sub(_blank, text)
    if "<ol" in html:
        text = _NUMBER.sub(_blank, text)
    return _ENTITY.sub(lambda m: unescape(m[0]).ljust(len(m[0])), text) if "&" in text else text


def _without_brackets(text: str, html: str) -> str:
    """A text without addresses and labels; an address counts as markup only where the page leads there."""
    addresses = unquote(unescape(" ".join(_LEADS.findall(html))))

    def leads(target: str) -> bool:
        word = re.split(r"[ \t\"'<>]", target.strip("<> \t"), maxsplit=1)[0]
        return word.lower().startswith(("tel:", "mailto:")) or unquote(unescape(word.replace("／", "/"))) in addresses

    if "]:" in text or "]：" in text:
        labels = Counter(fold_label(label) for label in _BRACKETED.findall(text))
        text = DEFINITION.sub(lambda m: _blank(m) if leads(m[2]) and labels[fold_label(m[1])] > 1 else m[0], text)
        text = _ABBREVIATION.sub(
            lambda m: _blank(m) if f'title="{escape(m[2].strip())}">{escape(m[1].strip())}<' in html else m[0], text
        )
    if "[^" in text:
        text = _NOTE.sub(_blank, NOTE_USE.sub(_blank, text))
    text = _TARGET.sub(lambda m: _blank(m) if leads(m[0][len(m[1]) :].strip(" \u3000()（）")) else m[0], text)
    if "][" in text:
        text = _LABEL.sub(_blank, text)
    if "[ ]" in text or "[x]" in text or "[X]" in text:
        text = _TASK.sub(_blank, text)
    return CONTENTS.sub(_blank, text) if "toc]" in text.lower() or "录]" in text else text


def _missing(typed: str, said: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where words stand in the source that the page does not have at their turn: start and end of each run."""
    places = [i for span in spans for m in _KEPT.finditer(typed, *span) for i in range(*m.span())]
    words = "".join(typed[i] for i in places)
    at = on = 0
    while at < len(words):
        if on < len(said) and words[at] == said[on]:
            at, on = at + 1, on + 1
            continue
        lost, more = _resume(words, said, at, on)
        run = words[at : at + lost]
        if lost and said.count(run) < words.count(run):
            yield places[at], places[at + lost - 1] + 1
        at, on = at + lost, on + more


def _resume(words: str, said: str, at: int, on: int) -> tuple[int, int]:
    """How much of the source and how much of the page to pass over until both go on alike."""
    if on >= len(said):
        return len(words) - at, 0
    for near in _NEAR:
        ahead = words[at : at + near]
        if len(ahead) == near and (more := said[on : on + _FAR].find(ahead)) >= 0:
            lost = words[at : at + _FAR].find(said[on : on + near]) if on + near <= len(said) else -1
            if lost < 0 or more <= lost:
                return 0, more
        if on + near <= len(said) and (lost := words[at : at + _FAR].find(said[on : on + near])) >= 0:
            return lost, 0
    return 1, 1


def _tell(text: str, start: int, end: int, path: str, first_line: int) -> Problem:
    number = text.count("\n", 0, start)
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin : (text.find("\n", start) + 1 or len(text) + 1) - 1]
    words = re.sub(r"\s+", " ", text[start : min(end, begin + len(line))]).strip()
    message = f"“{words[:30]}{'…' if len(words) > 30 else ''}”不会出现在页面上"
    return Problem(path, first_line + number, start - begin + 1, "body", "正文", message, _mend(line))


def _mend(line: str) -> str:
    if re.match(r"\s*\*?\[[^\]]+\]:", line):
        return "这一行像链接或缩写的定义；要显示，就把半角冒号改成全角“：”"
    return "换一种写法，或空一行另起一段"


# What is shown as it was typed though it was meant as markup


def fold_label(label: str) -> str:
    return re.sub(r"\s+", " ", label).strip().casefold()
