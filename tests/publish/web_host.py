"""Publishing to git's own server behind nginx with a password, as a community's host has it (`make publish-faults`; needs fcgiwrap)."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.failure import OutputError
from tests.hosting.served import find_port, run_nginx
from tests.publish.stage import Project, git, history, make_remote, open_commit, tip
from tests.publish.test_hosts import BRANCHES_ONLY, forbid, times
from tests.publish.test_publish import NEWEST, Put

WRAPPER = shutil.which("fcgiwrap") or shutil.which("fcgiwrap", path="/usr/sbin:/usr/local/sbin")
MISSING = "需要 fcgiwrap：apt-get install fcgiwrap，再运行一次 make publish-faults"
SETTINGS = """
log_format asked '$request_method $request_uri $status';
server {{
  listen 127.0.0.1:{port};
  access_log {folder}/asked asked;
  client_max_body_size 0;
  set $realm off;
  if ($request_uri ~ git-receive-pack|^/private) {{ set $realm git; }}
  location / {{
    auth_basic $realm;
    auth_basic_user_file {folder}/users;
    fastcgi_pass unix:{folder}/door;
    fastcgi_param SCRIPT_FILENAME {backend};
    fastcgi_param GIT_PROJECT_ROOT {root};
    fastcgi_param GIT_HTTP_EXPORT_ALL 1;
    fastcgi_param GIT_PROTOCOL $http_git_protocol;
    fastcgi_param PATH_INFO $uri;
    fastcgi_param QUERY_STRING $query_string;
    fastcgi_param REQUEST_METHOD $request_method;
    fastcgi_param CONTENT_TYPE $content_type;
    fastcgi_param CONTENT_LENGTH $content_length;
    fastcgi_param REMOTE_USER $remote_user;
  }}
}}
"""


class WebHost:
    """Bare repositories that an nginx serves: `open.git` to whoever reads, `private.git` to nobody without a password."""

    def __init__(self, folder: Path, port: int) -> None:
        self.root, self._folder, self._port = folder / "hosted", folder, port

    def address(self, name: str, password: str = "right") -> str:
        return f"http://robot:{password}@127.0.0.1:{self._port}/{name}"

    def asked(self, status: int) -> int:
        """How many requests were answered so."""
        lines = (self._folder / "asked").read_text().splitlines()
        return sum(line.endswith(f" {status}") for line in lines)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[WebHost]:
    assert WRAPPER, MISSING
    folder, port = tmp_path / "host", find_port()
    folder.mkdir()
    (folder / "users").write_text("robot:{PLAIN}right\n")
    backend = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip()
    made = WebHost(folder, port)
    for name in ("open.git", "private.git"):
        make_remote(made.root / name)
    settings = SETTINGS.format(port=port, folder=folder, backend=f"{backend}/git-http-backend", root=made.root)
    command = [WRAPPER, "-c", "4", "-s", f"unix:{folder}/door"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as wrapper:
        try:
            _wait_for(folder / "door")
            with run_nginx(folder / "nginx", settings, port):
                yield made
        finally:
            os.killpg(wrapper.pid, signal.SIGTERM)  # it has four children, which outlive it


def _wait_for(door: Path) -> None:
    for _ in range(200):
        with socket.socket(socket.AF_UNIX) as probe:
            if door.exists() and probe.connect_ex(str(door)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("fcgiwrap does not answer")


@pytest.fixture
def put(signed: Project, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    monkeypatch.setattr("plugins.publish.push.time.sleep", lambda seconds: None)
    return Put(signed, remote, tmp_path)


def orders(remote: Path) -> list[int]:
    return [open_commit(remote, commit).source.order for commit in history(remote)]


NAMES = ("open.git", "private.git")


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_password_is_tried_once(name: str, host: WebHost, put: Put) -> None:
    put.remote = host.address(name, "wrong")  # type: ignore[assignment]
    with pytest.raises(OutputError) as caught:
        put(5)
    told = str(caught.value)
    assert "登录没有通过" in told
    assert "原话" in told
    assert "wrong" not in told
    assert 0 < host.asked(401) <= 3
    assert tip(host.root / name) == ""


@pytest.mark.parametrize("name", NAMES)
def test_releases_go_up_in_order(name: str, host: WebHost, put: Put) -> None:
    put.remote = host.address(name)  # type: ignore[assignment]
    assert [put(order).ending for order in (5, 6, 5, 8)] == ["published", "published", "older", "published"]
    assert orders(host.root / name) == [5, 6, 8]
    assert tip(host.root / name, NEWEST)


@pytest.mark.parametrize("kind", ["no atomic push", "branches only"])
def test_a_host_that_moves_one_ref_at_a_time(kind: str, host: WebHost, put: Put) -> None:
    repository = host.root / "private.git"
    if kind == "no atomic push":
        git(repository, "config", "receive.advertiseAtomic", "false")
    else:
        forbid(repository, BRANCHES_ONLY)
    put.remote = host.address("private.git")  # type: ignore[assignment]
    assert [put(order).ending for order in (5, 7, 6)] == ["published", "published", "older"]
    assert orders(repository) == [5, 7]
    assert bool(tip(repository, NEWEST)) == (kind == "no atomic push")


@pytest.mark.parametrize(
    ("hook", "said", "told"),
    [
        ("pre-receive", "GH006: Protected branch update failed for refs/heads/gh-pages.", "这个分支受保护"),
        ("update", "本仓库禁止直接推送", "这个分支受保护"),
        ("pre-receive", "File site.zip exceeds the file size limit of 100 MB", "文件太大"),
    ],
)
def test_a_hook_that_refuses_is_quoted(hook: str, said: str, told: str, host: WebHost, put: Put) -> None:
    asked = forbid(host.root / "open.git", f'echo "{said}" >&2; exit 1', hook)
    put.remote = host.address("open.git")  # type: ignore[assignment]
    with pytest.raises(OutputError) as caught:
        put(5)
    assert told in str(caught.value)
    assert said in str(caught.value)
    assert times(asked) <= 4
    assert tip(host.root / "open.git") == ""


def test_a_repository_that_is_not_there(host: WebHost, put: Put) -> None:
    put.remote = host.address("nowhere.git")  # type: ignore[assignment]
    with pytest.raises(OutputError, match="没有这个仓库"):
        put(5)


def test_a_server_whose_git_is_away_is_asked_five_times_at_most(host: WebHost, put: Put) -> None:
    (host.root.parent / "door").unlink()
    put.remote = host.address("open.git")  # type: ignore[assignment]
    with pytest.raises(OutputError, match="连不上远程仓库"):
        put(5)
    assert 0 < host.asked(502) <= 10


def test_the_command_publishes_from_a_clone_of_a_part(host: WebHost, signed: Project, tmp_path: Path) -> None:
    """A shallow and a partial clone of the sources know the order from the host; the first publication tells of Pages."""
    sources = host.root / "open.git"
    git(signed.folder, "push", "-q", str(sources), "main")
    git(sources, "config", "uploadpack.allowFilter", "true")
    first = True
    for option in ("--depth=1", "--filter=blob:none"):
        folder = tmp_path / option.strip("-").partition("=")[0]
        git(tmp_path, "clone", "-q", option, host.address("open.git"), str(folder))
        clone = Project(folder)
        assert clone.build().code == 0
        if option == "--depth=1":
            half = clone.gates()
            assert (half.code, "git fetch --unshallow" in half.err) == (2, True), half.err
            git(folder, "fetch", "-q", "--unshallow")
        gated = clone.gates()
        assert gated.code == 0, gated.err
        done = clone.publish(host.address("open.git"))
        assert done.code == 0, done.err
        assert ("Settings → Pages" in done.out) == first
        first = False
    assert len(history(sources)) == 1
