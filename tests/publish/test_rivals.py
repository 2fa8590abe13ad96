"""Many publishers at once, and publishers that are killed: the branch is always a whole site, and ends as the newest."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.publish.git import Repository
from plugins.publish.push import Target, publish
from plugins.publish.release import Release, read_release
from tests.conftest import ROOT
from tests.publish.stage import (
    BRANCH,
    FULL,
    SEED,
    Project,
    environment,
    git,
    history,
    make_remote,
    open_commit,
    read_signed,
    resign,
    tip,
    vary,
    write,
)

RIVALS, ROUNDS = (50, 10) if FULL else (6, 2)
KILLS = 50 if FULL else 5
SLOW_AND_MOODY = """#!/bin/bash
sleep 0.$((RANDOM % 3))
[ $((RANDOM % 4)) -gt 0 ] || { echo 'not now' >&2; exit 1; }
"""
"""A hook that delays every push and refuses one in four."""


def make_releases(project: Project, folder: Path, orders: list[int]) -> dict[int, Path]:
    """A signed variant of the site for each source commit: its folder, with manifest.json's text beside it."""
    signed = read_signed(project)
    made = {}
    for order in orders:
        output = vary(project.output, folder / f"site-{order}", order)
        write(resign(signed, output, order), folder / f"site-{order}.json")
        made[order] = output
    return made


def put(output: Path, remote: str, project: Path) -> None:
    """One publisher, in a process of its own; its exit status says how it ended."""
    manifest = output.with_suffix(".json").read_bytes()
    ending = publish(manifest, output, Target(remote=remote), project).ending
    os._exit({"published": 0, "unchanged": 3, "older": 4, "would": 5}[ending])


def check_branch(remote: Path, known: dict[int, Path]) -> list[Release]:
    """Every commit is a whole tree equal to its manifest, one of those published, and newer than the one before."""
    releases = [open_commit(remote, commit) for commit in history(remote)]
    for release in releases:
        assert release == read_release(known[release.source.order].with_suffix(".json").read_bytes())
    orders = [release.source.order for release in releases]
    assert orders == sorted(set(orders)), orders
    git(remote, "fsck", "--connectivity-only", "--no-progress")
    return releases


