"""The one Markdown dialect of the site; hides comrak and what its HTML still lacks.

CommonMark with tables, footnotes, strikethrough and definition lists, and emphasis that closes beside
Chinese punctuation (**重点：**请). Raw HTML passes through here; `plugins.text.prose` decides about it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import comrak

_HAN = r"[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
_SOFT_BREAK = re.compile(rf"{_HAN}\n[ \t]*{_HAN}")
_ENDS_IN_HAN = re.compile(rf"{_HAN}$")
_STARTS_IN_HAN = re.compile(rf"^\s*{_HAN}")
_STANDS_ALONE = re.compile(r"^(#|    |\t)|\|")
_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.S)
_TAG = re.compile(r"<[^>]*>")


@cache
def _options() -> tuple[comrak.ExtensionOptions, comrak.RenderOptions]:
    extensions = comrak.ExtensionOptions()
    extensions.table = True
    extensions.footnotes = True
    extensions.strikethrough = True
    extensions.description_lists = True
    extensions.cjk_friendly_emphasis = True
    rendering = comrak.RenderOptions()
    rendering.unsafe_ = True
    return extensions, rendering


def to_html(text: str) -> str:
    """A body's HTML, not yet made safe; headings have ids that keep Chinese words readable."""
    extensions, rendering = _options()
    html = comrak.render_markdown(_join_lines(text), extension_options=extensions, render_options=rendering)
    html = html.replace(" />", ">")
    if "data-footnote" in html:
        html = html.replace(" data-footnotes", "").replace(" data-footnote-ref", "")
        html = re.sub(r' data-footnote-backref data-footnote-backref-idx="[^"]*"', "", html)
        html = re.sub(r'aria-label="Back to reference ([^"]*)"', r'aria-label="回到正文第 \1 处"', html)
    if "<t" in html:
        html = re.sub(r'<(t[hd]) align="(left|center|right)">', r'<\1 class="align-\2">', html)
    return _name_headings(html) if "<h" in html else html


def _name_headings(html: str) -> str:
    used: Counter[str] = Counter()

    def name(match: re.Match[str]) -> str:
        anchor = slugify(_TAG.sub("", match[2]))
        used[anchor] += 1
        suffix = f"-{used[anchor]}" if used[anchor] > 1 else ""
        return f'<h{match[1]} id="{anchor}{suffix}">{match[2]}</h{match[1]}>'

    return _HEADING.sub(name, html)


def slugify(text: str) -> str:
    """An anchor that keeps Chinese words readable."""
    return re.sub(r"[^\w]+", "-", text.strip().lower()).strip("-") or "section"


def _join_lines(text: str) -> str:
    """Join lines between Han characters: a line break there would show as a space."""
    if not _SOFT_BREAK.search(text):
        return text
    joined: list[str] = []
    before = ""
    fenced = False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        apart = fenced or _STANDS_ALONE.search(before) or "|" in line
        if not apart and _ENDS_IN_HAN.search(before) and _STARTS_IN_HAN.match(line):
            joined[-1] += line.lstrip()
        else:
            joined.append(line)
        before = line
    return "\n".join(joined)
