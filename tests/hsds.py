"""Checks the open data against the JSON Schemas of Open Referral HSDS 3.0: `make hsds HSDS=folder`.

The schemas (https://github.com/openreferral/specification, branch 3.0, folder schema/compiled and schema) are not ours to
ship, so the folder that holds them is an argument. Three of them point to others by file name; a schema that is not
there as a file stands inside one of the compiled ones.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT202012

from plugins.directory.hsds import HsdsRow, make_tables
from plugins.rules.reader import read
from plugins.site.clock import read_clock
from plugins.site.site import make_site
from tests.conftest import SITES

ROOT = Path(__file__).resolve().parents[1]
SCHEMA_OF = {
    "organizations": "organization",
    "services": "service",
    "locations": "location",
    "service_at_locations": "service_at_location",
    "schedules": "schedule",
    "phones": "phone",
}


class Schemas:
    """The schemas of a folder by name, whether each is a file or stands inside another."""

    def __init__(self, folder: Path) -> None:
        self._found = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))}
        for schema in list(self._found.values()):
            for inner in _objects(schema):
                self._found.setdefault(inner["name"], inner)
        self.registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]

    def _retrieve(self, uri: str) -> Resource[Any]:
        name = uri.removesuffix(".json")
        if name not in self._found:
            raise NoSuchResource(ref=uri)
        return Resource.from_contents(self._found[name], default_specification=DRAFT202012)

    def find_faults(self, tables: Mapping[str, list[HsdsRow]]) -> Iterator[str]:
        """Every breach of the schemas, and every field that a flat table must have and a row lacks."""
        for table, rows in tables.items():
            schema = self._found[SCHEMA_OF[table]]
            validator = Draft202012Validator(schema, registry=self.registry, format_checker=FormatChecker())
            for number, row in enumerate(rows):
                for error in validator.iter_errors(row):
                    yield f"{table}[{number}].{error.json_path[2:]}: {error.message}"
                for name in schema.get("tabular_required", ()):
                    if name not in row:
                        yield f"{table}[{number}]: {name} is required in a table"


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every named object schema inside a schema."""
    if isinstance(value, dict):
        if value.get("type") == "object" and "properties" in value and isinstance(value.get("name"), str):
            yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def main(folder: str) -> int:
    """Check the open data of each example site; how many rows, and every fault."""
    if not folder or not (Path(folder) / "service.json").is_file():
        sys.stderr.write("没有 HSDS 的 JSON Schema：make hsds HSDS=放着 service.json 等文件的文件夹\n")
        return 2
    schemas = Schemas(Path(folder))
    faults = 0
    for content in SITES.values():
        sources = read(content).sources
        if sources is None:
            sys.stderr.write(f"{content.name}: 内容有问题，先运行 make check\n")
            return 1
        tables = make_tables(make_site(sources, read_clock({}, "2026-11-23")))
        for fault in schemas.find_faults(tables):
            faults += 1
            sys.stderr.write(f"{content.name}: {fault}\n")
        rows = "，".join(f"{name} {len(found)}" for name, found in tables.items())
        sys.stdout.write(f"{content.name}: {rows}\n")
    sys.stdout.write(f"不合 HSDS 3.0 的有 {faults} 处\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
