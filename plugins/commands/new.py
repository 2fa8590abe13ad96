"""`kangle new`: a file to fill in; hides where a kind lives and which fields it needs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from plugins.commands.options import as_of_option, read_moment
from plugins.model import DOCUMENTS, Document, field_keys

KINDS = {model.kind: model for model in DOCUMENTS}


@click.command()
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("slug")
@click.option("--content", type=click.Path(path_type=Path, exists=True), default=Path("content"), help="内容文件夹")
@as_of_option
def new(kind: str, slug: str, content: Path, as_of: str | None) -> None:
    """新建一篇 KIND（news 新闻、activities 活动、policies 政策、guides 办事指南、pages 页面）。

    SLUG 是网址的最后一段，用小写英文和连字符，例如 spring-cleaning。
    """
    today = read_moment(as_of).date()
    folder = content / kind / str(today.year) if kind in ("news", "activities") else content / kind
    file = folder / f"{slug}.md"
    if file.exists():
        click.echo(f"{file}: 已经有这个文件 → 换一个名字", err=True)
        sys.exit(1)
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(scaffold(KINDS[kind], today), encoding="utf-8")
    click.echo(f"已新建 {file}。填好各行，再运行 make check。")


def scaffold(model: type[Document], today: date) -> str:
    """A draft with every required field, each with its Chinese label; optional fields stand as comments."""
    lines = ["---"]
    for name, field in field_keys(model).items():
        if name in ("slug", "aliases", "status"):
            continue
        hint = f"  # {field.title}" + (f"：{field.description}" if field.description else "")
        value = str(today) if name in ("date", "reviewed", "effective") else ""
        lines.append(f"{'' if field.is_required() else '# '}{name}: {value}{hint}")
    return "\n".join([*lines, "status: draft  # 写好后改成 published", "---", "", "在这里写正文。", ""])
