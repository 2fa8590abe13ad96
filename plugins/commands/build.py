"""`kangle build`: check, build into a stage, switch; hides Pelican's start."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from plugins.commands.options import as_of_option, read_moment
from plugins.incremental.stage import open_workshop
from plugins.site.failure import OutputError, leave_on_failure
from plugins.site.progress import Progress


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), default=Path("pelicanconf.py"), help="设置文件"
)
@click.option("--content", type=click.Path(path_type=Path, readable=False), help="内容文件夹，默认是设置里的 content")
@click.option("--output", type=click.Path(path_type=Path, readable=False), help="输出文件夹，默认是设置里的 output")
@click.option("--allow-shrink", is_flag=True, help="允许页面比现在少两成以上")
@click.option("--workers", type=click.IntRange(0), default=0, help="同时工作的进程数，0 表示每个核一个")
@click.option("--profile", is_flag=True, help="列出时间花在哪里")
@as_of_option
def build(
    settings: Path,
    content: Path | None,
    output: Path | None,
    allow_shrink: bool,
    workers: int,
    profile: bool,
    as_of: str | None,
) -> None:
    """检查内容，生成整个网站；有问题就一条不漏地列出来，原来的网站不动。"""
    progress = Progress(watched=sys.stderr.isatty() and not os.environ.get("CI"))
    progress.enter("启动")
    loaded = load_settings(settings, content, output, as_of)
    loaded |= {"ALLOW_SHRINK": allow_shrink, "WORKERS": workers, "PROGRESS": progress}
    build_site(loaded)
    if profile:
        for stage, seconds in progress.report():
            click.echo(f"{seconds:7.2f} 秒  {stage}")


def load_settings(settings: Path, content: Path | None, output: Path | None, as_of: str | None) -> dict[str, Any]:
    """Pelican's settings with what the command line says instead."""
    from pelican.settings import read_settings

    override: dict[str, object] = {"KANGLE_OUTCOMES": [], "AS_OF": read_moment(as_of)}
    if content:
        override["PATH"] = str(content)
    if output:
        override["OUTPUT_PATH"] = str(output)
    sys.path.insert(0, str(Path.cwd()))
    with leave_on_failure({"PATH": "content"}):
        if content and not content.is_dir():
            raise OutputError(f"{content}: 没有这个内容文件夹 → 检查 --content")
        try:
            return dict(read_settings(str(settings), override=override))
        except ValueError as error:
            raise OutputError(f"{settings}: 设置有误，或没有内容文件夹（{error}） → 检查设置") from None


def build_site(settings: dict[str, Any]) -> None:
    """One Pelican run, and a line on what it made; a failure tells itself and leaves with its status."""
    from pelican import Pelican, console

    console.quiet = True
    progress = settings["PROGRESS"]
    content = Path(settings["PATH"])
    with leave_on_failure(settings):
        open_workshop(Path(settings["OUTPUT_PATH"]), content)  # refuses before anything is written
        Pelican(settings).run()
    outcome = settings["KANGLE_OUTCOMES"].pop()
    for warning in outcome.warnings:
        click.echo(f"{content.name}/{warning}", err=True)
    click.echo(f"{outcome}；{progress.seconds():.1f} 秒。网站在 {settings['OUTPUT_PATH']}。")
