"""A template's code, made once in a process: most of what a small site's build would do again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from jinja2 import Environment, nodes


def keep_compiled() -> None:
    """Let every environment of this process take over what another with the same options has compiled."""
    compile_template, parse_template = Environment.compile, Environment.parse
    compiled: dict[object, CodeType] = {}
    parsed: dict[object, nodes.Template] = {}

    def compile_once(
        self: Environment,
        source: Any,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        if raw or not isinstance(source, str):
            return compile_template(self, source, name, filename, raw, defer_init)
        key = (source, name, defer_init, _options(self))
        if key not in compiled:
            compiled[key] = compile_template(self, source, name, filename, raw, defer_init)
        return _placed(compiled[key], filename or "<template>")

    def parse_once(
        self: Environment, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        key = (source, name, _options(self))
        if key not in parsed:
            parsed[key] = parse_template(self, source, name, filename)
        return parsed[key]

    Environment.compile = compile_once  # type: ignore[method-assign, assignment]
    Environment.parse = parse_once  # type: ignore[method-assign]


def _options(environment: Environment) -> object:
    """What decides of an environment how a template is compiled: constants go through filters and tests then."""
    own = vars(environment)
    signs = tuple(sorted((k, v) for k, v in own.items() if isinstance(v, str | bool)))
    rest = (environment.undefined, environment.autoescape, frozenset(environment.extensions))
    return type(environment), signs, rest, _named(environment.filters), _named(environment.tests)


def _named(called: Mapping[str, Callable[..., Any]]) -> frozenset[object]:
    return frozenset((name, getattr(one, "__code__", one)) for name, one in called.items())


def _placed(code: CodeType, filename: str) -> CodeType:
    """The same code, told as that of another file: a mistake is told with the path of its template."""
    if code.co_filename == filename:
        return code
    inner = tuple(_placed(one, filename) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=filename, co_consts=inner)
