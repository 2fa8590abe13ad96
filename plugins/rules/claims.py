"""Numbers typed in prose that say otherwise than the figures do; hides how a sentence is read.

A sentence speaks of a figure when it holds its name, or a group of the words of `also`. What it says then must be one of
the figure's values, or that of the year it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from itertools import chain

from plugins.model import Document, Figure, Reckoned, dotted, label_at
from plugins.problems import Problem
from plugins.rules.number_words import COUNT, FAMILIES, LEFT, ROUGH, SHARE, STRICT, YEAR, read_number, read_share
from plugins.rules.written import Written, texts_in
from plugins.text import Tree

_SHARES = {"%": 1, "成": 10}
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_CLAUSE = re.compile(r"[^，,]+")
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"</(?:p|li|h[2-6]|td|th|dd|dt|tr|blockquote)>|<br>")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a figure says, and by which words a sentence speaks of it."""

    name: str
    ref: str
    unit: str
    values: Mapping[str, frozenset[Fraction]]
    """The values of each year, and under "" all of them."""
    groups: tuple[tuple[tuple[str, ...], ...], ...]

    def is_meant(self, words: str) -> bool:
        return any(all(any(word in words for word in choice) for choice in group) for group in self.groups)

    def shares(self) -> list[Fraction]:
        """What it says as shares of a hundred; none of what is counted."""
        return [value * _SHARES[self.unit] for value in self.values.get("", ())] if self.unit in _SHARES else []

    def cues(self) -> frozenset[str]:
        """Words of which a text must hold one to speak of the figure: the fewest that serve, one choice of each group."""
        return frozenset(word for group in self.groups for word in min(group, key=len, default=("",)))


@dataclass(frozen=True, slots=True)
class _Figures:
    """All that is known, asked for by what a text holds: most hold no cue, and the rest few."""

    known: tuple[_Known, ...]
    cues: Mapping[str, tuple[int, ...]]
    """The places in `known` of those of which a text may speak that holds the word."""

    def meant_in(self, text: str) -> list[_Known]:
        asked = {place for cue, places in self.cues.items() if cue in text for place in places}
        return [self.known[place] for place in sorted(asked) if self.known[place].is_meant(text)]


def _know(known: Sequence[_Known]) -> _Figures:
    cues: dict[str, list[int]] = {}
    for place, one in enumerate(known):
        for cue in sorted(one.cues()):
            cues.setdefault(cue, []).append(place)
    return _Figures(tuple(known), {cue: tuple(places) for cue, places in sorted(cues.items())})


def check_claims(
    written: Written, trees: Mapping[str, Tree], reckoned: Iterable[Reckoned], read: Callable[[str], str]
) -> Iterator[Problem]:
    """A warning for each number in a text that contradicts a figure; `read` gives a file's text, to find the line."""
    known = _know(
        [*map(_know_figure, written.sources.of(Figure)), *(_know_reckoned(one) for one in reckoned if one.also)]
    )
    sources = written.sources
    for document in chain(sources.documents(), sources.drafts):
        if isinstance(document, Document):
            yield from _check_body(document, known, read)
    for row in written.rows:
        if row.model is Figure:
            continue
        for loc, text in texts_in(row.data, ()):
            for message, fix in _judge(text, known.meant_in(text)):
                place = trees[row.path].place((*row.at, *loc)) if row.path in trees else (1, 1)
                yield Problem(row.path, *place, dotted(loc), label_at(row.model, loc), message, fix, "warning")


def _know_figure(figure: Figure) -> _Known:
    values: dict[str, set[Fraction]] = {}
    for value in figure.values:
        if value.value is not None:
            for key in ("", *map(str, value.years)):
                values.setdefault(key, set()).add(Fraction(value.value))
    found = {key: frozenset(numbers) for key, numbers in values.items()}
    return _Known(figure.name, figure.id, figure.unit, found, _groups(figure.also or (figure.name,)))


def _know_reckoned(figure: Reckoned) -> _Known:
    return _Known(figure.name, figure.id, figure.unit, {"": frozenset({figure.value})}, _groups(figure.also))


