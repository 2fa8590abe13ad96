"""A real Chromium in front of the town, served from this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import SMALL
from tests.pages.conftest import BuiltSite, builds, town

__all__ = ["builds", "town"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is its own."""


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
def serve_folder(site: BuiltSite) -> Iterator[str]:
    """A built site on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
