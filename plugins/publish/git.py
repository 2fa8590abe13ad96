"""Repositories to publish from, to and by way of; hides git's verbs and ghp-import's ways."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.failure import OutputError
from plugins.git import GitError, run_command, run_git
from plugins.publish.release import SourceCommit

BOT = "kangle-bot"
EMAIL = "noreply@kangle.invalid"
"""Nobody's address (RFC 2606): a published commit names no person."""
MODE = "100644"
"""A file of a site is never a program."""


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
        return run_git(self.folder, *arguments, data=data, more=more)

    def say(self, *arguments: str) -> str:
        return self.run(*arguments).decode().strip()

    def read_source(self, inputs: Iterable[Path], read: Iterable[Path]) -> SourceCommit:
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
        return SourceCommit(commit=commit, order=order, committed=int(committed))

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
        blobs = {path: blob for path, (_, blob) in self.list_tree(name).items()}
        return Commit(name, sum(line.startswith("parent ") for line in head.split("\n")), blobs)

    def list_tree(self, commit: str) -> dict[str, tuple[str, str]]:
        """Every path a commit holds, with its mode and its blob."""
        entries = self.run("ls-tree", "-r", "-z", "--full-tree", commit).decode(errors="surrogateescape").split("\0")
        pairs = (entry.partition("\t") for entry in entries if entry)
        return {path: (what.split()[0], what.split()[2]) for what, _, path in pairs}

    def read_blob(self, name: str) -> bytes:
        return self.run("cat-file", "blob", name)

    def push(self, remote: str, commit: str, refs: Mapping[str, str | None]) -> None:
        """Put a commit at some refs, all or none, if each still stands where we saw it; raises GitError."""
        # --atomic: a rival may move one ref between our look and our push, and then neither must move.
        leases = [f"--force-with-lease={ref}:{seen or ''}" for ref, seen in refs.items()]
        targets = [f"{commit}:{ref}" for ref in refs]
        self.run("push", "--quiet", "--atomic", "--no-verify", *leases, remote, *targets)


@dataclass(frozen=True)
class Scratch(Repository):
    """A repository to make a commit in, beside a folder that holds what goes into it."""

    stage: Path
    format: str
    """What names its objects: sha1 or sha256."""

    def name_blob(self, data: bytes) -> str:
        """The name git gives some bytes."""
        made = hashlib.sha1(usedforsecurity=False) if self.format == "sha1" else hashlib.new(self.format)
        made.update(b"blob %d\0" % len(data))
        made.update(data)
        return made.hexdigest()

    def commit_stage(self, parent: str | None, message: str, moment: datetime) -> str:
        """A commit of the stage by ghp-import, in the bot's name; the same in everything is the same commit.

        A process of its own: ghp-import asks the environment who it is, and git where it stands.
        """
        self.run("update-ref", "-d", "refs/heads/site")
        if parent:
            self.run("update-ref", "refs/remotes/base/site", parent)
        else:
            self.run("update-ref", "-d", "refs/remotes/base/site")
        who = {"GIT_COMMITTER_NAME": BOT, "GIT_COMMITTER_EMAIL": EMAIL, "GIT_COMMITTER_DATE": format_datetime(moment)}
        # -P: no module of the folder it stands in takes the place of one that is installed.
        program = [sys.executable, "-P", "-m", "ghp_import", "--remote=base", "--branch=site", "--no-jekyll"]
        command = [*program, f"--message={message}", str(self.stage)]
        try:
            run_command(command, self.folder, more={**who, "GIT_DIR": str(self.folder)})
        except GitError as error:
            raise OutputError(
                f"ghp-import: 没有做成提交，{_last_words(str(error))} → 检查磁盘空间，再运行一次"
            ) from None
        made = self.say("rev-parse", "--verify", "refs/heads/site")
        signed = f"{BOT} <{EMAIL}> {moment.timestamp():.0f} {moment:%z}"
        lines = [f"tree {self.say('rev-parse', f'{made}^{{tree}}')}", *([f"parent {parent}"] if parent else [])]
        wanted = "\n".join((*lines, f"author {signed}", f"committer {signed}", "", message))
        if self.run("cat-file", "commit", made).decode(errors="replace") != wanted:
            raise OutputError("ghp-import: 提交的署名、时间或上一个提交不对 → 检查 git 的设置")
        return made


def _last_words(said: str) -> str:
    """Git's own complaint where there is one, else the end of a traceback."""
    lines = said.splitlines()
    return next((line for line in lines if line.startswith("fatal: ")), lines[-1])


@contextmanager
def open_scratch(project: Repository) -> Iterator[Scratch]:
    """A repository to make commits in, with the project's settings (how to sign in, proxies) and nothing else of it.

    The project's own refs, index and files are never touched, and a publisher that is killed leaves nothing there.
    """
    with TemporaryDirectory(prefix="kangle-publish-") as folder:
        scratch = Scratch(Path(folder, "site.git"), Path(folder, "site"), _format_of(project))
        scratch.folder.mkdir()
        scratch.stage.mkdir()
        scratch.run("init", "--quiet", "--bare", f"--object-format={scratch.format}", "--template=", ".")
        settings = _settings_of(project)
        config = scratch.folder / "config"
        if settings:
            config.write_text(f'[include]\n\tpath = "{settings}"\n{config.read_text("utf-8")}', "utf-8")
        # ghp-import reads the user's name also where it is told another, and trips over one that is not UTF-8.
        for key, value in (
            ("gc.auto", "0"), ("maintenance.auto", "false"), ("core.hooksPath", os.devnull),
            ("user.name", BOT), ("user.email", EMAIL),
        ):  # fmt: skip
            scratch.run("config", key, value)
        yield scratch


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
