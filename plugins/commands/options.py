"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from runpy import run_path
from types import ModuleType
from typing import Any

import click

from plugins.site import read_clock

as_of_option = click.option("--as-of", metavar="时刻", help="当作这个时刻，例如 2026-11-23 或 2026-11-23 09:30")


def read_moment(as_of: str | None) -> datetime:
    """The build's clock from --as-of or the environment; a bad value is wrong usage."""
    try:
        return read_clock(os.environ, as_of)
    except ValueError as error:
        source = "--as-of" if as_of else "SOURCE_DATE_EPOCH"
        raise click.BadParameter(str(error), param_hint=source) from error


def read_markdown(settings: Path = Path("pelicanconf.py")) -> Mapping[str, Any]:
    """MARKDOWN of the project's settings, as a build reads it; for verbs that need nothing else of Pelican."""
    from plugins.text import ExtensionError, read_setting  # a build that has nothing to do is done before it needs them

    if not settings.exists():
        return {}
    sys.path.insert(0, str(settings.parent.resolve()))
    try:
        found = run_path(str(settings)).get("MARKDOWN") or {}
    except Exception as error:  # a settings file is a program
        raise click.UsageError(f"{settings}: 设置有误（{type(error).__name__}: {error}） → 检查设置") from error
    finally:
        sys.path.pop(0)
    if not isinstance(found, Mapping):
        raise click.UsageError(f"设置 MARKDOWN: 应为字典，写的是 {type(found).__name__} → 写成 {{名字: …}}")
    try:
        read_setting(found)
    except ExtensionError as error:
        raise click.UsageError(f"设置 MARKDOWN: {error} → {error.fix}") from error
    return found


def load_sheets() -> ModuleType:
    """The room of spreadsheets; it needs a package that building a site does not."""
    try:
        return import_module("plugins.sheets")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("openpyxl", "et_xmlfile"):
            raise
        message = f"读写 Excel 表格需要程序包 {error.name}，还没有安装 → 先运行一次 make sheets"
        raise click.UsageError(message) from error
