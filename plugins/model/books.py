"""The community's books: awards and elections round by round, ledgers, surveys. Each claim in them is a number that is reckoned.

None holds a name: who won, gave or answered is a number, and where words tell of it they tell what was done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from plugins.model.deadlines import appeal_deadline
from plugins.model.entries import OLD, Entry
from plugins.model.fields import (
    Alias,
    CaseId,
    Count,
    Day,
    Extension,
    Flag,
    Line,
    OrganizationId,
    PhoneNumber,
    Slug,
    Summary,
    Text,
    Yuan,
)
from plugins.model.kind import Kind, one_entry
from plugins.model.moments import refuse
from plugins.model.parts import NAMED_BY_FILE, Part

NO_NAMES = "这里不写姓名，仓库是公开的：候选的人家写编号，例如 第3户；捐款的人只写有几个"
ROUND_WAYS: Mapping[str, str] = {"nomination": "提名", "vote": "投票", "review": "评议", "visit": "上门看"}
AWARD_KINDS: Mapping[str, str] = {"award": "评选", "election": "选举"}
LEDGER_KINDS: Mapping[str, str] = {"fund": "经费", "help": "邻里互助", "public": "公开募捐"}
_NO_EVIDENCE = re.compile(r"(?:暂|还)?(?:无|没有)|.{0,10}[^0-9]0\s*[张份]")
SMALL = 3
"""A cell of a survey with fewer people in it could be somebody."""


def _tell(names: Mapping[str, str]) -> str:
    return "；".join(f"{key} {word}" for key, word in names.items())


_OWN_ID = Field(title="编号", description="就是文件名", json_schema_extra=NAMED_BY_FILE)


class CandidateVotes(Part):
    """How many votes one candidate had."""

    private_hint: ClassVar = NO_NAMES

    candidate: Line = Field(title="候选", description="编号，例如 第3户；不写姓名")
    votes: Count = Field(title="票数")


class Round(Part):
    """One round: how many went in, and how many came out."""

    private_hint: ClassVar = NO_NAMES

    name: Line = Field(title="哪一轮", description="例如 居民提名、第一轮投票")
    date: Day | None = Field(None, title="日期", description="不知道哪一天的不写")
    how: Literal["nomination", "vote", "review", "visit"] = Field(title="怎样选", description=_tell(ROUND_WAYS))
    candidates: Count = Field(title="进入这一轮的", ge=1)
    chosen: Count = Field(title="这一轮选出的", ge=1, description="照名次选；同票的写 ties")
    ballots: Count | None = Field(None, title="收回的票", ge=1)
    valid: Count | None = Field(None, title="有效票", ge=1)
    results: tuple[CandidateVotes, ...] = Field((), title="得票", description="从多到少")
    ties: Line | None = Field(None, title="同票怎么定", description="最后一名同票时写")
    note: Text | None = Field(None, title="说明")

    @field_validator("chosen")
    @classmethod
    def _are_among_the_candidates(cls, chosen: int, others: ValidationInfo) -> int:
        candidates = others.data.get("candidates")
        if candidates is not None and chosen > candidates:
            refuse(f"选出 {chosen} 个，进入这一轮的只有 {candidates} 个", "核对 candidates 和 chosen")
        return chosen

    @field_validator("valid")
    @classmethod
    def _are_among_the_ballots(cls, valid: int | None, others: ValidationInfo) -> int | None:
        ballots = others.data.get("ballots")
        if valid is not None and ballots is not None and valid > ballots:
            refuse(f"有效票 {valid} 张，收回的只有 {ballots} 张", "核对 ballots 和 valid")
        return valid

    @field_validator("results")
    @classmethod
    def _can_be(cls, results: tuple[CandidateVotes, ...], others: ValidationInfo) -> tuple[CandidateVotes, ...]:
        candidates, chosen = others.data.get("candidates"), others.data.get("chosen")
        cast = others.data.get("valid") or others.data.get("ballots")
        votes = [one.votes for one in results]
        if candidates is not None and len(results) > candidates:
            refuse(f"写了 {len(results)} 个候选的票，进入这一轮的只有 {candidates} 个", "核对 candidates 和 results")
        if chosen is not None and results and len(results) < chosen:
            refuse(f"选出 {chosen} 个，得票只写了 {len(results)} 个", "把选上的都写上")
        for one in results:
            if cast is not None and one.votes > cast:
                refuse(f"“{one.candidate}”得 {one.votes} 票，有效票只有 {cast} 张", "核对票数；一张票只能投它一次")
        if chosen and 0 in votes[:chosen]:
            refuse(f"选出 {chosen} 个，其中有人一票也没有", "核对票数和 chosen")
        if votes != sorted(votes, reverse=True):
            refuse("得票没有从多到少写", "照票数从多到少排，选上的在前面")
        named = [one.candidate for one in results]
        for name in named:
            if named.count(name) > 1:
                refuse(f"“{name}”写了两次", "一个候选只写一行")
        return results

    @model_validator(mode="after")
    def _says_how_a_tie_ended(self) -> Round:
        votes = [one.votes for one in self.results]
        if len(votes) > self.chosen and votes[self.chosen - 1] == votes[self.chosen] and not self.ties:
            refuse(
                f"第 {self.chosen} 名和第 {self.chosen + 1} 名同是 {votes[self.chosen]} 票", "加上 ties：写同票怎么定的"
            )
        return self


class Award(Entry):
    """A prize, or an election, from the nominations to who was chosen."""

    kind: ClassVar = Kind(
        "awards", "评选", one_entry("data/awards/*.yaml"), "/awards/{id}/", "/awards/",
        order=lambda award: (-award.year, award.id), sheet=True,
    )  # fmt: skip
    private_hint: ClassVar = NO_NAMES

    id: Slug = _OWN_ID
    name: Line = Field(title="名称", description="例如 五星文明户评选")
    award_kind: Literal["award", "election"] = Field(
        "award", alias="kind", title="哪一类", description=_tell(AWARD_KINDS)
    )
    description: Summary = Field(title="说明", description="评什么、谁来评")
    year: Count = Field(title="哪一年", ge=1949, le=2100)
    unit: Line = Field("个", title="论什么数", description="户、人、个")
    organization: OrganizationId | None = Field(None, title="哪个组织办的", description="organizations.yaml 里的 id")
    rules: tuple[Line, ...] = Field((), title="规则", description="一条一行")
    rounds: tuple[Round, ...] = Field(min_length=1, title="各轮", description="按先后写")
    deeds: tuple[Text, ...] = Field((), title="为什么得奖", description="做了什么，不写是谁")
    aliases: tuple[Alias, ...] = OLD

    @field_validator("rounds")
    @classmethod
    def _lie_one_in_another(cls, rounds: tuple[Round, ...], others: ValidationInfo) -> tuple[Round, ...]:
        year = others.data.get("year")
        for number, one in enumerate(rounds, 1):
            if year and one.date and abs(one.date.year - year) > 1:
                refuse(f"第 {number} 轮的日期是 {one.date}，这一项写的是 {year} 年", "核对年份")
        for number, (before, after) in enumerate(pairwise(rounds), 2):
            if before.date and after.date and after.date < before.date:
                refuse(f"第 {number} 轮的日期 {after.date} 在 {before.date} 之前", "核对日期，按先后写")
            if after.candidates > before.chosen:
                refuse(
                    f"第 {number} 轮进来 {after.candidates} 个，上一轮只选出 {before.chosen} 个",
                    "核对两轮的 chosen 和 candidates",
                )
        return rounds

    @model_validator(mode="after")
    def _choose_no_more_than_there_are_seats(self) -> Award:
        """Of an election's ballots none names more than are to be chosen."""
        for number, one in enumerate(self.rounds, 1):
            cast, votes = one.valid or one.ballots, sum(result.votes for result in one.results)
            if self.award_kind == "election" and cast and votes > cast * one.chosen:
                message = f"第 {number} 轮各人得票加起来 {votes} 票，{cast} 张票每张最多选 {one.chosen} 个"
                refuse(message, "核对票数和有效票")
        return self


