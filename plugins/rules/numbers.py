"""One number in one place: what may stand for a phone that is written elsewhere; hides whose a number is.

A field of a phone may hold the id of a place or team instead, a text {电话:library}. The first of several places that
write a number owns it, in the order of OWNERS; each of the others is told how to name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from plugins.model import Document, Record, Service, dotted, label_at
from plugins.problems import Problem
from plugins.rules.areas import Areas
from plugins.rules.names import NamedPhone, Row, fold
from plugins.rules.phone_fields import CUT_SHORT, EXTENSIONS, TYPED, is_reference, phone_fields
from plugins.text import Data, Loc, Parsed, Tree, explain_target

OWNERS = ("locations", "organizations", "grids", "places", "community", "services")
"""The kinds that own numbers, first those whose page residents call from."""
_DIALLED = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?\d(?:[- ]?\d){6,12}(?![\d.])")
_SEVEN = re.compile(r"\d(?:[- ]?\d){6}")
"""What every number of that kind holds: it begins with a digit, so the engine looks for one instead of trying each place."""
_SHORTEST = 7
"""Digits; shorter ones (110, 12345, 96345) are the country's or the town's, and nobody's to change here."""


@dataclass(frozen=True, slots=True)
class TypedPhone:
    """A number where it was typed."""

    row: Row
    loc: Loc
    number: str
    extension: str
    ref: str = ""
    """How others name it; empty where they cannot."""

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.number)


def gather_numbers(rows: Iterable[Row]) -> Mapping[str, NamedPhone]:
    """What each reference stands for; one that leads in a circle, or nowhere, stands for nothing."""
    typed: dict[str, TypedPhone] = {}
    for one in sorted(_list_owned(rows), key=lambda t: OWNERS.index(t.row.model.kind.name)):
        for ref in _refs_of(one):
            typed.setdefault(ref, one)
    found = {}
    for ref, one in typed.items():
        last, steps = one, 0
        while (named := typed.get(last.number) or typed.get(fold(last.number))) and steps < 9:
            last, steps = named, steps + 1
        if last.digits and not is_reference(last.number):
            found[ref] = NamedPhone(last.number.strip(), one.extension or last.extension)
    return found


def find_unread(rows: Iterable[Row]) -> Iterator[str]:
    """The names of owners whose phone was typed in another form than a phone has: that is told there, and nowhere else."""
    for row in rows:
        if row.model.kind.name in OWNERS and any(_ABOUT_PHONES.search(k) and v for k, v in row.data.items()):
            read = [number for _, number, _ in _phones_in(row.model, row.data, row.at) if re.search(r"\d{3}", number)]
            named = [number for _, number, _ in _phones_in(row.model, row.data, row.at) if is_reference(number)]
            if (not read and not named) or any(_is_bare(row.data.get(key)) for key in ("phones", "hotlines")):
                yield from filter(
                    None, (row.id, f"{row.model.kind.name}/{row.id}", fold(str(row.data.get("name", ""))))
                )


def _is_bare(listed: Data | None) -> bool:
    """Whether an item of a list of phones is a number alone: which is the second of them nobody can tell."""
    return isinstance(listed, list) and any(not isinstance(one, dict) for one in listed)


_ABOUT_PHONES = re.compile("phone|tel|电话|number", re.I)


def _refs_of(one: TypedPhone) -> Iterator[str]:
    """Every way to name a number: by kind and id, by id or name alone, the first one without its ordinal."""
    ordinal = one.ref.partition("#")[2]
    kind, name = one.row.model.kind.name, str(one.row.data.get(one.row.model.kind.title, ""))
    names = [f"{kind}/{one.row.id}", one.row.id, fold(name)] if one.row.id else [kind]
    for ref in filter(None, names):
        yield f"{ref}#{ordinal}"
        if ordinal == "1":
            yield ref


def _list_owned(rows: Iterable[Row]) -> Iterator[TypedPhone]:
    for row in rows:
        if row.model.kind.name in OWNERS:
            base = row.id or row.model.kind.name
            for n, (loc, number, extension) in enumerate(_phones_in(row.model, row.data, row.at), 1):
                yield TypedPhone(row, loc, number, extension, f"{base}#{n}")


