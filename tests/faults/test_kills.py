"""A build that is killed leaves the old site or the new one, and nothing in the way of the next build."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.harness import FULL, SEED, Box, Done, Prepared, Tally, Warm, finish

KILLS = 200 if FULL else 3
SHARDS = 20 if FULL else 1
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def interrupt(box: Box, seconds: float, sign: signal.Signals, group: bool, workers: str) -> Done:
    """A build that gets a signal after some time, unless it has ended by then."""
    process = box.start("build", "--workers", workers)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if group:
            os.killpg(process.pid, sign)
        else:
            process.send_signal(sign)
    return finish(process)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_kill_at_any_moment(shard: int, prepared: Prepared, warm: Warm, tmp_path: Path, tally: Tally) -> None:
    """Moments are spread over the whole run, from the start of the process to its end; what is killed is always a process."""
    states: Counter[str] = Counter()
    for number in range(shard, KILLS, SHARDS):
        chance = random.Random(f"{SEED} {number}")
        sign = SIGNALS[number % 3]
        seconds = (number + chance.random()) / KILLS * 1.1 * prepared.seconds
        group = sign == signal.SIGINT and chance.random() < 0.5
        workers = chance.choice("12")
        box = prepared.box.copy(tmp_path / f"box{number}", None if FULL else warm)
        done = interrupt(box, seconds, sign, group, workers)
        state = prepared.state(box)
        states[f"{sign.name} {'ended before' if done.code == 0 else f'left {state}'}"] += 1
        wrong = [] if state in ("old", "new") else [f"the output is {state}"]
        if state == "old" and done.code == 0:
            wrong.append("the old site, and status 0")
        wrong += prepared.heal(box)
        tally.note(f"{sign.name} at a random moment", f"{sign.name} {number} after {seconds:.2f} s", wrong)
        if not wrong:
            box.remove()
    print(dict(states))
    assert not tally.wrong, "\n".join(tally.wrong)
