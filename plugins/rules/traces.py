"""Where words stand in a content folder; hides encodings, office files, and which field a line belongs to.

Unlike the reader this looks into every file, also those with mistakes and those nobody parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.files import list_files
from plugins.media import read_words
from plugins.model import dotted, label_at, model_of
from plugins.text import Loc, Tree, parse

BODY: Loc = ("body",)
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp"})


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """One place of a word; line 0 is the file's own name, and an office file has no lines."""

    path: str
    line: int
    loc: Loc
    label: str
    word: str

    def __str__(self) -> str:
        inside = self.loc[1:] if self.loc and isinstance(self.loc[0], int) else self.loc
        field = f"{dotted(inside)} ({self.label})" if inside and self.label else dotted(inside) or self.label
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {field}" if field else place


_TO_FULL = str.maketrans(
    "陈张刘杨黄赵吴孙马罗郑谢许韩冯邓萧肖叶苏吕卢钟谭陆贾韦邹阎龙贺顾龚万钱严汤庞颜聂鲁齐欧关侨师爷妈婶伟丽华军国红兰凤云荣庆义强刚杰宝学贵贤莲静锋鸿鹏飞东长兴广庄宁号岗乐爱连琼珍凯维继绍经纪纯绿银铁锦镇闻闽阳阴际陕随难韵风顺领",
    "陳張劉楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蕭葉蘇呂盧鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯龐顏聶魯齊歐關僑師爺媽嬸偉麗華軍國紅蘭鳳雲榮慶義強剛傑寶學貴賢蓮靜鋒鴻鵬飛東長興廣莊寧號崗樂愛連瓊珎凱維繼紹經紀純綠銀鐵錦鎮聞閩陽陰際陝隨難韻風順領",
)
_TO_SIMPLE = str.maketrans(
    "陳張劉楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蕭葉蘇呂盧鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯龐顏聶魯齊歐關僑師爺媽嬸偉麗華軍國紅蘭鳳雲榮慶義強剛傑寶學貴賢蓮靜鋒鴻鵬飛東長興廣莊寧號崗樂愛連瓊珎凱維繼紹經紀純綠銀鐵錦鎮聞閩陽陰際陝隨難韻風順領",
    "陈张刘杨黄赵吴孙马罗郑谢许韩冯邓萧肖叶苏吕卢钟谭陆贾韦邹阎龙贺顾龚万钱严汤庞颜聂鲁齐欧关侨师爷妈婶伟丽华军国红兰凤云荣庆义强刚杰宝学贵贤莲静锋鸿鹏飞东长兴广庄宁号岗乐爱连琼珍凯维继绍经纪纯绿银铁锦镇闻闽阳阴际陕随难韵风顺领",
)
"""Characters of names in both scripts."""
_BETWEEN = r"[\s\u200b-\u200d\u2060\ufeff\xad·.*_-]{0,3}"


def spell_widely(word: str) -> re.Pattern[str]:
    """A form of address however it is spelt: with signs between, in Simplified or Traditional characters, large or small."""
    signs = [f"[{re.escape(s + s.translate(_TO_FULL) + s.translate(_TO_SIMPLE))}]" for s in word if not s.isspace()]
    return re.compile(_BETWEEN.join(signs), re.I)


def find_traces(content: Path, words: Mapping[str, re.Pattern[str]]) -> tuple[list[Trace], list[str]]:
    """Every place of each word below `content`, and the files that only a person can look through (pictures apart)."""
    found: list[Trace] = []
    unread = []
    for file in list_files(content):
        path = file.relative_to(content).as_posix()
        if not file.is_file() or ".git" in file.parts:
            continue
        found += [Trace(path, 0, (), "文件名", word) for word, pattern in words.items() if pattern.search(path)]
        texts = _read_texts(file.read_bytes())
        if texts is None and file.suffix.lower() not in _PICTURES:
            unread.append(path)
        lined = texts is not None and len(texts) == 1
        for text in texts or ():
            found += _find_in_text(text, path, words, lined)
    return sorted(set(found)), unread


def _read_texts(data: bytes) -> Sequence[str] | None:
    """A file's text, or that of each part of an office file, a PDF, a picture; None where there is none to read."""
    texts = read_words(data)
    if texts is not None or data[:2] == b"PK" or b"%PDF-" in data[:1024]:
        return ["", *texts] if texts is not None else None
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else [text]
    return None


def _find_in_text(text: str, path: str, words: Mapping[str, re.Pattern[str]], lined: bool) -> Iterator[Trace]:
    if not any(pattern.search(text) for pattern in words.values()):
        return
    fields = list(_text_fields(text, path)) if lined else []
    for number, line in enumerate(text.splitlines(), 1):
        for word, pattern in words.items():
            for match in pattern.finditer(line):
                place = (number, match.start() + 1)
                loc = next((loc for start, end, loc in fields if start <= place < end), ())
                yield Trace(path, number if lined else 0, loc, _label(path, loc), word)


def _text_fields(text: str, path: str) -> Iterator[tuple[tuple[int, int], tuple[int, int], Loc]]:
    """Where each value of a YAML file or a Markdown file's front matter begins and ends; the rest is the body."""
    tree: Tree | None = None
    if path.endswith(".yaml"):
        tree, _ = parse(text, path)
    elif path.endswith(".md") and text.startswith("---"):
        front, _, _ = text.partition("\n---")
        lines = front.count("\n") + 2
        tree, _ = parse(front.partition("\n")[2] + "\n", path, 2)
        yield (lines, 1), (text.count("\n") + 2, 1), BODY
    if tree:
        yield from tree.spans()


def _label(path: str, loc: Loc) -> str:
    model = model_of(path)
    if not model or not loc:
        return "注释" if path.endswith((".yaml", ".md")) else ""
    return "正文" if loc == BODY else label_at(model, loc[1:] if isinstance(loc[0], int) else loc)
