"""Rules across sources: every id leads somewhere, every address is one page's; hides where ids stand.

Each rule is a generator that yields (path, place in the file, message, fix). An entry with a fault of its own
is still there: what names it is not at fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from plugins.model import (
    MODELS,
    Campaign,
    Entry,
    Grid,
    Guide,
    Location,
    Names,
    Organization,
    Part,
    Place,
    Record,
    dotted,
    is_file,
    is_slug,
    label_at,
    naming_fields,
)
from plugins.problems import Problem, tell_some
from plugins.rules.answers import find_bare_answers
from plugins.rules.concerns import find_dead_ends
from plugins.rules.dead_links import check_links
from plugins.rules.doubles import find_doubled_synonyms, find_duplicate_ids, find_duplicates, find_twin_buildings
from plugins.rules.impossible import find_impossible, find_impossible_times
from plugins.rules.links import nearest_file
from plugins.rules.marks import Values, find_marks, inside
from plugins.rules.names import SPLIT, Choices, gather_choices
from plugins.rules.suggestions import nearest
from plugins.rules.unfinished import check_gaps
from plugins.rules.written import Breach, Written
from plugins.text import Data, Loc, Tree


def check_references(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every broken rule across sources, with the line and label of its field."""
    models = {row.path: row.model for row in written.rows}

    def tell(breach: Breach) -> Problem:
        path, loc, message, fix = breach
        return _at_field(trees[path], models[path], loc, message, fix)

    for rule in RULES:
        yield from tell_some(rule(written), tell)
    yield from check_links(written, tell)
    yield from check_gaps(written, tell)


def _at_field(tree: Tree, model: type[Record], loc: Loc, message: str, fix: str) -> Problem:
    inside = loc[1:] if loc and isinstance(loc[0], int) else loc
    return Problem(tree.path, *tree.place(loc), dotted(inside), label_at(model, inside), message, fix)


def _find_marks(written: Written) -> Iterator[Breach]:
    """Fields that stand in lists and feeds have no Markdown."""
    for model, path, at, values in _all_values(written):
        for loc, message, fix in find_marks(model, values):
            yield path, at + loc, message, fix


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


_COMPARED = 90_000
"""How many pairs of words are compared in all: three hundred unknown words with three hundred known ones, or five with 20,000."""


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
                # What may be meant is sought among all, for the first words.
                few = len(told) * len(listed) < _COMPARED
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
    return f"没有“{word}”{names.noun}{draft}", nearest(
        word, {code: words.get(code, "") for code in listed if is_slug(code) or names.key != "id"}
    )


def _named(model: type[Part], data: Mapping[str, Data], at: Loc) -> Iterator[tuple[Loc, str, Names]]:
    """The ids that the fields of an entry hold as typed; what has not the form of one has a problem of its own."""
    for key, inner in naming_fields(model).items():
        value = data.get(key, "")
        for loc, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
            here: Loc = (*at, key) if loc is None else (*at, key, loc)
            if not isinstance(inner, Names):
                yield from _named(inner, item, here) if isinstance(item, dict) else ()
            elif loc is None and inner.key != "id":
                continue  # one text for a list of tags, which is told as that
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
    names = {p.id: p.name for p in sources.places}
    lost = False
    for grid in sources.grids:
        for i, word in enumerate(grid.buildings):
            loc = (*grid.at, "buildings", i)
            if word in seen:
                yield grid.path, loc, f"“{word}”已经在{seen[word]}里", "每栋楼只能归一个网格"
            elif word not in known and Place not in written.unread and (home := word.partition("/")[0]) not in faulty:
                lost = lost or home not in names
                about_place = f"没有“{home}”", nearest(home, names)
                about_house = f"没有“{word}”这栋楼", nearest(word, known)
                yield grid.path, loc, *(about_house if home in names else about_place)
            seen.setdefault(word, grid.name)
    if not sources.grids or written.broken(Grid, sources.grids):
        return
    held = {word.partition("/")[0] for word in seen}
    for word, (place, index) in known.items():
        # A place of another id than before has no building in any grid: that its old id is none is told.
        if word not in seen and not (lost and place.id not in held):
            where = (*place.at, "buildings", index)
            yield place.path, where, f"“{word}”不归任何网格", "在 grids.yaml 里把它分给一个网格"


def _find_dead_ends(written: Written) -> Iterator[Breach]:
    """Whom a concern names can be reached; where a file could not be read, nobody knows."""
    if not written.unread & {Location, Organization, Place, Grid}:
        yield from find_dead_ends(written.sources)


def _all_values(written: Written) -> Iterator[tuple[type[Entry], str, Loc, Values]]:
    """The fields of every entry: as they were read, or as they were typed where something in it is wrong."""
    for entry in chain(written.sources.entries(), written.sources.drafts):
        yield type(entry), entry.path, entry.at, vars(entry)
    for row in written.faulty:
        if issubclass(row.model, Entry):
            yield row.model, row.path, row.at, row.data


def _find_missing_files(written: Written) -> Iterator[Breach]:
    """A picture or form that is named is there, and a picture has words."""
    sources = written.sources
    files = dict.fromkeys(sources.files)

    def missing(path: str, loc: Loc, file: str, *, is_picture: bool = True) -> Iterator[Breach]:
        if not is_file(file):
            return  # has a problem of its own
        if file not in files:
            yield path, loc, f"没有这个文件：{file}", nearest_file(file, files)
        elif is_picture and file not in sources.sizes:
            yield path, loc, f"不是能显示的图片：{file}", "换成 images/ 里的图片"

    for model, path, at, values in _all_values(written):
        image, words = values.get("image"), values.get("image_alt")
        if isinstance(image, str) and image:
            yield from missing(path, (*at, "image"), image.lstrip("/"))
            if not words and is_file(image.lstrip("/")):
                yield path, (*at, "image"), "图片没有说明文字", "加上 image_alt: 图片里有什么"
        elif words and not image and "image" in model.model_fields:
            fix = "加上 image: images/文件名，或删掉这一行"
            yield path, (*at, "image_alt"), "只有图片说明，没有图片", fix
        for field in ("before", "after") if issubclass(model, Campaign) else ():
            for loc, file in inside(values, "pairs", field):
                yield from missing(path, at + loc, file.lstrip("/"))
        for loc, file in inside(values, "forms", "file") if issubclass(model, Guide) else ():
            yield from missing(path, at + loc, file.lstrip("/"), is_picture=False)
    for field in ("logo", "icon", "skyline"):
        image = getattr(sources.community, field, None)
        if image:
            yield from missing(sources.community.path, (field,), image)


def _find_bare_guides(written: Written) -> Iterator[Breach]:
    """A guide says what to bring."""
    for guide in written.sources.guides:
        if not guide.materials and not guide.no_materials:
            yield guide.path, ("materials",), "没有写申请材料", "列出材料；确实不用带，写 no_materials: true"


RULES: tuple[Callable[[Written], Iterator[Breach]], ...] = (
    _find_dangling,
    _find_unknown_buildings,
    find_twin_buildings,
    find_duplicates,
    find_duplicate_ids,
    _find_missing_files,
    find_impossible,
    _find_marks,
    _find_bare_guides,
    find_impossible_times,
    find_doubled_synonyms,
    find_bare_answers,
    _find_dead_ends,
)
