"""Where a build is and where its time went; hides rich, and is quiet where nobody watches."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

_PATIENCE = 100
"""Fewer things to do than this need no bar."""


class _Rate(ProgressColumn):
    """Things a second."""

    def render(self, task: Task) -> Text:
        return Text(f"每秒 {task.speed:.0f}" if task.speed else "")


@dataclass
class Progress:
    """The stages of one build; a bar on a terminal, silence elsewhere. Seconds are a stopwatch's, not a clock's."""

    watched: bool = field(default_factory=lambda: sys.stderr.isatty())
    laps: list[tuple[str, float]] = field(default_factory=list)
    _bar: Bar | None = None
    _task: TaskID | None = None
    _started: float = field(default_factory=time.perf_counter)

    def enter(self, stage: str, total: int = 0) -> None:
        """Begin a stage of `total` things; the one before has ended."""
        self._end()
        self.laps.append((stage, time.perf_counter()))
        if self.watched and total > _PATIENCE:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.start()
            self._task = self._bar.add_task(stage, total=total)

    def advance(self) -> None:
        """One thing of the stage is done."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)
            if int(self._bar.tasks[0].completed) % 50 == 0:
                self._bar.refresh()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def seconds(self) -> float:
        """Seconds since the build began."""
        return time.perf_counter() - self._started

    def report(self) -> tuple[tuple[str, float], ...]:
        """Each stage and its seconds."""
        ends = [start for _, start in self.laps[1:]] + [time.perf_counter()]
        return tuple((stage, end - start) for (stage, start), end in zip(self.laps, ends, strict=True))

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
