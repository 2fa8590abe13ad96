"""Random edits of a workbook, each with what may come of it; read off the sources themselves, by none of the code that imports.

An edit of a cell knows what its words mean: after an import the sources hold that and nothing else has changed, or the
cell is named in a refusal. An edit of rows, columns and sheets knows what has to be told.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from plugins.sheets.columns import SHEETS, SheetColumn, Table, all_tables, tables_of

Tree = dict[str, Any]
"""The data of every file, by its path."""
FIRST = 3
REFUSED = object()
"""What a cell means of which nothing may be taken."""


@dataclass
class Edit:
    """What was done to a workbook, and what may come of it."""

    told: str
    """In words, for whoever reads a failure."""
    wanted: Callable[[Tree], None] | None = None
    """Turns the data into what it shall be; without it the data must stay as it is."""
    cells: list[str] = field(default_factory=list)
    """The addresses (`表!B3`) of which a refusal may name one."""
    must_refuse: bool = False
    may_refuse: bool = True
    notes: tuple[str, ...] = ()
    """Words that have to be said, whatever else."""
    hides: str = ""
    """The sheet that is hidden."""
    unsigned: Callable[[Tree], None] | None = None
    """What it is in a format that has no control characters, as OpenDocument has none: the office drops them."""


@dataclass(frozen=True)
class Spot:
    """A cell of an entry: where it stands in the sheet and in the data."""

    table: Table
    column: SheetColumn
    row: int
    number: int
    path: str
    entry: int | None
    part: int | None

    @property
    def address(self) -> str:
        return f"{self.table.name}!{get_column_letter(self.number)}{self.row}"

    def owner(self, tree: Tree) -> dict[str, Any]:
        found = tree[self.path] if self.entry is None else tree[self.path][self.entry]
        return found if self.part is None else found[self.table.part][self.part]

    def get(self, tree: Tree) -> Any:
        here: Any = self.owner(tree)
        for key in self.column.path:
            here = here.get(key) if isinstance(here, dict) else None
        return here

    def put(self, tree: Tree, value: Any) -> None:
        here = self.owner(tree)
        *way, last = self.column.path
        for key in way:
            here = here.setdefault(key, {})
        here[last] = value


def entries_of(kind: str, tree: Tree) -> dict[str, tuple[str, int | None]]:
    """Where each entry of a kind stands: its file, and its place in that file's list."""
    source = SHEETS[kind].kind.source
    pattern = re.compile(re.escape(source.pattern).replace(r"\*", "[^/]+"))
    found: dict[str, tuple[str, int | None]] = {}
    for path in sorted(tree):
        if not pattern.fullmatch(path):
            continue
        if isinstance(tree[path], list):
            key = tables_of(kind)[0].key.path[0]
            found |= {str(one[key]): (path, i) for i, one in enumerate(tree[path])}
        else:
            found[path.rpartition("/")[2].removesuffix(".yaml")] = (path, None)
    return found


def rows_of(book: Workbook, table: Table, tree: Tree) -> list[tuple[int, str, int | None, int | None]]:
    """The rows of a sheet: number, file, entry, and which of that entry's parts."""
    places, seen, found = entries_of(table.kind, tree), dict[str, int](), []
    page = book[table.name]
    for row in range(FIRST, page.max_row + 1):
        owner = str(page.cell(row, 1).value or "").split(" ")[0]
        if owner not in places:
            continue
        path, entry = places[owner]
        seen[owner] = seen.get(owner, -1) + 1
        found.append((row, path, entry, seen[owner] if table.part else None))
    return found


def spots(book: Workbook, tree: Tree) -> list[Spot]:
    """Every cell of a workbook that holds a field of an entry that is there."""
    found = []
    for page in book.worksheets:
        table = all_tables().get(page.title)
        if table is None:
            continue
        titles = {page.cell(1, n).value: n for n in range(1, page.max_column + 1)}
        for row, path, entry, part in rows_of(book, table, tree):
            found += [
                Spot(table, c, row, titles[c.title], path, entry, part) for c in table.written if c is not table.key
            ]
    return found


