"""One finished build for all tests to start from, and the totals of a full sweep."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.conftest import Once
from tests.incremental.project import Project, make_project

FULL = bool(os.environ.get("FULL"))
"""Whether to run every sequence and every pair: `make incremental`, `make reproducible`."""

T = TypeVar("T")


def some(cases: Mapping[str, T]) -> list[Any]:
    """Half of the cases, the same ones every day, as parameters of a test; in full, all."""
    kept = sorted(cases) if FULL else random.Random("half").sample(sorted(cases), (len(cases) + 1) // 2)
    return [pytest.param(case, id=name) for name, case in cases.items() if name in kept]


@pytest.fixture(scope="session")
def finished(once: Once) -> Project:
    """The example site, built; tests copy it and never change it."""
    return Project(once("finished", finish) / "project")


def finish(folder: Path) -> None:
    project = make_project(folder / "project")
    built = project.build()
    assert built.status == 0, built.said
    assert built.rendered == built.pages


@pytest.fixture
def project(finished: Project, tmp_path: Path) -> Project:
    """A copy of the finished build to change."""
    shutil.copytree(finished.folder, tmp_path / "project")
    return Project(tmp_path / "project")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The totals that tests recorded, such as "200 sequences: 0 differing"."""
    totals: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    for reports in ("passed", "failed"):
        for report in terminalreporter.getreports(reports):
            found = {name: count for name, count in report.user_properties if report.when == "call"}
            totals.update(found)
            differing.update(name for name in found if reports == "failed")
    for things in ("sequences", "pairs"):
        if totals[things]:
            steps = f", {totals['steps']} steps" if totals["steps"] and things == "sequences" else ""
            terminalreporter.write_line(f"{totals[things]} {things}{steps}: {differing[things]} differing")
