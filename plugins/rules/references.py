"""Rules across sources: every id leads somewhere, every address is one page's; hides where ids stand.

Each rule is a generator that yields (path, place in the file, message, fix). An entry with a fault of its own
is still there: what names it is not at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TypeVar

from plugins.model import (
    MODELS,
    Alert,
    Community,
    Document,
    Entry,
    Grid,
    Hours,
    Location,
    Names,
    Organization,
    Part,
    Person,
    Place,
    Record,
    Service,
    Sources,
    Synonym,
    WorkdayYear,
    address_of,
    all_addresses,
    dotted,
    field_keys,
    is_slug,
    label_at,
    list_addresses,
    moved_addresses,
    naming_fields,
)
from plugins.problems import Problem
from plugins.rules.concerns import find_dead_ends
from plugins.rules.links import explain_dead, find_dead_links
from plugins.rules.marks import find_dead_marks, find_marks
from plugins.rules.names import SPLIT, Choices, Row, gather_choices, nearest
from plugins.rules.synonyms import find_circles
from plugins.text import Data, Loc, Tree

E = TypeVar("E", bound=Record)
Breach = tuple[str, Loc, str, str]
"""Path, place in the file's tree, message, fix."""


_DATED_PAGE = re.compile(r"/(?:news|activities|policies)/[^/]+/")
"""What is public from a day on, and old some day."""
_MONTH = re.compile(r"(/rosters/[^/]+/)\d{4}-\d{2}/")


@dataclass(frozen=True)
class Written:
    """The valid entries, every entry as it was typed, and the kinds whose file could not be read at all."""

    sources: Sources
    rows: tuple[Row, ...]
    unread: frozenset[type[Record]]

    def ids(self, model: type[Record]) -> Mapping[str, Row] | None:
        """The ids of a kind that are public or would be; None where nobody can know."""
        if model in self.unread:
            return None
        if self.is_left_out(model):
            return {}
        return {r.id: r for r in self.rows if r.id and r.model is model and r.data.get("status") != "draft"}

    def is_left_out(self, model: type[Record]) -> bool:
        """Whether the community has no such section: what is written of it is not shown."""
        return model.kind.name in self.sources.community.without

    @cached_property
    def drafts(self) -> frozenset[str]:
        """The ids of what is not for the public yet."""
        return frozenset(row.id for row in self.rows if row.data.get("status") == "draft")

    def is_empty(self) -> bool:
        """Whether there is nothing to read but the service centre that every community has."""
        station = getattr(self.sources.community, "station", "")
        return not self.unread and all(
            row.model in (Alert, Community, Person, Synonym, WorkdayYear)
            or (row.model is Location and row.id == station)
            or row.data.get("status") == "draft"
            or self.is_left_out(row.model)
            for row in self.rows
        )

    def terms(self, field: str, key: str) -> set[str] | None:
        """What the community's own lists hold, such as the ids of its columns."""
        community = next((r for r in self.rows if r.model is Community), None)
        listed = community.data.get(field, []) if community else None
        if not isinstance(listed, list):
            return None
        return {str(term.get(key)) for term in listed if isinstance(term, dict)}

    def named(self, names: Names) -> Mapping[str, object] | None:
        """What a field may name; None where nobody can know, or a rule of its own looks."""
        if names.kind in MODELS:
            return self.ids(MODELS[names.kind])
        terms = self.terms(names.kind, names.key) if names.kind in field_keys(Community) else None
        return None if terms is None else dict.fromkeys(terms)

    def broken(self, model: type[Record], valid: Iterable[Record]) -> bool:
        """Whether an entry of a kind has a fault of its own."""
        return model in self.unread or sum(r.model is model for r in self.rows) > len(tuple(valid))


