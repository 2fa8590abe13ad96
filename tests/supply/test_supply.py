"""What we use is pinned, counted, licensed and listed; and a check that could not look does not pass."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from plugins.commands import main
from tests.supply import licences
from tests.supply.audit import audit, judge
from tests.supply.licences import PAGE, is_compatible, licences_of, make_page
from tests.supply.lock import LOCKS, OURSELVES, ROOT, normalise, read_lock
from tests.supply.sbom import make_sbom

CEILING = 33
"""Packages that build the site; docs/decisions/0002-dependencies.md says why not fewer. Lower it with them."""
RUNTIME = read_lock(ROOT / "requirements.txt")


def test_the_site_is_built_with_no_more_packages_than_decided() -> None:
    assert len(RUNTIME) <= CEILING, "\n".join(f"{p.name} needed by {', '.join(p.needed_by)}" for p in RUNTIME)
    assert f"{len(RUNTIME)} packages build the site" in (ROOT / "docs/decisions/0002-dependencies.md").read_text()


def test_every_package_is_needed_by_one_that_says_so() -> None:
    """The lock's account of who needs whom, against what the installed packages say themselves."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    said = {OURSELVES: {normalise(Requirement(line).name) for line in listed}}
    for package in RUNTIME:
        asked = [Requirement(line) for line in requires(package.name) or ()]
        said[package.name] = {normalise(r.name) for r in asked if not r.marker or "extra" not in str(r.marker)}
    for package in RUNTIME:
        assert package.needed_by
        assert all(package.name in said[name] for name in package.needed_by)


def test_the_lock_is_read_whole() -> None:
    for lock in LOCKS:
        text = (ROOT / lock).read_text()
        assert len(read_lock(ROOT / lock)) == len(re.findall(r"^\w", text, re.M)) > 0


def test_every_lock_pins_the_same_versions() -> None:
    versions: dict[str, set[str]] = {}
    for file in ROOT.glob("requirements*.txt"):
        for package in read_lock(file):
            versions.setdefault(package.name, set()).add(package.version)
    assert {name: v for name, v in versions.items() if len(v) > 1} == {}


def test_the_page_of_licences_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == make_page(), "run make licences"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_licence_may_be_combined_with_ours(lock: str) -> None:
    packages = read_lock(ROOT / lock)
    said = licences_of(packages)
    assert said.keys() == {p.name for p in packages}
    assert {name: said[name] for name in said if not is_compatible(said[name])} == {}


@pytest.mark.parametrize(
    ("expression", "compatible"),
    [
        ("MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND GPL-2.0-only", False),
        ("(MIT OR GPL-2.0-only) AND CC-BY-NC-4.0", False),
        ("GPL-2.0-only", False),
        ("BUSL-1.1", False),
        ("Proprietary", False),
        ("UNKNOWN", False),
    ],
)
def test_licences_are_told_apart(expression: str, compatible: bool) -> None:
    assert is_compatible(expression) is compatible


def test_a_licence_nobody_has_read_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "_READ", {})
    with pytest.raises(LookupError, match="docutils"):
        licences_of(RUNTIME)


def test_the_bill_of_materials_is_valid_whole_and_the_same_every_time() -> None:
    data = make_sbom()
    assert data == make_sbom()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(data.decode()) is None
    bill = json.loads(data)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {(c["name"], c["version"], c["purl"]) for c in bill["components"]} == {
        (p.name, p.version, p.purl) for p in RUNTIME
    }
    assert all(c["licenses"] and c["externalReferences"][0]["hashes"] for c in bill["components"])
    assert {d["ref"] for d in bill["dependencies"]} >= {p.purl for p in RUNTIME}
    assert {"timestamp", "serialNumber"}.isdisjoint({*bill, *bill["metadata"]})


def answer(*names: str, **more: object) -> str:
    return json.dumps({"dependencies": [{"name": n, "version": "1", "vulns": [], **more} for n in names], "fixes": []})


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (answer("a", "b"), 0),
        (answer("a", "b", vulns=[{"id": "PYSEC-1"}]), 1),
        (answer("a"), 2),
        (json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"}], "fixes": []}), 2),
        (json.dumps({"dependencies": [], "fixes": []}), 2),
        (answer("a", "b") + "trailing", 2),
        ("{}", 2),
        ("null", 2),
        ("", 2),
    ],
)
def test_an_audit_passes_only_when_every_package_was_looked_up(report: str, status: int) -> None:
    assert judge(report, "", {"a", "b"})[0] == status


def test_an_audit_without_the_service_says_so() -> None:
    status, words = audit(["-s", "osv", "--osv-url", "http://127.0.0.1:9/"])
    assert status == 2
    assert "nothing is known" in words


def test_updates_are_asked_for_weekly_and_together() -> None:
    config = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())
    assert {u["package-ecosystem"] for u in config["updates"]} == {"pip", "github-actions"}
    assert all(u["schedule"]["interval"] == "weekly" and len(u["groups"]) == 1 for u in config["updates"])


@pytest.mark.parametrize("verb", [["export", "services"], ["import", "pyproject.toml"]], ids=lambda verb: verb[0])
def test_without_the_excel_package_both_verbs_say_what_to_run(verb: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == "openpyxl" or n.startswith("plugins.sheets")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, verb)
    assert done.exit_code == 2
    assert "make sheets" in done.output
    assert CliRunner().invoke(main, ["--help"]).exit_code == 0


def test_a_build_imports_nothing_but_what_is_pinned(tmp_path: Path) -> None:
    """Every module a build loads is the standard library's, ours, or of a package in requirements.txt."""
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom importlib.metadata import packages_distributions\n"
        "from click.testing import CliRunner\nfrom plugins.commands import main\n"
        f"done = CliRunner().invoke(main, ['build', '--content', 'tests/site', '--output', r'{tmp_path / 'output'}'])\n"
        "assert done.exit_code == 0, done.output\n"
        "known = packages_distributions()\n"
        "print(*sorted({d for m in set(sys.modules) - before for d in known.get(m.split('.')[0], ())}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "pelican" in done.stdout.split()
    assert {normalise(name) for name in done.stdout.split()} - {p.name for p in RUNTIME} - {OURSELVES} == set()
