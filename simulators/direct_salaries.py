"""Payroll batches at the payer of the direct link: one key for each, booked by what the bank says has succeeded once all rows ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Later, Send, Step
from simulators.asked import text_of
from simulators.direct_bank import refuse
from simulators.direct_client import PAID, PAUSES, Book, book, under_way
from simulators.ledger import fen, yuan
from simulators.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Salaries:
    """A batch that was sent. final: the bank has said what became of every row; asked: how often it was asked."""

    order: str
    key: str
    account: str
    total_fen: int
    day: str
    final: bool = False
    asked: int = 0


def pay_salaries(world: World, command: Command) -> Step:
    """IBAF04 goes out under a key of its own."""
    number, account = text_of(command, "order_no"), text_of(command, "account")
    amounts = [row["amount"] for row in command.rows]
    known: Book | None = world.find("book", account)
    if known is None or world.find("order", number) is not None or world.find("salary_order", number) is not None:
        return refuse(world, "付款账户未登记，或业务单号已用过")
    total = sum(fen(amount) for amount in amounts if isinstance(amount, Decimal))
    if not amounts or total > world.ledger.balance(book(account)) - under_way(world, account) - waiting(world, account):
        return refuse(world, "没有明细，或账面余额不足")
    world, count = world.count("salaries")
    batch = Salaries(order=number, key=f"DF{command.now[:8]}{count:010d}", account=account, total_fen=total, day=command.now[:8])
    rows = tuple({"pay_row": n, **{k: row[k] for k in ("payee_account", "payee_name", "amount")}} for n, row in enumerate(command.rows, 1))
    values: dict[str, Value] = {"pay_batch": batch.key, "total_amount": yuan(total), "account": account, "account_name": known.name,
                                "count": len(rows), "order_no": number}
    world = keep(world.put("salary_order", number, record=batch.key), batch)
    return Step(world=world, sends=(Send(operation="IBAF04", values=values, rows=rows, key=batch.key),))


def waiting(world: World, account: str) -> int:
    """What batches without an end may still take, in fen."""
    return sum(batch.total_fen for batch in world.all(f"salaries {account}") if not batch.final)


def keep(world: World, batch: Salaries) -> World:
    """The world with this batch, found by its key and its account."""
    return world.put("salary", batch.key, record=batch).put(f"salaries {batch.account}", batch.key, record=batch)


def question(batch: Salaries) -> Send:
    """IBAQ06."""
    return Send(operation="IBAQ06", values={"pay_batch": batch.key}, key=batch.key)


def ask_salaries(world: World, command: Command) -> Step:
    """Somebody wants to know about a batch."""
    batch: Salaries | None = world.find("salary", text_of(command, "pay_batch"))
    return refuse(world, "没有这一批") if batch is None else Step(world=world, sends=(question(batch),))


def ask_batch_again(world: World, command: Command) -> Step:
    """It is time to ask about a batch that has not come to its end."""
    batch: Salaries | None = world.find("salary", text_of(command, "pay_batch"))
    if batch is None or batch.final:
        return Step(world=world)
    batch = replace(batch, asked=batch.asked + 1)
    return Step(world=keep(world, batch), sends=(question(batch),))


def answered(world: World, batch: Salaries, sent: Send, *, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """What the bank said about a batch. A refusal of the batch is final; a refused question proves nothing (BD-03)."""
    if batch.final:
        return Step(world=world)
    if sent.operation == "IBAF04" and reply is ReplyClass.REFUSED:
        return Step(world=keep(world, replace(batch, final=True)))
    paid = values.get("success_amount")
    if sent.operation == "IBAQ06" and values.get("batch_state") == "FINAL" and isinstance(paid, Decimal):
        if fen(paid):
            ledger = world.ledger.move(fen(paid), source=book(batch.account), target=PAID, voucher=batch.key, at=batch.day)
            world = world.booked(ledger)
        return Step(world=keep(world, replace(batch, final=True)))
    if batch.asked >= len(PAUSES):
        return Step(world=world)
    return Step(world=world, later=(Later(event="ask_batch_again", after=PAUSES[batch.asked], values={"pay_batch": batch.key}),))
