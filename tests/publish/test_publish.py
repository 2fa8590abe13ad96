"""A signed release goes onto the branch whole and in order, or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from plugins.failure import OutputError
from plugins.git import hide_credentials
from plugins.publish.git import BOT, EMAIL, Repository
from plugins.publish.push import PushResult, Target, publish
from plugins.publish.release import NAME, Release, read_release, write_release
from tests.publish.stage import BRANCH, Project, git, history, make_remote, open_commit, read_signed, resign, tip, vary

NEWEST = "refs/kangle/gh-pages"


class Put:
    """Publishes variants of the signed site, by the order of their source commit."""

    def __init__(self, project: Project, remote: Path, folder: Path) -> None:
        self.project, self.remote, self.folder = project, remote, folder
        self.release = read_signed(project)

    def __call__(self, order: int, text: int | None = None, clock: str = "", **options: object) -> PushResult:
        output = self.folder / f"output-{order if text is None else text}"
        if not output.exists():
            vary(self.project.output, output, order if text is None else text)
        release = resign(self.release, output, order, clock)
        return self.put(release, output, **options)

    def put(self, release: Release, output: Path, **options: object) -> PushResult:
        target = Target(remote=str(self.remote), **options)  # type: ignore[arg-type]
        return publish(write_release(release), output, target, self.project.folder)


@pytest.fixture
def put(signed: Project, remote: Path, tmp_path: Path) -> Put:
    return Put(signed, remote, tmp_path)


def test_the_commands_publish_what_was_built(signed: Project, remote: Path) -> None:
    before = git(signed.folder, "for-each-ref"), sorted((signed.folder / ".git").rglob("*"))
    trial = signed.publish(remote, "--dry-run")
    assert (trial.code, tip(remote)) == (0, "")
    assert "试运行" in trial.out
    done = signed.publish(remote, "--cname", "www.example.org")
    assert (done.code, done.err) == (0, "")
    release = open_commit(remote, tip(remote))
    assert release == read_signed(signed)
    assert release.source.commit == git(signed.folder, "rev-parse", "HEAD")
    shown = git(remote, "log", "-1", "--format=%an <%ae> %cn <%ce> %P%n%b", BRANCH)
    assert shown.startswith(f"{BOT} <{EMAIL}> {BOT} <{EMAIL}>")
    assert f"Source: {release.source.commit}" in shown
    assert git(remote, "cat-file", "blob", f"{BRANCH}:CNAME") == "www.example.org"
    again = signed.publish(remote)
    assert again.code == 0
    assert "没有变化" in again.out
    assert len(history(remote)) == 1
    assert before == (git(signed.folder, "for-each-ref"), sorted((signed.folder / ".git").rglob("*")))


def test_a_newer_commit_follows_and_an_older_one_does_not(put: Put) -> None:
    assert put(5).ending == "published"
    assert put(7).ending == "published"
    assert put(6).ending == "older"
    assert put(7).ending == "unchanged"
    assert [open_commit(put.remote, commit).source.order for commit in history(put.remote)] == [5, 7]
    assert put(6, replace=True).ending == "published"


def test_a_commit_that_brings_the_same_site_back_still_counts(put: Put) -> None:
    """5 is up, 7 takes 6 back: 6 comes too late although the branch still says 5."""
    assert put(5).ending == "published"
    assert put(7, text=5).ending == "unchanged"
    assert len(history(put.remote)) == 1
    assert open_commit(put.remote, tip(put.remote, NEWEST)).source.order == 7
    assert put(6).ending == "older"
    assert len(history(put.remote)) == 1


def test_of_one_commit_the_later_clock_counts(put: Put) -> None:
    assert put(5, clock="2026-11-23T10:00:00+08:00").ending == "published"
    assert put(5, text=6, clock="2026-11-24T00:00:00+08:00").ending == "published"
    assert put(5, clock="2026-11-23T12:00:00+08:00").ending == "older"


def test_without_history_nothing_of_the_past_is_left(put: Put) -> None:
    put(5)
    assert put(6, history=False).ending == "published"
    assert len(history(put.remote)) == 1
    assert put(6, history=False).ending == "unchanged"
    put(7)
    assert len(history(put.remote)) == 2
    assert put(7, history=False).ending == "published"
    assert [open_commit(put.remote, commit).source.order for commit in history(put.remote)] == [7]


def test_a_domain_that_was_set_stays(put: Put) -> None:
    put(5, cname="www.example.org")
    put(6)
    assert git(put.remote, "cat-file", "blob", f"{BRANCH}:CNAME") == "www.example.org"
    put(7, cname="")
    assert "CNAME" not in git(put.remote, "ls-tree", "--name-only", BRANCH)


def test_a_branch_that_is_not_ours_is_left_alone(put: Put) -> None:
    git(put.project.folder, "push", "-q", str(put.remote), "main:old-site")
    with pytest.raises(OutputError, match="--replace"):
        put(5, branch="old-site")
    assert put(5, branch="old-site", replace=True, allow_shrink=True).ending == "published"


def test_a_site_that_lost_a_fifth_is_refused(put: Put) -> None:
    put(5)
    output = vary(put.project.output, put.folder / "small", 6)
    for section in ("news", "services", "activities"):
        shutil.rmtree(output / section)
    release = resign(put.release, output, 6)
    with pytest.raises(OutputError, match="两成"):
        put.put(release, output)
    assert len(history(put.remote)) == 1
    assert put.put(release, output, allow_shrink=True).ending == "published"


@pytest.mark.parametrize("change", ["edit", "add", "remove", "link", "empty"])
def test_a_tree_that_is_not_its_manifest_is_refused(change: str, put: Put) -> None:
    output = vary(put.project.output, put.folder / "tree", 5)
    release = resign(put.release, output, 5)
    page = output / "index.html"
    if change == "add":
        (output / "stray.html").write_text("x")
    elif change == "empty":
        shutil.rmtree(output)
        output.mkdir()
    else:
        text = page.read_text("utf-8")
        page.unlink()
        if change == "edit":
            page.write_text(text + " ", "utf-8")
        if change == "link":
            page.symlink_to(output / "404.html")
    with pytest.raises(OutputError):
        put.put(release, output)
    assert tip(put.remote) == ""


@pytest.mark.parametrize(
    "name", ['"quoted".html', "two\nlines.html", "back\\slash.html", b"\xff.html".decode(errors="surrogateescape")]
)
def test_a_name_that_ghp_import_would_write_wrong_is_refused(name: str, put: Put) -> None:
    output = vary(put.project.output, put.folder / "tree", 5)
    (output / name).write_text("x")
    with pytest.raises(OutputError, match="这个名字不能发布"):
        put.put(put.release, output)
    assert tip(put.remote) == ""


def test_a_file_with_the_executable_bit_is_published_without_it(put: Put) -> None:
    output = vary(put.project.output, put.folder / "tree", 5)
    page = output / "index.html"
    shutil.copyfile(page, put.folder / "page")
    page.unlink()
    shutil.copyfile(put.folder / "page", page)
    page.chmod(0o755)
    assert put.put(resign(put.release, output, 5), output).ending == "published"
    modes = {line.split()[0] for line in git(put.remote, "ls-tree", "-r", BRANCH).splitlines()}
    assert modes == {"100644"}
    assert page.stat().st_mode & 0o777 == 0o755


def test_the_same_release_on_the_same_parent_is_the_same_commit(put: Put) -> None:
    put(5)
    put(6)
    first, put.remote = put.remote, make_remote(put.folder / "second.git")
    put(5)
    put(6)
    assert history(first) == history(put.remote)


FAILING = """#!/bin/sh
case " $* " in *" fast-import "*) echo "fatal: no room" >&2; exit 128;; esac
exec "$REAL_GIT" "$@"
"""
STRAY = """#!/bin/sh
case " $* " in *" fast-import "*)
  { head -c -1; printf 'M 100644 inline stray.html\\ndata 1\\nx\\n\\n'; } | "$REAL_GIT" "$@"; exit $?;;
