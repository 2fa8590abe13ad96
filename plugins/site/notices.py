"""Notices and alerts as pages show them: what, when, where, what to do and whom to call; hides whom each concerns.

A notice stands on top of the pages of the buildings it is about, of their places and grids, and of home, from a few days
before it begins until it ends by the reader's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugins.model import ALERT_LEVELS, Alert, News, Sources, address_of, building_address
from plugins.site.bodies import show_words
from plugins.site.cards import show_phone
from plugins.site.changes import public_updates
from plugins.site.frame_views import AlertView
from plugins.site.periods import live_period, period
from plugins.site.site import Site
from plugins.site.views import DateView, NoticeView, PhoneView
from plugins.site.words import list_words, span_between

IN_TITLE = 20
"""A change in so many characters stands behind the title."""
_TONES = dict(zip(ALERT_LEVELS, ("plain", "blue", "yellow", "orange", "red"), strict=True))
_SUBJECTS = {"其他": "通知"}


@dataclass(frozen=True)
class Noticeboard:
    """The notices that are not over, the soonest first, by the address of each page they stand on."""

    by_page: Mapping[str, tuple[NoticeView, ...]]
    everywhere: tuple[NoticeView, ...]
    """All of them: for home."""

    def on(self, address: str) -> tuple[NoticeView, ...]:
        return self.by_page.get(address, ())


def make_board(site: Site) -> Noticeboard:
    """Every notice that is still to come or goes on."""
    found: dict[str, list[NoticeView]] = {}
    standing = sorted((n for n in site.sources.news if _stands(n, site)), key=lambda n: (n.begins or n.date, n.slug))
    views = [(notice, show_notice(notice, site)) for notice in standing]
    for notice, view in views:
        for address in pages_of(notice, site.sources):
            found.setdefault(address, []).append(view)
    return Noticeboard({page: tuple(shown) for page, shown in found.items()}, tuple(view for _, view in views))


def _stands(story: News, site: Site) -> bool:
    return story.is_notice and story.ends is not None and site.now < story.ends


def pages_of(notice: News, sources: Sources) -> Iterator[str]:
    """The addresses of the buildings, places and grids that a notice is about; each once."""
    found: dict[str, None] = {}
    for building in sources.affected(notice.affects):
        place, block = sources.buildings[building]
        found[building_address(place.id, block.id)] = None
        found[address_of(place)] = None
        if grid := sources.grid_of.get(building):
            found[address_of(grid)] = None
    yield from found


def show_notice(notice: News, site: Site) -> NoticeView:
    """A notice's facts; only of what is one."""
    begins, ends = notice.begins or notice.date, notice.ends
    changes = public_updates(notice, site)
    change = max(changes, key=lambda update: update.date).note if changes else ""
    short = change if len(change) <= IN_TITLE else ""
    return NoticeView(
        title=f"{notice.title}（{short}）" if short else notice.title,
        url=address_of(notice),
        subject=_SUBJECTS.get(notice.what or "其他", notice.what or ""),
        when=DateView(span_between(begins, ends if notice.until else None), begins.date().isoformat()),
        where=where_words(notice.affects, site.sources),
        do=show_words(notice.do or "", site),
        call=_show_call(notice, site.sources),
        change="" if short else change,
        sample=notice.sample,
        period=period(site.now, notice.announced, ends),
        going=live_period(site.now, begins, ends),
    )


def where_words(words: Iterable[str], sources: Sources) -> str:
    """全社区; 青溪花园, 青溪花园1栋、2栋 and 第三网格."""
    said = tuple(words)
    if "all" in said:
        return "全社区"
    found: list[str] = [sources.place[id].name for id in said if id in sources.place]
    grids = {grid.id: grid.name for grid in sources.grids}
    found += [grids[id] for id in said if id in grids and id not in sources.place]
    by_place: dict[str, list[str]] = {}
    for building, (place, block) in sources.buildings.items():
        if building in said and place.id not in said:
            by_place.setdefault(place.name, []).append(block.name)
    found += [name + "、".join(blocks) for name, blocks in by_place.items()]
    return list_words(found)


