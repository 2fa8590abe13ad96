"""Words that time proves wrong stand only where the script takes them away again."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from lxml import html

from tests.pages.conftest import BuiltPage, BuiltSite

WORDS = re.compile("今天|明天|昨天|现在|本周|下周|报名中|已过期|已结束|还有|进行中|正在进行")
KEPT = (
    "@data-from or @data-until or @data-day or @data-now or @data-spans or @data-hours or @data-screen or @data-filter"
)
WRITTEN = "self::script or self::head or @hidden or contains(concat(' ', @class, ' '), ' prose ')"
"""What an editor wrote, and what no reader sees before the script has looked at it."""


def find_words(page: BuiltPage) -> list[str]:
    """The words of a page about now that no attribute guards, with what stands around them."""
    tree = deepcopy(page.tree)
    for node in tree.xpath(f"//*[{KEPT} or {WRITTEN}]"):
        if node.getparent() is not None and node.tag not in ("html", "body", "main"):
            node.drop_tree()
    # An editor's own title or sentence may speak of a day that he names; the theme's words may not.
    for node in tree.xpath(
        "//nav | //main//a | //main//h1 | //*[contains(@class, 'pass-on__message')] | //main//p[not(@class='duty__none')] | //main//dd | //main//td | //main//li[not(*)] | //*[@class='steps__item']"
    ):
        node.drop_tree()
    text = " ".join(tree.text_content().split())
    return [text[max(0, m.start() - 20) : m.end() + 20] for m in WORDS.finditer(text)]


def test_no_page_speaks_of_now_without_a_guard(built: BuiltSite) -> None:
    found = {address: words for address, page in built.pages.items() if (words := find_words(page))}
    assert found == {}


@pytest.mark.parametrize("word", ["今天值班", "报名中", "本周值班"])
def test_a_word_without_a_guard_is_found(built: BuiltSite, word: str) -> None:
    page = built.pages["/"]
    tree = html.document_fromstring(page.text.replace("</main>", f"<h2>{word}</h2></main>").encode())
    assert find_words(BuiltPage("/", page.file, page.text, tree))
