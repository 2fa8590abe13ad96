"""Templates say here what they say in Jinja as it comes."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from plugins.incremental.compiling import LeanEnvironment, spell

TEMPLATES = {
    "page": """{% from "parts" import part, around %}{% extends "base" %}{% block main %}{% for one in values %}
{{ one }}|{{ part(one, last=loop.last) }}|{{ part(one) ~ one }}{% set said %}<i>{{ one }}</i>{% endset %}{{ said }}
{% call(word) around(one) %}{{ word }}{{ one }}{% endcall %}{% endfor %}{{ odd(1) }}{{ values|join(", ") }}{% endblock %}""",
    "parts": """{% macro part(value, last=false) %}<b title="{{ value }}">{{ value }}</b>{{ last }}{% endmacro %}
{% macro around(value) %}<p>{{ caller(value) }}</p>{% endmacro %}""",
    "base": "<title>{{ values[0] }}</title>{% block main %}{% endblock %}{% autoescape false %}{{ values[1] }}{% endautoescape %}",
}


class Stranger:
    def __str__(self) -> str:
        return "<一个>"


class Kept:
    def __html__(self) -> str:
        return "<b>两个</b>"


VALUES = [
    "明天",
    "<a href='x'>\"&</a>",
    Markup("<em>&amp;</em>"),
    7,
    1.5,
    None,
    True,
    Stranger(),
    Kept(),
    ("<", ">"),
    "",
]


def test_the_same_words_by_both() -> None:
    said = []
    for kind in (Environment, LeanEnvironment):
        environment = kind(loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        environment.globals = {"odd": lambda n: f"<{n}>"}
        said.append(environment.get_template("page").render(values=VALUES))
    assert said[0] == said[1]
    assert "&lt;a href=&#39;x&#39;&gt;" in said[1]


def test_what_is_not_there_is_told_and_not_spelt() -> None:
    environment = LeanEnvironment(undefined=StrictUndefined, autoescape=True)
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_spelt_as_markupsafe_escapes_it(value: object) -> None:
    assert spell(value) == str(escape(value))


def test_the_compiler_writes_ours() -> None:
    """A library that no longer asks would leave the pages right and the builds slow."""
    source = LeanEnvironment(autoescape=True).compile("{{ a }}", raw=True)
    assert "spell(" in source
    assert "escape(" not in source.replace("import", "").split("spell(")[1]
