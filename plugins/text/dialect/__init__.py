"""What Chinese editors type, as extensions of Python-Markdown; docs/editing.md tells it to them."""

from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension

from plugins.text.dialect.blocks import BlocksExtension
from plugins.text.dialect.boxes import ShortWordsExtension, TasksExtension
from plugins.text.dialect.emphasis import EmphasisExtension
from plugins.text.dialect.lines import LinesExtension
from plugins.text.dialect.links import LinksExtension, dial
from plugins.text.dialect.structure import Finding, StructureExtension, StructurePreprocessor


def default_extensions() -> tuple[Extension, ...]:
    """Every extension of the dialect, new: each belongs to one Markdown."""
    return (
        TableExtension(use_align_attribute=True),
        FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE="回到正文第 {} 处", SEPARATOR="-"),
        DefListExtension(),
        AttrListExtension(),
        AdmonitionExtension(),
        ShortWordsExtension(),
        StructureExtension(),
        BlocksExtension(),
        LinesExtension(),
        EmphasisExtension(),
        LinksExtension(),
        TasksExtension(),
    )


__all__ = ["Finding", "StructurePreprocessor", "default_extensions", "dial"]
