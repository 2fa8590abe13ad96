"""Every address the sources name on other sites, asked once; hides who is asked when, and what is an editor's to mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urldefrag

from plugins.external.memory import SILENT_DAYS, AddressRecord, add_silent_day
from plugins.external.visit import LinkState, Visitor, is_front_page
from plugins.external.web import AddressError, read_address
from plugins.problems import Problem
from plugins.rules import Outward

AT_ONCE = 6
"""Hosts asked at the same time."""
WITNESSES = 3
"""So many hosts known to be good are asked whether there is a network, before nobody is said to answer."""
_REPLACE = "换成现在的网址，或删掉这个链接"
_LOOK = "用浏览器打开看看，打得开就不用改"


@dataclass(frozen=True)
class LinkReport:
    """What a run found, and what the next one should know; `offline`: nobody answered at all, so nothing is known."""

    problems: tuple[Problem, ...] = ()
    records: Mapping[str, AddressRecord] = field(default_factory=dict)
    asked: int = 0
    known: int = 0
    barred: int = 0
    offline: bool = False


def group_places(links: Iterable[Outward]) -> dict[str, list[Outward]]:
    """The places of each address; what follows a # is not sent, so it makes no other address."""
    places: dict[str, list[Outward]] = {}
    for link in sorted(links):
        places.setdefault(_bare(link.address), []).append(link)
    return dict(sorted(places.items()))


def find_due(
    places: Iterable[str], memory: Mapping[str, AddressRecord], now: datetime, fresh: bool = False
) -> list[str]:
    """The addresses to ask: all but those found good not long ago."""
    return [a for a in places if fresh or a not in memory or not memory[a].is_good_at(now)]


def check_external(
    places: Mapping[str, Sequence[Outward]],
    due: Sequence[str],
    memory: Mapping[str, AddressRecord],
    now: datetime,
    visitor: Visitor,
) -> LinkReport:
    """Ask every address that is due, and say of each bad one where it stands; the rest is as remembered."""
    findings = _ask_all(due, visitor)
    # Nobody answered: is it they or our own network? Addresses that were good before are asked to find out.
    for address in _witnesses(sorted(places.keys() - findings.keys())):
        if visitor.heard or not visitor.tried:
            break
        findings[address] = visitor.visit(address)
    if visitor.tried and not visitor.heard:
        return LinkReport(offline=True)
    records = {address: memory[address] for address in places if address not in findings}
    for address, finding in findings.items():
        # What is no address at all was not asked: it is told again at every run, until it is mended.
        if finding.kind != "wrong":
            records[address] = _remember(finding, memory.get(address), now)
    told = [
        _tell_place(link, finding, records.get(address))
        for address, finding in findings.items()
        for link in places[address]
    ]
    return LinkReport(
        problems=tuple(sorted(filter(None, told))),
        records=records,
        asked=len(findings),
        known=len(places) - len(findings),
        barred=sum(finding.kind == "barred" for finding in findings.values()),
    )


def count_hosts(addresses: Iterable[str]) -> int:
    """On how many hosts some addresses are."""
    return len({_host(address) for address in addresses} - {""})


def _bare(address: str) -> str:
    try:
        return urldefrag(address).url
    except ValueError:
        return address


def _host(address: str) -> str:
    try:
        return read_address(address).netloc
    except AddressError:
        return ""


def _ask_all(addresses: Sequence[str], visitor: Visitor) -> dict[str, LinkState]:
    """A few hosts at once, the addresses of each one after another."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(address), []).append(address)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        visited = pool.map(lambda own: [(address, visitor.visit(address)) for address in own], hosts.values())
        return dict(sorted(pair for own in visited for pair in own))


def _witnesses(addresses: Iterable[str]) -> list[str]:
    return list({_host(address): address for address in addresses}.values())[:WITNESSES]


def _remember(finding: LinkState, before: AddressRecord | None, now: datetime) -> AddressRecord:
    silent = add_silent_day(before, now.date()) if finding.kind == "silent" else ()
    return AddressRecord(now.isoformat(), finding.kind == "good", silent)


def _tell_place(link: Outward, finding: LinkState, record: AddressRecord | None) -> Problem | None:
    """What an editor is told of one place; nothing of a good address, or of one that was not to be asked."""
    place = (link.path, link.line, link.column, link.field, link.label)
    lost = record is not None and len(record.silent) >= SILENT_DAYS
    if finding.kind in ("good", "barred"):
        return None
    if finding.kind == "moved":
        return Problem(*place, f"{finding.words}：{link.address}", _word_move(link.address, finding.target), "warning")
    if finding.kind == "wrong":
        # What stands before the @ may be a password.
        shown = link.address.rpartition("@")[2] if "@" in link.address else link.address
        return Problem(*place, f"{finding.words}：{shown}", "换成大家都打得开的网址，或删掉这个链接")
    if finding.kind == "gone":
        return Problem(*place, f"{finding.words}：{link.address}", _REPLACE)
    if lost:
        return Problem(*place, f"{finding.words}，{SILENT_DAYS} 天都这样：{link.address}", _REPLACE)
    wait = f"过几天再查，{SILENT_DAYS} 天都这样就要改" if finding.kind == "silent" else _LOOK
    return Problem(*place, f"{finding.words}：{link.address}", wait, "warning")


def _word_move(address: str, target: str) -> str:
    """What to write instead of an address that has moved."""
    if is_front_page(target) and not is_front_page(address):
        return f"只转到首页 {target}，那一页多半没有了：找到新的网址换上，或删掉这个链接"
    fragment = urldefrag(address).fragment
    return f"改成 {target}#{fragment}" if fragment and "#" not in target else f"改成 {target}"
