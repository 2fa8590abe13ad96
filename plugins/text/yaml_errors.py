"""Why a text is no YAML, in the words of whoever typed it; hides the parser's own words and how a slip is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import yaml

from plugins.problems import Problem

WIDE_COLON = re.compile(r"^([ \t\u3000]*(?:- +)?)([A-Za-z_]+|[\u4e00-\u9fff]{1,8})：")
_HINTS = (
    ("tab character", "用了制表符（Tab）", "缩进改成空格"),
    ("expected ',' or ']'", "方括号没有写完整", "补上 ]，或每项一行用 - 开头"),
    ("expected ',' or '}'", "花括号没有写完整", "补上 }"),
    ("escape", "双引号里的反斜杠写法不对", "改用单引号，或写成两个反斜杠"),
    ("quoted scalar", "引号没有成对", "补上另一个引号"),
    ("comment or line break", "| 或 > 后面还有文字", "文字写到下一行，前面空两格；是内容，就给整个值加引号"),
    (
        "could not find expected ':'",
        "这一行缺少冒号",
        "写成 字段名: 值（半角冒号加空格）；是接着上一行的话，前面空两格",
    ),
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
_CUT_IN_BRACKETS = re.compile(r"[\[{](?:[^\]}'\"#]*[ ,])?(#[^,\]}]+)")
_ODD_GAP = re.compile(r"^\s*(?:- +)?[A-Za-z_]+:([\u00a0\u2000-\u200a\u202f\u205f\u3000])")
_GLUED = re.compile(r"^(\s*(?:- +)?)[A-Za-z_]+:(?=\S)")


def explain_yaml(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Problem:
    words = f"{error.problem} {error.context}"
    shown = error.context_mark if any(w in words for w in _OPENED) else error.problem_mark
    mark = shown or error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    lines = [*text.split("\n"), ""]
    # Where a parser stumbles is often the line below the one to be mended.
    near = (row, row - 1) if row else (row,)
    keyless = "mapping values" in words or "expected ':'" in words
    inside = "flow" in words or "expected ','" in words
    # A bracket that is told to be open is the one at fault: what stands above it is right.
    bracketed = (row,) if lines[row][column : column + 1] in ("[", "{") else near
    guesses = (
        *(_guess_colon(lines[number], path, number + first_line, keyless=keyless) for number in near),
        _guess_above(lines, row, path, first_line),
        *(_guess_sign(lines[number], path, number + first_line) for number in near),
        *(_guess_brackets(lines[number], path, number + first_line, inside=inside) for number in bracketed),
    )
    guesses = (
        *(_guess_first_sign(lines[number], path, number + first_line) for number in near),
        _guess_open_quote(lines, row, words, path, first_line),
        *guesses,
    )
    return next(filter(None, guesses), None) or _stumble(
        words, lines[row], path, row + first_line, column, parted=any(x.startswith(("---", "...")) for x in lines[:row])
    )


_FIELD = re.compile(r"[ \t]*(?:- +)?[\w\u3400-\u9fff-]+[ \t]*:(?:[ \t]|$)|[ \t]*(?:- |#|$)")
_VALUE = re.compile(r"""\s*(?:- +)?[\w-]+:[ \t]+([^"]+?)\s*$""")
_OPENS_A_BLOCK = re.compile(r":[ \t]+[|>][-+0-9]*[ \t]*$")
_SIGN_IN_LIST = re.compile(r"""^[^"'#]*[\[,][ \t]*([&*!?@`%][^,\[\]{}]+)""")
_SIGN_FIRST = re.compile(r"""^(\s*(?:(?:- +)?[\w-]+:[ \t]+|- +))([&*!?@`%])(?!\s*$)(?=[ \t]?[^\s-])""")


_ODD_SPACE = re.compile(r"^ *([\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])")
_ODD_ITEM = re.compile(r"^([ \t]*)([-－—–·•●]|[*+](?=[ \t])|\d{1,2}[.．、)）])[ \t]*(?=[^\s-])(.*)")
_ODD_BRACKET = re.compile(r"^(\s*(?:- +)?(?:[A-Za-z_]+:[ \t]+)?)([｛［【])")
_NO_COMMA = re.compile(r"\{[^{}]*[^\s,{}][ \t]+([a-z_]+):[ \t]")
_ENDS_WIDE = re.compile(r"[“”‘’](?=\s*$)")
_AFTER_QUOTE = "引号后面还有文字"
_WORDS_AFTER = re.compile(r"""[\[{,:][ \t]*(?:"[^"\n]*"|'[^'\n]*')[ \t]*[^\s,\]}:"'#，、；：]""")
_OPEN_QUOTE = re.compile(r"""(?:^|:)[ \t]*(?:- +)?(["'])(?:(?!\1).)*$""")


def _guess_first_sign(line: str, path: str, number: int) -> Problem | None:
    """What a line begins with that only looks like a space, an item of a list, a remark or a bracket."""
    if space := _ODD_SPACE.match(line):
        message = f"行首的空格不是半角的（U+{ord(space[1]):04X}）"
        return Problem(path, number, space.start(1) + 1, "", "", message, "删掉行首的空格，用半角空格重新缩进")
    if line.lstrip().startswith("＃"):
        return Problem(path, number, line.index("＃") + 1, "", "", "注释的 # 写成了全角", "改成半角 #，后面空一格")
    item = _ODD_ITEM.match(line)
    if item and not (item[2] == "-" and line[item.end(2) : item.end(2) + 1] in " \t"):
        message = "“-”后面少了一个空格" if item[2] == "-" else f"列表的一项用了“{item[2]}”开头"
        return Problem(path, number, item.start(2) + 1, "", "", message, f"写成“- {item[3][:60]}”")
    if wide := _ODD_BRACKET.match(line):
        half = {"｛": "{", "［": "[", "【": "["}[wide[2]]
        return Problem(
            path, number, wide.end(1) + 1, "", "", f"括号是全角的“{wide[2]}”", f"改成半角“{half}”，后半边也改"
        )
    return None


def explain_odd_item(line: str, path: str, number: int) -> Problem:
    """The first line of a list that begins like none of its items."""
    words = line.strip()
    missing = Problem(path, number, line.index(words) + 1, "", "", "列表的一项少了开头的“- ”", f"写成“- {words[:60]}”")
    return _guess_first_sign(line, path, number) or missing


def _guess_open_quote(lines: Sequence[str], row: int, words: str, path: str, first_line: int) -> Problem | None:
    """The line above that opened a quotation and did not close it: the parser finds that out at the next quotation mark."""
    if "quoted scalar" not in words and "expected key" not in words and "block end" not in words:
        return None
    for number in range(row, -1, -1):
        opened = _OPEN_QUOTE.search(lines[number])
        if opened and lines[number].count(opened[1]) % 2:
            place = (path, number + first_line, opened.start(1) + 1, "", "")
            if wide := _ENDS_WIDE.search(lines[number]):
                return Problem(*place, "引号没有成对", f"把末尾中文的 {wide[0]} 改成 {opened[1]}，或者两个都删掉")
            return Problem(*place, "引号没有成对", f"在这一行末尾补上 {opened[1]}")
    return None


def _guess_above(lines: Sequence[str], row: int, path: str, first_line: int) -> Problem | None:
    """What the line before did: it is no field, it opened a text that was not indented, or the first field was."""
    if row and lines[row].strip() in ("[]", "{}"):
        message = f"上面已经写了几项，这里又写了空的 {lines[row].strip()}"
        return Problem(path, row + first_line, 1, "", "", message, "删掉这一行")
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
        if lines[above].strip() in ("[]", "{}"):
            return Problem(path, above + first_line, 1, "", "", "空的列表下面又写了几项", "删掉这一行，下面的才算")
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
    if found is None and (item := _SIGN_IN_LIST.search(line)):
        fix = f'给整个值加上引号："{item[1].strip()[:60]}"'
        return Problem(path, number, item.start(1) + 1, "", "", f"值以 {item[1][0]} 开头", fix)
    if found is None:
        return None
    words = line[found.end(1) :].strip()
    if picture := re.fullmatch(r"!\[[^\]]*\]\(/?([^()\s]+)\)", words):
        message, fix = "这是正文里放图片的写法，字段里只写路径", f"写成 {picture[1][:60]}"
        return Problem(path, number, found.end(1) + 1, "", "", message, fix)
    return Problem(path, number, found.end(1) + 1, "", "", f"值以 {found[2]} 开头", f'给整个值加上引号："{words[:60]}"')


def _guess_colon(line: str, path: str, number: int, *, keyless: bool) -> Problem | None:
    wide = WIDE_COLON.match(line)
    if wide:
        return explain_wide_colon(wide, path, number)
    odd = _ODD_GAP.match(line)
    if odd:
        message = f"冒号后面的空格不是半角的（U+{ord(odd[1]):04X}）"
        return Problem(path, number, odd.start(1) + 1, "", "", message, "删掉它，冒号后面打一个半角空格")
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
    if inside and (after := _WORDS_AFTER.search(line)):
        return Problem(path, number, after.end(), "", "", _AFTER_QUOTE, "把整个值放进同一对引号里")
    if inside and (bare := _NO_COMMA.search(line)):
        message, fix = f"{bare[1]} 前面少了逗号", f"写成“, {bare[1]}: ”，逗号用半角，后面空一格"
        return Problem(path, number, bare.start(1) + 1, "", "", message, fix)
    brackets = _IN_BRACKETS.search(line) if inside else None
    wide = re.search("[，：、；｝］]", brackets[0]) if brackets else None
    if brackets and wide:
        half = unicodedata.normalize("NFKC", wide[0]).replace("、", ",")
        place = (path, number, brackets.start() + wide.start() + 1, "", "")
        return Problem(*place, f"括号里用了全角的“{wide[0]}”", f"改成半角“{half}”，后面空一格")
    return None


_QUOTES_INSIDE = re.compile(r"""\s*(?:- +)?(?:[\w-]+:[ \t]+)?([^{\[#]*[^{\[#\s])\s*$""")


def _in_chinese(words: str) -> str:
    """A value with the quotation marks of Chinese: a pair around all of it was to be YAML's, an apostrophe is one."""
    whole = re.fullmatch(r"""(["'])(.+)\1""", words)
    bare = whole[2] if whole and whole[2].count(whole[1]) % 2 == (whole[1] == "'") else words
    return re.sub(r"(?<=\w)'(?=\w)", "’", re.sub(r"""(["'])(.+?)\1""", r"“\2”", bare))


def _stumble(words: str, line: str, path: str, number: int, column: int, *, parted: bool) -> Problem:
    """What the parser itself says, in Chinese."""
    hint = _hint(words, line[:column], line[column : column + 1])
    if "document start" in words and not parted:
        hint = "缩进不对齐", "同一级的字段左边对齐"
    listed = line.lstrip().startswith("- ")
    if hint[0] == "缩进不对齐" and listed:
        hint = "列表缩进不对齐", "同一级的 - 左边对齐"
    if hint[0] == "列表缩进不对齐" and not listed and _FIELD.match(line):
        hint = "缩进不对齐", "同一级的字段左边对齐"
    quoted = _QUOTES_INSIDE.match(line) if hint[0] == _AFTER_QUOTE else None
    if quoted:
        hint = hint[0], f"引号是内容，就写中文引号：{_in_chinese(quoted[1])[:60]}"
    said = _VALUE.match(line)
    if hint[0] == "值里有冒号加空格" and said and not said[1].startswith(('"', "'", "[", "{")):
        hint = hint[0], f'给整个值加上引号："{said[1][:60]}"；或把冒号改成全角“：”'
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
        return _AFTER_QUOTE, "把整个值放进同一对引号里"
    return next(((m, f) for part, m, f in _HINTS if part in words), ("YAML 写法有误", "检查缩进、冒号和引号"))


def explain_wide_colon(match: re.Match[str], path: str, line: int) -> Problem:
    column = len(match[1]) + len(match[2]) + 1
    return Problem(path, line, column, match[2], "", "用了全角冒号“：”", f"改成半角冒号加空格，{match[2]}: …")
