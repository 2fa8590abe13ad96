"""`kangle rollback`: an earlier site back in its place."""

from __future__ import annotations

from pathlib import Path

import click

from plugins.failure import leave_on_failure
from plugins.incremental import hold_lock, open_workshop
from plugins.incremental import rollback as put_back


@click.command()
@click.argument("steps", type=click.IntRange(1), default=1)
@click.option("--content", type=click.Path(path_type=Path), default=Path("content"), help="内容文件夹")
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="输出文件夹")
def rollback(steps: int, content: Path, output: Path) -> None:
    """把网站换回前 STEPS 次的样子（默认前一次）。内容文件不变，下一次生成又会按内容更新。"""
    with leave_on_failure({"PATH": str(content)}):
        workshop = open_workshop(output, content)
        with hold_lock(workshop):
            put_back(workshop, steps)
    click.echo(f"已换回往前第 {steps} 个版本，网站在 {output}。再运行一次 rollback 就换回来。")
