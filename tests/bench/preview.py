"""How long a writer waits: from saving a story to seeing it in the preview."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from tests.bench.generate import Story, story_path
from tests.bench.sites import ENVIRON, MARKS, Contestant

POLL = 0.004
PAUSE = 1.0
"""Seconds of rest between two edits, so that what a server does after it has shown the page is over."""
PATIENCE = 600.0


def time_previews(pair: tuple[Contestant, Contestant], story: Story, edits: int) -> list[tuple[float, float]]:
    """Seconds from edit to page for both, edit by edit in turn; the first edit of each warms up and is not counted."""
    ports = (_free_port(), _free_port())
    with _serving(pair[0], ports[0]), _serving(pair[1], ports[1]):
        rows = []
        for turn in range(edits + 1):
            mark = next(MARKS)
            row = [_time_edit(site, port, story, mark) for site, port in zip(pair, ports, strict=True)]
            if turn:
                rows.append((row[0], row[1]))
    return rows


def _time_edit(site: Contestant, port: int, story: Story, mark: str) -> float:
    time.sleep(PAUSE)
    address = "/" + quote(story_path(story).removesuffix(".md")) + "/"
    words = f"这一句是{mark}。".encode()
    begun = time.perf_counter()
    site.edit_story(story, mark)
    while words not in _get(port, address):
        time.sleep(POLL)
        if time.perf_counter() - begun > PATIENCE:
            raise TimeoutError(f"{site.name}: no {mark} in {address}")
    return time.perf_counter() - begun


def _get(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", address)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


@contextmanager
def _serving(site: Contestant, port: int) -> Iterator[None]:
    """The preview of one site, from when it says that it is ready."""
    if site.serve is None:
        raise ValueError(f"{site.name} has no preview")
    log = site.folder / f"serve-{port}.log"
    with log.open("wb") as words:
        command = site.serve(port)
        environ = ENVIRON | {"PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            command, cwd=site.folder, env=environ, stdout=words, stderr=words, start_new_session=True
        )
    try:
        begun = time.perf_counter()
        while site.ready not in log.read_text(encoding="utf-8", errors="replace"):
            time.sleep(0.05)
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise RuntimeError(f"{site.name}: the preview did not start\n{log.read_text(encoding='utf-8')}")
        yield
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
