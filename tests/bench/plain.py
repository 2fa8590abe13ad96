"""The pages that no story makes, taken from Kangle's own output as plain Markdown for the other generators."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from tests.bench.generate import Plain

_FROM_STORIES = re.compile(r"(index\.html|404\.html|(news|columns|tags|places)/.*)")
_BLOCKS = {
    "h2": "\n\n## ",
    "h3": "\n\n### ",
    "h4": "\n\n#### ",
    "p": "\n\n",
    "dt": "\n\n",
    "dd": "\n\n",
    "li": "\n- ",
    "tr": "\n- ",
}
_SKIPPED = frozenset({"nav", "header"})


def read_plain(output: Path) -> list[Plain]:
    """Every page of a finished site but home, 404 and those that list or tell stories, by address."""
    files = (file.relative_to(output).as_posix() for file in sorted(output.rglob("*.html")))
    return [_read(output, file) for file in files if not _FROM_STORIES.fullmatch(file)]


def _read(output: Path, file: str) -> Plain:
    reader = _Main()
    reader.feed((output / file).read_text(encoding="utf-8"))
    address = file.removesuffix("/index.html")
    title = reader.title.rpartition(" - ")[0].replace('"', "”")
    return Plain(address, title, reader.summary.replace('"', "”"), reader.markdown())


class _Main(HTMLParser):
    """The words of <main>, block by block, with links."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.summary = ""
        self._parts: list[str] = []
        self._stack: list[str] = []
        self._skip = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and found.get("name") == "description":
            self.summary = found.get("content") or ""
        if tag in ("main", "title"):
            self._stack.append(tag)
        if tag in _SKIPPED:
            self._skip += 1
        if self._inside():
            self._parts.append(_BLOCKS.get(tag, ""))
            if tag == "a" and (found.get("href") or "").startswith("/"):
                self._link = found["href"] or ""
                self._parts.append("[")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip -= 1
        if tag in ("main", "title"):
            self._stack.pop()
        if tag == "a" and self._link and self._inside():
            self._parts.append(f"]({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._stack == ["title"]:
            self.title += data
        elif self._inside():
            words = " ".join(data.split())
            space = " " if words and data[:1].isspace() else ""
            self._parts.append(space + words)

    def _inside(self) -> bool:
        return self._stack == ["main"] and not self._skip

    def markdown(self) -> str:
        text = re.sub(r"\[\s*\]\([^)]*\)", "", "".join(self._parts))
        lines = [line.strip() for line in text.splitlines()]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != "-")).strip() + "\n"
