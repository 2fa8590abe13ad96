"""Marks in a text of the data: bold, links, addresses and phones, but no blocks; hides the Markdown that reads them."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from html import escape, unescape

import nh3
from markdown import Markdown

from plugins.text.markdown import PLAIN, build
from plugins.text.tuning import registered

_KEPT = {
    "backtick",
    "escape",
    "link",
    "typed",
    "bare",
    "linebreak",
    "loose",
    "strong_em",
    "strong",
    "em",
    "deleted",
    "half_loose",
}
_TAGS = {"a", "code", "del", "em", "strong"}
_MAYBE = re.compile(r"[*`~@\[【［0-9]|https?:|www\.")
_MARKED = re.compile(
    r"<(?:strong|em|del|code)>|!?[\[［【][^\[\]]*[\]］】][ \u3000]?[(（][ \u3000]*(?:[/／#.]|https?:|www\.|tel:|mailto:|\w+\.\w+)"
)
_HTML = re.compile(
    r"</?(?:b|strong|i|em|u|s|del|br|p|div|span|font|a|sup|sub|h[1-6]|img|center)(?:\s[^<>]{0,300})?/?>|&(?:[a-z]{2,8}|#\d{2,6});",
    re.I,
)
"""Tags and entities of a web page: a field shows them as they are typed."""
_HALF_LINK = re.compile(r"\]\((?=/|#|https?:|mailto:|tel:)")
_ONLY_IN_BODIES = re.compile(r"==[^=\s][^=\n]{0,60}==|\[\^[^\]\n]{1,20}\]|[!！]\[[^\]\n]{0,60}\][(（]")
"""Marks that a body reads and a field does not."""
_HREF = re.compile(r'href="([^"]*)"')


@lru_cache(maxsize=8)
def _engine(thread: int) -> Markdown:  # noqa: ARG001
    """The dialect's inline patterns without raw HTML, references and blocks; one a thread."""
    md = build(PLAIN)
    for name in registered(md.inlinePatterns):
        if name not in _KEPT:
            md.inlinePatterns.deregister(name)
    for name in registered(md.parser.blockprocessors):
        if name not in ("empty", "paragraph"):
            md.parser.blockprocessors.deregister(name)
    for name in ("structure", "html_block"):
        md.preprocessors.deregister(name)
    for name in ("footnote", "footnote-duplicate", "attr_list", "tasks", "abbr"):
        md.treeprocessors.deregister(name)
    return md


@lru_cache(maxsize=4096)
def mark_words(text: str) -> str:
    """A text as safe HTML, its lines still apart by line ends."""
    return "\n".join(_mark_line(line) for line in text.split("\n"))


def _mark_line(line: str) -> str:
    if not line.strip() or not _MAYBE.search(line):
        return escape(line, quote=False)
    html = _engine(threading.get_ident()).reset().convert(line.strip())
    html = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "class"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return html.strip()


def link_targets(text: str) -> tuple[str, ...]:
    """What the links of a text lead to; those that are no link for safety's sake too."""
    if "(" not in text and "（" not in text:
        return ()
    typed = re.findall(r"[\]］】][ \u3000]?[(（][ \u3000]*([^()（）\s]*)", text)
    return tuple(dict.fromkeys(unescape(target) for target in (*_HREF.findall(mark_words(text)), *typed)))


def find_unread(text: str) -> tuple[str, str] | None:
    """What of a text with marks would be shown as it was typed, and what to do; None where nothing is."""
    tag = _HTML.search(text)
    if tag:
        return f"“{tag[0][:20]}”是网页的写法，页面会原样显示", "删掉它；加粗写 **文字**，链接写 [文字](/路径/)"
    mark = _ONLY_IN_BODIES.search(text)
    if mark:
        return f"“{mark[0][:20]}”这里不认得，居民看不到", "加粗写 **文字**；图片、脚注和标色写在正文里"
    if "](" in text and _HALF_LINK.search(
        unescape(re.sub(r"<code>[^<]*+(?:<(?!/?code>)[^<]*+)*</code>", "", mark_words(text)))
    ):
        return "链接没有写完整，页面会原样显示", "写成 [文字](/路径/)，括号成对"
    return None


def is_marked(text: str) -> bool:
    """Whether a text holds marks that a place without any would show as they are typed."""
    if _HTML.search(text) or _ONLY_IN_BODIES.search(text):
        return True
    return bool(re.search(r"[*`~\]］】]", text)) and bool(_MARKED.search(mark_words(text)) or _MARKED.search(text))
