"""Who may ask a host now; hides locks and waiting."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

PAUSE = 1.0
"""Seconds between two requests to one host."""
LONGEST_REST = 60.0
"""A host that asks us to stay away for longer is left alone for the rest of the run."""


class BusyError(Exception):
    """A host asked us to come back later than this run lasts."""


@dataclass
class HostTurn:
    """One host's turn; who has it may ask for a longer rest after it."""

    rest: float = 0.0
    pause: float = 0.0
    free: float = float("-inf")
    """When the host may be asked again, by the stopwatch."""
    lock: Lock = field(default_factory=Lock)


@dataclass
class Turns:
    """One request at a time to each host, with a pause between two; tests bring their own stopwatch."""

    pause: float = PAUSE
    sleep: Callable[[float], object] = time.sleep
    stopwatch: Callable[[], float] = time.monotonic
    _hosts: dict[str, HostTurn] = field(default_factory=lambda: defaultdict(HostTurn))
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def take(self, host: str) -> Iterator[HostTurn]:
        """Wait for a host's turn and keep it; raises BusyError where that would take too long."""
        turn = self._of(host)
        with turn.lock:
            wait = turn.free - self.stopwatch()
            if wait > LONGEST_REST:
                raise BusyError
            if wait > 0:
                self.sleep(wait)
            turn.rest = 0.0
            try:
                yield turn
            finally:
                turn.free = self.stopwatch() + max(self.pause, turn.pause, turn.rest)

    def slow(self, host: str, pause: float) -> None:
        """Pause longer between two requests to a host, as its robots.txt asks; within reason."""
        self._of(host).pause = min(pause, LONGEST_REST / 2)

    def _of(self, host: str) -> HostTurn:
        with self._lock:
            return self._hosts[host]
