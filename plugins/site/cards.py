"""Entries as links, cards and briefs; hides which of their fields a list shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from plugins.model import (
    CASE_STATES,
    Activity,
    Case,
    Community,
    Contact,
    Entry,
    Film,
    Grid,
    Guide,
    Location,
    News,
    Note,
    Organization,
    Phone,
    Place,
    Policy,
    Roster,
    Service,
    TextPage,
    address_of,
    tag_address,
)
from plugins.site.activities import activity_states, last_end, show_when
from plugins.site.bodies import show_photo
from plugins.site.hours_data import hours_spec
from plugins.site.opening import (
    alert_on,
    closure_words,
    hours_label,
    is_office,
    opening_words,
    special_days,
    unknown_words,
    week_rows,
)
from plugins.site.periods import Stage, live_period, midnight, period, span_of, tell_stages
from plugins.site.site import Site
from plugins.site.views import ALWAYS, CardView, DateView, Link, LocationBrief, PeriodView, PhoneView, StateView
from plugins.site.words import day_words, hours_sentence, say_time

HOME = Link("首页", "/")
LOCATION_KINDS = {
    "window": "办事窗口",
    "room": "活动场室",
    "office": "办公室",
    "outdoor": "室外场地",
    "clinic": "医院和诊所",
    "school": "学校和幼儿园",
    "library": "图书馆",
    "shop": "商店、菜场和邮局",
    "parking": "停车和充电",
    "station": "车站",
    "toilet": "公共厕所",
}
PHONE_KINDS = {"voice": "", "fax": "传真", "text": "收短信"}
ORGANIZATION_KINDS = {
    "volunteer": "志愿队伍",
    "club": "文体团队",
    "association": "协会",
    "committee": "自治组织",
    "party": "党组织",
    "station": "工作机构",
}
PLACE_KINDS = {"garden": "小区", "park": "园区"}


def show_story_date(story: News, today: date | None = None) -> DateView:
    """When a story is from, no nearer than somebody knows."""
    if story.precision == "day":
        return show_date(story.date, today)
    year, month = f"{story.date.year}年", f"{story.date.month}月"
    if story.precision == "year":
        return DateView(year, story.date_said, year)
    return DateView(year + month, story.date_said, month if today and story.date.year == today.year else year + month)


def show_date(moment: date | datetime, today: date | None = None) -> DateView:
    """A day in words; the short form names the year where it is not that of `today`."""
    day = moment.date() if isinstance(moment, datetime) else moment
    short = f"{day.month}月{day.day}日"
    if today and day.year != today.year:
        short = f"{day.year}年{short}"
    return DateView(day_words(day), moment.isoformat(), short)


def show_phone(
    number: str, description: str | None = None, extension: str | None = None, kind: str = "voice"
) -> PhoneView:
    """A number with its tel: link (RFC 3966), short numbers as they are; an extension is dialled after a pause."""
    dialled = number.replace("-", "")
    shown = f"{number} 转 {extension}" if extension else number
    if kind == "text":
        return PhoneView(shown, f"sms:{dialled}", description or "", PHONE_KINDS[kind])
    pause = f",{extension}" if extension else ""
    return PhoneView(shown, f"tel:{dialled}{pause}", description or "", PHONE_KINDS[kind])


def show_switchboard(community: Community) -> PhoneView:
    """The number everybody may call."""
    return show_phone(community.phone, None, community.extension)


def show_complaints(community: Community) -> PhoneView:
    """The number for those who are not content."""
    return show_phone(community.complaints_phone, "监督投诉电话", community.complaints_extension)


def show_phones(phones: tuple[Phone, ...]) -> tuple[PhoneView, ...]:
    return tuple(show_phone(p.number, p.description, p.extension, p.phone_type) for p in phones)


def show_contact(contact: Contact | None) -> PhoneView | None:
    """The number of a contact, none where it has none."""
    return show_phone(contact.phone, None, contact.extension) if contact and contact.phone else None


def one_line(text: str) -> str:
    """A text of paragraphs as a card or a description of a page holds it."""
    return " ".join(text.split()) if "\n" in text else text


def link_to(entry: Entry, note: str = "") -> Link:
    return Link(entry.called, address_of(entry), note)


def series_link(slug: str | None, site: Site) -> Link | None:
    """The campaign something belongs to; none where the community has none of its own."""
    found = site.sources.series.get(slug or "") if "series" in site.sources.sections else None
    return link_to(found) if found else None


def tag_links(names: tuple[str, ...], site: Site) -> tuple[Link, ...]:
    ids = {tag.name: tag.id for tag in site.sources.community.tags}
    return tuple(Link(name, tag_address(ids[name])) for name in names)


def audience_names(ids: tuple[str, ...], site: Site) -> tuple[str, ...]:
    return tuple(site.sources.audience_names[i] for i in ids)


def policy_states(policy: Policy, site: Site) -> tuple[StateView, ...]:
    """尚未生效, 现行有效, then 已失效 or 已被替代, each while it holds."""
    end, word, tone = policy_end(policy, site)
    stages = [Stage(None, "尚未生效", "wait"), Stage(midnight(policy.effective), "现行有效", "good")]
    return tell_stages(site.now, [*stages, *([Stage(end, word, tone)] if end else [])])


def policy_end(policy: Policy, site: Site) -> tuple[datetime | None, str, str]:
    """From when on a policy holds no longer, and what it is called then; None where it has no end."""
    others = [midnight(o.effective) for o in site.sources.superseding.get(policy.slug, ())]
    superseded = min(others, default=None)
    expired = midnight(policy.expires, 1) if policy.expires else None
    if superseded and (not expired or superseded <= expired):
        return superseded, "已被替代", "quiet"
    return expired, "已失效", "stop"


def is_in_force(policy: Policy, site: Site) -> bool:
    """Whether a policy holds at the site's moment."""
    end, _, _ = policy_end(policy, site)
    return policy.effective <= site.today and (end is None or site.now < end)


