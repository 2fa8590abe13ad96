"""The replacements that turn the values of a YAML text into others; hides commas, dashes and indents.

A changed value is replaced where it stands, an added one is written as its neighbours are. Comments, order, quotes
and the choice between one line and several stay, because nobody touches them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from plugins.sheets.source_text import RewriteError, SourceText
from plugins.sheets.targets import Item, WantedValue, align, plain_of, settle
from plugins.sheets.yaml_writer import YamlWriter


class Edits:
    """Replacements of spans of one text, gathered while its nodes and the target are walked together."""

    def __init__(self, text: str, end: str, plain: frozenset[str]) -> None:
        self._text, self._end = text, end
        self._source = SourceText(text)
        self._write = YamlWriter(plain)
        self._found: list[tuple[int, int, str]] = []

    def apply(self) -> str:
        """The text with every replacement made, those at one place in the order they were asked for."""
        pieces: list[str] = []
        done = 0
        for start, end, words in sorted(self._found, key=lambda e: e[:2]):
            pieces += [self._text[done:start], words.replace("\n", self._end)]
            done = end
        return "".join([*pieces, self._text[done:]])

    def _replace(self, start: int, end: int, words: str) -> None:
        self._found.append((start, end, words))

    def value(self, node: yaml.Node, target: WantedValue, key: str, *, flow: bool = False) -> None:
        """Turn one value into its target."""
        if isinstance(node, yaml.MappingNode) and isinstance(target, Mapping):
            self._mapping(node, target)
        elif isinstance(node, yaml.SequenceNode) and isinstance(target, list):
            self._sequence(node, align(node, target), key)
        elif isinstance(node, yaml.ScalarNode) and isinstance(target, str):
            if node.value != target:
                self._scalar(node, target, key, flow=flow)
        else:
            raise RewriteError(f"{key} has another shape")

    def _scalar(self, node: yaml.ScalarNode, target: str, key: str, *, flow: bool) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):
            self._literal(node, target, key)
            return
        # Quotes that the old value did not need were somebody's choice; those it needed go with it.
        chosen = self._write.may_be_plain(node.value, key, flow=flow)
        free = not chosen and self._write.may_be_plain(target, key, flow=flow)
        words = self._write.scalar(target, key, flow=flow, style=None if free else node.style)
        # `key:` without a value has no space behind its colon.
        gap = "" if start < end or self._text[start - 1 : start] in (" ", "") else " "
        self._replace(start, end, gap + words)

    def _literal(self, node: yaml.ScalarNode, target: str, key: str) -> None:
        """A text under a `|` or `>` stays one, unless it cannot."""
        start, end = node.start_mark.index, self._source.end_of(node)
        body = re.search(r"\n([ ]+)\S", self._text[start:end])
        indent = len(body[1]) if body else node.start_mark.column
        clean = target.strip() == target and all(line == line.strip() for line in target.split("\n"))
        head = re.match(r"[|>][-+0-9]*([^\r\n]*)", self._text[start:end])
        if not clean or not head or not body:
            self._replace(start, end, self._write.scalar(target, key, flow=False))
            return
        pad = " " * indent
        lines = "".join(f"\n{pad}{line}" if line else "\n" for line in target.split("\n"))
        self._replace(start, end, f"|-{head[1]}{lines}")

    def _mapping(self, node: yaml.MappingNode, target: Mapping[str, WantedValue]) -> None:
        old = {key.value: (key, value) for key, value in node.value}
        for key, (_, value) in old.items():
            if key in target:
                self._common(old[key][0], value, target[key], key, node)
        gone = [key for key in old if key not in target]
        if gone and len(gone) == len(old):
            raise RewriteError("nothing would be left of a part")
        self._drop_keys(node, frozenset(gone))
        self._add_keys(node, target)

    def _common(
        self, name: yaml.Node, value: yaml.Node, target: WantedValue, key: str, owner: yaml.MappingNode
    ) -> None:
        """A value both have; where its shape changes it is written anew."""
        shapes = ((yaml.MappingNode, Mapping), (yaml.SequenceNode, list), (yaml.ScalarNode, str))
        fits = any(isinstance(value, node) and isinstance(target, kind) for node, kind in shapes)
        new_list = isinstance(value, yaml.SequenceNode) and (not value.value) != (not target)
        new_part = isinstance(value, yaml.MappingNode) and not {k.value for k, _ in value.value} & set(target)
        if fits and not new_list and not new_part and not self._opens(value, target, owner):
            self.value(value, target, key, flow=bool(owner.flow_style))
            return
        if settle(target) == plain_of(value):
            return
        start, end = name.end_mark.index, max(self._source.end_of(value), name.end_mark.index + 1)
        if owner.flow_style:
            self._replace(start, end, ": " + self._write.flow(settle(target), key))
            return
        words = self._write.after_key(settle(target), name.start_mark.column, key).rstrip("\n")
        self._replace(start, end, ":" + words)

    def _opens(self, value: yaml.Node, target: WantedValue, owner: yaml.MappingNode) -> bool:
        """Whether a text of one line becomes one of several, with nothing behind it on its line."""
        if owner.flow_style or not isinstance(target, str) or "\n" not in target or settle(target) == plain_of(value):
            return False
        end = value.end_mark.index
        return (
            isinstance(value, yaml.ScalarNode)
            and value.style not in ("|", ">")
            and not self._text[end : self._source.line_end(end)].strip()
        )

    def _drop_keys(self, node: yaml.MappingNode, gone: frozenset[str]) -> None:
        pairs = node.value
        kept = [i for i, (key, _) in enumerate(pairs) if key.value not in gone]
        for i, (key, value) in enumerate(pairs):
            if key.value not in gone:
                continue
            if node.flow_style:
                self._drop_flow([(k.start_mark.index, v.end_mark.index) for k, v in pairs], i, kept)
            elif i < kept[0]:
                # It may share its line with a dash, which stays for the next key.
                self._replace(key.start_mark.index, pairs[i + 1][0].start_mark.index, "")
            else:
                start = self._source.line_start(key.start_mark.index)
                self._replace(start, self._source.line_end(self._source.end_of(value)), "")

    def _drop_flow(self, spans: list[tuple[int, int]], i: int, kept: list[int]) -> None:
        """Take one entry with the comma before it, or behind it where no entry before it stays."""
        if i < kept[0]:
            self._replace(spans[i][0], spans[i + 1][0], "")
        else:
            self._replace(spans[i - 1][1], spans[i][1], "")

    def _add_keys(self, node: yaml.MappingNode, target: Mapping[str, WantedValue]) -> None:
        """New keys go behind the one that precedes them in the target."""
        places = {key.value: (key, value) for key, value in node.value if key.value in target}
        before = next(iter(places.values()))
        for key, value in target.items():
            if key in places:
                before = places[key]
            elif node.flow_style:
                end = before[1].end_mark.index
                self._replace(end, end, f", {key}: {self._write.flow(settle(value), key)}")
            else:
                end = self._source.line_end(max(self._source.end_of(before[1]), before[0].end_mark.index))
                column = before[0].start_mark.column
                words = self._write.after_key(settle(value), column, key)
                self._replace(end, end, f"{' ' * column}{key}:{words}")

    def _sequence(self, node: yaml.SequenceNode, items: list[Item], key: str) -> None:
        kept = {item.origin: item for item in items if item.origin is not None}
        for i, value in enumerate(node.value):
            if i in kept:
                flow = bool(node.flow_style)
                self.value(value, kept[i].value, key, flow=flow)
        if node.flow_style:
            self._flow_sequence(node, items, key)
        else:
            self._block_sequence(node, items, key)

    def _flow_sequence(self, node: yaml.SequenceNode, items: list[Item], key: str) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        origins = [item.origin for item in items if item.origin is not None]
        if not origins:
            if items or node.value:
                self._replace(start, end, self._write.flow([settle(item.value) for item in items], key))
            return
        spans = [(v.start_mark.index, v.end_mark.index) for v in node.value]
        for i in range(len(spans)):
            if i not in origins:
                self._drop_flow(spans, i, sorted(origins))
        self._add_flow(items, spans, origins[0], key)

    def _add_flow(self, items: list[Item], spans: list[tuple[int, int]], first: int, key: str) -> None:
        place = spans[first][0]
        before = True
        for item in items:
            if item.origin is not None:
                place, before = spans[item.origin][1], False
            else:
                words = self._write.flow(settle(item.value), key)
                self._replace(place, place, f"{words}, " if before else f", {words}")

    def _block_sequence(self, node: yaml.SequenceNode, items: list[Item], key: str) -> None:
        spans = [self._source.lines_of(value) for value in node.value]
        origins = {item.origin for item in items}
        for i, (start, _) in enumerate(spans):
            if i not in origins:
                self._replace(*self._source.lines_without(start, spans, i), "")
        place = spans[-1][1] if not any(item.origin is not None for item in items) else spans[0][0]
        near = 0
        for item in items:
            if item.origin is not None:
                near, place = item.origin, spans[item.origin][1]
            else:
                self._replace(place, place, self._new_item(node, near, item, key, place))

    def _new_item(self, node: yaml.SequenceNode, near: int, item: Item, key: str, place: int) -> str:
        """A new item in the form of the one before it, with a blank line where they have one."""
        beside = node.value[near]
        dash = self._source.dash_of(beside)
        indent = dash - self._source.line_start(dash)
        spaced = len(node.value) > 1 and self._source.has_blank_after(node, min(near, len(node.value) - 2))
        flow = isinstance(beside, yaml.MappingNode) and bool(beside.flow_style)
        words = " " * indent + "- " + self._write.after_dash(settle(item.value), indent, key, flow=flow)
        first = place == self._source.lines_of(node.value[0])[0]
        return (words + "\n" if first else "\n" + words) if spaced else words
