"""What is remembered from run to run, and that a memory that is no good does no harm."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from plugins.external.check import LinkReport, check_external, find_due, group_places
from plugins.external.memory import AddressRecord, read_memory, write_memory
from plugins.rules.external import Outward
from tests.conftest import NOW, at
from tests.external.hosts import Act, Town, drop, in_order, say

DAY = timedelta(days=1)


def run(
    town: Town, addresses: list[str], memory: dict[str, AddressRecord], days: float = 0, fresh: bool = False
) -> LinkReport:
    """A run so many days after the first."""
    now = at(NOW) + days * DAY
    places = group_places(Outward("a.md", 1, 1, "body", "正文", address) for address in addresses)
    return check_external(places, find_due(places, memory, now, fresh), memory, now, town.visitor())


def test_each_address_is_asked_once_however_often_it_stands(town: Town) -> None:
    host = town.host({"/x": say(404)})
    links = [Outward(f"{n}.md", n, 1, "body", "正文", f"{host.url}/x{'#part' * (n % 2)}") for n in range(1, 6)]
    places = group_places(links)
    report = check_external(places, list(places), {}, at(NOW), town.visitor())
    assert host.pages() == ["HEAD /x", "GET /x"]
    assert [(p.path, p.line) for p in report.problems] == [(f"{n}.md", n) for n in range(1, 6)]
    assert report.problems[0].message.endswith("/x#part")


def test_good_is_believed_for_a_week_and_bad_for_no_time(town: Town) -> None:
    host = town.host({"/bad": say(404), "/old": say(301, Location="/new"), "/shut": say(403)})
    addresses = [f"{host.url}/{name}" for name in ("good", "bad", "old", "shut")]
    first = run(town, addresses, {})
    assert (first.asked, first.known) == (4, 0)
    host.asked.clear()
    again = run(town, addresses, dict(first.records), days=6.9)
    assert (again.asked, again.known) == (3, 1)
    assert "HEAD /good" not in host.asked
    assert again.problems == first.problems
    assert run(town, addresses, dict(again.records), days=7).asked == 4


def test_fresh_asks_all(town: Town) -> None:
    host = town.host()
    memory = dict(run(town, [host.url + "/x"], {}).records)
    assert run(town, [host.url + "/x"], memory).asked == 0
    assert run(town, [host.url + "/x"], memory, fresh=True).asked == 1


def test_what_was_found_in_the_future_is_asked_again(town: Town) -> None:
    host = town.host()
    memory = dict(run(town, [host.url + "/x"], {}, days=3).records)
    assert run(town, [host.url + "/x"], memory).asked == 1


@pytest.mark.parametrize("act", [drop, say(500)])
def test_silence_counts_on_the_third_day(town: Town, act: Act) -> None:
    well, host = town.host(), town.host({"/x": act})
    addresses, memory, levels = [host.url + "/x", well.url + "/y"], {}, []
    for days in (0, 0.01, 1, 1.2, 9):
        report = run(town, addresses, memory, days)
        memory = dict(report.records)
        levels += [p.level for p in report.problems]
    assert levels == ["warning"] * 4 + ["error"]
    assert run(town, addresses, memory, -5).records[host.url + "/x"].silent == (
        "2026-11-23",
        "2026-11-24",
        "2026-12-02",
    )
    assert memory[host.url + "/x"].silent == ("2026-11-23", "2026-11-24", "2026-12-02")


def test_an_answer_ends_the_count(town: Town) -> None:
    well = town.host()
    host = town.host({"/x": in_order(*[say(500)] * 6, say(403), say(403), say(500))})
    addresses, memory, levels = [host.url + "/x", well.url + "/y"], {}, []
    for days in range(6):
        report = run(town, addresses, memory, days)
        memory = dict(report.records)
        levels += [p.level for p in report.problems]
    assert levels == ["warning"] * 5 + ["error"]  # 500 500 403 500 500 500


def test_nobody_answers_means_no_network_and_nothing_is_learnt(town: Town) -> None:
    hosts = [town.host({"/robots.txt": drop, "/x": drop}) for _ in range(3)]
    memory = {hosts[0].url + "/x": AddressRecord(at(NOW).isoformat(), False, ("2026-11-01", "2026-11-02"))}
    assert run(town, [host.url + "/x" for host in hosts], memory) == LinkReport(offline=True)


def test_one_dead_site_is_no_missing_network_where_another_is_known_to_be_good(town: Town) -> None:
    """Only the bad one is due; somebody who was good before bears witness."""
    well, dead = town.host(), town.host({"/robots.txt": drop, "/x": drop})
    addresses = [dead.url + "/x", *(f"{well.url}/{n}" for n in range(5))]
    memory = dict(run(town, addresses, {}).records)
    well.asked.clear()
    second = run(town, addresses, memory, days=1)
    assert [p.level for p in second.problems] == ["warning"]
    assert len(well.pages()) == 1
    assert (second.asked, second.known) == (2, 4)
    third = run(town, addresses, dict(second.records), days=2)
    assert [p.level for p in third.problems] == ["error"]


def test_no_witness_is_called_where_somebody_answered(town: Town) -> None:
    well, bad = town.host(), town.host({"/x": say(404)})
    memory = dict(run(town, [well.url, bad.url + "/x"], {}).records)
    well.asked.clear()
    run(town, [well.url, bad.url + "/x"], memory, days=1)
    assert well.asked == []


def test_witnesses_are_few(town: Town) -> None:
    """All are silent by now: three are asked, then the network is to blame."""
    hosts = [town.host({"/robots.txt": drop, "/": drop}) for _ in range(6)]
    memory = {host.url + "/": AddressRecord(at(NOW).isoformat(), host is not hosts[0]) for host in hosts}
    assert run(town, list(memory), memory).offline
    assert sum(bool(host.asked) for host in hosts) == 4


def test_an_address_that_stands_nowhere_any_more_is_forgotten(town: Town) -> None:
    host = town.host()
    memory = dict(run(town, [host.url + "/a", host.url + "/b"], {}).records)
    assert list(run(town, [host.url + "/b"], memory, days=1).records) == [host.url + "/b"]


def test_the_file_is_sorted_and_reads_as_it_was_written() -> None:
    one, two = (
        AddressRecord("2026-11-23T09:30:00+08:00", True),
        AddressRecord("2026-11-23T09:30:00+08:00", False, ("2026-11-22",)),
    )
    data = write_memory({"https://b/中": one, "https://a/": two})
    assert data == write_memory({"https://a/": two, "https://b/中": one})
    assert read_memory(data) == {"https://a/": two, "https://b/中": one}
    assert "https://b/中".encode() in data


WHOLE = {"asked": "2026-11-23T09:30:00+08:00", "good": True, "silent": []}


@pytest.mark.parametrize(
    "record",
    [
        {**WHOLE, "good": "yes"},
        {**WHOLE, "good": 1},
        {**WHOLE, "asked": "yesterday"},
        {**WHOLE, "asked": "2026-11-23"},
        {**WHOLE, "asked": 5},
        {**WHOLE, "silent": "2026-11-23"},
        {**WHOLE, "silent": [5]},
        {**WHOLE, "silent": ["x"]},
        {**WHOLE, "more": 1},
        {"asked": WHOLE["asked"]},
        None,
        [],
    ],
)
def test_a_damaged_record_makes_a_memory_none(record: object) -> None:
    assert read_memory(json.dumps({"schema": 1, "links": {"a": WHOLE}}).encode()) != {}
    assert read_memory(json.dumps({"schema": 1, "links": {"a": WHOLE, "b": record}}).encode()) == {}


@pytest.mark.parametrize(
    "data", [b"", b"{", b"null", b"[]", b"\xff", b"{}", b'{"schema": 2, "links": {}}', b'{"schema": 1}', b"[" * 100_000]
)
def test_a_damaged_memory_is_none(data: bytes) -> None:
    assert read_memory(data) == {}
    assert read_memory(json.dumps({"schema": 2, "links": {"a": WHOLE}}).encode()) == {}
    whole = write_memory({"a": AddressRecord(**{**WHOLE, "silent": ()})})
    assert all(read_memory(whole[:cut]) == {} for cut in range(len(whole.rstrip())))
