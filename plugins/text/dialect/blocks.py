"""The library's block processors, made strict: what the structure pass did not mean is words; hides their registration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.htmlparser import HTMLExtractor
from markdown.preprocessors import HtmlBlockPreprocessor

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.blockparser import BlockParser


class InOrder(HTMLExtractor):
    """Raw HTML; the library moves a <br> or an entity behind a block on its line to the end of the body."""

    def handle_empty_tag(self, data: str, is_block: bool) -> None:
        if self.intail and not self.inraw and not is_block:
            self.cleandoc.append(data)
        else:
            super().handle_empty_tag(data, is_block)


class RawBlocks(HtmlBlockPreprocessor):
    """The library's own, with nothing moved."""

    def run(self, lines: list[str]) -> list[str]:
        parser = InOrder(self.md)
        parser.feed("\n".join(lines))
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class HeadingBlock(BlockProcessor):
    """## 标题 on a line of its own; the library's expression looks for one anywhere and is quadratic."""

    _LINE = re.compile(r"(#{1,6}) ([^\n]*)(?:\n|$)")

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("#") and self._LINE.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        match = self._LINE.match(blocks[0])
        if match is None:
            return
        element = SubElement(parent, f"h{len(match[1])}")
        element.text = match[2].strip()
        rest = blocks.pop(0)[match.end() :]
        if rest:
            blocks.insert(0, rest)


class RuleBlock(BlockProcessor):
    """--- on a line of its own."""

    def test(self, parent: Element, block: str) -> bool:
        return block == "---"

    def run(self, parent: Element, blocks: list[str]) -> None:
        blocks.pop(0)
        SubElement(parent, "hr")


class Numbered(SaneOListProcessor):
    """A number of four digits is a year, not an item."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.RE = re.compile(r"^\d{1,3}\.[ ]+(.*)")
        self.CHILD_RE = re.compile(r"^((\d{1,3}\.))[ ]+(.*)")
        self.INDENT_RE = re.compile(r"^[ ]{4,7}((\d{1,3}\.)|-)[ ]+.*")


class Bulleted(SaneUListProcessor):
    """The structure pass writes every mark of an item as a hyphen."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.RE = re.compile(r"^-[ ]+(.*)")
        self.CHILD_RE = re.compile(r"^((-))[ ]+(.*)")
        self.INDENT_RE = re.compile(r"^[ ]{4,7}((\d{1,3}\.)|-)[ ]+.*")


class BlocksExtension(Extension):
    """No code from four spaces, no heading from a line of hyphens."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.ESCAPED_CHARS += [mark for mark in "\"$%',/:;<=?@^|~" if mark not in md.ESCAPED_CHARS]
        processors = md.parser.blockprocessors
        processors.deregister("code")
        processors.deregister("setextheader")
        md.preprocessors.register(RawBlocks(md), "html_block", 20)
        processors.register(HeadingBlock(md.parser), "hashheader", 70)
        processors.register(RuleBlock(md.parser), "hr", 50)
        processors.register(Numbered(md.parser), "olist", 40)
        processors.register(Bulleted(md.parser), "ulist", 30)
