"""What is typed in the right form and cannot be meant; and what is right is not accused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.rules.reader import read
from plugins.site.duty import duties
from plugins.site.site import make_site
from plugins.text.targets import explain_address
from tests.conftest import SITES, Change, at, change_site, plan

ROSTER = "data/rosters/library-desk.yaml"
LOCATIONS = "data/locations.yaml"
HOLIDAY = "    - {from: 2027-01-01, closed: true, note: 元旦闭馆}\n"
CLOSED = (
    '    - {from: 2026-12-30, until: 2026-12-31, hours: "09:00-12:00", note: 年底盘点，下午不开}\n' + HOLIDAY,
    HOLIDAY + "  closed: {from: 2026-12-01, until: 2026-12-31, notice: 地面翻新，暂停开放}\n",
)
Changed = Callable[[Change], Sources]


@pytest.fixture
def shut(changed: Changed) -> Sources:
    """The example, whose library is closed in December."""
    return changed({LOCATIONS: CLOSED})


def test_every_shift_in_a_closed_room_stands_still_and_says_why(shut: Sources) -> None:
    found = duties(shut.rosters[0], shut, date(2026, 11, 23), date(2027, 1, 31), date(2026, 11, 23))
    december = [duty for duty in found if duty.day.month == 12]
    assert december
    assert all(duty.cancelled for duty in december)
    assert {duty.note for duty in december} == {"地面翻新，暂停开放", "停电"}
    assert [d.day for d in found if d.cancelled and d.day.month != 12] == [date(2027, 1, 1)]


def test_a_day_on_which_a_room_is_closed_by_exception_is_one_too(sources: Sources) -> None:
    (friday,) = duties(sources.rosters[0], sources, date(2027, 1, 1), date(2027, 1, 1), date(2026, 11, 23))
    assert (friday.cancelled, friday.note) == (True, "元旦闭馆")


def test_the_screen_says_of_a_closed_room_that_nobody_need_come(shut: Sources) -> None:
    screen = plan(make_site(shut, at("2026-12-02 09:00")))["/screen/"].view
    today = next(day for day in screen.days if day.today)  # type: ignore[attr-defined]
    assert [(line.people, line.missing) for line in today.lines] == [("", "停班")]


def test_wanted_asks_nobody_into_a_closed_room_and_says_so(shut: Sources) -> None:
    view = plan(make_site(shut, at("2026-11-23 09:30")))["/rosters/wanted/"].view
    rosters = [roster for team in view.teams for roster in team.rosters]  # type: ignore[attr-defined]
    days = {day.iso for roster in rosters for shift in roster.shifts for day in shift.dates}
    assert days
    assert not [day for day in days if day.startswith("2026-12")]
    assert rosters[0].halts[0].words == "12月1日 周二 至 12月31日 周四 停班：地面翻新，暂停开放"


def test_the_check_counts_the_shifts_of_a_closed_room_once(tmp_path: Path) -> None:
    found = told(tmp_path, {LOCATIONS: CLOSED})
    assert [p.message for p in found if "不开" in p.message] == [
        "“图书室”这段时间不开，2026-12-02 至 2027-01-01 有 14 班，网页都写停班"
    ]


def told(folder: Path, changes: Change, day: date = date(2026, 11, 23)) -> tuple[Problem, ...]:
    """Every problem of the example with a change, as seen on a day."""
    return read(change_site(folder, changes)).problems_on(day)


LONG = "  - {weekday: Fr, starts: 22:00, ends: 02:00, duty: 夜间看护, people: [helper-4]}\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({ROSTER: (LONG, LONG.replace("02:00", "20:00"))}, "22:00 到次日 20:00，一班 22 小时，多于一天最多的 8 小时"),
        ({ROSTER: (LONG, LONG.replace("ends: 02:00", "ends: 07:30"))}, "一班 9.5 小时"),
        ({ROSTER: ("remove: [helper-2]", "remove: [helper-2, helper-3]")}, "“helper-3”不在这一班里"),
        ({ROSTER: ("cancelled: true, ", "cancelled: true, add: [helper-3], ")}, "这一班停了，加的人不会显示"),
        ({ROSTER: ("cancelled: true, note: 停电", "note: 停班一次")}, "可是没有加人、减人，也没有停班"),
        ({ROSTER: ("  - {date: 2026-12-04", "  - {date: 2026-12-06, starts: 09:00}\n  - {date: 2026-12-04")}, "写在 shifts 第 1 项"),
        ({"data/workdays.yaml": ("[2026-10-10]", "[2026-10-12]")}, "2026-10-12 是星期一，本来就上班"),
        ({"data/workdays.yaml": ("[2026-10-10]", "[2026-10-04]")}, "2026-10-04 在国庆节放假里"),
        ({"data/workdays.yaml": ("year: 2026", "year: 0226")}, "数字太小"),
        ({"data/people.yaml": ("display: 王阿姨", "display: null")}, "“null”是程序里“没有”的意思"),
        ({"news/2026/lantern.md": ("places: [spruce]", "places: [spruce, spruce]")}, "“spruce”写了两次"),
        ({"policies/pets-2024.md": ("---\ntitle", "---\nsupersedes: [pets-2026]\ntitle")}, "绕成了一个圈"),
    ],
)  # fmt: skip
def test_a_slip_is_told(tmp_path: Path, change: Change, said: str) -> None:
    problems = told(tmp_path, change)
    found = [p for p in problems if said in p.message]
    assert found, [str(p) for p in problems]
    assert min(p.line for p in found) >= 1


@pytest.mark.parametrize("name", SITES)
def test_nothing_that_is_right_is_accused(name: str) -> None:
    """The example sites hold what a community writes; each of their warnings is known."""
    usual = ("同意书", "这段时间不开", "钟点不同", "请假，有")
    found = read(SITES[name]).problems_on(date(2026, 11, 23))
    assert [str(p) for p in found if not any(word in p.message for word in usual)] == []


def test_a_word_in_quotes_is_that_word(tmp_path: Path) -> None:
    assert [
        p for p in told(tmp_path, {"data/people.yaml": ("display: 王阿姨", 'display: "null"')}) if "null" in p.message
    ] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://zh.wikipedia.org/wiki/云杉_（植物）",
        "https://example.org/a(b)",
        "https://example.org/?q=a,b;c",
        "https://1.2.3.4:8080/",
        "https://[2001:db8::1]/",
        "mailto:desk@example.org",
        "tel:+86-755-5550-0101",
    ],
)
def test_a_whole_address_is_left_alone(address: str) -> None:
    assert explain_address(address) is None


@pytest.mark.parametrize(
    ("address", "until"),
    [
        ("https://example.org/a。", "https://example.org/a"),
        ("https://example.org/（见附件）。", "https://example.org/（见附件）"),
    ],
)
def test_what_follows_an_address_is_cut_off_in_the_mend(address: str, until: str) -> None:
    wrong = explain_address(address)
    assert wrong
    assert f"网址到 {until} 为止" in wrong[1]


def activity(title: str, hours: str = "09:00|11:00", more: str = "") -> str:
    starts, ends = hours.split("|")
    return (
        f"---\ntitle: {title}\nsummary: 一起来。\ndate: 2026-11-20\nstarts: 2026-12-12 {starts}\nends: 2026-12-12 {ends}\n"
        f"location: library\n{more}---\n欢迎。\n"
    )


def test_two_activities_in_one_room_are_told_once_with_how_often(tmp_path: Path) -> None:
    weekly = "every: 周六\nuntil: 2026-12-26\n"
    change: Change = {
        "activities/2026/x-a.md": activity("读书", more=weekly),
        "activities/2026/x-b.md": activity("下棋", "10:30|12:00", weekly),
        "activities/2026/x-c.md": activity("取消的", more="state: cancelled\n"),
        "activities/2026/x-d.md": activity("接着来的", "12:00|13:00"),
    }
    found = [p for p in told(tmp_path, change) if "同时用" in p.message]
    assert [(p.path, p.message) for p in found] == [
        (
            "activities/2026/x-b.md",
            "和《读书》（activities/2026/x-a.md）同时用“图书室”：2026-12-12 10:30—12:00；共 3 次",
        )
    ]


def test_an_activity_in_a_closed_room_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, {LOCATIONS: CLOSED, "activities/2026/x-a.md": activity("读书")})
    assert [p.path for p in found if "2026-12-12 不开：地面翻新" in p.message] == ["activities/2026/x-a.md"]


def test_a_meeting_in_a_closed_room_or_in_the_midst_of_an_activity_is_told(tmp_path: Path) -> None:
    text = "---\ntitle: 座谈会\nsummary: 说说书。\ndate: {}\nlocation: library\nagenda: [书]\n---\n\n来坐坐。\n"
    reading = (
        "---\ntitle: 读书\nsummary: 一起读。\ndate: 2026-11-01\nstarts: 2026-12-12 10:00\nends: 2026-12-12 12:00\n"
        "location: library\n---\n\n来读。\n"
    )
    changes = {
        "activities/2026/x-a.md": reading,
        "meetings/2026/x-shut.md": text.format("2027-01-01 10:00"),
        "meetings/2026/x-late.md": text.format("2026-12-12 11:00"),
        "meetings/2026/x-next.md": text.format("2026-12-12 12:00"),
    }
    found = [(p.path, p.message) for p in told(tmp_path, changes) if "同时用" in p.message or " 不开：" in p.message]
    assert found == [
        ("meetings/2026/x-late.md", "和《读书》（activities/2026/x-a.md）同时用“图书室”：2026-12-12 11:00 起"),
        ("meetings/2026/x-shut.md", "“图书室”2027-01-01 不开：元旦闭馆"),
    ]


def test_two_teams_in_one_room_at_one_time_are_told_once_and_offices_or_shared_rooms_are_not(tmp_path: Path) -> None:
    place = "  meets: Mo-Su 07:00-08:00\n  location: square\n"
    team = "\n- id: {id}\n  name: {name}\n  kind: {kind}\n  purpose: 一起练。\n  meets: {meets}\n  location: library\n"
    more = (
        ("drums", "腰鼓队", "club", "Sa 09:30-10:30; Su 09:30-10:30"),
        ("songs", "唱歌队", "club", "Sa 11:00-12:00"),
        ("council", "议事小组", "committee", "Sa 09:00-12:00"),
    )
    names = ("id", "name", "kind", "meets")
    teams = "".join(team.format(**dict(zip(names, one, strict=True))) for one in more)
    change: Change = {"data/organizations.yaml": (place, "  meets: Sa,Su 10:00-11:00\n  location: library\n" + teams)}
    found = [(p.field, p.message) for p in told(tmp_path, change) if "同时用" in p.message]
    assert found == [("meets", "和“太极队”的活动时间（data/organizations.yaml）同时用“图书室”：2026-11-28 10:00—10:30")]


def test_an_activity_in_the_midst_of_another_teams_meeting_is_told(tmp_path: Path) -> None:
    place = "  meets: Mo-Su 07:00-08:00\n  location: square\n"
    change: Change = {
        "data/organizations.yaml": (place, "  meets: Sa 10:00-11:00\n  location: library\n"),
        "activities/2026/x-a.md": activity("读书", more="every: 周六\nuntil: 2026-12-26\n"),
        "activities/2026/x-b.md": activity("早读", "08:00|10:00"),
        "activities/2026/x-c.md": activity("推手", "13:00|14:00", "organization: tai-chi\n"),
        "activities/2026/x-d.md": activity("打拳", "10:00|11:00", "organization: tai-chi\nstate: cancelled\n"),
    }
    found = [(p.path, p.message) for p in told(tmp_path, change) if "太极队" in p.message]
    assert found == [
        (
            "activities/2026/x-a.md",
            "和“太极队”的活动时间（data/organizations.yaml）同时用“图书室”：2026-12-12 9:00—11:00；共 3 次",
        )
    ]
