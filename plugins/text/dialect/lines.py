"""Where a line break in a paragraph stays and where it goes; hides what tells a wrapped sentence from a line of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension

if TYPE_CHECKING:
    from markdown import Markdown

KEPT, SPACE, JOINED = "  \n", "\n", ""
"""A break that is shown, one that shows as a space, and none."""
_HAN = r"\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_HAN_IN = re.compile(f"[{_HAN}]")
_SAID = re.compile(r"\w")
_ENDS_IN_HAN = re.compile(rf"[{_HAN}][*_~）)]*$")
_STARTS_IN_HAN = re.compile(rf"^[*_~（(]*[{_HAN}]")
_LABEL = re.compile(r"^[*_]{0,2}[^\s：:，。；、！？]{1,12}(?:：|[*_]{0,2}：|:(?=[ \u4e00-\u9fff]))")
"""时间：…, **地点**：…, Tel: …"""
_NUMBERED = re.compile(
    r"^[*_]{0,2}(?:[一二三四五六七八九十百]{1,4}[、.．]|第[一二三四五六七八九十百\d]{1,4}[条章节步项天场期批组]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|[\d０-９]{1,3}[、．.)）](?!\d)|[①-⑳㈠-㈩⑴-⒇]|[A-Za-z][.．、）)]"
    r"|[·•●○■□◆◇▪★☆※▶►✓✔☑☎✆]|[\U0001f300-\U0001faff\u2600-\u27bf])"
)
_SIGN = re.compile(r"^(?:[\d０-９]{1,3}[、．）]|[①-⑳㈠-㈩⑴-⒇·•●○■□◆◇▪★☆※▶►✓✔☑☎✆])")
_CONTACT = re.compile(
    r"^(?:[☎✆📞]|[（(]?\+?\d[\d\-－（）() ]{4,}|https?://|www\.|[\w.+-]+@[\w-]+\.|\d{1,2}[:：]\d{2})", re.ASCII
)
"""A line that begins with a phone, an address or a time."""
_ENDS_A_SENTENCE = re.compile(r"[。！？!?；;…][”’』」）)*_]*$")
_GOES_ON = re.compile(r"[，、,（(“‘《【—-]$")
_BROKEN = re.compile(r"<br[ ]?/?>[ ]*$")
VERSES, VERSE = 4, 32
"""So many lines and none wider than that: nobody wraps a sentence so early, it is a poem or a list."""
FULL = 40
"""Columns (a Han character is two) from which on a line was wrapped rather than ended."""


_FIGURES = re.compile(r"(?=[^0-9]*[0-9])[^A-Za-z]*\Z")
"""Phones, days and hours under each other are lines; a sentence in English was wrapped."""


def joins(before: str, after: str) -> str:
    """What becomes of the break between two lines of a paragraph."""
    if not (_SAID.search(before) and _SAID.search(after)):
        return KEPT
    if not (_HAN_IN.search(before) or _HAN_IN.search(after)):
        figures = _FIGURES.match(before) and _FIGURES.match(after)
        return KEPT if figures or _SIGN.search(after) else SPACE
    if _is_kept(before.strip(), after.strip()):
        return KEPT
    return JOINED if _ENDS_IN_HAN.search(before.rstrip()) or _STARTS_IN_HAN.search(after.lstrip()) else SPACE


_RULED = re.compile(r"(?:-{3}|={3}|~{3}|\*{3}|—{3}|_{3}|…{3}|～{3})$")


def _is_kept(before: str, after: str) -> bool:
    if _RULED.search(before):
        return True
    if not before or before[-1] in "：:" or _LABEL.search(after) or _NUMBERED.search(after) or _CONTACT.search(after):
        return True
    if _GOES_ON.search(before):
        return False
    width = _width(before)
    if _ENDS_A_SENTENCE.search(before) or _CONTACT.search(before):
        return width < 2 * FULL - 8
    return width < FULL


def _width(text: str) -> int:
    return len(text) + sum(c > "\u2e7f" for c in text)


def arrange(block: str) -> str:
    """The lines of a paragraph with the breaks that are meant."""
    lines = block.split("\n")
    out = [lines[0].strip(" ")] if not lines[0].endswith("  ") else [lines[0].lstrip(" ")]
    before = lines[0]
    verses = len(lines) >= VERSES and all(_HAN_IN.search(line) and _width(line.strip()) <= VERSE for line in lines)
    for line in lines[1:]:
        if line.lstrip(" ").startswith(("{:", "{#", "{.")):
            out += ["\n", line]
            continue
        if before.rstrip().endswith((">", "<br")) and _BROKEN.search(before):
            out.append(SPACE)
        elif before.endswith(("  ", "\\")):
            out[-1] = out[-1].rstrip(" \\")
            out.append(KEPT)
        else:
            out.append(KEPT if verses else joins(before, line))
        out.append(line.lstrip(" "))
        before = line
    return "".join(out)


class LinesProcessor(ParagraphProcessor):
    """Paragraphs, their breaks arranged."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        if "\n" in blocks[0]:
            blocks[0] = arrange(blocks[0].strip("\n"))
        super().run(parent, blocks)


class LinesExtension(Extension):
    """Line breaks stay where lines are lines."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.parser.blockprocessors.register(LinesProcessor(md.parser), "paragraph", 10)
