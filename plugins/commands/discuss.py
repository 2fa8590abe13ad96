"""`kangle discuss`: the server for discussions on this machine, and what was approved there as part of the sources."""

from __future__ import annotations

import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
import yaml

from plugins.files import replace_files
from plugins.model import SHANGHAI

STATE = Path(".kangle/discuss")
APPROVED = 1
"""Isso's word for a comment that anybody may read."""
_SETTINGS = """\
[general]
dbpath = {database}
host =
    http://127.0.0.1:8000
    http://localhost:8000
max-age = 15m
notify = stdout
[admin]
enabled = true
password = {password}
[moderation]
enabled = true
purge-after = 30d
[server]
listen = http://127.0.0.1:{port}
public-endpoint = http://127.0.0.1:{port}
[guard]
enabled = true
ratelimit = 2
direct-reply = 3
[hash]
salt = {salt}
"""
_NOTE = "# 留言服务器里看过、公开的留言，kangle discuss export 写的。要去掉一条，先在服务器上删，再导出一次。\n"


@click.group()
def discuss() -> None:
    """留言：在这台机器上试，把看过的留言收进内容。装到服务器上的办法见 docs/discussion.md。"""


@discuss.command()
@click.option("--port", default=8010, show_default=True, help="端口")
def run(port: int) -> None:
    """在 127.0.0.1 上开留言服务器，先看后发；按 Ctrl+C 停。"""
    program = Path(sys.executable).with_name("isso")
    if not program.is_file():
        click.echo("没有装留言服务器 → 运行 make discuss，它会装好", err=True)
        sys.exit(1)
    settings = write_settings(STATE, port)
    click.echo(
        f"留言服务器：http://127.0.0.1:{port}；要看的留言：http://127.0.0.1:{port}/admin/，密码在 {settings} 里。"
    )
    click.echo(f"community.yaml 里写 discussion: {{url: http://127.0.0.1:{port}}}，再开 make serve 看。")
    sys.exit(subprocess.call([str(program), "-c", str(settings), "run"]))  # noqa: S603


def write_settings(folder: Path, port: int) -> Path:
    """The server's settings, made once: its password and salt are nobody else's."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / f"isso-{port}.cfg"
    if not settings.exists():
        text = _SETTINGS.format(
            database=(folder / "comments.db").resolve(),
            port=port,
            password=secrets.token_urlsafe(12),
            salt=secrets.token_hex(8),
        )
        with os.fdopen(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
    return settings


@discuss.command()
@click.argument("database", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--content", type=click.Path(path_type=Path, file_okay=False), default=Path("content"), show_default=True)
def export(database: Path, content: Path) -> None:
    """把 DATABASE（Isso 的 comments.db）里看过的留言写进 content/data/discussion/，一年一个文件。"""
    try:
        by_year = gather(database)
    except sqlite3.Error as error:
        click.echo(f"{database}: 不是 Isso 的数据库，读不了（{error}） → 核对文件", err=True)
        sys.exit(1)
    folder = content / "data" / "discussion"
    folder.mkdir(parents=True, exist_ok=True)
    stale = [file for file in sorted(folder.glob("*.yaml")) if file.stem not in by_year]
    for file in stale:
        file.unlink()
    replace_files({folder / f"{year}.yaml": write_remarks(said).encode() for year, said in by_year.items()})
    count = sum(map(len, by_year.values()))
    click.echo(
        f"写了 {count} 条留言，{len(by_year)} 个文件。名字、邮箱和网络地址没有带过来。再运行 make check，看里面有没有不能公开的。"
    )


def gather(database: Path) -> Mapping[str, list[dict[str, object]]]:
    """Every approved comment by its year: where, when and what, and nothing of whoever wrote it."""
    found: dict[str, list[dict[str, object]]] = {}
    for remark in _read(database):
        found.setdefault(str(remark["date"])[:4], []).append(remark)
    return found


def _read(database: Path) -> Iterator[dict[str, object]]:
    query = "SELECT c.id, t.uri, c.created, c.text FROM comments c JOIN threads t ON t.id = c.tid WHERE c.mode = ? ORDER BY c.id"
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for number, page, created, text in connection.execute(query, (APPROVED,)):
            day = datetime.fromtimestamp(created, SHANGHAI).date()
            yield {"number": number, "page": page, "date": day, "text": " ".join(text.split())}


def write_remarks(said: list[dict[str, object]]) -> str:
    """The remarks of a year as an editor finds them."""
    return _NOTE + yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000)
