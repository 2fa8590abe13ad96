"""YAML as text values with places: what is read, what is refused, and where."""

from __future__ import annotations

from contextlib import suppress

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.text.yaml_text import _FLAT, Tree, parse


def read(text: str, first_line: int = 1) -> Tree:
    tree, problems = parse(text, "x.yaml", first_line)
    assert problems == []
    assert tree
    return tree


def refused(text: str) -> list[str]:
    return [str(p) for p in parse(text, "x.yaml")[1]]


@pytest.mark.parametrize(
    "value",
    ["05711234567", "9:30", "8:30", "no", "1.10", "12345", "true", "0x1F", "2026-11-23", "1_000", "1:1:1"],
)
def test_every_scalar_stays_the_text_that_was_typed(value: str) -> None:
    assert read(f"a: {value}\n").data == {"a": value}


@pytest.mark.parametrize("word", ["null", "NULL", "~", "None", "undefined", "N/A"])
def test_a_word_for_nothing_is_told_where_it_stands_and_in_quotes_it_is_a_word(word: str) -> None:
    tree, problems = parse(f"a: x\nb: [y, {word}]\nc: {word}\n", "x.yaml")
    assert tree
    assert tree.data == {"a": "x", "b": ["y", word], "c": word}
    assert [(p.line, p.column, p.field) for p in problems] == [(3, 4, "c"), (2, 8, "b")]
    assert read(f'a: "{word}"\n').data == {"a": word}


def test_nothing_typed_is_an_empty_text() -> None:
    assert read("a:\nb: x\n").data == {"a": "", "b": "x"}


def test_lists_and_nested_fields_keep_their_shape() -> None:
    assert read("a: [x, y]\nb:\n  - c: z\n").data == {"a": ["x", "y"], "b": [{"c": "z"}]}


def test_folded_and_literal_texts_are_read() -> None:
    assert read("a: >\n  一\n  二\nb: |\n  一\n  二\n").data == {"a": "一二\n", "b": "一\n二\n"}
    assert read("a: >-\n  一 a\n  b 二\n\n  三\n").data == {"a": "一 a b 二\n三"}


def test_a_comment_and_a_wide_space_are_no_fault() -> None:
    assert read("# 说明\na: 一\u3000二  # 注\n").data == {"a": "一\u3000二"}


def test_a_wide_colon_inside_a_text_is_no_fault() -> None:
    assert read("a: |\n  注意：带身份证\nb: 说明：这里\n").data == {"a": "注意：带身份证\n", "b": "说明：这里"}


def test_an_error_elsewhere_is_not_blamed_on_a_wide_colon_in_a_text() -> None:
    text = "a: |\n  注意：带身份证\nb: 一\nc: 二\nd: [一\n"
    assert refused(text) == ["x.yaml:5:4: 方括号没有写完整 → 补上 ]，或每项一行用 - 开头"]


PLACES = "title: 一\ntags: [a, b]\nupdates:\n  - date: x\n    note: y\nempty:\n"


