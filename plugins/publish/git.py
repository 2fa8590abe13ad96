"""Git by its plumbing; hides processes, credentials and how a tree is made without a working folder."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.failure import OutputError
from plugins.publish.release import Source

BOT = "kangle-bot"
EMAIL = "noreply@kangle.invalid"
"""Nobody's address (RFC 2606): a published commit names no person."""
_CREDENTIALS = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@\s]+@")
_STEERING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")
_PATIENCE = 600


class GitError(Exception):
    """A git command failed; the message is git's own, without credentials."""


@dataclass(frozen=True)
class Commit:
    """A commit on a remote, with what it holds (path -> blob)."""

    id: str
    parents: int
    blobs: Mapping[str, str]


@dataclass(frozen=True)
class Repository:
    """A repository on this machine."""

    folder: Path

    def run(self, *arguments: str, data: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        """What a git command prints; raises GitError."""
        command = ["git", "-C", str(self.folder), *arguments]
        try:
            done = subprocess.run(  # noqa: S603
                command, input=data, capture_output=True, env=_environment(more or {}), timeout=_PATIENCE, check=False
            )
        except FileNotFoundError:
            raise OutputError("git: 没有安装 → 先安装 git") from None
        except subprocess.TimeoutExpired:
            raise GitError(f"git {arguments[0]}: 超过 {_PATIENCE} 秒没有结束") from None
        if done.returncode:
            raise GitError(hide_credentials(done.stderr.decode(errors="replace").strip() or f"git {arguments[0]}"))
        return done.stdout

    def say(self, *arguments: str) -> str:
        return self.run(*arguments).decode().strip()

    def read_source(self, inputs: Iterable[Path], read: Iterable[Path]) -> Source:
        """The commit that is checked out; raises OutputError unless it holds everything a site was made of."""
        try:
            if self.say("rev-parse", "--is-shallow-repository") == "true":
                raise OutputError("git: 这里只有一部分历史，排不出先后 → 取全部历史（fetch-depth: 0）再试")
            commit, committed = self.say("log", "-1", "--format=%H %ct").split()
            order = int(self.say("rev-list", "--count", "HEAD"))
            top = Path(self.say("rev-parse", "--show-toplevel"))
            paths = [str(real) for path in inputs if (real := path.resolve()).is_relative_to(top)]
            changed = self.run("status", "--porcelain", "--untracked-files=all", "--", *paths).decode()
            listed = self.run("ls-files", "-z", "--full-name", ":/").decode().split("\0")
        except GitError as error:
            raise OutputError(f"git: {error} → 在项目的 git 仓库里运行") from None
        tracked = {top / path for path in listed}
        stray = sorted(str(path) for path in read if path.resolve() not in tracked)
        if changed or stray:
            named = [line[3:] for line in changed.splitlines()] or stray
            shown = "、".join(named[:5]) + ("……" if len(named) > 5 else "")
            raise OutputError(f"{shown}: 还没有提交 → 先提交再发布，这样每个网站都找得到来源")
        return Source(commit=commit, order=order, committed=int(committed))

    def address_of(self, remote: str) -> str:
        """Where a remote is: a name from the configuration, an address, or a folder."""
        try:
            address = self.say("remote", "get-url", "--push", remote)
        except GitError:
            address = remote
        folder = self.folder / address
        return str(folder.resolve()) if folder.exists() else address

    def look(self, remote: str, refs: Iterable[str]) -> dict[str, Commit]:
        """What stands at some refs of a remote now."""
        wanted = tuple(refs)
        lines = self.say("ls-remote", remote, *wanted).splitlines()
        tips = {ref: name for name, ref in (line.split("\t") for line in lines) if ref in wanted}
        if tips:
            self.run("fetch", "--quiet", "--no-tags", "--depth=1", "--no-write-fetch-head", remote, *sorted(tips))
        return {ref: self._open(name) for ref, name in tips.items()}

    def _open(self, name: str) -> Commit:
        head, _, _ = self.run("cat-file", "commit", name).decode(errors="replace").partition("\n\n")
        entries = self.run("ls-tree", "-r", "-z", "--full-tree", name).decode(errors="surrogateescape").split("\0")
        pairs = (entry.partition("\t") for entry in entries if entry)
        blobs = {path: what.split()[2] for what, _, path in pairs}
        return Commit(name, sum(line.startswith("parent ") for line in head.split("\n")), blobs)

    def read_blob(self, name: str) -> bytes:
        return self.run("cat-file", "blob", name)

    def keep_file(self, data: bytes) -> str:
        """Store some bytes; their name."""
        return self.run("hash-object", "-w", "--stdin", data=data).decode().strip()

    def keep_files(self, paths: Iterable[Path]) -> list[str]:
        """Store files as they are, unfiltered; their names in order."""
        lines = "".join(f"{path}\n" for path in paths)
        return self.run("hash-object", "-w", "--no-filters", "--stdin-paths", data=os.fsencode(lines)).decode().split()

    def keep_tree(self, blobs: Mapping[str, str]) -> str:
        """Store a tree by way of an index of its own; its name."""
        index = {"GIT_INDEX_FILE": str(self.folder / "publish.index")}
        lines = "".join(f"100644 {blobs[path]}\t{path}\0" for path in sorted(blobs))
        self.run("read-tree", "--empty", more=index)
        self.run("update-index", "-z", "--index-info", data=lines.encode(errors="surrogateescape"), more=index)
        return self.run("write-tree", more=index).decode().strip()

    def keep_commit(self, tree: str, parent: str | None, message: str, moment: str) -> str:
        """Store a commit by the bot; the same in everything is the same commit."""
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in
               (("NAME", BOT), ("EMAIL", EMAIL), ("DATE", moment))}  # fmt: skip
        parents = ["-p", parent] if parent else []
        return self.run("commit-tree", tree, *parents, data=message.encode(), more=who).decode().strip()

    def push(self, remote: str, commit: str, refs: Mapping[str, str | None]) -> None:
        """Put a commit at some refs, all or none, if each still stands where we saw it; raises GitError."""
        leases = [f"--force-with-lease={ref}:{seen or ''}" for ref, seen in refs.items()]
        targets = [f"{commit}:{ref}" for ref in refs]
        self.run("push", "--quiet", "--atomic", "--no-verify", *leases, remote, *targets)


