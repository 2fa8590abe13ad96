"""What the last build wrote, page by page; hides SQLite.

A manifest only saves work: every file it names is compared with its digest before it is used again,
and a manifest that is damaged, foreign or from another version is thrown away.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from plugins.files import digest, replacing
from plugins.text import discard

VERSION = 3
_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE page (file TEXT PRIMARY KEY, fingerprint TEXT, digest TEXT, links TEXT, given TEXT, seal TEXT) WITHOUT ROWID;
CREATE TABLE site (name TEXT);
"""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of the output: what it was made of, what it holds, where it leads (one target a line), what it gave."""

    file: str
    fingerprint: str
    digest: str
    links: str = ""
    given: str = ""
    """What each finisher took of a page, as JSON."""


def load_manifest(file: Path) -> Mapping[str, WrittenFile]:
    """The files of the last build by name; empty where there is no manifest that can be trusted."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version != VERSION:
                return {}
            rows = database.execute("SELECT file, fingerprint, digest, links, given, seal FROM page").fetchall()
        found = {row[0]: WrittenFile(*row[:5]) for row in rows if row[5] == _seal_manifest(row[:5])}
    except (sqlite3.Error, TypeError, UnicodeDecodeError):  # a flipped bit can make a number or bytes of a text
        return {}
    return found if len(found) == len(rows) else {}


def read_name(file: Path) -> str:
    """What the manifest says of all its files in one word, without reading their fifty megabytes; "" where it cannot."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            (name,) = database.execute("SELECT name FROM site").fetchone()
    except (sqlite3.Error, TypeError, UnicodeDecodeError):
        return ""
    return str(name)


def name_files(marks: Mapping[str, str]) -> str:
    """One digest of all files and what they hold, by their names and digests."""
    lines = sorted(f"{file}\0{mark}\n" for file, mark in marks.items())
    return digest("".join(lines).encode())


def save_manifest(file: Path, written: Collection[WrittenFile], before: Mapping[str, WrittenFile], name: str) -> None:
    """Replace the manifest as a whole; `before` is what was read from the one that stands there, `name` that of all files.

    The new site is up already, so what fails here costs the next build work: an older manifest's digests
    do not fit the files that changed.
    """
    try:
        with replacing(file) as (draft,):
            changed = [one for one in written if before.get(one.file) != one]
            if before and len(changed) < len(before) // 2:
                # Of ten thousand pages it weighs fifty megabytes: a copy and a few rows take a tenth of writing it.
                shutil.copyfile(file, draft)
                _update(draft, changed, before.keys() - {one.file for one in written})
            else:
                _save(draft, written)
            _name(draft, name)
            if file.is_dir():
                discard(file)
    except (OSError, sqlite3.Error) as error:
        sys.stderr.write(f"{file}: 没有存好，{error} → 新网站已经换上，下次会多生成一些页面；检查磁盘空间\n")


def _save(draft: Path, written: Iterable[WrittenFile]) -> None:
    discard(draft)
    with closing(sqlite3.connect(draft)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        _insert(database, written)
        database.commit()


def _name(draft: Path, name: str) -> None:
    with closing(sqlite3.connect(draft)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; DELETE FROM site;")
        database.execute("INSERT INTO site VALUES (?)", (name,))
        database.commit()


def _update(draft: Path, changed: Iterable[WrittenFile], gone: Iterable[str]) -> None:
    with closing(sqlite3.connect(draft)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executemany("DELETE FROM page WHERE file = ?", ((name,) for name in sorted(gone)))
        _insert(database, changed)
        database.commit()


def _insert(database: sqlite3.Connection, written: Iterable[WrittenFile]) -> None:
    rows = ((w.file, w.fingerprint, w.digest, w.links, w.given) for w in written)
    database.executemany(
        "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?)", ((*row, _seal_manifest(row)) for row in rows)
    )


def _seal_manifest(row: tuple[str, ...]) -> str:
    return digest("\n".join(row).encode(), size=8)