@pytest.mark.parametrize(
    ("loc", "place"),
    [
        ((), (11, 1)),
        (("title",), (11, 8)),
        (("tags",), (12, 1)),
        (("tags", 1), (12, 11)),
        (("updates", 0), (14, 5)),
        (("updates", 0, "note"), (15, 11)),
        (("updates", 0, "gone"), (14, 5)),
        (("updates", 7, "note"), (13, 1)),
        (("empty",), (16, 1)),
        (("gone",), (11, 1)),
    ],
)
def test_a_value_has_its_place_in_the_file(loc: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert read(PLACES, 11).place(loc) == place


def test_a_key_has_its_own_place() -> None:
    assert read(PLACES, 11).place(("updates", 0, "note"), key=True) == (15, 5)


def test_a_key_written_twice_names_the_first_line() -> None:
    assert refused("a: 1\nb: 2\na: 3\n") == ["x.yaml:3:1: a: 字段写了两次，第 1 行已有 → 删掉其中一处"]


def test_of_a_key_written_twice_the_first_value_stands() -> None:
    tree, _ = parse("a: 1\na: 3\n", "x.yaml")
    assert tree
    assert tree.data == {"a": "1"}


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: b: c", "1:5", "值里有冒号加空格"),
        ("a: b\n  c: d", "2:4", "缩进不对齐"),
        ("a:\n  b: c\n d: e", "3:2", "缩进不对齐"),
        ("title:一\nb: c", "1:6", "冒号后面少了一个空格"),
        ("a: b\ntitle:一", "2:6", "冒号后面少了一个空格"),
        ("a: b\n标题：一\n", "2:3", "用了全角冒号“：”"),
        ("title：一", "1:6", "用了全角冒号“：”"),
        ("a: b\nc", "2:1", "这一行缺少冒号"),
        ("a: [b\nc: d", "1:4", "方括号没有写完整"),
        ("a: {b: c", "1:4", "花括号没有写完整"),
        ("a: b]\nc: ]", "2:4", "多了一个 ]"),
        ("a: {b: c}}", "1:10", "多了一个 }"),
        ("a: 'b\nc: d", "1:4", "引号没有成对"),
        ('a: "b" c', "1:8", "引号后面还有文字"),
        ('a: "\\q"', "1:5", "双引号里的反斜杠写法不对"),
        ("a: @b", "1:4", "值以 @ 开头"),
        ("a: `b", "1:4", "值以 ` 开头"),
        ("a: %b", "1:4", "值以 % 开头"),
        ("\ta: b", "1:1", "用了制表符（Tab）"),
        ("a:\n\tb: c", "2:1", "用了制表符（Tab）"),
        ("a: - b", "1:4", "列表写在了字段名同一行"),
        ("- a\nb: c", "2:1", "缩进不对齐"),
        ("a:\n- b\n-c\nd: e", "3:1", "“-”后面少了一个空格"),
        ("a:\n  - b\n  － c", "3:3", "列表的一项用了“－”开头"),
        ("a:\n  - b\n  2. c\nd: e", "3:3", "列表的一项用了“2.”开头"),
        ("- b: c\n\u3000\u3000d: e", "2:1", "行首的空格不是半角的（U+3000）"),
        ("a: b\n＃ c", "2:1", "注释的 # 写成了全角"),
        ("a:\n  - ｛b: c, d: e｝", "2:5", "括号是全角的“｛”"),
        ("a: {b: c d: e}", "1:10", "d 前面少了逗号"),
        ("a: {b: c; d: e}", "1:11", "d 前面少了逗号"),
        ('a: "b\nc: d\ne: "f"', "1:4", "引号没有成对"),
        ("- a: b\n  c: d\n  a: e\n  c: f", "3:3", "这一项开头少了“- ”，和上一项连成了一项"),
        ("a: b\n---\nc: d", "2:1", "多了一条 ---"),
        ("a: &b c", "1:4", "这里不能用 &、* 或 ! 开头"),
        ("a: *b", "1:4", "这里不能用 &、* 或 ! 开头"),
        ("a: !!python/object:os.system x", "1:4", "这里不能用 &、* 或 ! 开头"),
        ("[a]: b", "1:1", "字段名不能是列表"),
        ("", "1:1", "没有任何内容"),
        ("# 注\n", "1:1", "没有任何内容"),
        ("a: b\ufffe", "1:1", "YAML 无法读取"),
    ],
)
def test_what_cannot_be_meant_is_explained_at_its_place(text: str, place: str, message: str) -> None:
    problems = parse(text, "x.yaml")[1]
    assert [(f"{p.line}:{p.column}", p.message) for p in problems] == [(place, message)]


