"""What became of an address; hides redirects, second tries, and what servers make of a program that asks.

A robots.txt is obeyed; one that cannot be had forbids nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from plugins.external.turns import BusyError, Turns
from plugins.external.web import AGENT, ENOUGH, AddressError, Response, Spot, Web, read_address

METHODS = ("HEAD", "GET", "GET")
"""The tries: whoever refuses the first, or breaks off, is asked as a browser would."""
HOPS = 6
BACKOFF = 3.0
"""Seconds before another try, where the server does not say how long."""
REDIRECTS = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
GONE = (404, 410)
BUSY = 429
_FINAL = ("certificate", "private")
_WHOLE_HOST = ("name", "connect")
"""Faults that every page of a host shares."""

Fate = Literal["good", "moved", "gone", "silent", "closed", "barred", "wrong"]
"""There; elsewhere for good; away; nobody answers; not for programs to see; not asked; nothing to ask for."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """What was found at an address: why it is not good, in Chinese, and where it has moved to."""

    kind: Fate
    words: str = ""
    target: str = ""


@dataclass
class Visitor:
    """Visits addresses, from several threads if need be."""

    web: Web = field(default_factory=Web)
    turns: Turns = field(default_factory=Turns)
    tried: bool = False
    """Whether anything was asked at all,"""
    heard: bool = False
    """and whether anybody ever answered."""
    _down: dict[str, Response] = field(default_factory=dict)
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)
    _locks: dict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))
    _lock: Lock = field(default_factory=Lock)

    def visit(self, address: str) -> LinkState:
        """What is at an address, or where it leads to."""
        here, moved, lasting = address, "", True
        seen = set[str]()
        while here not in seen and len(seen) < HOPS:
            seen.add(here)
            refused = self._refuse(here, here != address)
            if refused:
                return refused
            answer = self._ask(read_address(here))
            if answer.status not in REDIRECTS or not answer.location:
                return _judge_response(answer, moved, here if here != address else "")
            lasting = lasting and answer.status in FOR_GOOD
            here = _locate(here, answer.location)
            moved = here if lasting else moved
        return LinkState("closed", "转来转去，没有尽头")

    def _refuse(self, address: str, led: bool) -> LinkState | None:
        """Why an address is not asked, if it is not."""
        try:
            spot = read_address(address)
        except AddressError as error:
            return LinkState("closed", f"转到的地方{error}") if led else LinkState("wrong", str(error))
        if self.web.is_inside(spot.host):
            return LinkState("closed", "转到了内部网络") if led else LinkState("wrong", "是内部网络的网址")
        return None if self._may_ask(spot) else LinkState("barred")

    def _ask(self, spot: Spot) -> Response:
        """What a page answers; a host that is not there is not looked for again."""
        if spot.origin in self._down:
            return self._down[spot.origin]
        answer = self._try(spot, METHODS)
        # A thousand links to one dead host would otherwise wait a thousand times.
        if answer.fault in _WHOLE_HOST:
            self._down[spot.origin] = answer
        return answer

    def _try(self, spot: Spot, methods: Sequence[str], size: int = 1) -> Response:
        """Ask until there is a final answer, or the tries are used up."""
        answer = Response()
        for number, method in enumerate(methods, 1):
            try:
                answer = self._request(method, spot, size, again=number < len(methods))
            except BusyError:
                return Response(BUSY)
            if _is_final(answer, method):
                break
        return answer

    def _request(self, method: str, spot: Spot, size: int, *, again: bool) -> Response:
        """One request in its turn; before another one the host gets the rest it wants."""
        with self.turns.take(spot.netloc) as turn:
            self.tried = True
            answer = self.web.ask(method, spot, size)
            self.heard = self.heard or answer.status > 0
            if not _is_final(answer, method):
                turn.rest = answer.wait or (BACKOFF if again else 0.0)
            return answer

    def _may_ask(self, spot: Spot) -> bool:
        with self._lock:
            lock = self._locks[spot.origin]
        with lock:
            if spot.origin not in self._rules:
                self._rules[spot.origin] = self._read_rules(spot)
        return self._rules[spot.origin].can_fetch(AGENT, spot.origin + spot.target)

    def _read_rules(self, spot: Spot) -> RobotFileParser:
        rules = RobotFileParser()
        here = f"{spot.origin}/robots.txt"
        answer = Response()
        for _ in range(HOPS):
            try:
                answer = self._try(read_address(here), ("GET",), ENOUGH)
            except AddressError:
                break
            if answer.status not in REDIRECTS or not answer.location:
                break
            here = _locate(here, answer.location)
        rules.parse(answer.data.decode("utf-8", "replace").splitlines())
        delay = rules.crawl_delay(AGENT)
        if delay:
            self.turns.slow(spot.netloc, float(delay))
        return rules


def _locate(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def _is_final(answer: Response, method: str) -> bool:
    if answer.fault:
        return answer.fault in _FINAL
    # Many servers know no HEAD, and some of those say 404 to it: only a GET is believed.
    refused = method == "HEAD" and answer.status >= 400
    return not refused and answer.status != BUSY and answer.status < 500


def _judge_response(answer: Response, moved: str, led: str) -> LinkState:
    """What the last answer on the way means; `led` is where it came from, when that is not the address itself."""
    after = f"，转到 {led} 以后" if led else ""
    if answer.fault == "certificate":
        return LinkState("silent", f"证书有问题{after}，{answer.words}")
    if answer.fault == "timeout":
        return LinkState("silent", f"超时{after}，{answer.words}")
    if answer.fault == "private":
        return LinkState("closed", f"域名{after}{answer.words}，没有问")
    if answer.fault:
        return LinkState("silent", f"连不上{after}，{answer.words}")
    if answer.status in GONE:
        return LinkState("gone", f"找不到了（{answer.status}）{after}")
    if answer.status >= 500:
        return LinkState("silent", f"服务器出错（{answer.status}）{after}")
    if answer.status == BUSY:
        return LinkState("closed", f"对方忙，请我们以后再来{after}")
    if not 200 <= answer.status < 300:
        return LinkState("closed", f"对方不让程序看（{answer.status}）{after}")
    return LinkState("moved", "搬走了", moved) if moved else LinkState("good")


def is_front_page(address: str) -> bool:
    """Whether an address is a site's front page: where many sites send those who look for what is gone."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
