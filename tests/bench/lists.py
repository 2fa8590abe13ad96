"""How heavy the pages of long lists are, and what it costs to plan them: `python -m tests.bench.lists`."""

from __future__ import annotations

import argparse
import gc
import math
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import yaml

from plugins.composition import plan_site
from plugins.incremental import Plan, Templates
from plugins.incremental.render import make_environment, render_sheet
from plugins.rules import read
from plugins.site import Site, make_site
from tests.conftest import EXAMPLE, NOW, ROOT, at

SIZES = {"policies": 3_500, "services": 5_000, "organizations": 500, "guides": 1_000, "activities": 400}
TURNS = 3
KB, NODES, PLAN, EXPONENT = 100, 2_000, 5.0, 1.1
"""The bars: a list's page, its elements, seconds of CPU to plan all, and how that grows with the policies."""


def main() -> None:
    """Plan and render; exit status 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.lists")
    parser.add_argument("--part", type=float, default=1.0, help="a share of the sizes, for a quick look")
    part = parser.parse_args().part
    sizes = {kind: max(2, round(count * part)) for kind, count in SIZES.items()}
    gc.disable()  # as `kangle build` does
    site = make_large(sizes)
    whole, plan, templates = time_plan(site, TURNS)
    print(f"plan of {', '.join(f'{count} {kind}' for kind, count in sizes.items())}: {whole:.2f} s of CPU", flush=True)
    rows = sorted(weigh_lists(plan, templates), key=lambda row: -row[1])
    print(f"{len(rows)} pages of lists; the heaviest:")
    for address, size, nodes in rows[:8]:
        print(f"  {size / 1000:6.1f} KB {nodes:5} elements {address}")
    most_nodes = max(nodes for _, _, nodes in rows)
    print(f"most: {rows[0][1] / 1000:.1f} KB of {KB}, {most_nodes} elements of {NODES}", flush=True)
    del site, plan
    alone = {}
    for count in (sizes["policies"] // 4, sizes["policies"], sizes["policies"] * 4):
        alone[count] = time_plan(make_large({"policies": count}), TURNS)[0]
        print(f"plan of {count} policies alone: {alone[count]:.3f} s of CPU", flush=True)
    few, many = min(alone), max(alone)
    exponent = math.log(alone[many] / alone[few], many / few)
    print(f"exponent from {few} to {many} policies: {exponent:.2f} of {EXPONENT}")
    late = whole > PLAN or alone[sizes["policies"]] > PLAN or exponent > EXPONENT
    sys.exit(rows[0][1] > KB * 1000 or most_nodes > NODES or late)


def make_large(sizes: dict[str, int]) -> Site:
    """The example with as many entries as asked for, read as a build reads it."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        shutil.copytree(EXAMPLE, content)
        grow(content, sizes)
        reading = read(content)
    if reading.sources is None:
        raise SystemExit("\n".join(map(str, reading.errors[:10])))
    return make_site(reading.sources, at(NOW), "https://www.kangle.test")


def time_plan(site: Site, turns: int) -> tuple[float, Plan, Templates]:
    """Seconds of CPU to plan a site and make the views of its policies: the least of several, for other work only adds."""
    took = []
    for _ in range(turns):
        templates = Templates(ROOT / "theme")
        begun = time.process_time()
        plan = plan_site(site, templates)
        views = [page.view for page in plan.pages if page.address.startswith("/policies/")]
        took.append(time.process_time() - begun)
        assert len(views) > len(site.sources.policies)
        gc.collect()
    return min(took), plan, templates


def weigh_lists(plan: Plan, templates: Templates) -> Iterator[tuple[str, int, int]]:
    """Each page that is no entry's own, with its bytes and elements."""
    environment = make_environment(templates)
    for sheet in plan.sheets:
        if sheet.is_main and not sheet.page.source:
            html = render_sheet(environment, sheet, sheet.page.view, plan.frame)
            yield sheet.page.address, len(html.encode()), len(re.findall(r"<[a-z]", html))


def grow(content: Path, sizes: dict[str, int]) -> None:
    """As many entries as asked for, each like the first of its kind."""
    for kind, count in sizes.items():
        if kind in ("services", "organizations"):
            rows = yaml.safe_load((content / f"data/{kind}.yaml").read_text("utf-8"))
            needed = {
                "services": ("category", "description", "locations"),
                "organizations": ("kind", "purpose"),
            }[kind]
            first = {key: rows[0][key] for key in ("id", "name", *needed) if key in rows[0]}
            rows += [{**deepcopy(first), "id": f"like-{n}", "name": f"{first['name'][:12]}之{n}"} for n in range(count)]
            (content / f"data/{kind}.yaml").write_text(
                yaml.safe_dump(rows, allow_unicode=True, sort_keys=False), "utf-8"
            )
            continue
        first_file = min(file for file in (content / kind).rglob("*.md"))
        text = first_file.read_text("utf-8")
        for n in range(count):
            (first_file.parent / f"like-{n}.md").write_text("\n".join(_vary(text, n)), "utf-8")


def _vary(text: str, n: int) -> Iterator[str]:
    for line in text.split("\n"):
        if line.startswith(("aliases:", "slug:", "number:", "supersedes:")):
            continue
        yield f"{line}之{n}" if line.startswith("title:") else line


if __name__ == "__main__":
    main()
