"""What editors call a field out of habit, from other programs or in Chinese; hides which of ours is meant."""

from __future__ import annotations

import difflib
import re
import unicodedata

from pydantic import BaseModel

from plugins.model.parts import Part
from plugins.model.shape import field_keys

_LABEL = re.compile(r"[（(，]")
"""What stands behind it in a label is a remark."""
_NOT_OURS = frozenset(
    {"weight", "order", "sort", "top", "sticky", "pinned", "pin", "layout", "template", "comments", "comment", "toc", "lang", "language", "theme", "mathjax", "math", "password", "copyright", "置顶", "排序"}
)  # fmt: skip
"""What other generators let a page choose; here the site does, the same for all pages."""
_HABITS = {
    "q": "写 question: …", "a": "写 answer: …", "问": "写 question: …", "答": "写 answer: …",
    "draft": "写 status: draft", "published": "写 status: published", "public": "写 status: published",
    "category": "写 column: …", "categories": "写 column: …", "section": "写 column: …",
    "tag": "写 tags: […]", "keywords": "写 tags: […]", "description": "写 summary: …", "excerpt": "写 summary: …", "abstract": "写 summary: …",
    "subtitle": "写进 summary", "permalink": "写 slug: …", "url": "写 slug: …", "cover": "写 image: images/…", "banner": "写 image: images/…",
    "thumbnail": "写 image: images/…", "featured_image": "写 image: images/…", "heroimage": "写 image: images/…", "alt": "写 image_alt: …",
    "picture": "写 image: images/…", "photo": "写 image: images/…", "picture_alt": "写 image_alt: …", "date": "写 time: …", "content": "写 text: …", "body": "写 text: …",
    "pubdate": "写 date: …", "publishdate": "写 date: …", "created": "写 date: …", "datetime": "写 date: …", "authors": "写 author: …",
    "modified": "写 updates: [{date: …, note: …}]", "lastmod": "写 updates: [{date: …, note: …}]", "updated": "写 updates: [{date: …, note: …}]",
    "时间": "写 starts: … 和 ends: …", "日期": "写 date: …", "start": "写 starts: …", "end": "写 ends: …", "time": "写 starts: … 和 ends: …", "cancelled": "写 state: cancelled", "canceled": "写 state: cancelled",
    "postponed": "写 state: postponed", "place": "写 location: …", "venue": "写 location: …", "address": "写 location: …", "organizer": "写 organization: …",
    "lat": "写 latitude: …", "lon": "写 longitude: …", "lng": "写 longitude: …", "纬度": "写 latitude: …", "经度": "写 longitude: …",
    "type": "写 kind: …", "number": "写 id: …", "hidden": "写 status: draft", "rrule": "写 repeat: …", "redirect_from": "写 aliases: [/旧地址/]",
}  # fmt: skip
"""What other generators call a field, and what it is called here."""
_ABSENT = frozenset(
    {"absent", "absence", "absences", "away", "leave", "vacation", "holiday", "unavailable", "请假", "休假"}
)
_PERSONAL = frozenset(
    {
        "name",
        "姓名",
        "名字",
        "fullname",
        "phone",
        "mobile",
        "电话",
        "手机",
        "idcard",
        "身份证",
        "address",
        "住址",
        "birthday",
        "生日",
        "sender",
        "reporter",
        "contact",
        "wechat",
        "微信",
        "反映人",
        "来信人",
        "来访人",
        "联系人",
        "联系电话",
        "门牌",
        "房号",
    }
)
"""Words for what is one person's, where an editor might look for a field of it."""


def suggest_field(key: str, owner: type[BaseModel] | None) -> str:
    """What to write for a field that is none."""
    names = sorted(field_keys(owner)) if owner else []
    key = unicodedata.normalize("NFKC", key)
    plain = key.lower().replace("-", "").replace("_", "")
    if owner and issubclass(owner, Part) and owner.private_hint and plain in _PERSONAL:
        return owner.private_hint
    if owner and owner.__name__ == "Person" and plain in _ABSENT:
        return "请假写在那一队的值班表里：absences: [{person: …, from: …, until: …}]"
    habit = _HABITS.get(key.lower()) or _HABITS.get(plain, "")
    named = next(iter(re.findall(r"[a-z_]+", habit)), "")
    if named in names:
        return habit
    by_code = {n: f.title or "" for n, f in field_keys(owner).items()} if owner else {}
    by_label = {title: name for name, title in by_code.items()}
    if key in by_label:
        return f"字段名用英文 {by_label[key]}"
    if plain in _NOT_OURS:
        return "删掉这一行，网站不用它"
    close = difflib.get_close_matches(key.lower(), names, n=1, cutoff=0.6)
    if close:
        return f"是否想写 {close[0]}？"
    return f"删掉，或从这些里选：{'、'.join(f'{name} {_LABEL.split(by_code[name])[0]}' for name in names)}"
