"""Every file below a folder; hides that the standard library passes over a folder it cannot read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn


def list_files(folder: Path, *suffixes: str) -> list[Path]:
    """All files below a folder, sorted, or those with one of these endings; raises OSError, where Path.rglob would leave out."""
    found = (Path(below, name) for below, _, names in os.walk(folder, onerror=_fail) for name in names)
    return sorted(file for file in found if not suffixes or file.suffix in suffixes)


def _fail(error: OSError) -> NoReturn:
    raise error
