"""Markdown bodies: Chinese lines, headings, links with their lines, and nothing unsafe left."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.text.markdown import to_html
from plugins.text.prose import Prose, convert
from plugins.text.targets import explain_target

FIRST = 7
"""The file's line where the bodies of these tests begin."""


def good(text: str) -> Prose:
    prose, problems = convert(text, "x.md", FIRST)
    assert problems == []
    return prose


def refused(text: str) -> list[tuple[str, str]]:
    return [(f"{p.line}:{p.column}", p.message) for p in convert(text, "x.md", FIRST)[1]]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("第一行，\n第二行。\n", "<p>第一行，第二行。</p>"),
        ("one\ntwo\n", "<p>one\ntwo</p>"),
        ("第一段\n\n第二段\n", "<p>第一段</p>\n<p>第二段</p>"),
        ("- 第一项，\n  接着写\n- 第二项\n", "<ul>\n<li>第一项，接着写</li>\n<li>第二项</li>\n</ul>"),
        ("## 标题\n正文\n", '<h2 id="标题">标题</h2>\n<p>正文</p>'),
        ("**重点：**请看\n", "<p><strong>重点：</strong>请看</p>"),
        ("~~旧价~~\n", "<p><del>旧价</del></p>"),
    ],
)
def test_lines_between_han_characters_are_joined_and_others_are_not(text: str, html: str) -> None:
    assert good(text).html.strip() == html


def test_lines_of_code_and_of_tables_stay_apart() -> None:
    assert "第一\n第二" in good("```\n第一\n第二\n```\n").html
    table = good("甲 | 乙\n--- | ---\n一 | 二\n三 | 四\n").html
    assert re.findall("<t[hd]>([^<]+)", table) == ["甲", "乙", "一", "二", "三", "四"]


def test_a_table_keeps_its_alignment_as_a_class() -> None:
    html = good("| 左 | 右 |\n|:---|---:|\n| 1 | 2 |\n").html
    assert re.findall('<t[hd] class="([^"]+)"', html) == ["align-left", "align-right", "align-left", "align-right"]


def test_headings_are_listed_with_ids_that_keep_chinese() -> None:
    prose = good("## 怎么 走\n\n### 坐车，去\n\n## 怎么 走\n\n## ！\n")
    assert [(h.id, h.text, h.level) for h in prose.headings] == [
        ("怎么-走", "怎么 走", 2),
        ("坐车-去", "坐车，去", 3),
        ("怎么-走-2", "怎么 走", 2),
        ("section", "！", 2),
    ]
    assert set(prose.ids) >= {h.id for h in prose.headings}


def test_a_heading_with_markup_is_listed_as_its_words() -> None:
    assert [h.text for h in good("## **重要** & `代码` [链接](/a/)\n").headings] == ["重要 & 代码 链接"]


def test_links_and_images_are_listed_with_their_lines_and_columns() -> None:
    prose = good("第一行[甲](/a/)。\n\n第二行![图](/images/b.svg)和[乙](https://example.org/?x=1&y=2)\n")
    assert [(r.target, r.image, r.line, r.column) for r in prose.references] == [
        ("/a/", False, 7, 8),
        ("/images/b.svg", True, 9, 9),
        ("https://example.org/?x=1&y=2", False, 9, 28),
    ]


def test_a_short_target_is_not_found_inside_a_longer_one() -> None:
    prose = good("[长](/guides/bus-pass/)\n\n[短](/guides/)\n\n[首页](/)\n")
    assert [(r.target, r.line) for r in prose.references] == [("/guides/bus-pass/", 7), ("/guides/", 9), ("/", 11)]


def test_a_target_written_ten_times_has_ten_lines() -> None:
    prose = good("[同](/same/)\n\n" * 10)
    assert [r.line for r in prose.references] == list(range(7, 27, 2))


def test_a_target_of_chinese_words_is_found_as_typed() -> None:
    prose = good("一\n\n[段落](/a/#怎么走)\n\n[文件](/files/申请表.txt)\n")
    assert [(r.target, r.line, r.column) for r in prose.references] == [
        ("/a/#怎么走", 9, 6),
        ("/files/申请表.txt", 11, 6),
    ]


