"""Python-Markdown, run without what a body does not need; hides which part looks for which character.

The output is the library's own, byte for byte: a test holds it. Taken out of the way: asking a registry for its
next entry (it sorts itself each time), calling a pattern whose first character is not in the text, and walking the tree
for lists of attributes, footnotes and escapes that no line of the body can have made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.inlinepatterns import ReferenceInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_EMPTY = frozenset({
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "link", "meta", "param",
    "source", "track", "wbr",
})  # fmt: skip
_BARE_AMP = re.compile(r"&(?!(?:\#[0-9]+|\#x[0-9a-f]+|[0-9a-z]+);)", re.I)
_FIRST = {
    "backtick": "`", "escape": "\\", "footnote": "[^", "reference": "[", "link": "[", "image_link": "![",
    "image_reference": "![", "short_reference": "[", "short_image_ref": "![", "autolink": "<", "automail": "<",
    "linebreak": "  \n", "html": "<", "entity": "&", "strong_em": "***", "strong_line": "__", "em": "*", "em_line": "_",
    "deleted": "~~", "marked": "==", "loose": "**", "half_loose": "**",
}  # fmt: skip
"""What stands in every text that an inline pattern can match."""
_NEEDS = {
    "bare": re.compile(
        r"://|www\.|@|(?<!xh:)[0０]\d\d|[48]00|\+86|(?<!\d)0086|(?:热线|电话|致电|[打拨])[：:]?[ ]?(?=\d)|\d[ ]?[\u4e00-\u9fff]{0,4}热线"
    ),
    "typed": re.compile(
        r"[］】]|\][ \u3000（]|\]\((?=[^() \u3000／）\n]*+(?:\([^() \u3000／）\n]*+\)?[^() \u3000／）\n]*+)?[ \u3000／）])|\]\(tel:|！\["
    ),
    "loose": re.compile(r"\*\*[ \u3000]|[ \u3000]\*\*"),
    "half_loose": re.compile(r"\*\*[ \u3000]|[ \u3000]\*\*"),
    "strong": re.compile(r"\*\*|＊＊"),
}
_BLOCK_NEEDS = {
    "admonition": "!!!", "defindent": ":   ", "deflist": ":   ", "indent": "    ", "table": "|", "hashheader": "#", "hr": "---",
    "quote": ">", "footnote": "[^", "abbr": "*[", "reference": "]:",
}  # fmt: skip
"""What stands in every body that has such a block; elsewhere nobody asks for one."""
_TREE_NEEDS = {
    "footnote": "[^", "footnote-duplicate": "[^", "tasks": "[", "attr_list": "{", "abbr": "*[", "unescape": "\\",
}  # fmt: skip


def registered(registry: Any) -> list[str]:
    """The names in a registry of the library, in order once it was read."""
    len(list(registry))
    return [item.name for item in registry._priority]


class _Entries(list[Any]):
    """A registry that is settled: its entries in order, and by name."""

    def __init__(self, registry: Any) -> None:
        super().__init__(registry)
        self.names = registered(registry)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)


_MARK = re.compile(r"[\\`\[<&*_~=＊\n］】]")
_MARK_OR_CONTACT = re.compile(r"[\\`\[<&*_~=＊\n］】0-9０@/]")
"""What stands in every text that any pattern of the dialect can match, but for www."""


def _is_plain(text: str) -> bool:
    return not _MARK_OR_CONTACT.search(text) and "www." not in text


class _Inline(InlineProcessor):
    """The library's walk, with patterns called only where they can match."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.atoms = True
        entries = _Entries(md.inlinePatterns)
        self._plan = [
            (pattern, _FIRST.get(name, ""), _NEEDS.get(name), isinstance(pattern, ReferenceInlineProcessor))
            for name, pattern in zip(entries.names, entries, strict=True)
        ]
        # The library's methods have two underscores: this is the name Python gives them outside.
        self._apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        self._chosen: dict[frozenset[str], tuple[int, ...]] = {}

    def _choose(self, marks: frozenset[str]) -> tuple[int, ...]:
        """The patterns that a text with these marks may need, worked out once for each set."""
        if marks not in self._chosen:
            self._chosen[marks] = tuple(
                i for i, (_, first, _, _) in enumerate(self._plan) if not first or first.lstrip(" !")[0] in marks
            )
        return self._chosen[marks]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Walk the tree; a text that no pattern can match is an atom, which the walk leaves alone, and so do abbreviations."""
        if self.atoms:
            for element in tree.iter():
                text = element.text
                if text and _is_plain(text):
                    element.text = AtomicString(text)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or _is_plain(data):
            return data
        for index in self._choose(frozenset(_MARK.findall(data))):
            pattern, first, needs, refers = self._plan[index]
            if (
                index < patternIndex
                or first not in data
                or (needs and not needs.search(data))
                or (refers and not self.md.references)
            ):
                continue
            start, matched = 0, True
            while matched:
                data, matched, start = self._apply(pattern, data, index, start)
        return data


class _Blocks(BlockParser):
    """The library's parser, with the processors whose mark is in the body."""

    plan: tuple[tuple[Any, str], ...] = ()
    active: tuple[Any, ...] = ()

    def choose(self, text: str) -> None:
        self.active = tuple(processor for processor, needs in self.plan if needs in text)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        active = self.active
        while blocks:
            for processor in active:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


