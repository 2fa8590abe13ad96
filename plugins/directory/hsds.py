"""Services, locations and organizations as tables of Open Referral HSDS 3.0; hides its names and its ids.

Specification: https://docs.openreferral.org/en/3.0/hsds/schema_reference.html. Rows are flat and point to each other by id; only
what has no table of its own stands inside a row. `sample` is ours, in every row: what it says is an example.
No person is in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from uuid import NAMESPACE_URL, UUID, uuid5

from plugins.model import Entry, Location, Organization, Phone, Service, Term, address_of
from plugins.site import (
    MonthlyRule,
    Site,
    WeeklyRule,
    closure_words,
    dated_rules,
    holds,
    hours_sentence,
    monthly_rules,
    opening_of,
    weekly_rules,
)

HsdsRow = dict[str, object]

ZONE = "+08:00"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def make_tables(site: Site) -> dict[str, list[HsdsRow]]:
    """Every table by its name in HSDS, each in the order of the sources."""
    sources = site.sources
    return {
        "organizations": [_community(site), *(_organization(o, site) for o in sources.organizations)],
        "services": [_service(s, site) for s in sources.services],
        "locations": [_location(x, site) for x in sources.locations],
        "service_at_locations": [row for s in sources.services for row in _places_of(s, site)],
        "schedules": [row for x in sources.locations for row in _schedules(x, site)]
        + [row for s in sources.services for row in _schedules(s, site)],
        "phones": list(_phone_rows(site)),
    }


def identify(site: Site, kind: str, key: str) -> str:
    """The id of a thing, the same for as long as the community's address and the thing's own id are (UUID version 5)."""
    return str(uuid5(_namespace(site.sources.community.url), f"{kind}/{key}"))


@lru_cache(maxsize=8)
def _namespace(url: str) -> UUID:
    return uuid5(NAMESPACE_URL, url)


def _said(**values: object) -> HsdsRow:
    """A row without what is not known."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _community(site: Site) -> HsdsRow:
    """The community itself, which answers for services and locations."""
    community = site.sources.community
    return _said(
        id=identify(site, "community", ""),
        name=community.full_name,
        alternate_name=community.name,
        description=community.description,
        email=community.email,
        website=f"{site.url}/",
        sample=community.sample,
    )


def _organization(organization: Organization, site: Site) -> HsdsRow:
    return _said(
        id=identify(site, "organization", organization.id),
        name=organization.name,
        description=organization.purpose,
        email=organization.contact.email if organization.contact else None,
        website=organization.website or site.url + address_of(organization),
        sample=organization.sample,
    )


def _service(service: Service, site: Site) -> HsdsRow:
    community = site.sources.community
    key = identify(site, "service", service.id)
    audiences = [a for a in community.audiences if a.id in service.audience]
    category = [c for c in community.categories if c.id == service.category]
    return _said(
        id=key,
        organization_id=_provider_id(service, site),
        name=service.name,
        alternate_name="、".join(service.keywords),
        description=service.description,
        url=site.url + address_of(service),
        status="temporarily closed" if service.paused and holds(service.paused, site.today) else "active",
        application_process=_application(service),
        wait_time=service.waiting_time,
        fees_description=service.fees,
        eligibility_description=service.eligibility,
        alert="".join(_alerts(service, site)),
        service_areas=[
            {
                "id": identify(site, "service_area", f"{service.id}/{p}"),
                "service_id": key,
                "name": site.sources.place[p].name,
            }
            for p in service.area
        ],
        attributes=[
            *(_attribute(term, "category", key, site) for term in category),
            *(_attribute(term, "audience", key, site) for term in audiences),
        ],
        sample=service.sample,
    )


def _provider_id(service: Service, site: Site) -> str:
    """The organization that provides a service; the community itself where the source names none."""
    named = service.provider
    return identify(site, "organization", named) if named else identify(site, "community", "")


def _application(service: Service) -> str:
    online = f"网上办理：{service.online_url}" if service.online_url else ""
    booked = "要先预约" if service.appointment else ""
    return "\n".join(part for part in (service.application, booked, online) if part)


def _alerts(service: Service, site: Site) -> Iterator[str]:
    paused = closure_words(service, site)
    if paused:
        yield f"{paused}。"
    if service.sample:
        yield "示例数据：电话、地址或日期是示例，不能当真。"


def _attribute(term: Term, kind: str, service: str, site: Site) -> HsdsRow:
    return {
        "id": identify(site, "attribute", f"{service}/{kind}/{term.id}"),
        "link_id": service,
        "link_entity": "service",
        "link_type": kind,
        "taxonomy_term": {
            "id": identify(site, kind, term.id),
            "code": term.id,
            "name": term.name,
            "description": term.description or term.name,
        },
    }


