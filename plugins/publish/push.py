"""A signed release onto a branch, whole or not at all; hides who else is publishing meanwhile, and what a host cannot do.

Two refs move together: the branch, and `refs/kangle/<branch>`, which holds the newest release that was published.
They differ only where a newer commit makes the very same site: then the branch stays as it is, and still no older
commit can come after. Where a host cannot move two refs at once, or takes branches only, the branch alone holds it all:
then a newer commit that makes the same site is a commit of the branch as well.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from plugins.failure import OutputError
from plugins.files import link_or_copy
from plugins.git import GitError, hide_credentials
from plugins.publish.git import MODE, Commit, Repository, Scratch, Seen, open_scratch
from plugins.publish.lineage import Lineage
from plugins.publish.order import Judge, Standing, find_trunk
from plugins.publish.refusals import find_refusal, lacks_atomic, rejects, tell_refusal
from plugins.publish.release import HOST_FILES, NAME, Release, ReleaseError, describe, find_unsigned, read_release
from plugins.publish.tree import open_tree

SHRINK = 0.8
"""A site with fewer than this share of the pages that are on the branch is refused unless it is said to be meant."""
RIVALS = 100
"""How often others may be first before we give up; how often in a row a remote may fail depends on what it says."""

Ending = Literal["published", "unchanged", "older", "would", "apart", "aside"]
"""Older: what is up holds this commit already. Apart, aside: it does not, and was not replaced."""


@dataclass(frozen=True)
class Target:
    """Where a release goes, and what is allowed on the way."""

    remote: str = "origin"
    branch: str = "gh-pages"
    cname: str | None = None
    """The host name to serve; None leaves the one that is set, "" removes it."""
    history: bool = True
    allow_shrink: bool = False
    replace: bool = False
    """Take the place of whatever is there, newer or unknown."""
    source_branch: str | None = None
    """Publish what was made on this branch of the sources, though it is not the default one."""
    dry: bool = False

    @property
    def refs(self) -> tuple[str, str]:
        return f"refs/heads/{self.branch}", f"refs/kangle/{self.branch}"


@dataclass(frozen=True)
class PushResult:
    """How it ended, and what changed on the branch."""

    ending: Ending
    commit: str = ""
    added: int = 0
    changed: int = 0
    removed: int = 0
    why: str = ""
    """Which commit is up and what it is to this one, in Chinese, where that decided."""
    first: bool = False
    """Nothing was on the branch before."""


def publish(data: bytes, output: Path, target: Target, project: Path) -> PushResult:
    """Put the release that `data` (manifest.json) tells of on a branch; raises OutputError before anything moves."""
    release = _read_signed(data)
    here = Repository(project)
    remote = here.address_of(target.remote)
    here.check_branch(target.branch)
    try:
        with open_scratch(here) as scratch:
            blobs = _stage_files(scratch, release, data, output)
            lineage = Lineage(here, here.addresses(remote), scratch.folder.with_name("history.git"))
            return _insist(_Push(scratch, remote, release, blobs, target, lineage))
    except GitError as error:
        raise OutputError(tell_refusal(hide_credentials(remote), error)) from None


@dataclass(frozen=True)
class _Push:
    """One release on its way: from where, to where, and where its history is known."""

    scratch: Scratch
    remote: str
    release: Release
    blobs: Mapping[str, str]
    target: Target
    lineage: Lineage


def _insist(push: _Push) -> PushResult:
    """Try until it is done; raises GitError where the remote keeps failing or others are always first."""
    rivals = failures = 0
    before: dict[str, str] | None = None
    while True:
        try:
            seen = push.scratch.look(push.remote, push.target.refs)
            now = {ref: commit.id for ref, commit in seen.refs.items()}
            if now != before:
                before, failures, rivals = now, 0, rivals + 1
            return _try(push, seen)
        except GitError as error:
            failures += 1
            if failures >= find_refusal(error).tries or rivals >= RIVALS:
                raise
        time.sleep(secrets.SystemRandom().uniform(0, min(4.0, 0.1 * 2**failures)))


def _read_signed(data: bytes) -> Release:
    """The release, if every gate has signed it."""
    try:
        release = read_release(data)
    except ReleaseError as error:
        raise OutputError(f"{NAME}: {error} → 重新运行 kangle gates") from None
    gaps = list(find_unsigned(release))
    if gaps:
        raise OutputError("\n".join(f"{NAME}: {gap} → 重新运行 kangle gates" for gap in gaps))
    return release


def _stage_files(scratch: Scratch, release: Release, data: bytes, output: Path) -> dict[str, str]:
    """Lay every file into the stage, path -> blob; each is the one that was signed, to the byte, and there is no other."""
    tree = open_tree(output)
    if set(tree.files) != release.files.keys():
        strange = sorted(set(tree.files) ^ release.files.keys())
        raise OutputError(f"{output}/{strange[0]}: 检查以后添了或少了 → 重新生成，再运行 kangle gates")
    (scratch.stage / NAME).write_bytes(data)
    blobs = {NAME: scratch.name_blob(data), ".nojekyll": scratch.name_blob(b"")}
    for file in tree.files:
        content = tree.read(file)
        if describe(content) != release.files[file]:
            raise OutputError(f"{output}/{file}: 检查以后被改过 → 重新生成，再运行 kangle gates")
        _stage_file(output.resolve() / file, scratch.stage / file, content)
        blobs[file] = scratch.name_blob(content)
    return blobs


def _stage_file(source: Path, target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.access(source, os.X_OK):  # ghp-import would make a program of it
        target.write_bytes(content)
    else:
        link_or_copy(source, target)


def _set_cname(scratch: Scratch, tip: Commit | None, target: Target) -> dict[str, str]:
    """Lay CNAME into the stage: the one that is asked for, else the one on the branch, which ghp-import would drop."""
    file = scratch.stage / "CNAME"
    file.unlink(missing_ok=True)
    content = f"{target.cname}\n".encode() if target.cname else None
    if target.cname is None and tip and "CNAME" in tip.blobs:
        content = scratch.read_blob(tip.blobs["CNAME"])
    if content is None:
        return {}
    file.write_bytes(content)
    return {"CNAME": scratch.name_blob(content)}


def _try(push: _Push, now: Seen) -> PushResult:
    """One attempt on top of what was seen; raises GitError where somebody else was first or the remote failed."""
    scratch, release, target, seen = push.scratch, push.release, push.target, now.refs
    tip = seen.get(target.refs[0])
    if tip and target.branch in (push.release.source.branch, now.head and now.head[0]):
        _refuse_sources(tip, target)
    up = _find_up(scratch, target, seen) if tip and not target.replace else []
    standing = _judge(push, now, up)
    if standing.kind != "may":
        return PushResult(standing.kind, why=standing.why)
    if tip:
        _refuse_shrinking(tip, release, target)
    blobs = {**push.blobs, **_set_cname(scratch, tip, target)}
    settled = tip is not None and _is_settled(tip, blobs, target)
    if target.dry or (settled and _is_known(release, up)):
        return _count_changes("unchanged" if settled else "would", tip, blobs, why=standing.why)
    parent = tip.id if tip and target.history else None
    commit = scratch.commit_stage(parent, _message(release), datetime.fromisoformat(release.clock))
    _compare_tree(scratch.list_tree(commit), blobs)
    _move(push, seen, commit, settled)
    return _count_changes("unchanged" if settled else "published", tip, blobs, commit, standing.why)


def _judge(push: _Push, now: Seen, up: Iterable[Release]) -> Standing:
    """Whether this release may go up in place of those that are."""
    target = push.target
    if target.replace:
        return Standing("may")
    head = now.head if now.head and now.head[0] != target.branch else None  # else it holds nothing but sites
    judge = Judge(push.lineage, find_trunk(push.lineage.project, head, target.remote), target.source_branch)
    standings = [judge.judge_branch(push.release), *(judge.judge(push.release, other) for other in up)]
    return next((v for v in standings if v.kind != "may"), max(standings, key=lambda v: len(v.why)))


def _move(push: _Push, seen: Mapping[str, Commit], commit: str, settled: bool) -> None:
    """Move both refs at once, or the newest alone where the branch holds this site; raises GitError where neither moved."""
    branch, newest = push.target.refs
    moved = (newest,) if settled else (branch, newest)
    try:
        push.scratch.push(push.remote, commit, _lease(seen, moved))
        return
    except GitError as error:
        # A host that ever took the second ref takes it again: then a refusal is no reason to do without.
        alone = lacks_atomic(error) or (newest not in seen and rejects(error, newest))
        if not alone:
            raise
    push.scratch.push(push.remote, commit, _lease(seen, (branch,)), atomic=False)
    with suppress(GitError):
        push.scratch.push(push.remote, commit, _lease(seen, (newest,)), atomic=False)


def _lease(seen: Mapping[str, Commit], refs: Iterable[str]) -> dict[str, str | None]:
    """Where each ref was seen: the remote moves it only while it still stands there."""
    return {ref: seen[ref].id if ref in seen else None for ref in refs}


def _find_up(scratch: Repository, target: Target, seen: Mapping[str, Commit]) -> list[Release]:
    """The release on the branch, and the newer one that makes the very same site, if there is one."""
    branch, newest = target.refs
    found = [_release_of(scratch, seen[branch], target)]
    # Where the two are different sites the second is a leftover: of a host that could not move both, or of an older branch.
    if newest in seen and _own_files(seen[newest]) == _own_files(seen[branch]):
        found.append(_release_of(scratch, seen[newest], target))
    return found


def _own_files(commit: Commit) -> dict[str, str]:
    return {path: name for path, name in commit.blobs.items() if path not in HOST_FILES}


def _is_known(release: Release, up: Iterable[Release]) -> bool:
    """Whether what is up says already that it was made of this commit at this moment."""
    return any((other.source, other.clock) == (release.source, release.clock) for other in up)


def _compare_tree(made: Mapping[str, tuple[str, str]], blobs: Mapping[str, str]) -> None:
    """Whether a commit holds what was signed, blob by blob, and nothing else; nobody's word is taken for it."""
    wanted = {path: (MODE, blob) for path, blob in blobs.items()}
    strange = sorted(path for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path))
    if strange:
        raise OutputError(
            f"{strange[0]}: 提交里的和签过字的不一样 → 再运行一次；还是这样，重新生成，再运行 kangle gates"
        )


