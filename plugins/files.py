"""Files and folders; hides what the standard library passes over and what file systems cannot do."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import escape
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path


def digest(*parts: bytes, size: int = 16) -> str:
    """One name for some bytes: content is compared by it, never by its time."""
    state = blake2b(digest_size=size)
    for part in parts:
        state.update(part)
    return state.hexdigest()


def walk(
    folder: str | Path,
    enter: Callable[[os.DirEntry[str]], bool] | None = None,
    unread: Callable[[str, OSError], None] | None = None,
    below: str = "",
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a folder, sorted: its path from there with / between the parts, and its entry.

    A folder comes before what it holds and is looked into unless `enter` says no; a link is never followed. A folder
    that cannot be read is told to `unread`; without that, OSError is raised.
    """
    # One generator for all folders: each level of `yield from` is passed through for every file below it.
    waiting = [(below, iter(_scan(folder, below, unread)))]
    while waiting:
        above, entries = waiting[-1]
        for entry in entries:
            path = above + entry.name
            yield path, entry
            if entry.is_dir(follow_symlinks=False) and (enter is None or enter(entry)):
                waiting.append((f"{path}/", iter(_scan(folder, f"{path}/", unread))))
                break
        else:
            waiting.pop()


def _scan(folder: str | Path, below: str, unread: Callable[[str, OSError], None] | None) -> Sequence[os.DirEntry[str]]:
    """What one folder holds, by name; nothing where it cannot be read and that is told."""
    try:
        with os.scandir(f"{folder}/{below}" if below else folder) as found:
            return sorted(found, key=attrgetter("name"))
    except OSError as error:
        if unread is None:
            raise
        unread(below.rstrip("/"), error)
        return ()


def list_files(folder: Path, *suffixes: str) -> list[Path]:
    """All files below a folder, sorted, or those with one of these endings."""
    found = (folder / path for path, entry in walk(folder) if not _is_folder(entry))
    return sorted(file for file in found if not suffixes or file.suffix in suffixes)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # Path says no where a link leads round in a circle, for which an entry raises.
    return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and Path(entry).is_dir())


@contextmanager
def replacing(*files: Path) -> Iterator[tuple[Path, ...]]:
    """Drafts beside some files; each takes its file's place once the block has ended well, else none is left.

    The process stands in a draft's name, so two that replace one file never write into each other's: the later one
    sweeps the other's away, as it does what a killed one left, and the other is told.
    """
    drafts = tuple(file.with_name(f".{file.name}.{os.getpid()}.tmp") for file in files)
    for file in files:
        for stale in file.parent.glob(f".{escape(file.name)}.*.tmp"):
            stale.unlink(missing_ok=True)
    try:
        yield drafts
        for draft, file in zip(drafts, files, strict=True):
            if file.exists():
                draft.chmod(file.stat().st_mode & 0o7777)
            draft.replace(file)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, down to the disk, and only then put each in its place; OSError leaves the old ones."""
    with replacing(*files) as drafts:
        for draft, data in zip(drafts, files.values(), strict=True):
            _write_through(draft, data)


def _write_through(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def make_folder(path: str) -> None:
    """A folder and those above it, where they are not there; without a Path, for there are ten thousand."""
    try:
        os.mkdir(path)  # noqa: PTH102
    except FileExistsError:
        if not os.path.isdir(path):  # noqa: PTH112
            raise
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """A hard link where the file system has them, else a copy."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        shutil.copyfile(source, target)
