"""A whole site in memory, as the gates see it: any content, any theme, at the root of a host or below a path."""

from __future__ import annotations

from pathlib import Path

from plugins.assets.bundle import gather_assets
from plugins.composition import all_files, all_pages
from plugins.incremental.origins import Origins
from plugins.incremental.render import make_environment, read_texts, render
from plugins.publish.subject import Subject
from plugins.publish.tree import Tree
from plugins.rules.reader import read
from plugins.site.frame import make_frame
from plugins.site.maps import make_maps
from plugins.site.site import make_site
from tests.conftest import ROOT, at

NOW = "2026-11-23 10:00"


def build(content: Path, theme: Path = ROOT / "theme", url: str = "") -> Subject:
    """Everything a build would write of some sources that have no problem."""
    reading = read(content)
    assert reading.sources, reading.errors
    site = make_site(reading.sources, at(NOW), url)
    pages = tuple(all_pages(site))
    assets = gather_assets(theme)
    frame = make_frame(site, assets.css, assets.js, assets.app, assets.duty_css)
    environment = make_environment(theme)
    files = {a.file: a.data for a in (*all_files(site), *make_maps(site, pages), *assets.files)}
    files |= {page.file: render(environment, page.template, page.view, frame).encode() for page in pages}
    files |= {file: (content / file).read_bytes() for file in site.sources.files}
    origins = Origins(site, pages, content.name, read_texts(theme, ROOT / "plugins"))
    return Subject(
        tree=Tree(content, ()).plant(files),
        content=content,
        site=site,
        check=read,
        made=frozenset(files),
        read=reading.marks,
        trace=origins.find,
    )
