"""Open data: the directory as files for programs and spreadsheets, and the page that explains them.

Hides how a spreadsheet reads a cell: CSV is RFC 4180 with a byte order mark, so that Excel and WPS show Chinese, and no cell is
a formula or loses its zeros.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any, Generic, TypeVar

import orjson
from markupsafe import Markup

from plugins.directory.case_data import CASE_FIELDS, list_cases
from plugins.directory.figure_data import FIGURE_FIELDS, list_figure_values
from plugins.directory.hsds import FIELDS, identify, make_tables
from plugins.directory.public_data import PUBLIC_TABLES
from plugins.model import (
    DATA_FIELDS,
    SHEETS,
    Entry,
    Location,
    Organization,
    Phone,
    Service,
    address_of,
    data_address,
    data_tables,
)
from plugins.site import (
    HOME,
    LOCATION_KINDS,
    ORGANIZATION_KINDS,
    PHONE_KINDS,
    AlternateView,
    Artifact,
    DateView,
    HeadView,
    Link,
    Node,
    Page,
    PeriodView,
    Site,
    audience_names,
    community_node,
    hours_sentence,
    list_words,
    midnight,
    opening_words,
    period,
    show_date,
    write_nodes,
)

LICENCE = Link("署名 4.0 国际（CC BY 4.0）", "https://creativecommons.org/licenses/by/4.0/deed.zh-hans")
JSON = "application/json"
CSV = "text/csv"
GRACE = timedelta(days=1)
"""How long after the site is due nobody need wonder yet."""

E = TypeVar("E", bound=Entry, contravariant=True)


@dataclass(frozen=True, slots=True)
class FieldView:
    """One column or field of a file, explained."""

    name: str
    """What a program calls it; empty where that is its label."""
    label: str
    """What people call it."""
    meaning: str
    """What it says."""


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


@dataclass(frozen=True, slots=True)
class CsvColumn(Generic[E]):
    """A column of a spreadsheet; `read` takes its cell from an entry."""

    label: str
    meaning: str
    read: Callable[[E, Site], str]


def plan_open_data(site: Site) -> Iterator[Page]:
    """The page that explains the data."""
    if "data" in site.sources.sections:
        yield Page("/data/", "data.html", partial(_view_data, site), describe=partial(_describe_dataset, site))
        yield Page(DATA_FIELDS, "data_fields.html", partial(_view_fields, site))


def make_open_data(site: Site) -> Iterator[Artifact]:
    """Every file, as JSON (Open Referral HSDS 3.0) and, of what people look up, as CSV."""
    for made in _make_files(site):
        yield made.artifact


def data_links(name: str, site: Site) -> tuple[AlternateView, ...]:
    """What the list of the same entries points to in its head; nothing where that table is not there."""
    if name not in data_tables(site.sources):
        return ()
    title = next(title for key, title, _ in TABLES if key == name)
    return (
        AlternateView(f"{title}（JSON）", data_address(f"{name}.json"), JSON),
        AlternateView(f"{title}（CSV）", data_address(f"{name}.csv"), CSV),
    )


@dataclass(frozen=True, slots=True)
class _DataFile:
    table: str
    artifact: Artifact
    rows: int
    fields: tuple[FieldView, ...]
    """Empty where the other form of the table explains them."""
    explains: str = ""
    """The files whose fields these are, where it is more than this one."""


def _make_files(site: Site) -> Iterator[_DataFile]:
    sources = site.sources
    listed = data_tables(sources)
    if "services" in listed:
        yield _make_csv("services", SERVICE_COLUMNS, sources.services, site)
    if "locations" in listed:
        yield _make_csv("locations", LOCATION_COLUMNS, sources.locations, site)
    if "organizations" in listed:
        yield _make_csv("organizations", ORGANIZATION_COLUMNS, sources.organizations, site)
    if "cases" in listed:
        yield from _make_cases(site)
    if "figures" in listed:
        yield from _make_figures(site)
    for name, table in PUBLIC_TABLES.items():
        if name in listed:
            more = (FieldView(*field) for field in table.more)
            yield from _make_both(name, table.fields, list(table.rows(site)), *more)
    tables = make_tables(site) if listed else {}
    for name, rows in ((name, rows) for name, rows in tables.items() if name in listed):
        lines = b",\n".join(map(orjson.dumps, rows))
        fields = tuple(FieldView(*words) for words in FIELDS[name])
        yield _DataFile(name, Artifact(f"data/{name}.json", b"[\n" + lines + b"\n]\n"), len(rows), fields)


def _make_cases(site: Site) -> Iterator[_DataFile]:
    """What residents raised: a sheet without the steps, and all of it for programs."""
    steps = FieldView("steps", "经过", "每一步的日期、办到哪一步、谁在办、说明")
    return _make_both("cases", CASE_FIELDS, list_cases(site), steps)


def _make_figures(site: Site) -> Iterator[_DataFile]:
    """The values of all figures, one in a row."""
    return _make_both("figures", FIGURE_FIELDS, list_figure_values(site))


def _make_both(name: str, fields: Sequence[Any], rows: list[dict[str, Any]], *more: FieldView) -> Iterator[_DataFile]:
    """One table twice: a sheet for people, and the same with what `more` names for programs."""
    cells = [[_yes(v) if isinstance(v := row[f.name], bool) else str(v) for f in fields] for row in rows]
    sheet = write_csv([[f.label for f in fields], *cells])
    yield _DataFile(name, Artifact(f"data/{name}.csv", sheet), len(rows), ())
    lines = b",\n".join(map(orjson.dumps, rows))
    named = (*(FieldView(f.name, f.label, f.meaning) for f in fields), *(_only_json(field) for field in more))
    data = Artifact(f"data/{name}.json", b"[\n" + lines + b"\n]\n")
    yield _DataFile(name, data, len(rows), named, f"{name}.csv、{name}.json")


def _only_json(field: FieldView) -> FieldView:
    return replace(field, meaning=f"{field.meaning}（只在 JSON 里）")


def _make_csv(name: str, columns: tuple[CsvColumn[E], ...], entries: Iterable[E], site: Site) -> _DataFile:
    rows = [[c.read(entry, site) for c in columns] for entry in entries]
    fields = tuple(FieldView("", c.label, c.meaning) for c in columns)
    return _DataFile(
        name, Artifact(f"data/{name}.csv", write_csv([[c.label for c in columns], *rows])), len(rows), fields
    )


_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell must not start with: a spreadsheet would reckon with it (OWASP, CSV injection)."""
_MISREAD = re.compile(r"0\d+|\d{12,}|\d+e\d+|\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?", re.ASCII | re.IGNORECASE)
"""What a spreadsheet takes for a number without its zeros, a power of ten or a date."""


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as RFC 4180 with a byte order mark; an apostrophe keeps a cell text that a spreadsheet would read otherwise."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_cell_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) or _MISREAD.fullmatch(cell) else cell