def _location(location: Location, site: Site) -> HsdsRow:
    key = identify(site, "location", location.id)
    geo = location.geo
    return _said(
        id=key,
        location_type="physical",
        organization_id=identify(site, "community", ""),
        name=location.name,
        description=location.description,
        latitude=geo.latitude if geo else None,
        longitude=geo.longitude if geo else None,
        transportation=location.transport,
        url=location.website,
        languages=[
            {"id": identify(site, "language", f"{location.id}/{name}"), "location_id": key, "name": name}
            for name in location.languages
        ],
        addresses=list(_address_rows(location, key, site)),
        accessibility=[
            {"id": identify(site, "accessibility", f"{location.id}/{words}"), "location_id": key, "description": words}
            for words in location.accessibility
        ],
        sample=location.sample,
    )


def _address_rows(location: Location, key: str, site: Site) -> Iterator[HsdsRow]:
    locality = site.sources.community.locality
    if locality:
        yield _said(
            id=identify(site, "address", location.id),
            location_id=key,
            address_1=location.address,
            city=locality.city,
            region=locality.region,
            state_province=locality.state_province,
            postal_code=locality.postal_code,
            country="CN",
            address_type="physical",
        )


def _places_of(service: Service, site: Site) -> Iterator[HsdsRow]:
    for location in service.locations:
        yield {
            "id": identify(site, "service_at_location", f"{service.id}/{location}"),
            "service_id": identify(site, "service", service.id),
            "location_id": identify(site, "location", location),
            "sample": service.sample or site.sources.location[location].sample,
        }


def _schedules(entry: Location | Service, site: Site) -> Iterator[HsdsRow]:
    """A row for each span of a week or month (RFC 5545), then the days of the year that differ, with or without times."""
    opening = opening_of(entry, site)
    hours = opening.hours
    if hours:
        always = _said(description=hours_sentence(hours), notes=entry.hours_note)
        rules: tuple[WeeklyRule | MonthlyRule, ...] = (*weekly_rules(hours), *monthly_rules(hours))
        for rule in rules:
            yield _schedule(entry, _repeat_rows(rule) | always, site)
    years = site.sources.workdays
    for dated in dated_rules(opening, years, site.today.year, monthly=True, holidays=False):
        then = _said(valid_from=str(dated.first), valid_to=str(dated.last) if dated.last else None)
        if dated.days or dated.spans:
            days = ",".join(_DAYS[day] for day in dated.days or range(len(_DAYS)))
            then |= {"freq": "WEEKLY", "interval": 1, "wkst": "MO", "byday": days}
        for opens, closes in dated.clocks:
            times: HsdsRow = {"timezone": 8, "opens_at": opens + ZONE, "closes_at": closes + ZONE}
            yield _schedule(entry, then | times | {"description": dated.reason or UNUSUAL}, site)
        if not dated.spans:
            closed = "暂停开放" if dated.closure else "不开"
            words = f"{closed}：{dated.reason}" if dated.reason else closed
            yield _schedule(entry, then | {"description": words}, site)


UNUSUAL = "和平时不一样"


def _repeat_rows(rule: WeeklyRule | MonthlyRule) -> HsdsRow:
    if isinstance(rule, WeeklyRule):
        freq, days = "WEEKLY", [_DAYS[day] for day in rule.days]
    else:
        freq, days = "MONTHLY", [f"{n}{_DAYS[day]}" for day, n in rule.days]
    times: HsdsRow = {"opens_at": rule.opens + ZONE, "closes_at": rule.closes + ZONE}
    return {"timezone": 8, "freq": freq, "interval": 1, "wkst": "MO", "byday": ",".join(days)} | times


def _schedule(entry: Location | Service, said: HsdsRow, site: Site) -> HsdsRow:
    key = "/".join(str(said.get(name, "")) for name in ("valid_from", "byday", "opens_at", "closes_at"))
    kind = "location" if isinstance(entry, Location) else "service"
    owner = entry.id if kind == "location" else f"service/{entry.id}"
    row: HsdsRow = {
        "id": identify(site, "schedule", f"{owner}/{key}"),
        f"{kind}_id": identify(site, kind, entry.id),
    }
    return row | said | {"sample": entry.sample}


def _phone_rows(site: Site) -> Iterator[HsdsRow]:
    sources = site.sources
    community = sources.community
    own = (
        _number_row(community.phone, None, community.extension),
        _number_row(community.complaints_phone, "监督投诉", community.complaints_extension),
    )
    yield from _phones_of(community, "organization", identify(site, "community", ""), own, site)
    for organization in sources.organizations:
        contact = organization.contact
        numbers = (_number_row(contact.phone, None, contact.extension),) if contact and contact.phone else ()
        key = identify(site, "organization", organization.id)
        yield from _phones_of(organization, "organization", key, numbers, site)
    for service in sources.services:
        yield from _phones_of(service, "service", identify(site, "service", service.id), service.phones, site)
    for location in sources.locations:
        yield from _phones_of(location, "location", identify(site, "location", location.id), location.phones, site)


def _number_row(number: str, description: str | None = None, extension: str | None = None) -> Phone:
    return Phone(number=number, extension=extension, description=description, type="voice")


