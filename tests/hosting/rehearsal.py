"""One real run on one machine, by `make rehearse`: a push, the workflows' own steps in order, the branch cloned, nginx, a browser.

What GitHub would do is done by hand: checkout is a clone, an artifact is a tar file, an expression is looked up.
Not part of `make test`: it installs from the package index as a fresh runner does, twice.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.hosting.served import ask, check_all, find_port, run_nginx, walk
from tests.publish.stage import git, history, make_remote, open_commit
from tests.workflows.flow import load, run_step

PAGE = "content/pages/rehearsal-of-this-day.md"
"""A plain page: whatever a community has in content/, it may have one."""
STORY = """---
title: 演练用的一篇
summary: 只在演练里出现。
aliases:
  - /old/rehearsal/
---

演练正文。
"""


@dataclass
class Runner:
    """Runs jobs of the workflow files, each in a clone of its own, with artifacts between them."""

    folder: Path
    remote: Path
    values: dict[str, str]
    """What the expressions of the files stand for."""
    outputs: dict[str, Mapping[str, str]] = field(default_factory=dict)
    summary: str = ""
    said: str = ""

    def run(self, file: str, job: str, **env: str) -> Path:
        """Every step of a job in order; a step that fails is a failure here. The job's working folder."""
        place = self.folder / f"{file.removesuffix('.yml')}-{job}"
        self.outputs, self.summary, self.said = {}, "", ""
        for step in load(file)["jobs"][job]["steps"]:
            if self._wanted(step):
                self._act(step, place) if "uses" in step else self._shell(step, place, env)
        return place

    def _wanted(self, step: Mapping[str, Any]) -> bool:
        if "if" not in step:
            return True
        asked = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+) == '(\w+)'", step["if"])
        assert asked, step["if"]
        return self.outputs[asked[1]][asked[2]] == asked[3]

    def _act(self, step: Mapping[str, Any], place: Path) -> None:
        action, given = step["uses"].partition("@")[0].removeprefix("actions/"), step.get("with", {})
        artifact = self.folder / f"{given.get('name')}.tar"
        if action == "checkout":
            _check_out(self.remote, place, whole=given.get("fetch-depth") == 0)
        elif action == "upload-artifact":
            subprocess.run(["tar", "-cf", str(artifact), "-C", str(place), *given["path"].split()], check=True)
        elif action == "download-artifact":
            subprocess.run(["tar", "-xf", str(artifact), "-C", str(place)], check=True)
        else:
            assert action == "setup-python"

    def _shell(self, step: Mapping[str, Any], place: Path, env: Mapping[str, str]) -> None:
        told = {
            k: re.sub(r"\$\{\{ (.*?) \}\}", lambda m: self.values[m[1]], str(v)) for k, v in step.get("env", {}).items()
        }
        server = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_EVENT_NAME": "push"}
        ran = run_step(step, place, self.folder / "scratch", server | told | dict(env))
        shutil.rmtree(self.folder / "scratch")
        assert ran.code == 0, f"{step['name']}: {ran.said}"
        self.outputs[step.get("id", "")] = ran.outputs
        self.summary += ran.summary
        self.said += ran.said


def _check_out(remote: Path, place: Path, whole: bool) -> None:
    """A fresh clone of main; what was installed there before stays, to install once a job."""
    kept = place.with_suffix(".venv")
    if place.exists():
        (place / ".venv").rename(kept)
        shutil.rmtree(place)
    git(remote, "clone", "-q", "-b", "main", *([] if whole else ["--depth=1"]), f"file://{remote}", str(place))
    if kept.exists():
        kept.rename(place / ".venv")
        for stamp in (place / ".venv").glob("*.ok"):
            stamp.touch()


def _publish(runner: Runner) -> None:
    runner.run("publish.yml", "build")
    assert runner.outputs["due"] == {"due": "true"}
    runner.run("publish.yml", "deploy")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Runner, Path, str]]:
    """This commit pushed to a bare remote, published by the workflow, cloned, packed, and served by nginx."""
    place = tmp_path_factory.mktemp("rehearsal")
    remote, port = make_remote(place / "remote.git"), find_port()
    commit = git(ROOT, "commit-tree", "HEAD^{tree}", "-m", "Begin")  # this tree alone: the clone may be shallow
    git(ROOT, "push", "-q", str(remote), f"{commit}:refs/heads/main")
    url = f"http://127.0.0.1:{port}"
    runner = Runner(
        place,
        remote,
        {"vars.SITE_URL": url, "github.token": "not-a-token", "github.event.before": "0" * 40}
        | {"inputs.replace": "", "inputs.no-history": ""},
    )
    _publish(runner)
    site = place / "site"
    git(place, "clone", "-q", "-b", "gh-pages", str(remote), str(site))
    kangle = str(place / "publish-deploy" / ".venv" / "bin" / "kangle")
    _say(kangle, "verify", str(site), cwd=place)
    _say(kangle, "pack", str(site), cwd=place)
    settings = _say(
        kangle, "nginx", str(site), "--listen", f"127.0.0.1:{port}", cwd=place / "publish-deploy", SITE_URL=url
    )
    with run_nginx(place / "nginx", settings, port):
        yield runner, site, url


