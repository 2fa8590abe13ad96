"""Task lists, abbreviations, attributes in braces; hides the elements they become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension, AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown

_ABBR = r"(?<![A-Za-z0-9_])(?:{})(?![A-Za-z0-9_])"
_TASK = re.compile(r"\[([ xX√✓　]?)\](?:[ \u3000]+(?=\S)|(?=[\u4e00-\u9fff“《（]))")


class Tasks(Treeprocessor):
    """- [ ] 没办的 and - [x] 办好的, as boxes nobody can tick."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            holder = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
            match = _TASK.match(holder.text or "")
            if not match:
                continue
            item.set("class", "task")
            box = Element("input", {"type": "checkbox", "disabled": "disabled"})
            if match[1].strip():
                box.set("checked", "checked")
            box.tail = " " + (holder.text or "")[match.end() :]
            label = Element("label")
            label.append(box)
            holder.text = ""
            holder.insert(0, label)


class Abbreviations(AbbrTreeprocessor):
    """The library asks for the edge of a word, which HSDS数据 has none of."""

    def run(self, root: Element) -> None:
        if self.abbrs:
            self.RE = re.compile(_ABBR.format("|".join(map(re.escape, sorted(self.abbrs, key=len, reverse=True)))))
            self.iter_element(root)


_LIST = r"\{:?[ ]*((?=[#.]|[\w-]+=)[^}\n ][^\n]*)\}"


class Attributes(AttrListTreeprocessor):
    """{#id} and {.note}; {备注} is words, which the library takes for the name of an attribute."""

    HEADER_RE = re.compile(rf"(?<![ ])[ ]++{_LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{_LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{_LIST}")  # type: ignore[misc]


class AttributesExtension(AttrListExtension):
    """Names and a few harmless classes, in braces."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Attributes(md), "attr_list", 8)
        md.registerExtension(self)


class ShortWordsExtension(AbbrExtension):
    """*[HSDS]: 人类服务数据规范"""

    abbrs: dict[str, str]

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.treeprocessors.register(Abbreviations(md, self.abbrs), "abbr", 7)


class TasksExtension(Extension):
    """Boxes for what is done and what is not."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Tasks(md), "tasks", 30)
