"""The page on the open data, and the one on what each column means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from markupsafe import Markup

from plugins.directory.open_data import CSV, JSON, TABLES, DataFile, FieldView, data_links, list_files
from plugins.directory.public_data import PUBLIC_TABLES
from plugins.model import DATA_FIELDS, SHEETS, data_address, data_tables
from plugins.site import (
    HOME,
    DateView,
    HeadView,
    Link,
    Node,
    Page,
    PeriodView,
    Site,
    community_node,
    list_words,
    midnight,
    period,
    show_date,
    write_nodes,
)

LICENCE = Link("署名 4.0 国际（CC BY 4.0）", "https://creativecommons.org/licenses/by/4.0/deed.zh-hans")
GRACE = timedelta(days=1)
"""How long after the site is due nobody need wonder yet."""
READERS = "居民和义工核对窗口时间和电话，学生和研究者做统计，做地图、小程序的人直接取用，别的社区照着做一份，都可以。"
STEPS = (
    "在电脑上点 CSV 文件，下载后双击，用 Excel 或 WPS 表格打开，中文不会变成乱码。",
    "在手机上点 CSV 文件，下载后选“用 WPS Office 打开”。",
    "电话号码里有连字符，表格软件当文字看，区号开头的 0 不会丢。",
    "有的格子开头有一个撇号（'），是为了不让表格软件把文字当成公式、数字或日期，看的时候不用管它。",
    "要接着整理，另存为 .xlsx 文件，免得下次保存时丢了格式。",
)
TERMS = "可以复制、转发、改编，做生意也行。请写明出处和许可，改过的请说明改过。"
PRIVACY = "文件里没有任何人的姓名和私人电话，值班表也不在里面。电话和邮箱都是窗口、服务和队伍对外公布的。"
SAMPLE = "“示例数据”一栏写“是”（JSON 里是 sample: true）的行，电话、地址或日期是示例，不能当真，用之前请先去掉。"


@dataclass(frozen=True, slots=True)
class FileView:
    """One file to download, with what its columns or fields mean."""

    url: str
    """Where it lies."""
    form: str
    """CSV, JSON …"""
    size: str
    """How large it is, in words."""
    rows: str
    """How many rows it has, in words."""
    explains: str
    """The files whose columns or fields these are."""
    fields: tuple[FieldView, ...]
    """What its columns or fields mean; none where another file of the table explains them."""


@dataclass(frozen=True, slots=True)
class TableView:
    """One kind of entry, in the forms it can be had in."""

    title: str
    """What the entries are called."""
    summary: str
    """What is told of them."""
    files: tuple[FileView, ...]
    """Its files."""


@dataclass(frozen=True, slots=True)
class DataView:
    """The page on the open data."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    made: DateView
    """When the files were made."""
    due: DateView
    """The day by whose end they are made again, if the clock that does it runs."""
    overdue: PeriodView
    """From when on nobody can doubt that it has stopped."""
    tables: tuple[TableView, ...]
    """What can be downloaded."""
    fields: Link
    """The page on what each column means."""
    readers: str
    """Whom the data is meant for."""
    steps: tuple[str, ...]
    """How to open a file."""
    licence: Link
    """The licence in full."""
    terms: str
    """The licence in a sentence."""
    citation: str
    """How to name the source."""
    privacy: str
    """What of people is in it."""
    sample: str
    """What of it is made up for show; may be empty."""


@dataclass(frozen=True, slots=True)
class DataFieldsView:
    """What every column of the open data means."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    tables: tuple[TableView, ...]
    """The tables with their files."""


def plan_open_data(site: Site) -> Iterator[Page]:
    """The page that explains the data."""
    if "data" in site.sources.sections:
        yield Page("/data/", "data.html", partial(_view_data, site), describe=partial(_describe_dataset, site))
        yield Page(DATA_FIELDS, "data_fields.html", partial(_view_fields, site))


def _head(site: Site) -> HeadView:
    listed = data_tables(site.sources)
    words = (
        ("services", "服务"),
        ("locations", "场所"),
        ("organizations", "队伍"),
        ("cases", "居民反映的事"),
        ("figures", "数字"),
        *((name, table.word) for name, table in PUBLIC_TABLES.items()),
    )
    said = list_words(word for name, word in words if name in listed)
    intro = f"社区公开的{said}，整理成表格和数据文件，谁都可以下载、核对、拿去用。"
    links = tuple(link for name in SHEETS for link in data_links(name, site))
    return HeadView("开放数据", intro, "/data/", "data", (HOME, Link("开放数据", "")), alternates=links)


def _tables(site: Site) -> Iterator[tuple[str, str, str]]:
    """The tables that there are, as the page tells them."""
    listed = data_tables(site.sources)
    return (table for table in TABLES if table[0] in listed)


def _view_fields(site: Site) -> DataFieldsView:
    title, intro = "每一栏的意思", "开放数据的每个文件有哪些栏，每一栏说的是什么。"
    crumbs = (HOME, Link("开放数据", "/data/"), Link(title, ""))
    return DataFieldsView(HeadView(title, intro, DATA_FIELDS, "data", crumbs), title, intro, _list_tables(site))


def _list_tables(site: Site) -> tuple[TableView, ...]:
    files = tuple(list_files(site))
    return tuple(
        TableView(title, summary, tuple(_view_file(f) for f in files if f.table == name))
        for name, title, summary in _tables(site)
    )


def _view_data(site: Site) -> DataView:
    head = _head(site)
    community = site.sources.community
    made = show_date(site.today)
    due = site.until + GRACE
    return DataView(
        head=head,
        title=head.title,
        intro=head.description,
        made=made,
        due=show_date(due.date()),
        overdue=period(site.now, midnight(due.date(), 1)),
        tables=_list_tables(site),
        fields=Link("每一栏的意思", DATA_FIELDS),
        readers=READERS,
        steps=STEPS,
        licence=LICENCE,
        terms=TERMS,
        citation=f"{community.full_name}，《{community.name}开放数据》，{made.words.split()[0]}，{site.url}/data/，CC BY 4.0。",
        privacy=PRIVACY,
        sample=SAMPLE,
    )


def _view_file(file: DataFile) -> FileView:
    name = file.artifact.file.removeprefix("data/")
    kilobytes = max(1, round(len(file.artifact.data) / 1024))
    form = "CSV" if name.endswith(".csv") else "JSON"
    return FileView(data_address(name), form, f"{kilobytes} KB", f"{file.rows} 行", file.explains or name, file.fields)


def _describe_dataset(site: Site, head: HeadView) -> Markup:
    """The page as a schema.org Dataset."""
    files = [(f"{name}.{form.rpartition('/')[2]}", form) for name, *_ in _tables(site) for form in _forms(name)]
    node: Node = {
        "@type": "Dataset",
        "name": f"{site.sources.community.name}{head.title}",
        "description": head.description + " ".join(summary for _, _, summary in _tables(site)),
        "url": site.url + head.url,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "inLanguage": head.lang,
        "creator": community_node(site),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": site.url + data_address(name), "encodingFormat": form}
            for name, form in files
        ],
    }
    return write_nodes([node], head, site)


def _forms(table: str) -> tuple[str, ...]:
    return (CSV, JSON) if table in SHEETS else (JSON,)
