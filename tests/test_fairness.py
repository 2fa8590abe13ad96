"""The coordinator's table of who serves how much: counted right, and on no page."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugins.commands import main
from plugins.commands.fairness import as_csv, as_text, weigh
from plugins.model import Organization, Person
from plugins.model.sources import Sources
from tests.builds import build_here
from tests.conftest import EXAMPLE, NOW, ROOT
from tests.test_roster_rules import MONDAY, TICK, invent, model, spell_out

PERIOD = (date(2026, 11, 1), date(2026, 12, 31))
TEXT = """\
值班分布 2026-11-01 至 2026-12-31（只供排班参考，请不要公开）

邻里互助队：4 人，最少 24.0 小时，居中 28.5 小时，最多 30.0 小时
    小时  班次  人员
    30.0    10  3号岗义工（helper-3）
    29.0    10  1号岗义工（helper-1）
    28.0     7  值班社工（helper-4）
    24.0     8  2号岗义工（helper-2）

哪支队伍都没有排到：没有
"""


def test_the_table_is_read_team_by_team(sources: Sources) -> None:
    assert as_text(weigh(sources, *PERIOD)) == TEXT


def test_who_has_no_shift_in_the_period_is_named(sources: Sources) -> None:
    lines = as_text(weigh(sources, date(2026, 11, 27), date(2026, 11, 27))).splitlines()
    assert lines[2] == "邻里互助队：4 人，最少 0.0 小时，居中 0.0 小时，最多 4.0 小时"
    idle = "1号岗义工（helper-1）、2号岗义工（helper-2）、3号岗义工（helper-3）"
    assert lines[-3:] == [f"  这段时间没有排到：{idle}", "", f"哪支队伍都没有排到：{idle}"]


def test_who_is_on_no_roster_is_named_and_has_a_row(sources: Sources) -> None:
    more = replace(sources, people=(*sources.people, Person(path="", id="new", roles=("新来的义工",))))
    table = weigh(more, *PERIOD)
    assert as_text(table).endswith("哪支队伍都没有排到：新来的义工（new）\n")
    assert as_csv(table).endswith(",new,新来的义工,0,0.00,2026-11-01,2026-12-31\r\n")


def test_hours_and_shifts_are_those_of_the_oracle() -> None:
    people = tuple(Person(path="", id=f"p{n}", roles=(f"{n}号岗",)) for n in range(1, 5))
    teams = tuple(Organization.model_construct(path="", id=f"team-{n}", name=f"team-{n}") for n in (1, 2))
    for seed in range(300):
        case = invent(seed)
        since, until = MONDAY + timedelta(days=seed % 9), MONDAY + timedelta(days=seed % 9 + 6)
        expected: dict[tuple[str, str], tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        for spell in spell_out(case):
            for person in spell.people if since <= MONDAY + timedelta(days=spell.day) <= until else ():
                shifts, hours = expected[spell.team, person]
                expected[spell.team, person] = shifts + 1, hours + len(spell.ticks) * TICK / 60
        table = weigh(replace(model(case), people=people, organizations=teams), since, until)
        found = {(t.name, m.person): (m.shifts, m.hours) for t in table.teams for m in t.members if m.shifts}
        assert found == expected, seed
        for team in table.teams:
            in_order = sorted(m.hours for m in team.members)
            half = len(in_order) // 2
            assert (team.least, team.most) == (in_order[0], in_order[-1])
            assert team.middle == (in_order[half] + in_order[-1 - half]) / 2
            assert {m.person for m in team.idle} == {m.person for m in team.members if not m.hours}


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_the_command_prints_the_table_and_nothing_else() -> None:
    done = run("check", str(EXAMPLE), "--fairness", "2026-11-01..2026-12-31")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("值班分布 2026-11-01 至 2026-12-31")


def test_the_csv_is_one_excel_reads() -> None:
    done = run("check", str(EXAMPLE), "--fairness", "2026-11-01..2026-12-31", "--format", "csv")
    assert done.stdout.startswith("\ufeff队伍,人员编号,岗位,班次,小时,从,到")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert (rows[0]["人员编号"], rows[0]["班次"], rows[0]["小时"]) == ("helper-3", "10", "30.00")


@pytest.mark.parametrize(
    "words",
    [
        ("--fairness", "2026-11-01"),
        ("--fairness", "2026-12-31..2026-11-01"),
        ("--fairness", "2026-11-01..2026-12-31", "--format", "json"),
        ("--format", "csv"),
    ],
)
def test_a_period_or_format_that_cannot_be_is_wrong_usage(words: tuple[str, ...]) -> None:
    done = run("check", str(EXAMPLE), *words)
    assert (done.exit_code, done.stdout) == (2, "")


def test_sources_with_errors_give_no_table() -> None:
    done = run("check", str(ROOT / "tests/site_broken"), "--fairness", "2026-11-01..2026-12-31")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "data/rosters/two-at-once.yaml:8:56" in done.stderr


SECRETS = ("值班分布", "没有排到", "helper-1", "helper-2", "helper-3", "helper-4")


def leaks(folder: Path) -> Iterator[str]:
    """The files of a folder that hold something of the table."""
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        data = file.read_bytes()
        yield from (f"{file.name}: {word}" for word in SECRETS if word.encode() in data)


def test_nothing_of_the_table_is_in_the_output(tmp_path: Path) -> None:
    output = tmp_path / "output"
    build_here(EXAMPLE, output, NOW)
    assert len(list(output.rglob("*.html"))) > 30
    assert list(leaks(output)) == []
    (output / "table.txt").write_text(TEXT, "utf-8")
    assert len(list(leaks(output))) == len(SECRETS)


def test_only_the_check_knows_the_table() -> None:
    users = [f.name for f in (ROOT / "plugins").rglob("*.py") if "commands.fairness" in f.read_text("utf-8")]
    assert users == ["check.py"]
