"""Reads a content folder into Sources, with every problem of every file; hides files and formats.

The only module that opens files of content/.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from markdown import Markdown
from pydantic import BaseModel, ValidationError

from plugins.source.messages import explain, field_keys
from plugins.source.models import (
    DOCUMENTS,
    Activity,
    Community,
    Document,
    Grid,
    Guide,
    Location,
    News,
    Organization,
    Page,
    Person,
    Place,
    Policy,
    Roster,
    Service,
    WorkdayYear,
)
from plugins.source.problems import Problem
from plugins.source.prose import convert, make_converter
from plugins.source.references import check_references
from plugins.source.sources import Sources
from plugins.source.text import read_text
from plugins.source.yaml_text import Tree, parse

M = TypeVar("M", bound=BaseModel)

TABLES: dict[str, type[BaseModel]] = {
    "places": Place,
    "grids": Grid,
    "locations": Location,
    "services": Service,
    "organizations": Organization,
    "people": Person,
    "workdays": WorkdayYear,
}
"""The files of content/data/ that are lists, and what a row of each is."""

MEDIA = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".txt"})
_LEFTOVER = re.compile(r"^(\.|~\$)|(~|\.swp|\.bak|\.tmp)$|^(Thumbs\.db|desktop\.ini)$")
_DATED_STEM = re.compile(r"^\d{4}-\d{2}-\d{2}-")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a content folder holds: its Sources unless an error stands in the way, and all its problems."""

    sources: Sources | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level == "error")


def read(content: Path) -> Reading:
    """Read every source below `content`; all problems of one run, in order of file and line."""
    problems: list[Problem] = []
    trees: dict[str, Tree] = {}
    files = list(_walk(content, problems))
    kinds: list[type[BaseModel]] = [*DOCUMENTS, *TABLES.values(), Roster]
    found: dict[type[BaseModel], list[Any]] = {model: [] for model in kinds}
    converter = make_converter()
    community = None
    media = []
    for path in files:
        room, _, rest = path.partition("/")
        document = next((d for d in DOCUMENTS if d.kind == room), None)
        if document and path.endswith(".md"):
            found[document] += _read_document(content, path, document, converter, trees, problems)
        elif path == "data/community.yaml":
            community = next(_read_rows(content, path, Community, trees, problems, one=True), None)
        elif path.startswith("data/rosters/") and path.endswith(".yaml"):
            found[Roster] += _read_rows(content, path, Roster, trees, problems, one=True)
        elif room == "data" and rest.removesuffix(".yaml") in TABLES and rest.endswith(".yaml"):
            table = TABLES[rest.removesuffix(".yaml")]
            found[table] += _read_rows(content, path, table, trees, problems)
        elif room in ("images", "files") and Path(path).suffix.lower() in MEDIA:
            media.append(path)
        else:
            problems.append(_unknown_file(path))
    if community is None:
        if not any(p.path == "data/community.yaml" for p in problems):
            fix = "新建 data/community.yaml，写上社区名称、电话和栏目"
            problems.append(Problem("data/community.yaml", 1, 1, "", "社区资料", "没有这个文件", fix))
        return Reading(None, _ordered(problems))
    sources = _gather(community, found, media)
    problems += check_references(sources, trees)
    usable = not any(p.level == "error" for p in problems)
    return Reading(sources if usable else None, _ordered(problems))


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems)))


def _walk(content: Path, problems: list[Problem], below: str = "") -> Iterator[str]:
    """Every file below content, as a path with / between its parts, sorted."""
    try:
        names = sorted(os.scandir(content / below), key=lambda e: e.name)
    except OSError as error:
        message = f"读不了这个文件夹（{error.strerror}）"
        problems.append(Problem(below or ".", 1, 1, "", "", message, "检查文件夹是否存在、能否打开"))
        return
    for entry in names:
        path = f"{below}/{entry.name}" if below else entry.name
        if _LEFTOVER.search(entry.name):
            problems.append(Problem(path, 1, 1, "", "", "临时文件或隐藏文件，不会发布", "可以删掉", "warning"))
        elif entry.is_symlink():
            problems.append(Problem(path, 1, 1, "", "", "是符号链接，可能指向文件夹之外", "换成真实的文件"))
        elif entry.is_dir():
            yield from _walk(content, problems, path)
        else:
            yield path


def _unknown_file(path: str) -> Problem:
    suffix = Path(path).suffix.lower()
    room = path.split("/")[0]
    if room in ("images", "files"):
        return Problem(path, 1, 1, "", "", f"不能发布 {suffix or '没有后缀'} 文件", "换成 " + "、".join(sorted(MEDIA)))
    known = "、".join([f"{d.kind}/*.md" for d in DOCUMENTS] + ["data/*.yaml", "images/", "files/"])
    return Problem(path, 1, 1, "", "", "不认识这个文件", f"内容放在 {known}")


