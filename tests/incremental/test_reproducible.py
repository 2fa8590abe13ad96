"""The same sources at the same moment give the same bytes on any machine: pairs of clean builds that differ in one thing.

Each build also writes a file that gives away that one thing, and the comparison must name that file and no other:
so the two worlds did differ, and the comparison can tell. `make reproducible` runs all 24 pairs, `make test` two.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import NOW, at
from tests.incremental.conftest import FULL
from tests.incremental.project import Tree, differences, make_project, modes_of, tree_of

DISORDER = str(Path(__file__).parent / "disorder")
NOBODY = 65534
AS_NOBODY = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
)
"""Another user for all that is written, who can still read a Python that lies in root's home."""
TELL = """

import locale, os, sys, time

_forks = []
os.register_at_fork(after_in_parent=lambda: _forks.append(1))
_make_maps = make_maps


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def make_maps(site, pages):
    return *_make_maps(site, pages), Artifact("tell.txt", repr({tell}).encode())
"""
"""What is added to plugins/site/maps.py: one more file, that says what no file of a site may depend on."""


@dataclass(frozen=True, slots=True)
class World:
    """One way for a machine and its user to be."""

    environ: Mapping[str, str] = field(default_factory=dict)
    folder: str = "project"
    moment: str = NOW
    epoch: bool = False
    written: datetime | None = None
    umask: int = 0o022
    nobody: bool = False
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two worlds that differ in one thing, and the words of Python that tell them apart."""

    name: str
    tell: str
    other: World
    one: World = World()
    sampled: bool = False
    same_modes: bool = True


def seeded(number: str) -> World:
    return World({"PYTHONHASHSEED": number})


def zoned(zone: str) -> World:
    return World({"TZ": zone}, moment="2026-11-23 00:30")


def spoken(**environ: str) -> World:
    return World({"LC_ALL": "", "LANG": "", "PYTHONIOENCODING": "utf-8", **environ})


def listed(order: str) -> World:
    return World({"PYTHONPATH": DISORDER, "KANGLE_ORDER": order})


HASH, ZONE = "hash('云杉')", "time.localtime(0)[:5]"
LOCALE = "(os.environ['LC_ALL'], os.environ['LANG'], locale.getpreferredencoding(False))"
ORDER, WORKERS = "[entry.name for entry in os.scandir('content/data')]", "len(_forks)"
UTF8 = spoken(LC_ALL="C.UTF-8")
LATE, EARLY = at("2099-12-31"), at("1980-01-01")
PAIRS = (
    Pair("hash seeds 0 and 1", HASH, seeded("1"), seeded("0"), sampled=True),
    Pair("hash seeds 1 and 2026", HASH, seeded("2026"), seeded("1")),
    Pair("hash seeds 0 and 4294967295", HASH, seeded("4294967295"), seeded("0")),
    Pair("UTC and 14 hours east of it", ZONE, zoned("XXX-14"), zoned("UTC0")),
    Pair("UTC and 12 hours west of it", ZONE, zoned("XXX+12"), zoned("UTC0")),
    Pair("China and New York", ZONE, zoned("EST5EDT,M3.2.0,M11.1.0"), zoned("CST-8")),
    Pair("UTF-8 and ASCII", LOCALE, spoken(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"), UTF8),
    Pair("UTF-8 and GB18030", LOCALE, spoken(LC_ALL="zh_CN.GB18030"), UTF8),
    Pair("no language and Turkish", LOCALE, spoken(LANG="tr_TR.ISO-8859-9"), UTF8),
    Pair("a folder with a Chinese name and spaces", "os.getcwd()", World(folder="项 目 文件夹")),
    Pair("a folder with marks in its name", "os.getcwd()", World(folder="it's 50% <off> & #1?")),
    Pair("folders listed backwards", ORDER, listed("reversed")),
    Pair("folders shuffled", ORDER, listed("1"), sampled=True),
    Pair("folders shuffled and shuffled otherwise", ORDER, listed("3"), listed("2")),
    Pair("files written in 1980", "os.stat('content/data/people.yaml').st_mtime", World(written=EARLY)),
    Pair("files written in 2099", "os.stat('content/data/people.yaml').st_mtime", World(written=LATE)),
    Pair("a umask of 077", "_umask()", World(umask=0o077), same_modes=False),
    Pair("a umask of 002", "_umask()", World(umask=0o002), same_modes=False),
    Pair("root and nobody", "os.getuid()", World(nobody=True)),
    Pair("1 and 2 workers", WORKERS, World(workers=2)),
    Pair("1 and 5 workers", WORKERS, World(workers=5)),
    Pair("2 and 5 workers", WORKERS, World(workers=5), World(workers=2)),
    Pair("--as-of and SOURCE_DATE_EPOCH", "'SOURCE_DATE_EPOCH' in os.environ", World(epoch=True)),
    Pair(
        "--as-of and SOURCE_DATE_EPOCH at the end of a year",
        "'SOURCE_DATE_EPOCH' in os.environ",
        World(moment="2026-12-31 23:59", epoch=True),
        World(moment="2026-12-31 23:59"),
    ),
)


@pytest.fixture
def ground() -> Iterator[Path]:
    """A folder that any user can reach; pytest's own are for one."""
    folder = Path(tempfile.mkdtemp(prefix="kangle-pair-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the locales are that pairs speak; without localedef Python falls back on C."""
    folder = tmp_path_factory.mktemp("locales")
    for name, charset in (("zh_CN", "GB18030"), ("tr_TR", "ISO-8859-9")):
        if FULL and shutil.which("localedef"):
            subprocess.run(["localedef", "-i", name, "-f", charset, folder / f"{name}.{charset}"], check=False)
    return str(folder)


def build_in(world: World, ground: Path, tell: str, locales: str) -> tuple[Tree, Mapping[str, int]]:
    """A clean build in a world: everything in its output, and the modes of all that."""
    project = make_project(ground / world.folder, code=True)
    project.append("plugins/site/maps.py", TELL.format(tell=tell))
    for path in (project.folder, *project.folder.rglob("*")):
        if world.written:
            os.utime(path, (world.written.timestamp(), world.written.timestamp()))
        if world.nobody:
            os.chown(path, NOBODY, NOBODY)
    built = project.run(
        environ={
            "LOCPATH": locales,
            **world.environ,
            **({"SOURCE_DATE_EPOCH": epoch_of(world)} if world.epoch else {}),
        },
        clock=[] if world.epoch else ["--as-of", world.moment],
        workers=world.workers,
        prefix=AS_NOBODY if world.nobody else (),
        umask=world.umask,
    )
    assert built.status == 0, built.said
    assert built.rendered == built.pages
    found = tree_of(project.output), modes_of(project.output)
    shutil.rmtree(project.folder)
    return found


def epoch_of(world: World) -> str:
    return str(int(at(world.moment).timestamp()))


@pytest.mark.parametrize("pair", [p for p in PAIRS if FULL or p.sampled], ids=lambda pair: pair.name)
def test_two_worlds_give_the_same_site(
    pair: Pair, ground: Path, locales: str, record_property: Callable[[str, object], None]
) -> None:
    if pair.other.nobody and os.geteuid() != 0:
        pytest.skip("only root can build as another user")
    one, modes = build_in(pair.one, ground, pair.tell, locales)
    other, other_modes = build_in(pair.other, ground, pair.tell, locales)
    record_property("pairs", 1)
    found = differences(one, other)
    assert [line for line in found if not line.startswith("! tell.txt ")] == []
    assert len(found) == 1, "the two worlds do not differ, or the comparison does not see it"
    assert (modes == other_modes) == pair.same_modes


def test_there_are_24_pairs() -> None:
    assert len(PAIRS) == len({pair.name for pair in PAIRS}) == 24
    assert sum(pair.sampled for pair in PAIRS) == 2
