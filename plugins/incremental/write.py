"""All pages into a fresh stage, and the stage in the place of the site; hides files from the planners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.incremental.render import make_environment, render
from plugins.incremental.stage import check_output, make_stage, switch
from plugins.site.links import check_links
from plugins.site.maps import make_maps
from plugins.site.site import Site
from plugins.site.views import Artifact, Page, SiteView
from plugins.source import Problem, SourceError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made."""

    pages: int
    files: int
    warnings: tuple[Problem, ...]


def write_site(
    site: Site,
    frame: SiteView,
    pages: Sequence[Page],
    artifacts: Iterable[Artifact],
    *,
    content: Path,
    theme: Path,
    output: Path,
) -> Outcome:
    """Check the links, render every page into a stage, and switch; raises before `output` is touched."""
    check_output(output, content)
    ordered = sorted(pages, key=lambda p: p.address)
    files = sorted((*artifacts, *make_maps(site, ordered)), key=lambda a: a.file)
    problems = check_links(site, ordered, files)
    if problems:
        raise SourceError(problems)
    environment = make_environment(theme)
    stage = make_stage(output)
    for page in ordered:
        _write(stage / page.file, render(environment, page, frame))
    for artifact in files:
        _write(stage / artifact.file, artifact.data)
    for media in site.sources.files:
        _write(stage / media, (content / media).read_bytes())
    switch(stage, output)
    return Outcome(len(ordered), len(files) + len(site.sources.files), site.warnings)


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
