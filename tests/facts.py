"""A second reader of numbers: each one on a built page stands in one line of the sources; knows nothing of the engine.

Phones are sought on every page and in every line of content/. What a field of an entry owns (a fee, a time limit, how
many fit) is sought in the other lines of the same entry: said twice, one of the two will be forgotten.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

PHONE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?[1-9]\d{1,2}[- ]?\d{3,4}[- ]?\d{4}|0\d{2,3}[- ]?\d{3,4}[- ]?\d{4}|400[- ]?\d{3}[- ]?\d{4})(?![\d.])"
)
"""With its area; what is shorter is the country's or the town's."""
OWNED = re.compile(r"^\s*(?:- )?(fees?|time_limit|capacity|waiting_time|visits): *(.+)$")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(元|个工作日|工作日|天|小时|分钟|人|个月|次)")
_SILENT = {"script", "style", "template"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number and what is wrong with it."""

    number: str
    where: tuple[str, ...]
    page: str

    def __str__(self) -> str:
        if not self.where:
            return f"{self.page}: {self.number} 不在任何一行里 → 查一查是谁写的"
        return f"{self.page}: {self.number} 写了 {len(self.where)} 处：{'、'.join(self.where)} → 只留一处"


class _Words(HTMLParser):
    """The words of a page, and what its phones dial."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        self.words += [f" {value[4:]} " for name, value in attrs if name == "href" and (value or "").startswith("tel:")]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def phones_in(text: str) -> set[str]:
    """Every phone of a text by its digits, as one dials it in the country."""
    found = (re.sub(r"\D", "", match[0]) for match in PHONE.finditer(text))
    return {f"0{one[2:].lstrip('0')}" if one.startswith("86") else one for one in found}


def lines_of(content: Path) -> Iterator[tuple[str, int, str]]:
    for file in sorted((*content.rglob("*.md"), *content.rglob("*.yaml"))):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            yield file.relative_to(content).as_posix(), number, line


def find_sources(content: Path) -> Mapping[str, tuple[str, ...]]:
    """The lines in which each phone is typed; a remark behind # is none."""
    found: dict[str, list[str]] = {}
    for path, number, line in lines_of(content):
        for phone in sorted(phones_in(re.sub(r"(?:^|\s\s)#\s.*", "", line) if path.endswith(".yaml") else line)):
            found.setdefault(phone, []).append(f"{path}:{number}")
    return {phone: tuple(where) for phone, where in found.items()}


def check_phones(output: Path, content: Path) -> tuple[int, list[Doubt]]:
    """How many phones the pages show, and each that does not stand in exactly one line, with the first page that has it."""
    sources, pages = find_sources(content), {}
    for file in sorted(output.rglob("*.html")):
        reader = _Words()
        reader.feed(file.read_text("utf-8"))
        for phone in phones_in("".join(reader.words)):
            pages.setdefault(phone, file.relative_to(output).as_posix())
    doubts = [Doubt(p, sources.get(p, ()), pages[p]) for p in sorted(pages) if len(sources.get(p, ())) != 1]
    return len(pages), doubts


def check_amounts(content: Path) -> tuple[int, list[Doubt]]:
    """How many amounts a field owns, and each that its entry says again elsewhere."""
    entries: dict[tuple[str, int], list[tuple[int, str]]] = {}
    start = 0
    for path, number, line in lines_of(content):
        start = number if number == 1 or (path.endswith(".yaml") and line.startswith("- ")) else start
        entries.setdefault((path, start), []).append((number, line))
    owned, doubts = 0, []
    for (path, _), lines in entries.items():
        for at, line in lines:
            field = OWNED.match(line)
            for amount in AMOUNT.finditer(field[2]) if field else ():
                owned += 1
                again = [f"{path}:{n}" for n, other in lines if n != at and _says(other, amount[1], amount[2])]
                if again:
                    doubts.append(Doubt(amount[0], (f"{path}:{at}", *again), path))
    return owned, doubts


def _says(line: str, count: str, unit: str) -> bool:
    return any((m[1], m[2].removeprefix("个")) == (count, unit.removeprefix("个")) for m in AMOUNT.finditer(line))


def main(output: Path, content: Path) -> int:
    if not (output / "index.html").is_file():
        print(f"{output}: 没有网站 → 先运行 make site")
        return 2
    seen, doubts = check_phones(output, content)
    owned, again = check_amounts(content)
    for doubt in (*doubts, *again):
        print(doubt)
    print(
        f"网页上有 {seen} 个电话，{len(doubts)} 个不是正好写在一处；字段里有 {owned} 个数目，{len(again)} 个在同一项里又写了一遍。"
    )
    return 1 if doubts or again or not seen else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
