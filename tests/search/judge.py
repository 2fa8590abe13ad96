"""Asks the search of a site in a browser: many queries in one page, by the script that residents get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

QUERIES = Path(__file__).parent / "queries.yaml"
FIRST = 5
FIND = """async (queries) => {
  const found = {};
  for (const query of queries) {
    const { hits, meant } = await kangleSearch.engine.find(query);
    found[query] = { hits: hits.map((hit) => hit.page.url), meant: meant.map((one) => one.word) };
  }
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, of which sort it is, and what must be found."""

    sort: str
    words: str
    wanted: tuple[str, ...]


def read_queries() -> tuple[Query, ...]:
    found = yaml.safe_load(QUERIES.read_text("utf-8"))
    return tuple(Query(sort, str(q), tuple(wanted)) for sort, some in found.items() for q, wanted in some.items())


def ask(page: Page, host: str, queries: Iterable[str]) -> Mapping[str, Any]:
    """The addresses that each query finds, in order."""
    page.goto(f"{host}/search/")
    found: Mapping[str, Any] = page.evaluate(FIND, list(queries))
    return found


def recall(wanted: Sequence[str], found: Sequence[str]) -> float:
    """How much of what is wanted is among the first; where more is wanted than that, as much as there is room for."""
    return sum(one in found[:FIRST] for one in wanted) / min(FIRST, len(wanted))


def rank(wanted: Sequence[str], found: Sequence[str]) -> float:
    """One by the place of the first that is wanted."""
    return next((1 / (place + 1) for place, one in enumerate(found) if one in wanted), 0.0)