def _groups(said: Iterable[str]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(tuple(tuple(filter(None, choice.split("|"))) for choice in group.split()) for group in said)


def _check_body(document: Document, known: _Figures, read: Callable[[str], str]) -> Iterator[Problem]:
    html = document.body.html
    meant = known.meant_in(html)
    if not meant:
        return
    text = unescape(_TAG.sub("", _BLOCK.sub("\n", html)))
    source = ""
    for match in _SENTENCE.finditer(text):
        for message, fix in _judge(match[0], [one for one in meant if one.is_meant(match[0])]):
            source = source or read(document.path)
            yield Problem(document.path, *_place(message, match[0], source), "body", "正文", message, fix, "warning")


def _place(message: str, sentence: str, source: str) -> tuple[int, int]:
    """Where a number was typed: the first line that holds it and most of its sentence."""
    typed = message.partition("“")[2].partition("”")[0]
    pieces = {sentence[i : i + 2] for i in range(len(sentence) - 1)}
    best = (0, 1, 1)
    for number, line in enumerate(source.split("\n"), 1):
        column = line.find(typed)
        if column >= 0:
            shared = sum(piece in line for piece in pieces)
            best = max(best, (shared, -number, column + 1)) if best[0] else (shared, -number, column + 1)
    return abs(best[1]), best[2]


def _judge(text: str, meant: Sequence[_Known]) -> Iterator[tuple[str, str]]:
    """What each sentence says otherwise than a figure does that the text speaks of."""
    for match in _SENTENCE.finditer(text) if meant else ():
        spoken = [one for one in meant if one.is_meant(match[0])]
        shares = [share for one in spoken for share in one.shares()]
        for one in spoken:
            found = _judge_share(match[0], one, shares) if one.unit == "%" else _judge_count(match[0], one)
            if found:
                yield found


def _judge_count(sentence: str, one: _Known) -> tuple[str, str] | None:
    """The first number with the figure's unit, if none of them is one of its values; or its value with another unit."""
    clause = next((m[0] for m in _CLAUSE.finditer(sentence) if one.is_meant(m[0]) and _counts(m[0], one)), sentence)
    counts = _counts(clause, one)
    years = [year for year in YEAR.findall(clause) or YEAR.findall(sentence) if year in one.values]
    right = (
        frozenset[Fraction]().union(*(one.values[year] for year in years)) if years else one.values.get("", frozenset())
    )
    fix = f"改成一样的，或写 {{{{ figure:{one.ref} }}}}"
    if counts and right and not any(number in right for _, number, unit in counts if unit == one.unit):
        typed, number, unit = counts[0]
        if unit != one.unit and number in right:
            return f"写的是“{typed}”，“{one.name}”的单位是{one.unit}", fix
        if unit == one.unit:
            said = "、".join(f"{float(value):g}" for value in sorted(right))
            return f"写的是“{typed}”，“{one.name}”是 {said} {one.unit}", fix
    return None


def _counts(words: str, one: _Known) -> list[tuple[str, Fraction, str]]:
    """The numbers of a clause with the figure's unit, or one that is taken for it."""
    alike = next((family for family in FAMILIES if one.unit in family), (one.unit,))
    units = sorted({one.unit, *alike}, key=len, reverse=True)
    found = []
    for match in COUNT.finditer(words):
        unit = next((unit for unit in units if match["unit"].startswith(unit)), None)
        number = read_number(match["number"])
        if unit not in STRICT:
            unit = unit and one.unit
        if unit and number is not None:
            end = match.start("unit") + len(unit)
            found.append((words[match.start() : end], number * (10_000 if match["ten"] else 1), unit))
    return found


def _judge_share(sentence: str, one: _Known, shares: Sequence[Fraction]) -> tuple[str, str] | None:
    """A share that is none of the figures spoken of nor, of what is left, the rest of one."""
    (right,) = one.values[""]
    for match in SHARE.finditer(sentence):
        said, width = read_share(match)
        reach = max(width, Fraction(5 if ROUGH.search(sentence[: match.start()]) else 0))
        allowed = [*shares, *(100 - share for share in shares)] if LEFT.search(sentence) else shares
        if said is not None and all(abs(said - value) > reach for value in allowed):
            words = f"{int(right + Fraction(1, 2))}%"
            return (
                f"写的是“{match[0]}”，按编号算出来“{one.name}”是 {words}",
                f"改成一样的，或写 {{{{ figure:{one.ref} }}}}",
            )
    return None
