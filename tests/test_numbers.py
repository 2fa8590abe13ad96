"""One number in one place: named elsewhere, told where it is typed again, and with its extension everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.directory.open_data import make_open_data
from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.rules.areas import Areas
from plugins.rules.reader import Library, read
from plugins.site.frame import make_frame
from plugins.site.site import make_site
from tests.conftest import EXAMPLE, LOADED, NOW, SITES, Change, at, change_site, plan
from tests.private.files import docx

Changed = Callable[[Change], Sources]
STORY = "news/2026/lantern.md"
HOURS_NOTE = "  hours_note: 中午有人值班\n"


def told(folder: Path, changes: Change) -> list[str]:
    return [str(p) for p in read(change_site(folder, changes)).problems if "写在两处" in p.message]


@pytest.mark.parametrize("name", SITES)
def test_no_example_site_types_a_number_twice(name: str) -> None:
    assert [p for p in read(SITES[name]).problems if "写在两处" in p.message] == []


def test_a_field_names_a_place_and_gets_its_number(changed: Changed) -> None:
    found = changed({"data/community.yaml": ("\nphone: 0755-5550-0100", "\nphone: library")})
    assert found.community.phone == "0755-5550-0102"


@pytest.mark.parametrize("ref", ["图书室", "图书室#1", " 图书室"])
def test_a_field_takes_the_name_of_a_place_too(changed: Changed, ref: str) -> None:
    found = changed({"data/community.yaml": ("\nphone: 0755-5550-0100", f'\nphone: "{ref}"')})
    assert found.community.phone == "0755-5550-0102"


def test_a_name_that_nobody_has_is_told_with_those_there_are(
    problems_of: Callable[[Change], tuple[Problem, ...]],
) -> None:
    (found,) = problems_of({"data/community.yaml": ("\nphone: 0755-5550-0100", "\nphone: 图书馆")})
    assert (found.field, found.message) == ("phone", "没有“图书馆”的电话")
    assert found.fix == "是否想写 图书室？"


@pytest.mark.parametrize("ref", ["library", "图书室", "locations/library", "library#1", "locations/library#1"])
def test_a_text_names_a_place_and_gets_its_number(changed: Changed, ref: str) -> None:
    found = changed({"data/locations.yaml": (HOURS_NOTE, f"  hours_note: 中午打{{电话:{ref}}}\n")})
    assert found.locations[0].hours_note == "中午打0755-5550-0102"


def test_a_body_names_a_place_and_gets_a_link_to_dial(changed: Changed) -> None:
    found = changed(
        {
            STORY: "---\ntitle: 灯\nsummary: 打{电话:图书室}。\ndate: 2026-11-20\ncolumn: notices\n---\n打{电话：library}问。\n"
        }
    )
    story = next(n for n in found.news if n.title == "灯")
    assert story.body.html == '<p>打<a class="phone" href="tel:075555500102">0755-5550-0102</a>问。</p>'
    assert story.summary == "打0755-5550-0102。"


TYPED_SHORT = (
    ("0755-5550-0111", "0755-555-0111", "0755 的号码是 8 位，这里 7 位"),
    ("0755-5550-0111", "555-0111", "0755 的号码是 8 位，这里 7 位"),
    ("0755-5550-0111", "010-555-0111", "010 的号码是 8 位，这里 7 位"),
)


@pytest.mark.parametrize(("right", "typed", "said"), TYPED_SHORT)
def test_a_number_that_lacks_a_digit_for_its_area_is_told(right: str, typed: str, said: str) -> None:
    areas = Areas(["075555500101", "075555500102", "07985550101"])
    assert areas.judge(re.sub(r"\D", "", right)) is None
    told = areas.judge(re.sub(r"\D", "", typed))
    assert told
    assert said in told[0]


def test_an_area_of_seven_digits_an_unknown_one_and_short_numbers_are_left_alone() -> None:
    areas = Areas(["075555500101", "07985550101"])
    for number in ("07985550102", "08515550101", "085155500101", "12345", "4001234567", "110"):
        assert areas.judge(number) is None
    assert areas.judge("079855501012") is not None
    assert Areas([]).judge("5550101") is None


def test_a_short_number_is_told_in_a_field_a_text_and_a_body(
    problems_of: Callable[[Change], tuple[Problem, ...]],
) -> None:
    body = "---\ntitle: 灯\nsummary: 一句。\ndate: 2026-11-20\ncolumn: notices\n---\n\n打0755-555-0188，电话：555-0188，编号1234567。\n"
    found = problems_of({STORY: body, "data/locations.yaml": (HOURS_NOTE, "  hours_note: 打0755-555-0199\n")})
    told = [(p.path, p.line, p.level) for p in found if "少了一位" in p.message]
    assert [one for one in told if one[0] == STORY] == [(STORY, 8, "warning")] * 2
    assert [(path, level) for path, _, level in told if path != STORY] == [("data/locations.yaml", "warning")]


@pytest.mark.parametrize(
    "change",
    [
        ("- id: library\n", "- id: library\n  - name: x\n"),
        ("    - number: 0755-5550-0102\n", "    - number：0755-5550-0102\n"),
        ("  phones:\n    - number: 0755-5550-0102\n", "  phones: 0755-5550-0102\n"),
    ],
)
def test_where_a_number_cannot_be_read_nobody_is_told_that_it_is_missing(
    problems_of: Callable[[Change], tuple[Problem, ...]], change: tuple[str, str]
) -> None:
    body = "---\ntitle: 灯\nsummary: 一句。\ndate: 2026-11-20\ncolumn: notices\n---\n\n打{电话:library}问。\n"
    found = problems_of({STORY: body, "data/locations.yaml": change})
    assert found
    assert [p for p in found if "的电话" in p.message] == []


def test_a_changed_number_changes_wherever_it_is_named(tmp_path: Path) -> None:
    content = change_site(
        tmp_path,
        {STORY: "---\ntitle: 灯\nsummary: 一句。\ndate: 2026-11-20\ncolumn: notices\n---\n打{电话:library}问。\n"},
    )
    library = Library(content)
    library.load()
    file = content / "data/locations.yaml"
    file.write_text(file.read_text("utf-8").replace("0755-5550-0102", "0755-5550-0202"), "utf-8")
    library.refresh(["data/locations.yaml"])
    reading = library.reading()
    assert reading.sources
    story = next(n for n in reading.sources.news if n.title == "灯")
    assert "0755-5550-0202" in story.body.html


def test_a_name_that_leads_nowhere_is_told_in_a_field_a_text_and_a_body(
    problems_of: Callable[[Change], tuple[Problem, ...]],
) -> None:
    body = "---\ntitle: 灯\nsummary: 一句。\ndate: 2026-11-20\ncolumn: notices\n---\n\n打{电话:libary}问。\n"
    found = problems_of(
        {
            STORY: body,
            "data/locations.yaml": (HOURS_NOTE, "  hours_note: 打{电话:nobody}\n"),
            "data/community.yaml": ("\nphone: 0755-5550-0100", "\nphone: somewhere"),
        }
    )
    assert [(p.path, p.field, p.message) for p in found] == [
        ("data/community.yaml", "phone", "没有“somewhere”的电话"),
        ("data/locations.yaml", "hours_note", "没有“nobody”的电话"),
        (STORY, "body", "没有“libary”的电话"),
    ]
    assert found[2].line == 8
    assert "是否想写 library？" in found[2].fix


def test_numbers_that_name_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    change: Change = {
        "data/locations.yaml": ("    - number: 0755-5550-0102\n", "    - number: community\n"),
        "data/community.yaml": ("\nphone: 0755-5550-0100", "\nphone: library"),
    }
    found = read(change_site(tmp_path, change)).problems
    assert {(p.path, p.message) for p in found} >= {
        ("data/locations.yaml", "没有“community”的电话"),
        ("data/community.yaml", "没有“library”的电话"),
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"data/locations.yaml": (HOURS_NOTE, "  hours_note: 打0755-5550-0102\n")},
            "data/locations.yaml:11:15: hours_note (开放时间说明): 同一个电话写在两处，另一处是 data/locations.yaml:25 → 写成 {电话:library}，以后只改那一处",
        ),
        (
            {"data/community.yaml": ("\nphone: 0755-5550-0100", "\nphone: 0755-55500102")},
            "data/community.yaml:9:8: phone (总机): 同一个电话写在两处，另一处是 data/locations.yaml:25 → 写成 phone: library，以后只改那一处",
        ),
        (
            {STORY: "---\ntitle: 灯\nsummary: 一句。\ndate: 2026-11-20\ncolumn: notices\n---\n\n打 5550-0102 问。\n\n打+86 755 5550 0102问。\n"},
            f"{STORY}:10:3: body (正文): 同一个电话写在两处，另一处是 data/locations.yaml:25 → 写成 {{电话:library}}，以后只改那一处",
        ),
        (
            {"data/services.yaml": ("  online_url: https://jobs.example.org/\n", "  online_url: https://jobs.example.org/\n  phones: [{number: 0755-5550-0101}]\n")},
            "同一个电话写在两处，另一处是 data/locations.yaml:8 → 删掉这一行，页面会用窗口的；要写用途，就写成 number: service-centre，以后只改那一处",
        ),
    ],
)  # fmt: skip
def test_a_number_typed_again_is_told_with_its_line_and_what_to_write(
    tmp_path: Path, change: Change, said: str
) -> None:
    found = told(tmp_path, change)
    assert [line for line in found if said in line], found


def test_what_looks_like_a_number_and_is_none_is_left_alone(tmp_path: Path) -> None:
    body = "---\ntitle: 灯\nsummary: 一句。\ndate: 2026-11-20\ncolumn: notices\n---\n打12345，或看20261120号文，编号075555500102000。\n"
    assert told(tmp_path, {STORY: body}) == []


@pytest.fixture
def extended(tmp_path: Path) -> Sources:
    """The example with an extension on every phone that is no list of phones."""
    content = change_site(tmp_path, {})
    for name, after, line in (
        ("community", "phone: 0755-5550-0100\n", 'extension: "8001"\n'),
        ("community", "complaints_phone: 0755-5550-0199\n", 'complaints_extension: "8002"\n'),
    ):
        file = content / f"data/{name}.yaml"
        text = file.read_text("utf-8")
        assert after in text
        file.write_text(text.replace(after, after + line, 1), "utf-8")
    for name, key, line in (
        ("grids", "  phone: ", '  extension: "8003"\n'),
        ("places", "  property_phone: ", '  property_extension: "8004"\n'),
    ):
        file = content / f"data/{name}.yaml"
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join(one + (line if one.startswith(key) else "") for one in lines), "utf-8")
    reading = read(content)
    assert reading.sources, [str(p) for p in reading.problems]
    return reading.sources


def test_extensions_are_shown_and_dialled_wherever_a_phone_is(extended: Sources) -> None:
    site = make_site(extended, at(NOW))
    pages = plan(site)
    grid = next(g for g in extended.grids)
    assert pages[f"/grids/{grid.id}/"].view.phone.number.endswith(" 转 8003")  # type: ignore[attr-defined]
    assert pages[f"/grids/{grid.id}/"].view.phone.tel.endswith(",8003")  # type: ignore[attr-defined]
    place = next(p for p in extended.places if p.property_phone)
    assert pages[f"/places/{place.id}/"].view.property_phone.number.endswith(" 转 8004")  # type: ignore[attr-defined]
    frame = make_frame(site, *LOADED)
    assert (frame.phone.tel, frame.complaints.tel) == ("tel:075555500100,8001", "tel:075555500199,8002")
    phones = next(a for a in make_open_data(site) if a.file.endswith("phones.json"))
    rows = json.loads(phones.data)
    assert {8001, 8002} <= {row.get("extension") for row in rows}


def test_a_wrong_number_is_told_where_it_was_typed_and_not_where_it_is_named(tmp_path: Path) -> None:
    """The square names the window's number, and has done nothing wrong."""
    wrong: Change = {
        "data/locations.yaml": ("number: 0755-5550-0101", "number: 0755-5550-0101转8002"),
        "data/services.yaml": (EXAMPLE / "data/services.yaml").read_text("utf-8")
        + "\n- {id: zz, name: 试一项, category: elder-care, description: 试一试。, phones: [{number: service-centre}]}\n",
    }
    found = [p.path for p in read(change_site(tmp_path, wrong)).problems if p.level == "error"]
    assert found == ["data/locations.yaml"]


