"""Marks of other programs that no page here shows as they were meant; hides how each of them looks.

What somebody copied from a blog engine, a wiki, a forum or a notebook stands on the page as typed: a resident cannot read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from plugins.text.bytes import HARMLESS, UNSEEN
from plugins.text.figures import FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.problems import Level


@dataclass(frozen=True, slots=True)
class _Mark:
    """One habit of another program: what it cannot do without, how it looks, and what to type instead."""

    needs: str
    pattern: re.Pattern[str]
    fix: str
    level: Level = "error"


def _mark(needs: str, pattern: str, fix: str, level: Level = "error") -> _Mark:
    return _Mark(needs, re.compile(pattern, re.M), fix, level)


_BOX = "提示框写成：一行 !!! 注意，下面的字每行前面空四格"
_PICTURE = "图片写成 ![图上有什么](/images/文件名)"
_LINK = "链接写成 [文字](/路径/)"
_TABLE = "表格写成 | 日期 | 时间 |，下一行 |---|---|"
_BOLD = "粗体写成 **文字**，其他样式去掉"
_FACES = re.compile(
    "微笑|撇嘴|发呆|得意|流泪|害羞|闭嘴|大哭|尴尬|发怒|调皮|呲牙|惊讶|难过|抓狂|偷笑|愉快|白眼|傲慢|惊恐|憨笑|悠闲|咒骂|骷髅|敲打|再见|擦汗|抠鼻|鼓掌|坏笑|鄙视|委屈"
    "|快哭了|阴险|亲亲|可怜|笑脸|破涕为笑|无语|嘿哈|捂脸|奸笑|机智|皱眉|吃瓜|天啊|旺柴|打脸|翻白眼|叹气|苦涩|裂开|嘴唇|爱心|心碎|拥抱|握手|抱拳|勾引|拳头|OK|合十|啤酒|咖啡|蛋糕"
    "|玫瑰|凋谢|炸弹|月亮|太阳|庆祝|礼物|红包|烟花|爆竹|猪头|跳跳|发抖|转圈"
).pattern
"""What WeChat puts in brackets where a face was chosen."""
FACE = re.compile(rf"(?:\[(?:{_FACES})\]){{1,9}}(?![(（:：])")
# A pattern begins with a letter of its own where it can, for which the engine searches fast; what must not stand before comes after it.
_MARKS = (
    _mark(":::", r"^[ \t>]*:{3,}[^\n]*", _BOX),
    _mark("///", r"^[ \t]*/{3}(?: [^\n]*|$)", _BOX),
    _mark("???", r"^[ \t]*\?{3}\+? [^\n]*", _BOX),
    _mark("[!", r"^[ \t]*>[ \t]*\[![A-Za-z]+\]", _BOX),
    _mark("===", r"^={3}[!+]? \"[^\"\n]*\"", "不能分页签，写成小标题 ## 和下面的字"),
    _mark("+-", r"^[ \t]*\+(?:[-=]{2,}\+){1,40}[ \t]*$", _TABLE),
    _mark("^[", r"\^\[(?!\^)[^\]\n]+\]", "脚注写成：文字[^1]，文末另起一行 [^1]: 说明"),
    _mark("{%", r"\{%[^\n]*?%\}", "删掉这一段；" + _PICTURE),
    _mark("{{", rf"(?!{FIGURE.pattern})\{{\{{[^\n]*?\}}\}}", "删掉这一段，写上要显示的字；要写数字，用 {{ figure:编号 }}"),
    _mark("<%", r"<%[^\n]*?%>", "删掉这一段，写上要显示的字"),
    _mark("{#", r"\{#(?:if|each|await|key)\b[^}\n]*\}", "删掉这一段，写上要显示的字"),
    _mark("![[", r"!\[\[[^\]\n]*\]\]", _PICTURE),
    _mark("[[", r"(?<!!)\[\[[^\]\n]*\]\]", _LINK),
    _mark("@[", r"@\[(?:toc|TOC|video|youtube)\]", "目录单独写一行 [TOC]，视频写成链接"),
    _mark("[/", r"\[/?(?:b|i|u|s|url|img|color|size|font|quote|code|center|align|list|caption|video)(?:=[^\]\n]*)?\]", _BOLD),
    _mark("[", r"\[(?:gallery|caption|embed|audio|video|playlist|contact-form-7)(?: [^\]\n]*)?\](?!\()", "删掉这一段；" + _PICTURE),
    _mark("[", FACE.pattern, "换成 😀 这样的表情，或删掉", "warning"),
    _mark("'''", r"'{3}[^'\n]+'{3}", _BOLD),
    _mark("{{<", r"\{\{<", _PICTURE),
    _mark("\\begin{", r"\\(?:begin|end)\{[^}\n]*\}", "公式和表格改成文字或图片"),
    _mark("$$", r"\$\$[^$\n]+\$\$", "公式改成文字，例如 m²、1/2"),
    _mark("$", r"\$(?<![\w$]\$)(?=[^$\n]*(?:\\[A-Za-z]|[\^_][\w{]))[^$\n]{1,80}\$(?!\w)", "公式改成文字，例如 m²、1/2"),
    _mark("{color", r"\{color(?::[^}\n]*)?\}", _BOLD),
    _mark("h", r"h(?<![^\n]h)[1-6]\. ", "小标题写成 ## 标题"),
    _mark("== ", r"^={2,6} [^=\n]+ ={2,6}[ \t]*$", "小标题写成 ## 标题"),
    _mark("{:", r"(?:\A|(?<=\n\n))[ \t]*\{:[^}\n]*\}[ \t]*$", "这一行只能紧跟在它要说的那一段下面，或删掉"),
    _mark("%%", r"%%[^%\n]+%%", "这里不能写注释，删掉；公开仓库里人人看得到", "warning"),
    _mark("++", r"(?<!\+)\+\+[^+\s\n][^+\n]*\+\+(?!\+)", _BOLD, "warning"),
    _mark("^", r"(?<=\w)\^[0-9A-Za-z+-]{1,6}\^", "上标写成 m²、10³ 这样的字", "warning"),
    _mark("~", r"(?<=[A-Za-z])~[0-9]{1,3}~", "下标写成 H₂O、CO₂ 这样的字", "warning"),
    _mark(":", r":(?<![\w:]:)[a-z][a-z0-9_+-]{1,30}:(?![\w:])", "表情直接输入，例如 😀，或删掉", "warning"),
    _mark("＃", r"^＃[^＃#\s\n][^＃#\n]*$", "小标题写成 ## 标题；话题两头都写 #", "warning"),
)  # fmt: skip
_BY_SIGN = {sign: tuple(m for m in _MARKS if m.needs[0] == sign) for sign in dict.fromkeys(m.needs[0] for m in _MARKS)}
"""A text is asked once for each sign, for most have hardly any."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def find_foreign(text: str) -> Iterator[tuple[int, str, str, str, Level]]:
    """Each mark of another program and each entity that nobody can see: start, what a page would show, message, fix, level.

    Code is spared by the caller, and what an extension of Python-Markdown makes something of.
    """
    taken: list[tuple[int, int]] = []
    for mark in (m for sign, marks in _BY_SIGN.items() if sign in text for m in marks):
        if mark.needs not in text:
            continue
        for match in mark.pattern.finditer(text):
            start, end = match.span()
            if any(first < end and start < last for first, last in taken):
                continue
            taken.append((start, end))
            words = " ".join(match[0].split())
            quoted = words if len(words) <= 24 else f"{words[:24]}…"
            message = f"“{quoted}”是别的软件的写法，页面会原样显示"
            yield start, match[0].strip(" \t>"), message, mark.fix, mark.level
    if "&" in text:
        for match in _ENTITY.finditer(text):
            sign = unescape(match[0])
            if UNSEEN.search(sign) or HARMLESS.search(sign):
                yield match.start(), "", f"“{match[0]}”是看不见的字符", "删掉它", "error"
