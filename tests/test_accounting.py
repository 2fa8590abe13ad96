"""Whether every word of a body stands on its page, in order, or a problem names its line.

`make words` asks it of 5,000 mutated bodies, `make words CORPUS=folder` of every Markdown file below a folder.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.problems import Problem
from plugins.text import parsing
from plugins.text.accounting import account
from plugins.text.parsing import parse_source
from tests.conftest import ROOT
from tests.publish.stage import FULL, SEED
from tests.words import AWKWARD, HEAD, bodies, find_silent, plant, read_body, silent_losses, soften

FIRST = HEAD.count("\n") + 1


def told(body: str) -> list[str]:
    return [str(p) for p in parse_source((HEAD + body).encode(), "x.md").problems]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("*[CSA]: 社区工作站\n\n没有用到。", 1, "“CSA]: 社区工作站”不会出现在页面上 → 这一行像链接或缩写的定义"),
        ("正文。\n\n[指南]: /guides/\n\n没有用到。", 3, "“指南]: /guides”不会出现在页面上 → 这一行像链接或缩写的定义"),
        ("| 日期 | 时间 |\n|---|---|\n| 周一 | 9:00 | 一楼大厅 |", 3, "这一行有 3 格，表头只有 2 格"),
        ("见下[^2]。\n\n[^2]: 有。\n\n又见[^3]。", 5, "脚注 [^3] 没有写内容 → 在文末另起一行写 [^3]: 说明"),
        (
            "正文。\n\n[^1]: 截止到十一月。",
            3,
            "脚注 [^1] 没有人用，读到的人不知道说的是哪里 → 在正文里要说明的地方写上 [^1]",
        ),
        ("看[指南][一]。", 1, "“[指南][一]”没有网址：正文里没有 [一]: 网址 这一行"),
        ("正文。\n\n##\n\n正文。", 3, "小标题没有字"),
        ("1. 甲\n2. 乙\n4. 丙", 3, "这一项写的是 4，页面会接着上一项数成 3 → 改成连着的号码"),
        ("要带：\n\n\uf0b7 身份证", 3, "有 Word 的符号 U+F0B7，手机上是方框 → 删掉；要列表，行首写“- ”"),
        ("使⽤说明。", 1, "“⽤”是 PDF 里的特殊字形（U+2F64），已当作“用” → 重新输入“用”，别人才搜得到"),
        ("⻅下，又⻅上。", 1, "2 处“⻅”是 PDF 里的特殊字形（U+2EC5），已当作“见”"),
        ("ﬁle", 1, "“ﬁ”是 PDF 里的特殊字形（U+FB01），已当作“fi”"),
        ("甲。\n<<<<<<< HEAD\n乙。", 2, "两个人改了同一处，git 留下了合并标记“<<<<<<< HEAD”"),
        ("看[指南](/guides/bus-card/", 1, "“[指南](/guides/bus-”链接没有写完整，页面会原样显示"),
        ("甲。\n\n看指南](/guides/)。", 3, "“看指南](/guides/)。”链接没有写完整"),
        ("看[指南(/guides/)。", 1, "“[指南(/guides/)”链接少了一个 ]"),
        ("[指\n南]\n(/guides/)", 2, "链接没有写完整"),
        ("看指南(/guides/)。", 1, "“看指南(/guides/)”像是链接，少了方括号"),
        ("| 日 | 时 |\n|---|---|\n\n| 一 | 9:00 |", 4, "像是表格的一行，没有接在表格里"),
        ("字。\n\n打0755-5550-010。", 3, "电话“0755-5550-010”的位数不对，拨不通"),
        ("打0755-5550-01022。", 1, "电话“0755-5550-01022”的位数不对"),
        ("[指南]：/guides/", 1, "“[指南]：”像是链接"),
        ("请看{.red}。", 1, "“{.red}”是写给程序看的样式"),
        ("姓名\t楼栋\n张*\t3栋\n李*\t4栋", 1, "像是从表格贴来的，几列在页面上对不齐 → 写成表格：| 姓名 | 楼栋 |"),
        ("甲。\n\n[TOC]\n\n乙。", 3, "没有小标题，列不出目录"),
        ("甲。\n\n||||||| base\n乙。", 3, "两个人改了同一处，git 留下了合并标记“||||||| base”"),
    ],
)
def test_what_the_page_would_not_say_is_told_at_its_line(body: str, line: int, said: str) -> None:
    found = [problem for problem in told(body) if said in problem]
    assert len(found) == 1
    assert found[0].startswith(f"x.md:{FIRST + line - 1}:")


@pytest.mark.parametrize(
    "body",
    [
        "写法是 `[文字](/路径/`，样式是 `{.red}`。\n\n```\n[文字(/路径/)\ta\n{.red}\tb\n```",
        "## 报名 {#signup}\n\n字。\n\n**粗**{.note}",
        "\\[不是链接\\](/guides/)",
        "[见[附件](/guides/)]，[注（/guides/）]。",
        "联系人：甲\t电话：乙\n地址：丙\t邮编：丁",
        "[指南](/guides/)（/guides/）",
        "## `json`\n\n字。",
        "0755-5550-0101、0755-55500101-8002、010-5550101、0755-555-0101、0755-5550-****、08-12，0312-2026年，编号 0755-1234-ABC",
        "①\t带证件\n②\t填表",
        "- [√] 好了\n- [ ] 没好",
    ],
)
def test_what_only_looks_unread_is_not_told(body: str) -> None:
    signs = ("原样", "对不齐", "没有字", "不会出现", "位数")
    assert [line for line in told(body) if any(sign in line for sign in signs)] == []


@pytest.mark.parametrize("place", ["data/a.yaml", "files/a.txt", "pages/a.md"])
def test_a_merge_marker_is_told_in_any_file(place: str) -> None:
    for text in ("a: |\n  甲\n<<<<<<< HEAD\n", "- 甲\n=======\n- 乙\n", ">>>>>>> main\n"):
        assert any("合并标记" in p.message for p in parse_source(text.encode(), place).problems)


def test_a_rule_of_signs_and_a_quote_are_no_merge_marker() -> None:
    text = "---\n题：一\n---\n========\n>>>>>> 引用\n文<<<<<<<\n"
    assert not any("合并标记" in p.message for p in parse_source(text.encode(), "pages/a.md").problems)


def test_the_twins_of_common_characters_are_read_as_those() -> None:
    parsed = parse_source((HEAD + "使⽤说明⻅下。").encode(), "x.md")
    assert parsed.body
    assert parsed.body.html == "<p>使用说明见下。</p>"
    assert {p.level for p in parsed.problems} == {"warning"}


RIGHT = [body for body in AWKWARD if not any(sign in body for sign in ("一楼大厅 |\n| 周二 | 14:00 | |", "<div class"))]


@pytest.mark.parametrize("body", ["\n\n".join(RIGHT[i::7]) for i in range(7)])
def test_legitimate_marks_are_no_loss(body: str) -> None:
    assert [line for line in told(body) if "不会出现" in line] == []


def test_no_body_at_hand_is_said_to_lose_a_word() -> None:
    said = [line for body in bodies() for line in told(body) if "不会出现" in line]
    assert said == []


def test_no_mutated_body_loses_a_word_in_silence() -> None:
    assert list(silent_losses(SEED, 5_000 if FULL else 150)) == []


def test_without_the_accounting_words_are_lost_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle sees what the accounting sees."""

    def say_nothing(*_: object) -> Iterator[Problem]:
        return iter(())

    body = "*[CSA]: 社区词000001记工作站\n\n没有用到。"
    assert find_silent(body, ["词000001记"]) == ""
    monkeypatch.setattr(parsing, "account", say_nothing)
    assert find_silent(body, ["词000001记"]) == "not on the page: ['词000001记']"


