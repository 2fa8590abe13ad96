"""A kind's files as JSON Schema (2020-12), for the tools that editors use; hides which words of it say what.

A tool reads YAML by the core schema of YAML 1.2, in which 12345 is a number and true no text, though the reader takes
every value as it was typed: a schema allows for both. It says less than `kangle check`, never something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.model.kind import Record
from plugins.model.parts import Part
from plugins.model.shape import Shape, shape_of
from plugins.model.spelling import FILLED

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def make_schema(model: type[Record]) -> Schema:
    """What a file of a kind may hold; of Markdown, its front matter."""
    kind = model.kind
    parts: dict[str, type[Part]] = {}
    entry = _object(model, parts, nullable=True)
    defined: Schema = {}
    while left := sorted(parts.keys() - defined.keys()):
        for name in left:
            defined[name] = _object(parts[name], parts, nullable=False)
    head: Schema = {"$schema": DRAFT, "title": kind.label, "description": f"content/{kind.source.pattern}"}
    body: Schema = {"type": "array", "items": entry} if kind.source.holds == "list" else entry
    return head | body | ({"$defs": {name: defined[name] for name in sorted(defined)}} if defined else {})


def _object(model: type[Part], parts: dict[str, type[Part]], *, nullable: bool) -> Schema:
    """A mapping of fields; with `nullable` an optional field may stand without a value, as the reader takes it."""
    fields = shape_of(model)
    found: Schema = {
        "type": "object",
        "properties": {f.key: _property(f, parts, nullable=nullable and not f.required) for f in fields},
        "required": [f.key for f in fields if f.required],
        "additionalProperties": False,
    }
    if {"image", "image_alt"} <= {f.key for f in fields}:
        named = {"properties": {"image": {"type": "string", "minLength": 1}}, "required": ["image"]}
        found |= {"if": named, "then": {"required": ["image_alt"]}}
    return found


def _property(field: Shape, parts: dict[str, type[Part]], *, nullable: bool) -> Schema:
    value = _value(field, parts)
    if field.many:
        shortest = next((m.min_length for m in field.info.metadata if hasattr(m, "min_length")), 0)
        value = {"type": "array", "items": value, "maxItems": field.most} | ({"minItems": shortest} if shortest else {})
    notes = [note for note in (field.description, field.spelling.words if field.spelling else "") if note]
    told: Schema = {"title": field.title} | ({"description": "；".join(notes)} if notes else {})
    return told | ({"anyOf": [value, {"enum": [None, ""]}]} if nullable else value)


def _value(field: Shape, parts: dict[str, type[Part]]) -> Schema:
    """One value of a field."""
    if field.part:
        parts[field.part.__name__] = field.part
        part: Schema = {"$ref": f"#/$defs/{field.part.__name__}"}
        bare = next((one for one in shape_of(field.part) if one.key == field.part.bare), None)
        return {"anyOf": [part, _value(bare, parts)]} if bare else part
    if field.options:
        return {"enum": list(dict.fromkeys((*field.options, *_words(field))))}
    if not field.spelling:
        raise TypeError(f"no spelling for {field.key}: its type needs one in plugins/model/fields.py")
    value: Schema = field.spelling.schema()
    if field.names:  # a name may stand for the id
        value = {"type": value["type"], "pattern": FILLED}
    for mark in field.info.metadata:
        value |= {"minimum": mark.ge} if getattr(mark, "ge", None) is not None else {}
        value |= {"maximum": mark.le} if getattr(mark, "le", None) is not None else {}
    return value


def _words(field: Shape) -> Iterator[str]:
    """What may stand for the codes of a fixed choice: their Chinese words, and 周一 for 星期一."""
    for word in field.options.values():
        yield word
        if word.startswith("星期"):
            yield from (word.replace("星期", other) for other in ("周", "礼拜"))
