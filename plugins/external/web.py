"""One request to somebody else's server; hides sockets, names, certificates and what a server may get wrong.

It goes to public addresses only, carries neither cookie nor login, follows nothing and reads little.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Event, Timer
from typing import Literal
from urllib.parse import quote, urlsplit

AGENT = "kangle-links"
HEADERS = {
    "User-Agent": f"{AGENT} (checks the links of a community website)",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
TIMEOUT = 20.0
LONGEST = 60.0
"""Seconds one request may last, whatever drips in meanwhile."""
ENOUGH = 100_000
"""Bytes read of a file that is read at all."""
PORTS = {"http": 80, "https": 443}
_INSIDE = (".localhost", ".local", ".internal", ".lan")
_SAFE = "!$%&'()*+,/:;=?@[]~"
# By OpenSSL's X509_V_ERR codes; ssl gives the number and an English sentence.
_CERTIFICATES = {
    9: "还没有生效",
    10: "过期了",
    18: "是自己签的",
    19: "签发的机构不可信",
    20: "签发的机构不可信",
    62: "是别的网站的",
}

NoAnswer = Literal["", "name", "connect", "timeout", "broken", "certificate", "private"]
"""Why there is no answer: no such name, nobody there, too slow, broken off, a bad certificate, not a public address."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An address as a request needs it."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """The host, with its port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"


@dataclass(frozen=True, slots=True)
class Response:
    """What a server said; status 0 and a fault where it said nothing."""

    status: int = 0
    location: str = ""
    wait: float = 0.0
    """Seconds it asks us to stay away."""
    data: bytes = b""
    fault: NoAnswer = ""
    words: str = ""


class AddressError(ValueError):
    """An address that nobody can ask for; the message is for the editor."""


def read_address(address: str) -> Spot:
    """The parts of an http(s) address; raises AddressError for one that is none, or holds a login."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise AddressError("网址写法不对") from None
    if not port or not re.fullmatch(r"[\w.:%-]+", host, re.ASCII):
        raise AddressError("网址写法不对")
    if parts.username is not None:
        raise AddressError("网址里写着用户名或密码")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Spot(parts.scheme, host.lower(), port, target)


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the open internet."""
    found = ipaddress.ip_address(ip)
    inner = getattr(found, "ipv4_mapped", None) or found
    return inner.is_global and not inner.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system gives them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Web:
    """Asks; tests say which addresses are open, and who a name is."""

    timeout: float = TIMEOUT
    longest: float = LONGEST
    is_open: Callable[[str], bool] = is_public
    resolve: Callable[[str, int], Sequence[str]] = resolve
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def is_inside(self, host: str) -> bool:
        """Whether a host, by its mere name, is not one of the open internet."""
        try:
            return not self.is_open(host)
        except ValueError:
            return host == "localhost" or host.endswith(_INSIDE)

    def ask(self, method: str, spot: Spot, size: int = 1) -> Response:
        """One request, and at most `size` bytes of its body."""
        try:
            ips = self.resolve(spot.host, spot.port)
        except (OSError, UnicodeError):
            return Response(fault="name", words="域名找不到")
        if not ips or not all(map(self.is_open, ips)):
            return Response(fault="private", words="指向内部网络")
        try:
            sock = self._dial(ips, spot)
        except ssl.SSLCertVerificationError as error:
            return Response(fault="certificate", words=_CERTIFICATES.get(error.verify_code, "通不过核对"))
        except TimeoutError:
            return Response(fault="connect", words=f"等了 {self.timeout:g} 秒没有接通")
        except OSError:
            return Response(fault="connect", words="接不通")
        return self._talk(sock, method, spot, size)

    def _dial(self, ips: Sequence[str], spot: Spot) -> socket.socket:
        """A connection to the very address that was looked at: asking for the name again might give another."""
        failure = OSError()
        for ip in list(dict.fromkeys(ips))[:2]:
            try:
                plain = socket.create_connection((ip, spot.port), self.timeout)
            except OSError as error:
                failure = error
                continue
            if spot.scheme == "http":
                return plain
            try:
                return self.context.wrap_socket(plain, server_hostname=spot.host)
            except BaseException:
                plain.close()
                raise
        raise failure

    def _talk(self, sock: socket.socket, method: str, spot: Spot, size: int) -> Response:
        connection = http.client.HTTPConnection(spot.host, spot.port)
        connection.sock = sock
        with _watch(sock, self.longest) as cut:
            try:
                connection.request(method, spot.target, headers={"Host": spot.netloc, **HEADERS})
                answer = _read_response(connection.getresponse(), size)
            except TimeoutError:
                answer = Response(fault="timeout", words=f"等了 {self.timeout:g} 秒没有答复")
            except (OSError, http.client.HTTPException, ValueError):
                answer = Response(fault="broken", words="说到一半断开了")
            finally:
                connection.close()
        # A connection that was cut in the middle of a header reads like a whole answer.
        if cut.is_set():
            return Response(fault="timeout", words=f"过了 {self.longest:g} 秒还没有答完")
        return answer


@contextmanager
def _watch(sock: socket.socket, seconds: float) -> Iterator[Event]:
    """Cuts a connection that lasts too long, and then says so."""
    cut = Event()

    def act() -> None:
        cut.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, act)
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()


def _read_response(response: http.client.HTTPResponse, size: int) -> Response:
    # Python reads headers as Latin-1, and many servers send UTF-8.
    location = (response.getheader("Location") or "").encode("latin-1", "replace").decode("utf-8", "replace")
    data = response.read(size) if response.status == 200 else b""
    return Response(response.status, location.strip(), _read_wait(response), data)


def _read_wait(response: http.client.HTTPResponse) -> float:
    """Retry-After in seconds; a date counts from the server's own clock."""
    text = (response.getheader("Retry-After") or "").strip()
    if re.fullmatch("[0-9]+", text):
        return float(text)
    try:
        until, since = parsedate_to_datetime(text), parsedate_to_datetime(response.getheader("Date") or "")
        return max(0.0, (until - since).total_seconds())
    except (ValueError, TypeError):
        return 0.0
