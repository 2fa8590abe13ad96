"""YAML to .xlsx to YAML: the same bytes where nothing was changed, the same values wherever the change was made."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from plugins.model import MODELS, Record, Sources
from plugins.rules.reader import read
from plugins.sheets import export_lists, plan_import
from plugins.sheets.columns import SHEETS, all_tables, tables_of
from tests.conftest import EXAMPLE, SITES
from tests.sheets.books import ALL, add_row, drop_row, library_of, plan, put, text_of

FULL = bool(os.environ.get("FULL"))


def nothing(book: Workbook) -> None:
    """Open and save."""


@pytest.mark.parametrize("content", SITES.values(), ids=SITES)
def test_a_workbook_nobody_changed_changes_nothing(content: Path) -> None:
    transfer = plan(nothing, content)
    assert (transfer.changes, transfer.notes, transfer.problems, dict(transfer.files)) == ((), (), (), {})


def test_a_file_without_a_last_line_end_is_left_as_it_is(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(EXAMPLE, content)
    for file in content.rglob("*.yaml"):
        file.write_bytes(file.read_bytes().rstrip(b"\n"))
    transfer = plan(nothing, content)
    assert (transfer.changes, dict(transfer.files)) == ((), {})


@pytest.mark.parametrize("content", SITES.values(), ids=SITES)
def test_every_value_stands_in_the_workbook(content: Path, tmp_path: Path) -> None:
    """Imported into a site where each list is empty, the workbook brings back every value of every list."""
    empty = tmp_path / "content"
    shutil.copytree(content, empty)
    for model in SHEETS.values():
        if "*" not in model.kind.source.pattern:
            (empty / model.kind.source.pattern).write_text("[]\n", "utf-8")
    for folder in ("data/rosters", "data/cases"):
        shutil.rmtree(empty / folder, ignore_errors=True)
    transfer = plan_import(library_of(empty), export_lists(library_of(content), ALL), "社区.xlsx")
    assert transfer.problems == ()
    for path, data in transfer.files.items():
        (empty / path).parent.mkdir(exist_ok=True)
        (empty / path).write_bytes(data)
    old, new = read(content).sources, read(empty).sources
    assert old
    assert new
    for kind in SHEETS:
        assert entries_of(new, kind) == entries_of(old, kind), kind


def entries_of(sources: Sources, kind: str) -> list[Record]:
    """Every entry of a kind, shown or not, wherever it stands."""
    model = MODELS[kind]
    found = [*sources.of(model), *(one for one in sources.drafts if type(one) is model)]
    return [one.model_copy(update={"path": "", "at": ()}) for one in found]


def test_a_workbook_is_the_same_bytes_every_time() -> None:
    assert export_lists(library_of(), ALL) == export_lists(library_of(), ALL)


def test_what_has_no_place_in_a_sheet_is_known() -> None:
    """A new field either has a column or is named here."""
    left_out = set()
    for kind, model in SHEETS.items():
        tables = tables_of(kind)
        shown = {column.path[0] for column in tables[0].columns} | {table.part for table in tables[1:]}
        left_out |= {f"{kind}.{f.alias or n}" for n, f in model.model_fields.items() if f.title} - {
            f"{kind}.{n}" for n in shown
        }
    assert left_out == set()


there_and_back = [
    (put("服务", "bus-card", "名称", "代办公交卡"), put("服务", "bus-card", "名称", "代办乘车证")),
    (put("服务的电话", 3, "用途", None), put("服务的电话", 3, "用途", "预约")),
    (put("场所的电话", 3, "号码", "12345"), put("场所的电话", 3, "号码", "0755-5550-0101")),
    (put("每周安排", 3, "人员", None), put("每周安排", 3, "人员", "helper-1、helper-2")),
    (put("每周安排", 4, "人员", "helper-1、helper-3、helper-4"), put("每周安排", 4, "人员", "helper-3")),
    (put("变动", 3, "说明", None), put("变动", 3, "说明", "和周三对调")),
    (put("单独的班次", 3, "结束", "2026-12-06 12:00"), put("单独的班次", 3, "结束", "2026-12-06 11:00")),
    (put("组织", "helpers", "联系方式：邮箱", None), put("组织", "helpers", "联系方式：邮箱", "helpers@example.org")),
    (put("人员", "helper-4", "岗位", "值班社工"), put("人员", "helper-4", "岗位", "值班社工\n4号岗义工")),
    (add_row("人员", {"编号": "helper-5", "岗位": "5号岗义工"}), drop_row("人员", 7)),
    (
        add_row("变动", {"值班表编号": "library-desk", "日期": "2026-12-07", "哪一班": "9:00", "停班": "是"}),
        drop_row("变动", 5),
    ),
]


@pytest.mark.parametrize(("there", "back"), there_and_back)
def test_a_change_taken_back_leaves_no_trace(there: object, back: object, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(EXAMPLE, content)
    first = plan(there, content)
    assert len(first.files) == 1
    ((path, data),) = first.files.items()
    (content / path).write_bytes(data)
    assert text_of(plan(back, content), path, content) == (EXAMPLE / path).read_text("utf-8")


# --- any roster and any list of services, as hypothesis makes them

slugs = st.from_regex(r"[a-z]{1,6}(-[0-9]{1,2})?", fullmatch=True).filter(lambda s: s not in ("search", "tags", "data"))
lines = (
    st.text(st.sampled_from("甲乙丙ab19 :#-,[]{}'\"|>&*!%@=+／；、。"), min_size=1, max_size=14)
    .map(str.strip)
    .filter(bool)
)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
days = st.dates(
    min_value=__import__("datetime").date(2000, 1, 1), max_value=__import__("datetime").date(2099, 12, 31)
).map(str)
phones = st.sampled_from(["0755-5550-0101", "12345", "110", "075555500101", "400-555-0101"])
people = st.lists(slugs, max_size=4, unique=True)
phone_rows = st.fixed_dictionaries({"number": phones}, optional={"description": lines})
services = st.lists(
    st.fixed_dictionaries(
        {"id": slugs, "name": lines, "category": slugs, "description": texts},
        optional={"audience": people, "eligibility": texts, "fees": lines, "phones": st.lists(phone_rows, min_size=1, max_size=4),
                  "sample": st.sampled_from(["true", "false"]), "guides": people},
    ),
    min_size=1, max_size=5, unique_by=lambda row: row["id"],
)  # fmt: skip
patterns = st.fixed_dictionaries(
    {"weekday": st.sampled_from(["Mo", "We", "Su"]), "starts": clocks, "ends": clocks},
    optional={"duty": lines, "needs": st.integers(0, 99).map(str), "people": people},
)
changes = st.fixed_dictionaries(
    {"date": days, "starts": clocks},
    optional={"add": people, "remove": people, "cancelled": st.sampled_from(["true", "false"]), "note": lines},
)
shifts = st.fixed_dictionaries({"starts": days, "ends": days}, optional={"duty": lines, "people": people})
rosters = st.fixed_dictionaries(
    {"name": lines, "summary": lines, "organization": slugs, "location": slugs, "from": days, "until": days},
    optional={"pattern": st.lists(patterns, min_size=1, max_size=5), "changes": st.lists(changes, min_size=1, max_size=4),
              "shifts": st.lists(shifts, min_size=1, max_size=3)},
)  # fmt: skip


def site_with(folder: str, table: list, roster: dict, style: bool | None) -> Path:
    content = Path(folder) / "content"
    shutil.copytree(EXAMPLE / "data", content / "data")
    dump = {"allow_unicode": True, "sort_keys": False, "default_flow_style": style, "width": 10**6}
    (content / "data/services.yaml").write_text("# 服务\n" + yaml.dump(table, **dump), "utf-8")
    (content / "data/rosters/library-desk.yaml").write_text("# 值班\n" + yaml.dump(roster, **dump), "utf-8")
    return content


def rows_of(content: Path) -> list[str]:
    """Every row of the two lists as a sheet shows it; their order is not an import's, and a plain no is nothing."""
    data = export_lists(library_of(content), ("services", "rosters"))
    sheets = [sheet for sheet in load_workbook(io.BytesIO(data)).worksheets if sheet.title in all_tables()]
    return sorted(
        repr([None if c.value == "否" else c.value for c in row]) for sheet in sheets for row in sheet.iter_rows()
    )


