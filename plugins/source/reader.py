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

from pydantic import BaseModel, ValidationError

from plugins.source.messages import explain, field_keys, hidden_keys
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
from plugins.source.parsing import Parsed, parse_files
from plugins.source.problems import Problem
from plugins.source.references import Row, Written, check_references
from plugins.source.sources import Sources
from plugins.source.yaml_text import Loc, Tree

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
MEDIA_TEXT = frozenset({".svg", ".txt"})
"""Media that is text, and so can hold what no source may hold."""
COMMUNITY = "data/community.yaml"
_LEFTOVER = re.compile(r"^(\.|~\$)|(~|\.swp|\.bak|\.tmp)$|^(Thumbs\.db|desktop\.ini)$")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
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


@dataclass(slots=True)
class _Run:
    """What one reading gathers as it goes."""

    content: Path
    trees: dict[str, Tree]
    rows: list[Row]
    unread: set[type[BaseModel]]
    problems: list[Problem]


def read(content: Path, cache: Path | None = None, workers: int = 1) -> Reading:
    """Read every source below `content`; all problems of one run, in order of file and line.

    Files are parsed by `workers` processes; what `cache` knows of a file with the same bytes is not parsed again.
    """
    run = _Run(content, {}, [], set(), [])
    kinds: list[type[BaseModel]] = [*DOCUMENTS, *TABLES.values(), Roster, Community]
    found: dict[type[BaseModel], list[Any]] = {model: [] for model in kinds}
    paths = list(_walk(content, run.problems))
    models = {path: model for path in paths if (model := _model_of(path))}
    media = [path for path in paths if path not in models and _is_media(path)]
    run.problems += [_unknown_file(path) for path in paths if path not in models and not _is_media(path)]
    texts = [*models, *(path for path in media if Path(path).suffix.lower() in MEDIA_TEXT)]
    for parsed in parse_files(content, texts, cache, workers):
        model = models.get(parsed.path)
        run.problems += parsed.problems
        if model is not None and issubclass(model, Document):
            found[model] += _enter_document(run, parsed, model)
        elif model is not None:
            found[model] += _enter_rows(run, parsed, model)
    community = next(iter(found[Community]), None)
    if community is None and not any(p.path == COMMUNITY for p in run.problems):
        fix = "新建 data/community.yaml，写上社区名称、电话和栏目"
        run.problems.append(Problem(COMMUNITY, 1, 1, "", "社区资料", "没有这个文件", fix))
    sources = _gather(community or _stand_in(), found, media)
    run.problems += check_references(Written(sources, tuple(run.rows), frozenset(run.unread)), run.trees)
    usable = not any(p.level == "error" for p in run.problems)
    return Reading(sources if usable else None, _ordered(run.problems))


def _is_media(path: str) -> bool:
    return path.partition("/")[0] in ("images", "files") and Path(path).suffix.lower() in MEDIA


def _model_of(path: str) -> type[BaseModel] | None:
    """What a file's entries are, by its place; None for a file that holds none."""
    room, _, rest = path.partition("/")
    if path.endswith(".md"):
        return next((d for d in DOCUMENTS if d.kind == room), None)
    if path == COMMUNITY:
        return Community
    if path.startswith("data/rosters/") and path.endswith(".yaml"):
        return Roster
    return TABLES.get(rest.removesuffix(".yaml")) if room == "data" and rest.endswith(".yaml") else None


def _stand_in() -> Community:
    """An empty community, so that everything else is checked where community.yaml cannot be read."""
    lists: dict[str, Any] = dict.fromkeys(("columns", "categories", "audiences", "tags"), ())
    return Community.model_construct(path=COMMUNITY, at=(), **lists)


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
        if _UNPRINTABLE.search(entry.name):
            shown = _UNPRINTABLE.sub("?", path)
            problems.append(Problem(shown, 1, 1, "", "", "文件名里有不能显示的字符", "改文件名，用 UTF-8 文字"))
        elif _LEFTOVER.search(entry.name):
            problems.append(Problem(path, 1, 1, "", "", "临时文件或隐藏文件，不会发布", "可以删掉", "warning"))
        elif entry.is_symlink():
            problems.append(Problem(path, 1, 1, "", "", "是符号链接，可能指向文件夹之外", "换成真实的文件"))
        elif entry.is_dir():
            yield from _walk(content, problems, path)
        elif entry.is_file():
            yield path
        else:
            problems.append(Problem(path, 1, 1, "", "", "不是普通文件", "换成真实的文件"))


