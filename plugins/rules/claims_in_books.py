"""What the words of a survey, an award or a ledger say of its own numbers; hides how a claim is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from plugins.model import Award, Ledger, Survey, SurveyQuestion
from plugins.rules.number_words import NUMBER, ROUGH, SHARE, read_number, read_share
from plugins.rules.written import Slip, Written

_COUNT = rf"(?P<number>{NUMBER})"
_PEOPLE = re.compile(rf"{_COUNT}\s?(?:个|位|名)?(?:人(?!次)|位(?:居民|邻居)|名(?:居民|邻居))")
_ASKED = re.compile(rf"(?:问了|走访了|收回|共有)\s?{_COUNT}\s?(?:个人|位|名|人|份)")
_CHOSEN = re.compile(rf"(?:选出|评出|当选)了?\s?{_COUNT}\s?(?:名|户|个|位|人|家)")
_RECEIVED = re.compile(rf"(?:收到|收入|募到|募得|筹到|捐了)了?\s?{_COUNT}\s?(?:元|块钱)")
_SPENT = re.compile(rf"(?:支出|付了|付给|花了|用了|花掉)\s?{_COUNT}\s?(?:元|块钱)")
_OTHERS = re.compile(r"比|去年|上次|往年|增|减|涨|降|多了|少了|每|其中")
"""A clause that speaks of something besides these answers."""
_CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
_FIX = "核对两处，改成一样的"


def find_false_claims(written: Written) -> Iterator[Slip]:
    """Each number in words that none of the numbers beside it can be."""
    for survey in written.sources.of(Survey):
        yield from _tell(survey, ("description",), _read(_ASKED, survey.description), [survey.n], "人")
        for i, question in enumerate(survey.questions):
            for said in _find_false_findings(question, question.asked or survey.n, survey.n):
                message = f"写的是“{said}”，照回答的人数算不出来"
                yield survey.path, (*survey.at, "questions", i, "finding"), message, _FIX, "warning"
    for award in written.sources.of(Award):
        chosen = [one.chosen for one in award.rounds]
        yield from _tell(award, ("description",), _read(_CHOSEN, award.description), chosen, award.unit)
    for ledger in written.sources.of(Ledger):
        parts = [line.in_ for line in ledger.lines if line.in_], [line.out for line in ledger.lines if line.out]
        for pattern, lines, total in zip((_RECEIVED, _SPENT), parts, (ledger.received, ledger.spent), strict=True):
            there = [Fraction(one) for one in (*lines, total)]
            yield from _tell(ledger, ("description",), _read(pattern, ledger.description), there, "元")
            for i, line in enumerate(ledger.lines):
                own = line.in_ if pattern is _RECEIVED else line.out
                if own is not None:
                    yield from _tell(ledger, ("lines", i, "what"), _read(pattern, line.what), [Fraction(own)], "元")


def _read(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, Fraction]]:
    """Each claim with its number; one that is rounded (八千多元, 约8000元) claims none."""
    for match in pattern.finditer(text):
        number = read_number(match["number"])
        if number is not None and not ROUGH.search(text[: match.start("number")]):
            yield match[0], number


def _tell(
    entry: Survey | Award | Ledger,
    loc: tuple[str | int, ...],
    claims: Iterable[tuple[str, Fraction]],
    there: Collection[int | Fraction],
    unit: str,
) -> Iterator[Slip]:
    for said, number in claims:
        if number not in there:
            own = "、".join(dict.fromkeys(f"{float(one):g}" for one in there))
            yield entry.path, (*entry.at, *loc), f"写的是“{said}”，数字里是 {own} {unit}", _FIX, "warning"


def _find_false_findings(question: SurveyQuestion, asked: int, n: int) -> Iterator[str]:
    sums = _sums([one.count for one in question.answers]) if question.finding else None
    if sums is None:
        return
    for clause in _CLAUSE.findall(question.finding or ""):
        if _OTHERS.search(clause):
            continue
        for match in SHARE.finditer(clause):
            share, reach = read_share(match)
            reach = max(reach, Fraction(5)) if ROUGH.search(clause[: match.start()]) else reach
            if share is not None and all(abs(Fraction(100 * one, asked) - share) > reach for one in sums):
                yield match[0]
        for said, number in _read(_PEOPLE, clause):
            if number > 10 and number not in sums | {asked, n}:
                yield said


_MOST_SUMS = 5_000
"""Of so many some number is always one; they double with each answer."""


def _sums(counts: Collection[int]) -> frozenset[int] | None:
    """What some of the answers come to together; None where that may be anything."""
    sums = {0}
    for count in counts:
        sums |= {one + count for one in sums}
        if len(sums) > _MOST_SUMS:
            return None
    return frozenset(sums)
