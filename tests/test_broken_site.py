"""A content folder with one of every mistake: the whole list of what the reader says about it."""

from __future__ import annotations

import ast
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from plugins.problems import Problem
from plugins.rules.reader import read
from tests.conftest import ROOT
from tests.pictures import photo
from tests.private.hidden import FOUND, TOLD, UNREAD

TODAY = date(2026, 11, 23)
BROKEN = ROOT / "tests" / "site_broken"
SOURCE = tuple(ROOT / "plugins" / room for room in ("media", "text", "model", "rules"))
EXPECTED = ROOT / "tests" / "site_broken_expected.txt"
"""Read by eye: every line names the place, what is wrong and how to mend it. Renew it with KANGLE_RENEW=1."""


def as_line(problem: Problem) -> str:
    return f"warning: {problem}" if problem.level == "warning" else str(problem)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The broken site, and the mistakes that git cannot hold."""
    folder = tmp_path / "content"
    shutil.copytree(BROKEN, folder)
    (tmp_path / "outside.md").write_text("---\ntitle: 外面\n---\n", "utf-8")
    links = folder / "pages" / "links"
    links.mkdir()
    (links / "to-outside.md").symlink_to(tmp_path / "outside.md")
    (links / "to-nothing.md").symlink_to("nowhere.md")
    (links / "to-itself.md").symlink_to("to-itself.md")
    (links / "to-above").symlink_to("..", target_is_directory=True)
    os.mkfifo(links / "pipe.md")
    (folder / "pages" / "too-big.md").write_bytes(b"---\ntitle: a\n---\n" + b"a" * 2_000_000)
    for name, size in {"images/too-big.jpg": 10_000_001, "files/too-big.pdf": 20_000_001}.items():
        with (folder / name).open("wb") as file:
            file.truncate(size)
    (folder / "images" / "13800000000.jpg").write_bytes(photo())
    (folder / "images" / "11010519491231002X-tree.jpg").write_bytes(photo())
    (folder / "pages" / "two\nlines.md").write_text("x", "utf-8")
    Path(os.fsdecode(os.fsencode(folder / "pages") + b"/\xc4\xe3\xba\xc3.md")).write_text("x", "utf-8")
    for name in ("王秀英.jpg", "a:b.jpg", "CON.jpg", "end .", "长" * 81 + ".jpg", "Photo-Place.jpg"):
        (folder / "images" / name).write_bytes(photo())
    (folder / "files" / "inside").mkdir()
    (folder / "images" / "beside").mkdir()
    for name, data in (*FOUND.items(), *UNREAD.items()):
        (folder / "files" / "inside" / name).write_bytes(data)
    for name, data in TOLD.items():
        (folder / "images" / "beside" / name).write_bytes(data)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("[core]\n", "utf-8")
    return folder


def test_every_mistake_is_reported_as_expected_and_nothing_else(content: Path) -> None:
    found = [as_line(p) for p in read(content, pixels=True).problems_on(TODAY)]
    if os.environ.get("KANGLE_RENEW"):
        EXPECTED.write_text("\n".join(found) + "\n", "utf-8")
    assert found == EXPECTED.read_text("utf-8").splitlines()


def test_a_site_with_errors_has_no_sources(content: Path) -> None:
    assert read(content).sources is None


RIGHT = {
    "news/2026/right.md",
    "news/2026/draft.md",
    "guides/right.md",
    "policies/draft.md",
    "images/tree.svg",
    "files/form.txt",
    "files/reel.mp4",
    "files/subtitles.vtt",
    "data/rosters/right.yaml",
}
"""What the mistakes need beside them to be one mistake each."""


def test_every_file_with_a_mistake_is_named(content: Path) -> None:
    named = {p.path for p in read(content, pixels=True).problems_on(TODAY)}
    files = {f.relative_to(BROKEN).as_posix() for f in BROKEN.rglob("*") if f.is_file()}
    assert files - named == RIGHT


ELSEWHERE = {
    "排序",  # test_fields.py
    "核对这个数",  # test_fields.py
    "没有限制、说不准，就不写这一行",  # test_fields.py
    "用拼音或英文写，例如 bus-pass",  # test_fields.py
    "置顶",  # test_fields.py
    "这个数不能是负的：“",  # test_fields.py
    "压缩成小一些的 .mp4，或放到视频网站，写 link",
    "换一处，改到别的日子，或者停办这一次",  # need an activity in a room, these too: test_sense.py
    "换一处，或者改到别的日子",
    " 不开：",
    "”的活动时间（",
    "把时间错开或换一处；可以合用的地方，在 locations.yaml 里写 shared: true；就是这支队伍办的，写 organization",
    "）同时用“",
    "把时间错开或换一处；可以合用的地方，在 locations.yaml 里写 shared: true",
    "新建 data/community.yaml，写上社区名称、电话和栏目",  # no community.yaml: test_reader.py
    "读不了这个文件夹（",  # no content: test_reader.py
    "检查文件夹是否存在、能否打开",
    "读不了这个文件（",  # a file that vanishes: test_reader.py
    "检查文件是否存在、能否打开",
    "一个文件里的值太多，最多 ",  # too much of everything: test_limits.py
    " 万个（按行、逗号和括号数）",
    "删掉多余的，或拆成几个文件",
    "文件头太长，最多 ",
    " 万个字，现在 ",
    "正文写在第二条 --- 下面",
    "前面已经有 ",
    " 项有问题，后面 ",
    " 项没有再看",
    "先改好前面的，再检查一次",
    " 个字段，太多了",
    "对照 docs/data.md，只写列出的字段",
    " 项，最多 ",
    "核对年份；一直不开的，写 closed",
    "核对年份；不再来的，从每一班里去掉",
    "这一项里有 ",
    " 处问题，只列出前 ",
    "对照 docs/data.md 改好，再检查一次",
    "项目太多，最多 ",
    "YAML 无法读取",  # what only a fault of libyaml could bring
    "检查缩进和引号",
    "写法不对（",  # what only a fault of pydantic could bring
    "对照 docs/data.md 修改",
    "社区资料",
    "”不归任何网格",  # needs grids without a fault: test_references.py
    "在 grids.yaml 里把它分给一个网格",
    "删掉一个或改名",  # needs a community without a fault: test_references.py
    "没有一处提到",  # needs a site without a fault: test_changes.py
    "这张图片",
    "，网站上不会有它",
    "用得上，就在正文里写上 /",
    "；用不上就删掉",
    "网站的资料里没有 ",  # needs lists without a fault: test_numbers.py
    " 这个电话",
    "核对号码；换了电话，这个文件要另外改",
    "本人的",  # no message: what a paper is called
    "零一二三四五六七八九",  # no message: the digits
    "一二三四五六日",  # no message: the weekdays
    "一二三四五",
    "礼拜",
    "缺人的班有 ",  # needs a community that asks for it: test_roster_rules.py
    " 个，共",
    "补上人，或把 needs 改小",
    "每项以“- ”开头",
    "写编号：",  # needs two of one name: test_names.py
    "从几到几，写成了一项",  # needs places without a fault, these too: test_slips.py
    "一项一项写：[",
    ":”这一行，下面各项的“- ”移到行首",
    "一项也没有，就写 []",
    "”和名称“",
    "”不是同一个",
    "只写编号；“",
    "”的编号是 ",
    *("提名", "投票", "评议", "上门看", "评选", "选举", "经费", "邻里互助"),  # labels of the books
    *("早上", "早晨", "清晨", "傍晚", "晚上"),  # words that are read
    "休假",
    "一二三四五六日天",
    "正文太长，手机打开这一页要等很久",  # needs a body as long as that: test_agreement.py
    "分成几篇，或把附表做成文件",
    *(
        "现在还去不了：",
        "把这一篇也改到那以后发布，或先删掉这个链接",
    ),  # hang on the clock: test_agreement.py
    "值班表自己的页面",  # needs a roster without a fault: test_agreement.py
    "换一种写法，或空一行另起一段",  # what only a fault of ours could bring: test_accounting.py
    "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",  # no message: the signs
    "error 错误；warning 提醒；off 不查",  # no message: the words of a choice
    " 搬家了，这条留言不显示",  # needs a story without a fault: test_dead_marks.py
    " 会过时",  # needs a community without a fault: test_references.py
    "写一直在的地方：栏目、办事指南、服务、场所、队伍",
    "问到这里没有电话",  # needs a community without a fault: tests/test_concerns.py
    "在 places.yaml 里给小区写上 property_phone，或在这里写 phone",
    "网站没有网格，写 each: places，或在这里写 phone",
    "在 locations.yaml 里给",
    "在 organizations.yaml 里给",
    "写上电话，或在这里写 phone",
    "没有任何内容，网站会是空的",  # needs a community without a fault, these too: test_sections.py
    "至少公开一篇，或者写一项服务、一处场所",
    "”，可是网站不设",
    "不设",
    "删掉这一项，或从 community.yaml 的 without 里去掉 ",
    "先写好它，或删掉这一项",
    " 里写的都不会显示",
    " 个文件",
    "不要了就删掉那些文件；要显示就去掉 ",
    "without 里写了不设 ",
    "，这里不会显示",
    "去掉其中一处",
    "颜色写法不对：“",  # needs a community without a fault: test_colours.py
    '写六位色号，带引号，例如 "#1f5c4a"',
    "上看不清",
    "，对比 ",
    "，至少要 ",
    "长辈版里",
    "换一个浅一些的颜色",
    "换一个深一些的颜色",
    "浅色",
    "深色",
    "纸色",
    "白底",
    "色带",
    "字色",
    "里面的文件名",  # needs a name inside an archive: tests/private/test_files.py
    "PDF 里的东西太多",
    "先删掉前面的",  # needs a thousand of them: tests/private/test_exemptions.py
    "一个文件里的个人信息太多，后面的没有再看",
    "幻灯片",
    "页眉的字",
    "页眉的小字",
    "白字",
    " 是示例网址，不能发布",  # told by check, not by the reader: test_site_url.py
    "写网站真正的网址；发布时用 SITE_URL 给出网址的，可以不改",
    " 只有这台机器连得上，或是示例，不能发布",
    "试好以后写留言服务器对外的网址，或删掉 discussion",
}
SILENT_CALLS = {
    *("Field", "Kind", "Names", "Spelling", "str.maketrans"),
    *(f"re.{name}" for name in ("compile", "fullmatch", "match", "search", "split", "sub", "findall")),
}
SILENT_MODULES = {
    "model/alerts.py",
    "model/deadlines.py",
    "model/documents.py",
    "model/hours_chinese.py",
    "model/lunar.py",
    "model/people.py",
    "model/phrases.py",
    "model/sections.py",
    "rules/due.py",
    "rules/lost.py",
    "text/markdown.py",
    "model/figure_words.py",
    "rules/number_words.py",
}
"""What these say in Chinese are labels, HTML, and what pages say as well; what git remembers and what is due have tests of their own."""


def test_every_message_of_the_reader_has_its_mistake() -> None:
    expected = EXPECTED.read_text("utf-8")
    files = [f for room in SOURCE for f in sorted(room.glob("*.py")) if f"{room.name}/{f.name}" not in SILENT_MODULES]
    words = {word for file in files for word in chinese_words(file)}
    assert {w for w in words if w not in expected} == ELSEWHERE & words
    assert words >= ELSEWHERE


def chinese_words(file: Path) -> Iterator[str]:
    """Every piece of Chinese a module can say: its string constants, but not its docstrings nor its labels."""
    tree = ast.parse(file.read_text("utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in SILENT_CALLS:
            silent |= {id(node) for node in ast.walk(call)}
    for node in ast.walk(tree):
        word = node.value if isinstance(node, ast.Constant) and id(node) not in silent else ""
        if isinstance(word, str) and len(re.findall("[\u4e00-\u9fff]", word)) > 1 and "\\" not in word:
            yield word


def test_no_message_holds_a_number_that_may_be_a_persons(content: Path) -> None:
    lines = "\n".join(as_line(p) for p in read(content, pixels=True).problems_on(TODAY))
    assert "13800000000" not in lines
    assert "1101051949" not in lines


def test_every_problem_is_one_line_with_a_fix(content: Path) -> None:
    for problem in read(content, pixels=True).problems_on(TODAY):
        line = str(problem)
        assert len(line.splitlines()) == 1, line
        assert problem.message, line
        assert problem.fix, line
        assert problem.line >= 1, line
        assert problem.column >= 1, line
