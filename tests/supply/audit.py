"""Known vulnerabilities in what we use, asked of the advisory service; no answer is never taken for a good one.

Run as `python -m tests.supply.audit`: 0 nothing known, 1 something known, 2 not everything could be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Sequence

from tests.supply.lock import LOCKS, ROOT, normalise, read_lock

PATIENCE = 600


def audit(options: Sequence[str] = ()) -> tuple[int, str]:
    """Ask about every package of the lock files, the tests' too; the exit status and what to say."""
    locked = {p.name for lock in LOCKS for p in read_lock(ROOT / lock)}
    try:
        done = subprocess.run(
            [
                sys.executable, "-m", "pip_audit", "-r", "requirements-dev.txt", "--require-hashes", "--disable-pip",
                "--format=json", "--progress-spinner=off", *options,
            ],
            capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 2, f"the advisory service did not answer within {PATIENCE} s: nothing is known"
    return judge(done.stdout, done.stderr, locked)


def judge(report: str, said: str, locked: Collection[str]) -> tuple[int, str]:
    """What a report of pip-audit is worth: it exits with 0 too where it skipped every package."""
    try:
        rows = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = said.strip().splitlines()[-1:] or ["no report"]
        return 2, f"the advisory service could not be asked, nothing is known: {last[0]}"
    known = [f"{r['name']} {r['version']}: {v['id']}" for r in rows for v in r.get("vulns", ())]
    if known:
        return 1, "\n".join(known)
    asked = {normalise(row["name"]) for row in rows if "vulns" in row}
    unknown = sorted(({normalise(row["name"]) for row in rows} | set(locked)) - asked)
    if unknown:
        return 2, f"no answer about {len(unknown)} packages, nothing is known of them: {', '.join(unknown)}"
    return 0, f"nothing known against {len(asked)} packages"


if __name__ == "__main__":
    status, words = audit(sys.argv[1:])
    print(words)
    sys.exit(status)
