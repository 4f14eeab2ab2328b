"""The treasury that sends statements: at the end of a day seven of them, in packs, also when nothing moved; and takes the answers.

Written from the interface document (1.0.2). Its own books are kept here: quotas, totals of the year by subject, the account's balance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import text_of
from simulators.recon_checker import THERE, TRIES, TWICE, UNKNOWN, UNLIKE, WRITE, count_of, statement_kind
from simulators.treasury_vault import again, money_of, refuse
from simulators.world import World

PACK = 2  # lines in a pack
ZERO, CENT = Decimal("0.00"), Decimal("0.01")
ACCOUNT = "1120600000000001"
SUBJECTS = ("1030146", "10104", "10106", "10109", "10112")
FUNCTIONS = ("2010301", "2010302", "2050202", "2080505", "2120801")
Rows = tuple[dict[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The business of one day: so many lines of every kind, each of one amount."""

    date: str
    lines: int
    amount: Decimal

    def number(self, kind: str, index: int) -> str:
        """Of one line."""
        return f"MX{self.date}{kind}{index:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A payment that was dealt with elsewhere; nothing was paid where the amount is zero."""

    kind: str
    item: str
    date: str
    amount: Decimal


def paid_known(world: World, command: Command) -> Step:
    """What was dealt with waits for the statement of its day, once."""
    done = Done(kind=text_of(command, "voucher_type"), item=text_of(command, "detail_id"), date=text_of(command, "statement_end"),
                amount=money_of(command.values, "amount"))
    last = world.find("day")
    if world.find("done", done.kind, done.item) is not None or (last is not None and done.date <= last):
        return refuse(world, "这一笔已经记过，或那一天的对账单已经出了")
    return Step(world=world.put("done", done.kind, done.item, record=done))


def close_day(world: World, command: Command) -> Step:
    """The end of a day: every kind of statement is sent, quiet or not; the first pack of each, then the second."""
    lines, amount = count_of(command.values, "line_count", missing=0), money_of(command.values, "line_amount")
    day = Day(date=text_of(command, "statement_end"), lines=lines, amount=amount)
    last = world.find("day")
    if last is not None and datetime.strptime(last, "%Y%m%d") + timedelta(days=1) != datetime.strptime(day.date, "%Y%m%d"):
        return refuse(world, f"业务日应紧接 {last}")
    world, sends = world.put("day", record=day.date), []
    for kind, make in MADE.items():
        world, rows, more = make(world, day, kind)
        world, packs = packed(world, day, kind, rows, more)
        sends += packs
    return Step(world=world, sends=tuple(sorted(sends, key=lambda send: count_of(send.values, "pack_no"))))


def packed(world: World, day: Day, kind: str, rows: Rows, more: dict[str, Value]) -> tuple[World, list[Send]]:
    """One statement in its packs; all packs of it repeat the head."""
    world, count = world.count("statement")
    number = f"DZ{day.date}{kind}{count:06d}"
    rows = tuple({"recon_id": day.number(kind, index), **row} for index, row in enumerate(rows, 1))
    packs = [rows[i : i + PACK] for i in range(0, len(rows), PACK)] or [()]
    if "fund_balance" in more:
        packs = [rows]
    head: dict[str, Value] = {
        "voucher_type": kind, "voucher_year": day.date[:4],
        "statement_date": day.date, "statement_begin": day.date, "statement_end": day.date,
        "check_no": number, "pack_count": len(packs), "all_count": len(rows), **more}
    names = frozenset(str(row["recon_item"] if kind == "3511" else row["recon_id"]) for row in rows)
    sends = [Send(operation=f"{WRITE} {kind}", values={**head, "pack_no": place}, rows=pack, key=number, attempts=TRIES)
             for place, pack in enumerate(packs, 1)]
    return world.put("told", kind, number, record=names), sends


def total(rows: Sequence[dict[str, Value]], meaning: str) -> dict[str, Value]:
    """The sum of a column as the statement's total."""
    return {"all_amount": sum((money_of(row, meaning) for row in rows), ZERO)}