def _show_number(number: str) -> str:
    """A number with a hyphen behind its area code, so that a spreadsheet keeps the zero."""
    if not re.fullmatch(r"0\d{9,11}", number):
        return number
    area = 3 if number[1] in "12" else 4
    return f"{number[:area]}-{number[area:]}"


def _list_phones(phones: Iterable[Phone]) -> str:
    """Each number with what it is for; its extension and its type stand with it."""
    said = []
    for phone in phones:
        words = "，".join(part for part in (phone.description, PHONE_KINDS[phone.phone_type]) if part)
        number = _show_number(phone.number) + (f" 转 {phone.extension}" if phone.extension else "")
        said.append(f"{number}（{words}）" if words else number)
    return "；".join(said)


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


def _provider_name(service: Service, site: Site) -> str:
    return site.sources.organization[service.provider].name if service.provider else ""


def _category(service: Service, site: Site) -> str:
    return next(c.name for c in site.sources.community.categories if c.id == service.category)


def _where(service: Service, site: Site) -> str:
    return "；".join(site.sources.location[i].name for i in service.locations)


def _place_name(location: Location, site: Site) -> str:
    return site.sources.place[location.place].name if location.place else ""


def _meeting_point(organization: Organization, site: Site) -> str:
    return site.sources.location[organization.location].name if organization.location else ""


