"""Whatever an editor wrote in a field stands somewhere on the site, or the field is one that is read and not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import yaml

from tests.pages.conftest import BuiltSite

_MARKS = re.compile(r"[\s_*`\[\]()（）#>~|“”\"\\]+")
_TOLD = re.compile(r'\b(?:alt|title|content|aria-label|href|src|value|datetime|id|action|data-[a-z]+)="([^"]*)"')
_READ = {
    "hours", "exceptions[].hours", "meets", "repeat", "except[]", "also[]", "every", "until", "count", "holidays",
    "starts", "ends", "from", "date", "signup.opens", "signup.closes", "expires", "shifts[].starts", "shifts[].ends",
    "values[].period", "values[].value", "values[].approx", "time",
}  # fmt: skip
"""Times and figures: the page has them in words."""
_STEERS = {
    "status", "state", "levels", "papers[].name", "papers[].also[]", "menu[]", "home[]", "without[]", "colours", "aliases[]", "tags[].id",
    "notice_column", "term_from", "term_until", "steps[].state", "channel", "holidays[].name", "holidays[].from", "holidays[].until", "workdays[]", "notice",
    "plot", "series", "since", "length", "chapters[].at", "milestones[].when", "eligible[].id", "eligible[].yes", "eligible[].no",
    "rounds[].how", "kind", "fields[].kind",
    "questions[].answers[].count", "minutes_days", "lines[].in", "lines[].out",
}  # fmt: skip
"""What steers the site, and what is kept for whoever checks it."""
_REFERENCE = re.compile(r"\{电话[:：][^}]*\}|\{\{[^}]*\}\}|^[a-z][a-z0-9-]*#\d+$|^不用报名[，；]")
"""A number that is named by whose it is, for which the page has the number; a sign-up that the page says on a line of its own."""
_PEOPLE = {
    "id", "consents[].field", "consents[].record", "consents[].until", "display", "roles[]",
    "pattern[].people[]", "shifts[].people[]", "shifts[].duty",
    "absences[].person", "swaps[].person", "swaps[].with", "changes[].add[]", "changes[].remove[]", "changes[].note",
}  # fmt: skip
"""Persons and their shifts: shown for the weeks around today, and as far as their consents go."""
_ELSEWHERE = {"image_alt", "geo.longitude", "tags[].name"}
"""The words of a picture that a card shows for decoration; figures written another way; a tag nobody uses."""


def fields(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Every value of the front matter and the YAML files: where it stands, its field and its text."""
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".md":
            text = file.read_text("utf-8").removeprefix("---\n").split("\n---")[0]
            if "status: draft" in text or "2026-12-" in text.partition("\ndate: ")[2][:9]:
                continue
        elif file.suffix == ".yaml":
            hidden = r"(?m)^- (?:(?!^- )[\s\S])*?^  (?:public: false|time: 2026-12-.*)\n(?:^ .*\n)*"
            text = re.sub(hidden, "", file.read_text("utf-8"))
        else:
            continue
        for field, node in _leaves(yaml.compose(text), ""):
            yield f"{file.relative_to(folder)}:{node.start_mark.line + 1}", field, str(node.value)


def _leaves(node: yaml.Node | None, field: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(value, f"{field}.{key.value}".lstrip("."))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _leaves(value, f"{field}[]")
    elif isinstance(node, yaml.ScalarNode) and not node.tag.endswith(":bool"):
        yield field.removeprefix("[]").lstrip("."), node


def words(folder: Path) -> str:
    """All that the site's files say, without spaces and the signs that may be markup."""
    said = []
    for file in sorted(folder.rglob("*")):
        if file.suffix not in (".html", ".ics", ".json", ".csv", ".xml", ".txt"):
            continue
        text = file.read_text("utf-8")
        if file.suffix in (".html", ".xml"):
            text = unescape(re.sub(r"<[^>]*>", "", text)) + unescape(" ".join(_TOLD.findall(text)))
        said.append(_MARKS.sub("", text))
    return "\n".join(said)


def unseen(folder: Path, said: str) -> Iterator[str]:
    """The values that no file has, with their places."""
    for place, field, text in fields(folder):
        names = (field, field.split(".")[0], field.split(".")[0].removesuffix("[]"))
        if not any(name in group for name in names for group in (_READ, _STEERS, _PEOPLE, _ELSEWHERE)):
            pieces = (_MARKS.sub("", piece) for piece in _REFERENCE.split(text))
            if any(piece not in said for piece in pieces):
                yield f"{place}: {field}: {text[:40]}"


def test_every_field_stands_on_the_site(content: Path, built: BuiltSite) -> None:
    assert list(unseen(content, words(built.folder))) == []


def test_a_field_that_is_lost_is_seen(content: Path, built: BuiltSite) -> None:
    said = words(built.folder)
    lost = next(
        value
        for _, field, text in fields(content)
        if field in ("summary", "phones[].number", "address", "intro") and (value := _MARKS.sub("", text))
    )
    assert len(list(unseen(content, said.replace(lost, "")))) >= 1