@settings(max_examples=200 if FULL else 10)
@given(services, rosters, services, rosters, st.sampled_from([None, False]))
def test_any_lists_become_any_others(
    table: list, roster: dict, other: list, other_roster: dict, style: bool | None
) -> None:
    lists = ("services", "rosters")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        content, goal = site_with(one, table, roster, style), site_with(two, other, other_roster, style)
        same = plan_import(library_of(goal), export_lists(library_of(goal), lists), "社区.xlsx")
        assert (dict(same.files), same.problems, same.changes) == ({}, (), ())
        transfer = plan_import(library_of(content), export_lists(library_of(goal), lists), "社区.xlsx")
        assume(not transfer.problems)  # two equal rows of one list, which the workbook refuses
        for path, data in transfer.files.items():
            (content / path).write_bytes(data)
            assert data.startswith((content / path).read_bytes()[:2])
        again = plan_import(library_of(content), export_lists(library_of(goal), lists), "社区.xlsx")
        assert dict(again.files) == {}
        assert again.changes == ()
        assert rows_of(content) == rows_of(goal)


def test_a_planted_fault_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that is not compared lets the round trip lose it."""
    monkeypatch.setattr("plugins.sheets.pairing.same", lambda column, old, new: True)
    monkeypatch.setattr("plugins.sheets.compare.unchanged", lambda column, old, new: True)
    with pytest.raises(AssertionError):
        test_a_change_taken_back_leaves_no_trace(*there_and_back[0], Path(tempfile.mkdtemp()))
