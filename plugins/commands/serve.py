"""`kangle serve`: a preview that rebuilds on save; hides the server and the watcher."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

from plugins.commands.build import build_site, load_settings
from plugins.commands.options import as_of_option
from plugins.site.progress import Progress

ADDRESS = "127.0.0.1"


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), default=Path("pelicanconf.py"), help="设置文件"
)
@click.option("--output", type=click.Path(path_type=Path), default=Path(".kangle/preview"), help="预览用的文件夹")
@click.option("--port", type=int, default=8000, help="端口")
@as_of_option
def serve(settings: Path, output: Path, port: int, as_of: str | None) -> None:
    """在本机预览网站，保存文件后自动重新生成。"""
    from watchfiles import watch

    output.parent.mkdir(parents=True, exist_ok=True)
    override = partial(load_settings, settings, None, output, as_of)
    loaded = override()
    _build(loaded, port)
    server = ThreadingHTTPServer((ADDRESS, port), partial(SimpleHTTPRequestHandler, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"预览：http://{ADDRESS}:{port}/　按 Ctrl+C 结束。")
    for _ in watch(loaded["PATH"], loaded["THEME"], raise_interrupt=False):
        _build(override(), port)
    server.shutdown()


def _build(settings: dict[str, Any], port: int) -> None:
    """Build, and stay: a problem has told itself, the last good preview stands."""
    with suppress(SystemExit):
        build_site({**settings, "SITEURL": f"http://{ADDRESS}:{port}", "PROGRESS": Progress(watched=False)})