class LedgerLine(Part):
    """Money that came in, or went out."""

    private_hint: ClassVar = NO_NAMES

    date: Day = Field(title="日期")
    what: Line = Field(title="什么钱", description="不写姓名、病情")
    in_: Yuan | None = Field(None, alias="in", title="收入", description="元")
    out: Yuan | None = Field(None, title="支出", description="元")
    givers: Count | None = Field(None, title="几个人捐的", ge=1)
    evidence: Line | None = Field(None, title="凭证", description="例如 收据 3 张，存社区财务")

    @model_validator(mode="after")
    def _goes_one_way(self) -> LedgerLine:
        if (self.in_ is None) == (self.out is None):
            refuse("收入和支出要写一样，只写一样", "收进来的写 in，付出去的写 out；一笔一行")
        if self.out is not None and (not self.evidence or _NO_EVIDENCE.fullmatch(self.evidence)):
            refuse("支出没有写凭证", "加上 evidence，例如 发票 1 张")
        if self.out is not None and self.givers:
            refuse("付出去的一笔写了几个人捐的", "核对是 in 还是 out；付出去的不写 givers")
        return self


class Appeal(Part):
    """What whoever asks the public for money has to make known (慈善法, 2023 修正, 第二十二条 to 第二十五条)."""

    organizer: Line = Field(title="募捐组织", description="有公开募捐资格的慈善组织的全称")
    qualification: Line = Field(title="公开募捐资格证书", description="证书编号")
    plan: Line = Field(title="募捐方案", description="备案编号")
    purpose: Text = Field(title="用在哪里")
    from_: Day = Field(alias="from", title="从哪天起")
    until: Day = Field(title="到哪天止")
    phone: PhoneNumber = Field(title="联系电话")
    extension: Extension | None = Field(None, title="分机")
    query: Line = Field(title="到哪里查", description="募捐信息怎样查，例如 慈善中国网站")
    leftover: Text = Field(title="多出来的钱怎么办")

    @field_validator("until")
    @classmethod
    def _ends_after_it_began(cls, until: date, others: ValidationInfo) -> date:
        since = others.data.get("from_")
        if since and until < since:
            refuse(f"募捐到 {until} 止，从 {since} 才开始", "核对起止日期")
        return until


