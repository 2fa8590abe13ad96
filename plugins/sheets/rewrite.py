"""YAML text with some values changed and every other byte as it was; hides where a value begins and ends.

A changed value is replaced where it stands, an added one is written as its neighbours are. Comments, order, quotes
and the choice between one line and several stay, because nobody touches them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import yaml
from yaml.resolver import Resolver

from plugins.text import Data, parse

WIDEST = 120
"""A new part longer than this goes on several lines."""
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Item:
    """An item a list shall have: what it holds, and which item of the old list it was (None where it is new)."""

    origin: int | None
    value: Target


Target = str | Sequence["Target | Item"] | Mapping[str, "Target"]
"""What a value shall become; a list of parts is a list of Items."""


class RewriteError(ValueError):
    """The text cannot be rewritten: it holds something else than was thought."""


def settle(target: Target) -> Data:
    """The plain value of a target."""
    if isinstance(target, Mapping):
        return {key: settle(value) for key, value in target.items()}
    if not isinstance(target, str):
        return [settle(one.value if isinstance(one, Item) else one) for one in target]
    return target


def rewrite(text: str, target: Target, plain: frozenset[str]) -> str:
    """The text with its values as in `target`; `plain` names the keys whose values are dates, times and numbers.

    A text of nothing becomes one that holds the target.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        return _Writer(plain).block(settle(target), 0)
    work = text if text.endswith("\n") else text + end
    root = yaml.compose(work, Loader=yaml.CBaseLoader)
    if root is None:
        return text.rstrip("\n") + end + _Writer(plain).block(settle(target), 0).replace("\n", end)
    if isinstance(root, yaml.SequenceNode) and not root.value and target:
        words = _Writer(plain).block(settle(target), 0).rstrip("\n").replace("\n", end)
        return work[: root.start_mark.index] + words + work[root.end_mark.index :]
    edits = _Edits(work, end, plain)
    edits.value(root, target, "")
    result = edits.apply()
    found, problems = parse(result.replace("\r\n", "\n"), "")
    if found is None or problems or found.data != settle(target):
        raise RewriteError("the rewritten text does not hold what it should")
    return result


class _Writer:
    """New values as YAML text."""

    def __init__(self, plain: frozenset[str]) -> None:
        self._plain = plain

    def scalar(self, value: str, key: str, *, flow: bool, style: str | None = None) -> str:
        """One value on one line, in its old quotes where it had some."""
        if style == '"' or not self.may_be_plain(value, key, flow=flow):
            if style == "'" and "\n" not in value and value.isprintable():
                return "'" + value.replace("'", "''") + "'"
            return _quote(value)
        return "'" + value.replace("'", "''") + "'" if style == "'" else value

    def may_be_plain(self, value: str, key: str, *, flow: bool) -> bool:
        """Whether a value reads as itself without quotes, in our reader and in others."""
        tag = Resolver().resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
        text_like = tag == "tag:yaml.org,2002:str"
        if not (text_like or key in self._plain) or "\n" in value or not value.isprintable():
            return False
        try:
            node = yaml.compose(f"{{k: {value}, l: m}}" if flow else f"k: {value}\nl: m\n", Loader=yaml.CBaseLoader)
        except yaml.YAMLError:
            return False
        if not isinstance(node, yaml.MappingNode) or len(node.value) != 2:
            return False
        found = node.value[0][1]
        return isinstance(found, yaml.ScalarNode) and found.value == value and not found.style

    def flow(self, value: Data, key: str = "") -> str:
        """A value on one line."""
        if isinstance(value, dict):
            return "{" + ", ".join(f"{k}: {self.flow(v, k)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(v, key) for v in value) + "]"
        return self.scalar(value, key, flow=True)

    def block(self, value: Data, indent: int, key: str = "") -> str:
        """A mapping or list on lines of its own."""
        pad = " " * indent
        if isinstance(value, dict):
            return "".join(f"{pad}{k}:{self.after_key(v, indent, k)}" for k, v in value.items())
        items = value if isinstance(value, list) else [value]
        return "".join(f"{pad}- {self.after_dash(item, indent, key)}" for item in items)

    def after_dash(self, value: Data, indent: int, key: str, *, flow: bool = False) -> str:
        """What follows the dash of an item, with its line end."""
        if isinstance(value, dict):
            return self.flow(value) + "\n" if flow else self.block(value, indent + _INDENT).lstrip(" ")
        return self._line(value, indent + _INDENT, key) if isinstance(value, str) else self.flow(value, key) + "\n"

    def after_key(self, value: Data, indent: int, key: str) -> str:
        """What follows `key:`, with its line end."""
        if isinstance(value, str):
            return f" {self._line(value, indent + _INDENT, key)}"
        if not value:
            return " []\n" if isinstance(value, list) else " {}\n"
        if isinstance(value, dict):
            return "\n" + self.block(value, indent + _INDENT)
        return self._list(value, indent, key)

    def _list(self, value: Sequence[Data], indent: int, key: str) -> str:
        """Short words go on one line, sentences and parts on a line each."""
        short = all(isinstance(item, str) and re.fullmatch(r"[\w/.:-]{1,40}", item) for item in value)
        whole = self.flow(list(value), key)
        if short and len(whole) + indent <= WIDEST:
            return f" {whole}\n"
        pad = " " * (indent + _INDENT)
        lines = []
        for item in value:
            fits = len(self.flow(item)) <= WIDEST and "\n" not in str(item)
            lines.append(f"{pad}- {self.after_dash(item, indent + _INDENT, key, flow=fits)}")
        return "\n" + "".join(lines)

    def _line(self, value: str, indent: int, key: str) -> str:
        if "\n" in value and value.strip() == value and all(line == line.strip() for line in value.split("\n")):
            return self.literal(value, indent)
        return self.scalar(value, key, flow=False) + "\n"

    def literal(self, value: str, indent: int) -> str:
        """Several lines under a `|-`."""
        pad = " " * indent
        return "|-\n" + "".join(f"{pad}{line}\n" if line else "\n" for line in value.split("\n"))


