"""One command's time and memory, with all the processes it starts."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = 0.02
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took: seconds by the clock and of all cores."""

    wall: float
    cpu: float
    largest: int
    """The largest process, in bytes (ru_maxrss)."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Peaks over all processes together, in bytes: shared pages counted once (PSS) and once per process (RSS)."""

    pss: int
    rss: int
    largest: int


def run(command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> Run:
    """Run a command to its end; raises RuntimeError with its words when it fails."""
    os.sync()
    return _finish(_start(command, folder, environ))


def watch_memory(command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> Memory:
    """Run a command to its end and look at the memory of its session all the while; too disturbing to time."""
    os.sync()
    started = _start(command, folder, environ)
    peaks = [0, 0]
    over = threading.Event()

    def look() -> None:
        while not over.wait(TICK):
            for i, value in enumerate(_memory_of(started[0].pid)):
                peaks[i] = max(peaks[i], value)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        done = _finish(started)
    finally:
        over.set()
        watcher.join()
    return Memory(peaks[0], peaks[1], done.largest)


def _start(
    command: Sequence[str], folder: Path, environ: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], float, Path]:
    log = folder / "run.log"
    with log.open("wb") as words:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environ,
            stdout=words,
            stderr=words,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    return process, begun, log


def _finish(started: tuple[subprocess.Popen[bytes], float, Path]) -> Run:
    process, begun, log = started
    try:
        _, status, used = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{process.args}: {process.returncode}\n{log.read_text(encoding='utf-8', errors='replace')}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def _memory_of(session: int) -> tuple[int, int]:
    """PSS and RSS of all processes of a session now."""
    pss = rss = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) != session:
                continue
            rows = dict(line.split()[:2] for line in (folder / "smaps_rollup").read_text().splitlines()[1:])
        except (OSError, ValueError):
            continue
        pss += int(rows["Pss:"]) * 1024
        rss += int(rows["Rss:"]) * 1024
    return pss, rss


class Noise:
    """What share of the cores other work took since this was made."""

    def __init__(self) -> None:
        self._start = self._read()

    def share(self) -> float:
        busy, idle, own = (now - then for now, then in zip(self._read(), self._start, strict=True))
        return max(0.0, busy - own) / (busy + idle)

    @staticmethod
    def _read() -> tuple[float, float, float]:
        """Seconds of all cores: busy (the hypervisor's share too), idle, and busy for this process and its children."""
        user, nice, system, idle, waiting, *rest = map(int, Path("/proc/stat").read_text().split()[1:9])
        used = os.times()
        own = used.user + used.system + used.children_user + used.children_system
        tick = os.sysconf("SC_CLK_TCK")
        return (user + nice + system + sum(rest)) / tick, (idle + waiting) / tick, own


def fit_exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The slope of the least-squares line through log(size), log(value)."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, height = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - middle) * (y - height) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - middle) ** 2 for x in xs)
