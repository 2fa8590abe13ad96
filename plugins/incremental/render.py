"""Pages as HTML; hides Jinja. A template sees `view` and `site`, and has `once` for what pages share; nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from plugins.files import list_files
from plugins.incremental.compiling import LeanEnvironment
from plugins.incremental.fingerprint import name_value
from plugins.incremental.whole import keep_part_whole, keep_whole

if TYPE_CHECKING:
    from plugins.site import Page, PageView, Rendition, SiteView


@dataclass(frozen=True)
class Templates:
    """Where templates stand, and what they may call beside Jinja's own: Pelican's settings of these names."""

    theme: Path
    overrides: tuple[Path, ...] = ()
    """Folders that are looked into before the theme's (THEME_TEMPLATES_OVERRIDES)."""
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    tests: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)

    def folders(self) -> tuple[Path, ...]:
        """Everything a build reads of the theme."""
        return (self.theme, *self.overrides)

    def find(self, name: str) -> Path | None:
        """The file of a template, if there is one."""
        files = (folder / name for folder in (*self.overrides, self.theme / "templates"))
        return next((file for file in files if file.is_file()), None)

    def named(self) -> str:
        """What a page depends on of all this but the templates: its own code and values."""
        return name_value((self.filters, self.tests, self.globals))


class Sheet(NamedTuple):
    """One file of one page."""

    page: Page
    rendition: Rendition

    @property
    def file(self) -> str:
        return self.rendition.file

    @property
    def template(self) -> str:
        return self.rendition.template or self.page.template

    @property
    def is_main(self) -> bool:
        return self.file == self.page.file


def make_environment(templates: Templates) -> Environment:
    """The one Jinja environment: strict, escaped, without Pelican's templates to fall back on."""
    own = FileSystemLoader(templates.theme / "templates")
    loader: BaseLoader = own
    if templates.overrides:  # as in Pelican, !theme/ leads past the overrides
        loader = ChoiceLoader((FileSystemLoader(templates.overrides), own, PrefixLoader({"!theme": own})))
    environment = LeanEnvironment(
        loader=loader,
        cache_size=-1,  # every template is kept, without a lock and a queue for each import
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["whole"] = lambda html: Markup(keep_part_whole(str(html)))  # noqa: S704
    environment.filters.update(templates.filters)
    environment.tests.update(templates.tests)
    environment.globals = {**templates.globals, "once": _Once()}
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


def render_sheet(environment: Environment, sheet: Sheet, view: PageView, site: SiteView) -> str:
    """One file of a page: its view by the file's template, and what its edition makes of that."""
    html = render(environment, sheet.template, view, site)
    edition, change = sheet.rendition.edition, sheet.rendition.change
    if edition:
        html = _lead_inside(html, site.root, edition)
    return change(html) if change else html


def _lead_inside(html: str, root: str, edition: str) -> str:
    """Links to pages lead to those of the edition; a page's address ends with a slash, a file's does not."""
    return re.sub(rf' href="{re.escape(root)}(/(?:[^"#?/]+/)*)(?=["#?])', rf' href="{root}{edition}\1', html)


def read_texts(theme: Path, program: Path) -> Mapping[str, str]:
    """The templates, style and script of a theme and the modules of the program, by the path people know them by."""
    files = list_files(theme, ".html", ".css", ".js")
    found = {f"{theme.name}/{file.relative_to(theme).as_posix()}": file for file in files}
    found |= {f"{program.name}/{file.relative_to(program).as_posix()}": file for file in list_files(program, ".py")}
    return {path: file.read_text("utf-8", "replace") for path, file in sorted(found.items())}
