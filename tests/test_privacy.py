"""A name without a consent in force for that very use stands in no byte of the site, however it is written there."""

from __future__ import annotations

import gzip
import html
import io
import json
import os
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import get_args
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plugins.site.duty
from plugins.model import Person
from plugins.model.parts import Purpose
from tests.conftest import EXAMPLE, NOW, at
from tests.incremental.project import Project, make_project

FULL = bool(os.environ.get("FULL"))
"""Whether to try every batch: `make privacy`."""
BATCH = 50 if FULL else 20
BATCHES = 12 if FULL else 2
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
TODAY = at(NOW).date()
STEMS = "甲乙丙丁戊己庚辛壬癸"
"""Digits of a name that the conversion to Traditional Chinese leaves alone."""
NAME = re.compile(f"[{STEMS}]{{6}}")
AFFIXES = (
    "",
    "阿姨",
    "師傅",
    " & 友",
    "<b>",
    "</script>",
    '"双"引号',
    "'单'",
    "\\",
    ",;:",
    "%20",
    "é",
    "𠮷",
    "{ { x } }",
)


@dataclass(frozen=True)
class Volunteer:
    """A person with a name like no other, what they consented to until when, and where on the roster they stand."""

    name: str
    prefix: str
    suffix: str
    consents: tuple[tuple[Purpose, int], ...]
    """Each purpose with its last day, in days from today."""
    place: str

    @property
    def id(self) -> str:
        return "v-" + "".join(f"{STEMS.index(c)}" for c in self.name)

    @property
    def display(self) -> str:
        return self.prefix + self.name + self.suffix

    def may_be_shown(self, purpose: Purpose, on: date) -> bool:
        return any(p == purpose and on <= TODAY + timedelta(days=days) for p, days in self.consents)

    def row(self) -> str:
        """The person as an editor writes one; JSON is YAML."""
        consents = [
            {"field": "display", "purpose": p, "until": f"{TODAY + timedelta(days=days)}", "record": "示例"}
            for p, days in self.consents
        ]
        row = {"id": self.id, "display": self.display, "roles": [f"{self.id}号岗"]}
        return "- " + json.dumps(row | ({"consents": consents} if consents else {}), ensure_ascii=False)


numbers = count(1)
PLACES = ("pattern", "shift", "add", "remove", "nowhere")
ON_DUTY = ("pattern", "shift", "add")
"""Who is on duty in the week of `NOW`; one who is taken off one day's shift has it in other weeks."""
volunteers = st.builds(
    Volunteer,
    st.builds(lambda: "".join(STEMS[int(d)] for d in f"{next(numbers):06}")),
    st.sampled_from(AFFIXES),
    st.sampled_from(AFFIXES),
    st.lists(st.tuples(st.sampled_from(PURPOSES), st.integers(-40, 40)), max_size=4).map(tuple),
    st.sampled_from(PLACES),
)


def write_people(project: Project, people: Sequence[Volunteer]) -> None:
    """The people and a roster that names them in every way a roster can."""
    project.write("content/data/people.yaml", "\n".join([FIRST, *(p.row() for p in people)]) + "\n")
    ids = {place: [p.id for p in people if p.place == place] for place in PLACES}
    pattern = {"weekday": "Tu", "starts": "9:00", "ends": "10:00", "people": ids["pattern"] + ids["remove"]}
    change = {"date": "2026-11-24", "starts": "9:00", "add": ids["add"], "remove": ids["remove"]}
    shift = {"starts": "2026-11-26 9:00", "ends": "2026-11-26 10:00", "people": ids["shift"]}
    roster = {"name": "巡逻值班表", "summary": "每周", "organization": "patrol", "location": "square"}
    roster |= {"from": "2026-11-01", "until": "2027-03-31"}
    roster |= {"pattern": [pattern], "shifts": [shift]}
    if change["add"] or change["remove"]:
        roster["changes"] = [change]
    project.write("content/data/rosters/week.yaml", json.dumps(roster, ensure_ascii=False))


FIRST = (EXAMPLE / "data" / "people.yaml").read_text("utf-8").rstrip()


def decode_all(data: bytes) -> Iterator[str]:
    """What a file says, as it is and with every escape undone; archives are opened."""
    if data[:2] == b"\x1f\x8b":
        yield from decode_all(gzip.decompress(data))
    elif data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from decode_all(archive.read(name))
    else:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
        unfolded = re.sub(r"\r?\n[ \t]", "", text)
        escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), unfolded)
        yield unicodedata.normalize("NFC", text)
        yield unicodedata.normalize("NFC", html.unescape(unquote(html.unescape(escaped))))


