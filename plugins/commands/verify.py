"""`kangle verify`: a live site or a folder against the manifest it was published with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plugins.commands.options import as_of_option, read_moment
from plugins.failure import OutputError, leave_on_failure
from plugins.publish import Release, ReleaseError, find_overdue, read_release, verify_folder, verify_site


@click.command()
@click.argument("place", metavar="网址或文件夹")
@click.option(
    "--manifest", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="还要和这份清单是同一次发布"
)
@as_of_option
def verify(place: str, manifest: Path | None, as_of: str | None) -> None:
    """逐个文件核对线上的网站（或一个文件夹）和发布时的清单；线上的还看是不是早该更新了。"""
    now = read_moment(as_of)
    live = place.startswith(("http://", "https://"))
    with leave_on_failure({"PATH": "content"}):
        expected = _expected(manifest) if manifest else None
        faults = verify_site(place, expected) if live else verify_folder(Path(place), expected)
        overdue = find_overdue(place, now) if live else ""
    for fault in filter(None, (*faults, overdue)):
        click.echo(fault)
    click.echo(f"有 {len(faults)} 处和清单不一样。" if faults else "和清单完全一样。")
    sys.exit(1 if faults or overdue else 0)


def _expected(manifest: Path) -> Release:
    try:
        return read_release(manifest.read_bytes())
    except ReleaseError as error:
        raise OutputError(f"{manifest}: {error} → 检查 --manifest") from None
