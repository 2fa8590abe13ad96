"""Files replaced whole or not at all; hides how a half-written file is kept from being seen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, and only then put each in its place; OSError leaves the old ones."""
    ready: list[tuple[Path, Path]] = []
    try:
        for file, data in files.items():
            draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
            ready.append((draft, file))
            _write_through(draft, data)
        for draft, file in ready:
            if file.exists():
                draft.chmod(file.stat().st_mode & 0o7777)
            draft.replace(file)
    finally:
        for draft, _ in ready:
            draft.unlink(missing_ok=True)


def _write_through(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