def _phones_of(owner: Entry, kind: str, key: str, phones: Iterable[Phone], site: Site) -> Iterator[HsdsRow]:
    """The numbers of one owner; one that is given twice is two rows with the words that part them."""
    for phone in phones:
        yield _said(
            id=identify(site, "phone", f"{key}/{_dialled(phone)}/{phone.description or ''}"),
            **{f"{kind}_id": key},
            number=phone.number,
            extension=int(phone.extension) if phone.extension and phone.extension[0] != "0" else None,
            type=phone.phone_type,
            description=_purpose(phone),
            sample=owner.sample,
        )


def _purpose(phone: Phone) -> str:
    """What a number is for; an extension that begins with 0 is no number, which HSDS asks for, and stands here."""
    lost = f"分机 {phone.extension}" if (phone.extension or "").startswith("0") else ""
    return "，".join(part for part in (phone.description, lost) if part)


def _dialled(phone: Phone) -> str:
    return f"{phone.number}-{phone.extension}" if phone.extension else phone.number


_SAMPLE = ("sample", "示例数据", "true 表示这一行的电话、地址或日期是示例，不能当真；HSDS 之外加的")
_ID = ("id", "编号", "通用唯一编号（UUID），长期不变")

FIELDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "organizations": (
        _ID,
        ("name", "名称", "组织的名称"),
        ("alternate_name", "简称", "社区的简称"),
        ("description", "介绍", "做什么"),
        ("email", "邮箱", "组织对外的邮箱"),
        ("website", "网站", "它自己的网站；没有的，是本站介绍它的网页"),
        _SAMPLE,
    ),
    "services": (
        _ID,
        ("organization_id", "提供单位", "organizations 里的 id"),
        ("name", "名称", "服务的名称"),
        ("alternate_name", "别的叫法", "居民会用来找它的词"),
        ("description", "服务内容", "做什么"),
        ("url", "网页", "本站介绍它的网页"),
        ("status", "状态", "active 表示正在提供，temporarily closed 表示暂停办理"),
        ("application_process", "怎样申请", "先做哪一步，要不要预约，网上办理的网址"),
        ("wait_time", "要等多久", "办的时候大约等多久"),
        ("fees_description", "费用", "收不收费，收多少；没有就是没有写明"),
        ("eligibility_description", "申请条件", "谁可以申请"),
        ("alert", "提醒", "暂停办理的告示，示例数据的提醒"),
        ("service_areas", "服务范围", "只服务几个小区的，列出小区"),
        (
            "attributes",
            "类别和服务对象",
            "link_type 是 category（类别）或 audience（服务对象），名称在 taxonomy_term 里",
        ),
        _SAMPLE,
    ),
    "locations": (
        _ID,
        ("location_type", "类型", "physical 表示实地场所"),
        ("organization_id", "管理单位", "organizations 里的 id"),
        ("name", "名称", "场所的名称"),
        ("description", "介绍", "在这里能做什么"),
        ("latitude", "纬度", "十进制度数"),
        ("longitude", "经度", "十进制度数"),
        ("transportation", "怎样去", "坐哪路车、在哪一站下"),
        ("url", "网站", "它自己的网站"),
        ("languages", "能说的话", "工作人员说的话，一种一条"),
        ("addresses", "地址", "address_1 是门牌，另有省、市、区和邮政编码"),
        ("accessibility", "无障碍设施", "坡道、低位柜台等，一项一条"),
        _SAMPLE,
    ),
    "service_at_locations": (
        _ID,
        ("service_id", "服务", "services 里的 id"),
        ("location_id", "场所", "locations 里的 id"),
        _SAMPLE,
    ),
    "schedules": (
        _ID,
        ("location_id", "场所", "locations 里的 id；和 service_id 只有一个"),
        ("service_id", "服务", "services 里的 id"),
        ("valid_from", "从哪天起", "这几天和平时不一样；写了 byday 的只管那几个星期几，这些日子只看有日期的行"),
        ("valid_to", "到哪天止", "没有写就是还不知道"),
        ("timezone", "时区", "8 表示北京时间"),
        ("freq", "频率", "WEEKLY 每周，MONTHLY 每月"),
        ("interval", "间隔", "1 表示每一周或每一月"),
        ("wkst", "一周从哪天起", "MO 表示星期一"),
        ("byday", "星期", "MO 到 SU 是星期一到星期日，1SU 是每月第一个星期日"),
        ("opens_at", "开门", "时刻，带时区；没有就是不开"),
        ("closes_at", "关门", "时刻，带时区；比开门早就是第二天，23:59 表示到半夜十二点"),
        ("description", "开放时间", "平时的行是整句的说法；有日期的行是为什么不一样"),
        ("notes", "说明", "补充的话"),
        _SAMPLE,
    ),
    "phones": (
        _ID,
        ("organization_id", "组织", "organizations 里的 id；三个编号只有一个"),
        ("service_id", "服务", "services 里的 id"),
        ("location_id", "场所", "locations 里的 id"),
        ("number", "号码", "区号、号码用连字符分开"),
        ("extension", "分机", "拨通以后再按的数字"),
        ("type", "类型", "voice 接听的电话，fax 传真，text 收短信"),
        ("description", "用途", "例如咨询电话"),
        _SAMPLE,
    ),
}
"""What each field means, in Chinese, for the page that explains the data."""
