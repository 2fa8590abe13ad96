"""What `check` lets pass no later stage refuses, and what a gate would refuse `check` tells at its line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.commands.check import inspect
from plugins.composition import all_files
from plugins.failure import OutputError
from plugins.problems import Problem
from plugins.site import Site, check_url
from plugins.text.structure import FRAME_IDS
from tests.conftest import NOW, ROOT, Change, at, change_site, edit
from tests.pictures import photo
from tests.publish.stage import FULL, SEED, lay_project

Problems = Callable[[Change], tuple[Problem, ...]]
HEAD = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n{more}---\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'

REFUSED = {
    # the body: what is said of it, at which line of it
    "### 直接三级\n\n字。": (1, "正文的第一个小标题用了 ###，跳过了一级 → 改成 ##"),
    "字。\n\n## 一\n\n#### 二\n\n字。": (5, "## 下面的小标题用了 ####，跳过了一级 → 改成 ###"),
    "```\n### 代码\n```\n\n### 三级\n\n字。": (5, "正文的第一个小标题用了 ###，跳过了一级 → 改成 ##"),
    "## main\n\n字。": (1, "标题“main”和页面自己的一部分重名（#main） → 换一个标题"),
    "字。\n\n## Contact\n\n字。": (3, "标题“Contact”和页面自己的一部分重名（#contact） → 换一个标题"),
    '<h2 id="x">一</h2>\n\n<h2 id="x">二</h2>': (3, "标题“二”的地址 #x 用了两次 → 换一个标题"),
    '字。\n\n<p id="menu">字。</p>': (3, "编号 #menu 已经有了 → 换一个编号"),
    "<ul><li>甲</li><p>乙</p></ul>": (1, "HTML 写错了：<p> 不能放在 <ul> 里 → 用 Markdown 写，或改对这个标签"),
    "字。\n\n<li>甲</li>": (3, "HTML 写错了：<li> 不能放在 <div> 里 → 用 Markdown 写，或改对这个标签"),
    "![照片](https://mmbiz.qpic.cn/abc/0?wx_fmt=png)": (1, "图片不能从别的网站取，居民看不到 → 下载下来放进 images/，写 /images/文件名"),
    "字。\n\n[](/guides/)": (3, "链接没有字，看不见也点不了 → 在方括号里写上字：[办事指南](/guides/)"),
    "[指南](https://qingxi.example.org/guides/nowhere/)": (1, "链接去不了：没有 /guides/nowhere/ → "),
    "[明天](/news/2026/tomorrow/)": (1, "链接现在还去不了：/news/2026/tomorrow/ 要到 2026-11-24 08:00 才公开 → "),
}  # fmt: skip


@pytest.mark.parametrize("body", REFUSED)
def test_what_a_gate_would_refuse_is_told_at_its_line(tmp_path: Path, body: str) -> None:
    line, said = REFUSED[body]
    tomorrow = HEAD.format(more="").replace("2026-11-01", "2026-11-24 08:00") + "字。\n"
    content = change_site(
        tmp_path,
        {
            "news/2026/case.md": HEAD.format(more="") + body + "\n",
            "news/2026/tomorrow.md": tomorrow,
            "data/community.yaml": URL,
        },
    )
    (found,) = inspect(content, at(NOW)).errors
    assert (found.path, found.line) == ("news/2026/case.md", line + 6)
    assert f"{found.message} → {found.fix}".startswith(said)


URL = (
    re.search("url: .*", (ROOT / "tests/site/data/community.yaml").read_text("utf-8"))[0],  # type: ignore[index]
    "url: https://qingxi.example.org",
)


@pytest.mark.parametrize("month", ["2026-11", "2027-01", "2031-07"])
def test_an_old_address_is_no_month_of_a_roster(problems_of: Problems, month: str) -> None:
    (found,) = problems_of(
        {"news/2026/case.md": HEAD.format(more=f"aliases: [/rosters/library-desk/{month}/]\n") + "字。\n"}
    )
    assert (found.line, found.field) == (6, "aliases[0]")
    assert found.message == f"旧地址 /rosters/library-desk/{month}/ 已是值班表自己的页面的地址"


def test_an_old_address_is_nowhere_where_the_site_puts_a_file(problems_of: Problems, site: Site) -> None:
    """A page there would have a file in the place of its folder."""
    files = {artifact.file for artifact in all_files(site) if "/rosters/" not in artifact.file}
    tops = sorted({file.partition("/")[0] for file in files} | {"manifest.json", "sitemap.xml", "robots.txt", "theme"})
    aliases = [f"/{top}" for top in (*tops, "images/tree.svg", "files/form.txt/old") if not top.startswith(".")]
    story = HEAD.format(more=f"aliases: [{', '.join(aliases)}]\n") + "字。\n"
    found = sorted(int(re.sub(r"\D", "", p.field)) for p in problems_of({"news/2026/case.md": story}))
    assert found == list(range(len(aliases)))


def test_two_old_addresses_are_not_a_file_and_a_folder(problems_of: Problems) -> None:
    more = "aliases: [/old.html, /old.html/2/, /older.html/2/, /new/a.html]\n"
    (found,) = problems_of({"news/2026/case.md": HEAD.format(more=more) + "字。\n"})
    assert found.message == "旧地址 /old.html/2/ 是网站放 /old.html 的地方"


@pytest.mark.parametrize(
    "url",
    [
        "qingxi.example.org",
        "//qingxi.example.org",
        "ftp://a.example",
        "https://",
        "https://a b",
        "https://a.example/?x",
    ],
)
def test_a_site_address_without_a_scheme_is_refused_by_name(url: str) -> None:
    with pytest.raises(OutputError, match="SITE_URL"):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["", "https://qingxi.example.org", "http://127.0.0.1:8000", "https://name.github.io/kangle"]
)
def test_a_whole_site_address_is_kept(url: str) -> None:
    assert check_url(url) == url


def test_a_body_too_heavy_for_a_phone_is_told_before_it_is_built(problems_of: Problems) -> None:
    rng = random.Random(SEED)
    words = "\n\n".join("".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(90)) for _ in range(500))
    (found,) = problems_of({"news/2026/case.md": HEAD.format(more="") + words + "\n"})
    assert found.message == "正文太长，手机打开这一页要等很久"


def test_the_frames_ids_are_those_of_the_templates() -> None:
    texts = [file.read_text("utf-8") for file in sorted((ROOT / "theme" / "templates").rglob("*.html"))]
    assert {name for text in texts for name in re.findall(r'\bid="([a-z-]+)"', text)} <= FRAME_IDS


PIECES = [
    "## 时间", "## 时间 2", "### 小节", "#### 细处", "## 地点", "#### 跳级", "## a & b <c>",
    "一段话，**重点：**请看[指南](/guides/bus-card/?from=weixin)。", "[本页](#时间)", "[站内](/guides/)", "[动态](/columns/updates/?x=1)",
    "- 甲\n- 乙\n  - 丙", "1. 甲\n2. 乙", "要带：\n- 身份证", "| 日 | 时 |\n|---|--:|\n| 一 | 9:00 |", "> 引用", "```\ncode <b>\n```",
    "链接这样写：`<a href=\"page.html\">`，图片 `<img src=\"photo\">`。", "写 href=\"nothing.html\" 和 src=\"nothing.png\" 也是字。",
    "![照片](/images/a&b.jpg)", "![图](/images/1,2.svg)", "![照片](/images/a%26b.jpg)", "[表](/files/form.txt)",
    "<ul><li>甲</li><li>乙</li></ul>", "<ul><li>甲</li><p>乙</p></ul>", "<p>甲<div>乙</div></p>", "<dl><dt>甲</dt><dd>乙</dd></dl>", "<b>粗</b>",
    "<p>没关", "<table><tr><td>甲</td></tr></table>", "<table><tr><th>甲</th></tr></table>", "<h2>一</h2>", "<a href=\"/guides/\">指<a href=\"/news/\">南</a></a>",
    "脚注[^1]。\n\n[^1]: 说明。", "!!! 注意\n    小心。", "- [ ] 没做\n- [x] 做了", "词\n: 说明", "电话 0755-5550-0101。", "https://example.org/a?b=c&d=e",
    "## ", "[](/guides/)", "[**粗**](/guides/)", "[![图](/images/1,2.svg)](/guides/)", "<figure><img src=\"/images/1,2.svg\" alt=\"图\"></figure>",
    "## 标题 {#own}", "*[缩写]: 全称\n\n缩写。", "<section><h3>三</h3></section>", "## 时间", "### ![图](/images/1,2.svg)", "H<sub>2</sub>O",
]  # fmt: skip
"""What bodies are put together of: what is right, what is refused, and what only looks wrong."""


def test_the_gates_refuse_nothing_that_check_lets_pass(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    bodies = [*PIECES, *("\n\n".join(rng.sample(PIECES, rng.randint(2, 5))) for _ in range(600 if FULL else 60))]
    letters = str.maketrans(
        "0123456789", "abcdefghij"
    )  # a number beside a day of the map of the site may look like a mobile
    stories = {
        f"news/2026/case-{str(i).translate(letters)}.md": HEAD.format(more="") + body + "\n"
        for i, body in enumerate(bodies)
    }
    media = {"images/a&b.jpg": photo(), "images/1,2.svg": DRAWING}
    project = lay_project(tmp_path / "project")
    content = project.folder / "content"
    edit(content, {**stories, **media})
    refused = {p.path for p in inspect(content, at(NOW)).errors}
    assert len(stories) / 10 < len(refused) < len(stories) * 0.9, "the pieces are to be of both kinds"
    for path in refused:
        (content / path).unlink()
    project.commit("Add stories")
    for done in (project.build(), project.gates()):
        assert done.code == 0, done.err