def test_a_target_named_below_is_found_where_it_is_written() -> None:
    prose = good("[甲][1]和[乙][1]\n\n[1]: /a/\n")
    assert [(r.target, r.line) for r in prose.references] == [("/a/", 9), ("/a/", 9)]


def test_footnotes_lead_there_and_back_in_chinese() -> None:
    prose = good("一句话[^1]。\n\n[^1]: 注解\n")
    assert {"#fn-1", "#fnref-1"} <= {r.target for r in prose.references}
    assert {"fn-1", "fnref-1"} <= set(prose.ids)
    assert "Back" not in prose.html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一\n\n<script>x</script>\n", [("9:1", "正文不能用 <script>")]),
        (
            "<script>x</script>\n\n<script>y</script>\n",
            [("7:1", "正文不能用 <script>"), ("9:1", "正文不能用 <script>")],
        ),
        ("<SCRIPT>x</SCRIPT>\n", [("7:1", "正文不能用 <script>")]),
        ("<style>x</style>\n", [("7:1", "正文不能用 <style>")]),
        ('<iframe src="https://example.org/"></iframe>\n', [("7:1", "正文不能用 <iframe>")]),
        ('<form action="/"><input name="a"></form>\n', [("7:1", "正文不能用 <form>"), ("7:18", "正文不能用 <input>")]),
        ('<base href="/">\n', [("7:1", "正文不能用 <base>")]),
        ('<meta http-equiv="refresh">\n', [("7:1", "正文不能用 <meta>")]),
        ("<svg onload=x></svg>\n", [("7:1", "正文不能用 <svg>")]),
        ("行内<u>线</u>\n", [("7:3", "正文不能用 <u>")]),
        ('<p onclick="x">一</p>\n', [("7:4", "正文不能用 onclick 属性")]),
        ('<p OnClick="x">一</p>\n', [("7:4", "正文不能用 onclick 属性")]),
        ('<p style="color:red">一</p>\n', [("7:4", "正文不能用 style 属性")]),
        ('<a href="/a/" target="_blank">一</a>\n', [("7:15", "正文不能用 target 属性")]),
        ('<img src="/a.svg" alt="图" onerror=x>\n', [("7:27", "正文不能用 onerror 属性")]),
        ("# 大标题\n", [("7:1", "正文不能用一级标题")]),
        ("## 二\n\n大标题\n===\n", [("9:1", "下面的“===”会把这一行变成一级标题")]),
        ("一\n\n<!-- 内部备注 -->\n", [("9:1", "正文里有隐藏的注释，公开仓库里人人看得到")]),
        ("一\n\n<![CDATA[x]]>\n", [("9:1", "正文不能用 <![CDATA>")]),
        ("一\n\n<p>二<![图](\n", [("9:5", "正文不能用 <![>")]),
        ("一\n\n<?php x ?>\n", [("9:1", "正文不能用 <?php>")]),
        ("[一](javascript:x)\n", [("7:5", "链接不能用 javascript: 开头")]),
        ("[一](JavaScript:x)\n", [("7:5", "链接不能用 JavaScript: 开头")]),
        ("[一](vbscript:x)\n", [("7:5", "链接不能用 vbscript: 开头")]),
        ("![一](data:image/png;base64,AA)\n", [("7:6", "链接不能用 data: 开头")]),
        ("[一](//example.org/)\n", [("7:5", "链接以 // 开头，去向不明")]),
        ("[一](guides/a/)\n", [("7:5", "站内链接要写完整路径：“guides/a/”")]),
        ("[一](../a/)\n", [("7:5", "站内链接要写完整路径：“../a/”")]),
        ("[一]()\n", [("7:3", "链接没有写去哪里")]),
        ("![](/images/a.svg)\n", [("7:5", "图片没有说明文字")]),
        ("![ ](/images/a.svg)\n", [("7:6", "图片没有说明文字")]),
        ('<img src="/images/a.svg">\n', [("7:11", "图片没有说明文字")]),
    ],
)
def test_what_a_body_may_not_hold_is_refused_at_its_place(text: str, found: list[tuple[str, str]]) -> None:
    assert refused(text) == found


def test_a_script_in_code_is_only_words() -> None:
    assert "&lt;script&gt;" in good("`<script>`\n").html


def test_plain_html_an_editor_may_use_is_kept() -> None:
    html = good('<figure><img src="/images/a.svg" alt="图"><figcaption>图</figcaption></figure>\n').html
    assert "<figcaption>" in html


