"""Whatever the shape of the sources' history, the right site is up, and the words say which and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.failure import OutputError
from plugins.publish.git import Repository
from plugins.publish.push import PushResult, Target, publish
from plugins.publish.release import Release, SourceCommit, digest_files, write_release
from plugins.publish.tree import open_tree, survey
from tests.publish.stage import BRANCH, Project, git, make_remote, open_commit, read_signed, tip, vary


class Town:
    """A repository of sources at a host, clones of it, and what each of them publishes there."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder = project, folder
        self.signed = read_signed(project)
        self.host = make_remote(folder / "host.git")
        self.here = self.clone("here")
        self.commit("begin")
        git(self.here, "push", "-q", "origin", "main")

    def clone(self, name: str, *options: str) -> Path:
        git(self.folder, "clone", "-q", *options, f"file://{self.host}", name)
        return self.folder / name

    def commit(self, word: str, place: Path | None = None) -> str:
        place = place or self.here
        (place / f"{word}.txt").write_text(word)
        git(place, "add", "-A")
        git(place, "commit", "-q", "-m", word)
        return git(place, "rev-parse", "HEAD")

    def push(self, *options: str) -> None:
        git(self.here, "push", "-q", *options, "origin", "HEAD")

    def sign(self, place: Path | None = None) -> tuple[Release, Path]:
        """What the gates would sign in a clone; each commit makes a site of its own."""
        return self.make(Repository(place or self.here).read_source([], []))

    def make(self, source: SourceCommit) -> tuple[Release, Path]:
        output = self.folder / f"site-{source.commit}"
        if not output.exists():
            vary(self.project.output, output, int(source.commit[:6], 16))
        files = survey(open_tree(output))
        tree = digest_files(files)
        gates = [signature.model_copy(update={"tree": tree}) for signature in self.signed.gates]
        signed = Release(source=source, url="", clock=self.signed.clock, tree=tree, files=files, gates=gates)
        return signed, output

    def publish(
        self, place: Path | None = None, signed: tuple[Release, Path] | None = None, **options: object
    ) -> PushResult:
        release, output = signed or self.sign(place)
        return publish(write_release(release), output, Target(**options), place or self.here)  # type: ignore[arg-type]

    @property
    def up(self) -> str:
        """The source commit of the site that is up."""
        return open_commit(self.host, tip(self.host)).source.commit


@pytest.fixture
def town(signed: Project, tmp_path: Path) -> Town:
    return Town(signed, tmp_path)


def test_a_commit_after_another_goes_up_and_a_late_one_does_not(town: Town) -> None:
    early, late = town.sign(), town.commit("late")
    town.push()
    assert town.publish().ending == "published"
    found = town.publish(signed=early)
    assert (found.ending, town.up) == ("older", late)
    assert late[:12] in found.why
    assert "已经包含在里面" in found.why


def test_rewritten(town: Town) -> None:
    """What `kangle forget` prescribes: three commits become two, and later ones are fewer than there were."""
    for word in ("one", "two", "three"):
        old = town.commit(word)
    town.push()
    town.publish()
    git(town.here, "reset", "-q", "--soft", "HEAD~3")
    new = town.commit("clean")
    town.push("--force")
    found = town.publish()
    assert (found.ending, town.up) == ("apart", old)
    assert "main 的历史改写过" in found.why
    assert old[:12] in found.why
    assert "--replace" in found.why
    assert town.publish(replace=True).ending == "published"
    assert town.up == new
    after = town.commit("after")
    assert (town.publish().ending, town.up) == ("published", after)


def test_rewritten_where_nobody_knows_the_old_commits(town: Town) -> None:
    old = town.commit("one")
    town.push()
    town.publish()
    git(town.here, "reset", "-q", "--soft", "HEAD~1")
    town.commit("clean")
    town.push("--force")
    git(town.host, "reflog", "expire", "--expire=now", "--all")
    git(town.host, "gc", "-q", "--prune=now")
    fresh = town.clone("fresh")
    found = town.publish(fresh)
    assert (found.ending, town.up) == ("apart", old)
    assert "这里和远程仓库的历史里都没有它" in found.why


def test_squashed(town: Town) -> None:
    """A branch was tried on the site; main got it as one commit."""
    git(town.here, "checkout", "-q", "-b", "feature")
    town.commit("one")
    tried = town.commit("two")
    assert town.publish(source_branch="feature").ending == "published"
    git(town.here, "checkout", "-q", "main")
    git(town.here, "merge", "-q", "--squash", "feature")
    squashed = town.commit("squashed")
    town.push()
    found = town.publish()
    assert (found.ending, town.up) == ("published", squashed)
    assert f"换下了从分支 feature 发布的提交 {tried[:12]}" in found.why


