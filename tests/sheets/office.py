"""The same edits, opened and saved again by LibreOffice: as .xlsx, and by way of .ods (`make sheets-fuzz`: 200; needs its `soffice`)."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.sheets.edits import Edit
from tests.sheets.test_fuzz import SEED, Start

OFFICE = shutil.which("soffice")
EDITS, CHUNK = 200, 20
MISSING = "需要 LibreOffice：apt-get install libreoffice-calc，再运行一次 make sheets-fuzz"


def convert(files: list[Path], form: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them, all in one start of it."""
    assert OFFICE, MISSING
    folder.mkdir()
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{file.stem}.{form}" for file in files]


def as_saved(edit: Edit, file: Path, by_ods: bool) -> Edit:
    """An edit as the file has it: by way of .ods LibreOffice shows a hidden first sheet again, and then there is nothing to tell."""
    if by_ods and edit.unsigned:
        return replace(edit, wanted=edit.unsigned, must_refuse=False)
    shown = edit.hides and load_workbook(file)[edit.hides].sheet_state == "visible"
    return replace(edit, notes=()) if shown else edit


@pytest.mark.parametrize("chunk", range(EDITS // CHUNK))
def test_what_libreoffice_has_saved_is_read_as_well(chunk: int, tmp_path: Path) -> None:
    draw = random.Random(f"{SEED} office {chunk}")
    start = Start(tmp_path / "start", draw)
    edits, files = [], []
    for number in range(CHUNK):
        edit, data = start.make_case(draw)
        file = tmp_path / f"{number:02}.xlsx"
        file.write_bytes(data)
        edits.append(edit)
        files.append(file)
    if chunk % 2:
        files = convert(files, "ods", tmp_path / "ods")
    saved = convert(files, "xlsx", tmp_path / "saved")
    tried = [
        start.try_edit(
            as_saved(edit, file, bool(chunk % 2)), file.read_bytes(), tmp_path / f"{file.stem}-site" / "content"
        )
        for edit, file in zip(edits, saved, strict=True)
    ]
    failures = [one for one in tried if one]
    assert not failures, f"{len(failures)} of {CHUNK} (seed {SEED}, chunk {chunk}):\n" + "\n".join(failures)
