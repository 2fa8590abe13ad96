"""Files as what they say, before it means anything; hides formats, workers and what is known already.

The only module that opens files of content/. A Parsed file is plain text values, a body as HTML and
problems, so it travels between processes and into the cache as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from plugins.files import digest
from plugins.media import (
    ATTACHMENTS,
    CAPTIONS,
    FILMS,
    PICTURES,
    DamagedError,
    Reel,
    Size,
    examine_attachment,
    examine_captions,
    examine_film,
    examine_picture,
    examine_svg,
    find_impostor,
    look_through,
    read_words,
    tell_damage,
)
from plugins.parallel import run_on_cores
from plugins.private import hide_exemptions
from plugins.problems import Problem
from plugins.text.accounting import account
from plugins.text.bytes import Sighting, as_typed, decode, find_sightings, has_conflicts, read_bytes
from plugins.text.cache import ParseCache
from plugins.text.extensions import name_dialect
from plugins.text.figures import carry_figures
from plugins.text.leftovers import find_leftovers
from plugins.text.prose import Heading, Prose, Reference, convert
from plugins.text.structure import check_structure
from plugins.text.yaml_text import TWICE, Tree, parse

_UNREAD = b"-" * 32
"""The mark of a file that could not be read: no bytes have it, so the next build tries again."""


MAX_FRONT = 50_000
"""Characters of a front matter: fields, no text."""
_ALMOST_END = re.compile(r"[ \t]*(?:--|-{4,}|[—–－]+|=+|\*{3,}|\.{3})[ \t]*$|[ \t]+---[ \t]*$|---[ \t]*[^-\s]")
"""A line that was to end the front matter; no field looks like it."""
_OFFICE = ("{\\rtf", "PK\x03\x04", "PK", "\xd0\xcf", "%PDF", "<html", "<!DOCTYPE")
_PHONE = re.compile(r"(?<![\d.-])(?:0\d{2,3}[- ]?\d{3,4}[- ]?\d{4}|[48]00[- ]?\d{3,4}[- ]?\d{3,4})(?![\d.-])")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file: its values where it has any that can be read, its body where it is Markdown."""

    path: str
    tree: Tree | None
    body: Prose | None
    problems: tuple[Problem, ...]
    size: Size | None = None
    """A picture's width and height in pixels."""
    sightings: tuple[Sighting, ...] = ()
    """What looks like one person's."""
    phones: tuple[Reference, ...] = ()
    """The phones of a file that is handed on as it is."""
    reel: Reel | None = None
    """How large and how long a film is, or its captions."""


def parse_files(
    content: Path,
    paths: Sequence[str],
    cache: Path | None,
    workers: int,
    markdown: Mapping[str, Any] | None = None,
    pixels: bool = False,
) -> tuple[dict[str, str], Iterator[Parsed]]:
    """The digests of files below `content`, and the files parsed, in the order of `paths`; raises WorkerError.

    With `pixels` every picture is read to its last one, which takes a while: a build does that later, when it makes others of it.
    """
    known = ParseCache(cache, name_dialect(markdown))

    def work(path: str) -> bytes:
        data, bad = read_bytes(content / path, path)
        if bad:
            return _UNREAD + pack(Parsed(path, None, None, tuple(bad)))
        mark = digest(data)
        if known.digest(path) == mark:
            return b""
        return mark.encode() + pack(parse_source(data, path, markdown, pixels))

    records: list[bytes] = [b""] * len(paths)
    fresh = []
    for index, result in run_on_cores(paths, work, _pack_failure, workers):
        if result:
            records[index] = result[32:]
            fresh.append((paths[index], result[:32].decode(), result[32:]))
        else:
            records[index] = known.record(paths[index])
    known.save(fresh, frozenset(paths))
    marks = {path: known.digest(path) or "" for path in paths} | {path: mark for path, mark, _ in fresh}
    return marks, (unpack(record) for record in records)


def _pack_failure(error: Exception) -> bytes:
    return f"{type(error).__name__}: {error}".encode()


def parse_source(data: bytes, path: str, markdown: Mapping[str, Any] | None = None, pixels: bool = False) -> Parsed:
    """Parse the bytes of one file by its ending: Markdown with front matter, YAML, or a picture or text to be checked."""
    suffix = Path(path).suffix.lower()
    if suffix in ATTACHMENTS:
        faults = tuple(examine_attachment(data, path))
        said = " ".join((not faults and read_words(data)) or ()).replace("\n", " ")
        return Parsed(path, None, None, faults, phones=_find_phones(said))
    impostor = find_impostor(data) if suffix not in (".md", ".yaml") else None
    if impostor:
        return Parsed(path, None, None, (Problem(path, 1, 1, "", "", *impostor),))
    if suffix in FILMS:
        reel, bad = examine_film(data, path)
        return Parsed(path, None, None, tuple(bad), reel=reel)
    if suffix in PICTURES:
        size, bad = examine_picture(data, path)
        if pixels and not bad:
            try:
                look_through(data)
            except DamagedError:
                return Parsed(path, None, None, (tell_damage(path),))
        return Parsed(path, None, None, tuple(bad), size)
    text, problems = decode(data, path)
    if text is None:
        return Parsed(path, None, None, tuple(problems))
    typed = as_typed(data)
    sightings, wrong = find_sightings(typed, path)
    parsed = _parse_text(text, path, [*problems, *wrong], markdown)
    if has_conflicts(typed):  # what stands on both sides of the marks is no fault of its own
        parsed = replace(parsed, problems=tuple(p for p in parsed.problems if not p.message.startswith(TWICE)))
    return replace(parsed, sightings=tuple(sightings)) if sightings else parsed


