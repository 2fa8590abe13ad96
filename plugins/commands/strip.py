"""`kangle strip`: photos without the place, serial number and owner that phones and cameras write into them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plugins.files import replace_files
from plugins.media import DamagedError, strip_picture


@click.command()
@click.argument("files", type=click.Path(path_type=Path, exists=True, dir_okay=False), nargs=-1, required=True)
def strip(files: tuple[Path, ...]) -> None:
    """去掉照片 FILES 里藏着的拍摄地点、机身编号、姓名和附带的视频；画面和方向不变。认得 .jpg、.png、.webp。"""
    bad = False
    for file in files:
        try:
            before = file.read_bytes()
            after = strip_picture(before)
        except DamagedError:
            click.echo(f"{file}: 不是完整的 .jpg、.png 或 .webp 图片 → 用看图程序打开，另存为 .png", err=True)
            bad = True
            continue
        except OSError as error:
            click.echo(f"{file}: 读不了（{error.strerror}） → 检查文件能否打开", err=True)
            bad = True
            continue
        if after == before:
            click.echo(f"{file}: 里面没有藏着什么。")
            continue
        replace_files({file: after})
        click.echo(f"{file}: 去掉了 {len(before) - len(after)} 字节，画面没有变。")
    sys.exit(1 if bad else 0)
