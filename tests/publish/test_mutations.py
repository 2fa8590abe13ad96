"""The pipeline with one part broken at a time: whatever is broken, nothing is published.

Each mutation is made in a copy of the program. The copy builds the site itself, so that nothing is refused for being stale.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.failure import OutputError
from plugins.publish.push import Target, publish
from plugins.publish.release import GATES, NAME, Release, read_release, write_release
from tests.conftest import ROOT
from tests.publish.stage import FULL, SEED, Project, git, make_remote, read_signed, tip

SAMPLE = 3


@dataclass(frozen=True)
class Mutation:
    """What is done to the program, and a word of the refusal."""

    name: str
    files: Mapping[str, tuple[str, str] | None]
    """By file below plugins/publish: (old text, new text), or None to remove it."""
    told: str


def edit(name: str, told: str, file: str, old: str, new: str) -> Mutation:
    return Mutation(name, {file: (old, new)}, told)


def body(name: str, told: str, gate: str, code: str) -> Mutation:
    """The first statement of a gate's `examine`."""
    head = "def examine(subject: Subject) -> Finding:\n"
    return edit(name, told, f"gates/{gate}.py", head, f"{head}    {code}\n")


MUTATIONS = (
    Mutation("a gate removed", {"gates/privacy.py": None}, "对不上：privacy"),
    Mutation("a gate renamed", {"gates/links.py": None, "gates/linkz.py": ("", "examine = None\n")}, "对不上"),
    edit("a gate off the list", "对不上：counts", "release.py", ', "counts")', ")"),
    edit("the list emptied", "对不上", "release.py", str(GATES).replace("'", '"'), "()"),
    edit("a gate added to the list", "对不上：extra", "release.py", '"counts")', '"counts", "extra")'),
    edit("examine renamed", "html     不算数", "gates/html.py", "def examine(", "def inspect("),
    edit("a gate that does not parse", "size     不算数", "gates/size.py", "def examine(", "def def examine("),
    body("raising", "privacy  不算数：出错了", "privacy", "raise RuntimeError('x')"),
    body("hanging", "links    不算数", "links", "import time; time.sleep(3600)"),
    body("busy for ever", "html     不算数", "html", "\n    while True: pass"),
    body("returning nothing", "counts   不算数：没有给出结果", "counts", "return None"),
    body("returning something else", "size     不算数：没有给出结果", "size", "return []"),
    body("leaving with success", "check    不算数", "check", "raise SystemExit(0)"),
    body("ending the process", "privacy  不算数", "privacy", "import os; os._exit(0)"),
    body("killed", "links    不算数", "links", "import os; os.kill(os.getpid(), 9)"),
    body("finding nothing, ever", "counts   不算数：没有查出", "counts", "return Finding(len(subject.tree.files), ())"),
    edit("numbers no longer looked for", "privacy  不算数：没有查出", "gates/privacy.py",
         "found = look(file, data, subject.allowed)", "found = set()"),
    edit("names no longer looked for", "privacy  不算数：没有查出", "gates/privacy.py",
         "hidden = _hidden(subject, shown)", "hidden = {}"),
    edit("spellings forgotten", "privacy  不算数：没有查出", "gates/privacy.py", "texts.add(unescape(text))", "pass"),
    edit("every link good", "links    不算数：没有查出", "gates/links.py", "if file not in self.files:", "if False:"),
    edit("every anchor good", "links    不算数：没有查出", "gates/links.py", "if anchor and anchor not in", "if False and anchor not in"),
    edit("case ignored", "links    不算数：没有查出", "gates/links.py",
         "if file not in self.files:", "if file.lower() not in {f.lower() for f in self.files}:"),
    edit("feeds ignored", "links    不算数", "gates/links.py", '_TEXTS = (".atom", ', "_TEXTS = ("),
    edit("no lock on pages", "html     不算数：没有查出", "gates/html.py", "    yield from _look_at_targets(tag, url)\n", ""),
    edit("no limit for pages", "size     不算数：没有查出", "gates/size.py", "10_000, 60_000\n", "10_000, 60_000_000\n"),
    edit("errors not counted", "check    不算数：没有查出", "gates/check.py", "in reading.errors]", "in ()]"),
    edit("nothing planted", "size     不算数：没有自检", "gates/size.py",
         "    noise = b", "    if subject:\n        return\n    noise = b"),
    edit("only the first page", "html     不算数：只看了", "gates/html.py", "pages = subject.tree.pages()", "pages = subject.tree.pages()[:1]"),
    edit("only the first file", "privacy  不算数：只看了", "gates/privacy.py",
         "return Finding(len(subject.tree.files), tuple(faults))", "return Finding(1, tuple(faults))"),
    edit("nothing looked at", "links    不算数：只看了 0", "gates/links.py",
         "return Finding(len(site.ids) + len(texts), tuple(faults))", "return Finding(0, tuple(faults))"),
)  # fmt: skip


def chosen() -> list[Mutation]:
    return list(MUTATIONS) if FULL else random.Random(SEED).sample(MUTATIONS, SAMPLE)


