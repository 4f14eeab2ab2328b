"""The side that levies land proceeds: it issues notices, takes in what the bank reports, orders what was collected to be paid over.

Money that the bank reported comes from `outside:bank` into `fund:<account>` and leaves to `outside:treasury` when the bank
has paid it over. Rules: LAND-31 … LAND-35.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step, Tell
from simulators.asked import text_of
from simulators.land_bank import money
from simulators.land_levy import (
    BOOKED,
    PAID,
    TRIES,
    UNKNOWN,
    UNLIKE,
    Installment,
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
    plain,
    refuse,
    registered,
    same_bill,
    state_of,
    there,
    unbook,
)
from simulators.ledger import fen, yuan
from simulators.world import World

BANK, TREASURY = "outside:bank", "outside:treasury"
TREASURY_ACCOUNT, SUBJECT = "1120600000000001", "103014801"
SUBJECTS = (SUBJECT, "103014802", "103014803")  # proceeds, what is paid in addition, allotted land; all others are settled elsewhere

# What every notice says of who levies, and into which account
ACCOUNT = "3206020109000001"
LETTERHEAD = {
    "FinOrgCode": "32060001", "FinOrgName": "南通市财政局", "TreCode": "1120600000", "TaxOrgCode": "13206000000",
    "TaxOrgName": "南通市税务局第一税务分局", "PayeeAcctNo": ACCOUNT, "PayeeAcctName": "南通市财政局土地出让金待缴专户",
    "PayeeAcctBankName": "南通某银行营业部", "BudgetLevelCode": "3"}

bill_checked = state_of


def issue_notice(world: World, command: Command) -> Step:
    """A clerk issues a notice: 5671 goes out, with the bill as it was written."""
    notice = notice_of(command)
    if numbered(world, notice.number) is not None or any(notice_with(world, row.code) is not None for row in notice.rows):
        return refuse(world, "通知凭证号或缴款码已经用过")
    if not registered(world, notice):
        return refuse(world, "收款账户没有签约")
    values: dict[str, Value] = {"pay_notice": notice.number, "voucher_date": command.now[:8], "bill": notice.bill}
    return Step(world=keep(world, notice), sends=(Send(operation="5671", values=values, key=notice.number, attempts=TRIES),))


def fee_due(world: World, command: Command) -> Step:
    """A fee source asks for one instalment: a notice of its own for it goes out, numbered here."""
    code, amount = text_of(command, "pay_code"), yuan(fen(money(command.values.get("installment_amount"))))
    if notice_with(world, code) is not None:
        return refuse(world, "缴款码已经用过")
    if amount <= 0 or not text_of(command, "payer_name").strip() or text_of(command, "budget_subject") not in SUBJECTS:
        return refuse(world, "不是要通知的应缴：金额、受让人或科目不对")
    world, order = world.count("fee notice")
    subject, expiry = text_of(command, "budget_subject"), text_of(command, "due_date")
    row = {"Id": f"{code}-1", "TroNo": code, "TraAmt": str(amount), "FundTypecode": "12", "PayCode": code, "BudgetSubject": subject,
           "ItemCode": subject, "ItemName": "土地出让收入", "DetailAmt": str(amount)}
    bill: dict[str, Any] = {**LETTERHEAD, "ExpDate": expiry, "PayAcctName": text_of(command, "payer_name"), "TotalCount": "1",
                            "TraAmt": str(amount), "DetailList": {"Detail": [row]}}
    notice = Notice(number=f"FY{order:014d}", day=command.now[:8], bill=bill, account=ACCOUNT, expiry=expiry,
                    rows=(Installment(code=code, subject=subject, amount_fen=fen(amount)),))
    world = keep(world, notice).put("fee due", code, record=text_of(command, "land_contract"))
    values: dict[str, Value] = {"pay_notice": notice.number, "voucher_date": notice.day, "bill": notice.bill}
    return Step(world=world, sends=(Send(operation="5671", values=values, key=notice.number, attempts=TRIES),))


def receipt_told(world: World, command: Command) -> Step:
    """2671: booked once for each serial, for the very bill of the notice, with the fee that is owed; a paid one is told so."""
    receipt = receipt_of(command)
    content = (receipt, command.values.get("paid_amount"), plain(command.values.get("bill")))
    known: Receipt | None = world.find("pay receipt", receipt.serial)
    if known is not None:
        same = world.find("told", receipt.serial) == content
        return again(world) if same else refuse(world, "资金交易流水号已用于另一笔", code=UNLIKE)
    notice = numbered(world, receipt.notice)
    if notice is None:
        return refuse(world, "没有这张通知", code=UNKNOWN)
    if not same_bill(command.values.get("bill"), notice.bill) or receipt.fees != fees_of(notice, receipt.day):
        return refuse(world, "缴款要素与通知不符，或违约金不对", code=UNLIKE)
    if notice.status == PAID:
        return paid_already(world, notice.rows[0].code, notice)
    world = book(world, notice, receipt, payer=BANK, at=command.now).put("told", receipt.serial, record=content)
    world = world.put("pay book", receipt.serial, record=text_of(command, "origin_voucher"))
    return Step(world=world, tells=tuple(tell for row in notice.rows for tell in booked(world, command, notice, row)))


def booked(world: World, command: Command, notice: Notice, row: Installment) -> tuple[Tell, ...]:
    """What others learn of a receipt for an instalment that a fee source asked for."""
    contract = world.find("fee due", row.code)
    if contract is None:
        return ()
    amount = yuan(row.amount_fen)
    fee = Tell(event="land_fee.receipt_booked", values={"pay_code": row.code, "receipt_amount": amount})
    refund = Tell(event="land_refund.receipt_booked", values={
        "origin_voucher": text_of(command, "origin_voucher"), "land_contract": contract, "budget_subject": row.subject,
        "payee_account": text_of(command, "payer_account"), "payee_name": notice.bill["PayAcctName"], "receipt_amount": amount})
    return fee, refund, paid_in(notice, row, text_of(command, "paid_date"), contract, amount)


def paid_in(notice: Notice, row: Installment, day: str, contract: str, amount: Decimal) -> Tell:
    """What the treasury will find in its account, or no longer (an amount less than nothing)."""
    return Tell(event="land_income.daily", values={
        "pay_code": row.code, "paid_date": day, "budget_subject": row.subject, "payer_name": notice.bill["PayAcctName"],
        "land_contract": contract, "paid_amount": amount})


def receipt_of(command: Command) -> Receipt:
    """The receipt that a message tells of."""
    fees = tuple(fen(money(row["late_fee"])) for row in command.rows)
    return Receipt(serial=text_of(command, "receipt_serial"), notice=text_of(command, "pay_notice"),
                   day=text_of(command, "paid_date"), fees=fees)


def reversal_told(world: World, command: Command) -> Step:
    """2671R: only the whole of a standing receipt, on its accounting day, while the money is there (LAND-35)."""
    number = text_of(command, "reversal_no")
    content = tuple(command.values.get(name) for name in ("receipt_serial", "paid_date", "paid_amount", "total_fee"))
    known = world.find("pay reversal", number)
    if known is not None:
        return Step(world=world, outcome=ReplyClass.DUPLICATE) if known == content else refuse(world, "冲正流水号已用于另一笔", code=UNLIKE)
    receipt: Receipt | None = world.find("pay receipt", text_of(command, "receipt_serial"))
    notice = None if receipt is None else numbered(world, receipt.notice)
    if receipt is None or notice is None or receipt.status != BOOKED or receipt.notice != text_of(command, "pay_notice"):
        return refuse(world, "没有这笔回报，或已冲正", code=UNKNOWN)
    if not receipt.day == text_of(command, "paid_date") == command.hours.accounting_date(command.now):
        return refuse(world, "不是入账的会计日，不能冲正")
    amounts = (command.values.get("paid_amount"), command.values.get("total_fee"))
    if amounts != (yuan(notice.total_fen), yuan(receipt.fee_fen)):
        return refuse(world, "只能整笔冲正", code=UNLIKE)
    if not there(world, notice, receipt):
        return refuse(world, "资金已经缴库，不能冲正")
    world = unbook(world, notice, receipt, payer=BANK, at=command.now)
    return Step(world=world.put("pay reversal", number, record=content), tells=tuple(taken_back(world, notice, receipt)))


def taken_back(world: World, notice: Notice, receipt: Receipt) -> Iterator[Tell]:
    """What others learn of a reversal, where a fee source had asked for the instalments."""
    for row in notice.rows:
        contract, amount = world.find("fee due", row.code), yuan(row.amount_fen)
        if contract is not None:
            yield Tell(event="land_fee.receipt_reversed", values={"pay_code": row.code, "receipt_amount": amount})
            yield Tell(event="land_refund.receipt_reversed", values={"origin_voucher": world.find("pay book", receipt.serial)})
            yield paid_in(notice, row, receipt.day, contract, -amount)


# ---- what a clerk asks for -------------------------------------------------------------------------------------------


def ask_bill(world: World, command: Command) -> Step:
    """CXJK01 about one pay code, CXYE01 about one account."""
    bill = Send(operation="CXJK01", values={"pay_code": text_of(command, "pay_code")})
    return Step(world=world, sends=(bill, Send(operation="CXYE01", values={"fund_account": text_of(command, "fund_account")})))


def issue_transfer(world: World, command: Command) -> Step:
    """Everything that was collected is to be paid over: 5408."""
    number, account = text_of(command, "transfer_no"), text_of(command, "fund_account")
    collected = world.ledger.balance(fund(account))
    if collected <= 0:
        return refuse(world, "没有已收未缴的资金")
    values: dict[str, Value] = {"transfer_no": number, "voucher_date": command.now[:8], "fund_account": account,
                                "payee_account": TREASURY_ACCOUNT, "total_amount": yuan(collected)}
    rows: tuple[Mapping[str, Value], ...] = ({"budget_subject": SUBJECT, "amount": yuan(collected)},)
    return Step(world=world, sends=(Send(operation="5408", values=values, rows=rows, key=number, attempts=TRIES),))


def transfer_answered(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The bank has paid over, now or before; what is not known stays in the books until it is."""
    if reply not in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE):
        return Step(world=world)
    source = fund(str(sent.values["fund_account"]))
    amount = min(sum(fen(money(row["amount"])) for row in sent.rows), world.ledger.balance(source))
    return Step(world=world.booked(world.ledger.move(amount, source=source, target=TREASURY, voucher=sent.key)) if amount else world)
