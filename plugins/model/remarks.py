"""What readers said below a page, once it was looked at and taken over from the discussion server; nobody's name is kept."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from plugins.model.fields import Count, Day, PageAddress, Text
from plugins.model.kind import Kind, Record, one_list


class Remark(Record):
    kind: ClassVar = Kind("remarks", "留言", one_list("data/discussion/*.yaml"), key="", title="text", summary="")

    number: Count = Field(title="编号", description="留言服务器里的编号，kangle discuss export 写的")
    page: PageAddress = Field(title="哪一页", description="新闻或活动的地址")
    date: Day = Field(title="日期")
    text: Text = Field(title="留言", description="只有话，没有名字；里面有电话、门牌、人名，检查会拦下")
