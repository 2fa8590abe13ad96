"""Each example site, built once for the tests of its pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from tests.conftest import ROOT, SITES, TOWN

AS_OF = "2026-11-23 10:00"


@dataclass(frozen=True)
class BuiltPage:
    """One page of the built site, parsed."""

    address: str
    file: Path
    text: str
    tree: html.HtmlElement

    def texts(self, path: str) -> list[str]:
        return [" ".join(node.text_content().split()) for node in self.tree.xpath(path)]


@dataclass(frozen=True)
class BuiltSite:
    """The output folder and its pages."""

    folder: Path
    pages: dict[str, BuiltPage]

    def find(self, address: str, link: str) -> Path | None:
        """The file a site link leads to, exact in case; None where there is none."""
        path = unquote(urlsplit(urljoin(address, link)).path)
        file = self.folder / path.lstrip("/")
        file = file / "index.html" if path.endswith("/") else file
        parent = file.parent
        return file if parent.is_dir() and file.name in {f.name for f in parent.iterdir()} and file.is_file() else None


def load(folder: Path) -> BuiltSite:
    pages = {}
    for file in sorted(folder.rglob("*.html")):
        inside = file.relative_to(folder).as_posix()
        address = "/" + inside.removesuffix("index.html")
        text = file.read_text(encoding="utf-8")
        pages[address] = BuiltPage(address, file, text, html.document_fromstring(text.encode()))
    return BuiltSite(folder, pages)


def build(content: Path, output: Path, *options: str, **environ: str) -> BuiltSite:
    """What a site looks like when it is built by the command."""
    command = [sys.executable, "-m", "plugins", "build", "--content", str(content), "--output", str(output)]
    command += ["--as-of", AS_OF, *options]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return load(output)


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], BuiltSite]:
    """Builds a site the first time it is asked for."""

    @cache
    def get(content: Path) -> BuiltSite:
        return build(content, tmp_path_factory.mktemp("built") / "output")

    return get


@pytest.fixture(scope="session", params=SITES.values(), ids=SITES)
def content(request: pytest.FixtureRequest) -> Path:
    """Every example site in turn."""
    found: Path = request.param
    return found


@pytest.fixture(scope="session")
def built(content: Path, builds: Callable[[Path], BuiltSite]) -> BuiltSite:
    return builds(content)


@pytest.fixture(scope="session")
def town(builds: Callable[[Path], BuiltSite]) -> BuiltSite:
    """The site that has everything."""
    return builds(TOWN)
