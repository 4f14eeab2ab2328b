"""Land proceeds given back to who paid them, and what bounces (1.1 L5; LAND-51 … LAND-54); in integer fen.

What may still be given back of a contract lies in the ledger under `refundable:<contract>`. Checks may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import CONFLICT, NOT_FOUND, fen_of, once, refuse, remembered, same_name, text_of
from simulators.ledger import OUTSIDE, yuan
from simulators.world import World

TREASURY = f"{OUTSIDE}:land treasury"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment book: who paid, for which contract, on which subject, in fen."""

    contract: str
    subject: str
    account: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """What was given back, in fen."""

    contract: str
    day: str
    amount: int
    bounced: bool = False


def purse(contract: str) -> str:
    """The account of what may be given back of a contract."""
    return f"refundable:{contract}"


def _known(world: World, command: Command, key: str, without: Collection[str]) -> Step | None:
    answer = once(world, command, key)
    if answer is not None and answer.code == CONFLICT and "number" in without:
        return Step(world=world, values=world.find("done", command.operation, key).values)
    return answer


def refundable_booked(world: World, command: Command) -> Step:
    """A payment book came in."""
    number, amount = text_of(command, "origin_voucher"), fen_of(command, "receipt_amount")
    if world.find("paid book", number) is not None or amount <= 0:
        return refuse(world, "缴款书号用过")
    paid = Paid(contract=text_of(command, "land_contract"), subject=text_of(command, "budget_subject"),
                account=text_of(command, "payee_account"), name=text_of(command, "payee_name"), amount=amount)
    ledger = world.ledger.move(amount, source=TREASURY, target=purse(paid.contract), voucher=number, at=command.now)
    return Step(world=world.booked(ledger).put("paid book", number, record=paid).put("refund deal", paid.contract, record=True))


def refundable_reversed(world: World, command: Command) -> Step:
    """A payment book was taken back: it gives no right to a refund."""
    number = text_of(command, "origin_voucher")
    paid: Paid | None = world.find("paid book", number)
    if paid is None or world.ledger.balance(purse(paid.contract)) < paid.amount:
        return refuse(world, "没有这张缴款书，或钱已退出去")
    ledger = world.ledger.move(paid.amount, source=purse(paid.contract), target=TREASURY, voucher=f"reverse {number}", at=command.now)
    return Step(world=world.booked(ledger).put("paid book", number, record=None))


def _against(world: World, command: Command, paid: Paid, without: Collection[str]) -> str:
    payee = paid.account == text_of(command, "payee_account") and same_name(paid.name, text_of(command, "payee_name"))
    reasons = {
        "subject": "" if paid.subject == text_of(command, "budget_subject") else "不是入库的科目",
        "payee": "" if payee else "收款人不是原缴款人",
        "limit": "" if fen_of(command, "amount") <= world.ledger.balance(purse(paid.contract)) else "超过可退金额",
    }
    return next((reason for name, reason in reasons.items() if reason and name not in without), "")


def refund_income(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Money goes back to who paid it. without: checks that a defect forgets."""
    number, amount, contract = text_of(command, "refund_voucher"), fen_of(command, "amount"), text_of(command, "land_contract")
    if (known := _known(world, command, number, without)) is not None:
        return known
    paid: Paid | None = world.find("paid book", text_of(command, "origin_voucher"))
    if paid is None or ("origin" not in without and paid.contract != contract):
        return refuse(world, "没有这张缴款书，或不是这份合同的", code=NOT_FOUND)
    if reason := _against(world, command, paid, without):
        return refuse(world, reason)
    ledger, short = world.ledger, amount - world.ledger.balance(purse(paid.contract))
    if short > 0:
        ledger = ledger.move(short, source=TREASURY, target=purse(paid.contract), voucher=number, at=command.now)
    if amount:
        ledger = ledger.move(amount, source=purse(paid.contract), target=TREASURY, voucher=number, at=command.now)
    refund = Refund(contract=paid.contract, day=text_of(command, "voucher_date"), amount=amount)
    return remembered(world.booked(ledger).put("land refund", number, record=refund), command, number, values={"refund_voucher": number})


def refund_bounced(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """What was given back came back: it may be given back once more. without: checks that a defect forgets."""
    number, original, amount = text_of(command, "refund_return"), text_of(command, "refund_voucher"), fen_of(command, "refund_bounced")
    if (known := _known(world, command, number, without)) is not None:
        return known
    found: Refund | None = world.find("land refund", original)
    if found is None or ("date" not in without and found.day != text_of(command, "original_date")):
        return refuse(world, "没有这张退付凭证，或日期不符", code=NOT_FOUND)
    if "once" not in without and (found.bounced or amount != found.amount):
        return refuse(world, "退回过了，或不是全额")
    ledger = world.ledger
    if amount:
        ledger = ledger.move(amount, source=TREASURY, target=purse(found.contract), voucher=number, at=command.now)
    world = world.booked(ledger).put("land refund", original, record=replace(found, bounced=True))
    return remembered(world, command, number, values={"refund_return": number})


def refundable_asked(world: World, command: Command) -> Step:
    """What may still be given back of a contract."""
    contract = text_of(command, "land_contract")
    if world.find("refund deal", contract) is None:
        return refuse(world, "这份合同没有收过款", code=NOT_FOUND)
    return Step(world=world, values={"refundable": yuan(world.ledger.balance(purse(contract)))})
