"""Files of any size, a piece at a time."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

_PIECE = 1 << 20


def digest_file(file: Path) -> str:
    """The digest of a file's bytes, as `stage.digest` of the whole."""
    state = blake2b(digest_size=16)
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            state.update(piece)
    return state.hexdigest()


def copy_file(source: Path, target: Path) -> str:
    """Copy a file and say what was copied: it may have changed since it was looked at."""
    state = blake2b(digest_size=16)
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while piece := reading.read(_PIECE):
                state.update(piece)
                writing.write(piece)
    except OSError as error:
        error.filename = error.filename or str(target)  # a full disk names none
        raise
    return state.hexdigest()
