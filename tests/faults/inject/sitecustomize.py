"""Makes the k-th call of a kind fail in a build; Python imports it at start where it is first on PYTHONPATH.

FAULT is `kind:action:k[:sticky]` or `later` (see warm.py), FAULT_ROOT the folder whose content, theme, output and .kangle are watched,
FAULT_COUNTS a file of counters that the build and its forked workers share. An action is the name of an errno,
KILL or STOP. FAULT_NO_EXCHANGE makes renameat2 say EINVAL; FAULT_UNPRIVILEGED takes root's right to open everything.
"""

# ruff: noqa: PTH100, PTH115, PTH117, PTH118
# pathlib calls what is wrapped here.

from __future__ import annotations

import builtins
import ctypes
import errno
import fcntl
import io
import mmap
import os
import pathlib  # noqa: F401
import shutil  # noqa: F401 - looks at os.open once, when imported: before it is wrapped
import signal
import sqlite3
import struct
import sys
import tempfile  # noqa: F401

KINDS = ("read_open", "read", "write_open", "write", "mkdir", "rename", "link", "unlink", "fsync", "sql")
CHANGES = frozenset(KINDS) - {"read_open", "read"}
SQL_WORDS = {"ENOSPC": "database or disk is full", "EIO": "disk I/O error", "EACCES": "unable to open database file"}
_WATCHED = ("content", "theme", "output", ".kangle")
_COUNTER = struct.Struct("<q")
_FD = "/proc/self/fd"


