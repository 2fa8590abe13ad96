"""One prepared site per worker, a fresh copy of it per fault, and the totals at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.harness import FULL, Box, Prepared, Tally, Warm, prepare


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    runner = Warm(tmp_path_factory.mktemp("warm"))
    yield runner
    runner.end()


@pytest.fixture(scope="session")
def prepared(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("prepared"), None if FULL else warm)


@pytest.fixture
def box(prepared: Prepared, warm: Warm, tmp_path: Path) -> Box:
    """The old site, with the new one's content; in full, every command is a process of its own."""
    return prepared.box.copy(tmp_path / "box", None if FULL else warm)


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """Counts faults; the totals of all tests are told at the end of the run."""
    counted = Tally()
    yield counted
    record_property("faults", json.dumps([counted.runs, counted.whole]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many faults of each kind were met, and how many left a whole site that the next build made right."""
    total: dict[str, list[int]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "teardown":
                continue
            for value in (value for name, value in report.user_properties if name == "faults"):
                runs, whole = json.loads(value)
                for kind, count in runs.items():
                    seen = total.setdefault(kind, [0, 0])
                    seen[0] += count
                    seen[1] += whole[kind]
    if total:
        terminalreporter.section("faults: whole afterwards / met")
        for kind, (runs, whole) in sorted(total.items()):
            terminalreporter.line(f"{kind:<40}{whole:>6} / {runs}")
        runs, whole = (sum(column) for column in zip(*total.values(), strict=True))
        terminalreporter.line(f"{'all':<40}{whole:>6} / {runs}")
