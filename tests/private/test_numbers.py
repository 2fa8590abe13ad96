"""Where a number ends and another begins, however either is written."""

from __future__ import annotations

import random

import pytest

from plugins.private import find_private
from plugins.publish.second_look import look
from plugins.publish.second_look.thing import CITIZEN
from tests.private.corpus import make_id

MOBILE = "138" + "0013" + "8000"
"""In pieces: files of a repository are looked through for such numbers."""
CITIZENS = make_id(random.Random("citizen"))
"""With its right last digit."""


@pytest.mark.parametrize(
    "text",
    [
        f"{MOBILE[:3]}<b>{MOBILE[3:7]}</b>{MOBILE[7:]}",
        f'{MOBILE[:3]}<a href="/x/">{MOBILE[3:7]}</a>{MOBILE[7:]}',
        f"{MOBILE[:3]}<!-- -->{MOBILE[3:]}",
        f'{MOBILE[:3]}<span style="{"x" * 400}">{MOBILE[3:]}</span>',
        f"{MOBILE[:3]}<br>{MOBILE[3:]}",
        f"{MOBILE[:3]}[{MOBILE[3:7]}](/x){MOBILE[7:]}",
        f"{MOBILE[:3]}**{MOBILE[3:7]}**{MOBILE[7:]}",
        f'<a href="tel:{MOBILE}">打给他</a>',
        f'<img src="/a.jpg" alt="{MOBILE}">',
        f"<!-- {MOBILE} -->",
        f"王阿姨-{MOBILE}",
        f"{MOBILE}-{MOBILE}",
        f"1{MOBILE[1:]}".replace("3", "三").replace("0", "零"),
        "\ufe0f\u20e3".join(MOBILE),
        f"电话{MOBILE[:3]},{MOBILE[3:7]},{MOBILE[7:]}",
        f"订单联系电话{MOBILE}",
    ],
)
def test_digits_that_a_reader_sees_as_one_number_are_one(text: str) -> None:
    assert "mobile" in {private.kind for private in find_private(text)}


@pytest.mark.parametrize(
    "text",
    [
        "<url><loc>https://kangle.test/news/story-138</loc><lastmod>2026-11-28</lastmod></url>",
        "<td>138</td><td>0013</td><td>8000</td>",
        "<p>138</p><p>0013 8000</p>",
        "<li>138<li>00138000",
        '{"slug":"story-138","date":"2026-11-28"}',
        '["138","0013","8000"]',
        "[138,2026,1128]",
        "story-138,2026-11-28,notices",
        "| 138 | 0013 | 8000 |",
        "/news/story-138/2026-11-28/",
        "138\n2026\n1128",
        "138\n\n0013 8000",
        f"运单号码：{MOBILE}",
        "招商银行电话：0755-2839-1234-8001",
    ],
)
def test_figures_that_stand_beside_each_other_are_no_number(text: str) -> None:
    assert list(find_private(text)) == []


@pytest.mark.parametrize(
    "word", ["订单号", "运单号：", "快递单号 ", "流水号：", "取件单号（", "您的订单 ", "交易编号:"]
)
def test_an_order_is_nobody_whatever_its_last_digit(word: str) -> None:
    text = f"{word}{CITIZENS}"
    assert list(find_private(text)) == []
    assert look("a.txt", text.encode()) == set()


@pytest.mark.parametrize("word", ["编号", "订单联系人王先生，", "身份证和订单号", "单号12，", "名单 ", "登记单："])
def test_what_stands_behind_other_words_is_somebody(word: str) -> None:
    text = f"{word}{CITIZENS}"
    assert {private.kind for private in find_private(text)} == {"id"}
    assert look("a.txt", text.encode()) == {CITIZEN}
