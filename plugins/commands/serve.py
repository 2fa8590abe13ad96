"""`kangle serve`: a preview that follows every save; hides the server and the watcher."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import click

from plugins.commands.build import load_settings
from plugins.commands.options import as_of_option, read_moment
from plugins.composition import plan_site
from plugins.failure import leave_on_failure, tell
from plugins.incremental import Plan, Preview, PreviewAnswer, Templates
from plugins.model import Sources
from plugins.rules import Library
from plugins.settings import markdown_of, templates_of
from plugins.site import make_site

ADDRESS = "127.0.0.1"
_MOST_NAMED = 10
_NAMES = frozenset({ADDRESS, "localhost"})


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
    here = f"http://{ADDRESS}:{port}"
    plan = partial(_plan_preview, templates, here, as_of)
    preview = Preview(library, folders[0], templates, plan, partial(plan, early=True))
    server = _listen(port, partial(_Handler, preview))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _tell(preview, folders[0])
    click.echo(f"预览：{here}/　按 Ctrl+C 结束。")
    named = _name_unreleased(preview, here, frozenset())
    unchecked = False
    for changes in saves:
        try:
            if changes:
                preview.refresh([Path(path) for _, path in changes])
                named = _name_unreleased(preview, here, named)
            elif unchecked:  # the rules across sources take longer than the page: they wait for a quiet moment
                _tell(preview, folders[0])
        except Exception as error:  # whatever was saved, the next save may mend it
            _tell_fault(error, folders[0])
        unchecked = bool(changes)
    server.shutdown()


def _plan_preview(templates: Templates, url: str, as_of: str | None, sources: Sources, *, early: bool = False) -> Plan:
    return plan_site(make_site(sources, read_moment(as_of), url, early=early), templates)


def _name_unreleased(preview: Preview, here: str, named: frozenset[str]) -> frozenset[str]:
    """Say where what is not public yet can be looked at, but for what was named before: no page leads there."""
    found = preview.unreleased()
    fresh = [address for address in found if address not in named]
    for address in fresh[:_MOST_NAMED]:
        click.echo(f"还没有公开：{here}{address}")
    if len(fresh) > _MOST_NAMED:
        click.echo(f"还没有公开的另有 {len(fresh) - _MOST_NAMED} 篇")
    return frozenset(found)


def _tell(preview: Preview, content: Path) -> None:
    for problem in preview.check():
        click.echo(f"{content.name}/{problem}", err=True)


def _tell_fault(error: Exception, content: Path) -> None:
    told = tell(error, content.name) or (
        2,
        [f"程序出错：{type(error).__name__}: {error} → 改好刚保存的文件；还是这样，重新运行"],
    )
    click.echo("\n".join(told[1]), err=True)


class _Server(ThreadingHTTPServer):
    """Many slow browsers at once, and not a word where one goes away."""

    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, *_: object) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            click.echo(f"程序出错：{type(error).__name__}: {error}", err=True)


def _listen(port: int, handler: Callable[..., BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    try:
        return _Server((ADDRESS, port), handler)
    except OSError as error:
        click.echo(f"端口 {port} 用不了（{error.strerror}） → 换一个，例如 --port 8001", err=True)
        sys.exit(2)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET from the preview; only this machine reaches it, and only by its own names.

    A page of another site may have a name of its own lead here (DNS rebinding): its browser says that name.
    """

    timeout = 60
    """Seconds in which a request is to be said whole."""

    def __init__(self, preview: Preview, *arguments: object) -> None:
        self._preview = preview
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        answer = self._answer()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        self.wfile.write(answer.body)

    def _answer(self) -> PreviewAnswer:
        name, _, _ = self.headers.get("Host", "").lower().rpartition(":")
        if (name or self.headers.get("Host", "").lower()) not in _NAMES:
            return _say(403, "这是本机的预览，请用 127.0.0.1 打开。")
        path, _, query = self.path.partition("?")
        try:
            return self._preview.answer(unquote(path), query)
        except Exception as error:
            told = tell(error, "content")
            return _say(500, "\n".join(told[1]) if told else f"程序出错：{type(error).__name__}: {error}")

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def _say(status: int, words: str) -> PreviewAnswer:
    return PreviewAnswer(status, "text/plain; charset=utf-8", words.encode())
