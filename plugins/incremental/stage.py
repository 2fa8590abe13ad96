"""A fresh folder that becomes the site in one step; hides locks, releases and how two folders change places.

Beside `output` lies `.kangle/output/`, on the same file system, so that a rename moves a site whole:
`stage/` (being written), `spare/` (the next stage), `releases/NNNNNN/` (the last sites), `manifest.db`,
`record.json`, `lock`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from plugins.failure import OutputError, explain, pack
from plugins.files import digest, link_or_copy, make_folder, walk
from plugins.parallel import run_aside

KEPT = 10
"""How many earlier sites are kept for a rollback."""
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where one output folder is made."""

    output: Path
    folder: Path

    @property
    def stage(self) -> Path:
        return self.folder / "stage"

    @property
    def aside(self) -> Path:
        return self.folder / "aside"

    @property
    def spare(self) -> Path:
        return self.folder / "spare"

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.db"

    @property
    def release(self) -> Path:
        """What `kangle gates` signed. Outside the output, so that a build still makes all of what stands there."""
        return self.folder / "release.json"

    def releases(self) -> tuple[Path, ...]:
        """The earlier sites, newest first."""
        folder = self.folder / "releases"
        there = folder.iterdir() if folder.is_dir() and not folder.is_symlink() else ()
        found = [p for p in there if len(p.name) == 6 and p.name.isdigit() and p.is_dir() and not p.is_symlink()]
        return tuple(sorted(found, reverse=True))


def open_workshop(output: Path, content: Path) -> Workshop:
    """The workshop of an output folder; refuses one that is or holds what must not be replaced."""
    real = output.resolve()
    kept = {"内容文件夹": content.resolve(), "个人主目录": Path.home().resolve(), "当前项目": Path.cwd().resolve()}
    for name, path in kept.items():
        if path == real or real in path.parents:
            raise OutputError(f"{output}: 输出文件夹不能是{name}，也不能包含它 → 换一个文件夹，例如 output")
    if content.resolve() in real.parents:
        raise OutputError(f"{output}: 输出文件夹不能放在内容文件夹里 → 换一个文件夹，例如 output")
    if real.exists() and not real.is_dir():
        raise OutputError(f"{output}: 这里已有一个文件 → 换一个文件夹，例如 output")
    workshop = Workshop(real, real.parent / ".kangle" / real.name)
    if not (workshop.manifest.exists() or (real / "index.html").exists()) and real.exists() and any(real.iterdir()):
        raise OutputError(f"{output}: 这个文件夹里有别的东西，不像是网站 → 换一个空文件夹，例如 output")
    return workshop


@contextmanager
def hold_lock(workshop: Workshop) -> Iterator[None]:
    """Keep a second build of the same output away; the system lets go of the lock when this process ends, however."""
    for folder in (workshop.folder.parent, workshop.folder):
        if folder.is_symlink():
            raise OutputError(f"{folder}: 是符号链接，通向别处 → 删掉这个链接，里面的东西不会动")
    workshop.folder.mkdir(parents=True, exist_ok=True)
    _tidy(workshop)
    file = os.open(workshop.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        _take(file, workshop)
        yield
    finally:
        os.close(file)


_FOLDERS = ("stage", "spare", "aside", "releases")
_FILES = (
    "lock",
    "manifest.db",
    "manifest.db-journal",
    "sources.db",
    "sources.db-journal",
    "record.json",
    "release.json",
)


def _tidy(workshop: Workshop) -> None:
    """Take away what stands where ours belongs: a link leads into somebody's folder, a folder is no lock."""
    for name in (*_FOLDERS, *_FILES):
        path = workshop.folder / name
        if path.is_symlink() or (name in _FOLDERS and path.is_file()):
            path.unlink()
        elif name in _FILES and path.is_dir():
            _remove(path)


def _take(file: int, workshop: Workshop) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(file, 20).decode(errors="replace").strip() or "未知"
        message = f"{workshop.output}: 另一次生成正在进行（进程 {holder}） → 等它结束再试"
        raise OutputError(message) from None
    with suppress(OSError):  # the number only helps whoever waits
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)


def make_stage(workshop: Workshop) -> Path:
    """An empty stage; what an interrupted build left is removed, a site it had put aside put back."""
    _restore(workshop)
    _remove(workshop.stage)
    workshop.stage.mkdir(parents=True)
    return workshop.stage