def card_news(entry: News, site: Site) -> CardView:
    columns = {c.id: c.name for c in site.sources.community.columns}
    image = show_photo(entry.image, entry.image_alt, site)
    label = columns[entry.column]
    return CardView(
        entry.title,
        address_of(entry),
        entry.summary,
        label,
        show_story_date(entry, site.today),
        image,
        expiry_states(entry, site),
    )


def expiry_states(entry: News, site: Site) -> tuple[StateView, ...]:
    """已过期, as soon as a story does not hold any more."""
    return (StateView("已过期", "quiet", live_period(site.now, entry.ends)),) if entry.ends else ()


def card_activity(entry: Activity, site: Site) -> CardView:
    facts = (site.sources.location[entry.location].name,) if entry.location else ()
    image = show_photo(entry.image, entry.image_alt, site)
    states = activity_states(entry, site.now)
    when = show_when(entry)
    if not entry.repeats and entry.finishes.year < site.today.year:
        when = replace(when, short=show_date(entry.begins, site.today).short)
    return CardView(entry.title, address_of(entry), entry.summary, "活动", when, image, states, facts)


def card_to_come(activity: Activity, site: Site) -> CardView:
    """The card of what is not over, as long as it is not."""
    return replace(card_activity(activity, site), period=period(site.now, until=last_end(activity)))


def card_policy(entry: Policy, site: Site) -> CardView:
    states = policy_states(entry, site)
    facts = tuple(f for f in (entry.number, entry.issuer) if f)
    return CardView(
        entry.title, address_of(entry), entry.summary, "政策", show_date(entry.date, site.today), None, states, facts
    )


def card_guide(entry: Guide, site: Site) -> CardView:
    facts = (entry.time_limit, entry.fee)
    states = guide_states(entry)
    return CardView(entry.title, address_of(entry), entry.summary, "办事指南", states=states, facts=facts)


def guide_states(guide: Guide) -> tuple[StateView, ...]:
    """Whether one can do it online, or has to come to a window; nothing where neither is written."""
    if guide.online_url:
        return (StateView("能网办", "good"),)
    return (StateView("只到窗口", "quiet"),) if guide.visits else ()


def card_page(entry: TextPage, site: Site) -> CardView:
    return CardView(entry.title, address_of(entry), entry.summary, "页面")


def card_service(entry: Service, site: Site) -> CardView:
    facts = (*audience_names(entry.audience, site), *([entry.fees] if entry.fees else []))
    label = site.sources.category_names[entry.category]
    states = closure_states(entry, site)
    summary, spec = one_line(entry.description), hours_spec(entry, site)
    words = opening_words(entry, site, brief=True)
    return CardView(entry.name, address_of(entry), summary, label, states=states, facts=facts, hours=words, spec=spec)


def card_location(entry: Location, site: Site) -> CardView:
    facts = (hours_sentence(entry.hours),) if entry.hours else ()
    label = LOCATION_KINDS[entry.location_kind]
    summary = one_line(entry.description)
    states = closure_states(entry, site)
    spec = hours_spec(entry, site)
    return CardView(entry.name, address_of(entry), summary, label, states=states, facts=facts, spec=spec)


def closure_states(entry: Location | Service, site: Site) -> tuple[StateView, ...]:
    """暂停开放 or 暂停办理, from the first day of a closure to its last."""
    closed = entry.closed if isinstance(entry, Location) else entry.paused
    word = "暂停开放" if isinstance(entry, Location) else "暂停办理"
    alert = alert_on(entry, site)
    if alert and (closed is None or (closed.until and closed.until < site.today)):
        return (StateView(word, "stop", live_period(site.now, alert.since, alert.to)),)
    if closed is None:
        return ()
    until = midnight(closed.until, 1) if closed.until else None
    return (StateView(word, "stop", live_period(site.now, midnight(closed.from_), until)),)


