"""`kangle serve`: a preview that follows every save; hides the server and the watcher."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from plugins.commands.build import load_settings
from plugins.commands.options import as_of_option, read_moment
from plugins.composition import plan_site
from plugins.failure import leave_on_failure
from plugins.incremental import Plan, Preview, Templates
from plugins.model import Sources
from plugins.rules import Library
from plugins.settings import markdown_of, templates_of
from plugins.site import make_site

ADDRESS = "127.0.0.1"


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), default=Path("pelicanconf.py"), help="设置文件"
)
@click.option("--content", type=click.Path(path_type=Path), help="内容文件夹，默认是设置里的 content")
@click.option("--port", type=int, default=8000, help="端口")
@as_of_option
def serve(settings: Path, content: Path | None, port: int, as_of: str | None) -> None:
    """在本机预览网站：保存文件，浏览器里马上看到；有问题也写在页面上。"""
    from pelican.settings import DEFAULT_CONFIG
    from watchfiles import watch

    loaded = load_settings(settings, content, None, as_of)
    with leave_on_failure(loaded):
        templates = templates_of({**loaded, "THEME": Path(loaded["THEME"]).resolve()})
    folders = Path(loaded["PATH"]).resolve(), *templates.folders()
    saves = watch(*folders, step=15, debounce=100, rust_timeout=200, yield_on_timeout=True, raise_interrupt=False)
    with leave_on_failure(loaded):
        library = Library(folders[0], markdown=markdown_of(loaded, DEFAULT_CONFIG))
    next(saves)  # from here on no save is missed
    preview = Preview(
        library, folders[0], templates, partial(_plan_preview, templates, f"http://{ADDRESS}:{port}", as_of)
    )
    server = _listen(port, partial(_Handler, preview))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _tell(preview, folders[0])
    click.echo(f"预览：http://{ADDRESS}:{port}/　按 Ctrl+C 结束。")
    unchecked = False
    for changes in saves:
        if changes:
            preview.refresh([Path(path) for _, path in changes])
        elif unchecked:  # the rules across sources take longer than the page: they wait for a quiet moment
            _tell(preview, folders[0])
        unchecked = bool(changes)
    server.shutdown()


def _plan_preview(templates: Templates, url: str, as_of: str | None, sources: Sources) -> Plan:
    return plan_site(make_site(sources, read_moment(as_of), url), templates)


def _tell(preview: Preview, content: Path) -> None:
    for problem in preview.check():
        click.echo(f"{content.name}/{problem}", err=True)


def _listen(port: int, handler: Callable[..., BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((ADDRESS, port), handler)
    except OSError as error:
        click.echo(f"端口 {port} 用不了（{error.strerror}） → 换一个，例如 --port 8001", err=True)
        sys.exit(2)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET from the preview; only this machine reaches it."""

    def __init__(self, preview: Preview, *arguments: object) -> None:
        self._preview = preview
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        answer = self._preview.answer(unquote(parts.path), parts.query)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""
