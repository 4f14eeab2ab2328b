"""What is set aside out of land proceeds, paid out of it, and comes back (1.1 L6; LAND-61 … LAND-63).

Each fund of an accrual is a pot `pot:<accrual>:<fund>` in the ledger. What speaks against a request may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import CONFLICT, NOT_FOUND, fen_of, once, refuse, remembered, text_of
from simulators.ledger import OUTSIDE, yuan
from simulators.world import World

INCOME, PAID = f"{OUTSIDE}:land income", f"{OUTSIDE}:appropriated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Money that was paid out of a pot. returned: how much of it came back, in fen."""

    pot: str
    day: str
    amount: int
    returned: int = 0


def _known(world: World, command: Command, key: str, without: Collection[str]) -> Step | None:
    step = once(world, command, key)
    if step is not None and step.code == CONFLICT and "number" in without:
        return Step(world=world, values=world.find("done", command.operation, key).values)
    return step


def accrue(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A month's accrual, one for each month. without: checks that a defect forgets."""
    number, month = text_of(command, "accrual_no"), text_of(command, "accrual_month")
    if (known := _known(world, command, number, without)) is not None:
        return known
    if "month" not in without and world.find("accrued month", month) is not None:
        return refuse(world, "这个月已计提")
    ledger = world.ledger
    for row in command.rows:
        pot, amount = f"pot:{number}:{text_of(row, 'land_fund')}", fen_of(row, "accrued")
        world = world.put("pot", number, text_of(row, "land_fund"), record=pot)
        if amount:
            ledger = ledger.move(amount, source=INCOME, target=pot, voucher=number, at=command.now)
    return remembered(world.booked(ledger).put("accrued month", month, record=number), command, number, values={"accrual_no": number})


def appropriate(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Money goes out of a pot. without: checks that a defect forgets."""
    number = text_of(command, "bill_no")
    if (known := _known(world, command, number, without)) is not None:
        return known
    pot: str | None = world.find("pot", text_of(command, "accrual_no"), text_of(command, "land_fund"))
    if pot is None:
        return refuse(world, "没有这笔计提", code=NOT_FOUND)
    amount, ledger = fen_of(command, "amount"), world.ledger
    short = amount - ledger.balance(pot)
    if short > 0:
        if "balance" not in without:
            return refuse(world, "余额不足")
        ledger = ledger.move(short, source=INCOME, target=pot, voucher=number, at=command.now)
    ledger = ledger.move(amount, source=pot, target=PAID, voucher=number, at=command.now)
    bill = Bill(pot=pot, day=text_of(command, "voucher_date"), amount=amount)
    route = "INNER" if text_of(command, "payee_account").startswith("011") else "OUTER"
    world = world.booked(ledger).put("land bill", number, record=bill)
    return remembered(world, command, number, values={"bill_no": number, "land_route": route})


def give_back(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Money comes back into its pot, never more than went out. without: checks that a defect forgets."""
    number, original, amount = text_of(command, "return_bill"), text_of(command, "bill_no"), fen_of(command, "returned_amount")
    if (known := _known(world, command, number, without)) is not None:
        return known
    bill: Bill | None = world.find("land bill", original)
    if bill is None or ("link" not in without and bill.day != text_of(command, "original_date")):
        return refuse(world, "没有这张拨付单，或日期不符", code=NOT_FOUND)
    if amount + (0 if "sum" in without else bill.returned) > bill.amount:
        return refuse(world, "退回超过原拨付")
    ledger = world.ledger.move(amount, source=PAID, target=bill.pot, voucher=number, at=command.now)
    world = world.booked(ledger).put("land bill", original, record=replace(bill, returned=bill.returned + amount))
    return remembered(world, command, number, values={"return_bill": number})


def pot_asked(world: World, command: Command) -> Step:
    """What is left of an accrual."""
    pot: str | None = world.find("pot", text_of(command, "accrual_no"), text_of(command, "land_fund"))
    if pot is None:
        return refuse(world, "没有这笔计提", code=NOT_FOUND)
    return Step(world=world, values={"balance": yuan(world.ledger.balance(pot))})
