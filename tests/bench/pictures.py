"""How large the largest process grows on a site of many large pictures: `python -m tests.bench.pictures`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.bench.measure import run
from tests.pictures import chunk, png

PICTURES, SIZE, PIECE = 30, 9_100_000, 100_000
ROOT = Path(__file__).resolve().parents[2]
BAR = 120
"""Megabytes: a picture is never held whole by the process that builds."""


def main() -> None:
    """Build the example site without and with 30 pictures of 9.1 MB, and say what the largest process took."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        shutil.copytree(ROOT / "tests/site", content)
        bare = build(Path(folder), "bare")
        chosen = Random(7)
        for number in range(PICTURES):
            write_picture(content / f"images/large-{number}.png", chosen)
        full = build(Path(folder), "full")
    print(
        f"{PICTURES * SIZE // 1_000_000} MB of pictures: largest process {full} MB, without them {bare} MB; bar {BAR} MB"
    )
    sys.exit(full > BAR)


def write_picture(file: Path, chosen: Random) -> None:
    """A PNG of noise, a piece at a time: a child's largest size counts from what its parent held when it was started."""
    whole = png(8, 5)
    with file.open("wb") as opened:
        opened.write(whole[:-12])
        for _ in range(SIZE // PIECE):
            opened.write(chunk(b"IDAT", chosen.randbytes(PIECE)))
        opened.write(whole[-12:])


def build(folder: Path, output: str) -> int:
    """The largest process of one build, in megabytes."""
    command = [sys.executable, "-m", "plugins", "build", "--content", str(folder / "content")]
    command += ["--output", str(folder / output), "--as-of", "2026-11-23 09:30", "--workers", "2"]
    return run(command, ROOT, dict(os.environ)).largest // 1_000_000


if __name__ == "__main__":
    main()
