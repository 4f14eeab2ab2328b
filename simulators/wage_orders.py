"""Batches of wages, and single wages that are tried once more: once for each number, each person's pay once (PERS-33, PERS-43).

What speaks against an order is a list of checks by name, so that one of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from kanhe.contract.calendar import next_working_day, working_day
from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_ALLOWED, NOT_FOUND, fen_of, once, refuse, remembered, same_name, text_of
from simulators.wage_bank import Account, Batch, Pay, Row, acct, batch_of, transit
from simulators.world import World

CUTOFF = "1500"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A request to pay, before the world it meets. old: the batch and the row that are tried once more."""

    world: World
    command: Command
    total_fen: int
    account: Account | None
    old: Batch | None = None
    row: Row | None = None

    def says(self, meaning: str) -> str:
        """A value of the request as text."""
        return text_of(self.command.values, meaning)

    @property
    def number(self) -> str:
        """The number that is to be used once."""
        return number_of(self.command)


Checks = dict[str, tuple[Callable[[Order], bool], str, str]]


def _payer(order: Order) -> bool:
    account = order.account
    return account is not None and account.status == "NORMAL" and same_name(order.says("account_name"), account.name)


def _never_paid(order: Order) -> bool:
    month, kind = order.says("salary_month"), order.says("wage_kind")
    return all(order.world.find("pay", text_of(row, "person_id"), month, kind) is None for row in order.command.rows)


def _in_time(order: Order) -> bool:
    """The working day before the pay day is not over for the bank yet."""
    day, now = order.says("pay_day"), order.command.now
    today = now[:8]
    last = today if working_day(today) and now[8:12] <= CUTOFF else next_working_day(today)
    return working_day(day) and day >= next_working_day(last)


def _funds(order: Order) -> bool:
    return order.account is not None and order.total_fen <= order.world.ledger.balance(acct(order.account.number))


PAY_CHECKS: Checks = {
    "payer": (_payer, "付款账户不存在、不正常或户名不符", NOT_FOUND),
    "once": (_never_paid, "有人的这个月、这一种已经发过或正在发", NOT_ALLOWED),
    "in time": (_in_time, "发放日期不是工作日，或已过截止时刻", NOT_ALLOWED),
    "funds": (_funds, "付款账户余额不足", NOT_ALLOWED),
}


def _same_pay(order: Order) -> bool:
    row = order.row
    return row is not None and order.says("person_id") == row.person and order.total_fen == row.amount_fen


def _corrected(order: Order) -> bool:
    row = order.row
    return row is not None and (order.says("card") != row.card or not same_name(order.says("person_name"), row.name))


REPAY_CHECKS: Checks = {
    "known": (lambda o: o.row is not None, "没有原来的这一笔", NOT_FOUND),
    "once": (lambda o: o.row is not None and not o.row.repaid, "这一笔已经重发过", NOT_ALLOWED),
    "final": (lambda o: o.row is not None and o.row.state in ("E", "C"), "这一笔没有失败，也没有退票", NOT_ALLOWED),
    "same": (_same_pay, "人或金额不是原来那一笔的", NOT_ALLOWED),
    "corrected": (_corrected, "账号和户名都没有改正", NOT_ALLOWED),
    "in time": (_in_time, "发放日期不是工作日，或已过截止时刻", NOT_ALLOWED),
    "payer": (_payer, "付款账户不存在、不正常或户名不符", NOT_ALLOWED),
    "funds": (_funds, "付款账户余额不足", NOT_ALLOWED),
}


def row_of(values: Mapping[str, Value], number: int, amount_fen: int) -> Row:
    """A row of a message as the bank keeps it."""
    return Row(number=number, person=text_of(values, "person_id"), name=text_of(values, "person_name"), card=text_of(values, "card"),
               bank=text_of(values, "payee_bank"), amount_fen=amount_fen)


def pay_wages(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A whole batch leaves the payer's account, once for each number; its rows wait for the bank's run."""
    if (answer := once(world, command, number_of(command))) is not None:
        return answer
    rows = tuple(row_of(row, int(text_of(row, "wage_row")), fen_of(row, "net_pay")) for row in command.rows)
    order = Order(world=world, command=command, total_fen=sum(row.amount_fen for row in rows),
                  account=world.find("account", text_of(command, "account")))
    if reason := against(order, PAY_CHECKS, without):
        return reason
    month, kind = order.says("salary_month"), order.says("wage_kind")
    batch = Batch(number=order.number, account=order.says("account"), month=month, kind=kind, rows=rows)
    for row in rows:
        world = world.put("pay", row.person, month, kind, record=Pay(batch=batch.number, row=row.number, times=1))
    return taken_on(world, command, batch)


def repay_wage(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """One wage that failed or came back, to another card or under another name, exactly once."""
    if (answer := once(world, command, number_of(command))) is not None:
        return answer
    old = batch_of(world, text_of(command, "wage_batch"))
    row = old.row(int(text_of(command, "wage_row"))) if old is not None else None
    order = Order(world=world, command=command, total_fen=fen_of(command, "net_pay"),
                  account=world.find("account", text_of(command, "account")), old=old, row=row)
    if reason := against(order, REPAY_CHECKS, without):
        return reason
    assert old is not None and row is not None
    made = row_of(command.values, 1, order.total_fen)
    batch = Batch(number=order.number, account=order.says("account"), month=old.month, kind=old.kind, rows=(made,))
    rows = tuple(replace(r, repaid=True) if r.number == row.number else r for r in old.rows)
    world = world.put("batch", old.number, record=replace(old, rows=rows))
    known: Pay = world.find("pay", made.person, old.month, old.kind)
    world = world.put("pay", made.person, old.month, old.kind, record=Pay(batch=batch.number, row=1, times=known.times + 1))
    return taken_on(world, command, batch)


def number_of(command: Command) -> str:
    """The number of a batch, or of a single wage that is tried once more."""
    return text_of(command, "repay_batch") or text_of(command, "wage_batch")


def against(order: Order, checks: Checks, without: Collection[str]) -> Step | None:
    """The first reason against an order. without: checks that a defect forgets."""
    for name, (holds, reason, code) in checks.items():
        if name not in without and not holds(order):
            return refuse(order.world, reason, code=code)
    return None


def taken_on(world: World, command: Command, batch: Batch) -> Step:
    """The batch is on file and its money on the way; the answer belongs to its number from now on."""
    total = sum(row.amount_fen for row in batch.rows)
    if total > 0:
        ledger = world.ledger.move(total, source=acct(batch.account), target=transit(batch.account), voucher=batch.number, at=command.now)
        world = world.booked(ledger)
    world, serial = world.count("serial")
    values: dict[str, Value] = {"wage_batch": batch.number, "bank_serial": f"YH{command.now[:8]}{serial:08d}"}
    return remembered(world.put("batch", batch.number, record=batch), command, batch.number, values=values)
