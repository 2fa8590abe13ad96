"""What the search finds of a labelled corpus, and what it leaves alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plugins.private import find_private
from tests.private import blind, fresh, unseen
from tests.private.corpus import NUMBERS, Passage, positives
from tests.private.handwritten import TOLD, UNTOLD
from tests.private.harmless import negatives
from tests.private.survey import survey

NUMERIC = frozenset({"mobile", "id", "card"})
"""What must be found whatever it looks like."""
POSITIVES = (
    *positives(),
    *(Passage(text.format(**NUMBERS), kind) for kind, text in TOLD),
    *(Passage(text.format(**blind.PARTS), kind) for kind, text in (*blind.TOLD, *unseen.TOLD, *fresh.TOLD)),
)
NEGATIVES = (*negatives(), *(text.format(**NUMBERS) for text in UNTOLD), *blind.UNTOLD, *unseen.UNTOLD, *fresh.UNTOLD)


def test_the_corpus_is_large_enough() -> None:
    assert len({p.text for p in POSITIVES}) >= 400
    assert len(set(NEGATIVES)) >= 600
    assert min(Counter(p.kind for p in POSITIVES).values()) >= 12


@pytest.mark.parametrize("kind", sorted({p.kind for p in POSITIVES}))
def test_what_belongs_to_a_person_is_found(kind: str) -> None:
    passages = [p for p in POSITIVES if p.kind == kind]
    missed = [p.text for p in passages if kind not in {private.kind for private in find_private(p.text)}]
    assert len(missed) <= (0 if kind in NUMERIC else len(passages) * 3 // 100), missed


def test_what_belongs_to_nobody_is_left_alone() -> None:
    refused = [text for text in NEGATIVES if any(find_private(text))]
    assert len(refused) * 100 <= len(NEGATIVES), refused


def test_a_finding_covers_what_it_is_about() -> None:
    for passage in POSITIVES:
        spans = [(private.start, private.end) for private in find_private(passage.text)]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(passage.text) for start, end in spans), passage


def test_a_survey_names_the_place_and_not_the_thing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"第一行\n电话 {NUMBERS['mobile']}\n", "utf-8")
    (tmp_path / "b.md").write_bytes("广告".encode("gb18030"))
    told = list(survey(tmp_path))
    assert told[0].startswith("a.md:2:4: mobile ")
    assert told[1].startswith("b.md: no UTF-8")
    assert NUMBERS["mobile"] not in "".join(told)
