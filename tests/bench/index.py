"""What the search's index costs of a build: `python -m tests.bench.index [--stories 10000]`.

A site is built as ever, then its index alone is made again of the finished pages: whole, and after one story was edited.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from plugins.composition import plan_site
from plugins.incremental import Plan, Templates
from plugins.rules import read
from plugins.site import Artifact, Bundle, Finisher, make_site
from tests.bench.measure import run
from tests.bench.pairs import MOMENT, make_content
from tests.conftest import ROOT, at

FULL, EDIT = 0.5, 0.15
"""The bars: a full index of the cold build's time, and one edit's of a full index."""
ADDED = "又加了一句话。"
Given = dict[str, str]


def main() -> None:
    """Build, index, edit, index; exit status 1 where a bar is missed or an edit's index is another than a full one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.index")
    parser.add_argument("--stories", type=int, default=10_000)
    stories = parser.parse_args().stories
    with tempfile.TemporaryDirectory() as folder:
        content, output = make_content(ROOT, Path(folder) / "content", stories), Path(folder) / "site" / "output"
        command = [str(Path(sys.executable).with_name("kangle")), "build", "--settings", str(ROOT / "pelicanconf.py")]
        command += ["--content", str(content), "--output", str(output), "--as-of", MOMENT]
        cold = run(command, Path(folder), os.environ).cpu
        reading = read(content)
        assert reading.sources, reading.errors[:3]
        plan = plan_site(make_site(reading.sources, at(MOMENT.replace("T", " "))), Templates(ROOT / "theme"))
        begun = time.process_time()
        given = take(plan, output)
        files = make(plan.finishers, given)
        full = time.process_time() - begun
    print(f"cold build {cold:.2f} s of CPU, full index {full:.2f} s: {full / cold:.2f} of {FULL}")
    edited = {finisher: dict(pages) for finisher, pages in given.items()}
    page = next(page for page in sorted(given["search"]) if "story-" in page)
    edited["search"][page] += ADDED
    begun = time.process_time()
    mended = make(plan.finishers, edited, files)
    again = time.process_time() - begun
    print(f"one story edited {again:.2f} s: {again / full:.2f} of {EDIT}")
    same = mended == make(plan.finishers, edited)
    print(f"{sum(map(len, mended.values()))} files, the same as a full index's: {'yes' if same else 'NO'}")
    sys.exit(not same or full > FULL * cold or again > EDIT * full)


def take(plan: Plan, output: Path) -> dict[str, Given]:
    """What every finisher takes of every page."""
    found: dict[str, Given] = {finisher.name: {} for finisher in plan.finishers}
    for page in plan.pages:
        html = (output / page.file).read_text("utf-8")
        for finisher in plan.finishers:
            found[finisher.name][page.file] = finisher.take(page, html)
    return found


def make(
    finishers: Sequence[Finisher], given: Mapping[str, Given], former: Mapping[str, Sequence[Artifact]] | None = None
) -> dict[str, Sequence[Artifact]]:
    """The files by the bundle they are of; a bundle of `former` is carried over, as a build does."""
    files: dict[str, Sequence[Artifact]] = {}
    for finisher in finishers:
        for made in finisher.make(given[finisher.name]):
            if isinstance(made, Bundle):
                kept = (former or {}).get(made.made_of)
                files[made.made_of] = tuple(made.make()) if kept is None else kept
            else:
                files[made.file] = (made,)
    return files


if __name__ == "__main__":
    main()
