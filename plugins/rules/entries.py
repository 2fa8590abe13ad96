"""Parsed files as entries of the content model; hides what a file name or a list says of an entry."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from plugins.files import digest
from plugins.media import Reel, Size
from plugins.model import (
    KINDS,
    MOST_ITEMS,
    Record,
    Shape,
    dotted,
    explain,
    field_keys,
    hidden_keys,
    label_at,
    public_kinds,
    shape_of,
)
from plugins.problems import MOST, Problem, tell_some
from plugins.rules.figures import fill_figures, state_figures
from plugins.rules.names import Choices, Row
from plugins.rules.numbers_filled import fill_numbers, fill_prose
from plugins.rules.settling import settle
from plugins.text import NOTHING, Data, Loc, Parsed, Prose, Sighting, Tree

MOST_FIELDS = 200
"""No part of ours has more."""
M = TypeVar("M", bound=Record)
_DATED_STEM = re.compile(r"^\d{4}-\d{2}-\d{2}-")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(slots=True)
class Entered:
    """What one file gave: its valid entries, every entry as typed, and its problems."""

    model: type[Record] | None
    entries: list[Any] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unread: bool = False
    problems: list[Problem] = field(default_factory=list)
    tree: Tree | None = None
    size: Size | None = None
    reel: Reel | None = None
    told: frozenset[tuple[int, int]] = frozenset()
    """The places that have an error already where the file was parsed: what follows from it is not told again."""
    named: bool = False
    """Whether a name stands where an id belongs: what it means hangs on other files."""
    exempted: list[Sighting] = field(default_factory=list)
    """What looks like one person's and may stand for a time."""
    public: set[str] = field(default_factory=set)
    """The seals of what stands in a field that is for it."""


def enter(parsed: Parsed, model: type[Record] | None, choices: Choices) -> Entered:
    """The entries of one file; `model` is None for a file that holds none and is only checked."""
    entered = Entered(model, problems=list(parsed.problems), size=parsed.size, reel=parsed.reel)
    entered.told = frozenset((p.line, p.column) for p in parsed.problems if p.level == "error")
    _judge_sightings(entered, parsed, model)
    if model is None:
        return entered
    enter_file = {"document": _enter_document, "entry": _enter_one, "list": _enter_list}[model.kind.source.holds]
    entered.entries += enter_file(entered, parsed, model, choices)
    return entered


def _judge_sightings(entered: Entered, parsed: Parsed, model: type[Record] | None) -> None:
    """A sighting is a problem, unless a line lets it stand or it belongs in its field."""
    refused = []
    spans = sorted(parsed.tree.spans(), key=itemgetter(0)) if parsed.sightings and parsed.tree and model else []
    starts = [start for start, _, _ in spans]
    for sighting in parsed.sightings:
        at = (sighting.line, sighting.column)
        before = bisect_right(starts, at) - 1
        loc: Loc = spans[before][2] if before >= 0 and at < spans[before][1] else ()
        if sighting.until:
            entered.exempted.append(sighting)
        elif model and loc and sighting.kind in public_kinds(model, loc[1:] if isinstance(loc[0], int) else loc):
            entered.public.update(sighting.seals)
        else:
            refused.append(sighting)
    # A quotation mark may stand before it; where its passage begins with the field's name, the field is another matter.
    keys = {parsed.tree.place(loc, key=True) for _, _, loc in spans if loc} if parsed.tree else set()
    entered.told |= {(s.line, s.column - n) for s in refused for n in (0, 1)} - keys
    entered.problems += tell_some(refused, lambda s: Problem(parsed.path, s.line, s.column, "", "", s.message, s.fix))


def rows_of(parsed: Parsed, model: type[Record]) -> Iterator[Row]:
    """The entries of one file as they were typed, before anything is made of them."""
    data = parsed.tree.data if parsed.tree else {}
    listed = isinstance(data, list)
    for i, one in enumerate(data if isinstance(data, list) else [data]):
        filled: dict[str, Data] = {}
        if model.kind.source.holds == "document":
            filled = {model.kind.key: _slug_from_name(parsed.path)}
        elif model.kind.source.named:
            filled = {model.kind.key: Path(parsed.path).stem}
        if isinstance(one, dict):
            yield Row(model, parsed.path, (i,) if listed else (), {**filled, **one})


