"""`kangle docs`: docs/data.md and docs/templates.md, written from the types so that they cannot lie."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from plugins.commands.view_docs import describe_views
from plugins.model import KINDS, LONGEST_CODE, LONGEST_HOURS, MOST_ITEMS, Part, Shape, make_schema, shape_of
from plugins.problems import MOST
from plugins.text import MAX_FRONT, MAX_MARKS

EXAMPLE = Path("tests/site")
"""A site with every kind, so that every template is met, whatever a community has in content/."""
INTRO = f"""# 字段一览

这一页由 `make docs` 从程序里的模型生成，不要手改。每种内容有哪些字段、必填不必填、怎样写，都在这里。
没有列出的字段会被拒绝；列出的字段写错，检查会指出是哪个文件、哪一行、怎样改。

一个文件再大也不能让检查停住，所以处处有上限，超过了会说清楚：一个文本文件 2 MB；数据文件按行、逗号和括号数，最多 {MAX_MARKS // 10_000} 万个；
文件头 {MAX_FRONT // 10_000} 万个字；一个列表 {MOST_ITEMS} 项，表里另写的除外；文字多长写在表里，别的值 {LONGEST_CODE} 个字符，开放时间 {LONGEST_HOURS} 个。
同一种问题只列出前 {MOST} 处，说明还有几处。
"""


@click.command()
@click.option("--check", is_flag=True, help="只比较，不写；不一致就返回 1")
@click.option(
    "--content", type=click.Path(path_type=Path), default=EXAMPLE, help="样样都有的内容文件夹，默认 tests/site"
)
def docs(check: bool, content: Path) -> None:
    """从程序生成 docs/data.md（字段）、docs/templates.md（模板能用的数据）和 schemas/（JSON Schema）。"""
    stale = False
    written = {
        "docs/data.md": describe_models(),
        "docs/templates.md": describe_views(content),
        **write_schemas(),
    }
    strangers = {str(file) for file in Path("schemas").glob("*")} - written.keys()
    for name in sorted(strangers):
        if check:
            click.echo(f"{name}: 没有这种内容 → 运行 make docs", err=True)
            stale = True
        else:
            Path(name).unlink()
    for name, text in written.items():
        file = Path(name)
        if not check:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            click.echo(f"{file}: 与程序不一致 → 运行 make docs", err=True)
            stale = True
    sys.exit(1 if stale else 0)


def write_schemas() -> dict[str, str]:
    """The JSON Schema of every kind's files, by its own file."""
    return {
        f"schemas/{model.kind.name}.json": json.dumps(make_schema(model), ensure_ascii=False, indent=2) + "\n"
        for model in KINDS
    }


def describe_models() -> str:
    """The whole page: a table of fields for every kind, and for every part that stands inside one."""
    sections = [INTRO]
    parts: dict[str, type[Part]] = {}
    for model in KINDS:
        kind = model.kind
        most = f"，最多 {kind.most} 项" if kind.most else ""
        sections.append("\n".join(_table(f"{kind.label} · `content/{kind.source.pattern}`{most}", model, parts)))
    sections.append("## 字段里的字段\n")
    done: set[str] = set()
    while left := [name for name in parts if name not in done]:
        for name in left:
            done.add(name)
            sections.append("\n".join(_table(f"`{name}`", parts[name], parts, "###")))
    return "\n".join(sections)


def _table(title: str, model: type[Part], parts: dict[str, type[Part]], mark: str = "##") -> Iterator[str]:
    yield f"{mark} {title}\n"
    yield "| 字段 | 名称 | 必填 | 写法 | 说明 |"
    yield "|---|---|---|---|---|"
    for field in shape_of(model):
        need = "必填" if field.required else ""
        yield f"| `{field.key}` | {field.title} | {need} | {_form(field, parts)} | {field.description} |"
    yield ""


def _form(field: Shape, parts: dict[str, type[Part]]) -> str:
    """How a field is written."""
    if field.part:
        parts[field.part.__name__] = field.part
        words = f"下级字段，见 `{field.part.__name__}`"
    else:
        words = field.spelling.words if field.spelling else "、".join(field.options)
    if field.spelling and field.spelling.cell == "text":
        words += f"，最多 {field.spelling.longest} 字"
    most = f"，最多 {field.most} 项" if field.most != MOST_ITEMS else ""
    return f"列表{most}：{words}" if field.many else words
