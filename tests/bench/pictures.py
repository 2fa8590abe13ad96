"""What many large photos cost a build, in memory and CPU: `python -m tests.bench.pictures`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path
from random import Random

from PIL import Image

from tests.bench.measure import Run, run

PHOTOS, SIZE = 40, (4032, 3024)
ROOT = Path(__file__).resolve().parents[2]
MEMORY, COLD, WARM = 120, 0.15, 0.005
"""Megabytes of the largest process; seconds of CPU that a photo adds to a build from nothing, and to one after it."""


def main() -> None:
    """Build the example site without and with photos of 7 MB, twice each, and say what they took."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        shutil.copytree(ROOT / "tests/site", content)
        bare = [build(Path(folder), "bare") for _ in range(2)]
        # The kernel counts the memory of whoever starts a process as that process's: no photo may ever have been in ours.
        with get_context("spawn").Pool(1) as apart:
            total = apart.apply(write_photos, (content / "images",))
        name_photos(content)
        full = [build(Path(folder), "full") for _ in range(2)]
    cold, warm = ((after.cpu - before.cpu) / PHOTOS for before, after in zip(bare, full, strict=True))
    largest = max(one.largest for one in full) // 1_000_000
    print(f"{PHOTOS} photos, {total // 1_000_000} MB: {cold:.3f} s of CPU each, {warm:.4f} s when nothing has changed")
    print(
        f"largest process {largest} MB, without them {bare[0].largest // 1_000_000} MB; bars {COLD} s, {WARM} s, {MEMORY} MB"
    )
    sys.exit(cold > COLD or warm > WARM or largest > MEMORY)


def name_photos(content: Path) -> None:
    """A story that shows them all: what nobody names is not sent."""
    head = "---\ntitle: 很多照片\ndate: 2026-11-20\ncolumn: diary\nsummary: 四十张。\n---\n"
    shown = (f"![第{n}张](/images/{file.name})" for n, file in enumerate(sorted((content / "images").glob("*.jpg")), 1))
    (content / "news/2026/photos.md").write_text(head + "\n\n".join(shown) + "\n", "utf-8")


def write_photos(folder: Path) -> int:
    """Shapes with the grain of a phone's camera; no two are the same."""
    chosen = Random(7)
    shapes = Image.frombytes("RGB", (126, 95), chosen.randbytes(126 * 95 * 3)).resize(SIZE)
    grain = Image.frombytes("RGB", SIZE, chosen.randbytes(SIZE[0] * SIZE[1] * 3))
    photo, total = Image.blend(shapes, grain, 0.1), 0
    for number in range(PHOTOS):
        file = folder / f"photo-{number}.jpg"
        photo.putpixel((number, 0), (255, 0, 0))
        photo.save(file, "JPEG", quality=95)
        total += file.stat().st_size
    return total


def build(folder: Path, output: str) -> Run:
    command = [sys.executable, "-m", "plugins", "build", "--content", str(folder / "content")]
    command += ["--output", str(folder / output), "--as-of", "2026-11-23 09:30", "--workers", "2"]
    return run(command, ROOT, dict(os.environ))


if __name__ == "__main__":
    main()
