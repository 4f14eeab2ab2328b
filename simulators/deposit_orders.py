"""Deposits and withdrawals at the bank of time deposits: one certificate, and one withdrawal, for each request number (DEP-13, DEP-39).

What speaks against an order is a list of checks by name, so that one of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.contract.calendar import working_day
from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import NOT_FOUND, decimal_of, fen_of, once, refuse, remembered, same_name, text_of
from simulators.deposit_bank import INTEREST, MINIMUM_FEN, Account, Award, acct, balance, cert, listed
from simulators.deposit_terms import Certificate, Pricing, priced
from simulators.ledger import yuan
from simulators.world import World

DEPOSITOR = "001001001"  # the unit under which the finance office holds its deposits, in letters of year's end


def numbered(world: World, command: Command, certificate: Certificate) -> tuple[World, Certificate]:
    """The certificate under the next number of the bank, with a fixed account of its own."""
    world, order = world.count("certificate")
    made = replace(certificate, number=f"CD{command.now[:4]}{order:08d}", fixed=f"3206001{order:08d}")
    return world.put("certificate", made.number, record=made), made


# ---- deposits ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """A request for a deposit before the world it meets."""

    command: Command
    award: Award
    account: Account
    fen: int
    balance: int

    def says(self, meaning: str) -> str:
        """A value of the request as text."""
        return text_of(self.command, meaning)


DEPOSIT_CHECKS: dict[str, tuple[Callable[[Deposit], bool], str]] = {
    "payer": (lambda d: same_name(d.says("account_name"), d.account.name), "付款户名与账户不符"),
    "rate": (lambda d: decimal_of(d.command, "deposit_rate") == d.award.rate, "利率与中标通知不符"),
    "term": (lambda d: d.says("deposit_term") == d.award.months, "存期与中标通知不符"),
    "depositor": (lambda d: same_name(d.says("account_name"), d.award.name), "存款单位与中标通知不符"),
    "award": (lambda d: d.fen <= d.award.awarded_fen - d.award.deposited_fen, "超过中标金额"),
    "day": (lambda d: d.says("value_date") == d.command.now[:8], "起息日不是扣款当日"),
    "working day": (lambda d: working_day(d.command.now[:8]), "今天不是工作日"),
    "not too early": (lambda d: d.command.now[:8] >= d.award.day, "还没有到通知的存入日期"),
    "current account": (lambda d: d.says("current_account") == d.account.current, "活期账号没有签约"),
    "interest account": (lambda d: d.says("interest_account") == d.account.collect, "收息账号没有签约"),
    "funds": (lambda d: d.fen <= d.balance, "付款账户余额不足"),
}


def open_deposit(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Money leaves the payer's account for a new certificate, once for each request number."""
    if (answer := once(world, command, text_of(command, "request_no"))) is not None:
        return answer
    award: Award | None = world.find("award", text_of(command, "tender_no"))
    account: Account | None = world.find("account", text_of(command, "account"))
    if award is None or account is None:
        return refuse(world, "没有这次中标，或付款账户没有签约", code=NOT_FOUND)
    deposit = Deposit(command=command, award=award, account=account, fen=fen_of(command, "amount"),
                      balance=world.ledger.balance(acct(account.number)))
    for name, (holds, reason) in DEPOSIT_CHECKS.items():
        if name not in without and not holds(deposit):
            return refuse(world, reason)
    world, made = numbered(world, command, Certificate(
        number="", fixed="", payer=account.number, name=deposit.says("account_name"), current=deposit.says("current_account"),
        collect=deposit.says("interest_account"), months=int(deposit.says("deposit_term")),
        rate=decimal_of(command, "deposit_rate"), since=deposit.says("value_date"), auto=deposit.says("auto_redeposit") == "1"))
    ledger = world.ledger.move(deposit.fen, source=acct(account.number), target=cert(made.number), voucher=made.number, at=command.now)
    world = world.booked(ledger).put("award", award.number, record=replace(award, deposited_fen=award.deposited_fen + deposit.fen))
    world, serial = world.count("serial")
    step = remembered(world, command, text_of(command, "request_no"), values={
        "certificate": made.number, "fixed_account": made.fixed, "value_date": made.since, "maturity_date": made.due,
        "bank_serial": f"YH{serial:012d}"})
    return replace(step, tells=(held(world, made), opened(made, deposit.fen)))


def opened(made: Certificate, principal_fen: int) -> Tell:
    """What goes into the day's notices of a new certificate."""
    return Tell(event="deposit_notice.daily", values={
        "notice_type": "1", "certificate": made.number, "fixed_account": made.fixed, "account": made.current,
        "interest_account": made.collect, "account_name": made.name, "auto_redeposit": "1" if made.auto else "0",
        "deposit_term": str(made.months), "value_date": made.since, "deposit_rate": made.rate, "amount": yuan(principal_fen)})


def held(world: World, made: Certificate) -> Tell:
    """What the desk that answers auditors' letters learns of a new certificate."""
    return Tell(event="bank_confirm.deposits", values={
        "certificate": made.number, "report_agency": DEPOSITOR, "held_from": made.since, "principal": yuan(balance(world, made))})