esac
exec "$REAL_GIT" "$@"
"""


@pytest.mark.parametrize(
    ("script", "words"),
    [(FAILING, "fatal: no room"), (STRAY, "stray.html: 提交里的和签过字的不一样")],
    ids=["fails", "adds"],
)
def test_an_import_that_goes_wrong_is_caught(
    script: str, words: str, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ghp-import tells of a failure by a TypeError and of a strange tree not at all."""
    programs = put.folder / "bin"
    programs.mkdir()
    (programs / "git").write_text(script)
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("REAL_GIT", shutil.which("git") or "")
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    with pytest.raises(OutputError, match=words):
        put(5)
    monkeypatch.undo()
    assert tip(put.remote) == ""


def test_nobodys_settings_reach_a_commit(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is not UTF-8 in the project's settings, and a repository that the shell was left in."""
    project = put.project.copy(put.folder / "project")
    with (project.folder / ".git" / "config").open("ab") as config:
        config.write(b"[user]\n\tname = \xcd\xf5\n\temail = w@example.org\n")
    monkeypatch.setenv("GIT_DIR", str(put.folder / "nowhere"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "writer")
    put.project = project
    assert put(5).ending == "published"
    monkeypatch.undo()
    shown = git(put.remote, "log", "-1", "--format=%an <%ae> %cn <%ce> %aI", BRANCH)
    assert shown == f"{BOT} <{EMAIL}> {BOT} <{EMAIL}> {put.release.clock}"


def test_no_message_shows_a_credential(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.publish.push.time.sleep", lambda seconds: None)
    put.remote = Path("unused")
    target = Target(remote="http://robot:hush-hush@127.0.0.1:9/site.git")
    with pytest.raises(OutputError) as caught:
        publish(put.project.signed.read_bytes(), put.project.output, target, put.project.folder)
    assert "hush-hush" not in str(caught.value)
    assert hide_credentials("at https://x:y@example.org/a and ssh://z@example.org") == (
        "at https://***@example.org/a and ssh://***@example.org"
    )


STORY = "---\ntitle: 新\nsummary: 新。\ndate: 2026-11-20\ncolumn: notices\n---\n\n新。\n"


@pytest.mark.parametrize(
    "path", ["content/guides/bus-card.md", "theme/templates/base.html", "content/news/2026/new.md"]
)
@pytest.mark.parametrize("ignored", [False, True], ids=["", "ignored"])
def test_sources_that_are_not_committed_are_not_signed(
    path: str, ignored: bool, signed: Project, tmp_path: Path
) -> None:
    project = signed.copy(tmp_path / "project")
    file = project.folder / path
    file.write_text(file.read_text("utf-8") + "\n" if file.exists() else STORY, "utf-8")
    if ignored:
        (project.folder / ".git" / "info" / "exclude").write_text("new.md\n")
    assert project.build().code == 0
    done = project.gates()
    assert done.code == 2
    assert f"{file.name}: 还没有提交" in done.err
    assert not project.signed.exists()


def test_half_a_history_cannot_be_ordered(signed: Project, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{signed.folder}", "shallow")
    with pytest.raises(OutputError, match="fetch-depth"):
        Repository(tmp_path / "shallow").read_source([], [])


def test_what_a_release_says_is_checked_to_the_byte(signed: Project) -> None:
    data = signed.signed.read_bytes()
    assert write_release(read_release(data)) == data
    for at in range(0, len(data), max(1, len(data) // 300)):
        with pytest.raises(ValueError, match="清单"):
            read_release(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    assert NAME not in read_release(data).files
