"""Numbers that belong to one person; hides how they look, so that no source and no message holds one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOBILE = re.compile(r"(?<![\d-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d-])")
_ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")
_MAYBE_MOBILE = re.compile(r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_MAYBE_ID = re.compile(r"(?:19|20)\d{9}")
_LONG_NUMBER = re.compile(r"\d{9,}[Xx]?")
_WIDE = re.compile("[０-９]")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def find_private(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a personal number stands, what it looks like and what to do; full-width digits count as digits."""
    plain = text.translate(_WIDE_DIGITS) if _WIDE.search(text) else text
    if not _MAYBE_MOBILE.search(plain) and not _MAYBE_ID.search(plain):
        return
    for match in _MOBILE.finditer(plain):
        yield match.start(), "像是个人手机号码", "删掉；对外只写办公电话"
    for match in _ID_NUMBER.finditer(plain):
        yield match.start(), "像是身份证号码", "删掉；任何来源文件都不能写"


def find_private_name(name: str) -> tuple[str, str] | None:
    """What a personal number in a file's name looks like and what to do; there a hyphen only parts words."""
    for spelling in (name, re.sub(r"[-_.]", " : ", name)):
        for _, message, _ in find_private(spelling):
            return message, "改文件名；已经提交过的，历史里还留着，请告诉维护网站的人"
    return None


def mask(text: str) -> str:
    """The text with every number that may be a person's, whole or cut off, as stars."""
    plain = text.translate(_WIDE_DIGITS)
    found = [m.span() for kind in (_MOBILE, _ID_NUMBER, _LONG_NUMBER) for m in kind.finditer(plain)]
    for start, end in found:
        text = text[:start] + "*" * (end - start) + text[end:]
    return text
