"""`kangle check`: every problem of the sources, one line each, as text, JSON or GitHub annotations.

With `--fairness` the table of who serves how much instead: it is for coordinators and stands on no page.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from pydantic_core import PydanticCustomError

from plugins.commands.fairness import as_csv, as_text, weigh
from plugins.commands.options import as_of_option, read_markdown, read_moment
from plugins.model import address_of, all_addresses, parse_day
from plugins.parallel import count_cores
from plugins.problems import Problem
from plugins.rules import (
    Reading,
    check_deadlines,
    check_discussion,
    check_early_links,
    check_site_url,
    find_dead_links,
    find_lost,
    read,
)
from plugins.site import find_later, make_site


@click.command()
@click.argument("content", type=click.Path(path_type=Path), default=Path("content"))
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "csv"]), default="text", help="输出格式"
)
@click.option("--fairness", metavar="起..止", help="列出各队每人的值班时数，例如 2026-10-01..2026-12-31；可用 csv 格式")
@as_of_option
def check(content: Path, style: str, fairness: str | None, as_of: str | None) -> None:
    """检查 CONTENT 里的每个文件，一次列出所有问题。"""
    if style not in (("text", "csv") if fairness else ("text", "json", "github")):
        raise click.UsageError("csv 只用于 --fairness；--fairness 只有 text 和 csv 两种格式")
    if fairness:
        _report_fairness(content, read(content, markdown=read_markdown()), _read_period(fairness), style)
        return
    now = read_moment(as_of)
    reading = inspect(content, now, read_markdown())
    problems, errors = _with_outlook(content, reading, now), reading.errors
    if style == "json":
        click.echo(json.dumps([asdict(p) for p in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(_annotate(content, problem) if style == "github" else f"{content}/{problem}")
    if style == "text":
        click.echo(f"有 {len(errors)} 处要改。" if errors else "没有发现错误。")
    sys.exit(1 if errors else 0)


def _with_outlook(content: Path, reading: Reading, now: datetime) -> tuple[Problem, ...]:
    """All problems, with the addresses that the site has no more, and what will be overdue soon of what is whole."""
    if reading.gathered is None:
        return reading.problems
    lost = find_lost(content, reading.gathered, reading.trees, now, whole=reading.sources is not None)
    if reading.sources is None:
        return tuple(sorted({*reading.problems, *lost}))
    near = check_deadlines(reading.sources, reading.trees, now.date())
    return tuple(sorted({*reading.problems, *lost, *near}))


def inspect(content: Path, now: datetime, markdown: Mapping[str, Any] | None = None) -> Reading:
    """Everything a content folder holds, with every problem of its files, across them and in their links."""
    return inspect_reading(read(content, workers=count_cores(), markdown=markdown, pixels=True), now)


def inspect_reading(reading: Reading, now: datetime) -> Reading:
    """The same of what has been read."""
    problems = reading.problems_on(now.date())
    if reading.sources:
        site = make_site(reading.sources, now)
        for look in (check_site_url, check_discussion):
            problems = (*problems, *look(site.sources.community, reading.trees))
        addresses = set(all_addresses(site.sources))
        found = find_dead_links(site.sources.documents(), addresses, later=site.later, url=site.url)
        problems = (*problems, *found)
    return replace(reading, problems=tuple(sorted({*problems, *_find_early_links(reading, now)})))


def _find_early_links(reading: Reading, now: datetime) -> Iterator[Problem]:
    """Links to what comes later, whatever else is wrong."""
    if not reading.gathered:
        return
    later = find_later(reading.gathered, now)
    public = (entry for entry in reading.gathered.entries() if address_of(entry) not in later)
    url = getattr(reading.gathered.community, "url", "")  # a community.yaml with errors has only what is right of it
    yield from check_early_links(public, reading.faulty, later, now, reading.trees, url)


def _report_fairness(content: Path, reading: Reading, period: tuple[date, date], style: str) -> None:
    """The table on stdout; where the sources have errors, those instead."""
    if reading.sources is None:
        for problem in reading.errors:
            click.echo(f"{content}/{problem}", err=True)
        sys.exit(1)
    table = weigh(reading.sources, *period)
    click.echo(as_csv(table) if style == "csv" else as_text(table), nl=False)


def _read_period(text: str) -> tuple[date, date]:
    since, _, until = text.partition("..")
    try:
        period = parse_day(since), parse_day(until)
    except PydanticCustomError as error:
        raise click.BadParameter(error.message(), param_hint="--fairness") from error
    if period[1] < period[0]:
        raise click.BadParameter("结束日期早于开始日期", param_hint="--fairness")
    return period


def _annotate(content: Path, problem: Problem) -> str:
    """A GitHub Actions workflow command that marks the line of a pull request."""
    place = f"file={_encode(f'{content}/{problem.path}', more=True)},line={problem.line},col={problem.column}"
    named = f"{problem.field} ({problem.label}): " if problem.label else ""
    return f"::{problem.level} {place}::{_encode(f'{named}{problem.message} → {problem.fix}')}"


def _encode(text: str, more: bool = False) -> str:
    """Text as a workflow command takes it; in a parameter a colon and a comma mean something too."""
    for char in "%\r\n:," if more else "%\r\n":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
