"""Servers of other people: real ones on 127.0.0.1, each port a host, each path a way to behave; and a stopwatch that obeys."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plugins.external.turns import Turns
from plugins.external.visit import Visitor
from plugins.external.web import Web, resolve

Act = Callable[["Handler"], None]


@dataclass
class Stopwatch:
    """Time that passes only when somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.slept.append(seconds)
            self.now += seconds

    def read(self) -> float:
        with self.lock:
            return self.now


NAMED = "town.example.org"
"""A host that stands for this machine."""


@dataclass
class Host:
    """What was asked of one server, when, and with which headers; the most requests it had at once."""

    url: str
    watch: Stopwatch
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    busy: set[Handler] = field(default_factory=set, repr=False)
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    release: threading.Event = field(default_factory=threading.Event)
    """Set when the test is over: whoever waits may go."""

    @property
    def named(self) -> str:
        """Its address as content may have it: `check` takes no address of the reader's own computer."""
        return self.url.replace("127.0.0.1", NAMED)

    def pages(self) -> list[str]:
        """What was asked beside robots.txt."""
        return [line for line in self.asked if not line.endswith("/robots.txt")]

    def enter(self, handler: Handler) -> None:
        with self.lock:
            self.asked.append(f"{handler.command} {handler.path}")
            self.times.append(self.watch.read())
            self.headers.append(dict(handler.headers))
            self.busy.add(handler)
            self.most = max(self.most, len(self.busy))

    def leave(self, handler: Handler) -> None:
        """A request is over when its answer begins: the client may be gone before the server has noticed."""
        with self.lock:
            self.busy.discard(handler)


class Handler(BaseHTTPRequestHandler):
    """Does with each path what the test says; any other path is there, but robots.txt."""

    def __init__(self, *arguments: object, host: Host, acts: dict[str, Act]) -> None:
        self.host, self.acts = host, acts
        super().__init__(*arguments)  # type: ignore[arg-type]

    def answer(self) -> None:
        self.host.enter(self)
        try:
            usual = say(404) if self.path == "/robots.txt" else say(200)
            self.acts.get(self.path, usual)(self)
        finally:
            self.host.leave(self)

    do_GET = do_HEAD = answer  # noqa: N815

    def log_message(self, *arguments: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, *arguments: object) -> None:
        """A client that hangs up is nothing to report."""


def say(status: int, body: bytes = b"", **headers: str) -> Act:
    """Response with a status and headers; an underscore stands for a hyphen."""

    def act(handler: Handler) -> None:
        handler.host.leave(handler)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command == "GET":
            handler.wfile.write(body)

    return act


def by_method(head: Act, get: Act) -> Act:
    return lambda handler: (head if handler.command == "HEAD" else get)(handler)


def in_order(*acts: Act) -> Act:
    """One answer after another; the last stays."""
    waiting = list(acts)
    return lambda handler: (waiting.pop(0) if len(waiting) > 1 else waiting[0])(handler)


def drop(handler: Handler) -> None:
    """Hang up without a word."""
    handler.connection.shutdown(2)


def stall(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.host.release.wait(60)


def drip(handler: Handler) -> None:
    """One byte of a header at a time, for ever."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
    while not handler.host.release.wait(0.02):
        handler.wfile.write(b"x")


def certify(context: ssl.SSLContext) -> None:
    """A certificate nobody vouches for, made on the spot: no key is kept."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "own.pem")
        ask = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -days 1"
        subprocess.run([*ask.split(), "-keyout", file, "-out", file], check=True, capture_output=True)
        context.load_cert_chain(file)


@contextmanager
def serve(acts: dict[str, Act], watch: Stopwatch, secure: bool = False) -> Iterator[Host]:
    """A host for as long as the block lasts."""
    host = Host("", watch)
    with Server(("127.0.0.1", 0), partial(Handler, host=host, acts=acts)) as server:
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certify(context)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        host.url = f"http{'s' if secure else ''}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield host
        finally:
            host.release.set()
            server.shutdown()
            thread.join()


@cache
def trust() -> ssl.SSLContext:
    """Who vouches for whom; reading that takes longer than most tests."""
    return ssl.create_default_context()


def find(host: str, port: int) -> list[str]:
    """Where a host is; NAMED is here."""
    return ["127.0.0.1"] if host == NAMED else resolve(host, port)


def open_web(**changes: Any) -> Web:
    """A web that may come to 127.0.0.1, with all the time in the world."""
    return Web(**{"timeout": 20.0, "is_open": lambda ip: True, "context": trust(), "resolve": find, **changes})


@dataclass
class Town:
    """Several hosts, the stopwatch they share, and a visitor who may come to 127.0.0.1."""

    stack: ExitStack
    watch: Stopwatch = field(default_factory=Stopwatch)
    web: Web = field(default_factory=open_web)

    def host(self, acts: dict[str, Act] | None = None, secure: bool = False) -> Host:
        return self.stack.enter_context(serve({} if acts is None else acts, self.watch, secure))

    def turns(self, pause: float = 1.0) -> Turns:
        return Turns(pause, self.watch.sleep, self.watch.read)

    def visitor(self) -> Visitor:
        return Visitor(self.web, self.turns())
