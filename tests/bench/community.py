"""A seeded community of any size as data files: thousands of services, hundreds of rooms, teams and rosters."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.bench.generate import PLACES, TAGS, WORDS

FIRST = date(2026, 10, 1)
LAST = date(2027, 3, 31)
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOURS = (
    "Mo-Fr 09:00-12:00,14:00-18:00; PH off",
    "Mo-Fr 08:30-12:00,14:30-17:30; Sa 09:00-12:00; PH off",
    "Tu-Su 09:00-17:30",
    "Mo-Fr 14:00-21:00; Sa-Su,PH 09:00-21:00",
    "Mo-Su 06:00-22:00",
    "Mo,We,Fr 09:00-11:30; PH off",
    "Sa-Su 09:00-12:00",
    "Mo-Fr 09:00-18:00",
)
LOCATION_KINDS = ("window", "window", "room", "room", "room", "office", "outdoor")
ORGANIZATION_KINDS = ("volunteer", "volunteer", "club", "association", "committee")
CATEGORIES, AUDIENCES = 12, 10
GARDENS, BUILDINGS = 34, 8
"""Places beside those that stories name, and the buildings of each place."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of each; `shifts` are those of one roster."""

    services: int = 5000
    locations: int = 500
    organizations: int = 300
    rosters: int = 200
    shifts: int = 200

    @property
    def entries(self) -> int:
        """How many pages of their own; a shift has none."""
        return self.services + self.locations + self.organizations + self.rosters


def write_community(size: Size, content: Path, seed: int = 11) -> None:
    """The whole content folder; the same bytes for the same seed."""
    rng = random.Random(seed)
    write_frame(content, [*PLACES.items(), *((f"garden-{i}", f"{_phrase(rng, 1)}花园{i}") for i in range(GARDENS))])
    places = [*PLACES, *(f"garden-{i}" for i in range(GARDENS))]
    data = content / "data"
    _write(data / "locations.yaml", _locations(size.locations, places, rng))
    _write(data / "services.yaml", _services(size, rng))
    _write(data / "organizations.yaml", _organizations(size, places, rng))
    _write(data / "people.yaml", _people(size.rosters))
    for number in range(size.rosters):
        _write(data / "rosters" / f"roster-{number}.yaml", _roster(number, size.shifts, rng))


def write_frame(content: Path, places: Iterable[tuple[str, str]]) -> None:
    """What every site has: the community, its places and grids, and one office."""
    data = content / "data"
    _write(data / "community.yaml", _community())
    places = list(places)
    _write(data / "places.yaml", (line for id, name in places for line in _place(id, name)))
    _write(data / "grids.yaml", (line for number, (id, _) in enumerate(places) for line in _grid(number, id)))
    _write(data / "locations.yaml", _locations(1, [id for id, _ in places], random.Random(0)))
    (content / "images").mkdir(exist_ok=True)


