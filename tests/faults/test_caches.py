"""A cache that cannot be trusted is made anew, and so is an output that somebody worked on."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.harness import SEED, Box, Prepared, look


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scramble(file: Path) -> None:
    file.write_bytes(random.Random(SEED).randbytes(file.stat().st_size))


def scramble_middle(file: Path) -> None:
    """The first page stays, so that SQLite takes it for its own."""
    data = file.read_bytes()
    file.write_bytes(data[:4096] + random.Random(SEED).randbytes(len(data) - 4096))


def flip_bits(file: Path) -> None:
    data = bytearray(file.read_bytes())
    chance = random.Random(SEED)
    for _ in range(40):
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def make_folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)
    (file / "inside" / "file").write_text("?")


def make_foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE someone_elses (thing TEXT)")


def tamper(file: Path) -> None:
    """The rows say that everything is as it was, and that what was made is something else."""
    with closing(sqlite3.connect(file)) as database, database:
        if file.name == "manifest.db":
            database.execute("UPDATE page SET digest = (SELECT digest FROM page WHERE file = 'index.html')")
        else:
            database.execute("UPDATE record SET data = replace(data, '的', '地')")


def lose_types(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        table, column = ("page", "links") if file.name == "manifest.db" else ("record", "data")
        database.execute(f"UPDATE {table} SET {column} = NULL")


def make_read_only(file: Path) -> None:
    file.chmod(0o444)


def leave_half_written(file: Path) -> None:
    """What a build leaves that was killed while it saved."""
    truncate(file)
    (file.parent / "sources.db-journal").write_bytes(random.Random(SEED).randbytes(5000))
    (file.parent / ".manifest.db.1.tmp").write_bytes(b"half")


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        scramble,
        scramble_middle,
        flip_bits,
        empty,
        make_folder,
        make_foreign,
        tamper,
        lose_types,
        make_read_only,
        leave_half_written,
    ],
)
def test_damaged_caches_are_made_anew(damage: Callable[[Path], None], prepared: Prepared, box: Box) -> None:
    """Both are damaged; the build says nothing, and the next one finds both in order: it renders nothing."""
    for name in ("manifest.db", "sources.db"):
        damage(box.workshop / name)
    done = box.build(env={"FAULT_UNPRIVILEGED": "1"})
    assert (done.code, done.complaint) == (0, "")
    assert prepared.state(box) == "new"
    assert prepared.leftovers(box) == []
    again = box.build()
    assert "没有变化" in again.out


def test_output_worked_on_by_hand_is_restored(prepared: Prepared, box: Box) -> None:
    assert box.build().code == 0
    pages = sorted(box.output.rglob("*.html"))
    pages[0].write_text(pages[0].read_text("utf-8").replace("</html>", "<p>改了</p></html>"), "utf-8")
    pages[1].unlink()
    shutil.rmtree(pages[2].parent)
    pages[-1].write_bytes(b"")
    (box.output / "strange.html").write_text("<h1>不是我们的</h1>")
    (box.output / "strange" / "deep").mkdir(parents=True)
    (box.output / "robots.txt").unlink()
    (box.output / "robots.txt").mkdir()
    (box.output / "sitemap.xml").unlink()
    (box.output / "sitemap.xml").symlink_to(box.content / "data" / "community.yaml")
    community = (box.content / "data" / "community.yaml").read_bytes()
    done = box.build()
    assert (done.code, done.complaint) == (0, "")
    assert prepared.state(box) == "new"
    assert not any(path.is_symlink() for path in box.output.rglob("*"))
    assert (box.content / "data" / "community.yaml").read_bytes() == community
    again = box.build()
    assert "没有变化" in again.out
    assert look(box.output) == prepared.new
