"""A short post: a sentence or two at a moment, perhaps with a picture and a link; what needs a heading is news."""

from __future__ import annotations

import re
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from plugins.model.entries import OLD, Entry
from plugins.model.fields import Alias, File, Line, LinkTarget, Moment, ShortText, Slug
from plugins.model.kind import Kind, one_list

_TITLE = 30
"""So many characters of it stand where a list or a browser's tab names it."""
_SENTENCE = re.compile(r"[^。！？!?；;…\n]+")
_CLAUSE = re.compile(r"[，,、：:—\s]")


class Note(Entry):
    kind: ClassVar = Kind(
        "notes", "短讯", one_list("notes/*.yaml"), "/notes/{id}/", "/notes/", title="text", summary="text",
        order=lambda note: (-note.time.timestamp(), note.id), sheet=True, numbered=True, schema_type="SocialMediaPosting",
        public_from="time",
    )  # fmt: skip

    private_hint: ClassVar = "短讯谁都看得到：不写姓名、电话、门牌，作者只写岗位或队伍"

    id: Slug = Field(title="编号", description="网址的最后一段，例如 2026-11-23-film")
    text: ShortText = Field(title="说什么", description="一两句话，最多 500 个字；可以分几行")
    time: Moment = Field(title="什么时候", description="日期和时间；写在以后的，到时候才公开")
    author: Line | None = Field(
        None, title="谁说的", description="岗位或队伍；写 authors.yaml 里的名称或编号，不写就是社区"
    )
    image: File | None = Field(None, title="图片", description="images/ 里的文件")
    image_alt: Line | None = Field(None, title="图片说明", description="给看不见图片的人读的话；有图片就必须写")
    link: LinkTarget | None = Field(None, title="详细情况", description="站内地址或网址")
    aliases: tuple[Alias, ...] = OLD

    @property
    def date(self) -> datetime:
        """The moment it comes out, as stories name it."""
        return self.time

    @property
    def called(self) -> str:
        """Its first sentence, without the full stop; of a long one as many clauses as there is room for."""
        found = _SENTENCE.search(self.text)
        said = found[0].strip() if found else self.text
        if len(said) <= _TITLE:
            return said
        ends = [match.start() for match in _CLAUSE.finditer(said, _TITLE // 3, _TITLE)]
        return said[: ends[-1]] if ends else f"{said[: _TITLE - 1]}…"