def type_into(book: Workbook, spot: Spot, value: Any, shown: str | None = None) -> None:
    cell = book[spot.table.name].cell(spot.row, spot.number)
    cell.value = value
    if shown:
        cell.number_format = shown


# --- what somebody may type into a cell, by its form: the value, how it is shown, and what it means

Typed = tuple[Any, str | None, Any]
WORDS = [
    "周六上午开放",
    "请带身份证",
    "先到先得",
    "一楼大厅",
    "A座",
    "2.0版",
    "第１次",
    "凭票（免费）",
    "a & b",
    "50%",
    "#1",
    "-",
    "{x}",
    "说:明",
    "是",
    "007",
]
PARTING = [
    "、",
    "，",
    ",",
    "；",
    ";",
    "和",
    "与",
    " 和 ",
    "/",
    "+",
    "｜",
    "|",
    ".",
    " ",
    "\n",
    "\u3000",
    "\xa0",
    "及",
    "·",
    " 、 ",
    "＋",
    "\t",
]


def typed_text(draw: random.Random, column: SheetColumn) -> Typed:
    words = draw.choice(WORDS) + draw.choice(WORDS)
    shape = draw.randrange(14)
    if shape == 0:
        return f"  {words}\xa0\u3000", None, words
    if shape == 1:
        return words + "_x000D_\n" + words, None, [f"{words}\n{words}", [words, words], REFUSED]
    if shape == 2:
        return CellRichText("粗", TextBlock(InlineFont(b=True), words), "细"), None, f"粗{words}细"
    if shape == 3:
        return CellRichText("留", TextBlock(InlineFont(strike=True), words)), None, REFUSED
    if shape == 4:
        return "00123", None, "00123"
    if shape == 5:
        return 123, "00000", [REFUSED, "00123"]
    if shape == 6:
        return 46000, "yyyy-mm-dd", REFUSED
    if shape == 7:
        return 0.5, "0%", REFUSED
    if shape == 8:
        return 12345678901234567890, None, REFUSED
    if shape == 9:
        return draw.choice([True, False]), None, REFUSED
    if shape == 10:
        return 12.5, None, [REFUSED, "12.5"]
    if shape == 11:
        return f"{words}\n{words}", None, [f"{words}\n{words}", [words, words], REFUSED]
    if shape == 12:
        return f"{words}、{words}", None, f"{words}、{words}"
    return words, None, words


def typed_names(draw: random.Random, column: SheetColumn, known: Mapping[str, str]) -> Typed:
    """Ids of a list, with their words beside them or not, parted in one way or another."""
    ids = draw.sample(sorted(known), min(len(known), draw.randint(1, 3) if column.many else 1))
    beside = [f"{one} {known[one]}" if known[one] and draw.random() < 0.5 else one for one in ids]
    shape = draw.randrange(8)
    if shape == 0 and column.many:
        return draw.choice(PARTING).join([*beside, "王五五"]), None, REFUSED
    if shape == 1:
        return f"{beside[0]} 多写的字", None, REFUSED
    if shape == 2 and len(known) > 1 and not column.many:
        other = draw.choice([one for one in sorted(known) if one != ids[0]])
        return f"{beside[0]}{draw.choice(PARTING)}{other}", None, REFUSED
    if shape == 3:
        return draw.choice([12, True, 0.25, date(2026, 11, 23)]), None, REFUSED
    # A mark between two ids of which one goes on is somebody's slip, and may be refused: it may not lose one.
    return draw.choice(PARTING).join(beside), None, [ids if column.many else ids[0], REFUSED]


