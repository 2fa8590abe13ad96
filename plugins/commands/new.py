"""`kangle new`: a file to fill in; hides where a kind lives and which fields it needs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from plugins.commands.options import as_of_option, read_moment
from plugins.model import KINDS, Record, field_keys, is_slug

DOCUMENTS = {model.kind.name: model for model in KINDS if model.kind.source.holds == "document"}
LISTED = "、".join(f"{name} {model.kind.label}" for name, model in DOCUMENTS.items())
_ALSO = {word: kind for kind, model in DOCUMENTS.items() for word in (kind.removesuffix("s"), model.kind.label)}
_ALSO |= {
    "activity": "activities",
    "policy": "policies",
    "news": "news",
    "指南": "guides",
    "通知": "news",
    "公告": "news",
}
"""What else a kind is called by whoever types the command."""


def _read_kind(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """A kind by its folder, in the singular or in Chinese."""
    word = value.strip().lower()
    kind = word if word in DOCUMENTS else _ALSO.get(word)
    if kind is None:
        raise click.BadParameter(f"没有“{value[:40]}”这一种 → 从这些里选：{LISTED}")
    return kind


@click.command(help=f"新建一篇 KIND（{LISTED}）。\n\nSLUG 是网址的最后一段，用小写英文和连字符，例如 spring-cleaning。")
@click.argument("kind", callback=_read_kind)
@click.argument("slug")
@click.option("--content", type=click.Path(path_type=Path, exists=True), default=Path("content"), help="内容文件夹")
@as_of_option
def new(kind: str, slug: str, content: Path, as_of: str | None) -> None:
    if not is_slug(slug):
        raise click.UsageError(
            f"SLUG 是网址的最后一段，只能用小写字母、数字和连字符，写的是“{slug[:40]}” → 例如 spring-cleaning"
        )
    today = read_moment(as_of).date()
    model = DOCUMENTS[kind]
    file = content / model.kind.source.path_of(f"{today.year}/{slug}" if model.kind.by_year else slug)
    if file.exists():
        click.echo(f"{file}: 已经有这个文件 → 换一个名字", err=True)
        sys.exit(1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(scaffold(model, today), encoding="utf-8")
    click.echo(f"已新建 {file}。填好各行，再运行 make check。")


def scaffold(model: type[Record], today: date) -> str:
    """A draft with every required field, each with its Chinese label; optional fields stand as comments."""
    lines = ["---"]
    for name, field in field_keys(model).items():
        if name in (model.kind.key, "aliases", "status"):
            continue
        hint = f"  # {field.title}" + (f"：{field.description}" if field.description else "")
        value = str(today) if name in ("date", "reviewed", "effective") else ""
        lines.append(f"{'' if field.is_required() else '# '}{name}: {value}{hint}")
    return "\n".join([*lines, "status: draft  # 写好后改成 published", "---", "", "在这里写正文。", ""])
