"""Pages as HTML; hides Jinja. A template sees `view` and `site`, and has `once` for what pages share; nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro

from plugins.files import list_files
from plugins.incremental.whole import keep_whole
from plugins.site import PageView, SiteView


def make_environment(theme: Path) -> Environment:
    """The one Jinja environment: strict, escaped, without Pelican's templates to fall back on."""
    environment = Environment(
        loader=FileSystemLoader(theme / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals = {"once": _Once()}
    return environment


class _Once:
    """`once(macro, site, …)`: what is the same on many pages is rendered for the first and kept while the site is the same."""

    def __init__(self) -> None:
        self._kept: tuple[SiteView | None, dict[tuple[str, ...], str]] = (None, {})

    def __call__(self, part: Macro, site: SiteView, *words: str) -> str:
        kept = self._kept
        if kept[0] is not site:
            kept = self._kept = (site, {})  # a pair, so that two threads of a preview never mix two sites
        key = (part.name, *words)
        if key not in kept[1]:
            kept[1][key] = part(site, *words)
        return kept[1][key]


def render(environment: Environment, template: str, view: PageView, site: SiteView) -> str:
    """One page's HTML; raises jinja2.TemplateError, or what the template's expressions raise."""
    return keep_whole(environment.get_template(template).render(view=view, site=site))


def read_texts(theme: Path, program: Path) -> Mapping[str, str]:
    """The templates, style and script of a theme and the modules of the program, by the path people know them by."""
    files = list_files(theme, ".html", ".css", ".js")
    found = {f"{theme.name}/{file.relative_to(theme).as_posix()}": file for file in files}
    found |= {f"{program.name}/{file.relative_to(program).as_posix()}": file for file in list_files(program, ".py")}
    return {path: file.read_text("utf-8", "replace") for path, file in sorted(found.items())}