def test_reverted(town: Town) -> None:
    bad = town.commit("bad")
    town.push()
    town.publish()
    git(town.here, "revert", "--no-edit", bad)
    town.push()
    assert town.publish().ending == "published"
    assert town.up == git(town.here, "rev-parse", "HEAD")


def test_reset_to_an_earlier_commit(town: Town) -> None:
    bad = town.commit("bad")
    town.push()
    town.publish()
    git(town.here, "reset", "-q", "--hard", "HEAD~1")
    town.push("--force")
    found = town.publish()
    assert (found.ending, town.up) == ("apart", bad)
    assert "退回到它之前" in found.why
    assert town.publish(replace=True).ending == "published"
    assert town.up == git(town.here, "rev-parse", "HEAD")


def test_branch_ahead(town: Town) -> None:
    """It is not published unless that is said, and then it never stands in main's way."""
    main = town.sign()
    git(town.here, "checkout", "-q", "-b", "feature")
    for word in ("one", "two", "three"):
        ahead = town.commit(word)
    found = town.publish()
    assert (found.ending, tip(town.host)) == ("aside", "")
    assert "--source-branch feature" in found.why
    assert town.publish(source_branch="feature").ending == "published"
    assert town.up == ahead
    assert town.publish(signed=main).ending == "published"
    assert town.up == main[0].source.commit
    git(town.here, "checkout", "-q", "main")
    later = town.commit("later")
    assert (town.publish().ending, town.up) == ("published", later)


def test_merge(town: Town) -> None:
    main = town.commit("main")
    town.push()
    town.publish()
    git(town.here, "checkout", "-q", "-b", "feature", "HEAD~1")
    town.commit("one")
    late = town.sign()
    git(town.here, "checkout", "-q", "main")
    git(town.here, "merge", "-q", "--no-edit", "feature")
    assert (town.publish().ending, town.up) == ("published", git(town.here, "rev-parse", "HEAD"))
    assert main != town.up
    town.push()
    assert town.publish(signed=late).ending == "older"


def test_cherry_pick(town: Town) -> None:
    git(town.here, "checkout", "-q", "-b", "feature")
    one = town.commit("one")
    town.publish(source_branch="feature")
    git(town.here, "checkout", "-q", "main")
    town.commit("other")
    git(town.here, "cherry-pick", one)
    town.push()
    assert (town.publish().ending, town.up) == ("published", git(town.here, "rev-parse", "HEAD"))


def test_tag(town: Town) -> None:
    """A tag on main is main; an old one is older; one beside it is not published."""
    git(town.here, "tag", "v1")
    late = town.commit("two")
    town.push()
    town.publish()
    git(town.here, "checkout", "-q", "v1")
    found = town.publish()
    assert (found.ending, town.up) == ("older", late)
    git(town.here, "checkout", "-q", "main")
    newest = town.commit("three")
    town.push()
    git(town.here, "tag", "v2")
    git(town.here, "checkout", "-q", "v2")
    assert (town.publish().ending, town.up) == ("published", newest)


def test_detached(town: Town) -> None:
    git(town.here, "checkout", "-q", "--detach")
    town.commit("beside")
    found = town.publish()
    assert (found.ending, tip(town.host)) == ("aside", "")
    git(town.here, "push", "-q", "origin", "HEAD:main")
    assert town.publish().ending == "published"
    assert town.up == git(town.here, "rev-parse", "HEAD")


def test_two_mains(town: Town) -> None:
    """Two people commit on their own main; who did not fetch is told to, and nothing of the other is lost."""
    other = town.clone("other")
    first = town.commit("first")
    town.push()
    town.publish()
    second = town.commit("second", other)
    found = town.publish(other)
    assert (found.ending, town.up) == ("apart", first)
    assert "git pull" in found.why
    assert second[:12] in found.why
    git(other, "pull", "-q", "--rebase")
    git(other, "push", "-q", "origin", "main")
    assert (town.publish(other).ending, town.up) == ("published", git(other, "rev-parse", "HEAD"))


def test_main_beside_master(town: Town) -> None:
    """The host's default branch counts, whatever it is called."""
    git(town.host, "symbolic-ref", "HEAD", "refs/heads/master")
    git(town.here, "checkout", "-q", "-b", "master")
    town.commit("master")
    town.push()
    assert town.publish().ending == "published"
    git(town.here, "checkout", "-q", "main")
    town.commit("main")
    town.push()
    assert town.publish().ending == "aside"


