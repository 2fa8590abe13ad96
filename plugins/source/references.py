"""Rules across sources: every id leads somewhere, every address is one page's; hides where ids stand.

Each rule is a generator that yields (path, place in the file, message, fix).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from pydantic import BaseModel

from plugins.source.addresses import address_of
from plugins.source.models import Document, Guide, Person
from plugins.source.problems import Problem
from plugins.source.sources import Sources
from plugins.source.yaml_text import Loc, Tree

Finding = tuple[str, Loc, str, str]
"""Path, place in the file's tree, message, fix."""


def check_references(sources: Sources, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every broken rule across sources, with the line and label of its field."""
    for rule in RULES:
        for path, loc, message, fix in rule(sources):
            yield _place(trees[path], loc, message, fix)


def _place(tree: Tree, loc: Loc, message: str, fix: str) -> Problem:
    line, column = tree.place(loc)
    inside = loc[1:] if loc and isinstance(loc[0], int) else loc
    name = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in inside).lstrip(".")
    return Problem(tree.path, line, column, name, _LABELS.get(_last_word(inside), ""), message, fix)


def _last_word(loc: Loc) -> str:
    return next((s for s in reversed(loc) if isinstance(s, str)), "")


_LABELS = {
    "places": "地点", "tags": "标签", "column": "栏目", "location": "地点", "organization": "组织", "audience": "人群",
    "services": "服务", "locations": "办理地点", "guides": "办事指南", "category": "类别", "supersedes": "替代的文件",
    "buildings": "楼栋", "people": "人员", "place": "所在小区", "station": "服务中心", "frequent_guides": "首页常办的事",
    "slug": "地址名", "id": "编号", "aliases": "旧地址", "image": "图片", "image_alt": "图片说明", "ends": "结束",
    "file": "文件", "materials": "申请材料", "add": "加人", "remove": "减人", "year": "年份", "until": "到哪天止",
    "starts": "开始", "name": "名称",
}  # fmt: skip


def _value(entry: BaseModel, field: str) -> tuple[tuple[Loc, str], ...]:
    """The ids a field holds, each with its place."""
    value = getattr(entry, field, None)
    if value is None:
        return ()
    if isinstance(value, str):
        return (((field,), value),)
    return tuple(((field, i), v) for i, v in enumerate(value))


def _nearest(word: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    listed = "、".join(sorted(known)[:8])
    return f"是否想写 {close[0]}？" if close else f"从这些里选：{listed}{' …' if len(known) > 8 else ''}"


def _find_dangling(sources: Sources) -> Iterator[Finding]:
    """An id named in a field belongs to an entry that is published."""
    community = sources.community
    draft_slugs = {d.slug for d in sources.drafts}
    targets: dict[str, Mapping[str, object]] = {
        "places": sources.place,
        "place": sources.place,
        "location": sources.location,
        "locations": sources.location,
        "station": sources.location,
        "organization": sources.organization,
        "services": sources.service,
        "guides": sources.guide,
        "frequent_guides": sources.guide,
        "supersedes": sources.policy,
        "column": {c.id: c for c in community.columns},
        "category": {c.id: c for c in community.categories},
        "audience": {c.id: c for c in community.audiences},
        "tags": {c.name: c for c in community.tags},
    }
    for entry in chain([community], sources.entries(), sources.drafts):
        for field, known in targets.items():
            if field == "tags" and entry is community:
                continue
            for loc, word in _value(entry, field):
                if word not in known:
                    draft = "，它还是草稿" if word in draft_slugs else ""
                    yield entry.path, entry.at + loc, f"没有“{word}”{draft}", _nearest(word, known)


def _find_unknown_buildings(sources: Sources) -> Iterator[Finding]:
    """Every building a grid names exists, and stands in exactly one grid."""
    known = {f"{p.id}/{b.id}": (p, i) for p in sources.places for i, b in enumerate(p.buildings)}
    seen: dict[str, str] = {}
    for grid in sources.grids:
        for loc, word in _value(grid, "buildings"):
            if word not in known:
                yield grid.path, grid.at + loc, f"没有“{word}”这栋楼", _nearest(word, known)
            elif word in seen:
                yield grid.path, grid.at + loc, f"“{word}”已经在{seen[word]}里", "每栋楼只能归一个网格"
            else:
                seen[word] = grid.name
    if sources.grids:
        for word, (place, index) in known.items():
            if word not in seen:
                yield (
                    place.path,
                    (*place.at, "buildings", index),
                    f"“{word}”不归任何网格",
                    "在 grids.yaml 里把它分给一个网格",
                )


def _find_unknown_people(sources: Sources) -> Iterator[Finding]:
    """Everyone on duty stands in people.yaml."""
    for roster in sources.rosters:
        lists = [(("pattern", i, "people"), p.people) for i, p in enumerate(roster.pattern)]
        lists += [(("shifts", i, "people"), s.people) for i, s in enumerate(roster.shifts)]
        for i, change in enumerate(roster.changes):
            lists += [(("changes", i, "add"), change.add), (("changes", i, "remove"), change.remove)]
        for loc, people in lists:
            for j, person in enumerate(people):
                if person not in sources.person:
                    yield roster.path, (*loc, j), f"没有“{person}”这个人", _nearest(person, sources.person)


def _find_idle_changes(sources: Sources) -> Iterator[Finding]:
    """A change names a shift of the weekly pattern."""
    days = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    for roster in sources.rosters:
        known = {(p.weekday, p.starts) for p in roster.pattern}
        for i, change in enumerate(roster.changes):
            if (days[change.date.weekday()], change.starts) not in known:
                message = f"{change.date} 没有 {change.starts:%H:%M} 开始的班"
                yield roster.path, ("changes", i, "starts"), message, "核对日期和那一班的开始时间"


def _find_duplicates(sources: Sources) -> Iterator[Finding]:
    """An address is one page's: the second use names the first."""
    first: dict[str, str] = {}
    for entry in chain(sources.entries(), sources.drafts):
        address = address_of(entry)
        if address in first:
            field = "slug" if isinstance(entry, Document) else "id"
            message = f"地址 {address} 与 {first[address]} 重复"
            yield entry.path, (*entry.at, field), message, "换一个不同的编号或文件名"
        first.setdefault(address, entry.path)
    for document in chain(sources.news, sources.activities, sources.policies, sources.guides, sources.pages):
        for loc, alias in _value(document, "aliases"):
            if alias in first:
                yield document.path, loc, f"旧地址 {alias} 已是 {first[alias]} 的地址", "删掉这条旧地址"
            first.setdefault(alias, document.path)


def _find_duplicate_ids(sources: Sources) -> Iterator[Finding]:
    """Rows without a page have ids of their own too."""
    first: dict[str, Person] = {}
    for person in sources.people:
        if person.id in first:
            yield (
                person.path,
                (*person.at, "id"),
                f"编号“{person.id}”已用在第 {_row(first[person.id].at)} 项",
                "换一个编号",
            )
        first.setdefault(person.id, person)
    community = sources.community
    for field in ("columns", "categories", "audiences", "tags"):
        seen: set[str] = set()
        for i, term in enumerate(getattr(community, field)):
            for key in ("id", "name"):
                word = f"{key}:{getattr(term, key)}"
                if word in seen:
                    yield community.path, (field, i, key), f"“{getattr(term, key)}”写了两次", "删掉一个或改名"
                seen.add(word)
    years: set[int] = set()
    for year in sources.workdays:
        if year.year in years:
            yield year.path, (*year.at, "year"), f"{year.year} 年写了两次", "合并成一项"
        years.add(year.year)


def _row(at: Loc) -> int:
    return int(at[0]) + 1 if at else 1


def _find_missing_files(sources: Sources) -> Iterator[Finding]:
    """A picture or form that is named is there, and a picture has words."""
    files = {f: f for f in sources.files}
    for entry in chain(sources.entries(), sources.drafts):
        image = getattr(entry, "image", None)
        if image and image not in files:
            yield entry.path, (*entry.at, "image"), f"没有这个文件：{image}", _nearest(image, files)
        if image and not getattr(entry, "image_alt", None):
            yield entry.path, (*entry.at, "image"), "图片没有说明文字", "加上 image_alt: 图片里有什么"
    for guide in sources.guides:
        for i, form in enumerate(guide.forms):
            if form.file not in files:
                yield guide.path, ("forms", i, "file"), f"没有这个文件：{form.file}", _nearest(form.file, files)


def _find_impossible(sources: Sources) -> Iterator[Finding]:
    """An end is after its start, and a guide says what to bring."""
    for activity in sources.activities:
        if activity.ends <= activity.starts:
            yield activity.path, ("ends",), "结束时间不在开始之后", "核对开始和结束时间"
    for policy in sources.policies:
        if policy.expires and policy.expires < policy.effective:
            yield policy.path, ("expires",), "失效日期早于生效日期", "核对两个日期"
    for roster in sources.rosters:
        if roster.until < roster.from_:
            yield roster.path, ("until",), "结束日期早于开始日期", "核对两个日期"
        for i, shift in enumerate(roster.shifts):
            if shift.ends <= shift.starts:
                yield roster.path, ("shifts", i, "ends"), "结束时间不在开始之后", "核对这一班的时间"
    for guide in sources.guides:
        yield from _check_materials(guide)


def _check_materials(guide: Guide) -> Iterator[Finding]:
    if not guide.materials and not guide.no_materials:
        yield guide.path, ("materials",), "没有写申请材料", "列出材料；确实不用带，写 no_materials: true"


RULES: tuple[Callable[[Sources], Iterator[Finding]], ...] = (
    _find_dangling,
    _find_unknown_buildings,
    _find_unknown_people,
    _find_idle_changes,
    _find_duplicates,
    _find_duplicate_ids,
    _find_missing_files,
    _find_impossible,
)
