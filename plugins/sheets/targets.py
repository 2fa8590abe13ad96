"""What a YAML value shall become; hides which old item of a list a new one goes on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import yaml

from plugins.text import Data


@dataclass(frozen=True, slots=True)
class Item:
    """An item a list shall have: what it holds, and which item of the old list it was (None where it is new)."""

    origin: int | None
    value: WantedValue


WantedValue = str | Sequence["WantedValue | Item"] | Mapping[str, "WantedValue"]
"""What a value shall become; a list of parts is a list of Items."""


def settle(target: WantedValue) -> Data:
    """The plain value of a target."""
    if isinstance(target, Mapping):
        return {key: settle(value) for key, value in target.items()}
    if not isinstance(target, str):
        return [settle(one.value if isinstance(one, Item) else one) for one in target]
    return target


def plain_of(node: yaml.Node) -> Data:
    """What a node holds, as it was typed."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain_of(value) for value in node.value]
    return str(node.value)


def align(node: yaml.SequenceNode, target: Sequence[WantedValue | Item]) -> list[Item]:
    """A list of words as Items: those that stay keep their place."""
    if all(isinstance(one, Item) for one in target):
        return [one for one in target if isinstance(one, Item)]
    return list(
        _matched(
            [plain_of(value) for value in node.value], [settle(one) for one in target if not isinstance(one, Item)]
        )
    )


def _matched(old: list[Data], new: list[Data]) -> Iterator[Item]:
    matcher = SequenceMatcher(a=[repr(one) for one in old], b=[repr(one) for one in new], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        pairs = min(end - start, last - first) if tag in ("equal", "replace") else 0
        for offset, value in enumerate(new[first:last]):
            yield Item(start + offset if offset < pairs else None, value)
