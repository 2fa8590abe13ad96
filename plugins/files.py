"""Files and folders; hides what the standard library passes over and what file systems cannot do."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import NoReturn


def list_files(folder: Path, *suffixes: str) -> list[Path]:
    """All files below a folder, sorted, or those with one of these endings; raises OSError, where Path.rglob would leave out."""
    found = (Path(below, name) for below, _, names in os.walk(folder, onerror=_fail) for name in names)
    return sorted(file for file in found if not suffixes or file.suffix in suffixes)


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """A hard link where the file system has them, else a copy."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        shutil.copyfile(source, target)


def _fail(error: OSError) -> NoReturn:
    raise error
