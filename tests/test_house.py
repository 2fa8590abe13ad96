"""The figures of `make house` are right where they can be counted by hand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house import complexity, count_arrows, function_names, homes_of, measure, read_sources, type_names


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("return 1", 1),
        ("if a: return 1\nelif b: return 2", 3),
        ("return 1 if a and b or c else 2", 4),
        ("for x in a:\n  pass\nelse:\n  pass", 3),
        ("try: f()\nexcept A: pass\nexcept B: pass\nelse: pass", 4),
        ("return [x for x in a if x if y]", 4),
        ("match a:\n  case 1: pass\n  case _: pass", 3),
        ("def inner():\n  while a: pass", 2),
    ],
)
def test_complexity_counts_the_ways_through(code: str, number: int) -> None:
    body = "\n".join(f"  {line}" for line in code.splitlines())
    assert complexity(ast.parse(f"def f():\n{body}")) == number


@pytest.fixture
def package(tmp_path: Path) -> Path:
    files = {
        "__init__.py": "",
        "text/__init__.py": "from plugins.text.a import read\n",
        "text/a.py": "class Row:\n    pass\n\n\ndef read():  # why\n    return [x for x in ()]\n",
        "model/__init__.py": "import plugins.text\n",
        "model/b.py": "from plugins.text.a import read as _read\n_Row = tuple\n\n\ndef read():\n    pass\n",
        "text/up.py": "def f():\n    from plugins.model import b\n",
    }
    for name, code in files.items():
        file = tmp_path / "plugins" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
    return tmp_path / "plugins"


def test_a_name_with_two_homes_is_counted_with_both(package: Path) -> None:
    sources = read_sources(package)
    assert homes_of(sources, type_names) == {"Row": ["plugins.model.b", "plugins.text.a"]}
    assert homes_of(sources, function_names)["read"] == ["plugins.model.b", "plugins.text.a"]


def test_imports_are_counted_by_the_way_they_take(package: Path) -> None:
    assert count_arrows(read_sources(package)) == {"through": 2, "past": 2, "up": 2}


def test_every_figure_is_told(package: Path) -> None:
    told = dict(measure(package))
    assert told["modules, lines"] == "6, 16"
    assert told["share of # comments"] == "8.3 %"
    assert told["comprehensions in 100 lines"] == "8.3"
    assert told["type names with more than one home"] == "1 of 1: Row×2"
    assert told["circle"] == "none"
