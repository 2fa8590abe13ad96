"""Whether what a body links to is public at the build's moment; hides which addresses the site has then."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.problems import Problem
from plugins.rules import find_dead_links
from plugins.site.page import Artifact, Page
from plugins.site.site import Site


def check_links(site: Site, pages: Iterable[Page], artifacts: Iterable[Artifact]) -> tuple[Problem, ...]:
    """Every site link of every public body that leads nowhere, at its line."""
    files = (*(a.file for a in artifacts), *site.sources.files)
    addresses = {p.address for p in pages} | {f"/{file}" for file in files}
    return tuple(sorted(find_dead_links(site.sources.documents(), addresses, later=site.later, url=site.url)))
