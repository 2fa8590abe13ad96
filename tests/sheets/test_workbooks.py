"""Files, sheets, rows and columns as people hand them in: read all the same, or refused with a reason."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from plugins.sheets import UnknownListError, export_lists, plan_import
from tests.conftest import EXAMPLE
from tests.sheets.books import ALL, Edit, add_row, edited, every, library_of, plan, put, text_of


@pytest.fixture(scope="module")
def exported() -> bytes:
    return export_lists(library_of(), ALL)


def rezipped(data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The archive with some parts changed, left out or added."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return result.getvalue()


def same(name: str, content: bytes) -> bytes:
    return content


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda data: b"", "文件是空的"),
    "an old .xls or .et": (lambda data: OLE, "旧的 .xls 或 .et 格式 → 在 Excel 或 WPS 里打开，另存为"),
    "a password": (lambda data: OLE + "EncryptedPackage".encode("utf-16-le"), "文件设了打开密码 → 去掉密码再保存"),
    "a .csv": (lambda data: "编号,名称\n".encode("gbk"), "不是 Excel 工作簿，像是 CSV"),
    "a cut file": (lambda data: data[: len(data) // 2], "文件坏了，打不开"),
    "a flipped byte": (lambda data: data[:4000] + bytes([data[4000] ^ 255]) + data[4001:], "文件坏了"),
    "another archive": (lambda data: rezipped(data, lambda n, c: None, {"a.txt": b"x"}), "不是 .xlsx 工作簿"),
    "macros": (lambda data: rezipped(data, same, {"xl/vbaProject.bin": b"x"}), "文件里有宏"),
    "a bomb": (lambda data: rezipped(data, same, {"xl/media/a.xml": b"\0" * 70_000_000}), "文件解开以后太大"),
    "entities": (
        lambda data: rezipped(data, lambda n, c: c.replace(b"<workbook", b"<!DOCTYPE x []><workbook", 1) if n == "xl/workbook.xml" else c),
        "文件里有不该有的定义",
    ),
    "strict Open XML": (
        lambda data: rezipped(data, lambda n, c: c + b"<!-- http://purl.oclc.org/ooxml -->" if n == "xl/workbook.xml" else c),
        "这是“严格 Open XML”格式",
    ),
    "a sheet that is no XML": (
        lambda data: rezipped(data, lambda n, c: b"<worksheet>" if n == "xl/worksheets/sheet1.xml" else c),
        "文件坏了，读不出来",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_workbook_is_refused(make: Callable[[bytes], bytes], words: str, exported: bytes) -> None:
    transfer = plan_import(library_of(), make(exported), "社区.xlsx")
    assert [words in str(problem) for problem in transfer.problems] == [True], transfer.problems
    assert str(transfer.problems[0]).startswith("社区.xlsx: ")
    assert dict(transfer.files) == {}


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_never_ends_in_a_traceback(seed: int, exported: bytes) -> None:
    at = (seed * 7919) % len(exported)
    plan_import(library_of(), exported[:at] + bytes([exported[at] ^ (seed + 1)]) + exported[at + 1 :], "社区.xlsx")


def hide_row(book: Workbook) -> None:
    book["服务"].row_dimensions[3].hidden = True


def hide_column(book: Workbook) -> None:
    book["服务"].column_dimensions["B"].hidden = True


def hide_sheet(book: Workbook) -> None:
    book["服务"].sheet_state = "hidden"


CHANGE = put("服务", "bus-card", "名称", "代办公交卡")
TOLD: dict[str, tuple[Edit, str]] = {
    "a hidden row": (hide_row, "工作表“服务”：第 3 行是隐藏的（或被筛选掉），也照样导入"),
    "a hidden column": (hide_column, "工作表“服务”：“名称”这些列是隐藏的，也照样导入"),
    "a hidden sheet": (hide_sheet, "工作表“服务”：是隐藏的，也照样导入"),
    "a column of their own": (lambda book: book["服务"].__setitem__("AD1", "备注"), "“备注”不是表里的栏目（AD 列），没有看"),
    "a missing column": (lambda book: book["服务"].delete_cols(10), "工作表“服务”：没有“服务时间”，这些栏不改"),
    "a sheet of their own": (lambda book: book.create_sheet("草稿").__setitem__("A1", "随便写"), "工作表“草稿”：不是能导入的表"),
    "a renamed sheet": (lambda book: setattr(book["每周安排"], "title", "每周的安排"), "（要导入的话，把名字改回“每周安排”）"),
    "wide digits": (put("服务的电话", 3, "号码", "０７５５－５５５０－０１０３"), "工作表“服务的电话”：B3 的全角字符按半角读"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "words"), TOLD.values(), ids=TOLD.keys())
def test_what_people_do_to_a_sheet_is_told_and_the_rest_read(edit: Edit, words: str) -> None:
    transfer = plan(every(CHANGE, edit))
    assert [str(problem) for problem in transfer.problems] == []
    assert any(words in note for note in transfer.notes), transfer.notes
    assert len(transfer.changes) == 1
    assert "代办公交卡" in text_of(transfer, "data/services.yaml")


def test_the_only_row_of_a_list_goes() -> None:
    def without_years(book: Workbook) -> None:
        for sheet in ("放假和调休", "放假和调休的放假", "放假和调休的寒暑假"):
            book[sheet].delete_rows(3, book[sheet].max_row)

    transfer = plan(without_years, lists=("workdays",))
    assert transfer.problems == ()
    assert len(transfer.changes) == len(read_years()) > 0
    assert text_of(transfer, "data/workdays.yaml").rstrip().endswith("[]")


def read_years() -> list[str]:
    lines = (EXAMPLE / "data/workdays.yaml").read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith("- year:")]


def title_above(book: Workbook) -> None:
    page = book["服务"]
    page.insert_rows(1)
    page["A1"] = "青溪社区服务一览"
    page.merge_cells("A1:F1")


def sorted_rows(book: Workbook) -> None:
    page = book["服务"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)][::-1]
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value


def moved_columns(book: Workbook) -> None:
    page = book["服务"]
    page.insert_cols(1)
    for row in range(1, page.max_row + 1):
        page.cell(row, 1).value = page.cell(row, 3).value
    page.delete_cols(3)


QUIET: dict[str, Edit] = {
    "a title above the header": title_above,
    "rows in another order": sorted_rows,
    "columns in another order": moved_columns,
    "no row of notes": lambda book: book["服务"].delete_rows(2),
    "blank rows between": lambda book: book["服务"].insert_rows(4, 3),
    "blanks below": lambda book: book["服务"].__setitem__("A400", "   "),
    "a coloured column without end": lambda book: book["服务"].__setitem__("A1048576", None),
    "no drop-downs": lambda book: book.__delitem__("选项"),
    "English headers": lambda book: [book["服务"].__setitem__("A1", "id"), book["服务"].__setitem__("B1", "name")],
    "one sheet alone": lambda book: [book.__delitem__(name) for name in book.sheetnames if name != "服务"],
}


@pytest.mark.parametrize("edit", QUIET.values(), ids=QUIET.keys())
def test_a_sheet_in_another_shape_says_the_same(edit: Edit) -> None:
    assert dict(plan(edit).files) == {}
    transfer = plan(every(CHANGE, edit))
    assert transfer.problems == ()
    assert transfer.changes == ("修改 服务“代办乘车证”（bus-card）：名称 从“代办乘车证”改为“代办公交卡”",)


def test_a_workbook_without_a_sheet_of_ours_is_refused() -> None:
    book = Workbook()
    book.active["A1"] = "你好"
    file = io.BytesIO()
    book.save(file)
    transfer = plan_import(library_of(), file.getvalue(), "别的.xlsx")
    assert "没有能导入的工作表" in str(transfer.problems[0])


def test_the_sheet_helps_whoever_fills_it_in(exported: bytes) -> None:
    book = load_workbook(io.BytesIO(exported))
    page = book["每周安排"]
    assert [cell.value for cell in page[1]][:4] == ["值班表编号", "星期", "开始", "结束"]
    assert str(page["A2"].value).startswith("说明：")
    assert page.freeze_panes == "B3"
    assert page["C3"].number_format == "@"
    assert page["C3"].value == "09:00"
    assert book["服务的电话"]["B3"].value == "0755-5550-0103"
    offered = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    assert offered.keys() >= {"A3", "B3", "G3"}
    assert offered["B3"].showErrorMessage
    assert not offered["G3"].showErrorMessage
    assert book["选项"].sheet_state == "hidden"
    words = [cell.value for column in book["选项"].iter_cols() for cell in column if cell.value]
    assert {"星期一", "是", "否", "helper-1 1号岗义工", "library 图书室", "elders 老年人"} <= set(words)


def test_no_display_name_stands_beside_an_id() -> None:
    """The sheet of people holds it as data; a roster's sheet names the role alone."""
    data = export_lists(library_of(), ["rosters"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "王阿姨".encode() in archive.read(name)]


def test_a_formula_like_text_stays_text() -> None:
    data = export_lists(library_of(), ["services"])
    changed = edited(data, put("服务", "bus-card", "名称", "x"))
    assert plan_import(library_of(), changed, "a.xlsx").changes
    book = load_workbook(io.BytesIO(data))
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)


