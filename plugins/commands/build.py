"""`kangle build`: check, build into a stage, switch; hides Pelican's start."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from plugins.commands.options import as_of_option, read_moment


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), default=Path("pelicanconf.py"), help="设置文件"
)
@click.option("--content", type=click.Path(path_type=Path), help="内容文件夹，默认是设置里的 content")
@click.option("--output", type=click.Path(path_type=Path), help="输出文件夹，默认是设置里的 output")
@as_of_option
def build(settings: Path, content: Path | None, output: Path | None, as_of: str | None) -> None:
    """检查内容，生成整个网站；有问题就一条不漏地列出来，原来的网站不动。"""
    build_site(load_settings(settings, content, output, as_of))


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


def build_site(settings: dict[str, Any]) -> None:
    """One Pelican run, and a line on what it made; a failure tells itself and leaves with its status."""
    from pelican import Pelican, console

    console.quiet = True
    Pelican(settings).run()
    content = Path(settings["PATH"])
    outcome = settings["KANGLE_OUTCOMES"].pop()
    for warning in outcome.warnings:
        click.echo(f"{content.name}/{warning}", err=True)
    click.echo(f"生成 {outcome.pages} 页、{outcome.files} 个文件，放在 {settings['OUTPUT_PATH']}。")