@pytest.mark.parametrize(
    ("text", "html", "said"),
    [
        ("甲乙丙丁戊己庚辛。", "<p>甲乙丙丁己庚辛。</p>", "“戊”"),
        ("第一段。\n\n第二段。", "<p>第一段。</p>", "“第二段。”"),
        ("一二三四五六七八", "<p>五六七八一二三四</p>", None),
        ("电话138****1234", "<p>电话138****1234</p>", None),
        ("3*4*5米", "<p>3<em>4</em>5</p>", "“米”"),
        ("图![树](/t.svg)里", '<p>图<img src="/t.svg" alt="">里</p>', "“树”"),
    ],
)
def test_the_walk_finds_what_is_missing(text: str, html: str, said: str | None) -> None:
    found = [p.message for p in account(text, html, "x.md", 1)]
    assert found == ([f"{said}不会出现在页面上"] if said else [])


def test_a_long_body_that_lost_everything_is_told_soon() -> None:
    found = list(account("一二三四五六七八九十" * 4_000, "<p></p>", "x.md", 1))
    assert len(found) <= 5


def test_no_real_file_loses_a_word_in_silence() -> None:

    rng, losses, looked = random.Random(SEED), [], 0
    for file in sorted(Path(os.environ.get("CORPUS") or ROOT / "docs").rglob("*.md")):
        body = read_body(file)
        if body and len(body) < 50_000:
            looked += 1
            loss = find_silent(body, ())
            for one in (body, soften(body)):
                loss = loss or find_silent(*plant(one, rng))
            losses += [f"{file}: {loss}"] if loss else []
    assert looked
    assert losses == []