def typed_option(draw: random.Random, column: SheetColumn) -> Typed:
    code = draw.choice(sorted(column.options))
    words = column.options[code]
    shape = draw.randrange(6)
    if words.startswith("星期") and shape < 4:
        day = words[-1]
        return [f"周{day}", f"礼拜{day}", f"星期{'天' if day == '日' else day}", f" 周 {day} "][shape], None, code
    if shape == 4:
        return (
            f"{words}、{column.options[sorted(column.options)[0]]}",
            None,
            [REFUSED, code] if len(column.options) == 1 else REFUSED,
        )
    if shape == 5:
        return draw.choice(["没有的", 3, True]), None, REFUSED
    return draw.choice([code, words, f" {words} "]), None, code


def typed_clock(draw: random.Random, column: SheetColumn) -> Typed:
    hour, minute = draw.randint(8, 20), draw.choice([0, 0, 30, 15])
    meant = f"{hour:02d}:{minute:02d}"
    spoken = f"{'下午' if hour > 12 else '上午'}{hour - 12 if hour > 12 else hour}点{'半' if minute == 30 else f'{minute}分' if minute else ''}"
    ways: list[Typed] = [
        (f"{hour}:{minute:02d}", None, meant),
        (meant.translate(str.maketrans("0123456789:", "０１２３４５６７８９：")), None, meant),
        (time(hour, minute), "hh:mm", meant),
        (time(hour, minute), "h:mm AM/PM", meant),
        ((hour * 60 + minute) / 1440, "General", [meant, REFUSED]),
        (spoken if hour != 12 else meant, None, [meant, REFUSED]),
        (datetime(2026, 11, 23, hour, minute), None, REFUSED),
        (f"{hour}:{minute:02d}-{hour + 1}:00", None, REFUSED),
        (hour, "General", [REFUSED]),
        ("25:00", None, REFUSED),
        (f"{meant}左右", None, REFUSED),
    ]
    return draw.choice(ways)


def typed_day(draw: random.Random, column: SheetColumn) -> Typed:
    day = date(2026, 12, draw.randint(1, 28))
    meant = day.isoformat()
    ways: list[Typed] = [
        (meant, None, meant),
        (day, "yyyy-mm-dd", meant),
        (day, 'm"月"d"日"', meant),
        (f"{day.year}/{day.month}/{day.day}", None, [meant, REFUSED]),
        (f"{day.year}年{day.month}月{day.day}日", None, [meant, REFUSED]),
        (meant.translate(str.maketrans("0123456789", "０１２３４５６７８９")), None, [meant, REFUSED]),
        ((day - date(1899, 12, 30)).days, "General", [meant, REFUSED]),
        (f"{day:%Y%m%d}", None, [meant, REFUSED]),
        (int(f"{day:%Y%m%d}"), None, [meant, REFUSED]),
        (f"{day.month}月{day.day}日", None, REFUSED),
        ("2026-02-30", None, REFUSED),
        (f"{meant} 和 2026-12-30", None, [REFUSED, [meant, "2026-12-30"]]),
        (datetime(2026, 12, 3, 9, 30), None, [REFUSED, "2026-12-03 09:30"]),
    ]
    return draw.choice(ways)


def typed_phone(draw: random.Random, column: SheetColumn) -> Typed:
    ways: list[Typed] = [
        ("0755-5550-0188", None, "0755-5550-0188"),
        ("０７５５－５５５０－０１８８", None, ["0755-5550-0188", REFUSED]),
        ("0755 5550 0188", None, ["0755-5550-0188", "0755 5550 0188", REFUSED]),
        (75555500188, "General", REFUSED),
        (75555500188.0, "0.00E+00", REFUSED),
        (75555500188, "000000000000", ["075555500188", "0755-5550-0188", REFUSED]),
        (12345, None, "12345"),
        ("12345", None, "12345"),
        ("0755-5550-0188、0755-5550-0189", None, REFUSED),
        ("0755-5550-0188 张", None, REFUSED),
        ("7.5555E+10", None, REFUSED),
        ("电话见门口", None, REFUSED),
    ]
    return draw.choice(ways)


