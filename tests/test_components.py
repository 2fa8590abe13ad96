"""Every component of the theme renders every one of its examples, and has some."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import TemplateError
from lxml import html
from markupsafe import Markup

from plugins.incremental.render import Templates, make_environment
from plugins.site.frame_views import SiteView

ROOT = Path(__file__).parents[1]
COMPONENTS = ROOT / "theme" / "templates" / "components"
ENVIRONMENT = make_environment(Templates(ROOT / "theme"))


def load_examples() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for file in sorted(COMPONENTS.glob("*.yaml")):
        for example in yaml.safe_load(file.read_text(encoding="utf-8"))["examples"]:
            found.append((file.stem, example))
    return found


EXAMPLES = load_examples()


def render(component: str, example: dict[str, Any]) -> str:
    module = ENVIRONMENT.get_template(f"components/{component}.html").module
    macro = getattr(module, example["macro"])
    arguments = {
        k: Markup(v["markup"]) if isinstance(v, dict) and set(v) == {"markup"} else v
        for k, v in example["with"].items()
    }
    return str(macro(**arguments))


def test_every_component_has_its_page_of_examples() -> None:
    assert {f.stem for f in COMPONENTS.glob("*.html")} == {f.stem for f in COMPONENTS.glob("*.yaml")}


def test_every_macro_is_shown_by_an_example() -> None:
    shown = {(component, example["macro"]) for component, example in EXAMPLES}
    macros = set()
    for file in sorted(COMPONENTS.glob("*.html")):
        module = ENVIRONMENT.get_template(f"components/{file.name}").module
        own = {line.split("macro ")[1].split("(")[0] for line in file.read_text().splitlines() if "{% macro " in line}
        macros |= {(file.stem, name) for name in own if hasattr(module, name)}
    assert macros - shown == set()


@pytest.mark.parametrize(("component", "example"), EXAMPLES, ids=[f"{c}-{e['name']}" for c, e in EXAMPLES])
def test_example_renders(component: str, example: dict[str, Any]) -> None:
    if example["macro"] in ("banner",) and "caller" not in example["with"]:
        example = {**example, "with": {**example["with"], "caller": lambda: ""}}
    text = render(component, example)
    html.fragments_fromstring(text)
    assert "style=" not in text and "onclick" not in text and "None" not in text


def test_an_example_that_lacks_a_value_is_seen() -> None:
    component, example = next((c, e) for c, e in EXAMPLES if c == "card")
    item = {k: v for k, v in example["with"]["item"].items() if k != "title"} if "item" in example["with"] else {}
    with pytest.raises((TemplateError, TypeError)):
        render(component, {**example, "with": {**example["with"], "item": item}})


def test_templates_stay_small() -> None:
    lengths = {
        f.relative_to(COMPONENTS.parent).as_posix(): len(f.read_text().splitlines())
        for f in COMPONENTS.parent.rglob("*.html")
    }
    assert lengths.pop("base.html") < 120
    assert {name: n for name, n in lengths.items() if n >= 90} == {}


def test_templates_sort_and_look_up_nothing() -> None:
    """Rule 5: a template decides nothing about data."""
    banned = (
        "|sort",
        "|groupby",
        "|selectattr",
        "|rejectattr",
        "|map(",
        "|unique",
        "|batch",
        "strftime",
        "now(",
    )
    found = [
        (file.name, word)
        for file in COMPONENTS.parent.rglob("*.html")
        for word in banned
        if word in file.read_text().replace(" | ", "|")
    ]
    assert found == []
    trusted = {f.name for f in COMPONENTS.parent.rglob("*.html") if re.search(r"""[^"']\s*\|\s*safe""", f.read_text())}
    assert trusted == set()


def test_the_site_has_the_fields_that_templates_ask_for() -> None:
    known = {f.name for f in fields(SiteView)}
    asked = {
        name for file in COMPONENTS.parent.rglob("*.html") for name in re.findall(r"\bsite\.(\w+)", file.read_text())
    }
    assert asked <= known
