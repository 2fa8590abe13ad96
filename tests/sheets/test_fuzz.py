"""Whatever is done to a workbook is told, applied exactly or refused at its cell (`make sheets-fuzz`: 2,000 edits)."""

from __future__ import annotations

import copy
import io
import os
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from openpyxl import load_workbook

from plugins.commands.import_ import import_
from plugins.sheets import export_lists
from tests.conftest import EXAMPLE, NOW
from tests.sheets.books import library_of
from tests.sheets.edits import Choice, Edit, Tree, edit_book, plain

FULL = bool(os.environ.get("FULL"))
SEED = os.environ.get("SEED", "kangle")
EDITS, CHUNK = (2_000 if FULL else 60), 20
LISTS = ("places", "grids", "locations", "services", "organizations", "people", "workdays", "rosters")


def tree_of(content: Path) -> Tree:
    """Every file's data as another reader of YAML has it."""
    files = sorted(file for file in content.rglob("*.yaml"))
    return {str(f.relative_to(content)): yaml.load(f.read_bytes(), Loader=yaml.BaseLoader) for f in files}


def site(folder: Path, draw: random.Random) -> Path:
    """The lists of the example; some files end without a line end, or have Windows' ones."""
    content = folder / "content"
    shutil.copytree(EXAMPLE / "data", content / "data")
    for file in sorted(content.rglob("*.yaml")):
        text = file.read_bytes()
        shape = draw.randrange(4)
        file.write_bytes(text.rstrip(b"\n") if shape == 0 else text.replace(b"\n", b"\r\n") if shape == 1 else text)
    return content


def make_case(start: Path, before: Tree, draw: random.Random) -> tuple[Edit, bytes]:
    """A workbook of some lists with one edit in it."""
    lists = draw.sample(LISTS, draw.choice([1, 1, 2])) if draw.random() < 0.8 else list(LISTS)
    book = load_workbook(io.BytesIO(export_lists(library_of(start), lists)), rich_text=True)
    edit = edit_book(book, before, draw)
    if not any(page.sheet_state == "visible" for page in book.worksheets):
        book.create_sheet("空")
    file = io.BytesIO()
    book.save(file)
    return edit, file.getvalue()


def hand_in(content: Path, data: bytes) -> tuple[int, str]:
    file = content.parent / "社区.xlsx"
    file.write_bytes(data)
    result = CliRunner().invoke(import_, [str(file), "--content", str(content), "--as-of", NOW, "--yes"])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result.exit_code, result.output


def names(said: str, address: str) -> bool:
    """Whether a refusal names a cell, or with a bare `表!` the sheet."""
    sheet, _, cell = address.partition("!")
    return re.search(rf"工作表“{re.escape(sheet)}” {cell or '[A-Z]+[0-9]+'}:", said) is not None


def judge(edit: Edit, before: Tree, after: Tree, status: int, said: str) -> str:
    """What is wrong with what came of an edit; empty where all is well."""
    if status not in (0, 1):
        return f"status {status}"
    if status == 1:
        if after != before:
            return "refused, and something was written"
        if not edit.must_refuse and not edit.may_refuse:
            return "refused without need"
        if any(names(said, address) for address in edit.cells):
            return ""
        # What fits its own cell may be at odds with another, in this workbook or in a file that it says nothing of.
        elsewhere = re.search(r"没有能导入的工作表|工作表“[^”]+” [A-Z]+[0-9]+:|content/\S+\.yaml:[0-9]+:", said)
        return "" if elsewhere and not edit.must_refuse else "refused, but not at its cell"
    if edit.must_refuse:
        return "not refused"
    if any(word not in said for word in edit.notes):
        return f"nothing is said of {edit.notes}"
    wanted = copy.deepcopy(before)
    if isinstance(edit.wanted, Choice):
        edit.wanted.settle(after)
    if edit.wanted:
        edit.wanted(wanted)
    if plain(after) != plain(wanted):
        return f"not applied exactly: {difference(plain(wanted), plain(after))}"
    return "changed in silence" if after != before and not re.search("修改|新增|删除", said) else ""


def difference(wanted: Any, found: Any, at: str = "") -> str:
    """Where two trees part first."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        key = next(k for k in [*wanted, *found] if wanted.get(k) != found.get(k))
        return difference(wanted.get(key), found.get(key), f"{at}.{key}")
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        i = next(i for i, (a, b) in enumerate(zip(wanted, found, strict=True)) if a != b)
        return difference(wanted[i], found[i], f"{at}[{i}]")
    return f"{at}: wanted {wanted!r}, found {found!r}"


@pytest.mark.parametrize("chunk", range(EDITS // CHUNK))
def test_an_edit_is_told_applied_or_refused(chunk: int, tmp_path: Path) -> None:
    draw = random.Random(f"{SEED} {chunk}")
    start = site(tmp_path / "start", draw)
    before = tree_of(start)
    failures = []
    for number in range(CHUNK):
        edit, data = make_case(start, before, draw)
        content = tmp_path / str(number) / "content"
        shutil.copytree(start, content)
        status, said = hand_in(content, data)
        wrong = judge(edit, before, tree_of(content), status, said)
        if wrong:
            failures.append(f"{edit.told}: {wrong}\n{said}")
    assert not failures, f"{len(failures)} of {CHUNK} (seed {SEED}, chunk {chunk}):\n" + "\n".join(failures)