def test_what_was_asked_for_must_be_there() -> None:
    with pytest.raises(UnknownListError, match="是否想写 rosters/library-desk"):
        export_lists(library_of(), ["rosters/libary-desk"])
    with pytest.raises(UnknownListError, match="从这些里选"):
        export_lists(library_of(), ["天气"])


def test_an_empty_list_is_a_sheet_to_begin_with(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(EXAMPLE, content)
    (content / "data/people.yaml").write_text("[]\n", "utf-8")
    (content / "data/grids.yaml").write_text("- id： x\n\t", "utf-8")
    begun = edited(export_lists(library_of(content), ["people"]), add_row("人员", {"编号": "new", "岗位": "义工"}))
    transfer = plan_import(library_of(content), begun, "人员.xlsx")
    assert transfer.files["data/people.yaml"] == "- id: new\n  roles: [义工]\n".encode()
    with pytest.raises(UnknownListError, match="没有或读不了"):
        export_lists(library_of(content), ["grids"])


def test_a_file_saved_since_the_export_is_told(exported: bytes) -> None:
    library = library_of()
    changed = (EXAMPLE / "data/services.yaml").read_bytes() + b"# \n"
    library.stored = lambda path: changed if path == "data/services.yaml" else (EXAMPLE / path).read_bytes()
    transfer = plan_import(library, exported, "社区.xlsx")
    assert transfer.notes == ("data/services.yaml 在导出以后改过：下面的修改和删除请逐条看，免得盖掉别人改的",)


def test_a_new_roster_is_a_new_file_and_none_is_ever_deleted() -> None:
    row = {
        "编号": "new-team",
        "名称": "新队",
        "说明": "说",
        "队伍": "helpers",
        "地点": "library",
        "从哪天起": "2026-12-01",
        "到哪天止": "2026-12-31",
    }
    transfer = plan(every(lambda book: [book["值班表"].delete_rows(3), book["每周安排"].delete_rows(3, 9), book["变动"].delete_rows(3, 9),
                                        book["单独的班次"].delete_rows(3, 9), book["请假"].delete_rows(3), book["换班"].delete_rows(3)],
                          add_row("值班表", row)))  # fmt: skip
    assert transfer.problems == ()
    assert transfer.files.keys() == {"data/rosters/new-team.yaml"}
    assert transfer.files["data/rosters/new-team.yaml"].decode().startswith("name: 新队\nsummary: 说\n")