MOST_IN_WECHAT = 200
_MOST_PLACES = 40
"""Characters; so long a list of buildings is cut where a phone shows a few lines of a message."""


def write_wechat(notice: News, site: Site) -> str:
    """A notice as a message to a group: facts first, then what to do as far as there is room, the address last."""
    view = show_notice(notice, site)
    call = f"电话：{view.call.description} {view.call.number}".replace("： ", "：") if view.call else ""
    first = [f"【{view.subject}】{view.when.words}", _cut(view.where, _MOST_PLACES)]
    changes = public_updates(notice, site)
    change = f"变动：{max(changes, key=lambda update: update.date).note}" if changes else ""
    last = [call, f"详细：{site.url}{view.url}"]
    room = MOST_IN_WECHAT - sum(len(line) + 1 for line in (*first, *last) if line)
    middle = []
    for words in (change, " ".join((notice.do or "").split())):
        if words and room > _LEAST:
            middle.append(_cut(words, room - 1))
            room -= len(middle[-1]) + 1
    return "\n".join(filter(None, (*first, *middle, *last)))


_LEAST = 12
"""With less room a sentence would say nothing."""


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _show_call(notice: News, sources: Sources) -> PhoneView | None:
    if not notice.call:
        return None
    owner = _owners(sources).get((notice.call, notice.call_extension or ""), "")
    return show_phone(notice.call, owner, notice.call_extension)


def _owners(sources: Sources) -> Mapping[tuple[str, str], str]:
    """Whose a number is, by number and extension; of several the one that residents know best."""
    community = sources.community
    pairs: list[tuple[str | None, str | None, str]] = []
    pairs += [(p.number, p.extension, x.name) for x in sources.locations for p in x.phones]
    pairs += [(o.contact.phone, o.contact.extension, o.name) for o in sources.organizations if o.contact]
    pairs += [(grid.phone, grid.extension, grid.officer) for grid in sources.grids]
    pairs += [(p.property_phone, p.property_extension, f"{p.name}物业") for p in sources.places]
    pairs += [(h.number, h.extension, h.name) for h in community.hotlines]
    found: dict[tuple[str, str], str] = {}
    for number, extension, name in pairs:
        if number:
            found.setdefault((number, extension or ""), name)
    return found


def show_alerts(site: Site) -> tuple[AlertView, ...]:
    """The alerts that are not over, the gravest first."""
    standing = (alert for alert in site.sources.alerts if alert.ends is None or site.now < alert.ends)
    return tuple(_show_alert(alert, site) for alert in standing)


def _show_alert(alert: Alert, site: Site) -> AlertView:
    everybody = "all" in alert.affects
    return AlertView(
        level="" if alert.level == "一般" else f"{alert.level}色预警",
        tone=_TONES[alert.level],
        words=alert.words,
        when=span_between(alert.begins, alert.ends),
        where="" if everybody else where_words(alert.affects, site.sources),
        do=alert.do or "",
        closed=_closed_words(alert, site.sources),
        link=public_link(alert.link or "", site),
        inside=bool(alert.link and alert.link.startswith("/")),
        sample=alert.sample,
        period=period(site.now, alert.begins, alert.ends),
    )


def public_link(link: str, site: Site) -> str:
    """A link of an alert or a note; empty while the page it leads to is not public yet."""
    return "" if link.partition("#")[0] in site.later else link


def _closed_words(alert: Alert, sources: Sources) -> str:
    """图书室暂停开放；太极拳停办"""
    activities = {activity.slug: activity.title for activity in sources.activities}
    shut = [sources.location[id].name for id in alert.closes if id in sources.location]
    off = [activities[id] for id in alert.closes if id in activities]
    said = [f"{'、'.join(shut)}暂停开放" if shut else "", f"{'、'.join(off)}停办" if off else ""]
    return "；".join(filter(None, said))
