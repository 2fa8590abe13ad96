"""What a git repository remembers of a word; hides how git is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from plugins.failure import OutputError
from plugins.git import GitError, run_git


@dataclass(frozen=True, slots=True)
class History:
    """The commits that brought a word or took it away, the files they touched, and the days of the first and last."""

    commits: int
    files: tuple[str, ...]
    first: str
    last: str
    messages: int
    """Commits that have the word in their own message."""


def open_repository(folder: Path) -> Path | None:
    """The top of the repository that holds a folder; None where there is none, or no git."""
    try:
        return Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    except (GitError, OutputError):
        return None


def is_shallow(repository: Path) -> bool:
    """Whether the repository is a copy without its whole history."""
    return _git(repository, "rev-parse", "--is-shallow-repository").strip() == "true"


def look_back(repository: Path, word: str, *, whole: bool) -> History:
    """What all branches, tags, stashes and logs remember of a word; `whole` counts it only where no id goes on."""
    glob = "".join(f"\\{c}" if c in "*?[\\" else c for c in word)
    searches: list[tuple[str | bytes, ...]] = [("--", f":(top,glob)**/*{glob}*")]
    if whole:
        searches.append((f"-S(^|[^A-Za-z0-9-]){word}([^A-Za-z0-9-]|$)", "--pickaxe-regex"))
    else:  # files that an office program wrote may be in its encoding
        searches += [(b"-S" + data,) for data in sorted({word.encode(), word.encode("gb18030")})]
    found = [change for search in searches for change in _log(repository, *search)]
    commits = {change.commit for change in found}
    days = sorted(change.day for change in found)
    files = sorted({file for change in found for file in change.files})
    messages = {change.commit for change in _log(repository, "--fixed-strings", f"--grep={word}")}
    return History(len(commits), tuple(files), *((days[0], days[-1]) if days else ("", "")), len(messages))


class _Touch(NamedTuple):
    """One commit against one of its parents."""

    commit: str
    day: str
    files: tuple[str, ...]


def _log(repository: Path, *arguments: str | bytes) -> Iterator[_Touch]:
    """What a log finds; a merge is compared with each of its parents."""
    log = _git(repository, "log", "--all", "--reflog", "-m", "-z", "--name-only", "--format=%x01%H %cs", *arguments)
    for record in log.split("\x01")[1:]:
        head, *files = (part.strip("\n") for part in record.split("\0"))
        commit, _, day = head.partition(" ")
        yield _Touch(commit, day, tuple(filter(None, files)))


def _git(folder: Path, *arguments: str | bytes) -> str:
    plain = ("-c", "core.quotePath=off", "-c", "log.showSignature=false")
    return run_git(folder, *plain, *arguments).decode("utf-8", "surrogateescape")
