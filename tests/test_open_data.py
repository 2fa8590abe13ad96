"""Open data: whole, linked, safe in a spreadsheet, and without a person."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.directory.csv_columns import write_csv
from plugins.directory.hsds import FIELDS, HsdsRow, make_tables
from plugins.directory.open_data import make_open_data
from plugins.directory.public_data import PUBLIC_TABLES
from plugins.model import Alert, Award, Case, Concern, Figure, Ledger, Meeting, Survey
from plugins.model.hours import DAYS
from plugins.model.lists import data_files
from plugins.model.sources import Sources
from plugins.rules.reader import read
from plugins.site.page import Page
from plugins.site.site import Site, make_site
from tests import hsds
from tests.conftest import EXAMPLE, NOW, ROOT, SITES, TOWN, Change, at

Changed = Callable[[Change], Sources]
Tables = dict[str, list[HsdsRow]]

REQUIRED = {
    "organizations": {"id", "name", "description"},
    "services": {"id", "name", "status", "organization_id"},
    "locations": {"id", "location_type"},
    "service_at_locations": {"id", "service_id", "location_id"},
    "schedules": {"id", "description"},
    "phones": {"id", "number"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "accessibility": {"id"},
    "attributes": {"id", "link_id", "taxonomy_term"},
}
"""What HSDS 3.0 requires of a row, flat tables among it."""
TABLE_OF = {
    "organization_id": "organizations",
    "service_id": "services",
    "location_id": "locations",
    "link_id": "services",
}


@pytest.fixture(scope="module", params=SITES.values(), ids=SITES)
def whole(request: pytest.FixtureRequest) -> Site:
    sources = read(request.param).sources
    assert sources
    return make_site(sources, at(NOW))


def find_faults(tables: Tables) -> list[str]:
    """Where a table breaks what holds between the rows of all."""
    faults = []
    ids = {name: [row["id"] for row in rows] for name, rows in tables.items()}
    every = [key for keys in ids.values() for key in keys]
    faults += [f"{key} stands twice" for key in set(every) if every.count(key) > 1]
    for name, rows in tables.items():
        for row in rows:
            where = f"{name}/{row.get('id')}"
            faults += [f"{where}: no sample mark"] * (not isinstance(row.get("sample"), bool))
            inside = [(k, r) for k in ("addresses", "accessibility", "attributes") for r in row.get(k, [])]  # type: ignore[attr-defined]
            for kind, one in [(name, row), *inside]:
                faults += [f"{where}: {kind} without {field}" for field in sorted(REQUIRED[kind] - one.keys())]
                faults += [f"{where}: {k} is empty" for k, v in one.items() if v in (None, "", [])]
                faults += [f"{where}: not a UUID of version 5"] * (UUID(str(one["id"])).version != 5)
                for field, table in TABLE_OF.items():
                    if field in one and one[field] not in ids[table]:
                        faults.append(f"{where}: {field} leads nowhere")
        owned = name in ("phones", "schedules")
        owners = [sum(k in row for k in TABLE_OF) for row in rows if owned]
        faults += [f"{name}: a row with {n} owners" for n in owners if n != 1]
    return faults


def test_every_row_is_whole_and_its_references_resolve(whole: Site) -> None:
    tables = make_tables(whole)
    assert find_faults(tables) == []
    assert all(tables.values())


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("services", {"organization_id": "none"}, "organization_id leads nowhere"),
        ("services", {"status": ""}, "status is empty"),
        ("phones", {"service_id": None}, "a row with 2 owners"),
        ("schedules", {"sample": None}, "no sample mark"),
        ("locations", {"id": "00000000-0000-4000-8000-000000000000"}, "not a UUID of version 5"),
        ("locations", {"addresses": [{"id": "00000000-0000-5000-8000-000000000000"}]}, "addresses without city"),
    ],
)
def test_a_planted_fault_is_seen(site: Site, table: str, change: HsdsRow, fault: str) -> None:
    tables = make_tables(site)
    tables[table][0] |= change
    assert any(fault in line for line in find_faults(tables))


def test_two_rows_with_one_id_are_seen(site: Site) -> None:
    tables = make_tables(site)
    tables["services"].append(tables["services"][0])
    assert any("stands twice" in line for line in find_faults(tables))


def test_the_page_names_exactly_the_fields_there_are(site: Site) -> None:
    real = read(TOWN).sources
    assert real
    found = [make_tables(site), make_tables(make_site(real, at(NOW)))]
    for name, fields in FIELDS.items():
        used = {key for tables in found for row in tables[name] for key in row}
        assert used == {field for field, _, _ in fields}, name


def test_an_id_stays_the_same(site: Site, sources: Sources) -> None:
    elsewhere = make_site(sources, at("2027-06-01"), "https://example.org/below")
    assert [r["id"] for r in make_tables(site)["services"]] == [r["id"] for r in make_tables(elsewhere)["services"]]
    assert make_tables(site)["services"][0]["id"] == "4e3d52c8-1d4d-5c2c-b4ce-6120118b5a6f"


def test_an_id_does_not_follow_the_order_or_the_words(site: Site, changed: Changed) -> None:
    before = {r["name"]: r["id"] for r in make_tables(site)["services"]}
    text = (
        (ROOT / "tests/site/data/services.yaml")
        .read_text("utf-8")
        .replace("description: 登记求职意向。", "description: 登记。")
    )
    first, rest = text.split("- id: home-visit")
    now = changed({"data/services.yaml": "- id: home-visit" + rest + first})
    after = make_tables(make_site(now, at(NOW)))["services"]
    assert {r["name"]: r["id"] for r in after} == before
    assert [r["name"] for r in after] != list(before)


def artifacts(site: Site) -> dict[str, bytes]:
    return {a.file.removeprefix("data/"): a.data for a in make_open_data(site)}


def test_the_files_are_those_that_addresses_name(site: Site) -> None:
    assert sorted(artifacts(site)) == sorted(data_files(site.sources))


def test_the_files_are_the_same_on_every_day_of_a_year(sources: Sources, site: Site) -> None:
    """But notices and notes, which are nowhere before their day."""
    first, now = artifacts(make_site(sources, at("2026-01-01 00:00"))), artifacts(site)
    assert {k: v for k, v in first.items() if not k.startswith(("notices", "notes"))} == {
        k: v for k, v in now.items() if not k.startswith(("notices", "notes"))
    }


def test_what_the_community_does_in_public_is_there_as_rows(site: Site) -> None:
    tables = {name: orjson.loads(artifacts(site)[f"{name}.json"]) for name in PUBLIC_TABLES}
    of = site.sources.of
    assert len(tables["meetings"]) == len(of(Meeting))
    assert len(tables["awards"]) == sum(len(award.rounds) for award in of(Award))
    assert [row["balance"] for row in tables["ledgers"] if row["id"] == of(Ledger)[0].id][-1] == (
        f"{of(Ledger)[0].balance:.2f}"
    )
    assert len(tables["surveys"]) == sum(len(q.answers) for survey in of(Survey) for q in survey.questions)
    assert len(tables["concerns"]) == sum(len(concern.turns) for concern in of(Concern))
    assert [row["name"] for row in tables["notices"]] == [n.title for n in site.sources.news if n.is_notice]
    assert len(tables["alerts"]) == len(of(Alert))
    for name, rows in tables.items():
        fields = {field.name for field in (*PUBLIC_TABLES[name].fields, *PUBLIC_TABLES[name].more)}
        assert {key for row in rows for key in row} == fields, name


def test_a_small_cell_of_a_survey_has_no_number(changed: Changed, sources: Sources) -> None:
    (survey, *_) = sources.of(Survey)
    file = EXAMPLE / survey.path
    count = survey.questions[0].answers[-1].count
    text = file.read_text("utf-8").replace(f"count: {count}", "count: 1", 1)
    found = artifacts(make_site(changed({survey.path: text}), at(NOW)))
    rows = orjson.loads(found["surveys.json"])
    assert 1 not in [row["count"] for row in rows]
    assert "" in [row["count"] for row in rows]


def test_json_files_are_the_tables(site: Site) -> None:
    found = {
        name.removesuffix(".json"): orjson.loads(d) for name, d in artifacts(site).items() if name.endswith(".json")
    }
    assert {
        name: rows for name, rows in found.items() if name not in ("cases", "figures", *PUBLIC_TABLES)
    } == make_tables(site)
    assert [row["period"] for row in found["figures"]] == [v.period for f in site.sources.of(Figure) for v in f.values]
    assert [row["id"] for row in found["cases"]] == [case.id for case in site.sources.of(Case)]


def week_of(rows: list[HsdsRow]) -> list[set[tuple[int, int]]]:
    """The week that schedules mean, read as RFC 5545 and HSDS say, in minutes since each midnight."""
    week: list[set[tuple[int, int]]] = [set() for _ in range(7)]
    for row in rows:
        if "valid_from" in row:
            continue
        opens, closes = (time.fromisoformat(str(row[key])) for key in ("opens_at", "closes_at"))
        start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
        end = 1440 if end == 1439 else end if end > start else end + 1440
        for day in str(row["byday"]).split(","):
            week[("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(day)].add((start, end))
    return week


@given(
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.integers(0, 23), st.integers(1, 23)),
        min_size=1,
        max_size=7,
        unique_by=lambda row: row[0],
    )
)
def test_schedules_mean_the_hours_of_the_location(sources: Sources, rows: list[tuple[str, int, int]]) -> None:
    from dataclasses import replace

    from plugins.model.hours_text import parse_hours

    hours = parse_hours("; ".join(f"{day} {a:02d}:00-{a + b:02d}:00" for day, a, b in rows))
    location = sources.locations[0].model_copy(update={"hours": hours})
    tables = make_tables(make_site(replace(sources, locations=(location, *sources.locations[1:])), at(NOW)))
    key = tables["locations"][0]["id"]
    found = week_of([row for row in tables["schedules"] if row.get("location_id") == key])
    assert found == [set(spans) for spans in hours.week()]


def test_days_that_differ_have_rows_of_their_own(changed: Changed) -> None:
    text = (EXAMPLE / "data/locations.yaml").read_text("utf-8")
    lines = """- id: shed
  name: 工具房
  kind: room
  description: 借工具。
  address: 云杉路（示例）
  hours: Sa[1,-1] 09:00-11:00
  exceptions:
    - {from: 2027-01-01, hours: "10:00-16:00", note: 元旦}
    - {from: 2027-01-02, until: 2027-01-03, closed: true, note: 盘点}
  closed: {from: 2027-02-01, notice: 搬家}
