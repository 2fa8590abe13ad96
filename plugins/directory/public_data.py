"""What the community does in public as rows of open data: meetings, awards, ledgers, surveys, whom to ask, notices and alerts.

Hides what of a row is left out, so that it gives nobody away.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.directory.tables import ID, NAME, SAMPLE, URL, DataField, PublicTable, Row, day_of, ends_of, name_of
from plugins.directory.told_data import TOLD_TABLES
from plugins.model import (
    AWARD_KINDS,
    LEDGER_KINDS,
    ROUND_WAYS,
    Alert,
    Award,
    Case,
    Concern,
    Ledger,
    Meeting,
    News,
    Survey,
    SurveyQuestion,
    address_of,
    hidden_cells,
)
from plugins.site import Site, show_notice, where_words


def _count(value: int | None) -> int | str:
    return "" if value is None else value


def _list_meetings(site: Site) -> Iterator[Row]:
    shown = {case.id for case in site.sources.of(Case)}
    for meeting in site.sources.of(Meeting):
        decided = [
            {
                "what": d.what,
                "by": d.by or "",
                "due": day_of(d.due),
                "case": d.case if d.case in shown else "",
                "done": day_of(d.done),
            }
            for d in meeting.decisions
        ]
        yield {
            "id": f"{meeting.date.year}/{meeting.slug}",
            "name": meeting.title,
            "date": meeting.date.isoformat(),
            "organization": name_of(site.sources.organization, meeting.organization),
            "location": name_of(site.sources.location, meeting.location),
            "agenda": "；".join(meeting.agenda),
            "present": "；".join(f"{one.role} {one.count} 人" for one in meeting.present),
            "decided": "；".join(one["what"] for one in decided),
            "done": sum(bool(one["done"]) for one in decided),
            "url": site.url + address_of(meeting),
            "sample": meeting.sample,
            "decisions": decided,
        }


def _list_rounds(site: Site) -> Iterator[Row]:
    for award in site.sources.of(Award):
        for number, one in enumerate(award.rounds, 1):
            yield {
                "id": award.id,
                "name": award.name,
                "kind": AWARD_KINDS[award.award_kind],
                "year": award.year,
                "round": number,
                "round_name": one.name,
                "date": day_of(one.date),
                "how": ROUND_WAYS[one.how],
                "candidates": one.candidates,
                "chosen": one.chosen,
                "unit": award.unit,
                "ballots": _count(one.ballots),
                "valid": _count(one.valid),
                "ties": one.ties or "",
                **ends_of(award, site),
                "results": [{"candidate": r.candidate, "votes": r.votes} for r in one.results],
            }


def _list_lines(site: Site) -> Iterator[Row]:
    for ledger in site.sources.of(Ledger):
        left = ledger.opening
        for number, line in enumerate(ledger.lines, 1):
            left += (line.in_ or 0) - (line.out or 0)
            yield {
                "id": ledger.id,
                "name": ledger.name,
                "kind": LEDGER_KINDS[ledger.ledger_kind],
                "line": number,
                "date": day_of(line.date),
                "what": line.what,
                "in": "" if line.in_ is None else f"{line.in_:.2f}",
                "out": "" if line.out is None else f"{line.out:.2f}",
                "balance": f"{left:.2f}",
                "givers": _count(line.givers),
                "evidence": line.evidence or "",
                **ends_of(ledger, site),
            }


def _list_answers(site: Site) -> Iterator[Row]:
    for survey in site.sources.of(Survey):
        for number, question in enumerate(survey.questions, 1):
            for row in _answers_to(question, survey.n):
                yield {
                    "id": survey.id,
                    "name": survey.name,
                    "from": day_of(survey.from_),
                    "until": day_of(survey.until),
                    "method": survey.method,
                    "n": survey.n,
                    "question": number,
                    "ask": question.ask,
                    **row,
                    **ends_of(survey, site),
                }


def _answers_to(question: SurveyQuestion, n: int) -> Iterator[Row]:
    """The answers to a question; a cell with so few people that it could be somebody has no number."""
    hidden = hidden_cells([one.count for one in question.answers], many=question.many)
    asked = n if question.asked is None else question.asked
    for at, one in enumerate(question.answers):
        yield {"asked": asked, "answer": one.answer, "count": "" if at in hidden else one.count, "many": question.many}


def _list_turns(site: Site) -> Iterator[Row]:
    each = {"places": "自己小区的物业", "grids": "自己那栋楼的网格员"}
    for concern in site.sources.of(Concern):
        for number, turn in enumerate(concern.turns, 1):
            yield {
                "id": concern.id,
                "name": concern.name,
                "description": concern.description,
                "step": number,
                "who": turn.who,
                "say": turn.say or "",
                "phone": turn.phone or "",
                "extension": turn.extension or "",
                "location": name_of(site.sources.location, turn.location),
                "organization": name_of(site.sources.organization, turn.organization),
                "each": each[turn.each] if turn.each else "",
                **ends_of(concern, site),
            }


def _list_notices(site: Site) -> Iterator[Row]:
    for notice in site.sources.news:
        if notice.is_notice:
            yield {"id": f"{notice.date.year}/{notice.slug}", "name": notice.title, **_facts_of(notice, site)}


def _facts_of(notice: News, site: Site) -> Row:
    shown = show_notice(notice, site)
    return {
        "published": day_of(notice.date),
        "what": shown.subject,
        "from": day_of(notice.begins),
        "until": day_of(notice.ends),
        "where": shown.where,
        "do": notice.do or "",
        "phone": notice.call or "",
        "extension": notice.call_extension or "",
        "url": site.url + address_of(notice),
        "sample": notice.sample,
    }


def _list_alerts(site: Site) -> Iterator[Row]:
    for alert in site.sources.of(Alert):
        yield {
            "name": alert.words,
            "level": alert.level,
            "from": day_of(alert.begins),
            "until": day_of(alert.ends),
            "where": where_words(alert.affects, site.sources),
            "do": alert.do or "",
            "sample": alert.sample,
        }


PUBLIC_TABLES = {
    "meetings": PublicTable(
        "会议和决定", "每一次会：哪天开、商量什么、定了什么、谁去办。到会的只写岗位和人数。", "会议",
        (
            ID, NAME,
            DataField("date", "什么时候", "日期和时间"),
            DataField("organization", "谁开的", "组织表里的名称；空着就是没有写明"),
            DataField("location", "在哪里", "场所表里的名称；空着就是没有写明"),
            DataField("agenda", "议题", "几个用分号隔开"),
            DataField("present", "到会", "岗位和人数；空着就是还没有开"),
            DataField("decided", "定了什么", "几件用分号隔开"),
            DataField("done", "办好了几件", "定了的里面，已经办好的"),
            URL, SAMPLE,
        ),
        _list_meetings,
        (DataField("decisions", "决定", "每一件：定了什么、谁去办、哪天办好、是哪一件反映的事、哪天办好了"),),
    ),
    "awards": PublicTable(
        "评选和选举", "每一次评选、选举的每一轮：进来多少，选出多少，收回多少票。候选只有编号。", "评选",
        (
            ID, NAME,
            DataField("kind", "哪一类", "评选或选举"),
            DataField("year", "哪一年", "年份"),
            DataField("round", "第几轮", "从 1 数起"),
            DataField("round_name", "这一轮叫什么", "提名、投票等"),
            DataField("date", "日期", "空着就是没有写明"),
            DataField("how", "怎样选", "提名、投票、评议或上门看"),
            DataField("candidates", "进入这一轮的", "个数"),
            DataField("chosen", "这一轮选出的", "个数"),
            DataField("unit", "论什么数", "户、人、个"),
            DataField("ballots", "收回的票", "空着就是没有写明"),
            DataField("valid", "有效票", "空着就是没有写明"),
            DataField("ties", "同票怎么定", "没有同票就空着"),
            URL, SAMPLE,
        ),
        _list_rounds,
        (DataField("results", "得票", "每个候选的编号和票数"),),
    ),
    "ledgers": PublicTable(
        "账目", "每一笔进出：哪天、什么钱、多少、还剩多少、有什么凭证。是谁给的、给了谁，不在里面。", "账目",
        (
            ID, NAME,
            DataField("kind", "哪一类", "经费、邻里互助或公开募捐"),
            DataField("line", "第几笔", "从 1 数起"),
            DataField("date", "日期", "年-月-日"),
            DataField("what", "什么钱", "从哪里来，用在哪里"),
            DataField("in", "收入", "元；支出的一笔空着"),
            DataField("out", "支出", "元；收入的一笔空着"),
            DataField("balance", "结余", "元，到这一笔为止"),
            DataField("givers", "几个人捐的", "只有人数"),
            DataField("evidence", "凭证", "收据、发票等"),
            URL, SAMPLE,
        ),
        _list_lines,
    ),
    "surveys": PublicTable(
        "调查结果", "每一题的每一个回答有多少人选。人数少、猜得出是谁的，不写数。", "调查",
        (
            ID, NAME,
            DataField("from", "从哪天起", "年-月-日"),
            DataField("until", "到哪天止", "年-月-日"),
            DataField("method", "怎样问的", "走访、扫码等"),
            DataField("n", "多少人回答", "整份调查的人数"),
            DataField("question", "第几题", "从 1 数起"),
            DataField("ask", "问", "题目"),
            DataField("asked", "这一题问了多少人", "人数"),
            DataField("answer", "回答", "选的是哪一样"),
            DataField("count", "多少人", "空着就是人数少，不写"),
            DataField("many", "可以选几样", "“是”的，各样加起来可以比人数多"),
            URL, SAMPLE,
        ),
        _list_answers,
    ),
    "concerns": PublicTable(
        "有事找谁", "每件事一步一步找谁：先找谁，没解决再找谁，打哪个电话。", "找谁",
        (
            ID, NAME,
            DataField("description", "说明", "归谁管"),
            DataField("step", "第几步", "从 1 数起"),
            DataField("who", "找谁", "岗位或单位"),
            DataField("say", "怎么说", "要说清楚什么、带什么"),
            DataField("phone", "电话", "空着就是去那里找"),
            DataField("extension", "分机", "拨通以后再按"),
            DataField("location", "去哪里", "场所表里的名称"),
            DataField("organization", "哪支队伍", "组织表里的名称"),
            DataField("each", "各家不同", "小区的物业，或者那栋楼的网格员"),
            URL, SAMPLE,
        ),
        _list_turns,
    ),
    "notices": PublicTable(
        "停水停电这样的通知", "每一条：什么事、从什么时候到什么时候、影响哪里、要做什么、打给谁。", "通知",
        (
            ID, NAME,
            DataField("published", "发布时间", "日期和时间"),
            DataField("what", "什么事", "停水、停电、电梯等"),
            DataField("from", "从什么时候起", "日期和时间"),
            DataField("until", "到什么时候止", "空着就是还不知道"),
            DataField("where", "影响哪里", "小区、楼栋、网格或全社区"),
            DataField("do", "居民要做什么", "空着就是不用做什么"),
            DataField("phone", "打给谁", "电话"),
            DataField("extension", "分机", "拨通以后再按"),
            URL, SAMPLE,
        ),
        _list_notices,
    ),
    "alerts": PublicTable(
        "紧急通知", "台风、暴雨这样的：级别、一句话、从什么时候到什么时候、影响哪里。", "紧急通知",
        (
            DataField("name", "通知的话", "一句话"),
            DataField("level", "级别", "一般，或预警的颜色"),
            DataField("from", "从什么时候起", "日期和时间"),
            DataField("until", "到什么时候止", "空着就是还不知道"),
            DataField("where", "影响哪里", "小区、楼栋、网格或全社区"),
            DataField("do", "居民要做什么", "空着就是不用做什么"),
            SAMPLE,
        ),
        _list_alerts,
    ),
    **TOLD_TABLES,
}  # fmt: skip
"""By the name of the table, in the order in which the page tells them."""
