"""`kangle pack`: packed copies beside the text files of a published site, for a server that sends them as they are."""

from __future__ import annotations

from pathlib import Path

import click

from plugins.hosting import pack as pack_files


@click.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path, exists=True, file_okay=False))
def pack(folder: Path) -> None:
    """给“文件夹”里的每个文本文件配一份压缩好的 .gz；放到服务器上以后运行，发布分支上不需要。"""
    click.echo(f"{folder}: {pack_files(folder)} 个压缩好的文件。")
