"""What every kind of content brings with it, kind by kind: nothing of one is forgotten without a reason that is written here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from plugins.commands.new import new
from plugins.composition import all_files
from plugins.model import KINDS, Record, Sources, address_of, data_tables
from plugins.rules.reader import read
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import EXAMPLE, NOW, ROOT, TOWN, at, plan

NO_SHEET = {
    "community": "one record",
    "synonyms": "a few words",
    "write": "one form",
    "remarks": "taken over from a server",
}
"""Lists that are no sheet; a document is no row: what it says is its body."""
NO_DATA = {
    "activities": "their calendar is open", "policies": "documents of others", "guides": "their services are there",
    "pages": "words alone", "news": "words alone; notices are a table", "community": "in the HSDS organization",
    "places": "in addresses", "grids": "their officers are persons", "people": "persons", "workdays": "the State Council's",
    "synonyms": "of the search alone", "rosters": "persons",
    "write": "one form", "forms": "to be filled in on their pages", "authors": "whose stories are in their feeds", "remarks": "words of residents, on their pages alone",
}  # fmt: skip
"""Kinds without a table of open data, and why."""
CALENDARS = {"activities": "activities.ics", "meetings": "meetings.ics"}
"""What takes place at a time, and where one subscribes to it; rosters have one each, notices those of their places."""
BY_NAME = {model.kind.name: model for model in KINDS}


@pytest.fixture(scope="module", params=(EXAMPLE, TOWN), ids=("example", "town"))
def walked(request: pytest.FixtureRequest) -> Site:
    """Each site that has one of everything."""
    sources = read(request.param).sources
    assert sources
    return make_site(sources, at(NOW))


@pytest.fixture(scope="module")
def sources(walked: Site) -> Sources:
    return walked.sources


@pytest.fixture(scope="module")
def pages(walked: Site) -> dict[str, Page]:
    return plan(walked)


@pytest.fixture(scope="module")
def files(walked: Site) -> dict[str, str]:
    return {f.file: f.data.decode("utf-8", "replace") for f in all_files(walked)}


@pytest.mark.parametrize("name", BY_NAME)
def test_a_kind_has_an_example(name: str, sources: Sources) -> None:
    assert _entries(sources, BY_NAME[name])


def _entries(sources: Sources, model: type[Record]) -> tuple[Record, ...]:
    shown: tuple[Record, ...] = tuple(sources.of(model))
    return (*shown, *(one for one in sources.drafts if type(one) is model))


@pytest.mark.parametrize("name", BY_NAME)
def test_a_kind_goes_to_excel_and_has_a_schema(name: str) -> None:
    kind = BY_NAME[name].kind
    assert kind.sheet != (kind.source.holds == "document" or name in NO_SHEET)
    assert (ROOT / "schemas" / f"{name}.json").is_file()


@pytest.mark.parametrize("name", BY_NAME)
def test_a_kind_is_open_data_or_says_why_not(name: str, sources: Sources) -> None:
    assert (name in data_tables(sources)) != (name in NO_DATA)


@pytest.mark.parametrize("name", [m.kind.name for m in KINDS if m.kind.address])
def test_a_page_of_a_kind_is_found_and_told_to_programs(name: str, sources: Sources, pages: dict[str, Page]) -> None:
    """Whatever is indexed is in the search and in the sitemap: both take every page that says so."""
    shown = [page for entry in sources.of(BY_NAME[name]) if (page := pages.get(address_of(entry)))]
    assert shown
    for page in shown:
        assert page.indexed
        assert page.view.head.robots == "index"
        assert page.view.head.json_ld


@pytest.mark.parametrize(("name", "file"), CALENDARS.items())
def test_what_takes_place_can_be_subscribed_to(name: str, file: str, sources: Sources, files: dict[str, str]) -> None:
    calendar = files[f"calendars/{file}"].replace("\r\n ", "")
    entries = sources.of(BY_NAME[name])
    assert entries
    assert [one.called for one in entries if one.called not in calendar] == []


@pytest.mark.parametrize("name", [m.kind.name for m in KINDS if m.kind.title and m.kind.name != "community"])
def test_a_telephone_of_a_person_is_found_in_every_kind(name: str, tmp_path: Path) -> None:
    """Planted behind what an entry is called, wherever its kind is written."""
    found = read(EXAMPLE).sources
    assert found
    entry = _entries(found, BY_NAME[name])[0]
    content = tmp_path / "content"
    shutil.copytree(EXAMPLE, content)
    file = content / entry.path
    text = file.read_text("utf-8")
    assert entry.called in text
    file.write_text(text.replace(entry.called, f"{entry.called} 138{'0013'}8000", 1), "utf-8")
    assert any(problem.path == entry.path for problem in read(content).problems)


@pytest.mark.parametrize("model", [m for m in KINDS if m.kind.source.holds != "document"], ids=lambda m: m.kind.name)
def test_whoever_asks_for_a_new_one_is_told_where_it_is_written(model: type[Record]) -> None:
    for word in (model.kind.name, model.kind.label):
        told = CliRunner().invoke(new, [word, "some-thing"])
        assert told.exit_code == 2
        assert f"content/{model.kind.source.pattern}" in told.output.replace("\n", "")
