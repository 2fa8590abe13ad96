"""What hangs between a film, its file and its captions: they are there, as long as was written, and everybody can follow them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.media import CAPTIONS, FILMS
from plugins.model import TRANSCRIPT, Film, Sources, dotted, label_at
from plugins.problems import Level, Problem
from plugins.rules.links import nearest_file
from plugins.rules.written import Written
from plugins.text import Loc, Tree

_SLACK = 2
"""Seconds by which a length may be rounded."""
Flaw = tuple[Loc, str, str, Level]


def check_films(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every film, drafts included."""
    sources = written.sources
    drafts = (entry for entry in sources.drafts if isinstance(entry, Film))
    for film in (*sources.of(Film), *drafts):
        for loc, message, fix, level in (
            *_find_missing(film, sources),
            *_find_unlike(film, sources),
            *_find_unheard(film),
        ):
            line, column = trees[film.path].place(loc)
            yield Problem(film.path, line, column, dotted(loc), label_at(Film, loc), message, fix, level)


def _find_missing(film: Film, sources: Sources) -> Iterator[Flaw]:
    files = dict.fromkeys(sources.files)
    for field, file, kinds in (("file", film.file, FILMS), ("captions", film.captions, CAPTIONS)):
        if not file:
            continue
        if file not in files:
            yield (field,), f"没有这个文件：{file}", nearest_file(file, files), "error"
        elif not file.lower().endswith(tuple(kinds)):
            yield (field,), f"不是 {sorted(kinds)[0]} 文件：{file}", f"换成 files/ 里的 {sorted(kinds)[0]}", "error"


def _find_unlike(film: Film, sources: Sources) -> Iterator[Flaw]:
    """A length that the file does not have, and captions that go on after the end."""
    file = film.file if film.file and film.file.lower().endswith(tuple(FILMS)) else ""
    reel, captions = sources.reels.get(file), sources.reels.get(film.captions or "")
    if reel and film.length is not None and abs(reel.lasts / 1000 - film.length) > _SLACK:
        seconds = round(reel.lasts / 1000)
        real = f"{seconds // 60}:{seconds % 60:02}"
        yield ("length",), f"片长和文件不一样，文件有 {real}", f"写成 length: {real}，或换一个文件", "error"
    elif captions and film.length is not None and captions.lasts / 1000 > film.length + _SLACK:
        last = f"{captions.lasts // 60_000}:{captions.lasts // 1000 % 60:02}"
        yield ("captions",), f"字幕写到 {last}，影片已经结束", "核对字幕的时间和片长", "error"


def _find_unheard(film: Film) -> Iterator[Flaw]:
    """What is missing for those who cannot hear it, or cannot play it."""
    if film.file and not film.captions:
        fix = "加上 captions: files/字幕.vtt；没有声音的影片，也用字幕说一说画面"
        yield ("file",), "影片没有字幕，听不见的人看不懂", fix, "warning"
    if not film.transcript:
        fix = f"正文里加一个小标题“## {TRANSCRIPT}”，下面写片子里说了什么；写不全的先写提纲"
        yield ("title",), f"影片没有{TRANSCRIPT}，放不了的人不知道讲什么", fix, "warning"
