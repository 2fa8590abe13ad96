"""What somebody may have meant by a word that is not known; hides how words are compared."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

_SHOWN = 9
"""How many of a list are told."""


def nearest(word: str, known: Mapping[str, object]) -> str:
    """What somebody may have meant by a word that is not known; where `known` holds names, they stand beside the ids.

    Two ids that differ by their number alone are two people or two buildings, so neither is said to be meant by the other.
    """
    if not known:
        return "先写好它，或删掉这一项"
    ids = sorted(known)
    words = {w: code for code in ids if isinstance(w := known[code], str) and w}
    held = [code for name, code in words.items() if len(word) > 1 and (word in name or _is_all_of(name, word))]
    if len(held) == 1 and not _is_another(word, str(known[held[0]])):
        return f"是否想写 {held[0]}？（{known[held[0]]}）"
    near = difflib.get_close_matches(word, _likely(word, [*ids, *words]), n=3, cutoff=0.5)
    close = next((c for c in near if not _is_another(word, c)), "")
    code = words.get(close, close)
    if close:
        name = known[code]
        return f"是否想写 {code}？" + (f"（{name}）" if isinstance(name, str) and name and name != code else "")
    beside = sorted(ids, key=lambda code: not str(known[code] or "").startswith(word[:2]))
    return f"从这些里选：{_listed(known, beside)}"


_COMPARED = 1_000
"""With so many words difflib compares one; each costs as much as reading a small entry."""


def _likely(word: str, words: list[str]) -> list[str]:
    """The words that one may be meant by: all, or of very many those as long that begin in the same way."""
    if len(words) <= _COMPARED:
        return words
    return [w for w in words if w[:2] == word[:2] and abs(len(w) - len(word)) <= 2][:_COMPARED]


def _is_all_of(name: str, word: str) -> bool:
    """Whether a word says a name and no number more, which would be another's."""
    return name in word and not re.search(r"\d", word.replace(name, "", 1))


def _is_another(word: str, other: str) -> bool:
    return word != other and re.sub(r"\d+", "0", word) == re.sub(r"\d+", "0", other)


def _listed(known: Mapping[str, object], codes: Iterable[str]) -> str:
    shown = [name_choice(code, known[code]) for code in list(codes)[:_SHOWN]]
    return "、".join(shown) + (" …" if len(known) > _SHOWN else "")


def name_choice(code: str, words: object) -> str:
    return f"{code} {words}" if isinstance(words, str) and words and words != code else code