def _phones_in(model: type[BaseModel], data: Mapping[str, Data], at: Loc) -> Iterator[tuple[Loc, str, str]]:
    """Every field of a phone that is filled in, with its extension."""
    for key, part in phone_fields(model).items():
        value = data.get(key)
        if part is None:
            if isinstance(value, str) and value.strip():
                yield (*at, key), value.strip(), str(data.get(EXTENSIONS[key], "")).strip()
            continue
        for loc, item in _items(value, (*at, key)):
            if isinstance(item, dict):
                yield from _phones_in(part, item, loc)


def _items(value: Data | None, at: Loc) -> Iterator[tuple[Loc, Data]]:
    if isinstance(value, list):
        yield from (((*at, i), item) for i, item in enumerate(value))
    elif value:
        yield at, value


# References filled in


# Numbers typed again


def check_numbers(
    rows: Iterable[Row], documents: Iterable[Document], trees: Mapping[str, Tree], unread: bool = False
) -> Iterator[Problem]:
    """Each number that lacks a digit, and a warning for each that stands in another place already, with how to name it; none where nobody can know."""
    if unread:
        return
    raw = [one for row in rows if (one := _as_typed(row, trees))]
    owners = _find_owners(raw)
    local = {digits[-8:]: one for digits, one in owners.items() if len(digits) > 9}
    owned, areas = {**local, **owners}, Areas(owners)
    for row in raw:
        yield from _check_row(row, owned, areas, trees)
    for document in documents:
        yield from _check_body(document, owned, areas, trees)