"""
    tables = make_tables(make_site(changed({"data/locations.yaml": text + lines}), at(NOW)))
    key = next(row["id"] for row in tables["locations"] if row["name"] == "工具房")
    words = ("valid_from", "valid_to", "freq", "byday", "opens_at", "closes_at", "description")
    found = [tuple(row.get(word) for word in words) for row in tables["schedules"] if row.get("location_id") == key]
    every = "MO,TU,WE,TH,FR,SA,SU"
    assert found == [
        (None, None, "MONTHLY", "1SA,-1SA", "09:00+08:00", "11:00+08:00", found[0][-1]),
        ("2027-01-01", "2027-01-01", "WEEKLY", every, "10:00+08:00", "16:00+08:00", "元旦"),
        ("2027-01-02", "2027-01-03", None, None, None, None, "不开：盘点"),
        ("2027-02-01", None, None, None, None, None, "暂停开放：搬家"),
    ]
    assert find_faults(tables) == []


def sheet(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("name", ["services", "locations", "organizations"])
def test_a_sheet_opens_in_excel(site: Site, name: str) -> None:
    data = artifacts(site)[f"{name}.csv"]
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    outside = re.sub(rb'"[^"]*"', b"", data)
    assert outside.count(b"\n") == outside.count(b"\r\n")
    rows = sheet(data)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) - 1 == len(getattr(site.sources, name))
    mark, key = rows[0].index("示例数据"), rows[0].index("通用编号")
    assert [row[mark] for row in rows[1:]] == ["是" if e.sample else "否" for e in getattr(site.sources, name)]
    assert {row[key] for row in rows[1:]} <= {r["id"] for r in make_tables(site)[name]}


def test_a_cell_is_what_the_site_says(site: Site) -> None:
    head, first, *_ = sheet(artifacts(site)["services.csv"])
    assert dict(zip(head, first, strict=True)) == {
        "编号": "bus-card",
        "名称": "代办乘车证",
        "类别": "养老",
        "服务对象": "老年人",
        "服务内容": "替老人办理乘车证。",
        "申请条件": "年满六十五岁",
        "怎样申请": "打电话约好，\n\n带身份证来。",
        "服务时间": "服务中心开着就能办：周一至周五 9:00—12:00、14:00—18:00，周末休息，法定节假日休息",
        "服务时间说明": "",
        "要等多久": "月底要等半个钟头",
        "谁提供": "邻里互助队",
        "服务范围": "云杉花园",
        "别的叫法": "老人卡；免费坐车",
        "费用": "",
        "电话": "0755-5550-0103（预约）",
        "办理场所": "服务中心",
        "网上办理": "",
        "网页": "https://spruce.example.org/services/bus-card/",
        "示例数据": "否",
        "通用编号": "4e3d52c8-1d4d-5c2c-b4ce-6120118b5a6f",
    }


@given(st.lists(st.lists(st.text(st.characters(blacklist_categories=["Cs"])), min_size=1, max_size=4), max_size=4))
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    told = [cell for row in sheet(write_csv([["x", *row] for row in rows])) for cell in row[1:]]
    meant = [cell for row in rows for cell in row]
    assert [cell.removeprefix("'") for cell in told] == [cell.removeprefix("'") for cell in meant]
    assert [cell for cell in told if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell] == []


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", "007", "1e5", "2026-11", "3/4", "123456789012"]
)
def test_what_a_spreadsheet_would_misread_stays_text(cell: str) -> None:
    assert sheet(write_csv([[cell]])) == [[f"'{cell}"]]


@pytest.mark.parametrize(
    "cell", ["0755-5550-0100", "12345", "110", "40", "22.6125", "bus-card", "400-555-0100", "周一至周五 9:00—12:00"]
)
def test_what_a_spreadsheet_reads_right_is_left_alone(cell: str) -> None:
    assert sheet(write_csv([[cell]])) == [[cell]]


@pytest.mark.parametrize(
    ("number", "cell"),
    [("075555500103", "0755-55500103（预约）"), ("01055500103", "010-55500103（预约）"), ("12345", "12345（预约）")],
)
def test_a_number_keeps_its_zero(changed: Changed, number: str, cell: str) -> None:
    site = make_site(changed({"data/services.yaml": ("0755-5550-0103", f'"{number}"')}), at(NOW))
    head, first, *_ = sheet(artifacts(site)["services.csv"])
    assert first[head.index("电话")] == cell


def test_no_person_is_in_the_data(site: Site) -> None:
    """Neither who serves nor who answers a team's phone, whatever they have agreed to."""
    data = b"".join(artifacts(site).values()).decode()
    people = site.sources.people
    assert [p.display for p in people if p.display] and not [p.id for p in people if p.display and p.display in data]
    contacts = [o.contact.name for o in site.sources.organizations if o.contact and o.contact.name]
    assert contacts and [name for name in contacts if name in data] == []