def _quote(value: str) -> str:
    return str(yaml.dump(value, default_style='"', allow_unicode=True, width=float("inf"))).rstrip("\n")


class _Edits:
    """Replacements of spans of one text, gathered while its nodes and the target are walked together."""

    def __init__(self, text: str, end: str, plain: frozenset[str]) -> None:
        self._text, self._end = text, end
        self._write = _Writer(plain)
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

    def value(self, node: yaml.Node, target: Target, key: str, *, flow: bool = False) -> None:
        """Turn one value into its target."""
        if isinstance(node, yaml.MappingNode) and isinstance(target, Mapping):
            self._mapping(node, target)
        elif isinstance(node, yaml.SequenceNode) and isinstance(target, list):
            self._sequence(node, _aligned(node, target), key)
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
        chosen = self._write.may_be_plain(node.value, key, flow=flow)  # else its quotes were a need, not a wish
        free = not chosen and self._write.may_be_plain(target, key, flow=flow)
        words = self._write.scalar(target, key, flow=flow, style=None if free else node.style)
        gap = "" if start < end or self._text[start - 1 : start] in (" ", "") else " "
        self._replace(start, end, gap + words)

    def _literal(self, node: yaml.ScalarNode, target: str, key: str) -> None:
        """A text under a `|` or `>` stays one, unless it cannot."""
        start, end = node.start_mark.index, _end_of(node, self._text)
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

    def _mapping(self, node: yaml.MappingNode, target: Mapping[str, Target]) -> None:
        old = {key.value: (key, value) for key, value in node.value}
        for key, (_, value) in old.items():
            if key in target:
                self._common(old[key][0], value, target[key], key, node)
        gone = [key for key in old if key not in target]
        if gone and len(gone) == len(old):
            raise RewriteError("nothing would be left of a part")
        self._drop_keys(node, frozenset(gone))
        self._add_keys(node, target)

    def _common(self, name: yaml.Node, value: yaml.Node, target: Target, key: str, owner: yaml.MappingNode) -> None:
        """A value both have; where its shape changes it is written anew."""
        shapes = ((yaml.MappingNode, Mapping), (yaml.SequenceNode, list), (yaml.ScalarNode, str))
        fits = any(isinstance(value, node) and isinstance(target, kind) for node, kind in shapes)
        new_list = isinstance(value, yaml.SequenceNode) and (not value.value) != (not target)
        new_part = isinstance(value, yaml.MappingNode) and not {k.value for k, _ in value.value} & set(target)
        if fits and not new_list and not new_part and not self._opens(value, target, owner):
            self.value(value, target, key, flow=bool(owner.flow_style))
            return
        if settle(target) == _plain(value):
            return
        start, end = name.end_mark.index, max(_end_of(value, self._text), name.end_mark.index + 1)
        if owner.flow_style:
            self._replace(start, end, ": " + self._write.flow(settle(target), key))
            return
        words = self._write.after_key(settle(target), name.start_mark.column, key).rstrip("\n")
        self._replace(start, end, ":" + words)

    def _opens(self, value: yaml.Node, target: Target, owner: yaml.MappingNode) -> bool:
        """Whether a text of one line becomes one of several, with nothing behind it on its line."""
        if owner.flow_style or not isinstance(target, str) or "\n" not in target or settle(target) == _plain(value):
            return False
        end = value.end_mark.index
        return (
            isinstance(value, yaml.ScalarNode)
            and value.style not in ("|", ">")
            and not self._text[end : self._line_end(end)].strip()
        )

    def _drop_keys(self, node: yaml.MappingNode, gone: frozenset[str]) -> None:
        pairs = node.value
        kept = [i for i, (key, _) in enumerate(pairs) if key.value not in gone]
        for i, (key, value) in enumerate(pairs):
            if key.value not in gone:
                continue
            if node.flow_style:
                self._drop_flow([(k.start_mark.index, v.end_mark.index) for k, v in pairs], i, kept)
            elif i < kept[0]:  # it shares its line with the dash, or nothing stands before it
                self._replace(key.start_mark.index, pairs[i + 1][0].start_mark.index, "")
            else:
                start = self._line_start(key.start_mark.index)
                self._replace(start, self._line_end(_end_of(value, self._text)), "")

    def _drop_flow(self, spans: list[tuple[int, int]], i: int, kept: list[int]) -> None:
        """Take one entry with the comma before it, or behind it where no entry before it stays."""
        if i < kept[0]:
            self._replace(spans[i][0], spans[i + 1][0], "")
        else:
            self._replace(spans[i - 1][1], spans[i][1], "")

    def _add_keys(self, node: yaml.MappingNode, target: Mapping[str, Target]) -> None:
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
                end = self._line_end(max(_end_of(before[1], self._text), before[0].end_mark.index))
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
        spans = [self._span(value) for value in node.value]
        origins = {item.origin for item in items}
        for i, (start, _) in enumerate(spans):
            if i not in origins:
                self._replace(*self._without(start, spans, i), "")
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
        dash = self._dash(beside)
        indent = dash - self._line_start(dash)
        spaced = len(node.value) > 1 and self._blank_between(node, min(near, len(node.value) - 2))
        flow = isinstance(beside, yaml.MappingNode) and bool(beside.flow_style)
        words = " " * indent + "- " + self._write.after_dash(settle(item.value), indent, key, flow=flow)
        first = place == self._span(node.value[0])[0]
        return (words + "\n" if first else "\n" + words) if spaced else words

    def _blank_between(self, node: yaml.SequenceNode, i: int) -> bool:
        between = self._text[self._span(node.value[i])[1] : self._dash(node.value[i + 1])]
        return re.search(r"^\s*$", between.rpartition("\n")[0], re.M) is not None and "\n" in between

    def _without(self, start: int, spans: list[tuple[int, int]], i: int) -> tuple[int, int]:
        """The lines of an item, with the comment right above it and the blank lines that set it apart."""
        end = spans[i][1]
        if i > 0:
            start = self._comment_above(start, spans[i - 1][1])
        if i + 1 < len(spans):
            blank = re.compile(r"(?:[ \t]*\r?\n)*").match(self._text, end)
            return start, blank.end() if blank else end
        while i > 0 and start > spans[i - 1][1]:
            line = self._line_start(start - 1)
            if self._text[line:start].strip():
                break
            start = line
        return start, end

    def _comment_above(self, start: int, floor: int) -> int:
        while start > floor:
            line = self._line_start(start - 1)
            if not self._text[line:start].strip().startswith("#"):
                break
            start = line
        return start

    def _span(self, value: yaml.Node) -> tuple[int, int]:
        """The whole lines of an item of a list."""
        return self._line_start(self._dash(value)), self._line_end(_end_of(value, self._text))

    def _dash(self, value: yaml.Node) -> int:
        """Where the dash of an item stands: before it are spaces, or a comment and a line end."""
        end = int(value.start_mark.index)
        line = self._line_start(end)
        while not re.fullmatch(r"(?:.*[\s-])?-\s*", self._text[line:end].partition("#")[0], re.S):
            if line == 0:
                raise RewriteError("an item without its dash")
            line, end = self._line_start(line - 1), line
        return self._text.rindex("-", line, line + len(self._text[line:end].partition("#")[0]))

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """Behind the line end at or after an index."""
        if index and self._text[index - 1] == "\n":
            return index
        return self._text.index("\n", index) + 1


