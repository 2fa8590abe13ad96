"""`kangle check`: every problem of the sources, one line each, as text, JSON or GitHub annotations."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from plugins.commands.options import as_of_option, read_moment
from plugins.commands.plan import make_artifacts, plan_site
from plugins.site.links import check_links
from plugins.site.site import make_site
from plugins.source import Problem, read


@click.command()
@click.argument("content", type=click.Path(path_type=Path), default=Path("content"))
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="输出格式")
@as_of_option
def check(content: Path, style: str, as_of: str | None) -> None:
    """检查 CONTENT 里的每个文件，一次列出所有问题。"""
    reading = read(content)
    now = read_moment(as_of)
    problems = reading.problems_on(now.date())
    if reading.sources:
        site = make_site(reading.sources, now)
        problems = tuple(sorted((*problems, *check_links(site, plan_site(site), make_artifacts(site)))))
    errors = [p for p in problems if p.level == "error"]
    if style == "json":
        click.echo(json.dumps([asdict(p) for p in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(_annotate(content, problem) if style == "github" else f"{content}/{problem}")
    if style == "text":
        click.echo(f"有 {len(errors)} 处要改。" if errors else "没有发现错误。")
    sys.exit(1 if errors else 0)


def _annotate(content: Path, problem: Problem) -> str:
    """A GitHub Actions workflow command that marks the line of a pull request."""
    place = f"file={content}/{problem.path},line={problem.line},col={problem.column}"
    named = f"{problem.field} ({problem.label}): " if problem.label else ""
    return f"::{problem.level} {place}::{named}{problem.message} → {problem.fix}"
