"""Markdown in fields: what is shown with its marks, what may have none, and where their links lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from plugins.model import Entry
from plugins.rules.links import Targets, explain_dead
from plugins.text import Loc, explain_target, find_unread, is_marked, link_targets

Values = Mapping[str, object]
"""The fields of an entry, read or as they were typed: what has a fault of its own is looked at all the same."""

SHOWN = ("conditions", "steps", "deeds")
"""Lists of texts whose bold and links are shown; answers and notes inside of lists are too."""
_WHOLE = ("answer", "do")
_INSIDE: Mapping[str, tuple[str, ...]] = {
    "faq": ("answer",),
    "updates": ("note",),
    "steps": ("note",),
    "eligible": ("yes", "no"),
    "rounds": ("note",),
    "questions": ("finding",),
    "decisions": ("what",),
    "milestones": ("what",),
}
BARE = (
    "title",
    "text",
    "summary",
    "name",
    "description",
    "eligibility",
    "application",
    "purpose",
    "join",
    "transport",
    "subject",
    "where",
    "urgent",
)
_BARE_INSIDE = {"faq": "question", "turns": "say", "steps": "by"}
"""Fields that stand in lists, feeds, search results and open data, where a mark would be shown as it is typed."""


def _marked_texts(model: type[Entry], values: Values) -> Iterator[tuple[Loc, str]]:
    """The texts of an entry that are shown with their marks, each with its place in the entry."""
    for field in _having(model, SHOWN):
        yield from (((field, i), item) for i, item in enumerate(_items(values, field)) if isinstance(item, str))
    yield from (((field,), text) for field in _having(model, _WHOLE) if isinstance(text := values.get(field), str))
    for field in _having(model, tuple(_INSIDE)):
        for inner in _INSIDE[field]:
            yield from inside(values, field, inner)


def inside(values: Values, field: str, inner: str) -> Iterator[tuple[Loc, str]]:
    """One text of each part of a list; a list of another kind may hold texts themselves."""
    for i, part in enumerate(_items(values, field)):
        text = part.get(inner) if isinstance(part, dict) else getattr(part, inner, None)
        if isinstance(text, str) and text:
            yield (field, i, inner), text


def _items(values: Values, field: str) -> list[object] | tuple[object, ...]:
    """A list as it was typed or as it was read; nothing where something else was typed."""
    value = values.get(field)
    return value if isinstance(value, (list, tuple)) else ()


@cache
def _having(model: type[Entry], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted fields that a kind of entry has: to ask an entry for one it has not is slow."""
    return tuple(field for field in wanted if field in model.model_fields)


def find_marks(model: type[Entry], values: Values) -> Iterator[tuple[Loc, str, str]]:
    """Marks in a field that has none."""
    for field in _having(model, BARE):
        value = values.get(field)
        if isinstance(value, str) and is_marked(value):
            instead = "链接写在 link" if field == "text" else "要强调或链接，写在正文里"
            yield (field,), "这里不能用加粗、链接这些记号", f"删掉记号，只留文字；{instead}"
    signup = values.get("signup") if _having(model, ("signup",)) else None
    how = signup.get("how") if isinstance(signup, dict) else getattr(signup, "how", "")
    if isinstance(how, str) and is_marked(how):
        yield ("signup", "how"), "这里不能用加粗、链接这些记号", "删掉记号，只留文字；报名网址写在 signup_url"
    for field in _having(model, tuple(_BARE_INSIDE)):
        for loc, text in inside(values, field, _BARE_INSIDE[field]):
            if is_marked(text):
                fix = "链接写在答案里" if field == "faq" else "链接写在说明里"
                yield loc, "这里不能用加粗、链接这些记号", f"删掉记号，只留文字；{fix}"


def linked_texts(model: type[Entry], values: Values) -> Iterator[tuple[Loc, str]]:
    """Where the texts that are shown with their marks link to, each with its place in the entry."""
    for loc, text in _marked_texts(model, values):
        yield from ((loc, target) for target in link_targets(text))


def find_dead_marks(model: type[Entry], values: Values, own: str, known: Targets) -> Iterator[tuple[Loc, str, str]]:
    """Links in fields that are unsafe, lead nowhere or are none; and tags, which no field shows. `own` is the entry's address."""
    for loc, text in _marked_texts(model, values):
        unread = find_unread(text)
        if unread:
            yield loc, *unread
        for target in link_targets(text):
            wrong = explain_target(target)
            if not wrong and target.startswith(("/", "#")):
                wrong = explain_dead(own, target, known)
            if wrong:
                yield loc, *wrong
