"""YAML as plain text values with places; hides PyYAML.

Every scalar stays the text that was typed (9:30, no, 0755…), and what YAML allows but no editor
means (duplicate keys, anchors, tags) is a problem.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import yaml

from plugins.problems import Problem, tell_some
from plugins.text.bytes import HARMLESS, UNSEEN
from plugins.text.yaml_errors import WIDE_COLON, explain_odd_item, explain_wide_colon, explain_yaml

Data = str | list["Data"] | dict[str, "Data"]
Loc = tuple[str | int, ...]
MAX_DEPTH = 20
MAX_MARKS = 100_000
"""Line ends, commas and opening brackets: each parts two values, and libyaml makes an object of every one."""
_DEEP = re.compile(r"^[ \t?:-]{40}", re.M)
_INSIDE = r"""[^\[\]{}#"'\n]|"[^"\\\[\]{}\n]*\""""
_PAIR = rf"[\[{{](?:{_INSIDE})*[\]}}]"
_FLAT = re.compile(rf"""^[^\[\]{{}}#"'\n]*[\[{{](?:{_INSIDE}|{_PAIR})*[\]}}][^\[\]{{}}\n]*$""", re.M)
"""A line that closes every bracket it opens: one list or mapping, at most one more inside each other."""
_REFERENCES = re.compile(r"(?:^|[\s\[{,:-])(?:[&*][^\s]|!)", re.M)


@dataclass(frozen=True)
class Tree:
    """A parsed YAML text: its values, and where each stands (found when asked: few files have a problem)."""

    data: Data
    text: str
    path: str
    first_line: int

    def place(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """The line and column (from 1) of the value at `loc`, or of the nearest part of the way that exists.

        With `key`, where the last key stands instead of its value.
        """
        node = self._root
        if node is None:
            return self.first_line, 1
        mark = node.start_mark
        for step in loc:
            found = _step(node, step)
            if found is None:
                break
            name, node = found
            written = isinstance(node, yaml.ScalarNode) and node.value
            mark = node.start_mark if written and not key else name.start_mark
        return mark.line + self.first_line, mark.column + 1

    def offset(self, line: int, column: int, value: str, inner: int) -> int:
        """How far after the start of a value its `inner` character stands; 0 where it is not written as it reads."""
        rest = self.text.split("\n")[line - self.first_line][column - 1 :]
        quotes = int(rest[:1] in "'\"")
        return quotes + inner if rest[quotes:].startswith(value) else 0

    def spans(self) -> Iterator[tuple[tuple[int, int], tuple[int, int], Loc]]:
        """Every value that is text: where it begins, where it ends, and its way from the root."""
        waiting: list[tuple[yaml.Node, Loc]] = [(self._root, ())] if self._root else []
        while waiting:
            node, loc = waiting.pop()
            if isinstance(node, yaml.ScalarNode):
                start, end, first = node.start_mark, node.end_mark, self.first_line
                yield (start.line + first, start.column + 1), (end.line + first, end.column + 1), loc
            elif isinstance(node, yaml.SequenceNode):
                waiting += [(item, (*loc, i)) for i, item in enumerate(node.value)]
            else:
                waiting += [(value, (*loc, str(key.value))) for key, value in node.value]

    @cached_property
    def _root(self) -> yaml.Node | None:
        root = yaml.compose(self.text, Loader=yaml.CBaseLoader)
        waiting = [root] if root else []
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.SequenceNode):
                _part_items(node)
                waiting += node.value
            elif isinstance(node, yaml.MappingNode):
                waiting += [value for _, value in node.value]
        return root


def _part_items(listed: yaml.SequenceNode) -> list[yaml.Node]:
    """Give each item without its hyphen, which YAML takes for more of the one above, a place of its own; these are told."""
    parted: list[yaml.Node] = []
    items: list[yaml.Node] = []
    for item in listed.value:
        items.append(item)
        if not isinstance(item, yaml.MappingNode) or not item.value or item.flow_style:
            continue
        first = item.value[0][0].value
        starts = [i for i, (key, _) in enumerate(item.value) if key.value == first]
        fields, ends = item.value, [*starts[1:], len(item.value)]
        item.value = fields[: ends[0]]
        for start, end in zip(starts[1:], ends[1:], strict=True):
            mark = fields[start][0].start_mark
            parted.append(yaml.MappingNode(item.tag, fields[start:end], mark, item.end_mark))
            items.append(parted[-1])
    listed.value = items
    return parted


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and the value one step further; an item of a list is its own key."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


TWICE, NOTHING = "字段写了两次", "没有任何内容"


def parse(text: str, path: str, first_line: int = 1) -> tuple[Tree | None, list[Problem]]:
    """Parse a YAML text that starts at `first_line` of the file; no Tree where it cannot be read at all."""
    bad = _refuse_size(text, path, first_line) or _refuse_tokens(text, path, first_line)
    if bad:
        return None, bad
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        return None, [explain_yaml(error, text, path, first_line)]
    except (yaml.YAMLError, RecursionError):
        return None, [Problem(path, first_line, 1, "", "", "YAML 无法读取", "检查缩进和引号")]
    if root is None:
        return None, [Problem(path, first_line, 1, "", "", NOTHING, "按说明填写字段")]
    problems: list[Problem] = []
    data = _build_tree(root, path, first_line, problems, text.split("\n"))
    problems += _find_cut_values(root, text, path, first_line)
    problems += _find_nothings(root, text, path, first_line)
    problems += _find_chinese_quotes(text, path, first_line)
    if "\\" in text:
        problems += _find_escaped(root, path, first_line)
    wide = _find_wide_colons(text, data, path, first_line)
    if wide and isinstance(data, str):
        return None, wide
    return Tree(data, text, path, first_line), problems + wide


def _build_tree(node: yaml.Node, path: str, first_line: int, problems: list[Problem], lines: Sequence[str]) -> Data:
    if isinstance(node, yaml.ScalarNode):
        if node.end_mark.line > node.start_mark.line and node.style != "|":
            return _unfold(node, path, first_line, problems, lines)
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        for item in _part_items(node):
            fix = f"在“{item.value[0][0].value}”前面写上“- ”，和上面各项的 - 对齐"
            place = (path, item.start_mark.line + first_line, item.start_mark.column + 1)
            problems.append(Problem(*place, "", "", "这一项开头少了“- ”，和上一项连成了一项", fix))
        return [_build_tree(item, path, first_line, problems, lines) for item in node.value]
    data: dict[str, Data] = {}
    known: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + first_line
        place = (path, line, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(*place, "", "", "字段名不能是列表", "写成 字段名: 值"))
        elif "：" in key.value and not value.value:
            name, _, words = key.value.partition("：")
            data.setdefault(name, words.strip())
            problems.append(Problem(*place, name, "", "用了全角冒号“：”", f"改成半角冒号加空格，{name}: …"))
        elif key.value in known:
            fix = "删掉其中一处"
            problems.append(Problem(*place, key.value, "", f"{TWICE}，第 {known[key.value]} 行已有", fix))
        else:
            known[key.value] = line
            data[key.value] = _build_tree(value, path, first_line, problems, lines)
    return data


_HAN = r"[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
_ENDS_IN_HAN = re.compile(rf"{_HAN}\Z")
_STARTS_IN_HAN = re.compile(_HAN)


def _unfold(node: yaml.ScalarNode, path: str, first_line: int, problems: list[Problem], lines: Sequence[str]) -> str:
    """A value over several lines: YAML joins them with a space, which Chinese has none of.

    A line that begins like an item of a list was to be one: with a space too many it has become part of the one above.
    """
    value = str(node.value)
    first, last = node.start_mark.line, min(node.end_mark.line, len(lines) - 1)
    before = lines[first][node.start_mark.column :].strip().lstrip("'\"")
    merged = False
    for number in range(first + 1, last + 1):
        line = lines[number] if number < last else lines[number][: node.end_mark.column]
        words = line.strip()
        if not node.style and _LIKE_AN_ITEM.match(words) and not merged:
            merged = True
            if not lines[first][: node.start_mark.column].strip() and _indent(line) == node.start_mark.column:
                problems.append(explain_odd_item(lines[first], path, first + first_line))
                continue
            column = len(line) - len(line.lstrip()) + 1
            message = f"这一行像列表的一项，却并进了第 {first + first_line} 行"
            problems.append(Problem(path, number + first_line, column, "", "", message, "让同一级的 - 左边对齐"))
        if words and _ENDS_IN_HAN.search(before) and _STARTS_IN_HAN.match(words):
            value = value.replace(f"{before[-8:]} {words[:1]}", f"{before[-8:]}{words[:1]}", 1)
        before = words
    return value


_LIKE_AN_ITEM = re.compile(r"[-·•] |[-－·•●][\u4e00-\u9fff]")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_NOTHING = frozenset(
    {"null", "Null", "NULL", "~", "None", "none", "nil", "undefined", "NaN", "nan", "N/A", "n/a", "#N/A"}
)
"""What programs write for nothing at all; on a page it would stand as a word."""
_MAYBE_NOTHING = re.compile(r"~|null|none|nil|undefined|nan|n/a", re.I)


def _find_nothings(root: yaml.Node, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """A name that is `null`: whoever typed it, or a program for them, meant none."""
    if not _MAYBE_NOTHING.search(text):
        return
    waiting: list[tuple[yaml.Node, str]] = [(root, "")]
    while waiting:
        node, name = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += [(item, name) for item in node.value]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(value, str(key.value)) for key, value in node.value]
        elif isinstance(node, yaml.ScalarNode) and node.value in _NOTHING and not node.style:
            mark = node.start_mark
            fix = f'没有就不写这一行；真是这几个字，加引号："{node.value}"'
            message = f"“{node.value}”是程序里“没有”的意思，页面上会照样显示"
            yield Problem(path, mark.line + first_line, mark.column + 1, name, "", message, fix)


def _find_chinese_quotes(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """A name in Chinese quotation marks: YAML knows only half-width ones, so the page would show them."""
    for match in _QUOTED_IN_CHINESE.finditer(text):
        line, column = text.count("\n", 0, match.start()), match.start(1) - text.rfind("\n", 0, match.start(1))
        message, fix = f"“{match[2][:20]}”的引号是中文的，页面上也会有引号", f"不要引号：{match[2][:60]}"
        yield Problem(path, line + first_line, column, "", "", message, fix, "warning")


_QUOTED_IN_CHINESE = re.compile(r"^(?:[ ]*(?:- +)?)(?:title|name|summary): +([“‘]([^“”‘’\n]+)[”’])[ ]*$", re.M)


def _find_escaped(root: yaml.Node, path: str, first_line: int) -> Iterator[Problem]:
    """Characters nobody can see, written so that only YAML makes them: "\\u200b"."""
    for node in _scalars_of(root):
        found = UNSEEN.search(node.value) or HARMLESS.search(node.value)
        if found:
            place = (path, node.start_mark.line + first_line, node.start_mark.column + 1, "", "")
            yield Problem(*place, f"引号里用反斜杠写了看不见的字符 U+{ord(found[0][0]):04X}", "删掉这一段反斜杠写法")


_FAR = sys.maxsize
_Span = tuple[tuple[int, int], tuple[int, int]]
_COMMENT = re.compile(r"(?<=[ \t])#")
_SOME_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def _find_cut_values(root: yaml.Node, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """What follows ` #` is a comment to YAML and a topic, a building or a number to whoever typed it.

    A remark stands two spaces off and has a space behind its mark; behind what is no Chinese one space is enough.
    """
    if " #" not in text and "\t#" not in text:
        return
    spans = sorted(_spans_of(root))
    lines = text.split("\n")

    def find() -> Iterator[tuple[int, re.Match[str]]]:
        for number, line in enumerate(lines):
            match = next((m for m in _COMMENT.finditer(line) if not _is_inside((number, m.start()), spans)), None)
            if match and _cuts_a_value(line, match):
                yield number, match

    def tell(found: tuple[int, re.Match[str]]) -> Problem:
        number, match = found
        message = f"“{lines[number][match.start() :].strip()[:30]}”会丢：空格加 # 后面是注释，页面上没有"
        fix = "给整个值加引号；是注释，就在 # 前面空两格、后面空一格"
        return Problem(path, number + first_line, match.start() + 1, "", "", message, fix)

    yield from tell_some(find(), tell)


def _spans_of(root: yaml.Node) -> Iterator[_Span]:
    """Where each single value begins and ends."""
    for node in _scalars_of(root):
        yield (node.start_mark.line, node.start_mark.column), (node.end_mark.line, node.end_mark.column)


def _scalars_of(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Each single value; a stack of our own, for a tree can be deeper than Python's."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        else:
            waiting += [one for pair in node.value for one in pair]


def _cuts_a_value(line: str, comment: re.Match[str]) -> bool:
    before = line[: comment.start()]
    if not before.strip():
        return False
    spaced = line[comment.end() : comment.end() + 1] in (" ", "\t", "", "#")
    apart = before.endswith(("  ", "\t"))
    said = _SOME_HAN.search(before.partition(":")[2] or before)
    return not spaced or (not apart and said is not None)


def _is_inside(place: tuple[int, int], spans: Sequence[_Span]) -> bool:
    """Whether a place is in one of the spans, which stand in order and do not overlap."""
    at = bisect_right(spans, (place, (_FAR, 0)))
    return at > 0 and spans[at - 1][0] <= place < spans[at - 1][1]


def _refuse_size(text: str, path: str, first_line: int) -> list[Problem]:
    """More values than any list of ours has, before one of them is read."""
    if sum(map(text.count, "\n,[{")) <= MAX_MARKS:
        return []
    message = f"一个文件里的值太多，最多 {MAX_MARKS // 10_000} 万个（按行、逗号和括号数）"
    return [Problem(path, first_line, 1, "", "", message, "删掉多余的，或拆成几个文件")]


def _refuse_tokens(text: str, path: str, first_line: int) -> list[Problem]:
    """Anchors, aliases and tags; and nesting no form of ours has, before anything recurses over it."""
    nested = _FLAT.sub("", text) if text.count("[") + text.count("{") > MAX_DEPTH else ""
    deep = nested.count("[") + nested.count("{") > MAX_DEPTH or _DEEP.search(text)
    if not deep and not _REFERENCES.search(text):
        return []
    depth = 0
    try:
        for token in yaml.scan(text, Loader=yaml.CBaseLoader):
            place = (path, token.start_mark.line + first_line, token.start_mark.column + 1, "", "")
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                return [Problem(*place, "这里不能用 &、* 或 ! 开头", "给这个值加上引号")]
            if type(token).__name__.endswith("StartToken") and not isinstance(token, yaml.StreamStartToken):
                depth += 1
            if isinstance(token, (yaml.BlockEndToken, yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)):
                depth -= 1
            if depth > MAX_DEPTH:
                return [Problem(*place, f"嵌套超过 {MAX_DEPTH} 层", "检查缩进和括号")]
    except yaml.YAMLError:
        return []
    return []


def _find_wide_colons(text: str, data: Data, path: str, first_line: int) -> list[Problem]:
    """A line like `phone：123` is read as more of the line above it: find it by its English key."""
    found = ((WIDE_COLON.match(line), number) for number, line in enumerate(text.split("\n"), first_line))
    wide = [(match, number) for match, number in found if match]
    if isinstance(data, str):
        return [explain_wide_colon(match, path, number) for match, number in wide[:1]]
    return [
        explain_wide_colon(match, path, number) for match, number in wide if match[2].isascii() and match[2].islower()
    ]
