"""One signed project for all, and a remote for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Once
from tests.publish.stage import Project, make_project, make_remote


@pytest.fixture(scope="session")
def signed(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Built and signed, one for each worker, for publishing takes a lock; a test that changes it takes a copy."""
    made = Project(once("signed", lambda folder: make_project(folder / "project")) / "project")
    return made.copy(tmp_path_factory.mktemp("signed") / "project")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return make_remote(tmp_path / "remote.git")
