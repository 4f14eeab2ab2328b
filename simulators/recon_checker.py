"""Who reconciles: takes statements pack by pack, and answers each pack from its own records once all packs are there.

Written from the interface document (1.0.2, TR-01 … TR-04). A pack that came before is not added again; the pack that completes a statement
must make the totals right; balances go on where the last statement left them, totals of a year begin at nothing on 1 January.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import text_of
from simulators.treasury_vault import again, money_of, refuse
from simulators.world import World

TWICE, UNKNOWN, UNLIKE, THERE = (f"Server.EVS{n}" for n in (401, 404, 410, 702))
WRITE, TRIES = "writeVoucher", 3
BY_SUBJECT, WHOLE = "5511", "5513"  # answers that name subjects, and that know no packs
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement. item, amount: what the checker looks for in its own records; added: what it adds to the total."""

    number: str
    item: str
    amount: Decimal
    added: Decimal
    pack: int
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One statement: what every pack of it repeats, and what came. got: numbers of packs; answered: how many packs were answered."""

    kind: str
    number: str
    packs: int
    count: int
    total: Decimal | None
    got: frozenset[int] = frozenset()
    lines: tuple[Line, ...] = ()
    answered: int = 0

    @property
    def complete(self) -> bool:
        """Whether all packs are there."""
        return len(self.got) == self.packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a kind of statement says beyond its packs: the lines' (item, amount, what it adds to the total), the records as they stand
    afterwards, and what is wrong with it ('' = nothing)."""

    lines: tuple[tuple[str, Decimal, Decimal], ...]
    world: World
    wrong: str = ""


def count_of(values: Mapping[str, Value], meaning: str, *, missing: int = 1) -> int:
    """A whole number, `missing` where the message has none."""
    value = values.get(meaning)
    return int(str(value)) if value is not None else missing


def take(world: World, command: Command, judged: Judged) -> Step:
    """A pack comes in: known ones change nothing, wrong ones are not kept."""
    kind, number, pack = text_of(command, "voucher_type"), text_of(command, "check_no"), count_of(command.values, "pack_no")
    known = world.find("pack", kind, number, str(pack))
    if known is not None:
        same = known == said(command)
        return again(world, "这一包已收到", code=THERE) if same else refuse(world, "同一包号内容不同", code=TWICE)
    before: Sheet | None = world.find("sheet", kind, number)
    fresh = Sheet(kind=kind, number=number, packs=count_of(command.values, "pack_count"), count=count_of(command.values, "all_count"),
                  total=money_of(command.values, "all_amount") if "all_amount" in command.values else None)
    sheet = before or fresh
    if (sheet.packs, sheet.count, sheet.total) != (fresh.packs, fresh.count, fresh.total):
        return refuse(world, "包总数、总笔数或总金额与已收的包不同", code=UNLIKE)
    lines = tuple(Line(number=str(row["recon_id"]), item=item or str(row["recon_id"]), amount=amount, added=added, pack=pack, row=row)
                  for row, (item, amount, added) in zip(command.rows, judged.lines, strict=True))
    sheet = replace(sheet, got=sheet.got | {pack}, lines=(*sheet.lines, *lines))
    wrong = judged.wrong or not_right(sheet, lines)
    if wrong:
        return refuse(world, wrong, code=UNLIKE)
    world = judged.world.put("pack", kind, number, str(pack), record=said(command))
    return Step(world=world.put("sheet", kind, number, record=sheet))


SAID = ("pack_count", "all_count", "all_amount", "fund_balance", "statement_begin", "statement_end")


def said(command: Command) -> tuple[Any, ...]:
    """What makes two packs the same: totals, period, and the lines as they came."""
    original: Any = command.values["voucher"]
    return (*(command.values.get(meaning) for meaning in SAID), *(part for part in original.values() if isinstance(part, dict)))


def not_right(sheet: Sheet, new: tuple[Line, ...]) -> str:
    """What is wrong with a statement as far as it is there, '' for nothing (TR-01, TR-02)."""
    if not all(1 <= pack <= sheet.packs for pack in sheet.got):
        return "本包序号不在 1 到包总数之间"
    numbers = [line.number for line in sheet.lines]
    if len(set(numbers)) != len(numbers):
        return "明细编号重复"
    count, total = len(sheet.lines), sum((line.added for line in sheet.lines), Decimal(0))
    if sheet.complete and (count != sheet.count or sheet.total not in (None, total)):
        return f"各包之和 {count} 笔 {total} 元，与总数不符"
    if count > sheet.count or (sheet.total is not None and total > sheet.total):
        return "各包之和已超过总数"
    return ""


# ---- what each kind says ------------------------------------------------------------------------------------------------


def take_paid(world: World, command: Command) -> Step:
    """3507, 3508, 3509: payments one by one."""
    amounts = [money_of(row, "amount") for row in command.rows]
    return take(world, command, Judged(lines=tuple(("", amount, amount) for amount in amounts), world=world))


