"""Hosts as they are: what some cannot do, what others forbid, and a wrong password; each a real remote of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from plugins.failure import OutputError
from plugins.git import GitError
from plugins.publish.git import Repository
from plugins.publish.refusals import FINAL, PASSING, STRANGE, find_refusal
from tests.publish.stage import BRANCH, Project, git, history, make_remote, open_commit, tip
from tests.publish.test_publish import NEWEST, Put


@pytest.fixture
def put(signed: Project, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    monkeypatch.setattr("plugins.publish.push.time.sleep", lambda seconds: None)
    return Put(signed, remote, tmp_path)


def orders(remote: Path) -> list[int]:
    return [open_commit(remote, commit).source.order for commit in history(remote)]


def forbid(remote: Path, script: str, hook: str = "update") -> Path:
    """A hook that refuses, and notes each time it is asked."""
    asked = remote / "asked"
    file = remote / "hooks" / hook
    file.write_text(f'#!/bin/sh\necho x >> "{asked}"\n{script}\n')
    file.chmod(0o755)
    return asked


def times(asked: Path) -> int:
    return len(asked.read_text().splitlines()) if asked.exists() else 0


BRANCHES_ONLY = 'case "$1" in refs/heads/*|refs/tags/*) exit 0;; esac; echo "only refs/heads and refs/tags" >&2; exit 1'


@pytest.mark.parametrize("kind", ["no atomic push", "branches only"])
def test_a_host_that_cannot_move_two_refs_gets_the_branch_first(kind: str, put: Put) -> None:
    """Every site goes up in order, also one that takes another back."""
    if kind == "no atomic push":
        git(put.remote, "config", "receive.advertiseAtomic", "false")
    else:
        forbid(put.remote, BRANCHES_ONLY)
    assert put(5).ending == "published"
    assert put(6).ending == "published"
    assert put(8, text=6).ending == "unchanged"
    assert put(7).ending == "older"
    assert put(8, text=6).ending == "unchanged"
    assert put(9).ending == "published"
    assert orders(put.remote) == [5, 6, 8, 9]
    assert bool(tip(put.remote, NEWEST)) == (kind == "no atomic push")


def test_the_branch_is_pushed_with_its_lease_where_nothing_is_atomic(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rival that was first between our look and our push is not overwritten."""
    git(put.remote, "config", "receive.advertiseAtomic", "false")
    put(5)
    real = Repository.look
    rivals = [7]

    def look(self: Repository, remote: str, refs: tuple[str, ...]) -> object:
        seen = real(self, remote, refs)
        if rivals:
            put(rivals.pop())
        return seen

    monkeypatch.setattr(Repository, "look", look)
    assert put(6).ending == "older"
    assert orders(put.remote) == [5, 7]


@pytest.mark.parametrize(
    ("said", "most", "told"),
    [
        ("GH006: Protected branch update failed for refs/heads/gh-pages.", 1, "这个分支受保护"),
        ("You are not allowed to push code to protected branches on this project.", 1, "这个分支受保护"),
        ("GH001: Large files detected.", 1, "文件太大"),
        ("本仓库禁止直接推送", 1, "这个分支受保护"),
        ("computer says no", 3, "远程仓库没有接受"),
        ("", 3, "远程仓库没有接受"),
    ],
)  # fmt: skip
def test_a_host_that_forbids_is_asked_little_and_quoted(said: str, most: int, told: str, put: Put) -> None:
    asked = forbid(put.remote, f'cat > /dev/null; echo "{said}" >&2; exit 1', "pre-receive")
    with pytest.raises(OutputError) as caught:
        put(5)
    # Each try is one push of both refs and one of the branch alone.
    assert times(asked) <= 2 * most
    assert told in str(caught.value)
    assert said in str(caught.value)
    assert "原话" in str(caught.value)
    assert tip(put.remote) == ""


def test_a_host_that_is_only_busy_is_asked_again(put: Put) -> None:
    asked = forbid(
        put.remote,
        'test $(wc -l < "$0.n" 2>/dev/null || echo 0) -ge 8 && exit 0; echo x >> "$0.n"; echo "try again later" >&2; exit 1',
    )
    assert put(5).ending == "published"
    assert times(asked) > 8


