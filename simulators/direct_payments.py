"""Payments and returns at the bank of the direct link.

One debit for each key of the payer within a year (BD-02); a payment that succeeded may come back once, whole, to the account that
paid (BD-04); who asks for a key that was never taken on is told so, and nothing is made up (BD-03).
"""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Later, Send, Step, Tell
from kanhe.simulate.timetable import dashed
from simulators.asked import fen_of, same_name, text_of
from simulators.direct_bank import (
    NO_ACCOUNT,
    NO_RECORD,
    PAYEES,
    REFUSED,
    SHORT,
    TELLS,
    Account,
    Entry,
    Payment,
    available,
    balance,
    enter,
    free,
    posted,
    refuse,
    transit,
)
from simulators.ledger import yuan
from simulators.world import World

LARGE_FEN = 100_000_000  # from this amount on the large-value system takes it, which keeps business hours (2.7)


def pay(world: World, command: Command) -> Step:
    """CFRT02: taken on once for each key; the debit account must be there, of that name, with enough in it."""
    asked = payment_of(command)
    known: Payment | None = world.find("payment", asked.key)
    if known is not None and known.sent[:4] == asked.sent[:4]:
        return again(world, known, asked)
    if reason := against(world, command, asked.amount_fen):
        return reason
    world, number = world.count("payment")
    payment = replace(asked, serial=f"YH{command.now[:8]}{number:010d}", day=command.hours.accounting_date(command.now))
    answer = command.wish.answer if command.wish is not None else ReplyClass.SUCCESS
    if answer is ReplyClass.REFUSED and command.wish is not None:
        return refuse(world, command.wish.text or "未受理", code=command.wish.code or REFUSED)
    under_way = held(world, payment, now=command.now)
    if answer in (ReplyClass.PROCESSING, ReplyClass.UNKNOWN):
        text = "已受理，处理中" if answer is ReplyClass.PROCESSING else ""
        return Step(world=under_way, outcome=answer, text=text, values=told(world, payment), later=next_day(payment, command))
    return Step(world=settled(under_way, payment, command), values=told(world, payment), tells=(paid(payment, command),))


def next_day(payment: Payment, command: Command) -> tuple[Later, ...]:
    """A large payment that has missed the cut-off is settled when the next working day begins."""
    if payment.amount_fen < LARGE_FEN or command.hours.on_time(command.now):
        return ()
    return (Later(event="settle", after="1wd", at=command.hours.hours.opens, values={"payment_no": payment.key}),)


def payment_of(command: Command) -> Payment:
    """The payment that a request asks for; it has no serial yet."""
    return Payment(
        key=text_of(command, "payment_no"), serial="", account=text_of(command, "account"), amount_fen=fen_of(command, "amount"),
        payee=text_of(command, "payee_account"), payee_name=text_of(command, "payee_name"), payee_bank=text_of(command, "payee_bank"),
        order=text_of(command, "order_no"), sent=command.now[:8], day="", status="PROCESSING")


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


def settled(world: World, payment: Payment, command: Command) -> World:
    """The world in which the money has left."""
    day = command.hours.accounting_date(command.now)
    ledger = world.ledger.move(payment.amount_fen, source=transit(payment.account), target=PAYEES, voucher=payment.key, at=command.now)
    world = enter(world.booked(ledger), payment.account, line(payment, "D", command))
    return world.put("payment", payment.key, record=replace(payment, status="SUCCESS", day=day))


def line(payment: Payment, debit: str, command: Command) -> Entry:
    """The line of a payment that leaves (D) or comes back (C)."""
    return Entry(number=payment.key, debit=debit, amount_fen=payment.amount_fen, opposite=payment.payee,
                 day=command.hours.accounting_date(command.now))


def paid(payment: Payment, command: Command) -> Tell:
    """What the statement of the account learns of a payment that has left."""
    return posted(payment.account, line(payment, "D", command), payment.order)


def settle(world: World, command: Command) -> Step:
    """A payment under way is booked, and the payer is told. After the cut-off a large one waits for the next working day."""
    payment: Payment | None = world.find("payment", text_of(command, "payment_no"))
    if payment is None or payment.status != "PROCESSING":
        return refuse(world, illegal("入账", payment))
    if payment.amount_fen >= LARGE_FEN and not command.hours.on_time(command.now):
        return refuse(world, f"大额付款已过截止，{dashed(command.hours.value_date(command.now))} 才能入账")
    return replace(result(settled(world, payment, command), payment.key, command), tells=(paid(payment, command),))


def reverse(world: World, command: Command) -> Step:
    """A payment under way comes to nothing: its money may be paid out again, and the payer is told."""
    payment: Payment | None = world.find("payment", text_of(command, "payment_no"))
    if payment is None or payment.status != "PROCESSING":
        return refuse(world, illegal("撤回", payment))
    ledger = world.ledger.move(payment.amount_fen, source=transit(payment.account), target=free(payment.account),
                               voucher=f"reverse {payment.key}", at=command.now)
    world = world.booked(ledger).put("payment", payment.key, record=replace(payment, status="FAILED"))
    return result(world, payment.key, command)


def illegal(step: str, payment: Payment | None, allowed: str = "处理中（PROCESSING）") -> str:
    """Why a step may not be taken, and which state allows it."""
    return f"没有这笔付款，不能{step}" if payment is None else f"只有{allowed}的付款可以{step}，这一笔是 {payment.status}"


def result(world: World, key: str, command: Command) -> Step:
    """CNTS01: the payer is told what became of a payment; the same number however often it is sent."""
    payment: Payment = world.find("payment", key)
    world, number = world.count("notice")
    values: dict[str, Value] = {
        "payment_no": key, "amount": yuan(payment.amount_fen), "payment_state": payment.status,
        "notice_no": f"JG{command.now[:8]}{number:010d}"}
    return Step(world=world, sends=(Send(operation="CNTS01", values=values, key=str(values["notice_no"]), attempts=TELLS),))


def cutoff(world: World, command: Command) -> Step:
    """At the cut-off the large payments that are still under way go over to the next working day."""
    over = [p for p in world.all("payment") if p.status == "PROCESSING" and p.amount_fen >= LARGE_FEN and p.sent == command.now[:8]]
    later = tuple(Later(event="settle", after="1wd", at=command.hours.hours.opens, values={"payment_no": p.key}) for p in over)
    return Step(world=world, later=later, text=f"{len(over)} 笔大额转入次日" if over else "")


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
        return refuse(world, illegal("退票", payment, "成功（SUCCESS）"))
    ledger = world.ledger.move(payment.amount_fen, source=PAYEES, target=free(payment.account),
                               voucher=f"return {payment.key}", at=command.now)
    back = line(payment, "C", command)
    world = enter(world.booked(ledger), payment.account, back)
    world = world.put("payment", payment.key, record=replace(payment, status="RETURNED"))
    world, number = world.count("return")
    return Step(world=world, sends=(returned(payment, f"TP{command.now[:8]}{number:010d}", text_of(command, "return_reason")),),
                tells=(posted(payment.account, back, payment.order),))


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
