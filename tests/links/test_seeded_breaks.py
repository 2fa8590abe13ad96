"""A hundred links broken in bodies, data, templates, style and script: each is found, with the file and line to mend.

`SEED` chooses which. All breaks of the sources are made at once and told in one run of the check; all breaks of the theme
are made at once, the site is built of it, and the gates look at what came out.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.commands.check import inspect
from plugins.publish.gates import html, links
from plugins.rules.reader import read
from tests.conftest import ROOT, SITES, TOWN, at
from tests.links.built import NOW, build

SEED = os.environ.get("SEED", "kangle")
IN_BODIES, IN_DATA, IN_THEME = 35, 30, 35
FIELDS = (
    "location", "locations", "organization", "services", "guides", "frequent_guides", "station", "image", "forms", "column",
    "category", "audience", "places", "place", "officer_location", "supersedes", "buildings_of",
)  # fmt: skip
_FIELD = re.compile(rf"^\s*(?:- )?(?:{'|'.join(FIELDS)}): \[?([a-z][a-z0-9/.-]+)(?=[\],\s])", re.M)
_ATTRIBUTE = re.compile(r'\b(href|src|action|data-filter|for|aria-controls|aria-labelledby)="((?:\{\{.*?\}\}|[^"{])*)"')


@dataclass(frozen=True)
class Break:
    """One link, at its place, and what it becomes."""

    path: str
    start: int
    end: int
    new: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}:"


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def apply(folder: Path, breaks: list[Break]) -> None:
    """Make breaks; those of one file from its end on, so that each stands where it was seen."""
    for path in {b.path for b in breaks}:
        text = (folder / path).read_text("utf-8")
        for one in sorted((b for b in breaks if b.path == path), key=lambda b: -b.start):
            text = text[: one.start] + one.new + text[one.end :]
        (folder / path).write_text(text, "utf-8")


def in_bodies() -> Iterator[Break]:
    """Every link of every body, gone, in the wrong case, or to a heading that is not there."""
    sources = read(TOWN).sources
    assert sources
    for document in sources.documents():
        text = (TOWN / document.path).read_text("utf-8")
        starts = [0, *(m.end() for m in re.finditer("\n", text))]
        for number, reference in enumerate(document.body.references):
            if reference.target.startswith(("/", "#")):
                start = starts[reference.line - 1] + reference.column - 1
                end = start + len(reference.target)
                assert text[start:end] == reference.target
                plain = reference.target.partition("#")[0]
                broken = (f"{reference.target}gone", f"{reference.target.upper()}-", f"{plain}#gone")
                is_page = not plain or plain.endswith("/")
                new = broken[number % 3] if is_page and document.kind.name != "places" else broken[number % 2]
                if new.endswith("#gone") and plain and not _is_document(plain, sources):
                    new = broken[0]
                yield Break(document.path, start, end, new, reference.line)


def _is_document(address: str, sources: object) -> bool:
    from plugins.model.addresses import address_of

    return address in {address_of(d) for d in sources.documents()}  # type: ignore[attr-defined]


def in_data() -> Iterator[Break]:
    """Every id and every file that a field names."""
    for file in sorted((*TOWN.rglob("*.md"), *TOWN.rglob("*.yaml"))):
        text = file.read_text("utf-8")
        head = text[: text.index("\n---", 4)] if file.suffix == ".md" else text
        for match in _FIELD.finditer(head):
            path = file.relative_to(TOWN).as_posix()
            folder, slash, name = match[1].rpartition("/")
            new = f"{folder}{slash}gone-{name}"  # outside its folder it would be no link but a slip, told by the field
            yield Break(path, match.start(1), match.end(1), new, line_of(text, match.start(1)))


def in_theme() -> Iterator[Break]:
    """Every address and every id that a template's attribute speaks of; an address in style and one in script."""
    theme = ROOT / "theme"
    for number, file in enumerate(sorted(theme.rglob("*.html"))):
        text = file.read_text("utf-8")
        path = file.relative_to(theme).as_posix()
        for index, match in enumerate(_ATTRIBUTE.finditer(text)):
            if "tel" not in match[2] and "mailto" not in match[2] and match[2] != "{{ url }}":
                new = f"{match[2]}gone-{number}-{index}"
                yield Break(path, match.start(2), match.end(2), new, line_of(text, match.start(2)))


