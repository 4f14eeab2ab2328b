"""Receipts of vouchers: who pays, clears and takes back money tells the vault in the voucher itself what became of it.

Rules TV-03 … TV-06 of the interface document. Refunds and quotas are the books of whoever sends the receipts: only what was cleared comes
back, once and whole. Amounts are whole fen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import fen_of, text_of
from simulators.ledger import yuan
from simulators.treasury_vault import refuse
from simulators.world import World

TRIES, THEN_ASK = 3, "then ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """One payment whose money went back to the bank. of: the clearing voucher."""

    number: str
    of: str
    fen: int
    refunded: bool = False


def arrives(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A voucher was signed for: do what it asks and tell what became of it. without: checks that a defect forgets."""
    kind, number = text_of(command, "voucher_type"), text_of(command, "voucher_no")
    if world.find("order", kind, number) is not None:
        return refuse(world, "凭证编号已经用过")
    return DOES[kind](world.put("order", kind, number, record=number), command, without)


def arrives_unfunded(world: World, command: Command) -> Step:
    """A clearing for which there is no money."""
    kind, number = text_of(command, "voucher_type"), text_of(command, "voucher_no")
    return Step(world=world.put("order", kind, number, record=number), sends=(receipt_of(command, 0, reason="库款账户余额不足"),))


def _pay(world: World, command: Command, _: Collection[str]) -> Step:
    """5201: each detail is paid or not; the sum is what was paid."""
    failing = command.values.get("failing_detail")
    paid = [0 if place == failing else fen_of(row, "amount") for place, row in enumerate(command.rows, 1)]
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"paid_amount": yuan(fen), **({} if fen else {"reason": "收款账户账号与户名不符"})} for fen in paid)
    return Step(world=world, sends=(replace(receipt_of(command, sum(paid)), rows=rows),))


def _clear(world: World, command: Command, _: Collection[str]) -> Step:
    """2301: what was cleared may be refunded from now on."""
    for row in command.rows:
        cleared = Cleared(number=text_of(row, "paid_no"), of=text_of(command, "voucher_no"), fen=fen_of(row, "amount"))
        world = world.put("cleared", cleared.number, record=cleared)
    return Step(world=world, sends=(receipt_of(command, fen_of(command, "amount")),))


def _refund(world: World, command: Command, without: Collection[str]) -> Step:
    """2302: every row gives back one cleared payment whole, once; or nothing is given back at all (TV-05)."""
    after = world
    for row in command.rows:
        known: Cleared | None = after.find("cleared", text_of(row, "paid_no"))
        reason = _unfit(known, fen_of(row, "refund"), without)
        if reason:
            return Step(world=world, sends=(receipt_of(command, 0, reason=reason),))
        if known is not None:
            after = after.put("cleared", known.number, record=replace(known, refunded=True))
    return Step(world=after, sends=(receipt_of(command, fen_of(command, "refund")),))


def _unfit(known: Cleared | None, fen: int, without: Collection[str]) -> str:
    """Why a payment cannot be given back, '' where it can."""
    if known is None:
        return "" if "cleared" in without else "原划款没有办成"
    if known.refunded and "once" not in without:
        return "原明细已经退过"
    return "退款金额与原明细不符" if fen != -known.fen and "amount" not in without else ""


def _grant(world: World, command: Command, without: Collection[str]) -> Step:
    """5106: the quota is what was cleared, less what was given back (TV-06); any other goes back to whoever wrote it."""
    of = [one for one in world.all("cleared") if one.of == text_of(command, "clear_no") and (not one.refunded or "refunds" in without)]
    if fen_of(command, "clearing_quota") == sum(one.fen for one in of):
        return _note(world, command, without)
    values = {**_named(command), "reason": "清算额度与划款减退款不符"}
    return Step(world=world, sends=(Send(operation="returnVoucher", values=values, key=THEN_ASK, attempts=TRIES),))


def went_back(world: World, sent: Send) -> Step:
    """A voucher was returned: see whether the vault has it so."""
    values = {name: sent.values[name] for name in ("voucher_type", "voucher_no")}
    return Step(world=world, sends=(Send(operation="queryVoucherStatus", values=values, attempts=TRIES),))


def _note(world: World, command: Command, _: Collection[str]) -> Step:
    """The voucher itself is the receipt."""
    return Step(world=world, sends=(_said(command, {}),))


def receipt_of(command: Command, fen: int, *, reason: str = "") -> Send:
    """The receipt of the voucher that came: so much was paid, or why nothing was."""
    day = command.hours.accounting_date(command.now)
    told: dict[str, Value] = {"paid_amount": yuan(fen), "paid_date": day, "bank_serial": f"YH{day}{text_of(command, 'voucher_no')}"}
    return _said(command, {**told, **({"reason": reason} if reason else {})})


def _said(command: Command, told: Mapping[str, Value]) -> Send:
    named = _named(command)
    return Send(operation=f"saveStampVoucher {named['voucher_type']}", values={**named, "voucher": command.values["voucher"], **told},
                rows=tuple({} for _ in command.rows), attempts=TRIES)


def _named(command: Command) -> dict[str, Value]:
    return {"voucher_type": text_of(command, "voucher_type"), "voucher_no": text_of(command, "voucher_no")}


DOES: dict[str, Callable[[World, Command, Collection[str]], Step]] = {
    "5201": _pay, "2301": _clear, "2302": _refund, "5106": _grant, "3208": _note,
}
