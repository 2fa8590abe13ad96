"""A project of its own with a built, signed site, remotes to publish to, and what must hold on a branch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha1
from pathlib import Path

from plugins.publish.release import GATES, HOST_FILES, NAME, Release, SourceCommit, describe, digest_files, read_release
from plugins.publish.release import write_release as dump
from plugins.publish.tree import open_tree, survey
from tests.builds import copy_program
from tests.conftest import EXAMPLE, ROOT

FULL = bool(os.environ.get("FULL"))
SEED = os.environ.get("SEED", "kangle")
AS_OF = "2026-11-23 10:00"
URL = "https://spruce.test"
"""The example's own address is nobody's: the gates refuse it."""
BRANCH = "refs/heads/gh-pages"
_EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""What git calls a tree with nothing in it."""
_WHO = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in
        (("NAME", "writer"), ("EMAIL", "writer@example.org"), ("DATE", "2026-11-23T09:00:00+0800"))}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A git repository with content, theme, settings and its own copy of the program where that is to be broken."""

    folder: Path

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def signed(self) -> Path:
        return self.folder / ".kangle" / "output" / "release.json"

    @property
    def program(self) -> Path:
        return self.folder / "plugins"

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "plugins", *arguments],
            cwd=self.folder,
            env=environment(self.folder if self.program.exists() else ROOT) | dict(env or {}),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def build(self, as_of: str = AS_OF) -> Done:
        return self.run("build", "--as-of", as_of)

    def gates(self, *options: str, as_of: str = AS_OF) -> Done:
        return self.run("gates", "--as-of", as_of, *options)

    def publish(self, remote: Path | str, *options: str) -> Done:
        return self.run("publish", "--remote", str(remote), *options)

    def commit(self, message: str = "Change") -> str:
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "-m", message)
        return git(self.folder, "rev-parse", "HEAD")

    def copy(self, target: Path, program: bool = False) -> Project:
        """The same project elsewhere, with a program of its own if asked."""
        subprocess.run(["cp", "-a", str(self.folder), str(target)], check=True)
        copy = Project(target)
        if program:
            copy_program(copy.program)
            copy.commit("Bring the program")
        return copy


def environment(program: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "SOURCE_DATE_EPOCH", "SITE_URL"))}
    return kept | {"PYTHONPATH": str(program), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def git(folder: Path, *arguments: str) -> str:
    env = environment(ROOT) | _WHO
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


CHAIN = 400
"""So many commits, each after the other, every project knows beside its own."""


def _commit_text(order: int, parent: str) -> bytes:
    who = f"writer <writer@example.org> {1_790_000_000 + order} +0800"
    lines = [f"tree {_EMPTY}", *([f"parent {parent}"] if parent else []), f"author {who}", f"committer {who}"]
    return "\n".join([*lines, "", f"{order}\n"]).encode()


@cache
def chain() -> tuple[str, ...]:
    """The names of a line of commits, the same in every repository."""
    names: list[str] = []
    for order in range(CHAIN):
        text = _commit_text(order, names[-1] if names else "")
        names.append(sha1(b"commit %d\0" % len(text) + text).hexdigest())
    return tuple(names)


def lay_chain(repository: Path) -> None:
    """Bring the line of commits into a repository."""
    stream = b"".join(
        b"commit refs/heads/chain\nauthor %s\ncommitter %s\ndata %d\n%s\n" % (who, who, len(text), text)
        for order in range(CHAIN)
        for who in (f"writer <writer@example.org> {1_790_000_000 + order} +0800".encode(),)
        for text in (f"{order}\n".encode(),)
    )
    subprocess.run(["git", "-C", str(repository), "fast-import", "--quiet"], input=stream, check=True)
    assert git(repository, "rev-parse", "chain") == chain()[-1]


def make_project(folder: Path) -> Project:
    """The example site, committed, built and signed."""
    project = lay_project(folder)
    for done in (project.build(), project.gates()):
        assert done.code == 0, done.err
    return project


def lay_project(folder: Path) -> Project:
    """The example site, committed."""
    folder.mkdir()
    shutil.copytree(EXAMPLE, folder / "content")
    shutil.copytree(ROOT / "theme", folder / "theme")
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copyfile(ROOT / name, folder / name)
    settings = folder / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace('SITEURL = ""', f'SITEURL = "{URL}"'), "utf-8")
    (folder / ".gitignore").write_text(".kangle/\noutput/\n__pycache__/\n")
    git(folder, "init", "-q", "-b", "main")
    project = Project(folder)
    project.commit("Begin")
    lay_chain(folder)
    return project


def make_remote(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "-b", "main", ".")
    return folder


def resign(release: Release, output: Path, order: int, clock: str = "") -> Release:
    """The release of a tree that was changed by hand, as if every gate had seen it, from the `order`-th commit."""
    files = survey(open_tree(output))
    tree = digest_files(files)
    return Release(
        source=SourceCommit(commit=chain()[order], order=order, committed=1_790_000_000 + order),
        url=release.url,
        clock=clock or release.clock,
        tree=tree,
        files=files,
        gates=[s.model_copy(update={"tree": tree}) for s in release.gates],
    )


def vary(output: Path, target: Path, order: int) -> Path:
    """A copy of a built site in which one page says something else."""
    shutil.copytree(output, target, copy_function=os.link)
    page = target / "about" / "index.html"
    text = page.read_text("utf-8")
    page.unlink()
    page.write_text(text.replace("</h1>", f" {order}</h1>", 1), "utf-8")
    return target


def write(release: Release, file: Path) -> Path:
    file.write_bytes(dump(release))
    return file


def read_signed(project: Project) -> Release:
    release = read_release(project.signed.read_bytes())
    assert {s.gate for s in release.gates} == set(GATES)
    return release


def tip(remote: Path, ref: str = BRANCH) -> str:
    """The commit at a ref of a remote; empty where there is none."""
    return git(remote, "for-each-ref", "--format=%(objectname)", ref)


def history(remote: Path) -> list[str]:
    """The commits of the branch, oldest first."""
    return git(remote, "rev-list", "--reverse", BRANCH).split() if tip(remote) else []


def open_commit(remote: Path, commit: str) -> Release:
    """The release a commit holds; asserts that the commit is that release, whole."""
    listed = git(remote, "ls-tree", "-r", "-z", commit).split("\0")
    blobs = {path: what.split()[2] for what, _, path in (entry.partition("\t") for entry in listed if entry)}
    found = _read_blobs(remote, blobs)
    release = read_release(found[NAME])
    assert found[".nojekyll"] == b""
    files = {path: describe(data) for path, data in found.items() if path not in HOST_FILES}
    assert files == release.files, f"{commit} is not its manifest"
    assert release.pages > 0
    return release


def _read_blobs(remote: Path, blobs: Mapping[str, str]) -> dict[str, bytes]:
    names = "".join(f"{name}\n" for name in blobs.values()).encode()
    done = subprocess.run(
        ["git", "-C", str(remote), "cat-file", "--batch"], input=names, capture_output=True, check=True
    ).stdout
    found: dict[str, bytes] = {}
    start = 0
    for path in blobs:
        end = done.index(b"\n", start)
        size = int(done[start:end].split()[2])
        found[path] = done[end + 1 : end + 1 + size]
        start = end + size + 2
    return found