@pytest.fixture(scope="module")
def broken_sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Break], set[str]]:
    """The breaks that were made in a copy of the town, and the places of all that the check said."""
    chance = random.Random(SEED)
    folder = tmp_path_factory.mktemp("sources") / "content"
    shutil.copytree(TOWN, folder)
    breaks = chance.sample(list(in_bodies()), IN_BODIES) + chance.sample(list(in_data()), IN_DATA)
    apply(folder, breaks)
    problems = inspect(folder, at(NOW)).errors
    return breaks, {f"{p.path}:{p.line}:" for p in problems}


def test_every_link_broken_in_a_source_is_found_at_its_line(broken_sources: tuple[list[Break], set[str]]) -> None:
    breaks, told = broken_sources
    assert len(breaks) == IN_BODIES + IN_DATA
    assert [b.place for b in breaks if b.place not in told] == []


@pytest.mark.parametrize("url", ["", "https://example.org/kangle"])
def test_every_link_broken_in_the_theme_is_found_at_its_line(tmp_path: Path, url: str) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    every = list(in_theme())
    apply(theme, every)
    subject = build(TOWN, theme, url)
    written = b"\n".join(subject.tree.read(page) for page in subject.tree.pages())
    shown = [b for b in every if _is_shown(b, written)]
    chosen = random.Random(SEED).sample(shown, IN_THEME)
    faults = [*links.examine(subject).faults, *html.examine(subject).faults]
    told = {re.split(r"[ （]", fault)[0].rstrip(":") for fault in faults}
    told |= {found for fault in faults for found in re.findall(r"（经 ([^）]*)）", fault)}
    assert [b.place for b in chosen if f"theme/{b.place}"[:-1] not in told] == []


def _is_shown(one: Break, written: bytes) -> bool:
    """Whether a break shows on some page, and is an address or an id of this site there; a query names no page."""
    token = "gone-" + one.new.rpartition("gone-")[2]
    found = re.search(rb'"([^"]*)' + token.encode() + rb'"', written)
    return found is not None and not re.match(rb"(?:tel|mailto|webcal):|[^?]*\?", found[1])


@pytest.mark.parametrize(
    ("file", "code", "mark"),
    [
        ("static/css/base.css", 'body { background: url("img/gone.svg"); }', "theme/static/css/base.css:"),
        (
            "static/css/components/card.css",
            "p { background: url(/theme/lost.svg); }",
            "theme/static/css/components/card.css:",
        ),
        ("static/css/month/month.css", "p { background: url(/theme/gone.svg); }", "theme/static/css/month/month.css:"),
        ("static/js/clock.js", 'fetch("/gone.json");', "theme/static/js/clock.js:"),
    ],
)
def test_an_address_broken_in_style_or_script_is_found_at_its_line(
    tmp_path: Path, file: str, code: str, mark: str
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    text = (theme / file).read_text("utf-8")
    (theme / file).write_text(f"{text}{code}\n", "utf-8")
    faults = links.examine(build(ROOT / "tests" / "site", theme)).faults
    assert len(faults) == 1
    assert faults[0].startswith(f"{mark}{line_of(text, len(text))}: ")


@pytest.mark.parametrize("url", ["", "https://example.org/kangle"])
@pytest.mark.parametrize("content", SITES.values(), ids=SITES)
def test_the_site_has_no_fault(content: Path, url: str) -> None:
    subject = build(content, url=url)
    for gate in (links, html):
        found = gate.examine(subject)
        assert found.examined > 20
        assert found.faults == ()


@pytest.mark.parametrize("gate", [links, html])
def test_the_gate_finds_each_planted_fault_and_nothing_else_in_it(gate: object) -> None:
    subject = build(ROOT / "tests" / "site")
    plant: Callable[..., Iterator[tuple[str, object]]] = gate.plant  # type: ignore[attr-defined]
    for mark, faulty in plant(subject):
        faults = gate.examine(faulty).faults  # type: ignore[attr-defined]
        assert any(mark in fault for fault in faults), mark