def check_references(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every broken rule across sources, with the line and label of its field."""
    models = {row.path: row.model for row in written.rows}
    for rule in RULES:
        for path, loc, message, fix in rule(written):
            yield _at_field(trees[path], models[path], loc, message, fix)
    yield from _find_dead_links(written, trees)


def _find_dead_links(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every link of a body or of a field leads somewhere; what has a fault of its own is not called missing."""
    sources = written.sources
    suspects = find_suspects(written)
    addresses = set(all_addresses(sources))
    bodies = [d for d in chain(sources.documents(), sources.drafts) if isinstance(d, Document)]
    unsure = tuple(f"/{model.kind.name}/" for model in written.unread if issubclass(model, Entry))
    if not sources.community.columns:
        unsure += ("/columns/", "/services/", "/tags/", "/feeds/")
    # Where a file or an entry could not be read, nobody knows which pages it would have had.
    targets = (r.target for document in bodies for r in document.body.references) if unsure or suspects else ()
    addresses.update(target.partition("#")[0] for target in targets if may_be_there(target, unsure, suspects))
    drafts = {address_of(draft) for draft in sources.drafts}
    url = getattr(sources.community, "url", "")  # a community.yaml with errors has only what is right of it
    yield from find_dead_links(bodies, addresses, drafts, url=url)
    anchors = {address_of(d): frozenset(d.body.ids) for d in bodies if d.body.ids}
    for entry in chain(sources.entries(), sources.drafts):
        for loc, message, fix in find_dead_marks(entry, addresses, drafts, anchors):
            yield _at_field(trees[entry.path], type(entry), entry.at + loc, message, fix)
    for loc, to in _links_of_doors(sources.community):
        wrong = None if may_be_there(to, unsure, suspects) else explain_dead("/", to, addresses, drafts, anchors)
        if wrong is None and _DATED_PAGE.match(to):
            wrong = f"{to} 会过时", "写一直在的地方：栏目、办事指南、服务、场所、队伍"
        if wrong:
            yield _at_field(trees[sources.community.path], Community, loc, *wrong)


def _links_of_doors(community: Community) -> Iterator[tuple[Loc, str]]:
    for i, door in enumerate(community.doors):
        yield from ((("doors", i, "links", n, "to"), link.to) for n, link in enumerate(door.links))


def _at_field(tree: Tree, model: type[Record], loc: Loc, message: str, fix: str) -> Problem:
    inside = loc[1:] if loc and isinstance(loc[0], int) else loc
    return Problem(tree.path, *tree.place(loc), dotted(inside), label_at(model, inside), message, fix)


def _find_marks(written: Written) -> Iterator[Breach]:
    """Fields that stand in lists and feeds have no Markdown."""
    for entry in chain(written.sources.entries(), written.sources.drafts):
        for loc, message, fix in find_marks(entry):
            yield entry.path, entry.at + loc, message, fix


def _words(value: Data | None, field: str) -> Iterator[tuple[Loc, str]]:
    """The ids a field holds as typed, each with its place; what has not the form of one has a problem of its own."""
    typed: list[tuple[Loc, Data | None]] = [((field,), value)]
    if isinstance(value, list):
        typed = [((field, i), item) for i, item in enumerate(value)]
    for loc, item in typed:
        if isinstance(item, str) and (
            is_slug(item.strip()) or (field == "tags" and item.strip() and not SPLIT.search(item.strip()))
        ):
            yield loc, item.strip()


def find_suspects(written: Written) -> set[str]:
    """The ids of entries that have a fault of their own."""
    valid = {(e.path, e.at) for e in chain(written.sources.entries(), written.sources.drafts)}
    return {row.id for row in written.rows if (row.path, row.at) not in valid} - {""}


def may_be_there(target: str, unsure: tuple[str, ...], suspects: set[str]) -> bool:
    named = target.partition("#")[0].rstrip("/").split("/")[-2:]
    return target.startswith(unsure) or not suspects.isdisjoint(named)


_SOUGHT = 300


def _find_dangling(written: Written) -> Iterator[Breach]:
    """An id named in a field belongs to an entry that is published, or to a term of the community's own lists."""
    known: dict[Names, Mapping[str, object] | None] = {}
    choices = gather_choices(written.rows)
    told: dict[tuple[Names, str], tuple[str, str]] = {}
    for row in written.rows:
        if written.is_left_out(row.model):
            continue
        for loc, word, names in _named(row.model, row.data, row.at):
            if names not in known:
                known[names] = written.named(names)
            listed = known[names]
            if listed is None or word in listed:
                continue
            if (names, word) not in told:
                # What may be meant is sought among all: for the first few hundred words, which are more than are shown.
                few = len(told) < (_SOUGHT if len(listed) < _SOUGHT else _SOUGHT // 10)
                told[names, word] = _tell_dangling(word, names, listed if few else {}, written, choices)
            yield row.path, loc, *told[names, word]


def _tell_dangling(
    word: str, names: Names, listed: Mapping[str, object], written: Written, choices: Choices
) -> tuple[str, str]:
    """What is wrong with a word that is none of those listed, and what may have been meant."""
    model = MODELS.get(names.kind)
    if model and written.is_left_out(model):
        fix = f"删掉这一项，或从 community.yaml 的 without 里去掉 {names.kind}"
        return f"写了“{word}”，可是网站不设{model.kind.label}", fix
    draft = "，它还是草稿" if word in written.drafts else ""
    words = choices.of.get(names.kind, {}) if names.key == "id" else {}
    return f"没有“{word}”{names.noun}{draft}", nearest(word, {code: words.get(code, "") for code in listed})


def _named(model: type[Part], data: Mapping[str, Data], at: Loc) -> Iterator[tuple[Loc, str, Names]]:
    """The ids that the fields of an entry hold as typed; what has not the form of one has a problem of its own."""
    for key, inner in naming_fields(model).items():
        value = data.get(key, "")
        for loc, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
            here: Loc = (*at, key) if loc is None else (*at, key, loc)
            if not isinstance(inner, Names):
                yield from _named(inner, item, here) if isinstance(item, dict) else ()
            elif isinstance(item, str) and _may_name(item.strip(), inner):
                yield here, item.strip(), inner


def _may_name(word: str, names: Names) -> bool:
    return is_slug(word) if names.key == "id" else bool(word) and not SPLIT.search(word)


def _find_unknown_buildings(written: Written) -> Iterator[Breach]:
    """Every building a grid names exists, and stands in exactly one grid."""
    sources = written.sources
    known = {f"{p.id}/{b.id}": (p, i) for p in sources.places for i, b in enumerate(p.buildings)}
    faulty = (written.ids(Place) or {}).keys() - sources.place.keys()
    seen: dict[str, str] = {}
    for grid in sources.grids:
        for i, word in enumerate(grid.buildings):
            loc = (*grid.at, "buildings", i)
            if word in seen:
                yield grid.path, loc, f"“{word}”已经在{seen[word]}里", "每栋楼只能归一个网格"
            elif word not in known and Place not in written.unread and word.partition("/")[0] not in faulty:
                yield grid.path, loc, f"没有“{word}”这栋楼", nearest(word, known)
            seen.setdefault(word, grid.name)
    if not sources.grids or written.broken(Grid, sources.grids):
        return
    for word, (place, index) in known.items():
        if word not in seen:
            where = (*place.at, "buildings", index)
            yield place.path, where, f"“{word}”不归任何网格", "在 grids.yaml 里把它分给一个网格"


def _find_twin_buildings(written: Written) -> Iterator[Breach]:
    """A building's id is its address within its place."""
    for place in written.sources.places:
        seen: set[str] = set()
        for i, building in enumerate(place.buildings):
            if building.id in seen:
                message = f"楼栋编号“{building.id}”在这里用了两次"
                yield place.path, (*place.at, "buildings", i, "id"), message, "给其中一栋换一个编号"
            seen.add(building.id)


def _find_duplicates(written: Written) -> Iterator[Breach]:
    """An address is one page's: the second use names the first."""
    sources = written.sources
    first = dict.fromkeys(list_addresses(sources), "网站自己的页面")
    for entry in chain(_by_place(sources.entries()), _by_place(sources.drafts)):
        address = address_of(entry)
        if address in first:
            message = f"地址 {address} 与{first[address]}重复"
            yield entry.path, (*entry.at, entry.kind.key), message, "换一个不同的编号或文件名"
        first.setdefault(address, f" {entry.path} {_ordinal(entry.at)}")
    rosters = {address_of(roster) for roster in sources.rosters}
    folded = {address.casefold(): address for address in first}
    files = {f"/{file}" for file in sources.files} | {a for a in first if a.endswith(".html")}
    files |= {moved.old for moved in moved_addresses(sources) if moved.old.endswith(".html")}
    for moved in sorted(moved_addresses(sources), key=lambda m: (m.path, m.at)):
        alias, twin = moved.old, folded.get(moved.old.casefold())
        month = _MONTH.fullmatch(alias)
        if month and month[1] in rosters:  # which months have a page changes with the clock
            first.setdefault(alias, "值班表自己的页面")
        if alias in first:
            message = f"旧地址 {alias} 已是{first[alias]}的地址"
            yield moved.path, moved.at, message, "删掉这条旧地址"
        elif owned := _find_owner(alias, files):
            yield moved.path, moved.at, f"旧地址 {alias} 是网站放 {owned} 的地方", "删掉这条旧地址"
        elif twin:
            message = f"旧地址 {alias} 和 {twin} 只差大小写，在 Windows 和苹果电脑上会盖掉那一页"
            yield moved.path, moved.at, message, "删掉这条旧地址"
        first.setdefault(alias, f" {moved.path} {_ordinal(moved.at)}")


_OWN_FOLDERS = frozenset({"assets", "calendars", "data", "feeds", "search", "theme", "zh-hant"})
_OWN_FILES = frozenset(
    {
        "CNAME",
        "_headers",
        "_redirects",
        "favicon.ico",
        "manifest.json",
        "next-change.json",
        "opensearch.xml",
        "robots.txt",
        "sitemap.xml",
        "updated.svg",
    }
)
"""What stands beside the pages; tests/test_agreement.py holds both against what a site is made of."""


def _find_owner(alias: str, files: Collection[str]) -> str:
    """What stands where a page at an old address would be, or around it; empty where nothing does."""
    name = alias.strip("/")
    top = name.partition("/")[0]
    if top in _OWN_FOLDERS or top in _OWN_FILES:
        return top
    parts = name.split("/")
    above = ("/" + "/".join(parts[:n]) for n in range(1, len(parts) + (not alias.endswith(".html"))))
    return next((file for file in above if file in files), "")


def _by_place(entries: Iterable[E]) -> list[E]:
    """In the order of their files, so that which of two is the second does not hang on their dates."""
    return sorted(entries, key=lambda e: (e.path, e.at))


def _ordinal(at: Loc) -> str:
    return f"第 {at[0] + 1} 项" if at and isinstance(at[0], int) else ""


def _find_duplicate_ids(written: Written) -> Iterator[Breach]:
    """Rows without a page have ids of their own too."""
    sources = written.sources
    first: dict[str, Person] = {}
    for person in sources.people:
        if person.id in first:
            message = f"编号“{person.id}”已用在{_ordinal(first[person.id].at)}"
            yield person.path, (*person.at, "id"), message, "换一个编号"
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


def _find_doubled_synonyms(written: Written) -> Iterator[Breach]:
    yield from find_circles(written.sources.of(Synonym))


def _find_dead_ends(written: Written) -> Iterator[Breach]:
    """Whom a concern names can be reached; where a file could not be read, nobody knows."""
    if not written.unread & {Location, Organization, Place, Grid}:
        yield from find_dead_ends(written.sources)


def _find_missing_files(written: Written) -> Iterator[Breach]:
    """A picture or form that is named is there, and a picture has words."""
    sources = written.sources
    files = dict.fromkeys(sources.files)

    def missing(path: str, loc: Loc, image: str) -> Iterator[Breach]:
        if image not in files:
            yield path, loc, f"没有这个文件：{image}", nearest(image, files)
        elif image not in sources.sizes:
            yield path, loc, f"不是能显示的图片：{image}", "换成 images/ 里的图片"

    for entry in chain(sources.entries(), sources.drafts):
        image = getattr(entry, "image", None)
        if image:
            yield from missing(entry.path, (*entry.at, "image"), image)
            if not getattr(entry, "image_alt", None):
                yield entry.path, (*entry.at, "image"), "图片没有说明文字", "加上 image_alt: 图片里有什么"
        elif vars(entry).get("image_alt"):
            fix = "加上 image: images/文件名，或删掉这一行"
            yield entry.path, (*entry.at, "image_alt"), "只有图片说明，没有图片", fix
    for field in ("logo", "icon", "skyline"):
        image = getattr(sources.community, field, None)
        if image:
            yield from missing(sources.community.path, (field,), image)
    for guide in sources.guides:
        for i, form in enumerate(guide.forms):
            if form.file not in files:
                yield guide.path, ("forms", i, "file"), f"没有这个文件：{form.file}", nearest(form.file, files)


def _find_impossible(written: Written) -> Iterator[Breach]:
    """An end is after its start."""
    for story in written.sources.news:
        if story.expires and story.expires < story.date.date():
            yield story.path, ("expires",), "失效日期早于发布日期", "核对两个日期"
    for policy in written.sources.policies:
        if policy.expires and policy.expires < policy.effective:
            yield policy.path, ("expires",), "失效日期早于生效日期", "核对两个日期"


def _find_bare_guides(written: Written) -> Iterator[Breach]:
    """A guide says what to bring."""
    for guide in written.sources.guides:
        if not guide.materials and not guide.no_materials:
            yield guide.path, ("materials",), "没有写申请材料", "列出材料；确实不用带，写 no_materials: true"


def _find_impossible_times(written: Written) -> Iterator[Breach]:
    """Hours, closures and holidays that no day can have."""
    for location in written.sources.locations:
        yield from _find_impossible_hours(location)
    for service in written.sources.services:
        yield from _find_impossible_service(service)
    for year in written.sources.workdays:
        yield from _find_impossible_holidays(year)
    if not any(year.school for year in written.sources.workdays):
        yield from _find_unknown_school_holidays(written.sources)


def _find_impossible_holidays(year: WorkdayYear) -> Iterator[Breach]:
    for field, found in (("holidays", year.holidays), ("school", year.school)):
        for i, holiday in enumerate(found):
            if holiday.until < holiday.from_:
                yield year.path, (*year.at, field, i, "until"), "结束日期早于开始日期", "核对两个日期"


def _find_impossible_service(service: Service) -> Iterator[Breach]:
    """A service has one kind of hours, and a pause ends after it begins."""
    path, at, paused = service.path, service.at, service.paused
    if paused and paused.until and paused.until < paused.from_:
        yield path, (*at, "paused", "until"), "结束日期早于开始日期", "核对两个日期"
    if service.hours and service.open_with:
        fix = "有自己的钟点只写 hours，跟场所一样只写 open_with"
        yield path, (*at, "open_with"), "写了自己的服务时间，又写跟场所一起开", fix


def _find_unknown_school_holidays(sources: Sources) -> Iterator[Breach]:
    """Hours that speak of school holidays can be reckoned only where somebody wrote when those are."""
    hours: list[tuple[Entry, str, Hours | None]] = [(x, "hours", x.hours) for x in sources.locations]
    hours += [(s, "hours", s.hours) for s in sources.services]
    hours += [(o, "meets", o.meets) for o in sources.organizations]
    for entry, field, said in hours:
        if said and said.needs_school:
            fix = "在 workdays.yaml 那一年下面写 school: 寒假、暑假从哪天到哪天"
            yield entry.path, (*entry.at, field), "写了 SH，可是没有写寒暑假是哪几天", fix


def _find_impossible_hours(location: Location) -> Iterator[Breach]:
    """Each exception says one thing about its days, no day has two of them, and a closure ends after it begins."""
    path, at = location.path, location.at
    closed = location.closed
    if closed and closed.until and closed.until < closed.from_:
        yield path, (*at, "closed", "until"), "结束日期早于开始日期", "核对两个日期"
    for i, exception in enumerate(location.exceptions):
        loc = (*at, "exceptions", i)
        if exception.last < exception.from_:
            yield path, (*loc, "until"), "结束日期早于开始日期", "核对两个日期"
        if exception.closed == (exception.hours is not None):
            fix = "开就写 hours，不开就写 closed: true，两个里写一个"
            yield path, (*loc, "hours"), "没有说清这几天开不开", fix
        over = (o for o in location.exceptions[:i] if exception.from_ <= o.last and o.from_ <= exception.last)
        for other in islice(over, 1):
            yield path, (*loc, "from"), f"和 {other.from_} 起的那一条日期重叠", "一天只能有一条，改日期或合并"


RULES: tuple[Callable[[Written], Iterator[Breach]], ...] = (
    _find_dangling,
    _find_unknown_buildings,
    _find_twin_buildings,
    _find_duplicates,
    _find_duplicate_ids,
    _find_missing_files,
    _find_impossible,
    _find_marks,
    _find_bare_guides,
    _find_impossible_times,
    _find_doubled_synonyms,
    _find_dead_ends,
)
