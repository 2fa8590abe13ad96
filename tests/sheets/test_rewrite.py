"""YAML rewritten: what was asked for is there, and every other byte is as it was."""

from __future__ import annotations

import io

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from plugins.sheets.rewrite import rewrite
from plugins.sheets.source_text import RewriteError
from plugins.sheets.targets import Item, settle
from plugins.text.yaml_text import Data, parse

PLAIN = frozenset({"starts", "needs"})

CASES: dict[str, tuple[str, object, str]] = {
    "a word": ("a: 甲  # 为什么\nb: 乙\n", {"a": "丙", "b": "乙"}, "a: 丙  # 为什么\nb: 乙\n"),
    "quotes stay": ("a: \"12345\"\nb: '甲'\n", {"a": "0755", "b": "乙"}, "a: \"0755\"\nb: '乙'\n"),
    "quotes that were a need go with it": ('a: "12345"\n', {"a": "0755-5550"}, "a: 0755-5550\n"),
    "a number is quoted": ("a: 甲\n", {"a": "12345"}, 'a: "12345"\n'),
    "a count is not": ("needs: 1\n", {"needs": "2"}, "needs: 2\n"),
    "a time is not": ("starts: 9:00\n", {"starts": "14:30"}, "starts: 14:30\n"),
    "a colon and a space": ("a: 甲\n", {"a": "电话: 1"}, 'a: "电话: 1"\n'),
    "no": ("a: 甲\n", {"a": "no"}, 'a: "no"\n'),
    "nothing becomes a word": ("a:\nb: 乙\n", {"a": "甲", "b": "乙"}, "a: 甲\nb: 乙\n"),
    "a comma in a line of parts": ("a: {b: 甲, c: 乙}\n", {"a": {"b": "x, y", "c": "乙"}}, 'a: {b: "x, y", c: 乙}\n'),
    "a key goes": ("a: 甲\n# 关于乙\nb: 乙\nc: 丙\n", {"a": "甲", "c": "丙"}, "a: 甲\n# 关于乙\nc: 丙\n"),
    "a key of a line goes": ("a: {b: 甲, c: 乙}\n", {"a": {"b": "甲"}}, "a: {b: 甲}\n"),
    "the first key of a line goes": ("a: {b: 甲,  c: 乙}\n", {"a": {"c": "乙"}}, "a: {c: 乙}\n"),
    "the first key of an item goes": ("- b: 甲\n  c: 乙\n", [Item(0, {"c": "乙"})], "- c: 乙\n"),
    "a key comes": ("a: 甲  # 注\n\nc: 丙\n", {"a": "甲", "b": "乙", "c": "丙"}, "a: 甲  # 注\nb: 乙\n\nc: 丙\n"),
    "a list comes": ("a: 甲\n", {"a": "甲", "b": ["x-1", "x-2"]}, "a: 甲\nb: [x-1, x-2]\n"),
    "a list of sentences comes": ("a: 甲\n", {"a": "甲", "b": ["有坡道，宽"]}, "a: 甲\nb:\n  - 有坡道，宽\n"),
    "a list fills": ("a: []  # 空\n", {"a": ["x"]}, "a: [x]  # 空\n"),
    "a list empties": ("a: [x, y]\n", {"a": []}, "a: []\n"),
    "a list of lines empties": ("a:\n  - x\n  - y\nb: 乙\n", {"a": [], "b": "乙"}, "a: []\nb: 乙\n"),
    "a list keeps its spaces": ("a: [x,  y, z]\n", {"a": ["x", "z"]}, "a: [x, z]\n"),
    "a list gains one": ("a: [x,  y]\n", {"a": ["w", "x", "y", "z"]}, "a: [w, x,  y, z]\n"),
    "an item goes with its comment": (
        "# 开头\n- id: a\n\n# 关于乙\n- id: b\n\n- id: c\n",
        [Item(0, {"id": "a"}), Item(2, {"id": "c"})],
        "# 开头\n- id: a\n\n- id: c\n",
    ),
    "the first item goes, the top comment stays": (
        "# 开头\n- id: a\n- id: b\n",
        [Item(1, {"id": "b"})],
        "# 开头\n- id: b\n",
    ),
    "the last item goes with its blank line": ("- id: a\n\n- id: b\n", [Item(0, {"id": "a"})], "- id: a\n"),
    "an item comes after a blank line": (
        "- id: a\n\n- id: b\n",
        [Item(0, {"id": "a"}), Item(1, {"id": "b"}), Item(None, {"id": "c"})],
        "- id: a\n\n- id: b\n\n- id: c\n",
    ),
    "two items come in their order": (
        "- {id: a}\n- {id: b}\n",
        [Item(0, {"id": "a"}), Item(None, {"id": "x"}), Item(None, {"id": "y"}), Item(1, {"id": "b"})],
        "- {id: a}\n- {id: x}\n- {id: y}\n- {id: b}\n",
    ),
    "all items change": ("- id: a\n- id: b\n", [Item(None, {"id": "c"})], "- id: c\n"),
    "a dash on a line of its own": ("-  # 甲\n  id: a\n-\n  id: b\n", [Item(0, {"id": "a"})], "-  # 甲\n  id: a\n"),
    "a list in a list of parts": ("- a:\n  - x-1\n  - y\n", [Item(0, {"a": ["y"]})], "- a:\n  - y\n"),
    "a list right behind a dash": ("- - x-1\n  - y\n", [Item(0, ["x-1"])], "- - x-1\n"),
    "several lines": ("a: |\n  甲\n  乙\nb: 丙\n", {"a": "甲\n丁", "b": "丙"}, "a: |-\n  甲\n  丁\nb: 丙\n"),
    "one line becomes several": ("a: 甲\n", {"a": "甲\n乙"}, "a: |-\n  甲\n  乙\n"),
    "one line with a comment stays one": ("a: 甲  # 注\n", {"a": "甲\n乙"}, 'a: "甲\\n乙"  # 注\n'),
    "a part comes": ("a: 甲\n", {"a": "甲", "b": {"c": "乙"}}, "a: 甲\nb:\n  c: 乙\n"),
    "a file without a last line end": ("a: 甲", {"a": "乙"}, "a: 乙\n"),
    "line ends of Windows": ("a: 甲\r\nb: 乙\r\n", {"a": "丙", "b": "乙", "c": "丁"}, "a: 丙\r\nb: 乙\r\nc: 丁\r\n"),
    "nothing becomes a file": ("", {"a": "甲", "b": [Item(None, {"c": "1"})]}, 'a: 甲\nb:\n  - {c: "1"}\n'),
    "nothing changes": ("a:   甲   # 注\n\n\nb: {c:  乙 }\n", {"a": "甲", "b": {"c": "乙"}}, "a:   甲   # 注\n\n\nb: {c:  乙 }\n"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "target", "expected"), CASES.values(), ids=CASES.keys())
