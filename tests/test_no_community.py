"""The engine knows no community: what is one town's alone stands in content/ and in the docs, and nowhere else."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.conftest import ROOT

ROOMS = ("plugins", "theme", "tests", ".github", ".ci", "Makefile", "pelicanconf.py", "publishconf.py", "schemas")
NAMES = re.compile(
    "康乐|深圳|龙岗|南湾|红棉|木棉|康桥|怡乐|左庭|丹翠|[Ss]henzhen|[Kk]apok|kangqiao|hongmian"
    r"|kangle\.example"
)
"""The first community, its town, its streets, its gardens and its flower."""
SAYINGS = re.compile("五个小区|一个园区|计生、低保|低保、")
"""What is true of it alone: how many gardens it has, what its officers do. An example site may say so of itself."""
TERMS = re.compile(r"""/columns/[a-z]|role-models|\b(?:slug|column) == ["']""")
"""A column or a page of one site by its id, where the engine would look for it."""
READS = re.compile(r"""ROOT / "content\b|Path\("content\b""")
"""A test that opens what editors change; a command's own default is a place, not a community."""
OWN = "test_no_community.py"


def files() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\0"):
        file = ROOT / name
        if (
            name
            and file.is_file()
            and file.name != OWN
            and file.suffix not in (".png", ".jpg", ".webp", ".gif", ".pdf")
        ):
            yield file


def find(pattern: re.Pattern[str], chosen: Iterable[Path]) -> list[str]:
    found = []
    for file in chosen:
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {match[0]}")
    return found


def test_nothing_names_the_first_community() -> None:
    assert find(NAMES, files()) == []
    engine = [f for f in files() if not any(part.startswith("site_") for part in f.relative_to(ROOT).parts)]
    assert len(engine) > 400
    assert find(SAYINGS, engine) == []


def test_the_engine_looks_for_no_column_and_no_page_by_its_name() -> None:
    engine = [
        f for f in files() if f.relative_to(ROOT).parts[0] in ("plugins", "theme") and f.suffix in (".py", ".html")
    ]
    assert len(engine) > 100
    assert find(TERMS, engine) == []


def test_no_test_reads_the_content_of_a_real_site() -> None:
    tests = [f for f in files() if f.relative_to(ROOT).parts[0] == "tests" and f.suffix == ".py"]
    assert len(tests) > 80
    # The word alone is allowed where nothing is opened: how a problem of content/ is shown.
    assert [f for f in find(READS, tests) if "test_workflows.py" not in f] == []


def test_a_planted_name_would_be_found(tmp_path: Path) -> None:
    for pattern, line in (
        (SAYINGS, "五个小区和一个园区"),
        (SAYINGS, "什么事都能接：计生、低保、出租屋"),
        (NAMES, "name: Shenzhen"),
        (NAMES, "color: var(--kapok)"),
        (TERMS, 'if news.column == "notices":'),
        (TERMS, '<a href="/columns/notices/">'),
        (TERMS, 'page.slug == "about"'),
        (READS, 'read(ROOT / "content")'),
    ):
        assert pattern.search(line), line
    planted = ROOT / "theme" / "templates" / "base.html"
    assert find(re.compile("skip"), [planted])
