"""A content folder as Sources, with every problem of every file; hides which files hold what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from plugins.model import (
    KINDS,
    RECKONED,
    Author,
    Case,
    Community,
    Document,
    Location,
    Person,
    Reckoned,
    Record,
    Sources,
    model_of,
    reckon,
)
from plugins.problems import Problem, gather_alike, thin_out
from plugins.rules.activities import check_activities
from plugins.rules.authors import check_authors
from plugins.rules.claims import check_claims
from plugins.rules.colours import check_colours
from plugins.rules.consents import check_consents
from plugins.rules.dated import check_dates
from plugins.rules.eligibility import check_eligibility
from plugins.rules.entries import Entered, enter, rows_of
from plugins.rules.exemptions import check_exemptions
from plugins.rules.figures import gather_figures
from plugins.rules.films import check_films
from plugins.rules.gathering import COMMUNITY, gather_sources, stand_in
from plugins.rules.leave import check_openings
from plugins.rules.left_out import check_sections
from plugins.rules.listing import LEFTOVER, explain_unknown, is_media, list_sources
from plugins.rules.mentions import check_unused
from plugins.rules.names import Choices, Row, find_nameless, gather_choices, is_chosen
from plugins.rules.notices import check_notices
from plugins.rules.numbers import check_handed_out, check_numbers, find_unread, gather_numbers, is_unsure
from plugins.rules.phone_fields import EVERY_NUMBER
from plugins.rules.references import check_references
from plugins.rules.rosters import check_rosters
from plugins.rules.sense import check_sense
from plugins.rules.weekdays import check_weekdays
from plugins.rules.written import Written
from plugins.text import Parsed, Sighting, Tree, parse_files, parse_source, read_bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a content folder holds: its Sources unless an error stands in the way, and all its problems."""

    sources: Sources | None
    problems: tuple[Problem, ...]
    marks: Mapping[str, str] = field(default_factory=dict)
    """The digest of every file, by path."""
    gathered: Sources | None = field(default=None, repr=False)
    """Every entry without a fault of its own, though others may have one."""
    trees: Mapping[str, Tree] = field(default_factory=dict, repr=False)
    exempted: Mapping[str, tuple[Sighting, ...]] = field(default_factory=dict, repr=False)
    """What looks like one person's and may stand for a time, by path."""
    public: frozenset[str] = frozenset()
    """The seals of what stands in a field that is for it."""
    faulty: tuple[Row, ...] = field(default=(), repr=False)
    """The entries that have a fault of their own, as they were typed."""

    @property
    def people(self) -> tuple[Person, ...]:
        return self.gathered.people if self.gathered else ()

    def problems_on(self, day: date) -> tuple[Problem, ...]:
        """All problems, with what one day makes of dates, consents and absences: some have ended, some soon will."""
        exempted = check_exemptions(self.exempted, day)
        if self.gathered is None:
            return _ordered([*self.problems, *exempted])
        consents = check_consents(self.gathered.people, self.trees, day)
        openings = check_openings(self.gathered, self.trees, day)
        dates = check_dates(self.gathered, self.trees, day)
        unused = () if self.errors else check_unused(self.gathered)
        return _ordered([*self.problems, *exempted, *consents, *dates, *openings, *unused])

    def allowed(self) -> frozenset[str]:
        """The seals of all that may be public though it looks like one person's."""
        exempted = (sighting for sightings in self.exempted.values() for sighting in sightings)
        return self.public.union(*(sighting.seals for sighting in exempted))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level == "error")


