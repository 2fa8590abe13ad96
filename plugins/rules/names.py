"""Names where ids belong: an editor may write 公告 for `notices`; hides which list a field takes its ids from.

A name that is there once is read as its id; one that is there twice, or not at all, is told with what may be written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Protocol

from plugins.model import KINDS, Community, Person, Place, Record, field_keys, is_slug, named_kinds
from plugins.text import Data, Loc

SPLIT = re.compile(r"[、，,;；\n]+")
"""What parts the items of a list that is typed in one go."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What an .xlsx cannot hold, or turns into something else."""
_BETWEEN = frozenset(" 、，,;；/+＋／|｜.．·・&＆和与及跟\\。")
"""What people put between names that stand in one cell."""
ID = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
"""An id, or one of a building: place/building."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPACE = re.compile(r"[\s/“”\"'《》]+")
_WEEK = re.compile(r"(?:周|礼拜|星期)([一二三四五六日天])")
EVERYBODY = "全社区"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it was typed, valid or not; names are read as ids already."""

    model: type[Record]
    path: str
    at: Loc
    data: Mapping[str, Data]

    @property
    def id(self) -> str:
        return str(self.data.get(self.model.kind.key, ""))


def find_nameless(rows: Iterable[Row]) -> frozenset[type[Record]]:
    """The kinds of which an entry of a list has no id that could be one: whoever names it is not at fault."""
    listed = (row for row in rows if row.model.kind.source.holds == "list" and _must_be_named(row.model))
    return frozenset(row.model for row in listed if not is_slug(row.id))


@cache
def _must_be_named(model: type[Record]) -> bool:
    key = model.model_fields.get(model.kind.key)
    return key is not None and key.is_required()