def typed_count(draw: random.Random, column: SheetColumn) -> Typed:
    number = draw.randint(1, 9)
    ways: list[Typed] = [
        (number, None, str(number)),
        (float(number), "0.0", str(number)),
        (str(number), None, str(number)),
        (chr(ord("０") + number), None, [str(number), REFUSED]),
        (f"{number}人", None, [REFUSED]),
        (number + 0.5, None, REFUSED),
        (number / 100, "0%", REFUSED),
        (True, None, REFUSED),
        (f"{number}、{number}", None, REFUSED),
        (date(2026, 1, number), None, REFUSED),
    ]
    return draw.choice(ways)


def typed_flag(draw: random.Random, column: SheetColumn) -> Typed:
    ways: list[Typed] = [
        ("是", None, "true"), ("否", None, "false"), (True, None, "true"), (False, None, "false"), (1, None, "true"),
        (0, None, "false"), ("√", None, "true"), ("TRUE", None, "true"), ("也许", None, REFUSED), ("是、否", None, REFUSED), (2, None, REFUSED),
    ]  # fmt: skip
    return draw.choice(ways)


TYPED: Mapping[str, Callable[[random.Random, SheetColumn], Typed]] = {
    "clock": typed_clock, "day": typed_day, "moment": typed_day, "phone": typed_phone, "count": typed_count, "flag": typed_flag,
}  # fmt: skip
CONTROLLED = "字_x0007_符"
"""As a workbook spells a sign that nobody sees."""
SPOILT: list[Callable[[random.Random], tuple[Any, str | None]]] = [
    lambda draw: ("=A1", None),
    lambda draw: ("=SUM(1,2)", None),
    lambda draw: (draw.choice(["#N/A", "#REF!", "#NAME?"]), None),
    lambda draw: (CONTROLLED, None),
    lambda draw: ("（请在文件里改）", None),
]


def known_of(column: SheetColumn, tree: Tree) -> dict[str, str]:
    """The ids a column may hold with the words beside each, from the data."""
    kind = column.names
    if kind in ("columns", "categories", "audiences"):
        return {str(one["id"]): str(one.get("name", "")) for one in tree["data/community.yaml"].get(kind, [])}
    if kind == "people":
        return {str(one["id"]): str(one["roles"][0]) for one in tree["data/people.yaml"]}
    if kind in SHEETS and kind != "rosters":
        title = SHEETS[kind].kind.title
        return {
            code: str(tree[path][i].get(title, ""))
            for code, (path, i) in entries_of(kind, tree).items()
            if i is not None
        }
    return {}


def meanings(meant: Any) -> list[Any]:
    return (
        meant
        if isinstance(meant, list) and (REFUSED in meant or any(isinstance(one, list) for one in meant))
        else [meant]
    )


