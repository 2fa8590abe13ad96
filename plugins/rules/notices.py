"""Notices and alerts: whom they concern is there, they end after they begin, and a notice says what, where and when.

Each rule is a generator that yields (entry, place in the entry, message, fix).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from plugins.model import Activity, Alert, Grid, Location, News, Place, Record, all_addresses, dotted, label_at
from plugins.problems import Problem
from plugins.rules.dead_links import find_doubtful
from plugins.rules.names import EVERYBODY
from plugins.rules.suggestions import nearest
from plugins.rules.written import Written
from plugins.text import Loc, Tree

Doubt = tuple[Record, Loc, str, str]
"""Whose it is, place in the entry, message, fix."""

_LONGEST_NOTICE, _LONGEST_ALERT = timedelta(days=400), timedelta(days=60)
"""Nobody's water is off for longer, and no typhoon lasts so long."""


def check_notices(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every fault of a notice or an alert, with the line and label of its field."""
    for rule in RULES:
        for entry, loc, message, fix in rule(written):
            tree = trees[entry.path]
            place = tree.place((*entry.at, *loc))
            yield Problem(entry.path, *place, dotted(loc), label_at(type(entry), loc), message, fix)


def _stories(written: Written) -> Iterator[News]:
    yield from written.sources.news
    yield from (draft for draft in written.sources.drafts if isinstance(draft, News))


def _concerning(written: Written) -> Iterator[News | Alert]:
    """What says whom it concerns, and from when until when."""
    yield from _stories(written)
    yield from written.sources.alerts


def _find_unknown(written: Written) -> Iterator[Doubt]:
    """Whoever is concerned lives somewhere."""
    sources = written.sources
    unread = {Place, Grid} & written.unread
    known: dict[str, str] = {"all": EVERYBODY}
    known |= {grid.id: grid.name for grid in sources.grids}
    known |= {id: place.name + building.name for id, (place, building) in sources.buildings.items()}
    known |= {place.id: place.name for place in sources.places}
    faulty = {*(written.ids(Place) or {}), *(written.ids(Grid) or {})} - known.keys()
    for entry in _concerning(written):
        for i, word in enumerate(entry.affects):
            if word not in known and not unread and word.partition("/")[0] not in faulty:
                yield entry, ("affects", i), f"没有“{word}”这个小区、楼栋或网格", nearest(word, known)


def _find_incomplete(written: Written) -> Iterator[Doubt]:
    """What concerns some buildings says what happens there and from when until when."""
    for story in _stories(written):
        said = [key for key, value in _told(story).items() if value]
        if story.affects and not story.from_:
            yield story, ("affects",), "写了影响哪里，没有写从什么时候起", "补上 from，例如 from: 2026-12-01 09:00"
        elif story.from_ and not story.affects:
            yield (
                story,
                ("from",),
                "写了时间，没有写影响哪里",
                "补上 affects，例如 affects: [garden/b1]；全社区写 [all]",
            )
        elif said and not story.is_notice:
            fix = "补上 affects（影响哪里）和 from（从什么时候起）；不是通知就删掉这一项"
            yield story, (said[0],), "只有通知才写这一项，可是没有写影响哪里、从什么时候起", fix
        if story.is_notice and not story.what:
            yield story, ("from",), "没有写是什么事", "补上 what，从这些里选：停水、停电、电梯、道路、消防、窗口、其他"
        if story.is_notice and story.ends is None:
            fix = "补上 until；还不知道就写 expires，到那天先撤下来"
            yield story, ("from",), "没有写到什么时候止，会一直挂在最上面", fix


def _told(story: News) -> Mapping[str, object]:
    return {"what": story.what, "until": story.until, "do": story.do, "call": story.call}


def _find_impossible(written: Written) -> Iterator[Doubt]:
    """An end is after its beginning, and not years after it."""
    for entry in _concerning(written):
        longest = _LONGEST_ALERT if isinstance(entry, Alert) else _LONGEST_NOTICE
        if entry.begins is None or entry.ends is None:
            continue
        field = "until" if entry.until else "expires"
        if entry.ends <= entry.begins:
            later = entry.ends + timedelta(hours=12)
            meant = entry.begins < later and later.date() == entry.begins.date()
            slip = f"；下午的钟点按 24 小时制写：{later:%Y-%m-%d %H:%M}" if meant else ""
            yield entry, (field,), "结束早于开始", f"核对 from 和 until 的日期和钟点{slip}"
        elif entry.ends - entry.begins > longest:
            yield entry, (field,), f"从 {entry.begins:%Y-%m-%d} 起，最多 {longest.days} 天", "核对年份"
    for story in _stories(written):
        if story.until and story.expires and story.ends and story.expires < (story.ends - timedelta.resolution).date():
            yield story, ("expires",), f"失效日期 {story.expires} 早于结束时间", "删掉 expires，按 until 算"


def _find_unknown_stops(written: Written) -> Iterator[Doubt]:
    """What an alert closes is a location or an activity."""
    sources = written.sources
    known = {location.id: location.name for location in sources.locations}
    known |= {activity.slug: activity.title for activity in sources.activities}
    faulty = {*(written.ids(Location) or {}), *(written.ids(Activity) or {})} - known.keys()
    for alert in sources.alerts if not {Location, Activity} & written.unread else ():
        for i, word in enumerate(alert.closes):
            if word not in known and word not in faulty:
                yield alert, ("closes", i), f"没有“{word}”这个场所或活动", nearest(word, known)


def _find_dead_links(written: Written) -> Iterator[Doubt]:
    """An alert sends nobody to a page that is not there."""
    sources = written.sources
    linking = [alert for alert in sources.alerts if alert.link and alert.link.startswith("/")]
    if not linking:
        return
    known, doubtful = set(all_addresses(sources)), find_doubtful(written)
    for alert in linking:
        address = (alert.link or "").partition("#")[0]
        if address not in known and not doubtful.covers(address):
            yield alert, ("link",), f"没有这一页：{address}", nearest(address, dict.fromkeys(sorted(known)))


RULES: tuple[Callable[[Written], Iterator[Doubt]], ...] = (
    _find_unknown,
    _find_incomplete,
    _find_impossible,
    _find_unknown_stops,
    _find_dead_links,
)
