"""What files said when they were last parsed; hides SQLite.

A cache only saves work: a record is used for the very bytes it was made of, by the very code that made it,
and one that is damaged, foreign or locked is left alone.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from plugins.files import digest, list_files

_SCHEMA = """
CREATE TABLE engine (hash TEXT);
CREATE TABLE record (path TEXT PRIMARY KEY, digest TEXT, data BLOB, seal TEXT) WITHOUT ROWID;
"""
_LIBRARIES = ("markdown", "nh3", "orjson", "pillow", "pypdf", "pyyaml")
_ROOMS = ("text", "media", "private")
"""Whose code says what a record holds."""


def hash_code(folder: Path, libraries: Iterable[str]) -> str:
    """The Python files of a folder and the versions of the libraries they call: other code, other results."""
    parts = [sys.version.encode(), *(f"{name}={_version(name)};".encode() for name in libraries)]
    for file in list_files(folder, ".py"):
        parts += (f"{file.relative_to(folder).as_posix()}\0".encode(), file.read_bytes(), b"\0")
    return digest(*parts)


def hash_beside(module: ModuleType) -> str:
    """The code of a package, or of a module and those in its folder; what has no file is Python's own."""
    file = getattr(module, "__file__", None)
    if not file:
        return sys.version
    folder = Path(file).parent
    if hasattr(module, "__path__"):
        return hash_code(folder, ())
    return digest(*(part for one in sorted(folder.glob("*.py")) for part in (one.name.encode(), one.read_bytes())))


def _hash_engine() -> str:
    plugins = Path(__file__).parent.parent
    return "".join(hash_code(plugins / room, _LIBRARIES) for room in _ROOMS)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def is_unchanged(content: Path, marks: Mapping[str, str]) -> bool:
    """Whether every file below `content` still has the digest it had."""
    return all(_digest_of(f"{content}/{path}") == mark for path, mark in marks.items())


def _digest_of(path: str) -> str:
    # A Path and a buffer for each of ten thousand files would cost as much as the digests.
    with open(path, "rb", buffering=0) as opened:  # noqa: PTH123
        return digest(opened.read())


def discard(file: Path) -> None:
    """Take away what stands in a cache's place, whatever it is."""
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)
    else:
        file.unlink(missing_ok=True)


class ParseCache:
    """The records of one cache file, read whole at the start; without a file it knows nothing and keeps nothing.

    `dialect` says how bodies were read: another one makes other records of the same bytes.
    """

    def __init__(self, file: Path | None, dialect: str = "") -> None:
        self._file = file
        self._engine = f"{_hash_engine()}{dialect}" if file else ""
        self._records: dict[str, tuple[str, bytes]] = {}
        self._names: frozenset[str] = frozenset()
        if file and file.exists():
            self._load(file)

    def _load(self, file: Path) -> None:
        try:
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
                if database.execute("SELECT hash FROM engine").fetchone() != (self._engine,):
                    return
                rows = database.execute("SELECT path, digest, data, seal FROM record").fetchall()
            whole = all(seal == _seal(path, mark, data) for path, mark, data, seal in rows)
        except (
            sqlite3.Error,
            TypeError,
            UnicodeDecodeError,
        ):  # a flipped bit can make a number or a text of bytes, or no text
            return
        if whole:
            self._records = {path: (mark, data) for path, mark, data, _ in rows}
            self._names = frozenset(self._records)

    def digest(self, path: str) -> str | None:
        """The digest of the bytes that the record of a file was made of."""
        found = self._records.get(path)
        return found[0] if found else None

    def record(self, path: str) -> bytes:
        return self._records[path][1]

    def save(self, fresh: Iterable[tuple[str, str, bytes]], paths: frozenset[str]) -> None:
        """Keep (path, digest, record) of what was parsed, and forget files that are gone."""
        rows = [(path, mark, data, _seal(path, mark, data)) for path, mark, data in fresh]
        gone = self._names - paths
        if self._file is None or not (rows or gone):
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if not self._names:
                discard(self._file)
            with closing(sqlite3.connect(self._file, timeout=0.5)) as database, database:
                database.execute("PRAGMA synchronous = OFF")
                if not self._names:
                    database.executescript(_SCHEMA)
                    database.execute("INSERT INTO engine VALUES (?)", (self._engine,))
                database.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", rows)
                database.executemany("DELETE FROM record WHERE path = ?", ((path,) for path in sorted(gone)))
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                discard(self._file)


def _seal(path: str, mark: str, data: bytes) -> str:
    return digest(f"{path}\0{mark}\0".encode(), data, size=8)
