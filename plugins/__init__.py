"""Kangle: the plugins that turn a community's Markdown and YAML into its website."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """`plugins.Kangle`, as PELICAN_CLASS names it: Pelican looks no deeper, and nobody else should wait for Pelican."""
    if name == "Kangle":
        return import_module("plugins.failure").import_or_leave("plugins.run").Kangle
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
