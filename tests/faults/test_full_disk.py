"""A disk that is really full: a small file system of its own (tmpfs), which only root can make."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harness import FULL, Prepared, Tally, Warm, told

MOUNT = 64 * 1024 * 1024
FREE = (0, 1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 80, 96, 128, 192, 256) if FULL else (0, 24)
"""Kilobytes, or names of files, that are left when the build begins; the new site needs about a hundred of each."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    options = f"size={MOUNT},nr_inodes=4096"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        assert os.geteuid() != 0, made.stderr
        pytest.skip(f"no small disk to fill: {made.stderr.strip()}; a full disk is only played here (test_calls.py)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill_bytes(disk: Path, left: int) -> None:
    """Take all room but some kilobytes."""
    filler = disk / "filler"
    filler.mkdir()
    found = os.statvfs(disk)
    with (filler / "file").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(found.f_bavail * found.f_frsize - left * 1024, 1))


def fill_names(disk: Path, left: int) -> None:
    """Take all names but some."""
    filler = disk / "filler"
    filler.mkdir()
    for number in range(os.statvfs(disk).f_favail - left):
        (filler / str(number)).touch()


@pytest.mark.parametrize("fill", [fill_bytes, fill_names])
def test_full_disk(fill, disk: Path, prepared: Prepared, warm: Warm, tally: Tally) -> None:
    codes = {}
    for left in FREE:
        box = prepared.box.copy(disk / f"box{left}", None if FULL else warm)
        fill(disk, left)
        done = box.build()
        state = prepared.state(box)
        codes[left] = done.code
        wrong = [] if state in ("old", "new") else [f"the output is {state}"]
        if state == "old" and done.code == 0:
            wrong.append("the old site, and status 0")
        if done.code:
            wrong += told(done.err)
            if "磁盘满了" not in done.err:
                wrong.append(f"does not say that the disk is full: {done.err.strip()}")
        subprocess.run(["rm", "-rf", str(disk / "filler")], check=True)
        wrong += prepared.heal(box)
        what = "bytes" if fill is fill_bytes else "names"
        tally.note(f"a disk really without room for {what}", f"{left} {what} left, status {done.code}", wrong)
        box.remove()
    print(f"status by what was left: {codes}")
    assert not tally.wrong, "\n".join(tally.wrong)
