"""The pages that show duty: months, the sheet, the shifts that want people, the screen in the hall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from plugins.directory import roster_months
from plugins.directory.rosters import MONTHS, months_of
from plugins.directory.wanted import WEEKS, wanted_of
from plugins.model.moments import SHANGHAI
from plugins.model.parts import Consent
from plugins.model.sources import Sources
from plugins.rules.reader import read
from plugins.site.duty import duties
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests.conftest import TOWN, at, plan

NOW = "2026-11-23 09:30"
NAMES = ("王阿姨", "李师傅", "陈同学")
CLOCKS = st.datetimes(datetime(2026, 10, 1), datetime(2027, 4, 30))


@pytest.fixture(scope="module")
def content() -> Sources:
    found = read(TOWN).sources
    assert found
    return found


def view(pages: dict[str, Page], address: str) -> Any:
    return pages[address].view


def months(pages: dict[str, Page], roster: str) -> list[str]:
    return [a.split("/")[3] for a in pages if a.startswith(f"/rosters/{roster}/2")]


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2026-09-15", ["2026-11", "2026-12", "2027-01"]),
        ("2026-11-30 23:59", ["2026-11", "2026-12", "2027-01"]),
        ("2026-12-01", ["2026-12", "2027-01"]),
        ("2027-01-31", ["2027-01"]),
        ("2027-02-01", []),
    ],
)
def test_months_have_a_page_from_the_current_one_to_the_rosters_last(
    sources: Sources, now: str, wanted: list[str]
) -> None:
    assert months(plan(make_site(sources, at(now))), "library-desk") == wanted


def test_at_most_six_months_have_a_page(sources: Sources) -> None:
    long = sources.rosters[0].model_copy(update={"until": date(2030, 1, 1)})
    found = months_of(long, date(2026, 11, 23))
    assert (len(found), found[0], found[-1]) == (MONTHS, date(2026, 11, 1), date(2027, 4, 1))


def test_months_lead_to_each_other(pages: dict[str, Page]) -> None:
    chain = [view(pages, f"/rosters/library-desk/{m}/") for m in ("2026-11", "2026-12", "2027-01")]
    assert [v.previous and v.previous.url for v in chain] == [
        None,
        "/rosters/library-desk/2026-11/",
        "/rosters/library-desk/2026-12/",
    ]
    assert [v.next and v.next.url for v in chain] == [
        "/rosters/library-desk/2026-12/",
        "/rosters/library-desk/2027-01/",
        None,
    ]


@given(CLOCKS)
@limits(max_examples=25)
def test_a_month_shows_each_of_its_days_once_with_exactly_its_shifts(content: Sources, moment: datetime) -> None:
    site = make_site(content, moment.replace(tzinfo=SHANGHAI))
    for address, page in plan(site).items():
        if page.template != "roster_month.html":
            continue
        roster = next(r for r in content.rosters if r.id == address.split("/")[2])
        first = date.fromisoformat(address.split("/")[3] + "-01")
        shown = page.view
        assert {len(week) for week in shown.weeks} == {7}
        days = [day for week in shown.weeks for day in week]
        covered = [day for day in days if day.covered]
        following = (first + timedelta(days=31)).replace(day=1)
        assert [d.date.iso for d in covered] == [
            (first + timedelta(days=n)).isoformat() for n in range((following - first).days)
        ]
        assert all(not day.shifts for day in days if not day.covered)
        found = duties(roster, content, first, following - timedelta(days=1), site.today)
        texts = [(d.date.iso, s.duty, s.people) for d in covered for s in d.shifts]
        assert texts == [(d.starts.date().isoformat(), d.duty, "、".join(d.people)) for d in found]


def test_wanted_names_nobody_and_counts_every_missing_person(pages: dict[str, Page], site: Site) -> None:
    shown = view(pages, "/rosters/wanted/")
    (team,) = shown.teams
    assert (team.id, team.total, team.phone.number) == ("helpers", "截至 11月23日，还缺 10 人次", "0755-5550-0131")
    (roster,) = team.rosters
    rows = [(s.time, s.duty, s.missing, [d.iso for d in s.dates]) for s in roster.shifts]
    assert rows == [
        (
            "周三 14:00—17:00",
            "整理书架",
            "缺 1 人",
            [(date(2026, 11, 25) + timedelta(weeks=n)).isoformat() for n in range(8)],
        ),
        ("周日 9:00—11:00", "搬书", "缺 2 人", ["2026-12-06"]),
    ]
    assert not [word for word in (*NAMES, "岗义工") if word in repr(shown)]


@given(CLOCKS)
@limits(max_examples=40)
def test_wanted_holds_exactly_the_short_shifts_of_eight_weeks(content: Sources, moment: datetime) -> None:
    site = make_site(content, moment.replace(tzinfo=SHANGHAI))
    counted = 0
    for roster in content.rosters:
        for duty in duties(roster, content, date(2026, 1, 1), date(2028, 1, 1), site.today):
            day = duty.starts.date()
            if not duty.cancelled and duty.starts > site.now and day <= site.today + timedelta(weeks=WEEKS):
                counted += max(0, duty.needs - len(duty.people))
    shown = plan(site)["/rosters/wanted/"].view
    rows = [s for team in shown.teams for roster in team.rosters for s in roster.shifts]
    assert sum(int(s.missing.split()[1]) * len(s.dates) for s in rows) == counted
    assert sum(int(team.total.split()[2]) for team in shown.teams) == counted


def test_a_team_leads_to_its_wanted_shifts_and_one_without_does_not(pages: dict[str, Page], site: Site) -> None:
    helpers, patrol = (view(pages, f"/organizations/{name}/") for name in ("helpers", "patrol"))
    assert (helpers.wanted.url, helpers.wanted.note) == (
        "/rosters/wanted/#helpers",
        "欢迎来帮忙。",
    )
    assert patrol.wanted is None
    assert sum(duty.missing for duty in wanted_of(site.sources.rosters[0], site)) == 10


def lines(day: Any) -> list[str]:
    return [f"{line.time} {line.duty} {line.people} {line.missing}".strip() for line in day.lines]


def test_the_screen_holds_last_night_today_and_six_days_more(sources: Sources) -> None:
    screen = view(plan(make_site(sources, at("2026-11-28 00:30"))), "/screen/")
    assert [d.date.iso for d in screen.days] == [f"2026-11-{n}" for n in range(27, 31)] + [
        f"2026-12-0{n}" for n in range(1, 5)
    ]
    assert [d.date.iso for d in screen.days if d.today] == ["2026-11-28"]
    assert lines(screen.days[0]) == ["22:00—次日2:00 夜间看护 值班社工"]
    assert lines(screen.days[1]) == []


def test_the_screen_leaves_out_of_yesterday_what_has_ended_and_everywhere_what_is_cancelled(sources: Sources) -> None:
    screen = view(plan(make_site(sources, at("2026-12-01 00:30"))), "/screen/")
    assert lines(screen.days[0]) == []
    friday = next(d for d in screen.days if d.date.iso == "2026-12-04")
    assert lines(friday) == []


def consented(sources: Sources, purpose: str, until: str) -> Sources:
    """The example, where helper-1 has one consent, to one purpose."""
    consent = Consent.model_validate({"field": "display", "purpose": purpose, "until": until, "record": "示例"})
    one, *others = sources.people
    return replace(sources, people=(one.model_copy(update={"consents": (consent,)}), *others))


@pytest.mark.parametrize(("until", "named"), [("2026-11-29", []), ("2026-12-06", ["2026-11-30"])])
def test_the_screen_names_by_its_own_consent_and_only_on_days_on_which_it_holds(
    sources: Sources, until: str, named: list[str]
) -> None:
    found = consented(sources, "screen", until)
    screen = view(plan(make_site(found, at("2026-11-25 09:00"))), "/screen/")
    assert [d.date.iso for d in screen.days if "王阿姨" in repr(d)] == named


def test_without_a_consent_to_the_screen_nobody_is_named_there(pages: dict[str, Page]) -> None:
    assert not [name for name in NAMES if name in repr(view(pages, "/screen/"))]


def test_what_is_for_paper_and_the_hall_is_not_for_search_engines(pages: dict[str, Page]) -> None:
    for address in ("/screen/", "/rosters/library-desk/print/"):
        assert (pages[address].indexed, pages[address].view.head.robots) == (False, "noindex")


def test_the_sheet_names_only_whom_it_may_name_to_its_last_day(sources: Sources) -> None:
    site = make_site(consented(sources, "roster", "2026-12-20"), at(NOW))
    assert "王阿姨" in repr(view(plan(site), "/rosters/library-desk/"))
    assert "王阿姨" not in repr(view(plan(site), "/rosters/library-desk/print/"))


def test_a_sheet_covers_as_many_weeks_as_paper_holds(site: Site) -> None:
    sheet = view(plan(site), "/rosters/library-desk/print/")
    assert len(sheet.weeks) == roster_months.SHEET_WEEKS
    roster = site.sources.rosters[0]
    crowd = tuple(
        p.model_copy(update={"starts": time(8 + n), "ends": time(9 + n)}) for p in roster.pattern for n in range(10)
    )
    busy = replace(site.sources, rosters=(roster.model_copy(update={"pattern": crowd, "changes": ()}),))
    crowded = view(plan(make_site(busy, at(NOW))), "/rosters/library-desk/print/")
    assert 1 <= len(crowded.weeks) < roster_months.SHEET_WEEKS
    assert sum(map(roster_months._count_lines, crowded.weeks)) <= roster_months.SHEET_LINES


def test_signs_stand_for_the_duties_of_a_sheet(pages: dict[str, Page]) -> None:
    sheet = view(pages, "/rosters/library-desk/print/")
    assert sheet.key == ("① 借还登记", "② 搬书", "③ 整理书架", "④ 夜间看护")
    times = [s.time for week in sheet.weeks for d in week for s in d.shifts]
    assert times[:3] == ["①9:00—12:00", "③14:00—17:00", "④22:00—次日2:00"]


@given(st.dates(date(2026, 10, 1), date(2027, 4, 1)))
@limits(max_examples=20)
def test_pages_of_duty_change_only_when_the_site_says_they_may(content: Sources, day: date) -> None:
    """From one moment of next_change to the next every page of duty stays as it is."""
    moment = datetime.combine(day, time(8, 10), SHANGHAI)
    site = make_site(content, moment)
    kinds = {"rosters", "screen", "organizations"}
    shown = {a: p.view for a, p in plan(site).items() if a.split("/")[1] in kinds}
    just_before = site.until - timedelta(minutes=1)
    later = plan(make_site(content, just_before))
    assert {a: later[a].view for a in shown} == shown
