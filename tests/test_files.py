"""One walker, one replacement: nothing is passed over, nothing is seen by half."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.files import list_files, replace_files, replacing, walk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/two.txt", "b/inner/three.md", "a.txt", "b-c/four.txt", "empty/.keep"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "empty/.keep").unlink()
    (tmp_path / "link").symlink_to(tmp_path / "b")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    return tmp_path


def test_a_folder_comes_before_what_it_holds_and_a_link_is_not_followed(folder: Path) -> None:
    assert [path for path, _ in walk(folder)] == [
        "a.txt", "b", "b/inner", "b/inner/three.md", "b/two.txt", "b-c", "b-c/four.txt", "empty", "link", "round",
    ]  # fmt: skip
    assert "b/two.txt" not in [path for path, _ in walk(folder, enter=lambda entry: entry.name != "b")]


def test_files_are_listed_without_folders_and_links_to_them(folder: Path) -> None:
    names = [file.relative_to(folder).as_posix() for file in list_files(folder)]
    assert names == ["a.txt", "b/inner/three.md", "b/two.txt", "b-c/four.txt", "round"]
    assert [file.name for file in list_files(folder, ".md")] == ["three.md"]


def test_a_folder_that_cannot_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(place: str | Path) -> object:
        if str(place).rstrip("/").endswith("inner"):
            raise PermissionError(13, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PermissionError):
        list_files(folder)
    told: list[str] = []
    found = [path for path, _ in walk(folder, unread=lambda below, _: told.append(below))]
    assert told == ["b/inner"]
    assert "b/two.txt" in found


def test_files_are_replaced_all_or_none(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")
    one.chmod(0o640)
    replace_files({one: b"new", two: b"new"})
    assert (one.read_text(), two.read_text(), one.stat().st_mode & 0o777) == ("new", "new", 0o640)

    def fail() -> None:
        with replacing(one, two) as (draft, _):
            draft.write_bytes(b"newer")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fail()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one", "two"]
    assert one.read_text() == "new"


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".one.1.tmp").write_text("half")
    (tmp_path / ".one-more.1.tmp").write_text("another's")
    replace_files({tmp_path / "one": b"new"})
    assert sorted(file.name for file in tmp_path.iterdir()) == [".one-more.1.tmp", "one"]
