"""New values as YAML text; hides quotes, and whether a value goes on one line or on several."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from yaml.resolver import Resolver

from plugins.text import Data

WIDEST = 120
"""A new part longer than this goes on several lines."""
_INDENT = 2


class YamlWriter:
    """New values as YAML text."""

    def __init__(self, plain: frozenset[str]) -> None:
        self._plain = plain

    def scalar(self, value: str, key: str, *, flow: bool, style: str | None = None) -> str:
        """One value on one line, in its old quotes where it had some."""
        if style == '"' or not self.may_be_plain(value, key, flow=flow):
            if style == "'" and "\n" not in value and value.isprintable():
                return "'" + value.replace("'", "''") + "'"
            return _quote(value)
        return "'" + value.replace("'", "''") + "'" if style == "'" else value

    def may_be_plain(self, value: str, key: str, *, flow: bool) -> bool:
        """Whether a value reads as itself without quotes, in our reader and in others."""
        tag = Resolver().resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
        text_like = tag == "tag:yaml.org,2002:str"
        if not (text_like or key in self._plain) or "\n" in value or not value.isprintable():
            return False
        # Whoever knows all of YAML's rules for plain words may list them; the parser itself is sure.
        try:
            node = yaml.compose(f"{{k: {value}, l: m}}" if flow else f"k: {value}\nl: m\n", Loader=yaml.CBaseLoader)
        except yaml.YAMLError:
            return False
        if not isinstance(node, yaml.MappingNode) or len(node.value) != 2:
            return False
        found = node.value[0][1]
        return isinstance(found, yaml.ScalarNode) and found.value == value and not found.style

    def flow(self, value: Data, key: str = "") -> str:
        """A value on one line."""
        if isinstance(value, dict):
            return "{" + ", ".join(f"{k}: {self.flow(v, k)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(v, key) for v in value) + "]"
        return self.scalar(value, key, flow=True)

    def block(self, value: Data, indent: int, key: str = "") -> str:
        """A mapping or list on lines of its own."""
        pad = " " * indent
        if isinstance(value, dict):
            return "".join(f"{pad}{k}:{self.after_key(v, indent, k)}" for k, v in value.items())
        items = value if isinstance(value, list) else [value]
        return "".join(f"{pad}- {self.after_dash(item, indent, key)}" for item in items)

    def after_dash(self, value: Data, indent: int, key: str, *, flow: bool = False) -> str:
        """What follows the dash of an item, with its line end."""
        if isinstance(value, dict):
            return self.flow(value) + "\n" if flow else self.block(value, indent + _INDENT).lstrip(" ")
        return self._line(value, indent + _INDENT, key) if isinstance(value, str) else self.flow(value, key) + "\n"

    def after_key(self, value: Data, indent: int, key: str) -> str:
        """What follows `key:`, with its line end."""
        if isinstance(value, str):
            return f" {self._line(value, indent + _INDENT, key)}"
        if not value:
            return " []\n" if isinstance(value, list) else " {}\n"
        if isinstance(value, dict):
            return "\n" + self.block(value, indent + _INDENT)
        return self._list(value, indent, key)

    def _list(self, value: Sequence[Data], indent: int, key: str) -> str:
        """Short words go on one line, sentences and parts on a line each."""
        short = all(isinstance(item, str) and re.fullmatch(r"[\w/.:-]{1,40}", item) for item in value)
        whole = self.flow(list(value), key)
        if short and len(whole) + indent <= WIDEST:
            return f" {whole}\n"
        pad = " " * (indent + _INDENT)
        lines = []
        for item in value:
            fits = len(self.flow(item)) <= WIDEST and "\n" not in str(item)
            lines.append(f"{pad}- {self.after_dash(item, indent + _INDENT, key, flow=fits)}")
        return "\n" + "".join(lines)

    def _line(self, value: str, indent: int, key: str) -> str:
        if "\n" in value and value.strip() == value and all(line == line.strip() for line in value.split("\n")):
            return self.literal(value, indent)
        return self.scalar(value, key, flow=False) + "\n"

    def literal(self, value: str, indent: int) -> str:
        """Several lines under a `|-`."""
        pad = " " * indent
        return "|-\n" + "".join(f"{pad}{line}\n" if line else "\n" for line in value.split("\n"))


def _quote(value: str) -> str:
    return str(yaml.dump(value, default_style='"', allow_unicode=True, width=float("inf"))).rstrip("\n")
