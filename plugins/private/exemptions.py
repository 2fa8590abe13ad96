"""Lines that say of the line they stand at, or of the next, that what looks like one person's may be public: why, and until when.

In YAML `# 可以公开：社区值班手机，到 2027-06-30`, in Markdown the same between <!-- and -->.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b

_SAID = re.compile(r"(?:#|<!--)[ \t]*可以公开[^\n]*")
_WHOLE = re.compile(
    r"(?:#|<!--)[ \t]*+可以公开[ \t]*+[：:][ \t]*+(?P<reason>[^\n#<>]{2,80})[，,][ \t]*+到[ \t]*+(?P<until>\d{4}-\d{2}-\d{2})[ \t]*+(?:-->)?[ \t]*+"
)
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
    """By what a thing is known that may be public, whole and without what is dialled before a mobile; it does not tell the thing."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    forms = {plain, plain[-11:]} if kind == "mobile" else {plain}
    return frozenset(blake2b(form.encode(), digest_size=16).hexdigest() for form in forms)
