"""What a second look finds, by kind."""

from __future__ import annotations

from dataclasses import dataclass

MOBILE, CITIZEN, CARD = "手机号码", "身份证号码", "银行卡号"
PLATE, PASSPORT, MAIL, ACCOUNT = "车牌号码", "护照或通行证号码", "个人邮箱", "个人微信号或 QQ 号"
PLACE = "图片的拍摄地点"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that tells of a person, and how it is written."""

    kind: str
    text: str


def list_words(text: str) -> tuple[str, ...]:
    """The words of a list that would be a page long, one by one."""
    return tuple(text.split())
