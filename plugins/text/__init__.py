"""Bytes as text: YAML trees with places, Markdown bodies as safe HTML, and what was parsed before."""

from plugins.text.bytes import ATTACHMENTS, read_bytes
from plugins.text.cache import discard, hash_code
from plugins.text.markdown import ExtensionError, read_setting
from plugins.text.parsing import Parsed, is_unchanged, parse_files, parse_source
from plugins.text.prose import Prose, Reference
from plugins.text.yaml_text import Data, Loc, Tree, parse

__all__ = [
    "ATTACHMENTS",
    "Data",
    "ExtensionError",
    "Loc",
    "Parsed",
    "Prose",
    "Reference",
    "Tree",
    "discard",
    "hash_code",
    "is_unchanged",
    "parse",
    "parse_files",
    "parse_source",
    "read_bytes",
    "read_setting",
]
