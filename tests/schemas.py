"""Holds a content folder against `schemas/`, as an editor's tool would: `make schemas CONTENT=content`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from plugins.files import list_files
from plugins.model.kinds import model_of
from plugins.text.parsing import parse_source

ROOT = Path(__file__).resolve().parents[1]
_CORE: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text, 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)
"""How YAML 1.2 resolves a plain scalar (https://yaml.org/spec/1.2.2/#103-core-schema)."""


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / "schemas" / f"{kind}.json").read_text("utf-8")))


def resolve(node: yaml.Node) -> Any:
    """A YAML node as the tools read it that go by the core schema."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): resolve(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [resolve(item) for item in node.value]
    if node.style:
        return node.value
    return next((make(node.value) for pattern, make in _CORE if pattern.fullmatch(node.value)), node.value)


def find_faults(data: bytes, path: str) -> Iterator[str]:
    """What the schema of a file's kind says of it, read both ways: every value as typed, and as YAML 1.2 has it."""
    model = model_of(path)
    tree = parse_source(data, path).tree
    if model is None or tree is None:
        return
    root = yaml.compose(tree.text, Loader=yaml.CBaseLoader)
    for value in (tree.data, resolve(root)):
        for error in validator(model.kind.name).iter_errors(value):
            yield f"{path}: {error.json_path}: {error.message[:200]}"


def main(content: Path) -> int:
    files = [file for file in list_files(content) if file.is_file()]
    faults = sorted({f for file in files for f in find_faults(file.read_bytes(), file.relative_to(content).as_posix())})
    print("\n".join(faults) or f"{content}: schemas/ 没有发现问题")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
