"""Run every gate and collect its word; hides processes, patience and mistrust.

A gate counts only if it came back in time, found every fault that was planted for it, looked at as much as there is,
and found nothing else. Whatever else happens is a reason not to publish.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

import orjson

from plugins.failure import OutputError
from plugins.parallel import WorkerError, run_aside
from plugins.publish import gates
from plugins.publish.release import GATES, Signature, digest_files
from plugins.publish.subject import Finding, Gate, Subject
from plugins.publish.tree import open_tree, survey

_LINKING = (".atom", ".css", ".csv", ".html", ".ics", ".js", ".json", ".txt", ".webmanifest", ".xml")
PATIENCE = 900.0
"""Seconds a gate may take."""


@dataclass(frozen=True)
class Verdict:
    """What one gate said: its signature, the faults of the site, or why its word does not count."""

    gate: str
    signature: Signature | None = None
    faults: tuple[str, ...] = ()
    broken: str = ""


def ask_gates(subject: Subject, patience: float = PATIENCE) -> tuple[Verdict, ...]:
    """Every gate's verdict on one tree, each from a process of its own."""
    there = {module.name for module in iter_modules(gates.__path__)}
    if there != set(GATES):
        strange = "、".join(sorted(there ^ set(GATES)))
        raise OutputError(f"发布前的检查对不上：{strange} → 请维护程序的人看一看 plugins/publish")
    tree = digest_files(survey(subject.tree))
    with ExitStack() as stack:
        answers = {
            gate: stack.enter_context(run_aside(_question(gate, subject), _explain_gate, 2, patience)) for gate in GATES
        }
        verdicts = tuple(_hear(gate, answer, subject, tree) for gate, answer in answers.items())
    if digest_files(survey(open_tree(subject.tree.folder))) != tree:
        return tuple(Verdict(v.gate, broken="检查的时候网站变了") for v in verdicts)
    return verdicts


def _question(gate: str, subject: Subject) -> Callable[[], bytes]:
    return lambda: orjson.dumps(_run_gate(cast(Gate, import_module(f"plugins.publish.gates.{gate}")), subject))


def _run_gate(gate: Gate, subject: Subject) -> tuple[int, int, tuple[str, ...]]:
    """A gate that misses what was planted for it is asked no further."""
    planted = 0
    for mark, faulty in gate.plant(subject):
        if not any(mark in fault for fault in _examine(gate, faulty).faults):
            raise AssertionError(f"没有查出特意放进去的错误（{mark}）")
        planted += 1
    finding = _examine(gate, subject)
    return finding.examined, planted, finding.faults


def _examine(gate: Gate, subject: Subject) -> Finding:
    finding = gate.examine(subject)
    if not isinstance(finding, Finding):
        raise AssertionError("没有给出结果")
    return finding


def _hear(gate: str, answer: Callable[[], bytes], subject: Subject, tree: str) -> Verdict:
    try:
        examined, planted, faults = orjson.loads(answer())
    except (WorkerError, ValueError, TypeError) as error:
        return Verdict(gate, broken=str(error) or "意外停下了")
    if faults:
        return Verdict(gate, faults=tuple(faults))
    if not planted:
        return Verdict(gate, broken="没有自检")
    if examined != _extent(gate, subject) or not examined:
        return Verdict(gate, broken=f"只看了 {examined} 个，应看 {_extent(gate, subject)} 个")
    return Verdict(gate, Signature(gate=gate, examined=examined, planted=planted, tree=tree))


def _extent(gate: str, subject: Subject) -> int:
    """How many things a gate has to look at; counted here, so that no gate says itself when it is done."""
    files = subject.tree.files
    if gate == "check":
        return len(subject.read)
    if gate == "html":
        return sum(file.endswith(".html") for file in files)
    if gate == "links":
        return sum(file.endswith(_LINKING) for file in files)
    return len(files)


def _explain_gate(error: Exception) -> bytes:
    if isinstance(error, AssertionError):
        return str(error).encode()
    return f"出错了：{type(error).__name__}: {error}".encode()
