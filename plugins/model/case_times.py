"""How fast a community answers, reckoned from its cases; hides nothing but arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from plugins.model.cases import Case
from plugins.model.parts import CaseTerms


@dataclass(frozen=True, slots=True)
class Times:
    """Days from when a case came in, of those that have come so far."""

    days: tuple[int, ...]
    """Of each case, shortest first."""
    term: int

    @property
    def median(self) -> Fraction | None:
        return percentile(self.days, Fraction(1, 2))

    @property
    def ninetieth(self) -> Fraction | None:
        return percentile(self.days, Fraction(9, 10))

    @property
    def in_term(self) -> int:
        """How many took no longer than the community's term."""
        return sum(days <= self.term for days in self.days)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a number of cases."""

    received: int
    open: int
    unanswered: int
    """Of the open ones, those without an answer yet."""
    solved: int
    declined: int
    answers: Times
    ends: Times

    @property
    def solved_share(self) -> Fraction | None:
        """Of all that came in, how many are solved; None of none."""
        return Fraction(self.solved, self.received) if self.received else None


def tally(cases: Iterable[Case], terms: CaseTerms) -> Tally:
    """Count cases, shown or not; one that was answered twice counts by its first answer, and hard issues have no times."""
    found = list(cases)
    timed = [case for case in found if case.has_terms]
    answers = sorted((c.answered_on - c.received).days for c in timed if c.answered_on)
    ends = sorted((c.ended_on - c.received).days for c in timed if c.ended_on)
    return Tally(
        received=len(found),
        open=sum(c.is_open for c in found),
        unanswered=sum(c.is_open and not c.answered_on for c in found),
        solved=sum(c.state == "solved" for c in found),
        declined=sum(c.state == "declined" for c in found),
        answers=Times(tuple(answers), terms.answer_days),
        ends=Times(tuple(ends), terms.solve_days),
    )


def percentile(values: Sequence[int], share: Fraction) -> Fraction | None:
    """The value below which so much of sorted `values` lies, between two of them in proportion; None of none.

    Hyndman and Fan's seventh definition, that of spreadsheets (PERCENTILE.INC) and pandas.
    """
    if not values:
        return None
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])
