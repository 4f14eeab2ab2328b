"""Payments and returns at the bank of the direct link.

One debit for each key of the payer within a year (BD-02); a payment that succeeded may come back once, whole, to the account that
paid (BD-04); who asks for a key that was never taken on is told so, and nothing is made up (BD-03).
"""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.direct_bank import (
    NO_ACCOUNT,
    NO_RECORD,
    PAYEES,
    SHORT,
    TELLS,
    Account,
    Entry,
    Payment,
    available,
    balance,
    enter,
    fen_of,
    free,
    refuse,
    same_name,
    text_of,
    transit,
)
from simulators.ledger import yuan
from simulators.world import World


def pay(world: World, command: Command) -> Step:
    """CFRT02: taken on once for each key; the debit account must be there, of that name, with enough in it."""
    asked = payment_of(command)
    known: Payment | None = world.find("payment", asked.key)
    if known is not None and known.sent[:4] == asked.sent[:4]:
        return again(world, known, asked)
    if reason := against(world, command, asked.amount_fen):
        return reason
    world, number = world.count("payment")
    payment = replace(asked, serial=f"YH{command.now[:8]}{number:010d}")
    return Step(world=settled(held(world, payment, now=command.now), payment, now=command.now), values=told(world, payment))


def payment_of(command: Command) -> Payment:
    """The payment that a request asks for; it has no serial yet."""
    return Payment(
        key=text_of(command, "payment_no"), serial="", account=text_of(command, "account"), amount_fen=fen_of(command, "amount"),
        payee=text_of(command, "payee_account"), payee_name=text_of(command, "payee_name"), payee_bank=text_of(command, "payee_bank"),
        order=text_of(command, "order_no"), sent=command.now[:8], day=command.now[:8], status="PROCESSING")


def again(world: World, known: Payment, asked: Payment) -> Step:
    """The answer to a key that is known."""
    if known.content != asked.content:
        return refuse(world, "请求流水号已用于另一笔付款")
    return Step(world=world, outcome=ReplyClass.DUPLICATE, text="流水号重复，原交易已受理", values=told(world, known))


def against(world: World, command: Command, amount_fen: int) -> Step | None:
    """Why an account may not be debited; None when it may."""
    number = text_of(command, "account")
    account: Account | None = world.find("account", number)
    if account is None or account.status != "NORMAL":
        return refuse(world, "付款账户不存在或状态不正常", code=NO_ACCOUNT)
    if not same_name(account.name, text_of(command, "account_name")):
        return refuse(world, "付款户名与账户不符", code=NO_ACCOUNT)
    if available(world, number) < amount_fen:
        return refuse(world, "可用余额不足", code=SHORT)
    return None


def told(world: World, payment: Payment) -> dict[str, Value]:
    """What a reply to a payment says about it."""
    account: Account = world.find("account", payment.account)
    return {"bank_serial": payment.serial, "account": payment.account, "account_name": account.name, "account_bank": account.bank}


def held(world: World, payment: Payment, *, now: str) -> World:
    """The world in which the payment is under way: its money may not be paid out again."""
    ledger = world.ledger.move(payment.amount_fen, source=free(payment.account), target=transit(payment.account),
                               voucher=payment.key, at=now)
    return world.booked(ledger).put("payment", payment.key, record=payment)


def settled(world: World, payment: Payment, *, now: str) -> World:
    """The world in which the money has left."""
    ledger = world.ledger.move(payment.amount_fen, source=transit(payment.account), target=PAYEES, voucher=payment.key, at=now)
    entry = Entry(number=payment.key, debit="D", amount_fen=payment.amount_fen, opposite=payment.payee, day=now[:8])
    world = enter(world.booked(ledger), payment.account, entry)
    return world.put("payment", payment.key, record=replace(payment, status="SUCCESS", day=now[:8]))


def query_payment(world: World, command: Command) -> Step:
    """CQRT04: the state of one payment, found when its accounting date lies in the range (BD-03)."""
    key = text_of(command, "payment_no")
    payment: Payment | None = world.find("payment", key)
    if payment is None or not text_of(command, "start_date") <= payment.day <= text_of(command, "end_date"):
        return refuse(world, "查无此交易", code=NO_RECORD)
    values: dict[str, Value] = {
        **told(world, payment), "payment_no": key, "payment_state": payment.status, "amount": yuan(payment.amount_fen),
        "payee_account": payment.payee}
    return Step(world=world, values=values)


def return_payment(world: World, command: Command) -> Step:
    """The payee's bank sends a payment back: the whole amount to the account that paid, and the payer is told."""
    payment: Payment | None = world.find("payment", text_of(command, "payment_no"))
    if payment is None or payment.status != "SUCCESS":
        return refuse(world, "只有成功（SUCCESS）的付款可以退票")
    ledger = world.ledger.move(payment.amount_fen, source=PAYEES, target=free(payment.account),
                               voucher=f"return {payment.key}", at=command.now)
    entry = Entry(number=payment.key, debit="C", amount_fen=payment.amount_fen, opposite=payment.payee, day=command.now[:8])
    world = enter(world.booked(ledger), payment.account, entry)
    world = world.put("payment", payment.key, record=replace(payment, status="RETURNED"))
    world, number = world.count("return")
    return Step(world=world, sends=(returned(payment, f"TP{command.now[:8]}{number:010d}", text_of(command, "return_reason")),))


def returned(payment: Payment, number: str, reason: str) -> Send:
    """CNTR01; the same number however often it is sent."""
    values: dict[str, Value] = {
        "payment_no": payment.key, "amount": yuan(payment.amount_fen), "account": payment.account, "return_no": number,
        "return_reason": reason}
    return Send(operation="CNTR01", values=values, key=number, attempts=TELLS)


def send_confirmation(world: World, command: Command) -> Step:
    """BREC01: the payer is told the balance and answers with its own."""
    number = text_of(command, "account")
    if world.find("account", number) is None:
        return refuse(world, "账户不存在", code=NO_ACCOUNT)
    return Step(world=world, sends=(Send(operation="BREC01", values={"account": number, "balance": yuan(balance(world, number))}),))
