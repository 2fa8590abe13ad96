"""Files as text; hides encodings, characters nobody can see, and private data nobody may publish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from plugins.source.problems import Problem

MAX_BYTES = 2_000_000
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    "|(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d|\u200d(?![\U0001f000-\U0001faff\u2600-\u27bf])"
)
_MOBILE = re.compile(r"(?<![\d-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d-])")
_ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")


def read_text(file: Path, path: str) -> tuple[str | None, list[Problem]]:
    """Read a source as text with \\n line ends, or say why not; `path` is how problems name it."""
    try:
        if file.stat().st_size > MAX_BYTES:
            return None, [Problem(path, 1, 1, "", "", "文件超过 2 MB，过大", "拆成几个文件，图片放进 images/")]
        data = file.read_bytes()
    except OSError as error:
        return None, [Problem(path, 1, 1, "", "", f"读不了这个文件（{error.strerror}）", "检查文件是否存在、能否打开")]
    return decode(data, path)


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Decode UTF-8 strictly, and find the characters and numbers no source may hold."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Problem(path, 1, 1, "", "", "文件编码是 UTF-16", "另存为 UTF-8 编码")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_name_encoding(data, error, path)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, [*_find_unseen(text, path), *_find_private(text, path)]


def _name_encoding(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
    message = f"第 {column} 个字节 0x{data[error.start]:02X} 不是 UTF-8 文字"
    try:
        data.decode("gb18030")
        message = f"文件编码像是 GBK，不是 UTF-8（{message}）"
    except UnicodeDecodeError:
        pass
    return Problem(path, line, column, "", "", message, "另存为 UTF-8 编码")


def _place(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _find_unseen(text: str, path: str) -> Iterator[Problem]:
    for match in _UNSEEN.finditer(text):
        code = ord(match.group())
        name = unicodedata.name(match.group(), "控制字符")
        yield Problem(
            path, *_place(text, match.start()), "", "", f"有看不见的字符 U+{code:04X}（{name}）", "删掉这个字符"
        )


def _find_private(text: str, path: str) -> Iterator[Problem]:
    for match in _MOBILE.finditer(text):
        yield Problem(path, *_place(text, match.start()), "", "", "像是个人手机号码", "删掉；对外只写办公电话")
    for match in _ID_NUMBER.finditer(text):
        yield Problem(path, *_place(text, match.start()), "", "", "像是身份证号码", "删掉；任何来源文件都不能写")
