"""Repositories to publish from, to and by way of; hides git's verbs and ghp-import's ways."""

from __future__ import annotations

import hashlib
import os
import re
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
_ADDRESS = re.compile(r"[:/\\]")


@dataclass(frozen=True)
class Commit:
    """A commit on a remote, with what it holds (path -> blob)."""

    id: str
    parents: int
    blobs: Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """What a remote holds at one moment."""

    refs: Mapping[str, Commit]
    head: tuple[str, str] | None
    """Its default branch and the commit there; None where it has none, or does not say."""


@dataclass(frozen=True)
class Repository:
    """A repository on this machine."""

    folder: Path

    def run(self, *arguments: str, data: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        """What a git command prints; raises GitError."""
        return run_git(self.folder, *arguments, data=data, more=more)

    def say(self, *arguments: str) -> str:
        return os.fsdecode(self.run(*arguments)).strip()

    def object_format(self) -> str:
        """What names its objects: sha1 or sha256."""
        try:
            return self.say("rev-parse", "--show-object-format")
        except GitError:
            return "sha1"

    def path_of(self, name: str) -> Path | None:
        """Where git keeps something of this repository; None where there is none."""
        try:
            return Path(self.say("rev-parse", "--path-format=absolute", "--git-path", name))
        except GitError:
            return None

    def is_shallow(self) -> bool:
        try:
            return self.say("rev-parse", "--is-shallow-repository") == "true"
        except GitError:
            return False

    def has(self, commit: str) -> bool:
        try:
            self.run("cat-file", "-e", f"{commit}^{{commit}}")
        except GitError:
            return False
        return True

    def tip_of(self, ref: str) -> str:
        """The commit a ref names; empty where there is none."""
        try:
            return self.say("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        except GitError:
            return ""

    def read_source(self, inputs: Iterable[Path], read: Iterable[Path]) -> SourceCommit:
        """The commit that is checked out; raises OutputError unless it holds everything a site was made of."""
        try:
            if self.is_shallow():
                raise OutputError(
                    "git: 这里只有一部分历史，排不出先后 → 运行 git fetch --unshallow 取全部历史（CI 里写 fetch-depth: 0）再试"
                )
            commit, committed = self.say("log", "-1", "--format=%H %ct").split()
            order = int(self.say("rev-list", "--count", "HEAD"))
            top = Path(self.say("rev-parse", "--show-toplevel"))
            paths = [str(real) for path in inputs if (real := path.resolve()).is_relative_to(top)]
            changed = self.run("status", "-z", "--porcelain", "--no-renames", "--untracked-files=all", "--", *paths)
            listed = self.run("ls-files", "-z", "--full-name", ":/")
            branch = self._find_branch()
        except GitError as error:
            raise OutputError(f"git: {error} → 在项目的 git 仓库里运行") from None
        tracked = {top / path for path in os.fsdecode(listed).split("\0")}
        stray = sorted(str(path) for path in read if path.resolve() not in tracked)
        named = [entry[3:] for entry in os.fsdecode(changed).split("\0") if entry] or stray
        if named:
            shown = "、".join(map(show_name, named[:5])) + ("……" if len(named) > 5 else "")
            raise OutputError(f"{shown}: 还没有提交 → 先提交再发布，这样每个网站都找得到来源")
        return SourceCommit(commit=commit, order=order, committed=int(committed), branch=branch)

    def _find_branch(self) -> str:
        """The branch that is checked out; where none is, one that holds the commit, the usual ones first."""
        try:
            return show_name(self.say("symbolic-ref", "--quiet", "--short", "HEAD"))
        except GitError:
            pass
        listed = self.say("for-each-ref", "--contains=HEAD", "--format=%(refname)", "refs/heads", "refs/remotes")
        names = {ref.removeprefix("refs/heads/").removeprefix("refs/remotes/origin/") for ref in listed.split()}
        return next((name for name in ("main", "master") if name in names), "HEAD")

    def address_of(self, remote: str) -> str:
        """Where a remote is: a name from the configuration, an address, or a folder."""
        if remote.startswith("-"):
            # Git would take it for an option, and some options run programs.
            raise OutputError(f"{remote}: 远程仓库的名字和地址不以 - 开头 → 检查 --remote")
        try:
            address = self.say("remote", "get-url", "--push", remote)
        except GitError:
            address = remote
        folder = self.folder / address
        if folder.exists():
            return str(folder.resolve())
        if address.startswith("-"):
            raise OutputError(f"{remote}: 它的地址以 - 开头 → git remote set-url {remote} 仓库地址")
        if address == remote and not _ADDRESS.search(remote):
            raise OutputError(self._explain_unknown(remote))
        return address

    def check_branch(self, branch: str) -> None:
        """Raise OutputError where no branch can be called so."""
        try:
            self.run("check-ref-format", f"refs/heads/{branch}")
        except GitError:
            named = False
        else:
            named = not branch.startswith("-") and branch != "HEAD"
        if not named:
            raise OutputError(f"{branch}: 分支不能叫这个名字 → 用字母、数字和连字符，例如 --branch gh-pages")

    def _explain_unknown(self, remote: str) -> str:
        names = self._remotes()
        if not names:
            there = "这个仓库还没有远程仓库"
        else:
            there = f"没有名叫 {remote} 的远程仓库，也没有这个文件夹；现有的是 {'、'.join(names)}"
        choice = f"用现有的：加上 --remote {names[0]}；或者" if names else ""
        return f"{remote}: {there} → {choice}添上它：git remote add {remote} 仓库地址"

    def _remotes(self) -> list[str]:
        try:
            return self.say("remote").split()
        except GitError:
            return []

    def addresses(self, remote: str) -> tuple[str, ...]:
        """Where histories may be asked for: the remote that is published to, then the others of the project."""
        others = (self.address_of(name) for name in self._remotes())
        return tuple(dict.fromkeys((remote, *others)))

    def look(self, remote: str, refs: Iterable[str]) -> Seen:
        """What stands at some refs of a remote now, and which branch it calls its own."""
        wanted = tuple(refs)
        lines = [line.split("\t") for line in self.say("ls-remote", "--symref", remote, "HEAD", *wanted).splitlines()]
        tips = {ref: name for name, ref in lines if ref in wanted}
        heads = [name for name, ref in lines if ref == "HEAD"]
        if tips:
            # A rival may move a ref once we have asked where it stands: what was fetched is what we saw.
            kept = {ref: f"refs/seen/{n}" for n, ref in enumerate(sorted(tips))}
            specs = [f"+{ref}:{here}" for ref, here in kept.items()]
            self.run("fetch", "--quiet", "--no-tags", "--depth=1", "--no-write-fetch-head", remote, *specs)
            tips = {ref: self.say("rev-parse", "--verify", here) for ref, here in kept.items()}
        head = (heads[0].removeprefix("ref: refs/heads/"), heads[1]) if len(heads) == 2 else None
        return Seen({ref: self._open(name) for ref, name in tips.items()}, head)

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

    def push(self, remote: str, commit: str, refs: Mapping[str, str | None], *, atomic: bool = True) -> None:
        """Put a commit at some refs, all or none, if each still stands where we saw it; raises GitError."""
        # A host that cannot do it says so, for one ref too: there a second ref holds nobody up.
        together = ("--atomic",) if atomic else ()
        # --atomic: a rival may move one ref between our look and our push, and then neither must move.
        leases = [f"--force-with-lease={ref}:{seen or ''}" for ref, seen in refs.items()]
        targets = [f"{commit}:{ref}" for ref in refs]
        self.run("push", "--quiet", *together, "--no-verify", *leases, remote, *targets)


@dataclass(frozen=True)
class Scratch(Repository):
    """A repository to make a commit in, beside a folder that holds what goes into it."""

    stage: Path
    format: str

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
        scratch = Scratch(Path(folder, "site.git"), Path(folder, "site"), project.object_format())
        scratch.folder.mkdir()
        scratch.stage.mkdir()
        scratch.run("init", "--quiet", "--bare", f"--object-format={scratch.format}", "--template=", ".")
        include_settings(project, scratch.folder)
        # ghp-import reads the user's name also where it is told another, and trips over one that is not UTF-8.
        for key, value in (
            ("gc.auto", "0"), ("maintenance.auto", "false"), ("core.hooksPath", os.devnull),
            ("user.name", BOT), ("user.email", EMAIL),
        ):  # fmt: skip
            scratch.run("config", key, value)
        yield scratch


def include_settings(project: Repository, folder: Path) -> None:
    """Let a bare repository of ours know how the project signs in, and by way of what."""
    settings = project.path_of("config")
    config = folder / "config"
    if settings:
        config.write_text(f'[include]\n\tpath = "{settings}"\n{config.read_text("utf-8")}', "utf-8")


def show_name(name: str) -> str:
    """A file's name as it can be shown: bytes that are not UTF-8 by their number."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
