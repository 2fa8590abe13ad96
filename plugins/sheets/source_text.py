"""Where the values of a YAML text begin and end; hides dashes, comments, blank lines and the last line of a block."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml


class RewriteError(ValueError):
    """The text cannot be rewritten: it holds something else than was thought."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text by its lines; every place is an index into it."""

    text: str

    def end_of(self, node: yaml.Node) -> int:
        """Behind the last character of a value; a block ends where its last value does, not where the next begins."""
        end = int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode):
            start = int(node.start_mark.index)
            return start + len(self.text[start:end].rstrip()) if node.style in ("|", ">") else end
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            return end
        last = node.value[-1]
        if isinstance(last, tuple):
            # A key without a value has a node before its colon.
            return max(self.end_of(last[1]), int(last[0].end_mark.index) + 1)
        return self.end_of(last)

    def line_start(self, index: int) -> int:
        """The start of the line that an index is in."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Behind the line end at or after an index."""
        if index and self.text[index - 1] == "\n":
            return index
        return self.text.index("\n", index) + 1

    def dash_of(self, value: yaml.Node) -> int:
        """Where the dash of an item stands: before it are spaces, or a comment and a line end."""
        end = int(value.start_mark.index)
        line = self.line_start(end)
        while not re.fullmatch(r"(?:.*[\s-])?-\s*", self.text[line:end].partition("#")[0], re.S):
            if line == 0:
                raise RewriteError("an item without its dash")
            line, end = self.line_start(line - 1), line
        return self.text.rindex("-", line, line + len(self.text[line:end].partition("#")[0]))

    def lines_of(self, value: yaml.Node) -> tuple[int, int]:
        """The whole lines of an item of a list."""
        return self.line_start(self.dash_of(value)), self.line_end(self.end_of(value))

    def has_blank_after(self, node: yaml.SequenceNode, i: int) -> bool:
        """Whether a blank line stands between an item and the next."""
        between = self.text[self.lines_of(node.value[i])[1] : self.dash_of(node.value[i + 1])]
        return re.search(r"^\s*$", between.rpartition("\n")[0], re.M) is not None and "\n" in between

    def comment_above(self, start: int, floor: int) -> int:
        """Where the comment begins that stands right above a line, not before `floor`."""
        while start > floor:
            line = self.line_start(start - 1)
            if not self.text[line:start].strip().startswith("#"):
                break
            start = line
        return start

    def lines_without(self, start: int, spans: list[tuple[int, int]], i: int) -> tuple[int, int]:
        """The lines of an item, with the comment right above it and the blank lines that set it apart."""
        end = spans[i][1]
        if i > 0:
            start = self.comment_above(start, spans[i - 1][1])
        if i + 1 < len(spans):
            blank = re.compile(r"(?:[ \t]*\r?\n)*").match(self.text, end)
            return start, blank.end() if blank else end
        # Of the last item the blank lines before it go: behind it the file ends.
        while i > 0 and start > spans[i - 1][1]:
            line = self.line_start(start - 1)
            if self.text[line:start].strip():
                break
            start = line
        return start, end
