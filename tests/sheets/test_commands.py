"""`kangle export` and `kangle import` as they are typed: shown, asked, checked first, and written whole or not at all."""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from plugins import files
from plugins.commands.export import export
from plugins.commands.import_ import import_
from plugins.sheets import export_lists
from tests.conftest import EXAMPLE, NOW, ROOT
from tests.sheets.books import ALL, Edit, edited, every, library_of, put

PHONE = put("服务的电话", 3, "号码", "0755-5550-0188")
SHIFT = put("每周安排", 4, "人员", "helper-3、helper-4")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "content")
    return tmp_path / "content"


def handed_in(content: Path, edit: Edit) -> Path:
    file = content.parent / "社区.xlsx"
    file.write_bytes(edited(export_lists(library_of(content), ALL), edit))
    return file


def run(content: Path, file: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(import_, [str(file), "--content", str(content), "--as-of", NOW, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def snapshot(content: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in sorted(content.rglob("*")) if file.is_file()}


def test_only_the_lines_of_the_change_change(content: Path) -> None:
    before = snapshot(content)
    status, output = run(content, handed_in(content, every(PHONE, SHIFT)), "--yes")
    assert status == 0, output
    assert "号码 从“0755-5550-0103”改为“0755-5550-0188”" in output
    after = snapshot(content)
    assert after.keys() == before.keys()
    changed = [line for file in before for line in difflib.unified_diff(
        before[file].decode(errors="replace").splitlines(), after[file].decode(errors="replace").splitlines(), n=0, lineterm="")
        if line[0] in "+-" and line[:3] not in ("+++", "---")]  # fmt: skip
    assert changed == [
        "-  - {weekday: We, starts: 14:00, ends: 17:00, duty: 整理书架, needs: 2, people: [helper-3]}",
        "+  - {weekday: We, starts: 14:00, ends: 17:00, duty: 整理书架, needs: 2, people: [helper-3, helper-4]}",
        "-    - number: 0755-5550-0103",
        "+    - number: 0755-5550-0188",
    ]


def test_nothing_is_written_without_a_yes(content: Path) -> None:
    before = snapshot(content)
    status, output = run(content, handed_in(content, PHONE))
    assert status == 1
    assert "号码 从“0755-5550-0103”改为“0755-5550-0188”" in output
    assert "加 --yes 再运行一次" in output
    assert snapshot(content) == before


def test_a_workbook_that_says_the_same_writes_nothing(content: Path) -> None:
    before = snapshot(content)
    assert run(content, handed_in(content, lambda book: None)) == (0, "没有要改的，表格和内容文件说的一样。\n")
    assert snapshot(content) == before


def test_a_change_that_breaks_another_file_is_refused(content: Path) -> None:
    """The guide names a service: taking it away is no cell's fault, and stops the import all the same."""
    before = snapshot(content)
    gone = every(lambda book: book["服务"].delete_rows(3), lambda book: book["服务的电话"].delete_rows(3))
    status, output = run(content, handed_in(content, gone), "--yes")
    assert status == 1
    assert "content/guides/bus-card.md" in output
    assert "没有“bus-card”" in output
    assert snapshot(content) == before


def test_an_error_that_was_there_before_does_not_stop_an_import(content: Path) -> None:
    file = content / "data/organizations.yaml"
    file.write_text(file.read_text("utf-8").replace("0755-5550-0131", "电话"), "utf-8")
    status, output = run(content, handed_in(content, every(PHONE, put("组织", 3, "名称", "互助队"))), "--yes")
    assert status == 0, output
    assert "name: 互助队" in file.read_text("utf-8")


def test_a_file_that_cannot_be_read_is_not_rewritten(content: Path) -> None:
    workbook = handed_in(content, PHONE)
    file = content / "data/services.yaml"
    file.write_text(file.read_text("utf-8").replace("- id: home-visit", "- id： home-visit\n\t"), "utf-8")
    before = snapshot(content)
    status, output = run(content, workbook, "--yes")
    assert status == 1
    assert "content/data/services.yaml 本身有错" in output
    assert snapshot(content) == before


def test_a_write_that_fails_leaves_the_old(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(content)
    real = files._write_through
    calls: list[Path] = []

    def full_disk(file: Path, data: bytes) -> None:
        calls.append(file)
        real(file, data)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(file))

    workbook = handed_in(content, every(PHONE, SHIFT))
    monkeypatch.setattr(files, "_write_through", full_disk)
    status, output = run(content, workbook, "--yes")
    assert status == 2
    assert "磁盘满了" in output
    assert len(calls) == 2
    assert snapshot(content) == before


def test_a_file_saved_while_the_question_stands_is_not_overwritten(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = handed_in(content, PHONE)

    def meanwhile(yes: bool) -> None:
        (content / "data/services.yaml").write_text("[]\n", "utf-8")

    monkeypatch.setattr("plugins.commands.import_._confirm", meanwhile)
    status, output = run(content, workbook, "--yes")
    assert status == 1
    assert "又被改过" in output
    assert (content / "data/services.yaml").read_text("utf-8") == "[]\n"


def test_an_export_never_covers_what_is_not_imported(content: Path, tmp_path: Path) -> None:
    def go(*options: str) -> tuple[int, str]:
        result = CliRunner().invoke(
            export, ["services", "rosters/library-desk", "--content", str(content), "-o", *options]
        )
        return result.exit_code, result.output

    folder = tmp_path / "表格"
    assert go(str(folder))[0] == 0
    file = folder / "services.xlsx"
    first = file.read_bytes()
    assert go(str(folder))[0] == 0, "the same bytes again are no harm"
    file.write_bytes(b"edited")
    status, output = go(str(file))
    assert (status, file.read_bytes()) == (1, b"edited")
    assert "也许有还没导入的修改" in output
    assert go(str(file), "--force")[0] == 0
    assert file.read_bytes() == first


def test_both_verbs_are_there(content: Path) -> None:
    """Through the command line itself: `import` is a word of Python, and still a verb."""
    file = handed_in(content, PHONE)
    kangle = [sys.executable, "-m", "plugins"]
    done = subprocess.run([*kangle, "import", str(file), "--content", str(content), "--as-of", NOW], cwd=ROOT, capture_output=True,
                          text=True, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"}, check=False)  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "加 --yes" in done.stderr
    wrong = subprocess.run(
        [*kangle, "export", "weather", "--content", str(content)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "没有“weather”这张表" in wrong.stderr
