"""Short posts: a stream of all, the newest first, by month where it is long, and a page for each with a text to pass on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from urllib.parse import urlsplit

from markupsafe import Markup

from plugins.model import NOTES_SHOWN, SECTIONS, Note, address_of, feed_address, notes_of_month_address
from plugins.site import (
    HOME,
    DateView,
    HeadView,
    ImageView,
    Leaf,
    Link,
    ListPart,
    Page,
    Site,
    card,
    link_to,
    moment_words,
    plan_list,
    public_link,
    show_image,
    show_words,
)

NOTES = Link(SECTIONS["notes"].title, SECTIONS["notes"].address)
FEED = Link(NOTES.title, feed_address("notes"), "notes")
INTRO = "社区里刚刚发生的事，像微博一样，一两句话说完。"


@dataclass(frozen=True, slots=True)
class NoteView:
    """One short post."""

    url: str
    """Its own page."""
    text: Markup
    """All it says."""
    when: DateView
    """The moment it came out."""
    author: str
    """Who says it."""
    writer: Link | None
    """The page of who says it."""
    image: ImageView | None
    """Its picture."""
    link: Link | None
    """Where more is told; its note is the name of another site."""
    wechat: str
    """The same as a message to a group."""
    sample: bool
    """Whether it is made up for show."""


@dataclass(frozen=True, slots=True)
class NotePageView:
    """One short post on a page of its own."""

    head: HeadView
    title: str
    """Its first sentence."""
    note: NoteView
    """All of it."""
    is_said: bool
    """Whether the title says all of it."""
    previous: Link | None
    """The one before it."""
    next: Link | None
    """The one after it."""


@dataclass(frozen=True, slots=True)
class NotesView:
    """Short posts, the newest first."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    notes: tuple[NoteView, ...]
    """What stands on this page."""
    months: tuple[Link, ...]
    """The page of each month; none where all are here."""
    pages: tuple[Link, ...]
    """The other pages of a long month."""


def plan_notes(site: Site) -> Iterator[Page]:
    """Every note, the newest of them, and each month where they are many."""
    notes = site.sources.of(Note) if "notes" in site.sources.sections else ()
    for i, note in enumerate(notes):
        newer, older = notes[i - 1] if i else None, notes[i + 1] if i + 1 < len(notes) else None
        view = partial(_view_note, note, older, newer, site)
        yield Page(address_of(note), "note.html", view, note.path, note.time.date().isoformat())
    if not notes:
        return
    by_month = {m: tuple(found) for m, found in groupby(notes, key=lambda note: note.time.date().replace(day=1))}
    many = by_month if len(notes) > NOTES_SHOWN else {}
    months = tuple(
        Link(f"{m.year}年{m.month}月", notes_of_month_address(m), f"{len(found)}") for m, found in many.items()
    )
    head = HeadView(NOTES.title, INTRO, NOTES.url, "notes", (HOME, Link(NOTES.title, "")), feeds=(FEED,))
    yield Page(NOTES.url, "notes.html", partial(_view_notes, head, notes[:NOTES_SHOWN], months, site))
    for month, (m, found) in zip(months, many.items(), strict=True):
        title = f"{month.title}的短讯"
        crumbs = (HOME, NOTES, Link(month.title, ""))
        head = HeadView(title, f"{month.title}的社区短讯，共 {len(found)} 条。", month.url, "notes", crumbs)
        parts = (ListPart(month.title, found, partial(card, site=site), f"m{m.month}"),)
        yield from plan_list(month.url, "notes.html", parts, partial(_view_month, head, months, site))


def _view_notes(head: HeadView, notes: Sequence[Note], months: tuple[Link, ...], site: Site) -> NotesView:
    sampled = replace(head, sample=any(note.sample for note in notes))
    shown = tuple(show_note(note, site) for note in notes)
    return NotesView(sampled, head.title, head.description, shown, months, ())


def _view_month(head: HeadView, months: tuple[Link, ...], site: Site, leaf: Leaf) -> NotesView:
    notes = [note for part, start, end in leaf.sheet for note in part.entries[start:end]]
    view = _view_notes(leaf.name(head), notes, months, site)
    return replace(view, pages=leaf.pages)


def _view_note(note: Note, older: Note | None, newer: Note | None, site: Site) -> NotePageView:
    image = show_image(note.image, note.image_alt, site)
    said = " ".join(note.text.split())
    head = HeadView(
        note.called, said, address_of(note), "notes", (HOME, NOTES, Link(note.called, "")), note.sample, image,
        published=note.time.isoformat(), column=NOTES.title, feeds=(FEED,),
    )  # fmt: skip
    return NotePageView(
        head=head,
        title=note.called,
        note=show_note(note, site),
        is_said=said.rstrip("。！？!?") == note.called,
        previous=link_to(older) if older else None,
        next=link_to(newer) if newer else None,
    )


def show_note(note: Note, site: Site) -> NoteView:
    """A note as every list has it: it is short, and whole wherever it stands."""
    writer = site.sources.author_called.get(note.author or "")
    return NoteView(
        url=address_of(note),
        text=show_words(note.text, site),
        when=DateView(moment_words(note.time), note.time.isoformat()),
        author=_author(note, site),
        writer=link_to(writer) if writer else None,
        image=show_image(note.image, note.image_alt, site),
        link=show_note_link(note, site),
        wechat=_write_wechat(note, site),
        sample=note.sample,
    )


def show_note_link(note: Note, site: Site) -> Link | None:
    """Where a note leads, by what is there; nothing while that is not public yet."""
    target = public_link(note.link or "", site)
    if not target:
        return None
    if not target.startswith("/"):
        host = urlsplit(target).hostname or ""
        return Link(f"到 {host} 上看", target, host)
    page = target.partition("#")[0]
    lists = {section.address: section.title for section in SECTIONS.values()}
    entry = site.entry_at.get(page)
    title = entry.called if entry else lists.get(page, "")
    return Link(title or "点这里看", target)


def _author(note: Note, site: Site) -> str:
    return site.sources.writer_of(note) or site.sources.community.name


def _write_wechat(note: Note, site: Site) -> str:
    """The whole note, who says it and when, and where more is told: it stands in a group for itself."""
    said = f"——{_author(note, site)}，{moment_words(note.time)}"
    link = public_link(note.link or "", site)
    there = site.url + (link if link.startswith("/") else address_of(note))
    return "\n".join((note.text, said, f"详细：{link if link and not link.startswith('/') else there}"))
