"""Same sources, same clock, same bytes: whatever the machine, the folder, the locale or the order of its files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import build_here
from tests.conftest import EXAMPLE, NOW, ROOT, change_site

REVERSED = """
import os

class scandir:
    def __init__(self, path=".", whole=os.scandir):
        with whole(path) as entries:
            self.entries = sorted(entries, key=lambda entry: entry.name)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self.entries = []

def listdir(path=".", whole=os.listdir):
    return sorted(whole(path), reverse=True)

os.scandir, os.listdir = scandir, listdir
"""
"""What Python runs before anything else: every folder's entries come last name first."""


def build(output: Path, *more: str, content: Path = EXAMPLE, root: Path = ROOT, **environ: str) -> dict[str, bytes]:
    """Every file of a build by its name."""
    command = [sys.executable, "-m", "plugins", "build", "--content", str(content), "--output", str(output), *more]
    clean = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "PYTHONHASHSEED")}
    run = subprocess.run(command, cwd=root, env=clean | environ, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return tree(output)


def tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def assert_same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert one.keys() == other.keys()
    assert [name for name in sorted(one) if one[name] != other[name]] == []


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with rosters of one name before and after its own."""
    text = (EXAMPLE / "data" / "rosters" / "library-desk.yaml").read_bytes()
    text = text[: text.index(b"\nabsences:") + 1]
    roster = re.sub(rb", people: [^}]*|.*remove: .*\n", b"", text)  # nobody serves in two places at once
    more = {f"data/rosters/{name}.yaml": roster for name in ("a-desk", "z-desk")}
    return change_site(tmp_path_factory.mktemp("example"), more)


@pytest.fixture(scope="module")
def first(content: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = build(
        tmp_path_factory.mktemp("first") / "output",
        "--as-of",
        NOW,
        "--workers",
        "2",
        content=content,
        PYTHONHASHSEED="0",
    )
    assert {"index.html", "feeds/diary.atom", "sitemap.xml", "news/2026/lantern/index.html"} <= found.keys()
    return found


def test_another_machine_changes_no_byte(first: dict[str, bytes], content: Path, tmp_path: Path) -> None:
    """Another environment, folder, age and order of files, umask and number of workers at once; `make reproducible` takes each alone."""
    elsewhere = tmp_path / "别处 的" / "内容"
    shutil.copytree(content, elsewhere)
    for number, file in enumerate(sorted(elsewhere.rglob("*"), reverse=True)):
        os.utime(file, (1_000_000_000 + number, 1_000_000_000 + number))
    (tmp_path / "sitecustomize.py").write_text(REVERSED, "utf-8")
    environ = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "PYTHONHASHSEED": "4242"}
    environ |= {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8"}
    probe = [sys.executable, "-c", f"import os; print([e.name for e in os.scandir({str(elsewhere)!r})])"]
    listed = subprocess.run(probe, env=os.environ | environ, capture_output=True, text=True, check=True).stdout
    assert listed.strip() == str(sorted((e.name for e in os.scandir(elsewhere)), reverse=True))
    before = os.umask(0o077)
    try:
        output = tmp_path / "别处 的" / "网站"
        found = build(output, "--as-of", NOW, "--workers", "5", content=elsewhere, **environ)
    finally:
        os.umask(before)
    assert_same(first, found)


def test_source_date_epoch_is_the_clock_in_any_language(first: dict[str, bytes], content: Path, tmp_path: Path) -> None:
    environ = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    environ |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "SOURCE_DATE_EPOCH": "1795397400"}
    assert_same(first, build(tmp_path / "output", "--workers", "1", content=content, **environ))


def test_what_was_built_before_changes_no_byte(first: dict[str, bytes], content: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build_here(content, output, "2026-12-21")
    assert tree(output) != first
    for _ in range(2):
        build_here(content, output, NOW)
        assert_same(first, tree(output))
