"""What was to be filled in later and was not; hides how a gap in a template looks.

待定 is no gap: it tells a resident that nobody knows yet. Lines to fill in by hand (姓名：____) are none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.problems import Level

_OPEN, _CLOSE = r"[（(【\[〔<《{]", r"[）)】\]〕>》}]"
_NO_LINK = r"(?!\()"
_DO = re.compile("(?:填写|填入|输入|插入|添加|补充|写上|放上|粘贴|替换)").pattern
_NOT_LATIN = r"(?<![0-9A-Za-z×_./·•-])"
_FILL = "写上要写的，或删掉这一处"
_GAPS: tuple[tuple[str, re.Pattern[str], str, Level], ...] = (
    ("此", re.compile(rf"{_OPEN}\s*(?:请?在)?此处?\s*{_DO}[^（(【\[\n]{{0,20}}?{_CLOSE}{_NO_LINK}"), _FILL, "error"),
    ("这里", re.compile(rf"{_OPEN}\s*(?:请?在)?这里\s*{_DO}[^（(【\[\n]{{0,20}}?{_CLOSE}{_NO_LINK}"), _FILL, "error"),
    ("击", re.compile(r"[单点双]击(?:或点击)?(?:此处|这里|以)(?:输入|添加|编辑)(?:文字|文本|标题|副标题|正文|内容)"), _FILL, "error"),
    ("orem", re.compile(r"(?i)\blorem ipsum\b"), _FILL, "error"),
    ("填", re.compile(rf"{_OPEN}\s*(?:请|待)填写?(?:内容|名称)?\s*{_CLOSE}{_NO_LINK}"), _FILL, "error"),
    ("待", re.compile(rf"{_OPEN}[\u4e00-\u9fff]{{0,6}}待(?:补|补充|完善|插入|上传){_CLOSE}{_NO_LINK}"), _FILL, "error"),
    ("待", re.compile(r"(?:正文|内容|图片|照片|此处)待(?:补充?|填写?|完善|上传)(?=[\s，。；！]|\Z)"), _FILL, "warning"),
    ("TODO", re.compile(rf"{_NOT_LATIN}TODO(?![0-9A-Za-z_]|\.\w)"), _FILL, "warning"),
    ("FIXME", re.compile(rf"{_NOT_LATIN}FIXME(?![0-9A-Za-z_])"), _FILL, "warning"),
    ("TB", re.compile(rf"{_NOT_LATIN}TB[DC](?![0-9A-Za-z_])"), "写上要写的；还没定，就写“待定”", "warning"),
    *(
        (sign, pattern, "写上要写的；还没定，就写“待定”", "warning")
        for sign in "Xx×"
        for pattern in (
            re.compile(rf"20{sign}{{1,2}}年(?:{sign}{{1,2}}月(?:{sign}{{1,2}}[日号]?)?)?"),
            re.compile(rf"{_NOT_LATIN}{sign}{{1,2}}月{sign}{{1,2}}[日号]?"),
            re.compile(rf"{_NOT_LATIN}{sign}{{3,20}}(?![0-9A-Za-z×_])"),
            re.compile(rf"(?<=[：:]){sign}{{2}}(?=\s*$)", re.M),
        )
    ),
)  # fmt: skip
"""What each cannot do without, how it looks, what to do, and whether it may be meant."""
_QUOTED = re.compile(r"[“‘「『《][^”’」』》\n]{0,12}\Z")
_DRAWN = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,})[ \t]*\{?\.?(mermaid|flow|flowchart|plantuml|puml|graphviz|dot|sequence|gantt|echarts|chart|mindmap|markmap"
    r"|math|latex|katex|tex)\b",
    re.M,
)


def find_gaps(text: str) -> Iterator[tuple[int, str, str, Level]]:
    """Each gap that was left: start, message, fix, level. What stands in quotation marks is spoken of."""
    taken: list[tuple[int, int]] = []
    for needs, pattern, fix, level in _GAPS:
        if needs not in text:
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(first < end and start < last for first, last in taken):
                continue
            taken.append((start, end))
            if not _QUOTED.search(text[max(0, start - 14) : start]):
                yield start, f"“{match[0][:24]}”像是还没有填", fix, level


def find_drawn(text: str) -> Iterator[tuple[int, str, str]]:
    """Blocks of code that another program would draw: start, message, fix."""
    for match in _DRAWN.finditer(text):
        fix = "把画好的图放进 images/，写 ![图上有什么](/images/文件名)；或改成列表、文字"
        yield match.start(), f"网页不会画“{match[1]}”，居民看到的是代码", fix
