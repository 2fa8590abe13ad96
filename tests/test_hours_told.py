"""What is told of opening hours: table, sentence, JSON-LD and HSDS, read back for every day of a year.

FULL=1 (`make hours`) reads 500 random hours, the everyday run a sample of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import orjson
import pytest
from markupsafe import Markup
from opening_hours import OpeningHours

from plugins.directory.hsds import make_tables
from plugins.model import Location, WorkdayYear
from plugins.model.hours_text import parse_hours
from plugins.rules.reader import read
from plugins.site.frame_views import HeadView
from plugins.site.json_ld import add_json_ld
from plugins.site.opening import closure_words, decide, opening_of, special_days, week_rows
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from plugins.site.words import hours_sentence
from tests.conftest import TOWN, at
from tests.hours_oracle import DAYS as YEAR
from tests.hours_oracle import is_holiday, is_workday
from tests.hours_readers import (
    Reader,
    differences,
    random_cases,
    read_hsds,
    read_json_ld,
    read_sentence,
    read_special,
    read_table,
)

COUNT = 500 if os.environ.get("FULL") else 40
CASES = random_cases(2026, COUNT)


@pytest.fixture(scope="module")
def city() -> Site:
    """The town on the first day of its published year, with the school's holidays."""
    sources = read(TOWN).sources
    assert sources
    [year] = sources.workdays
    school = [
        {"name": "寒假", "from": "2026-01-31", "until": "2026-03-01"},
        {"name": "暑假", "from": "2026-07-11", "until": "2026-08-31"},
    ]
    row = year.model_dump(by_alias=True, mode="json") | {"school": school, "path": year.path, "at": year.at}
    row["year"] = str(row["year"])
    return make_site(replace(sources, workdays=(WorkdayYear.model_validate(row),)), at("2026-01-01 00:00"))


@pytest.fixture(scope="module")
def locations() -> list[Location]:
    return [case.location() for case in CASES]


OFF = {day for day in YEAR if is_holiday(day)}
WORK = {day for day in YEAR if is_workday(day)}
SCHOOL = {
    day for day in YEAR if date(2026, 1, 31) <= day <= date(2026, 3, 1) or date(2026, 7, 11) <= day <= date(2026, 8, 31)
}


def truth_of(location: Location, site: Site) -> Reader:
    opening = opening_of(location, site)
    return lambda day: decide(opening, site.sources.workdays, day).schedule.spans


def bare(location: Location) -> Location:
    """The location without what the week table does not tell."""
    return location.model_copy(update={"exceptions": (), "closed": None})


def told_by_page(location: Location, site: Site) -> Reader:
    """Everything the page says: a closure, the days that differ, the table."""
    inner = read_special(special_days(location, site), read_table(week_rows(location, site), OFF, WORK, SCHOOL))
    closed = location.closed
    assert not closed or closure_words(location, site)
    return lambda day: (
        () if closed and closed.from_ <= day and (not closed.until or day <= closed.until) else inner(day)
    )


def told_by_sentence(location: Location, site: Site) -> Reader:
    assert location.hours
    return read_sentence(hours_sentence(location.hours), OFF, SCHOOL)


def told_by_json_ld(location: Location, site: Site) -> Reader:
    sources = replace(site.sources, locations=(location,))
    alone = replace(site, sources=sources)
    address = f"/locations/{location.id}/"
    [page] = add_json_ld([Page(address, "", lambda: None, "")], alone)  # type: ignore[arg-type,return-value]
    assert page.describe
    text = page.describe(HeadView("甲", "甲", address, "locations"))
    assert isinstance(text, Markup)
    return read_json_ld(orjson.loads(str(text))["@graph"][0], OFF)


def told_by_hsds(location: Location, site: Site) -> Reader:
    sources = replace(site.sources, locations=(location,), services=(), organizations=())
    rows = make_tables(replace(site, sources=sources))["schedules"]
    return read_hsds(orjson.loads(orjson.dumps(rows)))


def report(name: str, wrong: list[str], count: int) -> None:
    print(f"{name}: {count} hours, {count * len(YEAR)} days, {len(wrong)} differ")
    assert wrong == []


def compare(locations: list[Location], site: Site, tell: object, days: tuple[date, ...] = YEAR) -> Iterator[str]:
    for location in locations:
        assert location.hours
        truth, told = truth_of(location, site), tell(location, site)  # type: ignore[operator]
        for day, want, said in differences(truth, told, days):
            yield f"{location.hours.text} {location.exceptions} {location.closed} {day}: {want} told as {said}"


def test_random_hours_are_of_many_kinds() -> None:
    words = ("PH", "SH", "week", "[", "off", "2026", "Jul-Aug", ", ", '"')
    assert [word for word in words if not any(word in case.text for case in CASES)] == []
    assert sum(bool(case.exceptions) for case in CASES) > COUNT / 8


def test_the_page_says_of_every_day_what_is_reckoned(city: Site, locations: list[Location]) -> None:
    report("page", list(compare(locations, city, told_by_page)), len(locations))


def test_the_sentence_says_of_every_day_what_is_reckoned(city: Site, locations: list[Location]) -> None:
    """But for weekends on which people work, which the table tells."""
    days = tuple(day for day in YEAR if day not in WORK)
    report("sentence", list(compare([bare(x) for x in locations], city, told_by_sentence, days)), len(locations))


def test_json_ld_says_of_every_day_what_is_reckoned(city: Site, locations: list[Location]) -> None:
    report("JSON-LD", list(compare(locations, city, told_by_json_ld)), len(locations))


def test_hsds_says_of_every_day_what_is_reckoned(city: Site, locations: list[Location]) -> None:
    report("HSDS", list(compare(locations, city, told_by_hsds)), len(locations))


@pytest.mark.parametrize("tell", [told_by_page, told_by_json_ld, told_by_hsds], ids=["page", "JSON-LD", "HSDS"])
def test_a_rule_that_is_left_out_is_seen(city: Site, tell: object) -> None:
    said = bare(CASES[0].location()).model_copy(update={"hours": parse_hours("Mo-Fr 09:00-18:00; 2026 Nov 24-30 off")})
    meant = said.model_copy(update={"hours": parse_hours("Mo-Fr 09:00-18:00; 2026 Nov 25-30 off")})
    told = tell(said, city)  # type: ignore[operator]
    assert [day for day, *_ in differences(truth_of(bare(meant), city), told)] == [date(2026, 11, 24)]


def test_another_program_reads_random_hours_alike(locations: list[Location]) -> None:
    """opening-hours-py, where nothing hangs on holidays or the school; it lets a night that a later rule takes away go on."""
    plain = [d for d in YEAR if not {d, d - timedelta(1)} & (OFF | WORK)][::3]
    compared = 0
    for location in locations:
        hours = location.hours
        assert hours
        nights = any(end > 1440 for rule in hours.rules for _, end in rule.spans)
        if hours.needs_school or (nights and len(hours.rules) > 1):
            continue
        other = OpeningHours(hours.text)
        for day in plain:
            for half in range(0, 48, 5):
                moment = datetime.combine(day, time(half // 2, half % 2 * 30))
                minute = moment.hour * 60 + moment.minute
                night = hours.spans_on(day - timedelta(1))
                ours = any(a <= minute < b for a, b in hours.spans_on(day)) or any(
                    a <= minute + 1440 < b for a, b in night
                )
                compared += 1
                assert ours == other.is_open(moment), f"{hours.text} {moment}"
    assert compared > COUNT * 300
