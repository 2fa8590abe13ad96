"""YAML as plain text values with places; hides PyYAML.

Every scalar stays the text that was typed (9:30, no, 0755…), and what YAML allows but no editor
means (duplicate keys, anchors, tags) is a problem.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import yaml

from plugins.problems import Problem, tell_some
from plugins.text.bytes import HARMLESS, UNSEEN

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
_WIDE_COLON = re.compile(r"^([ \t\u3000]*(?:- +)?)([A-Za-z_]+|[\u4e00-\u9fff]{1,8})：")


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
        return yaml.compose(self.text, Loader=yaml.CBaseLoader)


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and the value one step further; an item of a list is its own key."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def parse(text: str, path: str, first_line: int = 1) -> tuple[Tree | None, list[Problem]]:
    """Parse a YAML text that starts at `first_line` of the file; no Tree where it cannot be read at all."""
    bad = _refuse_size(text, path, first_line) or _refuse_tokens(text, path, first_line)
    if bad:
        return None, bad
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        return None, [_explain_yaml(error, text, path, first_line)]
    except (yaml.YAMLError, RecursionError):
        return None, [Problem(path, first_line, 1, "", "", "YAML 无法读取", "检查缩进和引号")]
    if root is None:
        return None, [Problem(path, first_line, 1, "", "", "没有任何内容", "按说明填写字段")]
    problems: list[Problem] = []
    data = _build_tree(root, path, first_line, problems, text.split("\n"))
    problems += _find_cut_values(root, text, path, first_line)
    problems += _find_nothings(root, text, path, first_line)
    if "\\" in text:
        problems += _find_escaped(root, path, first_line)
    wide = _find_wide_colons(text, data, path, first_line)
    if wide and isinstance(data, str):
        return None, wide
    return Tree(data, text, path, first_line), problems + wide


def _build_tree(node: yaml.Node, path: str, first_line: int, problems: list[Problem], lines: Sequence[str]) -> Data:
    if isinstance(node, yaml.ScalarNode):
        if node.end_mark.line > node.start_mark.line and node.style not in ("|", ">"):
            return _unfold(node, path, first_line, problems, lines)
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_build_tree(item, path, first_line, problems, lines) for item in node.value]
    data: dict[str, Data] = {}
    known: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + first_line
        place = (path, line, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(*place, "", "", "字段名不能是列表", "写成 字段名: 值"))
        elif "：" in key.value and not value.value:
            name = key.value.partition("：")[0]
            problems.append(Problem(*place, name, "", "用了全角冒号“：”", f"改成半角冒号加空格，{name}: …"))
        elif key.value in known:
            fix = "删掉其中一处"
            problems.append(Problem(*place, key.value, "", f"字段写了两次，第 {known[key.value]} 行已有", fix))
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
    for number in range(first + 1, last + 1):
        line = lines[number] if number < last else lines[number][: node.end_mark.column]
        words = line.strip()
        if not node.style and words.startswith(("- ", "· ", "• ")):
            column = len(line) - len(line.lstrip()) + 1
            message = f"这一行像列表的一项，却并进了第 {first + first_line} 行"
            problems.append(Problem(path, number + first_line, column, "", "", message, "让同一级的 - 左边对齐"))
        if words and _ENDS_IN_HAN.search(before) and _STARTS_IN_HAN.match(words):
            value = value.replace(f"{before[-8:]} {words[:1]}", f"{before[-8:]}{words[:1]}", 1)
        before = words
    return value


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


_HINTS = (
    ("tab character", "用了制表符（Tab）", "缩进改成空格"),
    ("expected ',' or ']'", "方括号没有写完整", "补上 ]，或每项一行用 - 开头"),
    ("expected ',' or '}'", "花括号没有写完整", "补上 }"),
    ("escape", "双引号里的反斜杠写法不对", "改用单引号，或写成两个反斜杠"),
    ("quoted scalar", "引号没有成对", "补上另一个引号"),
    ("comment or line break", "| 或 > 后面还有文字", "文字写到下一行，前面空两格；是内容，就给整个值加引号"),
    ("could not find expected ':'", "这一行缺少冒号", "写成 字段名: 值（半角冒号加空格）"),
    ("sequence entries", "列表写在了字段名同一行", "换行，每项一行以“- ”开头；是内容，就给整个值加引号"),
    ("block collection", "列表缩进不对齐", "同一级的 - 左边对齐"),
    ("document start", "前面有一行 ... 或 ---，这里的内容读不到", "删掉那一行"),
    ("another document", "多了一条 ---", "删掉多余的 ---"),
    ("block mapping", "缩进不对齐", "同一级的字段左边对齐"),
)
"""By a part of libyaml's words; the first that fits."""
_OPENED = ("flow sequence", "flow mapping", "unexpected end", "simple key")
"""Faults best shown where the value begins, not where libyaml gave up."""
_OPENS_WITH_BRACKET = re.compile(r"""^(\s*(?:- +)?(?:[A-Za-z_]+:[ \t]+)?)([\[{])([^\[\]{}]*[\]}])([^#,\]}\n]*)""")
"""A value that was meant as words, such as [通知] 周六停水."""
_IN_BRACKETS = re.compile(r"[\[{].*")
_CUT_IN_BRACKETS = re.compile(r"\[(?:[^\]'\"#]*[ ,])?(#[^,\]]+)")
_GLUED = re.compile(r"^(\s*(?:- +)?)[A-Za-z_]+:(?=\S)")


