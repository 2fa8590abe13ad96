"""Work on all cores; hides fork, pipes and what happens when a worker dies.

Workers are forks: they see everything the parent has read without a copy, and send back bytes.
Where there is no fork the same work runs in this process, with the same results.
"""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

T = TypeVar("T")
_HEADER = struct.Struct("<II")
_BATCH = 1 << 16
_FAILED = 0xFFFFFFFF
_PR_SET_PDEATHSIG = 1


class WorkerError(Exception):
    """A worker could not go on; the message is what it said, empty where it died without a word."""


def count_cores() -> int:
    """The cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_on_cores(
    items: Sequence[T], work: Callable[[T], bytes], describe: Callable[[Exception], bytes], workers: int
) -> Iterator[tuple[int, bytes]]:
    """Yield (index, result) of every item, in any order; raises WorkerError(describe(error)) when one fails.

    With one worker, or without fork, `work` runs here and its own exceptions pass through.
    """
    # For a handful of items the forks would take longer than the work.
    if workers < 2 or len(items) < 2 * workers or not hasattr(os, "fork"):
        for index, item in enumerate(items):
            yield index, work(item)
        return
    pipes: dict[int, int] = {}
    parent = os.getpid()
    try:
        for worker in range(min(workers, len(items))):
            receiver, sender = os.pipe()
            child = os.fork()
            if child == 0:
                _serve(items, work, describe, worker, workers, sender, parent)
            # While the parent holds a pipe's writing end, the reading end never says that the worker is gone.
            os.close(sender)
            pipes[receiver] = child
        yield from _receive(list(pipes), len(items))
    finally:
        for receiver, child in pipes.items():
            os.close(receiver)
            # A worker that is done is killed all the same: until waitpid its number is nobody else's.
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


@contextmanager
def run_aside(
    work: Callable[[], bytes], describe: Callable[[Exception], bytes], workers: int, patience: float | None = None
) -> Iterator[Callable[[], bytes]]:
    """Begin one piece of work on another core; the callable waits for its result, or raises WorkerError.

    It waits for so many seconds of silence at most, if `patience` says how many.

    With one worker, or without fork, it is done when its result is asked for. It ends with the block, done or not.
    """
    if workers < 2 or not hasattr(os, "fork"):
        yield work
        return
    parent = os.getpid()
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        _serve((work,), lambda one: one(), describe, 0, 1, sender, parent)
    os.close(sender)

    def result() -> bytes:
        ((_, found),) = _receive([receiver], 1, patience)
        return found

    try:
        yield result
    finally:
        os.close(receiver)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _serve(
    items: Sequence[T],
    work: Callable[[T], bytes],
    describe: Callable[[Exception], bytes],
    worker: int,
    workers: int,
    sender: int,
    parent: int,
) -> NoReturn:
    """The life of one worker: every `workers`-th item, results in batches; never returns."""
    pending = bytearray()
    status = 0
    try:
        _die_with(parent)
        for index in range(worker, len(items), workers):
            result = work(items[index])
            pending += _HEADER.pack(index, len(result)) + result
            if len(pending) >= _BATCH:
                _send(sender, pending)
                pending.clear()
        _send(sender, pending)
    except Exception as error:
        message = describe(error)
        status = 1
        _send(sender, pending + _HEADER.pack(_FAILED, len(message)) + message)
    except BaseException:
        # KeyboardInterrupt and the like: the parent got it too, and says so.
        status = 2
    finally:
        # Not sys.exit: a fork must run none of the parent's cleaning up.
        os._exit(status)


def _die_with(parent: int) -> None:
    """A worker whose parent was killed must not go on writing (prctl, Linux); elsewhere its pipe breaks."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # The parent may have been killed before that call.
    if os.getppid() != parent:
        os._exit(2)


def _send(sender: int, data: bytes | bytearray) -> None:
    view = memoryview(bytes(data))
    while view:
        view = view[os.write(sender, view) :]


def _receive(receivers: list[int], expected: int, patience: float | None = None) -> Iterator[tuple[int, bytes]]:
    """Results of all workers as they come; ends when every item is there."""
    buffers = {receiver: bytearray() for receiver in receivers}
    seen = 0
    with selectors.DefaultSelector() as selector:
        for receiver in receivers:
            selector.register(receiver, selectors.EVENT_READ)
        while buffers:
            ready = selector.select(patience)
            if not ready:
                raise WorkerError("")
            for key, _ in ready:
                data = os.read(key.fd, 1 << 20)
                if not data:
                    selector.unregister(key.fd)
                    del buffers[key.fd]
                    continue
                buffers[key.fd] += data
                for index, result in _unpack(buffers[key.fd]):
                    seen += 1
                    yield index, result
    if seen != expected:
        raise WorkerError("")


def _unpack(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take every whole result off the front of a buffer."""
    start = 0
    while len(buffer) - start >= _HEADER.size:
        index, size = _HEADER.unpack_from(buffer, start)
        end = start + _HEADER.size + size
        if end > len(buffer):
            break
        result = bytes(buffer[start + _HEADER.size : end])
        if index == _FAILED:
            raise WorkerError(result.decode())
        start = end
        yield index, result
    del buffer[:start]