def paid(world: World, day: Day, kind: str) -> tuple[World, Rows, dict[str, Value]]:
    """3507, 3508, 3509: line by line."""
    rows: Rows = tuple({"amount": day.amount, "detail_id": f"ZF{day.date}{kind}{index:02d}"} for index in range(1, day.lines + 1))
    known = [one for one in world.all("done") if (one.kind, one.date) == (kind, day.date) and one.amount]
    rows = (*rows, *({"amount": one.amount, "detail_id": one.item} for one in known))
    return world, rows, total(rows, "amount")


def quotas(world: World, day: Day, _: str) -> tuple[World, Rows, dict[str, Value]]:
    """3510: units in order; each got the amount and used half of it, whole fen."""
    used = (day.amount / 2).quantize(CENT, rounding="ROUND_DOWN")
    rows: Rows = ()
    for index in range(day.lines):
        unit = f"{index + 1:03d}"
        before: Decimal = world.find("quota", unit) or ZERO
        after = before + day.amount - used
        world = world.put("quota", unit, record=after)
        rows = (*rows, {"supervisor": unit, "quota_bank": "313", "quota_fund": "11", "quota_function": "2010301", "quota_way": "12",
                        "pre_money": before, "clear_money": day.amount, "reck_money": used, "cur_money": after})
    return world, rows, total(rows, "clear_money")


def yearly(world: World, day: Day, *, names: Sequence[str], now: str, summed: str) -> tuple[World, Rows]:
    """Lines by subject with the total of the year, which is the year's own. now, summed: meanings of the two amounts."""
    rows: Rows = ()
    for name in names[: day.lines]:
        key = (day.date[:4], name)
        after = (world.find(summed, *key) or ZERO) + day.amount
        world = world.put(summed, *key, record=after)
        rows = (*rows, {"recon_item": name, now: day.amount, summed: after, "budget_kind": "1"})
    return world, rows


def income(world: World, day: Day, _: str) -> tuple[World, Rows, dict[str, Value]]:
    """3511."""
    world, rows = yearly(world, day, names=SUBJECTS, now="cur_income", summed="sum_income")
    return world, rows, total(rows, "cur_income")


def outgo(world: World, day: Day, _: str) -> tuple[World, Rows, dict[str, Value]]:
    """3512."""
    world, rows = yearly(world, day, names=FUNCTIONS, now="cur_pay", summed="sum_pay")
    return world, rows, {**total(rows, "cur_pay"), "budget_type": "1"}


def fund(world: World, day: Day, _: str) -> tuple[World, Rows, dict[str, Value]]:
    """3513: the account of the treasury; every third line goes out."""
    rows: Rows = tuple({"income_amount": ZERO if index % 3 == 2 else day.amount, "outgo_amount": day.amount if index % 3 == 2 else ZERO,
                        "entry_date": day.date} for index in range(day.lines))
    balance: Decimal = world.find("fund") or Decimal("9000.00")
    balance += sum((money_of(row, "income_amount") - money_of(row, "outgo_amount") for row in rows), ZERO)
    return world.put("fund", record=balance), rows, {"account": ACCOUNT, "fund_balance": balance}


MADE = {"3507": paid, "3508": paid, "3509": paid, "3510": quotas, "3511": income, "3512": outgo, "3513": fund}


def take_verdict(world: World, command: Command) -> Step:
    """An answer: to a statement that was sent, naming lines that were in it, once for each pack (TR-03)."""
    answer, number, pack = text_of(command, "voucher_type"), text_of(command, "check_no"), count_of(command.values, "pack_no")
    known = world.find("verdict", answer, number, str(pack))
    if known is not None:
        same = known == command.values["voucher"]
        return again(world, "这一包已收到", code=THERE) if same else refuse(world, "回执与已收到的不同", code=TWICE)
    names: frozenset[str] | None = world.find("told", statement_kind(answer), number)
    if names is None:
        return refuse(world, "没有这张对账单", code=UNKNOWN)
    if not {str(row.get("recon_id") or row.get("recon_item")) for row in command.rows} <= names:
        return refuse(world, "有原对账单里没有的明细", code=UNLIKE)
    return Step(world=world.put("verdict", answer, number, str(pack), record=command.values["voucher"]))
