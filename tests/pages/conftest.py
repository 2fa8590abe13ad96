"""Each example site, built once for the tests of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from tests.builds import build_here
from tests.conftest import SITES, TOWN, Once

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

    @cached_property
    def pages(self) -> dict[str, BuiltPage]:
        """Every page by its address, parsed once."""
        pages = {}
        for file in sorted(self.folder.rglob("*.html")):
            address = "/" + file.relative_to(self.folder).as_posix().removesuffix("index.html")
            text = file.read_text(encoding="utf-8")
            pages[address] = BuiltPage(address, file, text, html.document_fromstring(text.encode()))
        return pages

    def having(self, page: BuiltPage) -> BuiltSite:
        """The same site with another page in one place."""
        other = BuiltSite(self.folder)
        vars(other)["pages"] = {**self.pages, page.address: page}  # where cached_property keeps them
        return other

    def find(self, address: str, link: str) -> Path | None:
        """The file a site link leads to, exact in case; None where there is none."""
        path = unquote(urlsplit(urljoin(address, link)).path)
        file = self.folder / path.lstrip("/")
        file = file / "index.html" if path.endswith("/") else file
        parent = file.parent
        return file if parent.is_dir() and file.name in {f.name for f in parent.iterdir()} and file.is_file() else None


def build(content: Path, output: Path, as_of: str = AS_OF, url: str | None = None) -> BuiltSite:
    """What a site looks like when it is built, at a moment and perhaps for an address."""
    build_here(content, output, as_of, url)
    return BuiltSite(output)


@pytest.fixture(scope="session")
def builds(once: Once) -> Callable[[Path], BuiltSite]:
    """Builds a site the first time any worker asks for it."""

    @cache
    def get(content: Path) -> BuiltSite:
        return BuiltSite(once(f"built-{content.name}", lambda folder: build(content, folder / "output")) / "output")

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