def test_an_ampersand_an_asterisk_or_a_bang_inside_a_text_is_no_fault() -> None:
    assert read("a: 张 & 李\nb: 3*4\nc: 来吧!\n").data == {"a": "张 & 李", "b": "3*4", "c": "来吧!"}


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x,x]\n" + "".join(f"{c}: &{c} [*{p},*{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    assert refused(bomb) == ["x.yaml:1:4: 这里不能用 &、* 或 ! 开头 → 给这个值加上引号"]


@pytest.mark.parametrize("unit", ["- ", "-  ", "-\t", "? ", "?  ", ": ", "[", "{", "[{", "- ? "])
def test_nesting_that_would_end_the_interpreter_is_refused(unit: str) -> None:
    assert len(refused(unit * (1_900_000 // len(unit)))) == 1


def test_nesting_by_indentation_is_refused() -> None:
    text = "".join(" " * i + "a:\n" for i in range(2000))
    assert refused(text) == ["x.yaml:21:21: 嵌套超过 20 层 → 检查缩进和括号"]


def test_twenty_levels_are_read() -> None:
    assert read("[" * 20 + "]" * 20).data


@settings(max_examples=3000)
@given(text=st.text(st.sampled_from("[]{}[]\"'#,: -ab\\\n"), max_size=60))
@example(text='[ "\n]"\n')
@example(text="k]]: [[[\n")
def test_a_line_taken_as_flat_hides_no_nesting(text: str) -> None:
    """What libyaml opens at once is at most what stands outside flat lines, and two for the flat one it is in."""
    left = _FLAT.sub("", text)
    depth = deepest = 0
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=yaml.CBaseLoader):
            depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
            depth -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
            deepest = max(deepest, depth)
    assert deepest <= left.count("[") + left.count("{") + 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 参加 #话题# 活动\n", "x.yaml:1:7: “#话题# 活动”会丢"),
        ("a: #话题\nb: x\n", "x.yaml:1:4: “#话题”会丢"),
        ("a: 停水 # 3号楼\n", "x.yaml:1:7: “# 3号楼”会丢"),
        ("- id: x\n  a: 3号楼 #301\n", "x.yaml:2:10: “#301”会丢"),
        ("a:\n  - #环境\n", "x.yaml:2:5: “#环境”会丢"),
        ("a: [一 #二\n  ]\n", "x.yaml:1:7: “#二”会丢"),
        ("a: [通知] 周六停水\n", 'x.yaml:1:4: 值以 [ 开头，通知] 后面又有文字 → 给整个值加上引号："[通知] 周六停水"'),
        ("a:\n  - [2019]1号文\n  - x\n", "x.yaml:2:5: 值以 [ 开头，2019] 后面又有文字"),
        ("a: {重要} 通知\n", "x.yaml:1:4: 值以 { 开头，重要} 后面又有文字"),
        ("a:\n  - {b: 0755，c: x}\n", "x.yaml:2:13: 括号里用了全角的“，” → 改成半角“,”，后面空一格"),
        ("a: {b：1}\n", "x.yaml:1:5: b: 用了全角冒号“：”"),
        ("a:\n  - 一\n   - 二\n", "x.yaml:3:4: 这一行像列表的一项，却并进了第 2 行 → 让同一级的 - 左边对齐"),
        ("a:\n  - 一\n - 二\n", "x.yaml:3:2: 列表缩进不对齐 → 同一级的 - 左边对齐"),
        ("a: 一\n...\n二\n", "x.yaml:3:1: 前面有一行 ... 或 ---，这里的内容读不到 → 删掉那一行"),
    ],
)
def test_what_yaml_reads_otherwise_than_it_was_meant_is_told(text: str, said: str) -> None:
    (found,) = refused(text)
    assert found.startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "a: 一  # 说明\n",
        "a: 9:00   # 说明\n",
        "a: x # 说明\n",
        "a: '参加 #话题# 活动'\n",
        "a: |\n  x #y\n  停水 #3\n",
        "# 说明\na: 一#二\n",
        "a: 一  #\n",
    ],
)
def test_a_remark_and_a_hash_inside_a_value_are_no_fault(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 本周六打扫楼道，\n  工具由社区准备。\n", "本周六打扫楼道，工具由社区准备。"),
        ('a: "一二\n  三四\n  五"\n', "一二三四五"),
        ("a: one\n  two\n", "one two"),
        ("a: 一二\n  two\n", "一二 two"),
        ("a: 各位 居民\n  您好\n", "各位 居民您好"),
    ],
)
def test_lines_of_one_chinese_value_are_joined_without_a_space(text: str, value: str) -> None:
    assert read(text).data == {"a": value}


def test_an_item_without_its_hyphen_is_read_as_an_item_of_its_own() -> None:
    tree, problems = parse("- a: b\n  c: d\n  a: e\n  c: f\n- a: g", "x.yaml")
    assert tree and tree.data == [{"a": "b", "c": "d"}, {"a": "e", "c": "f"}, {"a": "g"}]
    assert [problem.line for problem in problems] == [3]
    assert [tree.place((i, "a")) for i in range(3)] == [(1, 6), (3, 6), (5, 6)]
