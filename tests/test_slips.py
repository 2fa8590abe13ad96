"""What YAML or a list makes of a slip of the hand is told once, where it stands, with what to type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from plugins.model.moments import parse_day, parse_moment
from plugins.model.scalars import parse_count, parse_yuan
from plugins.model.slips import explain_cut, read_pair
from plugins.problems import Problem, gather_alike
from plugins.rules import read
from plugins.text import Tree
from plugins.text.yaml_text import parse
from tests.conftest import EXAMPLE, Change, change_site

Problems = Callable[[Change], tuple[Problem, ...]]
STORY = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n正文。\n"
ACTIVITY = "---\ntitle: 一场\nsummary: 摘要。\ndate: 2026-11-01\nstarts: 2026-12-05 09:00\nends: 2026-12-05 11:00\nlocation: square\n---\n正文。\n"
NEWS, OTHER, GRIDS = "news/2026/x.md", "activities/2026/x.md", "data/grids.yaml"


def told(problems: tuple[Problem, ...], path: str) -> list[str]:
    return [f"{p.line}:{p.column} {p.message} → {p.fix}" for p in problems if p.path == path]


def refused(text: str) -> list[str]:
    return [str(p).removeprefix("x.yaml:") for p in parse(text, "x.yaml")[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("b: {n: 1, d: 问、约}\nc: {n: 1, d: 监督 #投诉}\n", "2:17: “#投诉”会丢：# 后面是注释"),
        ('a: "试一试”\nb: x\n', "1:4: 引号没有成对 → 把末尾中文的 ” 改成"),
        ("a: 'it's'\nb: x\n", "1:8: 引号后面还有文字 → 引号是内容，就写中文引号：it’s"),
        ('a: "他说"好"的"\n', "1:8: 引号后面还有文字 → 引号是内容，就写中文引号：他说“好”的"),
        ('a: {b: "c"x}\n', "1:11: 引号后面还有文字 → 把整个值放进同一对引号里"),
        ("- a: 1\n  b: 2\n[]\n", "3:1: 上面已经写了几项，这里又写了空的 []"),
        ("a:\n  1. 一\n  - 二\n  - 三\n", "2:3: 列表的一项用了“1.”开头 → 写成“- 一”"),
        ("a:\n  一\n  - 二\n  - 三\n", "2:3: 列表的一项少了开头的“- ” → 写成“- 一”"),
        ("a:\n  - 一\n   -二\n", "3:4: 这一行像列表的一项，却并进了第 2 行"),
        ("a:\n  * 一\n  * 二\n", "2:3: 列表的一项用了“*”开头 → 写成“- 一”"),
        ("a:\n  - 一\n   - 二\n   - 三\n", "3:4: 这一行像列表的一项，却并进了第 2 行"),
    ],
)
def test_a_slip_is_told_once_at_its_own_line(text: str, found: str) -> None:
    (said,) = refused(text)
    assert said.startswith(found)


@pytest.mark.parametrize(
    ("line", "key", "fix"),
    [
        ("- {a: 一, 二, c: 3}", "二", '给整句加引号：a: "一, 二"'),
        ("- {a: 一, 二, 三}", "二", '给整句加引号：a: "一, 二, 三"'),
        ("- {a: 一, 二, 三}", "三", ""),
        ("- {a: 30,000, c: 3}", "000", "写成 a: 30000"),
        ("- {a: 1,030,000}", "030", "写成 a: 1030000"),
    ],
)
def test_what_a_comma_cut_in_two_is_put_together(line: str, key: str, fix: str) -> None:
    cut = explain_cut(
        Tree([], line, "x.yaml", 1), 1, line.index(f" {key}") + 2 if f" {key}" in line else line.index(key) + 1
    )
    assert cut is not None
    assert cut[1] == fix


def test_a_field_of_its_own_is_no_half_of_a_value() -> None:
    assert explain_cut(Tree([], "- 标签:", "x.yaml", 1), 1, 3) is None


@pytest.mark.parametrize(("key", "pair"), [("2026-11-21", "2026-11-21 改了"), ("note", ""), ("说明", "")])
def test_a_pair_is_two_halves_of_a_part_and_no_field_with_its_value(key: str, pair: str) -> None:
    assert read_pair(Tree([{key: "改了"}], "", "x.yaml", 1), (0,)) == pair


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("title: #河边# 一篇", ["2:8 “#河边# 一篇”会丢：空格加 # 后面是注释，页面上没有 → 给整个值加引号；是注释，就在 # 前面空两格、后面空一格"]),
        ("title: 一篇\ntags: null", ["3:7 “null”是程序里“没有”的意思，页面上会照样显示 → 没有就不写这一行；真是这几个字，加引号：\"null\""]),
        ("title: 一篇\ntags: 无", ["3:7 应为列表 → 没有就不写这一行"]),
        ("title: 一篇\nimage: 无", ["3:8 文件要放在 images/ 或 files/ 里，写的是“无” → 没有就不写这一行"]),
        ("ｔｉｔｌｅ: 一篇", ["2:1 没有这个字段 → 是否想写 title？"]),
        ("title: 一篇\nupdates:\n  - 2026-11-21: 改了", ["4:5 应为下级字段 → 写成 updates: [{date: 2026-11-21, note: 改了}]"]),
        ("title: 一篇\nimage: “images/tree.svg”\nimage_alt: 树", ["3:8 “images/tree.svg”的引号是中文的，这里不要引号 → 写成 images/tree.svg"]),
        ("title: 一篇\nimage: [images/tree.svg]\nimage_alt: 树", ["3:1 应为一段文字，写成了列表或下级字段 → 去掉方括号：images/tree.svg"]),
    ],
)  # fmt: skip
def test_one_cause_is_one_line(problems_of: Problems, front: str, found: list[str]) -> None:
    assert told(problems_of({NEWS: STORY.replace("title: 一篇", front)}), NEWS) == found


def test_a_file_in_another_kinds_folder_is_told_where_it_belongs(problems_of: Problems) -> None:
    found = problems_of({NEWS: ACTIVITY, OTHER: STORY})
    assert told(found, NEWS) == ["5:1 starts 是活动的字段，这个文件放错了文件夹 → 把文件移到 activities/"]
    assert told(found, OTHER) == ["5:1 column 是新闻的字段，这个文件放错了文件夹 → 把文件移到 news/"]


def fix_of(parse: Callable[[object], object], typed: str) -> str:
    with pytest.raises(PydanticCustomError) as error:
        parse(typed)
    return str((error.value.context or {})["fix"])


def test_days_in_one_item_are_told_as_a_list() -> None:
    assert "[2026-12-12, 2026-12-19]" in fix_of(parse_day, "2026年12月12日、2026-12-19")
    assert "[2026-12-12 09:00, 2026-12-19 09:00]" in fix_of(parse_moment, "2026-12-12 09:00，2026-12-19 09:00")
    assert "until" in fix_of(parse_day, "2026-12-12至2026-12-19")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026年10月1日起", "写成 2026-10-01"),
        ("自2026年10月1日起施行", "写成 2026-10-01"),
        ("12月10日前", "补上年份，例如 2026-12-10"),
    ],
)
def test_a_day_with_words_around_it_is_told_as_the_day(typed: str, meant: str) -> None:
    assert fix_of(parse_day, typed) == meant


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("云杉花园1-3栋", "从几到几，写成了一项 → 一项一项写：[spruce/b1, spruce/b2, spruce/b3]"),
        ("云杉花园1栋、3栋", "几项连成了一项，用的是顿号“、” → 用半角逗号隔开：[spruce/b1, spruce/b3]"),
    ],
)
def test_several_buildings_in_one_item_are_told_with_each_of_them(problems_of: Problems, typed: str, fix: str) -> None:
    found = problems_of({GRIDS: ("[spruce/b3, maple/b1]", f"[{typed}, maple/b1]")})
    assert fix in " ".join(told(found, GRIDS))


def test_a_list_under_a_name_is_told_as_that(problems_of: Problems) -> None:
    text = (EXAMPLE / GRIDS).read_text("utf-8")
    found = problems_of({GRIDS: "grids:\n" + "".join(f"  {line}\n" for line in text.splitlines())})
    assert told(found, GRIDS) == ["1:1 应为列表 → 删掉“grids:”这一行，下面各项的“- ”移到行首"]


def test_a_list_without_an_item_is_told_how_to_write_none(problems_of: Problems) -> None:
    assert told(problems_of({GRIDS: "# 还没有\n"}), GRIDS) == ["1:1 没有任何内容 → 一项也没有，就写 []"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("见https：//example.org/form", "“https：//example.org/form”像是网址，点不了"),
        ("写信到hall＠example.org", "“hall＠example.org”像是邮箱，点不了"),
        ("数见下［^1］。", "“［^1］”像是脚注，页面会原样显示"),
        ("》一句话", "“》一句话”像是引用，页面会原样显示"),
        ("＞河边是我家", "“＞河边是我家”像是引用，页面会原样显示"),
        ("看[办事指南]()。", "链接没有写去哪里"),
    ],
)
def test_marks_with_the_signs_of_chinese_are_told(problems_of: Problems, body: str, found: str) -> None:
    assert [p.message for p in problems_of({NEWS: STORY.replace("正文。", body)})] == [found]


def test_what_only_looks_like_such_a_mark_is_shown(problems_of: Problems) -> None:
    body = "《一本\n书》好看\n\n＞65岁的免费。\n\n比分3：//不算"
    assert not problems_of({NEWS: STORY.replace("正文。", body)})


def test_what_many_name_and_is_not_there_is_one_line_with_all_places() -> None:
    def missing(number: int, message: str = "没有“a”") -> Problem:
        return Problem("x.yaml", number, 1, "", "", message, "是否想写 b？")

    assert sorted(gather_alike(map(missing, range(3)))) == [missing(n) for n in range(3)]
    (one,) = gather_alike(map(missing, range(5)))
    assert str(one).startswith(
        "x.yaml:0:1: 没有“a” → 是否想写 b？；一共 5 处，别处在 x.yaml:1、x.yaml:2、x.yaml:3、x.yaml:4；"
    )
    others = [missing(n, "应为列表") for n in range(5)]
    assert sorted(gather_alike(others)) == others


def test_a_place_of_another_id_is_not_told_again_for_each_of_its_buildings(problems_of: Problems) -> None:
    text = (EXAMPLE / "data/places.yaml").read_text("utf-8")
    found = problems_of({"data/places.yaml": text.replace("- id: spruce", "- id: spruces")})
    assert not [p for p in found if "不归任何网格" in p.message or "这栋楼" in p.message]
    assert [p for p in found if p.message == "没有“spruce”"]


def test_a_bare_number_in_a_list_of_phones_accuses_nobody_who_names_one(problems_of: Problems) -> None:
    path, second = "data/locations.yaml", {NEWS: STORY.replace("正文。", "打{电话:library#2}。")}
    change = (
        "  phones:\n    - number: 0755-5550-0102",
        "  phones:\n    - 0755-5550-0399\n    - number: 0755-5550-0102",
    )
    found = problems_of({path: change, **second})
    assert {p.path for p in found if p.level == "error"} == {path}


def test_a_list_with_too_many_items_leaves_the_rest_of_its_entry_known(problems_of: Problems) -> None:
    words = ", ".join(f"词{n}" for n in range(9))
    text = re.sub(r"(?m)^hot_words: .*\n", "", (EXAMPLE / "data/community.yaml").read_text("utf-8"))
    (one,) = problems_of({"data/community.yaml": f"{text}hot_words: [{words}]\n"})
    assert one.message == "有 9 项，最多 6 项"


def test_a_figure_with_a_wrong_value_accuses_no_text_that_names_it(problems_of: Problems) -> None:
    path = "data/figures.yaml"
    figure = "- id: trees\n  name: 树\n  unit: 棵\n  definition: 种的树。\n  source: 台账\n  values: [{period: 2026, value: 很多}]\n"
    named = {NEWS: STORY.replace("正文。", "共{{ figure:trees }}。").replace("摘要。", "种了{{ figure:trees }}。")}
    found = problems_of({path: (EXAMPLE / path).read_text("utf-8") + figure, **named})
    assert {p.path for p in found if p.level == "error"} == {path}


@pytest.mark.parametrize(("behind", "told"), [("棵。", True), ("棵树。", False), ("。", False)])
def test_a_unit_is_written_once(problems_of: Problems, behind: str, told: bool) -> None:
    path = "data/figures.yaml"
    figure = "- id: trees\n  name: 树\n  unit: 棵\n  definition: 种的树。\n  source: 台账\n  values: [{period: 2026, value: 30000, approx: over}]\n"
    story = STORY.replace("正文。", f"共{{{{ figure:trees }}}}{behind}")
    found = problems_of({path: (EXAMPLE / path).read_text("utf-8") + figure, NEWS: story})
    assert any("后面又写了一遍" in p.message for p in found) is told


def test_the_name_of_who_holds_a_post_is_told_behind_it_too(problems_of: Problems) -> None:
    path = "data/organizations.yaml"
    text = (EXAMPLE / path).read_text("utf-8")
    found = problems_of({path: re.sub(r"(?m)^(  contact:\n    name: .*)$", r"\1（王阿姨）", text, count=1)})
    assert [p.message for p in found if p.field == "contact.name"] == ["像是一个人的姓名或称呼，页面上谁都看得到"]


@pytest.mark.parametrize("line", ["- **交表**，再等", "- *交表*", "- {b: x, c: [*一*, 二]}", "- a: [@一, 二]"])
def test_a_sign_of_yaml_at_the_start_of_an_item_is_told_with_the_item(line: str) -> None:
    (said,) = refused(f"{line}\n")
    assert '开头 → 给整个值加上引号："' in said


def test_a_field_that_is_none_is_answered_with_the_fields_in_chinese(problems_of: Problems) -> None:
    (said,) = told(
        problems_of(
            {
                NEWS: STORY.replace(
                    "title: 一篇", "title: 一篇\nupdates:\n  - {日: 2026-11-02, date: 2026-11-02, note: 改了}"
                )
            }
        ),
        NEWS,
    )
    assert said.endswith("没有这个字段 → 删掉，或从这些里选：date 日期、note 更新内容")


def test_a_roster_without_a_shift_is_told_once(problems_of: Problems) -> None:
    path = "data/rosters/library-desk.yaml"
    text = (EXAMPLE / path).read_text("utf-8")
    found = problems_of({path: re.sub(r"(?m)^(?:pattern|shifts):\n(?:  .*\n)+", "", text)})
    assert [p.message for p in found if "开始的班" in p.message] == []
    assert [p for p in found if p.message == "这张值班表里一班也没有"]


def test_what_is_public_only_when_it_is_over_is_told(tmp_path: Path) -> None:
    late = ACTIVITY.replace("date: 2026-11-01", "date: 2026-12-20").replace("location: square\n", "")
    weekly = late.replace("ends:", "every: 周六\nuntil: 2027-06-30\nends:")
    reading = read(change_site(tmp_path, {OTHER: late, "activities/2026/y.md": weekly}))
    found = [p for p in reading.problems_on(date(2026, 11, 23)) if "那时已经过去了" in p.message]
    assert [(p.path, p.line) for p in found] == [(OTHER, 4)]
    assert not [p for p in reading.problems_on(date(2026, 12, 20)) if "那时已经过去了" in p.message]


def test_a_house_that_is_not_there_is_not_taken_for_its_estate(problems_of: Problems) -> None:
    notice = "what: 停水\naffects: [云杉花园20栋]\nfrom: 2026-12-01 09:00\nuntil: 2026-12-01 17:00\n"
    (said,) = told(problems_of({NEWS: STORY.replace("column: updates\n", f"column: updates\n{notice}")}), NEWS)
    assert "没有“云杉花园20栋” → 从这些里选：" in said
    assert said.partition("选：")[2].startswith("spruce")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026年12月1日、2日", "[2026-12-01, 2026-12-02]"),
        ("2026年12月1-5日", "这里写 2026-12-01，最后一天 2026-12-05"),
        ("2026-12-01~05", "这里写 2026-12-01，最后一天 2026-12-05"),
        ("12月1日、2日", "按 年-月-日 写"),
        ("约2026-12-01", "写成 2026-12-01"),
    ],
)
def test_of_several_days_none_is_left_out(typed: str, meant: str) -> None:
    assert meant in fix_of(parse_day, typed)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("下午两点", "14:00"),
        ("晚7点半", "19:30"),
        ("早8点", "08:00"),
        ("十二点半", "12:30"),
        ("，9:00", "09:00"),
        ("-09:00", "09:00"),
    ],
)
def test_a_clock_in_words_is_read(typed: str, clock: str) -> None:
    assert f"{parse_moment(f'2026-12-01{typed}'):%H:%M}" == clock


@pytest.mark.parametrize(
    ("parse", "typed", "meant"),
    [
        (parse_moment, "2026-12-01 9:00左右", "写成 9:00"),
        (parse_count, "1,000", "写成 1000"),
        (parse_count, "3.0", "写成 3"),
        (parse_count, "一百二", "写成 数字，例如 2"),
        (parse_yuan, "8千", "写成 8000"),
        (parse_yuan, "80.5块", "写成 80.5"),
    ],
)
def test_a_number_is_told_as_it_is_to_be_typed(parse: Callable[[object], object], typed: str, meant: str) -> None:
    assert fix_of(parse, typed) == meant
