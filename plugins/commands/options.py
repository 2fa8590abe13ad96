"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import datetime
from importlib import import_module
from types import ModuleType

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


def load_sheets() -> ModuleType:
    """The room of spreadsheets; it needs a package that building a site does not."""
    try:
        return import_module("plugins.sheets")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("openpyxl", "et_xmlfile"):
            raise
        message = f"读写 Excel 表格需要程序包 {error.name}，还没有安装 → 先运行一次 make sheets"
        raise click.UsageError(message) from error