@pytest.mark.parametrize("name", ["files/form.txt", "files/form.docx"])
def test_a_form_to_take_home_has_a_phone_that_the_site_has(tmp_path: Path, name: str) -> None:
    words = "空表\n电话：0755-5550-0999，或 0755 5550 0101；2026-11-28 前交；12345"
    data = (
        words.encode()
        if name.endswith("txt")
        else docx("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in words.split("\n")))
    )
    [line] = [str(p) for p in read(change_site(tmp_path, {name: data})).problems if p.path == name]
    assert "网站的资料里没有 0755-5550-0999 这个电话 → 核对号码" in line
    assert line.startswith(f"{name}:2:4" if name.endswith("txt") else f"{name}:1:")


@pytest.mark.parametrize(
    ("body", "columns"),
    {
        "[电话](tel:0755-5550-012)": [10],
        "[电话](tel:07555550)": [10],
        "[电话](tel:0755-5550012)": [10],
        "[一](tel:0755-5550012)，[二](tel:07555550)": [9, 31],
        '<a href="tel:0755-5550-012">电话</a>': [14],
    }.items(),
)
def test_a_number_that_cannot_be_dialled_is_told_once_where_it_stands(
    tmp_path: Path, body: str, columns: list[int]
) -> None:
    head = "title: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates"
    content = change_site(tmp_path, {"news/2026/case.md": f"---\n{head}\n---\n{body}\n"})
    found = [p for p in read(content).problems if p.path == "news/2026/case.md"]
    assert [p.column for p in found] == columns
