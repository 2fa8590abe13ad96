"""What stands on the picture of a shared link."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the picture of a shared link says."""

    title: str
    """In large letters."""
    seal: str
    """The name whose first characters stand on the seal."""
    lines: tuple[str, str]
    """Beside the seal."""
