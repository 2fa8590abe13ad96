"""The columns of the directory's spreadsheets: services, locations and organizations, a row each.

Hides how a spreadsheet reads a cell: RFC 4180 with a byte order mark, so that Excel and WPS show Chinese, and no cell is a
formula or loses its zeros.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from plugins.directory.hsds import identify
from plugins.model import Entry, Location, Organization, Phone, Service, address_of
from plugins.site import (
    LOCATION_KINDS,
    ORGANIZATION_KINDS,
    PHONE_KINDS,
    Site,
    audience_names,
    hours_sentence,
    opening_words,
)

E = TypeVar("E", bound=Entry, contravariant=True)


@dataclass(frozen=True, slots=True)
class CsvColumn(Generic[E]):
    """A column of a spreadsheet; `read` takes its cell from an entry."""

    label: str
    meaning: str
    read: Callable[[E, Site], str]


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


def say_yes(flag: bool) -> str:
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
        CsvColumn("示例数据", "“是”表示这一行的电话、地址或日期是示例，不能当真", lambda e, _: say_yes(e.sample)),
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
