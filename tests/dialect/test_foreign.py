"""What was copied from another program is told; what only looks like it is not."""

from __future__ import annotations

import pytest

from plugins.text.parsing import parse_source

HEAD = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n"

REFUSED = (
    ":::warning\n小心\n:::", "::: tip 提示\n好\n:::", "/// note\n好\n///", "??? note\n    好", "> [!WARNING]\n> 小心",
    '=== "早上"\n    开门', "{% include x.html %}", "{%- raw -%}", '{{< figure src="a.png" >}}', "{{% notice %}}好{{% /notice %}}",
    "现在是 {{ page.date }}。", "<% include %>", "{#if open}开{/if}", "![[合影.png]]", "见[[停水通知]]。", "见[[stop|停水通知]]。",
    "@[toc]", "[b]要紧[/b]", "[color=red]红[/color]", "[url=https://example.org]看[/url]", '[gallery ids="1,2"]',
    "'''要紧'''", "\\begin{table}", "面积 $$x^2$$。", "{color:red}红{color}", "h2. 怎么办", "== 怎么办 ==", "{: .note}",
    "甲&#8203;乙", "甲&#x202e;乙", "甲&zwj;乙",
)  # fmt: skip
WARNED = ("H~2~O", "20m^2^", "++要紧++", ":smile: 你好", "＃怎么办", "%%以后再写%%")
SPARED = (
    "[TOC]\n\n## 一\n\n甲", "==亮==", "9:30:15 到 10:30:00", "C++ 和 A++", "比分 3:2:1", "价 $5 和 $6", "`{{ x }}` 和 `[[x]]`",
    "```\n{% x %}\n:::\n```", "#停水# 通知", "＃停水＃ 通知", "看 [b] 栏", "一段\n{: .note}", "100% 或 50%%", "约~3~5人", "2^10",
    "A&B，&copy; 2026，&lt;b&gt;", "他说：:)", "http://example.org/a:b:c", "“'好'”",
)  # fmt: skip


def told(body: str) -> list[tuple[str, str]]:
    return [(p.level, p.message) for p in parse_source(f"{HEAD}{body}\n".encode(), "news/2026/x.md").problems]


@pytest.mark.parametrize("body", REFUSED)
def test_what_another_program_means_is_refused(body: str) -> None:
    assert [level for level, message in told(body) if "别的软件的写法" in message or "看不见的字符" in message][:1] == [
        "error"
    ]


@pytest.mark.parametrize("body", WARNED)
def test_what_may_be_meant_is_a_warning(body: str) -> None:
    assert [level for level, message in told(body) if "别的软件的写法" in message] == ["warning"]


@pytest.mark.parametrize("body", SPARED)
def test_what_only_looks_like_it_is_spared(body: str) -> None:
    assert [message for _, message in told(body) if "别的软件的写法" in message or "看不见的字符" in message] == []


def test_each_place_is_told_once_with_its_line() -> None:
    problems = parse_source(f"{HEAD}好。\n\n:::tip\n见 {{{{ x }}}}\n:::\n".encode(), "news/2026/x.md").problems
    assert sorted((p.line, p.column) for p in problems) == [(9, 1), (10, 3), (11, 1)]
