"""Bytes as text: YAML trees with places, Markdown bodies as safe HTML, and what was parsed before."""

from typing import TYPE_CHECKING

from plugins.doors import fetch_from

if TYPE_CHECKING:
    from plugins.text.articles import ARTICLE
    from plugins.text.bytes import HARMLESS, Sighting, read_bytes
    from plugins.text.cache import discard, hash_beside, hash_code, is_unchanged
    from plugins.text.extensions import name_dialect
    from plugins.text.figures import CARRIED, FIGURE, names_figures
    from plugins.text.markdown import ExtensionError, read_setting
    from plugins.text.markup import Element, Markup, Reader, Tag
    from plugins.text.nesting import BLOCKS, THROUGH, look_at_place, look_through
    from plugins.text.parsing import MAX_FRONT, Parsed, parse_files, parse_source
    from plugins.text.prose import Prose, Reference
    from plugins.text.targets import explain_address, explain_target
    from plugins.text.unfinished import find_gaps
    from plugins.text.words import find_unread, is_marked, link_targets, mark_words
    from plugins.text.yaml_text import MAX_MARKS, NOTHING, Data, Loc, Tree, parse
else:
    __getattr__ = fetch_from(__name__)

__all__ = [
    "ARTICLE",
    "BLOCKS",
    "CARRIED",
    "FIGURE",
    "HARMLESS",
    "MAX_FRONT",
    "MAX_MARKS",
    "NOTHING",
    "THROUGH",
    "Data",
    "Element",
    "ExtensionError",
    "Loc",
    "Markup",
    "Parsed",
    "Prose",
    "Reader",
    "Reference",
    "Sighting",
    "Tag",
    "Tree",
    "discard",
    "explain_address",
    "explain_target",
    "find_gaps",
    "find_unread",
    "hash_beside",
    "hash_code",
    "is_marked",
    "is_unchanged",
    "link_targets",
    "look_at_place",
    "look_through",
    "mark_words",
    "name_dialect",
    "names_figures",
    "parse",
    "parse_files",
    "parse_source",
    "read_bytes",
    "read_setting",
]
