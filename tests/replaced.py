"""`make replaced`: the tests of a community that brought its own content.

Somebody else takes this repository and replaces `content/`; no test may turn red for it. The tree is copied, `content/` becomes
that of tests/site_small, and the suite runs there but for what is long and opens no content either.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OTHER = ROOT / "tests" / "site_small"
LONG = ("browser", "faults", "hosting", "incremental", "publish", "regexes", "search")


def copy_tree(target: Path, other: Path = OTHER) -> None:
    """The repository with another content, as a first commit."""
    listed = _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if not name.startswith("content/") and (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name, follow_symlinks=False)
    shutil.copytree(other, target / "content")
    _git(target, "init", "-q", "-b", "main")
    _git(target, "add", "-A")
    _git(target, "-c", "user.name=writer", "-c", "user.email=writer@example.org", "commit", "-q", "-m", "Begin")


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def run_tests(tree: Path, arguments: list[str]) -> int:
    """The suite in that tree and of that tree, whatever is installed."""
    environ = {**os.environ, "PYTHONPATH": str(tree)}
    probe = [sys.executable, "-c", "import plugins; print(plugins.__file__)"]
    found = subprocess.run(probe, cwd=tree, env=environ, capture_output=True, text=True, check=True).stdout
    if not Path(found.strip()).is_relative_to(tree):
        sys.exit(f"{found.strip()} would be tested, not {tree}")
    left = [f"--ignore=tests/{name}" for name in LONG]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *left, *arguments],
        cwd=tree,
        env=environ,
        check=False,
    ).returncode


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="replaced-") as folder:
        copied = Path(folder).resolve() / "tree"
        copied.mkdir()
        copy_tree(copied)
        sys.exit(run_tests(copied, sys.argv[1:]))
