"""One run of Pelican that makes this site: its settings judged, its plugins all there, the composition carried out."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pelican
from pelican import Pelican, signals
from pelican.plugins._utils import get_plugin_name, load_plugins
from pelican.settings import DEFAULT_CONFIG

from plugins.composition import ROOMS, plan_site
from plugins.failure import OutputError, tell
from plugins.incremental import Delivery, Outcome, open_workshop, write_site
from plugins.progress import Progress
from plugins.run.guests import GuestPlugin, entertain
from plugins.settings import judge_settings, moment_of, read_content, templates_of
from plugins.site import Room, open_site, read_clock

__all__ = ["Kangle"]

Receiver = Callable[..., Any]


class Kangle(Pelican):  # type: ignore[misc]
    """Pelican with this site's composition in the place of its generators (PELICAN_CLASS)."""

    outcome: Outcome | None = None
    """What the last run made."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.rooms: list[Room] = []
        self._visitors: list[GuestPlugin] = []
        with _telling(settings) as failed:
            super().__init__(settings)
            self._refuse_what_is_missing()
            for line in judge_settings(settings, DEFAULT_CONFIG, others=bool(self._visitors)):
                sys.stderr.write(f"{line}\n")
        if failed:
            raise failed[0]

    def join(self, room: Room) -> None:
        """A room says that it is there.

        Receivers of signals belong to the process: one that an earlier run has connected is not of this run.
        """
        if room.plugin in self.settings["PLUGINS"]:
            self.rooms.append(room)

    def init_plugins(self) -> None:
        """Load and register every plugin; Pelican would pass over one that fails, and build without it."""
        self.plugins = []
        faults = []
        for wanted in self.settings["PLUGINS"] or ():
            shown = wanted if isinstance(wanted, str) else get_plugin_name(wanted)
            before = _receivers()
            try:
                plugin = _load(wanted, self.settings)
                plugin.register()
            except (Exception, SystemExit) as error:  # a module that leaves must not end the run well
                faults.append(f"PLUGINS: {shown}: 没有装上（{_reason(error)}） → 检查名字和安装，或从 PLUGINS 里删掉")
                continue
            self.plugins.append(plugin)
            name = get_plugin_name(plugin)
            if name not in {room.plugin for room in ROOMS}:
                asked = [one for one in _receivers() if one not in before or _is_of(one[1], name)]
                self._visitors.append(GuestPlugin(name, tuple(asked)))
        faults += [line for visitor in self._visitors for line in visitor.refusals()]
        if faults:
            raise OutputError("\n".join(faults))
        self.settings["PLUGINS"] = [get_plugin_name(plugin) for plugin in self.plugins]

    def _refuse_what_is_missing(self) -> None:
        there = {room.plugin for room in self.rooms}
        missing = [room.plugin for room in ROOMS if room.plugin not in there]
        if missing:
            lines = (f"PLUGINS: {name}: 不在，网站会少一部分 → 写进 PLUGINS，register() 要登记它" for name in missing)
            raise OutputError("\n".join(lines))

    def run(self) -> None:
        """Make the site, or say why not."""
        with _telling(self.settings):
            self._make()

    def _make(self) -> None:
        settings = self.settings
        now = moment_of(settings, partial(read_clock, os.environ))
        content, output = Path(settings["PATH"]), Path(settings["OUTPUT_PATH"])
        workshop = open_workshop(output, content)
        site = open_site(read_content(settings, DEFAULT_CONFIG), now, settings["SITEURL"])
        rooms = tuple(room for room in ROOMS if room in self.rooms)
        plan = plan_site(site, templates_of(settings), rooms)
        delivery = Delivery(
            content=content,
            output=output,
            allow_shrink=settings.get("ALLOW_SHRINK", False),
            workers=settings.get("WORKERS", 0),
            survey=settings.get("SURVEY"),
            guest=entertain(self._visitors, workshop.folder / "guests", self._call) if self._visitors else None,
        )
        with settings.get("PROGRESS") or Progress(watched=False) as progress:
            self.outcome = write_site(plan, delivery, progress)
        if "PROGRESS" not in settings:
            for warning in self.outcome.warnings:
                sys.stderr.write(f"{content.name}/{warning}\n")
            sys.stdout.write(f"{self.outcome}。网站在 {output}。\n")
            # `pelican -r` goes on, and a file or a pipe would not see the line before it ends.
            sys.stdout.flush()

    def _call(self, receiver: Receiver, folder: Path) -> None:
        """Call a receiver of `finalized` as if the site stood in a folder."""
        kept = self.settings["OUTPUT_PATH"]
        self.output_path = self.settings["OUTPUT_PATH"] = str(folder)
        try:
            receiver(self)
        finally:
            self.output_path = self.settings["OUTPUT_PATH"] = kept


@contextmanager
def _telling(settings: dict[str, Any]) -> Iterator[list[Exception]]:
    """Turn a failure into lines and an exit status; while Pelican watches, into lines alone, and it watches on."""
    failed: list[Exception] = []
    try:
        yield failed
    except Exception as error:
        told = tell(error, Path(settings["PATH"]).name)
        if told is None and not _is_watched():
            raise
        status, lines = told or (2, [f"程序出错：{_reason(error)}；网站没有更新"])
        sys.stderr.write("\n".join(lines) + "\n")
        if not _is_watched():
            raise SystemExit(status) from None
        failed.append(error)


def _is_watched() -> bool:
    """Whether `pelican -r` runs this.

    It says so to nobody, dies of a SystemExit, and after an exception it builds again at once, for ever: only a run
    that ends by itself makes it wait for the next save.
    """
    frame = sys._getframe()
    while frame.f_back:
        if frame.f_code is pelican.autoreload.__code__:
            return True
        frame = frame.f_back
    return False


class _Overheard(logging.Filter):
    """Keeps why Pelican could not load a plugin, which it tells its log alone."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.ERROR:
            self.said.append(record.getMessage().rpartition("\n")[2])
            return False
        return True


def _load(wanted: object, settings: dict[str, Any]) -> Any:
    """One plugin, found as Pelican finds it; raises what stands in the way."""
    log, overheard = logging.getLogger(load_plugins.__module__), _Overheard()
    log.addFilter(overheard)
    try:
        found = load_plugins({**settings, "PLUGINS": [wanted]})
    finally:
        log.removeFilter(overheard)
    if not found:
        raise ImportError("；".join(overheard.said))
    return found[0]


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _receivers() -> list[tuple[str, Receiver]]:
    """Everybody who waits for a signal of Pelican, by the signal's name."""
    every = ((name, getattr(signals, name)) for name in sorted(vars(signals)))
    return [
        (name, one)
        for name, signal in every
        if isinstance(signal, signals.Signal)
        for one in signal.receivers_for(None)
    ]


def _is_of(receiver: Receiver, plugin: str) -> bool:
    module = getattr(receiver, "__module__", None) or ""
    return module == plugin or module.startswith(f"{plugin}.")
