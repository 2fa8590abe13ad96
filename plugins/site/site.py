"""One site at one moment: its sources, its clock and where it will stand; hides how a build is set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from urllib.parse import urlsplit

from plugins.model import KINDS, Entry, Note, Record, Sources, address_of, first_moment
from plugins.problems import Problem, SourceError
from plugins.rules import Reading, find_mentions
from plugins.site.next_change import next_change
from plugins.site.url import check_url, in_ascii


@dataclass(frozen=True)
class Site:
    """Sources as they are public at `now`; `url` is the full address without a slash at the end, `root` its path."""

    sources: Sources
    now: datetime
    url: str
    until: datetime
    """The next moment at which a page may read otherwise."""
    warnings: tuple[Problem, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    """The digest of every text that was read, by path."""
    later: Mapping[str, str] = field(default_factory=dict, repr=False)
    """From when on what is not public yet will be, by its address."""

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def root(self) -> str:
        return urlsplit(self.url).path.rstrip("/")

    @cached_property
    def entry_at(self) -> Mapping[str, Entry]:
        """Every entry by the address of its page."""
        return {address_of(entry): entry for entry in self.sources.entries()}


def make_site(sources: Sources, now: datetime, url: str = "", *, early: bool = False) -> Site:
    """The site at `now`: what is dated later is not public yet, nor are the pictures and files that nothing public names.

    `early` shows what is dated later before its day, for whoever is writing it.
    """
    notes = sources.of(Note)
    shown = replace(
        sources,
        news=tuple(n for n in sources.news if early or _is_out(n, now)),
        activities=tuple(a for a in sources.activities if early or _is_out(a, now)),
        policies=tuple(p for p in sources.policies if early or _is_out(p, now)),
        more={**sources.more, Note.kind.name: tuple(n for n in notes if early or _is_out(n, now))},
    )
    named = find_mentions((shown.community, *shown.entries()), shown.files)
    shown = replace(shown, files=tuple(file for file in shown.files if file in named))
    address = in_ascii(url or sources.community.url).rstrip("/")
    return Site(shown, now, address, next_change(sources, now), later=find_later(sources, now))


def find_later(sources: Sources, now: datetime) -> Mapping[str, str]:
    """From when on the address of each page that is dated later is public."""
    dated = (entry for model in KINDS if model.kind.public_from for entry in sources.of(model))
    return {address_of(entry): _date_words(_since(entry)) for entry in dated if not _is_out(entry, now)}


def _is_out(entry: Record, now: datetime) -> bool:
    """Whether the day or the moment has come from when on it is public."""
    return not entry.kind.public_from or first_moment(_since(entry)) <= now


def _since(entry: Record) -> date:
    said: date = getattr(entry, entry.kind.public_from)
    return said


def _date_words(said: date) -> str:
    with_clock = isinstance(said, datetime) and said.time() != time()
    return f"{said:%Y-%m-%d %H:%M}" if with_clock else f"{said:%Y-%m-%d}"


def open_site(reading: Reading, now: datetime, url: str = "") -> Site:
    """The site that was read, at `now`, with what its sources warn of; raises SourceError where there is none, OutputError for no address."""
    if reading.sources is None:
        raise SourceError(reading.problems)
    site = make_site(reading.sources, now, check_url(url))
    problems = reading.problems_on(now.date())
    if any(problem.level == "error" for problem in problems):
        raise SourceError(problems)
    return replace(site, warnings=problems, marks=reading.marks)