def _read_document(
    content: Path,
    path: str,
    model: type[Document],
    converter: Markdown,
    trees: dict[str, Tree],
    problems: list[Problem],
) -> Iterator[Document]:
    text, bad = read_text(content / path, path)
    problems += bad
    if text is None:
        return
    split = _split_front_matter(text, path, problems)
    if split is None:
        return
    front, body, body_line = split
    tree, bad = parse(front, path, 2)
    problems += bad
    prose, bad = convert(body, path, body_line, converter)
    problems += bad
    if not body.strip():
        problems.append(Problem(path, body_line, 1, "body", "正文", "没有正文", "在第二条 --- 下面写正文"))
    if tree is None:
        return
    trees[path] = tree
    filled: dict[str, Any] = {"body": prose, "path": path}
    if isinstance(tree.data, dict) and "slug" not in tree.data:
        filled["slug"] = _slug_from_name(path)
    yield from _validate(model, tree, (), filled, problems)


def _split_front_matter(text: str, path: str, problems: list[Problem]) -> tuple[str, str, int] | None:
    """The front matter, the body and the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        fix = "第一行写 ---，接着写 title 等字段，再用一行 --- 结束"
        message = "文件是空的" if not text.strip() else "文件要以 --- 开头，前面不能有空行或文字"
        problems.append(Problem(path, 1, 1, "", "文件头", message, fix))
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        problems.append(Problem(path, 1, 1, "", "文件头", "第 1 行的 --- 没有结束", "在字段后面单独写一行 ---"))
        return None
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]), end + 2


def _slug_from_name(path: str) -> str:
    """The address of a document without a slug: its file name, or a stable code where that is not ASCII."""
    stem = unicodedata.normalize("NFC", Path(path).stem)
    name = _DATED_STEM.sub("", stem)
    if _SLUG.fullmatch(name) and len(name) <= 80:
        return name
    return "n" + hashlib.blake2b(stem.encode(), digest_size=5).hexdigest()


def _read_rows(
    content: Path,
    path: str,
    model: type[M],
    trees: dict[str, Tree],
    problems: list[Problem],
    *,
    one: bool = False,
) -> Iterator[M]:
    text, bad = read_text(content / path, path)
    problems += bad
    if text is None:
        return
    tree, bad = parse(text, path)
    problems += bad
    if tree is None:
        return
    trees[path] = tree
    filled = {"path": path}
    if one:
        if issubclass(model, Roster):
            filled["id"] = Path(path).stem
        yield from _validate(model, tree, (), filled, problems)
    elif not isinstance(tree.data, list):
        problems.append(Problem(path, *tree.place(()), "", "", "应为列表", "每项以“- ”开头"))
    else:
        for index, _ in enumerate(tree.data):
            yield from _validate(model, tree, (index,), filled, problems)


def _validate(
    model: type[M], tree: Tree, at: tuple[str | int, ...], filled: dict[str, Any], problems: list[Problem]
) -> Iterator[M]:
    data = tree.data[at[0]] if at and isinstance(tree.data, list) and isinstance(at[0], int) else tree.data
    if not isinstance(data, dict):
        problems.append(Problem(tree.path, *tree.place(at), "", "", "应为字段和值", "每行写 字段名: 值"))
        return
    known = field_keys(model)
    written = {k: v for k, v in data.items() if v != "" and (k in known or k not in model.model_fields)}
    hidden = {k for k in data if k in model.model_fields and k not in known}
    for key in sorted(hidden):
        names = "、".join(sorted(known))
        problems.append(Problem(tree.path, *tree.place((*at, key)), key, "", "没有这个字段", f"从这些里选：{names}"))
    kinds: dict[str, Any] = {"at": at} if "at" in model.model_fields else {}
    try:
        yield model.model_validate({**written, **filled, **kinds})
    except ValidationError as error:
        problems += explain(error, model, tree, at)


def _gather(community: Community, found: dict[type[BaseModel], list[Any]], media: list[str]) -> Sources:
    public = {model: [e for e in found[model] if e.status == "published"] for model in DOCUMENTS}
    return Sources(
        community=community,
        news=tuple(sorted(public[News], key=lambda n: (-n.date.timestamp(), n.slug))),
        activities=tuple(sorted(public[Activity], key=lambda a: (a.starts, a.slug))),
        policies=tuple(sorted(public[Policy], key=lambda p: (-p.date.toordinal(), p.slug))),
        guides=tuple(sorted(public[Guide], key=lambda g: g.slug)),
        pages=tuple(sorted(public[Page], key=lambda p: p.slug)),
        places=tuple(found[Place]),
        grids=tuple(found[Grid]),
        locations=tuple(found[Location]),
        services=tuple(found[Service]),
        organizations=tuple(found[Organization]),
        people=tuple(found[Person]),
        rosters=tuple(found[Roster]),
        workdays=tuple(found[WorkdayYear]),
        drafts=tuple(d for kind in DOCUMENTS for d in found[kind] if d.status == "draft"),
        files=tuple(media),
    )