def _say(*command: str, cwd: Path, **env: str) -> str:
    done = subprocess.run(command, cwd=cwd, env=_environment() | env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _environment() -> dict[str, str]:
    return {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("GIT_", "SOURCE_DATE", "SITE_URL", "VIRTUAL_ENV", "MAKE"))
    }


def test_what_was_pushed_is_served_as_stated(stage: tuple[Runner, Path, str]) -> None:
    runner, site, url = stage
    commits = history(runner.remote)
    assert len(commits) == 1
    assert open_commit(runner.remote, commits[0]).source.commit == git(runner.remote, "rev-parse", "main")
    check_all(url, site, url)
    kangle = str(runner.folder / "publish-deploy" / ".venv" / "bin" / "kangle")
    assert "和清单完全一样" in _say(kangle, "verify", url, cwd=runner.folder)


def test_a_browser_walks_it(stage: tuple[Runner, Path, str], chromium: Browser) -> None:
    walk(chromium, stage[2])


def test_a_scheduled_run_looks_at_the_branch(stage: tuple[Runner, Path, str]) -> None:
    runner, site, _ = stage
    due = datetime.fromisoformat(orjson.loads((site / "next-change.json").read_bytes())["next_change"]).timestamp()
    early = time.time() < due
    runner.run("publish.yml", "build", GITHUB_EVENT_NAME="schedule")
    assert runner.outputs["due"] == {"due": "false" if early and time.time() < due else "true"}


def test_the_network_cut_after_install_a_fresh_clone_builds_twice(stage: tuple[Runner, Path, str]) -> None:
    """In a network of its own that has nothing in it, not even itself; where that is not allowed, every proxy leads nowhere."""
    place = stage[0].folder / "publish-build"
    for folder in ("output", ".kangle"):
        shutil.rmtree(place / folder, ignore_errors=True)
    nowhere = dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"
    )
    cut = ["unshare", "-rn"] if subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0 else []
    if cut:
        assert re.findall(r"^\s*(\w+):", _say(*cut, "cat", "/proc/net/dev", cwd=place), re.M) == ["lo"]
    first = _say(*cut, "make", "site", cwd=place, PIP_NO_INDEX="1", **nowhere)
    assert re.search(r"新生成 [1-9]\d*，沿用 0", first)
    second = _say(*cut, "make", "site", cwd=place, PIP_NO_INDEX="1", **nowhere)
    assert "新生成 0，" in second
    assert "安装" not in first + second


def test_a_change_is_told_and_published_in_order(stage: tuple[Runner, Path, str]) -> None:
    """A page is pushed: its check passes, the summary names it, the branch gets one commit more, and the server has it."""
    runner, site, url = stage
    work = runner.folder / "work"
    git(runner.folder, "clone", "-q", str(runner.remote), str(work))
    (work / PAGE).parent.mkdir(exist_ok=True)
    (work / PAGE).write_text(STORY, "utf-8")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "Tell of it")
    runner.values["github.event.before"] = git(work, "rev-parse", "HEAD^")
    git(work, "push", "-q", "origin", "HEAD:main")
    runner.run("ci.yml", "check")
    assert "::error" not in runner.said
    runner.run("ci.yml", "site")
    assert "新增 2 页" in runner.summary
    assert "- 演练用的一篇 `/rehearsal-of-this-day/`" in runner.summary
    assert "去掉" not in runner.summary
    _publish(runner)
    assert len(history(runner.remote)) == 2
    git(site, "fetch", "-q", "origin")
    git(site, "reset", "-q", "--hard", "origin/gh-pages")
    kangle = str(runner.folder / "publish-deploy" / ".venv" / "bin" / "kangle")
    _say(kangle, "pack", str(site), cwd=runner.folder)
    assert "演练正文" in ask(f"{url}/rehearsal-of-this-day/").data.decode()
    assert "和清单完全一样" in _say(kangle, "verify", url, cwd=runner.folder)