def _unknown_file(path: str) -> Problem:
    suffix = Path(path).suffix.lower()
    room = path.split("/")[0]
    if room in ("images", "files"):
        return Problem(
            path,
            1,
            1,
            "",
            "",
            f"不能发布{f' {suffix} ' if suffix else '没有后缀的'}文件",
            "换成 " + "、".join(sorted(MEDIA)),
        )
    known = "、".join([f"{d.kind}/*.md" for d in DOCUMENTS] + ["data/*.yaml", "images/", "files/"])
    return Problem(path, 1, 1, "", "", "不认识这个文件", f"内容放在 {known}")


def _enter_document(run: _Run, parsed: Parsed, model: type[Document]) -> Iterator[Document]:
    slug = _slug_from_name(parsed.path)
    if parsed.tree is None:
        run.rows.append(Row(model, parsed.path, (), {"slug": slug}))
        return
    written = isinstance(parsed.tree.data, dict) and parsed.tree.data.get("slug")
    filled: dict[str, Any] = {"body": parsed.body} if written else {"body": parsed.body, "slug": slug}
    yield from _validate(run, model, parsed.tree, (), filled)


def _slug_from_name(path: str) -> str:
    """The address of a document without a slug: its file name, or a stable code where that is not ASCII."""
    stem = unicodedata.normalize("NFC", Path(path).stem)
    name = _DATED_STEM.sub("", stem)
    if _SLUG.fullmatch(name) and len(name) <= 80:
        return name
    return "n" + hashlib.blake2b(stem.encode(), digest_size=5).hexdigest()


def _enter_rows(run: _Run, parsed: Parsed, model: type[M]) -> Iterator[M]:
    path, tree = parsed.path, parsed.tree
    if tree is None:
        run.unread.add(model)
    elif model is Community:
        yield from _validate(run, model, tree, (), {})
    elif model is Roster:
        stem = Path(path).stem
        if isinstance(tree.data, dict) and tree.data.get("id", stem) != stem:
            fix = f"删掉这一行，或写成 {stem}"
            run.problems.append(Problem(path, *tree.place(("id",)), "id", "编号", "编号和文件名不一样", fix))
        if not _SLUG.fullmatch(stem):
            fix = "改文件名，例如 library-desk.yaml"
            run.problems.append(Problem(path, 1, 1, "", "文件名", "只能用小写字母、数字和连字符", fix))
            stem = _slug_from_name(path)
        yield from _validate(run, model, tree, (), {"id": stem})
    elif not isinstance(tree.data, list):
        run.unread.add(model)
        run.problems.append(Problem(path, *tree.place(()), "", "", "应为列表", "每项以“- ”开头"))
    else:
        for index, _ in enumerate(tree.data):
            yield from _validate(run, model, tree, (index,), {})


def _validate(run: _Run, model: type[M], tree: Tree, at: Loc, filled: dict[str, Any]) -> Iterator[M]:
    """The entry at a place of a tree, with what the reader fills in; nothing where it has a problem."""
    run.trees[tree.path] = tree
    data = tree.data[at[0]] if at and isinstance(tree.data, list) and isinstance(at[0], int) else tree.data
    if not isinstance(data, dict):
        run.rows.append(Row(model, tree.path, at, filled))
        run.problems.append(Problem(tree.path, *tree.place(at), "", "", "应为字段和值", "每行写 字段名: 值"))
        return
    run.rows.append(Row(model, tree.path, at, {**data, **filled}))
    hidden = hidden_keys(model)
    written = {k: v for k, v in data.items() if v != "" and k not in hidden}
    for key in sorted(data.keys() & hidden):
        fix = f"从这些里选：{'、'.join(sorted(field_keys(model)))}"
        run.problems.append(Problem(tree.path, *tree.place((*at, key), key=True), key, "", "没有这个字段", fix))
    try:
        yield model.model_validate({**written, **filled, "path": tree.path, "at": at})
    except ValidationError as error:
        run.problems += explain(error, model, tree, at)


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
