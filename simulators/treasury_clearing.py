"""What a voucher does beyond being kept: payments are cleared once and refunded once, appropriations are returned up to what they were.

Rules TV-05 and TV-06 of the interface document and LAND-63. Amounts are whole fen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.ledger import fen
from simulators.treasury_vault import CONFIRMED, UNLIKE, Voucher, money_of, refuse, write
from simulators.world import World

CLEARING = "2301"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """One payment that a bank was given its money back for. of: the clearing voucher."""

    number: str
    of: str
    amount_fen: int
    refunded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appropriation:
    """Money that was handed out. left_fen: how much of it may still come back."""

    number: str
    date: str
    left_fen: int


def write_clearing(world: World, command: Command) -> Step:
    """2301: each payment is cleared once."""
    step = write(world, command)
    if step.world is world:
        return step
    of, after = text_of(command, "clear_no"), step.world
    for row in command.rows:
        number = str(row["paid_no"])
        if world.find("cleared", number) is not None:
            return refuse(world, f"支付凭证 {number} 已申请过划款", code=UNLIKE)
        after = after.put("cleared", number, record=Cleared(number=number, of=of, amount_fen=fen(money_of(row, "amount"))))
    return replace(step, world=after)


def write_refund(world: World, command: Command) -> Step:
    """2302: every row takes back one payment whole, once, of a clearing that is settled (TV-05)."""
    step = write(world, command)
    if step.world is world:
        return step
    after = step.world
    for row in command.rows:
        known: Cleared | None = after.find("cleared", str(row["paid_no"]))
        clearing: Voucher | None = world.find("voucher", CLEARING, known.of) if known is not None else None
        if known is None or clearing is None or clearing.status != CONFIRMED:
            return refuse(world, "原划款明细不存在，或原划款凭证没有办妥", code=UNLIKE)
        if known.refunded or fen(money_of(row, "refund")) != -known.amount_fen:
            return refuse(world, "原明细已退过，或退款金额与原明细不符", code=UNLIKE)
        after = after.put("cleared", known.number, record=replace(known, refunded=True))
    return replace(step, world=after)


def write_quota(world: World, command: Command) -> Step:
    """5106: the quota is what was cleared under the clearing voucher, less what was refunded (TV-06)."""
    step, of = write(world, command), text_of(command, "clear_no")
    if step.world is world:
        return step
    if world.find("voucher", CLEARING, of) is None:
        return refuse(world, "没有这张申请划款凭证", code=UNLIKE)
    total = sum(one.amount_fen for one in world.all("cleared") if one.of == of and not one.refunded)
    if fen(money_of(command.values, "clearing_quota")) != total:
        return refuse(world, "清算额度与划款减退款不符", code=UNLIKE)
    return step


def write_appropriation(world: World, command: Command) -> Step:
    """5207."""
    step, number = write(world, command), text_of(command, "appropriation_no")
    if step.world is world:
        return step
    record = Appropriation(number=number, date=text_of(command, "voucher_date"), left_fen=fen(money_of(command.values, "amount")))
    return replace(step, world=step.world.put("appropriation", number, record=record))


def write_return(world: World, command: Command) -> Step:
    """3208: returns of one appropriation never add up to more than it was."""
    step = write(world, command)
    if step.world is world:
        return step
    known: Appropriation | None = world.find("appropriation", text_of(command, "appropriation_no"))
    amount = fen(money_of(command.values, "refund_amount"))
    if known is None or known.date != text_of(command, "original_date"):
        return refuse(world, "没有这张拨款凭证，或凭证日期不符", code=UNLIKE)
    if amount > known.left_fen:
        return refuse(world, "累计退款超过原拨款", code=UNLIKE)
    after = step.world.put("appropriation", known.number, record=replace(known, left_fen=known.left_fen - amount))
    return replace(step, world=after)
