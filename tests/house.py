"""`make house`: how the code is built, in figures; the tests hold the rules, this tells where it leans.

`python -m tests.house FOLDER` measures another tree, or any package, to hold beside it.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.test_layout import FLOORS, find_circle

ROOT = Path(__file__).parents[1]
TOO_COMPLEX = 15

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A module with its text: its dotted name, and whether it is the door of its package."""

    name: str
    door: bool
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """The part of the package it belongs to; empty for a module of the package's own folder."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 2 or (self.door and len(parts) == 2) else ""


def read_sources(package: Path) -> list[Source]:
    return [_read_source(file, package) for file in sorted(package.rglob("*.py"))]


def _read_source(file: Path, package: Path) -> Source:
    parts = file.relative_to(package.parent).with_suffix("").parts
    door = parts[-1] == "__init__"
    return Source(".".join(parts[:-1] if door else parts), door, file.read_text("utf-8"))


def complexity(function: ast.AST) -> int:
    """McCabe's number as radon counts it: one, and one more for each way the code can branch."""
    return 1 + sum(map(_branches, ast.walk(function)))


def _branches(node: ast.AST) -> int:
    match node:
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.If() | ast.IfExp() | ast.Assert() | ast.Lambda():
            return 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.Try() | ast.TryStar():
            return len(node.handlers) + bool(node.orelse)
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.Match():
            return len(node.cases)
    return 0


def functions_of(source: Source) -> Iterator[tuple[str, Function]]:
    """Every function and method that stands by itself, with the name people know it by."""
    for node in source.tree.body:
        if isinstance(node, Function):
            yield f"{source.name}.{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{source.name}.{node.name}.{n.name}", n) for n in node.body if isinstance(n, Function))


def type_names(source: Source) -> Iterator[str]:
    """The classes and type aliases of a module; a leading underscore makes no other word."""
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_")
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id.lstrip("_")
            if len(name) > 1 and name[0].isupper() and not name.isupper():
                yield name


def function_names(source: Source) -> Iterator[str]:
    """The functions of a module; a bare underscore is a case of a singledispatch, and no name."""
    return (node.name for node in source.tree.body if isinstance(node, Function) and node.name != "_")


def homes_of(sources: list[Source], names: Callable[[Source], Iterator[str]]) -> dict[str, list[str]]:
    """The modules in which each name is defined."""
    homes: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        for name in dict.fromkeys(names(source)):
            homes[name].append(source.name)
    return dict(homes)


def imports_of(source: Source, names: set[str]) -> set[str]:
    """The modules of the package that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found & names


def count_arrows(sources: list[Source]) -> dict[str, int]:
    """Imports from room to room: through the door, past it, and up to a higher floor."""
    names = {source.name for source in sources}
    floors = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    counted = {"through": 0, "past": 0, "up": 0}
    for source in sources:
        for name in imports_of(source, names):
            room = name.split(".")[1] if "." in name else ""
            if room in (source.room, "") or f"{sources[0].name}.{room}" not in names:
                continue
            counted["through" if name.count(".") == 1 else "past"] += 1
            if room in floors and source.room in floors and floors[room] >= floors[source.room]:
                counted["up"] += 1
    return counted


def measure(package: Path) -> Iterator[tuple[str, str]]:
    """Each figure with what it is."""
    sources = read_sources(package)
    lines = [line for source in sources for line in source.lines]
    total = len(lines)
    yield "modules, lines", f"{len(sources)}, {total:,}"
    yield from _measure_sizes(sources, total)
    yield from _measure_functions(sources)
    yield from _measure_names(sources)
    yield from _measure_density(sources, [line.strip() for line in lines if line.strip()])
    arrows = count_arrows(sources)
    yield "imports through a door, past it, up", f"{arrows['through']}, {arrows['past']}, {arrows['up']}"
    names = {source.name for source in sources}
    circle = find_circle({s.name: imports_of(s, names) for s in sources if not s.door})
    yield "circle", " > ".join(circle) or "none"


def _measure_density(sources: list[Source], written: list[str]) -> Iterator[tuple[str, str]]:
    """Of the lines with something on them, without their indentation."""
    nodes = Counter(type(node) for source in sources for node in ast.walk(source.tree))
    comprehensions = sum(nodes[kind] for kind in (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))
    reasons = sum(line.startswith("#") or "  # " in line for line in written)
    yield "characters a line", f"{sum(map(len, written)) / len(written):.1f}"
    yield "share of # comments", f"{100 * reasons / len(written):.1f} %"
    yield "comprehensions in 100 lines", f"{100 * comprehensions / len(written):.1f}"
    yield "conditional expressions in 100 lines", f"{100 * nodes[ast.IfExp] / len(written):.1f}"


def _measure_sizes(sources: list[Source], total: int) -> Iterator[tuple[str, str]]:
    rooms: Counter[str] = Counter()
    for source in sources:
        rooms[source.room] += len(source.lines)
    room, share = rooms.most_common(1)[0]
    yield "largest room", f"{room or 'the package itself'}, {100 * share / total:.1f} % of the lines"
    largest = max(sources, key=lambda source: len(source.lines))
    yield "module: median, largest", f"{median(len(s.lines) for s in sources):.0f}, {largest.name} {len(largest.lines)}"


def _measure_functions(sources: list[Source]) -> Iterator[tuple[str, str]]:
    functions = [found for source in sources for found in functions_of(source)]
    sizes = sorted(((node.end_lineno or 0) - node.lineno + 1, name) for name, node in functions)
    longest = sizes[-1]
    yield "function: median, longest", f"{sizes[len(sizes) // 2][0]}, {longest[1]} {longest[0]}"
    weights = sorted(((complexity(node), name) for name, node in functions), reverse=True)
    yield "complexity: mean, highest", f"{sum(w for w, _ in weights) / len(weights):.2f}, {weights[0][0]}"
    above = [f"{name} {weight}" for weight, name in weights if weight > TOO_COMPLEX]
    yield f"complexity above {TOO_COMPLEX}", "; ".join(above) or "none"


def _measure_names(sources: list[Source]) -> Iterator[tuple[str, str]]:
    for word, names in (("type", type_names), ("function", function_names)):
        homes = homes_of(sources, names)
        double = {name: modules for name, modules in sorted(homes.items()) if len(modules) > 1}
        told = ", ".join(f"{name}×{len(modules)}" for name, modules in double.items())
        yield f"{word} names with more than one home", f"{len(double)} of {len(homes)}: {told}"


def main(folder: str = "") -> None:
    """Print the figures of a tree with plugins/ in it, or of the package at `folder` itself."""
    place = Path(folder or ROOT)
    for label, figure in measure(place / "plugins" if (place / "plugins" / "__init__.py").exists() else place):
        print(f"{label:40} {figure}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
