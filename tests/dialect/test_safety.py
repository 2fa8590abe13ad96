"""Nothing live comes out of any mark of the dialect, and no body hangs the parser."""

from __future__ import annotations

import os
import random
import re
import time
from html.parser import HTMLParser

import pytest

from plugins.text.prose import convert

ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:x",
    "data:text/html,<script>x</script>", "vbscript:x", "//evil.example", "\\/\\/evil.example", "/a/\" onclick=\"x",
    "/a/' onclick='x", "/a/><script>x</script>", "https://e.org/\" onmouseover=\"x", "tel:1\" onclick=\"x", "mailto:a@b.c\" x=\"y",
    " javascript:alert(1)", "/a/ javascript:x", "view-source:x", "file:" + "//" + "/x", "about:blank",
]  # fmt: skip
ELEMENTS = [
    "<script>x</script>", "<SCRIPT SRC=//e.org>", "<img src=x onerror=x>", "<svg onload=x>", "<svg/onload=x>", "<math href=x>",
    "<iframe src=//e.org></iframe>", "<object data=x>", "<embed src=x>", "<form action=/x><input name=a></form>",
    "<base href=//e.org>", "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//e.org>", "<style>*{}</style>",
    "<body onload=x>", "<a href=javascript:x>y</a>", "<a href='&#x6A;avascript:x'>y</a>", "<p style=background:url(x)>",
    "<div onclick=x>", "<input type=text autofocus onfocus=x>", "<input type=checkbox disabled onclick=x>",
    "<details open ontoggle=x>", "<video src=x onerror=x>", "<template><script>x</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=x>'>", "<!--><script>x</script>-->", "<![CDATA[<script>x</script>]]>",
    "<textarea><script>x</script>", "<select onchange=x>", "<button formaction=javascript:x>", "<a ping=//e.org href=/>y</a>",
    "<img srcset='//e.org x'>", "<img src=\"/a.svg\" alt=\"x\" onload=x>", "<table background=//e.org>", "<marquee onstart=x>",
    "<abbr title='\" onclick=\"x'>y</abbr>", "<label onclick=x>y</label>", "<code class='x\" onclick=\"y'>z</code>", "<x onclick=y>",
    "<scr\nipt>x</script>",
]  # fmt: skip
FRAMES = [
    "[字]({a})", "![字]({a})", "[字][1]\n\n[1]: {a}", "<{a}>", "[字]（{a}）", "【字】({a})", "！[字]（{a}）", "[字](</a/ {a}>)",
    "见{a}。", "[字](/a/ \"{a}\")", "[字](/a/){{href=\"{a}\"}}", "字\n{{: href=\"{a}\" onclick=\"x\"}}", "## 字 {{#{a}}}", "```{a}\nx\n```",
    "*[字]: {a}\n\n字", "[^1]\n\n[^1]: [字]({a})", "!!! 注意 \"{a}\"\n    字", "- [x] [字]({a})", "词\n: [字]({a})", "> [字]({a})",
    "| [字]({a}) | b |\n|---|---|\n| {a} | c |", "**[字]({a})**", "~~{a}~~", "[字](tel:{a})", "[TOC]\n\n## [字]({a})",
]  # fmt: skip
SHELLS = [
    "{e}", "字{e}字", "- {e}", "> {e}", "!!! 注意\n    {e}", "!!! 注意 \"{e}\"\n    字", "| {e} | b |\n|---|---|\n| c | {e} |", "词\n: {e}",
    "[^1]\n\n[^1]: {e}", "*[字]: {e}\n\n字", "## {e}", "[TOC]\n\n## {e}", "- [x] {e}", "**{e}**", "[{e}](/a/)", "![{e}](/a.svg)", "[字](/a/ '{e}')",
    "```{e}\nx\n```", "`{e}`", "【{e}】(/a/)", "1. {e}\n   - {e}", "　　{e}",
]  # fmt: skip
_LIVE = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "meta",
    "link",
    "svg",
    "math",
    "textarea",
    "button",
}


