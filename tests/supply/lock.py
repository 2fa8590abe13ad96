"""The hash-pinned requirements as packages; hides how uv writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {
    "requirements.txt": "builds the site",
    "requirements-install.txt": "puts the `kangle` command into `.venv`",
    "requirements-sheets.txt": "reads and writes Excel workbooks, for `kangle export` and `kangle import`",
    "requirements-discuss.txt": "runs the server of discussions, for `make discuss`",
}
"""What residents' pages or an editor's data pass through; the tests' packages are no part of the product."""
OURSELVES = "kangle"
_PACKAGE = re.compile(
    r"^(?P<name>[a-z0-9.-]+)(?:\[[\w,]+\])?==(?P<version>[^\s;]+)(?P<rest>(?:.*\n)(?:[ \t].*\n)*)", re.M
)
_NEEDED_BY = re.compile(r"# via\n?((?:\s*#?\s+.*\n)+)")


@dataclass(frozen=True, order=True)
class Package:
    """One pinned package, and the packages that need it."""

    name: str
    version: str
    needed_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def normalise(name: str) -> str:
    """A package's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(file: Path) -> list[Package]:
    """Every package of a requirements file, by name."""
    found = []
    for match in _PACKAGE.finditer(file.read_text("utf-8")):
        via = _NEEDED_BY.search(match["rest"])
        names = re.findall(r"^[\s#]*([a-z0-9.-]+)(?: \(.*\))?$", via[1], re.M) if via else []
        found.append(Package(normalise(match["name"]), match["version"], tuple(sorted(map(normalise, names)))))
    return sorted(found)
