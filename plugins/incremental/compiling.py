"""How Jinja turns a template into Python here: the same words with less work on the way; hides its compiler.

A page asks for two hundred values and forty macros. The library makes of each value an object that says it is escaped,
and throws it away at the next join; of each call it asks four times whether it wants the context.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_MEANT = re.compile("[&<>\"']")


def spell(value: object) -> str:
    """A value as it stands in HTML, as `escape` writes it."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is str and not _MEANT.search(value):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


class _SpellingGenerator(CodeGenerator):
    """Writes `spell` where the library writes `escape`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline(f"from {__name__} import spell")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("spell(")


class _MacroContext(Context):
    """Calls a macro as one; what else is called goes the library's way."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not Macro:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **kwargs)


class LeanEnvironment(Environment):
    """Jinja's environment with both."""

    code_generator_class = _SpellingGenerator
    context_class = _MacroContext