def _check_row(row: Row, owned: Mapping[str, TypedPhone], areas: Areas, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    for loc, typed, whole in _numbers_in(row):
        digits = _dialled_here(typed)
        owner = owned.get(digits)
        again = owner and (owner.row.path, owner.loc) != (row.path, loc)
        # In a text seven digits without an area may be anything; 5550-010 is told where it is read.
        sure = (whole or digits.startswith("0")) and not CUT_SHORT.search(typed)
        wrong = areas.judge(digits) if sure else None
        if again or wrong:
            inside = loc[len(row.at) :]
            where = (row.path, *trees[row.path].place(loc), dotted(inside), label_at(row.model, inside))
            if wrong:
                yield Problem(*where, *wrong, "error" if whole else "warning")
            elif owner:
                yield Problem(*where, *_tell_again(owner, trees, _mend(row, loc, owner) if whole else ""), "warning")


def _check_body(
    document: Document, owned: Mapping[str, TypedPhone], areas: Areas, trees: Mapping[str, Tree]
) -> Iterator[Problem]:
    for number, reference in enumerate((*document.body.references, *document.body.numbers)):
        if not reference.target.startswith(TYPED):
            continue
        digits = _dialled_here(reference.target.partition(",")[0])
        owner = owned.get(digits)
        # One that nobody could dial is told where it is read.
        sure = number < len(document.body.references) and _may_be_dialled(reference.target)
        wrong = areas.judge(digits) if sure else None
        if owner or wrong:
            told = wrong or (_tell_again(owner, trees, "") if owner else ("", ""))
            yield Problem(document.path, reference.line, reference.column, "body", "正文", *told, "warning")


def _may_be_dialled(target: str) -> bool:
    return not CUT_SHORT.search(target) and explain_target(target) is None


def check_handed_out(
    rows: Iterable[Row], documents: Iterable[Document], trees: Mapping[str, Tree], files: Iterable[Parsed]
) -> Iterator[Problem]:
    """A warning for each phone of a form to take home that nobody on the site has: nothing fills in the new one there."""
    told = [(file.path, phone) for file in files for phone in file.phones]
    lost = {re.sub(r"\D", "", phone.target) for _, phone in told}
    for digits in _all_numbers(rows, documents, trees) if lost else ():
        lost.discard(digits)
        if not lost:
            return
    for path, phone in told:
        if re.sub(r"\D", "", phone.target) in lost:
            what = f"网站的资料里没有 {phone.target} 这个电话"
            fix = "核对号码；换了电话，这个文件要另外改"
            yield Problem(path, phone.line, phone.column, "", "", what, fix, "warning")


def _all_numbers(rows: Iterable[Row], documents: Iterable[Document], trees: Mapping[str, Tree]) -> Iterator[str]:
    """The digits of every number on the site."""
    for row in rows:
        typed = _as_typed(row, trees)
        yield from (_dialled_here(number) for _, number, _ in _numbers_in(typed)) if typed else ()
    for document in documents:
        for one in (*document.body.references, *document.body.numbers):
            yield _dialled_here(one.target.partition(",")[0])


def _as_typed(row: Row, trees: Mapping[str, Tree]) -> Row | None:
    """An entry before names and references were read."""
    tree = trees.get(row.path)
    data = tree.data if tree else None
    if isinstance(data, list) and row.at and isinstance(row.at[0], int):
        data = data[row.at[0]]
    return Row(row.model, row.path, row.at, {**data, row.model.kind.key: row.id}) if isinstance(data, dict) else None


def _find_owners(rows: Iterable[Row]) -> Mapping[str, TypedPhone]:
    """Of each number the first place that may own it, by its digits."""
    found: dict[str, TypedPhone] = {}
    for one in sorted(_list_owned(rows), key=lambda t: OWNERS.index(t.row.model.kind.name)):
        if len(one.digits) >= _SHORTEST and not is_reference(one.number):
            found.setdefault(one.digits, one)
    return found


def _numbers_in(row: Row) -> Iterator[tuple[Loc, str, bool]]:
    """Every number in an entry as it was typed, and whether it is the whole of a field of a phone."""
    fields = {loc: number for loc, number, _ in _phones_in(row.model, row.data, row.at)}
    yield from ((loc, number, True) for loc, number in fields.items())
    waiting: list[tuple[Loc, Data]] = [((*row.at, key), value) for key, value in row.data.items()]
    while waiting:
        loc, value = waiting.pop()
        if isinstance(value, list):
            waiting += [((*loc, i), item) for i, item in enumerate(value)]
        elif isinstance(value, dict):
            waiting += [((*loc, key), item) for key, item in value.items()]
        elif loc not in fields and len(value) >= _SHORTEST and _SEVEN.search(value):
            for match in _DIALLED.finditer(value):
                yield loc, match[0], False


def _dialled_here(typed: str) -> str:
    """The digits as one dials them in the country: 0755… for +86 755…."""
    digits = re.sub(r"\D", "", typed)
    abroad = digits.startswith("86") and len(digits) > 11
    return f"0{digits[2:].lstrip('0')}" if abroad else digits


def _tell_again(owner: TypedPhone, trees: Mapping[str, Tree], mend: str) -> tuple[str, str]:
    line = trees[owner.row.path].place(owner.loc)[0]
    ref = owner.ref.removesuffix("#1")
    return f"同一个电话写在两处，另一处是 {owner.row.path}:{line}", mend or f"写成 {{电话:{ref}}}，以后只改那一处"


def _mend(row: Row, loc: Loc, owner: TypedPhone) -> str:
    """What to write in a field of a phone; a service that has its window's number needs none of its own."""
    ref, key = owner.ref.removesuffix("#1"), loc[-1]
    named = f"写成 {key}: {ref}，以后只改那一处"
    if (owner.row.path, owner.row.at) == (row.path, row.at):
        return f"删掉这一行；分机不同，就写成 {key}: {ref}，另写 extension"
    windows = row.data.get("locations")
    if row.model is not Service or not isinstance(windows, list) or owner.row.id not in windows:
        return named
    phones = row.data.get("phones")
    if not isinstance(phones, list) or len(phones) > 1:
        return named
    return f"删掉这一行，页面会用窗口的；要写用途，就{named}"


def is_unsure(model: type[Record]) -> bool:
    """Whether a kind that cannot be read leaves open whose a number is."""
    return model.kind.name in OWNERS
