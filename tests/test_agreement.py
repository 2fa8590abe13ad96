"""What `check` lets pass no later stage refuses, and what a gate would refuse `check` tells at its line."""

from __future__ import annotations

import json
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
from plugins.text import parse
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


FAULTS: Change = {
    "data/people.yaml": ("- id: helper-1\n", "- id: Helper 1\n"),
    "news/2026/other.md": HEAD.format(more="places: [nowhere]\n") + "字。\n",
}
LATER = "[明天](/news/2026/tomorrow/)"
EARLY: dict[str, tuple[int, str]] = {
    HEAD.format(more="") + LATER: (7, "body"),
    HEAD.format(more="").replace("updates", "nowhere") + LATER: (7, "body"),
    HEAD.format(more="").replace("11-01", "11-31") + LATER: (7, "body"),
    HEAD.format(more=f"updates: [{{date: 2026-11-02, note: '见{LATER}'}}]\n") + "字。": (6, "updates[0].note"),
    HEAD.format(more=f"image: 1\nupdates:\n  - {{date: 2026-11-02, note: '见{LATER}'}}\n") + "字。": (8, "updates[0].note"),
}  # fmt: skip


@pytest.mark.parametrize("story", EARLY)
@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_a_link_to_tomorrow_is_told_in_bodies_and_fields_whatever_else_is_wrong(
    tmp_path: Path, story: str, fault: str
) -> None:
    tomorrow = HEAD.format(more="").replace("2026-11-01", "2026-11-24 08:00") + "字。\n"
    change = {"news/2026/case.md": f"{story}\n", "news/2026/tomorrow.md": tomorrow}
    others = {fault: FAULTS[fault]} if fault else {}
    found = [p for p in inspect(change_site(tmp_path, {**change, **others}), at(NOW)).errors if "才公开" in p.message]
    assert [(p.path, p.line, p.field) for p in found] == [("news/2026/case.md", *EARLY[story])]


@pytest.mark.parametrize("more", ["status: draft\n", "date: 2026-11-25\n", "date: 2026-11-25\nplaces: [nowhere]\n"])
def test_who_is_not_public_either_may_link_to_tomorrow(tmp_path: Path, more: str) -> None:
    head = HEAD.replace("date: 2026-11-01\n", "") if "date" in more else HEAD
    tomorrow = HEAD.format(more="").replace("2026-11-01", "2026-11-24 08:00") + "字。\n"
    content = change_site(
        tmp_path,
        {"news/2026/case.md": f"{head.format(more=more)}{LATER}\n", "news/2026/tomorrow.md": tomorrow},
    )
    assert not [p for p in inspect(content, at(NOW)).errors if "才公开" in p.message]


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


