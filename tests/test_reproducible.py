"""Same sources, same clock, same bytes: whatever the machine, the folder, the locale or the order of its files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = build(tmp_path_factory.mktemp("first") / "output", "--as-of", NOW, PYTHONHASHSEED="0")
    assert {"index.html", "feeds/diary.atom", "sitemap.xml", "news/2026/lantern/index.html"} <= found.keys()
    return found


@pytest.mark.parametrize(
    "environ",
    [
        {"PYTHONHASHSEED": "4242", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=str,
)
def test_the_environment_changes_no_byte(first: dict[str, bytes], tmp_path: Path, environ: dict[str, str]) -> None:
    assert_same(first, build(tmp_path / "output", "--as-of", NOW, **environ))


def test_source_date_epoch_is_the_clock(first: dict[str, bytes], tmp_path: Path) -> None:
    assert_same(first, build(tmp_path / "output", SOURCE_DATE_EPOCH="1795397400"))


def test_the_folder_changes_no_byte(first: dict[str, bytes], tmp_path: Path) -> None:
    content = tmp_path / "别处 的" / "内容"
    shutil.copytree(EXAMPLE, content)
    for number, file in enumerate(sorted(content.rglob("*"), reverse=True)):
        os.utime(file, (1_000_000_000 + number, 1_000_000_000 + number))
    assert_same(first, build(tmp_path / "别处 的" / "网站", "--as-of", NOW, content=content))


def test_the_order_of_a_folders_entries_changes_no_byte(tmp_path: Path) -> None:
    text = (EXAMPLE / "data" / "rosters" / "library-desk.yaml").read_bytes()
    roster = re.sub(rb", people: [^}]*|.*remove: .*\n", b"", text)  # nobody serves in two places at once
    content = change_site(tmp_path, {f"data/rosters/{name}.yaml": roster for name in ("a-desk", "z-desk")})
    (tmp_path / "sitecustomize.py").write_text(REVERSED, "utf-8")
    environ = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    probe = [sys.executable, "-c", f"import os; print([e.name for e in os.scandir({str(content)!r})])"]
    listed = subprocess.run(probe, env=os.environ | environ, capture_output=True, text=True, check=True).stdout
    assert listed.strip() == str(sorted((e.name for e in os.scandir(content)), reverse=True))
    usual = build(tmp_path / "usual", "--as-of", NOW, content=content)
    assert_same(usual, build(tmp_path / "reversed", "--as-of", NOW, content=content, **environ))


def test_the_umask_changes_no_byte(first: dict[str, bytes], tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        found = build(tmp_path / "output", "--as-of", NOW)
    finally:
        os.umask(before)
    assert_same(first, found)


@pytest.mark.parametrize("workers", ["1", "5"])
def test_the_number_of_workers_changes_no_byte(first: dict[str, bytes], tmp_path: Path, workers: str) -> None:
    assert_same(first, build(tmp_path / "output", "--as-of", NOW, "--workers", workers))


def test_what_was_built_before_changes_no_byte(first: dict[str, bytes], tmp_path: Path) -> None:
    assert build(tmp_path / "output", "--as-of", "2026-12-21") != first
    assert_same(first, build(tmp_path / "output", "--as-of", NOW))
    assert_same(first, build(tmp_path / "output", "--as-of", NOW))
