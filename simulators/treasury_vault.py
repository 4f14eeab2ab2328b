"""The voucher vault: vouchers are written, sent, read until they are signed for, and receipted.

Written from the interface document (1.0.1: operations, states, TV-01 … TV-11). A voucher is kept as it came and handed out as it came;
the vault looks at its number, its amounts and its details, and never rewrites it (TV-10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.world import World

WRITTEN, SENT, CONFIRMED, FAILED, RETURNED, RECEIPTED = "WRITTEN", "SENT", "CONFIRMED", "FAILED", "RETURNED", "RECEIPTED"
BAD, TWICE, UNKNOWN, NOT_NOW, UNLIKE = (f"Server.EVS{n}" for n in (400, 401, 404, 409, 410))
ALREADY_SENT, ALREADY_SIGNED, ALREADY_THERE = (f"Server.EVS{n}" for n in (700, 701, 702))


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """One voucher. original: the document as it came, opaque. rows: its details by meaning. status: see the constants."""

    kind: str
    number: str
    original: Any
    attach: str = ""
    amount: Decimal = Decimal(0)
    rows: tuple[Mapping[str, Value], ...] = ()
    values: Mapping[str, Value]
    status: str = WRITTEN
    reason: str = ""


def money_of(values: Mapping[str, Value], meaning: str) -> Decimal:
    """An amount in yuan, zero where there is none."""
    value = values.get(meaning)
    return value if isinstance(value, Decimal) else Decimal(0)


def refuse(world: World, text: str, *, code: str = BAD) -> Step:
    """Nothing happens, and the fault says why."""
    return Step(world=world, outcome=ReplyClass.REFUSED, code=code, text=text)


def again(world: World, text: str, *, code: str) -> Step:
    """It was done before; nothing happens."""
    return Step(world=world, outcome=ReplyClass.DUPLICATE, code=code, text=text)


def found(world: World, command: Command) -> Voucher | None:
    """The voucher that the request names."""
    voucher: Voucher | None = world.find("voucher", text_of(command, "voucher_type"), text_of(command, "voucher_no"))
    return voucher


def keep(world: World, voucher: Voucher) -> World:
    """The world with this voucher as it is now."""
    return world.put("voucher", voucher.kind, voucher.number, record=voucher)


def written(command: Command) -> Voucher:
    """The voucher that a request brings."""
    return Voucher(
        kind=text_of(command, "voucher_type"), number=text_of(command, "voucher_no"), original=command.values.get("voucher"),
        attach=text_of(command, "voucher_attach"), amount=money_of(command.values, "amount"), rows=command.rows, values=command.values)


def write(world: World, command: Command) -> Step:
    """writeVoucher: a number is used once, unless the voucher under it failed or was returned."""
    known = found(world, command)
    if known is not None and known.status not in (FAILED, RETURNED):
        return refuse(world, f"凭证编号 {known.number} 不能重复", code=TWICE)
    return Step(world=keep(world, written(command)))


def send(world: World, command: Command) -> Step:
    """sendVoucher: once; whoever repeats it is told so (TV-08)."""
    voucher = found(world, command)
    if voucher is None:
        return refuse(world, "没有这张凭证", code=UNKNOWN)
    if voucher.status != WRITTEN:
        return again(world, f"凭证 {voucher.number} 已发送", code=ALREADY_SENT)
    return Step(world=keep(world, replace(voucher, status=SENT)))


def read(world: World, command: Command) -> Step:
    """readVoucherAgain: whatever was sent and is not signed for yet, every time (TV-09)."""
    kind, most = text_of(command, "voucher_type"), command.values.get("count")
    waiting = [v for v in world.all("voucher") if v.kind == kind and v.status == SENT][: most if isinstance(most, int) else 100]
    return Step(world=world, rows=tuple(shown(v) for v in waiting))


def shown(voucher: Voucher) -> dict[str, Any]:
    """A voucher as the envelope carries it: the very bytes that were written."""
    return {"voucher_type": voucher.kind, "voucher_no": voucher.number,
            "voucher_attach": voucher.attach or None, "voucher": voucher.original,
            "division": voucher.values["division"], "voucher_year": voucher.values["voucher_year"]}


def confirm(world: World, command: Command) -> Step:
    """confirmVoucher: the addressee signs for a voucher, once."""
    voucher = found(world, command)
    if voucher is None:
        return refuse(world, "没有这张凭证", code=UNKNOWN)
    if voucher.status in (CONFIRMED, RECEIPTED):
        return again(world, f"凭证 {voucher.number} 已签收", code=ALREADY_SIGNED)
    step = _moved(world, voucher, CONFIRMED, allowed=(SENT,))
    return replace(step, tells=(signed_for(voucher),)) if step.outcome is ReplyClass.SUCCESS else step


def signed_for(voucher: Voucher) -> Tell:
    """What the desk that takes receipts learns: the whole voucher, as it was written."""
    return Tell(event=f"treasury_receipt.signed_{voucher.kind}",
                values={"voucher_type": voucher.kind, "voucher_no": voucher.number, "voucher": voucher.original})


def confirm_fail(world: World, command: Command) -> Step:
    """confirmVoucherFail: the addressee cannot work with it and says why."""
    return _ended(world, command, FAILED, allowed=(SENT,))


def hand_back(world: World, command: Command) -> Step:
    """returnVoucher: anything that has no receipt yet may go back."""
    before, step = found(world, command), _ended(world, command, RETURNED, allowed=(SENT, CONFIRMED))
    if before is None or before.status != CONFIRMED or step.outcome is not ReplyClass.SUCCESS:
        return step
    told = {"voucher_type": before.kind, "voucher_no": before.number}
    return replace(step, tells=(Tell(event="treasury_receipt.handed_back", values=told),))


def handed_back(world: World, command: Command) -> Step:
    """A voucher that was signed for went back at the desk that takes receipts."""
    return _ended(world, command, RETURNED, allowed=(CONFIRMED,))


def receipted(world: World, command: Command) -> Step:
    """A voucher that was signed for has its receipt at the desk that takes them."""
    voucher = found(world, command)
    return refuse(world, "没有这张凭证", code=UNKNOWN) if voucher is None else _moved(world, voucher, RECEIPTED, allowed=(CONFIRMED,))


def _ended(world: World, command: Command, status: str, *, allowed: tuple[str, ...]) -> Step:
    voucher = found(world, command)
    if voucher is None:
        return refuse(world, "没有这张凭证", code=UNKNOWN)
    if voucher.status == status:
        return again(world, f"凭证 {voucher.number} 已是这个状态", code=ALREADY_SIGNED)
    return _moved(world, replace(voucher, reason=text_of(command, "reason")), status, allowed=allowed)


def _moved(world: World, voucher: Voucher, status: str, *, allowed: tuple[str, ...]) -> Step:
    if voucher.status not in allowed:
        return refuse(world, f"凭证 {voucher.number} 的状态不允许", code=NOT_NOW)
    return Step(world=keep(world, replace(voucher, status=status)))


def receipt(world: World, command: Command) -> Step:
    """saveStampVoucher: what was paid, in the voucher itself; every field of it comes back unchanged (TV-03)."""
    voucher, brought = found(world, command), written(command)
    if voucher is None:
        return refuse(world, "没有这张凭证", code=UNKNOWN)
    done = (command.values.get("paid_amount"), command.values.get("bank_serial"), command.values.get("paid_date"))
    known = world.find("receipt", voucher.kind, voucher.number)
    if known is not None:
        return again(world, "回单已收到", code=ALREADY_THERE) if known == done else refuse(world, "回单与已收到的不符", code=UNLIKE)
    if voucher.status != CONFIRMED:
        return refuse(world, f"凭证 {voucher.number} 没有签收，不能有回单", code=NOT_NOW)
    if not unchanged(voucher.original, brought.original):
        return refuse(world, "回单与原凭证不符", code=UNLIKE)
    world = world.put("receipt", voucher.kind, voucher.number, record=done)
    return Step(world=keep(world, replace(voucher, status=RECEIPTED)))


def unchanged(before: Any, after: Any) -> bool:
    """Whether everything of a voucher is still there as it was; only names that begin with X may be new."""
    if isinstance(before, dict):
        new = set(after) - set(before) if isinstance(after, dict) else {""}
        return all(name[:1] == "X" for name in new) and all(unchanged(child, after.get(name, "")) for name, child in before.items())
    if isinstance(before, list):
        return isinstance(after, list) and len(before) == len(after) and all(map(unchanged, before, after))
    return bool((before or "") == (after or ""))


STATES = {WRITTEN: "-1", SENT: "0", CONFIRMED: "3", FAILED: "4", RETURNED: "5", RECEIPTED: "6"}


def ask_status(world: World, command: Command) -> Step:
    """queryVoucherStatus: where the voucher is; one that was not sent is not there for anybody else."""
    voucher = found(world, command)
    if voucher is None:
        return Step(world=world, values={"voucher_state": "-1"})
    return Step(world=world, values={"voucher_state": STATES[voucher.status], "reason": voucher.reason or None})
