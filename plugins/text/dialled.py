"""Whether the number of a tel: link can be dialled at all."""

from __future__ import annotations

import re

_DIALS = re.compile(
    r"(?:\+?86|0086)?0?(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}"  # with an area
    r"|(?:\+?86|0086|0)?1[3-9]\d{9}|[48]00\d{7}|[2-8]\d{6,7}"  # a mobile, a free number, one of this town
    r"|1\d{2,5}|9\d{4,5}|\+(?!86)\d{7,15}"  # 110, 12345, 95598, abroad
)


def explain_dialled(target: str) -> tuple[str, str] | None:
    """Why nobody answers at a tel: address, and the fix; None where somebody may."""
    typed = re.split(r"[,;]", target[4:], maxsplit=1)[0]
    digits = re.sub(r"[^0-9+]", "", typed)
    if _DIALS.fullmatch(digits):
        return None
    if not digits:
        return "tel: 后面没有写号码", "写成 tel:0755-5550-0101"
    return f"电话“{typed[:40]}”的位数不对，拨不通", "看看少打了还是多打了，例如 tel:0755-5550-0101"