def name_of(file: Any) -> str:
    return str(file.url).rpartition("/")[2]


def test_the_page_tells_size_rows_and_columns_as_they_are(site: Site, pages: dict[str, Page]) -> None:
    data = artifacts(site)
    view: Any = pages["/data/"].view
    files = [file for table in view.tables for file in table.files]
    assert sorted(map(name_of, files)) == sorted(data)
    for file in files:
        name = name_of(file)
        rows = sheet(data[name]) if name.endswith(".csv") else json.loads(data[name])
        count = len(rows) - 1 if name.endswith(".csv") else len(rows)
        assert file.rows == f"{count} 行"
        assert file.size == f"{max(1, round(len(data[name]) / 1024))} KB"
        if name.endswith(".csv"):
            told = next(f.fields for f in files if name in f.explains.split("、") and f.fields)
            only = {field.label for field in told if field.meaning.endswith("（只在 JSON 里）")}
            assert [field.label for field in told if field.label not in only] == rows[0]


def test_a_list_points_to_its_data(pages: dict[str, Page]) -> None:
    for name in ("services", "locations", "organizations"):
        found = [(a.url, a.type) for a in pages[f"/{name}/"].view.head.alternates]
        assert found == [(f"/data/{name}.json", "application/json"), (f"/data/{name}.csv", "text/csv")]


