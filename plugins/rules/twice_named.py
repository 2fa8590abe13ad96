"""Two parts of one list under one name: two answers, two papers, two roles; hides by what each is told from the next."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

from plugins.problems import Level
from plugins.rules.written import Slip, Written
from plugins.text import Data, Loc

_NAMED: Mapping[str, tuple[str, ...]] = {
    "answers": ("answer",),
    "questions": ("ask",),
    "rounds": ("name",),
    "present": ("role",),
    "decisions": ("what",),
    "materials": ("name", "when"),
    "eligible": ("ask",),
    "turns": ("who", "phone", "location", "organization", "each"),
    "faq": ("question",),
}
"""Lists of parts, and the fields that make two of them the same to whoever reads."""


def find_twice_named(written: Written) -> Iterator[Slip]:
    """Each part that is called as one before it, and says something else; what is wholly the same is told elsewhere."""
    for row in written.rows:
        for key, value in row.data.items():
            yield from ((row.path, *told) for told in _twice_in(key, value, (*row.at, key)))


def _twice_in(key: str, value: Data, at: Loc) -> Iterator[tuple[Loc, str, str, Level]]:
    first: dict[Hashable, tuple[int, Data]] = {}
    for i, item in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(item, dict):
            continue
        for inner, held in item.items():
            yield from _twice_in(inner, held, (*at, i, inner))
        names = _NAMED.get(key, ())
        said = tuple(str(item.get(name, "")).strip() for name in names)
        if not any(said):
            continue
        if said in first and first[said][1] != item:
            yield (
                (*at, i),
                f"“{said[0][:40]}”写了两次，第 {first[said][0] + 1} 项已有",
                "合成一项，或换一个说法",
                "warning",
            )
        first.setdefault(said, (i, item))
