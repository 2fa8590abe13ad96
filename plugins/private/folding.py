"""A text with every spelling of a digit as that digit, place by place; hides how numbers are disguised."""

from __future__ import annotations

import re
import sys
import unicodedata

FILLER = "\0"
"""Stands for what a reader does not see: markup amid words, the rest of an escape; neither a digit nor a gap."""
BREAK = "\x01"
"""Stands for markup that parts what it stands between: two cells, two fields, two paragraphs are never one number."""
_ODD = re.compile("[^\x00-\x7f\xb7\u2010-\u2027\u3000-\u30ff\u3400-\u9fff\uff01-\uff0f\uff1a-\uff5e]")
"""What is neither ASCII nor common in Chinese: only there can a digit of another script stand, and one scan settles it."""
_HAN_WORDS = "〇零幺一二两三四五六七八九洞拐壹贰叁肆伍陆柒捌玖"
_HAN = str.maketrans(_HAN_WORDS, "001122345678907123456789")
_HAN_AMID = re.compile(rf"[{_HAN_WORDS}](?:[\s\-—·，,、.]?[{_HAN_WORDS}0-9]){{2}}")
_HAN_RUN = re.compile(rf"[{_HAN_WORDS}0-9][{_HAN_WORDS}0-9\s\-—·，,、.]{{9,}}[{_HAN_WORDS}0-9]")
_LETTER_AMID = re.compile(r"[0-9][OoQIlB]|[OoQIlB][0-9]{2}")
_LETTER_RUN = re.compile(r"(?<![A-Za-z0-9])[0-9OoQIlB]{11,18}(?![A-Za-z0-9])")
_LETTERS = str.maketrans("OoQIlB", "000118")
_HIDDEN = re.compile(
    r"</?[a-zA-Z][^<>]*>|<!--[^<>]*-->|&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});?|%(?:3[0-9]|2[0dDbBeE])|\\u00[0-9a-fA-F]{2}"
    "|[\u200b-\u200d\u2060\ufe0f\u20e3\ufeff\xad]"
)
_NO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufe0f\u20e3\ufeff\xad]")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|rb|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)\b|<!",
    re.I,
)
"""Markup that draws no line between what stands before and behind it."""
_LINE_END = re.compile(r"</?br\b", re.I)
_TARGET = re.compile(r"\]\([^()\s]{0,200}\)(?=[*_~\[]{0,3}[0-9])")
"""Where a link in Markdown leads to, amid digits."""
_ODD_SIGNS = frozenset("→←↔⇒∙⋅∘∶∕⁄")
_MEASURES = frozenset("°′″‰‱℃℉§¶©®№")


class _Digits(dict[int, str]):
    """A table for str.translate, made of the characters that are met: every kind of digit becomes 0 to 9, an odd sign a dot."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char) if code >= 128 else char
        numeral = len(plain) == 1 and plain in _HAN_WORDS
        if code >= 128 and char.isdigit():
            self[code] = str(unicodedata.digit(char))
        elif numeral:
            self[code] = plain
        else:
            odd = code >= 128 and (unicodedata.category(char) in ("Pd", "Po", "So") or char in _ODD_SIGNS)
            self[code] = "·" if odd and char not in _MEASURES else char
        return self[code]


def fold(text: str) -> str:
    """The text with every kind of digit as 0 to 9 and what nobody sees as filler; as long as before."""
    if "<" in text or "&" in text or "%" in text or "\\u" in text:
        text = _HIDDEN.sub(_fill, text)
    elif not text.isascii():
        text = _NO_WIDTH.sub(FILLER, text)
    if "](" in text:
        text = _TARGET.sub(lambda match: FILLER * len(match[0]), text)
    if _ODD.search(text):
        text = text.translate(_Digits())
    if not text.isascii() and _HAN_AMID.search(text):
        text = _HAN_RUN.sub(_read_han, text)
    return _LETTER_RUN.sub(_read_letters, text) if _LETTER_AMID.search(text) else text


def _fill(match: re.Match[str]) -> str:
    """An escape of one character as that and filler; markup, and what has no width, as filler or as a break."""
    word = match[0]
    shown = ""
    if word.startswith("<"):
        shown = "" if _INLINE.match(word) else "\n" if _LINE_END.match(word) else BREAK
    elif word.startswith("&#"):
        number = word[2:].rstrip(";")
        code = int(number[1:], 16) if number[0] in "xX" else int(number) if number.isdigit() else 0
        shown = chr(code) if 0 < code < sys.maxunicode else ""
    elif word.startswith(("%", "\\u")):
        shown = chr(int(word.lstrip("%\\u"), 16))
    if _NO_WIDTH.match(shown):
        shown = ""
    return (shown or FILLER) + FILLER * (len(word) - 1)


def _read_han(match: re.Match[str]) -> str:
    """A number told in Chinese; one to five words of a list or a year are left as they are."""
    told = match[0]
    plain = sum(map(str.isdigit, told))
    numerals = [c for c in told if c in _HAN_WORDS]
    if not plain and len(numerals) == 11:
        # 一三八、零零一三、八零零零: nobody counts so.
        return "".join(c if c in _HAN_WORDS else FILLER for c in told).translate(_HAN)
    # 张三 before his number is no part of it.
    return told.translate(_HAN) if plain < 11 <= plain + sum(c in _HAN_WORDS for c in told) else told


def _read_letters(match: re.Match[str]) -> str:
    """A number with letters that look like digits; most of it are digits."""
    word = match[0]
    return word.translate(_LETTERS) if sum(c.isdigit() for c in word) * 2 > len(word) else word
