"""The vault as it keeps receipts: one for a voucher, and every field of the voucher in it as it was (TV-03)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.treasury_vault import ALREADY_SIGNED, ALREADY_THERE, NOT_NOW, UNKNOWN, UNLIKE, again, refuse, unchanged
from simulators.world import World

CLEARING, STATEMENT = "2301", "3507"
SIGNED, RECEIPTED, RETURNED = "SIGNED", "RECEIPTED", "RETURNED"
STATES = {SIGNED: "3", RETURNED: "5", RECEIPTED: "6"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A voucher that was signed for. original: as it was written; receipt: as it came back, None until then."""

    kind: str
    number: str
    original: Any
    receipt: Any = None
    state: str = SIGNED


def keep(world: World, voucher: Signed) -> World:
    """The world with this voucher as it is now."""
    return world.put("signed", voucher.kind, voucher.number, record=voucher)


def found(world: World, command: Command) -> Signed | None:
    """The voucher that a request names."""
    known: Signed | None = world.find("signed", text_of(command, "voucher_type"), text_of(command, "voucher_no"))
    return known


def signed(world: World, command: Command) -> Step:
    """Somebody has signed for a voucher."""
    if found(world, command) is not None:
        return refuse(world, "凭证编号已经用过")
    kind, number = text_of(command, "voucher_type"), text_of(command, "voucher_no")
    return Step(world=keep(world, Signed(kind=kind, number=number, original=command.values["voucher"])))


def take_receipt(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """saveStampVoucher: one receipt for a voucher, every field of it as it was (TV-03). without: checks that a defect forgets."""
    known, brought = found(world, command), command.values["voucher"]
    if known is None:
        return Step(world=world) if "known" in without else refuse(world, "没有这张凭证", code=UNKNOWN)
    if known.receipt is not None and known.receipt == brought:
        return again(world, "回单已收到", code=ALREADY_THERE)
    if known.receipt is not None and "once" not in without:
        return refuse(world, "回单与已收到的不符", code=UNLIKE)
    if known.state == RETURNED:
        return refuse(world, f"凭证 {known.number} 已退回，不能有回单", code=NOT_NOW)
    if "echo" not in without and not unchanged(known.original, brought):
        return refuse(world, "回单与原凭证不符", code=UNLIKE)
    tell = Tell(event="treasury_voucher.receipted", values={"voucher_type": known.kind, "voucher_no": known.number})
    return Step(world=keep(world, replace(known, receipt=brought, state=RECEIPTED)), tells=(tell, *cleared(known.kind, brought)))


def cleared(kind: str, receipt: Any) -> tuple[Tell, ...]:
    """What whoever makes the statements learns of a clearing: each payment that it was for, with nothing where it came to nothing."""
    if kind != CLEARING:
        return ()
    rows = receipt["DetailList"]["Detail"]
    failed = not Decimal(receipt["XPayAmt"])
    return tuple(Tell(event="treasury_recon.paid_known", values={
        "voucher_type": STATEMENT, "detail_id": row["VoucherNo"], "statement_end": receipt["XClearDate"],
        "amount": Decimal("0.00") if failed else Decimal(row["PayAmt"])}) for row in (rows if isinstance(rows, list) else [rows]))


def give_back(world: World, command: Command) -> Step:
    """returnVoucher: what has no receipt may go back, once."""
    known = found(world, command)
    if known is None:
        return refuse(world, "没有这张凭证", code=UNKNOWN)
    if known.state == RETURNED:
        return again(world, f"凭证 {known.number} 已退回", code=ALREADY_SIGNED)
    if known.state != SIGNED:
        return refuse(world, f"凭证 {known.number} 已有回单", code=NOT_NOW)
    told = {"voucher_type": known.kind, "voucher_no": known.number, "reason": text_of(command, "reason")}
    return Step(world=keep(world, replace(known, state=RETURNED)), tells=(Tell(event="treasury_voucher.handed_back", values=told),))


def handed_back_there(world: World, command: Command) -> Step:
    """A voucher that was signed for went back where it came from."""
    known = found(world, command)
    if known is None or known.state != SIGNED:
        return refuse(world, "没有签收的凭证，或已有回单", code=NOT_NOW)
    return Step(world=keep(world, replace(known, state=RETURNED)))


def ask_signed(world: World, command: Command) -> Step:
    """queryVoucherStatus."""
    known = found(world, command)
    return Step(world=world, values={"voucher_state": "-1" if known is None else STATES[known.state]})
