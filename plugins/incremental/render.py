"""Pages as HTML; hides Jinja. A template sees `view` and `site` and nothing else."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.site.views import Page, SiteView


def make_environment(theme: Path) -> Environment:
    """The one Jinja environment: strict, escaped, without Pelican's templates to fall back on."""
    return Environment(
        loader=FileSystemLoader(theme / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(environment: Environment, page: Page, site: SiteView) -> bytes:
    """One page's HTML in UTF-8; raises jinja2.TemplateError."""
    return environment.get_template(page.template).render(view=page.view, site=site).encode()