def _enter_document(entered: Entered, parsed: Parsed, model: type[M], choices: Choices) -> Iterator[M]:
    key, slug = model.kind.key, _slug_from_name(parsed.path)
    if parsed.tree is None:
        known: dict[str, Any] = {key: slug} if parsed.body is None else {key: slug, "body": parsed.body}
        entered.rows.append(Row(model, parsed.path, (), known))
        return
    written = isinstance(parsed.tree.data, dict) and parsed.tree.data.get(key)
    if not written and model.kind.address and slug != _plain_name(parsed.path):
        what = f"不能作网址，这一页的地址会是一串代码（{slug}）"
        fix = "写一行 slug，用小写字母和连字符，例如 slug: flower-market；或把文件名改成那样"
        entered.problems.append(Problem(parsed.path, 1, 1, "", "文件名", what, fix, "warning"))
    filled: dict[str, Any] = {"body": parsed.body} if written else {"body": parsed.body, key: slug}
    yield from _validate(entered, model, parsed.tree, (), filled, choices)


def _slug_from_name(path: str) -> str:
    """The address of a document without a slug: its file name, or a stable code where that is not ASCII."""
    name = _plain_name(path)
    if _SLUG.fullmatch(name) and len(name) <= 80:
        return name
    return "n" + digest(_stem(path).encode(), size=5)


def _plain_name(path: str) -> str:
    return re.sub(r"[ _]+", "-", _DATED_STEM.sub("", _stem(path)).lower())


def _stem(path: str) -> str:
    return unicodedata.normalize("NFC", path.rpartition("/")[2].rpartition(".")[0])


def _enter_one(entered: Entered, parsed: Parsed, model: type[M], choices: Choices) -> Iterator[M]:
    path, tree = parsed.path, parsed.tree
    if tree is None:
        entered.unread = True
        return
    if not model.kind.source.named:
        yield from _validate(entered, model, tree, (), {}, choices)
        return
    key, stem = model.kind.key, Path(path).stem
    if isinstance(tree.data, dict) and tree.data.get(key, stem) != stem:
        fix = f"删掉这一行，或写成 {stem}"
        label = label_at(model, (key,))
        entered.problems.append(Problem(path, *tree.place((key,)), key, label, f"{label}和文件名不一样", fix))
    if not _SLUG.fullmatch(stem):
        fix = "改文件名，例如 library-desk.yaml"
        entered.problems.append(Problem(path, 1, 1, "", "文件名", "只能用小写字母、数字和连字符", fix))
        stem = _slug_from_name(path)
    yield from _validate(entered, model, tree, (), {key: stem}, choices)


def _enter_list(entered: Entered, parsed: Parsed, model: type[M], choices: Choices) -> Iterator[M]:
    path, tree = parsed.path, parsed.tree
    if tree is None:
        entered.unread = True
        fix = "一项也没有，就写 []"
        entered.problems = [replace(p, fix=fix) if p.message == NOTHING else p for p in entered.problems]
    elif not isinstance(tree.data, list):
        entered.unread = True
        entered.problems.append(Problem(path, *tree.place(()), "", "", "应为列表", _as_items(tree.data)))
    elif model.kind.most and len(tree.data) > model.kind.most:
        entered.unread = True
        message = f"有 {len(tree.data)} 项，最多 {model.kind.most} 项"
        entered.problems.append(Problem(path, *tree.place((model.kind.most,)), "", "", message, "删掉多余的"))
    else:
        told = faulty = 0
        for index, _ in enumerate(tree.data):
            yield from _validate(entered, model, tree, (index,), {}, choices)
            faulty += len(entered.problems) > told
            told = len(entered.problems)
            if faulty > MOST:
                entered.unread = True
                message = f"前面已经有 {faulty} 项有问题，后面 {len(tree.data) - index - 1} 项没有再看"
                entered.problems.append(
                    Problem(path, *tree.place((index,)), "", "", message, "先改好前面的，再检查一次")
                )
                return


def _as_items(data: Data) -> str:
    """How a file of a list begins: each item at the margin, and no name above them."""
    if isinstance(data, dict) and len(data) == 1 and isinstance(next(iter(data.values())), list):
        return f"删掉“{next(iter(data))[:40]}:”这一行，下面各项的“- ”移到行首"
    return "每项以“- ”开头"


def _find_stray(data: Mapping[str, Data], model: type[Record], tree: Tree, at: Loc) -> Problem | None:
    """A document in the folder of another kind: its fields are that kind's, all of them, and nothing of that misses."""
    if model.kind.source.holds != "document" or data.keys() <= field_keys(model).keys():
        return None
    fits = [kind for kind in KINDS if kind.kind.source.holds == "document" and _is_written_as(kind, data)]
    if len(fits) != 1:
        return None
    own = next(key for key in data if key not in field_keys(model))
    message = f"{own} 是{fits[0].kind.label}的字段，这个文件放错了文件夹"
    place = tree.place((*at, own), key=True)
    return Problem(tree.path, *place, "", "", message, f"把文件移到 {fits[0].kind.source.pattern.partition('/')[0]}/")


def _is_written_as(model: type[Record], data: Mapping[str, Data]) -> bool:
    needed = {key for key, info in field_keys(model).items() if info.is_required() and key != model.kind.key}
    return needed <= data.keys() <= field_keys(model).keys()


