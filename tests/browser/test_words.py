"""Words on a phone: no date, time, phone or figure is broken over lines, and a wide table scrolls in its own box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from plugins.incremental.whole import keep_whole
from plugins.site.bodies import show_body
from plugins.site.site import Site
from plugins.text.prose import convert
from tests.browser.conftest import serve_folder
from tests.browser.test_browser import KINDS, violations, visit
from tests.conftest import EXAMPLE
from tests.pages.conftest import BuiltSite

pytestmark = pytest.mark.browser

BROKEN = r"""() => {
    const token = /\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}|\d{1,2}[:：]\d{2}|0\d{2,3}-\d{4}-?\d{4}|\d{1,2}[日点时]|\d[\d,.]*/g;
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest('script, style')) continue;
        const text = node.data, range = document.createRange();
        for (const match of text.matchAll(token)) {
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            const tops = new Set([...range.getClientRects()].filter(r => r.width > .5).map(r => Math.round(r.top)));
            if (tops.size > 1) found.push(match[0]);
        }
    }
    return found;
}"""

CROOKED = r"""() => {
    const found = [], boxes = /grid|flex/, inline = /^(A|B|STRONG|EM|CODE|TIME|SPAN)$/;
    for (const one of document.querySelectorAll('main :is(p, li, dd, dt, td, th)')) {
        const words = [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim().length > 1);
        if (words && boxes.test(getComputedStyle(one).display) && [...one.children].some(c => inline.test(c.tagName))) {
            found.push('parted: ' + one.textContent.trim().slice(0, 30));
        }
    }
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, box = node.parentElement.closest('p, li, dd, td');
        const before = node.previousSibling;
        if (!box || !before || before.nodeType !== 1 || !/^[，。、；：！？）”》]/.test(node.data)) continue;
        const range = document.createRange();
        range.setStart(node, 0);
        range.setEnd(node, 1);
        const mark = range.getBoundingClientRect(), words = [...before.getClientRects()].at(-1);
        if (mark.width && words && mark.top > words.bottom - 1) found.push('hangs: ' + node.data.slice(0, 12));
    }
    return found;
}"""
"""Text of a sentence that a grid or flex box tears apart, and a full stop that begins a line behind a link."""

TABLE = """| 序号 | 日期 | 时间 | 地点 | 内容 | 负责岗位 | 联系电话 | 备注 |
|---|---|---|---|---|---|---|---|
| 1 | 2026-12-01 | 9:00—11:00 | 青桥花园广场 | 打扫楼道和清理小广告 | 环卫义工队队长 | 0755-5550-0121 | 自带手套 |
"""


@pytest.mark.parametrize("kind", KINDS)
def test_no_date_time_or_phone_is_broken_on_a_phone(chromium: Browser, host: str, kind: str) -> None:
    with visit(chromium, host, KINDS[kind], 360) as found:
        for width in (320, 360, 390):
            found.page.set_viewport_size({"width": width, "height": 900})
            assert found.page.evaluate(BROKEN) == []


def test_no_kind_of_page_breaks_one_at_360(
    chromium: Browser, builds: Callable[[Path], BuiltSite], pages: dict[str, Any]
) -> None:
    """A page of each template, of the example that has one of everything."""
    of: dict[str, str] = {}
    for address, page in sorted(pages.items()):
        if address.endswith(("/", ".html")) and page.template != "redirect.html":
            of.setdefault(page.template, address)
    assert len(of) > 40
    broken = {}
    built = builds(EXAMPLE)
    with serve_folder(built) as host:
        for template, address in of.items():
            assert built.folder.joinpath(address.strip("/")).exists(), address
            with visit(chromium, host, address, 360) as found:
                seen = found.page.evaluate(BROKEN) + found.page.evaluate(CROOKED)
                wide = found.page.evaluate("document.documentElement.scrollWidth")
                if seen or wide > 360:
                    broken[template] = (seen, wide)
    assert broken == {}


@pytest.mark.parametrize("address", ["/guides/low-income-support/", "/guides/retiree-registration/", "/contribute/"])
def test_a_phone_in_a_sentence_stays_in_its_line(chromium: Browser, host: str, address: str) -> None:
    with visit(chromium, host, address, 360) as found:
        for width in range(320, 420, 4):
            found.page.set_viewport_size({"width": width, "height": 900})
            assert found.page.evaluate(CROOKED) == [], width
        item = "<li class='steps__item'>先打<a class='phone' href='tel:110'>110</a>，再等。</li>"
        found.page.evaluate("html => { document.querySelector('main').innerHTML = html }", item)
        found.page.evaluate("document.querySelector('.steps__item').style.display = 'grid'")
        assert "parted: 先打110，再等。" in found.page.evaluate(CROOKED)


def test_a_broken_date_would_be_seen(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/", 360) as found:
        found.page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<p>12月21日</p>'.repeat(40))"
        )
        found.page.evaluate("document.querySelector('main').lastElementChild.style.width = '2.2em'")
        assert found.page.evaluate(BROKEN) == ["12月21日"]


def put(page: Page, site: Site, body: str) -> None:
    """A body shown in place of a page's own."""
    html = keep_whole(f"<body>{show_body(convert(body, 'x.md', 1)[0], site)}").removeprefix("<body>")
    page.evaluate("html => { document.querySelector('.prose').innerHTML = html }", html)


@pytest.mark.parametrize("mode", ["light", "dark", "elder"])
def test_a_wide_table_scrolls_in_its_box_with_head_and_first_column_in_sight(
    chromium: Browser, host: str, site: Site, mode: str
) -> None:
    with visit(chromium, host, KINDS["story"], 360, mode) as found:
        put(
            found.page,
            site,
            TABLE
            + "".join(
                f"| {i} | 2026-12-{i:02} | 9:00 | 广场 | 打扫 | 队长 | 0755-5550-0121 | 无 |\n" for i in range(2, 29)
            ),
        )
        page = found.page
        box = page.locator(".prose .table")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert box.evaluate("e => e.scrollWidth > e.clientWidth && e.scrollHeight > e.clientHeight")
        assert page.evaluate(BROKEN) == []
        cell = page.locator(".prose td:nth-child(5)").first
        assert cell.evaluate("e => e.getBoundingClientRect().width") > 60
        box.evaluate("e => { e.scrollLeft = e.scrollWidth; e.scrollTop = e.scrollHeight }")
        left, top = box.evaluate("e => [e.getBoundingClientRect().left, e.getBoundingClientRect().top]")
        first = page.locator(".prose td:first-child").last
        head = page.locator(".prose th").last
        assert abs(first.evaluate("e => e.getBoundingClientRect().left") - left) < 2
        assert abs(head.evaluate("e => e.getBoundingClientRect().top") - top) < 2
        assert violations(page) == []


def test_boxes_footnotes_and_lists_are_readable_by_everyone(chromium: Browser, host: str, site: Site) -> None:
    typed = (
        "!!! 注意\n    周六停水。\n\n!!! 提示\n    下午人少。\n\n- [ ] 没办\n- [x] 办好了\n\n网格员\n: 联络人。\n\n见下[^1]和HSDS。\n\n"
        "[^1]: 说明\n\n*[HSDS]: 人类服务数据规范\n\n打0755-5550-0111转8002。\n"
    )
    for mode in ("light", "dark"):
        with visit(chromium, host, KINDS["story"], 360, mode) as found:
            put(found.page, site, typed)
            assert violations(found.page) == []
