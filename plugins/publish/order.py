"""Which of two releases replaces the other: the one whose commit descends from the other's; hides branches and rewritten histories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from plugins.failure import OutputError
from plugins.git import GitError
from plugins.publish.git import Repository
from plugins.publish.lineage import Lineage
from plugins.publish.release import Release

_REPLACE = "确实要换成这一次的，加上 --replace（在 GitHub 上：手动运行“发布”，勾选“换掉”）"
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Trunk:
    """The default branch of the sources, and where it is known to stand."""

    name: str
    tips: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Whether a release may go up; not where what is up holds its commit already, is no forebear of it, or it is of another branch."""

    kind: Literal["may", "older", "apart", "aside"]
    why: str = ""


def find_trunk(project: Repository, head: tuple[str, str] | None, remote: str) -> Trunk | None:
    """The default branch: the remote's HEAD, else what the clone says of it, else main or master."""
    if head:
        return Trunk(head[0], (head[1],))
    name = _local_trunk(project, remote)
    tips = (project.tip_of(ref) for ref in (f"refs/remotes/{remote}/{name}", f"refs/heads/{name}"))
    return Trunk(name, tuple(dict.fromkeys(filter(None, tips)))) if name else None


def _local_trunk(project: Repository, remote: str) -> str:
    try:
        return project.say("symbolic-ref", "--quiet", "--short", f"refs/remotes/{remote}/HEAD").removeprefix(
            f"{remote}/"
        )
    except (GitError, OutputError):
        return next((name for name in ("main", "master") if project.tip_of(f"refs/heads/{name}")), "")


@dataclass(frozen=True)
class Judge:
    """Puts one release and those that are up in order."""

    lineage: Lineage
    trunk: Trunk | None
    said: str | None = None
    """A branch that was asked for by name, though it is not the default one."""

    def judge_branch(self, mine: Release) -> Standing:
        """Whether `mine` may go up at all: what is published is made on the default branch, unless another one is said."""
        branch = mine.source.branch
        if not self.trunk or branch == self.said or not self._is_aside(mine):
            return Standing("may")
        return Standing(
            "aside",
            f"没有发布：这个网站是从分支 {branch} 做的（提交 {_short(mine)}），不在默认分支 {self.trunk.name} 上"
            f" → 合并到 {self.trunk.name} 再发布；确实要发布这个分支，加上 --source-branch {branch}",
        )

    def judge(self, mine: Release, up: Release) -> Standing:
        """Whether `mine` may replace what is up."""
        if mine.source.commit == up.source.commit:
            if mine.clock >= up.clock:
                return Standing("may")
            return Standing(
                "older", f"上面已经是同一次提交 {_short(up)} 在 {up.clock} 的样子，比这一次的 {mine.clock} 晚"
            )
        if self._is_aside(up) and not self._is_aside(mine):
            return Standing("may", f"换下了从分支 {up.source.branch} 发布的提交 {_short(up)}。")
        kinship = self.lineage.relate(mine.source.commit, up.source.commit)
        if kinship == "after":
            return Standing("may")
        if kinship == "before" and not self._has_dropped(mine, up):
            return Standing("older", f"上面是提交 {_tell(up)}，这一次的提交 {_short(mine)} 已经包含在里面")
        return Standing("apart", f"上面是提交 {_tell(up)}，{self._explain(kinship, mine, up)}；{_REPLACE}")

    def _is_aside(self, release: Release) -> bool:
        """Whether a release was made on another branch than the default one, which does not hold its commit either."""
        branch = release.source.branch
        if not self.trunk or branch in ("", self.trunk.name):
            return False
        return not self._on_trunk(release)

    def _on_trunk(self, release: Release) -> bool:
        tips = self.trunk.tips if self.trunk else ()
        return any(self.lineage.holds(tip, release.source.commit) for tip in tips)

    def _has_dropped(self, mine: Release, up: Release) -> bool:
        """Whether the default branch went back behind what is up: then it is not only late."""
        return self._on_trunk(mine) and not self._on_trunk(up)

    def _explain(self, kinship: str, mine: Release, up: Release) -> str:
        name = self.trunk.name if self.trunk else "默认分支"
        if kinship == "before":
            return f"{name} 已经退回到它之前的 {_short(mine)}，退回的改动还在网站上 → 核对是不是要退回"
        if kinship == "unknown":
            return f"这里和远程仓库的历史里都没有它：历史改写过，或者是从另一个仓库发布的，和 {_short(mine)} 排不出先后 → 核对有没有丢东西"
        if kinship == "strangers":
            return (
                f"和这一次的提交 {_short(mine)} 没有共同的历史：仓库重建过，或者是从另一个仓库发布的 → 核对有没有丢东西"
            )
        if self._on_trunk(up) and not self._on_trunk(mine):
            return f"{name} 上有它，这一次的提交 {_short(mine)} 里没有它的改动 → 先 git pull 合并，再发布"
        if self._on_trunk(mine) and not self._on_trunk(up):
            return f"{name} 的历史改写过，里面已经没有它，这一次的提交是 {_short(mine)} → 核对有没有丢东西"
        return f"和这一次的提交 {_short(mine)} 分了岔，谁也不包含谁 → 先合并，再发布"


def _short(release: Release) -> str:
    return release.source.commit[:12]


def _tell(release: Release) -> str:
    day = datetime.fromtimestamp(release.source.committed, _CHINA)
    return f"{_short(release)}（{day.year} 年 {day.month} 月 {day.day} 日）"