def name_blob(data: bytes, length: int) -> str:
    """The name git gives some bytes; `length` tells SHA-1 (40) from SHA-256 (64)."""
    made = hashlib.sha1(usedforsecurity=False) if length == 40 else hashlib.sha256()
    made.update(b"blob %d\0" % len(data))
    made.update(data)
    return made.hexdigest()


@contextmanager
def open_scratch(project: Repository) -> Iterator[Repository]:
    """A repository to make commits in, with the project's settings (how to sign in, proxies) and nothing else of it.

    The project's own refs, index and files are never touched, and a publisher that is killed leaves nothing there.
    """
    with TemporaryDirectory(prefix="kangle-publish-") as folder:
        scratch = Repository(Path(folder))
        scratch.run("init", "--quiet", "--bare", f"--object-format={_format_of(project)}", "--template=", ".")
        settings = _settings_of(project)
        if settings:
            own = Path(folder, "config").read_text("utf-8")
            Path(folder, "config").write_text(f'[include]\n\tpath = "{settings}"\n{own}', "utf-8")
        for key, value in (("gc.auto", "0"), ("maintenance.auto", "false"), ("core.hooksPath", os.devnull)):
            scratch.run("config", key, value)
        yield scratch


def hide_credentials(text: str) -> str:
    """The text with no user or password in any address."""
    return _CREDENTIALS.sub(r"\1***@", text)


def _format_of(project: Repository) -> str:
    try:
        return project.say("rev-parse", "--show-object-format")
    except GitError:
        return "sha1"


def _settings_of(project: Repository) -> Path | None:
    try:
        folder = project.say("rev-parse", "--path-format=absolute", "--git-common-dir")
    except GitError:
        return None
    return Path(folder, "config")


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours, without what would steer git elsewhere or make it print or ask what it must not."""
    kept = {k: v for k, v in os.environ.items() if k not in _STEERING and not k.startswith("GIT_TRACE")}
    kept.pop("GIT_CURL_VERBOSE", None)
    return kept | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"} | dict(more)
