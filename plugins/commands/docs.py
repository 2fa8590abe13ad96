"""`kangle docs`: docs/data.md and docs/templates.md, written from the types so that they cannot lie."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import click
from pydantic import BaseModel

from plugins.commands.view_docs import describe_views
from plugins.model import (
    DOCUMENTS,
    Community,
    Grid,
    Location,
    Organization,
    Part,
    Person,
    Place,
    Roster,
    Service,
    WorkdayYear,
    field_keys,
)

ROWS: tuple[tuple[str, type[Part]], ...] = (
    ("data/community.yaml", Community),
    ("data/places.yaml", Place),
    ("data/grids.yaml", Grid),
    ("data/locations.yaml", Location),
    ("data/services.yaml", Service),
    ("data/organizations.yaml", Organization),
    ("data/people.yaml", Person),
    ("data/workdays.yaml", WorkdayYear),
    ("data/rosters/*.yaml", Roster),
)
INTRO = """# 字段一览

这一页由 `make docs` 从程序里的模型生成，不要手改。每种内容有哪些字段、必填不必填、怎样写，都在这里。
没有列出的字段会被拒绝；列出的字段写错，检查会指出是哪个文件、哪一行、怎样改。
"""


@click.command()
@click.option("--check", is_flag=True, help="只比较，不写；不一致就返回 1")
def docs(check: bool) -> None:
    """从程序生成 docs/data.md（字段）和 docs/templates.md（模板能用的数据）。"""
    stale = False
    for name, text in (("data.md", describe_models()), ("templates.md", describe_views(Path("content")))):
        file = Path("docs") / name
        if not check:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            click.echo(f"{file}: 与程序不一致 → 运行 make docs", err=True)
            stale = True
    sys.exit(1 if stale else 0)


def describe_models() -> str:
    """The whole page: a table of fields for every kind, and for every part that stands inside one."""
    sections = [INTRO]
    parts: dict[str, type[BaseModel]] = {}
    kinds: list[tuple[str, type[Part]]] = [(f"{m.kind}/*.md", m) for m in DOCUMENTS]
    for where, model in [*kinds, *ROWS]:
        sections.append("\n".join(_table(f"{model.label} · `content/{where}`", model, parts)))
    sections.append("## 字段里的字段\n")
    done: set[str] = set()
    while left := [name for name in parts if name not in done]:
        for name in left:
            done.add(name)
            sections.append("\n".join(_table(f"`{name}`", parts[name], parts, "###")))
    return "\n".join(sections)


def _table(title: str, model: type[BaseModel], parts: dict[str, type[BaseModel]], mark: str = "##") -> Iterator[str]:
    yield f"{mark} {title}\n"
    yield "| 字段 | 名称 | 必填 | 写法 | 说明 |"
    yield "|---|---|---|---|---|"
    for name, field in field_keys(model).items():
        need = "必填" if field.is_required() and field.json_schema_extra is None else ""
        yield f"| `{name}` | {field.title} | {need} | {_form(field, parts)} | {field.description or ''} |"
    yield ""


_FORMS = {
    "_day": "日期，如 2026-11-23",
    "parse_day": "日期，如 2026-11-23",
    "parse_moment": "日期和时间，如 2026-11-23 09:30",
    "parse_clock": "时间，如 9:00",
    "_count": "整数",
    "_flag": "true 或 false",
    "_phone": "电话，如 0755-5550-0101",
    "_url": "网址，https:// 开头",
    "_email": "邮箱",
    "_postal_code": "邮政编码，六位数字",
    "_file": "文件，如 images/photo.jpg",
    "_hours": "开放时间，如 Mo-Fr 09:00-12:00; PH off",
    "_repeat": "重复规则，如 FREQ=WEEKLY;BYDAY=TU",
    "_slug": "编号，小写字母、数字、连字符",
    "_alias": "旧网址，如 /news/2020/old-name/",
    "_degrees": "小数",
    "_text": "文字",
}


def _form(field: Any, parts: dict[str, type[BaseModel]]) -> str:
    """How a field is written, from its type."""
    annotation = field.annotation
    validators = [m for m in field.metadata if hasattr(m, "func")]
    if validators:
        return _FORMS.get(validators[0].func.__name__, "文字")
    return _word(annotation, parts)


def _word(annotation: Any, parts: dict[str, type[BaseModel]]) -> str:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        return f"列表：{_word(arguments[0], parts)}"
    if origin in (types.UnionType, typing.Union):
        return _word(next(a for a in arguments if a is not type(None)), parts)
    if origin is Literal:
        return "、".join(map(str, arguments))
    if origin is typing.Annotated:
        return _FORMS.get(getattr(getattr(arguments[1], "func", None), "__name__", ""), "文字")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        parts[annotation.__name__] = annotation
        return f"下级字段，见 `{annotation.__name__}`"
    return "文字"