class Ledger(Entry):
    """Money of many, line by line, down to what is left."""

    kind: ClassVar = Kind(
        "ledgers", "账目", one_entry("data/ledgers/*.yaml"), "/ledgers/{id}/", "/ledgers/",
        order=lambda ledger: (-max((line.date for line in ledger.lines), default=date.min).toordinal(), ledger.id),
        sheet=True, deadlines=appeal_deadline,
    )  # fmt: skip
    private_hint: ClassVar = NO_NAMES

    id: Slug = _OWN_ID
    name: Line = Field(title="名称", description="不写是为谁")
    ledger_kind: Literal["fund", "help", "public"] = Field(
        "fund", alias="kind", title="哪一类", description=_tell(LEDGER_KINDS)
    )
    description: Summary = Field(title="说明", description="什么钱、谁管、用在哪里")
    organization: OrganizationId | None = Field(None, title="谁管", description="organizations.yaml 里的 id")
    appeal: Appeal | None = Field(None, title="公开募捐", description="kind 是 public 的必须写全")
    opening: Yuan = Field(Decimal(0), title="上期结余", description="元")
    lines: tuple[LedgerLine, ...] = Field(min_length=1, title="流水", description="一笔一行，按日期写")
    balance: Yuan = Field(title="结余", description="元；要等于上期结余加收入减支出")
    aliases: tuple[Alias, ...] = OLD

    @field_validator("lines")
    @classmethod
    def _go_by_days(cls, lines: tuple[LedgerLine, ...], others: ValidationInfo) -> tuple[LedgerLine, ...]:
        left = others.data.get("opening", Decimal(0))
        for number, line in enumerate(lines, 1):
            if number > 1 and line.date < lines[number - 2].date:
                refuse(f"第 {number} 笔的日期 {line.date} 在 {lines[number - 2].date} 之前", "核对日期，按先后写")
            left += (line.in_ or 0) - (line.out or 0)
            if left < 0:
                refuse(f"付了第 {number} 笔，账上是 -{-left} 元", "核对金额；垫付的钱也写一笔收入")
        return lines

    @field_validator("balance")
    @classmethod
    def _is_the_sum(cls, balance: Decimal, others: ValidationInfo) -> Decimal:
        if "lines" in others.data and "opening" in others.data:
            left = others.data["opening"] + sum((line.in_ or 0) - (line.out or 0) for line in others.data["lines"])
            if balance != left:
                refuse(f"结余写的是 {balance} 元，算出来是 {left} 元", f"核对每一笔；都对就写 balance: {left}")
        return balance

    @model_validator(mode="after")
    def _asks_the_public_by_law(self) -> Ledger:
        if self.ledger_kind == "public" and self.appeal is None:
            refuse(
                "公开募捐没有写募捐组织、资格证书和方案",
                "慈善法只许有公开募捐资格的慈善组织公开募捐：写上 appeal；邻居之间帮忙的写 kind: help",
            )
        early = [
            line.date for line in self.lines if line.in_ is not None and self.appeal and line.date < self.appeal.from_
        ]
        if self.appeal and early:
            refuse(f"{early[0]} 收了钱，募捐从 {self.appeal.from_} 才开始", "核对这一笔和 appeal.from 的日期")
        if self.ledger_kind != "public" and (self.appeal or "公开募捐" in f"{self.name}{self.description}"):
            refuse("写了公开募捐，类别不是公开募捐", "公开募捐写 kind: public 和 appeal；不是的，改掉这几个字")
        return self

    @property
    def received(self) -> Decimal:
        return sum((line.in_ or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def spent(self) -> Decimal:
        return sum((line.out or Decimal(0) for line in self.lines), Decimal(0))


class SurveyAnswer(Part):
    """One answer to a question, and how many gave it."""

    answer: Line = Field(title="回答")
    count: Count = Field(title="多少人")


class SurveyQuestion(Part):
    """One question, what people answered, and what came of it."""

    ask: Line = Field(title="问")
    many: Flag = Field(False, title="可以选几样")
    asked: Count | None = Field(None, title="问了多少人", description="不写，就是 n")
    answers: tuple[SurveyAnswer, ...] = Field(min_length=2, title="回答")
    finding: Text | None = Field(None, title="看出什么")
    cases: tuple[CaseId, ...] = Field((), title="转成了哪几件事", description="cases 里的编号")


class Survey(Entry):
    """What people were asked, and what they answered."""

    kind: ClassVar = Kind(
        "surveys", "调查", one_entry("data/surveys/*.yaml"), "/surveys/{id}/", "/surveys/",
        order=lambda survey: (-survey.until.toordinal(), survey.id), sheet=True,
    )  # fmt: skip
    private_hint: ClassVar = "这里不写谁回答了什么，只写各有多少人"

    id: Slug = _OWN_ID
    name: Line = Field(title="名称")
    description: Summary = Field(title="说明", description="问什么、为什么问")
    method: Line = Field(title="怎样问的", description="例如 上门走访、扫码填写")
    from_: Day = Field(alias="from", title="从哪天起")
    until: Day = Field(title="到哪天止")
    n: Count = Field(title="多少人回答", ge=1)
    questions: tuple[SurveyQuestion, ...] = Field(min_length=1, title="题目")
    aliases: tuple[Alias, ...] = OLD

    @field_validator("until")
    @classmethod
    def _ends_after_it_began(cls, until: date, others: ValidationInfo) -> date:
        since = others.data.get("from_")
        if since and until < since:
            refuse(f"到 {until} 止，从 {since} 才开始", "核对起止日期")
        return until

    @field_validator("questions")
    @classmethod
    def _add_up(cls, questions: tuple[SurveyQuestion, ...], others: ValidationInfo) -> tuple[SurveyQuestion, ...]:
        n = others.data.get("n")
        for number, question in enumerate(questions, 1):
            asked = question.asked if question.asked is not None else n
            if asked is None or n is None:
                continue
            if asked > n:
                refuse(f"第 {number} 题问了 {asked} 人，一共只有 {n} 人回答", "核对 asked 和 n")
            counts = [choice.count for choice in question.answers]
            if max(counts) > asked:
                refuse(f"第 {number} 题有 {max(counts)} 人选同一样，只问了 {asked} 人", "核对人数")
            if not question.many and sum(counts) > asked:
                refuse(
                    f"第 {number} 题各样加起来 {sum(counts)} 人，只问了 {asked} 人",
                    "核对人数；可以选几样的写 many: true",
                )
        return questions


def hidden_cells(counts: Sequence[int], *, many: bool) -> frozenset[int]:
    """Which cells are not told: those below SMALL, and one more where the rest would give a single one away."""
    small = {i for i, count in enumerate(counts) if 0 < count < SMALL}
    if len(small) == 1 and not many:
        others = [(count, i) for i, count in enumerate(counts) if i not in small and count]
        small |= {min(others)[1]} if others else set()
    return frozenset(small)


def share_of(count: int, of: int) -> Fraction:
    """The part of those asked that gave an answer."""
    return Fraction(count, of) if of else Fraction(0)