def test_only_what_changes_is_touched(text: str, target: object, expected: str) -> None:
    assert rewrite(text, target, PLAIN) == expected


def test_a_text_that_holds_something_else_is_refused() -> None:
    with pytest.raises(RewriteError):
        rewrite("a: 甲\n", [Item(0, "x")], PLAIN)


words = (
    st.text(st.sampled_from("甲乙丙ab19 :#-,[]{}'\"|>&*!%@`?\\\n"), min_size=1, max_size=12).map(str.strip).filter(bool)
)
ids = st.from_regex(r"[a-z]{1,5}(-[0-9]{1,2})?", fullmatch=True)
rows = st.fixed_dictionaries(
    {"id": ids},
    optional={"name": words, "starts": st.just("09:00"), "tags": st.lists(ids, max_size=3), "notes": st.lists(words, max_size=3),
              "contact": st.dictionaries(st.sampled_from(["name", "phone"]), words, min_size=1)},
)  # fmt: skip
tables = st.lists(rows, min_size=1, max_size=5)


def as_yaml(table: list[dict[str, Data]], style: int) -> str:
    """The rows as YAML in one of the ways people write it, with comments between."""
    if style == 0:
        return yaml.dump(table, allow_unicode=True, sort_keys=False)
    if style == 1:
        return "".join(f"# 第 {i} 项\n- {flow(row)}\n\n" for i, row in enumerate(table))
    out = io.StringIO()
    writer = YAML()
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump({"rows": table}, out)
    return "# 开头\n" + out.getvalue().replace("\n", " # 注\n", 1)


def flow(row: Data) -> str:
    return yaml.dump(row, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6).strip()


@given(tables, tables, st.sampled_from([0, 1, 2]), st.data())
def test_any_table_becomes_any_other(old: list, new: list, style: int, data: st.DataObject) -> None:
    text = as_yaml(old, style)
    tree, problems = parse(text, "")
    assume(tree is not None and not problems)
    count = data.draw(st.integers(0, min(len(old), len(new))))
    places = sorted(data.draw(st.permutations(range(len(old))))[:count])
    spots = sorted(data.draw(st.permutations(range(len(new))))[:count])
    origin = dict(zip(spots, places, strict=True))
    items = [Item(origin.get(i), row) for i, row in enumerate(new)]
    target: object = {"rows": items} if style == 2 else items
    result = rewrite(text, target, PLAIN)
    found, _ = parse(result, "")
    assert found is not None
    assert found.data == settle(target)


@given(tables, st.sampled_from([0, 1, 2]))
def test_no_change_is_no_change(table: list, style: int) -> None:
    text = as_yaml(table, style)
    tree, problems = parse(text, "")
    assume(tree is not None and not problems)
    assert rewrite(text, tree.data, PLAIN) == text


@given(tables, st.data())
def test_comments_of_rows_that_stay_stay(table: list, data: st.DataObject) -> None:
    text = as_yaml(table, 1)
    assume(parse(text, "")[0] is not None)
    gone = data.draw(st.integers(0, len(table)))
    items = [Item(i, row) for i, row in enumerate(table) if i != gone]
    assume(items)
    result = rewrite(text, items, PLAIN)
    kept = {f"# 第 {i} 项" for i in range(len(table)) if i != gone}
    assert kept <= set(result.splitlines())
