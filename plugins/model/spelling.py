"""What a value looks like when it is typed, in one record on its type; docs, sheets and schemas read it from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Cell = Literal["text", "day", "moment", "clock", "count", "flag", "phone", "code", "option"]
"""What a cell of a sheet holds: `code` is letters and digits that Excel may mistake for something else."""
FILLED = r"\S"
"""A text that is not empty, the one pattern that asks for no more than a part of it."""
DIGITS = "integer"
"""A value that YAML 1.2 takes for a number where it stands without quotes: the reader takes it as it was typed."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a value is written: in words, in a cell, and as an editor's tool may check it (JSON Schema)."""

    words: str
    cell: Cell = "code"
    in_cell: str = ""
    """The words beside a cell, where they differ."""
    pattern: str = ""
    """All of the text, as ECMA 262 has it; what a pattern cannot say (30 February) is left to `kangle check`."""
    types: tuple[str, ...] = ("string",)
    """The types of JSON that the text may become when a tool reads the YAML."""
    longest: int = 0
    """How many characters there may be; 0 where the pattern says it."""
    between: tuple[int, int] | None = None
    """The least and the greatest number."""
    choices: tuple[bool | str, ...] = ()
    example: str = ""
    """A value as it is typed in YAML, where the words are to be shown by one."""
    lines: bool = False
    """Whether it may have more than one line."""

    def schema(self) -> dict[str, object]:
        found: dict[str, object] = {"type": list(self.types) if len(self.types) > 1 else self.types[0]}
        if self.pattern:
            found["pattern"] = self.pattern if self.pattern == FILLED else rf"^\s*(?:{self.pattern})\s*$"
        if self.longest:
            found["maxLength"] = self.longest
        if self.between:
            found["minimum"], found["maximum"] = self.between
        if self.choices:
            found["enum"] = list(self.choices)
        return found


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a value as the id of an entry of a kind, or of a term in a list of community.yaml."""

    kind: str
    """The kind's name, or the field of community.yaml."""
    key: str = "id"
    """Which field of a term is meant."""
    noun: str = ""
    """What is missing where there is no such id, as 这个人."""
