"""YAML as plain text values with places; hides PyYAML.

Every scalar stays the text that was typed (9:30, no, 0755…), and what YAML allows but no editor
means (duplicate keys, anchors, tags) is a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from plugins.source.problems import Problem

Data = str | list["Data"] | dict[str, "Data"]
Loc = tuple[str | int, ...]
MAX_DEPTH = 20
_DEEP = re.compile(r"^[ \t?:-]{40}", re.M)
_REFERENCES = re.compile(r"(?:^|[\s\[{,:-])[&*!][^\s]", re.M)
_WIDE_COLON = re.compile(r"^([ \t\u3000]*(?:- +)?)([A-Za-z_]+|[\u4e00-\u9fff]{1,8})：", re.M)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed YAML text: its values, and where each stands."""

    data: Data
    root: yaml.Node
    path: str
    first_line: int

    def place(self, loc: Loc) -> tuple[int, int]:
        """The line and column (from 1) of the value at `loc`, or of the nearest part of the way that exists."""
        node = self.root
        mark = node.start_mark
        for step in loc:
            found = _step(node, step)
            if found is None:
                break
            mark, node = found
        return mark.line + self.first_line, mark.column + 1


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Mark, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                own_line = isinstance(value, yaml.ScalarNode) and value.value
                return (value.start_mark if own_line else key.start_mark), value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark, item
    return None


def parse(text: str, path: str, first_line: int = 1) -> tuple[Tree | None, list[Problem]]:
    """Parse a YAML text that starts at `first_line` of the file; no Tree where it cannot be read at all."""
    bad = _refuse_tokens(text, path, first_line)
    if bad:
        return None, bad
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        return None, [_explain(error, text, path, first_line)]
    except (yaml.YAMLError, RecursionError):
        return None, [Problem(path, first_line, 1, "", "", "YAML 无法读取", "检查缩进和引号")]
    if root is None:
        return None, [Problem(path, first_line, 1, "", "", "没有任何内容", "按说明填写字段")]
    problems: list[Problem] = []
    data = _build(root, path, first_line, problems)
    return Tree(data, root, path, first_line), problems + _find_wide_colons(text, data, path, first_line)


def _build(node: yaml.Node, path: str, first_line: int, problems: list[Problem]) -> Data:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, path, first_line, problems) for item in node.value]
    data: dict[str, Data] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + first_line
        place = (path, line, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(*place, "", "", "字段名不能是列表", "写成 字段名: 值"))
        elif key.value in lines:
            fix = "删掉其中一处"
            problems.append(Problem(*place, key.value, "", f"字段写了两次，第 {lines[key.value]} 行已有", fix))
        else:
            lines[key.value] = line
            data[key.value] = _build(value, path, first_line, problems)
    return data


def _refuse_tokens(text: str, path: str, first_line: int) -> list[Problem]:
    """Anchors, aliases and tags; and nesting no form of ours has, before anything recurses over it."""
    deep = text.count("[") + text.count("{") > MAX_DEPTH or _DEEP.search(text)
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


_HINTS = (
    ("'\\t'", "用了制表符（Tab）", "缩进改成空格"),
    ("mapping values are not allowed", "值里有冒号加空格", "给整个值加上引号"),
    ("'@'", "值以 @ 开头", "给整个值加上引号"),
    ("'`'", "值以反引号开头", "给整个值加上引号"),
    ("'%'", "值以 % 开头", "给整个值加上引号"),
    ("expected ',' or ']'", "方括号没有写完整", "补上 ]，或每项一行用 - 开头"),
    ("expected ',' or '}'", "花括号没有写完整", "补上 }"),
    ("quoted scalar", "引号没有成对", "补上另一个引号"),
    ("could not find expected ':'", "这一行缺少冒号", "写成 字段名: 值（半角冒号加空格）"),
    ("block mapping", "缩进不对齐", "同一级的字段左边对齐"),
    ("block collection", "列表缩进不对齐", "同一级的 - 左边对齐"),
    ("another document", "多了一条 ---", "删掉多余的 ---"),
)


def _explain(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = {m.line for m in (error.problem_mark, error.context_mark) if m}
    for wide in _WIDE_COLON.finditer(text):
        line = text.count("\n", 0, wide.start())
        if line in lines or line + 1 in lines:
            return _wide_colon(wide, text, path, first_line)
    words = f"{error.problem} {error.context}"
    message, fix = next(((m, f) for part, m, f in _HINTS if part in words), ("YAML 写法有误", "检查缩进、冒号和引号"))
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return Problem(path, line + first_line, column + 1, "", "", message, fix)


def _wide_colon(match: re.Match[str], text: str, path: str, first_line: int) -> Problem:
    line = text.count("\n", 0, match.start()) + first_line
    column = len(match[1]) + len(match[2]) + 1
    return Problem(path, line, column, match[2], "", "用了全角冒号“：”", f"改成半角冒号加空格，{match[2]}: ")


def _find_wide_colons(text: str, data: Data, path: str, first_line: int) -> list[Problem]:
    """A line like `phone：123` is read as more of the line above it: find it by its English key."""
    if isinstance(data, str):
        match = _WIDE_COLON.search(text)
        if match:
            return [_wide_colon(match, text, path, first_line)]
    return [
        _wide_colon(m, text, path, first_line) for m in _WIDE_COLON.finditer(text) if m[2].isascii() and m[2].islower()
    ]
