"""`kangle new notice`: five questions, and a notice that is checked and ready; each may be answered by an option."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import click

from plugins.commands.writing import list_ids, load, quote, read_span, write_checked
from plugins.model import NoticeSubject, Sources, first_moment, is_slug, parse_start
from plugins.site import where_words

SUBJECTS: tuple[str, ...] = get_args(NoticeSubject)
_SLUGS: Mapping[str, str] = dict(
    zip(SUBJECTS, ("water-off", "power-off", "lift", "road", "fire-safety", "window", "notice"), strict=True)
)
QUESTIONS: Mapping[str, str] = {
    "what": f"1. 什么事（{'、'.join(SUBJECTS)}）",
    "affects": "2. 影响哪里（小区、楼栋或网格，几个用顿号隔开；全社区写 全社区）",
    "when": "3. 从什么时候到什么时候（例如 2026-12-01 09:00 到 17:00）",
    "do": "4. 居民要做什么（没有就直接回车）",
    "call": "5. 打给谁（电话，或场所、小区、队伍的编号；没有就直接回车）",
}
_MAY_BE_EMPTY = ("do", "call")


def write_notice(
    content: Path, slug: str | None, title: str | None, given: Mapping[str, str | None], now: datetime
) -> Path:
    """Ask what was not given, and write the story; returns its file."""
    library, sources = load(content)
    column = sources.community.notice_column or next((c.id for c in sources.community.columns), "")
    answers = {key: value if (value := given.get(key)) is not None else _ask(key) for key in QUESTIONS}
    affects = list_ids(answers["affects"], sources)
    since, until = read_span(answers["when"], now.date())
    places = (
        list(dict.fromkeys(ref.partition("/")[0] for ref in sources.affected(affects))) if "all" not in affects else []
    )
    said = _sentence(answers["what"], affects, since, sources, now.date())
    summary = f"{said}。{answers['do']}"
    lines = [
        f"title: {quote(title or said)}",
        f"date: {now:%Y-%m-%d %H:%M}",
        f"column: {column}",
        f"summary: {quote(summary)}",
        *([f"places: [{', '.join(places)}]"] if places else []),
        f"what: {quote(answers['what'])}",
        f"affects: [{', '.join(map(quote, affects))}]",
        f"from: {since}",
        *([f"until: {until}"] if until else []),
        *(f"{key}: {quote(answers[key])}" for key in _MAY_BE_EMPTY if answers[key].strip()),
    ]
    folder = f"news/{now.year}"
    name = slug or _free_slug(
        content / folder, f"{_day(since, now.date()):%m%d}-{_SLUGS.get(answers['what'], 'notice')}"
    )
    path = f"{folder}/{name}.md"
    text = "\n".join(["---", *lines, "---", f"{said}。有变动，先改这一页。", ""])
    write_checked(library, content, path, text.encode())
    return content / path


def _ask(key: str) -> str:
    answer: str = click.prompt(QUESTIONS[key], default="" if key in _MAY_BE_EMPTY else None, show_default=False)
    return answer.strip()


def _day(since: str, today: date) -> date:
    try:
        return first_moment(parse_start(since)).date()
    except ValueError:
        return today


def _sentence(what: str, affects: list[str], since: str, sources: Sources, today: date) -> str:
    """青溪花园1栋、2栋12月1日停水"""
    day = _day(since, today)
    matter = {"其他": "有事要告诉大家", "电梯": "电梯检修", "道路": "修路", "消防": "消防检查", "窗口": "窗口调整"}
    return f"{where_words(affects, sources)}{day.month}月{day.day}日{matter.get(what, what)}"


def _free_slug(folder: Path, name: str) -> str:
    """A name that no file has yet."""
    found, number = name, 1
    while (folder / f"{found}.md").exists():
        number += 1
        found = f"{name}-{number}"
    return found if is_slug(found) else "notice"
