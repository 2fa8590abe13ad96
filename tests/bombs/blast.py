"""A build of a copy of the example site in a process of its own, and what it cost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bombs.shapes import Shape
from tests.conftest import EXAMPLE, ROOT

AS_OF = "2026-11-23 10:00"


@dataclass(frozen=True)
class Cost:
    """How a build ended and what it took: seconds of CPU, and the most memory of one of its processes."""

    code: int
    said: str
    seconds: float
    megabytes: float


def build(folder: Path, shape: Shape | None = None, patience: int = 60) -> Cost:
    """Build a copy of the example with a bomb in it; a process that uses more CPU than `patience` seconds is ended."""
    content = folder / "content"
    shutil.copytree(EXAMPLE, content)
    if shape:
        shape(content)
    command = [sys.executable, "-m", "plugins", "build", "--content", str(content)]
    command += ["--output", str(folder / "output"), "--as-of", AS_OF]
    said = folder / "said"
    with said.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (patience, patience)),
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    shown = said.read_text("utf-8", "replace")
    return Cost(process.returncode, shown, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
