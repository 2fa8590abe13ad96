"""`kangle links`: whether what the site links to on other sites is still there; the only verb that asks other sites."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plugins.commands.options import as_of_option, read_markdown, read_moment
from plugins.external import (
    PAUSE,
    LinkReport,
    Turns,
    Visitor,
    Web,
    check_external,
    count_hosts,
    find_due,
    group_places,
    read_memory,
    write_memory,
)
from plugins.failure import BROKEN, CONTENT, explain
from plugins.files import replace_files
from plugins.rules import find_external, read


@click.command()
@click.argument("content", type=click.Path(path_type=Path), default=Path("content"))
@click.option("--fresh", is_flag=True, help="最近看过的也再问一遍")
@click.option(
    "--pause", type=click.FloatRange(0.1), default=PAUSE, show_default=True, help="同一个网站，两次之间等几秒"
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".kangle/external-links.json"),
    help="记着上次结果的文件",
)
@as_of_option
def links(content: Path, fresh: bool, pause: float, cache: Path, as_of: str | None) -> None:
    """看看 CONTENT 里指向别的网站的链接还在不在。需要网络；七天内看过、没有问题的不再问。"""
    now = read_moment(as_of)
    reading = read(content, markdown=read_markdown())
    if reading.sources is None:
        for problem in reading.errors:
            click.echo(f"{content}/{problem}", err=True)
        click.echo("链接还没有看 → 先改好上面的错误，再运行一次", err=True)
        sys.exit(CONTENT)
    places = group_places(find_external(reading))
    memory = read_memory(_load_memory(cache))
    due = find_due(places, memory, now, fresh)
    if due:
        click.echo(f"要问 {count_hosts(due)} 个网站的 {len(due)} 个网址，请等一会儿。", err=True)
    report = check_external(places, due, memory, now, Visitor(Web(), Turns(pause)))
    if report.offline:
        click.echo("没有查成：一个网站都连不上，像是没有网络 → 检查网络（代理软件要关掉），再运行一次", err=True)
        sys.exit(BROKEN)
    _save_memory(cache, report)
    sys.exit(_tell_links(content, report))


def _load_memory(cache: Path) -> bytes:
    try:
        return cache.read_bytes()
    except OSError:
        return b""


def _save_memory(cache: Path, report: LinkReport) -> None:
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        replace_files({cache: write_memory(report.records)})
    except OSError as error:
        click.echo(f"{cache}: 写不了，{explain(error)} → 检查这个文件；这次的结果没有记下，下次全部再问", err=True)


def _tell_links(content: Path, report: LinkReport) -> int:
    """What is wrong first, then what to look at; returns the exit status."""
    errors = [problem for problem in report.problems if problem.level == "error"]
    warnings = [problem for problem in report.problems if problem.level == "warning"]
    for problem in errors:
        click.echo(f"{content}/{problem}")
    if warnings:
        click.echo("提醒：")
    for problem in warnings:
        click.echo(f"{content}/{problem}")
    barred = f"，{report.barred} 个按对方的要求（robots.txt）没有问" if report.barred else ""
    click.echo(f"问了 {report.asked} 个网址{barred}，{report.known} 个七天内看过。")
    click.echo(f"有 {len(errors)} 处要改，{len(warnings)} 处提醒。" if report.problems else "没有发现错误。")
    return CONTENT if errors else 0
