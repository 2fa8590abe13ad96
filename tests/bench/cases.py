"""What it costs to read and show the cases of many years, and how that grows: `python -m tests.bench.cases`."""

from __future__ import annotations

import math
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import yaml

from plugins.composition import all_pages
from plugins.rules import read
from plugins.site import make_site
from plugins.site.paging import PER_PAGE
from tests.conftest import EXAMPLE, NOW, at
from tests.test_cases import make_case

MOST, EXPONENT = 5_000, 1.1
"""The bars: so many cases, and how the seconds grow with their number."""


def main() -> None:
    """Measure a quarter and the whole; exit status 1 where it grows faster than the cases."""
    quarter, whole = (min(measure(MOST // by) for _ in range(2)) for by in (4, 1))
    exponent = math.log(whole / quarter, 4)
    print(
        f"{MOST // 4} cases {quarter:.2f} s of CPU, {MOST} cases {whole:.2f} s: exponent {exponent:.2f} of {EXPONENT}"
    )
    sys.exit(exponent > EXPONENT)


def measure(count: int) -> float:
    """Seconds of CPU that so many cases add to reading a site and making every view of it."""
    return _spend(count) - _spend(0)


def _spend(count: int) -> float:
    chance = random.Random(count)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        shutil.copytree(EXAMPLE, content)
        for year in range(2016, 2026):
            rows = [make_case(number, chance, year) for number in range(1, count // 10 + 1)]
            text = yaml.dump(rows, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
            (content / f"data/cases/{year}.yaml").write_text(text, "utf-8")
        begun = time.process_time()
        reading = read(content)
        assert reading.sources, reading.errors[:3]
        pages = [page.view for page in all_pages(make_site(reading.sources, at(NOW))) if "/cases/" in page.address]
        took = time.process_time() - begun
    lists = [view for view in pages if hasattr(view, "groups")]
    assert all(len(group.items) <= PER_PAGE for view in lists for group in view.groups)
    return took


if __name__ == "__main__":
    main()