@pytest.mark.parametrize("name", ["--upload-pack=touch pwned", "-o", "--exec=sh"])
def test_a_remote_is_no_option(name: str, signed: Project, tmp_path: Path) -> None:
    done = signed.publish(name)
    assert (done.code, "不以 - 开头" in done.err) == (2, True), done.err
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("branch", ["a b", "../x", "-x", "HEAD", "", "a..b", "x.lock"])
def test_a_branch_has_a_name_that_git_takes(branch: str, signed: Project, remote: Path) -> None:
    assert "分支不能叫这个名字" in signed.publish(remote, f"--branch={branch}").err


def test_the_branch_of_the_sources_is_never_replaced(signed: Project, remote: Path) -> None:
    git(signed.folder, "push", "-q", str(remote), "HEAD:refs/heads/main")
    before = git(remote, "rev-parse", "main")
    done = signed.publish(remote, "--branch=main", "--replace")
    assert (done.code, "内容和程序" in done.err) == (2, True), done.err
    assert git(remote, "rev-parse", "main") == before


def test_a_remote_that_is_not_there_is_told_at_once(signed: Project, tmp_path: Path) -> None:
    project = signed.copy(tmp_path / "project")
    for names, told in (
        ([], "这个仓库还没有远程仓库"),
        (["upstream"], "现有的是 upstream → 用现有的：加上 --remote upstream"),
    ):
        for name in names:
            git(project.folder, "remote", "add", name, "https://example.invalid/site.git")
        began = time.monotonic()
        done = project.run("publish")
        assert done.code == 2
        assert told in done.err
        assert "git remote add origin" in done.err
        assert time.monotonic() - began < 20
    gone = project.run("publish", "--remote", str(tmp_path / "nowhere.git"))
    assert (gone.code, "没有这个仓库" in gone.err) == (2, True), gone.err


# Over HTTP, with a password


