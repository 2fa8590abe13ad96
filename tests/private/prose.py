"""A thousand pages of ordinary prose with numbers of every kind that belong to nobody: at most three may look private.

`python -m tests.private.prose FOLDER` writes them, for `make privacy CORPUS=FOLDER`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

PAGES = 1_000
Rng = random.Random
_CODES = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _digits(rng: Rng, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _landline(rng: Rng) -> str:
    area = rng.choice(("0755", "010", "021", "0571"))
    form = rng.choice(("{}-5550-{}", "{}-5550{}", "（{}）5550{}", "({}) 5550-{}", "{} 5550 {}"))
    return form.format(area, _digits(rng, 4)) + rng.choice(("", "", "转8002", "-801", " 转 12"))


def _credit_code(rng: Rng) -> str:
    """GB 32100-2015, with its check character."""
    code = rng.choice(("9144", "5244", "1244")) + "03" + _digits(rng, 2) + "".join(rng.choice(_CODES) for _ in range(9))
    total = sum(_CODES.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + _CODES[-total % 31]


def _isbn(rng: Rng) -> str:
    start = "9787" + _digits(rng, 8)
    check = -sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(start)) % 10
    return rng.choice((f"{start[:3]}-{start[3]}-{start[4:7]}-{start[7:]}-{check}", f"{start}{check}"))


def _day(rng: Rng) -> str:
    year, month, day = rng.randint(1995, 2027), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{month}月{day}日", f"{year}.{month}.{day}")
    )


def _hours(rng: Rng) -> str:
    return rng.choice(("9:00—12:00", "上午9点到11点半", "14:00~17:30", "每周二、四晚上7点", "08:30-11:30，14:00-17:00"))


NUMBERS: dict[str, Callable[[Rng], str]] = {
    "landline": _landline,
    "hotline": lambda rng: rng.choice(("12345", "12315", "110", "120", "96518", "12348", "400-555-0101", "800-820-5555", "95598")),
    "price": lambda rng: rng.choice((f"{rng.randint(1, 999)}元", f"¥{rng.randint(1, 9)},{_digits(rng, 3)}.{_digits(rng, 2)}", f"{_digits(rng, 2)}.5万元", f"{rng.randint(1, 9)},{_digits(rng, 3)},{_digits(rng, 3)}元")),
    "credit": _credit_code,
    "document": lambda rng: f"青府办〔{rng.randint(2010, 2026)}〕{rng.randint(1, 199)}号",
    "isbn": _isbn,
    "place": lambda rng: rng.choice((f"22.{_digits(rng, 6)}, 114.{_digits(rng, 6)}", f"北纬22.{_digits(rng, 4)}°，东经114.{_digits(rng, 4)}°", f"22°{rng.randint(10, 59)}′{rng.randint(10, 59)}″N")),
    "day": _day,
    "hours": _hours,
    "order": lambda rng: rng.choice((f"订单号{_digits(rng, 18)}", f"工单 GD2026{_digits(rng, 8)}", f"运单号SF{_digits(rng, 13)}", f"受理号：2026{_digits(rng, 10)}")),
    "meter": lambda rng: f"水表读数{_digits(rng, 6)}，电表号{_digits(rng, 12)}",
    "record": lambda rng: f"粤ICP备{_digits(rng, 8)}号",
    "standard": lambda rng: rng.choice((f"GB {_digits(rng, 5)}-2018", f"GB/T {_digits(rng, 5)}.1-2020", f"ISO {_digits(rng, 4)}:2015")),
    "share": lambda rng: f"{rng.randint(1, 99)}.{rng.randint(0, 9)}%",
    "people": lambda rng: rng.choice((f"{rng.randint(20, 999)}人", f"{rng.randint(1, 9)},{_digits(rng, 3)}户", f"{rng.randint(1, 60)}个家庭")),
    "building": lambda rng: rng.choice((f"{rng.randint(1, 40)}栋", f"{rng.randint(1, 40)}号楼", f"{rng.randint(1, 9)}单元门口", f"{rng.randint(1, 6)}楼大厅")),
    "version": lambda rng: f"{rng.randint(1, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 99)}",
    "digest": lambda rng: "".join(rng.choice("0123456789abcdef") for _ in range(40)),
    "code": lambda rng: f"邮政编码518{_digits(rng, 3)}",
    "account": lambda rng: rng.choice(("service@example.org", "wuye@example.com", "https://example.org/a?id=" + _digits(rng, 9))),
}  # fmt: skip
SENTENCES = (
    "{building}的水泵在{day}换好了，停水的时间比原来说的短。",
    "窗口在{building}，咨询电话{landline}，{hours}有人接。",
    "打不通就拨{hotline}，说清楚是哪个小区、什么事。",
    "这一批路灯一共花了{price}，占全年维修费的{share}。",
    "承办的公司统一社会信用代码是{credit}，合同在办公室可以查。",
    "依据是{document}，全文在政策栏目里。",
    "图书室新到的书里有一本讲种花的，书号{isbn}，{people}借过。",
    "集合的地方在{place}附近，找不到就看路口的牌子。",
    "报名从{day}到{day}，名额{people}，满了就往后排。",
    "{order}的快递放在{building}的架子上，收件人来取。",
    "这个月的公共用电：{meter}，比上个月少了{share}。",
    "网站底部的备案号是{record}，点进去可以核对。",
    "楼道里的灭火器按{standard}检查，{day}以前换完。",
    "来的有{people}，最大的八十多岁，最小的刚上小学。",
    "活动室{hours}开放，{building}的电梯可以到。",
    "程序更新到{version}，改动的编号是{digest}。",
    "寄信写上{code}，邮箱是{account}。",
    "上回借走的三十把椅子还了二十八把，还差两把，请记得送回来。",
    "孩子们画的画挂在走廊里，老人坐着下棋，中午有人做了一锅绿豆汤。",
    "医生说冬天要多走动，感冒了就少出门，戴好口罩。",
    "学校门口上学放学的时候车多，接孩子的家长请走东边的小路。",
    "残疾人坡道的扶手松了，物业的师傅{day}来修过，现在稳了。",
    "低保的申请每个月十号以前交，材料看办事指南，不清楚打{landline}。",
)
ENGLISH = (
    "The desk on {building} is open {hours}; call {landline} or {hotline}.",
    "Release {version} closes {people} reports; its commit is {digest}.",
    "The lights cost {price}, which is {share} of the year's budget.",
    "Our registration code is {credit}, and the notice is {document}.",
    "Write to {account}, or look at {place} on the map.",
    "The book has the number {isbn} and was printed on {day}.",
)


def write_page(rng: Rng, *, chinese: bool) -> str:
    """Some paragraphs, a list and a table."""
    pool = SENTENCES if chinese else ENGLISH

    def say() -> str:
        words = rng.choice(pool)
        for name, make in NUMBERS.items():
            while f"{{{name}}}" in words:
                words = words.replace(f"{{{name}}}", make(rng), 1)
        return words

    paragraphs = ["".join(say() for _ in range(rng.randint(1, 5))) for _ in range(rng.randint(2, 6))]
    items = "\n".join(f"- {say()}" for _ in range(rng.randint(0, 4)))
    kinds = rng.sample(sorted(NUMBERS), 3)
    rows = "\n".join(f"| {' | '.join(NUMBERS[kind](rng) for kind in kinds)} |" for _ in range(rng.randint(0, 5)))
    table = f"| {' | '.join(kinds)} |\n|---|---|---|\n{rows}" if rows else ""
    return "\n\n".join(part for part in (*paragraphs, items, table) if part) + "\n"


def write_corpus(folder: Path, pages: int = PAGES, seed: str = "prose") -> None:
    """Two pages of three are Chinese."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        rng = random.Random(f"{seed}{number}")
        (folder / f"page-{number}.md").write_text(write_page(rng, chinese=number % 3 != 0), "utf-8")


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]))
