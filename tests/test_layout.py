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


GROUND = {"problems", "private", "doors", "failure", "progress", "files", "parallel", "git"}
"""What every room stands on: single modules, each its own door."""
FLOORS: tuple[set[str], ...] = (
    GROUND,
    {"media"},
    {"text"},
    {"model"},
    {"rules"},
    {"site"},
    {"pages", "directory", "calendars", "search", "hosting", "assets", "incremental", "publish", "external", "sheets"},
    {"settings", "composition"},
    {"run"},
    {"commands"},
    {"__main__"},
)
"""From the ground up: a room uses the floors below its own; two rooms of one floor do not know each other."""


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def arrows_point_down(module: Module) -> Iterator[str]:
    for name in imports(module):
        if not within(name, "plugins") or name == "plugins":
            continue
        room = name.split(".")[1]
        same = room == module.room or {room, module.room} <= GROUND
        if not same and floor_of(room) >= floor_of(module.room):
            yield f"{module.name} imports {name}"


def shown_by(door: str) -> set[str]:
    """What a room's `__init__` names in `__all__`."""
    for node in MODULES[door].tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def nobody_climbs_in_by_the_window(module: Module) -> Iterator[str]:
    """What a room shows others stands in its `__init__`; its modules are its own affair."""
    for name in imports(module):
        parts = name.split(".")
        if parts[0] != "plugins" or len(parts) < 3 or parts[1] == module.room or name not in MODULES:
            continue
        if parts[2] not in shown_by(".".join(parts[:2])):
            yield f"{module.name} imports {name}"


def find_circle(arrows: dict[str, set[str]]) -> list[str]:
    """Modules that import each other round and round, in order; empty where there are none."""
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for target in sorted(arrows.get(name, ())):
            if circle := walk(target, (*path, name)):
                return circle
        done.add(name)
        return []

    return next((circle for name in sorted(arrows) if (circle := walk(name, ()))), [])


def test_no_modules_import_each_other_in_a_circle() -> None:
    inside = {name: {i for i in imports(m) if i in MODULES} for name, m in MODULES.items() if not m.door}
    assert find_circle(inside) == []
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]


def sources_know_no_generator(module: Module) -> Iterator[str]:
    """Neither the floors below nor the site at one moment know Pelican or Jinja."""
    if module.room in ("media", "text", "model", "rules", "site"):
        yield from (f"{module.name} imports {name}" for name in imports(module) if within(name, "pelican", "jinja2"))


def pelican_stays_at_the_door(module: Module) -> Iterator[str]:
    if module.room != "commands" and not module.door:
        yield from (f"{module.name} imports {name}" for name in imports(module) if within(name, "pelican"))


READERS = {
    "open", "read_text", "read_bytes", "scandir", "listdir", "walk", "iterdir", "glob", "rglob", "fdopen", "mmap", "copy",
    "copyfile", "copytree", "copy2", "link", "symlink_to", "hardlink_to",
}  # fmt: skip
PLANNERS = ("model", "site", "pages", "directory", "calendars", "search")
"""Rooms that are pure functions on models: they touch no file at all."""
COPIES_MEDIA = {"plugins.incremental.worker"}
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
    if module.room in ("media", "text", "rules"):
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


def a_door_hides_no_module(module: Module) -> Iterator[str]:
    """What a door shows is not called as a module of its room: the one would stand in the other's place."""
    if module.door and module.name != "plugins":
        others = [n for n in module.tree.body if isinstance(n, ast.ImportFrom) and n.module != module.name]
        shown = {alias.name for node in others for alias in node.names}
        yield from (f"{module.name} hides {name}" for name in sorted(shown) if f"{module.name}.{name}" in MODULES)