MORE = [
    "[TOC]\n\n## 一\n\n字。", "## `码`\n\n字。", "## 1. 报名\n\n## 2. 领号", "## a\n\n## A", "## -\n\n字。", "## 🎉\n\n## 🎉🎉", "## “引号” & <b>\n\n字。", "## a/b?c#d\n\n[去](#a-b-c-d)",
    "[指南](/guides/bus-card/?from=weixin&isappinstalled=0#怎么办)", "[指南](/guides/bus-card/#怎么办)", "[指南](https://example.org/a b)", "[指南](<https://example.org/a b>)", "[写信](mailto:a@example.org?subject=问 好)",
    "[打](tel:0755-5550-0101)", "[打](tel:075555500101,8002)", "<https://example.org/?a=1&b=2>", "<a@example.org>", "[图](/images/1,2.svg)", "![“图” & <b>](/images/1,2.svg)", "![图](/images/1,2.svg \"题“目”\")",
    "<p>甲</p>乙&lt;丙<br>丁", "<div>甲</div><p>乙</p>丙", "<table><tr><td colspan=\"2\">甲</td></tr></table>", "<ol start=\"3\"><li>甲</li></ol>", "<blockquote>甲</blockquote>", "<pre>甲  乙</pre>", "<code>甲</code>", "<hr>", "<br>",
    "脚注[^a]，又[^a]。\n\n[^a]: 说明 **粗**。\n\n    第二段。", "脚注[^甲]。\n\n[^甲]: 说明。", "- 甲\n\n  > 引\n\n  | 日 |\n  |---|\n  | 一 |", "1. 甲\n   ```\n   码\n   ```", "!!! 注意 \"a & b\"\n    - 甲\n    - 乙", "词 & <词>\n: 说明",
    "甲\u200b乙\ufe0f丙", "⽤⼾", "👨‍👩‍👧 1️⃣ ❤️", "{电话:library}", "姓名____ 张*明 138****1234", "9:00~11:00 5<6 A&B &copy; &nbsp;", "　　各位居民：\n　　停水。", "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。",
]  # fmt: skip
FRONTS = [
    "aliases: [/old-{n}/]", "aliases: [/{n}.html]", "aliases: [/旧-{n}/]", "aliases: [/feeds/{n}]", "aliases: [/{n}/a.php]", "aliases: [/files/{n}.doc]", "aliases: [/{n}.html, /{n}.html/a/]", "aliases: [/news/2026/{n}]",
    "slug: zz-{n}", "slug: data", "tags: [节日]", "places: [spruce, maple]", "image: images/a&b.jpg\nimage_alt: 图 <b> & “引号”", "image: images/1,2.svg\nimage_alt: 图", "image_alt: 图", "expires: 2026-12-05", "expires: 2026-11-02",
    "updates: [{{date: 2026-11-20, note: '改了 <b> & **粗** [指南](/guides/bus-card/)'}}]", "updates: [{{date: 2026-11-20, note: '见[无](/nowhere/)'}}]", "updates: [{{date: 2026-11-30, note: 以后改}}]", "source: 'A & B <报> “周刊”'", "author: 社区 & 街道",
    "sample: true", "status: draft", "date: 2026-11", "unknown: 1",
]  # fmt: skip
TITLES = ["一篇", "A & B", "<标题>", "5 < 6", "“引号”", "'单' \"双\"", "🎉", "a&amp;b", "`码`", "#井号", "1. 列表", "- 横线", "标题{x}", "\\反斜杠", "%20", "[方] 括号", "~波~", "题\u200b目", "题" * 100, "?", "https://a.cn/x"]  # fmt: skip


def _story(rng: random.Random, body: str, number: str) -> str:
    """A story with a slip or two in its front matter."""
    head = HEAD.format(more=f"{rng.choice(FRONTS).format(n=number)}\n" if rng.random() < 0.5 else "")
    if rng.random() < 0.3:
        head = head.replace("一篇", json.dumps(rng.choice(TITLES), ensure_ascii=False))
    if rng.random() < 0.3:
        head = head.replace("摘要。", json.dumps(rng.choice(TITLES), ensure_ascii=False))
    return head + body + "\n"


def test_the_gates_refuse_nothing_that_check_lets_pass(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    pieces = [*PIECES, *MORE]
    bodies = [*pieces, *("\n\n".join(rng.sample(pieces, rng.randint(1, 4))) for _ in range(600 if FULL else 30))]
    letters = str.maketrans(
        "0123456789", "abcdefghij"
    )  # a number beside a day of the map of the site may look like a mobile
    stories = {
        f"news/2026/case-{(name := str(i).translate(letters))}.md": _story(rng, body, name)
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


ODD = [
    " & <b>", "“引号”", "'单'", "🎉", "（一）", " {x}", " [y]", "、二", " https://example.org/x?a=1&b=2", "**粗**", " #3", "：四", ": 五", "|", "\\", "%20", "`码`", "&amp;",
    "\u200b", "\u3000", "~", "…", "/", "?", "A" * 60,
]  # fmt: skip
"""What may stand behind any value."""


def test_odd_words_in_the_data_are_told_or_pass_the_gates(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    project = lay_project(tmp_path / "project")
    content = project.folder / "content"
    files = sorted(content.glob("data/*.yaml"))
    kept = refused = 0
    for _ in range(200 if FULL else 8):
        file = rng.choice(files)
        before = file.read_text("utf-8")
        tree = parse(before, file.name)[0]
        assert tree
        spans = [(start, end) for start, end, _ in tree.spans() if start[0] == end[0] and start != end]
        (line, _), (_, column) = rng.choice(spans)
        lines = before.split("\n")
        lines[line - 1] = lines[line - 1][: column - 1] + rng.choice(ODD) + lines[line - 1][column - 1 :]
        file.write_text("\n".join(lines), "utf-8")
        if inspect(content, at(NOW)).errors:
            file.write_text(before, "utf-8")
            refused += 1
        else:
            kept += 1
    assert kept
    assert refused
    project.commit("Change the data")
    for done in (project.build(), project.gates()):
        assert done.code == 0, done.err
