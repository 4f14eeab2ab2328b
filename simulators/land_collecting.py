"""The bank that collects land proceeds: it takes notices, payers pay them at its counter, it reports, reverses, and pays over.

Money comes from `outside:payers` into `fund:<account>` and leaves to `outside:treasury`. Rules: LAND-31 … LAND-35.
"""

from __future__ import annotations

from immutables import Map

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import text_of
from simulators.land_bank import money
from simulators.land_levy import (
    BOOKED,
    DUE,
    NOT_ALLOWED,
    PAID,
    TRIES,
    UNKNOWN,
    UNLIKE,
    Notice,
    Receipt,
    again,
    book,
    fees_of,
    fund,
    keep,
    notice_of,
    notice_with,
    numbered,
    paid_already,
    refuse,
    registered,
    state_of,
    there,
    unbook,
)
from simulators.ledger import fen, yuan
from simulators.world import Answered, World

PAYERS, TREASURY = "outside:payers", "outside:treasury"
OWN_BANK_NO = "103306010109"

bill_asked = state_of


def notice_taken(world: World, command: Command) -> Step:
    """5671: taken once for each number; a paid pay code is told with its serial, one that is still due elsewhere is refused."""
    notice = notice_of(command)
    known = numbered(world, notice.number)
    if known is not None:
        return again(world) if known.content == notice.content else refuse(world, "通知凭证号已用于另一张通知", code=UNLIKE)
    others = [(row.code, other) for row in notice.rows if (other := notice_with(world, row.code)) is not None]
    for code, other in others:
        if other.status == PAID:
            return paid_already(world, code, other)
    if not registered(world, notice):
        return refuse(world, "收款账户没有签约", code=UNKNOWN)
    if others:
        return refuse(world, "缴款码已在未缴的通知里")
    return Step(world=keep(world, notice))


# ---- at the counter --------------------------------------------------------------------------------------------------


def payer_pays(world: World, command: Command) -> Step:
    """A payer pays a notice, with the late fee where it is late; the levying side is told with 2671 until it answers."""
    notice = numbered(world, text_of(command, "pay_notice"))
    if notice is None or notice.status != DUE:
        return refuse(world, "没有这张通知，或已缴")
    day = command.hours.accounting_date(command.now)
    world, count = world.count("pay receipt")
    receipt = Receipt(serial=f"YH{day}{count:010d}", notice=notice.number, day=day, fees=fees_of(notice, day))
    return Step(world=book(world, notice, receipt, payer=PAYERS, at=command.now), sends=(report(notice, receipt, today=command.now[:8]),))


def report(notice: Notice, receipt: Receipt, *, today: str) -> Send:
    """2671; the same serial however often it is sent."""
    values: dict[str, Value] = {
        "pay_notice": notice.number, "voucher_date": today, "receipt_serial": receipt.serial, "payer_bank": OWN_BANK_NO,
        "paid_date": receipt.day, "paid_amount": yuan(notice.total_fen), "total_fee": yuan(receipt.fee_fen), "bill": notice.bill}
    rows = tuple({"late_fee": yuan(fee)} for fee in receipt.fees)
    return Send(operation="2671", values=values, rows=rows, key=receipt.serial, attempts=TRIES)


def pays_again(world: World, command: Command) -> Step:
    """Somebody wants to pay what is paid: the counter says so, and takes nothing (LAND-34)."""
    return Step(world=world, text="缴款码已缴")


def teller_reverses(world: World, command: Command) -> Step:
    """A receipt is reversed, whole, on its own accounting day, while the money is there (LAND-35); the levying side is told."""
    receipt: Receipt | None = world.find("pay receipt", text_of(command, "receipt_serial"))
    notice = None if receipt is None else numbered(world, receipt.notice)
    if receipt is None or notice is None or receipt.status != BOOKED:
        return refuse(world, "没有这笔收缴，或已冲正")
    if receipt.day != command.hours.accounting_date(command.now):
        return refuse(world, "已过入账的会计日，不能冲正")
    if not there(world, notice, receipt):
        return refuse(world, "资金已经缴库，不能冲正")
    world, count = world.count("pay reversal")
    send = reversal(notice, receipt, f"CZ{receipt.day}{count:010d}")
    return Step(world=unbook(world, notice, receipt, payer=PAYERS, at=command.now), sends=(send,))


def reversal(notice: Notice, receipt: Receipt, number: str) -> Send:
    """2671R; the same number however often it is sent."""
    values: dict[str, Value] = {
        "reversal_no": number, "receipt_serial": receipt.serial, "pay_notice": notice.number, "paid_date": receipt.day,
        "paid_amount": yuan(notice.total_fen), "total_fee": yuan(receipt.fee_fen), "reason": "柜员误操作"}
    return Send(operation="2671R", values=values, key=number, attempts=TRIES)


def reverses_late(world: World, command: Command) -> Step:
    """A teller wants to reverse what belongs to an earlier accounting day: it is not done (LAND-35)."""
    return Step(world=world, text="已过入账的会计日，不能冲正")


def check_bill(world: World, command: Command) -> Step:
    """Somebody looks up a pay code at the levying side: CXJK02."""
    return Step(world=world, sends=(Send(operation="CXJK02", values={"pay_code": text_of(command, "pay_code")}),))


# ---- paying over -----------------------------------------------------------------------------------------------------


def transfer_ordered(world: World, command: Command) -> Step:
    """5408: once for each number; nothing is paid over that was not collected."""
    number, account = text_of(command, "transfer_no"), text_of(command, "fund_account")
    content = (account, text_of(command, "payee_account"), command.values.get("total_amount"))
    known: Answered | None = world.answered.get(("transfer", number))
    if known is not None:
        if known.content != content:
            return refuse(world, "凭证号已用于另一笔缴库", code=UNLIKE)
        return Step(world=world, outcome=ReplyClass.DUPLICATE, values=known.values)
    amount = sum(fen(money(row["amount"])) for row in command.rows)
    if world.find("fund", account) is None:
        return refuse(world, "账户没有签约", code=UNKNOWN)
    if world.ledger.balance(fund(account)) < amount:
        return refuse(world, "超过已收未缴的资金", code=NOT_ALLOWED)
    ledger = world.ledger.move(amount, source=fund(account), target=TREASURY, voucher=number, at=command.now)
    world, count = world.booked(ledger).count("dictate")
    values: dict[str, Value] = {"dictate_no": f"{count:08d}", "paid_date": command.hours.accounting_date(command.now),
                                "paid_amount": yuan(amount)}
    return Step(world=world.remember("transfer", number, answered=Answered(content=content, values=Map(values))), values=values)


def fund_asked(world: World, command: Command) -> Step:
    """CXYE01: what was collected and not yet paid over."""
    account = text_of(command, "fund_account")
    if world.find("fund", account) is None:
        return refuse(world, "账户没有签约", code=UNKNOWN)
    return Step(world=world, values={"balance": yuan(world.ledger.balance(fund(account)))})
