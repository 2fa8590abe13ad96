"""What a form asks of whoever fills it in, and the form of 写信给我们; nobody's answers are ever read here."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from plugins.model.fields import Count, Flag, Line, LocationId, Summary, Text
from plugins.model.kind import Kind, Record, one_entry
from plugins.model.moments import refuse
from plugins.model.parts import Part

AskedAs = Literal["line", "text", "choice", "several", "date", "phone"]
CHOICES: frozenset[AskedAs] = frozenset({"choice", "several"})
_SECRET = re.compile(r"身份证号|证件号|银行卡|卡号|密码|验证码|医保号|社保号")


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
        if self.kind in CHOICES and len(self.options) < 2:
            refuse(f"{self.name}要选，选项不到两个", "在 options 里写上各项，或把 kind 改成 line")
        if self.kind not in CHOICES and self.options:
            refuse(f"{self.name}写了选项，却不是选的", "把 kind 改成 choice（选一项）或 several（可以选几项）")
        return self


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