def _write(file: Path, lines: Iterable[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join((*lines, "")), encoding="utf-8")


def _phrase(rng: random.Random, words: int) -> str:
    return "".join(rng.choice(WORDS) for _ in range(words))


def _community() -> Iterator[str]:
    yield "name: 青溪社区\nfull_name: 示例市青溪社区\nmotto: 青溪是我家\ndescription: 测速用的社区。"
    yield "url: https://qingxi.example.org\naddress: 玉兰路（示例）\nphone: 0755-5550-0100"
    yield "complaints_phone: 0755-5550-0199\nstation: location-0\ncolumns:"
    columns = (("updates", "动态"), ("notices", "公告"), ("role-models", "身边榜样"), ("diary", "社区日志"))
    yield from (f"  - {{id: {id}, name: {name}, description: 栏目。, fresh_days: 30}}" for id, name in columns)
    yield "categories:"
    yield from (f"  - {{id: category-{i}, name: 类别{i}}}" for i in range(CATEGORIES))
    yield "audiences:"
    yield from (f"  - {{id: audience-{i}, name: 人群{i}}}" for i in range(AUDIENCES))
    yield "tags:"
    yield from (f"  - {{id: {id}, name: {name}}}" for id, name in TAGS.items())


def _place(id: str, name: str) -> Iterator[str]:
    yield f"- id: {id}\n  name: {name}\n  kind: garden\n  description: 示例小区。\n  buildings:"
    yield from (f"    - {{id: b{i}, name: {i}栋}}" for i in range(1, BUILDINGS + 1))


def _grid(number: int, place: str) -> Iterator[str]:
    buildings = ", ".join(f"{place}/b{i}" for i in range(1, BUILDINGS + 1))
    yield f"- id: grid-{number}\n  name: 第{number}网格\n  buildings: [{buildings}]\n  officer: 网格员"
    yield f"  phone: 0755-5550-{100 + number % 100:04}\n  location: location-0"


def _locations(count: int, places: list[str], rng: random.Random) -> Iterator[str]:
    for i in range(count):
        kind = LOCATION_KINDS[i % len(LOCATION_KINDS)] if i else "office"
        yield f"- id: location-{i}\n  name: {_phrase(rng, 1)}{i}号\n  kind: {kind}\n  description: {_phrase(rng, 6)}。"
        if kind in ("room", "outdoor"):
            yield f"  place: {rng.choice(places)}"
        yield f"  address: 玉兰路（示例）{i}号\n  hours: {rng.choice(HOURS)}"
        yield f"  phones:\n    - {{number: 0755-5550-{100 + i % 100:04}, description: 咨询电话}}"


def _services(size: Size, rng: random.Random) -> Iterator[str]:
    for i in range(size.services):
        audience = ", ".join(f"audience-{a}" for a in sorted(rng.sample(range(AUDIENCES), rng.randint(1, 3))))
        locations = ", ".join(f"location-{x}" for x in rng.sample(range(size.locations), rng.randint(1, 2)))
        yield f"- id: service-{i}\n  name: {_phrase(rng, 3)}{i}\n  category: category-{rng.randrange(CATEGORIES)}"
        yield f"  audience: [{audience}]\n  locations: [{locations}]"
        yield f"  description: {_phrase(rng, 8)}，{_phrase(rng, 8)}。\n  eligibility: {_phrase(rng, 6)}。"
        yield f"  phones:\n    - {{number: 0755-5550-{100 + i % 100:04}, description: 咨询电话}}"


def _organizations(size: Size, places: list[str], rng: random.Random) -> Iterator[str]:
    for i in range(size.organizations):
        kind = ORGANIZATION_KINDS[i % len(ORGANIZATION_KINDS)]
        yield f"- id: team-{i}\n  name: {_phrase(rng, 1)}{i}队\n  kind: {kind}\n  purpose: {_phrase(rng, 8)}。"
        yield f"  meets: Sa 09:00-11:00\n  location: location-{rng.randrange(size.locations)}"
        yield f"  places: [{', '.join(rng.sample(places, 2))}]\n  join: 打电话。"


TEAM = 10
"""How many people serve on one roster."""


def _people(rosters: int) -> Iterator[str]:
    for i in range(rosters * TEAM):
        yield f"- id: person-{i}\n  roles: [{i % TEAM + 1}号岗义工]"


def _roster(number: int, shifts: int, rng: random.Random) -> Iterator[str]:
    """Weekly shifts in the morning, dated ones in the afternoon; nobody is in two places."""
    people = [f"person-{number * TEAM + i}" for i in range(TEAM)]
    yield f"name: 值班表{number}\nsummary: {_phrase(rng, 6)}。\norganization: team-{number}\nlocation: location-{number}"
    yield f"from: {FIRST}\nuntil: {LAST}\npattern:"
    for i, weekday in enumerate(WEEKDAYS):
        for starts, ends, who in (("08:00", "10:00", people[i]), ("10:00", "12:00", people[(i + 1) % TEAM])):
            yield f"  - {{weekday: {weekday}, starts: {starts}, ends: {ends}, needs: 1, people: [{who}]}}"
    yield "shifts:"
    for i in range(shifts - 2 * len(WEEKDAYS)):
        begins = datetime(FIRST.year, FIRST.month, FIRST.day, 14 + 2 * (i % 2)) + timedelta(days=i // 2)
        over = begins + timedelta(hours=2)
        who = people[(i + 5) % TEAM]
        yield f"  - {{starts: {begins:%Y-%m-%d %H:%M}, ends: {over:%Y-%m-%d %H:%M}, needs: 1, people: [{who}]}}"
