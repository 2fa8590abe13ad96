"""`kangle new`: a file to fill in; hides where a kind lives and which fields it needs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from plugins.commands.options import as_of_option, read_moment
from plugins.model import DOCUMENTS, Document, field_keys, is_slug

KINDS = {model.kind: model for model in DOCUMENTS}
_ALSO = {word: kind for kind, model in KINDS.items() for word in (kind.removesuffix("s"), model.label)}
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
    kind = word if word in KINDS else _ALSO.get(word)
    if kind is None:
        listed = "、".join(f"{name} {model.label}" for name, model in KINDS.items())
        raise click.BadParameter(f"没有“{value[:40]}”这一种 → 从这些里选：{listed}")
    return kind


@click.command()
@click.argument("kind", callback=_read_kind)
@click.argument("slug")
@click.option("--content", type=click.Path(path_type=Path, exists=True), default=Path("content"), help="内容文件夹")
@as_of_option
def new(kind: str, slug: str, content: Path, as_of: str | None) -> None:
    """新建一篇 KIND（news 新闻、activities 活动、policies 政策、guides 办事指南、pages 页面）。

    SLUG 是网址的最后一段，用小写英文和连字符，例如 spring-cleaning。
    """
    if not is_slug(slug):
        raise click.UsageError(
            f"SLUG 是网址的最后一段，只能用小写字母、数字和连字符，写的是“{slug[:40]}” → 例如 spring-cleaning"
        )
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
