"""Lines as blocks: what an editor typed, rewritten as the Markdown it was meant as; hides indentation and full-width marks.

One pass over the lines, before Python-Markdown sees them. What comes out has each block between blank lines, nested four
spaces a level, so that the library's block processors have nothing left to guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from plugins.text.dialect.lines import KEPT, joins

if TYPE_CHECKING:
    from markdown import Markdown

MAX_DEPTH = 9
"""Lists, quotes and boxes inside each other; no notice needs more, and the parser recurses."""
_HEADING = re.compile(r"([#＃]{1,6})(?![#＃])([ \u3000]*+)(.*)")
_RULE = re.compile(r"([-*_])(?:[ ]*\1){2,}[ ]*")
_UNDERLINE = re.compile(r"={2,}[ ]*")
_FENCE = re.compile(r"(`{3,}+|~{3,}+)[ ]*+([^`\n]*)")
_BULLET = re.compile(r"[-*+][ \u3000]+(?=\S)(.*)")
_TIGHT_BULLET = re.compile(r"(?:[-－](?=[\u4e00-\u9fffA-Z“‘《〈（【\[])|[·•・▪◦‣][ \u3000]*(?=\S))(.*)")
_NEXT_BULLET = re.compile(r"[*+](?=[\u4e00-\u9fffA-Z“‘《〈（【\[])([^*]*)")
"""*照片 right under * 身份证: by itself it would be a masked name."""
_NUMBER = re.compile(r"(\d{1,3})(?:[.)][ \u3000]+(?=\S)|[.](?=[\u4e00-\u9fffA-Z“‘《〈（【]))(.*)")
_SUB_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|\d{1,2}）")
"""（1） under an item of a list is a part of it."""
_ORNAMENT = re.compile(r"([-*+·•]) +(?:[^-*+·•\s][^-*+·•]{0,14}|\1(?: \1)*) +\1")
"""- 完 -, · · ·: a line with the same mark at both ends is no item."""
_CONTENTS = re.compile(r"\[(?:toc|目录)\][ ]*", re.I)
_EMPTY_ITEM = re.compile(r"(?:[-*+·•]|\d{1,3}[.)])[ \u3000]*")
_REVERSED = re.compile(r"[)）\]][\[【](?:/|https?:)|(?<![\]］】])[(（](?:/|https?:)[^()（）\s]*[)）]\[")
"""(文字)[/路径/], [文字][/路径/] and （/路径/）[文字]."""
_CODE = re.compile(r"`[^`]*`")
_ADMONITION = re.compile(
    r"[!！]{3}[ \u3000]*([^\s\"“”：:!！]{1,20})(?:[ \u3000]*+[\"“]([^\"”]*)[\"”])?[ \u3000：:]*+(.*)"
)
_NOTE = re.compile(r"\[\^([^\]]+)\][:：][ \u3000]*+(.*)")
_ABBREVIATION = re.compile(r"\*\[([^\]]+)\][ ]?[:：][ ]*+(.+)")
_DIVIDER = re.compile(r"[|｜]?[ ]*[:：]?[-－—]++[:：]?[ ]*+(?:[|｜][ ]*[:：]?[-－—]++[:：]?[ ]*+)*(?:[|｜][ ]*)?")
_PIPES = str.maketrans("｜：－—", "|:--")
_RAW = re.compile(r"</?(?:[a-zA-Z][\w-]*|!|\?)")
_RAW_BLOCK = re.compile(r"<(pre|table|div|ul|ol|dl|figure|section|blockquote|p|details|style|script|textarea)\b", re.I)
_ATTRIBUTES = re.compile(r"(?<=\S)(?=\{[#.][^{}]*\}$)")
_MARKS = frozenset("#＃-－*+·•・▪◦‣0123456789|｜`~<>＞!！:[=_ \u3000\t")
"""What a line that is more than a line of a paragraph can begin with."""
_KINDS = {
    **dict.fromkeys(("注意", "警告", "小心", "危险", "warning", "caution", "danger", "attention"), "warning"),
    **dict.fromkeys(("重要", "important"), "important"),
    **dict.fromkeys(("提示", "小贴士", "窍门", "tip", "hint"), "tip"),
}
_TITLES = {
    **dict.fromkeys(("warning", "attention"), "注意"),
    "caution": "小心", "danger": "危险", "important": "重要", "tip": "提示", "hint": "提示", "note": "说明", "info": "说明",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BodyMistake:
    """What is wrong in a line of a body (from 0), and what to type instead."""

    line: int
    message: str
    fix: str


@dataclass(slots=True)
class _Container:
    """An item, a footnote or a box that lines further in belong to."""

    kind: str
    indent: int


@dataclass(slots=True)
class Structure:
    """Rewrites lines; `findings` is what nobody can guess the meaning of."""

    store: object
    findings: list[BodyMistake] = field(default_factory=list)

    def rewrite(self, lines: list[str], first: int = 0, depth: int = 0) -> list[str]:
        """The lines as blocks; `first` is where they stand in the body, `depth` how far inside quotes."""
        return _Rewriting(self, lines, first, depth).run()


class _Rewriting:
    """One pass over the lines of a body or of a quote."""

    def __init__(self, structure: Structure, lines: list[str], first: int, depth: int) -> None:
        self._structure, self._lines, self._first, self._depth = structure, lines, first, depth
        self._out: list[str] = []
        self._stack: list[_Container] = []
        self._at = 0
        self._begun: int | None = None
        """How deep the item stands that the lines since the last blank one begin with; None where it is none."""
        self._sign = ""
        """What the last item of a list without numbers began with."""
        self._before = ""
        """The line above where it is text of a paragraph or of an item, else empty."""

    def run(self) -> list[str]:
        lines, out = self._lines, self._out
        count = len(lines)
        while self._at < count:
            line = lines[self._at]
            self._at += 1
            if not line:
                out.append("")
                self._before = ""
            elif line[0] not in _MARKS and not self._stack and not self._is_table(line):
                if not self._before:
                    self._begun = None
                out.append(line)
                self._before = line
            else:
                self._read(line)
        return out

    def _say(self, message: str, fix: str, at: int | None = None) -> None:
        line = self._at - 1 if at is None else at
        self._structure.findings.append(BodyMistake(self._first + line, message, fix))

    def _next(self) -> str:
        return self._lines[self._at] if self._at < len(self._lines) else ""

    def _read(self, line: str) -> None:
        text = line.lstrip(" \u3000")
        if not text:
            self._out.append("")
            self._before = ""
            return
        lead = line[: len(line) - len(text)]
        indent = len(lead) + lead.count("\u3000")
        for reader in (self._fence, self._heading, self._rule, self._admonition, self._definition, self._item):
            if reader(text, indent):
                return
        if text[0] in ">＞" and self._quote(text, indent):
            return
        if self._is_table(text):
            self._table(text, indent)
        elif text[0] == "<" and _RAW.match(text):
            self._raw(line, text, indent)
        else:
            self._text(text, indent, lead)

    # What stands alone

    def _level(self, indent: int) -> str:
        """Close what a block of its own at this indent does not belong to; the four spaces a level it gets."""
        while self._stack and indent < self._stack[-1].indent + 2:
            self._stack.pop()
        return "    " * len(self._stack)

    def _alone(self, text: str, indent: int) -> None:
        self._apart()
        self._out.append(self._level(indent) + text)
        self._out.append("")
        self._before = ""

    def _apart(self) -> None:
        if self._out and self._out[-1]:
            self._out.append("")

    def _heading(self, text: str, indent: int) -> bool:
        if text[0] not in "#＃":
            return False
        match = _HEADING.fullmatch(text)
        if not match or not match[3] or (len(match[1]) == 1 and not match[2]):
            return text[0] == "#" and self._hashtag(text, indent)
        words = re.sub(r"(?<![ \u3000])[ \u3000]+[#＃]+[ ]*$", "", match[3]).rstrip()
        if not match[2] and len(match[1]) > 1 and words.endswith(match[1]):
            words = words.removesuffix(match[1]).rstrip() or words
        self._alone("#" * len(match[1]) + " " + _ATTRIBUTES.sub(" ", words), indent)
        return True

    def _hashtag(self, text: str, indent: int) -> bool:
        """#话题# begins with a mark that is none."""
        self._text("\\" + text, indent, "")
        return True

    def _rule(self, text: str, indent: int) -> bool:
        if text[0] == "=" and self._before and _UNDERLINE.fullmatch(text):
            self._say("下面的“===”会把这一行变成一级标题", "分隔线写 ---；小标题写 ## 标题，删掉那一行", self._at - 2)
            return False
        if text[0] in "-*_" and _RULE.fullmatch(text):
            self._alone("---", indent)
            return True
        return False

    def _fence(self, text: str, indent: int, mark: str = "") -> bool:
        if text[0] not in "`~":
            return False
        match = _FENCE.fullmatch(text)
        if not match:
            return False
        close = re.compile(rf"[ ]*{re.escape(match[1][0])}{{{len(match[1])},}}[ ]*")
        end = next((i for i in range(self._at, len(self._lines)) if close.fullmatch(self._lines[i])), None)
        if end is None:
            self._say(f"“{match[1]}”没有结束", f"在这一段后面单独写一行 {match[1]}")
            end = len(self._lines)
        code = [_outdent(line, indent) for line in self._lines[self._at : end]]
        name = re.sub(r"[^\w+#.-]", "", match[2].split()[0]) if match[2].split() else ""
        language = f' class="language-{escape(name)}"' if name else ""
        words = escape("".join(line + "\n" for line in code), quote=False)
        self._at = end + 1
        placeholder = self._structure.store.store(f"<pre><code{language}>{words}</code></pre>")  # type: ignore[attr-defined]
        if mark:
            self._out[-1] = mark + placeholder
            self._before = ""
        else:
            self._alone(placeholder, indent)
        return True

    def _raw(self, line: str, text: str, indent: int) -> None:
        """HTML is left as it was typed, up to its end or a blank line."""
        match = _RAW_BLOCK.match(text)
        self._before = ""
        if not match:
            self._out.append("    " * len(self._stack) + text if self._stack else line.strip(" "))
            self._before = text
            return
        self._apart()
        self._level(indent)
        name = match[1].lower()
        opened = re.compile(rf"<(/?){name}\b", re.I)
        open_tags, end = 0, self._at - 1
        for number in range(self._at - 1, len(self._lines)):
            for tag in opened.finditer(self._lines[number]):
                open_tags += -1 if tag[1] else 1
            if open_tags <= 0:
                end = number
                break
        else:
            blank = (i for i in range(self._at, len(self._lines)) if not self._lines[i].strip())
            end = next(blank, len(self._lines)) - 1
        self._out += self._lines[self._at - 1 : end + 1]
        self._at = end + 1

    # Tables

    def _is_table(self, line: str) -> bool:
        if "|" not in line and "｜" not in line:
            return False
        below = self._next().strip(" \u3000")
        return ("|" in below or "｜" in below) and _DIVIDER.fullmatch(below) is not None

    def _is_divided(self, at: int) -> bool:
        line = self._lines[at].strip(" \u3000") if at < len(self._lines) else ""
        return _DIVIDER.fullmatch(line) is not None

    def _table(self, text: str, indent: int) -> None:
        self._apart()
        level = self._level(indent)
        rows = [text]
        start = self._at - 1
        while self._at < len(self._lines):
            row = self._lines[self._at].strip(" \u3000")
            if "|" not in row and "｜" not in row:
                break
            rows.append(row)
            self._at += 1
        rows[1] = rows[1].translate(_PIPES)
        rows = [row.replace("｜", "|") for row in rows]
        width = len(cells(rows[0]))
        if len(cells(rows[1])) != width:
            self._say(f"表头有 {width} 格，下面的横线有 {len(cells(rows[1]))} 格", "两行的格数写成一样多", start + 1)
        for number, row in enumerate(rows[2:], start + 2):
            if len(cells(row)) > width:
                self._say(f"这一行有 {len(cells(row))} 格，表头只有 {width} 格", "表头补上一格，或删掉多的“|”", number)
        self._out += [level + row for row in rows]
        self._out.append("")
        self._before = ""

    # What holds other blocks

    def _quote(self, text: str, indent: int) -> bool:
        if text[0] == "＞" and not text[1:2].strip():
            text = ">" + text[1:]
        if text[0] != ">":
            return False
        start = self._at - 1
        inner = [_unquote(text)]
        while self._at < len(self._lines):
            line = self._lines[self._at].strip(" ")
            if not line or (line[0] != ">" and (line[0] in _MARKS or not inner[-1].strip())):
                break
            inner.append(_unquote(line))
            self._at += 1
        self._apart()
        level = self._level(indent)
        if self._depth + len(self._stack) >= MAX_DEPTH:
            self._say("列表或引用的层数太多", "减少层数", start)
            return True
        within = self._structure.rewrite(inner, self._first + start, self._depth + 1 + len(self._stack))
        while within and not within[-1]:
            within.pop()
        self._out += [f"{level}> {line}".rstrip() for line in within]
        self._out.append("")
        self._before = ""
        return True

    def _admonition(self, text: str, indent: int) -> bool:
        if text[0] not in "!！":
            return False
        match = _ADMONITION.fullmatch(text)
        if not match:
            return False
        name = match[1].lower()
        title = match[2] if match[2] is not None else _TITLES.get(name, match[1])
        self._apart()
        self._out.append(f'{self._level(indent)}!!! {_KINDS.get(name, "note")} "{title}"')
        self._push("box", indent)
        if match[3]:
            self._out.append("    " * len(self._stack) + match[3])
        self._indent_below(indent)
        self._before = match[3]
        return True

    def _indent_below(self, indent: int) -> None:
        """Words right under a box's title are in the box, though nobody indented them."""
        for number in range(self._at, len(self._lines)):
            line = self._lines[number]
            if not line.strip() or line.startswith(("!!!", "！！！")):
                break
            if len(line) - len(line.lstrip(" ")) < indent + 2:
                self._lines[number] = " " * (indent + 4) + line.lstrip(" \u3000")

    def _definition(self, text: str, indent: int) -> bool:
        """[^1]: a footnote, *[HSDS]: an abbreviation, ": " what a word means."""
        if text[0] == "[":
            note = _NOTE.fullmatch(text)
            if not note:
                return False
            self._apart()
            self._stack.clear()
            self._out.append(f"[^{note[1]}]: {note[2]}")
            self._push("note", 0)
            self._before = note[2]
            return True
        if text[0] == "*":
            short = _ABBREVIATION.fullmatch(text)
            if short:
                self._alone(f"*[{short[1]}]: {short[2]}", indent)
            return short is not None
        if text[0] == ":" and text[1:2] in (" ", "\u3000") and (self._before or self._stack or any(self._out)):
            self._out.append(f"{self._level(indent)}:   {text[1:].strip()}")
            self._push("meaning", indent)
            self._before = text
            return True
        return False

    def _push(self, kind: str, indent: int) -> None:
        if len(self._stack) + self._depth >= MAX_DEPTH:
            self._say("列表或引用的层数太多", "减少层数")
        else:
            self._stack.append(_Container(kind, indent))

    def _item(self, text: str, indent: int) -> bool:
        first = text[0]
        if first in "-*+·•" and _ORNAMENT.fullmatch(text.rstrip()):
            self._text("\\" + text if first in "-*+" else text, indent, "")
            return True
        if first.isdigit():
            number = _NUMBER.fullmatch(text)
            if not number:
                return False
            if not self._stack and self._before and number[1] != "1" and not self._before.endswith(("：", ":")):
                return False
            kind, mark, words = "ol", f"{number[1]}. ", number[2]
        elif first in "-－*+·•・▪◦‣":
            bullet = _BULLET.fullmatch(text) if first in "-*+" else None
            tight = None if bullet else _TIGHT_BULLET.fullmatch(text)
            found = bullet or tight or (self._follows(first) and _NEXT_BULLET.fullmatch(text)) or None
            if not found:
                return False
            kind, mark, words = "ul", "- ", found[1]
            self._sign = first
        else:
            return False
        self._open_item(kind, mark, words, indent)
        return True

    def _follows(self, sign: str) -> bool:
        """Whether the line above is an item that began with the same sign."""
        return bool(self._before and self._stack) and self._stack[-1].kind == "ul" and self._sign == sign

    def _open_item(self, kind: str, mark: str, words: str, indent: int) -> None:
        indent = self._leave_items(kind, indent)
        depth = len(self._stack)
        above = self._out and self._out[-1]
        if above and (self._begun is None or self._begun > depth):
            self._out.append("")
            above = ""
        if not above:
            self._begun = depth
        level = "    " * depth
        self._out.append(level + mark + words)
        self._push(kind, indent)
        self._before = words
        if words[0] in "`~":
            self._fence(words, indent + len(mark), level + mark)
        elif words[0] in "#＃" and (heading := _HEADING.fullmatch(words)) and heading[3] and len(heading[1]) > 1:
            self._out[-1] = f"{level}{mark}{'#' * len(heading[1])} {_ATTRIBUTES.sub(' ', heading[3])}"
            self._out.append("")
            self._before = ""

    def _leave_items(self, kind: str, indent: int) -> int:
        """Close what an item at this indent does not stand in; the indent of the list it joins."""
        while self._stack and indent < self._stack[-1].indent - 1:
            self._stack.pop()
        last = self._stack[-1] if self._stack else None
        if last is None or indent > last.indent + 1:
            return indent
        self._stack.pop()
        if last.kind != kind:
            self._apart()
        return last.indent

    # Words

    def _text(self, text: str, indent: int, lead: str) -> None:
        """A line of words: part of the paragraph above, or the first of its own."""
        if _EMPTY_ITEM.fullmatch(text) and (self._stack or self._is_item(self._next().lstrip(" \u3000"))):
            self._say("这一项是空的", "写上内容，或删掉这一行")
            return
        if _EMPTY_ITEM.fullmatch(text) and text[0] in "-*+":
            text = "\\" + text.rstrip()
        if text[0] == "[" and _CONTENTS.fullmatch(text):
            self._alone(text, indent)
            return
        self._doubt(text, indent)
        above = self._out[-1] if self._out else ""
        depth = len(self._stack)
        inside = joins(self._before, text) != KEPT or _SUB_ITEM.match(text)
        if above and depth and indent < self._stack[-1].indent + 2 and inside:
            # A sentence of the item that was wrapped without indenting, or its own numbers.
            self._out.append("    " * depth + text)
        else:
            level = self._level(indent)
            self._begun = self._begun if above else None
            begins = not level and ("\u3000" in lead or indent >= 4)
            if above and (begins or len(self._stack) < depth):
                self._out.append("")
                self._begun = None
            self._out.append(level + text)
        self._before = text

    def _is_item(self, text: str) -> bool:
        return bool(text) and any(form.fullmatch(text) for form in (_BULLET, _TIGHT_BULLET, _NUMBER, _EMPTY_ITEM))

    def _doubt(self, text: str, indent: int) -> None:
        """Words that look like something else."""
        if indent >= 20 and "|" not in text:
            self._say(f"行首有 {indent} 个空格，网页上不会显示", "删掉这些空格")
        if text[0] in "|｜" and text.rstrip()[-1] in "|｜" and self._before[:1] in ("|", "｜"):
            self._say("像是表格，少了表头下面的横线", "在表头下面加一行 |---|---|，有几格写几个 ---")
        elif text[0] in "|｜" and text.rstrip()[-1] in "|｜" and len(cells(text.replace("｜", "|"))) > 1:
            following = self._next().lstrip(" \u3000")
            if not following.startswith(("|", "｜", "+")) or self._is_divided(self._at + 1):
                self._say("像是表格的一行，没有接在表格里", "表格里不要空行；第一行是表头，第二行是 |---|---|")


def cells(row: str) -> list[str]:
    """The cells of a table's row; a pipe in code or behind a backslash is none."""
    bare = re.sub(r"\\.|`[^`]*`", "x", row.strip())
    return bare.removeprefix("|").removesuffix("|").split("|")


def _outdent(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]


def _unquote(line: str) -> str:
    return line[1:].removeprefix(" ") if line.startswith(">") else line


class StructurePreprocessor(Preprocessor):
    """Runs the pass; `findings` is what the last body made of it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.findings: list[BodyMistake] = []

    def run(self, lines: list[str]) -> list[str]:
        structure = Structure(self.md.htmlStash)
        out = structure.rewrite(lines)
        for number, line in enumerate(lines):
            if ("[" in line or "【" in line) and _REVERSED.search(_CODE.sub("", line)):
                structure.findings.append(BodyMistake(number, "链接的括号用反了，点不了", "写成 [文字](/路径/)"))
        self.findings = structure.findings
        return out


class StructureExtension(Extension):
    """Headings, lists, tables, boxes and code as Chinese editors type them."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(StructurePreprocessor(md), "structure", 27)