def closure_period(entry: Location | Service, site: Site) -> PeriodView:
    """How long the notice of a closure stands."""
    closed = entry.closed if isinstance(entry, Location) else entry.paused
    alert = alert_on(entry, site)
    if alert and (closed is None or (closed.until and closed.until < site.today)):
        return period(site.now, until=alert.to)
    return period(site.now, until=midnight(closed.until, 1) if closed and closed.until else None)


def card_organization(entry: Organization, site: Site) -> CardView:
    image = show_photo(entry.image, entry.image_alt, site)
    label = ORGANIZATION_KINDS[entry.organization_kind]
    said = hours_sentence(entry.meets) if entry.meets else entry.hours_note
    facts = (f"{hours_label(entry)}：{said}" if is_office(entry) else said,) if said else ()
    return CardView(entry.name, address_of(entry), one_line(entry.purpose), label, image=image, facts=facts)


def card_place(entry: Place, site: Site) -> CardView:
    image = show_photo(entry.image, entry.image_alt, site)
    facts = (f"{len(entry.buildings)} 栋楼",)
    return CardView(
        entry.name,
        address_of(entry),
        one_line(entry.description),
        PLACE_KINDS[entry.place_kind],
        None,
        image,
        facts=facts,
    )


def card_grid(entry: Grid, site: Site) -> CardView:
    return CardView(
        entry.name,
        address_of(entry),
        f"{entry.officer}，电话 {show_phone(entry.phone, None, entry.extension).number}",
        "网格",
    )


def card_roster(entry: Roster, site: Site) -> CardView:
    team = site.sources.organization[entry.organization].name
    return CardView(entry.name, address_of(entry), entry.summary, "值班表", facts=(team,))


def card_film(entry: Film, site: Site) -> CardView:
    facts = (f"片长 {say_time(entry.length)}",) if entry.length is not None else ()
    image, date = show_photo(entry.image, entry.image_alt, site), show_date(entry.date, site.today)
    return CardView(entry.title, address_of(entry), entry.summary, entry.kind.label, date, image, facts=facts)


def card_note(entry: Note, site: Site) -> CardView:
    image = show_photo(entry.image, entry.image_alt, site)
    said = one_line(entry.text)
    rest = said if said.rstrip("。！？!?") != entry.called else ""
    return CardView(entry.called, address_of(entry), rest, entry.kind.label, show_date(entry.time, site.today), image)


def card_entry(entry: Entry, site: Site) -> CardView:
    """The card of a kind that has none of its own: what it is called, what it is, its day and its picture."""
    image = show_photo(getattr(entry, "image", None), getattr(entry, "image_alt", None), site)
    day = getattr(entry, "date", None)
    shown = show_date(day, site.today) if isinstance(day, date) else None
    return CardView(entry.called, address_of(entry), entry.told, entry.kind.label, shown, image)


def brief(location: Location, site: Site) -> LocationBrief:
    """A location with its hours and phones, as guides, services and places show it."""
    special = special_days(location, site)
    return LocationBrief(
        name=location.name,
        url=address_of(location),
        address=location.address,
        place=link_to(site.sources.place[location.place]) if location.place else None,
        phones=show_phones(location.phones),
        hours=hours_sentence(location.hours) if location.hours else "",
        week=week_rows(location, site),
        spec=hours_spec(location, site),
        closed=closure_words(location, site),
        closed_period=closure_period(location, site),
        special=special,
        special_period=span_of((day.period for day in special), site.now) if special else ALWAYS,
        note=location.hours_note or "",
        sample=location.sample,
        unknown=unknown_words(location, site),
    )


_CASE_TONES = {
    "received": "wait", "referred": "wait", "working": "wait", "answered": "good", "solved": "good", "declined": "quiet",
}  # fmt: skip


def case_states(case: Case, site: Site) -> tuple[StateView, ...]:
    """How far a case is, and from when on it is late."""
    own = StateView(CASE_STATES[case.state], _CASE_TONES[case.state])
    terms = site.sources.community.case_terms
    if not case.is_open or not case.has_terms:
        return (own,)
    days, word = (terms.solve_days, "已过办结期限") if case.answered_on else (terms.answer_days, "已过答复期限")
    return own, StateView(word, "stop", live_period(site.now, midnight(case.received, days + 1)))


def card_case(case: Case, site: Site) -> CardView:
    return CardView(
        f"{case.subject}（{case.id}）", address_of(case), one_line(case.answer or ""), case.kind.label,
        show_date(case.received, site.today), states=case_states(case, site),
    )  # fmt: skip
