"""Whatever happened to the output or to what is known of it, the next build makes the clean site of it."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from plugins.incremental.manifest import load_manifest
from plugins.text.cache import ParseCache
from tests.incremental.conftest import FULL, some
from tests.incremental.project import Project, differences, tree_of

pytestmark = pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
CHANCE = random.Random(20261123)


def link_away(path: Path) -> None:
    aside = path.parents[1] / "aside"
    path.rename(aside)
    path.symlink_to(aside)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replace_by_file(path: Path) -> None:
    shutil.rmtree(path)
    path.write_bytes(b"")


def swap(one: Path, other: Path) -> None:
    words = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(words)


TAMPERING: Mapping[str, Callable[[Path], object]] = {
    "a page edited": lambda out: (out / "index.html").write_bytes(b"<html>mine</html>"),
    "a page cut short": lambda out: os.truncate(out / "index.html", 100),
    "a page emptied": lambda out: (out / "about/index.html").write_bytes(b""),
    "a page removed": lambda out: (out / "404.html").unlink(),
    "two pages swapped": lambda out: swap(out / "about/index.html", out / "index.html"),
    "a page that is a link to the same words": lambda out: link_away(out / "index.html"),
    "a picture edited": lambda out: (out / "images/tree.svg").write_bytes(b"<svg/>"),
    "a picture that is a link to the same picture": lambda out: link_away(out / "images/tree.svg"),
    "a feed removed": lambda out: (out / "feeds/all.atom").unlink(),
    "a file too many": lambda out: (out / "old.html").write_bytes(b"<html>old</html>"),
    "an empty folder too many": lambda out: (out / "news/2001").mkdir(),
    "a link to a folder elsewhere": lambda out: (out / "elsewhere").symlink_to(out.parent / "content"),
    "a link to nowhere": lambda out: (out / "nowhere").symlink_to("nothing"),
    "a folder removed": lambda out: shutil.rmtree(out / "news"),
    "a folder in place of a page": lambda out: replace_by_folder(out / "404.html"),
    "a page in place of a folder": lambda out: replace_by_file(out / "news"),
    "a folder that is a link to its twin": lambda out: link_away(out / "news"),
    "everything removed": lambda out: shutil.rmtree(out),
}


def rewrite(table: str, column: str, value: str = "") -> Callable[[Path], object]:
    """Put other words into a column of a database, as a fault of the disk or a curious hand would."""

    def spoil(file: Path) -> None:
        with closing(sqlite3.connect(file)) as database, database:
            changed = value or f"replace({column}, 'e', 'f')"
            database.execute(f"UPDATE {table} SET {column} = {changed}")

    return spoil


def set_version(file: Path, version: int) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(f"PRAGMA user_version = {version}")


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for place in range(4200, len(data), 977):
        data[place] ^= 1
    file.write_bytes(data)


FORGETTING: Mapping[str, Callable[[Path], object]] = {
    "no manifest": lambda known: (known / "manifest.db").unlink(),
    "no parsed sources": lambda known: (known / "sources.db").unlink(),
    "nothing": lambda known: shutil.rmtree(known),
    "a manifest of noise": lambda known: (known / "manifest.db").write_bytes(b"noise" * 999),
    "an empty manifest": lambda known: (known / "manifest.db").write_bytes(b""),
    "a manifest cut short": lambda known: os.truncate(known / "manifest.db", 5000),
    "a manifest with flipped bits": lambda known: flip(known / "manifest.db"),
    "a manifest of other digests": lambda known: rewrite("page", "digest")(known / "manifest.db"),
    "a manifest of other links": lambda known: rewrite("page", "links")(known / "manifest.db"),
    "a manifest of bytes": lambda known: rewrite("page", "links", "CAST(links AS BLOB)")(known / "manifest.db"),
    "a manifest of numbers": lambda known: rewrite("page", "digest", "7")(known / "manifest.db"),
    "a manifest of another version": lambda known: set_version(known / "manifest.db", 99),
    "parsed sources of noise": lambda known: (known / "sources.db").write_bytes(b"noise" * 999),
    "parsed sources cut short": lambda known: os.truncate(known / "sources.db", 5000),
    "parsed sources with flipped bits": lambda known: flip(known / "sources.db"),
    "parsed sources that say something else": lambda known: rewrite("record", "data")(known / "sources.db"),
    "parsed sources as text": lambda known: rewrite("record", "data", "'text'")(known / "sources.db"),
    "parsed sources of nothing": lambda known: rewrite("record", "data", "NULL")(known / "sources.db"),
    "parsed sources of other code": lambda known: rewrite("engine", "hash")(known / "sources.db"),
    "a stage that was left": lambda known: shutil.copytree(known.parents[1] / "output", known / "stage"),
}


@pytest.mark.parametrize("tamper", some(TAMPERING))
def test_an_output_that_was_tampered_with_is_made_right(
    finished: Project, project: Project, tamper: Callable[[Path], object]
) -> None:
    tamper(project.output)
    assert differences(tree_of(project.output), tree_of(finished.output))
    built = project.build()
    assert built.status == 0, built.said
    assert differences(tree_of(project.output), tree_of(finished.output)) == []


@pytest.mark.parametrize("forget", some(FORGETTING))
def test_what_was_forgotten_or_damaged_is_found_out_again(
    finished: Project, project: Project, forget: Callable[[Path], object]
) -> None:
    forget(project.folder / ".kangle/output")
    built = project.build()
    assert built.status == 0, built.said
    assert differences(tree_of(project.output), tree_of(finished.output)) == []


def test_no_flipped_bits_make_a_record_say_something_else(finished: Project, tmp_path: Path) -> None:
    """A damaged database is forgotten whole or in part; what is believed is what was written."""
    known = finished.folder / ".kangle/output"
    truth = load_manifest(known / "manifest.db")
    parsed = ParseCache(known / "sources.db")
    file = tmp_path / "damaged.db"
    believed = 0
    for name in ("manifest.db", "sources.db") * (100 if FULL else 40):
        data = bytearray((known / name).read_bytes())
        for _ in range(CHANCE.randint(1, 6)):
            data[CHANCE.randrange(100, len(data))] ^= 1 << CHANCE.randrange(8)
        file.write_bytes(data)
        if name == "manifest.db":
            found = load_manifest(file)
            assert all(truth[key] == row for key, row in found.items())
            believed += len(found)
        else:
            cache = ParseCache(file)
            for path, record in cache._records.items():
                assert record == parsed._records[path]
            believed += len(cache._records)
    assert believed


def test_an_earlier_manifest_under_a_later_output(finished: Project, project: Project) -> None:
    """As after a copy from a backup, or a build that was killed between the switch and its manifest."""
    manifest = project.folder / ".kangle/output/manifest.db"
    earlier = manifest.read_bytes()
    project.append("content/news/2026/lantern.md", "再说一句。\n")
    project.build()
    clean = tree_of(project.output)
    manifest.write_bytes(earlier)
    assert project.build().rendered == 1
    assert differences(tree_of(project.output), clean) == []


def test_an_earlier_output_under_a_later_manifest(finished: Project, project: Project) -> None:
    """As after a rollback."""
    project.append("content/news/2026/lantern.md", "再说一句。\n")
    project.build()
    clean = tree_of(project.output)
    shutil.rmtree(project.output)
    shutil.copytree(finished.output, project.output)
    assert project.build().rendered == 1
    assert differences(tree_of(project.output), clean) == []


def test_a_source_that_could_not_be_read_is_read_again(project: Project) -> None:
    """What was said of a file too big to read is not said of an empty one."""
    story = project.folder / "content/news/2026/lantern.md"
    story.write_bytes(b"a" * 2_000_001)
    assert "过大" in project.build().said
    story.write_bytes(b"")
    assert "文件是空的" in project.build().said


def _link(folder: Path, name: str, precious: Path) -> None:
    path = folder / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(precious / "kept.txt" if "." in name or name == "lock" else precious)


def _other_sort(folder: Path, name: str, _: Path) -> None:
    path = folder / name
    if "." in name or name == "lock":
        path.unlink(missing_ok=True)
        (path / "inside").mkdir(parents=True)
    else:
        shutil.rmtree(path, ignore_errors=True)
        path.write_text("x")


OURS = ("stage", "spare", "aside", "releases", "lock", "manifest.db", "sources.db", "record.json")
IN_PLACE = {f"{name}-{change.__name__}": (name, change) for name in OURS for change in (_link, _other_sort)}


@pytest.mark.parametrize("case", some(IN_PLACE))
def test_what_stands_where_ours_belongs_is_taken_away_and_what_it_leads_to_is_not(
    case: tuple[str, Callable[[Path, str, Path], None]], project: Project
) -> None:
    """A link leads into somebody's folder: it would be emptied, filled and become the site."""
    name, change = case
    precious = project.folder / "precious"
    precious.mkdir()
    (precious / "kept.txt").write_text("mine")
    assert project.build().status == 0
    change(project.folder / ".kangle" / "output", name, precious)
    project.append("content/pages/about.md", "\n多一句。\n")
    assert project.build().status == 0
    assert project.build().status == 0
    assert tree_of(precious) == {"kept.txt": b"mine"}
    assert not project.output.is_symlink()
    assert differences(tree_of(project.output), project.clean()[1]) == []


@pytest.mark.parametrize("name", [".kangle", ".kangle/output"])
def test_a_workshop_that_is_a_link_is_refused(name: str, project: Project) -> None:
    precious = project.folder / "precious"
    (precious / "stage").mkdir(parents=True)
    (precious / "stage" / "kept.txt").write_text("mine")
    shutil.rmtree(project.folder / ".kangle")
    path = project.folder / name
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(precious)
    done = project.build()
    assert done.status == 2
    assert "是符号链接，通向别处 → 删掉这个链接" in done.said
    assert tree_of(precious) == {"stage/": b"", "stage/kept.txt": b"mine"}
