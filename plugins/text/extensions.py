"""Which Markdown a run reads, in one word: Pelican's setting, and the code of other people's extensions."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from typing import Any

import orjson
from markdown.util import get_installed_extensions

from plugins.files import digest
from plugins.text.cache import hash_beside


def name_dialect(markdown: Mapping[str, Any] | None) -> str:
    """One word for Pelican's setting MARKDOWN and its extensions' code; those that are objects are another dialect in every run."""
    said = orjson.dumps(dict(markdown or {}), default=repr, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    named = (*((markdown or {}).get("extensions") or ()), *((markdown or {}).get("extension_configs") or {}))
    return digest(said, hash_extensions(tuple(n for n in named if isinstance(n, str))).encode())


@lru_cache(maxsize=8)
def hash_extensions(names: tuple[str, ...]) -> str:
    """The code of other people's extensions, as this process has loaded it: other code reads other bodies out of the same text."""
    parts = []
    for name in names:
        module = _module_of(name)
        with suppress(ImportError):
            top = import_module(module.partition(".")[0])
            parts.append("" if top is sys.modules["markdown"] else hash_beside(top))
    return "".join(parts)


def _module_of(name: str) -> str:
    """Where an extension stands that is named as Python-Markdown has it named: by an entry point, or as module:Class."""
    found = next((point.value for point in get_installed_extensions() if point.name == name), name)
    return found.partition(":")[0]
