"""A room's door that fetches each name when it is first asked for; hides the modules behind it until then."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def fetch_from(door: str) -> Callable[[str], Any]:
    """The `__getattr__` of a door (PEP 562) whose imports stand under TYPE_CHECKING.

    A build in which nothing has changed needs a dozen names of five rooms: all the others, with pydantic, the Markdown
    and the PDF library behind them, take three times as long to import as it needs for its work.
    """
    homes: dict[str, tuple[str, str]] = {}

    def fetch(name: str) -> Any:
        module = sys.modules[door]
        if not homes:
            homes.update(_read_homes(Path(str(module.__file__))))
        if name not in homes:
            raise AttributeError(f"module {door!r} has no attribute {name!r}")
        home, called = homes[name]
        value = getattr(import_module(home), called)
        setattr(module, name, value)
        return value

    return fetch


def _read_homes(file: Path) -> dict[str, tuple[str, str]]:
    """Where each name of a door comes from and what it is called there, as its own lines say it: a list apart would go astray."""
    found = (node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.ImportFrom))
    inner = (node for node in found if node.module and node.module.count(".") == 2)
    return {name.asname or name.name: (str(node.module), name.name) for node in inner for name in node.names}
