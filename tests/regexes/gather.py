"""The regular expressions of plugins/: each with where it stands and how it is asked; read off the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from tests.conftest import ROOT

ASKING = frozenset({"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
Way = str
"""search for all that looks through the text, match, fullmatch."""


@dataclass(frozen=True)
class Expression:
    """One pattern, and the ways it is asked."""

    place: str
    pattern: re.Pattern[str]
    ways: frozenset[Way]


@dataclass(frozen=True)
class _Module:
    name: str
    path: str
    tree: ast.Module


def gather() -> tuple[list[Expression], list[str]]:
    """All expressions, and where a pattern stands that is made while the program runs, of words only it knows."""
    modules = list(_modules())
    asked = _ways_of_names(modules)
    found: list[Expression] = []
    unknown: list[str] = []
    for module in modules:
        for call in ast.walk(module.tree):
            if not _is_re(call) or not call.args or call.func.attr not in (*ASKING, "compile"):  # type: ignore[union-attr]
                continue
            place = f"{module.path}:{call.lineno}"
            pattern = _evaluate(call, module)
            if pattern is None:
                unknown.append(place)
                continue
            verb = call.func.attr  # type: ignore[union-attr]
            name = _name_of(call, module)
            at_once = _verb_at_once(call, module)
            # A name with an underscore is the module's own; any other may be asked elsewhere too.
            near = {module.name} if name.startswith("_") else set(asked)
            verbs = {v for where in near for v in asked.get(where, {}).get(name, ())} if verb == "compile" else {verb}
            ways = _ways({at_once} if at_once else verbs)
            found.append(Expression(place, pattern, ways))
    return found, unknown


def _modules() -> Iterator[_Module]:
    for file in sorted((ROOT / "plugins").rglob("*.py")):
        path = file.relative_to(ROOT)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        yield _Module(name, path.as_posix(), ast.parse(file.read_text("utf-8")))


def _is_re(call: ast.AST) -> bool:
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
    )


def _evaluate(call: ast.Call, module: _Module) -> re.Pattern[str] | None:
    """The pattern as the module makes it; None where it is made of what only a run knows."""
    code = ast.Expression(ast.Call(ast.parse("re.compile", mode="eval").body, [call.args[0], *_flags(call)], []))
    try:
        made = eval(compile(ast.fix_missing_locations(code), module.path, "eval"), vars(import_module(module.name)))
    except (NameError, TypeError, AttributeError):
        return None
    return made if isinstance(made.pattern, str) else re.compile(made.pattern.decode("latin-1"), made.flags & ~re.A)


def _flags(call: ast.Call) -> list[ast.expr]:
    at = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}.get(call.func.attr, 9)  # type: ignore[union-attr]
    named = [word.value for word in call.keywords if word.arg == "flags"]
    return call.args[at : at + 1] or named


def _name_of(call: ast.Call, module: _Module) -> str:
    """The name a compiled pattern goes by; empty where it stands in a list or a dict."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and node.value is call and isinstance(node.targets[0], ast.Name):
            return node.targets[0].id
    return ""


def _verb_at_once(call: ast.Call, module: _Module) -> str:
    """How a pattern is asked where it is made: re.compile(…).match(…)."""
    asking = (node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))
    return next((node.attr for node in asking if node.value is call and node.attr in ASKING), "")


def _ways_of_names(modules: list[_Module]) -> Mapping[str, Mapping[str, set[str]]]:
    """For each module, how the patterns it names are asked; also where one is handed to a function by its name."""
    found: dict[str, dict[str, set[str]]] = {}
    for module in modules:
        known = found.setdefault(module.name, {})
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in ASKING and isinstance(node.value, ast.Name):
                known.setdefault(node.value.id, set()).add(node.attr)
            if isinstance(node, ast.Call) and "scan.take" in ast.unparse(node.func):
                for word in node.args:
                    known.setdefault(ast.unparse(word), set()).add("match")
    return found


def _ways(verbs: frozenset[str] | set[str]) -> frozenset[Way]:
    """What is not asked by its name may be asked in any way but the costly one, which then would be by that name."""
    return frozenset(v if v in ("match", "fullmatch") else "search" for v in verbs) or frozenset({"search", "match"})


EXPRESSIONS, MADE = gather()
