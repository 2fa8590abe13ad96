"""The documents say what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from plugins.commands import VERBS, main

ROOT = Path(__file__).parents[1]
PAGES = sorted(p for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "plugins", "docs", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_documents_resolve(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```", "", page.read_text(), flags=re.S))
    local = [link for link in links if "://" not in link and not link.startswith(("/", "mailto:"))]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_named_files_exist(page: Path) -> None:
    """A path in backticks that starts at the root is there; what a community has is looked for in the example."""
    named = re.findall(r"`((?:plugins|theme|tests|docs|content|\.ci)/[\w./-]*\w)`", page.read_text(), re.ASCII)
    made = {"content/news/2026/cleaning.md"}
    there = {name: ROOT / re.sub("^content/", "tests/site/", name) for name in named}
    assert [name for name, path in there.items() if not path.exists() and name not in made] == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {t for page in PAGES for t in re.findall(r"`make ([a-z-]+)", page.read_text())}
    assert {"site", "test"} <= named
    assert named - targets == set()


def test_every_verb_is_listed_and_explains_itself() -> None:
    for verb in VERBS:
        done = CliRunner().invoke(main, [verb, "--help"])
        assert done.exit_code == 0
        assert re.search(r"[\u4e00-\u9fff]", done.output)


def test_ci_runs_exactly_the_readmes_test_command() -> None:
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("\nmake test")
    assert "make test " in (ROOT / "README.md").read_text()


def test_no_two_decisions_share_a_number() -> None:
    names = sorted(p.name for p in (ROOT / "docs" / "decisions").glob("*.md"))
    assert len({name[:4] for name in names}) == len(names)
    for name in names:
        assert (ROOT / "docs" / "decisions" / name).read_text().startswith(f"# {int(name[:4])}. ")


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    listed = [
        *project["project"]["dependencies"],
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text()
    assert [name for line in listed if (name := re.match(r"[\w.-]+", line)[0]) and f"| {name} |" not in reasons] == []


def test_requirements_pin_every_package_with_hashes_and_name_no_registry() -> None:
    for file in sorted(ROOT.glob("requirements*.txt")):
        text = file.read_text()
        pinned = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==\S+", text, re.M)
        assert len(pinned) == len(re.findall(r"^[\w.-]", text, re.M)) > 0
        assert all(re.search(rf"^{re.escape(p)}[^\n]*\\\n\s+--hash=sha256:", text, re.M) for p in pinned)
        assert "://" not in text and "--index" not in text and "--find-links" not in text


WRONG = re.compile(
    r"(?<![\w.])/(?:work|farm|root)/|/home/(?!runner)\w|/Users/\w|[A-Z]:\\\\?Users|file:///\w"
    r"|python[h]osted|registry\.npmjs|pypi\.org/simple|deb\.debian|(?<!no-emit-)(?:index-url|find-links)[ =]|trusted[-]host"
)


def find_strangers(file: Path) -> list[str]:
    """Machine paths and registry addresses in a file; bytes that are no text are looked through all the same."""
    return WRONG.findall(file.read_text(encoding="utf-8", errors="replace"))


def test_no_tracked_file_holds_a_machines_path_or_a_registrys_address() -> None:
    assert [(str(p.relative_to(ROOT)), found) for p in tracked() if (found := find_strangers(p))] == []


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("# made in /wo", "rk/main/x"), ('PATH = "/ro', 'ot/.cache"'), ("see /ho", "me/li/notes"), ("/Us", "ers/li/kangle"),
        ("C:\\\\Us", "ers\\\\li"), ("x @ file:/", "//opt/wheels/x.whl"), ("--index-", "url https://mirror.example.org"),
        ("--extra-index-", "url=https://a.example.org"), ("--find-", "links wheels"), ("https://files.python", "hosted.org/x"),
        ("https://py", "pi.org/simple/x"), ("--trusted", "-host a"),
    ],
)  # fmt: skip
def test_a_planted_path_or_registry_is_found(head: str, tail: str, tmp_path: Path) -> None:
    """Planted in two parts, so that this file keeps the rule as well."""
    (tmp_path / "x").write_text(head + tail)
    assert find_strangers(tmp_path / "x")


def test_the_fault_finders_above_can_fail(tmp_path: Path) -> None:
    page = tmp_path / "x.md"
    page.write_text("[a](missing.md) `plugins/nowhere.py`")
    with pytest.raises(AssertionError):
        test_links_between_documents_resolve(page)
    with pytest.raises(AssertionError):
        test_named_files_exist(page)