def test_recreated_sources(town: Town) -> None:
    old = town.commit("old")
    town.push()
    town.publish()
    git(town.here, "checkout", "-q", "--orphan", "new")
    fresh = town.commit("fresh")
    git(town.here, "branch", "-q", "-M", "new", "main")
    town.push("--force")
    found = town.publish()
    assert (found.ending, town.up) == ("apart", old)
    assert "没有共同的历史" in found.why
    assert town.publish(replace=True).ending == "published"
    assert town.up == fresh


def test_recreated_branch_of_the_site(town: Town) -> None:
    """Taken away, it is made again, with whatever comes; made by hand, it is not ours."""
    early = town.sign()
    town.commit("late")
    town.push()
    town.publish()
    git(town.host, "update-ref", "-d", BRANCH)
    assert town.publish(signed=early).ending == "published"
    assert town.up == early[0].source.commit
    late = git(town.here, "rev-parse", "HEAD")
    assert (town.publish().ending, town.up) == ("published", late)
    git(town.host, "update-ref", BRANCH, "refs/heads/main")
    with pytest.raises(OutputError, match="--replace"):
        town.publish()


def test_emptied(town: Town) -> None:
    """Somebody removes every file of the branch: it is not taken for a site, and nothing goes on top by itself."""
    town.publish()
    by_hand = town.clone("by-hand", "-b", "gh-pages")
    git(by_hand, "rm", "-rq", ".")
    git(by_hand, "commit", "-q", "-m", "Empty")
    git(by_hand, "push", "-q", "origin", "gh-pages")
    emptied = tip(town.host)
    with pytest.raises(OutputError, match="--replace"):
        town.publish()
    assert tip(town.host) == emptied
    assert town.publish(replace=True).ending == "published"


def test_forked(town: Town) -> None:
    """A copy of the whole repository goes on by itself; a copy of its site alone is not known to it."""
    town.publish()
    git(town.folder, "clone", "-q", "--bare", str(town.host), "fork.git")
    fork = town.folder / "fork.git"
    git(town.folder, "clone", "-q", str(fork), "mine")
    mine = town.folder / "mine"
    own = town.commit("own", mine)
    assert town.publish(mine).ending == "published"
    assert open_commit(fork, tip(fork)).source.commit == own
    theirs = town.commit("theirs")
    town.push()
    town.publish()
    git(fork, "fetch", "-q", str(town.host), f"+{BRANCH}:{BRANCH}")
    found = town.publish(mine)
    assert found.ending == "apart"
    assert theirs[:12] in found.why
    assert open_commit(fork, tip(fork)).source.commit == theirs


@pytest.mark.parametrize("options", [("--depth=1",), ("--filter=blob:none",), ("--filter=tree:0",)])
def test_a_clone_of_a_part_knows_the_order_from_the_host(options: tuple[str, ...], town: Town) -> None:
    """A job that publishes has the last commit only: histories are fetched, and nothing of them stays."""
    git(town.host, "config", "uploadpack.allowFilter", "true")
    early = town.sign()
    town.publish()
    late = town.commit("late")
    town.push()
    part = town.clone("part", *options)
    before = sorted((part / ".git").rglob("*"))
    assert town.publish(part, town.sign()).ending == "published"
    assert town.up == late
    assert town.publish(part, early).ending == "older"
    assert sorted((part / ".git").rglob("*")) == before


def test_a_clone_that_was_made_before_asks_for_what_came_since(town: Town) -> None:
    """The slow job of the commit before: it has never heard of what is up."""
    slow = town.clone("slow")
    late = town.commit("late")
    town.push()
    town.publish()
    found = town.publish(slow)
    assert (found.ending, town.up) == ("older", late)
    assert git(slow, "for-each-ref", "refs/seen") == ""


def test_the_command_says_that_a_change_is_not_up(signed: Project, remote: Path, tmp_path: Path) -> None:
    project = signed.copy(tmp_path / "project")
    assert project.publish(remote).code == 0
    git(project.folder, "commit", "-q", "--amend", "-m", "Another beginning")
    for done in (project.build(), project.gates()):
        assert done.code == 0, done.err
    refused = project.publish(remote)
    assert (refused.code, refused.out) == (3, "")
    assert "这次的改动不在网站上" in refused.err
    assert git(project.folder, "rev-parse", "HEAD")[:12] in refused.err
    replaced = project.publish(remote, "--replace")
    assert (replaced.code, "已发布" in replaced.out) == (0, True)
