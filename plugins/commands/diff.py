"""`kangle diff`: what one site changes against another."""

from __future__ import annotations

from pathlib import Path

import click

from plugins.failure import leave_on_failure
from plugins.publish import compare, open_side


@click.command()
@click.argument("old", metavar="旧", type=click.Path(path_type=Path))
@click.argument("new", metavar="新", type=click.Path(path_type=Path))
def diff(old: Path, new: Path) -> None:
    """列出“新”网站比“旧”网站多了、改了、少了哪些页面；两个都可以是生成的文件夹，或发布清单 manifest.json。"""
    with leave_on_failure({"PATH": "content"}):
        click.echo(compare(open_side(old), open_side(new)), nl=False)
