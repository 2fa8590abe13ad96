"""A workbook as new bytes for the files it is about; hides which file a row stands in, and nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch

import yaml

from plugins.files import digest
from plugins.problems import Problem
from plugins.rules import Library, Row, gather_choices
from plugins.sheets.columns import SHEETS, all_tables, tables_of
from plugins.sheets.compare import Comparison, PlannedEntry, compare
from plugins.sheets.grid import CellGrid, Grids, open_grids
from plugins.sheets.problems import CellProblem
from plugins.sheets.rewrite import rewrite
from plugins.sheets.sheet import CellPlace, Report, SheetRows, read_pairs, read_sheets
from plugins.sheets.source_text import RewriteError
from plugins.sheets.targets import Item, WantedValue
from plugins.sheets.values import CellError, id_of
from plugins.sheets.workbook import LISTS, RECORD
from plugins.text import Data, Loc, parse_source

_BOM = b"\xef\xbb\xbf"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What an import would do: the changes in words, the files as they would be, and what stands in the way."""

    file: str
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The new bytes of each file that changes, by its path below content/."""
    places: Mapping[str, Mapping[Loc, CellPlace]] = field(default_factory=dict)
    """For each of them, the cells its values came from."""

    def locate(self, problem: Problem) -> str:
        """A problem of the files as they would be, by the cell it came from where it came from one."""
        place = self._place_of(problem)
        if place is None:
            return f"content/{problem}"
        missing = problem.message.startswith("没有填写")
        fix = "填上这一格" if missing else problem.fix
        at = (self.file, place.sheet, place.row, place.number)
        its_own = place.column.path and place.column.path[-1] in problem.field
        return str(
            CellProblem(*at, place.column.key if its_own else problem.field, problem.label, problem.message, fix)
        )

    def _place_of(self, problem: Problem) -> CellPlace | None:
        places = self.places.get(problem.path)
        if not places or problem.path not in self.files:
            return None
        loc = _loc_of(self.files[problem.path].decode("utf-8-sig"), problem)
        for length in range(len(loc), 0, -1):
            if loc[:length] in places:
                return places[loc[:length]]
        return places.get(()) if loc else None


def _loc_of(text: str, problem: Problem) -> Loc:
    """Where a problem stands in the values of a file: by its field, else by its line and column."""
    root = yaml.compose(text, Loader=yaml.CBaseLoader)
    nodes = sorted(_nodes(root, ())) if root else []
    before = [loc for line, column, loc in nodes if (line, column) <= (problem.line - 1, problem.column - 1)]
    near: Loc = before[-1] if before else ()
    if not problem.field:
        return near
    entry: Loc = near[:1] if near and isinstance(near[0], int) else ()
    steps = _STEP.findall(problem.field)
    return (*entry, *(name or int(number) for name, number in steps))


def _nodes(node: yaml.Node, loc: Loc) -> Iterator[tuple[int, int, Loc]]:
    yield node.start_mark.line, node.start_mark.column, loc
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.start_mark.line, key.start_mark.column, (*loc, key.value)
            yield from _nodes(value, (*loc, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _nodes(value, (*loc, index))


def plan_import(library: Library, data: bytes, file: str) -> Transfer:
    """What the workbook would change in the sources; `file` is how problems name it."""
    report = Report(file)
    try:
        grids = open_grids(data)
    except CellError as error:
        return Transfer(file, problems=(CellProblem(file, "", 0, 0, "", "", error.message, error.fix),))
    rows = library.rows()
    visible = [grid for grid in grids.sheets if grid.name != RECORD]
    choices = replace(gather_choices(rows), beside=_words_beside(grids.sheets))
    sheets = read_sheets(visible, choices, grids.epoch, report)
    exported = _read_record(grids)
    _tell_stale(library, exported, report)
    _tell_missing(exported, sheets, report)
    if grids.drawn:
        report.notes.append("表格里有文本框或图形，里面的字没有看")
    changes: list[str] = []
    files: dict[str, bytes] = {}
    places: dict[str, dict[Loc, CellPlace]] = {}
    for kind in sorted({all_tables()[name].kind for name in sheets}, key=list(SHEETS).index):
        found = _plan_kind(kind, library, rows, sheets, report, _entries_in(kind, exported, rows))
        if found:
            changes += found.changes
            _lay_out(kind, found, rows, library, files, places, report)
    return Transfer(file, tuple(changes), tuple(report.notes), tuple(sorted(report.problems)), files, places)


def _words_beside(grids: Sequence[CellGrid]) -> frozenset[str]:
    """Ids with their words as the workbook has them: as it was exported, and of entries that are new in it."""
    found = {str(cell.value) for grid in grids if grid.name == LISTS for cell in grid.cells.values()}
    for grid in grids:
        table = all_tables().get(grid.name.strip())
        if table and not table.part:
            title = SHEETS[table.kind].kind.title
            found |= {f"{key} {words}" for key, words in read_pairs(grid, table, title)}
    return frozenset(phrase.strip() for phrase in found)


def _read_record(grids: Grids) -> Mapping[str, str]:
    """The files that the workbook was made of, and what they were then."""
    record = next((grid for grid in grids.sheets if grid.name == RECORD), None)
    said = (
        {
            row: [str(record.cells[row, n].value) if (row, n) in record.cells else "" for n in (1, 2)]
            for row in record.rows()
        }
        if record
        else {}
    )
    return {path: mark for path, mark in said.values() if path.startswith("data/") and ".." not in path}


def _tell_missing(exported: Mapping[str, str], sheets: Mapping[str, SheetRows], report: Report) -> None:
    """Sheets that the workbook had when it was made."""
    kinds = [kind for kind in SHEETS if any(fnmatch(path, SHEETS[kind].kind.source.pattern) for path in exported)]
    refused = {problem.sheet.strip() for problem in report.problems}
    gone = [table.name for kind in kinds for table in tables_of(kind) if table.name not in {*sheets, *refused}]
    if gone:
        report.notes.append(f"没有工作表“{'”“'.join(gone)}”，那里的内容不改")


def _tell_stale(library: Library, exported: Mapping[str, str], report: Report) -> None:
    """What has been saved since the export may be undone by it."""
    for path, mark in exported.items():
        if digest(library.stored(path)) != mark:
            report.notes.append(f"{path} 在导出以后改过：下面的修改和删除请逐条看，免得盖掉别人改的")


def _plan_kind(
    kind: str,
    library: Library,
    rows: Sequence[Row],
    sheets: Mapping[str, SheetRows],
    report: Report,
    exported: frozenset[str],
) -> Comparison | None:
    """The entries of a kind as they shall be; None where its files cannot be read."""
    old: list[tuple[str, dict[str, Data]]] = []
    named = SHEETS[kind].kind.source.named
    for path in _paths_of(kind, rows):
        entries = _entries_of(path, library)
        if entries is None:
            report.refuse_sheet("", f"content/{path} 本身有错，改不了", "先运行 kangle check，把那个文件改好")
            return None
        key = tables_of(kind)[0].key.key
        stem = path.rpartition("/")[2].removesuffix(".yaml")
        old += [(stem if named else str(one.get(key, "")), one) for one in entries]
    return compare(kind, old, sheets, gather_choices(tuple(rows)), report, exported)


def _entries_in(kind: str, files: Mapping[str, str], rows: Sequence[Row]) -> frozenset[str]:
    """The entries of a kind that stand in some files."""
    return frozenset(id_of(kind, row) for row in rows if row.model is SHEETS[kind] and row.path in files)


def _entries_of(path: str, library: Library) -> list[dict[str, Data]] | None:
    """The entries of a file as they were typed; None where it cannot be read."""
    stored = library.stored(path)
    if not stored:
        return []
    parsed = parse_source(stored, path)
    if parsed.tree is None or any(problem.level == "error" for problem in parsed.problems):
        return None
    data = parsed.tree.data
    listed = data if isinstance(data, list) else [data]
    entries = [one for one in listed if isinstance(one, dict)]
    return entries if len(entries) == len(listed) else None


def _paths_of(kind: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """The files a kind stands in."""
    source = SHEETS[kind].kind.source
    if "*" not in source.pattern:
        return (source.pattern,)
    return tuple(dict.fromkeys(row.path for row in rows if row.model is SHEETS[kind]))


def _lay_out(
    kind: str, found: Comparison, rows: Sequence[Row], library: Library, files: dict[str, bytes],
    places: dict[str, dict[Loc, CellPlace]], report: Report,
) -> None:  # fmt: skip
    """The new bytes of the files a kind stands in."""
    source = SHEETS[kind].kind.source
    if source.holds == "list":
        for path, entries in _by_file(kind, found, rows):
            items = [Item(origin, entry.value) for origin, entry in entries]
            _change(kind, path, items, library, files, report)
            cells = enumerate(entry.places.items() for _, entry in entries)
            places[path] = {(i, *loc): place for i, own in cells for loc, place in own}
        return
    for entry in found.entries:
        path = source.path_of(entry.id)
        _change(kind, path, entry.value, library, files, report)
        places[path] = dict(entry.places)


def _by_file(
    kind: str, found: Comparison, rows: Sequence[Row]
) -> Iterator[tuple[str, list[tuple[int | None, PlannedEntry]]]]:
    """The entries of each file with their former places in it; a new one joins the file of the one above it, the very first makes one by the first part of its id."""
    paths = _paths_of(kind, rows)
    former = [(row.path, int(row.at[0])) for row in rows if row.model is SHEETS[kind] and row.at]
    first = next((entry.id for entry in found.entries), "").partition("-")[0]
    here = paths[-1] if paths else SHEETS[kind].kind.source.path_of(first or "new")
    of: dict[str, list[tuple[int | None, PlannedEntry]]] = {path: [] for path in paths}
    for entry in found.entries:
        origin = None
        if entry.origin is not None:
            here, origin = former[entry.origin]
        of.setdefault(here, []).append((origin, entry))
    yield from of.items()


def _change(
    kind: str, path: str, target: WantedValue, library: Library, files: dict[str, bytes], report: Report
) -> None:
    stored = library.stored(path)
    bom = _BOM if stored.startswith(_BOM) else b""
    text = stored.decode("utf-8-sig")
    try:
        new = rewrite(text, target, _plain_keys(kind))
    except RewriteError:
        report.refuse_sheet(
            tables_of(kind)[0].name, f"content/{path} 的写法特别，没法照这张表改", "这一处直接在文件里改"
        )
        return
    # A file without a line end at its end is no other file with one.
    if new.rstrip() != text.rstrip():
        files[path] = bom + new.encode()


def _plain_keys(kind: str) -> frozenset[str]:
    """The keys whose values stand without quotes though they look like a date or number."""
    forms = ("day", "moment", "clock", "count", "flag")
    columns = (column for table in tables_of(kind) for column in table.columns if column.path)
    return frozenset(column.path[-1] for column in columns if column.form in forms or "tude" in column.key)
