"""Other code or other libraries make every page anew; and a planted fault is seen by the comparison."""

from __future__ import annotations

import ast
import importlib.metadata
import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest
from markdown.blockprocessors import ParagraphProcessor

from plugins.incremental import ledger, worker
from plugins.incremental.fingerprint import list_libraries, name_value
from plugins.incremental.stage import Survey
from plugins.text.cache import ParseCache, hash_code
from tests.conftest import ROOT
from tests.incremental.project import Project, differences, tree_of

pytestmark = pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")

STORY = "content/news/2026/lantern.md"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture
def with_code(project: Project) -> Project:
    """The finished build with a copy of the plugins, which its next builds run."""
    shutil.copytree(ROOT / "plugins", project.folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", project.folder)
    return project


def check_against_clean(project: Project) -> None:
    built = project.run()
    assert built.status == 0, built.said
    assert built.rendered == built.pages
    clean = project.run("clean")
    assert clean.status == 0, clean.said
    assert differences(tree_of(project.output), tree_of(project.folder / "clean")) == []


def test_a_word_of_a_label_changes_where_views_are_made(finished: Project, with_code: Project) -> None:
    with_code.edit("plugins/site/cards.py", "办事窗口", "服务窗口")
    check_against_clean(with_code)
    changed = differences(tree_of(finished.output), tree_of(with_code.output))
    assert any("locations/index.html" in line for line in changed)


def test_code_changes_where_sources_are_parsed(finished: Project, with_code: Project) -> None:
    """The parsed sources of the earlier code are not used."""
    fault = "\n_former = finish\n\n\ndef finish(md: Markdown, text: str) -> Converted:\n    return _former(md, text + '。')\n"
    with_code.append("plugins/text/markdown.py", fault)
    check_against_clean(with_code)
    changed = differences(tree_of(finished.output), tree_of(with_code.output))
    assert any("about/index.html" in line for line in changed)


def test_the_same_code_elsewhere_renders_nothing(with_code: Project) -> None:
    before = tree_of(with_code.output)
    assert with_code.run().rendered == 0
    assert differences(before, tree_of(with_code.output)) == []


def set_version(folder: Path, library: str, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a library look like another version to importlib.metadata."""
    found = folder / f"{library.replace('-', '_')}-{version}.dist-info"
    found.mkdir(parents=True)
    (found / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {library}\nVersion: {version}\n", "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    assert importlib.metadata.version(library) == version


@pytest.mark.parametrize("library", list_libraries())
def test_the_version_of_every_library_counts(tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hash_code(tmp_path, list_libraries())
    assert hash_code(tmp_path, list_libraries()) == before
    set_version(tmp_path / "packages", library, "99.1", monkeypatch)
    assert hash_code(tmp_path, list_libraries()) != before


def test_another_version_of_a_library_renders_every_page(
    finished: Project, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_version(project.folder / "packages", "jinja2", "99.1", monkeypatch)
    built = project.build()
    assert built.rendered == built.pages
    assert project.build().rendered == 0
    assert differences(tree_of(project.output), tree_of(finished.output)) == []


def change_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    former = ParagraphProcessor.run

    def run(self: ParagraphProcessor, parent: Any, blocks: list[str]) -> None:
        blocks[0] += "。"
        former(self, parent, blocks)

    monkeypatch.setattr(ParagraphProcessor, "run", run)


def test_another_version_of_a_library_that_says_something_else(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_markdown(monkeypatch)
    set_version(project.folder / "packages", "markdown", "99.1", monkeypatch)
    built = project.build()
    assert built.rendered == built.pages
    _, clean = project.clean()
    assert differences(tree_of(project.output), clean) == []


def test_every_library_that_a_build_imports_is_known() -> None:
    names = importlib.metadata.packages_distributions()
    used = {name for file in (ROOT / "plugins").rglob("*.py") for name in imports_of(file)}
    foreign = used - set(sys.stdlib_module_names) - {"plugins"}
    packages = {package.lower().replace("_", "-") for name in foreign for package in names.get(name, [name])}
    assert packages - set(list_libraries()) <= {"openpyxl"}, "workbooks for editors, outside a build"
    assert {"feedgenerator", "markupsafe", "pydantic-core"} <= set(list_libraries()), "theirs too"
    assert "holidays" not in list_libraries(), "what only tests use"


def test_the_libraries_are_those_of_the_installed_package_too() -> None:
    """Where no pyproject.toml lies beside the code."""
    needed = {line.split(">")[0].split("[")[0].strip().lower() for line in PYPROJECT["project"]["dependencies"]}
    assert needed <= set(list_libraries())
    assert {"markupsafe"} <= set(list_libraries("jinja2"))


def shout(text: str) -> str:
    return text.upper()


def test_a_setting_has_one_name_in_every_run() -> None:
    """A function is its code, not its place in memory; what it has caught counts."""
    caught = [name_value({"a": lambda text, mark=mark: text + mark}) for mark in "!!?"]
    assert caught[0] == caught[1] != caught[2]
    assert " at 0x" not in name_value({"shout": shout, "b": {2, 1}, "c": partial(shout, "x"), "d": len})


def imports_of(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


class Agreeable(str):
    """A digest that is the digest of everything."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Fault:
    """Something an incremental build forgets, and the change it then misses."""

    forgets: str
    plant: Callable[[pytest.MonkeyPatch], object]
    change: Callable[[Project, pytest.MonkeyPatch], object]


def look_at_no_bytes(stage: Any, file: str, made_of: str) -> Any:
    former = stage.before.get(file)
    return former if former and former.fingerprint == made_of and file in stage.now else None


def list_no_strangers(survey: Survey) -> dict[str, str]:
    return {file: mark for file, mark in orjson.loads(survey.result()).items() if file != "old.html"}


def edit_story(project: Project, _: pytest.MonkeyPatch) -> None:
    project.edit(STORY, "灯笼挂好了", "灯笼都挂好了")


FAULTS = (
    Fault(
        "what a page shows", lambda m: m.setattr(worker, "fingerprint", lambda view, template, base: "same"), edit_story
    ),
    Fault(
        "what a template includes",
        lambda m: m.setattr(worker, "hash_templates", lambda environment, names: dict.fromkeys(names, "same")),
        lambda p, _: p.edit("theme/templates/components/card.html", 'class="card__body"', 'class="card__body new"'),
    ),
    Fault(
        "the frame",
        lambda m: m.setattr(worker, "hash_frame", lambda frame, engine: engine.encode()),
        lambda p, _: p.append("theme/static/css/print.css", ".new { color: red; }\n"),
    ),
    Fault(
        "what stands in a source",
        lambda m: m.setattr(ParseCache, "digest", lambda cache, path: cache._records.get(path) and Agreeable()),
        edit_story,
    ),
    Fault(
        "what stands in the output",
        lambda m: m.setattr(ledger.SiteInWork, "former", look_at_no_bytes),
        lambda p, _: (p.output / "index.html").write_bytes(b"<html>mine</html>"),
    ),
    Fault(
        "what else stands in the output",
        lambda m: m.setattr(Survey, "standing", list_no_strangers),
        lambda p, _: (p.output / "old.html").write_bytes(b"<html>old</html>"),
    ),
    Fault("the version of a library", lambda m: None, lambda _, m: change_markdown(m)),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.forgets)
def test_a_planted_fault_is_seen(project: Project, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    fault.plant(monkeypatch)
    assert project.build().status == 0
    fault.change(project, monkeypatch)
    assert project.build().status == 0
    clean, tree = project.clean()
    assert clean.status == 0
    assert differences(tree_of(project.output), tree)