RULES: tuple[Rule, ...] = (
    a_door_hides_no_module,
    arrows_point_down,
    nobody_climbs_in_by_the_window,
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
        (arrows_point_down, "plugins.rules.x", "from plugins.site import Site"),
        (arrows_point_down, "plugins.model.x", "from plugins.rules import read"),
        (arrows_point_down, "plugins.text.x", "from plugins.model import Service"),
        (arrows_point_down, "plugins.problems", "from plugins.text import Tree"),
        (nobody_climbs_in_by_the_window, "plugins.pages.x", "from plugins.model.directory import Service"),
        (nobody_climbs_in_by_the_window, "plugins.commands.x", "def f():\n    from plugins.publish import git"),
        (arrows_point_down, "plugins.rules.x", "def f():\n    import plugins.pages.plan"),
        (arrows_point_down, "plugins.site.x", "from plugins.pages import plan"),
        (arrows_point_down, "plugins.pages.x", "from plugins.directory.plan import plan_directory"),
        (arrows_point_down, "plugins.directory.x", "from plugins import pages"),
        (arrows_point_down, "plugins.incremental.x", "from plugins.assets.bundle import Assets"),
        (arrows_point_down, "plugins.assets.x", "from plugins.commands import main"),
        (arrows_point_down, "plugins.calendars.x", "from plugins.pages.plan import plan_pages"),
        (arrows_point_down, "plugins.parallel", "from plugins.rules import read"),
        (sources_know_no_generator, "plugins.rules.x", "import jinja2"),
        (sources_know_no_generator, "plugins.rules.x", "from pelican.utils import slugify"),
        (sources_know_no_generator, "plugins.site.x", "def f():\n    from jinja2.sandbox import x"),
        (pelican_stays_at_the_door, "plugins.pages.plan", "from pelican import signals"),
        (pelican_stays_at_the_door, "plugins.incremental.write", "def f():\n    import pelican.writers"),
        (only_sources_open_content, "plugins.pages.news", "def f(site):\n    return open('content/a.md')"),
        (only_sources_open_content, "plugins.site.x", "def f(p):\n    return p.read_text()"),
        (only_sources_open_content, "plugins.directory.x", "import os\nx = tuple(os.scandir('.'))"),
        (only_sources_open_content, "plugins.commands.x", "def f(content):\n    return (content / 'a').read_bytes()"),
        (only_sources_open_content, "plugins.assets.x", "def f(s):\n    return tuple(Path(s['PATH']).rglob('*'))"),
        (one_clock, "plugins.pages.x", "from datetime import datetime\nx = datetime.now()"),
        (one_clock, "plugins.rules.x", "import datetime\nx = datetime.date.today()"),
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
        (no_pickle, "plugins.rules.x", "import yaml\nx = yaml.unsafe_load('a')"),
    ],
)
def test_the_rule_finds_a_breach(rule: Rule, name: str, code: str) -> None:
    assert list(rule(Module(name, False, ast.parse(code))))


@pytest.mark.parametrize(
    ("rule", "name", "code"),
    [
        (arrows_point_down, "plugins.pages.x", "from plugins.rules import read\nfrom plugins.site import Site"),
        (pelican_stays_at_the_door, "plugins.commands.build", "from pelican import Pelican"),
        (only_sources_open_content, "plugins.incremental.worker", "def f(content):\n    return content.read_bytes()"),
        (only_sources_open_content, "plugins.assets.x", "def f(theme):\n    return theme.read_bytes()"),
        (one_clock, "plugins.rules.x", "from datetime import time\nx = time(9, 0)"),
        (one_clock, "plugins.site.clock", "import time\nx = time.time()"),
        (no_state_in_modules, "plugins.site.x", "NAMES = {'a': 1}\n__all__ = ['a']\nx = frozenset({1})"),
        (no_state_in_modules, "plugins.site.x", "def f():\n    seen = []\n    seen.append(1)"),
    ],
)
def test_the_rule_lets_good_code_be(rule: Rule, name: str, code: str) -> None:
    assert list(rule(Module(name, False, ast.parse(code)))) == []


def test_a_door_that_hides_a_module_is_found() -> None:
    planted = Module("plugins.hosting", True, ast.parse("from plugins.hosting.rules import nginx"))
    assert list(a_door_hides_no_module(planted)) == ["plugins.hosting hides nginx"]


def test_a_door_may_import_pelican() -> None:
    assert (
        list(pelican_stays_at_the_door(Module("plugins.pages", True, ast.parse("from pelican import signals")))) == []
    )


def test_the_rules_read_every_module() -> None:
    assert {"plugins.rules.reader", "plugins.site.clock", "plugins.pages", "plugins.commands.build"} <= MODULES.keys()
