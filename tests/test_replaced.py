"""The tree in which `make replaced` tries another community's content."""

from __future__ import annotations

from pathlib import Path

from tests.replaced import LONG, OTHER, ROOT, copy_tree


def test_the_tree_is_this_one_with_another_content(tmp_path: Path) -> None:
    copy_tree(tmp_path)
    own = {file.relative_to(tmp_path / "content") for file in (tmp_path / "content").rglob("*")}
    assert own == {file.relative_to(OTHER) for file in OTHER.rglob("*")}
    for name in ("plugins/composition/plan.py", "tests/conftest.py", "theme/templates/home.html", "pyproject.toml"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()
    assert not (tmp_path / ".venv").exists()


def test_what_is_left_out_is_there() -> None:
    assert all((ROOT / "tests" / name).is_dir() for name in LONG)
