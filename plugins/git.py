"""Git, and what works with it, as a process; hides what could lead it elsewhere, make it ask, or let it run for ever."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from plugins.failure import OutputError

PATIENCE = 600
"""So many seconds a command may take: a remote that never answers is let go."""
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_STEERING = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_CURL_VERBOSE", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
})  # fmt: skip
"""A hook, or a shell left in another repository, may have set these; how to sign in (GIT_CONFIG_*, GIT_SSH) stays."""


class GitError(Exception):
    """A command failed; the message is its own, without credentials."""


def run_git(folder: Path, *arguments: str | bytes, data: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
    """What a git command prints, run in a folder; raises GitError, and OutputError where there is no git."""
    return run_command(["git", "-C", str(folder), *arguments], data=data, more=more)


def run_command(
    command: Sequence[str | bytes], folder: Path | None = None, data: bytes = b"", more: Mapping[str, str] | None = None
) -> bytes:
    """What a command that works on a repository prints, with `more` in its environment; raises GitError."""
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=folder, input=data, capture_output=True, env=_environment(more or {}), timeout=PATIENCE,
            check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise OutputError("git: 没有安装 → 先安装 git") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"{_name(command)}: 超过 {PATIENCE} 秒没有结束") from None
    if done.returncode:
        raise GitError(hide_credentials(done.stderr.decode(errors="replace").strip() or _name(command)))
    return done.stdout


def hide_credentials(text: str) -> str:
    """The text with no user or password in any address."""
    return _CREDENTIALS.sub("***@", text)


def _name(command: Sequence[str | bytes]) -> str:
    """A command by its program and its verb: the rest may hold an address."""
    verb = 3 if command[1] == "-C" else 1
    return " ".join(os.fsdecode(word) for word in (command[0], *command[verb : verb + 1]))


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in _STEERING and not k.startswith("GIT_TRACE")}
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8"} | dict(more)