take_3507 = take_3508 = take_3509 = take_paid
QUOTA = ("supervisor", "quota_bank", "quota_fund", "quota_function", "quota_way")


def take_3510(world: World, command: Command) -> Step:
    """Quotas: what was left yesterday is where today begins (TR-04)."""
    after, wrong = world, ""
    for row in command.rows:
        key = tuple(str(row[name]) for name in QUOTA)
        last = world.find("quota", *key)
        if last is not None and last != row["pre_money"]:
            wrong = f"上日余额与上一张的本日余额 {last} 不同"
        after = after.put("quota", *key, record=row["cur_money"])
    lines = tuple(("", money_of(row, "cur_money"), money_of(row, "clear_money")) for row in command.rows)
    return take(world, command, Judged(lines=lines, world=after, wrong=wrong))


def take_3511(world: World, command: Command) -> Step:
    """Income by subject, with totals of the year."""
    keyed = (((str(r["recon_item"]), str(r["budget_kind"])), r["cur_income"], r["sum_income"]) for r in command.rows)
    return take(world, command, yearly(world, command, keyed))


def take_3512(world: World, command: Command) -> Step:
    """Payments by function, with totals of the year."""
    keyed = (((str(r["recon_item"]), text_of(command, "budget_type")), r["cur_pay"], r["sum_pay"]) for r in command.rows)
    return take(world, command, yearly(world, command, keyed))


def yearly(world: World, command: Command, rows: Iterator[tuple[tuple[str, ...], Any, Any]]) -> Judged:
    """Totals of the business year: the last one and what is new; a new year begins at nothing where the old one is known."""
    year, kind, after, wrong = int(text_of(command, "voucher_year")), text_of(command, "voucher_type"), world, ""
    lines = []
    for key, now, total in rows:
        last = world.find(kind, str(year), *key)
        start = last if last is not None else Decimal(0) if world.find(kind, str(year - 1), *key) is not None else None
        if start is not None and total != start + now:
            wrong = f"累计 {total} 不等于 {start} 加本期 {now}"
        after = after.put(kind, str(year), *key, record=total)
        lines.append((key[0], now, now))
    return Judged(lines=tuple(lines), world=after, wrong=wrong)


def take_3513(world: World, command: Command) -> Step:
    """An account of the treasury: balance of the last statement, and what came and went."""
    account, amount = text_of(command, "account"), money_of(command.values, "fund_balance")
    moves = [money_of(row, "income_amount") - money_of(row, "outgo_amount") for row in command.rows]
    last = world.find("fund", account)
    right = None if last is None else last + sum(moves, Decimal(0))
    wrong = f"账户余额应为 {right}" if right not in (None, amount) else ""
    after = world.put("fund", account, record=amount)
    return take(world, command, Judged(lines=tuple(("", move, move) for move in moves), world=after, wrong=wrong))


# ---- its own records, and the answer --------------------------------------------------------------------------------


def statement_kind(answer: str) -> str:
    """3507 of 5507 and of 2507."""
    return f"35{answer[2:]}"


def ask_verdict(world: World, command: Command) -> Step:
    """Somebody at the checker has one thing in its own books, and lets it answer the next pack."""
    answer, number, pack = text_of(command, "voucher_type"), text_of(command, "check_no"), count_of(command.values, "pack_no")
    sheet: Sheet | None = world.find("sheet", statement_kind(answer), number)
    if sheet is None or not sheet.complete:
        return refuse(world, "对账单没有到齐", code=UNKNOWN)
    world = world.put("own", sheet.kind, text_of(command, "recon_item"), record=money_of(command.values, "line_amount"))
    rows = tuple(compared(world, sheet.kind, line) for line in sheet.lines if line.pack == pack)
    wrong = sum(1 for row in rows if row["check_result"] == "1")
    values: dict[str, Value] = {
        "voucher_type": answer, "check_no": number, "pack_count": sheet.packs, "pack_no": pack, "check_result": "1" if wrong else "0",
        "diff_count": wrong}
    operation = f"{WRITE} {answer}" if answer in (BY_SUBJECT, WHOLE) else WRITE
    return Step(world=world, sends=(Send(operation=operation, values=values, rows=rows, key=answer, attempts=TRIES),))


def compared(world: World, kind: str, line: Line) -> dict[str, Value]:
    """One line of the answer: agreed, or not and why."""
    own = world.find("own", kind, line.item)
    same = own == line.amount
    told: dict[str, Value] = {**line.row, "check_result": "0" if same else "1"}
    return told if same else {**told, "reason": "我方账上没有这一笔" if own is None else "金额不符"}


def verdict_came(world: World, sent: Send, reply: ReplyClass | None) -> Step:
    """The treasury has the answer to a pack."""
    kind, number = statement_kind(sent.key), str(sent.values["check_no"])
    sheet: Sheet | None = world.find("sheet", kind, number)
    if sheet is None or reply not in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE):
        return Step(world=world)
    return Step(world=world.put("sheet", kind, number, record=replace(sheet, answered=sheet.answered + 1)))
