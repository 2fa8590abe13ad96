"""Addresses, mails and phones as links; hides the full-width marks they are typed with and where they end."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from markdown import Markdown

InlineMatch = tuple[Element | str | None, int | None, int | None]
_TARGET = r"(?:https?://|www\.|mailto:|tel:|#|(?:\.{0,2}[/／]))[^()（）\n\"'<>\[\]]*?"
_TYPED = (
    r"([!！]?)([\[［【])([^\[\]［］【】\n]*)([\]］】])([ \u3000]?)([(（])([ \u3000]*)"
    rf"({_TARGET})([ \u3000]*)([)）])"
)
_URL = r"(?:[hH][tT][tT][pP][sS]?://|www\.)[A-Za-z0-9](?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9/_=&#%\-)])?"
_MAIL = r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
_EXTENSION = r"(?:[ ]?[（(](?:转|分机号?)[：: ]?(?P<held>\d{1,6})[)）]|[ ]?(?:转|分机号?|轉|ext\.?)[：: ]?(?:分机)?[ ]?(?P<said>\d{1,6})|-(?P<joined>\d{1,6})(?![\d-]))?"
_PHONE = (
    r"(?:(?:(?:\+|(?<!\d)00)86[ -]?0?[1-9]\d{1,2}|[(（][0０]\d{2,3}[)）]|[0０]\d{2,3})(?: [-－–—] |[-－–— ]?)[1-9１-９]\d{2,3}(?: [-－–—] |[-－–— ]?)\d{4}|400[- ]?\d{3}[- ]?\d{4}|400-\d{4}-\d{3}"
    r"|800[- ]\d{3}[- ]?\d{4})(?!\d)" + _EXTENSION
)
_SHORT = r"(?:(?<=[打拨])|(?<=热线|电话|致电)|(?<=[打拨][ ：:])|(?<=(?:热线|电话|致电)[ ：:])|(?<=[打拨][：:] )|(?<=(?:热线|电话|致电)[：:] ))(?:1[12]\d|12\d{3}|9[56]\d{3}|[2-8]\d{2,3}-?\d{4})(?!\d|[-年月日号元人])|(?<=\x03[、或和/])(?:1(?:10|19|20|22)|12\d{3})(?!\d|[-年月日号元人])|(?<!\d)(?:12\d{3}|9[56]\d{3})(?=[ ]?[\u4e00-\u9fff]{0,4}热线)"
_BARE = (
    r"(?P<skip><a\b[^<]*>.*?</a>|<[A-Za-z/!][^<>]*>)"
    rf"|(?<![A-Za-z0-9@/._=-])(?P<url>{_URL})|(?<![A-Za-z0-9_.+-])(?P<mail>(?a:{_MAIL}))"
    rf"|(?<![A-Za-z0-9_=.\-+])(?:(?<!/)|(?<=\x03/))(?P<phone>{_PHONE})|(?P<short>{_SHORT})"
)


def dial(number: str, extension: str = "") -> str:
    """The tel: address of a number (RFC 3966); an extension is dialled after a pause.

    Both Android (PhoneNumberUtils.PAUSE) and iOS (CallKit softPause) take a comma for a pause; RFC 3966's ;ext= confuses either.
    """
    digits = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", number))
    digits = f"+{digits[2:]}" if digits.startswith("0086") else digits
    return f"tel:{digits},{extension}" if extension else f"tel:{digits}"


class Typed(InlineProcessor):
    """[文字]（/路径/）, 【文字】(/路径/), a space in a file's name: read as the link that was meant."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> InlineMatch:
        bang, left, words, right, gap, opening, _, target, _, closing = m.groups()
        wide = bang == "！" or left != "[" or right != "]" or gap or opening == "（" or closing == "）"
        if not wide and not re.search(r"[ \u3000／]", target) and m[7] == m[9] == "":
            return None, m.start(), m.end() if not bang else m.start() + 1
        if not words.strip() and not bang:
            return None, None, None
        href = _clean(target)
        if bang:
            element = Element("img", {"src": href, "alt": words})
        else:
            element = Element("a", {"href": href})
            element.text = words
        return element, m.start(), m.end()


def _clean(target: str) -> str:
    if target.startswith("tel:"):
        found = re.fullmatch(
            r"tel:([\d\-+ ()（）]{1,60}?)(?:(?:[ ,]{0,9}(?:转|分机|ext\.?)|,|;ext=)[ ]*(\d{1,6}))?", target
        )
        return dial(found[1], found[2] or "") if found else target
    if target.startswith("www."):
        target = "https://" + target
    return target.replace("／", "/").replace("\u3000", "%E3%80%80").replace(" ", "%20")


class Bare(InlineProcessor):
    """An address, a mail or a phone in running text."""

    ANCESTOR_EXCLUDES = ("a", "h2", "h3", "h4", "code")

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> InlineMatch:
        if m["skip"]:
            return None, m.start(), m.end()
        text = m[0]
        if m["url"]:
            text = _balanced(text)
            href = text if "://" in text else f"https://{text}"
        elif m["mail"]:
            href = f"mailto:{text}"
        else:
            extension = unicodedata.normalize("NFKC", m["said"] or m["held"] or m["joined"] or "")
            number = text if m["short"] else re.sub(r"(?:[ ]?[（(]?(?:转|分机|轉|ext).*)$", "", text)
            if extension and number.endswith("-" + extension):
                number = number[: -len(extension) - 1]
            href = dial(number, extension)
        element = Element("a", {"href": href})
        if m["phone"] or m["short"]:
            element.set("class", "phone")
        element.text = AtomicString(text)
        return element, m.start(), m.start() + len(text)


def _balanced(url: str) -> str:
    """The address without a closing bracket that the sentence opened."""
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?'")
    return url


class AddressesOnly(ReferenceProcessor):
    """[名]: /路径/ names an address for links; [备注]: 请自带身份证 is a sentence."""

    RE = re.compile(
        r"^[ ]{0,3}\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?(<?(?:/|#|https?://|mailto:|tel:)[^\s]*)[ ]*"
        r"(?:\n[ ]*)?(([\"'])(.*)\4[ ]*|\((.*)\)[ ]*)?$",
        re.M,
    )

    def test(self, parent: Element, block: str) -> bool:
        return "]:" in block


class LinksExtension(Extension):
    """Links as they are typed."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(Typed(_TYPED, md), "typed", 165)
        md.inlinePatterns.register(Bare(_BARE, md), "bare", 95)
        md.parser.blockprocessors.register(AddressesOnly(md.parser), "reference", 15)