def edit_cell(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    """Somebody types something into a cell."""
    spot = draw.choice(spots(book, tree))
    column = spot.column
    if draw.random() < 0.06:
        value, shown = draw.choice(SPOILT)(draw)
        type_into(book, spot, value, shown)
        dropped = partial(spot.put, value="字符") if value == CONTROLLED else None
        return Edit(f"{spot.address} := {value!r}", None, [spot.address], must_refuse=True, unsigned=dropped)
    if draw.random() < 0.08:
        type_into(book, spot, None)
        return Edit(f"{spot.address} emptied", lambda t: spot.put(t, None), [spot.address])
    if column.options:
        value, shown, meant = typed_option(draw, column)
    elif column.names:
        known = known_of(column, tree)
        if not known:
            return None
        value, shown, meant = typed_names(draw, column, known)
    elif column.form in TYPED:
        value, shown, meant = TYPED[column.form](draw, column)
    elif column.form == "text":
        value, shown, meant = typed_text(draw, column)
    else:
        return None
    type_into(book, spot, value, shown)
    allowed = [one for one in meanings(meant) if one is not REFUSED]
    if column.many:
        allowed = [one if isinstance(one, list) else [one] for one in allowed]
    else:
        allowed = [one for one in allowed if not isinstance(one, list)]
    if column.form == "moment" and column.path[-1] != "until":
        # A last day alone is the whole of it; any other day alone is its midnight.
        allowed += [f"{one} 00:00" for one in allowed if isinstance(one, str) and len(one) == 10]
    if column.blank and "true" in allowed:
        allowed.append(None)
    told = f"{spot.address} ({column.form}) := {value!r} shown {shown}"
    if not allowed:
        return Edit(told, None, [spot.address], must_refuse=True)
    return Edit(told, Choice(spot, allowed), [spot.address])


@dataclass
class Choice:
    """A cell whose words may be read in one of several ways."""

    spot: Spot
    allowed: list[Any]

    def __call__(self, tree: Tree) -> None:
        self.spot.put(tree, self.allowed[0])

    def settle(self, found: Tree) -> None:
        """Want the meaning that was found, where it is one that is allowed."""
        try:
            now = self.spot.get(found)
        except (KeyError, IndexError, TypeError):
            return
        self.allowed.sort(key=lambda one: plain(one) != plain(now))


def plain(value: Any) -> Any:
    """A value as it is compared: times with two digits, nothing for what says nothing."""
    if isinstance(value, dict):
        return {key: one for key, raw in value.items() if (one := plain(raw)) not in (None, "", "false", [], {})}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, str):
        value = re.sub(r"\b(\d):(\d\d)\b", r"0\1:\2", value.strip())
        return re.sub(r"^(\d{4})-(\d)-(\d)$", r"\1-0\2-0\3", value)
    return value


# --- what somebody may do to rows, columns and sheets


def tables_in(book: Workbook, *, parts: bool | None = None) -> list[Table]:
    found = [all_tables()[page.title] for page in book.worksheets if page.title in all_tables()]
    return [table for table in found if parts is None or bool(table.part) == parts]