def _restore(workshop: Workshop) -> None:
    if workshop.aside.exists() and not workshop.output.exists():
        workshop.aside.rename(workshop.output)
    _remove(workshop.aside)


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands in the output: the digest of each file, "" for what no build makes (a link, an empty folder)."""

    result: Callable[[], bytes]

    def standing(self) -> Mapping[str, str]:
        """Wait until the stage is a copy of the output, by hard links."""
        found: dict[str, str] = orjson.loads(self.result())
        return found


@contextmanager
def prepare_stage(workshop: Workshop, workers: int) -> Iterator[Survey]:
    """Hold the lock, and copy the output to the stage on another core; a stage that is not used is kept as a spare."""
    with hold_lock(workshop):
        try:
            with run_aside(lambda: orjson.dumps(_copy_output(workshop)), pack, workers) as result:
                yield Survey(result)
        finally:
            with suppress(OSError):
                _spare(workshop, workshop.stage)


def _spare(workshop: Workshop, folder: Path) -> None:
    """Keep a folder of links that is not needed for the next stage, instead of removing it file by file."""
    if not folder.exists():
        return
    if workshop.spare.exists():
        _remove(folder)
    else:
        folder.rename(workshop.spare)


def read_output(workshop: Workshop) -> dict[str, str]:
    """The digest of every file that stands in the output, "" for what no build makes."""
    return {path: _digest_file(f"{workshop.output}/{path}") for path, _ in _look(str(workshop.output))}


def _copy_output(workshop: Workshop) -> dict[str, str]:
    """Make the stage a copy of the output, and say what stands there.

    A folder of an earlier site is mostly the same links already: only what differs is linked anew.
    """
    _restore(workshop)
    if workshop.spare.exists() and not workshop.stage.exists():
        workshop.spare.rename(workshop.stage)
    workshop.stage.mkdir(parents=True, exist_ok=True)
    output = str(workshop.output)
    found = dict(_look(output)) if workshop.output.exists() else {}
    there = dict(_look(str(workshop.stage)))
    standing = {path: _digest_file(f"{output}/{path}") if inode else "" for path, inode in found.items()}
    # One inode under one name is the same link, not a file that happens to be alike.
    kept = {path for path, inode in there.items() if inode and inode == found.get(path) and standing[path]}
    clear(workshop, there.keys() - kept)
    _link_missing(workshop, [path for path, digest in standing.items() if digest and path not in kept], kept)
    return standing


def _link_missing(workshop: Workshop, missing: list[str], kept: set[str]) -> None:
    # Once for each folder: there are ten thousand files in a hundred of them.
    for folder in sorted(_folders_of(missing) - _folders_of(kept)):
        make_folder(f"{workshop.stage}/{folder}")
    for path in missing:
        link_or_copy(f"{workshop.output}/{path}", f"{workshop.stage}/{path}")


def _folders_of(paths: Iterable[str]) -> set[str]:
    return {path.rpartition("/")[0] for path in paths}


def _look(folder: str) -> Iterator[tuple[str, int]]:
    """Everything below a folder with its inode; 0 for what no build makes: a link, a device, an empty folder."""
    empty = ""
    for path, entry in walk(folder):
        if empty and not path.startswith(f"{empty}/"):
            yield empty, 0
        if entry.is_dir(follow_symlinks=False):
            empty = path
        else:
            empty = ""
            yield path, entry.inode() if entry.is_file(follow_symlinks=False) else 0
    if empty:
        yield empty, 0


def _digest_file(path: str) -> str:
    """The digest of a file's bytes; "" for what cannot be read as a file of its own."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    with os.fdopen(file, "rb", buffering=0) as opened:
        return digest(opened.read()) if stat.S_ISREG(os.fstat(file).st_mode) else ""


def clear(workshop: Workshop, files: Iterable[str]) -> None:
    """Take files and empty folders off the stage, and the folders that are empty then."""
    for file in sorted(files):
        path = workshop.stage / file
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == workshop.stage or (folder.exists() and any(folder.iterdir())):
                break
            if folder.exists():
                folder.rmdir()


def _remove(folder: Path) -> None:
    """Remove a folder that may not exist; an error names it."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        error.filename = str(folder)
        raise


def switch(workshop: Workshop) -> None:
    """Put the stage in the place of the output in one step, and keep the site that stood there."""
    output, stage = workshop.output, workshop.stage
    if not output.exists():
        output.parent.mkdir(parents=True, exist_ok=True)
        stage.rename(output)
        return
    if not _exchange(stage, output):
        _change_places(stage, output, workshop.aside)
    _keep(workshop)


def _change_places(stage: Path, output: Path, aside: Path) -> None:
    """Swap two folders where the system cannot in one step; for a moment there is no output."""
    output.rename(aside)
    try:
        stage.rename(output)
    except OSError:
        aside.rename(output)
        raise
    try:
        aside.rename(stage)
    except OSError:  # the new site is up already; the old one cannot be kept
        with suppress(OSError):
            _remove(aside)


def _keep(workshop: Workshop) -> None:
    """The stage holds the former site now: file it as a release and let go of the oldest.

    The new site is up already, so a full disk here costs a release, not the build. A release that is let go is
    first renamed: none is ever there by half.
    """
    folder = workshop.folder / "releases"
    try:
        folder.mkdir(exist_ok=True)
        found = workshop.releases()
        number = int(found[0].name) + 1 if found else 1
        if any(workshop.stage.iterdir()):
            workshop.stage.rename(folder / f"{number:06d}")
        for old in workshop.releases()[KEPT:]:
            _remove(workshop.stage)
            old.rename(workshop.stage)
            _spare(workshop, workshop.stage)
    except OSError as error:
        sys.stderr.write(f"{folder}: 旧版本没有存好，{explain(error)} → 新网站已经换上，检查磁盘空间\n")


def rollback(workshop: Workshop, steps: int) -> Path:
    """Put the site of `steps` switches ago back, as a new switch; the present one becomes a release."""
    releases = workshop.releases()[:KEPT]
    if steps < 1 or steps > len(releases):
        raise OutputError(f"{workshop.output}: 没有往前第 {steps} 个版本 → 现在存着 {len(releases)} 个")
    wanted = releases[steps - 1]
    make_stage(workshop)
    for path, entry in walk(wanted):
        if entry.is_dir():
            (workshop.stage / path).mkdir()
        else:
            link_or_copy(entry.path, workshop.stage / path)
    switch(workshop)
    return wanted


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically (Linux renameat2); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
