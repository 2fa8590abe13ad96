"""Whether a body's words reach its page, asked in another way than the reader asks: marks are planted and looked for.

Each mark is a word that stands nowhere else. It has to stand on the page, in the order of the source, or in an address,
or a problem has to be told; what no problem tells and no page shows is a silent loss.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from plugins.text.parsing import parse_source
from tests.conftest import SITES

HEAD = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n"
AWKWARD = (
    "时间：周六上午9:00~11:00，下午14:00~17:00\n地点：青桥花园广场\n对象：全体居民",
    "入选的有：张*明、李*华、王*芳。登记号码138****1234。展板规格3*4*5米。",
    "[备注]: 请自带身份证\n\n其他不用带。",
    "| 日期 | 时间 | 地点 |\n|---|---|---|\n| 周一 | 9:00 | 一楼大厅 |\n| 周二 | 14:00 | |",
    "| 日期 | 时间 |\n|---|---|\n| 周一 | 9:00 | 一楼大厅 |",
    "今年的数据见下[^1]。\n\n[^1]: 截止到十一月，人数包括租户。\n    第二行说明。",
    "看[指南](/guides/bus-card/)，或[动态](/columns/updates/ \"标题\")，[空]（不是链接）。",
    "看[指南][一]。\n\n[一]: /guides/",
    "要带：\n- 身份证\n- 户口本\n  - 复印件\n    两份\n- 照片",
    "流程：\n1. 报名\n2. 交材料\n3. 领证\n\n   在窗口领。",
    "## 集合地点\n\n青桥花园。\n\n### 怎么走\n\n坐车。",
    "> 引用一句\n> 第二句\n\n后面。",
    "```\ncode <b> & [x](y)\n```\n\n用 `<b>` 表示粗体。",
    "!!! 注意 \"小心\"\n    地上有水。\n    请慢走。",
    "*[CSA]: 社区工作站\n\nCSA 在二楼。",
    "水龙头\n:   一楼的。\n:   二楼的。",
    "- [ ] 没做\n- [x] 做了",
    "![一棵树](/images/tree.svg)\n\n图在上面。",
    "<ul><li>甲</li><li>乙</li></ul>\n\n<p>丙 <strong>丁</strong></p>",
    "前面一段。\n\n<div class\n这一行\n\n后面一段。",
    "5 < 6 且 7 > 3，A&B，&lt;标签&gt;，R&amp;D。",
    "**重点：**请看。***都要***，~~删掉~~，*斜体*，snake_case，2^10，H~2~O。",
    "网上报名：https://www.example.org/baoming?a=1&b=2 ，发邮件到service@example.org。电话 0755-5550-0111转8002。",
    "　　各位居民：\n　　周六打扫楼道。\n                         社区工作站",
    "    四格缩进的一段。\n\n\t制表符的一段。",
    "一、年满十八岁\n二、身体健康\n（三）热心公益\n3．其他",
    "以上安排\n---\n\n***\n\n完。",
    "{#id} {: .note} {% tag %} {{ x }} $x$ ==亮== ++加++ ^^上^^",
    "\\*不斜\\* \\[不链\\] \\# 不是标题",
    "第一行  \n第二行\\\n第三行<br>第四行",
    "[TOC]\n\n## 一\n\n甲\n\n## 二\n\n乙",
    "脚注[^a]和[^b]。\n\n[^b]: 后面的。\n\n[^a]: 前面的。",
)  # fmt: skip
"""A body of each kind that has lost words on some site."""
_SIGNS = "*_~`|[]()<>#-+.:!\\{}&=^\"' \n\t　，。：（）【】"


def bodies() -> tuple[str, ...]:
    """The awkward ones, and those of the sites that are at hand."""
    found = [*AWKWARD]
    for folder in SITES.values():
        found += filter(None, (read_body(file) for file in sorted(folder.rglob("*.md"))))
    return tuple(found)


def read_body(file: Path) -> str:
    """The body of a Markdown file, with its front matter taken off; empty where it is no text."""
    try:
        text = file.read_text("utf-8")
    except (UnicodeDecodeError, OSError):
        return ""
    if text.startswith("---\n") and "\n---\n" in text:
        text = text.partition("\n---\n")[2]
    return text


def soften(body: str) -> str:
    """A body from elsewhere without what is refused here at sight, so that the rest of it is looked at too."""
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    body = re.sub(r"^[ ]{0,3}#{1,6}(?=[ \t]+\S)", "##", body, flags=re.M)
    body = re.sub(r"\]\((?!https?:|/|#|mailto:|tel:)[^()\s]*\)", "](/x/)", body)
    body = re.sub(
        r"(?<=[<\w\"'] )(?:class|align|width|height|target|style|name|rel|valign)=(?:\"[^\"]*\"|\w+)", "", body
    )
    return re.sub(r"</?(?:picture|source|b|i|span|font|center|u|details|summary|small|kbd|h1|h5|h6)\b[^<>]*>", "", body)


class _Page(HTMLParser):
    """Every word a page shows, in order, and every address it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.led: list[str] = []

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            (self.shown if name == "alt" else self.led).append(unquote(value or ""))