class _Live(HTMLParser):
    """Everything in a page that a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math"):
            self.found.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower() if name in ("href", "src") else ""
            if name.startswith("on") or name == "style" or address.startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"{name}={value}")


PIECES = [
    *("<script>", "</script>", "<img ", "src=", "onerror=x", ">", "<a href=", "javascript:", "java\tscript:", "/a/"),
    *("![图](", "[字](", ")", "<", "&lt;", "&#106;avascript:x", '"', "'", "`", "```\n", "\n", "\n\n", "# ", "- ", "|"),
    *("<p onclick=x>", "<svg/onload=x>", "<!--", "-->", "<![CDATA[", "]]>", "<style>", "字", "<math>", "<div ", "**"),
    *(
        'alt="',
        'href="',
        "<h2 id=",
        "[^1]",
        "[^1]: ",
        ": ",
        "<a\nhref=",
        "\\",
        "%6A",
        "<table>",
        "<textarea>",
        "&",
        ";",
    ),
]
BODIES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(BODIES)
def test_whatever_is_written_nothing_live_comes_out(text: str) -> None:
    live = _Live()
    live.feed(convert(text, "x.md", FIRST)[0].html)
    assert live.found == []


@given(BODIES)
def test_a_body_without_a_problem_is_what_the_sanitiser_would_leave(text: str) -> None:
    prose, problems = convert(text, "x.md", FIRST)
    if problems:
        return
    tags = set(nh3.ALLOWED_TAGS) | {"section", "figure", "figcaption", "h2", "h3", "h4"}
    attributes = {tag: {"class", "id", "href", "src", "alt", "title", "start", "scope", "aria-label"} for tag in tags}
    again = nh3.clean(prose.html, tags=tags, attributes=attributes, link_rel=None)
    assert _words(again) == _words(prose.html)


def _words(html: str) -> list[tuple[str, object]]:
    """A page as its parser sees it, however quotes and entities are written."""
    seen: list[tuple[str, object]] = []

    class Words(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, sorted((k, v or "") for k, v in attrs)))

        def handle_data(self, data: str) -> None:
            seen.append(("", data))

    Words().feed(html)
    return [word for word in seen if word != ("", "")]


@given(st.text(max_size=200))
def test_no_text_breaks_the_conversion(text: str) -> None:
    convert(text, "x.md", FIRST)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 16_000,
        "`" * 16_000,
        "![" * 16_000,
        "<a " * 16_000,
        "<!--" * 16_000,
        "*a **b " * 7_000,
        "> " * 16_000,
        "- " * 16_000,
        "\n".join("  " * i + "- 项" for i in range(400)),
        "".join(f"字[^{i}]\n" for i in range(16_000)) + "".join(f"[^{i}]: 注\n" for i in range(16_000)),
        "词\n: 义\n" * 8_000,
        "a|b\n-|-\n" * 6_000,
        "# \n" * 16_000,
        '[a](b "' * 7_000,
        "~~~ a\n" * 8_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_hostile_body_takes_less_than_two_seconds(text: str) -> None:
    start = time.process_time()
    convert(text, "x.md", FIRST)
    assert time.process_time() - start < 2


def test_a_body_is_the_same_each_time_it_is_converted() -> None:
    text = "## 标题\n\n一[甲](/a/)\n\n## 标题\n"
    assert good(text) == good(text)
    assert to_html(text).html == to_html(text).html


@pytest.mark.parametrize(
    ("target", "right"),
    [
        ("tel:0755-5550-0101", True),
        ("tel:+86 755 5550 0101", True),
        ("tel:075555500101,8002", True),
        ("tel:+8675555500101;ext=8002", True),
        ("tel:010-5550-0101", True),
        ("tel:400-830-1234", True),
        ("tel:110", True),
        ("tel:12345", True),
        ("tel:95598", True),
        ("tel:+85221234567", True),
        ("tel:0755-5550-01", False),
        ("tel:0755-5550-01011", False),
        ("tel:5550-01", False),
        ("tel:", False),
        ("tel:窗口", False),
    ],
)
def test_a_tel_link_can_be_dialled(target: str, right: bool) -> None:
    assert (explain_target(target) is None) is right
