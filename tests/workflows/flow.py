"""The workflow files, parsed, and a shell that runs one of their steps."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

FOLDER = ROOT / ".github" / "workflows"
Flow = dict[Any, Any]


@dataclass(frozen=True)
class Ran:
    """What a step left behind."""

    code: int
    said: str
    outputs: Mapping[str, str]
    summary: str


def load(name: str) -> Flow:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def steps(flow: Flow) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, job in flow["jobs"].items():
        yield from ((name, step) for step in job["steps"])


def find_step(name: str, job: str, title: str) -> Mapping[str, Any]:
    return next(step for step in load(name)["jobs"][job]["steps"] if step.get("name", "").startswith(title))


def run_step(step: Mapping[str, Any], folder: Path, scratch: Path, env: Mapping[str, str]) -> Ran:
    """Run one step as a runner does: its script in a file, by bash that stops at the first failure."""
    scratch.mkdir(exist_ok=True)
    script, output, summary = scratch / "step.sh", scratch / "output", scratch / "summary"
    script.write_text(step["run"])
    for file in (output, summary):
        file.write_text("")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "GITHUB_", "SOURCE_DATE", "SITE_URL"))}
    where = {
        "GITHUB_OUTPUT": output,
        "GITHUB_STEP_SUMMARY": summary,
        "RUNNER_TEMP": scratch,
        "GITHUB_WORKSPACE": folder,
    }
    own = {key: str(value) for key, value in step.get("env", {}).items() if "${{" not in str(value)}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        env=kept | {"CI": "true"} | {k: str(v) for k, v in where.items()} | own | dict(env),
        capture_output=True,
        text=True,
        timeout=600,
    )
    outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
    return Ran(done.returncode, done.stdout + done.stderr, outputs, summary.read_text())
