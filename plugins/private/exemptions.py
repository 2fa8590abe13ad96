"""Lines that say of the line they stand at, or of the next, that what looks like one person's may be public: why, and until when.

In YAML `# 可以公开：社区值班手机，到 2027-06-30`, in Markdown the same between <!-- and -->.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

_SAID = re.compile(r"(?:#|<!--)[ \t]*可以公开[^\n]*")
_WHOLE = re.compile(
    r"(?:#|<!--)[ \t]*+可以公开[ \t]*+[：:][ \t]*+(?P<reason>[^\n#<>]{2,80})[，,][ \t]*+到[ \t]*+(?P<until>\d{4}-\d{2}-\d{2})[ \t]*+(?:-->)?[ \t]*+"
)
_NUMBER = re.compile(
    r"[0-9]{1,8}|[a-z甲乙丙丁戊]|[〇零一二三四五六七八九]{0,4}十[一二三四五六七八九]?|[〇零一二三四五六七八九]{1,4}"
)
_HAN = re.compile(r"[一-鿿]{2,40}")
_IN_MARKDOWN = re.compile(r"(?<![ \t])[ \t]*+<!--[ \t]*+可以公开[^\n]{0,200}?-->")


@dataclass(frozen=True, slots=True)
class Exemption:
    """One such line: where it stands, the line it is about, the reason and the last day; both empty where it is not whole."""

    place: int
    line: int
    reason: str = ""
    until: str = ""


def find_exemptions(text: str) -> list[Exemption]:
    """Every exemption of a text."""
    if "可以公开" not in text:
        return []
    found = []
    line, counted = 1, 0
    for said in _SAID.finditer(text):
        line += text.count("\n", counted, said.start())
        counted = said.start()
        start = text.rfind("\n", 0, said.start()) + 1
        alone = not text[start : said.start()].strip()
        whole = _WHOLE.fullmatch(said[0])
        words = (whole["reason"].strip(), whole["until"]) if whole else ("", "")
        found.append(Exemption(said.start(), line + alone, *words))
    return found


def hide_exemptions(markdown: str) -> str:
    """A Markdown text without them: other comments may not stand in one."""
    return _IN_MARKDOWN.sub("", markdown) if "可以公开" in markdown else markdown


def seal(kind: str, text: str) -> frozenset[str]:
    """By what a thing is known that may be public: digests, which do not tell it.

    A number is known by itself, with and without what is dialled before it; a door and a birth by their figures, and how somebody
    fares by the name, for the page may put it in other words: of these `text` is the whole passage.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    if kind in ("door", "birth"):
        forms = {kind + figures for figures in _join_figures(plain)}
    elif kind in ("minor", "illness"):
        forms = {kind + word for word in _cut_words(plain)}
    else:
        whole = "".join(c for c in plain if c.isalnum())
        forms = {whole, whole[-11:]} if kind == "mobile" else {whole}
    return frozenset(blake2b(form.encode(), digest_size=16).hexdigest() for form in forms)


def _join_figures(plain: str) -> Iterator[str]:
    """The numbers of a passage, each alone and with up to five that follow: which of them make a door only a reader knows."""
    numbers: list[str] = []
    for match in _NUMBER.finditer(plain):
        word = match[0]
        day = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", word)
        numbers += [str(int(part)) for part in day.groups()] if day else [_tell(word)]
    for first in range(len(numbers)):
        for last in range(first, min(first + 6, len(numbers))):
            yield "".join(numbers[first : last + 1])


def _tell(word: str) -> str:
    if word.isdigit() and word.isascii():
        return str(int(word))
    digits = {sign: i for i, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
    if "十" in word:
        tens, _, ones = word.partition("十")
        return str(digits.get(tens, 1) * 10 + digits.get(ones, 0))
    return str(int("".join(str(digits[sign]) for sign in word))) if word[0] in digits else word


def _cut_words(plain: str) -> Iterator[str]:
    """Every two to five signs of Chinese that follow each other: a name is among them."""
    for match in _HAN.finditer(plain):
        run = match[0]
        for size in range(2, 6):
            yield from (run[at : at + size] for at in range(len(run) - size + 1))
