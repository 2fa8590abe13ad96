"""A packed copy beside every text file, for servers that send it as it is; hides gzip."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

from plugins.files import replacing, walk
from plugins.hosting.rules import TEXTS

WORTH = 0.95
"""A copy that is not at least this much smaller is not kept."""


def pack(folder: Path) -> int:
    """Write FILE.gz beside every text file of a published site, remove those of files that are gone; how many stand."""
    files = sorted(_plain_files(folder))
    wanted = {file.with_name(f"{file.name}.gz") for file in files if file.suffix[1:] in TEXTS and _pack(file)}
    for file in files:
        if file.suffix == ".gz" and file not in wanted and file.with_suffix("").suffix[1:] in TEXTS:
            file.unlink()
    return len(wanted)


def _pack(file: Path) -> bool:
    """Whether a file has a packed copy now: the same bytes for the same content, and the time of the original."""
    data = file.read_bytes()
    packed = gzip.compress(data, 9, mtime=0)
    if len(packed) > len(data) * WORTH:
        return False
    stat = file.stat()
    target = file.with_name(f"{file.name}.gz")
    with replacing(target) as (draft,):
        draft.write_bytes(packed)
        os.utime(draft, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return True


def _plain_files(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder; hidden folders such as .git are passed over, .well-known is not."""
    for _, entry in walk(folder, enter=lambda entry: not entry.name.startswith(".") or entry.name == ".well-known"):
        if entry.is_file(follow_symlinks=False):
            yield Path(entry)
