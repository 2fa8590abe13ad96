"""`kangle import`: an Excel workbook as changes to the sources, shown first, checked first, and written whole."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugins.commands.check import inspect_reading
from plugins.commands.options import as_of_option, load_sheets, read_markdown, read_moment
from plugins.failure import leave_on_failure
from plugins.files import replace_files
from plugins.problems import Problem
from plugins.rules import Library

if TYPE_CHECKING:
    from plugins.sheets import Transfer


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--content", type=click.Path(path_type=Path, exists=True), default=Path("content"), help="内容文件夹")
@click.option("--yes", is_flag=True, help="不问，直接改")
@as_of_option
def import_(file: Path, content: Path, yes: bool, as_of: str | None) -> None:
    """把 Excel 表格 FILE 里的修改写回内容文件：先列出要改什么、检查一遍，您同意了才写。"""
    now = read_moment(as_of)
    sheets = load_sheets()
    with leave_on_failure({"PATH": str(content)}):
        library = Library(content, markdown=read_markdown())
        library.load()
        before = _errors(library, now)
        transfer: Transfer = sheets.plan_import(library, file.read_bytes(), file.name)
        stored = {path: library.stored(path) for path in transfer.files}
        for path, data in transfer.files.items():
            library.replace(path, data)
        _stop_on_problems(transfer, _new_errors(before, _errors(library, now)))
        _tell_transfer(transfer)
        _confirm(yes)
        if any(library.stored(path) != data for path, data in stored.items()):
            click.echo("您看的时候，内容文件又被改过，什么都没有写 → 再运行一次 kangle import", err=True)
            sys.exit(1)
        replace_files({content / path: data for path, data in sorted(transfer.files.items())})
    click.echo(f"已改好：{'、'.join(f'{content}/{path}' for path in sorted(transfer.files))}。")


def _errors(library: Library, now: datetime) -> list[Problem]:
    return list(inspect_reading(library.reading(), now).errors)


def _new_errors(before: Sequence[Problem], after: Sequence[Problem]) -> list[Problem]:
    """The errors that were not there before, wherever their lines have gone to."""
    known = Counter(map(_identity, before))
    new = []
    for problem in after:
        if known[_identity(problem)]:
            known[_identity(problem)] -= 1
        else:
            new.append(problem)
    return new


def _identity(problem: Problem) -> tuple[str, str, str]:
    return problem.path, re.sub(r"\[\d+\]", "", problem.field), re.sub(r"第 \d+ [项行]", "", problem.message)


def _stop_on_problems(transfer: Transfer, errors: Sequence[Problem]) -> None:
    """Say every problem of the workbook, and of the sources as they would be; a refused row explains away the rest."""
    lines = [str(problem) for problem in transfer.problems]
    located = [transfer.locate(problem) for problem in errors]
    lines += [line for line in located if not lines or line.startswith(transfer.file)]
    if not lines:
        return
    for line in dict.fromkeys(lines):
        click.echo(line, err=True)
    click.echo(f"有 {len(dict.fromkeys(lines))} 处要改；内容文件没有动，还是原来的样子。", err=True)
    sys.exit(1)


def _tell_transfer(transfer: Transfer) -> None:
    for note in transfer.notes:
        click.echo(f"注意：{note}。")
    if not transfer.files:
        click.echo("没有要改的，表格和内容文件说的一样。")
        sys.exit(0)
    for change in transfer.changes:
        click.echo(change)


def _confirm(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        click.echo("还没有写：看过以后，加 --yes 再运行一次。", err=True)
        sys.exit(1)
    if not click.confirm("照这样改吗？", default=False):
        click.echo("没有改。")
        sys.exit(1)
