"""What commands share that write a notice or an alert for somebody: names as ids, two moments in one line, YAML, a check first."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from plugins.files import replace_files
from plugins.model import Sources, parse_day, parse_start
from plugins.problems import Problem
from plugins.rules import Library

_SPLIT = re.compile(r"[、，,;；\s]+")
_UNTIL = re.compile(r"(?<!\s)\s++-\s++|(?<!\s)\s*+(?:到|至|~|～|—++)\s*+")
_PLAIN = re.compile(r"[\w\u4e00-\u9fff/][^:#\n\"'{}\[\]&*!|>%@`]*(?::(?=\d)[^:#\n\"'{}\[\]&*!|>%@`]*)*")


def quote(text: str) -> str:
    """A text as YAML takes it for itself."""
    word = text.strip()
    return word if _PLAIN.fullmatch(word) and word == " ".join(word.split()) else json.dumps(word, ensure_ascii=False)


def list_ids(text: str, sources: Sources) -> list[str]:
    """What somebody typed for places, buildings and grids, as their ids; what is none of them stays as it is."""
    known = {"全社区": "all"} | {grid.name: grid.id for grid in sources.grids}
    known |= {place.name + building.name: ref for ref, (place, building) in sources.buildings.items()}
    known |= {place.name: place.id for place in sources.places}
    known |= {location.name: location.id for location in sources.locations}
    known |= {activity.title: activity.slug for activity in sources.activities}
    found: list[str] = []
    place = ""
    for word in filter(None, _SPLIT.split(text.strip())):
        # 青溪花园1栋、2栋: the second is a building of the first one's place.
        code = known.get(word) or known.get(place + word) or word
        place = next((p.name for p in sources.places if code.partition("/")[0] == p.id), place)
        found.append(code)
    return list(dict.fromkeys(found))


def read_span(text: str, today: date) -> tuple[str, str]:
    """从什么时候到什么时候 as two values of front matter; 9:00 到 17:00 is today's, and the end may be a clock alone."""
    first, *rest = _UNTIL.split(text.strip(), maxsplit=1)
    start = _on_day(first, today)
    if not rest:
        return start, ""
    return start, _on_day(rest[0], _day_of(start) or today)


def _on_day(text: str, day: date) -> str:
    return f"{day} {text}" if re.fullmatch(r"\d{1,2}[:：]\d{2}", text.strip()) else text.strip()


def _day_of(text: str) -> date | None:
    try:
        said = parse_start(text)
        return said.date() if isinstance(said, datetime) else parse_day(said)
    except PydanticCustomError:
        return None


def load(content: Path) -> tuple[Library, Sources]:
    """What the content holds now; what stands in another file's way is told when it is checked."""
    library = Library(content)
    library.load()
    sources = library.reading().gathered
    if sources is None:
        raise click.UsageError(f"{content}: 读不了内容 → 先运行 kangle check")
    return library, sources


def write_checked(library: Library, content: Path, path: str, data: bytes) -> None:
    """Write one file of the content if that brings no new error; else tell what is wrong and write nothing."""
    before = Counter(_identity(problem) for problem in library.reading().errors)
    library.replace(path, data)
    after = [problem for problem in library.reading().errors if not before[_identity(problem)]]
    if after:
        tell(after)
        click.echo("什么都没有写。", err=True)
        sys.exit(1)
    (content / path).parent.mkdir(parents=True, exist_ok=True)
    replace_files({content / path: data})


def tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _identity(problem: Problem) -> tuple[str, str, str]:
    return problem.path, problem.field, problem.message
