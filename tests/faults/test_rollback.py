"""An earlier site is put back byte for byte, every time."""

from __future__ import annotations

import random

from plugins.incremental.stage import KEPT
from tests.faults.harness import SEED, Box, Prepared, Tally, look, told

REHEARSALS = 20


def test_twenty_rehearsals(prepared: Prepared, box: Box, tally: Tally) -> None:
    """Any number of steps back; the site that stood there becomes the newest release."""
    chance = random.Random(SEED)
    standing = look(box.output)
    kept = [look(folder) for folder in sorted((box.workshop / "releases").iterdir(), reverse=True)]
    assert len(kept) == KEPT
    seconds = []
    for number in range(REHEARSALS):
        steps = 1 if number == 0 else chance.randint(1, KEPT)
        done = box.run("rollback", str(steps))
        seconds.append(done.seconds)
        wrong = [] if (done.code, done.complaint) == (0, "") else [f"status {done.code}: {done.err}"]
        standing, kept = kept[steps - 1], [standing, *kept][:KEPT]
        if look(box.output) != standing:
            wrong.append("the output is not the site of that time")
        if [look(folder) for folder in sorted((box.workshop / "releases").iterdir(), reverse=True)] != kept:
            wrong.append("the releases are not those that were")
        tally.note("rollback rehearsed", f"rehearsal {number}, {steps} back", wrong)
    print(f"rollbacks: slowest {max(seconds):.2f} s, mean {sum(seconds) / len(seconds):.2f} s")
    assert not tally.wrong, "\n".join(tally.wrong)
    assert prepared.heal(box) == []


def test_beyond_what_is_kept(prepared: Prepared, box: Box) -> None:
    for steps in (KEPT + 1, 1000):
        done = box.run("rollback", str(steps))
        assert done.code == 2
        assert f"没有往前第 {steps} 个版本" in done.err
        assert told(done.err) == []
        assert prepared.state(box) == "old"
    for steps in ("0", "-1", "x"):
        assert box.run("rollback", "--", steps).code == 2
        assert prepared.state(box) == "old"
    assert prepared.leftovers(box) == []


def test_there_and_back(prepared: Prepared, box: Box) -> None:
    assert box.build().code == 0
    assert box.run("rollback").code == 0
    assert prepared.state(box) == "old"
    assert box.run("rollback").code == 0
    assert prepared.state(box) == "new"
    done = box.build()
    assert (done.code, done.complaint) == (0, "")
    assert prepared.state(box) == "new"
