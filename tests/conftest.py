"""The example site at one moment, and copies of it with a change."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from plugins.assets import SHEETS
from plugins.composition import all_pages
from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.rules.reader import read
from plugins.site.clock import read_clock
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.chromium import MISSING, find_chromium
from tests.compiled import keep_compiled

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "site"
SMALL = ROOT / "tests" / "site_small"
"""Another town with other words: no grids, rosters or organizations, one column."""
TOWN = ROOT / "tests" / "site_town"
"""A whole community, as large as a real one."""
SITES = {"example": EXAMPLE, "small": SMALL, "town": TOWN}
"""No test reads `content/`: what editors change there can break none."""
NOW = "2026-11-23 09:30"
"""A Monday morning, half an hour into the first shift of the example's roster."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium as root, and silent towards its maker."""

settings.register_profile("kangle", deadline=None, derandomize=True, max_examples=150)
settings.load_profile("kangle")

LOADED = (
    "/site.css",
    "/site.js",
    {name: f"/{name}.js" for name in ("blank", "bring", "directory", "screen", "search", "talk", "ticks")},
    {name: f"/{name}.css" for name in SHEETS},
)
"""What a frame says of style and script, where no test looks at either."""

Change = Mapping[str, str | bytes | tuple[str, str] | None]
"""By path: new text, (old words, new words), or None to remove the file."""


class ByFile(LoadFileScheduling):
    """A file's tests share what they are made on, and so do all of tests/faults: one worker has them."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return "tests/faults" if file.startswith("tests/faults/") else file


def pytest_configure() -> None:
    keep_compiled()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


Once = Callable[[str, Callable[[Path], object]], Path]
"""A folder by its name, made by the first worker that asks; nobody changes what is in it."""


def at(moment: str) -> datetime:
    return read_clock({}, moment)


def change_site(folder: Path, changes: Change) -> Path:
    """A copy of the example site with some files written anew, edited or removed."""
    content = folder / "content"
    shutil.copytree(EXAMPLE, content)
    edit(content, changes)
    return content


def edit(content: Path, changes: Change) -> None:
    """Write some files of a content folder anew, edit them or remove them."""
    for name, change in changes.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if change is None:
            file.unlink()
        elif isinstance(change, tuple):
            old, new = change
            text = file.read_text("utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            file.write_text(text.replace(old, new), "utf-8")
        else:
            file.write_bytes(change.encode() if isinstance(change, str) else change)


def plan(site: Site) -> dict[str, Page]:
    """Every page by its address."""
    return {page.address: page for page in tuple(all_pages(site))}


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Folders that are made once in a run, however many workers read them."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def get(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return get


@pytest.fixture(scope="session")
def sources() -> Sources:
    reading = read(EXAMPLE)
    assert reading.problems == ()
    assert reading.sources
    return reading.sources


@pytest.fixture(scope="session")
def site(sources: Sources) -> Site:
    return make_site(sources, at(NOW))


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[str, Page]:
    return plan(site)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Change], Sources]:
    """Reads the example site with a change that leaves it without a problem."""

    def read_changed(changes: Change) -> Sources:
        reading = read(change_site(tmp_path, changes))
        assert reading.problems == ()
        assert reading.sources
        return reading.sources

    return read_changed


@pytest.fixture
def problems_of(tmp_path: Path) -> Callable[[Change], tuple[Problem, ...]]:
    """Every problem of the example site with a change."""

    def read_problems(changes: Change) -> tuple[Problem, ...]:
        return read(change_site(tmp_path, changes)).problems

    return read_problems


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for the whole run: Playwright starts once in a process."""
    path = find_chromium()
    assert path, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
