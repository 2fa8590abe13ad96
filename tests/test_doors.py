"""A door fetches every name it shows, says of any other that it is not there, and keeps a build with nothing to do short."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from tests.conftest import ROOT

DOORS = ("text", "model", "site", "incremental", "settings")
LATER = ("pydantic", "nh3", "yaml", "pypdf", "icalendar", "plugins.rules", "plugins.pages", "plugins.text.markdown")


@pytest.mark.parametrize("room", DOORS)
def test_a_door_shows_what_it_says(room: str) -> None:
    door = import_module(f"plugins.{room}")
    assert [name for name in door.__all__ if getattr(door, name, None) is None] == []
    with pytest.raises(AttributeError, match="nobody"):
        _ = door.nobody


def run(code: str) -> str:
    """What a fresh interpreter says."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_build_with_nothing_to_do_imports_little() -> None:
    told = f"print([name for name in {LATER!r} if name in sys.modules])"
    light = "import sys, plugins.commands.build; from plugins.incremental import look_at, recall, prepare_stage;"
    assert run(f"{light} {told}") == "[]\n"
    assert run(f"{light} import plugins.run; {told}").count(",") > 4
