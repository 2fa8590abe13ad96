"""`kangle new`: a file to fill in; hides where a kind lives and which fields it needs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from plugins.commands.notice import write_notice
from plugins.commands.options import as_of_option, read_moment
from plugins.failure import leave_on_failure
from plugins.model import KINDS, Record, field_keys, is_slug

DOCUMENTS = {model.kind.name: model for model in KINDS if model.kind.source.holds == "document"}
LISTED = "、".join(f"{name} {model.kind.label}" for name, model in DOCUMENTS.items())
_ALSO = {word: kind for kind, model in DOCUMENTS.items() for word in (kind.removesuffix("s"), model.kind.label)}
_ALSO |= {
    "activity": "activities",
    "policy": "policies",
    "news": "news",
    "指南": "guides",
    "公告": "news",
}
"""What else a kind is called by whoever types the command."""


NOTICE = ("notice", "通知")
"""Not a kind of its own: a story that tells some buildings what happens there."""


def _read_kind(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """A kind by its folder, in the singular or in Chinese."""
    word = value.strip().lower()
    if word in NOTICE:
        return NOTICE[0]
    kind = word if word in DOCUMENTS else _ALSO.get(word)
    if kind is None:
        if listed := next(
            (m.kind for m in KINDS if word in (m.kind.name, m.kind.name.removesuffix("s"), m.kind.label)), None
        ):
            where = f"content/{listed.source.pattern}"
            raise click.BadParameter(f"{listed.label}写在 {where} 里，不用这个命令 → 打开那里的文件，照着加一项")
        raise click.BadParameter(f"没有“{value[:40]}”这一种 → 从这些里选：{LISTED}")
    return kind


@click.command(
    help=f"新建一篇 KIND（{LISTED}；notice 通知，问五个问题）。\n\n"
    "SLUG 是网址的最后一段，用小写英文和连字符，例如 spring-cleaning；通知可以不写。"
)
@click.argument("kind", callback=_read_kind)
@click.argument("slug", required=False)
@click.option("--what", metavar="什么事", help="通知：停水、停电、电梯、道路、消防、窗口、其他")
@click.option("--affects", metavar="哪里", help="通知：小区、楼栋或网格，几个用顿号隔开；全社区写 全社区")
@click.option("--when", metavar="时间", help="通知：例如 2026-12-01 09:00 到 17:00")
@click.option("--do", "do", metavar="话", help="通知：居民要做什么")
@click.option("--call", metavar="电话", help="通知：打给谁")
@click.option("--title", metavar="标题", help="通知：标题，不写就按上面几项拼出来")
@click.option("--content", type=click.Path(path_type=Path, exists=True), default=Path("content"), help="内容文件夹")
@as_of_option
def new(
    kind: str,
    slug: str | None,
    what: str | None,
    affects: str | None,
    when: str | None,
    do: str | None,
    call: str | None,
    title: str | None,
    content: Path,
    as_of: str | None,
) -> None:
    if slug is not None and not is_slug(slug):
        raise click.UsageError(
            f"SLUG 是网址的最后一段，只能用小写字母、数字和连字符，写的是“{slug[:40]}” → 例如 spring-cleaning"
        )
    now = read_moment(as_of)
    given = {"what": what, "affects": affects, "when": when, "do": do, "call": call}
    if kind in NOTICE:
        with leave_on_failure({"PATH": str(content)}):
            file = write_notice(content, slug, title, given, now)
        click.echo(f"已写好 {file}。看一遍，运行 make publish 就上线。")
        return
    if slug is None or any(given.values()) or title:
        raise click.UsageError(
            "写上 SLUG，网址的最后一段 → 例如 kangle new news spring-cleaning；通知用 kangle new notice"
        )
    model = DOCUMENTS[kind]
    file = content / model.kind.source.path_of(f"{now.year}/{slug}" if model.kind.by_year else slug)
    if file.exists():
        click.echo(f"{file}: 已经有这个文件 → 换一个名字", err=True)
        sys.exit(1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(scaffold(model, now.date()), encoding="utf-8")
    click.echo(f"已新建 {file}，是草稿，make serve 里看得到。填好各行，再运行 make check。")


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