def _served(organization: Organization, site: Site) -> str:
    return "；".join(site.sources.place[i].name for i in organization.places)


def _contact_phone(organization: Organization) -> str:
    contact = organization.contact
    if not contact or not contact.phone:
        return ""
    return _show_number(contact.phone) + (f" 转 {contact.extension}" if contact.extension else "")


def _common(kind: str) -> tuple[CsvColumn[Entry], ...]:
    """The columns that end every sheet."""
    return (
        CsvColumn("网页", "本站介绍它的网页", lambda e, site: site.url + address_of(e)),
        CsvColumn("示例数据", "“是”表示这一行的电话、地址或日期是示例，不能当真", lambda e, _: _yes(e.sample)),
        CsvColumn("通用编号", "和 JSON 文件里的 id 相同", lambda e, site: identify(site, kind, getattr(e, "id", ""))),
    )


SERVICE_COLUMNS: tuple[CsvColumn[Service], ...] = (
    CsvColumn("编号", "本站的编号，长期不变", lambda e, _: e.id),
    CsvColumn("名称", "服务的名称", lambda e, _: e.name),
    CsvColumn("类别", "民政、养老等", _category),
    CsvColumn("服务对象", "给谁的，几种人用分号隔开", lambda e, site: "；".join(audience_names(e.audience, site))),
    CsvColumn("服务内容", "做什么", lambda e, _: e.description),
    CsvColumn("申请条件", "谁可以申请；空着就是没有写明", lambda e, _: e.eligibility or ""),
    CsvColumn("费用", "收不收费，收多少；空着就是没有写明", lambda e, _: e.fees or ""),
    CsvColumn("怎样申请", "先做哪一步", lambda e, _: e.application or ""),
    CsvColumn("服务时间", "这项服务自己的钟点；空着就是没有写明", opening_words),
    CsvColumn("服务时间说明", "补充的话", lambda e, _: e.hours_note or ""),
    CsvColumn("要等多久", "办的时候大约等多久", lambda e, _: e.waiting_time or ""),
    CsvColumn("谁提供", "组织表里的名称；空着就是社区", _provider_name),
    CsvColumn(
        "服务范围",
        "只服务几个小区的，用分号隔开",
        lambda e, site: "；".join(site.sources.place[p].name for p in e.area),
    ),
    CsvColumn("别的叫法", "居民会用来找它的词，用分号隔开", lambda e, _: "；".join(e.keywords)),
    CsvColumn("电话", "几个号码用分号隔开，括号里是用途", lambda e, _: _list_phones(e.phones)),
    CsvColumn("办理场所", "场所表里的名称", _where),
    CsvColumn("网上办理", "办理的网址", lambda e, _: e.online_url or ""),
    *_common("service"),
)
LOCATION_COLUMNS: tuple[CsvColumn[Location], ...] = (
    CsvColumn("编号", "本站的编号，长期不变", lambda e, _: e.id),
    CsvColumn("名称", "场所的名称", lambda e, _: e.name),
    CsvColumn("类型", "办事窗口、活动场室等", lambda e, _: LOCATION_KINDS[e.location_kind]),
    CsvColumn("介绍", "在这里能做什么", lambda e, _: e.description),
    CsvColumn("所在小区", "小区或园区的名称", _place_name),
    CsvColumn("地址", "门牌和楼层", lambda e, _: e.address),
    CsvColumn("怎样去", "坐哪路车、在哪一站下", lambda e, _: e.transport or ""),
    CsvColumn("网站", "它自己的网站", lambda e, _: e.website or ""),
    CsvColumn("能说的话", "几种用分号隔开", lambda e, _: "；".join(e.languages)),
    CsvColumn("电话", "几个号码用分号隔开，括号里是用途", lambda e, _: _list_phones(e.phones)),
    CsvColumn("开放时间", "每周几点开，节假日开不开", lambda e, _: hours_sentence(e.hours) if e.hours else ""),
    CsvColumn("开放时间说明", "补充的话", lambda e, _: e.hours_note or ""),
    CsvColumn("无障碍设施", "几项用分号隔开", lambda e, _: "；".join(e.accessibility)),
    CsvColumn("容纳人数", "最多几个人", lambda e, _: str(e.capacity or "")),
    CsvColumn("纬度", "十进制度数", lambda e, _: str(e.geo.latitude) if e.geo else ""),
    CsvColumn("经度", "十进制度数", lambda e, _: str(e.geo.longitude) if e.geo else ""),
    *_common("location"),
)
ORGANIZATION_COLUMNS: tuple[CsvColumn[Organization], ...] = (
    CsvColumn("编号", "本站的编号，长期不变", lambda e, _: e.id),
    CsvColumn("名称", "队伍或组织的名称", lambda e, _: e.name),
    CsvColumn("类型", "志愿队伍、文体团队等", lambda e, _: ORGANIZATION_KINDS[e.organization_kind]),
    CsvColumn("做什么", "平时的活动", lambda e, _: e.purpose),
    CsvColumn(
        "时间", "队伍的活动时间，工作站和居委会的办公时间", lambda e, _: hours_sentence(e.meets) if e.meets else ""
    ),
    CsvColumn("时间说明", "补充的话", lambda e, _: e.hours_note or ""),
    CsvColumn("活动地点", "场所表里的名称", _meeting_point),
    CsvColumn("服务的小区", "几个小区用分号隔开", _served),
    CsvColumn("电话", "队伍对外的电话", lambda e, _: _contact_phone(e)),
    CsvColumn("邮箱", "队伍对外的邮箱", lambda e, _: e.contact.email or "" if e.contact else ""),
    CsvColumn("网站", "它自己的网站", lambda e, _: e.website or ""),
    CsvColumn("群", "怎样进群", lambda e, _: e.group or ""),
    CsvColumn("怎样加入", "报名的办法", lambda e, _: e.join or ""),
    *_common("organization"),
)

