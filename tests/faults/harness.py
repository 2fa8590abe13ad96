"""A small site that is built for real, in a folder of its own, and a look at what is left of it after a fault."""

from __future__ import annotations

import json
import mmap
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import yaml

from plugins.incremental.stage import KEPT
from tests.faults.inject.sitecustomize import KINDS

ROOT = Path(__file__).resolve().parents[2]
INJECT = ROOT / "tests" / "faults" / "inject"
EXAMPLE = ROOT / "tests" / "site"
AS_OF = "2026-11-23 10:00"
FULL = bool(os.environ.get("FULL"))
SEED = os.environ.get("SEED", "kangle")
PATIENCE = 120

Tree = Mapping[str, bytes | None]
"""A folder by path: the bytes of a file, None for a folder."""

_CHINESE = re.compile("[\u4e00-\u9fff]{2}")
_ROOM = {"lock", "manifest.db", "record.json", "releases", "sources.db", "spare", "stage"}


def look(folder: Path) -> Tree | None:
    """Every name and every byte below a folder; None where there is no folder."""
    if not folder.is_dir():
        return None
    found: dict[str, bytes | None] = {}
    for below, folders, files in os.walk(folder):
        inside = Path(below).relative_to(folder)
        found |= {(inside / name).as_posix(): None for name in folders}
        found |= {(inside / name).as_posix(): Path(below, name).read_bytes() for name in files}
    return found


def differences(one: Tree, other: Tree) -> str:
    """The first few paths in which two trees are not the same."""
    missing = object()
    names = [n for n in sorted(one.keys() | other.keys()) if one.get(n, missing) != other.get(n, missing)]
    return f"{len(names)} differ: {', '.join(names[:5])}"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str
    seconds: float = 0.0

    @property
    def complaint(self) -> str:
        """What was said besides the content's own warnings."""
        return "".join(line for line in self.err.splitlines(keepends=True) if not line.startswith("content/"))


