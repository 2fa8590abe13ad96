"""Two trees of this repository on the same stories, in turn: a cold build, one with nothing changed, one story edited.

python -m tests.bench.pairs OLD NEW [--stories 10000] [--runs 3]

OLD and NEW are working trees with their own .venv. Judge by the seconds of all cores: on a machine that has other work
the clock says what the others did. OLD makes the stories, so that both can read them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.measure import Run, run

MOMENT = "2026-11-28T10:00"
STEPS = ("cold", "nothing", "edit")
Pair = tuple[Run, Run]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pairs")
    parser.add_argument("trees", nargs=2, type=Path, metavar="TREE", help="the older tree, then the newer")
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3, help="of each, in turn")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    old, new = (tree.resolve() for tree in asked.trees)
    with tempfile.TemporaryDirectory() as folder:
        content = make_content(old, Path(folder) / "content", asked.stories)
        written = sorted((content / "news").rglob("story-*.md"))
        edited = written[len(written) // 2]
        found: dict[str, list[Pair]] = {step: [] for step in STEPS}
        for _ in range(asked.runs):
            each = [dict(build_thrice(tree, content, edited, Path(folder), asked.workers)) for tree in (old, new)]
            for step in STEPS:
                found[step].append((each[0][step], each[1][step]))
    print("\n".join(show(found)))


def make_content(tree: Path, content: Path, stories: int) -> Path:
    """A tree's example town, or what it has instead, with this many stories for its news."""
    towns = (tree / "tests/site_town", tree / "content")
    shutil.copytree(next(town for town in towns if town.is_dir()), content)
    shutil.rmtree(content / "news")
    for beside in ("notes", "data/discussion"):
        shutil.rmtree(content / beside, ignore_errors=True)
    (content / "data/synonyms.yaml").unlink(missing_ok=True)
    for body in content.rglob("*.md"):
        body.write_text(re.sub(r"\]\(/news/[^)]*\)", "](/news/)", body.read_text("utf-8")), "utf-8")
    write = "import sys; from pathlib import Path; from tests.bench.generate import make_stories, write_kangle; "
    write += "write_kangle(make_stories(int(sys.argv[1])), Path(sys.argv[2]))"
    subprocess.run([tree / ".venv/bin/python", "-c", write, str(stories), str(content)], cwd=tree, check=True)
    return content


def build_thrice(tree: Path, content: Path, edited: Path, folder: Path, workers: int) -> Iterator[tuple[str, Run]]:
    """What each step takes of one tree; the content is left as it was."""
    output = folder / "site" / "output"
    shutil.rmtree(output.parent, ignore_errors=True)
    command = [
        str(tree / ".venv/bin/kangle"),
        "build",
        "--settings",
        str(tree / "pelicanconf.py"),
        "--content",
        str(content),
        "--output",
        str(output),
    ]
    command += ["--as-of", MOMENT, "--workers", str(workers)]
    before = edited.read_bytes()
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for step in STEPS:
        if step == "edit":
            edited.write_bytes(before + "\n又加了一句话。\n".encode())
        yield step, run(command, folder, environ)
    edited.write_bytes(before)


def show(found: Mapping[str, Sequence[Pair]]) -> Iterator[str]:
    """A table: seconds of all cores and by the clock, megabytes of the largest process, and NEW's share of OLD's."""
    yield "| | old, cores | new, cores | × | old, clock | new, clock | × | old, MB | new, MB |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for step, pairs in found.items():
        cells = [cell for name in ("cpu", "wall") for cell in _compare(name, pairs)]
        cells += [f"{max(pair[i].largest for pair in pairs) / 1e6:.0f}" for i in (0, 1)]
        yield f"| {step} | {' | '.join(cells)} |"


def _compare(name: str, pairs: Sequence[Pair]) -> Iterator[str]:
    """The medians of both, and of the ratios pair by pair."""
    both = [(getattr(old, name), getattr(new, name)) for old, new in pairs]
    yield f"{statistics.median(old for old, _ in both):.2f} s"
    yield f"{statistics.median(new for _, new in both):.2f} s"
    yield f"**{statistics.median(new / old for old, new in both):.2f}**"


if __name__ == "__main__":
    main()
