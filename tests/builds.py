"""A build in this process: what `kangle build` makes, where the process is not what is tested."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from plugins.commands.build import build_site, load_settings
from plugins.progress import Progress
from tests.conftest import ROOT


def build_here(content: Path, output: Path, as_of: str, url: str | None = None) -> str:
    """Build a site that has no problem; with a url as it is published there. What was said is returned."""
    said = io.StringIO()
    settings = ROOT / ("pelicanconf.py" if url is None else "publishconf.py")
    with redirect_stdout(said), redirect_stderr(said), patch.dict(os.environ, {"SITE_URL": url or ""}):
        progress = Progress(watched=False)
        progress.enter("启动")
        try:
            loaded = load_settings(settings, content, output, as_of)
            build_site(loaded | {"WORKERS": 1, "PROGRESS": progress})
        except SystemExit as leaving:
            raise AssertionError(said.getvalue()) from leaving
    return said.getvalue()


def copy_program(target: Path) -> None:
    """Our plugins with what Python has compiled of them already, but for what it is writing just now."""
    shutil.copytree(ROOT / "plugins", target, ignore=shutil.ignore_patterns("*.pyc.*"))
