"""A build that would change nothing does not run; anything that may change a page makes it run."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.commands import build as command
from plugins.composition import all_pages
from plugins.incremental.fingerprint import fingerprint
from plugins.model.sources import Sources
from plugins.rules.reader import read
from plugins.site.site import Site, make_site
from tests.conftest import EXAMPLE, NOW, TOWN
from tests.incremental.conftest import FULL, some
from tests.incremental.project import Project, tree_of

pytestmark = pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
STORY = "content/news/2026/lantern.md"


@pytest.fixture
def runs(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Whether a build of the project, of which nothing has changed so far, runs at all."""
    assert project.build().status == 0  # this copy's files are new, so this one runs
    started: list[object] = []
    whole = command._run
    monkeypatch.setattr(command, "_run", lambda *args: (started.append(args), whole(*args))[1])

    def built() -> bool:
        started.clear()
        assert project.build().status == 0
        return bool(started)

    return built


def test_nothing_changed_and_nothing_runs(project: Project, runs: Callable[[], bool]) -> None:
    before = tree_of(project.output)
    assert not runs()
    assert tree_of(project.output) == before


def keep_times(project: Project) -> None:
    """Other bytes of the same length, with the times of before."""
    file = project.folder / STORY
    times = file.stat()
    file.write_bytes(file.read_bytes().replace("灯笼".encode(), "灯火".encode(), 1))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def spoil(name: str) -> Callable[[Project], object]:
    def flip(project: Project) -> None:
        file = project.folder / ".kangle" / "output" / name
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(bytes(data))

    return flip


def later(**time: int) -> Callable[[Project], object]:
    def move(project: Project) -> None:
        project.moment = str(datetime.fromisoformat(NOW) + timedelta(**time))

    return move


CHANGES: dict[str, Callable[[Project], object]] = {
    "bytes of the same length at the same time": keep_times,
    "a new file": lambda p: p.write("content/files/new.txt", "新"),
    "a hidden file, which is only warned of": lambda p: p.write("content/.DS_Store", ""),
    "a file gone": lambda p: (p.folder / STORY).unlink(),
    "a template": lambda p: p.append("theme/templates/news.html", "\n"),
    "a style": lambda p: p.append("theme/static/css/print.css", "\n"),
    "a setting": lambda p: p.append("pelicanconf.py", '\nSITEURL = "https://example.org"\n'),
    "a page of the output": lambda p: (p.output / "index.html").write_bytes(b"<html>mine</html>"),
    "a file beside the pages": lambda p: (p.output / "old.html").write_bytes(b""),
    "a page gone": lambda p: (p.output / "index.html").unlink(),
    "an empty folder": lambda p: (p.output / "empty").mkdir(),
    "the next day": later(days=1),
    "the day before": later(days=-1),
    "a record with a flipped bit": spoil("record.json"),
    "no record": lambda p: (p.folder / ".kangle/output/record.json").unlink(),
    "no manifest": lambda p: (p.folder / ".kangle/output/manifest.db").unlink(),
}


@pytest.mark.parametrize("change", some(CHANGES))
def test_a_change_makes_it_run(project: Project, runs: Callable[[], bool], change: Callable[[Project], object]) -> None:
    change(project)
    assert runs()
    assert not runs()


def test_another_library_makes_it_run(
    project: Project, runs: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.text.cache.version", lambda name: f"{name} of another day")
    assert runs()


def test_a_minute_later_nothing_runs(project: Project, runs: Callable[[], bool]) -> None:
    later(minutes=1)(project)
    assert not runs()


@pytest.mark.parametrize("content", [EXAMPLE, TOWN], ids=["example", "town"])
def test_until_the_next_change_every_page_is_made_of_the_same(content: Path) -> None:
    sources = read(content).sources
    assert sources
    chosen = random.Random(7)
    moment = datetime.fromisoformat(f"{NOW}+08:00" if "+" not in NOW else NOW)
    differing = 0
    for _ in range(6 if FULL or content == EXAMPLE else 2):
        moment += timedelta(minutes=chosen.randrange(1, 4000))
        site = make_site(sources, moment)
        assert moment < site.until <= moment + timedelta(days=1)
        assert made_of(site) == made_of(make_site(sources, site.until - timedelta(seconds=1)))
        differing += made_of(site) != made_of(make_site(sources, site.until))
    assert differing


def made_of(site: Site) -> dict[str, str]:
    pages = tuple(all_pages(site))
    return {page.address: fingerprint(page.view, page.template, b"") for page in pages}


def test_the_comparison_sees_a_moment_that_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.site.next_change.upcoming", lambda *_: ())
    monkeypatch.setattr("plugins.site.next_change.duties", lambda *_: ())
    sources: Sources | None = read(EXAMPLE).sources
    assert sources
    day = datetime.fromisoformat(f"{NOW[:10]}T00:00:00+08:00")
    sites = [make_site(sources, day + timedelta(days=n)) for n in range(40)]
    assert any(made_of(s) != made_of(make_site(sources, s.until - timedelta(seconds=1))) for s in sites)
