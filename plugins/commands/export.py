"""`kangle export`: lists of the sources as an Excel workbook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plugins.commands.options import load_sheets, read_markdown
from plugins.failure import leave_on_failure
from plugins.files import replace_files
from plugins.model import KINDS
from plugins.rules import Library

LISTED = "、".join(f"{model.kind.name} {model.kind.label}" for model in KINDS if model.kind.sheet)


@click.command(
    help=f"把 LISTS 导出成 Excel 表格。\n\nLISTS 是要导出的表：{LISTED}，或一张值班表，例如 rosters/library-desk。"
)
@click.argument("lists", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path(), help="写到哪个文件（.xlsx）或文件夹")
@click.option("--content", type=click.Path(path_type=Path, exists=True), default=Path("content"), help="内容文件夹")
@click.option("--force", is_flag=True, help="盖掉已有的文件")
def export(lists: tuple[str, ...], output: Path, content: Path, force: bool) -> None:
    sheets = load_sheets()
    library = Library(content, markdown=read_markdown())
    library.load()
    file = output if output.suffix.lower() == ".xlsx" else output / f"{lists[0].replace('/', '-')}.xlsx"
    try:
        data: bytes = sheets.export_lists(library, lists)
    except sheets.UnknownListError as error:
        raise click.UsageError(str(error)) from error
    with leave_on_failure({"PATH": str(content)}):
        if file.exists() and not force and file.read_bytes() != data:
            click.echo(f"{file}: 已经有这个文件，里面也许有还没导入的修改 → 换一个名字，或加 --force 盖掉它", err=True)
            sys.exit(1)
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_files({file: data})
    click.echo(f"已导出到 {file}。改好、保存，再运行 kangle import {file}。")
