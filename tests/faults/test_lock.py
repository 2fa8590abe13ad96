"""Two builds at once: the second is refused, and neither is mixed; a lock never outlives its build."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from tests.faults.harness import PATIENCE, Box, Prepared, finish


def pause(box: Box, workers: str) -> subprocess.Popen[str]:
    """A build that stands still while it writes its stage, workers and all."""
    process = box.start("build", "--workers", workers, env=box.fault("write:STOP:3"))
    until = time.monotonic() + PATIENCE
    while not box.fired.exists():
        assert time.monotonic() < until and process.poll() is None, finish(process).err
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGSTOP)
    return process


@pytest.mark.parametrize("workers", ["1", "2"])
def test_second_build_is_refused_while_one_is_paused(workers: str, prepared: Prepared, box: Box) -> None:
    first = pause(box, workers)
    try:
        for verb in ("build", "rollback"):
            second = box.run(verb)
            assert second.code == 2
            assert f"另一次生成正在进行（进程 {first.pid}）" in second.err
            assert "Traceback" not in second.err
            assert prepared.state(box) == "old"
    finally:
        os.killpg(first.pid, signal.SIGCONT)
    done = finish(first)
    assert (done.code, done.complaint) == (0, "")
    assert prepared.state(box) == "new"
    assert prepared.leftovers(box) == []


def test_lock_of_a_killed_build_does_not_block(prepared: Prepared, box: Box) -> None:
    first = pause(box, "2")
    first.kill()
    assert finish(first).code == -signal.SIGKILL
    assert str(first.pid) == (box.workshop / "lock").read_text()
    done = box.build()
    assert done.code == 0, done.err
    assert prepared.state(box) == "new"
    assert prepared.leftovers(box) == []


def test_five_builds_at_once(prepared: Prepared, box: Box) -> None:
    ended = [finish(process) for process in [box.start("build", "--workers", "1") for _ in range(5)]]
    assert {done.code for done in ended} <= {0, 2}
    assert any(done.code == 0 for done in ended)
    assert all("另一次生成正在进行" in done.err for done in ended if done.code == 2)
    assert prepared.state(box) == "new"
    assert prepared.leftovers(box) == []
