"""What pydantic found, as problems an editor understands; hides pydantic's error types."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from plugins.model.fields import Public
from plugins.model.habits import suggest_field
from plugins.model.shape import Shape, example_of, field_keys, shape_of
from plugins.model.slips import NO_VALUE, explain_cut, read_pair, value_at
from plugins.problems import MOST, Problem
from plugins.text import Loc, Tree

_QUOTED = re.compile(r"'([^']+)'")
"""An option in pydantic's list of them: 'draft' or 'published'."""


def explain(
    error: ValidationError,
    model: type[BaseModel],
    tree: Tree,
    at: Loc,
    told: Collection[Loc] = (),
    places: Collection[tuple[int, int]] = (),
) -> Iterator[Problem]:
    """One problem for each error of a value that stands at `at` in `tree`, but for what is told already, there or at `places`."""
    found_all = error.errors(include_url=False, include_context=True)
    errors = found_all[:MOST]
    if len(found_all) > MOST:
        message = f"这一项里有 {len(found_all)} 处问题，只列出前 {MOST} 处"
        yield Problem(tree.path, *tree.place(at), "", "", message, "对照 docs/data.md 改好，再检查一次")
    pairs = {tuple(e["loc"][:-1]) for e in errors if e["type"] == "extra_forbidden"}
    pairs = {loc for loc in pairs if loc and read_pair(tree, at + loc)}
    meant = _meant_by_others(errors, model) | _cut_off(errors, tree, at, {line for line, _ in places})
    yield from _list_missing([e for e in errors if tuple(e["loc"][:-1]) not in pairs], model, tree, at, meant)
    each: Iterator[Any] = (_as_pair(e, tree, at) if tuple(e["loc"][:-1]) in pairs else e for e in errors)
    for found in each:
        loc = tuple(found["loc"])
        if found["type"] == "missing" or loc in told:
            continue
        inside = any(len(e["loc"]) > len(loc) and e["loc"][: len(loc)] == loc for e in errors)
        if found["type"] == "too_short" and inside:
            continue  # pydantic counts only the good items of a list: the bad one has its own error
        owner, field = _follow(model, loc)
        line, column = tree.place(at + loc, key=found["type"] == "extra_forbidden")
        if (line, column) in places:
            continue
        if inner := found.get("ctx", {}).get("at"):
            column += tree.offset(line, column, str(found["input"]), inner)
        name = dotted(loc)
        label = label_at(model, loc)
        cut = explain_cut(tree, line, column) if found["type"] == "extra_forbidden" and not found["input"] else None
        message, fix = cut or _word(found, owner, loc, name)
        if not fix:
            continue
        typed = found.get("input")
        if isinstance(typed, str) and NO_VALUE.fullmatch(typed.strip()) and not (field and field.is_required()):
            fix = "没有就不写这一行"
        yield Problem(tree.path, line, column, name, label, message, fix)


def _meant_by_others(errors: Sequence[Any], model: type[BaseModel]) -> frozenset[Loc]:
    """The fields that do not miss: they stand there under another name, and that is told."""
    meant = set[Loc]()
    for found in errors:
        if found["type"] == "extra_forbidden":
            loc = tuple(found["loc"])
            _, fix = _unknown(found, _follow(model, loc)[0], str(loc[-1]))
            named = _NAMED.match(fix)
            meant |= {(*loc[:-1], named[1])} if named else set()
    return frozenset(meant)


def _as_pair(found: Any, tree: Tree, at: Loc) -> Any:
    """The error of a part that was typed as one field is the part's."""
    loc = tuple(found["loc"][:-1])
    if found["type"] != "extra_forbidden":
        return found
    return {"type": "dict_type", "loc": loc, "input": read_pair(tree, at + loc)}


def _cut_off(errors: Sequence[Any], tree: Tree, at: Loc, lines: Collection[int]) -> frozenset[Loc]:
    """The fields that are there without a value, on a line of which it is told why."""
    locs = [tuple(found["loc"]) for found in errors if found["type"] == "missing"]
    return frozenset(
        loc for loc in locs if value_at(tree.data, at + loc) == "" and tree.place(at + loc, key=True)[0] in lines
    )


_NAMED = re.compile(r"(?:字段名用英文|是否想写|写成|写) ([a-z_]+)")


def _list_missing(
    errors: Sequence[Any], model: type[BaseModel], tree: Tree, at: Loc, meant: Collection[Loc]
) -> Iterator[Problem]:
    """The fields that miss in one place, all together, with what to write for each."""
    missing: dict[Loc, list[str]] = {}
    for found in errors:
        if found["type"] == "missing" and tuple(found["loc"]) not in meant:
            missing.setdefault(tuple(found["loc"][:-1]), []).append(str(found["loc"][-1]))
    for owner, keys in missing.items():
        part, _ = _follow(model, (*owner, keys[0]))
        first, *others = ((key, label_at(model, (*owner, key))) for key in keys)
        more = f"；没有填写的还有 {'、'.join(f'{key} ({label})' for key, label in others)}" if others else ""
        examples = "；".join(f"{key}: {_example(part, key)}" for key in keys)
        fix = f"每项一行，加上 {examples}" if others else f"加上 {examples}"
        yield Problem(tree.path, *tree.place(at + owner), dotted((*owner, first[0])), first[1], f"没有填写{more}", fix)


