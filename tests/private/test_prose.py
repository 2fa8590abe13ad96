"""Ordinary prose is let pass: a thousand pages of every number that belongs to nobody have at most three findings."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from tests.private.prose import PAGES, write_corpus, write_page
from tests.private.survey import survey

FULL = bool(os.environ.get("FULL"))


def test_prose_of_harmless_numbers_has_hardly_a_finding(tmp_path: Path) -> None:
    pages = PAGES if FULL else 150
    write_corpus(tmp_path, pages)
    findings = list(survey(tmp_path))
    assert len(findings) <= (3 if FULL else 1), findings


def test_a_number_of_a_person_amid_the_prose_is_found(tmp_path: Path) -> None:
    write_corpus(tmp_path, 3)
    page = tmp_path / "page-1.md"
    page.write_text(page.read_text("utf-8") + "找老陈，" + "138" + "0013" + "8000。\n", "utf-8")
    assert len(list(survey(tmp_path))) == 1


def test_a_page_is_the_same_every_time() -> None:
    assert write_page(Random("a"), chinese=True) == write_page(Random("a"), chinese=True)