class Warm:
    """The command, imported once and run in forks; see inject/warm.py."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, str(INJECT / "warm.py")],
            cwd=folder,
            env=_environment({"FAULT": "later"}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, folder: Path, arguments: Sequence[str], env: Mapping[str, str]) -> tuple[int, Done]:
        """The process that a run was, and how it ended."""
        assert self.process.stdin
        assert self.process.stdout
        began = time.monotonic()
        order = {"folder": str(folder), "arguments": list(arguments), "environment": dict(env)}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        number, code = json.loads(self.process.stdout.readline())
        out, err = ((self.folder / name).read_text("utf-8") for name in ("out", "err"))
        return number, Done(code, out, err, time.monotonic() - began)

    def end(self) -> None:
        self.process.communicate()


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without what would steer a build, with the faults within its reach."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FAULT", "SOURCE_DATE_EPOCH", "PYTEST"))}
    return kept | {"PYTHONPATH": f"{INJECT}{os.pathsep}{ROOT}", "PYTHONUTF8": "1"} | dict(more)


@dataclass(frozen=True)
class Box:
    """A folder with content, theme, settings and perhaps an output."""

    folder: Path
    warm: Warm | None = None
    """Runs the command where each run need not be a new process."""
    sessions: list[int] = field(default_factory=list)
    """The sessions of the processes that have worked here (setsid(2)): what they left behind is in one of them."""

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def workshop(self) -> Path:
        return self.folder / ".kangle" / "output"

    @property
    def counts(self) -> Path:
        return self.folder / "counts"

    def fault(self, order: str) -> dict[str, str]:
        """The environment of a build in which a call is to fail; see inject/sitecustomize.py."""
        self.counts.write_bytes(bytes(8 * (len(KINDS) + 1)))
        self.fired.unlink(missing_ok=True)
        return {"FAULT": order, "FAULT_ROOT": str(self.folder), "FAULT_COUNTS": str(self.counts)}

    @property
    def fired(self) -> Path:
        return Path(f"{self.counts}.fired")

    def counted(self) -> dict[str, int]:
        """How many calls of each kind the last build with a fault made, and of the kind asked for (`asked`)."""
        with self.counts.open("r+b") as file, mmap.mmap(file.fileno(), 0) as counters:
            return dict(zip((*KINDS, "asked"), struct.unpack(f"<{len(KINDS) + 1}q", counters[:]), strict=True))

    def start(self, verb: str = "build", *options: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """The real command in a process and process group of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "plugins", *_arguments(verb, options)],
            cwd=self.folder,
            env=_environment(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.sessions.append(process.pid)
        return process

    def run(self, verb: str = "build", *options: str, env: Mapping[str, str] | None = None) -> Done:
        if self.warm is None:
            return finish(self.start(verb, *options, env=env))
        session, done = self.warm.run(self.folder, _arguments(verb, options), env or {})
        self.sessions.append(session)
        return done

    def build(self, *options: str, env: Mapping[str, str] | None = None) -> Done:
        return self.run("build", *options, env=env)

    def copy(self, target: Path, warm: Warm | None = None) -> Box:
        """The same site elsewhere; files that are one file under two names stay so."""
        subprocess.run(["cp", "-a", str(self.folder), str(target)], check=True)
        return Box(target, warm)

    def remove(self) -> None:
        subprocess.run(["rm", "-rf", str(self.folder)], check=True)

    def condition(self) -> str:
        """The output and the workshop as one short text: every name, byte, mode and number of names of a file."""
        state = blake2b(digest_size=16)
        for file in sorted((*self.output.rglob("*"), *self.workshop.parent.rglob("*"))):
            found = file.lstat()
            state.update(f"{file.relative_to(self.folder)} {found.st_mode} {found.st_nlink}\0".encode())
            if file.is_file() and file.name != "lock":  # which holds the number of a process
                state.update(file.read_bytes())
        return state.hexdigest()

    def processes(self) -> list[str]:
        """Processes that work in this box (Linux); one that has ended and waits to be collected does not."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            except OSError:  # it has ended
                continue
            if int(session) in self.sessions and state != "Z":
                found.append(stat.parent.name)
        return found


def _arguments(verb: str, options: Sequence[str]) -> list[str]:
    """The command line; what the options say comes last and so counts."""
    ours = ["--settings", "settings.py", "--as-of", AS_OF] if verb == "build" else []
    return [verb, *ours, "--content", "content", "--output", "output", *options]


def finish(process: subprocess.Popen[str]) -> Done:
    """Wait for a command; one that does not end is killed and told as such."""
    began = time.monotonic()
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        err += f"\nstill running after {PATIENCE} s"
    return Done(process.returncode, out, err, time.monotonic() - began)


@dataclass(frozen=True)
class Prepared:
    """A box whose output is the old site and whose content is already edited, and the sites as they must be."""

    box: Box
    older: Tree
    old: Tree
    new: Tree
    releases: frozenset[str]
    """Every tree that may stand among the releases, as text that compares."""
    seconds: float
    """How long a build takes from the old site to the new."""
    healed: set[str] = field(default_factory=set)
    """What boxes were like, to the byte, from which a plain build has made the new site."""

    def state(self, box: Box) -> str:
        """`old`, `new`, `older` (the site before the old one), or what else the output is."""
        tree = look(box.output)
        if tree is None:
            return "missing"
        for name, known in (("old", self.old), ("new", self.new), ("older", self.older)):
            if tree == known:
                return name
        return f"mixed (old: {differences(tree, self.old)}; new: {differences(tree, self.new)})"

    def heal(self, box: Box) -> list[str]:
        """What is wrong after the next plain build; empty when all is well again.

        A box that is, to the byte, like one that was healed before needs no build to know.
        """
        if alive := wait_for_none(box):
            return [f"processes left: {alive}"]
        was = box.condition()
        if was in self.healed:
            return []
        wrong = self._heal(box)
        if not wrong:
            self.healed.add(was)
        return wrong

    def _heal(self, box: Box) -> list[str]:
        done = box.build()
        wrong = []
        if done.code != 0:
            wrong.append(f"the next build ended with {done.code}: {done.err.strip()[:300]}")
        state = self.state(box)
        if state != "new":
            wrong.append(f"after the next build the output is {state}")
        return wrong + self.leftovers(box)

    def leftovers(self, box: Box) -> list[str]:
        """Processes, files and broken releases that nothing should have left behind."""
        wrong = []
        if alive := wait_for_none(box):
            wrong.append(f"processes left: {alive}")
        names = {p.name for p in box.workshop.iterdir()}
        if names - _ROOM:
            wrong.append(f"left in the workshop: {sorted(names - _ROOM)}")
        if look(box.workshop / "stage"):
            wrong.append("files left in the stage")
        strange = {p.name for p in box.folder.iterdir()} - {p.name for p in self.box.folder.iterdir()}
        if strange - {"counts", "counts.fired"}:
            wrong.append(f"left beside the output: {sorted(strange)}")
        return wrong + self.broken_releases(box)

    def broken_releases(self, box: Box) -> list[str]:
        """Releases that a rollback could reach and that are not a site as it once stood."""
        folder = box.workshop / "releases"
        found = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
        wrong = [f"release {p.name} is not whole" for p in found if freeze(look(p)) not in self.releases]
        if len(found) > KEPT + 1:  # one that could not be let go of goes at the next switch
            wrong.append(f"{len(found)} releases are kept")
        return wrong


def freeze(tree: Tree | None) -> str:
    return repr(sorted(tree.items())) if tree is not None else ""


def wait_for_none(box: Box, seconds: float = 2) -> list[str]:
    """The processes of a box that do not end by themselves at once."""
    until = time.monotonic() + seconds
    while (alive := box.processes()) and time.monotonic() < until:
        time.sleep(0.02)
    return alive


def told(err: str) -> list[str]:
    """What is wrong with how a failure was told: never a traceback, always a reason in Chinese."""
    if "Traceback" in err:
        return [f"a traceback: …{err.strip()[-300:]}"]
    return [] if _CHINESE.search(err) else [f"no reason given: {err!r}"]


def prepare(folder: Path, warm: Warm | None = None) -> Prepared:
    """Build an older site, the old one, and the new one cleanly; leave a box that stands between old and new."""
    box = Box(folder / "site", warm)
    box.folder.mkdir(parents=True)
    shutil.copytree(EXAMPLE, box.content)
    shutil.copytree(ROOT / "theme", box.folder / "theme")
    (box.folder / "settings.py").write_text("from pelicanconf import *  # noqa: F403\n", "utf-8")
    older = _built(box)
    _edit_to_old(box.content)
    old = _built(box)
    former = _fill_releases(box)
    clean = box.copy(folder / "clean", warm)
    _edit_to_new(box.content)
    shutil.rmtree(clean.content)
    shutil.copytree(box.content, clean.content)
    shutil.rmtree(clean.output)
    shutil.rmtree(clean.folder / ".kangle")
    new = _built(clean)
    assert len({freeze(older), freeze(old), freeze(new)}) == 3
    trial = box.copy(folder / "trial")
    seconds = trial.build("--workers", "1").seconds
    made = look(trial.output) or {}
    assert made == new, f"an incremental build is not a clean one: {differences(made, new)}"
    return Prepared(Box(box.folder), older, old, new, frozenset(map(freeze, (older, old, new, *former))), seconds)


def _built(box: Box) -> Tree:
    done = box.build()
    assert done.code == 0, done.err
    tree = look(box.output)
    assert tree
    return tree


def _fill_releases(box: Box) -> Sequence[Tree]:
    """As many earlier sites as are kept, so that the next build lets go of one; the first is real, the rest small."""
    folder = box.workshop / "releases"
    (real,) = folder.iterdir()
    real.rename(folder / f"{KEPT:06d}")
    for number in range(1, KEPT):
        small = folder / f"{number:06d}" / "about"
        small.mkdir(parents=True)
        (small / "index.html").write_text(f"{number}\n")
        (small.parent / "index.html").write_text(f"{number}\n")
    trees = [look(p) for p in folder.iterdir()]
    return [tree for tree in trees if tree]


def _edit_to_old(content: Path) -> None:
    _add_story(content, "fault-gone")
    _append(content / "pages" / "about.md", "旧的一段。")


def _edit_to_new(content: Path) -> None:
    """A story more, a story less, and words that several pages show."""
    (content / "news" / "2026" / "fault-gone.md").unlink()
    _add_story(content, "fault-new")
    _append(content / "pages" / "about.md", "新的一段。")
    for guide in sorted((content / "guides").glob("*.md"))[:2]:
        _append(guide, "新的说明。")
    (content / "files" / "fault.txt").write_text("新的附件\n", "utf-8")


def _append(file: Path, words: str) -> None:
    file.write_text(file.read_text("utf-8").rstrip() + f"\n\n{words}\n", "utf-8")


def _add_story(content: Path, name: str) -> None:
    column = yaml.safe_load((content / "data" / "community.yaml").read_text("utf-8"))["columns"][0]["id"]
    front = f"---\ntitle: {name}\nsummary: 只用来测试。\ndate: 2026-11-20\ncolumn: {column}\n---\n"
    file = content / "news" / "2026" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(front + "测试正文。\n", "utf-8")


@dataclass
class Tally:
    """Faults met and survived, by kind."""

    runs: dict[str, int] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, kind: str, name: str, wrong: Sequence[str]) -> None:
        self.runs[kind] = self.runs.get(kind, 0) + 1
        self.whole[kind] = self.whole.get(kind, 0) + (not wrong)
        self.wrong += [f"{name}: {line}" for line in wrong]
