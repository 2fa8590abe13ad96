"""What all entries with a page of their own share; hides nothing, it is the contract.

Names follow Open Referral HSDS 3, iCalendar (RFC 5545) and schema.org; a field's `title` is its
Chinese label in messages and in docs/data.md.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from plugins.model.fields import Alias, File, Flag, Line, PlaceId, Slug, Summary, TagName
from plugins.model.kind import Record
from plugins.model.parts import NAMED_BY_FILE
from plugins.text import Prose

PlainDate = date
"""The type: a field of a kind may be called `date` too."""
OLD = Field((), title="旧地址", description="改过名、并过来的页面原来的地址，一条也不丢：老地址会带到这一页")
SERIES = Field(None, title="哪个系列", description="content/series/ 里的文件名，例如 lei-feng-month")
"""Of what may belong to a campaign."""


class Entry(Record):
    """A piece with a page of its own."""

    sample: Flag = Field(
        False, title="示例数据", description="页面含有示例的条件、电话、地址或日期时写 true，页面会注明"
    )


class Document(Entry):
    """What all Markdown kinds share."""

    slug: Slug = Field(title="地址名", description="网址的最后一段；不写就用文件名", json_schema_extra=NAMED_BY_FILE)
    title: Line = Field(title="标题")
    summary: Summary = Field(title="摘要", description="一两句话，列表和搜索里显示")
    status: Literal["draft", "published"] = Field(
        "published", title="状态", description="draft 草稿，不公开；published 公开"
    )
    places: tuple[PlaceId, ...] = Field((), title="相关地点", description="places.yaml 里的 id")
    tags: tuple[TagName, ...] = Field((), title="标签", description="community.yaml 的 tags 里的 name")
    image: File | None = Field(None, title="图片", description="images/ 里的文件")
    image_alt: Line | None = Field(None, title="图片说明", description="给看不见图片的人读的话；有图片就必须写")
    aliases: tuple[Alias, ...] = OLD
    body: Prose = Field(repr=False)