class UnclearNameError(Exception):
    """A name that cannot be read as an id: what is wrong and what to type instead, in Chinese."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


class Choosing(Protocol):
    """A field or a column: the words of a fixed choice, or the list its ids come from."""

    @property
    def options(self) -> Mapping[str, str]: ...

    @property
    def names(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NamedPhone:
    """A phone that others may name instead of typing it."""

    number: str
    extension: str = ""

    @property
    def words(self) -> str:
        return f"{self.number} 转 {self.extension}" if self.extension else self.number

    @property
    def dialled(self) -> str:
        pause = f",{self.extension}" if self.extension else ""
        return f"{self.number.replace('-', '')}{pause}"


@dataclass(frozen=True)
class Choices:
    """What stands behind ids and names: for each list, the words beside each id."""

    of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    also: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """For each list, the ids of further names, such as a person's second role."""
    unread: frozenset[str] = frozenset()
    """The lists whose file cannot be read: nobody can know what is in them."""
    numbers: Mapping[str, NamedPhone] = field(default_factory=dict)
    """The phones that may be named, by each way of naming them."""
    unread_numbers: frozenset[str] = frozenset()
    """Whose phones cannot be read: nobody can know which is not there."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """The figures that may be named, by id, or by id and period."""
    beside: frozenset[str] = frozenset()
    """Ids with words that stood beside them where the text comes from, if others stand there today."""

    def show(self, field: Choosing, code: str) -> str:
        """An id with its words, a choice as its word alone."""
        if field.options:
            return field.options.get(code, code)
        words = self.of.get(field.names, {}).get(code, "")
        return f"{code} {words}" if words else code

    def read(self, field: Choosing, text: str) -> str:
        """The id or code that somebody meant by a text; the text itself where it is none."""
        known = field.options or self.of.get(field.names, {})
        if text in known:
            return text
        meant = self._meant(field, text)
        if len(meant) > 1:
            raise UnclearNameError(
                f"“{text[:40]}”有 {len(meant)} 个，分不清是哪一个", f"写编号：{'、'.join(meant[:8])}"
            )
        first, _, rest = text.partition(" ")
        if not meant and (first in known or (rest and ID.fullmatch(first))):
            own = {fold(known.get(first, "")), *self._further(field.names, first)}
            return _agreed(first, rest.strip(), known, own, self.beside)
        if field.options and not meant:
            raise UnclearNameError(f"没有“{text[:40]}”这个选项", f"从这些里选：{'、'.join(field.options.values())}")
        return meant[0] if meant else text

    def read_several(self, field: Choosing, text: str) -> list[str]:
        """The ids or codes of a text in which several stand, with any mark between; none unless all of it is read."""
        text = " ".join(text.split())
        phrases, single = self._phrases(field), _SLUG if field.names != "buildings" else ID
        found, at = list[str](), 0
        while at < len(text):
            if text[at] in _BETWEEN:
                at += 1
                continue
            near = phrases.get(text[at], ())
            words, code = next((p for p in near if text.startswith(p[0], at) and _ends(text, at + len(p[0]))), ("", ""))
            unknown = None if code or field.options else single.match(text, at)
            if unknown and _ends(text, unknown.end()):
                words = code = unknown[0]
            # An id and another's name behind it may be two, or one of them wrong.
            unsure = found and text[:at].endswith(f"{found[-1]} ") and not words.startswith(code)
            if not code or unsure:
                return []
            found.append(code)
            at += len(words)
        return found

    def _phrases(self, field: Choosing) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What may stand for an id, by its first letter: itself, its words, both; the longest first, and nothing that means two."""
        if field.options:
            return _gather_phrases(field.options, frozenset())
        return self._phrases_of.get(field.names, {})

    @cached_property
    def _phrases_of(self) -> Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]:
        return {listed: _gather_phrases(known, self.beside) for listed, known in self.of.items()}

    def _further(self, listed: str, code: str) -> Iterator[str]:
        return (fold(words) for words, codes in self.also.get(listed, {}).items() if code in codes)

    def meaning(self, field: Choosing, text: Data) -> Data:
        """The id that a text means, and anything that means none as it is."""
        try:
            return self.read(field, text.strip()) if isinstance(text, str) else text
        except UnclearNameError:
            return text

    def _meant(self, field: Choosing, text: str) -> tuple[str, ...]:
        word = fold(text)
        if field.options:
            known = {
                code: {fold(code), fold(words), *map(fold, words.split("和"))} for code, words in field.options.items()
            }
            return tuple(code for code, words in known.items() if word in words)
        return self._by_word.get(field.names, {}).get(word, ())

    @cached_property
    def _by_word(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each list, the ids that a word can mean."""
        found: dict[str, dict[str, dict[str, None]]] = {}
        for listed, known in self.of.items():
            index = found.setdefault(listed, {})
            pairs = [(words, code) for code, words in known.items()]
            pairs += [(words, code) for words, codes in self.also.get(listed, {}).items() for code in codes]
            for words, code in pairs:
                if words:
                    index.setdefault(fold(words), {})[code] = None
        return {listed: {word: tuple(codes) for word, codes in index.items()} for listed, index in found.items()}


def fold(text: str) -> str:
    """A word as it is compared: full-width letters, spaces and quotation marks make no difference, nor does 周 for 星期."""
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    day = _WEEK.fullmatch(plain)
    return f"星期{day[1].replace('天', '日')}" if day else plain


def _ends(text: str, at: int) -> bool:
    return at == len(text) or text[at] in _BETWEEN


def _gather_phrases(known: Mapping[str, str], beside: frozenset[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
    meant: dict[str, set[str]] = {}
    for code, words in known.items():
        for phrase in (code, words, f"{code} {words}"):
            meant.setdefault(" ".join(phrase.split()), set()).add(code)
    for phrase in beside:
        meant.setdefault(" ".join(phrase.split()), set()).add(phrase.partition(" ")[0])
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase, codes in sorted(meant.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        if phrase and len(codes) == 1:
            found.setdefault(phrase[0], []).append((phrase, min(codes)))
    return found


def _agreed(
    code: str, words: str, known: Mapping[str, str], own: Container[str], beside: Container[str] = frozenset()
) -> str:
    """The id in front, where the words behind it are its own: else nobody can know who is meant, or whether it is all."""
    if not words or fold(words) in own:
        return code
    other = next((c for c, w in known.items() if w == words and w != known.get(code)), "")
    if other:
        raise UnclearNameError(f"编号“{code}”和名称“{words}”不是同一个", f"只写编号；“{words}”的编号是 {other}")
    parts = words.split()
    if parts and all(part in known and part != code for part in parts):
        raise UnclearNameError("几项连成了一项，用的是空格", f"用半角逗号隔开：[{', '.join((code, *parts))}]")
    if f"{code} {words}" in beside:
        return code
    raise UnclearNameError(f"编号“{code}”后面的“{words[:40]}”看不懂", "只写编号；有几个就用“、”隔开")


@cache
def is_chosen(model: type[Record]) -> bool:
    """Whether the entries of a kind are somebody's choice: another entry names them, or a sheet lists them."""
    named = frozenset[str]().union(*map(named_kinds, KINDS))
    return model is not Community and (model.kind.name in named or model.kind.sheet)


def gather_choices(rows: Iterable[Row], unread: Iterable[type[Record]] = ()) -> Choices:
    """The ids of every list and the words beside them, from the entries as they were typed."""
    of: dict[str, dict[str, str]] = {}
    also: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        kind = row.model.kind.name
        code = row.id or str(row.data.get(next(iter(field_keys(row.model))), ""))
        if is_chosen(row.model) and code and row.data.get("status") not in ("draft", "草稿"):
            of.setdefault(kind, {})[code] = _name_of(row.data, row.model.kind.title)
        if row.model is Place:
            of.setdefault("buildings", {}).update(_buildings(row))
        if row.model is Person:
            for role in _further_roles(row.data):
                known = also.setdefault(kind, {})
                known[role] = (*known.get(role, ()), row.id)
        if row.model is Community:
            of |= {listed: _terms(row.data.get(listed)) for listed in ("columns", "categories", "audiences")}
            of["tags"] = {name: code for code, name in _terms(row.data.get("tags")).items()}
    of["affected"] = {"all": EVERYBODY}
    for listed in ("grids", "buildings", "places"):
        of["affected"].update(of.get(listed, {}))
    of["stopped"] = dict(of.get("locations", {}))
    lists = {model.kind.name for model in unread}
    lists |= {"buildings"} if "places" in lists else set()
    lists |= {"affected"} if lists & {"places", "grids"} else set()
    lists |= {"stopped"} if "locations" in lists else set()
    lists |= {"columns", "categories", "audiences", "tags"} if "columns" not in of else set()
    return Choices(of, also, frozenset(lists))


def _name_of(data: Mapping[str, Data], title: str = "name") -> str:
    """The words beside an id; of a person the role, for the sheet may travel further than the consent."""
    roles = data.get("roles")
    first = roles[0] if isinstance(roles, list) and roles else data.get(title, "")
    return _plain(first)


def _further_roles(data: Mapping[str, Data]) -> list[str]:
    roles = data.get("roles")
    return [role for one in roles[1:] if (role := _plain(one))] if isinstance(roles, list) else []


def _plain(words: Data) -> str:
    return SPLIT.sub("·", _CONTROL.sub("", words)).strip() if isinstance(words, str) else ""


def _buildings(row: Row) -> Iterator[tuple[str, str]]:
    buildings = row.data.get("buildings")
    for building in buildings if isinstance(buildings, list) else []:
        if isinstance(building, dict):
            yield f"{row.id}/{building.get('id')}", _name_of(row.data) + _name_of(building)


def _terms(listed: Data | None) -> dict[str, str]:
    rows = [term for term in listed if isinstance(term, dict)] if isinstance(listed, list) else []
    return {str(term.get("id")): _name_of(term) for term in rows}


# Where names stand in an entry