class _Live(HTMLParser):
    """What a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _LIVE or (tag == "input" and (values.get("type") != "checkbox" or "disabled" not in values)):
            self.found.append(tag)
        for name, value in attrs:
            # As the URL standard reads an address: tabs and line ends are dropped, spaces only at its ends.
            address = re.sub(r"[\t\n\r]", "", value or "").strip("".join(map(chr, range(33)))).lower()
            if name.startswith("on") or name in ("style", "srcset", "ping", "formaction", "background", "srcdoc"):
                self.found.append(name)
            if name in ("href", "src") and re.match(
                r"(?:javascript|data|vbscript|file|about|view-source):|//|\\", address
            ):
                self.found.append(address)


def live(text: str) -> list[str]:
    prose, problems = convert(text, "x.md", 1)
    found = _Live()
    found.feed(prose.html)
    # What begins with // is a link in a refused body: the page is never made.
    return [one for one in found.found if not (problems and one.startswith(("//", "\\")))]


@pytest.mark.parametrize("frame", FRAMES)
def test_no_address_is_live_in_any_mark(frame: str) -> None:
    assert {a: found for a in ADDRESSES if (found := live(frame.format(a=a)))} == {}


@pytest.mark.parametrize("shell", SHELLS)
def test_no_element_is_live_in_any_mark(shell: str) -> None:
    assert {e: found for e in ELEMENTS if (found := live(shell.format(e=e)))} == {}


def test_the_sweep_sees_what_is_live() -> None:
    found = _Live()
    found.feed('<a href="java\nscript:x" onclick="y">z</a><svg></svg><input type="text">')
    assert found.found == ["javascript:x", "onclick", "svg", "input"]


def body_of(unit: str, length: int = 50_000) -> str:
    return (unit * (length // len(unit) + 1))[:length]


UNITS = [
    "# a\n", "## a\n", "- - -\n", "---\n", "***\n", "[", "]", "[]", "[a](", "![", "](", "[^1]", "[^1]: a\n", "[a]: /b\n", "*", "**", "* ", "** a ",
    "**a", "*a ", "_", "_a ", "__a", "~~", "~~a ", "`", "``a", "```\n", "~~~\n", "<", "<a ", "<a>", "<b>x", "</a>", "<!--", "&", "&a;", "\\", "\\*",
    "|", "| a ", "a|b\n-|-\n", "| a | b |\n", "｜", "> ", "> a\n\n", ">", "- a\n", "- ", "-a\n", "1. ", "1. a\n", "1.甲\n", "·甲\n", ": a\n", "a\n: b\n",
    "a\n:   b\n\n", "!!! 注意\n", "!!! 注意\n    a\n\n", "*[A]: b\n", "- [ ] a\n", "{#a}\n", "{.a", "# a {#b}\n", "a  \n", "甲\n", "甲：\n", "　　甲\n",
    "0755-", "0755-5550-0101", "https://", "www.a", "a@", "a@b.", "a@b.c ", "【甲】（/", "[甲]（/a/）", "（", "拨打", "\t", "    a\n\n", "  - a\n", "\n", " \n",
    "=\n", "a\n===\n", "[TOC]\n\n", "***a", "**a*b", "a**b", "1", "12月", "<div>\n", "<div>\n\n", "<p", "'\"", "\u3000", "<input ",
]  # fmt: skip
SHAPES = [
    "".join("  " * i + "- 项\n" for i in range(400)), "".join("> " * i + "引\n\n" for i in range(300)), "- " * 19 + "a\n" * 3,
    "".join("    " * i + "1. a\n\n" for i in range(150)), "[" * 8_000 + "a" + "](/b)" * 8_000, "**" * 9_000 + "a" + "**" * 9_000,
    "".join(f"[^{i}]\n\n[^{i}]: 注\n\n" for i in range(3_000)), "".join(f"*[A{i}]: b\n\n" for i in range(3_000)) + "A1 " * 3_000,
    "<div>" * 1_400 + "a", "".join(f"[{i}]: /a{i}/\n" for i in range(1_400)) + "".join(f"[a][{i}]" for i in range(30)),
    "| a " * 3_000 + "|\n" + "|---" * 3_000 + "|\n", "!!! 注意\n" + "".join("    " * i + "!!! 注意\n" for i in range(1, 100)),
    "> " + "a\n" * 20_000, "- a\n" + "b\n" * 20_000, "".join(f"## 甲 {i % 7}\n\n" for i in range(6_000)), "a" * 50_000, "甲" * 50_000,
]  # fmt: skip


BODIES = [*map(body_of, UNITS), *SHAPES]
CHOSEN = BODIES if os.environ.get("FULL") else [*map(body_of, UNITS[:3]), *random.Random(11).sample(BODIES, 15)]


@pytest.mark.parametrize("text", CHOSEN, ids=lambda text: repr(text[:12]))
def test_no_body_takes_the_parser_two_seconds(text: str) -> None:
    start = time.process_time()
    convert(text, "x.md", 1)
    assert time.process_time() - start < 2
