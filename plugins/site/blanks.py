"""A form to be filled in on the reader's own device; hides how its parts are named. Nothing of it is sent or kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.model import BlankField

_FOR_A_PEN = 7
"""So many lines suffice for what is written by hand."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One line of a form."""

    id: str
    """Its anchor on the page."""
    name: str
    """What is asked."""
    kind: str
    """How it is answered: line, text, choice, several, date, phone."""
    options: tuple[str, ...]
    """What can be chosen; empty where one writes."""
    required: bool
    """Whether it must be answered."""
    hint: str
    """How to answer it; may be empty."""
    most: int
    """The most characters of an answer; 0 where it is chosen."""
    lines: int
    """How many lines of the sheet its answer takes at most."""
    rules: tuple[int, ...]
    """The lines for a pen, by number: as many, up to seven."""
    subject: bool
    """Whether the answer stands in the subject of the mail."""


@dataclass(frozen=True, slots=True)
class BlankView:
    """A form, and what becomes of it."""

    title: str
    """What the filled form is called."""
    fields: tuple[FieldView, ...]
    """Its lines, in order."""
    mail: str
    """The address a letter goes to; empty where none is written."""
    copies: bool
    """Whether its text can be copied, for WeChat."""
    code: bool
    """Whether the paper has a QR code of the text, for whoever takes it in."""
    by_hand: tuple[str, ...]
    """What is filled in with a pen, once it is printed."""
    foot: str
    """What stands below a filled form: where to hand it in; may be empty."""


def show_blank(
    title: str,
    fields: Sequence[BlankField],
    foot: str = "",
    mail: str = "",
    *,
    copies: bool = True,
    code: bool = True,
    by_hand: tuple[str, ...] = (),
) -> BlankView:
    """A form as the component `blank` shows it; one without `mail` is printed, or copied, and no more."""
    shown = tuple(_show_field(number, field) for number, field in enumerate(fields, 1))
    return BlankView(title, shown, mail, copies, code, by_hand, foot)


def _show_field(number: int, field: BlankField) -> FieldView:
    return FieldView(
        id=f"blank-{number}",
        name=field.name,
        kind=field.kind,
        options=field.options,
        required=field.required,
        hint=field.hint or "",
        most=field.longest,
        lines=field.lines,
        rules=tuple(range(1, min(field.lines, _FOR_A_PEN) + 1)),
        subject=field.subject,
    )
