"""How two commits are related; hides which repository knows them, and where what nobody here knows is fetched from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plugins.failure import OutputError
from plugins.git import GitError
from plugins.publish.git import Repository, include_settings

Kinship = Literal["same", "after", "before", "apart", "strangers", "unknown"]
"""What one commit is to another: it descends from it, or the other way round; apart, they share a past and no more."""


@dataclass(frozen=True)
class Lineage:
    """The histories that can be asked: the project's own, and what remotes still hold."""

    project: Repository
    addresses: tuple[str, ...]
    folder: Path
    """Where a throw-away repository may be made: what is fetched must not stay in the project."""

    def relate(self, mine: str, theirs: str) -> Kinship:
        """What `mine` is to `theirs`."""
        if mine == theirs:
            return "same"
        repository = self._find_repository(mine, theirs)
        if repository is None:
            return "unknown"
        if not repository.say("rev-list", "--max-count=1", theirs, f"^{mine}"):
            return "after"
        if not repository.say("rev-list", "--max-count=1", mine, f"^{theirs}"):
            return "before"
        return "apart" if self._fork(repository, mine, theirs) else "strangers"

    def holds(self, tip: str, commit: str) -> bool:
        """Whether a commit is in the history of another; false also where that cannot be known."""
        return self.relate(tip, commit) in ("same", "after")

    def _fork(self, repository: Repository, mine: str, theirs: str) -> str:
        try:
            return repository.say("merge-base", mine, theirs)
        except GitError:
            return ""

    def _find_repository(self, *commits: str) -> Repository | None:
        """A repository with the whole history of some commits."""
        shallow = self.project.is_shallow()
        if not shallow and all(self.project.has(commit) for commit in commits):
            return self.project
        history = self._open_history(borrow=not shallow)
        found = all(history.has(commit) or self._fetch(history, commit) for commit in commits)
        return history if found else None

    def _open_history(self, borrow: bool) -> Repository:
        history = Repository(self.folder)
        if not self.folder.exists():
            self.folder.mkdir()
            history.run(
                "init", "--quiet", "--bare", f"--object-format={self.project.object_format()}", "--template=", "."
            )
            include_settings(self.project, self.folder)
            objects = self.project.path_of("objects") if borrow else None
            if objects:
                (self.folder / "objects" / "info").mkdir(exist_ok=True)
                (self.folder / "objects" / "info" / "alternates").write_text(f"{objects}\n", "utf-8")
        return history

    def _fetch(self, history: Repository, commit: str) -> bool:
        """Commits without files; by name first, then with all branches, as not every host gives one by its name."""
        for address in self.addresses:
            for wanted in (commit, "+refs/heads/*:refs/seen/*"):
                try:
                    history.run(
                        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=tree:0", address, wanted
                    )
                except (GitError, OutputError):
                    continue
                if history.has(commit):
                    return True
        return False