SCHEMA = {
    "name": "thing",
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "status": {"type": "string", "enum": ["active", "closed"]},
        "addresses": {"type": "array", "items": {"$ref": "address.json"}},
    },
    "required": ["id"],
    "tabular_required": ["owner_id"],
}
ADDRESS = {"name": "address", "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
GOOD: HsdsRow = {
    "id": "00000000-0000-5000-8000-000000000000",
    "owner_id": "x",
    "status": "active",
    "addresses": [{"city": "a"}],
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"id": "1"}, "is not a 'uuid'"),
        ({"status": "open"}, "is not one of"),
        ({"addresses": [{}]}, "'city' is a required property"),
        ({"owner_id": None}, "owner_id is required"),
    ],
)
def test_the_schemas_find_a_breach(tmp_path: Path, change: HsdsRow, fault: str | None) -> None:
    """Also through a reference to a schema that stands inside another file."""
    for name in hsds.SCHEMA_OF.values():
        (tmp_path / f"{name}.json").write_text(json.dumps(SCHEMA), "utf-8")
    (tmp_path / "large.json").write_text(json.dumps({"properties": {"a": {"items": ADDRESS}}}), "utf-8")
    row = {k: v for k, v in (GOOD | change).items() if v is not None}
    found = list(hsds.Schemas(tmp_path).find_faults({"services": [row]}))
    assert (found == []) if fault is None else any(fault in line for line in found)


def test_the_check_refuses_a_folder_without_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hsds.main(str(tmp_path)) == hsds.main("") == 2
    assert "make hsds" in capsys.readouterr().err
