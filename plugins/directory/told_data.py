"""What the community tells as rows of open data: notes, series, films; hides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.directory.tables import ID, NAME, SAMPLE, URL, DataField, PublicTable, Row, day_of, ends_of, name_of
from plugins.model import Campaign, Film, Note, say_period
from plugins.site import Site, public_link, say_time


def _list_notes(site: Site) -> Iterator[Row]:
    for note in site.sources.of(Note):
        link = public_link(note.link or "", site)
        yield {
            "id": note.id,
            "time": day_of(note.time),
            "text": note.text,
            "author": site.sources.writer_of(note),
            "image": f"{site.url}/{note.image}" if note.image else "",
            "link": site.url + link if link.startswith("/") else link,
            **ends_of(note, site),
        }


def _list_series(site: Site) -> Iterator[Row]:
    for campaign in site.sources.of(Campaign):
        stones = [{"when": stone.when, "what": stone.what} for stone in campaign.milestones]
        yield {
            "id": campaign.slug,
            "name": campaign.title,
            "description": campaign.summary,
            "since": campaign.since,
            "until": campaign.until or "",
            "rhythm": campaign.rhythm or "",
            "organization": name_of(site.sources.organization, campaign.organization),
            "milestones": "；".join(f"{say_period(one['when'])} {one['what']}" for one in stones),
            **ends_of(campaign, site),
            "course": stones,
        }


def _list_films(site: Site) -> Iterator[Row]:
    for film in site.sources.of(Film):
        yield {
            "id": film.slug,
            "name": film.title,
            "description": film.summary,
            "date": day_of(film.date),
            "year": film.year or "",
            "length": "" if film.length is None else say_time(film.length),
            "file": f"{site.url}/{film.file}" if film.file else "",
            "captions": f"{site.url}/{film.captions}" if film.captions else "",
            "link": film.link or "",
            "where": film.where or "",
            **ends_of(film, site),
            "chapters": [{"at": say_time(c.at), "title": c.title} for c in film.chapters],
        }


TOLD_TABLES = {
    "notes": PublicTable(
        "社区短讯", "每一条：什么时候、说了什么、谁说的。", "短讯",
        (
            ID,
            DataField("time", "什么时候", "日期和时间"),
            DataField("text", "说什么", "整条的文字"),
            DataField("author", "谁说的", "岗位或队伍；空着就是社区"),
            DataField("image", "图片", "图片的网址；没有就空着"),
            DataField("link", "详细情况", "写得更详细的网页；没有就空着"),
            URL, SAMPLE,
        ),
        _list_notes,
    ),
    "series": PublicTable(
        "系列活动", "年年办的、一做好几年的：从哪一年起，做过什么。", "系列",
        (
            ID, NAME,
            DataField("description", "说明", "一两句话"),
            DataField("since", "从哪一年起", "年份"),
            DataField("until", "到哪一年止", "空着就是还在办"),
            DataField("rhythm", "多久一次", "空着就是没有写明"),
            DataField("organization", "谁办的", "组织表里的名称；空着就是没有写明"),
            DataField("milestones", "经过", "几件用分号隔开"),
            URL, SAMPLE,
        ),
        _list_series,
        (DataField("course", "经过明细", "每一件：什么时候、做了什么"),),
    ),
    "films": PublicTable(
        "影片", "每一部：讲什么、多长、在哪里看。", "影片",
        (
            ID, NAME,
            DataField("description", "说明", "一两句话"),
            DataField("date", "上网日期", "年-月-日"),
            DataField("year", "哪一年拍的", "空着就是没有写明"),
            DataField("length", "片长", "分:秒"),
            DataField("file", "影片文件", "文件的网址；空着就是不在本站"),
            DataField("captions", "字幕", "字幕文件的网址"),
            DataField("link", "影片网址", "在别的网站的网址"),
            DataField("where", "在哪里看", "光盘、放映室"),
            URL, SAMPLE,
        ),
        _list_films,
        (DataField("chapters", "分段", "每一段：从哪里起、讲什么"),),
    ),
}  # fmt: skip
"""By the name of the table, in the order in which the page tells them."""
