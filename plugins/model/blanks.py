"""What a form asks of whoever fills it in: the forms of guides, and that of 写信给我们; nobody's answers are ever read here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from plugins.model.entries import OLD, Entry
from plugins.model.fields import Alias, Count, Flag, Line, LocationId, Slug, Summary, Text
from plugins.model.kind import Kind, Record, one_entry
from plugins.model.moments import refuse
from plugins.model.parts import NAMED_BY_FILE, Part

AskedAs = Literal["line", "text", "choice", "several", "date", "phone"]
CHOICES: frozenset[AskedAs] = frozenset({"choice", "several"})
MOST = {"line": 60, "text": 500, "phone": 30}
"""Characters of an answer where nobody says how many."""
PER_LINE = 32
"""So many Chinese characters of an answer stand on a line of the sheet; theme/static/js/blank/blank.js knows it too."""
_SHEET, _CODE = 200.0, 25.0
"""Millimetres of one A4 between its head and its foot, and how many of them the code of a letter takes beside that."""
_LINE, _GAP, _PEN, _TITLE = 5.9, 3.2, 11.2, 10.6
"""Those of a line, of what parts two fields, of a line for a signature, of each further line of the title."""
_TITLE_LINE = 22
_PASSWORD = re.compile(r"密码|验证码|口令")
_SECRET = re.compile(r"身份证号|证件号|银行卡|卡号|密码|验证码|医保号|社保号")


def _lines_of(options: Sequence[str]) -> int:
    """How many lines options take that stand one behind the other, each with its box."""
    lines, used = 1, 0.0
    for option in options:
        width = len(option) + 3.5
        lines, used = (lines, used + width) if used + width <= PER_LINE else (lines + 1, width)
    return lines


class BlankField(Part):
    """One line of a form: what is asked, and how it is answered."""

    name: Line = Field(title="栏目", description="表上这一栏叫什么，例如 在哪里")
    kind: AskedAs = Field(
        "line",
        title="怎样填",
        description="line 一行字；text 几行字；choice 选一项；several 可以选几项；date 日期；phone 电话",
    )
    options: tuple[Line, ...] = Field((), title="选项", description="choice、several 的各项，二到十二项", max_length=12)
    required: Flag = Field(False, title="一定要填", description="一定要填的写 true")
    hint: Line | None = Field(None, title="怎样填的提示", description="例如 写清楚小区和哪一栋附近")
    most: Count | None = Field(
        None, title="最多几个字", description="不写就是一行 60 个字，几行 500 个字", ge=1, le=2000
    )
    subject: Flag = Field(False, title="写进标题", description="答案放进邮件的标题，写 true")

    @model_validator(mode="after")
    def _offers_what_is_chosen(self) -> BlankField:
        if self.kind in CHOICES and len(self.options) == 1 and "、" in self.options[0]:
            options = ", ".join(self.options[0].split("、"))
            refuse(f"{self.name}的几项连成了一项，用的是顿号“、”", f"用半角逗号隔开：[{options}]")
        if self.kind in CHOICES and len(self.options) < 2:
            refuse(f"{self.name}要选，选项不到两个", "在 options 里写上各项，或把 kind 改成 line")
        if self.kind not in CHOICES and self.options:
            refuse(f"{self.name}写了选项，却不是选的", "把 kind 改成 choice（选一项）或 several（可以选几项）")
        return self

    @property
    def longest(self) -> int:
        """The most characters of an answer that is written; 0 where it is chosen."""
        return 0 if self.kind in CHOICES or self.kind == "date" else self.most or MOST[self.kind]

    @property
    def lines(self) -> int:
        """How many lines of the sheet its answer takes at most."""
        return _lines_of(self.options) if self.kind in CHOICES else max(1, -(-self.longest // PER_LINE))


def _fit_on_a_sheet(name: str, fields: Sequence[BlankField], room: float) -> None:
    """Refuse what does not go on one A4."""
    room -= _TITLE * ((len(name) - 1) // _TITLE_LINE)
    height = sum(field.lines * _LINE + _GAP for field in fields)
    if height > room:
        message = f"一张 A4 印不下：要 {height:.0f} 毫米高，只有 {room:.0f} 毫米"
        refuse(message, f"少问几栏，或把 most（最多几个字）写小：纸上一行 {PER_LINE} 个字")


class LetterField(BlankField):
    """One line of a form that goes by mail: nothing that opens a door is asked for."""

    @field_validator("name")
    @classmethod
    def _asks_no_secret(cls, name: str) -> str:
        if found := _SECRET.search(name):
            refuse(f"信会从邮箱和微信里走，不能叫人写{found[0]}", "删掉这一栏，要核对的到窗口再看")
        return name


class Letterbox(Record):
    """The form of 写信给我们, filled in on the reader's own device."""

    kind: ClassVar = Kind("write", "写信给我们", one_entry("data/write.yaml"), index="/write/", key="")

    name: Line = Field("写信给我们", title="这一页叫什么")
    description: Summary = Field(title="说明", description="一两句话：什么事可以写，多久有回音")
    fields: tuple[LetterField, ...] = Field(
        min_length=1, max_length=12, title="表上的各栏", description="依次：什么事、在哪里、事情的经过、怎样找您"
    )
    window: LocationId | None = Field(
        None, title="印出来交到哪里", description="locations.yaml 里的 id；不写就是服务中心"
    )
    then: Text | None = Field(None, title="交了以后", description="谁来看、几天内答复、怎样查办到哪一步")
    sample: Flag = Field(False, title="示例数据", description="期限、邮箱是示例的写 true，页面会注明")

    @field_validator("fields")
    @classmethod
    def _fit(cls, fields: tuple[LetterField, ...], others: ValidationInfo) -> tuple[LetterField, ...]:
        _fit_on_a_sheet(others.data.get("name", ""), fields, _SHEET - _CODE)
        return fields