def _shape(model: type[BaseModel] | None, loc: Loc) -> Shape | None:
    return next((one for one in shape_of(model) if one.key == loc[-1]), None) if model else None


def _example(model: type[BaseModel] | None, key: str) -> str:
    """What the value of a field may look like, as it is typed in YAML."""
    field = _shape(model, (key,))
    return example_of(field) if field else "…"


def label_at(model: type[BaseModel], loc: Loc) -> str:
    """The Chinese label of the field at `loc`, empty where there is none."""
    _, field = _follow(model, loc)
    return field.title or "" if field else ""


def public_kinds(model: type[BaseModel], loc: Loc) -> frozenset[str]:
    """Which kinds of what mostly is one person's belong in the field at `loc`, by its type."""
    _, field = _follow(model, loc)
    marks = [*field.metadata, *_marks_in(field.annotation)] if field else []
    return frozenset().union(*(mark.kinds for mark in marks if isinstance(mark, Public)))


def _marks_in(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for inner in typing.get_args(annotation):
        yield from _marks_in(inner)


def _word(found: Any, owner: type[BaseModel] | None, loc: Loc, name: str) -> tuple[str, str]:
    kind, context = found["type"], found.get("ctx", {})
    if kind == "kangle":
        return context["message"], context["fix"]
    if kind == "extra_forbidden":
        return _unknown(found, owner, str(loc[-1]))
    if kind == "literal_error":
        options = "、".join(_QUOTED.findall(context["expected"]))
        if not isinstance(found["input"], str):
            return "这里只能写一项，写成了列表或下级字段", f"只留一项：{options}；有几项就分成几条写"
        return f"没有“{found['input'][:40]}”这个选项", f"从这些里选：{options}"
    if kind in ("string_too_long", "too_long") and isinstance(found["input"], str):
        return f"太长，最多 {context['max_length']} 个字", "写短一些"
    if kind == "too_long":
        return f"项目太多，最多 {context['max_length']} 项", "删掉多余的"
    if kind in ("string_too_short", "too_short"):
        field = _shape(owner, loc)
        return "不能是空的", "至少写一项" if field and field.many and field.names else "填写内容；确实没有就写 无"
    if kind in ("tuple_type", "list_type"):
        return "应为列表", _as_list(found["input"], name.split(".")[-1], owner)
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
        return (
            "应为下级字段",
            f"写成 {key}: {_fill_in(found['input'], owner, key) or _filled_example(found['input'], owner, key)}",
        )
    if kind == "greater_than_equal":
        return f"数字太小：{_number(found['input'])}", f"最小 {context['ge']:g}"
    if kind == "less_than_equal":
        return f"数字太大：{_number(found['input'])}", f"最大 {context['le']:g}"
    return f"写法不对（{kind}）", "对照 docs/data.md 修改"


_GLUED = re.compile(r"([a-z_]+)[:：](?!\s)(.+)", re.S)
_SHOWN = {
    "草稿": False, "公开": True, "发布": True, "隐藏": False, "published": True, "public": True, "visible": True, "hidden": False, "private": False, "draft": False,
}  # fmt: skip
"""What other programs ask about a page, and whether a yes means that it is shown."""
_YES, _NO = frozenset({"true", "yes", "on", "1", "是"}), frozenset({"false", "no", "off", "0", "否"})


def _unknown(found: Any, owner: type[BaseModel] | None, key: str) -> tuple[str, str]:
    """What is wrong with a field that is none, and what was meant."""
    names = field_keys(owner) if owner else {}
    glued = _GLUED.fullmatch(key)
    if glued and glued[1] in names:
        return "冒号后面少了一个空格", f"写成 {glued[1]}: {glued[2][:60]}"
    answer = str(found["input"]).strip().lower()
    if key.lower() in _SHOWN and "status" in names and answer in _YES | _NO:
        shown = _SHOWN[key.lower()] == (answer in _YES)
        return "没有这个字段", f"写 status: {'published' if shown else 'draft'}"
    return "没有这个字段", suggest_field(key, owner)


def _filled_example(typed: object, owner: type[BaseModel] | None, key: str) -> str:
    example = _example(owner, key)
    return _put_in(typed, example) if isinstance(typed, str) else example


def _fill_in(typed: object, owner: type[BaseModel] | None, key: str) -> str:
    """The part that was meant by as many values in a row as it has fields; empty where they are not its own."""
    field = next((one for one in shape_of(owner) if one.key == key), None) if owner else None
    values = [value for value in re.split(r"[、，,;；\s]+", typed) if value] if isinstance(typed, str) else []
    fields = shape_of(field.part) if field and field.part and not field.many else ()
    if not values or len(values) != len(fields):
        return ""
    try:
        for one, value in zip(fields, values, strict=True):
            _ = one.parse(value) if one.parse else None
    except ValueError:
        return ""
    return f"{{{', '.join(f'{one.key}: {value}' for one, value in zip(fields, values, strict=True))}}}"


def _number(typed: object) -> str:
    """A number as it was typed; pydantic gives the text where a field may also be empty, else what was read of it."""
    return f"{typed:g}" if isinstance(typed, int | float) else str(typed)[:40]


def _as_list(typed: object, key: str, owner: type[BaseModel] | None) -> str:
    """A list as it is to be typed: of the very words, where words were typed."""
    example = _example(owner, key)
    if isinstance(typed, str) and NO_VALUE.fullmatch(typed.strip()):
        return "没有就不写这一行"
    if isinstance(typed, str) and example.startswith("[{"):
        several = [one for one in re.split("[、；;]", typed) if one.strip()]
        # Only words are items: a day or a phone among them belongs to what stands before it.
        each = [typed] if re.search(r"\d{3}", typed) else several
        example = f"[{', '.join(_put_in(one, example[1:-1]) for one in each[:6])}]"
    elif isinstance(typed, str):
        if " - " in typed:  # items that YAML took into one
            return "每项单独一行，以“- ”开头，字段名那一行的冒号后面不写字"
        whole = _DAYS_RUN.sub(r"\1, \2", typed)
        words = _whole_numbers(whole.strip(" 、，,;；［］【】"))
        items = [_bare_item(item) for item in re.split("[、，,;；\\s]+", words)]
        example = f"[{', '.join(filter(None, items))[:80]}]{'，中间的一天一天写' if whole != typed else ''}"
    return f"写成 {key}: {example}，或每项一行，以“- ”开头"


_DAYS_RUN = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*[至到~～—–-]{1,2}\s*(\d{4}-\d{1,2}-\d{1,2})")
_HOUSES = re.compile(r"([\u4e00-\u9fff]{2,20}?)(\d+)((?:[、，,和]\d+)+)([栋座幢号]楼?)")


def _whole_numbers(typed: str) -> str:
    """河畔苑1栋、河畔苑2栋 for 河畔苑1、2栋."""

    def write(match: re.Match[str]) -> str:
        numbers = (match[2], *re.findall(r"\d+", match[3]))
        return "、".join(f"{match[1]}{number}{match[4]}" for number in numbers)

    return _HOUSES.sub(write, typed)


_EXAMPLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNTIL = re.compile(r"\s*[至到~～—–-]+\s*(\d{4}-\d\d-\d\d)")
_EXAMPLE_PHONE = re.compile(r"0\d{2,3}-\d{4}-\d{4}")


def _put_in(typed: str, example: str) -> str:
    """The example of a part with the day, the phone and the words that were typed."""
    rest = typed.strip()
    for pattern in (_EXAMPLE_DAY, _EXAMPLE_PHONE):
        found = pattern.search(rest)
        if found and pattern.search(example):
            last = _UNTIL.match(rest, found.end()) if pattern is _EXAMPLE_DAY and "from: " in example else None
            days = f"{found[0]}, until: {last[1]}" if last else found[0]
            example = pattern.sub(days, example, count=1)
            rest = (rest[: found.start()] + rest[(last or found).end() :]).strip(" ，,、：:；;")
    if rest.lower() not in _YES | _NO and rest and len(rest) <= 40 and not re.search(r"[{}\[\],:#\"'\n]", rest):
        named = "name: …" if "id: …" in example else "…"  # what was typed in Chinese is no id
        example = example.replace(named, named.replace("…", rest), 1)
    return example


def _bare_item(item: str) -> str:
    """An item without what a list in Word begins it with."""
    return re.sub(r"^(?:[（(]?\d{1,2}[.．、)）]|[①-⑳])", "", item.strip("-－—–·•●■◆*#“”\"' "))


def dotted(loc: Loc) -> str:
    """materials[1].copies"""
    words = ""
    for step in loc:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words


def _follow(model: type[BaseModel], loc: Loc) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The model that owns the last named step of `loc`, and the field there."""
    owner: type[BaseModel] | None = model
    field: FieldInfo | None = None
    inner: type[BaseModel] | None = model
    for step in loc:
        if isinstance(step, int) or inner is None:
            continue
        owner = inner
        field = _fields_by_key(owner).get(str(step))
        inner = _model_in(field.annotation) if field else None
    return owner, field


def _fields_by_key(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    return {(f.alias or name): f for name, f in model.model_fields.items()} | dict(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if (
        isinstance(annotation, type)
        and not isinstance(annotation, types.GenericAlias)
        and issubclass(annotation, BaseModel)
    ):
        return annotation
    return next((m for a in typing.get_args(annotation) if (m := _model_in(a))), None)
