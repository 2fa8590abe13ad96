"""A real Chromium in front of the town, served from this machine."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, AnyStr

import pytest

from tests.conftest import SMALL
from tests.pages.conftest import BuiltSite, builds, town

if TYPE_CHECKING:
    from _typeshed import SupportsRead, SupportsWrite

__all__ = ["builds", "town"]

STILL = 0.0005
"""Of layout shift: a page that is painted while it is read may move its last half line so much, and no eye sees it."""
PAUSE = 0.6
"""Seconds between two pieces: long enough that a busy machine paints between them."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is its own."""


class Slow(_Quiet):
    """Sends a page as a bad line does, at its worst: it halts behind the search box and behind each button of the header."""

    def copyfile(self, source: SupportsRead[AnyStr], outputfile: SupportsWrite[AnyStr]) -> None:
        page = source.read()
        if isinstance(page, bytes) and (head := page.find(b"</header>")) > 0:
            for piece in re.split(rb"(?<=</form>)|(?<=</button>)", page[:head]):
                self._send(piece)
                time.sleep(PAUSE)
            page = page[head:]
        self._send(page)

    def _send(self, piece: str | bytes) -> None:
        with suppress(BrokenPipeError):
            self.wfile.write(piece if isinstance(piece, bytes) else piece.encode())


@pytest.fixture(scope="session")
def host(town: BuiltSite) -> Iterator[str]:
    with serve_folder(town) as url:
        yield url


@pytest.fixture(scope="session")
def small_host(builds: Callable[[Path], BuiltSite]) -> Iterator[str]:
    """Another town, in its own colours."""
    with serve_folder(builds(SMALL)) as url:
        yield url


@contextmanager
def serve_folder(site: BuiltSite, manner: type[_Quiet] = _Quiet) -> Iterator[str]:
    """A built site on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(manner, directory=str(site.folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