class Library:
    """A content folder, read whole or file by file; hides which files hold what."""

    def __init__(
        self,
        content: Path,
        cache: Path | None = None,
        workers: int = 1,
        markdown: Mapping[str, Any] | None = None,
        pixels: bool = False,
    ) -> None:
        self._content, self._cache, self._workers = content, cache, workers
        self._markdown, self._pixels = markdown, pixels
        self._parsed: dict[str, Parsed] = {}
        self._entered: dict[str, Entered] = {}
        self._choices = Choices()
        self._media: list[str] = []
        self._marks: dict[str, str] = {}
        self._problems: list[Problem] = []

    def load(self) -> None:
        """Read every file; what the cache knows of a file with the same bytes is not parsed again."""
        self._problems = []
        paths = list(list_sources(self._content, self._problems))
        models = {path: model for path in paths if (model := model_of(path))}
        self._media = [path for path in paths if path not in models and is_media(path)]
        self._problems += [explain_unknown(path) for path in paths if path not in models and not is_media(path)]
        self._marks, parsed = parse_files(
            self._content, [*models, *self._media], self._cache, self._workers, self._markdown, self._pixels
        )
        self._parsed = {one.path: one for one in parsed}
        self._entered = {}
        self._enter(self._parsed)

    def _enter(self, paths: Iterable[str]) -> None:
        """Make entries of what was parsed, and again of every file whose names may mean something else now."""
        fresh, before, typed = list(paths), self._choices, _gather_choices(self._parsed)
        # Cases first: what is reckoned of them may be named in any text.
        moved = typed != replace(before, figures={k: v for k, v in before.figures.items() if k not in RECKONED})
        self._choices = typed
        self._enter_all((path for path in (*fresh, *self._named(moved)) if model_of(path) is Case), typed)
        self._choices = replace(typed, figures={**typed.figures, **self._reckon()})
        rest = (*fresh, *self._named(self._choices != before))
        self._enter_all((path for path in rest if model_of(path) is not Case), self._choices)

    def _named(self, moved: bool) -> Iterator[str]:
        """The files in which a name stands where an id belongs, if what it means has moved."""
        return (path for path, one in self._entered.items() if one.named and moved)

    def _enter_all(self, paths: Iterable[str], choices: Choices) -> None:
        for path in dict.fromkeys(paths):
            self._entered[path] = enter(self._parsed[path], model_of(path), choices)

    def _reckon(self) -> dict[str, str]:
        """The figures of what residents raised, in words."""
        return {figure.id: figure.words for figure in self._reckoned()}

    def _reckoned(self) -> tuple[Reckoned, ...]:
        cases = (case for one in self._entered.values() if one.model is Case for case in one.entries)
        return reckon(cases)

    def refresh(self, paths: Iterable[str]) -> None:
        """Read some files again, and what a folder holds; one that is gone is forgotten."""
        fresh = []
        for path in self._files_of(paths):
            self._parsed.pop(path, None)
            self._entered.pop(path, None)
            self._marks.pop(path, None)
            file = self._content / path
            there = file.is_file() and not file.is_symlink()
            if is_media(path):
                self._media = sorted({*self._media, path} if there else {*self._media} - {path})
            model = model_of(path)
            if there and (model or is_media(path)):
                marks, (parsed,) = parse_files(self._content, [path], None, 1, self._markdown, self._pixels)
                self._marks |= marks
                self._parsed[path] = parsed
                fresh.append(path)
        self._enter(fresh)

    def _files_of(self, paths: Iterable[str]) -> Iterator[str]:
        """The files that are meant: of a folder that came, went or got another name, those that were and those that are there."""
        for path in sorted({*paths}):
            below = f"{path}/"
            yield path
            yield from [known for known in (*self._parsed, *self._media) if known.startswith(below)]
            if (self._content / path).is_dir() and not any(LEFTOVER.search(part) for part in path.split("/")):
                yield from list_sources(self._content, [], below)

    def replace(self, path: str, data: bytes) -> None:
        """Read one file as if it held these bytes; nothing is written."""
        self._marks.pop(path, None)
        self._parsed[path] = parse_source(data, path, self._markdown)
        self._enter([path])

    def stored(self, path: str) -> bytes:
        """The bytes of one file as it stands; none where it cannot be read."""
        return read_bytes(self._content / path, path)[0]

    def rows(self) -> tuple[Row, ...]:
        """Every entry as it was typed, in order of path and place."""
        return tuple(row for path in sorted(self._entered) for row in self._entered[path].rows)

    def sources(self, *, drafts: bool = False) -> Sources | None:
        """The sources as they stand, before the rules across them are checked; None where an entry has an error.

        With `drafts` documents that are not finished count as if they were, for whoever is writing them.
        """
        bad = any(p.level == "error" for e in self._entered.values() for p in e.problems)
        return None if bad else self._gather(drafts=drafts)

    def reading(self) -> Reading:
        """The sources and all problems, the rules across sources included."""
        entered = [self._entered[path] for path in sorted(self._entered)]
        trees = {one.tree.path: one.tree for one in entered if one.tree}
        rows = tuple(row for one in entered for row in one.rows)
        unread = frozenset(one.model for one in entered if one.unread and one.model) | find_nameless(rows)
        written = Written(self._gather(), rows, unread)
        problems = [*self._problems, *self._find_missing(), *(p for one in entered for p in one.problems)]
        problems += self._check_across(written, trees)
        usable = not any(p.level == "error" for p in problems)
        exempted = {path: tuple(one.exempted) for path, one in sorted(self._entered.items()) if one.exempted}
        public: frozenset[str] = frozenset().union(*(one.public for one in entered))
        sources = written.sources
        read = sources if usable else None
        return Reading(read, _ordered(problems), self._marks, sources, trees, exempted, public, written.faulty)

    def _find_missing(self) -> Iterator[Problem]:
        if COMMUNITY not in self._entered:
            fix = "新建 data/community.yaml，写上社区名称、电话和栏目"
            yield Problem(COMMUNITY, 1, 1, "", "社区资料", "没有这个文件", fix)

    def _check_across(self, written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
        """The rules that more than one source has a part in."""
        sources = written.sources
        yield from check_references(written, trees)
        yield from check_sections(written, trees)
        yield from check_activities(sources, trees)
        yield from check_sense(written, trees)
        yield from check_films(written, trees)
        if Author not in written.unread:
            yield from check_authors(sources, trees)
        yield from check_notices(written, trees)
        yield from self._check_numbers(written, trees)
        yield from check_eligibility(written, trees)
        yield from check_claims(written, trees, self._reckoned(), self._text_of)
        yield from check_weekdays(written, trees, self._text_of)
        yield from check_colours(sources.community, trees)
        rooms = written.ids(Location)
        yield from check_rosters(
            sources, trees, lambda room: rooms is None or (room in rooms and room not in sources.location)
        )

    def _check_numbers(self, written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
        sources = written.sources
        bodies = [d for d in (*sources.documents(), *sources.drafts) if isinstance(d, Document)]
        yield from check_numbers(written.rows, bodies, trees, unread=any(map(is_unsure, written.unread)))
        if not written.unread:
            media = (self._parsed[path] for path in self._media if path in self._parsed)
            yield from check_handed_out(written.rows, bodies, trees, media)

    def _text_of(self, path: str) -> str:
        return self.stored(path).decode("utf-8", "replace")

    def _gather(self, *, drafts: bool = False) -> Sources:
        found: dict[type[Record], list[Any]] = {model: [] for model in KINDS}
        for path in sorted(self._entered):
            one = self._entered[path]
            if one.model:
                found[one.model] += one.entries
        community = next(iter(found[Community]), None)
        sizes = {path: one.size for path, one in sorted(self._entered.items()) if one.size}
        reels = {path: one.reel for path, one in sorted(self._entered.items()) if one.reel}
        return gather_sources(community or stand_in(), found, self._media, sizes, reels, drafts)


def read(
    content: Path,
    cache: Path | None = None,
    workers: int = 1,
    markdown: Mapping[str, Any] | None = None,
    pixels: bool = False,
) -> Reading:
    """Read every source below `content`; all problems of one run, in order of file and line.

    `markdown` is Pelican's setting MARKDOWN, which says how bodies are read; with `pixels` pictures are read to their last one.
    """
    library = Library(content, cache, workers, markdown, pixels)
    library.load()
    return library.reading()


def _gather_choices(parsed: Mapping[str, Parsed]) -> Choices:
    """What the names in the sources mean; stories and activities are nobody's choice, and they are many."""
    found = {path: model for path in parsed if (model := model_of(path))}
    models = {path: model for path, model in found.items() if is_chosen(model) or model is Community}
    trees = {path: parsed[path].tree for path in models}
    lists = {path: tree is not None and isinstance(tree.data, list) for path, tree in trees.items()}
    unread = [model for path, model in models.items() if model.kind.source.holds == "list" and not lists[path]]
    rows = [row for path, model in models.items() for row in rows_of(parsed[path], model)]
    unread += find_nameless(rows)
    unsure = any(trees[path] is None or model in unread for path, model in models.items() if is_unsure(model))
    unnumbered = frozenset((EVERY_NUMBER,) if unsure else find_unread(rows))
    choices = gather_choices(rows, unread)
    return replace(choices, numbers=gather_numbers(rows), unread_numbers=unnumbered, figures=gather_figures(rows))


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(thin_out(sorted(gather_alike(set(problems))))))
