"""`kangle due`: what will be overdue when, and whose task it is, as text, JSON or a calendar; on no page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click
from pydantic_core import PydanticCustomError

from plugins.calendars import DayEntry, write_days
from plugins.commands.options import as_of_option, read_markdown, read_moment
from plugins.model import Sources, parse_day
from plugins.rules import Deadline, list_deadlines, read, tell_when
from plugins.text import Tree

_SEASON = timedelta(days=92)


@click.command()
@click.argument("content", type=click.Path(path_type=Path), default=Path("content"))
@click.option("--until", metavar="日期", help="列到哪一天为止，例如 2027-06-30；不写就是三个月")
@click.option("--json", "style", flag_value="json", help="给程序用的 JSON")
@click.option("--ics", "style", flag_value="ics", help="日历文件，导入手机或电脑的日历")
@as_of_option
def due(content: Path, until: str | None, style: str | None, as_of: str | None) -> None:
    """列出 CONTENT 里到哪一天要办什么、归谁办：该核对的指南、到期的同意书、用完的值班表 ……"""
    now = read_moment(as_of)
    reading = read(content, markdown=read_markdown())
    if reading.sources is None:
        for problem in reading.errors:
            click.echo(f"{content}/{problem}", err=True)
        sys.exit(1)
    last = _read_until(until) if until else now.date() + _SEASON
    found = list_deadlines(reading.sources, now.date(), last)
    if style == "json":
        rows = [_as_row(one, content, reading.trees, now.date()) for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif style == "ics":
        click.echo(_as_calendar(found, content, reading.sources, reading.trees, now), nl=False)
    else:
        click.echo("\n".join(_as_lines(found, content, reading.trees, now.date(), last)))


def _read_until(text: str) -> date:
    try:
        return parse_day(text)
    except PydanticCustomError as error:
        raise click.BadParameter(error.message(), param_hint="--until") from error


def _where(one: Deadline, content: Path, trees: Mapping[str, Tree]) -> str:
    return f"{content}/{one.path}:{trees[one.path].place(one.loc)[0]}"


def _as_lines(
    found: Iterable[Deadline], content: Path, trees: Mapping[str, Tree], today: date, last: date
) -> Iterator[str]:
    """Those that are past first, then day by day; each with whose it is, what to do and where."""
    listed = list(found)
    for title, part in (
        ("已经过期", [one for one in listed if one.day <= today]),
        (f"{last} 以前", [one for one in listed if one.day > today]),
    ):
        if part:
            yield f"{title}（{len(part)} 件）"
        for one in part:
            yield f"  {tell_when(one.day, today)}  {one.task}：{one.title}  [{one.role}]"
            yield f"      {_where(one, content, trees)} → {one.fix}"
    if not listed:
        yield f"到 {last} 没有要到期的。"


def _as_row(one: Deadline, content: Path, trees: Mapping[str, Tree], today: date) -> dict[str, object]:
    line, column = trees[one.path].place(one.loc)
    return {
        "date": one.day.isoformat(),
        "overdue": one.day <= today,
        "role": one.role,
        "task": one.task,
        "title": one.title,
        "fix": one.fix,
        "kind": one.kind,
        "path": f"{content}/{one.path}",
        "line": line,
        "column": column,
    }


def _as_calendar(
    found: Iterable[Deadline], content: Path, sources: Sources, trees: Mapping[str, Tree], now: datetime
) -> str:
    """A calendar of the deadlines; one that is past stands on today."""
    entries = [
        DayEntry(
            max(one.day, now.date()),
            f"{one.task}：{one.title}（{one.role}）",
            f"{one.fix}\n{_where(one, content, trees)}",
            f"{one.path}/{one.loc}/{one.task}/{one.title}",
        )
        for one in found
    ]
    host = urlsplit(sources.community.url).hostname or "localhost"
    return write_days(f"{sources.community.name} · 到期提醒", host, entries, now).decode()