def _validate(
    entered: Entered, model: type[M], tree: Tree, at: Loc, filled: dict[str, Any], choices: Choices
) -> Iterator[M]:
    """The entry at a place of a tree, with what the reader fills in; nothing where it has a problem."""
    entered.tree = tree
    data = tree.data[at[0]] if at and isinstance(tree.data, list) and isinstance(at[0], int) else tree.data
    if crowded := _find_crowd(model, tree, at):
        entered.rows.append(Row(model, tree.path, at, {**_small_fields(data, model), **filled}))
        entered.problems.append(crowded)
        return
    if not isinstance(data, dict):
        entered.rows.append(Row(model, tree.path, at, filled))
        entered.problems.append(Problem(tree.path, *tree.place(at), "", "", "应为字段和值", "每行写 字段名: 值"))
        return
    settled = settle(data, model, choices)
    numbered = fill_numbers(settled.data, model, choices.numbers, choices.unread_numbers)
    figured = fill_figures(numbered.data, choices.figures)
    data = figured.data
    entered.named = entered.named or numbered.used or figured.used
    filled = _fill_body(entered, tree.path, filled, choices)
    entered.named = entered.named or settled.named
    entered.rows.append(Row(model, tree.path, at, {**settled.data, **filled}))
    entered.problems += (
        Problem(tree.path, *tree.place(at + loc), dotted(loc), label_at(model, loc), message, fix)
        for loc, message, fix in (*settled.problems, *numbered.problems, *figured.problems)
    )
    hidden = hidden_keys(model)
    written = {k: v for k, v in data.items() if v != "" and k not in hidden}
    for key in sorted(data.keys() & hidden):
        fix = f"从这些里选：{'、'.join(sorted(field_keys(model)))}"
        entered.problems.append(Problem(tree.path, *tree.place((*at, key), key=True), key, "", "没有这个字段", fix))
    try:
        yield model.model_validate({**written, **filled, "path": tree.path, "at": at})
    except ValidationError as error:
        stray = _find_stray(data, model, tree, at)
        silent = settled.silent | numbered.lost
        entered.problems += [stray] if stray else explain(error, model, tree, at, silent, entered.told)


def _fill_body(entered: Entered, path: str, filled: dict[str, Any], choices: Choices) -> dict[str, Any]:
    """What the reader fills in, with phones and figures in the body where it names some."""
    body = filled.get("body")
    if not isinstance(body, Prose) or not (body.numbers or body.figures):
        return filled
    entered.named = True
    prose, problems = fill_prose(body, path, choices.numbers, choices.unread_numbers) if body.numbers else (body, [])
    prose, worse = state_figures(prose, path, choices.figures) if body.figures else (prose, [])
    entered.problems += (*problems, *worse)
    return {**filled, "body": prose}


def _find_crowd(model: type[BaseModel], tree: Tree, at: Loc) -> Problem | None:
    """The first list or part of an entry with more in it than its field may hold: nothing in it is looked at."""
    waiting: list[tuple[Data, type[BaseModel] | None, Loc]] = [(_value_at(tree.data, at), model, at)]
    while waiting:
        value, part, loc = waiting.pop()
        if not isinstance(value, dict):
            continue
        if len(value) > MOST_FIELDS:
            message = f"有 {len(value)} 个字段，太多了"
            return Problem(tree.path, *tree.place(loc), "", "", message, "对照 docs/data.md，只写列出的字段")
        fields = _fields_of(part) if part else {}
        for key, inner in value.items():
            field = fields.get(key)
            items = inner if isinstance(inner, list) else [inner]
            most = field.most if field else MOST_ITEMS
            if len(items) > most:
                label = field.title if field else ""
                message = f"有 {len(items)} 项，最多 {most} 项"
                return Problem(tree.path, *tree.place((*loc, key)), key, label, message, "删掉多余的")
            if field and field.part:
                steps = [(*loc, key, i) for i in range(len(items))] if isinstance(inner, list) else [(*loc, key)]
                waiting += [(item, field.part, step) for item, step in zip(items, steps, strict=True)]
    return None


def _small_fields(data: Data, model: type[BaseModel]) -> dict[str, Data]:
    """What others may name of an entry that is too crowded to be read: its fields without what is too long."""
    fields = _fields_of(model)
    if not isinstance(data, dict):
        return {}
    return {k: v for k, v in data.items() if k in fields and not (isinstance(v, list) and len(v) > fields[k].most)}


@cache
def _fields_of(model: type[BaseModel]) -> Mapping[str, Shape]:
    return {field.key: field for field in shape_of(model)}


def _value_at(data: Data, loc: Loc) -> Data:
    for step in loc:
        data = data[step]  # type: ignore[index]
    return data
