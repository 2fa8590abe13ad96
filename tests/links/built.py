"""A whole site in memory, as the gates see it: any content, any theme, at the root of a host or below a path."""

from __future__ import annotations

from pathlib import Path

from plugins.composition import plan_site, promised_files
from plugins.incremental.origins import Origins
from plugins.incremental.render import Templates, make_environment, read_texts, render_sheet
from plugins.media import list_versions
from plugins.publish.subject import Subject
from plugins.publish.tree import OutputTree
from plugins.rules.reader import read
from plugins.site.site import make_site
from tests.conftest import ROOT, at

NOW = "2026-11-23 10:00"


def build(content: Path, theme: Path = ROOT / "theme", url: str = "") -> Subject:
    """Everything a build would write of some sources that have no problem."""
    reading = read(content)
    assert reading.sources, reading.errors
    site = make_site(reading.sources, at(NOW), url)
    plan = plan_site(site, Templates(theme))
    environment = make_environment(plan.templates)
    files = {a.file: a.data for a in plan.artifacts}
    files |= {s.file: render_sheet(environment, s, s.page.view, plan.frame).encode() for s in plan.sheets}
    files |= {a.file: a.data for bundle in plan.bundles for a in bundle.make()}
    files |= {file: (content / file).read_bytes() for file in site.sources.files}
    found = (list_versions(picture, size) for picture, size in site.sources.sizes.items())
    files |= {version.file: b"" for versions in found if versions for version in versions.all()}
    origins = Origins(site, plan.pages, content.name, read_texts(theme, ROOT / "plugins"))
    return Subject(
        tree=OutputTree(content, ()).plant(files),
        content=content,
        site=site,
        check=read,
        made=frozenset(files),
        read=reading.marks,
        promised=promised_files(site.sources),
        trace=origins.find,
    )