class PaperField(BlankField):
    """One line of a form that is printed and handed in: nobody at a window wants a password."""

    @field_validator("name")
    @classmethod
    def _asks_no_password(cls, name: str) -> str:
        if found := _PASSWORD.search(name):
            refuse(f"谁也不该把{found[0]}写在表上", "删掉这一栏")
        return name


class Blank(Entry):
    """A form that guides ask for, filled in on the reader's own device and printed on one sheet."""

    kind: ClassVar = Kind("forms", "表格", one_entry("data/forms/*.yaml"), "/forms/{id}/", "/forms/", sheet=True)

    private_hint: ClassVar = "这里写表上问什么；填表的人写的只在他自己的手机上，网站不收"

    id: Slug = Field(title="编号", description="就是文件名", json_schema_extra=NAMED_BY_FILE)
    name: Line = Field(title="表叫什么", description="例如 预约上门服务登记表")
    description: Summary = Field(title="说明", description="一两句话：什么时候填，谁可以代填")
    by_hand: tuple[Line, ...] = Field(
        (), title="印出来用笔填的", description="签名、日期、窗口收件这样的，一栏一项", max_length=6
    )
    fields: tuple[PaperField, ...] = Field(
        min_length=1, max_length=20, title="表上的各栏", description="依次写；全部印在一张 A4 上"
    )
    window: LocationId | None = Field(None, title="交到哪里", description="locations.yaml 里的 id；不写就是服务中心")
    then: Text | None = Field(None, title="交了以后", description="谁来看、几天内办、表怎样保管")
    aliases: tuple[Alias, ...] = OLD

    @field_validator("fields")
    @classmethod
    def _fit(cls, fields: tuple[PaperField, ...], others: ValidationInfo) -> tuple[PaperField, ...]:
        room = _SHEET - _PEN * len(others.data.get("by_hand", ()))
        _fit_on_a_sheet(others.data.get("name", ""), fields, room)
        return fields
