"""docs/templates.md: every view with the meaning of each field, from the docstrings beside them."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from plugins.commands.options import read_markdown
from plugins.composition import all_pages
from plugins.model import parse_moment
from plugins.rules import read
from plugins.site import SiteView, make_site

INTRO = """# What templates get

Written by `make docs` from the view types; do not edit. A template sees `view`, of the type named here, and `site`, a `SiteView`;
both are frozen, and a name that is not here is an error. Every `url` is a site path: put `{{ site.root }}` before it.
"""


def describe_views(content: Path) -> str:
    """Every template with its view, then every type that stands inside one."""
    by_template = views_of_templates(content)
    rows = [f"| `{template}` | [`{view.__name__}`](#{view.__name__.lower()}) |" for template, view in by_template]
    sections = [INTRO, "| template | view |\n|---|---|\n" + "\n".join(rows) + "\n"]
    sections += ["\n".join(_describe_view(view)) for view in types_inside([view for _, view in by_template])]
    return "\n".join(sections)


def views_of_templates(content: Path) -> list[tuple[str, type[Any]]]:
    """The view that each template is rendered with, from the planners' own annotations."""
    sources = read(content, markdown=read_markdown()).sources
    if sources is None:
        raise click.ClickException(f"{content} 有问题，先运行 make check")
    site = make_site(sources, parse_moment("2026-12-01"))
    found = {}
    for page in all_pages(site):
        make = page.make.func if isinstance(page.make, partial) else page.make
        found[page.template] = typing.get_type_hints(make)["return"]
    return sorted(found.items())


def types_inside(views: list[type[Any]]) -> list[type[Any]]:
    """The views and `SiteView` by name, then the types that stand inside them, and so on inside those."""
    listed: dict[str, type[Any]] = {}
    level: dict[str, type[Any]] = {"SiteView": SiteView} | {view.__name__: view for view in views}
    while level:
        listed |= dict(sorted(level.items()))
        hints = [hint for view in level.values() for hint in _hints(view).values()]
        inside: list[type[Any]] = [found for hint in hints for found in _dataclasses(hint)]
        level = {view.__name__: view for view in inside if view.__name__ not in listed}
    return list(listed.values())


def meanings_of(view: type[Any]) -> Mapping[str, str]:
    """What each field of a view means: the docstring below it, else what its type is; empty where nobody says."""
    (declared,) = ast.parse(textwrap.dedent(inspect.getsource(view))).body
    found = dict.fromkeys((field.name for field in fields(view)), "")
    for statement, below in pairwise([*ast.iter_child_nodes(declared), None]):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
            found[name] = _docstring(below) or _summary(_hints(view)[name])
    return found


def _docstring(statement: ast.AST | None) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return " ".join(str(statement.value.value).split())
    return ""


def _summary(hint: Any) -> str:
    # Of a dataclass without a docstring Python makes one up that lists the fields.
    words = (hint.__doc__ or "") if _is_dataclass(hint) else ""
    return "" if words.startswith(f"{getattr(hint, '__name__', '')}(") else words.strip()


def _describe_view(view: type[Any]) -> Iterator[str]:
    hints, meanings = _hints(view), meanings_of(view)
    yield f"## {view.__name__}\n"
    yield f"{_summary(view)}\n"
    yield "| field | type | meaning |"
    yield "|---|---|---|"
    for field in fields(view):
        yield f"| `{field.name}` | `{_spell_type(hints[field.name])}` | {meanings[field.name]} |"
    yield ""


def _spell_type(hint: Any) -> str:
    """A type without the modules it comes from; a bar would end the cell of the table."""
    words = re.sub(r"<class '([^']+)'>", r"\1", str(hint))
    return re.sub(r"(?<![a-z_])[a-z_]+[.]", "", words).replace(" | ", " or ")


def _hints(view: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(view)


def _dataclasses(hint: Any) -> Iterator[type[Any]]:
    """The dataclasses that a type is made of, through tuples and unions."""
    if _is_dataclass(hint):
        yield hint
    for argument in typing.get_args(hint):
        yield from _dataclasses(argument)


def _is_dataclass(hint: Any) -> bool:
    return is_dataclass(hint) and isinstance(hint, type)