# ---- withdrawals -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A request for money back before the world it meets."""

    kind: str
    day: str
    now: str
    certificate: Certificate
    fen: int
    balance: int


WITHDRAWAL_CHECKS: dict[str, tuple[Callable[[Withdrawal], bool], str]] = {
    "active": (lambda w: w.certificate.status == "ACTIVE", "证实书已质押、挂失、冻结，或已支取、换单、转存"),
    "today": (lambda w: w.day == w.now[:8], "支取日期不是办理当日"),
    "working day": (lambda w: working_day(w.day), "今天不是工作日"),
    "matured": (lambda w: w.kind != "ROLLOVER" or w.day >= w.certificate.due, "还没有到期，不能转存"),
    "early": (lambda w: w.kind != "PARTIAL" or w.day < w.certificate.due, "已经到期，不能部提"),
    "first part": (lambda w: w.kind != "PARTIAL" or not w.certificate.parted, "已经部提过一次"),
    "a part": (lambda w: w.kind != "PARTIAL" or w.fen < w.balance, "部提金额不小于余额"),
    "enough left": (lambda w: w.kind != "PARTIAL" or w.balance - w.fen >= MINIMUM_FEN, "部提后的留存低于起存金额"),
    "whole": (lambda w: w.kind == "PARTIAL" or w.fen == w.balance, "金额不是证实书的余额"),
}


def withdraw(world: World, command: Command, *, without: Collection[str] = (), pricing: Pricing = priced) -> Step:
    """Principal back to where it came from or into a new certificate, interest to its own account, once for each request number."""
    if (answer := once(world, command, text_of(command, "request_no"))) is not None:
        return answer
    old: Certificate | None = world.find("certificate", text_of(command, "certificate"))
    if old is None:
        return refuse(world, "没有这张证实书", code=NOT_FOUND)
    order = Withdrawal(kind=text_of(command, "withdrawal_kind"), day=text_of(command, "withdrawal_date"), now=command.now,
                       certificate=old, fen=fen_of(command, "amount"), balance=balance(world, old))
    for name, (holds, reason) in WITHDRAWAL_CHECKS.items():
        if name not in without and not holds(order):
            return refuse(world, reason)
    rate_today = listed(world, old.months)
    interest = pricing(old, order.fen, order.day, rate_today)
    world = paid(world, order, interest.fen)
    world, new = succeeded(world, command, order, rate_today)
    world, serial = world.count("serial")
    step = remembered(world, command, text_of(command, "request_no"), values={
        "principal": yuan(order.fen), "interest": yuan(interest.fen), "rate_applied": interest.rate, "certificate": new,
        "bank_serial": f"YH{serial:012d}"})
    drawn = Tell(event="bank_confirm.withdrawn", values={"certificate": old.number})
    successor: Certificate | None = world.find("certificate", new) if new else None
    left = (held(world, successor),) if successor is not None else ()
    return replace(step, tells=(drawn, *left, *noticed(order, interest.fen, successor)))


def noticed(order: Withdrawal, interest_fen: int, successor: Certificate | None) -> tuple[Tell, ...]:
    """What goes into the day's notices of a withdrawal; the document names no notice of a certificate that is rolled over."""
    values: dict[str, Value] = {"certificate": order.certificate.number, "amount": yuan(order.fen), "interest": yuan(interest_fen)}
    if order.kind == "FULL":
        return (Tell(event="deposit_notice.daily", values={**values, "notice_type": "2"}),)
    if order.kind == "PARTIAL" and successor is not None:
        new: dict[str, Value] = {"new_certificate": successor.number, "new_fixed_account": successor.fixed}
        return (Tell(event="deposit_notice.daily", values={**values, **new, "notice_type": "3"}),)
    return ()


def paid(world: World, order: Withdrawal, interest_fen: int) -> World:
    """The world in which the interest, and the principal unless it is rolled over, have been paid out."""
    old, ledger = order.certificate, world.ledger
    if order.kind != "ROLLOVER" and order.fen:
        ledger = ledger.move(order.fen, source=cert(old.number), target=acct(old.payer), voucher=f"{old.number} principal", at=order.now)
    if interest_fen:
        ledger = ledger.move(interest_fen, source=INTEREST, target=acct(old.collect), voucher=f"{old.number} interest", at=order.now)
    return world.booked(ledger)


AFTER = {"FULL": "PAID", "PARTIAL": "DRAWN", "ROLLOVER": "ROLLED"}


def succeeded(world: World, command: Command, order: Withdrawal, rate: Decimal) -> tuple[World, str]:
    """The world in which the old certificate is done with; its successor's number, '' where everything was paid out."""
    old = order.certificate
    world = world.put("certificate", old.number, record=replace(old, status=AFTER[order.kind]))
    if order.kind == "FULL":
        return world, ""
    new = replace(old, parent=old.number, parted=order.kind == "PARTIAL")
    if order.kind == "ROLLOVER":
        new = replace(new, since=order.day, rate=rate)
    world, new = numbered(world, command, new)
    ledger = world.ledger.move(balance(world, old), source=cert(old.number), target=cert(new.number), voucher=new.number, at=order.now)
    return world.booked(ledger), new.number
