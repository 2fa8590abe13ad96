"""How to come by a seat; hides how words alone are read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import Field, model_validator

from plugins.model.fields import DayOrMoment, Flag, Text
from plugins.model.moments import first_moment, refuse
from plugins.model.parts import Part

_NOT_NEEDED = re.compile(r"(?:不用|不需要?|无需|无须|免)报名(?:[，,；;。、\s]+|$)")
_SIGN_UP = re.compile(r"(?:是|对|要|需要?|须要?|true|yes|1)(?:报名)?[。！]?", re.I)
_NO_SIGN_UP = re.compile(r"(?:否|不|不是|不用|不必|不要|不需要?|无|无需|无须|没有|免|false|no|0)(?:报名)?[。！]?", re.I)
"""A word alone says whether one has to sign up; how is not said."""


class Signup(Part):
    """How to come by a seat, and from when until when."""

    bare: ClassVar = "how"

    needed: Flag | None = Field(None, title="要不要报名", description="true 要报名；false 不用报名；不写，页面就不说")
    opens: DayOrMoment | None = Field(None, title="报名开始", description="只写日期，就是那天零点")
    closes: DayOrMoment | None = Field(None, title="报名截止", description="只写日期，那一天还能报")
    how: Text | None = Field(None, title="怎样报名", description="打电话、到窗口还是上网")
    full: Flag = Field(False, title="已满", description="满了写 true，页面不再请人报名")

    @model_validator(mode="before")
    @classmethod
    def _read_words(cls, value: object) -> object:
        """Words alone are how it is done; 不用报名，直接来 says first that it need not be."""
        if value == {}:
            refuse("报名一项也没有写", "要报名写 needed: true，不用报名写 needed: false；不说就删掉 signup")
        if not isinstance(value, str):
            return value
        if _SIGN_UP.fullmatch(value.strip()) or _NO_SIGN_UP.fullmatch(value.strip()):
            return {"needed": _SIGN_UP.fullmatch(value.strip()) is not None}
        match = _NOT_NEEDED.match(value.strip())
        if not match:
            return {"how": value}
        rest = value.strip()[match.end() :]
        return {"needed": False, "how": rest} if rest else {"needed": False}

    @property
    def opens_at(self) -> datetime | None:
        return first_moment(self.opens) if self.opens else None

    @property
    def closes_at(self) -> datetime | None:
        """From when on nobody can sign up any more: a day counts to its end."""
        if self.closes is None or isinstance(self.closes, datetime):
            return self.closes
        return first_moment(self.closes) + timedelta(days=1)
