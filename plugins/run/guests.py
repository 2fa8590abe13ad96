"""Other people's plugins as guests: what of Pelican's run reaches them, and what they may do to the finished site."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.failure import OutputError
from plugins.files import list_files
from plugins.incremental import digest_file
from plugins.site import Artifact

HEARD = frozenset({"initialized", "finalized"})
"""Signals of Pelican that mean here what they mean there."""


@dataclass(frozen=True, slots=True)
class GuestPlugin:
    """A plugin that is not ours, and what it has asked to be called for: (signal, receiver)."""

    name: str
    waits_for: tuple[tuple[str, Callable[..., Any]], ...]

    def refusals(self) -> Iterator[str]:
        """A line if it waits for what never comes."""
        vain = sorted({signal for signal, _ in self.waits_for} - HEARD)
        if vain:
            yield (
                f"PLUGINS: {self.name}: 它等的是 Pelican 的 {'、'.join(vain)}，这里的页面不由 Pelican 生成，永远等不到"
                " → 从 PLUGINS 里删掉；可以代替它的做法见 docs/pelican.md"
            )


def entertain(visitors: Sequence[GuestPlugin], folder: Path, call: Callable[[Any, Path], None]) -> Callable[..., Any]:
    """What lets visitors into the finished site: into a copy of it, so that they spoil nothing; what they add is taken."""

    def let_in(stage: Path, marks: Mapping[str, str]) -> Iterator[Artifact]:
        shutil.rmtree(folder, ignore_errors=True)
        try:
            shutil.copytree(stage, folder)
            for visitor in visitors:
                for signal, receiver in visitor.waits_for:
                    if signal == "finalized":
                        _call(visitor, receiver, folder, call)
                        _refuse_changes(visitor, folder, marks)
            for file in list_files(folder):
                name = file.relative_to(folder).as_posix()
                if name not in marks:
                    yield Artifact(name, file.read_bytes())
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    return let_in


def _call(visitor: GuestPlugin, receiver: Any, folder: Path, call: Callable[[Any, Path], None]) -> None:
    try:
        call(receiver, folder)
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}"
        raise OutputError(f"PLUGINS: {visitor.name}: 运行出错（{reason}） → 改好它，或从 PLUGINS 里删掉") from None


def _refuse_changes(visitor: GuestPlugin, folder: Path, marks: Mapping[str, str]) -> None:
    """Every file of ours must stand as it was."""
    changed = [file for file, mark in sorted(marks.items()) if _mark(folder / file) != mark]
    if changed:
        shown = "、".join(changed[:5]) + (f" 等 {len(changed)} 个文件" if len(changed) > 5 else "")
        raise OutputError(f"PLUGINS: {visitor.name}: 它改写或删掉了 {shown} → 从 PLUGINS 里删掉，或让它写到别的文件")


def _mark(file: Path) -> str:
    return digest_file(file) if file.is_file() and not file.is_symlink() else ""
