"""Nobody is pressed: one request at a time to a host, a pause between two, and longer where it asks; no test waits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from plugins.external.check import check_external, group_places
from plugins.external.turns import BusyError
from plugins.external.visit import LinkState, Visitor
from plugins.rules.external import Outward
from tests.conftest import NOW, at
from tests.external.hosts import Act, Handler, Host, Town, in_order, say


def gaps(host: Host) -> list[float]:
    return [b - a for a, b in zip(host.times, host.times[1:], strict=False)]


def slowly(handler: Handler) -> None:
    """Long enough for another request to arrive, if one were let through."""
    time.sleep(0.03)
    say(200)(handler)


def test_the_pause_is_kept_between_any_two_requests(town: Town) -> None:
    host = town.host({"/2": say(404), "/3": say(302, Location="/4")})
    visitor = Visitor(town.web, town.turns(2.5))
    for n in range(4):
        visitor.visit(f"{host.url}/{n}")
    assert len(host.times) == 7
    assert all(gap >= 2.5 for gap in gaps(host))


def test_no_two_requests_to_a_host_overlap_whoever_leads_there(town: Town) -> None:
    """Six hosts are asked at once; all lead to the same seventh."""
    goal = town.host({f"/{n}": slowly for n in range(6)})
    others = [town.host({"/x": say(302, Location=f"{goal.url}/{n}")}) for n in range(6)]
    links = [Outward("a.md", n + 1, 1, "body", "正文", host.url + "/x") for n, host in enumerate(others)]
    places = group_places(links)
    report = check_external(places, list(places), {}, at(NOW), town.visitor())
    assert report.problems == ()
    assert len(goal.pages()) == 6
    assert goal.most == 1
    assert all(gap >= 1 for gap in gaps(goal))


def test_hosts_do_not_wait_for_each_other(town: Town) -> None:
    """Each answers only when the other has been asked too."""
    meet = threading.Barrier(2, timeout=30)

    def wait(handler: Handler) -> None:
        meet.wait()
        say(200)(handler)

    hosts = [town.host({"/x": wait}) for _ in range(2)]
    places = group_places(Outward("a.md", 1, 1, "body", "正文", host.url + "/x") for host in hosts)
    assert check_external(places, list(places), {}, at(NOW), town.visitor()).problems == ()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "40"},
        {"Retry-After": "Mon, 23 Nov 2026 01:00:40 GMT", "Date": "Mon, 23 Nov 2026 01:00:00 GMT"},
    ],
)
def test_retry_after_is_kept(town: Town, status: int, headers: dict[str, str]) -> None:
    def busy(handler: Handler) -> None:
        handler.send_response_only(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    host = town.host({"/x": in_order(busy, say(200))})
    assert town.visitor().visit(host.url + "/x") == LinkState("good")
    assert host.pages() == ["HEAD /x", "GET /x"]
    assert gaps(host)[-1] >= 40


def test_a_rest_is_over_once_it_was_kept(town: Town) -> None:
    host = town.host({"/x": in_order(say(429, Retry_After="40"), say(200))})
    visitor = town.visitor()
    for path in "xyz":
        visitor.visit(f"{host.url}/{path}")
    assert gaps(host) == [1, 40, 1, 1]


@pytest.mark.parametrize("wait", ["nonsense", "-5", "", "1e9"])
def test_a_retry_after_that_says_nothing_is_a_short_rest(town: Town, wait: str) -> None:
    host = town.host({"/x": in_order(say(429, Retry_After=wait), say(200))})
    assert town.visitor().visit(host.url + "/x") == LinkState("good")
    assert 3 <= gaps(host)[-1] < 10


def test_a_host_that_wants_a_long_rest_is_left_alone(town: Town) -> None:
    host = town.host({"/x": say(429, Retry_After="3600")})
    visitor = town.visitor()
    busy = LinkState("closed", "对方忙，请我们以后再来")
    assert [visitor.visit(host.url + "/x"), visitor.visit(host.url + "/y")] == [busy, busy]
    assert host.pages() == ["HEAD /x"]
    assert max(town.watch.slept) < 60


@pytest.mark.parametrize(("act", "kind"), [(say(429), "closed"), (say(503), "silent")])
def test_who_stays_busy_is_asked_three_times(town: Town, act: Act, kind: str) -> None:
    host = town.host({"/x": act})
    assert town.visitor().visit(host.url + "/x").kind == kind
    assert len(host.pages()) == 3


def test_a_crawl_delay_is_kept_within_reason(town: Town) -> None:
    host = town.host({"/robots.txt": say(200, b"User-agent: *\nCrawl-delay: 7\nDisallow: /no")})
    endless = town.host({"/robots.txt": say(200, b"User-agent: *\nCrawl-delay: 86400\nDisallow: /no")})
    visitor = town.visitor()
    for n in range(3):
        visitor.visit(f"{host.url}/{n}")
        visitor.visit(f"{endless.url}/{n}")
    assert all(gap >= 7 for gap in gaps(host)[1:])
    assert len(endless.pages()) == 3
    assert max(town.watch.slept) <= 30


def test_a_turn_is_given_back_when_something_fails(town: Town) -> None:
    turns = town.turns()
    with pytest.raises(ZeroDivisionError), turns.take("a"):
        raise ZeroDivisionError
    with turns.take("a"), turns.take("b") as turn:
        turn.rest = timedelta(hours=1).total_seconds()
    with pytest.raises(BusyError), turns.take("b"):
        pass
    assert turns.stopwatch() == 1


def test_robots_txt_is_asked_for_once_by_many_threads(town: Town) -> None:
    host = town.host({"/robots.txt": slowly})
    visitor = town.visitor()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: visitor.visit(f"{host.url}/{n}"), range(6)))
    assert host.asked.count("GET /robots.txt") == 1
    assert host.most == 1