class _Door(BaseHTTPRequestHandler):
    """git-http-backend behind a password: what a host's web server does, and a note of every request."""

    protocol_version = "HTTP/1.1"
    root = Path()
    asked: list[tuple[str, int]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self._pass_on(b"")

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            data = self.rfile.read(int(self.headers["Content-Length"]))
        self._pass_on(data)

    def _pass_on(self, data: bytes) -> None:
        path, _, query = self.path.partition("?")
        writes = "git-receive-pack" in self.path
        allowed = self.headers.get("Authorization") == "Basic cm9ib3Q6cmlnaHQ="
        if not allowed and (writes or "private" in path):
            self.asked.append((self.path, 401))
            return self._answer(401, {"WWW-Authenticate": 'Basic realm="git"'}, b"")
        self.asked.append((self.path, 200))
        env = os.environ | {
            "GIT_PROJECT_ROOT": str(self.root), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
            "REQUEST_METHOD": self.command, "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "REMOTE_USER": "robot" if allowed else "", "CONTENT_LENGTH": str(len(data)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }  # fmt: skip
        done = subprocess.run(["git", "http-backend"], input=data, capture_output=True, env=env)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
        status = int(headers.pop("Status", "200").split()[0])
        return self._answer(status, headers, body)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status, HTTPStatus(status).phrase)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(root: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    door = type("Door", (_Door,), {"root": root, "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), door) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"127.0.0.1:{server.server_port}", door.asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["open.git", "private.git"])
def test_a_wrong_token_is_tried_once(name: str, put: Put) -> None:
    make_remote(put.folder / "hosted" / name)
    with serve(put.folder / "hosted") as (host, asked):
        put.remote = f"http://robot:wrong@{host}/{name}"
        with pytest.raises(OutputError) as caught:
            put(5)
    told = str(caught.value)
    assert "登录没有通过" in told
    assert "wrong" not in told
    assert "原话" in told
    refused = sum(status == 401 for _, status in asked)
    assert 0 < refused <= 3, asked  # git itself asks without a password first


@pytest.mark.parametrize("name", ["open.git", "private.git"])
def test_a_right_token_publishes(name: str, put: Put) -> None:
    remote = make_remote(put.folder / "hosted" / name)
    with serve(put.folder / "hosted") as (host, _):
        put.remote = f"http://robot:right@{host}/{name}"
        assert put(5).ending == "published"
        assert put(6).ending == "published"
        assert put(5).ending == "older"
    assert orders(remote) == [5, 6]


def test_a_host_that_is_down_is_asked_five_times_at_most(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked: list[int] = []
    real: Callable[..., object] = Repository.look

    def look(self: Repository, remote: str, refs: tuple[str, ...]) -> object:
        asked.append(1)
        return real(self, remote, refs)

    monkeypatch.setattr(Repository, "look", look)
    put.remote = f"http://127.0.0.1:{port}/site.git"
    with pytest.raises(OutputError, match="连不上远程仓库"):
        put(5)
    assert len(asked) <= 5


# Names


def test_names_are_shown_as_they_are(signed: Project, tmp_path: Path) -> None:
    """A Chinese name is Chinese; bytes that are no UTF-8 anywhere in the repository stop nothing and are shown by number."""
    project = signed.copy(tmp_path / "project")
    strange = os.fsencode(project.folder) + b"/caf\xe9.txt"
    Path(os.fsdecode(strange)).write_text("x")
    project.commit("A name of another time")
    assert Repository(project.folder).read_source([project.folder / "content"], []).branch == "main"
    (project.folder / "content" / "files" / "报名表.txt").write_text("表")
    with pytest.raises(OutputError, match=r"content/files/报名表\.txt: 还没有提交"):
        Repository(project.folder).read_source([project.folder / "content"], [])
    Path(os.fsdecode(os.fsencode(project.folder) + b"/content/files/na\xefve.txt")).write_text("x")
    with pytest.raises(OutputError) as caught:
        Repository(project.folder).read_source([project.folder / "content"], [])
    assert "na\\xefve.txt" in str(caught.value)
    str(caught.value).encode()


def test_a_branch_of_the_site_with_names_of_another_time_is_replaced(put: Put) -> None:
    put(5)
    git(put.folder, "clone", "-q", "-b", "gh-pages", str(put.remote), "hand")
    Path(os.fsdecode(os.fsencode(put.folder) + b"/hand/caf\xe9.txt")).write_text("x")
    git(put.folder / "hand", "add", "-A")
    git(put.folder / "hand", "commit", "-q", "-m", "By hand")
    git(put.folder / "hand", "push", "-q", "origin", BRANCH)
    assert put(6).ending == "published"
    assert open_commit(put.remote, tip(put.remote)).source.order == 6


# A first publication


def test_a_first_publication_tells_how_to_turn_pages_on(signed: Project, remote: Path) -> None:
    first = signed.publish(remote)
    assert (first.code, "Settings → Pages" in first.out) == (0, True)
    assert "Settings → Pages" not in signed.publish(remote).out


@pytest.mark.parametrize(
    ("said", "tries"),
    [
        ("fatal: Authentication failed for 'https://example.org/'", FINAL),
        ("remote: Permission to a/b.git denied to robot.\nfatal: unable to access 'x': The requested URL returned error: 403", FINAL),
        ("git@example.org: Permission denied (publickey).", FINAL),
        ("fatal: could not read Username for 'https://example.org': terminal prompts disabled", FINAL),
        ("remote: Repository not found.", FINAL),
        (" ! [rejected] a -> gh-pages (stale info)", PASSING),
        (" ! [remote rejected] a -> gh-pages (cannot lock ref 'refs/heads/gh-pages')", PASSING),
        (" ! [remote rejected] a -> gh-pages (hook declined)", STRANGE),
        ("fatal: unable to access 'x': Could not resolve host: example.org", 5),
        ("fatal: unable to access 'x': The requested URL returned error: 503", 5),
    ],
)  # fmt: skip
def test_each_refusal_has_its_patience(said: str, tries: int) -> None:
    assert find_refusal(GitError(said)).tries == tries