def _explain_yaml(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Problem:
    words = f"{error.problem} {error.context}"
    shown = error.context_mark if any(w in words for w in _OPENED) else error.problem_mark
    mark = shown or error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    lines = [*text.split("\n"), ""]
    # Where a parser stumbles is often the line below the one to be mended.
    near = (row, row - 1) if row else (row,)
    keyless = "mapping values" in words or "expected ':'" in words
    inside = "flow" in words or "expected ','" in words
    guesses = (
        *(_guess_colon(lines[number], path, number + first_line, keyless=keyless) for number in near),
        _guess_above(lines, row, path, first_line),
        *(_guess_sign(lines[number], path, number + first_line) for number in near),
        *(_guess_brackets(lines[number], path, number + first_line, inside=inside) for number in near),
    )
    return next(filter(None, guesses), None) or _stumble(words, lines[row], path, row + first_line, column)


_FIELD = re.compile(r"[ \t]*(?:- +)?[\w\u3400-\u9fff-]+[ \t]*:(?:[ \t]|$)|[ \t]*(?:- |#|$)")
_OPENS_A_BLOCK = re.compile(r":[ \t]+[|>][-+0-9]*[ \t]*$")
_SIGN_FIRST = re.compile(r"""^(\s*(?:- +)?[\w-]+:[ \t]+)([&*!?@`%])(?!\s*$)(?=[ \t]?[^\s-])""")


def _guess_above(lines: Sequence[str], row: int, path: str, first_line: int) -> Problem | None:
    """What the line before did: it is no field, it opened a text that was not indented, or the first field was."""
    start = next((i for i, line in enumerate(lines) if line.strip()), row)
    if start < row and lines[start].startswith(" ") and lines[row] and not lines[row].startswith(" "):
        return Problem(
            path, start + first_line, 1, "", "", "这一行前面多了空格", "删掉行首的空格，同一级的字段左边对齐"
        )
    above = next((i for i in range(row - 1, -1, -1) if lines[i].strip()), None)
    if above is None or lines[above].startswith(("...", "---")):
        return None
    if _OPENS_A_BLOCK.search(lines[above]) and _indent(lines[row]) <= _indent(lines[above]):
        return Problem(path, row + first_line, 1, "", "", "| 或 > 下面的文字没有缩进", "每行前面空两格")
    if not _FIELD.match(lines[above]) and not lines[above].startswith((" ", "\t")) and _indent(lines[row]) == 0:
        message = f"“{lines[above].strip()[:20]}”不是字段"
        return Problem(
            path, above + first_line, 1, "", "", message, "写成 字段名: 值；是给自己看的注释，用 # 加空格开头"
        )
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _guess_sign(line: str, path: str, number: int) -> Problem | None:
    """A value that begins with a sign YAML keeps for itself."""
    found = _SIGN_FIRST.match(line)
    if found is None:
        return None
    words = line[found.end(1) :].strip()
    return Problem(path, number, found.end(1) + 1, "", "", f"值以 {found[2]} 开头", f'给整个值加上引号："{words[:60]}"')


def _guess_colon(line: str, path: str, number: int, *, keyless: bool) -> Problem | None:
    wide = _WIDE_COLON.match(line)
    if wide:
        return _wide_colon(wide, path, number)
    glued = _GLUED.match(line)
    if glued and keyless:
        return Problem(path, number, glued.end(), "", "", "冒号后面少了一个空格", "冒号后面加一个半角空格")
    return None


def _guess_brackets(line: str, path: str, number: int, *, inside: bool) -> Problem | None:
    opened = _OPENS_WITH_BRACKET.match(line)
    if opened and opened[4].strip():
        message = f"值以 {opened[2]} 开头，{opened[3].strip()[:20]} 后面又有文字"
        fix = f'给整个值加上引号："{line[opened.end(1) :].strip()[:60]}"'
        return Problem(path, number, opened.end(1) + 1, "", "", message, fix)
    cut = _CUT_IN_BRACKETS.search(line)
    if cut and inside:
        fix = f"去掉 #，或给这一项加引号：'{cut[1][:20]}'"
        return Problem(path, number, cut.start(1) + 1, "", "", f"“{cut[1][:20]}”会丢：# 后面是注释", fix)
    brackets = _IN_BRACKETS.search(line) if inside else None
    wide = re.search("[，：、；｝］]", brackets[0]) if brackets else None
    if brackets and wide:
        half = unicodedata.normalize("NFKC", wide[0]).replace("、", ",")
        place = (path, number, brackets.start() + wide.start() + 1, "", "")
        return Problem(*place, f"括号里用了全角的“{wide[0]}”", f"改成半角“{half}”，后面空一格")
    return None


def _stumble(words: str, line: str, path: str, number: int, column: int) -> Problem:
    """What the parser itself says, in Chinese."""
    hint = _hint(words, line[:column], line[column : column + 1])
    if hint[0] == "缩进不对齐" and line.lstrip().startswith("- "):
        hint = "列表缩进不对齐", "同一级的 - 左边对齐"
    return Problem(path, number, column + 1, "", "", *hint)


def _hint(words: str, before: str, found: str) -> tuple[str, str]:
    """The message and fix for libyaml's words, given the line up to the fault and the character there."""
    if "cannot start any token" in words and found != "\t":
        return f"值以 {found} 开头", "给整个值加上引号"
    if "cannot start any token" in words:
        return "用了制表符（Tab）", "缩进改成空格"
    if found and found in "]},":
        return f"多了一个 {found}", "删掉它，或给整个值加上引号"
    if "mapping values" in words and not re.fullmatch(r"\s+[\w-]+", before):
        return "值里有冒号加空格", "给整个值加上引号"
    if "mapping values" in words:
        return "缩进不对齐", "同一级的字段左边对齐"
    if "expected key" in words and before.rstrip().endswith(("'", '"')):
        return "引号后面还有文字", "把整个值放进同一对引号里"
    return next(((m, f) for part, m, f in _HINTS if part in words), ("YAML 写法有误", "检查缩进、冒号和引号"))


def _wide_colon(match: re.Match[str], path: str, line: int) -> Problem:
    column = len(match[1]) + len(match[2]) + 1
    return Problem(path, line, column, match[2], "", "用了全角冒号“：”", f"改成半角冒号加空格，{match[2]}: …")


def _find_wide_colons(text: str, data: Data, path: str, first_line: int) -> list[Problem]:
    """A line like `phone：123` is read as more of the line above it: find it by its English key."""
    found = ((_WIDE_COLON.match(line), number) for number, line in enumerate(text.split("\n"), first_line))
    wide = [(match, number) for match, number in found if match]
    if isinstance(data, str):
        return [_wide_colon(match, path, number) for match, number in wide[:1]]
    return [_wide_colon(match, path, number) for match, number in wide if match[2].isascii() and match[2].islower()]