class Faults:
    """Counts the calls of each kind and strikes at the one that was asked for."""

    def __init__(self) -> None:
        self.roots: tuple[str, ...] = ()

    def arm(self, order: str, root: str, counts: str) -> None:
        """From now on, count; until then nothing is watched."""
        kind, action, k, *rest = order.split(":")
        self.kinds = CHANGES if kind == "change" else frozenset({kind})
        self.kind, self.action, self.k, self.sticky = kind, action, int(k), rest == ["sticky"]
        self.fired = counts + ".fired"
        self.lock = _open(counts, os.O_RDWR)
        self.counters = mmap.mmap(self.lock, _COUNTER.size * (len(KINDS) + 1))
        self.roots = tuple(os.path.join(root, name) for name in _WATCHED)

    def inside(self, path: object, dir_fd: int | None = None) -> str | None:
        """The full path of a file that is watched."""
        if not self.roots:
            return None
        if isinstance(path, int):
            name = _name(path)
        else:
            name = os.fsdecode(path)  # type: ignore[arg-type]
            if dir_fd is not None and not os.path.isabs(name):
                name = os.path.join(_name(dir_fd), name)
            name = os.path.abspath(name)
        return name if any(name == root or name.startswith(root + "/") for root in self.roots) else None

    def meet(self, kind: str, path: object, dir_fd: int | None = None) -> None:
        """Count a call; end this process, stop it, or raise, where it is the k-th."""
        name = self.inside(path, dir_fd)
        if name is not None and self._strikes(kind):
            self._strike(kind, name)

    def _strikes(self, kind: str) -> bool:
        fcntl.lockf(self.lock, fcntl.LOCK_EX)
        try:
            self._add(KINDS.index(kind))
            if kind not in self.kinds:
                return False
            count = self._add(len(KINDS))
        finally:
            fcntl.lockf(self.lock, fcntl.LOCK_UN)
        return count == self.k or (self.sticky and 0 < self.k < count)

    def _add(self, slot: int) -> int:
        at = slot * _COUNTER.size
        count = _COUNTER.unpack_from(self.counters, at)[0] + 1
        _COUNTER.pack_into(self.counters, at, count)
        return count

    def _strike(self, kind: str, name: str) -> None:
        log = _open(self.fired, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        _write(log, f"{kind} {name}\n".encode())
        _close(log)
        if self.action in ("KILL", "STOP"):
            os.kill(os.getpid(), getattr(signal, f"SIG{self.action}"))
            return
        if kind == "sql":
            raise sqlite3.OperationalError(SQL_WORDS[self.action])
        code = getattr(errno, self.action)
        if kind in ("read", "write", "fsync"):  # the system names no file there, and neither does Python
            raise OSError(code, os.strerror(code))
        raise OSError(code, os.strerror(code), name)


_open, _write, _close, _io_open = os.open, os.write, os.close, io.open
_faults = Faults()


def _name(descriptor: int) -> str:
    try:
        return os.readlink(f"{_FD}/{descriptor}")
    except OSError:
        return ""


def _wrap_os(faults: Faults) -> None:
    def opening(path, flags, mode=0o777, *, dir_fd=None):
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        faults.meet("write_open" if writes else "read_open", path, dir_fd)
        return _open(path, flags, mode, dir_fd=dir_fd)

    def wrap(name: str, kind: str) -> None:
        real = getattr(os, name)

        def wrapped(path=".", *args, dir_fd=None, **more):
            faults.meet(kind, "." if path is None else path, dir_fd)
            return real(path, *args, **more) if dir_fd is None else real(path, *args, dir_fd=dir_fd, **more)

        _put(name, wrapped)

    def wrap_two(name: str, kind: str) -> None:
        real = getattr(os, name)

        def wrapped(source, target, **more):
            faults.meet(kind, target, more.get("dst_dir_fd"))
            return real(source, target, **more)

        _put(name, wrapped)

    _put("open", opening)
    for name in ("scandir", "listdir"):
        wrap(name, "read_open")
    for name in ("unlink", "remove", "rmdir"):
        wrap(name, "unlink")
    for name in ("write", "pwrite", "ftruncate", "truncate", "sendfile", "copy_file_range"):
        wrap(name, "write")
    for name in ("fsync", "fdatasync"):
        wrap(name, "fsync")
    wrap("mkdir", "mkdir")
    for name, kind in (("rename", "rename"), ("replace", "rename"), ("link", "link"), ("symlink", "link")):
        wrap_two(name, kind)


def _put(name: str, wrapped: object) -> None:
    """Replace a function of os, and keep what it is known to support."""
    real = getattr(os, name, None)
    if real is None:
        return
    setattr(os, name, wrapped)
    for known in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        if real in known:
            known.add(wrapped)


def _wrap_open(faults: Faults) -> None:
    class Raw(io.FileIO):
        """A file whose calls are counted; the one that fails has done half of its work."""

        def write(self, data):
            view = memoryview(data).cast("B")
            if faults.inside(self.name) and faults._strikes("write"):
                if faults.action != "STOP":
                    super().write(view[: len(view) // 2])
                faults._strike("write", os.fspath(self.name))
            return super().write(view)

        def readall(self):
            faults.meet("read", self.name)
            return super().readall()

        def readinto(self, buffer):
            faults.meet("read", self.name)
            return super().readinto(buffer)

    def opening(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        if isinstance(file, int) or opener is not None or not faults.inside(file):
            return _io_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        writes = bool(set(mode) & set("wxa+"))
        faults.meet("write_open" if writes else "read_open", file)
        raw = Raw(os.fspath(file), mode.replace("b", "").replace("t", ""))
        if buffering == 0:
            return raw
        buffered = (io.BufferedRandom if "+" in mode else io.BufferedWriter if writes else io.BufferedReader)(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    io.open = builtins.open = opening


def _wrap_sqlite(faults: Faults) -> None:
    real = sqlite3.connect

    def path_of(database: object) -> str:
        name = os.fsdecode(database)  # type: ignore[arg-type]
        return name.removeprefix("file:").removeprefix("//").partition("?")[0] if name.startswith("file:") else name

    class Connection(sqlite3.Connection):
        file = ""

        def execute(self, *args):
            faults.meet("sql", self.file)
            return super().execute(*args)

        def executemany(self, *args):
            faults.meet("sql", self.file)
            return super().executemany(*args)

        def executescript(self, *args):
            faults.meet("sql", self.file)
            return super().executescript(*args)

        def commit(self):
            faults.meet("sql", self.file)
            return super().commit()

        def __exit__(self, kind, error, trace):
            if kind is None:
                faults.meet("sql", self.file)
            return super().__exit__(kind, error, trace)

    def connect(database, *args, **more):
        file = path_of(database)
        faults.meet("sql", file)
        connection = real(database, *args, factory=Connection, **more)
        connection.file = file
        return connection

    sqlite3.connect = connect


def _wrap_exchange(faults: Faults) -> None:
    """renameat2 is called through ctypes."""

    class Library(ctypes.CDLL):
        def __getattr__(self, name):
            real = super().__getattr__(name)
            if name != "renameat2":
                return real

            def exchange(one_fd, one, other_fd, other, flags):
                if os.environ.get("FAULT_NO_EXCHANGE"):
                    ctypes.set_errno(errno.EINVAL)
                    return -1
                try:
                    faults.meet("rename", os.fsdecode(other))
                except OSError as error:
                    ctypes.set_errno(error.errno or 0)
                    return -1
                return real(one_fd, one, other_fd, other, flags)

            setattr(self, name, exchange)
            return exchange

    ctypes.CDLL = Library


def _give_up_privileges() -> None:
    """Root without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH is held to the modes of files, like anyone (capset(2))."""
    header = struct.pack("<Ii", 0x20080522, 0)
    data = ctypes.create_string_buffer(24)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capget(header, data) == 0:
        words = [word & ~0b110 if at in (0, 1, 2) else word for at, word in enumerate(struct.unpack("<6I", data.raw))]
        if libc.capset(header, struct.pack("<6I", *words)) == 0:
            return
    sys.stderr.write("sitecustomize: capset failed\n")


def arm() -> None:
    """Begin to count, and to strike as the environment says."""
    if os.environ.get("FAULT_UNPRIVILEGED"):
        _give_up_privileges()
    if "FAULT_ROOT" in os.environ:
        _faults.arm(os.environ["FAULT"], os.environ["FAULT_ROOT"], os.environ["FAULT_COUNTS"])


def _start() -> None:
    if sys.platform != "win32":  # a test runner in the background may have SIGINT ignored, and hand that on
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if "FAULT" in os.environ:
        _wrap_exchange(_faults)
        _wrap_os(_faults)
        _wrap_open(_faults)
        _wrap_sqlite(_faults)
    if os.environ.get("FAULT") != "later":
        arm()


if __name__ == "sitecustomize":
    _start()
