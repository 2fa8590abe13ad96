"""A film: a file of the site or an address elsewhere, its captions, chapters and length."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, ValidationInfo, field_validator, model_validator

from plugins.model.entries import SERIES, Document
from plugins.model.fields import Count, Day, File, FilmTime, Line, SeriesSlug, Text, Url
from plugins.model.kind import Kind, documents
from plugins.model.moments import YEARS, refuse
from plugins.model.parts import Part

TRANSCRIPT = "文字稿"
"""What the heading of a body says below which the words of the film stand."""


class Chapter(Part):
    """Where a part of a film begins."""

    at: FilmTime = Field(title="从哪里起", description="分:秒，例如 3:20")
    title: Line = Field(title="讲什么")


class Film(Document):
    kind: ClassVar = Kind(
        "films", "影片", documents("films"), "/films/{slug}/", "/films/", "slug", "title", "summary",
        order=lambda film: (-film.date.toordinal(), film.slug),
    )  # fmt: skip

    date: Day = Field(title="上网日期", description="哪天放到网站上的")
    year: Count | None = Field(None, title="哪一年拍的")
    length: FilmTime | None = Field(None, title="片长", description="分:秒，例如 28:30；有 file 就必须写")
    file: File | None = Field(None, title="影片文件", description="files/ 里的 .mp4，20 MB 以内")
    link: Url | None = Field(None, title="影片网址", description="放在别的网站上的写网址；网页上是一个链接，不嵌播放器")
    where: Text | None = Field(None, title="在哪里看", description="光盘、放映室；网上没有的就写这一项")
    captions: File | None = Field(None, title="字幕", description="files/ 里的 .vtt")
    chapters: tuple[Chapter, ...] = Field((), title="分段", description="一段一项，从前到后")
    series: SeriesSlug | None = SERIES

    @field_validator("year")
    @classmethod
    def _is_a_year(cls, year: int | None) -> int | None:
        if year is not None and year not in YEARS:
            refuse(f"不像年份：{year}", f"写四位数的年份，从 {YEARS[0]} 到 {YEARS[-1]}")
        return year

    @field_validator("year")
    @classmethod
    def _was_shot_before_it_was_shown(cls, year: int | None, others: ValidationInfo) -> int | None:
        shown = others.data.get("date")
        if year and shown and year > shown.year:
            refuse(f"{year} 年拍的，{shown} 就放到网站上了", "核对 year 和 date")
        return year

    @field_validator("chapters")
    @classmethod
    def _go_on(cls, chapters: tuple[Chapter, ...], others: ValidationInfo) -> tuple[Chapter, ...]:
        length, before = others.data.get("length"), -1
        for number, chapter in enumerate(chapters, 1):
            if chapter.at <= before:
                refuse(f"第 {number} 段在前一段以前", "从前到后写")
            if length is not None and chapter.at >= length:
                refuse(f"第 {number} 段在影片结束以后", "核对片长和这一段的时间")
            before = chapter.at
        return chapters

    @model_validator(mode="after")
    def _can_be_seen(self) -> Film:
        if not (self.file or self.link or self.where):
            refuse("没有写在哪里看", "写 file（影片文件）、link（网址）或 where（在哪里看）")
        if self.file and self.length is None:
            refuse("没有写片长", "写 length: 分:秒，例如 28:30")
        if self.captions and not self.file:
            refuse("有字幕，没有影片文件", "写 file，或删掉 captions")
        return self

    @property
    def transcript(self) -> str:
        """The anchor of its transcript; empty where it has none."""
        return next((heading.id for heading in self.body.headings if TRANSCRIPT in heading.text), "")
