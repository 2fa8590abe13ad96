"""The house rules of docs/architecture.md, read off the code itself; each is shown to fail on a planted breach."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

PLUGINS = ROOT / "plugins"


@dataclass(frozen=True)
class Module:
    """A module of plugins/: its dotted name, whether it is a package's door, and its code."""

    name: str
    door: bool
    tree: ast.Module

    @property
    def room(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""


def load(file: Path) -> Module:
    parts = file.relative_to(ROOT).with_suffix("").parts
    door = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if door else parts), door, ast.parse(file.read_text("utf-8")))


MODULES = {m.name: m for m in map(load, sorted(PLUGINS.rglob("*.py")))}
Rule = Callable[[Module], Iterator[str]]


def imports(module: Module) -> Iterator[str]:
    """Every module a module imports, by its full name; `from x import y` counts as x, and as x.y where that is one."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}: a relative import"
            yield node.module or ""
            yield from (name for a in node.names if (name := f"{node.module}.{a.name}") in MODULES)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


MAY_IMPORT = {
    "source": {"source", "parallel", "files"},
    "parallel": {"parallel"},
    "files": {"files"},
    "site": {"site", "source", "parallel", "files"},
    "commands": {
        "commands",
        "site",
        "source",
        "pages",
        "directory",
        "calendars",
        "assets",
        "incremental",
        "parallel",
        "files",
        "publish",
        "sheets",
        "hosting",
        "external",
    },
    "sheets": {"sheets", "source"},
    "__main__": {"commands"},
}
"""What each room may use of the others; a room that is not named uses source, site, files and parallel, and no other room."""


def arrows_point_down(module: Module) -> Iterator[str]:
    allowed = MAY_IMPORT.get(module.room, {module.room, "site", "source", "parallel", "files"})
    for name in imports(module):
        if within(name, "plugins") and name != "plugins" and name.split(".")[1] not in allowed:
            yield f"{module.name} imports {name}"


def sources_know_no_generator(module: Module) -> Iterator[str]:
    """Neither sources nor the site at one moment know Pelican or Jinja."""
    if module.room in ("source", "site"):
        yield from (f"{module.name} imports {name}" for name in imports(module) if within(name, "pelican", "jinja2"))


def pelican_stays_at_the_door(module: Module) -> Iterator[str]:
    if module.room != "commands" and not module.door:
        yield from (f"{module.name} imports {name}" for name in imports(module) if within(name, "pelican"))


READERS = {
    "open", "read_text", "read_bytes", "scandir", "listdir", "walk", "iterdir", "glob", "rglob", "fdopen", "mmap", "copy",
    "copyfile", "copytree", "copy2", "link", "symlink_to", "hardlink_to",
}  # fmt: skip
PLANNERS = ("site", "pages", "directory", "calendars")
"""Rooms that are pure functions on models: they touch no file at all."""
COPIES_MEDIA = {"plugins.incremental.write"}
"""Where pictures and files go into the output as they are."""


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last word of what is called."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def words_of(node: ast.AST) -> set[str]:
    """The names, attributes and strings an expression mentions."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    found |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    return found | {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def only_sources_open_content(module: Module) -> Iterator[str]:
    if module.room == "source":
        return
    for call, name in calls(module):
        if name not in READERS:
            continue
        if module.room in PLANNERS:
            yield f"{module.name}:{call.lineno} calls {name}"
        elif words_of(call) & {"content", "_content", "PATH"} and module.name not in COPIES_MEDIA:
            yield f"{module.name}:{call.lineno} opens content with {name}"


CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime", "strftime"}
CLOCK_OWNERS = {"datetime", "date", "time", "dt"}


def one_clock(module: Module) -> Iterator[str]:
    """Nobody asks what time it is but plugins/site/clock.py; datetime.time(9, 0) is a value and no question."""
    if module.name == "plugins.site.clock":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            asked = {alias.name for alias in node.names} & CLOCKS
            yield from (f"{module.name}:{node.lineno} imports {name} from time" for name in asked)
    for call, name in calls(module):
        func = call.func
        if isinstance(func, ast.Attribute) and name in CLOCKS and isinstance(func.value, ast.Name | ast.Attribute):
            owner = func.value.id if isinstance(func.value, ast.Name) else func.value.attr
            if owner in CLOCK_OWNERS and not (call.args and name in ("time", "strftime")):
                yield f"{module.name}:{call.lineno} calls {owner}.{name}()"


MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS = {"list", "dict", "set", "bytearray", "defaultdict", "Counter", "deque", "OrderedDict", "local", "ContextVar"}
CHANGERS = {
    "append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "clear", "remove", "discard", "sort",
    "reverse", "appendleft",
}  # fmt: skip


def no_state_in_modules(module: Module) -> Iterator[str]:
    """A module's own lists and dicts are constants by name, and no function changes one or rebinds a global."""
    kept: set[str] = set()
    for node in module.tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = {t.id for t in targets if isinstance(t, ast.Name)}
        kept |= names
        value = getattr(node, "value", None)
        made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in MAKERS
        if names and (isinstance(value, MUTABLE) or made):
            lower = [n for n in names if n != n.upper() and n != "__all__"]
            yield from (f"{module.name}:{node.lineno} keeps {name} in the module" for name in lower)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            yield f"{module.name}:{node.lineno} rebinds a global"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGERS:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in kept:
                yield f"{module.name}:{node.lineno} changes {owner.id}"
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
            changed = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            for target in changed:
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id in kept:
                    yield f"{module.name}:{node.lineno} changes {target.value.id}"