def delete_part(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    table = draw.choice(tables_in(book, parts=True))
    rows = rows_of(book, table, tree)
    if not rows:
        return None
    row, path, entry, part = draw.choice(rows)
    book[table.name].delete_rows(row)

    def wanted(found: Tree) -> None:
        owner = found[path] if entry is None else found[path][entry]
        owner[table.part].pop(part)

    return Edit(f"{table.name} row {row} deleted", wanted, [f"{table.name}!"])


def delete_entry(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    table = draw.choice(tables_in(book, parts=False))
    rows = rows_of(book, table, tree)
    if not rows:
        return None
    row, path, entry, _ = draw.choice(rows)
    owner = str(book[table.name].cell(row, 1).value).split(" ")[0]
    book[table.name].delete_rows(row)
    if entry is None:
        return Edit(f"{table.name} row {row} deleted", None, may_refuse=False, notes=(owner,))
    for other in tables_in(book, parts=True):
        if other.kind == table.kind and draw.random() < 0.8:
            for number in reversed([r for r, p, e, _ in rows_of(book, other, tree) if (p, e) == (path, entry)]):
                book[other.name].delete_rows(number)
    names = [f"{one.name}!" for one in all_tables().values()]
    return Edit(f"{table.name} row {row} deleted", lambda found: found[path].pop(entry), names)


def clear_row(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    """All but the owner of a part is emptied: a row that says nothing."""
    table = draw.choice(tables_in(book, parts=True))
    rows = rows_of(book, table, tree)
    if not rows:
        return None
    row = draw.choice(rows)[0]
    for number in range(2, book[table.name].max_column + 1):
        book[table.name].cell(row, number).value = None
    return Edit(f"{table.name} row {row} emptied", None, [f"{table.name}!"], must_refuse=True)


def copy_row(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    """A row stands twice."""
    table = draw.choice(tables_in(book))
    rows = rows_of(book, table, tree)
    if not rows:
        return None
    row, page = draw.choice(rows)[0], book[table.name]
    below = page.max_row + 1
    for number in range(1, page.max_column + 1):
        page.cell(below, number).value = page.cell(row, number).value
    return Edit(f"{table.name} row {row} doubled", None, [f"{table.name}!A{below}"], must_refuse=True)


def sort_rows(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    table = draw.choice(tables_in(book))
    page = book[table.name]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST)]
    draw.shuffle(rows)
    for number, row in enumerate(rows, FIRST):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value
    return Edit(f"{table.name} shuffled", None, may_refuse=False)


def filter_rows(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    page.auto_filter.ref = page.dimensions
    notes: tuple[str, ...] = ()
    if page.max_row >= FIRST:
        page.row_dimensions[FIRST].hidden = True
        notes = (page.title, "隐藏")
    return Edit(f"{page.title} filtered", None, may_refuse=False, notes=notes)


def hide_sheet(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    page.sheet_state = "hidden"
    book.active = next((i for i, one in enumerate(book.worksheets) if one.sheet_state == "visible"), 0)
    return Edit(f"{page.title} hidden", None, may_refuse=False, notes=(page.title,), hides=page.title)


def protect(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    page.protection.enable()
    return Edit(f"{page.title} protected", None, may_refuse=False)


def merge(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    row = draw.randint(FIRST, max(page.max_row, FIRST))
    page.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=2)
    return Edit(f"{page.title} merged at {row}", None, [f"{page.title}!A{row}"], must_refuse=True)


def rename_sheet(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    name = page.title
    page.title = draw.choice([f"{name}1", f"新{name}", "Sheet1", f"{name}（改）"])
    return Edit(f"{name} renamed {page.title}", None, notes=(name,))


def delete_sheet(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    table = draw.choice(tables_in(book))
    del book[table.name]
    return Edit(f"{table.name} deleted", None, notes=(table.name,))


def double_sheet(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    table = draw.choice(tables_in(book))
    twin = book.copy_worksheet(book[table.name])
    twin.title = draw.choice([f"{table.name} (2)", f"{table.name} ", f"{table.name}副本"])
    return Edit(
        f"{table.name} doubled as {twin.title!r}", None, [f"{table.name}!", f"{twin.title}!"], notes=(twin.title,)
    )


def comment(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    spot = draw.choice(spots(book, tree))
    book[spot.table.name].cell(spot.row, spot.number).comment = Comment("周三起换人", "值班员")
    return Edit(f"a comment on {spot.address}", None, may_refuse=False, notes=(spot.address.partition("!")[2], "批注"))


def strike(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    spot = draw.choice(spots(book, tree))
    cell = book[spot.table.name].cell(spot.row, spot.number)
    if cell.value is None:
        return None
    cell.font = Font(strike=True)
    return Edit(f"{spot.address} struck through", None, [spot.address], must_refuse=True)


def link(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    spot = draw.choice(spots(book, tree))
    cell = book[spot.table.name].cell(spot.row, spot.number)
    if cell.value is None:
        return None
    words = cell.value
    cell.hyperlink = "https://example.org/form"
    cell.value = words
    return Edit(
        f"{spot.address} leads somewhere", None, may_refuse=False, notes=(spot.address.partition("!")[2], "链接")
    )


def beside(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    """A remark where no column is."""
    page = book[draw.choice(tables_in(book)).name]
    cell = page.cell(draw.randint(FIRST, page.max_row + 3), page.max_column + draw.randint(1, 3))
    cell.value = "问过了，可以"
    return Edit(f"{page.title}!{cell.coordinate} beside the table", None, may_refuse=False, notes=(cell.coordinate,))


def over_a_note(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    cell = page.cell(2, draw.randint(2, page.max_column))
    cell.value = "周一"
    return Edit(f"{page.title}!{cell.coordinate} over a note", None, may_refuse=False, notes=(cell.coordinate,))


def own_column(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    number = page.max_column + 1
    page.cell(1, number).value = "备忘"
    page.cell(FIRST, number).value = "记得问"
    return Edit(f"{page.title}: a column of one's own", None, may_refuse=False, notes=("备忘",))


def rename_column(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    cell = page.cell(1, draw.randint(1, page.max_column))
    cell.value = f"{cell.value}（新）"
    return Edit(f"{page.title}!{cell.coordinate} renamed", None, [f"{page.title}!"], must_refuse=True)


def double_column(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    number = draw.randint(1, page.max_column)
    page.cell(1, page.max_column + 1).value = page.cell(1, number).value
    return Edit(f"{page.title}: column {number} twice", None, [f"{page.title}!"], must_refuse=True)


def drop_column(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    page = book[draw.choice(tables_in(book)).name]
    number = draw.randint(2, page.max_column)
    title = str(page.cell(1, number).value)
    page.delete_cols(number)
    return Edit(f"{page.title}: {title} deleted", None, may_refuse=False, notes=(title,))


def spread(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    """Blank rows and columns in between."""
    page = book[draw.choice(tables_in(book)).name]
    page.insert_rows(draw.randint(FIRST, page.max_row + 1), draw.randint(1, 3))
    page.insert_cols(draw.randint(1, page.max_column), draw.randint(1, 2))
    return Edit(f"{page.title} spread", None, may_refuse=False)


def add_part(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    """A phone more, under its owner or at the end."""
    tables = [table for table in tables_in(book, parts=True) if table.part == "phones"]
    if not tables:
        return None
    table = draw.choice(tables)
    places = entries_of(table.kind, tree)
    owner = draw.choice(sorted(places))
    page = book[table.name]
    row = page.max_row + 1
    titles = {page.cell(1, n).value: n for n in range(1, page.max_column + 1)}
    page.cell(row, 1).value = owner
    page.cell(row, titles["号码"]).value = "0755-5550-0177"
    path, entry = places[owner]

    def wanted(found: Tree) -> None:
        found[path][entry].setdefault("phones", []).append({"number": "0755-5550-0177"})

    return Edit(f"a phone of {owner}", wanted, [f"{table.name}!"])


def wrong_owner(book: Workbook, tree: Tree, draw: random.Random) -> Edit | None:
    table = draw.choice(tables_in(book, parts=True))
    rows = rows_of(book, table, tree)
    if not rows:
        return None
    row = draw.choice(rows)[0]
    value = draw.choice([None, "nobody-at-all", "没有的", 7, "=A1"])
    book[table.name].cell(row, 1).value = value
    return Edit(f"{table.name}!A{row} := {value!r}", None, [f"{table.name}!A{row}"], must_refuse=True)


SHAPES: list[Callable[[Workbook, Tree, random.Random], Edit | None]] = [
    delete_part, delete_entry, clear_row, copy_row, sort_rows, filter_rows, hide_sheet, protect, merge, rename_sheet, delete_sheet,
    double_sheet, comment, strike, link, beside, over_a_note, own_column, rename_column, double_column, drop_column, spread, add_part,
    wrong_owner,
]  # fmt: skip


OF_PARTS = (delete_part, clear_row, wrong_owner)
"""What only the sheets of lists within entries can suffer."""


def edit_book(book: Workbook, tree: Tree, draw: random.Random) -> Edit:
    """One random edit."""
    shapes = SHAPES if tables_in(book, parts=True) else [shape for shape in SHAPES if shape not in OF_PARTS]
    while True:
        edit = edit_cell(book, tree, draw) if draw.random() < 0.6 else draw.choice(shapes)(book, tree, draw)
        if edit:
            return edit
