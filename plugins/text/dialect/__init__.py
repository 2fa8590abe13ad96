"""What Chinese editors type, as extensions of Python-Markdown; docs/editing.md tells it to them."""

from collections.abc import Mapping
from typing import Any

from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension

from plugins.text.dialect.blocks import BlocksExtension
from plugins.text.dialect.boxes import AttributesExtension, ShortWordsExtension, TasksExtension
from plugins.text.dialect.emphasis import EmphasisExtension
from plugins.text.dialect.lines import LinesExtension
from plugins.text.dialect.links import LinksExtension, dial
from plugins.text.dialect.structure import BodyMistake, StructureExtension, StructurePreprocessor

BUILT_IN = frozenset(
    {"abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "meta", "sane_lists", "tables", "toc"}
)
"""Extensions of the library that the dialect has already, or has its own way for."""


def default_extensions(configs: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Extension, ...]:
    """Every extension of the dialect, new: each belongs to one Markdown; `configs` is what a site sets, by name."""
    given = configs or {}
    notes = {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": "回到正文第 {} 处", "SEPARATOR": "-"}
    return (
        TableExtension(use_align_attribute=True),
        FootnoteExtension(**{**notes, **given.get("footnotes", {})}),
        DefListExtension(),
        AttributesExtension(),
        AdmonitionExtension(),
        ShortWordsExtension(**given.get("abbr", {})),
        StructureExtension(),
        BlocksExtension(),
        LinesExtension(),
        EmphasisExtension(),
        LinksExtension(),
        TasksExtension(),
    )


__all__ = ["BUILT_IN", "BodyMistake", "StructurePreprocessor", "default_extensions", "dial"]
