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
from plugins.sheets.columns import SHEETS
from tests.conftest import EXAMPLE, NOW
from tests.sheets.books import library_of
from tests.sheets.edits import Choice, Edit, Tree, edit_book, plain

FULL = bool(os.environ.get("FULL"))
SEED = os.environ.get("SEED", "kangle")
EDITS, CHUNK = (2_000, 50) if FULL else (60, 20)
LISTS = tuple(SHEETS)


def tree_of(content: Path) -> Tree:
    """Every file's data as another reader of YAML has it."""
    return {str(file.relative_to(content)): tree_of_file(file) for file in sorted(content.rglob("*.yaml"))}


def tree_of_file(file: Path) -> Any:
    # Not the loader the product reads with.
    return yaml.load(file.read_bytes(), Loader=yaml.BaseLoader)


class Start:
    """The lists of the example, read once; some files end without a line end, or have Windows' ones."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self.content = folder / "content"
        shutil.copytree(EXAMPLE, self.content)
        for file in sorted(self.content.rglob("*.yaml")):
            text = file.read_bytes()
            shape = draw.randrange(4)
            file.write_bytes(text.rstrip(b"\n") if shape == 0 else text.replace(b"\n", b"\r\n") if shape == 1 else text)
        self.tree = tree_of(self.content)
        self._library = library_of(self.content)
        self._exported: dict[tuple[str, ...], bytes] = {}

    def make_case(self, draw: random.Random) -> tuple[Edit, bytes]:
        """A workbook of some lists with one edit in it."""
        lists = sorted(draw.sample(LISTS, draw.choice([1, 1, 2]))) if draw.random() < 0.8 else list(LISTS)
        book = load_workbook(io.BytesIO(self._export(tuple(lists))), rich_text=True)
        edit = edit_book(book, self.tree, draw)
        if not any(page.sheet_state == "visible" for page in book.worksheets):
            book.create_sheet("空")
        file = io.BytesIO()
        book.save(file)
        return edit, file.getvalue()

    def _export(self, lists: tuple[str, ...]) -> bytes:
        if lists not in self._exported:
            self._exported[lists] = export_lists(self._library, lists)
        return self._exported[lists]

    def after(self, content: Path) -> Tree:
        """The data of a copy in which something may have been changed: only that is read anew."""
        files = {str(file.relative_to(content)): file for file in sorted(content.rglob("*.yaml"))}
        same = [path for path, file in files.items() if self._is_still(path, file)]
        return {path: self.tree[path] if path in same else tree_of_file(files[path]) for path in files}

    def _is_still(self, path: str, file: Path) -> bool:
        return path in self.tree and file.read_bytes() == (self.content / path).read_bytes()

    def try_edit(self, edit: Edit, data: bytes, content: Path) -> str:
        """What is wrong with what came of an edit, with what was said; empty where all is well."""
        shutil.copytree(self.content, content)
        status, said = hand_in(content, data)
        wrong = judge(edit, self.tree, self.after(content), status, said)
        return f"{edit.told}: {wrong}\n{said}" if wrong else ""


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
        elsewhere = re.search(r"没有能导入的工作表|工作表“[^”]+” [A-Z]+[0-9]+:|content/\S+\.(?:yaml|md):[0-9]+:", said)
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
    silent = (after != before or "已改好" in said) and not re.search("修改|新增|删除", said)
    return "changed in silence" if silent else ""


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
    start = Start(tmp_path / "start", draw)
    tried = [start.try_edit(*start.make_case(draw), tmp_path / str(n) / "content") for n in range(CHUNK)]
    failures = [one for one in tried if one]
    assert not failures, f"{len(failures)} of {CHUNK} (seed {SEED}, chunk {chunk}):\n" + "\n".join(failures)