@pytest.mark.parametrize("hook", ["pre-receive", "update"])
def test_the_newest_of_many_stays(hook: str, signed: Project, remote: Path, tmp_path: Path) -> None:
    """50 at once, 10 rounds in all: with a hook on the whole push, and with one on each ref."""
    chance = random.Random(f"{SEED} {hook}")
    script = remote / "hooks" / hook
    script.write_text(SLOW_AND_MOODY)
    script.chmod(0o755)
    context = multiprocessing.get_context("fork")
    known: dict[int, Path] = {}
    endings: dict[int | None, int] = {}
    for number in range(ROUNDS // 2):
        orders = [number * RIVALS + k for k in range(1, RIVALS + 1)]
        folder = tmp_path / f"round-{number}"
        folder.mkdir()
        known |= make_releases(signed, folder, orders)
        chance.shuffle(orders)
        rivals = [context.Process(target=put, args=(known[o], str(remote), signed.folder)) for o in orders]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()
            endings[rival.exitcode] = endings.get(rival.exitcode, 0) + 1
        assert check_branch(remote, known)[-1].source.order == max(orders)
    print(f"{hook}: {RIVALS} publishers x {ROUNDS // 2} rounds, {len(history(remote))} commits, ended as {endings}")
    assert endings.keys() <= {0, 4}, "one gave up"
    assert endings[0] == len(history(remote)), "a commit was lost"


def test_a_ref_that_moves_while_it_is_looked_at_is_seen_where_it_was_fetched(remote: Path, tmp_path: Path) -> None:
    """A publisher asks where the branch stands, and a rival moves it before its files are there."""
    here = tmp_path / "here"
    here.mkdir()
    git(here, "init", "-q", "-b", "main", ".")
    for word in ("earlier", "later"):
        (here / "page.html").write_text(word)
        git(here, "add", ".")
        git(here, "commit", "-qm", word)
    git(here, "push", "-q", str(remote), f"main~1:{BRANCH}")

    class Late(Repository):
        """Between the two questions of `look` the branch moves."""

        def say(self, *arguments: str) -> str:
            said = super().say(*arguments)
            if arguments[0] == "ls-remote":
                git(here, "push", "-q", str(remote), f"+main:{BRANCH}")
            return said

    scratch = make_remote(tmp_path / "scratch.git")
    seen = Late(scratch).look(str(remote), (BRANCH,))
    assert seen.refs[BRANCH].id == tip(remote)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A remote that another process serves, as a host does: it outlives whoever publishes."""
    remote = make_remote(tmp_path / "served" / "remote.git")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        ["git", "daemon", "--reuseaddr", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1",
         f"--port={port}", f"--base-path={remote.parent}"],
        env=environment(ROOT), stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield remote, f"git://127.0.0.1:{port}/remote.git"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_publisher_that_is_killed_leaves_the_branch_whole(
    signed: Project, daemon: tuple[Path, str], tmp_path: Path
) -> None:
    """At any moment the branch is the site before or the site after; whoever comes next publishes as ever."""
    remote, address = daemon
    chance = random.Random(SEED)
    known = make_releases(signed, tmp_path, list(range(1, 2 * KILLS + 3)))
    moved = usual = 0.0
    for order in range(1, 2 * KILLS + 1, 2):
        if order % 10 == 1:  # how long it takes just now, and a publisher that comes after those that were killed
            began = time.monotonic()
            finish(start(signed, known[order], address))
            usual = time.monotonic() - began
            assert check_branch(remote, known)[-1].source.order == order
        before = tip(remote)
        process = start(signed, known[order + 1], address)
        time.sleep(chance.uniform(0.2, 1.1) * usual)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        settle(remote)
        moved += tip(remote) != before
        assert check_branch(remote, known)[-1].source.order in (order + 1, open_commit(remote, before).source.order)
    finish(start(signed, known[2 * KILLS + 2], address))
    assert check_branch(remote, known)[-1].source.order == 2 * KILLS + 2
    print(f"{KILLS} killed: {moved:.0f} had published, {KILLS - moved:.0f} had not")


def start(project: Project, output: Path, address: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "plugins", "publish", "--output", str(output), "--remote", address]
    return subprocess.Popen(
        [*command, "--manifest", str(output.with_suffix(".json"))],
        cwd=project.folder,
        env=environment(ROOT),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[bytes]) -> None:
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()


def _is_locked(remote: Path) -> bool:
    """Whether a lock of git's stands anywhere; os.walk passes over a folder that goes away meanwhile, as git's do."""
    return any(name.endswith(".lock") for _, _, files in os.walk(remote) for name in files)


def settle(remote: Path) -> None:
    """Wait until the host has done with what it had received: no lock of a ref is left."""
    until = time.monotonic() + 10
    while _is_locked(remote) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(remote.rglob("*.lock"))


def test_the_branch_check_sees_a_page_that_is_not_in_the_manifest(
    signed: Project, remote: Path, tmp_path: Path
) -> None:
    """The check itself: a commit somebody adds by hand is not whole."""
    known = make_releases(signed, tmp_path, [1])
    publish(known[1].with_suffix(".json").read_bytes(), known[1], Target(remote=str(remote)), signed.folder)
    check_branch(remote, known)
    git(tmp_path, "clone", "-q", "-b", "gh-pages", str(remote), "hand")
    (tmp_path / "hand" / "index.html").write_text("x")
    git(tmp_path / "hand", "commit", "-qam", "By hand")
    git(tmp_path / "hand", "push", "-q", "origin", BRANCH)
    with pytest.raises(AssertionError, match="not its manifest"):
        check_branch(remote, known)
