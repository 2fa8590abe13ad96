"""`kangle build`: check, build into a stage, switch; hides Pelican's start and how its failures are told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from jinja2 import TemplateError

from plugins.commands.options import as_of_option, read_moment
from plugins.source import SourceError


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), default=Path("pelicanconf.py"), help="设置文件"
)
@click.option("--content", type=click.Path(path_type=Path), help="内容文件夹，默认是设置里的 content")
@click.option("--output", type=click.Path(path_type=Path), help="输出文件夹，默认是设置里的 output")
@as_of_option
def build(settings: Path, content: Path | None, output: Path | None, as_of: str | None) -> None:
    """检查内容，生成整个网站；有问题就一条不漏地列出来，原来的网站不动。"""
    loaded = load_settings(settings, content, output, as_of)
    sys.exit(build_site(loaded))


def load_settings(settings: Path, content: Path | None, output: Path | None, as_of: str | None) -> dict[str, Any]:
    """Pelican's settings with what the command line says instead."""
    from pelican.settings import read_settings

    override: dict[str, object] = {"KANGLE_OUTCOMES": [], "AS_OF": read_moment(as_of)}
    if content:
        override["PATH"] = str(content)
    if output:
        override["OUTPUT_PATH"] = str(output)
    sys.path.insert(0, str(Path.cwd()))
    return dict(read_settings(str(settings), override=override))


def build_site(settings: dict[str, Any]) -> int:
    """One Pelican run; prints what came of it and returns the exit status: 0 done, 1 content, 2 the rest."""
    from pelican import Pelican, console

    console.quiet = True
    content = Path(settings["PATH"])
    try:
        Pelican(settings).run()
    except SourceError as error:
        for problem in error.problems:
            click.echo(f"{content.name}/{problem}", err=True)
        count = sum(p.level == "error" for p in error.problems)
        click.echo(f"有 {count} 处要改；网站没有更新，还是原来的样子。", err=True)
        return 1
    except TemplateError as error:
        click.echo(f"{_template_place(error)}: 模板出错，{error} → 修改模板", err=True)
        return 2
    except OSError as error:
        click.echo(
            f"{error.filename or settings['OUTPUT_PATH']}: 读写失败，{error.strerror} → 检查磁盘空间和权限", err=True
        )
        return 2
    outcome = settings["KANGLE_OUTCOMES"].pop()
    for warning in outcome.warnings:
        click.echo(f"{content.name}/{warning}", err=True)
    click.echo(f"生成 {outcome.pages} 页、{outcome.files} 个文件，放在 {settings['OUTPUT_PATH']}。")
    return 0


def _template_place(error: TemplateError) -> str:
    """The template and line an error comes from; Jinja maps its frames to template lines."""
    place = "theme/templates"
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
