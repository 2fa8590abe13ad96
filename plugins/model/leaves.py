"""How a long list is cut into pages: how many entries each holds, and where it stands."""

from __future__ import annotations

from collections.abc import Sized

PER_PAGE = 60
"""Entries of a list on one page: 60 KB of HTML and 900 elements at most."""
SERVICES_PER_PAGE = 20
"""The same of services: a card of theirs says where, when and whom to call."""
NOTES_SHOWN = 20
"""How many notes stand on their first page; where there are more, each month has one."""


def leaf_address(first: str, number: int) -> str:
    """Page `number` of a list whose entries live right below it, where a bare number could be one of them."""
    return first if number == 1 else f"{first}page/{number}/"


def count_leaves(entries: Sized, most: int) -> int:
    """How many pages a list of one part fills."""
    return max(1, -(-len(entries) // most))
