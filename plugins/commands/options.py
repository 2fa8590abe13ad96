"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import datetime

import click

from plugins.site.clock import read_clock

as_of_option = click.option("--as-of", metavar="时刻", help="当作这个时刻，例如 2026-11-23 或 2026-11-23 09:30")


def read_moment(as_of: str | None) -> datetime:
    """The build's clock from --as-of or the environment; a bad value is wrong usage."""
    try:
        return read_clock(os.environ, as_of)
    except ValueError as error:
        source = "--as-of" if as_of else "SOURCE_DATE_EPOCH"
        raise click.BadParameter(str(error), param_hint=source) from error