def plant(body: str, rng: random.Random, many: int = 4) -> tuple[str, list[str]]:
    """A body with marks in it, and the marks in order."""
    places = sorted(rng.randrange(len(body) + 1) for _ in range(many))
    marks = [f"词{rng.randrange(10**6):06d}记" for _ in places]
    for place, mark in reversed(list(zip(places, marks, strict=True))):
        body = body[:place] + mark + body[place:]
    return body, marks


def mutate(body: str, rng: random.Random) -> str:
    """A body as a slip of the finger leaves it."""
    for _ in range(rng.randrange(4)):
        place = rng.randrange(len(body) + 1)
        lines = body.split("\n")
        match rng.randrange(5):
            case 0:
                body = body[:place] + rng.choice(_SIGNS) * rng.choice((1, 1, 2, 3)) + body[place:]
            case 1:
                body = body[:place] + body[place + rng.choice((1, 1, 2)) :]
            case 2:
                i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
                lines[i], lines[j] = lines[j], lines[i]
                body = "\n".join(lines)
            case 3:
                i = rng.randrange(len(lines))
                lines[i] = rng.choice((" ", "  ", "    ", "\t", "　　", "- ", "> ", "1. ", ": ", "# ")) + lines[i]
                body = "\n".join(lines)
            case _:
                i = rng.randrange(len(lines))
                body = "\n".join(lines[:i] + lines[i + 1 :])
    return body


def find_silent(body: str, marks: Sequence[str]) -> str:
    """What a page does not show and no problem tells; empty where all is well."""
    parsed = parse_source((HEAD + body).encode("utf-8", "replace"), "news/2026/x.md")
    if any(problem.level == "error" for problem in parsed.problems):
        return ""
    page = _Page()
    page.feed(parsed.body.html if parsed.body else "")
    shown, led = "".join("".join(page.shown).split()), " ".join(page.led)
    hidden = [mark for mark in marks if mark not in shown and mark not in led]
    places = [shown.index(mark) for mark in marks if mark in shown]
    if hidden:
        return f"not on the page: {hidden}"
    apart = "footnote" in (parsed.body.html if parsed.body else "") or "[toc]" in body.lower()
    moved = places != sorted(places) and not apart
    return f"in another order: {marks}" if moved else ""


def silent_losses(seed: str, rounds: int) -> Iterator[str]:
    """The losses of many mutated bodies, with the body that makes each."""
    rng = random.Random(seed)
    known = bodies()
    for number in range(rounds):
        body = rng.choice(known if rng.random() < 0.4 else AWKWARD)
        if rng.random() < 0.3:
            body = f"{body}\n\n{rng.choice(AWKWARD)}"
        body, marks = plant(mutate(body[:4_000], rng), rng)
        if rng.random() < 0.3:
            changed = mutate(body, rng)
            marks = [mark for mark in marks if mark in changed]
            marks.sort(key=changed.index)
            body = changed
        if loss := find_silent(body, marks):
            yield f"{number}: {loss}\n{body}"
