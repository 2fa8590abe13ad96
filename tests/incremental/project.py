"""A whole project in a folder of its own, built on top of what stands and built from nothing; hides how a build is run."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from plugins.commands.build import build_site, load_settings
from plugins.progress import Progress
from tests.builds import copy_program
from tests.conftest import EXAMPLE, NOW, ROOT

Tree = Mapping[str, bytes]
_SUMMARY = re.compile(r"共 (\d+) 页：新生成 (\d+)，沿用 (\d+)；")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Built:
    """What one build said: its exit status, its pages, how many it rendered, and every line of it."""

    status: int
    pages: int
    rendered: int
    said: str


@dataclass(slots=True)
class Project:
    """A project folder: pelicanconf.py, content/ and theme/, at one moment; with `code` also plugins/."""

    folder: Path
    moment: str = NOW
    url: str | None = None

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def build(self, output: str = "output", workers: int = 1) -> Built:
        """Build in this process, with the plugins of this repository."""
        said, faults = io.StringIO(), io.StringIO()
        status = 0
        with redirect_stdout(said), redirect_stderr(faults):
            progress = Progress(watched=False)
            progress.enter("启动")
            try:
                settings = load_settings(self.folder / "pelicanconf.py", None, self.folder / output, self.moment)
                settings |= {"ALLOW_SHRINK": True, "WORKERS": workers, "PROGRESS": progress}
                build_site(settings if self.url is None else {**settings, "SITEURL": self.url})
            except SystemExit as leaving:
                status = int(str(leaving.code))
        return _read_summary(status, said.getvalue() + faults.getvalue())

    def run(
        self,
        output: str = "output",
        environ: Mapping[str, str] | None = None,
        clock: Sequence[str] | None = None,
        workers: int = 1,
        prefix: Sequence[str] = (),
        umask: int = -1,
    ) -> Built:
        """Build in a process of its own, with the plugins of this project where it has some."""
        command = [*prefix, sys.executable, "-m", "plugins", "build", "--output", output, "--allow-shrink"]
        command += ["--workers", str(workers), *(("--as-of", self.moment) if clock is None else clock)]
        kept = {k: v for k, v in os.environ.items() if k not in ("SOURCE_DATE_EPOCH", "PYTHONPATH")}
        done = subprocess.run(
            command, cwd=self.folder, env={**kept, **(environ or {})}, umask=umask, capture_output=True, check=False
        )
        return _read_summary(done.returncode, (done.stdout + done.stderr).decode())

    def clean(self) -> tuple[Built, Tree]:
        """Build from nothing beside the output, and what that gave."""
        self.forget("clean")
        return self.build("clean"), tree_of(self.folder / "clean")

    def forget(self, output: str) -> None:
        """Remove an output folder and everything that is known of its last builds."""
        for folder in (self.folder / output, self.folder / ".kangle" / output):
            if folder.exists():
                shutil.rmtree(folder)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words that stand exactly once in a file."""
        file = self.folder / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, words: str) -> None:
        self.write(name, (self.folder / name).read_text("utf-8") + words)

    def write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def inodes(self) -> dict[str, int]:
        """The inode of every page of the output: a page that is carried over keeps its own."""
        pages = self.output.rglob("*.html")
        return {page.relative_to(self.output).as_posix(): page.stat().st_ino for page in pages}


def make_project(folder: Path, *, code: bool = False) -> Project:
    """The example site as a project of its own, with this repository's theme and settings."""
    shutil.copytree(EXAMPLE, folder / "content")
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copy(ROOT / "pelicanconf.py", folder)
    if code:
        copy_program(folder / "plugins")
        shutil.copy(ROOT / "pyproject.toml", folder)
    return Project(folder)


def tree_of(folder: Path) -> Tree:
    """Everything below a folder: the bytes of a file, the target of a link, nothing for a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = b"-> " + os.fsencode(path.readlink())
        elif path.is_dir():
            found[name + "/"] = b""
        else:
            found[name] = path.read_bytes()
    return found


def modes_of(folder: Path) -> Mapping[str, int]:
    """The mode of everything below a folder."""
    return {path.relative_to(folder).as_posix(): path.lstat().st_mode for path in folder.rglob("*")}


def differences(one: Tree, other: Tree) -> list[str]:
    """Where two trees differ, a line for each file; empty where they are the same, byte for byte."""
    lines = [f"- {name}" for name in sorted(one.keys() - other.keys())]
    lines += [f"+ {name}" for name in sorted(other.keys() - one.keys())]
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            at = next((i for i, (a, b) in enumerate(zip(one[name], other[name], strict=False)) if a != b), -1)
            shown = [tree[name][max(0, at - _SHOWN) : at + _SHOWN].decode(errors="replace") for tree in (one, other)]
            lines.append(f"! {name} at {at}: {shown[0]!r} != {shown[1]!r}")
    return lines


def changed_pages(one: Tree, other: Tree) -> set[str]:
    """The pages of `other` that `one` has not, or has with other bytes."""
    return {name for name, data in other.items() if name.endswith(".html") and one.get(name) != data}


def _read_summary(status: int, said: str) -> Built:
    found = _SUMMARY.search(said)
    assert (found is not None) == (status == 0), said
    pages, rendered, carried = map(int, found.groups()) if found else (0, 0, 0)
    assert pages == rendered + carried, said
    return Built(status, pages, rendered, said)