def no_pickle(module: Module) -> Iterator[str]:
    """Nothing is stored in a form that runs code when it is read."""
    for name in imports(module):
        if within(name, "pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"):
            yield f"{module.name} imports {name}"
    for call, name in calls(module):
        if name in ("eval", "exec", "full_load", "unsafe_load"):
            yield f"{module.name}:{call.lineno} calls {name}"


RULES: tuple[Rule, ...] = (
    arrows_point_down,
    sources_know_no_generator,
    pelican_stays_at_the_door,
    only_sources_open_content,
    one_clock,
    no_state_in_modules,
    no_pickle,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    assert [breach for module in MODULES.values() for breach in rule(module)] == []


@pytest.mark.parametrize(
    ("rule", "name", "code"),
    [
        (arrows_point_down, "plugins.source.x", "from plugins.site.site import Site"),
        (arrows_point_down, "plugins.source.x", "def f():\n    import plugins.pages.plan"),
        (arrows_point_down, "plugins.site.x", "from plugins.pages import plan"),
        (arrows_point_down, "plugins.pages.x", "from plugins.directory.plan import plan_directory"),
        (arrows_point_down, "plugins.directory.x", "from plugins import pages"),
        (arrows_point_down, "plugins.incremental.x", "from plugins.assets.bundle import Assets"),
        (arrows_point_down, "plugins.assets.x", "from plugins.commands import main"),
        (arrows_point_down, "plugins.calendars.x", "from plugins.pages.plan import plan_pages"),
        (arrows_point_down, "plugins.parallel", "from plugins.source import read"),
        (sources_know_no_generator, "plugins.source.x", "import jinja2"),
        (sources_know_no_generator, "plugins.source.x", "from pelican.utils import slugify"),
        (sources_know_no_generator, "plugins.site.x", "def f():\n    from jinja2.sandbox import x"),
        (pelican_stays_at_the_door, "plugins.pages.plan", "from pelican import signals"),
        (pelican_stays_at_the_door, "plugins.incremental.write", "def f():\n    import pelican.writers"),
        (only_sources_open_content, "plugins.pages.news", "def f(site):\n    return open('content/a.md')"),
        (only_sources_open_content, "plugins.site.x", "def f(p):\n    return p.read_text()"),
        (only_sources_open_content, "plugins.directory.x", "import os\nx = tuple(os.scandir('.'))"),
        (only_sources_open_content, "plugins.commands.x", "def f(content):\n    return (content / 'a').read_bytes()"),
        (only_sources_open_content, "plugins.assets.x", "def f(s):\n    return tuple(Path(s['PATH']).rglob('*'))"),
        (one_clock, "plugins.pages.x", "from datetime import datetime\nx = datetime.now()"),
        (one_clock, "plugins.source.x", "import datetime\nx = datetime.date.today()"),
        (one_clock, "plugins.incremental.x", "import time\nx = time.time()"),
        (one_clock, "plugins.commands.x", "from time import time"),
        (no_state_in_modules, "plugins.site.x", "seen = {}"),
        (no_state_in_modules, "plugins.site.x", "seen: list[str] = []"),
        (no_state_in_modules, "plugins.site.x", "from collections import Counter\nseen = Counter()"),
        (no_state_in_modules, "plugins.site.x", "SEEN = {}\ndef f(x):\n    SEEN[x] = 1"),
        (no_state_in_modules, "plugins.site.x", "SEEN = []\ndef f(x):\n    SEEN.append(x)"),
        (no_state_in_modules, "plugins.site.x", "x = 0\ndef f():\n    global x\n    x = 1"),
        (no_pickle, "plugins.incremental.x", "import pickle"),
        (no_pickle, "plugins.incremental.x", "def f():\n    from marshal import loads"),
        (no_pickle, "plugins.source.x", "import yaml\nx = yaml.unsafe_load('a')"),
    ],
)
def test_the_rule_finds_a_breach(rule: Rule, name: str, code: str) -> None:
    assert list(rule(Module(name, False, ast.parse(code))))


@pytest.mark.parametrize(
    ("rule", "name", "code"),
    [
        (arrows_point_down, "plugins.pages.x", "from plugins.source import read\nfrom plugins.site.site import Site"),
        (pelican_stays_at_the_door, "plugins.commands.build", "from pelican import Pelican"),
        (only_sources_open_content, "plugins.incremental.write", "def f(content):\n    return content.read_bytes()"),
        (only_sources_open_content, "plugins.assets.x", "def f(theme):\n    return theme.read_bytes()"),
        (one_clock, "plugins.source.x", "from datetime import time\nx = time(9, 0)"),
        (one_clock, "plugins.site.clock", "import time\nx = time.time()"),
        (no_state_in_modules, "plugins.site.x", "NAMES = {'a': 1}\n__all__ = ['a']\nx = frozenset({1})"),
        (no_state_in_modules, "plugins.site.x", "def f():\n    seen = []\n    seen.append(1)"),
    ],
)
def test_the_rule_lets_good_code_be(rule: Rule, name: str, code: str) -> None:
    assert list(rule(Module(name, False, ast.parse(code)))) == []


def test_a_door_may_import_pelican() -> None:
    assert (
        list(pelican_stays_at_the_door(Module("plugins.pages", True, ast.parse("from pelican import signals")))) == []
    )


def test_the_rules_read_every_module() -> None:
    assert {"plugins.source.reader", "plugins.site.clock", "plugins.pages", "plugins.commands.build"} <= MODULES.keys()
