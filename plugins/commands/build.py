"""`kangle build`: check, build into a stage, switch; hides Pelican's start."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import plugins
from plugins.commands.options import as_of_option, read_moment
from plugins.failure import OutputError, import_or_leave, leave_on_failure
from plugins.incremental import BuildRecord, Inputs, Workshop, look_at, open_workshop, prepare_stage, recall, remember
from plugins.parallel import count_cores
from plugins.progress import Progress
from plugins.settings import templates_of
from plugins.site import check_url


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
    gc.disable()  # a build ends before its garbage matters, and its models are many
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

    override: dict[str, object] = {"AS_OF": read_moment(as_of)}
    if content:
        override["PATH"] = str(content)
    if output:
        override["OUTPUT_PATH"] = str(output)
    sys.path.insert(0, str(Path.cwd()))
    with leave_on_failure({"PATH": "content"}):
        if content and not content.is_dir():
            raise OutputError(f"{content}: 没有这个内容文件夹 → 检查 --content")
        try:
            loaded = dict(read_settings(str(settings), override=override))
            check_url(str(loaded.get("SITEURL") or ""))
            return loaded
        except OutputError:
            raise
        except Exception as error:  # a settings file is a program, and Pelican says of a theme it lacks: Exception
            raise OutputError(f"{settings}: 设置有误，或没有内容文件夹（{error}） → 检查设置") from None


def build_site(settings: dict[str, Any]) -> None:
    """One Pelican run, and a line on what it made; a failure tells itself and leaves with its status.

    Where nothing has changed since the last run there is nothing to run, and the line says so.
    """
    content, output = Path(settings["PATH"]), Path(settings["OUTPUT_PATH"])
    with leave_on_failure(settings):
        workshop = open_workshop(output, content)  # refuses before anything is written
        inputs = look_at(content, templates_of(settings).folders(), settings, Path(plugins.__path__[0]))
        record = recall(workshop, inputs, settings["AS_OF"]) or _run(settings, workshop, inputs)
    for warning in record.warnings:
        click.echo(f"{content.name}/{warning}", err=True)
    click.echo(f"{record.said}；{settings['PROGRESS'].seconds():.1f} 秒。网站在 {output}。")


def _run(settings: dict[str, Any], workshop: Workshop, inputs: Inputs) -> BuildRecord:
    """Build the site, and keep what was read and made for the next build."""
    engine = import_or_leave("plugins.run")
    with prepare_stage(workshop, settings["WORKERS"] or count_cores()) as survey:
        run = engine.Kangle(settings | {"SURVEY": survey})
        run.run()
    outcome = run.outcome
    if outcome is None:
        raise OutputError("没有生成网站 → 请维护程序的人看一看")
    record = BuildRecord(
        settings=inputs.settings,
        listing=inputs.listing,
        marks=dict(inputs.marks),
        sources=dict(outcome.marks),
        since=settings["AS_OF"].isoformat(),
        until=outcome.until.isoformat(),
        manifest=outcome.manifest,
        said=str(replace(outcome, rendered=0, switched=False)),
        warnings=tuple(map(str, outcome.warnings)),
    )
    remember(workshop, inputs, record)
    return replace(record, said=str(outcome))
