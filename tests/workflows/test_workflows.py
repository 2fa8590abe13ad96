"""What the workflow files may do: read off the files, and each rule shown red on a planted breach."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
import yaml

from plugins.commands.check import _annotate
from plugins.model.moments import SHANGHAI
from plugins.problems import Problem
from tests.publish.stage import git
from tests.workflows.flow import FOLDER, Flow, find_step, load, run_step, steps

NAMES = ("ci.yml", "publish.yml", "links.yml")
PUBLISH = NAMES[1]
Rule = Callable[[Flow], Iterator[str]]


def actions_are_pinned(flow: Flow) -> Iterator[str]:
    for _, step in steps(flow):
        uses = step.get("uses", "actions/checkout@" + "0" * 40)
        if not re.fullmatch(r"actions/(?:checkout|setup-python|upload-artifact|download-artifact)@[0-9a-f]{40}", uses):
            yield uses


def nothing_is_granted_at_the_top(flow: Flow) -> Iterator[str]:
    if flow["permissions"] != {}:
        yield "the workflow grants permissions to every job"
    for name, job in flow["jobs"].items():
        if set(job["permissions"]) != {"contents"}:
            yield f"{name} may do more than read or write contents"


def only_the_deploy_writes(flow: Flow) -> Iterator[str]:
    for name, job in flow["jobs"].items():
        if job["permissions"]["contents"] != ("write" if name == "deploy" else "read"):
            yield f"{name} may {job['permissions']['contents']}"


def checkouts_keep_no_credentials(flow: Flow) -> Iterator[str]:
    for name, step in steps(flow):
        if "checkout" in step.get("uses", "") and step.get("with", {}).get("persist-credentials") is not False:
            yield f"{name} keeps credentials"


def only_the_push_knows_a_secret(flow: Flow) -> Iterator[str]:
    for name, step in steps(flow):
        told = re.findall(r"secrets|github\.token", str(step))
        if told and (name, step.get("name")) != ("deploy", "发布"):
            yield f"{name}: {step.get('name')} is told {told}"


def scripts_hold_no_expression(flow: Flow) -> Iterator[str]:
    for name, step in steps(flow):
        if "${{" in step.get("run", ""):
            yield f"{name}: an expression in a script"


def every_job_ends(flow: Flow) -> Iterator[str]:
    yield from (name for name, job in flow["jobs"].items() if not 0 < job.get("timeout-minutes", 0) <= 60)


def no_foreign_code_with_our_rights(flow: Flow) -> Iterator[str]:
    yield from {"pull_request_target", "workflow_run", "issue_comment"}.intersection(flow[True])


RULES: tuple[Rule, ...] = (
    actions_are_pinned,
    nothing_is_granted_at_the_top,
    only_the_deploy_writes,
    checkouts_keep_no_credentials,
    only_the_push_knows_a_secret,
    scripts_hold_no_expression,
    every_job_ends,
    no_foreign_code_with_our_rights,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_rule(name: str, rule: Rule) -> None:
    assert list(rule(load(name))) == []


BREACHES: dict[str, tuple[Rule, Callable[[Flow], object]]] = {
    "a tag": (actions_are_pinned, lambda f: f["jobs"]["build"]["steps"][0].update(uses="actions/checkout@v5")),
    "a stranger": (actions_are_pinned, lambda f: f["jobs"]["build"]["steps"][0].update(uses=f"who/what@{'0' * 40}")),
    "read-all": (nothing_is_granted_at_the_top, lambda f: f.update(permissions="read-all")),
    "packages": (nothing_is_granted_at_the_top, lambda f: f["jobs"]["deploy"]["permissions"].update(packages="write")),
    "a build that writes": (
        only_the_deploy_writes,
        lambda f: f["jobs"]["build"]["permissions"].update(contents="write"),
    ),
    "credentials": (checkouts_keep_no_credentials, lambda f: f["jobs"]["deploy"]["steps"][0].pop("with")),
    "a token": (
        only_the_push_knows_a_secret,
        lambda f: f["jobs"]["build"]["steps"][1].update(env={"T": "${{ secrets.T }}"}),
    ),
    "an expression": (
        scripts_hold_no_expression,
        lambda f: f["jobs"]["build"]["steps"][1].update(run="echo ${{ github.head_ref }}"),
    ),
    "no end": (every_job_ends, lambda f: f["jobs"]["deploy"].pop("timeout-minutes")),
    "a trigger": (no_foreign_code_with_our_rights, lambda f: f[True].update(pull_request_target=None)),
}


@pytest.mark.parametrize("name", BREACHES)
def test_rule_sees_a_breach(name: str) -> None:
    rule, breach = BREACHES[name]
    flow = copy.deepcopy(load(PUBLISH))
    breach(flow)
    assert len(list(rule(flow))) == 1


def test_each_pin_names_its_version_and_no_other() -> None:
    """Dependabot reads the comment; one action stands at one version."""
    lines = [line for name in NAMES for line in (FOLDER / name).read_text().splitlines() if "uses:" in line]
    pins = {re.fullmatch(r"\s+uses: (\S+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line).groups() for line in lines}
    assert len(pins) == len({action for action, _, _ in pins}) == 4


def test_a_deploy_waits_and_is_never_cancelled() -> None:
    assert load(PUBLISH)["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    jobs = load(PUBLISH)["jobs"]
    assert jobs["deploy"]["needs"] == "build"
    assert jobs["deploy"]["if"] == "needs.build.outputs.due == 'true'"
    assert jobs["build"]["if"] == "github.ref == 'refs/heads/main'"


def test_the_schedule_is_daily_just_after_midnight_and_in_the_waking_hours() -> None:
    """Minute and hour of each run, in Shanghai."""
    runs = set()
    for entry in load(PUBLISH)[True]["schedule"]:
        minute, hours, *rest = entry["cron"].split()
        assert rest == ["*", "*", "*"]
        first, _, last = hours.partition("-")
        runs |= {((hour + 8) % 24, int(minute)) for hour in range(int(first), int(last or first) + 1)}
    assert min(runs) == (0, 7)
    assert {hour for hour, _ in runs} == {0, *range(8, 23)}


def test_other_sites_are_asked_by_the_clock_or_by_hand_and_by_no_push() -> None:
    assert load("links.yml")[True].keys() == {"schedule", "workflow_dispatch"}
    assert [name for name in NAMES if "kangle links" in str(load(name))] == ["links.yml"]


def test_every_workflow_is_looked_at() -> None:
    assert sorted(NAMES) == sorted(file.name for file in FOLDER.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_zizmor_finds_nothing(name: str) -> None:
    done = _zizmor(FOLDER / name)
    assert done.returncode == 0, done.stdout


def test_zizmor_sees_a_breach(tmp_path: Path) -> None:
    flow = load(PUBLISH)
    flow["jobs"]["build"]["steps"][1]["run"] = "echo ${{ github.head_ref }}"
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(yaml.safe_dump(flow).replace("true:", "on:", 1))
    assert _zizmor(bad).returncode > 10


def _zizmor(file: Path) -> subprocess.CompletedProcess[str]:
    zizmor = Path(sys.executable).parent / "zizmor"
    command = [str(zizmor), "--offline", "--persona", "auditor", "--no-config", str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("event", "hours", "due"),
    [
        ("schedule", 3, "false"),
        ("schedule", -1, "true"),
        ("schedule", None, "true"),
        ("push", 3, "true"),
        ("workflow_dispatch", 3, "true"),
    ],
)
def test_a_scheduled_run_ends_early_where_nothing_is_due(
    tmp_path: Path, event: str, hours: int | None, due: str
) -> None:
    """The real step in front of a real branch, with and without a file that says when."""
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init", "-q", "-b", "main")
    if hours is not None:
        moment = datetime.now(SHANGHAI) + timedelta(hours=hours)
        text = orjson.dumps({"next_change": moment.isoformat(timespec="seconds")}, option=orjson.OPT_INDENT_2)
        (project / "next-change.json").write_bytes(text)
    (project / "page").write_text("")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "Publish")
    git(project, "update-ref", "refs/remotes/origin/gh-pages", "HEAD")
    ran = run_step(find_step(PUBLISH, "build", "看看"), project, tmp_path / "scratch", {"GITHUB_EVENT_NAME": event})
    assert (ran.code, ran.outputs) == (0, {"due": due}), ran.said


@pytest.mark.parametrize(
    ("ticked", "told"),
    [
        ({}, ""),
        ({"REPLACE": "true"}, "--replace"),
        ({"REPLACE": "true", "NO_HISTORY": "true"}, "--replace --no-history"),
    ],
)
def test_who_publishes_by_hand_may_replace(tmp_path: Path, ticked: dict[str, str], told: str) -> None:
    """The real step, with a program that says what it was told."""
    assert set(load(PUBLISH)[True]["workflow_dispatch"]["inputs"]) == {"replace", "no-history"}
    program = tmp_path / "project" / ".venv" / "bin" / "kangle"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "told: $*"\n')
    program.chmod(0o755)
    env = {"GITHUB_TOKEN": "not-a-token", "GITHUB_SERVER_URL": "https://github.example"} | ticked
    ran = run_step(find_step(PUBLISH, "deploy", "发布"), tmp_path / "project", tmp_path / "scratch", env)
    assert (ran.code, ran.said.splitlines()[-1]) == (0, f"told: publish {told}".rstrip()), ran.said


def test_a_first_publication_is_due(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init", "-q")
    ran = run_step(find_step(PUBLISH, "build", "看看"), project, tmp_path / "s", {"GITHUB_EVENT_NAME": "schedule"})
    assert (ran.code, ran.outputs) == (0, {"due": "true"})


def test_an_annotation_is_one_command_whatever_the_problem_says() -> None:
    problem = Problem("news/a,b.md", 3, 1, "title", "标题", "不懂“100%0A::error::”\n::set-env", "改掉")
    line = _annotate(Path("content"), problem)
    assert line.startswith("::error file=content/news/a%2Cb.md,line=3,col=1::title (标题): ")
    assert "\n" not in line
    assert "100%250A" in line
