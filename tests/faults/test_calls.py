"""Every call that can fail fails once: the output is the old site or the new one, and the failure is told."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.harness import FULL, SEED, Box, Prepared, Tally, Warm, told
from tests.faults.inject.sitecustomize import KINDS

ERRORS = ("ENOSPC", "EIO", "EACCES")
READ_ERRORS = {"read_open": (*ERRORS, "ENOENT"), "read": ("EIO",)}
SHARDS = 16 if FULL else 1
SAMPLE = 8
_UNDONE = "网站没有更新"


@dataclass(frozen=True)
class Fault:
    """One call that is to fail, in one command."""

    kind: str
    action: str
    k: int
    verb: str = "build"
    workers: int = 1
    sticky: bool = False
    exchange: bool = True

    @property
    def name(self) -> str:
        how = ("" if self.exchange else ", no renameat2") + (", from then on" if self.sticky else "")
        return f"{self.verb} -w{self.workers}: {self.kind} {self.k} {self.action}{how}"

    @property
    def group(self) -> str:
        """What it is counted under."""
        how = {"KILL": "killed at a call", "STOP": "stopped"}.get(self.action, self.action)
        extra = " from then on" if self.sticky else "" if self.exchange else " without renameat2"
        kind = "any change" if self.kind == "change" else self.kind
        return f"{self.verb}, {self.workers} worker{'s' if self.workers > 1 else ''}: {kind} {how}{extra}"

    def run(self, box: Box) -> tuple[int, str]:
        env = box.fault(f"{self.kind}:{self.action}:{self.k}{':sticky' if self.sticky else ''}")
        if not self.exchange:
            env["FAULT_NO_EXCHANGE"] = "1"
        options = ("--workers", str(self.workers)) if self.verb == "build" else ()
        done = box.run(self.verb, *options, env=env)
        return done.code, done.err

    def attempt(self, prepared: Prepared, box: Box) -> list[str] | None:
        """What went wrong; None where the run has no k-th call of the kind."""
        goal = "new" if self.verb == "build" else "older"
        code, err = self.run(box)
        fired = box.fired.read_text("utf-8").splitlines() if box.fired.exists() else []
        state = prepared.state(box)
        wrong = [] if state in ("old", goal) else [f"the output is {state}"]
        if state == "old" and code == 0:
            wrong.append(f"the old site, and status 0: {err.strip()}")
        if code != 0 and self.action != "KILL":
            wrong += told(err)
            if self.kind not in ("read", "sql") and not any(names(box, line, err) for line in fired):
                wrong.append(f"names no path: {err.strip()}")
            if state != "old" and _UNDONE in err:
                wrong.append(f"says the site is as it was, and it is {state}: {err.strip()}")
        if code > 2 or (code < 0 and self.action != "KILL"):
            wrong.append(f"status {code}")
        wrong = [f"{line} [{', '.join(fired[:1])}]" for line in wrong + prepared.heal(box)]
        return wrong if fired else None


def names(box: Box, fired: str, err: str) -> bool:
    """Whether a message names the path of a call that failed, or a folder that it is in."""
    path = Path(fired.partition(" ")[2]).relative_to(box.folder)
    return any(str(part) in err for part in (path, *path.parents) if str(part) != ".")


def count_calls(
    prepared: Prepared, folder: Path, warm: Warm, verb: str, workers: int = 1, exchange: bool = True
) -> Mapping[str, int]:
    """How many calls of each kind a run without a fault makes."""
    box = prepared.box.copy(folder, warm)
    code, err = Fault("change", "EIO", 0, verb, workers, exchange=exchange).run(box)
    assert code == 0, err
    counted = box.counted()
    box.remove()
    return {**counted, "change": counted["asked"]}


def every_fault(prepared: Prepared, folder: Path, warm: Warm) -> Iterator[Fault]:
    """All faults of the full sweep: each call of each kind, once with each error."""
    one = count_calls(prepared, folder / "one", warm, "build")
    two = count_calls(prepared, folder / "two", warm, "build", 2)
    bare = count_calls(prepared, folder / "bare", warm, "build", exchange=False)
    back = count_calls(prepared, folder / "back", warm, "rollback")
    for kind in KINDS:
        for action in READ_ERRORS.get(kind, ERRORS):
            yield from (Fault(kind, action, k) for k in range(1, one[kind] + 1))
    yield from (Fault("change", "KILL", k) for k in range(1, one["change"] + 1))
    yield from (Fault("change", "ENOSPC", k, sticky=True) for k in range(1, one["change"] + 1))
    for action in ("ENOSPC", "KILL"):
        yield from (Fault("change", action, k, workers=2) for k in range(1, two["change"] + 1, 3))
    yield from (Fault("rename", action, k, exchange=False) for action in ERRORS for k in range(1, bare["rename"] + 1))
    for action in (*ERRORS, "KILL"):
        yield from (Fault("change", action, k, "rollback") for k in range(1, back["change"] + 1))


def sample(faults: list[Fault], size: int) -> list[Fault]:
    """A few faults of every group, the same for the same seed."""
    chance = random.Random(SEED)
    groups: dict[str, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.group, []).append(fault)
    chosen = [chance.choice(group) for group in groups.values()]
    chance.shuffle(chosen)
    return chosen[:size]


@pytest.fixture(scope="module")
def faults(prepared: Prepared, warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> list[Fault]:
    found = list(every_fault(prepared, tmp_path_factory.mktemp("counts"), warm))
    return found if FULL else sample(found, SAMPLE)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_failing_call(
    shard: int, faults: list[Fault], prepared: Prepared, warm: Warm, tmp_path: Path, tally: Tally
) -> None:
    for number, fault in enumerate(faults[shard::SHARDS]):
        box = prepared.box.copy(tmp_path / f"box{number}", warm)
        wrong = fault.attempt(prepared, box)
        if wrong is None:
            wrong = ["there was no such call"]
        tally.note(fault.group, fault.name, wrong)
        if not wrong:
            box.remove()
    assert not tally.wrong, f"{len(tally.wrong)} complaints\n" + "\n".join(tally.wrong)