TABLES = (
    ("services", "服务", "社区能帮您办的每一件事：给谁、要什么条件、收不收费、在哪里办、打哪个电话。"),
    ("locations", "场所和窗口", "窗口、活动室和室外场地：在哪里、几点开、有哪些无障碍设施。"),
    (
        "organizations",
        "队伍和组织",
        "志愿队伍、文体团队和自治组织：做什么、什么时候活动、怎样加入。JSON 文件多一条社区本身。",
    ),
    ("cases", "居民反映的事", "公开的每一件：什么事、哪天收到、办到哪一步、怎样答复。来反映的人是谁，不在里面。"),
    ("figures", "社区数字", "社区说到的数：数的是什么、各个时期是多少、从哪里来。不到 3 的不写。"),
    *((name, table.title, table.summary) for name, table in PUBLIC_TABLES.items()),
    (
        "schedules",
        "开放时间",
        "场所和服务每周的时间，和这一年里不一样的日子，按日历软件的规则（RFC 5545）写，给程序用。",
    ),
    ("phones", "电话", "每个电话号码属于哪个组织、服务或场所，给程序用。"),
    ("service_at_locations", "哪项服务在哪里办", "把服务和场所连起来，给程序用。"),
)
"""The tables as the page tells them: those for people first."""
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
    files = tuple(_make_files(site))
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


def _view_file(file: _DataFile) -> FileView:
    name = file.artifact.file.removeprefix("data/")
    kilobytes = max(1, round(len(file.artifact.data) / 1024))
    form = "表格 CSV" if name.endswith(".csv") else "数据 JSON"
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