def _parse_text(text: str, path: str, problems: list[Problem], markdown: Mapping[str, Any] | None) -> Parsed:
    suffix = Path(path).suffix.lower()
    if path.endswith(".md"):
        return _parse_document(hide_exemptions(text), path, problems, markdown)
    if suffix == ".svg":
        size, bad = examine_svg(text, path)
        return Parsed(path, None, None, (*problems, *bad), size)
    if suffix in CAPTIONS:
        reel, bad = examine_captions(text, path)
        return Parsed(path, None, None, (*problems, *bad), reel=reel)
    if not path.endswith(".yaml"):
        return Parsed(path, None, None, tuple(problems), phones=_find_phones(text))
    tree, bad = parse(text, path)
    return Parsed(path, tree, None, (*problems, *bad))


def _find_phones(text: str) -> tuple[Reference, ...]:
    """Every phone with its area, once, and where it stands first; an office file is one line."""
    found: dict[str, Reference] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for match in _PHONE.finditer(line):
            found.setdefault(match[0], Reference(match[0], False, number, match.start() + 1))
    return tuple(found.values())


def _parse_document(text: str, path: str, problems: list[Problem], markdown: Mapping[str, Any] | None) -> Parsed:
    split = _split_front_matter(text, path, problems)
    if split is None:
        return Parsed(path, None, None, tuple(problems))
    front, body, body_line = split
    tree, bad = parse(front, path, 2)
    prose, worse = convert(body, path, body_line, markdown)
    told = {problem.line for problem in worse}
    if not worse:  # what is refused already may have been cut out of the HTML
        worse += check_structure(prose, body, path, body_line)
    is_draft = tree is not None and isinstance(tree.data, dict) and tree.data.get("status") == "draft"
    leftovers = find_leftovers(body, path, body_line, prose.html, guests=bool(markdown), finished=not is_draft)
    worse += (problem for problem in leftovers if problem.line not in told)
    if not any(problem.level == "error" for problem in worse):
        worse += account(carry_figures(body), prose.html, path, body_line)
    if not body.strip():
        worse.append(Problem(path, body_line, 1, "body", "正文", "没有正文", "在第二条 --- 下面写正文"))
    return Parsed(path, tree, prose, (*problems, *bad, *worse))


def _split_front_matter(text: str, path: str, problems: list[Problem]) -> tuple[str, str, int] | None:
    """The front matter, the body and the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        fix = "第一行写 ---，接着写 title 等字段，再用一行 --- 结束"
        message = "文件是空的" if not text.strip() else "文件要以 --- 开头，前面不能有空行或文字"
        if text.startswith(_OFFICE):
            message, fix = "这不是文字文件，像是 Word 存的", "在 Word 里打开，把字复制到一个新的 .md 文件里"
        elif _ALMOST_END.match(lines[0]) or lines[0].strip() in ("+++", "```yaml", "```"):
            message = f"第一行写成了“{lines[0].strip()[:20]}”，应为三个半角减号 ---"
            if lines[0].strip() == "---":
                message, fix = "第一行的 --- 前面多了空格", "删掉 --- 前面的空格"
        problems.append(Problem(path, 1, 1, "", "文件头", message, fix))
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    almost = next((i for i, line in enumerate(lines[1:end], 1) if _ALMOST_END.match(line)), None)
    if almost is not None:
        message = f"文件头的结束线写成了“{lines[almost].strip()[:20]}”"
        if lines[almost].strip() == "---":
            message = "文件头的结束线 --- 前面多了空格"
        fix = "单独写一行 ---（三个半角减号），正文从下一行写起"
        problems.append(Problem(path, almost + 1, 1, "", "文件头", message, fix))
        return None
    if end is None:
        problems.append(Problem(path, 1, 1, "", "文件头", "第 1 行的 --- 没有结束", "在字段后面单独写一行 ---"))
        return None
    front = "\n".join(lines[1:end]) + "\n"
    if len(front) > MAX_FRONT:
        message = f"文件头太长，最多 {MAX_FRONT // 10_000} 万个字，现在 {len(front)} 个"
        problems.append(Problem(path, 1, 1, "", "文件头", message, "正文写在第二条 --- 下面"))
        return None
    return front, "\n".join(lines[end + 1 :]), end + 2


def pack(parsed: Parsed) -> bytes:
    """A Parsed file as JSON."""
    return orjson.dumps(parsed)


def unpack(record: bytes) -> Parsed:
    """The Parsed file of a JSON record."""
    found: dict[str, Any] = orjson.loads(record)
    tree, body = found["tree"], found["body"]
    return Parsed(
        found["path"],
        Tree(**tree) if tree else None,
        _unpack_prose(body) if body else None,
        tuple(Problem(**p) for p in found["problems"]),
        tuple(found["size"]) if found["size"] else None,
        tuple(Sighting(**{**s, "seals": tuple(s["seals"])}) for s in found["sightings"]),
        tuple(Reference(**r) for r in found["phones"]),
        Reel(**found["reel"]) if found["reel"] else None,
    )


def _unpack_prose(body: dict[str, Any]) -> Prose:
    headings = tuple(Heading(**h) for h in body["headings"])
    references = tuple(Reference(**r) for r in body["references"])
    numbers = tuple(Reference(**r) for r in body["numbers"])
    figures = tuple(Reference(**r) for r in body["figures"])
    return Prose(body["html"], headings, references, tuple(body["ids"]), numbers, figures)