def names_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Every name that stands in a folder, with its file; of a file's name too."""
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        texts = [unquote(path), *(decode_all(file.read_bytes()) if file.is_file() else ())]
        yield from sorted({(path, name) for text in texts for name in NAME.findall(text)})


def purpose_of(path: str) -> Purpose:
    """Which consent a file needs."""
    room = path.removeprefix("zh-hant/").partition("/")[0]
    return {"screen": "screen", "calendars": "calendar", "data": "data"}.get(room, "roster")  # type: ignore[return-value]


def find_leaks(folder: Path, people: Mapping[str, Volunteer], on: date) -> list[tuple[str, str]]:
    """Names that stand where their people have not agreed to, or that nobody has any more."""
    return [
        (path, name)
        for path, name in names_in(folder)
        if name not in people or not people[name].may_be_shown(purpose_of(path), on)
    ]


def find_missing(folder: Path, people: Mapping[str, Volunteer], on: date) -> set[str]:
    """Who agreed to stand on the roster's page, is on duty there, and does not."""
    shown = {name for path, name in names_in(folder / "rosters" / "week")}
    return {p.name for p in people.values() if p.place in ON_DUTY and p.may_be_shown("roster", on)} - shown


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One project for all batches: each is built on top of the site of the one before."""
    return make_project(tmp_path_factory.mktemp("privacy") / "project")


def build(project: Project, people: Sequence[Volunteer], moment: datetime) -> dict[str, Volunteer]:
    write_people(project, people)
    project.moment = f"{moment:%Y-%m-%d %H:%M}"
    built = project.build()
    assert built.status == 0, built.said
    return {p.name: p for p in people}


batches = st.tuples(
    st.lists(volunteers, min_size=BATCH, max_size=BATCH),
    st.integers(0, 5),
    st.sets(st.integers(0, BATCH - 1), max_size=BATCH),
    st.integers(1, 40),
)


def test_a_name_stands_only_where_a_consent_in_force_allows_it(
    standing: Project, record_property: Callable[[str, object], None]
) -> None:
    """A random team is built, some withdraw and it is built again, then time passes and it is built again."""
    tried = []

    @settings(max_examples=BATCHES)
    @given(batches)
    def try_batch(batch: tuple[list[Volunteer], int, set[int], int]) -> None:
        people, days, leaving, later = batch
        moment = at(NOW) + timedelta(days=days)
        for team, when in (
            (people, moment),
            (withdraw(people, leaving), moment),
            (withdraw(people, leaving), moment + timedelta(days=later)),
        ):
            named = build(standing, team, when)
            assert find_leaks(standing.output, named, when.date()) == []
            if when == moment:
                assert find_missing(standing.output, named, when.date()) == set()
        tried.append(len(people))

    try_batch()
    record_property("people", sum(tried))
    assert sum(tried) >= BATCH * BATCHES


def withdraw(people: Sequence[Volunteer], leaving: set[int]) -> list[Volunteer]:
    return [replace(p, consents=()) if i in leaving else p for i, p in enumerate(people)]


def volunteer(number: int, *consents: tuple[Purpose, int], place: str = "shift", suffix: str = "") -> Volunteer:
    return Volunteer("".join(STEMS[int(d)] for d in f"{number:06}"), "", suffix, consents, place)


ALL_USES: tuple[tuple[Purpose, int], ...] = tuple((purpose, 30) for purpose in PURPOSES)
TEAM = [volunteer(900000 + i, *ALL_USES, place=place) for i, place in enumerate(PLACES)]


def test_a_name_with_a_consent_is_shown_for_each_use_that_shows_people(standing: Project) -> None:
    """The search finds what stands there, or the test above could not fail."""
    named = build(standing, TEAM, at(NOW))
    assert find_leaks(standing.output, named, TODAY) == []
    on_duty = {p.name for p in TEAM if p.place in ON_DUTY}
    shown: dict[Purpose, set[str]] = {}
    for path, name in names_in(standing.output):
        shown.setdefault(purpose_of(path), set()).add(name)
    for purpose, names in shown.items():
        assert on_duty <= names <= on_duty | {p.name for p in TEAM if p.place == "remove"}, purpose
    assert shown.keys() >= {"roster", "calendar", "screen"}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_consent_to_one_use_is_none_to_another(standing: Project, purpose: Purpose) -> None:
    team = [replace(p, consents=((purpose, 30),)) for p in TEAM]
    named = build(standing, team, at(NOW))
    assert {purpose_of(path) for path, _ in names_in(standing.output)} <= {purpose}
    assert find_leaks(standing.output, named, TODAY) == []


def test_each_awkward_name_is_found_where_it_stands(standing: Project) -> None:
    """Whatever stands beside a name, the page shows it and the search sees it."""
    team = [volunteer(800000 + i, *ALL_USES, suffix=affix) for i, affix in enumerate(AFFIXES)]
    build(standing, team, at(NOW))
    assert {name for path, name in names_in(standing.output) if purpose_of(path) == "roster"} == {p.name for p in team}


FAULTS: dict[str, Callable[[Person, Purpose, date], str]] = {
    "consents are not asked": lambda person, purpose, on: person.display or person.roles[0],
    "any consent is enough": lambda person, purpose, on: (
        person.display if person.display and any(on <= c.until for c in person.consents) else person.roles[0]
    ),
    "a consent never ends": lambda person, purpose, on: (
        person.display if person.display and any(c.purpose == purpose for c in person.consents) else person.roles[0]
    ),
    "a consent lasts a day too long": lambda person, purpose, on: (
        person.display
        if person.display and any(c.purpose == purpose and on <= c.until + timedelta(days=1) for c in person.consents)
        else person.roles[0]
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_search_sees_a_planted_fault(standing: Project, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(plugins.site.duty, "label_of", FAULTS[fault])
    team = [
        volunteer(700000),
        volunteer(700001, ("roster", -1)),
        volunteer(700002, ("roster", -20)),
        volunteer(700003, ("data", 20)),
    ]
    named = build(standing, team, at(NOW))
    assert find_leaks(standing.output, named, TODAY) != []


HIDING: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "percent": lambda name: quote(name).encode(),
    "percent, small letters": lambda name: quote(name).lower().encode(),
    "JSON": lambda name: json.dumps(name).encode(),
    "JSON, large letters": lambda name: json.dumps(name).upper().replace("\\U", "\\u").encode(),
    "HTML, decimal": lambda name: "".join(f"&#{ord(c)};" for c in name).encode(),
    "HTML, hexadecimal": lambda name: "".join(f"&#x{ord(c):X};" for c in name).encode(),
    "percent in HTML": lambda name: html.escape(f"a&{quote(name)}").encode(),
    "HTML in JSON": lambda name: json.dumps("".join(f"&#{ord(c)};" for c in name)).encode(),
    "gzip": lambda name: gzip.compress(name.encode()),
    "JSON in gzip": lambda name: gzip.compress(json.dumps(name).encode()),
    "folded iCalendar": lambda name: f"SUMMARY:{name[:3]}\r\n {name[3:]}\r\n".encode(),
    "UTF-16": lambda name: name.encode("utf-16"),
    "CSV with a BOM": lambda name: f'"a","{name}"'.encode("utf-8-sig"),
}


@pytest.mark.parametrize("hiding", HIDING)
def test_the_search_sees_a_name_however_it_is_written(tmp_path: Path, hiding: str) -> None:
    (tmp_path / "index.bin").write_bytes(HIDING[hiding](TEAM[0].name))
    assert find_leaks(tmp_path, {}, TODAY) == [("index.bin", TEAM[0].name)]


def test_the_search_opens_archives_and_reads_file_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "table.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{TEAM[0].name}</t>")
    (tmp_path / quote(TEAM[1].name)).mkdir()
    assert {name for _, name in names_in(tmp_path)} == {TEAM[0].name, TEAM[1].name}


def test_earlier_sites_keep_a_withdrawn_name_until_they_are_dropped(tmp_path: Path) -> None:
    """What `kangle forget` says of them: after .kangle is removed, no byte of the project but its history has it."""
    project = make_project(tmp_path / "project")
    build(project, TEAM, at(NOW))
    build(project, [], at(NOW))
    assert list(names_in(project.output)) == []
    kept = {name for _, name in names_in(project.folder / ".kangle" / "output" / "releases")}
    assert kept >= {p.name for p in TEAM if p.place in ON_DUTY}
    shutil.rmtree(project.folder / ".kangle")
    build(project, [], at(NOW))
    assert list(names_in(project.folder)) == []