def _is_settled(tip: Commit, blobs: Mapping[str, str], target: Target) -> bool:
    """Whether the branch holds this very site already, and no more of the past than is wanted."""
    same = {**tip.blobs, NAME: ""} == {**blobs, NAME: ""}
    # What is replaced on purpose leaves the branch: its commit is no forebear of those that come.
    kept = not target.replace or tip.blobs.get(NAME) == blobs[NAME]
    return same and kept and (target.history or not tip.parents)


def _release_of(scratch: Repository, commit: Commit, target: Target) -> Release:
    """What a commit of the branch says it is; a branch that holds anything else is not ours to write on."""
    try:
        return read_release(scratch.read_blob(commit.blobs[NAME]))
    except (KeyError, ReleaseError):
        message = f"{target.branch}: 这个分支上放的不是本程序发布的网站，或清单坏了"
        raise OutputError(f"{message} → 检查 --branch；确实要换掉，加上 --replace") from None


def _refuse_sources(tip: Commit, target: Target) -> None:
    """The branch of the sources is not written over, whatever is asked for."""
    if NAME not in tip.blobs and {"pelicanconf.py", "publishconf.py"} <= tip.blobs.keys():
        message = f"{target.branch}: 这个分支上放的是内容和程序，不是网站"
        raise OutputError(f"{message} → 换一个分支，例如 --branch gh-pages；这一个不能换掉")


def _refuse_shrinking(tip: Commit, release: Release, target: Target) -> None:
    pages_up = sum(file.endswith(".html") for file in tip.blobs)
    if release.pages < pages_up * SHRINK and not target.allow_shrink:
        message = f"{target.branch}: 页面从 {pages_up} 页减到 {release.pages} 页，少了两成以上"
        raise OutputError(f"{message} → 检查内容是否完整；确实要减，加上 --allow-shrink")


def _message(release: Release) -> str:
    return f"Publish {release.source.commit[:12]}\n\nSource: {release.source.commit}\nTree: {release.tree}\n"


def _count_changes(
    ending: Ending, tip: Commit | None, blobs: Mapping[str, str], commit: str = "", why: str = ""
) -> PushResult:
    """How the site's own files differ from those on the branch."""
    old = _own_files(tip) if tip else {}
    new = {path: name for path, name in blobs.items() if path not in HOST_FILES}
    changed = sum(old[path] != new[path] for path in old.keys() & new.keys())
    added, removed = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    return PushResult(ending, commit, added, changed, removed, why, first=tip is None)
