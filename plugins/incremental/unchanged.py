"""Whether a build would make the very site that is up; hides what a build reads, and until when its answer holds.

The listing of the folders only saves looking further: no file counts as the same unless its bytes have the digest
they had, and no page of the output either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson

from plugins.files import digest, list_files, replacing, walk
from plugins.incremental.fingerprint import name_engine, name_value
from plugins.incremental.manifest import name_files, read_name
from plugins.incremental.stage import Workshop, read_output
from plugins.text import is_unchanged, name_dialect

_RUNTIME = frozenset({"AS_OF", "PROGRESS", "ALLOW_SHRINK", "WORKERS"})
"""Settings of one run that no page shows."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a build reads but its clock, as it lay in the folders when the build began."""

    content: Path
    others: tuple[Path, ...]
    settings: str
    """A digest of the settings, the code and the libraries."""
    listing: str
    marks: Mapping[str, str]
    """The digests of the files of `others`."""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What the last build read and made, and from when to when it would make it again."""

    settings: str
    listing: str
    marks: dict[str, str]
    sources: dict[str, str]
    since: str
    until: str
    manifest: str
    said: str
    warnings: tuple[str, ...]


def look_at(content: Path, others: Iterable[Path], settings: Mapping[str, object], code: Path) -> Inputs:
    """List the folders a build reads, and hash the small ones, the code and the settings."""
    folders = tuple(others)
    kept = {key: value for key, value in settings.items() if key not in _RUNTIME}
    markdown = kept.get("MARKDOWN")
    dialect = name_dialect(markdown) if isinstance(markdown, Mapping) else ""
    said = digest(name_value(kept).encode(), name_engine(code).encode(), dialect.encode())
    marks = {str(file): digest(file.read_bytes()) for folder in folders for file in _files(folder)}
    return Inputs(content, folders, said, _list((content, *folders)), marks)


def recall(workshop: Workshop, inputs: Inputs, now: datetime) -> BuildRecord | None:
    """The last build's record, if a build at `now` would make the very files that stand in the output."""
    with suppress(OSError, ValueError, TypeError):
        data = _look_at_file(workshop).read_bytes()
        seal, _, body = data.partition(b"\n")
        if seal.decode() != digest(body):
            return None
        found = BuildRecord(**orjson.loads(body))
        same = (found.settings, found.listing) == (inputs.settings, inputs.listing) and found.marks == inputs.marks
        holds = datetime.fromisoformat(found.since) <= now < datetime.fromisoformat(found.until)
        return found if same and holds and _stands(workshop, inputs, found) else None
    return None


def remember(workshop: Workshop, inputs: Inputs, record: BuildRecord) -> None:
    """Keep the record for the next build; without one that build only has more to do."""
    if not inputs.listing or inputs.listing != _list((inputs.content, *inputs.others)):
        return
    body = orjson.dumps(asdict(record))
    with suppress(OSError), replacing(_look_at_file(workshop)) as (draft,):
        draft.write_bytes(digest(body).encode() + b"\n" + body)


def _look_at_file(workshop: Workshop) -> Path:
    return workshop.folder / "record.json"


def _stands(workshop: Workshop, inputs: Inputs, found: BuildRecord) -> bool:
    if not is_unchanged(inputs.content, found.sources):
        return False
    return read_name(workshop.manifest) == found.manifest == name_files(read_output(workshop))


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in list_files(folder) if p.is_file() and p.suffix != ".pyc")


def _list(folders: Iterable[Path]) -> str:
    """One digest of the names, kinds, sizes and times of everything below some folders; "" where one is not known."""
    lines: list[str] = []
    try:
        for folder in folders:
            lines += (*_entries(folder), "\0")
    except OSError:
        return ""
    return digest("".join(lines).encode(errors="surrogateescape"))


def _entries(folder: Path) -> Iterator[str]:
    for _, entry in walk(folder, enter=lambda entry: entry.name != "__pycache__"):
        if entry.is_dir(follow_symlinks=False):
            yield f"{entry.path}/\n"
        else:
            found = entry.stat(follow_symlinks=False)
            yield f"{entry.path}\0{found.st_mode}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ctime_ns}\n"