def mutate(program: Path, mutation: Mutation) -> None:
    for name, change in mutation.files.items():
        file = program / "publish" / name
        if change is None:
            file.unlink()
            continue
        old, new = change
        text = file.read_text("utf-8") if file.exists() else ""
        assert old in text, f"{mutation.name}: {old!r} is not in {name}"
        file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def programmed(signed: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project with a program of its own, which publishes as it is."""
    folder = tmp_path_factory.mktemp("programmed")
    project = signed.copy(folder / "project", program=True)
    remote = make_remote(folder / "remote.git")
    for done in (project.build(), project.gates(), project.publish(remote)):
        assert done.code == 0, done.err
    assert tip(remote)
    return project


def test_every_mutation_fits_the_program() -> None:
    for mutation in MUTATIONS:
        for name, change in mutation.files.items():
            file = ROOT / "plugins" / "publish" / name
            old = change[0] if change else ""
            assert not old or old in file.read_text("utf-8"), f"{mutation.name}: {old!r} is not in {name}"
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS) >= 20


@pytest.mark.parametrize("mutation", chosen(), ids=lambda m: m.name.replace(" ", "-"))
def test_a_broken_pipeline_publishes_nothing(mutation: Mutation, programmed: Project, tmp_path: Path) -> None:
    project = programmed.copy(tmp_path / "project")
    remote = make_remote(tmp_path / "remote.git")
    mutate(project.program, mutation)
    project.commit("Break it")
    built = project.build()
    assert built.code == 0, built.err
    done = project.gates("--patience", "15")
    assert (done.code, mutation.told in done.err) == (2, True), done.err
    assert not project.signed.exists()
    assert project.publish(remote).code == 2
    assert git(remote, "for-each-ref") == ""


Tamper = Callable[[Release], Release]


def without(gate: str) -> Tamper:
    return lambda release: release.model_copy(update={"gates": [s for s in release.gates if s.gate != gate]})


def resigned(**change: object) -> Tamper:
    """The first signature made otherwise, and the manifest sealed again."""
    return lambda release: release.model_copy(
        update={"gates": [release.gates[0].model_copy(update=change), *release.gates[1:]]}
    )


TAMPERED: Mapping[str, Tamper] = {
    **{f"without {gate}": without(gate) for gate in GATES},
    "no gate": lambda release: release.model_copy(update={"gates": []}),
    "a gate renamed": resigned(gate="chekc"),
    "a gate twice": lambda release: release.model_copy(update={"gates": [*release.gates, release.gates[0]]}),
    "another tree looked at": resigned(tree="0" * 64),
    "nothing looked at": resigned(examined=0),
    "nothing planted": resigned(planted=0),
    "another tree": lambda release: release.model_copy(update={"tree": "0" * 64}),
    "no file": lambda release: release.model_copy(update={"files": {}}),
    "a file dropped": lambda release: release.model_copy(update={"files": dict(list(release.files.items())[1:])}),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_manifest_that_was_tampered_with_publishes_nothing(tamper: Tamper, signed: Project, remote: Path) -> None:
    refuse(write_release(tamper(read_signed(signed))), signed, remote)


@pytest.mark.parametrize("change", ["seal", "cut", "space", "empty", "other"])
def test_a_damaged_manifest_publishes_nothing(change: str, signed: Project, remote: Path) -> None:
    data = signed.signed.read_bytes()
    seal = data.rindex(b'"seal": "') + 9
    damaged = {
        "seal": data[:seal] + (b"0" if data[seal : seal + 1] != b"0" else b"1") + data[seal + 1 :],
        "cut": data[:-20],
        "space": data + b" ",
        "empty": b"",
        "other": b'{"schema": 1}',
    }[change]
    refuse(damaged, signed, remote)


def refuse(manifest: bytes, project: Project, remote: Path) -> None:
    with pytest.raises(OutputError, match=f"^{NAME}: .* → 重新运行 kangle gates"):
        publish(manifest, project.output, Target(remote=str(remote)), project.folder)
    assert git(remote, "for-each-ref") == ""


def copy_signed(signed: Project, folder: Path) -> Project:
    """A copy that has been built and signed where it stands."""
    project = signed.copy(folder / "project")
    for done in (project.build(), project.gates()):
        assert done.code == 0, done.err
    return project


def test_what_changes_after_signing_is_not_published(signed: Project, remote: Path, tmp_path: Path) -> None:
    project = copy_signed(signed, tmp_path)
    assert project.publish(remote, "--dry-run").code == 0
    page = project.output / "index.html"
    text = page.read_text("utf-8")
    page.write_text(text.replace("</h1>", "!</h1>", 1), "utf-8")
    done = project.publish(remote)
    assert (done.code, "以后被改过" in done.err) == (2, True)
    assert "不是现在的内容生成的" in project.gates().err
    assert not project.signed.exists()
    page.write_text(text, "utf-8")
    assert "没有签了字的清单" in project.publish(remote).err
    assert git(remote, "for-each-ref") == ""


def test_a_site_that_time_has_passed_is_not_signed(signed: Project, tmp_path: Path) -> None:
    project = copy_signed(signed, tmp_path)
    done = project.gates(as_of="2026-11-25 10:00")
    assert (done.code, "已经过时" in done.err) == (2, True)


def test_a_fault_of_the_content_is_the_contents(signed: Project, tmp_path: Path) -> None:
    """A story that names somebody who has not agreed builds, and is not signed: status 1."""
    project = signed.copy(tmp_path / "project")
    story = project.folder / "content/news/2026/lantern.md"
    story.write_text(story.read_text("utf-8") + "\n李师傅也来了。\n", "utf-8")
    project.commit()
    assert project.build().code == 0
    done = project.gates()
    assert done.code == 1
    assert "news/2026/lantern/index.html: 出现了 people.yaml 里 helper-2 的称呼" in done.err
    assert "李师傅" not in done.err
    assert not project.signed.exists()


def test_the_gates_are_those_that_were_asked_for() -> None:
    assert GATES == ("check", "privacy", "links", "html", "size", "counts")


def test_signing_twice_is_the_same_to_the_byte(signed: Project, tmp_path: Path) -> None:
    before = signed.signed.read_bytes()
    project = copy_signed(signed, tmp_path)
    assert project.signed.read_bytes() == before
    assert read_release(before).clock == "2026-11-23T10:00:00+08:00"