class _Tuned(Markdown):
    """A Markdown that leaves out what its text cannot need."""

    tree_plan: tuple[tuple[Any, str], ...] = ()
    pre_plan: tuple[tuple[Any, str], ...] = ()
    prettify: Any = None
    inline: Any = None

    def convert(self, source: str) -> str:
        if not source.strip():
            return ""
        self.lines = source.split("\n")
        for step, needs in self.pre_plan:
            if needs in source:
                self.lines = step.run(self.lines)
        text = "\n".join(self.lines)
        parser: Any = self.parser
        parser.choose(text)
        root = parser.parseDocument(self.lines).getroot()
        self.inline.atoms = "*[" not in text
        listed = "{" in text  # lists of attributes are read from what prettify has set apart
        for step, needs in self.tree_plan:
            if needs in text and (listed or step is not self.prettify):
                changed = step.run(root)
                root = root if changed is None else changed
        output = self.serializer(root) if listed else serialize(root, self)
        output = output[output.index(">") + 1 : output.rindex("<")].strip()
        for step in self.postprocessors:
            output = step.run(output)
        return output.strip()


def serialize(root: Element, md: Markdown) -> str:
    """A tree as HTML with the line ends prettify would set, in one walk instead of three."""
    out: list[str] = []
    _write(root, md.block_level_elements, out.append, pretty=True)
    return "".join(out)


def _write(element: Element, blocks: list[str], write: Callable[[str], None], *, pretty: bool) -> None:
    tag, text = element.tag, element.text
    inner = pretty and tag not in ("code", "pre") and tag in blocks
    if inner and len(element) and not (text and text.strip()) and element[0].tag in blocks:
        text = "\n"
    if element.attrib:
        _write_start(element, write)
    else:
        write(f"<{tag}>")
    if text:
        write(_escape(text))
    for child in element:
        _write(child, blocks, write, pretty=inner and child.tag in blocks)
    if tag not in _EMPTY:
        write(f"</{tag}>")
    tail = element.tail
    if tag == "br":
        write("\n" + _escape(tail) if tail and tail.strip() else "\n")
    elif pretty and not (tail and tail.strip()):
        write("\n")
    elif tail:
        write(_escape(tail))


def _write_start(element: Element, write: Callable[[str], None]) -> None:
    write(f"<{element.tag}")
    for name, value in sorted(element.items()):
        if name == value and name in ("checked", "disabled"):
            write(f" {name}")
        else:
            quoted = _escape(value).replace('"', "&quot;")
            write(f' {name}="{quoted}"')
    write(">")


def _escape(text: str) -> str:
    if "&" in text:
        text = _BARE_AMP.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;") if "<" in text or ">" in text else text


def tune(md: Markdown) -> Markdown:
    """The same Markdown, tuned; nothing may be registered with it from here on."""
    trees, blocks, before = md.treeprocessors, md.parser.blockprocessors, md.preprocessors
    md.__class__ = _Tuned
    md.parser.__class__ = _Blocks
    inline = _Inline(md)
    entries = _Entries(trees)
    tuned: Any = md
    tuned.tree_plan = tuple(
        (inline if name == "inline" else step, _TREE_NEEDS.get(name, ""))
        for name, step in zip(entries.names, entries, strict=True)
    )
    tuned.treeprocessors = entries
    entries[entries.names.index("inline")] = inline
    tuned.inline = inline
    tuned.prettify = trees["prettify"]
    settled = _Entries(blocks)
    tuned.parser.plan = tuple((step, _BLOCK_NEEDS.get(n, "")) for n, step in zip(settled.names, settled, strict=True))
    tuned.parser.blockprocessors = settled
    first = _Entries(before)
    tuned.pre_plan = tuple(
        (step, "<" if name == "html_block" else "") for name, step in zip(first.names, first, strict=True)
    )
    tuned.preprocessors = first
    tuned.postprocessors = _Entries(md.postprocessors)
    tuned.inlinePatterns = _Entries(md.inlinePatterns)
    return md
