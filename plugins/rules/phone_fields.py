"""In which fields a phone stands, and whose it may be said to be instead; hides how a name is told from a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel

from plugins.model import shape_of

_ID = re.compile(r"(?:[a-z]+/)?(?=[0-9-]*[a-z])[a-z0-9-]+(?:#[1-9]\d?)?")
NAME = re.compile(
    r"(?!(?:[零〇一二两三四五六七八九幺]+|无|没有|暂无|待定|同上|不详)\Z)(?=[^\d#]*[\u4e00-\u9fff])[^\d#/、，,;；:：]{2,40}(?:#[1-9]\d?)?"
)
"""爱心图书室 where a number belongs: whose it is; one with a digit in it is told as a number in a wrong form."""
EXTENSIONS = {
    "number": "extension",
    "phone": "extension",
    "property_phone": "property_extension",
    "complaints_phone": "complaints_extension",
    "call": "call_extension",
}
"""The field beside each field of a phone that holds its extension."""
CUT_SHORT = re.compile(r"[-－]\d{1,3}\Z")
Unread = frozenset[str]
"""Whose numbers cannot be read, by id, kind and id, and name; or EVERY_NUMBER."""
EVERY_NUMBER = "*"
TYPED = "tel:"
"""What a number in a body begins with that was typed and not named."""


def is_reference(text: str) -> bool:
    """Whether a field of a phone says whose the number is: an id, or a name."""
    return _ID.fullmatch(text) is not None or NAME.fullmatch(text) is not None


@cache
def phone_fields(model: type[BaseModel]) -> Mapping[str, type[BaseModel] | None]:
    """The fields of a model that are phones, and the parts that have some."""
    found: dict[str, type[BaseModel] | None] = {}
    for shape in shape_of(model):
        if shape.spelling and shape.spelling.cell == "phone":
            found[shape.key] = None
        elif shape.part and phone_fields(shape.part):
            found[shape.key] = shape.part
    return found