def _plain(node: yaml.Node) -> Data:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return str(node.value)


def _end_of(node: yaml.Node, text: str) -> int:
    """Behind the last character of a value; a block ends where its last value does, not where the next begins."""
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode):
        start = int(node.start_mark.index)
        return start + len(text[start:end].rstrip()) if node.style in ("|", ">") else end
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return end
    last = node.value[-1]
    if isinstance(last, tuple):
        return max(_end_of(last[1], text), int(last[0].end_mark.index) + 1)
    return _end_of(last, text)


def _aligned(node: yaml.SequenceNode, target: Sequence[Target | Item]) -> list[Item]:
    """A list of words as Items: those that stay keep their place."""
    if all(isinstance(one, Item) for one in target):
        return [one for one in target if isinstance(one, Item)]
    return list(
        _matched([_plain(value) for value in node.value], [settle(one) for one in target if not isinstance(one, Item)])
    )


def _matched(old: list[Data], new: list[Data]) -> Iterator[Item]:
    matcher = SequenceMatcher(a=[repr(one) for one in old], b=[repr(one) for one in new], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        pairs = min(end - start, last - first) if tag in ("equal", "replace") else 0
        for offset, value in enumerate(new[first:last]):
            yield Item(start + offset if offset < pairs else None, value)
