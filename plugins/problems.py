"""What is wrong with a source and how to mend it; hides how a problem is worded and ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from plugins.private import mask

Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault at one place; line and column count from 1, and the message never holds private data."""

    path: str
    line: int
    column: int
    field: str
    label: str
    message: str
    fix: str
    level: Level = "error"

    def __post_init__(self) -> None:
        """A message often quotes what was typed: a personal number in it becomes stars."""
        for name in ("field", "message", "fix"):
            object.__setattr__(self, name, mask(getattr(self, name)))

    def __str__(self) -> str:
        field = f"{self.field} ({self.label})" if self.field and self.label else self.field or self.label
        named = f"{field}: " if field else ""
        return f"{self.path}:{self.line}:{self.column}: {named}{self.message} → {self.fix}"


class SourceError(Exception):
    """Raised when sources cannot become a site; holds every problem of the run, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
